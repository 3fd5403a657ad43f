"""What the rules say of one who holds a post: whether he can be admitted, and the earliest day of being official."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from taonguon.procedures.book import book
from taonguon.rules.book import Book
from taonguon.rules.cases import Case
from taonguon.rules.engine import calendar, check
from taonguon.rules.findings import Finding, Weight
from taonguon.rules.readiness import BARS


@dataclass(frozen=True, slots=True)
class Lawful:
    """The rules' answer about a person, whatever is still to be done on the papers."""

    official: date | None
    """The earliest day of being official; None where he is barred, or the rules of the day do not give one."""
    bars: tuple[Finding, ...] = ()
    """What stands against his admission, where it is more than a day that comes by itself."""
    for_people: tuple[Finding, ...] = ()
    """What no text settles: people decide."""
    waits: tuple[Finding, ...] = ()
    """What stands in the way until a day that comes by itself; `official` counts from that day."""
    start: date | None = None
    """The first day from which the rules about the person allow his admission; None after the ceremony, or where barred."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything the rules say."""
        return (*self.bars, *self.waits, *self.for_people)


def ask(case: Case, on: date) -> Lawful:
    """Ask the rules about a person on a day. Where only a day stands in the way, they are asked again for that day.

    What is judged at the cell's meeting is judged as of the meeting that was held, or as if it were held now.
    """
    rules = book()
    met = isinstance(case.done.get("cell-resolution"), date)
    case = replace(case, on=on, step="committee-vote" if met else "cell-vote")
    held = case.done.get("ceremony")
    if isinstance(held, date):
        return Lawful(official_after(held, on))
    bars, for_people = _blocks(case, rules)
    start, waits = on, bars
    if bars and all(finding.facts.get("may_from") for finding in bars):
        start = max(on, *(finding.facts["may_from"] for finding in bars))
        bars, for_people = _blocks(replace(case, on=start), rules)
    if bars:
        return Lawful(None, bars, for_people)
    return Lawful(official_after(start, on), (), for_people, waits, start)


def official_after(ceremony: date, on: date) -> date | None:
    """Give the day of being official after a ceremony, by the texts in force on a day; None where none is known."""
    return _official_after(book(), ceremony, on)


@lru_cache(maxsize=4096)
def _official_after(rules: Book, ceremony: date, on: date) -> date | None:
    clocks = calendar(Case("list", on, done={"ceremony": ceremony}), rules)
    return next((clock.by for clock in clocks if clock.name == "official-on"), None)


def _blocks(case: Case, rules: Book) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    only = tuple(rule for rule in BARS if rule in rules.rules)
    found = check(replace(case, only=only), rules).findings
    return (
        tuple(finding for finding in found if finding.weight is Weight.BLOCK),
        tuple(finding for finding in found if finding.weight is Weight.HUMAN),
    )
