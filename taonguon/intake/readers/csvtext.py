"""Lists kept as text: which code page, which separator, and the cells."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator

from taonguon.intake.readers.legacy import CONVERTERS, reads_as

_SAMPLE = 200_000
_SEPARATORS = ";,\t"
_MOST_IN_ONE_CELL = 1 << 20


def decode(data: bytes) -> str:
    """Turn the bytes of a text file into text.

    UTF-8 and UTF-16 say what they are. Otherwise it is an old code page of Windows, Vietnamese (1258) or
    Western (1252, which also carries TCVN3 and VNI): the one under which most words are syllables.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    western, vietnamese = _western(data), data.decode("cp1258", "replace")
    as_western = max(_syllables(western[:_SAMPLE], kind) for kind in ("", *CONVERTERS))
    return vietnamese if _syllables(vietnamese[:_SAMPLE], "") > as_western else western


def rows_of(text: str) -> Iterator[list[str]]:
    """Give the cells row by row, under the separator that fits best."""
    csv.field_size_limit(_MOST_IN_ONE_CELL)
    return csv.reader(io.StringIO(text, newline=None), delimiter=separator_of(text))


def separator_of(text: str) -> str:
    """Give the separator under which most of the first lines have the same number of cells above one.

    >>> separator_of("Họ tên;Năm sinh\\nLa Thị Na, bản Cáu;1980\\n")
    ';'
    """
    lines = list(itertools.islice(io.StringIO(text, newline=None), 200))

    def weight(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return times, width

    return max(_SEPARATORS, key=weight)


def _western(data: bytes) -> str:
    """Decode code page 1252; its five unused codes stand for themselves."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _syllables(text: str, kind: str) -> int:
    return sum(reads_as(line, kind)[1] for line in text.splitlines()[:500])
