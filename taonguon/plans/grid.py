"""The plan of a unit and year as its pages show it, and the ways to fill a draft."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from taonguon.orgs.enums import Sector
from taonguon.orgs.queries import Map
from taonguon.plans.allocation import Asked, Outcome, UnitFacts, allocate, code_of, proportional
from taonguon.plans.done import done_in, under_of
from taonguon.plans.grounds import sentence_of
from taonguon.plans.plan_enums import Measure
from taonguon.plans.plan_models import Decision, Target, YearPlan
from taonguon.plans.ready import facts_of
from taonguon.plans.targets import Grid, targets_of
from taonguon.rules.coverage import share
from taonguon.rules.refusal import RefusedError

USUAL = (Measure.TOTAL, Measure.WOMEN, Measure.MINORITY, Measure.YOUTH, Measure.VILLAGE_POSTS)
FILLS = ("last", "members", "target", "proposal")


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a unit: its target and what was done of it; None where nobody set one."""

    measure: str
    label: str
    target: int | None
    done: int
    percent: float | None

    @property
    def bar(self) -> str:
        """How far its bar reaches: all of it where as many or more were admitted as asked."""
        return f"{min(self.percent or 0, 100):.2f}%"


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of the plan."""

    pk: int
    name: str
    cells: list[Cell]
    decision: Decision | None
    own: bool
    shares: bool
    """Has units of its own, so a plan of its own to open."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a unit and year as of a day."""

    lines: list[Line]
    measures: list[tuple[str, str]]
    decisions: list[Decision]


Link = Callable[[int, str], str]
"""(unit, count of its ground) -> the address of who is behind it; "" where there is none for the reader."""


def plan_of(unit: int, year: int, on: date, units: Map, link: Link) -> Plan:
    """Give the plan of a unit as of a day, in a constant number of queries."""
    node = units.organisations.get(unit)
    if node is None:
        return Plan([], [], [])
    nodes = [node, *node.children]
    grid = targets_of([n.pk for n in nodes], year, on)
    done = done_in(under_of(unit, units), unit, year, on, units)
    measures = _measures(grid)
    latest: dict[int, Target] = {}
    rows = Target.objects.filter(decision__plan__year=year, decision__signed_on__lte=on, measure=Measure.TOTAL)
    for row in rows.filter(unit__in=[n.pk for n in nodes]).select_related("decision__plan").order_by("decision__signed_on", "decision_id"):  # fmt: skip
        kept = latest.get(row.unit_id)
        if kept is None or kept.decision.plan.unit_id == row.unit_id or row.decision.plan.unit_id != row.unit_id:
            latest[row.unit_id] = row
    names = {n.pk: n.name for n in nodes}
    lines = [
        Line(
            n.pk, n.name,
            [_cell(m, label, grid.get((n.pk, m)), done.get((n.pk, m), 0)) for m, label in measures],
            latest[n.pk].decision if n.pk in latest else None, n is node, bool(n.children),
            sentence_of(latest[n.pk].reason, names, partial(link, n.pk)) if n.pk in latest and n is not node else "",
        )
        for n in nodes
    ]  # fmt: skip
    decisions = Decision.objects.filter(plan__unit=unit, plan__year=year, signed_on__isnull=False)
    return Plan(lines, measures, list(decisions.order_by("-signed_on", "-pk")))


def _measures(grid: Grid) -> list[tuple[str, str]]:
    used = {measure for (_unit, measure), number in grid.items() if number}
    return [(str(m), str(m.label)) for m in Measure if m in USUAL or m in used]


def _cell(measure: str, label: str, target: int | None, done: int) -> Cell:
    return Cell(measure, label, target, done, share(done, target) if target else None)


