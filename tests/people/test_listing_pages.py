"""The list of people: what it finds, in which order, with how many queries, and its sheet."""

import io
import unicodedata
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from taonguon.audit.queries import entries_about
from taonguon.orgs.access import scope_of
from taonguon.people.queries.listing import Filters, people_page
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = TODAY


def names(user, **narrowed):
    scope = scope_of(user, TODAY)
    return [row.name for row in people_page(scope, scope.map, Filters(**narrowed), 1).rows]


@pytest.mark.parametrize(
    "typed",
    ["dang thi huong", "HƯƠNG đặng", unicodedata.normalize("NFD", "Đặng Thị Hường"), "  huong   dang "],
    ids=["without marks", "in any order", "in decomposed letters", "with doubled spaces"],
)
def test_a_name_is_found_however_it_is_typed(typed):
    land = a_district()
    a_person("Đặng Thị Hương", lives_in=land["villages"][0])
    a_person("Đặng Văn Tài", lives_in=land["villages"][0])

    assert names(a_user("board", land["top"]), text=typed) == ["Đặng Thị Hương"]


def test_a_percent_sign_is_a_letter_like_others():
    land = a_district()
    a_person("Đặng Thị Hương", lives_in=land["villages"][0])

    assert names(a_user("board", land["top"]), text="%") == []


def test_people_are_in_the_vietnamese_order_by_given_name():
    land = a_district()
    for name in ("Hoàng Văn Đức", "Lý Thị Dần", "Bế A Ân", "Bế A An", "Vi Thị Anh"):
        a_person(name, lives_in=land["villages"][0])

    assert names(a_user("board", land["top"])) == [
        "Bế A An", "Vi Thị Anh", "Bế A Ân", "Lý Thị Dần", "Hoàng Văn Đức",
    ]  # fmt: skip


def people_of_each_sort():
    land = a_district()
    village, cell = land["villages"][0], land["cells"][0]
    official = a_person("Lý Thị An", sex="f", lives_in=village)
    a_membership(official, cell, date(2010, 5, 19), date(2011, 5, 19))
    a_post("head", village, holder=official, since=date(2016, 1, 1))
    probationary = a_person("Lý Văn Bình", sex="m", lives_in=village)
    a_membership(probationary, cell, date(2017, 9, 2))
    holder = a_person("Lý Văn Cao", sex="m")
    a_post("front", land["villages"][2], holder=holder, since=date(2018, 1, 1))
    return land


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"standing": "official"}, ["Lý Thị An"]),
        ({"standing": "probationary"}, ["Lý Văn Bình"]),
        ({"standing": "member"}, ["Lý Thị An", "Lý Văn Bình"]),
        ({"standing": "none"}, ["Lý Văn Cao"]),
        ({"post": "head"}, ["Lý Thị An"]),
        ({"sex": "m"}, ["Lý Văn Bình", "Lý Văn Cao"]),
    ],
    ids=str,
)
def test_the_list_is_narrowed_to_what_people_are_on_the_day(narrowed, found):
    land = people_of_each_sort()

    assert names(a_user("board", land["top"]), **narrowed) == found


def test_the_list_is_narrowed_to_a_unit_with_all_below_it_and_to_a_village():
    land = people_of_each_sort()
    user = a_user("board", land["top"])

    assert names(user, unit=land["committees"][0].pk) == ["Lý Thị An", "Lý Văn Bình"]
    assert names(user, unit=land["committees"][1].pk) == ["Lý Văn Cao"]
    assert names(user, unit=land["top"].pk) == ["Lý Thị An", "Lý Văn Bình", "Lý Văn Cao"]
    assert names(user, village=land["villages"][2].pk) == ["Lý Văn Cao"]


def test_on_an_earlier_day_people_are_what_they_then_were(client):
    land = people_of_each_sort()
    client.force_login(a_user("board", land["top"]))

    before = client.get("/nguoi/", {"tu-cach": "member", "ngay": "01/09/2017"}).context["page"]

    assert [(row.name, row.standing) for row in before.rows] == [("Lý Thị An", "Chính thức")]


def test_a_log_in_sees_only_whom_it_reaches():
    land = people_of_each_sort()

    assert names(a_user("cell", land["cells"][2])) == ["Lý Văn Cao"]
    assert names(a_user("cell", land["agency"])) == []


