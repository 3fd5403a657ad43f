"""The tree, and the pages of units, villages and people: exact content, doors, numbers of queries."""

from datetime import date

import pytest

from taonguon.audit.actions import record
from taonguon.audit.queries import entries_about
from taonguon.orgs.actions import change_organisation
from taonguon.people.queries import one
from tests.builders import (
    TODAY,
    a_district,
    a_membership,
    a_person,
    a_post,
    a_service,
    a_user,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = TODAY


def members(cell, number, admitted=date(2010, 5, 19), official=date(2011, 5, 19), **more):
    for n in range(number):
        a_membership(a_person(f"Hoàng Văn {'abcdefgh'[n]}", **more), cell, admitted, official)


# -- the tree


def test_the_tree_opens_with_the_units_in_reach_and_their_members(client):
    land = a_district()
    members(land["cells"][0], 2)
    members(land["cells"][2], 1)
    client.force_login(a_user("board", land["top"]))

    (top,) = client.get("/cay/").context["branches"]

    assert (top.name, top.members.total) == ("Đảng bộ huyện Bình Thử", 3)
    assert [(b.name, b.members.total, b.children) for b in top.children] == [
        ("Đảng bộ xã Đồng Thử", 2, None),
        ("Đảng bộ xã Lục Thử", 1, None),
        ("Chi bộ Cơ quan Huyện ủy", 0, None),
    ]


def test_a_branch_is_fetched_when_it_is_opened(client):
    land = a_district()
    members(land["cells"][1], 1)
    client.force_login(a_user("commune", land["committees"][0]))

    answer = client.get(f"/cay/{land['committees'][0].pk}/")

    assert [(b.name, b.members.total) for b in answer.context["branches"]] == [
        ("Chi bộ thôn Khe Một", 0),
        ("Chi bộ thôn Khe Hai", 1),
    ]
    assert "<html" not in answer.content.decode()


def test_without_script_a_branch_opens_by_its_link(client):
    land = a_district()
    client.force_login(a_user("board", land["top"]))

    (top,) = client.get("/cay/", {"mo": land["committees"][1].pk}).context["branches"]

    assert [c.name for c in top.children[1].children] == ["Chi bộ thôn Khe Ba"]


def test_members_of_a_cell_founded_later_count_for_the_committee_above(client):
    land = a_district()
    young = an_organisation("Chi bộ thôn Khe Mới", "cell", land["committees"][0], since=date(2018, 1, 1))
    members(young, 2)
    client.force_login(a_user("board", land["top"]))

    (top,) = client.get("/cay/", {"ngay": "01/06/2017"}).context["branches"]

    first = top.children[0]
    assert (first.name, first.members.total, first.below) == ("Đảng bộ xã Đồng Thử", 2, 2)


@pytest.mark.parametrize("typed", ["khe mot", "MỘT khe"])
def test_the_tree_is_searched_by_name_without_marks(client, typed):
    land = a_district()
    client.force_login(a_user("board", land["top"]))

    found = client.get("/cay/", {"tim": typed}).context["found"]

    assert [(f.name, f.where, f.is_place) for f in found] == [
        ("Chi bộ thôn Khe Một", "Đảng bộ xã Đồng Thử", False),
        ("Khe Một", "Đồng Thử", True),
    ]


def test_a_search_finds_nothing_out_of_reach(client):
    land = a_district()
    client.force_login(a_user("cell", land["cells"][0]))

    found = client.get("/cay/", {"tim": "khe"}).context["found"]

    assert [f.name for f in found] == ["Chi bộ thôn Khe Một", "Khe Một"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tree_takes_the_same_queries_for_one_unit_and_for_three(client, django_assert_num_queries, rows):
    land = a_district()
    for n in range(rows):
        members(an_organisation(f"Chi bộ {n}", "cell", land["cells"][0], position=n), 1)
    client.force_login(a_user("cell", land["cells"][0]))
    client.get("/cay/")  # draws the map of the day

    with django_assert_num_queries(5):  # session, account, grants, revision, members
        client.get("/cay/")


# -- doors


@pytest.mark.parametrize("address", ["don-vi", "thon", "nguoi", "cay"])
def test_what_is_out_of_reach_looks_like_what_is_missing(client, address):
    land = a_district()
    stranger = a_person("Lý Văn Xa", lives_in=land["villages"][2])
    foreign = {
        "don-vi": land["cells"][2].pk,
        "cay": land["cells"][2].pk,
        "thon": land["villages"][2].pk,
        "nguoi": stranger.pk,
    }[address]
    client.force_login(a_user("cell", land["cells"][0]))

    hidden = client.get(f"/{address}/{foreign}/")
    missing = client.get(f"/{address}/999999/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content
    assert not entries_about("people.person", stranger.pk).exists()


# -- a unit


def test_a_cell_shows_its_secretary_its_villages_and_its_members(client):
    land = a_district()
    cell, village = land["cells"][0], land["villages"][0]
    secretary = a_person("Lý Thị An", date(1980, 2, 3), "f")
    a_membership(secretary, cell, date(2010, 5, 19), date(2011, 5, 19))
    a_membership(a_person("Bế Văn Chu"), cell, date(2017, 9, 2))
    a_post("secretary", organisation=cell, holder=secretary, since=date(2015, 6, 1))
    client.force_login(a_user("cell", cell))

    page = client.get(f"/don-vi/{cell.pk}/")

    html = page.content.decode()
    assert "từ 01/06/2015" in html
    assert "1 chính thức, 1 dự bị" in html
    assert [(v.pk, v.cell_pk, v.handled_only) for v in page.context["villages"]] == [(village.pk, cell.pk, False)]
    assert [(m.name, str(m.born or ""), m.standing) for m in page.context["page"].rows] == [
        ("Lý Thị An", "03/02/1980", "Chính thức"),
        ("Bế Văn Chu", "", "Dự bị"),
    ]
    assert f'href="/?don-vi={cell.pk}"' in html


def test_units_above_the_reach_are_named_but_lead_nowhere(client):
    land = a_district()
    client.force_login(a_user("cell", land["cells"][0]))

    html = client.get(f"/don-vi/{land['cells'][0].pk}/").content.decode()

    assert "<li>Đảng bộ xã Đồng Thử</li>" in html
    assert f"/don-vi/{land['committees'][0].pk}/" not in html


def test_a_committee_shows_what_is_below_and_its_villages_with_who_serves_them(client):
    land = a_district()
    members(land["cells"][0], 2)
    client.force_login(a_user("commune", land["committees"][0]))

    page = client.get(f"/don-vi/{land['committees'][0].pk}/").context

    assert [(c.name, c.members.official, c.members.total) for c in page["children"]] == [
        ("Chi bộ thôn Khe Một", 2, 2),
        ("Chi bộ thôn Khe Hai", 0, 0),
    ]
    assert [v.name for v in page["villages"]] == ["Khe Một", "Khe Hai"]


def test_a_unit_keeps_its_former_names_and_says_who_changed_them(client):
    land = a_district()
    user = a_user("board", land["top"], username="ban-to-chuc")
    change_organisation(land["cells"][0], actor=user, on=date(2018, 3, 1), name="Chi bộ thôn Khe Nhất")
    client.force_login(user)

    page = client.get(f"/don-vi/{land['cells'][0].pk}/", {"ngay": "28/02/2018"})

    assert page.context["name"] == "Chi bộ thôn Khe Một"
    assert [(n.name, n.since, n.until) for n in page.context["names"]] == [
        ("Chi bộ thôn Khe Một", None, date(2018, 3, 1)),
        ("Chi bộ thôn Khe Nhất", date(2018, 3, 1), None),
    ]
    (change,) = page.context["changes"]
    assert (change.who, str(change.sentence)) == ("ban-to-chuc", "Sửa tên, cấp hoặc nơi trực thuộc của tổ chức đảng")
    assert [(str(d.label), d.was, d.now) for d in change.details] == [
        ("tên", "Chi bộ thôn Khe Một", "Chi bộ thôn Khe Nhất"),
        ("từ ngày", "", "01/03/2018"),
    ]


def test_a_unit_that_was_not_yet_there_says_so(client):
    land = a_district()
    young = an_organisation("Chi bộ thôn Khe Mới", "cell", land["committees"][0], since=date(2018, 1, 1))
    client.force_login(a_user("board", land["top"]))

    html = client.get(f"/don-vi/{young.pk}/", {"ngay": "31/12/2017"}).content.decode()

    assert "Ngày 31/12/2017 tổ chức này chưa thành lập hoặc đã kết thúc" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_a_cell_takes_the_same_queries_for_one_member_and_for_three(client, django_assert_num_queries, rows):
    land = a_district()
    members(land["cells"][0], rows)
    client.force_login(a_user("cell", land["cells"][0]))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision, unit, names, changes, counts, secretary, number of members, members
    with django_assert_num_queries(11):
        client.get(f"/don-vi/{land['cells'][0].pk}/")


# -- a village


def test_a_village_shows_its_posts_through_time_and_what_the_holders_are(client):
    land = a_district()
    village, cell = land["villages"][0], land["cells"][0]
    first, second = a_person("Lý Thị An", lives_in=village), a_person("Bế Văn Bình", lives_in=village)
    a_membership(second, cell, date(2017, 9, 2))
    head = a_post("head", village, holder=first, since=date(2012, 1, 1), until=date(2016, 1, 1))
    head.tenures.create(person=second, since=date(2016, 1, 1))
    a_post("front", village)
    a_post("veteran", village, established=False)
    client.force_login(a_user("cell", cell))

    page = client.get(f"/thon/{village.pk}/").context

    assert [(t.post, t.person, t.standing, t.sits) for t in page["tenures"]] == [
        ("Trưởng thôn (bản, khu)", "Lý Thị An", "", False),
        ("Trưởng thôn (bản, khu)", "Bế Văn Bình", "Dự bị", True),
        ("Trưởng ban công tác mặt trận", "", "", True),
        ("Chi hội trưởng cựu chiến binh", "", "", True),
    ]
    assert [t.established for t in page["tenures"]] == [True, True, True, False]
    assert [(lane.label, len(lane.marks)) for lane in page["line"].lanes] == [("Trưởng thôn (bản, khu)", 2)]
    assert [m.name for m in page["living"]] == ["Bế Văn Bình"]


def test_a_village_that_is_only_handled_says_so(client):
    land = a_district()
    village = land["villages"][1]
    village.services.all().delete()
    a_service(land["cells"][0], village, "handles")
    client.force_login(a_user("board", land["top"]))

    html = client.get(f"/thon/{village.pk}/").content.decode()

    assert "thôn chưa có chi bộ, chi bộ này được giao phụ trách" in html
    assert "Chi bộ thôn Khe Một</a>" in html


def test_a_commune_has_no_page_of_a_village(client):
    land = a_district()
    client.force_login(a_user("board", land["top"]))

    assert client.get(f"/thon/{land['communes'][0].pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_village_takes_the_same_queries_for_one_post_and_for_three(client, django_assert_num_queries, rows):
    land = a_district()
    village, cell = land["villages"][0], land["cells"][0]
    for kind in ("head", "front", "farmer")[:rows]:
        person = a_person(f"Lý Văn {kind}", lives_in=village)
        a_membership(person, cell)
        a_post(kind, village, holder=person)
    client.force_login(a_user("cell", cell))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision, place, posts, tenures, holders, standings, members, names, cells, changes
    with django_assert_num_queries(13):
        client.get(f"/thon/{village.pk}/")


# -- a person

LATE = "Còn là đảng viên dự bị dù đã quá 12 tháng từ ngày kết nạp 18/04/2017 (hết hạn 18/04/2018)."
TURNED = "Ngày chính thức 01/05/2016 đứng trước ngày kết nạp 01/05/2017: một trong hai ngày ghi sai."


def a_full_life(land):
    person = a_person("Lý Thị An", date(1980, 2, 3), "f", "Tày", land["villages"][0])
    a_membership(
        person, land["cells"][0], date(2016, 9, 2), date(2017, 9, 2), date(2017, 10, 15),
        decided_on=date(2016, 8, 20), received_on=date(2016, 8, 25), decision_number="12-QĐ/HU",
    )  # fmt: skip
    a_post("head", land["villages"][0], holder=person, since=date(2015, 1, 1))
    return person


def test_a_person_shows_every_day_of_membership_apart(client):
    land = a_district()
    person = a_full_life(land)
    client.force_login(a_user("cell", land["cells"][0]))

    page = client.get(f"/nguoi/{person.pk}/")

    html = page.content.decode()
    for day in ("20/08/2016 (12-QĐ/HU)", "25/08/2016", "02/09/2016", "02/09/2017", "15/10/2017"):
        assert f"<dd>{day}</dd>" in html
    assert [(a.standing, a.seat.name, a.since, a.until) for a in page.context["activities"]] == [
        ("Dự bị", "Chi bộ thôn Khe Một", date(2016, 9, 2), date(2017, 10, 15)),
        ("Chính thức", "Chi bộ thôn Khe Một", date(2017, 10, 15), None),
    ]
    assert [(t.post, t.seat.name) for t in page.context["tenures"]] == [
        ("Trưởng thôn (bản, khu)", "Khe Một, xã Đồng Thử")
    ]
    assert page.context["doubts"] == []


def test_every_look_at_a_person_leaves_one_entry_and_is_no_change(client):
    land = a_district()
    person = a_full_life(land)
    client.force_login(a_user("cell", land["cells"][0], username="chi-bo"))

    client.get(f"/nguoi/{person.pk}/")
    page = client.get(f"/nguoi/{person.pk}/")

    assert [(e.verb, e.actor_name) for e in entries_about("people.person", person.pk)] == [
        ("person.looked-at", "chi-bo")
    ] * 2
    assert page.context["changes"] == []


def test_changes_are_told_in_words_with_what_was_and_is(client):
    land = a_district()
    person = a_full_life(land)
    record(
        None,
        "person.corrected",
        person,
        was={"sex": "m", "born_on": "1980-03-02"},
        now={"sex": "f", "born_on": "1980-02-03"},
    )
    client.force_login(a_user("cell", land["cells"][0]))

    (change,) = client.get(f"/nguoi/{person.pk}/").context["changes"]

    assert [(str(d.label), d.was, d.now) for d in change.details] == [
        ("giới tính", "Nam", "Nữ"),
        ("ngày sinh", "02/03/1980", "03/02/1980"),
    ]


@pytest.mark.parametrize(
    ("admitted", "official", "on", "said"),
    [
        (date(2017, 4, 19), None, TODAY, []),
        (date(2017, 4, 18), None, TODAY, [LATE]),
        (date(2017, 4, 18), date(2018, 4, 18), TODAY, []),
        (date(2017, 5, 1), date(2016, 5, 1), TODAY, [TURNED]),
    ],
    ids=["twelve months to the day", "a day more", "recognised in time", "official before admitted"],
)  # fmt: skip
def test_days_that_do_not_fit_are_flagged_in_words(admitted, official, on, said):
    person = a_person()
    a_membership(person, a_district()["cells"][0], admitted, official)

    assert one.doubts_about(one.memberships_of(person), on) == said


@pytest.mark.parametrize("rows", [1, 3])
def test_a_person_takes_the_same_queries_for_one_post_and_for_three(client, django_assert_num_queries, rows):
    land = a_district()
    person = a_person(lives_in=land["villages"][0])
    a_membership(person, land["cells"][0])
    for kind in ("head", "front", "farmer")[:rows]:
        a_post(kind, land["villages"][0], holder=person)
    client.force_login(a_user("cell", land["cells"][0]))
    client.get(f"/nguoi/{person.pk}/")  # the trail's first entry makes its head

    with django_assert_num_queries(20):
        client.get(f"/nguoi/{person.pk}/")
