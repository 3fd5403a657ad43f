"""The mail server, from one address in the environment."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""Kinds of connection and their usual ports: plain, turned to TLS after the greeting, TLS from the first byte."""


@dataclass(frozen=True)
class Mail:
    """Where mail is handed in, and who it is from."""

    host: str
    port: int
    user: str
    password: str
    kind: str
    sender: str


def mail_of(url: str, address: str, sender: str) -> Mail | None:
    """Read the server's address; None where none is given: then no mail leaves the product.

    `address` is where people open the product: a mail without the way back to the work list is of no use.
    """
    if not url:
        return None
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in PORTS or not parts.hostname or port == -1:
        raise ImproperlyConfigured(  # the address may hold a password: it is not repeated
            "TAONGUON_EMAIL_URL cannot be read; write smtp+tls://user:password@host:587 (or smtp://, smtps://)."
        )
    home = urlsplit(address)
    if home.scheme not in {"http", "https"} or not home.hostname:
        raise ImproperlyConfigured(
            f"TAONGUON_ADDRESS: {address!r} is no address of the product; mail needs one, as https://taonguon.example."
        )
    return Mail(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        kind=parts.scheme,
        sender=sender or f"taonguon@{home.hostname}",
    )