def test_a_page_has_fifty_people_and_the_exact_count(client):
    land = a_district()
    for number in range(53):
        a_person(f"Hoàng Văn {'abcdefgh'[number // 10]}{'abcdefghik'[number % 10]}", lives_in=land["villages"][0])
    client.force_login(a_user("board", land["top"]))

    second = client.get("/nguoi/", {"trang": "2"})

    assert "53 người, ngày 19/04/2018" in second.content.decode()
    assert "Trang 2 trên 2" in second.content.decode()
    assert len(second.context["page"].rows) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_person_and_for_three(client, django_assert_num_queries, rows):
    land = a_district()
    for number in range(rows):
        person = a_person(f"Hoàng Văn {number}", lives_in=land["villages"][0])
        a_membership(person, land["cells"][0])
        a_post(("head", "front", "farmer")[number], land["villages"][0], holder=person)
    client.force_login(a_user("cell", land["cells"][0]))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision, count, people, homes, activities, posts
    with django_assert_num_queries(9):
        page = client.get("/nguoi/", {"tim": "hoang"})

    assert page.context["page"].total == rows


def test_a_unit_out_of_reach_is_answered_like_a_missing_one(client):
    land = a_district()
    client.force_login(a_user("cell", land["cells"][0]))

    foreign = client.get("/nguoi/", {"don-vi": land["cells"][2].pk})
    missing = client.get("/nguoi/", {"don-vi": "999999"})

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


def test_codes_that_do_not_exist_narrow_nothing(client):
    land = people_of_each_sort()
    client.force_login(a_user("board", land["top"]))

    page = client.get(
        "/nguoi/", {"tu-cach": "x' or 1", "chuc-danh": "__class__", "gioi": "?", "trang": "-1", "don-vi": "a"}
    )

    assert page.context["page"].total == 3
    assert len(page.context["problems"]) == 4


def test_a_filter_that_is_none_of_its_choices_is_spoken_of(client):
    land = people_of_each_sort()
    user = a_user("board", land["top"])
    client.force_login(user)
    said = "Bộ lọc “Đơn vị” ghi “abc”, không có lựa chọn này; danh sách không lọc theo đó."

    page, sheet = client.get("/nguoi/", {"don-vi": "abc"}), client.post("/nguoi/xuat/?don-vi=abc")

    assert (page.status_code, page.context["problems"]) == (200, [said])
    assert said in page.content.decode()
    assert (sheet.status_code, sheet.context["problems"]) == (422, [said])
    assert not entries_about("accounts.user", user.pk).exists()


def test_the_sheet_holds_the_narrowed_list_as_text(client):
    land = people_of_each_sort()
    village = land["villages"][0]
    a_person("=cmd|' /C calc'!A1", lives_in=village)
    client.force_login(a_user("board", land["top"], username="ban-to-chuc"))

    answer = client.post(f"/nguoi/xuat/?don-vi={land['committees'][0].pk}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="nguoi-2018-04-19.xlsx"'
    assert book.get_sheet_by_index(0).to_python() == [
        ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Nơi ở", "Chi bộ", "Tư cách", "Ngày vào Đảng",
         "Ngày chính thức", "Chức danh"],
        [1.0, "Lý Thị An", "", "Nữ", "", "Khe Một", "Chi bộ thôn Khe Một", "Chính thức", "19/05/2010", "19/05/2011",
         "Trưởng thôn (bản, khu)"],
        [2.0, "Lý Văn Bình", "", "Nam", "", "Khe Một", "Chi bộ thôn Khe Một", "Dự bị", "02/09/2017", "", ""],
        [3.0, "=cmd|' /C calc'!A1", "", "", "", "Khe Một", "", "Chưa là đảng viên", "", "", ""],
    ]  # fmt: skip
    assert ["Xuất bởi tài khoản", "ban-to-chuc"] in book.get_sheet_by_index(1).to_python()


def test_an_export_leaves_one_entry_with_filters_and_count(client):
    land = people_of_each_sort()
    user = a_user("board", land["top"])
    client.force_login(user)

    client.post("/nguoi/xuat/?tu-cach=official&tim=ly")

    entry = entries_about("accounts.user", user.pk).get()
    assert (entry.verb, entry.data) == (
        "people.exported",
        {"filters": {"text": "ly", "standing": "official"}, "on": "2018-04-19", "count": 1},
    )


def test_a_list_too_long_for_a_sheet_is_refused_with_a_sentence(client, monkeypatch):
    land = people_of_each_sort()
    user = a_user("board", land["top"])
    client.force_login(user)
    monkeypatch.setattr("taonguon.people.queries.listing.EXPORT_MAX", 2)

    answer = client.post("/nguoi/xuat/")

    assert answer.status_code == 422
    assert "Danh sách có 3 người; mỗi tệp xuất ra chỉ được tối đa 2 người." in answer.content.decode()
    assert not entries_about("accounts.user", user.pk).exists()


def test_the_sheet_is_not_given_for_a_mere_address(client):
    client.force_login(a_user("board", a_district()["top"]))

    assert client.get("/nguoi/xuat/").status_code == 405
