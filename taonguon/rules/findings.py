"""What the engine answers: findings, and the verdict they add up to."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from taonguon.rules.texts import Cite


class Weight(StrEnum):
    """What a finding does to the verdict."""

    BLOCK = "block"
    HUMAN = "human"  # a value is not known, or no text settles it: people decide
    UNKNOWN = "unknown"  # a fact is missing
    WARN = "warn"
    INFO = "info"


class Verdict(StrEnum):
    """The answer about a step on a day."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    NEEDS_HUMAN = "needs-human"


STOPPING = frozenset({Weight.BLOCK, Weight.HUMAN, Weight.UNKNOWN})


class Finding(NamedTuple):
    """One thing a rule found. `reason` and `facts` become a sentence outside the core.

    `facts` holds only plain values (days, whole numbers, words of the case file); `notes` names the
    assumptions the finding rests on.
    """

    rule: str
    weight: Weight
    reason: str
    cites: tuple[Cite, ...]
    facts: Mapping[str, Any] = MappingProxyType({})
    notes: tuple[str, ...] = ()


class Answer(NamedTuple):
    """What is said of one step on one day."""

    id: str
    step: str
    on: date
    verdict: Verdict
    findings: tuple[Finding, ...]
    dates: Mapping[str, date]
    base: int | None
    needed: int | None
    in_favour: int | None

    @property
    def rules(self) -> list[str]:
        """Ids of the rules that block, need a human or miss a fact, in the order they were found."""
        return list(dict.fromkeys(f.rule for f in self.findings if f.weight in STOPPING))


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Blocked if anything blocks, else left to people if anything is open, else allowed."""
    if not findings:
        return Verdict.ALLOWED
    weights = {f.weight for f in findings}
    if Weight.BLOCK in weights:
        return Verdict.BLOCKED
    if weights & STOPPING:
        return Verdict.NEEDS_HUMAN
    return Verdict.ALLOWED
