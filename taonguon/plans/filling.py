"""The ways to fill a draft of a year's targets at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from taonguon.orgs.enums import Sector
from taonguon.orgs.queries import Map
from taonguon.plans.allocation import Asked, Outcome, UnitFacts, allocate, code_of, proportional
from taonguon.plans.done import done_in, under_of
from taonguon.plans.drafting import Wish
from taonguon.plans.plan_enums import Measure
from taonguon.plans.plan_models import YearPlan
from taonguon.plans.ready import facts_of
from taonguon.plans.targets import Grid, targets_of
from taonguon.rules.refusal import RefusedError

FILLS = ("last", "members", "target", "proposal")


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
