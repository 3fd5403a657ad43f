"""What the ledger's boards have in common: which units they are laid out by, and how cases roll up to them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from taonguon.admissions.models import Candidacy
from taonguon.orgs.access import Scope
from taonguon.orgs.enums import CELLS
from taonguon.people.queries.listing import CHOICES_MAX
from taonguon.people.queries.tree import tops
from taonguon.rules.names import fold
from taonguon.rules.tree import Node

WORDS_MAX = 8
LONGEST_SEARCH = 80
CELLS_TOO = 60
"""Up to so many units, a commune's, the cells are offered as choices too."""


@dataclass(frozen=True)
class UnitLine:
    """One unit of a board with its counts; pk None: what lies directly under the unit above."""

    pk: int | None
    name: str
    counts: Counter[str]

    @property
    def total(self) -> int:
        """All that is counted here."""
        return self.counts.total()


def units_to_choose(scope: Scope, chosen: int | None) -> list[tuple[str, str]]:
    """Give the units in reach as (id, indented name) to choose from; where they are many, no cell but the one chosen."""
    reached = [n for n in scope.map.organisations.walk() if n.pk in scope.organisation_ids]
    if len(reached) > CELLS_TOO:
        reached = [n for n in reached if n.kind not in CELLS or n.pk == chosen][:CHOICES_MAX]
    top = min((len(n.ancestors()) for n in reached), default=0)
    return [(str(n.pk), "\u2003" * (len(n.ancestors()) - top) + n.name) for n in reached]


def units_below(scope: Scope, unit: int | None) -> list[Node]:
    """Give the units a board is laid out by: those below the one asked for, or below the highest one reached."""
    tree = scope.map.organisations
    if unit is not None:
        node = tree.get(unit)
        return list(node.children) if node is not None else []
    highest = tops(scope, scope.map)
    return list(highest[0].children) if len(highest) == 1 else highest


def by_unit(lines: Sequence[Node], counts: Mapping[int, Counter[str]]) -> list[UnitLine]:
    """Roll counts by cell up to the units of a board, leaving out those without any; what is left over comes last."""
    line_of = {below.pk: line for line in lines for below in line.walk()}
    totals: dict[int | None, Counter[str]] = {}
    for cell, found in counts.items():
        line = line_of.get(cell)
        totals.setdefault(line.pk if line else None, Counter()).update(found)
    out = [UnitLine(line.pk, line.name, totals[line.pk]) for line in lines if line.pk in totals]
    return [*out, UnitLine(None, "", totals[None])] if None in totals and out else out


def within(rows: QuerySet[Candidacy], scope: Scope, unit: int | None) -> QuerySet[Candidacy]:
    """Narrow cases to those handled in a unit or below it."""
    return rows if unit is None else rows.filter(cell_id__in=scope.map.organisations.under(unit))


Rows = TypeVar("Rows", bound=Model)


def named(rows: QuerySet[Rows], text: str, person: str = "person__") -> QuerySet[Rows]:
    """Narrow rows to people whose name has all the words, with or without marks; `person` is the way to them."""
    for word in fold(text[:LONGEST_SEARCH]).split()[:WORDS_MAX]:
        rows = rows.filter(**{f"{person}folded__contains": word})
    return rows
