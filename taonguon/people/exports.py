"""The sheet of a list of people, and how any list becomes one."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from taonguon.people.queries.listing import Row
from taonguon.rules.dates import PartialDate


def people_sheet(rows: Iterable[Row], about: Iterable[tuple[str, str]]) -> IO[bytes]:
    """Write the list to a temporary file; a second sheet says what it is of and which account took it away."""
    columns = (
        (_("STT"), 6), (_("Họ và tên"), 26), (_("Ngày sinh"), 12), (_("Giới tính"), 9), (_("Dân tộc"), 12),
        (_("Nơi ở"), 24), (_("Chi bộ"), 32), (_("Tư cách"), 14), (_("Ngày vào Đảng"), 14),
        (_("Ngày chính thức"), 14), (_("Chức danh"), 36),
    )  # fmt: skip
    return write_sheet(columns, (_cells(row) for row in rows), about)


def write_sheet(
    columns: Sequence[tuple[str, int]], rows: Iterable[tuple[str, ...]], about: Iterable[tuple[str, str]]
) -> IO[bytes]:
    """Write a list to a temporary file, a row at a time: columns (label, width), the first of them the running number.

    Every cell but the number is a string. A second sheet holds what is said about the list.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 the answer closes it when it is sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        _listed(book, columns, rows)
        sheet = book.add_worksheet(_("Nguồn"))
        sheet.set_column(0, 1, 28)
        for number, (label, value) in enumerate(about):
            sheet.write_string(number, 0, label)
            sheet.write_string(number, 1, value)
    file.seek(0)
    return file


def _listed(book: Any, columns: Sequence[tuple[str, int]], rows: Iterable[tuple[str, ...]]) -> None:
    sheet = book.add_worksheet(_("Danh sách"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    for number, (label, width) in enumerate(columns):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, label, bold)
    sheet.freeze_panes(1, 2)
    for number, cells in enumerate(rows, 1):
        sheet.write_number(number, 0, number)
        for column, text in enumerate(cells, 1):
            sheet.write_string(number, column, text)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name, _day(row.born), row.sex, row.ethnicity, row.place, row.cell,
        row.standing or _("Chưa là đảng viên"), _day(row.admitted), _day(row.official), row.posts,
    )  # fmt: skip


def _day(value: PartialDate | None) -> str:
    return str(value) if value else ""
