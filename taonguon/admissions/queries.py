"""Named reads of the ledger: work lists, boards, the load of helpers, the source by stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Count, F, QuerySet

from taonguon.admissions.access import candidacies_in
from taonguon.admissions.enums import SOURCE_STAGES, STAGE_OF_ACT, Stage
from taonguon.admissions.facts import OPEN, Bundle
from taonguon.admissions.models import Act, Assignment, Candidacy
from taonguon.orgs.access import Scope
from taonguon.rules.cases import OWN_KEY, Case
from taonguon.rules.engine import Clock, calendar, open_steps

ALERT_DAYS = (90, 60, 30, 15, 7)
"""Days before the end of a clock on which it is pointed out."""
_ORDER = {stage: n for n, stage in enumerate(Stage)}
_STEP_OF = {key: step for step, key in OWN_KEY.items()}
_STEP_ORDER = {step: n for n, step in enumerate(OWN_KEY)}


def stage_of(bundle: Bundle) -> tuple[Stage, date | None]:
    """Give the furthest stage reached, and the day it was reached as far as known."""
    reached = [(STAGE_OF_ACT[key], act.on) for key, act in bundle.acts.items() if key in STAGE_OF_ACT]
    if bundle.assignments and not any(stage == Stage.HELPER for stage, _ in reached):
        reached.append((Stage.HELPER, bundle.assignments[0].since))
    if not reached:
        return Stage.RECOGNISED, None
    furthest = max((stage for stage, _ in reached), key=lambda s: _ORDER[s])
    return furthest, min((on for stage, on in reached if stage == furthest and on is not None), default=None)


def main_next(case: Case, bundle: Bundle) -> str:
    """Give the step that comes next after the furthest one on record, "" where none does.

    Papers left out before it stay on the case page.
    """
    furthest = max((_STEP_ORDER[_STEP_OF[k]] for k in bundle.acts if k in _STEP_OF), default=-1)
    found = open_steps(case)
    later = [step for step in found if _STEP_ORDER[step] > furthest and not step.endswith("committee-vote")]
    return (later or found or [""])[0]


def next_clock(case: Case) -> Clock | None:
    """Give the clock that ends first among those whose act is not yet done."""
    waiting = [c for c in calendar(case) if c.act and c.done is None and c.by is not None]
    return waiting[0] if waiting else None


@dataclass(frozen=True)
class WorkItem:
    """One case that waits for somebody: the next step, who acts, until when."""

    pk: int
    person: str
    cell_pk: int
    stage: str
    step: str
    actor: str
    clock: str
    by: date | None
    days_left: int | None
    irregular: bool

    @property
    def alert(self) -> int | None:
        """The alert that has been reached: 90, 60, 30, 15 or 7 days; None where none."""
        if self.days_left is None or self.days_left < 0:
            return None
        return min((d for d in ALERT_DAYS if self.days_left <= d), default=None)


def work_list(scope: Scope) -> "QuerySet[Candidacy]":
    """Give the open cases in reach, those due first: one query whatever their number."""
    rows = candidacies_in(scope).filter(OPEN).exclude(next_step="")
    return rows.select_related("person").order_by(F("next_by").asc(nulls_last=True), "person__sort_key", "pk")


def as_item(row: Candidacy, today: date) -> WorkItem:
    """Give a case as a line of the work list."""
    left = (row.next_by - today).days if row.next_by is not None else None
    return WorkItem(
        pk=row.pk,
        person=row.person.name,
        cell_pk=row.cell_id,
        stage=row.stage,
        step=row.next_step,
        actor=row.next_actor,
        clock=row.next_clock,
        by=row.next_by,
        days_left=left,
        irregular=row.irregular,
    )


@dataclass(frozen=True)
class StageLine:
    """One stage of the pipeline: how many, the median of days in it, and how many have been there long."""

    stage: Stage
    count: int
    median_days: int | None
    stuck: int


STUCK_DAYS = 365
"""A case that has stood in one stage for a year is pointed out as stuck."""


def pipeline(scope: Scope, today: date) -> list[StageLine]:
    """Count the open cases by stage, with the median of days in the stage; one query."""
    days: dict[str, list[int]] = {}
    counts: dict[str, int] = {}
    for stage, since in candidacies_in(scope).filter(OPEN).values_list("stage", "stage_since"):
        counts[stage] = counts.get(stage, 0) + 1
        if since is not None:
            days.setdefault(stage, []).append((today - since).days)
    return [
        StageLine(
            stage,
            counts.get(stage, 0),
            int(median(days[stage])) if days.get(stage) else None,
            sum(d > STUCK_DAYS for d in days.get(stage, ())),
        )
        for stage in (*SOURCE_STAGES, Stage.PROBATION)
    ]


def pipeline_by_unit(scope: Scope) -> dict[int, dict[str, int]]:
    """Count the open cases by handling cell and stage; one query."""
    out: dict[int, dict[str, int]] = {}
    rows = candidacies_in(scope).filter(OPEN).values_list("cell_id", "stage").annotate(Count("pk"))
    for cell, stage, count in rows:
        out.setdefault(cell, {})[stage] = count
    return out


def irregular_acts(scope: Scope) -> "QuerySet[Act]":
    """Give the acts recorded although a rule stood against them, newest first."""
    rows = Act.objects.filter(irregular=True, standing=True)
    rows = rows.filter(candidacy__in=candidacies_in(scope))
    return rows.select_related("candidacy__person", "candidacy__cell").order_by("-on", "pk")


def helper_loads(people: Iterable[int]) -> dict[int, int]:
    """Count the open cases each of some people helps with now."""
    rows = Assignment.objects.filter(helper_id__in=list(people), until__isnull=True, candidacy__closed="")
    return dict(rows.values_list("helper_id").annotate(Count("pk")))
