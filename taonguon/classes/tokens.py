"""The short signed token on a certificate: what it says, how it is written, signed, read and refused.

Pure: knows no Django, no row, no clock and no file. docs/adr/0009-certificates.md says why it is made so.
A token is `GCN1.` and base32 letters, so that a QR code holds it in its dense alphanumeric mode and it
survives being typed, pasted or broken over lines. The letters stand for: version (1 byte), key id (4),
day issued, last day it counts and birth year (2 each; 0 is not known), number and initials (length, UTF-8),
and the ECDSA P-256 signature (64) over all before it. Its text is made again from its content and must be
the same: one certificate has one token, and nothing can be hidden in one.
"""

import base64
import binascii
import hashlib
import re
import struct
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

VERSION = 1
PREFIX = "GCN"
FIRST_DAY = date(1950, 1, 1)
"""Day 1 of the count of days; 0 is no day."""
_HEAD = struct.Struct(">B4sHHH")
_SIGNATURE = 64
_HALF = 32
_LONGEST_TEXT = 600
_INITIALS = 12
_SHAPE = re.compile(r"GCN(\d{1,3})\.([A-Z2-7]*)")
_ECDSA = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
"""Deterministic: the certificate printed again bears the same token, and no bad randomness can give the key away."""
_CHECK = ec.ECDSA(hashes.SHA256())


class Refusal(StrEnum):
    """Why a token is refused."""

    NOT_ONE = "not-one"  # the text is no token at all
    CUT = "cut"  # letters are missing, or there are too many
    VERSION = "version"  # made by a newer (or no) version of the product
    FOREIGN = "foreign"  # signed with a key that is not among those given
    WITHDRAWN = "withdrawn"  # signed with a key that no longer counts
    TAMPERED = "tampered"  # the signature does not belong to what is said


class TokenError(Exception):
    """A token is refused. The sentence is made in `wording.tokens`."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.detail = detail


class KeyFileError(Exception):
    """A file of keys cannot be read as such."""


@dataclass(frozen=True, slots=True)
class Claim:
    """All that a token says. Nothing else about the person is in it."""

    number: str
    issued: date
    until: date | None
    """The last day the certificate counts; None: not known."""
    initials: str
    birth_year: int | None


Public = ec.EllipticCurvePublicKey
Private = ec.EllipticCurvePrivateKey


# Keys.


def new_key() -> Private:
    """Make a key to sign with."""
    return ec.generate_private_key(ec.SECP256R1())


def point_of(key: Public) -> bytes:
    """Give a public key as browsers take it: 65 bytes."""
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def key_id(key: Public) -> str:
    """Name a key: eight hexadecimal digits of its own hash."""
    return hashlib.sha256(point_of(key)).hexdigest()[:8]


def public_text(key: Public) -> str:
    """Write a public key as PEM, under its name."""
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"# {key_id(key)}\n{pem.decode()}"


def private_text(key: Private) -> bytes:
    """Write a private key as PEM. It goes into its own file and nowhere else."""
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def read_private(data: bytes) -> Private:
    """Read a key to sign with."""
    try:
        key = serialization.load_pem_private_key(data, None)
    except (ValueError, TypeError) as error:
        raise KeyFileError from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyFileError
    return key


def read_public(text: str) -> dict[str, Public]:
    """Read public keys that stand one after the other; give name -> key."""
    found: dict[str, Public] = {}
    for pem in re.findall(r"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", text, re.DOTALL):
        try:
            key = serialization.load_pem_public_key(pem.encode())
        except ValueError as error:
            raise KeyFileError from error
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise KeyFileError
        found[key_id(key)] = key
    if not found:
        raise KeyFileError
    return found


# Tokens.


def sign(claim: Claim, key: Private) -> str:
    """Write the token of a certificate."""
    body = _body(claim, bytes.fromhex(key_id(key.public_key())))
    r, s = utils.decode_dss_signature(key.sign(body, _ECDSA))
    return _written(body + r.to_bytes(_HALF) + s.to_bytes(_HALF))


def read(text: str, keys: Mapping[str, Public], withdrawn: Collection[str] = ()) -> Claim:
    """Give what a token says if one of the keys signed it; raise TokenError if not."""
    data = _letters(text)
    if len(data) < _HEAD.size + 2 + _SIGNATURE:
        raise TokenError(Refusal.CUT)
    body, signature = data[:-_SIGNATURE], data[-_SIGNATURE:]
    name = body[1:5].hex()
    if name in withdrawn:
        raise TokenError(Refusal.WITHDRAWN, name)
    if name not in keys:
        raise TokenError(Refusal.FOREIGN, name)
    claim = _claim(body)
    r, s = int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:])
    try:
        keys[name].verify(utils.encode_dss_signature(r, s), body, _CHECK)
    except InvalidSignature:
        raise TokenError(Refusal.TAMPERED) from None
    return claim


def looks_like_one(text: str) -> bool:
    """Say whether a text means to be a token, rather than a certificate's number."""
    return _plain(text).startswith(PREFIX) and len(_plain(text)) > 40


def initials_of(name: str) -> str:
    """Give the first letters of a name: 'Lý Văn Học' gives 'LVH'."""
    return "".join(word[0] for word in unicodedata.normalize("NFC", name).upper().split())[:_INITIALS]


def _plain(text: str) -> str:
    return "".join(text[: 2 * _LONGEST_TEXT].split()).upper()


def _written(data: bytes) -> str:
    return f"{PREFIX}{VERSION}.{base64.b32encode(data).decode().rstrip('=')}"


def _letters(text: str) -> bytes:
    """Give the bytes a token's letters stand for."""
    plain = _plain(text)
    found = _SHAPE.fullmatch(plain)
    if found is None or len(plain) > _LONGEST_TEXT:
        raise TokenError(Refusal.NOT_ONE)
    if int(found[1]) != VERSION:
        raise TokenError(Refusal.VERSION, found[1])
    letters = found[2]
    try:
        data = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except binascii.Error:
        raise TokenError(Refusal.CUT) from None
    if not data:
        raise TokenError(Refusal.CUT)
    if data[0] != VERSION:
        raise TokenError(Refusal.VERSION, str(data[0]))
    if _written(data) != plain:  # bits over at the end say something else than they seem to
        raise TokenError(Refusal.CUT)
    return data


def _body(claim: Claim, name: bytes) -> bytes:
    head = _HEAD.pack(VERSION, name, _days(claim.issued), _days(claim.until), claim.birth_year or 0)
    return head + _short(claim.number) + _short(claim.initials)


def _claim(body: bytes) -> Claim:
    _version, _name, issued, until, year = _HEAD.unpack_from(body)
    try:
        number, rest = _taken(body[_HEAD.size :])
        initials, rest = _taken(rest)
    except (IndexError, UnicodeDecodeError):
        raise TokenError(Refusal.CUT) from None
    if rest or not issued:
        raise TokenError(Refusal.CUT)
    return Claim(number, _day(issued), _day(until) if until else None, initials, year or None)


def _days(day: date | None) -> int:
    return (day - FIRST_DAY).days + 1 if day is not None else 0


def _day(days: int) -> date:
    return FIRST_DAY + timedelta(days=days - 1)


def _short(text: str) -> bytes:
    data = unicodedata.normalize("NFC", text).encode()
    return bytes([len(data)]) + data


def _taken(data: bytes) -> tuple[str, bytes]:
    length = data[0]
    if length > len(data) - 1:
        raise IndexError
    return data[1 : 1 + length].decode(), data[1 + length :]
