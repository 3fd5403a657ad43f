"""Where the cells of a file come from: each format as a series of sheets that can be gone through twice.

Runs in the child only.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from taonguon.intake.readers import biff, csvtext, ole
from taonguon.intake.readers.book import Limits, Span, Unreadable, UnreadableError
from taonguon.intake.readers.ooxml import Box, Package

Cell = tuple[int, int]
_SMALL_PART = 4 * 2**20
Raw = Any
"""What a cell is before it is looked at: number, text, truth value, date, time or span of time."""


def _nothing() -> dict[Cell, str]:
    return {}


def _no_texts() -> dict[str, str]:
    return {}


@dataclass(slots=True)
class Source:
    """One sheet before its cells are looked at. What is costly is behind a call."""

    name: str
    hidden: bool
    height: int
    width: int
    rows: Callable[[], Iterator[list[Raw]]]
    merges: list[Span] = field(default_factory=list)
    errors: dict[Cell, str] = field(default_factory=dict)
    uncalculated: list[Cell] = field(default_factory=list)
    fonts: Callable[[], dict[Cell, str]] = _nothing
    rich_texts: Callable[[], dict[str, str]] = _no_texts


class File(Protocol):
    """A file of any format. `weights` say how much work each sheet is, relative to the others."""

    weights: list[int]

    def sheets(self) -> Iterator[Source]:
        """Give the sheets in the order of the tabs."""


class CsvFile:
    """A text file: one sheet without a name."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._text = csvtext.decode(path.read_bytes())
        self._limits = limits
        self.weights = [1]

    def sheets(self) -> Iterator[Source]:
        """Give the one sheet."""
        height = width = cells = 0
        for row in csvtext.rows_of(self._text):
            height, width, cells = height + 1, max(width, len(row)), cells + len(row)
            if cells > self._limits.cells:
                raise too_many("", self._limits)
        yield Source("", hidden=False, height=height, width=width, rows=lambda: csvtext.rows_of(self._text))


class XlsxFile:
    """A workbook of Excel 2007 and later."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self._package = Package(zipfile.ZipFile(path))
        self.weights = [self._package.size(part) for part in self._package.sheets]

    def sheets(self) -> Iterator[Source]:
        """Give the sheets in the order of the tabs, after looking that none of them kills the parser."""
        with_errors = [self._look(part) for part in self._package.sheets]
        cells = 0
        with CalamineWorkbook.from_path(self._path) as book:
            for index, found in enumerate(book.sheets_metadata):
                sheet = book.get_sheet_by_index(index)
                part = self._package.sheets[index] if index < len(with_errors) else ""
                cells += sheet.total_height * sheet.total_width
                if cells > self._limits.cells:
                    raise self._too_wide(sheet.name, self._package.box(part))
                source = _of_calamine(sheet, hidden=found.visible != SheetVisibleEnum.Visible)
                if part and with_errors[index]:
                    source.errors, source.uncalculated = self._package.errors(part), self._package.uncalculated(part)
                source.fonts = lambda part=part: self._package.fonts(part)  # type: ignore[misc]
                source.rich_texts = self._package.rich_texts
                yield source

    def _look(self, part: str) -> bool:
        """Refuse a sheet that would kill the parser; say whether it may hold errors or formulas without a value.

        The exact look takes as long as parsing, so a large sheet is let through: if a stray cell makes
        it too large for the child's memory, the child dies and nobody else.
        """
        far, errors = self._package.far_cell(part)
        if far:
            raise UnreadableError(Unreadable.FAR_CELL, {"sheet": self._name_of(part), "cell": far})
        if self._package.size(part) < _SMALL_PART and (box := self._package.box(part)).room > self._limits.cells:
            raise self._too_wide(self._name_of(part), box)
        return errors

    def _too_wide(self, name: str, box: Box) -> UnreadableError:
        """Tell one stray cell, which makes a small list huge, from a list that is huge."""
        if box.held > self._limits.cells // 2:
            return too_many(name, self._limits)
        return UnreadableError(Unreadable.FAR_CELL, {"sheet": name, "cell": box.corner})

    def _name_of(self, part: str) -> str:
        with CalamineWorkbook.from_path(self._path) as book:
            return book.sheet_names[self._package.sheets.index(part)]


class XlsFile:
    """A workbook of Excel 5 to 2003."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self._book = CalamineWorkbook.from_path(path)
        self.weights = [1] * len(self._book.sheets_metadata)

    def sheets(self) -> Iterator[Source]:
        """Give the sheets in the order of the tabs."""
        cells = 0
        marks = self._marks if biff.may_hold_errors(self._stream) else biff.Marks()
        for index, found in enumerate(self._book.sheets_metadata):
            sheet = self._book.get_sheet_by_index(index)
            cells += sheet.total_height * sheet.total_width
            if cells > self._limits.cells:
                raise too_many(sheet.name, self._limits)
            source = _of_calamine(sheet, hidden=found.visible != SheetVisibleEnum.Visible)
            source.errors = marks.errors[index] if index < len(marks.errors) else {}
            source.fonts = lambda index=index: self._fonts(index)  # type: ignore[misc]
            yield source

    def _fonts(self, index: int) -> dict[Cell, str]:
        fonts = self._marks.fonts
        return fonts[index] if index < len(fonts) else {}

    @cached_property
    def _stream(self) -> bytes:
        compound = ole.Compound(self._path.read_bytes())
        names = compound.names()
        return compound.stream(next(name for name in biff.STREAMS if name in names))

    @cached_property
    def _marks(self) -> biff.Marks:
        return biff.marks_of(self._stream)


def too_many(sheet: str, limits: Limits) -> UnreadableError:
    """Say that a sheet has more cells than allowed."""
    return UnreadableError(Unreadable.TOO_MANY_CELLS, {"sheet": sheet, "limit": str(limits.cells)})


def _of_calamine(sheet: CalamineSheet, *, hidden: bool) -> Source:
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return Source(sheet.name, hidden, sheet.total_height, sheet.total_width, sheet.iter_rows, merges)
