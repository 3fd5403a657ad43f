"""Targets that a list tells of: decisions made outside, kept beside those issued here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.plans.plan_models import Decision, Target, YearPlan
from taonguon.plans.targets import Grid, targets_on
from taonguon.plans.year import open_plan


@dataclass(frozen=True, slots=True)
class Document:
    """The list's own document: its number, title and day."""

    number: str
    about: str
    told_on: date


@transaction.atomic
def tell(
    unit: Organisation, year: int, by_day: Mapping[date, Grid], document: Document, *, actor: Any, today: date
) -> dict[int, str]:
    """Keep what a list says each day's decision set; give unit -> 'created', 'updated', 'unchanged' or 'kept'.

    'kept': a decision of that day was issued here and says otherwise, so it stays. The unit's own total
    is the sum of its units, whatever a list printed.
    """
    plan = YearPlan.objects.select_for_update().get(pk=open_plan(unit, year, actor=actor, today=today).pk)
    fate: dict[int, str] = {}
    for day in sorted(by_day):
        decision = plan.decisions.filter(signed_on=day).first()
        if decision is None:
            first = day == min(by_day)
            decision = Decision.objects.create(
                plan=plan, signed_on=day, told_on=document.told_on, recorded_by=actor,
                number=document.number if first else "", about=document.about if first else "",
            )  # fmt: skip
        changed = _write(decision, by_day[day], fate)
        if decision.told_on is not None:
            changed += _own_total(decision, plan)
        if changed:
            record(actor, "plan.told", decision, plan=plan.pk, on=day.isoformat(), changed=changed)
    return fate


_RANK = ("unchanged", "created", "updated", "kept")


def _write(decision: Decision, grid: Grid, fate: dict[int, str]) -> int:
    known = {(t.unit_id, t.measure): t for t in decision.targets.all()}
    fresh, changed = [], []
    for (unit, measure), number in sorted(grid.items()):
        row = known.get((unit, measure))
        if row is not None and row.number == number:
            what = "unchanged"
        elif decision.told_on is None:
            what = "kept"
        elif row is None:
            what = "created"
            fresh.append(Target(decision=decision, unit_id=unit, measure=measure, number=number))
        else:
            what, row.number = "updated", number
            changed.append(row)
        fate[unit] = max(fate.get(unit, what), what, key=_RANK.index)
    Target.objects.bulk_create(fresh)
    Target.objects.bulk_update(changed, ["number"])
    return len(fresh) + len(changed)


def _own_total(decision: Decision, plan: YearPlan) -> int:
    """Set the plan's own rows to the sums of its units on the decision's day; give how many changed."""
    assert decision.signed_on is not None  # noqa: S101 a decision that a list tells of has a day
    sums: Grid = {}
    for (unit, measure), number in targets_on(plan, decision.signed_on).items():
        if unit != plan.unit_id:
            sums[plan.unit_id, measure] = sums.get((plan.unit_id, measure), 0) + number
    return _write(decision, sums, {})
