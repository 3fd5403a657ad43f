"""Rows that cannot be, or can hardly be, are turned away or remarked on; nothing breaks a load."""

from datetime import date

import openpyxl
import pytest

from taonguon.intake.actions import Request, load_file, open_file
from taonguon.orgs.models import Locality, Organisation
from taonguon.people.models import Person
from tests.builders import TODAY, a_district

pytestmark = pytest.mark.django_db
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ", "Ngày vào Đảng", "Ngày chính thức", "Số thẻ"]


def load(tmp_path, rows, above=()):
    book = openpyxl.Workbook()
    for row in (*above, *rows):
        book.active.append(row)
    book.save(tmp_path / "tệp.xlsx")
    request = Request(actor=None, scope=None, today=TODAY)
    return load_file(open_file(tmp_path / "tệp.xlsx", request), request)


def members(tmp_path, *rows):
    listed = [[n, *row] for n, row in enumerate(rows, start=1)]
    return load(tmp_path, [HEAD, *listed])


@pytest.mark.parametrize(
    ("name", "born", "admitted", "kind", "column"),
    [
        ("Lý Văn Mai Sau", "2030", "19/05/2001", "future_date", "B"),
        ("Lý Văn Mai Sau", "1980", "20/04/2018", "future_date", "B"),
        ("Lý " + "Dài " * 60, "1980", "19/05/2001", "too_long", "B"),
    ],
)
def test_a_row_that_cannot_be_is_turned_away(tmp_path, name, born, admitted, kind, column):
    a_district()

    report = members(tmp_path, [name, born, "Nam", "Chi bộ thôn Khe Một", admitted, "", "12345678"])

    assert (report.read, report.rejected) == (1, 1)
    assert [(c.row, c.column, c.kind) for c in report.cells] == [(2, column, kind)]
    assert Person.objects.count() == 0


def test_a_member_admitted_as_a_child_is_loaded_and_remarked_on(tmp_path):
    a_district()

    report = members(
        tmp_path,
        ["Lý Văn Một", "19/05/1990", "Nam", "Chi bộ thôn Khe Một", "18/05/2004", "18/05/2005", "12345678"],
        ["Lý Văn Hai", "19/05/1990", "Nam", "Chi bộ thôn Khe Một", "19/05/2004", "19/05/2005", "12345679"],
    )

    assert (report.created, report.rejected) == (2, 0)
    assert [(c.row, c.kind, c.shown) for c in report.cells] == [(2, "too_young", "18/05/2004")]


def test_villages_that_belong_to_no_known_commune_are_not_dropped_in_silence(tmp_path):
    a_district()
    heads = ["STT", "Mã số", "Tên tổ chức đảng", "Loại hình", "Thôn phụ trách", "Bí thư chi bộ"]

    report = load(tmp_path, [heads, [1, "9.1", "Chi bộ thôn Lạ Một", "CB thôn", "thôn Lạ Một", ""]])

    assert [(c.row, c.kind) for c in report.cells] == [(2, "no_commune")]
    assert not Locality.objects.filter(spans__name="Lạ Một").exists()


def test_a_code_with_odd_characters_is_not_taken(tmp_path):
    a_district()
    heads = ["STT", "Mã số", "Tên tổ chức đảng", "Loại hình", "Bí thư chi bộ"]

    report = load(tmp_path, [heads, [1, "22.999/../'\"<b>", "Chi bộ Cơ quan Thử", "CB cơ quan", ""]])

    assert [(c.row, c.kind) for c in report.cells] == [(2, "bad_code")]
    assert not Organisation.objects.filter(code__contains="<").exists()
    assert Organisation.objects.filter(spans__name="Chi bộ Cơ quan Thử").exists()


def test_what_nobody_sees_in_a_name_is_taken_out(tmp_path):
    a_district()

    members(
        tmp_path, ["Lý\u200b Văn \u202eMột", "1990", "Nam", "Chi bộ thôn Khe Một", date(2012, 5, 19), "", "12345678"]
    )

    assert [p.name for p in Person.objects.all()] == ["Lý Văn Một"]
