"""What keeps happening: the same unit, the same matter, two reminders past their last day and not done."""

from dataclasses import dataclass
from datetime import date

from taonguon.orgs.queries import Map
from taonguon.reminders.enums import Kind, Matter
from taonguon.reminders.figures import Figures, UnitFigures
from taonguon.reminders.models import Addressee
from taonguon.rules.tree import Node

TIMES = 2
"""So many reminders of one matter in vain are told to the next level up."""


@dataclass(frozen=True, slots=True)
class Again:
    """A unit whose reminders of some matters were in vain."""

    figures: UnitFigures
    matters: tuple[Matter, ...]
    parts: tuple[Addressee, ...]
    """The reminders, the oldest first."""


def repeated(unit: int, figures: Figures, today: date) -> list[Again]:
    """Give the units to tell the next level of, in the office's order: one query.

    What the figures no longer show keeps happening no more; a reminder already told of is not told again.
    """
    rows = Addressee.objects.filter(
        dispatch__unit=unit, dispatch__signed_on__isnull=False, dispatch__due_on__lt=today, done_on__isnull=True,
        escalated_in__isnull=True,
    ).exclude(dispatch__kind=Kind.ESCALATION)  # fmt: skip
    parts: dict[int, list[Addressee]] = {}
    for part in rows.select_related("dispatch").order_by("dispatch__signed_on", "dispatch__number", "pk"):
        parts.setdefault(part.unit_id, []).append(part)
    out = []
    for one in figures.with_something_to_do:
        found = parts.get(one.pk, [])
        matters = tuple(m for m in one.matters if sum(m in part.matters for part in found) >= TIMES)
        if matters:
            told = tuple(part for part in found if set(part.matters) & set(matters))
            out.append(Again(one, matters, told))
    return out


def next_level(issuer: int, units: Map) -> Node:
    """Give the next level up. The superior of the units below is the issuer itself, so it is the one above that.

    At the root there is none above: its board reports to its own standing committee.
    """
    own = units.organisations.by_pk[issuer]
    return own.parent or own
