"""From the days of a membership to what the person was, where, on each day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

PROBATIONARY, OFFICIAL = "probationary", "official"


@dataclass(frozen=True, slots=True)
class Stay:
    """Active in one cell from-until; None since: from the start; None until: still."""

    cell: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of days on which both cell and standing stayed the same."""

    cell: int
    standing: str
    since: date | None
    until: date | None


def standings(
    admitted: date | None, official_from: date | None, ended: date | None, stays: Iterable[Stay]
) -> Iterator[Stretch]:
    """Cut each stay at the day the person became official; clip it to the membership.

    `official_from` is the day of the recognising decision (or, where that is not known, of the end
    of probation). A day of recognition on or before the start makes the whole stay official: the
    dates are then out of order or equal, and it is for people to put right which one is wrong.
    """
    for stay in stays:
        since = _later(stay.since, admitted)
        until = _earlier(stay.until, ended)
        if since is not None and until is not None and until <= since:
            continue
        if official_from is None or (until is not None and official_from >= until):
            yield Stretch(stay.cell, PROBATIONARY, since, until)
        elif since is not None and official_from <= since:
            yield Stretch(stay.cell, OFFICIAL, since, until)
        else:
            yield Stretch(stay.cell, PROBATIONARY, since, official_from)
            yield Stretch(stay.cell, OFFICIAL, official_from, until)


def _later(one: date | None, other: date | None) -> date | None:
    return max((d for d in (one, other) if d is not None), default=None)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((d for d in (one, other) if d is not None), default=None)
