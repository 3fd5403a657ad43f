"""Members of units on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, Count, ExpressionWrapper, F, Field, Q, Value

from taonguon.orgs.enums import CELLS
from taonguon.orgs.queries import Map
from taonguon.people.enums import Standing
from taonguon.people.models import Activity
from taonguon.rules.tree import Node


class Members(NamedTuple):
    """How many members, by standing. A plain tuple: a province has 6,000 cells."""

    official: int = 0
    probationary: int = 0

    @property
    def total(self) -> int:
        """Official and on probation together."""
        return self.official + self.probationary


_NUMBER: "Field[int, int]" = Field()
"""A whole number as the database gives it; Django would turn each of thousands into what it is already."""


def members_by_cell(on: date, cells: Iterable[int] | None) -> dict[int, Members]:
    """Count the members of each cell on a day with one query; None: of all cells, without a condition.

    What still lasts and what has ended since are asked apart, each with an index of its own; asked with
    "or", the database would go through all rows there ever were. What still lasts is asked by standing:
    each is one stretch of its index, in the order of the cells.
    """
    begun = Activity.objects.filter(Q(since__isnull=True) | Q(since__lte=on)).order_by()
    if cells is not None:
        begun = begun.filter(cell_id__in=list(cells))
    still = [
        begun.filter(until__isnull=True, standing=standing)
        .values_list("cell_id", Value(standing.value, output_field=CharField()))
        .annotate(number=Count("*", output_field=_NUMBER))
        for standing in Standing
    ]
    # "+ 0": grouped by the bare column, SQLite would walk an index in its order, over all that was ever over.
    unit = ExpressionWrapper(F("cell_id") + 0, output_field=_NUMBER)
    over = begun.filter(until__gt=on).annotate(unit=unit).values_list("unit", "standing")
    official: dict[int, int] = defaultdict(int)
    probationary: dict[int, int] = defaultdict(int)
    for cell, standing, number in over.annotate(number=Count("*", output_field=_NUMBER)).union(*still, all=True):
        (official if standing == Standing.OFFICIAL else probationary)[cell] += number
    return {cell: Members(official[cell], probationary[cell]) for cell in official.keys() | probationary.keys()}


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
            counted[parent] = together((counted.get(parent, Members()), counted.pop(cell)))
    return counted


def rolled_up(top: Node, by_unit: dict[int, Members]) -> Members:
    """Add up the members of a unit and of all below it."""
    return together(by_unit[n.pk] for n in top.walk() if n.pk in by_unit)


def together(some: Iterable[Members]) -> Members:
    """Add members up."""
    listed = list(some)
    return Members(sum(one.official for one in listed), sum(one.probationary for one in listed))
