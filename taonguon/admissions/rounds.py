"""Reads of the monthly review: the list a cell goes through, and what of it waits where, for any month."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from taonguon.accounts.enums import Role
from taonguon.admissions.boards import UnitLine, by_unit, units_below
from taonguon.admissions.enums import SOURCE_STAGES
from taonguon.admissions.facts import OPEN
from taonguon.admissions.models import Candidacy
from taonguon.admissions.review_enums import RoundState
from taonguon.admissions.review_models import Round, Suggestion
from taonguon.admissions.suggestions import waiting_suggestions
from taonguon.orgs.access import Scope
from taonguon.orgs.enums import CELLS
from taonguon.orgs.queries import map_on
from taonguon.rules.dates import add_months
from taonguon.rules.tree import Node
from taonguon.web.paging import SIZE, Page, clip

NONE, LONG = "chua", "lau"
"""Instead of a state: nothing is recorded of the month; nothing for LONG_MONTHS."""
STATES = (RoundState.AGREED, RoundState.SENT, RoundState.RETURNED)
LABELS: dict[str, Any] = {
    RoundState.AGREED: _("Đảng ủy đã xem xét"), RoundState.SENT: _("Chờ đảng ủy xem xét"),
    RoundState.RETURNED: _("Đảng ủy trả lại"), NONE: _("Chưa rà soát"), LONG: _("Từ ba tháng nay chưa rà soát"),
}  # fmt: skip
LONG_MONTHS = 3
SHOWN_MAX = 5
_STANDING = ~Q(state=RoundState.RETURNED)


def month_of(day: date) -> date:
    """Give the first day of a day's month: what a month is named by."""
    return day.replace(day=1)


def list_of(cell_pk: int) -> QuerySet[Candidacy]:
    """Give the list a cell goes through: its open cases before the ceremony."""
    return Candidacy.objects.filter(OPEN, cell_id=cell_pk, stage__in=SOURCE_STAGES).order_by("pk")


def suggested_to(cell_pk: int) -> QuerySet[Suggestion]:
    """Give the suggestions that wait for a cell, the oldest first."""
    return waiting_suggestions().filter(cell_id=cell_pk).select_related("person", "organisation").order_by("pk")


# The board.


@dataclass(frozen=True)
class CellLine:
    """One cell of the board in the month asked for."""

    pk: int
    name: str
    above: str
    state: str
    """A code of `RoundState`, or NONE."""
    label: str
    round_pk: int | None
    resolved_on: date | None
    last_on: date | None
    """Resolution of its last review up to that month; None where none is recorded."""
    long: bool


@dataclass(frozen=True)
class Board:
    """A month: its cells one page at a time, how many are how far, and by unit."""

    page: Page[CellLine]
    counts: Counter[str]
    units: list[UnitLine]


def board_of(scope: Scope, unit: int | None, month: date, only: str, number: int) -> Board:
    """Give the board of a month: two queries whatever the number of cells, besides the trees of a month gone by.

    Cells stand in the office's own order; those not yet founded in the month are left out.
    """
    lines = _lines(scope, unit, month)
    counts: Counter[str] = Counter()
    by_cell: dict[int, Counter[str]] = {}
    for line in lines:
        codes = [line.state, LONG] if line.long else [line.state]
        counts.update(codes)
        by_cell[line.pk] = Counter(codes)
    shown = [line for line in lines if not only or only == line.state or (only == LONG and line.long)]
    number = clip(number, len(shown))
    page = Page(shown[(number - 1) * SIZE : number * SIZE], number, len(shown))
    below = [node for node in units_below(scope, unit) if node.kind not in CELLS]
    return Board(page, counts, by_unit(below, by_cell) if below else [])


def _lines(scope: Scope, unit: int | None, month: date) -> list[CellLine]:
    cells = cells_of(scope, unit)
    end = add_months(month, 1) - timedelta(days=1)
    there = (map_on(end) if end < scope.map.on else scope.map).organisations
    rows = Round.objects.all()
    if unit is not None or not scope.everything:
        rows = rows.filter(cell_id__in=[cell.pk for cell in cells])
    # A round given back counts only where none stands: the last one written wins.
    of_month = rows.filter(month=month).order_by("pk").values_list("cell_id", "pk", "state", "resolved_on")
    found = {cell: (pk, state, on) for cell, pk, state, on in of_month}
    lasting = rows.filter(_STANDING, month__lte=month).order_by().values_list("cell_id")
    spans = {cell: (first, last) for cell, first, last in lasting.annotate(Min("month"), Max("resolved_on"))}
    kept_since = min((first for first, _last in spans.values()), default=None)
    return [
        _line(cell, found.get(cell.pk), spans[cell.pk][1] if cell.pk in spans else None, kept_since, month)
        for cell in cells
        if there.get(cell.pk) is not None
    ]


def cells_of(scope: Scope, unit: int | None) -> list[Node]:
    """Give the cells in reach, or those of a unit, in the office's order."""
    units = scope.organisation_ids if unit is None else scope.map.organisations.under(unit)
    return [n for n in scope.map.organisations.walk() if n.pk in units and n.kind in CELLS]


