"""The sheet of a list of people."""

import tempfile
from collections.abc import Iterable
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from taonguon.people.queries.listing import Row
from taonguon.rules.dates import PartialDate


def people_sheet(rows: Iterable[Row], about: Iterable[tuple[str, str]]) -> IO[bytes]:
    """Write the rows to a temporary file, a row at a time; every cell but the number is a string.

    A second sheet says what the list is of and which account took it away.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 the answer closes it when it is sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        _people(book, rows)
        sheet = book.add_worksheet(_("Nguồn"))
        sheet.set_column(0, 1, 28)
        for number, (label, value) in enumerate(about):
            sheet.write_string(number, 0, label)
            sheet.write_string(number, 1, value)
    file.seek(0)
    return file


def _people(book: Any, rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(_("Danh sách"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    columns = (
        (_("STT"), 6), (_("Họ và tên"), 26), (_("Ngày sinh"), 12), (_("Giới tính"), 9), (_("Dân tộc"), 12),
        (_("Nơi ở"), 24), (_("Chi bộ"), 32), (_("Tư cách"), 14), (_("Ngày vào Đảng"), 14),
        (_("Ngày chính thức"), 14), (_("Chức danh"), 36),
    )  # fmt: skip
    for number, (label, width) in enumerate(columns):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, label, bold)
    sheet.freeze_panes(1, 2)
    for number, row in enumerate(rows, 1):
        sheet.write_number(number, 0, number)
        for column, text in enumerate(_cells(row), 1):
            sheet.write_string(number, column, text)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name, _day(row.born), row.sex, row.ethnicity, row.place, row.cell,
        row.standing or _("Chưa là đảng viên"), _day(row.admitted), _day(row.official), row.posts,
    )  # fmt: skip


def _day(value: PartialDate | None) -> str:
    return str(value) if value else ""
