"""Lists of targets in other layouts: the same plan comes out, and what cannot be read is said."""

from datetime import date
from decimal import Decimal

import pytest

from taonguon.intake.interpret.files import UnknownKindError, parse
from taonguon.intake.interpret.records import Kind
from taonguon.intake.readers.book import Book, Sheet
from taonguon.plans.models import CoverageGoal, Decision, Scheme, YearPlan
from taonguon.plans.targets import targets_of
from tests.builders import TODAY, a_district
from tests.intake.loading import load_book

pytestmark = pytest.mark.django_db
SIGNED, LATER = date(2018, 1, 12), date(2018, 3, 15)
ONE, TWO, AGENCY = "Đảng bộ xã Đồng Thử", "Đảng bộ xã Lục Thử", "Chi bộ Cơ quan Huyện ủy"
TRUE = {
    "one": {"total": 12, "women": 4, "minority": 10, "youth": 8},
    "two": {"total": 9, "women": 3, "minority": 7, "youth": 5},
    "agency": {"total": 1, "women": 0, "minority": 1, "youth": 1},
}
ROWS = ((1, "one", "12", 4, 10, 8), (2, "two", "7 -> 9 (15/3/2018)", 3, 7, 5), (3, "agency", 1, 0, 1, 1))


@pytest.fixture
def units():
    made = a_district()
    return {
        "top": made["top"], "one": made["committees"][0], "two": made["committees"][1], "agency": made["agency"],
    }  # fmt: skip


def name_of(unit):
    return unit.spans.get().name


def beside(units):
    """Total and its parts in columns side by side under two lines of heading, as the office has it."""
    rows = [
        ["HUYỆN ỦY BÌNH THỬ", None, None, None, None, "Bình Thử, ngày 12 tháng 01 năm 2018"],
        ["BIỂU GIAO CHỈ TIÊU KẾT NẠP ĐẢNG VIÊN NĂM 2018"],
        ["STT", "Đơn vị", "Chỉ tiêu năm 2018", "Trong đó", None, None, "Ghi chú"],
        [None, None, None, "Nữ", "DTTS", "Đoàn viên TN", None],
        *([n, name_of(units[key]), *cells, None] for n, key, *cells in ROWS),
        [None, "Tổng cộng", 22, 7, 18, 14],
    ]
    merges = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 5), (2, 6, 3, 6)]
    return [Sheet("Giao 2018", hidden=False, rows=rows, merges=merges)]


def flat(units):
    """One line of heading, the sum on top, last year's target and result beside, no day but below."""
    rows = [
        ["KẾ HOẠCH SỐ 05-KH/HU: CHỈ TIÊU PHÁT TRIỂN ĐẢNG VIÊN NĂM 2018 HUYỆN BÌNH THỬ"],
        [
            "TT",
            "Tên tổ chức đảng",
            "Chỉ tiêu 2017",
            "Thực hiện 2017",
            "Chỉ tiêu 2018",
            "Trong đó nữ",
            "Dân tộc thiểu số",
            "ĐVTN",
        ],
        [None, "Toàn huyện", 20, 18, 22, 7, 18, 14],
        *([n, name_of(units[key]), 99, 5, cells[0], *cells[1:]] for n, key, *cells in ROWS),
        [None, None, None, None, "Bình Thử, ngày 12 tháng 1 năm 2018"],
    ]
    return [Sheet("Sheet1", hidden=False, rows=rows)]


def grouped(units):
    """The total is one of the columns under the year; groups of units in the column of numbers; words in cells."""
    said = {"12": "12 người", "7 -> 9 (15/3/2018)": "từ 7 lên 9 (từ ngày 15/03/2018)"}
    lines = [[n, name_of(units[key]), said.get(cells[0], cells[0]), *cells[1:]] for n, key, *cells in ROWS]
    rows = [
        ["ĐẢNG BỘ HUYỆN BÌNH THỬ"],
        ["GIAO CHỈ TIÊU KẾT NẠP ĐẢNG VIÊN MỚI NĂM 2018"],
        ["(Kèm theo Quyết định số 31-QĐ/HU ngày 12/01/2018)"],
        ["Số TT", "Chi, đảng bộ trực thuộc", "Chỉ tiêu kết nạp năm 2018", None, None, None],
        [None, None, "Tổng số", "Nữ", "Dân tộc", "Thanh niên"],
        ["I", "Đảng bộ xã", 21, 7, 17, 13],
        *lines[:2],
        ["II", "Cơ quan", 1, 0, 1, 1],
        lines[2],
        [None, "Cộng", 22, 7, 18, 14],
    ]
    return [Sheet("CT", hidden=False, rows=rows, merges=[(3, 0, 4, 0), (3, 1, 4, 1), (3, 2, 3, 5)])]


