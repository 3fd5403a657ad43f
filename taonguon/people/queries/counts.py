"""Members of units on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from taonguon.orgs.enums import CELLS
from taonguon.orgs.queries import Map
from taonguon.people.enums import Standing
from taonguon.people.models import Activity
from taonguon.rules.tree import Node


@dataclass(frozen=True, slots=True)
class Members:
    """How many members, by standing."""

    official: int = 0
    probationary: int = 0

    @property
    def total(self) -> int:
        """Official and on probation together."""
        return self.official + self.probationary

    def __add__(self, other: "Members") -> "Members":
        return Members(self.official + other.official, self.probationary + other.probationary)


def members_by_cell(on: date, cells: Iterable[int] | None) -> dict[int, Members]:
    """Count the members of each cell on a day with one query; None: of all cells, without a condition.

    What still lasts and what has ended since are asked apart, each with an index of its own; asked with
    "or", the database would go through all rows there ever were.
    """
    begun = Activity.objects.filter(Q(since__isnull=True) | Q(since__lte=on))
    if cells is not None:
        begun = begun.filter(cell_id__in=list(cells))
    still = begun.filter(until__isnull=True).order_by().values_list("cell_id", "standing")
    # "+ 0": grouped by the bare column, SQLite would walk an index in its order, over all that was ever over.
    over = begun.filter(until__gt=on).annotate(unit=F("cell_id") + 0).order_by().values_list("unit", "standing")
    counted = still.annotate(number=Count("pk")).union(over.annotate(number=Count("pk")), all=True)
    official: dict[int, int] = defaultdict(int)
    probationary: dict[int, int] = defaultdict(int)
    for cell, standing, number in counted:
        (official if standing == Standing.OFFICIAL else probationary)[cell] += number
    return {cell: Members(official[cell], probationary[cell]) for cell in [*official, *probationary]}


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
    return together(by_unit[n.pk] for n in top.walk() if n.pk in by_unit)


def together(some: Iterable[Members]) -> Members:
    """Add members up."""
    official = probationary = 0
    for one in some:
        official += one.official
        probationary += one.probationary
    return Members(official, probationary)
