"""The work list: what waits, in which order, for whom, and how many of it."""

from datetime import date

import pytest

from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.models import Errand
from taonguon.admissions.worklist import Filters, left_words, look_of, span_of, work_board
from taonguon.orgs.access import scope_of
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_user

pytestmark = pytest.mark.django_db
DAYS = {
    "Lý Văn Quá": date(2018, 4, 18), "Lý Văn Nay": date(2018, 4, 19), "Lý Văn Chủ": date(2018, 4, 22),
    "Lý Văn Hai": date(2018, 4, 23), "Lý Văn Cuối": date(2018, 4, 30), "Lý Văn Sau": date(2018, 5, 1), "Lý Văn Không": None,
}  # fmt: skip
"""Today is a Thursday."""


def cases_of_each_section():
    land = a_district()
    for name, by in DAYS.items():
        a_case(name, land["cells"][0], by=by)
    return land


def board_of(user, number=1, **narrowed):
    return work_board(scope_of(user, TODAY), Filters(**narrowed), number, TODAY)


def names(board):
    return [line.item.person for line in board.page.rows]


def test_each_case_stands_in_the_section_of_its_last_day():
    land = cases_of_each_section()

    board = board_of(a_user("board", land["top"]))

    assert [(s.code, s.count, [line.item.person for line in s.lines]) for s in board.sections] == [
        ("qua-han", 1, ["Lý Văn Quá"]),
        ("tuan-nay", 2, ["Lý Văn Nay", "Lý Văn Chủ"]),
        ("thang-nay", 2, ["Lý Văn Hai", "Lý Văn Cuối"]),
        ("ve-sau", 1, ["Lý Văn Sau"]),
        ("khong-han", 1, ["Lý Văn Không"]),
    ]


def test_a_week_that_ends_in_the_next_month_leaves_nothing_of_this_one():
    monday = date(2018, 4, 30)

    assert span_of("tuan-nay", monday) == (monday, date(2018, 5, 6))
    assert span_of("thang-nay", monday) == (date(2018, 5, 7), monday)
    assert span_of("ve-sau", monday) == (date(2018, 5, 7), None)


def test_choices_and_alerts_are_counted():
    land = cases_of_each_section()

    board = board_of(a_user("board", land["top"]))

    assert board.due == {
        "qua-han": 1, "tuan-nay": 2, "thang-nay": 2, "ve-sau": 1, "khong-han": 1,
        "7": 3, "15": 5, "30": 5, "60": 5, "90": 5,
    }  # fmt: skip
    assert board.actors == {"candidate": 7}


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"due": "qua-han"}, ["Lý Văn Quá"]),
        ({"due": "khong-han"}, ["Lý Văn Không"]),
        ({"due": "7"}, ["Lý Văn Nay", "Lý Văn Chủ", "Lý Văn Hai"]),
        ({"text": "van CUOI"}, ["Lý Văn Cuối"]),
        ({"actor": "political-centre"}, []),
        ({"actor": "toi"}, []),
        ({"step": "cell-vote"}, []),
        ({"step": "application", "due": "khong-han"}, ["Lý Văn Không"]),
    ],
    ids=str,
)
def test_the_list_is_narrowed(narrowed, found):
    land = cases_of_each_section()

    board = board_of(a_user("board", land["top"]), **narrowed)

    assert (names(board), board.page.total) == (found, len(found))


def test_a_choice_is_counted_as_if_the_other_alone_were_made():
    land = cases_of_each_section()
    a_case("Lý Văn Trung", land["cells"][0], actor="political-centre", by=date(2018, 4, 20))

    board = board_of(a_user("board", land["top"]), due="tuan-nay", actor="political-centre")

    assert (names(board), board.due["tuan-nay"], board.due["qua-han"]) == (["Lý Văn Trung"], 1, 0)
    assert board.actors == {"candidate": 2, "political-centre": 1}


