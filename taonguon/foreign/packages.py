"""The look at a zip package (.xlsx, .docx) before anything in it is parsed.

Only sizes, names and first bytes are read, with memory that does not grow with what is packed.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

HEAD = 4096
_BYTES_A_NAME = 1024
_TAIL = 66_000


class Wrong(StrEnum):
    """What is wrong with a package. In brackets the details that go with a code."""

    BROKEN = "broken"  # damaged, cut off, or made to mislead (reason)
    ENCRYPTED = "encrypted"  # a password is needed to open it
    BOMB = "bomb"  # it unpacks to far more than such a file holds (found or parts, limit)


class PackageError(Exception):
    """A package is not to be parsed."""

    def __init__(self, wrong: Wrong, details: dict[str, str] | None = None) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.details = details or {}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a package may hold."""

    unpacked: int
    ratio: int
    entries: int


def check_package(file: BinaryIO, bounds: Bounds, check_names: Callable[[list[str]], None]) -> None:
    """Raise PackageError unless a package is sound; `check_names` raises what it wants about the names of its parts."""
    size = file.seek(0, io.SEEK_END)
    _check_directory(file, size, bounds)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_sizes(parts, size, bounds)
            names = [part.filename for part in parts]
            if len(set(names)) != len(names) or any(".." in name.replace("\\", "/").split("/") for name in names):
                raise _broken("names")
            check_names(names)
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise _broken("zip") from error
    except RuntimeError as error:  # what zipfile raises for a part under a password
        raise PackageError(Wrong.ENCRYPTED) from error
    except zlib.error as error:
        raise _broken("deflate") from error


def _check_directory(file: BinaryIO, size: int, bounds: Bounds) -> None:
    """Look at the end of the archive before zipfile makes an object of every name in it."""
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise _broken("cut off")
    count, length = struct.unpack_from("<HL", tail, at + 10)
    if count > bounds.entries or length > bounds.entries * _BYTES_A_NAME:
        raise _crowd(max(count, length // _BYTES_A_NAME), bounds)


def _check_sizes(parts: list[zipfile.ZipInfo], size: int, bounds: Bounds) -> None:
    if len(parts) > bounds.entries:
        raise _crowd(len(parts), bounds)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > bounds.unpacked:
        raise _bomb(unpacked, bounds.unpacked)
    if sum(part.compress_size for part in parts) > size:
        raise _broken("parts overlap")
    for part in parts:
        if part.file_size > bounds.ratio * max(part.compress_size, HEAD):
            raise _bomb(part.file_size, bounds.ratio * max(part.compress_size, HEAD))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _broken("compression")
    with archive.open(part) as stream:
        head = stream.read(HEAD).replace(b"\0", b"").upper()
    if part.filename.casefold().endswith((".xml", ".rels", ".vml")) and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
        raise _broken("DOCTYPE")


def _broken(reason: str) -> PackageError:
    return PackageError(Wrong.BROKEN, {"reason": reason})


def _crowd(count: int, bounds: Bounds) -> PackageError:
    return PackageError(Wrong.BOMB, {"parts": str(count), "limit": str(bounds.entries)})


def _bomb(found: int, limit: int) -> PackageError:
    return PackageError(Wrong.BOMB, {"found": f"{found // 2**20} MB", "limit": f"{limit // 2**20} MB"})
