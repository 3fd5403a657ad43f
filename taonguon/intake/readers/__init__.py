"""Reading foreign spreadsheets safely: a look from outside, then a parser in a process of its own.

`read_book` is the one door. Nothing here knows Django, rows of the database, or what a list means.
"""

from collections.abc import Callable
from pathlib import Path

from taonguon.intake.readers.book import Book, CellError, Limits, Sheet, Unreadable, UnreadableError, Value
from taonguon.intake.readers.parent import read_in_child
from taonguon.intake.readers.prescan import prescan

__all__ = ["Book", "CellError", "Limits", "Sheet", "Unreadable", "UnreadableError", "Value", "read_book"]

_DEFAULT = Limits()


def read_book(
    path: Path,
    *,
    limits: Limits = _DEFAULT,
    progress: Callable[[str, int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Book:
    """Give all sheets of a workbook or text list as plain values, or raise UnreadableError.

    `progress` is told a stage and how much of how much is done; `cancelled` is asked ten times a second.
    """
    if cancelled is not None and cancelled():
        raise UnreadableError(Unreadable.CANCELLED)
    found = prescan(path, limits)
    if progress is not None:
        progress("scan", 1, 1)
    book = read_in_child(path, found, limits, progress, cancelled)
    if not any(row for sheet in book.sheets if not sheet.hidden for row in sheet.rows):
        raise UnreadableError(Unreadable.EMPTY)
    for sheet in book.sheets:
        while sheet.rows and not sheet.rows[-1]:
            sheet.rows.pop()
    return book
