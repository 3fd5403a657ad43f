"""Named reads of the ledger: how far a case has come, what comes next, acts against the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from taonguon.admissions.access import candidacies_in
from taonguon.admissions.enums import LEFT_THE_LIST, STAGE_OF_ACT, Closed, Stage
from taonguon.admissions.facts import Bundle
from taonguon.admissions.models import Act
from taonguon.orgs.access import Scope
from taonguon.rules.cases import OWN_KEY, Case
from taonguon.rules.engine import Clock, open_steps

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

    Papers left out before it stay on the case page. The grassroots committee is waited for where one is known to stand
    between the cell and who decides; where that is not known, its resolution stays on the case page too.
    """
    found = open_steps(case)
    waits = case.unit.base_committee and not case.unit.delegated
    later = [s for s in found if not left_out(s, bundle) and (waits or not s.endswith("committee-vote"))]
    return (later or found or [""])[0]


def left_out(step: str, bundle: Bundle) -> bool:
    """Say whether a step comes before the furthest one on record: it was done and not recorded, or was left out."""
    return _STEP_ORDER[step] < max((_STEP_ORDER[_STEP_OF[k]] for k in bundle.acts if k in _STEP_OF), default=-1)


def next_clock(clocks: Iterable[Clock]) -> Clock | None:
    """Give the clock that ends first among those whose act is not yet done."""
    return next((c for c in clocks if c.act and c.done is None and c.by is not None), None)


@dataclass(frozen=True)
class WorkItem:
    """What waits for somebody in a case: the next step or an errand, who acts, until when."""

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


def irregular_acts(scope: Scope) -> "QuerySet[Act]":
    """Give the acts that people recorded or confirmed as irregular, newest first."""
    return _newest_first(scope, Act.objects.filter(irregular=True, standing=True))


def found_acts(scope: Scope) -> "QuerySet[Act]":
    """Give the acts the machine finds a rule against and nobody has answered for, newest first.

    Those who were taken off the list are not listed anew for it.
    """
    rows = Act.objects.filter(found__isnull=False, standing=True)
    return _newest_first(scope, rows.exclude(candidacy__closed__in=[*LEFT_THE_LIST, Closed.STRUCK_OFF]))


def _newest_first(scope: Scope, rows: "QuerySet[Act]") -> "QuerySet[Act]":
    if not scope.everything:  # a condition that holds for all would keep the index from being used
        rows = rows.filter(candidacy__in=candidacies_in(scope))
    return rows.select_related("candidacy__person", "candidacy__cell").order_by("-on", "pk")
