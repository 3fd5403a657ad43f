"""The work list: what waits in a log-in's reach, by when, and for whom to act."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from statistics import median
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.fields import BooleanField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from taonguon.accounts.enums import MAY_SEE_CASES, Role
from taonguon.admissions.access import candidacies_reached
from taonguon.admissions.boards import UnitLine, by_unit, named, units_below, within
from taonguon.admissions.desk_enums import ERRAND_CLOCKS, ErrandKind
from taonguon.admissions.facts import OPEN
from taonguon.admissions.models import Candidacy, Errand
from taonguon.admissions.naming import language
from taonguon.admissions.queries import ALERT_DAYS, WorkItem
from taonguon.orgs.access import Scope
from taonguon.rules.cases import STEPS
from taonguon.web.paging import SIZE, Page, clip
from taonguon.wording.sentences import word

OVERDUE, WEEK, MONTH, LATER, OPEN_END = "qua-han", "tuan-nay", "thang-nay", "ve-sau", "khong-han"
SECTIONS = (OVERDUE, WEEK, MONTH, LATER, OPEN_END)
"""When something is due, in the order of the list."""
LABELS = {
    OVERDUE: gettext_lazy("Quá hạn"), WEEK: gettext_lazy("Tuần này"), MONTH: gettext_lazy("Tháng này"),
    LATER: gettext_lazy("Về sau"), OPEN_END: gettext_lazy("Không có hạn"),
}  # fmt: skip
ALERTS = tuple(str(days) for days in reversed(ALERT_DAYS))
"""Windows of days before the end of a clock, as they stand in an address."""
MINE = "toi"
ACTORS_OF: dict[str, frozenset[str]] = {
    Role.CELL: frozenset({"cell", "cell-committee", "introducers", "candidate", "member", "sending-unit"}),
    Role.COMMUNE: frozenset({"grassroots-committee", "sending-unit"}),
    Role.BOARD: frozenset({"competent-committee"}),
    Role.CENTRE: frozenset({"political-centre"}),
    Role.MASS: frozenset({"introducers"}),
}
"""Whose steps a role sees to; the secretary also sees to what he waits for from candidates and introducers."""
ACTORS = (
    "cell", "cell-committee", "candidate", "introducers", "political-centre", "grassroots-committee",
    "competent-committee", "member", "sending-unit",
)  # fmt: skip

TASKS = (*STEPS, *ErrandKind.values)
"""What may wait: next steps, in the order of the procedure, then errands."""


@dataclass(frozen=True)
class Filters:
    """What the work list is narrowed to. Empty means not narrowed; the unit was already checked against the scope."""

    text: str = ""
    unit: int | None = None
    actor: str = ""
    """Code of who acts, or MINE."""
    due: str = ""
    """One of SECTIONS or of ALERTS."""
    step: str = ""
    """One of TASKS."""

    @property
    def narrowed(self) -> bool:
        """True where anything is asked for."""
        return self != Filters()


@dataclass(frozen=True)
class Line:
    """One step or errand on the list, in words."""

    item: WorkItem
    cell: str
    step: str
    actor: str
    clock: str
    left: str
    look: str
    mine: bool


@dataclass(frozen=True)
class Section:
    """The lines of one page that are due alike."""

    code: str
    label: str
    count: int
    """How many there are on all pages."""
    lines: list[Line]


@dataclass(frozen=True)
class Board:
    """The whole page: one page of lines in their sections, and what the narrowing choices would give."""

    page: Page[Line]
    sections: list[Section]
    due: Counter[str]
    """Section or alert -> how many, whatever is chosen there."""
    actors: Counter[str]
    """Who acts, or MINE -> how many, whatever is chosen there."""
    steps: Counter[str]
    """Step or errand -> how many, whatever is chosen there."""
    units: list[UnitLine]


Span = tuple[date | None, date | None]
Waiting = QuerySet[Any]
"""Next steps, or errands, with the columns both have."""


def span_of(due: str, today: date) -> Span:
    """Give the first and last day of what is due then; None is open. Weeks end on Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    month_end = today.replace(day=monthrange(today.year, today.month)[1])
    if due in ALERTS:
        return today, today + timedelta(days=int(due))
    return {
        OVERDUE: (None, today - timedelta(days=1)),
        WEEK: (today, sunday),
        MONTH: (sunday + timedelta(days=1), month_end),
        LATER: (max(sunday, month_end) + timedelta(days=1), None),
    }[due]


def _is_due(by: date | None, span: Span) -> bool:
    first, last = span
    return by is not None and (first is None or by >= first) and (last is None or by <= last)


def _due_condition(due: str, today: date) -> Q:
    if due == OPEN_END:
        return Q(next_by__isnull=True)
    first, last = span_of(due, today)
    found = Q(next_by__isnull=False)
    if first is not None:
        found &= Q(next_by__gte=first)
    return found & Q(next_by__lte=last) if last is not None else found


