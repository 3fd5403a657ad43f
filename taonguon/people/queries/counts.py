"""Members of units on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from taonguon.orgs.enums import CELLS
from taonguon.orgs.queries import Map, on_day
from taonguon.people.enums import Standing
from taonguon.people.models import Activity
from taonguon.rules.tree import Node


@dataclass(frozen=True, slots=True)
class Members:
    """How many members, by standing."""

    official: int = 0
    probationary: int = 0

    @property
    def all(self) -> int:
        """Official and on probation together."""
        return self.official + self.probationary

    def __add__(self, other: "Members") -> "Members":
        return Members(self.official + other.official, self.probationary + other.probationary)


def members_by_cell(on: date, cells: Iterable[int] | None) -> dict[int, Members]:
    """Count the members of each cell on a day with one query; None: of all cells, without a condition."""
    rows = Activity.objects.filter(on_day(on))
    if cells is not None:
        rows = rows.filter(cell_id__in=list(cells))
    out: dict[int, Members] = {}
    for cell, standing, number in rows.values_list("cell_id", "standing").annotate(number=Count("pk")).order_by():
        one = Members(official=number) if standing == Standing.OFFICIAL else Members(probationary=number)
        out[cell] = out.get(cell, Members()) + one
    return out


def members_under(tops: Iterable[Node], on: Map) -> dict[int, Members]:
    """Count members by unit in some branches of the tree: one query.

    Members of a cell that was not yet there on the day (their earlier cell is not known) count for
    the unit it was founded under.
    """
    inside = {n.pk for top in tops for n in top.walk()}
    later = {cell: parent for cell, parent in on.later_parents.items() if parent in inside and cell not in inside}
    whole = len(inside) == len(on.organisations.by_pk)
    cells = [pk for pk in inside if on.organisations.by_pk[pk].kind in CELLS]
    counted = members_by_cell(on.on, None if whole else [*cells, *later])
    for cell, parent in later.items():
        if cell in counted:
            counted[parent] = counted.get(parent, Members()) + counted.pop(cell)
    return counted


def rolled_up(top: Node, by_unit: dict[int, Members]) -> Members:
    """Add up the members of a unit and of all below it."""
    return sum((by_unit.get(n.pk, Members()) for n in top.walk()), Members())
