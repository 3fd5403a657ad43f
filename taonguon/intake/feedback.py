"""The workbook that goes back: the sender's own sheets, in place, with what was found beside each row."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import XlsxWriterException

from taonguon.intake.readers import Book, CellError, Sheet, Value

_LONG_SHEET = 20_000
_HEADER_ROWS = 15
_LONGEST_TEXT = 32_767
_EXACT = 10**15
_MOST_NOTES = 2_000
_FIRST_YEAR = 1900
_MADE = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp: the same input gives the same bytes
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_ROW_COLOURS = {"rejected": "#FCE4E4", "doubtful": "#FFF6DB"}
_CELL_COLOURS = {"rejected": "#F4A6A6", "doubtful": "#FFD966"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one row: the letter of the column ('' for the whole row) and the reason."""

    column: str
    message: str
    kind: str
    severity: Literal["rejected", "doubtful"]


T = TypeVar("T")
Key = tuple[str, int]
Look = tuple[str, bool, bool]  # severity or '', whether the cell itself is meant, whether it is a date


def write_feedback(target: Path, book: Book, problems: Mapping[Key, list[Problem]], status: Mapping[Key, str]) -> None:
    """Write all visible sheets with their problems. Keys are (sheet name, row number from 1).

    Of sheets with more than 20,000 rows only the first fifteen rows and those with a problem are
    written, at their own row numbers. The file appears whole or not at all.
    """
    unfinished = target.with_name(f"{target.name}.part")
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    try:
        with xlsxwriter.Workbook(unfinished, options) as workbook:
            workbook.set_properties({"created": _MADE})
            looks = _looks(workbook)
            used: set[str] = set()
            for sheet in book.sheets:
                if not sheet.hidden:
                    page = workbook.add_worksheet(_tab_name(sheet.name, used))
                    _Page(page, sheet, looks, _of_sheet(problems, sheet.name), _of_sheet(status, sheet.name)).write()
        unfinished.replace(target)
    except XlsxWriterException as error:
        raise OSError(str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)


class _Page:
    """One sheet on its way back."""

    def __init__(
        self,
        page: Any,
        sheet: Sheet,
        looks: Mapping[Look, Any],
        problems: Mapping[int, list[Problem]],
        status: Mapping[int, str],
    ) -> None:
        self._page, self._sheet, self._looks = page, sheet, looks
        self._problems, self._status = problems, status
        self._width = max(map(len, sheet.rows), default=0)
        self._heading = max(1, min([*status, *problems], default=1) - 1)
        self._notes = 0

    def write(self) -> None:
        self._page.set_column(self._width, self._width, 20)
        self._page.set_column(self._width + 1, self._width + 1, 90)
        for number in self._numbers():
            row = self._sheet.rows[number - 1] if number <= len(self._sheet.rows) else []
            self._write_row(number, row)

    def _numbers(self) -> Iterator[int]:
        last = max(len(self._sheet.rows), self._heading, max(self._problems, default=0))
        if last <= _LONG_SHEET:
            yield from range(1, last + 1)
        else:
            yield from sorted({*range(1, _HEADER_ROWS + 1), self._heading, *self._problems})

    def _write_row(self, number: int, row: Sequence[Value]) -> None:
        found = self._problems.get(number, [])
        severity = _worst(found)
        meant: dict[int, list[Problem]] = {}
        for problem in found:
            meant.setdefault(_column_number(problem.column), []).append(problem)
        cells = [*row, *([None] * (self._width - len(row)))] if found else row
        for column, value in enumerate(cells):
            look = (_worst(meant[column]) if column in meant else severity, column in meant)
            self._write_cell(number - 1, column, value, look)
            if column in meant and self._notes < _MOST_NOTES:
                self._notes += 1
                note = "\n".join(problem.message for problem in meant[column])
                self._page.write_comment(number - 1, column, note[:_LONGEST_TEXT])
        self._write_verdict(number, found, severity)

    def _write_verdict(self, number: int, found: list[Problem], severity: str) -> None:
        look = self._looks[severity, False, False]
        verdict, details = self._status.get(number, ""), "; ".join(map(_detail, found))
        if not verdict and not details and number == self._heading:
            verdict, details, look = _("Kết quả kiểm tra"), _("Chi tiết lỗi"), self._looks["", True, False]
        for offset, text in enumerate((verdict, details)):
            if text:
                self._page.write_string(number - 1, self._width + offset, text[:_LONGEST_TEXT], look)

    def _write_cell(self, row: int, column: int, value: Value, look: tuple[str, bool]) -> None:
        plain = self._looks[*look, False]
        match value:
            case None:
                if plain is not None:
                    self._page.write_blank(row, column, None, plain)
            case bool():
                self._page.write_boolean(row, column, value, plain)
            case int() | float() if abs(value) < _EXACT:
                self._page.write_number(row, column, value, plain)
            case datetime.date() if value.year >= _FIRST_YEAR:
                self._page.write_datetime(row, column, value, self._looks[*look, True])
            case datetime.date():
                self._page.write_string(row, column, value.strftime("%d/%m/%Y"), plain)
            case CellError() | str() | int() | float():
                self._page.write_string(row, column, str(value)[:_LONGEST_TEXT], plain)


def _looks(workbook: xlsxwriter.Workbook) -> dict[Look, Any]:
    """Make every look a cell can have. ('', True, False) is the heading of the two added columns."""
    looks: dict[Look, Any] = {("", False, False): None}
    looks["", False, True] = workbook.add_format({"num_format": "dd/mm/yyyy"})
    looks["", True, False] = workbook.add_format({"bold": True, "bottom": 1})
    for severity in _ROW_COLOURS:
        for meant, colours in ((False, _ROW_COLOURS), (True, _CELL_COLOURS)):
            fill = {"bg_color": colours[severity], "bold": meant}
            looks[severity, meant, False] = workbook.add_format(fill)
            looks[severity, meant, True] = workbook.add_format({**fill, "num_format": "dd/mm/yyyy"})
    return looks


def _of_sheet(found: Mapping[Key, T], name: str) -> dict[int, T]:
    return {row: value for (sheet, row), value in found.items() if sheet == name}


def _worst(found: Sequence[Problem]) -> str:
    if not found:
        return ""
    return "rejected" if any(problem.severity == "rejected" for problem in found) else "doubtful"


def _detail(problem: Problem) -> str:
    if not problem.column:
        return problem.message
    return _("Cột %(column)s: %(message)s") % {"column": problem.column, "message": problem.message}


def _column_number(letters: str) -> int:
    """Give the place of a column from 0; -1 for no column."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _tab_name(name: str, used: set[str]) -> str:
    """Give a name Excel takes: the sheet's own, unless it is empty, too long, taken or has forbidden signs."""
    plain = name.translate(_FORBIDDEN).strip("'")[:31] or "Sheet1"
    free, number = plain, 1
    while free.casefold() in used:
        number += 1
        free = f"{plain[: 28 - len(str(number))]} ({number})"
    used.add(free.casefold())
    return free
