"""The overview and the people behind its numbers: exact content, doors, numbers of queries."""

from datetime import date

import pytest

from taonguon.plans.models import CoverageGoal
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = TODAY


def a_covered_district():
    """Three heads, two of them members; one Front head who is none; a goal of 70 % for both."""
    land = a_district()
    for number, (village, cell) in enumerate(zip(land["villages"], land["cells"], strict=True)):
        head = a_person(f"Lý Văn {'ABC'[number]}", lives_in=village)
        if number < 2:
            official = date(2011, 5, 19) if number == 0 else None
            a_membership(head, cell, date(2010, 5, 19) if official else date(2018, 2, 3), official)
        a_post("head", village, holder=head)
        a_post("front", village, holder=a_person(f"Bế Thị {'ABC'[number]}") if number == 0 else None)
    a_post("veteran", land["villages"][0], established=False)
    for posts in ("head", "front"):
        CoverageGoal.objects.create(organisation=land["top"], posts=posts, percent=70, since=date(2018, 1, 1))
    return land


def seen(client, user, **asked):
    client.force_login(user)
    return client.get("/", asked)


def test_bars_stand_beside_their_goals(client):
    page = seen(client, a_user("leader", a_covered_district()["top"]))

    head, front = page.context["bars"][:2]
    html = page.content.decode()
    assert (head.label, head.official, head.probationary, head.goal_at) == (
        "Trưởng thôn (bản, khu)", "33.33%", "33.33%", "70%",
    )  # fmt: skip
    assert (front.official, front.open, front.line.vacant) == ("0%", 1, 2)
    assert "66,67 %" in html
    assert "mục tiêu từ 70 % trở lên: còn thiếu 1 · <a" in html
    assert '">1 chưa là đảng viên</a>' in html


def test_the_grid_says_in_shape_and_words_what_each_post_is(client):
    page = seen(client, a_user("leader", a_covered_district()["top"]))

    first, second = page.context["grid"]
    assert (first.commune, [line.name for line in first.lines]) == ("xã Đồng Thử", ["Khe Một", "Khe Hai"])
    assert [(c.mark, c.words) for c in first.lines[0].cells] == [
        ("✓", "đảng viên"),
        ("○", "chưa là đảng viên"),
        ("·", "không thành lập"),
        ("·", "không thành lập"),
        ("·", "không thành lập"),
        ("·", "không thành lập"),
    ]
    assert [c.mark for c in second.lines[0].cells][:2] == ["○", "–"]
    assert (second.lines[0].own_cell, second.lines[0].has_members) == (True, False)


def test_units_stand_in_the_offices_own_order_until_a_column_is_chosen(client):
    land = a_covered_district()
    user = a_user("leader", land["top"])

    def order(**asked):
        return [row.unit.name for row in seen(client, user, **asked).context["rows"]]

    office = ["Đảng bộ xã Đồng Thử", "Đảng bộ xã Lục Thử", "Chi bộ Cơ quan Huyện ủy"]
    assert order() == office
    assert order(xep="truong-thon") == ["Đảng bộ xã Lục Thử", "Đảng bộ xã Đồng Thử", "Chi bộ Cơ quan Huyện ủy"]
    assert order(xep="-truong-thon") == office
    assert order(xep="password") == office


def test_the_page_of_a_commune_shows_only_its_own_villages(client):
    land = a_covered_district()

    page = seen(client, a_user("commune", land["committees"][1]))

    assert page.context["node"].name == "Đảng bộ xã Lục Thử"
    assert [block.commune for block in page.context["grid"]] == ["xã Lục Thử"]
    assert "Khe Một" not in page.content.decode()


def test_a_unit_out_of_reach_is_answered_like_a_missing_one(client):
    land = a_covered_district()
    client.force_login(a_user("cell", land["cells"][0]))

    for address in ("/", "/so-lieu/members/"):
        foreign = client.get(address, {"don-vi": land["cells"][2].pk})
        missing = client.get(address, {"don-vi": "999999"})
        assert (foreign.status_code, foreign.content) == (404, missing.content)


def test_on_a_day_before_the_unit_there_was_nothing_is_counted(client):
    land = a_covered_district()
    young = an_organisation("Chi bộ thôn Khe Mới", "cell", land["committees"][0], since=date(2018, 1, 1))

    page = seen(client, a_user("cell", young), ngay="31/12/2017")

    assert "Ngày 31/12/2017 chưa có tổ chức này trong sổ" in page.content.decode()
    assert "Khe Một" not in page.content.decode()
    assert client.get("/so-lieu/members/", {"ngay": "31/12/2017"}).status_code == 404


def test_a_log_in_without_any_unit_is_told_so(client):
    assert "chưa với tới tổ chức nào" in seen(client, a_user()).content.decode()


def test_every_number_leads_to_the_people_behind_it(client):
    land = a_covered_district()
    client.force_login(a_user("leader", land["top"]))

    def behind(name, **asked):
        return [row.name for row in client.get(f"/so-lieu/{name}/", asked).context["page"].rows]

    assert behind("holders-members:head") == ["Lý Văn A", "Lý Văn B"]
    assert behind("holders-not-members:front") == ["Bế Thị A"]
    assert behind("probationary") == ["Lý Văn B"]
    assert behind("admitted") == ["Lý Văn B"]
    assert behind("admitted", ky="nam-truoc") == []
    assert client.get("/so-lieu/minority/").status_code == 404
    assert client.get("/so-lieu/holders:secret/").status_code == 404


def test_all_addresses_of_numbers_on_the_page_answer(client):
    import re

    html = seen(client, a_user("leader", a_covered_district()["top"])).content.decode()

    addresses = set(re.findall(r'href="(/(?:so-lieu|thon|don-vi|nguoi)/[^"]*)"', html))
    assert len(addresses) > 15
    assert {client.get(a.replace("&amp;", "&")).status_code for a in addresses} == {200}


def test_nothing_is_compared_with_a_year_of_which_nothing_is_known(client):
    land = a_covered_district()
    page = seen(client, a_user("leader", land["cells"][1]))

    assert page.content.decode().count("chưa có số liệu năm trước") == 2


def test_the_months_carry_the_period_and_the_same_one_a_year_before_as_bands(client):
    page = seen(client, a_user("leader", a_covered_district()["top"]))

    months = page.context["months"]
    assert (months.marks[0].month.first, months.marks[-1].month.first) == (date(2016, 5, 1), date(2018, 4, 1))
    assert (months.band_before_x, months.band_x, months.band_width) == ("33.33%", "83.33%", "12.5%")
    assert months.marks[21].title == "Tháng 02/2018: kết nạp 1, công nhận chính thức 0"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_takes_the_same_queries_for_one_holder_and_for_three(client, django_assert_num_queries, rows):
    land = a_district()
    village, cell = land["villages"][0], land["cells"][0]
    for kind in ("head", "front", "farmer")[:rows]:
        person = a_person(f"Lý Văn {kind}", lives_in=village)
        a_membership(person, cell, date(2018, 2, 3))
        a_post(kind, village, holder=person)
    client.force_login(a_user("cell", cell))
    client.get("/cay/")  # draws the map of the day

    with django_assert_num_queries(14):
        client.get("/")