def waiting(scope: Scope) -> QuerySet[Candidacy]:
    """Give the open cases in reach that have a next step: all where the log-in sees cases, else those it sees to."""
    return _seen_or_own(candidacies_reached(scope).filter(OPEN).exclude(next_step=""), scope)


def _seen_or_own(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    seen = scope.holding(MAY_SEE_CASES)
    if seen.everything or seen.organisation_ids == scope.organisation_ids:
        return rows
    return rows.filter(Q(cell_id__in=seen.organisation_ids) | mine_condition(scope))


def errands_in(scope: Scope, unit: int | None = None) -> Waiting:
    """Give what waits besides the next steps in the open cases in reach, with the columns that cases have."""
    rows = Errand.objects.filter(candidacy__closed="")
    if unit is not None:
        rows = rows.filter(candidacy__cell_id__in=scope.map.organisations.under(unit))
    if not scope.everything:
        rows = rows.filter(candidacy__cell_id__in=scope.organisation_ids)
    told = rows.annotate(
        cell_id=F("candidacy__cell_id"),
        next_step=F("kind"),
        next_actor=F("actor"),
        next_clock=F("kind"),
        next_by=F("by"),
    )
    return _seen_or_own(told, scope)


def work_board(scope: Scope, filters: Filters, number: int, today: date) -> Board:
    """Give one page of the work list with all its counts: three queries whatever the number of cases."""
    mine = mine_condition(scope)
    steps = named(within(waiting(scope), scope, filters.unit), filters.text)
    errands = named(errands_in(scope, filters.unit), filters.text, "candidacy__person__")
    found = _counts(chain(_counted(steps, mine), _counted(errands, mine)), filters, today)
    number = clip(number, found.total)
    first = _chosen(steps, filters, today, mine).annotate(
        case=F("pk"), name=F("person__name"), sort=F("person__sort_key")
    )
    second = _chosen(errands, filters, today, mine).annotate(
        case=F("candidacy_id"), name=F("candidacy__person__name"), sort=F("candidacy__person__sort_key")
    )
    both = first.values_list(*_COLUMNS, Value(0), "stage", "irregular").union(
        second.values_list(*_COLUMNS, Value(1), "candidacy__stage", "candidacy__irregular"), all=True
    )
    both = both.order_by("section", "-mine", "next_by", "sort", "case")
    lines = [_line(row, scope, today) for row in both[(number - 1) * SIZE : number * SIZE]]
    page = Page(lines, number, found.total)
    units = by_unit(units_below(scope, filters.unit), found.cells)
    return Board(page, _sections(lines, found.cells, today), found.due, found.actors, found.steps, units)


_COLUMNS = ("section", "mine", "next_by", "sort", "case", "name", "cell_id", "next_step", "next_actor", "next_clock")


class _Alike(NamedTuple):
    """How many steps or errands of a cell are alike in all that the list is narrowed by."""

    cell: int
    actor: str
    by: date | None
    step: str
    mine: bool
    number: int


def _counted(rows: Waiting, mine: Q) -> Iterable[_Alike]:
    """Count what waits by cell, who acts, last day, what is to be done, and whether it is for the log-in to see to."""
    marked = rows.annotate(mine=Case(When(mine, then=Value(True)), default=Value(False), output_field=BooleanField()))
    columns = ("cell_id", "next_actor", "next_by", "next_step", "mine")
    return (_Alike(*row) for row in marked.order_by().values_list(*columns).annotate(Count("pk")))


def mine_condition(scope: Scope) -> Q:
    """Give the condition that a next step is for the log-in's own roles to see to, each where it is held."""
    found = Q(pk__in=())
    for role, held_at in scope.grants:
        actors = ACTORS_OF.get(role)
        if not actors:
            continue
        here = Q(next_actor__in=sorted(actors))
        roots = scope.map.organisations.roots
        if held_at is not None and [held_at] != [root.pk for root in roots]:
            here &= Q(cell_id__in=scope.map.organisations.under(held_at))
        found |= here
    return found


def _chosen(rows: Waiting, filters: Filters, today: date, mine: Q) -> Waiting:
    """Narrow what waits, and say of each its section and whether the log-in's own roles see to it."""
    if filters.actor == MINE:
        rows = rows.filter(mine)
    elif filters.actor:
        rows = rows.filter(next_actor=filters.actor)
    if filters.step:
        rows = rows.filter(next_step=filters.step)
    if filters.due:
        rows = rows.filter(_due_condition(filters.due, today))
    whens = [When(_due_condition(code, today), then=Value(place)) for place, code in enumerate(SECTIONS)]
    chosen: Waiting = rows.annotate(
        section=Case(*whens, output_field=IntegerField()),
        mine=Case(When(mine, then=Value(True)), default=Value(False), output_field=BooleanField()),
    ).order_by()
    return chosen


@dataclass
class _Counts:
    """How much waits, by each thing the list is narrowed by; each counted as if it alone were still open."""

    due: Counter[str] = field(default_factory=Counter)
    actors: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    total: int = 0
    cells: dict[int, Counter[str]] = field(default_factory=dict)
    """Cell -> section -> how many of all that is chosen."""


def _counts(rows: Iterable[_Alike], filters: Filters, today: date) -> _Counts:
    """Count what waits. A day's section comes first among its codes."""
    spans = {code: span_of(code, today) for code in (*SECTIONS[:-1], *ALERTS)}
    codes_of: dict[date | None, list[str]] = {None: [OPEN_END]}
    out = _Counts()
    for row in rows:
        if row.by not in codes_of:
            codes_of[row.by] = [code for code, span in spans.items() if _is_due(row.by, span)]
        codes = codes_of[row.by]
        acts = (row.actor, MINE) if row.mine else (row.actor,)
        actor_fits = not filters.actor or filters.actor in acts
        due_fits = not filters.due or filters.due in codes
        step_fits = not filters.step or filters.step == row.step
        if actor_fits and step_fits:
            out.due.update(dict.fromkeys(codes, row.number))
        if due_fits and step_fits:
            out.actors.update(dict.fromkeys(acts, row.number))
        if actor_fits and due_fits:
            out.steps[row.step] += row.number
        if actor_fits and due_fits and step_fits:
            out.total += row.number
            out.cells.setdefault(row.cell, Counter())[codes[0]] += row.number
    return out


@dataclass(frozen=True)
class StepLine:
    """Open cases that wait for the same step."""

    step: str
    count: int
    days: int | None
    """Days since their stage was reached, in the middle."""


def steps_to_ceremony(scope: Scope, unit: int, today: date) -> list[StepLine]:
    """Count the open cases of a unit by the step they wait for, up to the ceremony, the most first. One query.

    Whoever sees the cases there finds exactly these on the work list, narrowed to the unit and the step.
    """
    rows = within(candidacies_reached(scope).filter(OPEN, next_step__in=_TO_CEREMONY), scope, unit)
    counts: Counter[str] = Counter()
    days: dict[str, list[int]] = {}
    for step, since in rows.values_list("next_step", "stage_since"):
        counts[step] += 1
        if since is not None:
            days.setdefault(step, []).append((today - since).days)
    return [
        StepLine(step, count, int(median(days[step])) if step in days else None)
        for step, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


_TO_CEREMONY = STEPS[: STEPS.index("ceremony") + 1]


def _sections(lines: list[Line], cells: dict[int, Counter[str]], today: date) -> list[Section]:
    whole: Counter[str] = Counter()
    for counts in cells.values():
        whole.update(counts)
    out = []
    for code in SECTIONS:
        here = [line for line in lines if _section_of(line.item.by, today) == code]
        if here:
            out.append(Section(code, str(LABELS[code]), whole[code], here))
    return out


def _section_of(by: date | None, today: date) -> str:
    return next((code for code in SECTIONS[:-1] if _is_due(by, span_of(code, today))), OPEN_END)


def _line(row: tuple[Any, ...], scope: Scope, today: date) -> Line:
    """Put a row of the list into words: in the order of `_COLUMNS`, then whether it is an errand, stage, irregular."""
    _section, mine, by, _sort, pk, name, cell_pk, step, actor, clock, errand, stage, irregular = row
    left = (by - today).days if by is not None else None
    item = WorkItem(pk, name, cell_pk, stage, step, actor, clock, by, left, irregular)
    cell = scope.map.organisations.get(cell_pk)
    return Line(
        item=item,
        cell=cell.name if cell else "",
        step=step_words(step, errand=bool(errand)),
        actor=word("actor", actor, language()) if actor else "",
        clock=clock_words(clock, errand=bool(errand)),
        left=left_words(left),
        look=look_of(left),
        mine=bool(mine),
    )


def task_words(task: str) -> str:
    """Name one of TASKS."""
    return step_words(task, errand=task in ErrandKind.values)


def step_words(step: str, *, errand: bool) -> str:
    """Name a next step, or an errand."""
    return str(ErrandKind(step).label) if errand else word("step", step, language())


def clock_words(clock: str, *, errand: bool) -> str:
    """Name the last day of a next step, or of an errand; "" where it has none."""
    if errand:
        return str(ERRAND_CLOCKS.get(ErrandKind(clock), ""))
    return word("clock", clock, language()) if clock else ""


def left_words(days: int | None) -> str:
    """Say how many days are left, once that is pointed out: 90 days before the end and after it."""
    if days is None or days > ALERT_DAYS[0]:
        return ""
    if days < 0:
        return ngettext("Quá %(days)s ngày", "Quá %(days)s ngày", -days) % {"days": -days}
    if days == 0:
        return _("Hết hạn hôm nay")
    return ngettext("Còn %(days)s ngày", "Còn %(days)s ngày", days) % {"days": days}


def look_of(days: int | None) -> str:
    """Give the look of the days that are left: red in the last week and after it, yellow in the last two months."""
    if days is None or days > ALERT_DAYS[1]:
        return ""
    return "is-bad" if days <= ALERT_DAYS[-1] else "is-warn"