def test_steps_and_errands_are_counted_and_chosen_alike():
    land = cases_of_each_section()
    voted = a_case("Lý Văn Bầu", land["cells"][0], step="cell-vote", actor="cell", by=date(2018, 4, 18))
    Errand.objects.create(candidacy=voted, kind="new-helper", actor="cell")
    board = a_user("board", land["top"])

    assert board_of(board).steps == {"application": 7, "cell-vote": 1, "new-helper": 1}
    overdue = board_of(board, step="cell-vote", due="qua-han")
    assert (names(overdue), overdue.steps, overdue.due["tuan-nay"]) == (
        ["Lý Văn Bầu"], {"application": 1, "cell-vote": 1}, 0,
    )  # fmt: skip
    errands = board_of(board, step="new-helper")
    assert ([line.step for line in errands.page.rows], errands.page.total) == (
        ["Phân công đảng viên giúp đỡ khác"], 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "first"),
    [("cell", "Lý Văn Chi"), ("commune", "Lý Văn Đảng"), ("centre", "Lý Văn Lớp"), ("leader", "Lý Văn Huyện")],
)
def test_each_role_finds_first_what_is_his_to_do(role, first):
    land = a_district()
    for day, (name, actor) in enumerate(
        [("Lý Văn Huyện", "competent-committee"), ("Lý Văn Lớp", "political-centre"),
         ("Lý Văn Đảng", "grassroots-committee"), ("Lý Văn Chi", "cell")], start=1
    ):  # fmt: skip
        a_case(name, land["cells"][0], actor=actor, by=date(2018, 6, day))

    board = board_of(a_user(role, land["committees"][0]))

    assert names(board)[0] == first
    others = [] if role == "centre" else [False] * 3  # the centre sees of the ledger only what waits for it
    assert [line.mine for line in board.page.rows] == [role != "leader", *others]


def test_mine_is_only_where_the_role_is_held():
    land = a_district()
    user = a_user("leader", land["top"])
    user.grants.create(role="cell", organisation=land["cells"][0], since=date(2018, 1, 1))
    a_case("Lý Văn Gần", land["cells"][0], actor="cell")
    a_case("Lý Văn Xa", land["cells"][2], actor="cell")

    assert names(board_of(user)) == ["Lý Văn Gần", "Lý Văn Xa"]
    assert names(board_of(user, actor="toi")) == ["Lý Văn Gần"]


def test_what_is_closed_or_has_no_next_step_waits_for_nobody():
    land = a_district()
    a_case("Lý Văn Xong", land["cells"][0], closed="moved", closed_on=date(2018, 3, 1))
    a_case("Lý Văn Hết", land["cells"][0], step="", actor="")

    assert board_of(a_user("board", land["top"])).page.total == 0


def test_a_secretary_sees_his_own_cell_only(client):
    land = cases_of_each_section()
    a_case("Lý Văn Khác", land["cells"][2])
    client.force_login(a_user("cell", land["cells"][2]))

    answer = client.get("/viec/")

    assert names(answer.context["board"]) == ["Lý Văn Khác"]
    assert "Lý Văn Quá" not in answer.content.decode()


def test_work_is_rolled_up_to_the_units_below():
    land = cases_of_each_section()
    a_case("Lý Văn Khác", land["cells"][2], by=date(2018, 4, 1))
    user = a_user("board", land["top"])

    assert [(line.name, line.counts["qua-han"], line.total) for line in board_of(user).units] == [
        ("Đảng bộ xã Đồng Thử", 1, 7),
        ("Đảng bộ xã Lục Thử", 1, 1),
    ]
    assert [(line.name, line.total) for line in board_of(user, unit=land["committees"][1].pk).units] == [
        ("Chi bộ thôn Khe Ba", 1)
    ]
    assert names(board_of(user, unit=land["committees"][1].pk)) == ["Lý Văn Khác"]


@pytest.mark.parametrize(
    ("most", "offered"),
    [
        (4, ["Đảng bộ xã Đồng Thử", "\u2003Chi bộ thôn Khe Một", "\u2003Chi bộ thôn Khe Hai"]),
        (2, ["Đảng bộ xã Đồng Thử", "\u2003Chi bộ thôn Khe Hai"]),
    ],
    ids=["few", "many"],
)
def test_cells_are_offered_as_units_where_they_are_few(monkeypatch, most, offered):
    land = a_district()
    monkeypatch.setattr("taonguon.admissions.boards.CELLS_TOO", most)
    scope = scope_of(a_user("commune", land["committees"][0]), TODAY)

    assert [name for _pk, name in units_to_choose(scope, land["cells"][1].pk)] == offered


