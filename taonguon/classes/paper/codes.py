"""The token as a QR code: a small black-and-white PNG."""

import struct
import zlib

import segno

_SCALE = 4
_BORDER = 4
_MASK = 3
"""Any mask may be used. Choosing the best of eight takes eight times as long and helps no reader of letters as mixed as these."""


def qr_png(text: str) -> bytes:
    """Draw a text as a QR code with its quiet zone, correction level M, four pixels a module."""
    matrix = segno.make(text, error="m", boost_error=False, micro=False, mask=_MASK).matrix
    size = (len(matrix) + 2 * _BORDER) * _SCALE
    spare = -size % 8
    white = int("1" * size + "0" * spare, 2).to_bytes((size + spare) // 8)
    rows = [white] * (_BORDER * _SCALE)
    side = "1" * (_BORDER * _SCALE)
    for line in matrix:
        bits = side + "".join("0000" if dark else "1111" for dark in line) + side + "0" * spare
        rows += [int(bits, 2).to_bytes(len(white))] * _SCALE
    rows += [white] * (_BORDER * _SCALE)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    head = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
