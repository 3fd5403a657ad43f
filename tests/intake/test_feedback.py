"""The workbook that goes back holds the sender's rows in place, and says what was found."""

import datetime

import openpyxl
import pytest

from taonguon.intake.feedback import Problem, write_feedback
from taonguon.intake.readers import Book, CellError, Sheet

RED, LIGHT_RED, LIGHT_YELLOW = "FFF4A6A6", "FFFCE4E4", "FFFFF6DB"


def book_of(rows, name="DS", **options):
    return Book("a.xlsx", [Sheet(name, options.get("hidden", False), rows)])


def written(tmp_path, book, problems=None, status=None):
    write_feedback(tmp_path / "ra.xlsx", book, problems or {}, status or {})
    return openpyxl.load_workbook(tmp_path / "ra.xlsx")


def rejected(column, message="Ngày không có thật."):
    return Problem(column, message, "date", "rejected")


def doubtful(column, message="Trùng tên."):
    return Problem(column, message, "name", "doubtful")


ROWS = [
    ["DANH SÁCH"],
    [],
    ["TT", "Họ và tên", "Ngày sinh"],
    [1, "Lê Thị Na", datetime.date(1980, 2, 3)],
    [2, "Vi A Tài", "31/02/1990"],
    [3, "Vi A Tài", CellError("#REF!")],
]


def test_every_value_stands_where_it_stood(tmp_path):
    page = written(tmp_path, book_of(ROWS))["DS"]
    assert [[cell.value for cell in row] for row in page.iter_rows(max_col=3)] == [
        ["DANH SÁCH", None, None],
        [None, None, None],
        ["TT", "Họ và tên", "Ngày sinh"],
        [1, "Lê Thị Na", datetime.datetime(1980, 2, 3)],  # noqa: DTZ001 - sheets have no zones
        [2, "Vi A Tài", "31/02/1990"],
        [3, "Vi A Tài", "#REF!"],
    ]
    assert page["C4"].number_format == "dd/mm/yyyy"


def test_the_verdict_and_the_reasons_stand_in_two_columns_at_the_end(tmp_path):
    problems = {("DS", 5): [rejected("C"), doubtful("")]}
    status = {("DS", 4): "Thêm mới", ("DS", 5): "Bị loại", ("DS", 6): "Không đổi"}
    page = written(tmp_path, book_of(ROWS), problems, status)["DS"]
    assert [(page.cell(row, 4).value, page.cell(row, 5).value) for row in range(1, 7)] == [
        (None, None),
        (None, None),
        ("Kết quả kiểm tra", "Chi tiết lỗi"),
        ("Thêm mới", None),
        ("Bị loại", "Cột C: Ngày không có thật.; Trùng tên."),
        ("Không đổi", None),
    ]


def test_rows_with_a_problem_are_coloured_and_the_cell_carries_a_note(tmp_path):
    problems = {("DS", 5): [rejected("C"), doubtful("C", "Nghi trùng.")], ("DS", 6): [doubtful("B")]}
    page = written(tmp_path, book_of(ROWS), problems)["DS"]
    assert [page.cell(5, column).fill.fgColor.rgb for column in (1, 2, 3)] == [LIGHT_RED, LIGHT_RED, RED]
    assert page["A6"].fill.fgColor.rgb == LIGHT_YELLOW
    assert page["A4"].fill.fill_type is None
    assert page["C5"].comment.text == "Ngày không có thật.\nNghi trùng."


def test_an_empty_cell_can_be_the_wrong_one(tmp_path):
    page = written(tmp_path, book_of([["Họ tên", "Năm"], [None, 1980]]), {("DS", 2): [rejected("A")]})["DS"]
    assert (page["A2"].value, page["A2"].fill.fgColor.rgb) == (None, RED)


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "http://a.vn", "0123", "{=1}"])
def test_texts_stay_texts(tmp_path, text):
    problems = {("DS", 2): [rejected("A", text)]}
    page = written(tmp_path, book_of([["a"], [text]]), problems, {("DS", 2): text})["DS"]
    for cell in (page["A2"], page["B2"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_hidden_sheets_are_not_given_back(tmp_path):
    book = Book("a.xlsx", [Sheet("Cũ", hidden=True, rows=[["x"]]), Sheet("Mới", hidden=False, rows=[["y"]])])
    assert written(tmp_path, book).sheetnames == ["Mới"]


def test_of_a_long_sheet_only_the_head_and_the_problems_are_written_in_place(tmp_path):
    rows = [["TT"], *([number] for number in range(2, 20_102))]
    problems = {("DS", 20_000): [rejected("A")]}
    page = written(tmp_path, book_of(rows), problems, {("DS", n): "Thêm mới" for n in range(2, 20_101)})["DS"]
    filled = [row for row in range(1, page.max_row + 1) if page.cell(row, 1).value is not None]
    assert filled == [*range(1, 16), 20_000]
    assert page["A20000"].value == 20_000
    assert (page["B1"].value, page["B20000"].value) == ("Kết quả kiểm tra", "Thêm mới")


def test_awkward_values_are_kept_as_text(tmp_path):
    rows = [[datetime.date(1899, 1, 2), 10**18, True, "x" * 40_000]]
    page = written(tmp_path, book_of(rows))["DS"]
    assert [cell.value for cell in page[1]][:3] == ["02/01/1899", str(10**18), True]
    assert len(page["D1"].value) == 32_767


def test_names_of_sheets_that_no_workbook_may_have_are_made_fit(tmp_path):
    names = ["", "a/b", "a b", "A:B", "x" * 40]
    book = Book("a.csv", [Sheet(name, hidden=False, rows=[[number]]) for number, name in enumerate(names)])
    assert written(tmp_path, book).sheetnames == ["Sheet1", "a b", "a b (2)", "A B (3)", "x" * 31]


def test_the_same_input_gives_the_same_bytes(tmp_path):
    problems = {("DS", 5): [rejected("C")]}
    for name in ("1.xlsx", "2.xlsx"):
        write_feedback(tmp_path / name, book_of(ROWS), problems, {("DS", 5): "Bị loại"})
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.xlsx", "2.xlsx"]


def test_nothing_is_left_where_it_cannot_be_written(tmp_path):
    with pytest.raises(OSError, match="không có"):
        write_feedback(tmp_path / "không có" / "ra.xlsx", book_of(ROWS), {}, {})
    assert list(tmp_path.iterdir()) == []
