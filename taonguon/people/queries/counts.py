"""Members of units on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from taonguon.orgs.enums import CELLS
from taonguon.orgs.queries import on_day
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


def members_by_cell(on: date, cells: Iterable[int] | None = None) -> dict[int, Members]:
    """Count the members of each cell on a day with one query; of all cells where none are named."""
    rows = Activity.objects.filter(on_day(on))
    if cells is not None:
        rows = rows.filter(cell_id__in=list(cells))
    out: dict[int, Members] = {}
    for cell, standing, number in rows.values_list("cell_id", "standing").annotate(number=Count("pk")).order_by():
        one = Members(official=number) if standing == Standing.OFFICIAL else Members(probationary=number)
        out[cell] = out.get(cell, Members()) + one
    return out


def rolled_up(top: Node, by_cell: dict[int, Members]) -> Members:
    """Add up the members of a unit and of all below it."""
    return sum((by_cell.get(n.pk, Members()) for n in top.walk()), Members())


def cells_below(tops: Iterable[Node]) -> list[int]:
    """Give the ids of the cells in the branches of some units."""
    return [n.pk for top in tops for n in top.walk() if n.kind in CELLS]
