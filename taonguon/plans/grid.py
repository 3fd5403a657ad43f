"""The plan of a unit and year as its page shows it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

from taonguon.orgs.queries import Map
from taonguon.plans.done import done_in, under_of
from taonguon.plans.grounds import sentence_of
from taonguon.plans.plan_enums import Measure
from taonguon.plans.plan_models import Decision, Target
from taonguon.plans.targets import Grid, targets_of
from taonguon.rules.coverage import share

USUAL = (Measure.TOTAL, Measure.WOMEN, Measure.MINORITY, Measure.YOUTH, Measure.VILLAGE_POSTS)


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
    measures = measures_of(grid)
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


def measures_of(grid: Grid, chosen: Collection[str] = USUAL) -> list[tuple[str, str]]:
    """Give the columns of a plan, with their names: the total, those chosen, and those that have numbers."""
    used = {measure for (_unit, measure), number in grid.items() if number}
    return [(str(m), str(m.label)) for m in Measure if m is Measure.TOTAL or m in chosen or m in used]


def _cell(measure: str, label: str, target: int | None, done: int) -> Cell:
    return Cell(measure, label, target, done, share(done, target) if target else None)