def bare(units):
    """No ordinals, the units without their words, another sheet hidden, columns in another order."""
    short = {"one": "Đồng Thử", "two": "xã Lục Thử", "agency": "CB Cơ quan Huyện ủy"}
    rows = [
        ["HUYỆN ỦY BÌNH THỬ"],
        ["Chỉ tiêu phát triển đảng năm 2018 (ngày 12 tháng 1 năm 2018)"],
        ["Đảng bộ, chi bộ", "Dân tộc thiểu số", "Nữ", "Chỉ tiêu phát triển đảng viên", "Đoàn viên thanh niên"],
        *([short[key], cells[2], cells[1], cells[0], cells[3]] for _n, key, *cells in ROWS),
        ["Tổng số", 18, 7, 22, 14],
    ]
    return [Sheet("2018", hidden=False, rows=rows), Sheet("2017", hidden=True, rows=[["x", 1]])]


LAYOUTS = (beside, flat, grouped, bare)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.__name__)
def test_another_layout_gives_the_same_plan(units, layout):
    book = Book("chi-tieu.xlsx", layout(units))
    report = load_book(book)

    assert (report.kind, report.state, report.cells) == (Kind.TARGETS, "done", [])
    assert (report.read, report.created) == (3, 3)
    found = targets_of([u.pk for u in units.values()], 2018, LATER)
    assert {(key, m): n for key, parts in TRUE.items() for m, n in parts.items()} == {
        (key, m): n for key, u in units.items() if key != "top" for (pk, m), n in found.items() if pk == u.pk
    }
    assert [found[units["top"].pk, m] for m in ("total", "women", "minority", "youth")] == [22, 7, 18, 14]
    before = targets_of([units["two"].pk, units["top"].pk], 2018, SIGNED)
    assert (before[units["two"].pk, "total"], before[units["top"].pk, "total"]) == (7, 20)
    assert [d.signed_on for d in Decision.objects.order_by("signed_on")] == [SIGNED, LATER]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.__name__)
def test_a_second_load_changes_nothing(units, layout):
    book = Book("chi-tieu.xlsx", layout(units))
    load_book(book)
    again = load_book(book)
    assert (again.created, again.updated, again.unchanged, again.rejected) == (0, 0, 3, 0)


def a_list(units, cells, heading="≥ 70", day="ngày 12 tháng 1 năm 2018"):
    rows = [
        ["HUYỆN ỦY BÌNH THỬ", f"Bình Thử, {day}"],
        ["GIAO CHỈ TIÊU KẾT NẠP NĂM 2018"],
        [
            "STT",
            "Đơn vị",
            "Chỉ tiêu năm 2018",
            "Nữ",
            "Mục tiêu Đề án TB CTMT là ĐV",
            "Mục tiêu Đề án Trưởng đoàn thể là ĐV",
        ],
        [1, name_of(units["one"]), *cells],
        [2, name_of(units["two"]), 5, 1, heading, "> 60"],
    ]
    return Book("chi-tieu.xlsx", [Sheet("CT", hidden=False, rows=rows)])


