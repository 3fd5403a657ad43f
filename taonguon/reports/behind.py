"""The people behind each number of the first page: made of the same rows, so that list and number cannot disagree."""

from datetime import date

from taonguon.people.enums import MASS_ORGANISATION_HEADS, VILLAGE_POSTS
from taonguon.people.queries.seats import Seat
from taonguon.reports import counts
from taonguon.reports.day import Day, day_of, mismatch
from taonguon.reports.overview import MASS
from taonguon.rules.dates import Period

BEHIND = (
    "members", "official", "probationary", "women", "minority", "holders", "holders-members", "holders-not-members",
    "concurrent", "secretaries", "admitted", "admitted-before", "recognised", "recognised-before", "overdue", "mismatches",
)  # fmt: skip
"""Names of the numbers that have people behind them. 'holders…' may be followed by ':kind'."""


def people_behind(name: str, unit_pk: int | None, on: date, period: Period | None = None) -> set[int]:
    """Give the ids of the people a number counts; KeyError for a name that is none of `BEHIND`."""
    day = day_of(unit_pk, on, period)
    name, _, kind = name.partition(":")
    if name not in BEHIND:
        raise KeyError(name)
    if name.startswith("holders") or name == "mismatches":
        return {s.person for s in _seats_behind(name, kind, day) if s.person is not None}
    if name in {"members", "official", "probationary", "women", "minority"}:
        return _members_behind(name, day)
    if name == "overdue":
        return {person for person, _day in day.overdue}
    if name == "concurrent":
        return {day.secretaries[cell.pk] for cell, _village in day.concurrent}
    if name == "secretaries":
        return {day.secretaries[c.pk] for c in day.place.village_cells if c.pk in day.secretaries}
    span = day.period.a_year_before() if name.endswith("-before") else day.period
    read = counts.admitted_between if name.startswith("admitted") else counts.recognised_between
    return set(read(day.place, span.first, min(span.last, on)).values_list("person_id", flat=True))


def posts_behind(name: str, unit_pk: int | None, on: date) -> int | None:
    """Count the posts a number of posts counts (one person may hold two); None for a number of people."""
    name, _, kind = name.partition(":")
    if not name.startswith("holders") and name != "mismatches":
        return None
    return len(_seats_behind(name, kind, day_of(unit_pk, on)))


def _seats_behind(name: str, kind: str, day: Day) -> list[Seat]:
    wanted = set(MASS_ORGANISATION_HEADS) if kind == MASS else {kind} if kind else set(VILLAGE_POSTS)
    return [s for s in day.seats if s.person is not None and s.kind in wanted and _counts_in(name, s)]


def _counts_in(name: str, seat: Seat) -> bool:
    if name == "holders-members":
        return seat.member
    if name == "holders-not-members":
        return not seat.member
    return name == "holders" or bool(mismatch(seat))


def _members_behind(name: str, day: Day) -> set[int]:
    rows = counts.activities(day.place)
    if name in {"official", "probationary"}:
        rows = rows.filter(standing=name)
    elif name == "women":
        rows = rows.filter(person__sex="f")
    elif name == "minority":
        rows = rows.exclude(person__ethnicity__in=("", "Kinh"))
    return set(rows.values_list("person_id", flat=True))