def _line(
    cell: Node, found: tuple[int, str, date] | None, last: date | None, kept_since: date | None, month: date
) -> CellLine:
    state = found[1] if found else NONE
    return CellLine(
        pk=cell.pk, name=cell.name, above=cell.parent.name if cell.parent else "",
        state=state, label=str(LABELS[state]), round_pk=found[0] if found else None,
        resolved_on=found[2] if found else None, last_on=last, long=_is_long(last or kept_since, month),
    )  # fmt: skip


def _is_long(since: date | None, month: date) -> bool:
    """Say whether nothing is recorded for three months.

    Where a cell has no review at all, they are reckoned from the first that any cell of the board recorded: what
    was before the book was kept is held against nobody.
    """
    return since is not None and add_months(month_of(since), LONG_MONTHS) <= month


def unreviewed_on(cells: Mapping[int, Sequence[Node]], on: date) -> dict[int, int | None]:
    """Count by unit, of its cells, those of which by a day no review of the last whole month stood: two queries.

    None where the unit does not use the register yet: a unit is counted from the month after the first that any of
    its own cells recorded, so that one cell's first entry is held against no other. Cells founded since are left out.
    """
    month = add_months(month_of(on), -1)
    there = map_on(month_of(on) - timedelta(days=1)).organisations
    wanted = {unit: {cell.pk for cell in found if there.get(cell.pk) is not None} for unit, found in cells.items()}
    rows = Round.objects.filter(cell_id__in=set().union(*wanted.values()), resolved_on__lte=on).order_by()
    using = set(rows.filter(month__lt=month).values_list("cell_id", flat=True).distinct())
    given_back = Q(state=RoundState.RETURNED, answered_on__lte=on)
    reviewed = set(rows.filter(~given_back, month=month).values_list("cell_id", flat=True))
    return {unit: len(found - reviewed) if found & using else None for unit, found in wanted.items()}


# One cell.


@dataclass(frozen=True)
class MonthLine:
    """One month of a cell: the round that stands last, after those given back; none where it was not reviewed."""

    month: date
    rounds: list[Round]


def months_of_cell(cell_pk: int, today: date, months: int = 12) -> list[MonthLine]:
    """Give a cell's last months, the newest first: one query."""
    first = add_months(month_of(today), 1 - months)
    found: dict[date, list[Round]] = {}
    for row in Round.objects.filter(cell_id=cell_pk, month__gte=first).order_by("pk"):
        found.setdefault(row.month, []).append(row)
    past = [add_months(month_of(today), -back) for back in range(months)]
    return [MonthLine(month, found.get(month, [])) for month in past]


# What waits for whom.


@dataclass(frozen=True)
class Waits:
    """What of the monthly review waits for a log-in, by the roles it holds."""

    month: date
    own: list[tuple[Node, bool]]
    """Cells whose secretary it is that have not reviewed this month; True where the round was given back."""
    to_answer: list[tuple[date, int]]
    """(month, rounds that wait for the committee), the newest first."""
    without: int
    """Cells of which nothing is recorded this month, for the board."""

    @property
    def shown(self) -> list[tuple[Node, bool]]:
        """The first of its own cells: a secretary has one, an office's log-in may stand in for some."""
        return self.own[:SHOWN_MAX]

    @property
    def more(self) -> int:
        """How many of its own cells are not shown."""
        return max(0, len(self.own) - SHOWN_MAX)

    @property
    def any(self) -> bool:
        """True where there is something to say."""
        return bool(self.own or self.to_answer or self.without)


def waits_for(scope: Scope, today: date) -> Waits:
    """Give what of the review waits for a log-in: one query."""
    month = month_of(today)
    rows = Round.objects.filter(Q(month=month) | Q(state=RoundState.SENT))
    if not scope.everything:
        rows = rows.filter(cell_id__in=scope.organisation_ids)
    states: dict[int, set[str]] = {}
    above = {cell.pk for role in (Role.COMMUNE, Role.BOARD) for cell in _cells_as(scope, role)}
    sent: Counter[date] = Counter()
    for cell, of, state in rows.order_by().values_list("cell_id", "month", "state"):
        if of == month:
            states.setdefault(cell, set()).add(state)
        if state == RoundState.SENT and cell in above:
            sent[of] += 1
    own = [(cell, states.get(cell.pk, set())) for cell in _cells_as(scope, Role.CELL)]
    return Waits(
        month=month,
        own=[(cell, bool(found)) for cell, found in own if found <= {RoundState.RETURNED}],
        to_answer=sorted(sent.items(), reverse=True)[:SHOWN_MAX],
        without=sum(cell.pk not in states for cell in _cells_as(scope, Role.BOARD)),
    )


def _cells_as(scope: Scope, role: Role) -> list[Node]:
    return cells_of(scope.holding(frozenset({role})), None) if role in scope.roles else []
