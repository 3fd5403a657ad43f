"""How the open cases of some cells stood on any day, reckoned anew from what is on record about the days up to it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from taonguon.admissions.enums import SOURCE_STAGES
from taonguon.admissions.facts import Bundle, bundles, case_of
from taonguon.admissions.models import Candidacy, Handling
from taonguon.admissions.queries import next_clock, stage_of
from taonguon.procedures.book import book
from taonguon.rules.engine import calendar

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Stood:
    """An open case on a day."""

    cell: int
    in_source: bool
    """Before the ceremony."""
    by: date | None
    """The last day of what was then to be done next; as the work list shows it of the same day."""


def stood_on(cells: Collection[int], on: date) -> list[Stood]:
    """Give the cases that some cells handled and that were open on a day: eight queries for each 2,000 of them.

    What was recorded later about that day or an earlier one is known; what happened later is not.
    """
    lasting = Q(closed="") | Q(closed_on__gt=on)
    handled = Handling.objects.filter(cell__in=cells).values("candidacy")
    rows = Candidacy.objects.filter(lasting & (Q(cell__in=cells) | Q(pk__in=handled))).select_related("person")
    return [stood for bundle in _cut(list(rows.order_by("pk")), on) if (stood := _stood(bundle, on)).cell in cells]


def _cut(rows: Sequence[Candidacy], on: date) -> Iterator[Bundle]:
    """Give each case with what had happened by the day; one that had not begun is left out."""
    for first in range(0, len(rows), _AT_ONCE):
        for bundle in bundles(rows[first : first + _AT_ONCE], on):
            bundle.acts = {key: act for key, act in bundle.acts.items() if act.on is None or act.on <= on}
            bundle.assignments = [a for a in bundle.assignments if a.since is None or a.since <= on]
            known = bool(bundle.handlings)
            bundle.handlings = [row for row in bundle.handlings if row.since is None or row.since <= on]
            if bundle.handlings or not known:
                yield bundle


def _stood(bundle: Bundle, on: date) -> Stood:
    lasting = [row for row in bundle.handlings if row.until is None or row.until > on]
    cell = lasting[-1].cell_id if lasting else bundle.candidacy.cell_id
    stage, _since = stage_of(bundle)
    clock = next_clock(calendar(case_of(bundle, "list", on), book()))
    return Stood(cell, stage in SOURCE_STAGES, clock.by if clock is not None else None)
