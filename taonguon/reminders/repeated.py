"""What was asked already: in a draft, by a reminder that still runs, or again and again in vain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from taonguon.orgs.queries import Map
from taonguon.reminders.enums import Kind, Matter
from taonguon.reminders.figures import Figures, UnitFigures
from taonguon.reminders.models import IN_FORCE, Addressee, Dispatch
from taonguon.rules.tree import Node

TIMES = 2
"""So many reminders of one matter in vain are told to the next level up."""


def in_drafts(unit: int, units: Iterable[int] | None = None) -> dict[int, Addressee]:
    """Give the units that stand in a draft of an issuer's, each with its part of it: one query."""
    rows = Addressee.objects.filter(dispatch__unit=unit, dispatch__signed_on__isnull=True)
    rows = rows.exclude(dispatch__kind=Kind.ESCALATION).order_by("-pk")
    return {part.unit_id: part for part in (rows if units is None else rows.filter(unit__in=units))}


def running(unit: int, today: date) -> dict[int, list[Addressee]]:
    """Give the reminders of an issuer's whose last day is not over and that are not done, by unit: one query."""
    rows = Addressee.objects.filter(
        IN_FORCE, dispatch__unit=unit, dispatch__due_on__gte=today, done_on__isnull=True
    ).exclude(dispatch__kind=Kind.ESCALATION)
    out: dict[int, list[Addressee]] = {}
    for part in rows.select_related("dispatch").order_by("dispatch__signed_on", "dispatch__number", "pk"):
        out.setdefault(part.unit_id, []).append(part)
    return out


def not_yet_asked(one: UnitFigures, parts: Sequence[Addressee]) -> tuple[Matter, ...]:
    """Give what of a unit's matters no running reminder speaks of: the same is not asked for twice at a time."""
    return tuple(matter for matter in one.matters if not any(matter in part.matters for part in parts))


@dataclass(frozen=True, slots=True)
class Again:
    """A unit whose reminders of some matters were in vain."""

    figures: UnitFigures
    matters: tuple[Matter, ...]
    parts: tuple[Addressee, ...]
    """The reminders, the oldest first."""


def repeated(unit: int, figures: Figures, today: date) -> list[Again]:
    """Give the units to tell the next level of, in the office's order: one query.

    A reminder counts as a second one only if it was signed after the first ran out. What the figures no longer show
    keeps happening no more; a reminder already told of is not told again, unless that report was taken back.
    """
    told_of = Dispatch.objects.filter(kind=Kind.ESCALATION, withdrawn_on__isnull=True, earlier=OuterRef("pk"))
    rows = Addressee.objects.filter(
        ~Exists(told_of), IN_FORCE, dispatch__unit=unit, dispatch__due_on__lt=today, done_on__isnull=True
    ).exclude(dispatch__kind=Kind.ESCALATION)
    parts: dict[int, list[Addressee]] = {}
    for part in rows.select_related("dispatch").order_by("dispatch__signed_on", "dispatch__number", "pk"):
        parts.setdefault(part.unit_id, []).append(part)
    out = []
    for one in figures.with_something_to_do:
        found = parts.get(one.pk, [])
        matters = tuple(m for m in one.matters if _in_vain(part for part in found if m in part.matters) >= TIMES)
        if matters:
            told = tuple(part for part in found if set(part.matters) & set(matters))
            out.append(Again(one, matters, told))
    return out


def _in_vain(parts: Iterable[Addressee]) -> int:
    """Count reminders one after the other, each signed after the one before it ran out."""
    spans = sorted(
        (p.dispatch.due_on, p.dispatch.signed_on) for p in parts if p.dispatch.due_on and p.dispatch.signed_on
    )
    times, over = 0, date.min
    for due, signed in spans:
        if signed > over:
            times, over = times + 1, due
    return times


def next_level(issuer: int, units: Map) -> Node:
    """Give the next level up. The superior of the units below is the issuer itself, so it is the one above that.

    At the root there is none above: its board reports to its own standing committee.
    """
    own = units.organisations.by_pk[issuer]
    return own.parent or own
