"""What calamine does not tell of an .xls file: error cells, the fonts of cells, a password.

Only the records of [MS-XLS] that say so are read; values and text stay calamine's work.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from taonguon.intake.readers.legacy import kind_of_font

Cell = tuple[int, int]
STREAMS = ("Workbook", "Book")  # Excel 97 and later; Excel 5 and 95
_BOF, _BOUNDSHEET, _FILEPASS, _FONT, _XF = 0x0809, 0x0085, 0x002F, 0x0031, 0x00E0
_FORMULA, _BOOLERR = 0x0006, 0x0205
_TEXTS = frozenset((0x00FD, 0x0204, 0x00D6, _FORMULA))  # LABELSST, LABEL, RSTRING, a formula's text
_MAYBE_ERROR = re.compile(rb"\x05\x02\x08\x00.{7}\x01|\x06\x00..{6}..\x02.[\x00-\x2a]...\xff\xff", re.DOTALL)
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class Marks:
    """Per sheet, in the order of the tabs: error cells as shown, and cells in fonts of old letters."""

    errors: list[dict[Cell, str]] = field(default_factory=list)
    fonts: list[dict[Cell, str]] = field(default_factory=list)


def is_locked(head: bytes) -> bool:
    """Say whether the first records ask for a password."""
    for kind, _begin, _length in _records(head, 0):
        if kind == _FILEPASS:
            return True
        if kind in (_BOUNDSHEET, _FONT):
            return False
    return False


def may_hold_errors(stream: bytes) -> bool:
    """Say cheaply whether any cell may be an error."""
    return _MAYBE_ERROR.search(stream) is not None


def marks_of(stream: bytes) -> Marks:
    """Walk all records once and give error cells and old fonts of every sheet."""
    kinds, starts = _globals(stream)
    marks = Marks()
    for start in starts:
        errors: dict[Cell, str] = {}
        fonts: dict[Cell, str] = {}
        for kind, begin, length in _records(stream, start, one_part=True):
            if kind in _TEXTS and length >= 6:
                row, column, style = struct.unpack_from("<HHH", stream, begin)
                if style < len(kinds) and kinds[style]:
                    fonts[row, column] = kinds[style]
            if kind in (_FORMULA, _BOOLERR) and (shown := _error(kind, stream[begin : begin + length])):
                errors[struct.unpack_from("<HH", stream, begin)] = shown
        marks.errors.append(errors)
        marks.fonts.append(fonts)
    return marks


def _error(kind: int, body: bytes) -> str:
    if kind == _BOOLERR and len(body) >= 8 and body[7] == 1:
        return _ERRORS.get(body[6], "#N/A")
    if kind == _FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
        return _ERRORS.get(body[8], "#N/A")
    return ""


def _globals(stream: bytes) -> tuple[list[str], list[int]]:
    """Give for each cell style the letters its font stands for, and where each sheet begins."""
    fonts: list[str] = []
    styles: list[int] = []
    starts: list[int] = []
    wide = stream[4:6] == b"\x00\x06"
    for kind, begin, length in _records(stream, 0, one_part=True):
        body = stream[begin : begin + length]
        if kind == _BOUNDSHEET and length >= 6:
            starts.append(struct.unpack_from("<L", body)[0])
        elif kind == _FONT:
            fonts.append(kind_of_font(_font_name(body, wide)))
        elif kind == _XF and length >= 2:
            styles.append(struct.unpack_from("<H", body)[0])
    # There is no font 4: later ones are numbered one higher than they stand.
    places = [number - (number > 4) for number in styles]
    return [fonts[place] if place < len(fonts) else "" for place in places], starts


def _font_name(body: bytes, wide: bool) -> str:
    if len(body) < 16:
        return ""
    if not wide:
        return body[15 : 15 + body[14]].decode("latin-1")
    if body[15] & 1:
        return body[16 : 16 + 2 * body[14]].decode("utf-16-le", "replace")
    return body[16 : 16 + body[14]].decode("latin-1")


def _records(stream: bytes, at: int, *, one_part: bool = False) -> Iterator[tuple[int, int, int]]:
    """Give kind, start and length of each record, of one part without the charts within, or of all."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if one_part and kind == _BOF:
            depth += 1
        elif one_part and kind == 0x000A:
            depth -= 1
            if depth <= 0:
                return
        if depth <= 1:
            yield kind, at + 4, length
        at += 4 + length
