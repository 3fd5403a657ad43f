"""A formula that no program ever calculated is told as such, not as a cell somebody left empty."""

import zipfile

import openpyxl
import xlsxwriter

from taonguon.intake.interpret.files import parse
from taonguon.intake.readers import read_book
from taonguon.intake.sentences import defect_name, issue_sentence


def a_member_list(path, *, name, official="19/5/2011"):
    book = openpyxl.Workbook()
    book.active.title = "DS"
    for line in (
        ("HUYỆN ỦY BÌNH THỬ",),
        ("DANH SÁCH ĐẢNG VIÊN",),
        ("STT", "Họ và tên", "Ngày sinh", "Dân tộc", "Nơi cư trú", "Ngày vào Đảng", "Ngày chính thức", "Chi bộ"),
        (1, name, "2/3/1975", "Tày", "Khe Một", "19/5/2010", official, "Chi bộ thôn Khe Một"),
        (2, "Lý Văn B", "2/3/1976", "Tày", "Khe Một", "19/5/2010", "19/5/2011", "Chi bộ thôn Khe Một"),
    ):
        book.active.append(line)
    book.save(path)
    return path


def findings(path):
    return [(i.row, i.column, i.kind) for row in parse(read_book(path)).rows for i in row.issues]


def test_a_name_never_calculated_is_no_missing_name(tmp_path):
    path = a_member_list(tmp_path / "a.xlsx", name='="Lý Văn "&"A"')

    assert read_book(path).sheets[0].uncalculated == {(3, 1)}
    assert findings(path) == [(3, 1, "not_calculated")]
    assert parse(read_book(path)).rows[0].rejected


def test_a_day_never_calculated_is_left_empty_and_said(tmp_path):
    path = a_member_list(tmp_path / "a.xlsx", name="Lý Văn A", official="=F4+365")

    assert findings(path) == [(3, 6, "not_calculated")]
    assert [row.rejected for row in parse(read_book(path)).rows] == [False, False]


def test_an_empty_cell_is_still_a_missing_name(tmp_path):
    assert findings(a_member_list(tmp_path / "a.xlsx", name=None)) == [(3, 1, "missing_name")]


def test_a_post_whose_holder_was_never_calculated_is_not_called_vacant(tmp_path):
    book = openpyxl.Workbook()
    for line in (
        ("DANH SÁCH CHỨC DANH THÔN, BẢN",),
        ("STT", "Xã", "Thôn", "Trưởng thôn", "Trưởng ban công tác mặt trận", "Bí thư chi đoàn"),
        (1, "xã Đồng Thử", "Khe Một", '="Lý Văn "&"A"', None, "Bế Thị C"),
    ):
        book.active.append(line)
    book.save(tmp_path / "b.xlsx")

    (row,) = parse(read_book(tmp_path / "b.xlsx")).rows

    assert sorted(row.posts) == ["front", "youth"]
    assert row.posts["front"] is None
    assert [(i.column, i.kind) for i in row.issues] == [(3, "not_calculated")]


def test_a_formula_calculated_to_an_empty_text_is_an_empty_cell(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "c.xlsx") as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "x")
        page.write_formula(1, 0, '=IF(A1="y",1,"")', None, "z")
        page.write_formula(2, 0, "=1+1", None, 2)
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(tmp_path / "c.xlsx") as old, zipfile.ZipFile(tmp_path / "d.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"<v>z</v>", b"<v></v>") if name == part else data)

    assert read_book(tmp_path / "d.xlsx").sheets[0].uncalculated == set()


def test_the_sentence_says_what_to_do():
    assert "mở tệp bằng chương trình bảng tính, lưu lại" in issue_sentence("not_calculated", "", "")
    assert defect_name("not_calculated") == "Công thức chưa được tính"
