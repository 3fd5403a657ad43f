"""Which targets count on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from taonguon.plans.plan_enums import Measure
from taonguon.plans.plan_models import Decision, Target, YearPlan

Grid = dict[tuple[int, str], int]
"""(unit, measure) -> number"""


def targets_on(plan: YearPlan, on: date, *, before: Decision | None = None) -> Grid:
    """Give the targets of a plan that count on a day: of each the latest decision's. One query."""
    rows = Target.objects.filter(decision__plan=plan, decision__signed_on__lte=on)
    if before is not None:
        rows = rows.exclude(decision=before)
    return {
        (unit, measure): number
        for unit, measure, number in rows.order_by("decision__signed_on", "decision_id").values_list(
            "unit_id", "measure", "number"
        )
    }


def draft_of(plan: YearPlan) -> Grid | None:
    """Give the draft of a plan; None where there is none."""
    found = plan.decisions.filter(signed_on__isnull=True).first()
    if found is None:
        return None
    return {(t.unit_id, t.measure): t.number for t in found.targets.all()}


def version_of(plan: YearPlan | None) -> str:
    """Name the state of a plan that a form was opened on: its draft as saved, else its latest decision."""
    found = last_of(plan)
    if found is None:
        return ""
    return f"{found.pk}" if found.signed_on else f"{found.pk}-{found.version}"


def last_of(plan: YearPlan | None) -> Decision | None:
    """Give the draft of a plan, else its latest decision."""
    rows = plan.decisions.select_related("recorded_by") if plan else Decision.objects.none()
    return rows.order_by(F("signed_on").desc(nulls_first=True), "-pk").first()


def targets_of(units: Iterable[int], year: int, on: date) -> Grid:
    """Give the targets that units were given for a year by the plans above them, on a day. One query.

    A unit's own rows in its own plan are the total it shares, not what it was given; they count only
    where nobody above gave it any.
    """
    rows = Target.objects.filter(
        decision__plan__year=year, decision__signed_on__lte=on, unit_id__in=list(units)
    ).order_by("decision__signed_on", "decision_id")
    given: Grid = {}
    own: Grid = {}
    for unit, measure, number, holder in rows.values_list("unit_id", "measure", "number", "decision__plan__unit_id"):
        (own if unit == holder else given)[unit, measure] = number
    return own | given


def given_total(unit: int, year: int, on: date) -> int | None:
    """Give how many a unit was told to admit in a year, by a day; None where nobody said."""
    return targets_of([unit], year, on).get((unit, Measure.TOTAL))


def years_of(units: Iterable[int]) -> list[int]:
    """Give the years for which some units have a plan, the newest first."""
    found = YearPlan.objects.filter(unit_id__in=list(units)).values_list("year", flat=True).distinct()
    return sorted(found, reverse=True)