# -- the draft


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form of a draft was sent with."""

    grid: Grid
    limits: Mapping[int, tuple[int, int | None]]
    fairness: int


_WHOLE = re.compile(r"[0-9]{1,5}")


def read_wish(posted: Mapping[str, str], unit: int, units: Map) -> Wish:
    """Read the numbers of a sent grid; refused where one is none."""
    node = units.organisations.get(unit)
    nodes = [node, *node.children] if node else []
    grid: Grid = {}
    limits: dict[int, tuple[int, int | None]] = {}
    for n in nodes:
        for measure in Measure:
            number = _number(posted.get(f"n-{n.pk}-{measure}", ""))
            if number is not None:
                grid[n.pk, measure] = number
        low, high = (_number(posted.get(f"{name}-{n.pk}", "")) for name in ("low", "high"))
        if high is not None and high < (low or 0):
            raise RefusedError("", _("%(unit)s: mức cao nhất thấp hơn mức thấp nhất.") % {"unit": n.name})
        limits[n.pk] = low or 0, high
    fairness = _number(posted.get("fairness", "30"))
    return Wish(grid, limits, min(30 if fairness is None else fairness, 100))


def _number(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise RefusedError("", _("“%(text)s” không phải là một số nguyên; cần một số như 12.") % {"text": text[:20]})
    return int(text)


def filled(
    how: str, plan: YearPlan, wish: Wish, units: Map, today: date
) -> tuple[Grid, dict[int, str], Outcome | None]:
    """Fill a draft anew in one of the ways; the plan's own totals stay as they were typed."""
    top = plan.unit_id
    facts = facts_of(top, plan.year, units, today)
    own = {m: wish.grid[top, m] for m in Measure if (top, m) in wish.grid}
    grid: Grid = {(top, str(m)): number for m, number in own.items()}
    if how != "last" and not own.get(Measure.TOTAL):
        raise RefusedError("", _("Hãy ghi tổng để chia trước khi điền cả bảng."))
    if how == "proposal":
        return _proposed(grid, own, facts, wish)
    before = plan.year - 1
    if how == "last":
        found = done_in(under_of(top, units), top, before, date(before, 12, 31), units)
        if not found:
            raise RefusedError("", _("Sổ không có ai được kết nạp năm %(year)s để chia theo.") % {"year": before})
        wanted = {Measure.TOTAL, *own}
        return grid | {(u.pk, str(m)): found.get((u.pk, m), 0) for u in facts for m in Measure if m in wanted}, {}, None
    sized = [replace(u, helpers=weight) for u, weight in zip(facts, _weights(how, facts, before), strict=True)]
    totals = proportional(sized, own[Measure.TOTAL])
    grid |= {(pk, str(Measure.TOTAL)): number for pk, number in totals.items()}
    for measure, number in own.items():
        if measure is not Measure.TOTAL:
            able = {u.pk: totals[u.pk] if _can_have(measure, u.pk, units) else 0 for u in facts}
            parts = proportional([replace(u, helpers=able[u.pk]) for u in facts], min(number, sum(able.values())))
            grid |= {(pk, str(measure)): given for pk, given in parts.items()}
    return grid, {}, None


def _weights(how: str, facts: list[UnitFacts], before: int) -> list[int]:
    """Give by what the total is shared, unit by unit; refused where there is nothing to go by."""
    if how == "target":
        given = targets_of([u.pk for u in facts], before, date(before, 12, 31))
        weights = [given.get((u.pk, Measure.TOTAL), 0) for u in facts]
        if not any(weights):
            raise RefusedError("", _("Chưa có kế hoạch năm %(year)s để chia theo.") % {"year": before})
        return weights
    weights = [u.helpers for u in facts]
    if not any(weights):
        raise RefusedError("", _("Các đơn vị chưa có đảng viên chính thức để chia theo."))
    return weights


_SECTOR_OF = {Measure.SCHOOLS: Sector.SCHOOL, Measure.ENTERPRISES: Sector.ENTERPRISE}


def _can_have(measure: str, unit: int, units: Map) -> bool:
    """Say whether a unit can have anybody of a group: village posts need villages, schools a school's cell."""
    if measure == Measure.VILLAGE_POSTS:
        return bool(units.villages_under(unit))
    sector = _SECTOR_OF.get(Measure(measure))
    return sector is None or any(below.sector == sector for below in units.organisations.by_pk[unit].walk())


def _proposed(
    grid: Grid, own: Mapping[Measure, int], facts: list[UnitFacts], wish: Wish
) -> tuple[Grid, dict[int, str], Outcome]:
    limited = [replace(u, low=wish.limits[u.pk][0], high=wish.limits[u.pk][1]) for u in facts]
    parts = {str(m): number for m, number in own.items() if m is not Measure.TOTAL}
    out = allocate(limited, Asked(own.get(Measure.TOTAL, 0), parts, wish.fairness))
    grid |= {(pk, str(Measure.TOTAL)): number for pk, number in out.numbers.items()}
    grid |= out.parts
    return grid, {pk: code_of(ground) for pk, ground in out.grounds.items()}, out


def kept_reasons(plan: YearPlan, grid: Grid) -> dict[int, str]:
    """Give the grounds of the draft that still hold: of the numbers that were not changed by hand."""
    rows = Target.objects.filter(decision__plan=plan, decision__signed_on__isnull=True, measure=Measure.TOTAL)
    return {
        row.unit_id: row.reason for row in rows if row.reason and grid.get((row.unit_id, Measure.TOTAL)) == row.number
    }


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A unit's row of the grid to fill."""

    pk: int
    name: str
    own: bool
    numbers: list[tuple[str, str, int | None]]
    """(measure, its name, number)"""
    reason: str


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be shared of a measure; below 0: shared too much."""

    measure: str
    label: str
    left: int


def draft_lines(
    unit: int, grid: Grid, reasons: Mapping[int, str], units: Map, link: Link
) -> tuple[list[DraftLine], list[Left]]:
    """Give the grid to fill, and what is still to be shared."""
    node = units.organisations.get(unit)
    if node is None:
        return [], []
    measures = _measures(grid)
    names = {n.pk: n.name for n in (node, *node.children)}
    lines = [
        DraftLine(
            pk, name, pk == unit, [(m, label, grid.get((pk, m))) for m, label in measures],
            sentence_of(reasons.get(pk, ""), names, partial(link, pk)),
        )
        for pk, name in names.items()
    ]  # fmt: skip
    left = [
        Left(m, label, grid.get((unit, m), 0) - sum(grid.get((n.pk, m), 0) for n in node.children))
        for m, label in measures
    ]
    return lines, left