@pytest.mark.parametrize(
    ("cells", "kind", "kept"),
    [
        (["mười", 1], "unreadable_target", {"total": None}),
        ([-3, 1], "unreadable_target", {"total": None}),
        ([2.5, 1], "unreadable_target", {"total": None}),
        ([99_999, 1], "unreadable_target", {"total": None}),
        (["7 -> 9", 1], "revised_without_day", {"total": 9, "women": 1}),
        (["7 -> 9 (32/3/2018)", 1], "revised_without_day", {"total": 9, "women": 1}),
        ([3, 4], "part_above_total", {"total": 3, "women": None}),
        ([3, 1, "nhiều"], "unreadable_goal", {"total": 3}),
        ([3, 1, "170"], "unreadable_goal", {"total": 3}),
        (["7 -> 9 (15/3/2031)", 1], "not_yet", {"total": 7}),
    ],
)
def test_what_cannot_be_is_said_at_its_cell(units, cells, kind, kept):
    report = load_book(a_list(units, cells))
    assert kind in {c.kind for c in report.cells}
    assert all("%(" not in c.message for c in report.cells)
    found = targets_of([units["one"].pk], 2018, TODAY)
    assert {m: found.get((units["one"].pk, m)) for m in kept} == kept


def test_a_unit_that_is_not_directly_below_or_stands_twice_is_given_back(units):
    book = a_list(units, [3, 1])
    book.sheets[0].rows += [[3, "Đảng bộ xã Không Có", 4, 1], [4, name_of(units["one"]), 2, 1]]
    report = load_book(book)
    assert [(c.row, c.kind) for c in report.cells] == [(6, "unknown_unit"), (7, "listed_twice")]
    assert (report.created, report.rejected) == (2, 2)


def test_goals_are_set_once_and_where_a_unit_has_its_own(units):
    scheme = Scheme.objects.create(unit=units["top"], title="Đề án", since=date(2016, 1, 1), until=date(2020, 12, 31))
    load_book(a_list(units, [3, 1, "≥ 70", 0.6], heading="≥ 75%"))
    goals = {(g.organisation_id, g.posts): (g.percent, g.more_than, g.scheme) for g in CoverageGoal.objects.all()}
    top, two = units["top"].pk, units["two"].pk
    assert goals == {
        (top, "front"): (Decimal(70), False, scheme),
        (two, "front"): (Decimal(75), False, scheme),
        (top, "mass"): (Decimal(60), False, scheme),
        (two, "mass"): (Decimal(60), True, scheme),
    }
    report = load_book(a_list(units, [3, 1, "≥ 80", 0.6], heading="≥ 80"))
    assert [c.kind for c in report.cells] == ["goal_differs"]
    assert CoverageGoal.objects.count() == 4


def test_a_list_without_a_day_counts_from_new_year_and_says_so(units):
    report = load_book(a_list(units, [3, 1], day="2018"))
    assert report.notes == ["Không thấy ngày ký; chỉ tiêu được tính từ 01/01/2018."]
    assert Decision.objects.get().signed_on == date(2018, 1, 1)


def test_a_decision_issued_here_on_the_day_stays(units):
    plan = YearPlan.objects.create(unit=units["top"], year=2018)
    issued = Decision.objects.create(plan=plan, signed_on=SIGNED, number="1-QĐ/HU")
    issued.targets.create(unit=units["one"], measure="total", number=8)
    report = load_book(a_list(units, [3]))
    assert {c.kind for c in report.cells} == {"decided_otherwise"}
    assert targets_of([units["one"].pk], 2018, TODAY) == {(units["one"].pk, "total"): 8}


def test_a_committee_shares_its_total_among_its_cells(units):
    cell = units["one"].child_spans.first().organisation
    rows = [
        ["HUYỆN ỦY BÌNH THỬ"],
        ["ĐẢNG ỦY XÃ ĐỒNG THỬ", "Đồng Thử, ngày 20 tháng 1 năm 2018"],
        ["CHỈ TIÊU KẾT NẠP ĐẢNG VIÊN NĂM 2018"],
        ["STT", "Chi bộ", "Chỉ tiêu năm 2018", "Nữ"],
        [1, name_of(cell), 2, 1],
    ]
    report = load_book(Book("xa.xlsx", [Sheet("x", hidden=False, rows=rows)]))
    assert (report.cells, report.created) == ([], 1)
    assert YearPlan.objects.get().unit == units["one"]


def test_a_list_of_people_is_no_list_of_targets():
    rows = [["STT", "Họ và tên", "Ngày sinh", "Chỉ tiêu", "Ghi chú"], [1, "Hà A", "1/1/1990", 3, None]]
    with pytest.raises(UnknownKindError):
        parse(Book("x.xlsx", [Sheet("x", hidden=False, rows=rows)]))
