"""What a file gives when it was read: sheets of plain values, or the reason why it cannot be read."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = None | bool | int | float | str | datetime.date
Span = tuple[int, int, int, int]
"""First row, first column, last row, last column of joined cells; from 0, the last included."""


class CellError(str):
    """An error cell as the sheet shows it, for example '#REF!'."""

    __slots__ = ()


@dataclass(slots=True)
class Sheet:
    """One sheet. `rows[0]` is sheet row 1 and `rows[i][0]` column A; only empty ends are cut."""

    name: str
    hidden: bool
    rows: list[list[Value]] = field(default_factory=list)
    merges: list[Span] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    """(row, column) of empty cells whose formula no program ever calculated; from 0."""


@dataclass(slots=True)
class Book:
    """One file. `legacy` says which old letters were turned into Unicode: '', tcvn3, vni, mixed."""

    file_name: str
    sheets: list[Sheet]
    legacy: str = ""


class Unreadable(StrEnum):
    """Why a file is not read. In brackets the details that go with a code."""

    TOO_BIG = "too-big"  # the file has more bytes than allowed (size, limit)
    NOT_A_WORKBOOK = "not-a-workbook"  # another kind of file (found)
    ENCRYPTED = "encrypted"  # a password is needed to open it
    MACROS = "macros"  # it carries programs
    EMBEDDED = "embedded"  # it carries other files (part)
    BROKEN = "broken"  # damaged or cut off (reason)
    BOMB = "bomb"  # it unpacks to far more than a list holds (found or parts, limit)
    FAR_CELL = "far-cell"  # one cell stands far outside the list (sheet, cell)
    TOO_MANY_CELLS = "too-many-cells"  # (sheet, limit)
    EMPTY = "empty"  # no cell of a visible sheet holds anything
    READER_DIED = "reader-died"  # the child process ended without an answer (reason)
    TIMEOUT = "timeout"  # reading took longer than allowed (seconds)
    CANCELLED = "cancelled"  # the caller said so


class UnreadableError(Exception):
    """A file is not read; nothing of it was taken. The sentence is made in `intake.messages`."""

    def __init__(self, code: str, details: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = str(code)
        self.details: dict[str, str] = dict(details or {})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask of the machine.

    A list of 100,000 rows and 16 columns is an 8 MB file, unpacks to 64 MB at 7:1, has 1.6 million
    cells and needs 300 MB in the child.
    """

    size: int = 40 * 2**20
    unpacked: int = 300 * 2**20
    """Bytes of the unpacked parts; also of all that the child may send back."""
    ratio: int = 200
    entries: int = 200
    cells: int = 6_000_000
    memory: int = 1536 * 2**20
    """Address space of the child."""
    seconds: int = 120
    """Both processor seconds of the child and seconds on the clock."""
