"""The site's keys for certificates: files of the data folder, never rows, entries or pages.

`keys/signing.pem` signs; it is made when it is first needed and readable by the product's account only. Public
keys of all times lie in `keys/public/`, so that what an older key signed still counts; those in
`keys/withdrawn/` count no more. docs/operations.md tells how to back up, change and withdraw them.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from taonguon.classes.tokens import (
    Private,
    Public,
    key_id,
    new_key,
    private_text,
    public_text,
    read_private,
    read_public,
)

_OWN_FOLDER = 0o700


class UnknownKeyError(LookupError):
    """There is no such key."""


def _folder(*parts: str) -> Path:
    folder = Path(settings.DATA, "keys", *parts)
    folder.mkdir(parents=True, exist_ok=True, mode=_OWN_FOLDER)
    return folder


def signing_key() -> Private:
    """Give the key that signs; make it where there is none yet."""
    file = _folder() / "signing.pem"
    if not file.exists():
        draft = _draft(_folder(), private_text(new_key()))
        try:
            with suppress(FileExistsError):  # one winner where two processes need it at once
                os.link(draft, file)
        finally:
            draft.unlink()
    key = read_private(file.read_bytes())
    _publish(key)
    return key


def rotate() -> str:
    """Make a new key that signs from now on; what older ones signed still counts. Give its name."""
    key = new_key()
    _publish(key)
    _draft(_folder(), private_text(key)).replace(_folder() / "signing.pem")
    return key_id(key.public_key())


def withdraw(name: str) -> None:
    """Let nothing count any more that a key signed; where it is the one that signs, a new one takes its place."""
    if name not in public_keys():
        raise UnknownKeyError(name)
    if name == key_id(signing_key().public_key()):
        rotate()
    file = _folder("public") / f"{name}.pem"
    file.replace(_folder("withdrawn") / file.name)


def public_keys() -> dict[str, Public]:
    """Give name -> public key of every key that counts."""
    signing_key()
    found: dict[str, Public] = {}
    for file in sorted(_folder("public").glob("*.pem")):
        found |= read_public(file.read_text("utf-8"))
    return found


def withdrawn_keys() -> list[str]:
    """Give the names of keys that count no more."""
    return sorted(file.stem for file in _folder("withdrawn").glob("*.pem"))


def _draft(folder: Path, content: bytes) -> Path:
    """Write a file beside its place, readable by nobody else from the first moment."""
    handle, name = tempfile.mkstemp(dir=folder, prefix="draft-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return Path(name)


def _publish(key: Private) -> None:
    file = _folder("public") / f"{key_id(key.public_key())}.pem"
    if not file.exists():
        _draft(file.parent, public_text(key.public_key()).encode()).replace(file)
