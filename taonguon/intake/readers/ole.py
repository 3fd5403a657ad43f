"""The container of old Office files (OLE2 compound files): its names and the bytes of one stream.

Reads only what is asked for and follows no chain twice, so a hostile file costs no more than its size.
"""

import mmap
import struct
from collections.abc import Iterator

from taonguon.intake.readers.book import Unreadable, UnreadableError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # codes from here on end a chain or mark a sector as free
_ENTRY = 128


class Compound:
    """A compound file held in memory (bytes or a memory map)."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        self._data = data
        try:
            shift, mini_shift = struct.unpack_from("<HH", data, 30)
            fat_count, directory, _, self._cutoff, mini_fat, _, more = struct.unpack_from("<7L", data, 44)
            if shift not in (9, 12) or mini_shift != 6:
                raise _broken("sector size")
            self._size, self._mini = 1 << shift, 1 << mini_shift
            self._fat = self._read_fat(fat_count, more)
            self._streams = dict(self._entries(b"".join(self._chain(directory))))
            self._mini_fat = _numbers(b"".join(self._chain(mini_fat))) if mini_fat < _LAST else []
        except struct.error as error:
            raise _broken("container") from error

    def names(self) -> frozenset[str]:
        """Give the names of all streams and storages."""
        return frozenset(self._streams)

    def stream(self, name: str, most: int | None = None) -> bytes:
        """Give the bytes of a stream, at most `most` of them."""
        start, length = self._streams[name]
        wanted = length if most is None else min(length, most)
        if length >= self._cutoff:
            return _gather(self._chain(start), wanted)
        base = b"".join(self._chain(self._streams.get("Root Entry", (_LAST, 0))[0]))
        return _gather(self._mini_chain(start, base), wanted)

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        block = bytes(self._data[begin : begin + self._size])
        if not block:
            raise _broken("sector")
        return block

    def _read_fat(self, count: int, more: int) -> list[int]:
        places = list(struct.unpack_from("<109L", self._data, 76))
        seen = 0
        while more < _LAST and seen * self._size < len(self._data):
            block = _numbers(self._sector(more))
            places += block[:-1]
            more, seen = block[-1], seen + 1
        used = [place for place in places if place < _LAST][: min(count, len(self._data) // self._size + 1)]
        return _numbers(b"".join(self._sector(place) for place in used))

    def _chain(self, start: int) -> Iterator[bytes]:
        for number in _follow(start, self._fat):
            yield self._sector(number)

    def _mini_chain(self, start: int, base: bytes) -> Iterator[bytes]:
        for number in _follow(start, self._mini_fat):
            yield base[number * self._mini : (number + 1) * self._mini]

    @staticmethod
    def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", directory, at + 64)
            if 2 <= length <= 64 and directory[at + 66]:
                name = directory[at : at + length - 2].decode("utf-16-le", "replace")
                yield name, struct.unpack_from("<LL", directory, at + 116)


def _follow(start: int, table: list[int]) -> Iterator[int]:
    left = len(table)
    while start < _LAST:
        if start >= len(table) or left < 0:
            raise _broken("chain")
        yield start
        start, left = table[start], left - 1


def _gather(blocks: Iterator[bytes], wanted: int) -> bytes:
    found = bytearray()
    while len(found) < wanted:
        block = next(blocks, None)
        if block is None:
            raise _broken("cut off")
        found += block
    return bytes(found[:wanted])


def _numbers(block: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(block) // 4}L", block[: len(block) // 4 * 4]))


def _broken(reason: str) -> UnreadableError:
    return UnreadableError(Unreadable.BROKEN, {"reason": f"OLE2: {reason}"})
