"""The ten demo workbooks, cell by cell, against openpyxl and xlrd."""

import datetime
import time
import unicodedata
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlrd
import xlsxwriter

import taonguon
from taonguon.intake.readers import CellError, Limits, read_book
from taonguon.intake.readers.legacy import from_tcvn3, from_vni

DEMO = Path(taonguon.__file__).parent / "demo" / "binh-lieu-2018"
WORKBOOKS = sorted(path.name for path in DEMO.glob("*.xlsx"))


def cell(rows, row, column):
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def of_openpyxl(value):
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value) or None
    return value


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_cell_of_a_workbook_is_what_openpyxl_sees(name):
    book = read_book(DEMO / name)
    theirs = openpyxl.load_workbook(DEMO / name, data_only=True)
    assert [sheet.name for sheet in book.sheets] == [unicodedata.normalize("NFC", n) for n in theirs.sheetnames]
    assert book.legacy == ""
    for sheet, other in zip(book.sheets, theirs.worksheets, strict=True):
        assert sheet.hidden == (other.sheet_state != "visible")
        different = [
            (other.title, row, column, mine, what.value)
            for row, cells in enumerate(other.iter_rows())
            for column, what in enumerate(cells)
            if (mine := cell(sheet.rows, row, column)) != of_openpyxl(what.value)
            or isinstance(mine, bool) != isinstance(what.value, bool)
        ]
        assert different == []
        assert len(sheet.rows) <= other.max_row
        spans = {(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in other.merged_cells.ranges}
        assert set(sheet.merges) == spans


def test_every_cell_of_the_old_member_list_is_what_xlrd_sees_under_its_font():
    path = DEMO / "03-danh-sach-dang-vien.xls"
    book, theirs = read_book(path), xlrd.open_workbook(path, formatting_info=True)
    assert book.legacy == "tcvn3"
    assert [(s.name, s.hidden) for s in book.sheets] == [(s.name, s.visibility != 0) for s in theirs.sheets()]
    different = []
    for sheet, other in zip(book.sheets, theirs.sheets(), strict=True):
        for row in range(other.nrows):
            for column in range(other.ncols):
                what = other.cell(row, column)
                expected = what.value
                if what.ctype == xlrd.XL_CELL_TEXT:
                    font = theirs.font_list[theirs.xf_list[what.xf_index].font_index].name
                    expected = from_tcvn3(expected) if font.startswith(".Vn") else expected
                elif what.ctype == xlrd.XL_CELL_DATE:
                    expected = xlrd.xldate.xldate_as_datetime(expected, theirs.datemode).date()
                elif what.ctype in (xlrd.XL_CELL_BLANK, xlrd.XL_CELL_EMPTY):
                    expected = None
                if cell(sheet.rows, row, column) != (None if expected == "" else expected):
                    different.append((sheet.name, row, column, cell(sheet.rows, row, column), expected))
    assert different == []


def test_unicode_cells_among_old_letters_are_not_damaged():
    texts = {v for row in read_book(DEMO / "03-danh-sach-dang-vien.xls").sheets[0].rows for v in row}
    assert "huyện ủy bình liêu" in texts
    assert {"Sán Chỉ", "Tày", "Dao"} <= texts
    assert not any(isinstance(text, str) and ("Sỏn" in text or "Nựng" in text) for text in texts)


def test_error_cells_stay_recognisable():
    sheet = read_book(DEMO / "04-nguon-cam-tinh-dang.xlsx").sheets[0]
    errors = [value for row in sheet.rows for value in row if isinstance(value, CellError)]
    assert (len(errors), set(errors)) == (123, {"#REF!"})


def test_error_cells_of_an_old_workbook_are_found_in_its_records():
    from struct import pack

    from taonguon.intake.readers.biff import marks_of, may_hold_errors

    def record(kind, body):
        return pack("<HH", kind, len(body)) + body

    bof = record(0x0809, pack("<HHHHLL", 0x0600, 5, 0, 0, 0, 0))
    head = len(bof) + len(record(0x0085, pack("<LHBB", 0, 0, 1, 0) + b"A")) + 4
    wrong = record(0x0205, pack("<HHHBB", 3, 1, 0, 0x17, 1))
    truth = record(0x0205, pack("<HHHBB", 4, 1, 0, 1, 0))
    formula = record(0x0006, pack("<HHH", 5, 2, 0) + b"\x02\0\x2a\0\0\0\xff\xff" + pack("<HLH", 0, 0, 0))
    sheet = record(0x0809, pack("<HHHHLL", 0x0600, 0x10, 0, 0, 0, 0)) + wrong + truth + formula + record(0x000A, b"")
    stream = bof + record(0x0085, pack("<LHBB", head, 0, 1, 0) + b"A") + record(0x000A, b"") + sheet
    assert may_hold_errors(stream)
    assert marks_of(stream).errors == [{(3, 1): "#REF!", (5, 2): "#N/A"}]


def test_a_list_kept_as_text_is_read_with_its_own_separator_and_letters():
    book = read_book(DEMO / "11-hoi-phu-nu.csv")
    (sheet,) = book.sheets
    assert (book.legacy, sheet.name, sheet.hidden) == ("vni", "", False)
    lines = [from_vni(line) for line in (DEMO / "11-hoi-phu-nu.csv").read_text("cp1252").splitlines()]
    assert sheet.rows[3] == lines[3].split(";")
    assert sheet.rows[7] == ["3", "LÝ LAN YẾN", "1975", "Khu Bình Đẳng", "TT Bình Liêu", "51", None, None,
                             "UV BCH; ban kiểm tra"]  # fmt: skip
    assert len(sheet.rows) == len(lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_in_any_code_page_is_read(tmp_path, encoding, separator):
    words = ["Họ và tên", "Nguyễn Thị Đào", "Hoàng Ngọc Lưỡng"]
    text = "\r\n".join(separator.join([word, "1980", "Húc Động"]) for word in words)
    if encoding == "cp1258":  # this page writes the tone as a character of its own
        marks = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        letters = (unicodedata.normalize("NFD", letter) for letter in text)
        text = "".join(
            unicodedata.normalize("NFC", "".join(c for c in spread if c not in marks))
            + "".join(c for c in spread if c in marks)
            for spread in letters
        )
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    book = read_book(tmp_path / "a.csv")
    assert book.sheets[0].rows == [[word, "1980", "Húc Động"] for word in words]
    assert book.legacy == ""


def test_values_keep_their_kind(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet("Tờ 1")
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        clock = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        page.write_number(2, 1, 12)
        page.write_number(2, 2, 1.5)
        page.write_boolean(2, 3, True)
        page.write_datetime(2, 4, datetime.date(2018, 4, 19), day)
        page.write_datetime(2, 5, datetime.datetime(2018, 4, 19, 7, 30), clock)  # noqa: DTZ001 - sheets have no zones
        page.write_string(2, 6, "  036 ")
        page.write_formula(2, 7, "=B3*2", value=24)
        page.write_formula(2, 8, "=1/0", value="#DIV/0!")
        page.write_string(2, 9, "e\u0302\u0301")
        page.merge_range("A1:C1", "Đầu")
        workbook.add_worksheet("Ẩn").hide()
    book = read_book(path)
    assert book.file_name == "a.xlsx"
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("Tờ 1", False), ("Ẩn", True)]
    sheet = book.sheets[0]
    assert sheet.merges == [(0, 0, 0, 2)]
    assert sheet.rows == [
        ["Đầu"],
        [],
        [None, 12, 1.5, True, datetime.date(2018, 4, 19), "19/04/2018 07:30", "  036 ", 24, CellError("#DIV/0!"), "ế"],
    ]
    assert [type(value) for value in sheet.rows[2][1:4]] == [int, float, bool]
    assert type(sheet.rows[2][8]) is CellError


def test_formulas_never_calculated_are_empty_and_a_command_stays_text(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "=cmd|' /C calc'!A0"
    workbook.active["A2"] = "=SUM(B1:B3)"
    workbook.active["A3"] = "x"
    workbook.active["B3"] = "=cmd|' /C calc'!A0"
    workbook.active["B3"].data_type = "s"
    workbook.save(tmp_path / "a.xlsx")
    assert read_book(tmp_path / "a.xlsx").sheets[0].rows == [[], [], ["x", "=cmd|' /C calc'!A0"]]


def test_progress_rises_and_ends_at_the_whole():
    told = []
    read_book(DEMO / "02-chuc-danh-thon-khu.xlsx", progress=lambda *what: told.append(what))
    assert told[0] == ("scan", 1, 1)
    shares = [done for stage, done, _ in told if stage == "read"]
    assert shares == sorted(shares)
    assert told[-1] == ("read", 1000, 1000)


def test_a_long_list_comes_through_whole(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        page = workbook.add_worksheet()
        for row in range(30_000):
            page.write_row(row, 0, [row, f"Nguyễn Văn {row}", None, "Nữ"])
    began = time.monotonic()
    rows = read_book(path).sheets[0].rows
    ours = time.monotonic() - began
    assert rows == [[row, f"Nguyễn Văn {row}", None, "Nữ"] for row in range(30_000)]
    began = time.monotonic()
    python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    plain = time.monotonic() - began
    assert ours < 1.5 + 6 * plain  # the bench measures; this only catches a slip to another order


def test_limits_count_what_comes_back(tmp_path):
    path = DEMO / "11-hoi-phu-nu.csv"
    from taonguon.intake.readers import UnreadableError

    with pytest.raises(UnreadableError) as caught:
        read_book(path, limits=Limits(cells=100))
    assert caught.value.code == "too-many-cells"


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_lines_of_a_text_file_may_end_in_any_way(tmp_path, line_end):
    (tmp_path / "a.csv").write_bytes(line_end.join(["TT,Họ tên", '1,"Vi A Tài', 'tức Lỷ"', "2,La Na"]).encode())
    assert read_book(tmp_path / "a.csv").sheets[0].rows == [["TT", "Họ tên"], ["1", "Vi A Tài\ntức Lỷ"], ["2", "La Na"]]
