"""The process in which files are parsed: limited, without rights to write, and thrown away afterwards.

`python -m taonguon.intake.readers.child PATH FORMAT LIMITS` writes JSON lines to its output. JSON, since
the parent must be able to read what a hijacked child says without running any of it.
"""

import csv
import datetime
import gc
import json
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, PasswordError

from taonguon.foreign.processes import give_up
from taonguon.intake.readers import legacy
from taonguon.intake.readers.book import Limits, Unreadable, UnreadableError
from taonguon.intake.readers.prescan import Format
from taonguon.intake.readers.sources import CsvFile, File, Raw, Source, XlsFile, XlsxFile

_CELLS_IN_A_CHUNK = 16_000
_MEMO = 100_000
_EXACT = 1e15  # whole numbers below this are exact as floats
_FILES: dict[Format, Callable[[Path, Limits], File]] = {Format.CSV: CsvFile, Format.XLS: XlsFile, Format.XLSX: XlsxFile}
_DAMAGE = (
    CalamineError, ParseError, ValueError, LookupError, EOFError, OSError,
    zipfile.BadZipFile, zlib.error, struct.error, csv.Error, RuntimeError,
)  # fmt: skip


@dataclass(slots=True)
class Chunk:
    """Some rows on their way. Dates and errors stand apart: place of row, of column, value."""

    rows: list[list[Any]] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    errors: list[Any] = field(default_factory=list)


class Texts:
    """Turns texts into composed Unicode, each only once, and notes when old letters may be among them."""

    def __init__(self) -> None:
        self.memo: dict[str, str] = {}
        self.doubtful = False

    def fresh(self, text: str) -> str:
        """Take up a text not seen before."""
        if text.isascii():
            clean = text.replace("_x000D_", "") if "_x000D_" in text else text
        else:
            self.doubtful = self.doubtful or legacy.looks_legacy(text)
            clean = legacy.convert(text.replace("_x000D_", ""), "")
        if len(self.memo) > _MEMO:
            self.memo.clear()
        self.memo[text] = clean
        return clean


def main(arguments: list[str]) -> int:
    """Read one file and write what it holds, or why it cannot be read."""
    path, format_, limits = Path(arguments[0]), Format(arguments[1]), Limits(**json.loads(arguments[2]))
    give_up(limits.memory, limits.seconds)
    gc.disable()  # nothing here refers back to itself, and looking for that costs a fifth of the time
    try:
        _read(path, format_, limits)
    except UnreadableError as error:
        _say({"refused": error.code, "details": error.details})
    except PasswordError:
        _say({"refused": Unreadable.ENCRYPTED, "details": {}})
    except MemoryError:
        _say({"refused": Unreadable.READER_DIED, "details": {"reason": "memory"}})
    except _DAMAGE as error:
        _say({"refused": Unreadable.BROKEN, "details": {"reason": f"{type(error).__name__}: {error}"[:200]}})
    return 0


def _say(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _read(path: Path, format_: Format, limits: Limits) -> None:
    file = _FILES[format_](path, limits)
    _say({"weights": file.weights})
    kinds: set[str] = set()
    for index, source in enumerate(file.sheets()):
        texts = Texts()
        for chunk in _sheet(index, source, texts):
            _send(chunk)
            if texts.doubtful:
                break
        if texts.doubtful:
            kinds |= _send_old_letters(index, source)
    _say({"end": "mixed" if len(kinds) > 1 else "".join(kinds)})


def _sheet(index: int, source: Source, texts: Texts) -> Iterator[Chunk]:
    """Announce a sheet (anew, when it is begun again) and give its rows."""
    _say({
        "sheet": index, "name": unicodedata.normalize("NFC", source.name), "hidden": source.hidden,
        "height": source.height, "merges": source.merges, "uncalculated": source.uncalculated,
    })  # fmt: skip
    rows = source.rows()
    at_once = max(1, _CELLS_IN_A_CHUNK // max(1, source.width))
    errors = _by_row(source.errors)
    first = 0
    while block := list(islice(rows, at_once)):
        chunk = _chunk(block, texts)
        for number in range(first, first + len(block)) if errors else ():
            _place_errors(chunk, number - first, errors.get(number, ()))
        yield chunk
        first += len(block)


def _chunk(block: Iterable[list[Raw]], texts: Texts) -> Chunk:
    """Make plain values of raw rows. The inner loop sees every cell of every file: it is kept flat."""
    chunk, known, fresh = Chunk(), texts.memo.get, texts.fresh
    for number, row in enumerate(block):
        plain: list[Any] = []
        add = plain.append
        for value in row:
            kind = type(value)
            if kind is str:
                add((known(value) or fresh(value)) if value else None)
            elif kind is float:
                add(int(value) if value.is_integer() and -_EXACT < value < _EXACT else value)
            elif kind is datetime.date:
                chunk.dates += (number, len(plain), value.toordinal())
                add(0)
            elif kind is bool or kind is int:
                add(value)
            else:
                add(_moment(value))
        while plain and plain[-1] is None:
            plain.pop()
        chunk.rows.append(plain)
    return chunk


def _moment(value: Any) -> str:
    """Write a time of day, a span of hours, or a day with its hour as the office does."""
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.strftime("%d/%m/%Y")
        return value.strftime("%d/%m/%Y %H:%M:%S").removesuffix(":00")
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(value.strftime("%H:%M:%S").removesuffix(":00"))


def _by_row(errors: dict[tuple[int, int], str]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for (row, column), shown in errors.items():
        found.setdefault(row, []).append((column, shown))
    return found


def _place_errors(chunk: Chunk, number: int, errors: Iterable[tuple[int, str]]) -> None:
    row = chunk.rows[number]
    for column, shown in errors:
        row.extend([None] * (column + 1 - len(row)))
        row[column] = shown
        chunk.errors += (number, column)


def _send(chunk: Chunk) -> None:
    _say({"rows": chunk.rows, "dates": chunk.dates, "errors": chunk.errors})


def _send_old_letters(index: int, source: Source) -> set[str]:
    """Send a sheet once more, each text decided by its font or its letters; give the letters met."""
    fonts, rich = source.fonts(), source.rich_texts()
    prior = "" if fonts or rich else legacy.prior_of(_unsure_texts(source))
    used: set[str] = set()
    first = 0
    for chunk in _sheet(index, source, Texts()):
        for number, row in enumerate(chunk.rows, first):
            for column, value in enumerate(row):
                if type(value) is not str or value.isascii():
                    continue
                if fonts or rich:
                    kind = legacy.kind_by_font(value, rich.get(value) or fonts.get((number, column), ""))
                else:
                    kind = legacy.kind_by_letters(value, prior)
                if kind and (text := legacy.convert(value, kind)) != value:
                    used.add(kind)
                    row[column] = text
        first += len(chunk.rows)
        _send(chunk)
    return used


def _unsure_texts(source: Source) -> Iterator[str]:
    for row in source.rows():
        for value in row:
            if isinstance(value, str) and not value.isascii():
                yield value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
