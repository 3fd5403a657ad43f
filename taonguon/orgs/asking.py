"""How lists read their address: what is not among the choices narrows nothing."""

from collections.abc import Iterable

from taonguon.orgs.access import Scope, organisation_for


def one_of(text: str, allowed: Iterable[str]) -> str:
    """Give the text if it is one of the choices, else ""."""
    return text if text in set(allowed) else ""


def unit_of(text: str, scope: Scope) -> int | None:
    """Give the unit's id; one out of reach is answered like one that is not there."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return organisation_for(scope, int(text)).pk
