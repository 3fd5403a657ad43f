"""How the open cases of some cells stood on any day, reckoned anew from what is on record about the days up to it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from taonguon.admissions.enums import SOURCE_STAGES
from taonguon.admissions.facts import Bundle, case_of
from taonguon.admissions.models import Act, Assignment, Candidacy, Handling
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
    clock: str
    """Which clock that is; "" where none runs."""


def stood_on(cells: Collection[int], on: date) -> list[Stood]:
    """Give the cases that some cells handled and that were open on a day: one query, and three for each 2,000 of them.

    What was recorded later about that day or an earlier one is known; what happened later is not.
    """
    lasting = Q(closed="") | Q(closed_on__gt=on)
    handled = Handling.objects.filter(cell__in=cells).values("candidacy")
    rows = Candidacy.objects.filter(lasting & (Q(cell__in=cells) | Q(pk__in=handled))).select_related("person")
    told = rows.only("cell", "code", "facts", "person__born_on", "person__born_precision", "person__sex").order_by("pk")
    return [stood for bundle in _known(list(told), on) if (stood := _stood(bundle, on)).cell in cells]


def _known(rows: Sequence[Candidacy], on: date) -> Iterator[Bundle]:
    """Give each case with what of it clocks and stages ask for, as it was by the day; one not yet begun is left out."""
    happened = Q(on__isnull=True) | Q(on__lte=on)
    begun = Q(since__isnull=True) | Q(since__lte=on)
    for first in range(0, len(rows), _AT_ONCE):
        out = {row.pk: Bundle(row) for row in rows[first : first + _AT_ONCE]}
        acts = Act.objects.filter(happened, candidacy__in=out, standing=True)
        for act in acts.only("candidacy_id", "key", "on", "precision"):
            out[act.candidacy_id].acts[act.key] = act
        for assignment in (
            Assignment.objects.filter(begun, candidacy__in=out).only("candidacy_id", "since").order_by("since", "pk")
        ):
            out[assignment.candidacy_id].assignments.append(assignment)
        later = set()
        for handling in Handling.objects.filter(candidacy__in=out).order_by("since", "pk"):
            if handling.since is None or handling.since <= on:
                out[handling.candidacy_id].handlings.append(handling)
            else:
                later.add(handling.candidacy_id)
        yield from (bundle for pk, bundle in out.items() if bundle.handlings or pk not in later)


def _stood(bundle: Bundle, on: date) -> Stood:
    lasting = [row for row in bundle.handlings if row.until is None or row.until > on]
    cell = lasting[-1].cell_id if lasting else bundle.candidacy.cell_id
    stage, _since = stage_of(bundle)
    clock = next_clock(calendar(case_of(bundle, "list", on), book()))
    return Stood(cell, stage in SOURCE_STAGES, clock.by if clock else None, clock.name if clock else "")
