"""The look at a file before anything is parsed: what it is, and whether it may be given to a parser.

Only sizes, names and first bytes are read, in the parent, with memory that does not grow with the file.
Links to other workbooks are let through: they are names that nobody here follows.
"""

import mmap
from enum import StrEnum
from pathlib import Path

from taonguon.foreign.packages import HEAD as _HEAD
from taonguon.foreign.packages import Bounds, PackageError, check_package
from taonguon.intake.readers import biff, ole
from taonguon.intake.readers.book import Limits, Unreadable, UnreadableError


class Format(StrEnum):
    """What the content of a file is, whatever its name says."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


_OTHER_KINDS = (
    (b"%PDF", "pdf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
)
_PARTS_OF_OTHERS = (
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("xl/workbook.bin", "xlsb"),
    ("content.xml", "ods"),
)


def prescan(path: Path, limits: Limits) -> Format:
    """Give the format of a file that may be parsed; raise UnreadableError for any other."""
    size = path.stat().st_size
    if size > limits.size:
        raise UnreadableError(Unreadable.TOO_BIG, {"size": str(size), "limit": str(limits.size)})
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableError(Unreadable.EMPTY)
    if head.startswith(b"PK\x03\x04"):
        _check_package(path, limits)
        return Format.XLSX
    if head.startswith(ole.SIGNATURE):
        _check_compound(path)
        return Format.XLS
    _check_text(head)
    return Format.CSV


def _check_text(head: bytes) -> None:
    for signature, kind in _OTHER_KINDS:
        if head.startswith(signature):
            raise _other(kind)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    if b"\0" in head:
        raise _other("unknown")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise _other("html")


def _check_compound(path: Path) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        compound = ole.Compound(data)
        names = compound.names()
        if "EncryptedPackage" in names:
            raise UnreadableError(Unreadable.ENCRYPTED)
        name = next((name for name in biff.STREAMS if name in names), None)
        if name is None:
            raise _other("doc" if "WordDocument" in names else "unknown")
        if biff.is_locked(compound.stream(name, _HEAD)):
            raise UnreadableError(Unreadable.ENCRYPTED)
        if "_VBA_PROJECT_CUR" in names:
            raise UnreadableError(Unreadable.MACROS)


def _check_package(path: Path, limits: Limits) -> None:
    bounds = Bounds(limits.unpacked, limits.ratio, limits.entries)
    try:
        with path.open("rb") as file:
            check_package(file, bounds, _check_names)
    except PackageError as error:
        raise UnreadableError(Unreadable(error.wrong), error.details) from error


def _check_names(names: list[str]) -> None:
    if "xl/workbook.xml" not in names:
        raise _other(next((kind for part, kind in _PARTS_OF_OTHERS if part in names), "zip"))
    for name in names:
        plain = name.casefold()
        if plain.endswith("vbaproject.bin") or plain.startswith("xl/macrosheets/"):
            raise UnreadableError(Unreadable.MACROS)
        if plain.startswith(("xl/embeddings/", "xl/activex/")):
            raise UnreadableError(Unreadable.EMBEDDED, {"part": name.rsplit("/", 1)[-1]})


def _other(kind: str) -> UnreadableError:
    return UnreadableError(Unreadable.NOT_A_WORKBOOK, {"found": kind})
