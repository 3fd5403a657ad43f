"""Numbers and choices as an address or a form sends them. What is none of them is left to the caller, never an error."""

from collections.abc import Iterable

LONGEST_ID = 18
"""So many digits every database takes as an id."""


def as_number(text: str, longest: int = LONGEST_ID) -> int | None:
    """Read a number; None for what is none, or has more digits than asked for."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= longest else None


def numbers(texts: Iterable[str]) -> list[int]:
    """Read the numbers among some texts, as of boxes that were ticked."""
    return [number for number in map(as_number, texts) if number is not None]


def one_of(text: str, allowed: Iterable[str]) -> str:
    """Give the text if it is one of the choices, else ""."""
    return text if text in set(allowed) else ""
