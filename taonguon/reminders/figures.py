"""The figures of the units below a unit as of a day: what a reminder may speak of. Counts only.

`count` reckons them from what is on record, for today or any day before; `text_of` and `read` keep them to the digit.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from taonguon.admissions.past import stood_on
from taonguon.admissions.rounds import month_of, unreviewed_on
from taonguon.orgs.enums import CELLS
from taonguon.orgs.queries import map_on
from taonguon.people.models import Membership
from taonguon.plans.pace_query import EARLIER, by_this_day
from taonguon.plans.plan_enums import Measure
from taonguon.plans.plan_models import Decision
from taonguon.plans.targets import targets_of
from taonguon.plans.usual import YearLine, is_behind, usual_of
from taonguon.reminders.enums import Matter
from taonguon.rules.coverage import share

VERSION = 2
"""Version 1 counted lapsed certificates among the overdue cases."""
CERTIFICATE = "certificate-valid-until"


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What was counted of one unit."""

    pk: int
    name: str
    target: int | None
    """None: nobody set one."""
    done: int
    """Admitted this year by the day."""
    years: tuple[tuple[int, int, int], ...]
    """(year, admitted by the same day, in all) of its own earlier years"""
    usual: tuple[int, int] | None
    """The least and the most of a year that had come by this day, in percent; None where too little is known."""
    behind: bool
    waiting: int
    """Open cases before the ceremony."""
    overdue: int
    """Open cases whose next last day is over, but for those whose certificate has lapsed."""
    overdue_since: str
    """The earliest of those days; "" where there is none."""
    lapsed: int
    """Open cases whose certificate counts no more, and whose cell has not voted."""
    lapsed_since: str
    cells: int
    unreviewed: int | None
    """Cells of which no review of the last whole month stands; None where the unit does not use the register yet."""

    @property
    def matters(self) -> tuple[Matter, ...]:
        """What there is to do, in the fixed order."""
        found = {
            Matter.OVERDUE: self.overdue, Matter.LAPSED: self.lapsed, Matter.REVIEW: self.unreviewed,
            Matter.PACE: self.behind,
        }  # fmt: skip
        return tuple(matter for matter, there in found.items() if there)

    @property
    def percent(self) -> float | None:
        """Share of the target that is done."""
        return share(self.done, self.target) if self.target else None

    @property
    def since(self) -> date | None:
        """The earliest last day that is over."""
        return date.fromisoformat(self.overdue_since) if self.overdue_since else None

    @property
    def late(self) -> int:
        """Cases the work list shows as late: overdue, or with a lapsed certificate."""
        return self.overdue + self.lapsed


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of all units below a unit as of a day, in the office's order."""

    unit: int
    name: str
    on: str
    decision: tuple[str, str] | None
    """(number, day) of the decision whose targets count; None where there is none."""
    units: tuple[UnitFigures, ...]

    @property
    def day(self) -> date:
        """The day."""
        return date.fromisoformat(self.on)

    @property
    def month(self) -> date:
        """The month whose review is looked for: the last whole one."""
        return month_of(month_of(self.day) - timedelta(days=1))

    def of(self, unit: int) -> UnitFigures | None:
        """Give one unit's."""
        return next((one for one in self.units if one.pk == unit), None)

    @property
    def with_something_to_do(self) -> tuple[UnitFigures, ...]:
        """Those a reminder could go to."""
        return tuple(one for one in self.units if one.matters)


def count(unit: int, on: date) -> Figures:
    """Count everything about the units directly below a unit: a constant number of queries for 2,000 open cases."""
    drawn = map_on(on)
    node = drawn.organisations.get(unit)
    children = list(node.children) if node is not None else []
    under = {pk: child.pk for child in children for pk in drawn.part(child).unit_ids}
    targets = targets_of([child.pk for child in children], on.year, on)
    admitted = _admitted(under, on)
    waiting, overdue, lapsed = _cases(under, on)
    cells = {child.pk: [n for n in child.walk() if n.kind in CELLS] for child in children}
    unreviewed = unreviewed_on(cells, on)
    out = []
    for child in children:
        days = admitted.get(child.pk, [])
        target, done = targets.get((child.pk, Measure.TOTAL)), sum(day.year == on.year for day in days)
        years = [
            YearLine(year, by_this_day(days, on, year), sum(day.year == year for day in days))
            for year in range(on.year - 1, on.year - 1 - EARLIER, -1)
        ]
        late, gone = overdue.get(child.pk, []), lapsed.get(child.pk, [])
        out.append(
            UnitFigures(
                pk=child.pk, name=child.name, target=target, done=done,
                years=tuple((line.year, line.by_now, line.whole) for line in years),
                usual=usual_of(years), behind=is_behind(target, done, years),
                waiting=waiting.get(child.pk, 0), overdue=len(late), overdue_since=min(late).isoformat() if late else "",
                lapsed=len(gone), lapsed_since=min(gone).isoformat() if gone else "",
                cells=len(cells[child.pk]), unreviewed=unreviewed[child.pk],
            )
        )  # fmt: skip
    return Figures(unit, node.name if node else "", on.isoformat(), _decision(unit, on), tuple(out))


