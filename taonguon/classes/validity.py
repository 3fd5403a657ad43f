"""How long a certificate counts, asked of the rules; never known by heart."""

from datetime import date

from taonguon.people.enums import CertificateKind
from taonguon.people.models import Certificate
from taonguon.procedures.book import book
from taonguon.rules.dates import add_months

_RULE = {CertificateKind.AWARENESS: "CAND-CLASS-TTL"}
"""The rule that limits a kind of certificate; the texts limit no other kind."""


def limited(kind: str) -> bool:
    """Say whether the texts limit how long a kind of certificate counts."""
    return kind in _RULE


def months_counted(kind: str, day: date) -> int | None:
    """Give for how many months a kind of certificate counts by the text in force on a day; None: not known, or no limit."""
    if kind not in _RULE:
        return None
    row = book().on(day)[_RULE[CertificateKind(kind)]]
    return None if row.gap or "months" in row.unknown else int(row["months"])


def valid_until(certificate: Certificate, day: date) -> date | None:
    """Give the last day a certificate counts by the text in force on a day; None where that is not known."""
    if certificate.issued_on is None or certificate.issued_precision != "d":
        return None
    months = months_counted(certificate.kind, day)
    return add_months(certificate.issued_on, months) if months is not None else None
