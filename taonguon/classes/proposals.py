"""Named reads of proposals: the list with how each person stands, and how many wait."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet

from taonguon.admissions.boards import WORDS_MAX
from taonguon.classes.access import proposals_in
from taonguon.classes.eligibility import Look, looks
from taonguon.classes.enums import NeededFor, Wish
from taonguon.classes.models import CourseKind, Proposal
from taonguon.orgs.access import Scope
from taonguon.rules.names import fold
from taonguon.web.paging import SIZE, Page, clip

SHOWN = (Wish.PROPOSED, Wish.AGREED, Wish.NOT_NOW, Wish.ENROLLED)
"""States a list may be of; who was withdrawn is counted, not listed."""


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    state: str = Wish.PROPOSED
    kind: int | None = None
    unit: int | None = None
    text: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ProposalLine:
    """One proposal of the list."""

    row: Proposal
    cell: str
    reason: str
    days_left: int | None
    look: Look


def states(scope: Scope) -> list[tuple[Wish, str, int]]:
    """Count the proposals in reach by state: one query."""
    counts = dict(proposals_in(scope).order_by().values_list("state").annotate(Count("pk")))
    return [(state, str(state.label), counts.get(state, 0)) for state in SHOWN]


def matching(scope: Scope, filters: Filters) -> QuerySet[Proposal]:
    """Give the proposals of the list, those needed first."""
    rows = proposals_in(scope).filter(state=filters.state)
    if filters.unit is not None:
        rows = rows.filter(cell_id__in=scope.map.organisations.under(filters.unit))
    if filters.kind is not None:
        rows = rows.filter(kind_id=filters.kind)
    if filters.reason:
        rows = rows.filter(needed_for=filters.reason)
    for word in fold(filters.text).split()[:WORDS_MAX]:
        rows = rows.filter(person__folded__contains=word)
    return rows


def proposals_page(scope: Scope, filters: Filters, number: int, today: date) -> Page[ProposalLine]:
    """Give one page of proposals, each with how the person stands, in a constant number of queries."""
    rows = matching(scope, filters)
    total = rows.count()
    number = clip(number, total)
    ordered = rows.select_related("person", "kind").order_by(F("needed_by").asc(nulls_last=True), "made_on", "pk")
    page = list(ordered[(number - 1) * SIZE : number * SIZE])
    return Page(lines_of(page, scope, today), number, total)


def lines_of(rows: list[Proposal], scope: Scope, today: date) -> list[ProposalLine]:
    """Say how the person of each proposal stands before its kind of class; a page has few kinds."""
    stand: dict[tuple[int, int], Look] = {}
    kinds: dict[int, CourseKind] = {row.kind_id: row.kind for row in rows}
    for kind in kinds.values():
        people = [row.person for row in rows if row.kind_id == kind.pk]
        stand |= {(kind.pk, pk): look for pk, look in looks(scope, people, kind, today).items()}
    out = []
    for row in rows:
        cell = scope.map.organisations.get(row.cell_id)
        left = (row.needed_by - today).days if row.needed_by is not None else None
        reason = str(NeededFor(row.needed_for).label) if row.needed_for else ""
        out.append(ProposalLine(row, cell.name if cell else "", reason, left, stand[row.kind_id, row.person_id]))
    return out