def _admitted(under: Mapping[int, int], on: date) -> dict[int, list[date]]:
    """Give unit -> the days of its ceremonies of these years; who has been in cells of two units counts in both."""
    rows = Membership.objects.filter(
        admitted_on__range=(date(on.year - EARLIER, 1, 1), on), admitted_precision="d", activities__cell__in=under
    ).values_list("pk", "admitted_on", "activities__cell")
    out: dict[int, list[date]] = {}
    for _pk, unit, day in {(pk, under[cell], day) for pk, day, cell in rows if day is not None and cell in under}:
        out.setdefault(unit, []).append(day)
    return out


def _cases(under: Mapping[int, int], on: date) -> tuple[dict[int, int], dict[int, list[date]], dict[int, list[date]]]:
    """Give unit -> people waiting in the source, and the last days that are over: of steps, and of certificates."""
    waiting: dict[int, int] = {}
    overdue: dict[int, list[date]] = {}
    lapsed: dict[int, list[date]] = {}
    for case in stood_on(under.keys(), on):
        unit = under[case.cell]
        waiting[unit] = waiting.get(unit, 0) + case.in_source
        if case.by is not None and case.by < on:
            (lapsed if case.clock == CERTIFICATE else overdue).setdefault(unit, []).append(case.by)
    return waiting, overdue, lapsed


def _decision(unit: int, on: date) -> tuple[str, str] | None:
    rows = Decision.objects.filter(plan__unit=unit, plan__year=on.year, signed_on__lte=on)
    found = rows.order_by("-signed_on", "-pk").values_list("number", "signed_on").first()
    return (found[0], found[1].isoformat()) if found is not None and found[1] is not None else None


# To the digit.


def text_of(figures: Figures) -> str:
    """Write figures as canonical JSON: the same figures give the same text."""
    told = {"version": VERSION, **asdict(figures)}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(text: str) -> str:
    """Give the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Figures:
    """Read figures that were written."""
    told: dict[str, Any] = json.loads(text)
    version = told.pop("version")
    if version not in {1, VERSION}:
        raise ValueError(text[:80])
    added: dict[str, Any] = {"lapsed": 0, "lapsed_since": ""} if version == 1 else {}
    units = tuple(
        UnitFigures(
            **added
            | one
            | {
                "years": tuple(tuple(line) for line in one["years"]),
                "usual": tuple(one["usual"]) if one["usual"] else None,
            }
        )
        for one in told["units"]
    )
    decision = tuple(told["decision"]) if told["decision"] else None
    return Figures(told["unit"], told["name"], told["on"], decision, units)


@dataclass(frozen=True, slots=True)
class Difference:
    """One number that a recount gives otherwise."""

    unit: str
    what: str
    """Name of a field of `UnitFigures`."""
    was: Any
    now: Any


COMPARED = tuple(
    field.name
    for field in fields(UnitFigures)
    if field.name not in {"pk", "years", "usual", "behind", "overdue_since", "lapsed_since"}
)


def differences(was: Figures, now: Figures) -> list[Difference]:
    """Give each number of frozen figures that a recount of the same day gives otherwise, in the office's order."""
    out = []
    for one in was.units:
        other = now.of(one.pk)
        for what in COMPARED:
            before, after = getattr(one, what), getattr(other, what) if other is not None else None
            if before != after:
                out.append(Difference(one.name, what, before, after))
        earlier, later = dict(_years(one)), dict(_years(other)) if other is not None else {}
        out += [
            Difference(one.name, str(year), was_then, later.get(year))
            for year, was_then in earlier.items()
            if later.get(year) != was_then
        ]
    known = {one.pk for one in was.units}
    out += [Difference(one.name, "name", None, one.name) for one in now.units if one.pk not in known]
    return out


def _years(one: UnitFigures) -> list[tuple[int, tuple[int, int]]]:
    return [(year, (by_now, whole)) for year, by_now, whole in one.years]
