"""Finding the table in a sheet: where the header stands, how deep, and what each column is called."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from taonguon.intake.interpret.vocabulary import is_heading, parts_of
from taonguon.intake.readers.book import CellError, Sheet, Value
from taonguon.rules.names import fold, tidy, words_of

_SEARCHED_ROWS = 40
_DEEPEST_HEADER = 5


@dataclass(slots=True)
class Table:
    """A table: its columns' full headings (outer to inner, folded) and its rows below."""

    sheet: Sheet
    header: int
    """First row of the header, from 0."""
    first: int
    """First row below the header."""
    headings: list[tuple[str, ...]]

    def rows(self) -> Iterator[tuple[int, list[Value]]]:
        """Give the rows below the header that hold anything, without the row of column numbers."""
        for index in range(self.first, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            if any(v is not None and v != "" for v in row) and not (index <= self.first + 1 and _is_numbering(row)):
                yield index, row

    def find(self, *tests: Callable[[tuple[str, ...]], bool]) -> int:
        """Give the first column whose headings pass one of the tests, trying the tests in order; else -1."""
        for test in tests:
            for column, path in enumerate(self.headings):
                if path and test(path):
                    return column
        return -1


def text_of(value: Value) -> str:
    """Give a cell as tidy text; an error cell or an empty one is ''."""
    if value is None or isinstance(value, CellError):
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def at(row: list[Value], column: int) -> Value:
    """Give the cell of a column, None beyond the row's end or for a column that is not there."""
    return row[column] if 0 <= column < len(row) else None


def _is_numbering(row: list[Value]) -> bool:
    """Say whether a row only numbers the columns: (A) (B) 1 2 3 …, one skipped, or moved with its column."""
    cells = [str(v).strip("()[] ") for v in row if v is not None and v != ""]
    values = sorted(int(c.split(".")[0]) for c in cells if re.fullmatch(r"\d{1,2}(\.0)?", c))
    letters = sum(1 for c in cells if re.fullmatch(r"[A-Ha-h]", c))
    if len(values) < 4 or len(values) + letters < len(cells):
        return False
    return values[0] in {0, 1} and all(0 < b - a <= 3 for a, b in pairwise(values))


def find_tables(sheet: Sheet) -> list[Table]:
    """Find the sheet's tables, topmost first. Usually one; a note table below may follow."""
    found: list[Table] = []
    start = 0
    while (table := _next_table(sheet, start)) is not None:
        found.append(table)
        start = table.first
        if len(found) > 8:
            break
    return found


def _next_table(sheet: Sheet, start: int) -> Table | None:
    last = min(len(sheet.rows), start + _SEARCHED_ROWS) if start == 0 else len(sheet.rows)
    for index in range(start, last):
        if start and _numbered(sheet.rows[index]):
            continue  # a line of the table above, not a second header: a long list has nothing else
        if _score(sheet.rows[index]) >= 3 or (
            start and _score(sheet.rows[index]) >= 2 and _all_words(sheet.rows[index])
        ):
            end = _header_end(sheet, index)
            while index > start and _groups_only(sheet.rows[index - 1]):
                index -= 1  # noqa: PLW2901 the row of the groups stands above that of the columns
            return Table(sheet, index, end, _headings(sheet, index, end))
    return None


def _groups_only(row: list[Value]) -> bool:
    cells = [words_of(text_of(v)) for v in row if v is not None and v != ""]
    return bool(cells) and all(_is_head(w) for w in cells)


def _score(row: list[Value]) -> int:
    return len({w for v in row if isinstance(v, str) and _is_head(w := words_of(v))})


def _is_head(words: str) -> bool:
    return is_heading(words) or len(parts_of(words)) > 1


def _all_words(row: list[Value]) -> bool:
    cells = [words_of(v) if isinstance(v, str) else "" for v in row if v is not None and v != ""]
    return len(cells) >= 3 and all(is_heading(w) for w in cells)


def _header_end(sheet: Sheet, start: int) -> int:
    end = start + 1
    deepest = max([m[2] for m in sheet.merges if m[0] == start and m[2] - m[0] < _DEEPEST_HEADER], default=start)
    while end < len(sheet.rows) and end - start < _DEEPEST_HEADER:
        row = sheet.rows[end]
        cells = [v for v in row if v is not None and v != ""]
        if not cells:
            if end <= deepest:
                end += 1
                continue
            break
        wordy = [w for v in cells if isinstance(v, str) and (w := words_of(v))]
        headed = sum(1 for w in wordy if is_heading(w))
        if end <= deepest or (headed and headed * 2 >= len(cells) and not _numbered(row)):
            end += 1
        else:
            break
    return end


def _numbered(row: list[Value]) -> bool:
    first = next((v for v in row if v is not None and v != ""), None)
    return isinstance(first, (int, float)) or bool(re.fullmatch(r"\d+|[IVX]+", str(first or "").strip()))


def _headings(sheet: Sheet, start: int, end: int) -> list[tuple[str, ...]]:
    width = max(len(r) for r in sheet.rows[start:end])
    grid = [[_word(at(sheet.rows[r], c)) for c in range(width)] for r in range(start, end)]
    merged: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merges:
        if start <= top < end:
            for r in range(top, min(bottom, end - 1) + 1):
                for c in range(left, min(right, width - 1) + 1):
                    merged.add((r - start, c))
                    grid[r - start][c] = grid[top - start][left]
    _spread(grid, merged)
    out = []
    for c in range(width):
        path: list[str] = []
        for line in grid:
            if line[c] and (not path or path[-1] != line[c]):
                path.append(line[c])
        out.append((*path[:-1], *parts_of(path[-1])) if path else ())
    return out


def _spread(grid: list[list[str]], merged: set[tuple[int, int]]) -> None:
    """Carry a heading over columns to its right that were left blank instead of merged."""
    for depth, line in enumerate(grid[:-1]):
        for c in range(1, len(line)):
            below = any(grid[d][c] for d in range(depth + 1, len(grid)))
            left_below = any(grid[d][c - 1] for d in range(depth + 1, len(grid)))
            same_parent = depth == 0 or grid[depth - 1][c] == grid[depth - 1][c - 1]
            free = not line[c] and (depth, c) not in merged
            if free and line[c - 1] and below and left_below and same_parent:
                line[c] = line[c - 1]


def _word(value: Value) -> str:
    return words_of(value) if isinstance(value, str) else ""


def is_total(row: list[Value]) -> bool:
    """Say whether a row is a line of totals."""
    first = next((v for v in row if isinstance(v, str) and v.strip()), "")
    return bool(re.match(r"^(tong cong|tong so|tong|cong)\b", words_of(first))) and not re.match(
        r"^cong (an|doan|ty|chuc|nhan|dan|viec|tac|trinh|nghiep|thuong)\b", words_of(first)
    )


_SIGNATURE = re.compile(
    r"^(nguoi (lap|tong hop|bao cao)|lap bieu|t ?m |t ?l |k ?t |bi thu$|pho bi thu|truong ban$|pho truong ban|da ky|"
    r"noi nhan|luu |xac nhan|thu truong)"
)
_PLACE_AND_DAY = re.compile(r", ?ngay .* thang .* nam")


def is_signature(row: list[Value]) -> bool:
    """Say whether a row belongs to the block of signatures or of recipients."""
    cells = [v for v in row if isinstance(v, str) and v.strip()]
    return (
        bool(cells)
        and len(cells) <= 3
        and any(_SIGNATURE.match(words_of(v)) or _PLACE_AND_DAY.search(fold(v)) for v in cells)
    )