def test_a_line_names_the_step_who_acts_and_the_clock_and_leads_to_the_case(client):
    land = a_district()
    case = a_case(
        "Lý Văn An", land["cells"][0], step="ceremony", actor="cell", clock="ceremony-by", by=date(2018, 5, 1)
    )
    client.force_login(a_user("cell", land["cells"][0]))

    page = client.get("/viec/").content.decode()

    for words in (
        "Lý Văn An", "Lễ kết nạp đảng viên", "Hạn làm lễ kết nạp 01/05/2018", "Còn 12 ngày", f'href="/ho-so/{case.pk}/"',
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("days", "words", "look"),
    [
        (-1, "Quá 1 ngày", "is-bad"), (0, "Hết hạn hôm nay", "is-bad"), (7, "Còn 7 ngày", "is-bad"),
        (8, "Còn 8 ngày", "is-warn"), (60, "Còn 60 ngày", "is-warn"), (61, "Còn 61 ngày", ""), (90, "Còn 90 ngày", ""),
        (91, "", ""), (None, "", ""),
    ],
)  # fmt: skip
def test_days_that_are_left_are_pointed_out_from_ninety_on(days, words, look):
    assert (left_words(days), look_of(days)) == (words, look)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_the_same_queries_for_one_case_and_for_thirty(client, django_assert_num_queries, rows):
    land = a_district()
    for number in range(rows):
        a_case(f"Lý Văn {number}", land["cells"][0], by=date(2018, 4, 1 + number % 28))
    client.force_login(a_user("cell", land["cells"][0]))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision, counts of steps and of errands, lines of both, review, reminders, charges ended, calendar key
    with django_assert_num_queries(11):
        answer = client.get("/viec/")

    assert answer.context["page"].total == rows


def test_a_page_has_fifty_lines_and_the_exact_counts(client):
    land = a_district()
    for number in range(53):
        a_case(f"Lý Văn {number:02}", land["cells"][0], by=date(2018, 4, 1))
    client.force_login(a_user("board", land["top"]))

    second = client.get("/viec/", {"trang": "2"})

    assert (len(second.context["page"].rows), second.context["page"].total) == (3, 53)
    assert [(s.count, len(s.lines)) for s in second.context["board"].sections] == [(53, 3)]


def test_another_day_in_the_address_changes_nothing_and_the_page_says_so(client):
    land = cases_of_each_section()
    client.force_login(a_user("board", land["top"]))

    answer = client.get("/viec/", {"ngay": "2017-03-01"})

    assert answer.context["page"].total == 7
    assert "Trang này luôn theo hôm nay (19/04/2018)." in answer.content.decode()


@pytest.mark.parametrize("address", ["/viec/", "/nguon/", "/nguon/du-bi/", "/nguon/chua-dung-quy-dinh/"])
def test_a_unit_out_of_reach_is_answered_like_a_missing_one(client, address):
    land = a_district()
    client.force_login(a_user("cell", land["cells"][0]))

    foreign = client.get(address, {"don-vi": land["cells"][2].pk})
    missing = client.get(address, {"don-vi": "999999"})

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


@pytest.mark.parametrize("address", ["/viec/", "/nguon/", "/nguon/du-bi/", "/nguon/chua-dung-quy-dinh/"])
def test_words_that_are_no_choice_narrow_nothing(client, address):
    land = cases_of_each_section()
    client.force_login(a_user("board", land["top"]))
    strange = dict.fromkeys(
        ("ai", "han", "don-vi", "giai-doan", "chi", "chuc-danh", "xep", "thang", "quy-tac", "trang"), "x' or 1"
    )

    narrowed, plain = client.get(address, strange), client.get(address)

    assert narrowed.status_code == 200
    assert narrowed.context["page"].total == plain.context["page"].total


@pytest.mark.parametrize(("role", "sees"), [("mass", 404), ("centre", 404), ("admin", 404), ("leader", 200)])
def test_cases_are_for_those_who_work_on_them(client, role, sees):
    land = a_district()
    case = a_case("Lý Văn Riêng", land["cells"][0], ("listed", date(2018, 1, 8)), actor="cell")
    client.force_login(a_user(role, land["top"]))

    assert client.get(f"/ho-so/{case.pk}/").status_code == sees
    shown = [client.get(address).content.decode() for address in ("/nguon/", "/viec/")]
    assert [case.person.name in page for page in shown] == [sees == 200, sees == 200]
