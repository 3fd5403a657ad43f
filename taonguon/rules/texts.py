"""The texts that carry the rules: what they are, when they were in force, how sure we are of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How we know what a clause says."""

    TEXT = "text"  # the clause itself was read
    SECONDARY = "secondary"  # a summary, official answer, question bank or local guide states it
    ASSUMED = "assumed"  # carried over from a neighbouring text, or our convention: never blocks
    UNKNOWN = "unknown"  # not seen


@dataclass(frozen=True, slots=True)
class Text:
    """A document. Numbers repeat each term, so the day of issue is part of its name.

    `since` is the first day in force, `until` the first day no longer (None: still in force as far
    as known). `layer` says which text replaces which; `unread`: nobody here has seen it.
    """

    key: str
    number: str
    issued: date
    since: date
    until: date | None
    layer: str
    unread: bool = False
    switch_assumed: bool = False
    doubtful_since: date | None = None
    assumed_since: date | None = None
    local: bool = False

    def in_force(self, day: date) -> bool:
        """Say whether it was in force on the day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Cite:
    """A clause of a text, and how we know it."""

    text: Text
    clause: str
    confidence: Confidence

    def as_json(self) -> dict[str, str]:
        """Give the form of `taonguon check --json`."""
        return {
            "document": self.text.number,
            "issued": self.text.issued.isoformat(),
            "clause": self.clause,
            "confidence": str(self.confidence),
        }
