"""The look at a file before anything is parsed: what it is, and whether it may be given to a parser.

Only sizes, names and first bytes are read, in the parent, with memory that does not grow with the file.
Links to other workbooks are let through: they are names that nobody here follows.
"""

import mmap
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from taonguon.intake.readers import biff, ole
from taonguon.intake.readers.book import Limits, Unreadable, UnreadableError

_HEAD = 4096
_BYTES_A_NAME = 1024


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
    _check_directory(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(parts, path.stat().st_size, limits)
            _check_names([part.filename for part in parts])
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise _broken("zip") from error
    except RuntimeError as error:  # what zipfile raises for a part under a password
        raise UnreadableError(Unreadable.ENCRYPTED) from error
    except zlib.error as error:
        raise _broken("deflate") from error


def _check_directory(path: Path, limits: Limits) -> None:
    """Look at the end of the archive before zipfile makes an object of every name in it."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise _broken("cut off")
    count, length = struct.unpack_from("<HL", tail, at + 10)
    if count > limits.entries or length > limits.entries * _BYTES_A_NAME:
        raise _crowd(max(count, length // _BYTES_A_NAME), limits)


def _check_sizes(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(parts) > limits.entries:
        raise _crowd(len(parts), limits)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked:
        raise _bomb(unpacked, limits.unpacked)
    if sum(part.compress_size for part in parts) > size:
        raise _broken("parts overlap")
    for part in parts:
        if part.file_size > limits.ratio * max(part.compress_size, _HEAD):
            raise _bomb(part.file_size, limits.ratio * max(part.compress_size, _HEAD))


def _check_names(names: list[str]) -> None:
    if len(set(names)) != len(names) or any(".." in name.replace("\\", "/").split("/") for name in names):
        raise _broken("names")
    if "xl/workbook.xml" not in names:
        raise _other(next((kind for part, kind in _PARTS_OF_OTHERS if part in names), "zip"))
    for name in names:
        plain = name.casefold()
        if plain.endswith("vbaproject.bin") or plain.startswith("xl/macrosheets/"):
            raise UnreadableError(Unreadable.MACROS)
        if plain.startswith(("xl/embeddings/", "xl/activex/")):
            raise UnreadableError(Unreadable.EMBEDDED, {"part": name.rsplit("/", 1)[-1]})


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _broken("compression")
    with archive.open(part) as stream:
        head = stream.read(_HEAD).replace(b"\0", b"").upper()
    if part.filename.casefold().endswith((".xml", ".rels", ".vml")) and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
        raise _broken("DOCTYPE")


def _other(kind: str) -> UnreadableError:
    return UnreadableError(Unreadable.NOT_A_WORKBOOK, {"found": kind})


def _broken(reason: str) -> UnreadableError:
    return UnreadableError(Unreadable.BROKEN, {"reason": reason})


def _crowd(count: int, limits: Limits) -> UnreadableError:
    return UnreadableError(Unreadable.BOMB, {"parts": str(count), "limit": str(limits.entries)})


def _bomb(found: int, limit: int) -> UnreadableError:
    return UnreadableError(Unreadable.BOMB, {"found": f"{found // 2**20} MB", "limit": f"{limit // 2**20} MB"})
