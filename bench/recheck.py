"""The nightly check of the open cases: ours, and the same verdicts through the ORM, one case after the other."""

import os
import resource
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bench.world import TODAY

if TYPE_CHECKING:
    from taonguon.admissions.facts import Bundle
    from taonguon.admissions.models import Candidacy

NIGHT = TODAY + timedelta(1)
"""The night after the world was made: days have passed, as they do."""


def _busy() -> float:
    used = os.times()
    return used.user + used.system


def ours() -> dict[str, Any]:
    """Run the check as `taonguon recheck` does."""
    from taonguon.admissions.settling import recheck_all

    began, busy = time.perf_counter(), _busy()
    cases = recheck_all(NIGHT)
    return {
        "cases": cases,
        "seconds": time.perf_counter() - began,
        "cpu": _busy() - busy,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def peer(count: int) -> dict[str, Any]:
    """Check some of the cases as one would write it plainly: fetch a case with what hangs on it, ask, save.

    What it finds must be what our check has written, or the measurement stops and names the case.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from taonguon.admissions.models import Candidacy

    every = list(Candidacy.objects.filter(closed="").order_by("pk").values_list("pk", flat=True))
    pks = every[:: max(len(every) // count, 1)][:count]
    _check(pks[0])  # draws the map of the day
    with CaptureQueriesContext(connection) as queries:
        _check(pks[0])
    began, busy = time.perf_counter(), _busy()
    for pk in pks:
        _check(pk)
    return {
        "cases": len(pks),
        "seconds": time.perf_counter() - began,
        "cpu": _busy() - busy,
        "queries": len(queries),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _check(pk: int) -> None:
    from taonguon.admissions.models import Act, Candidacy

    case = Candidacy.objects.select_related("person").get(pk=pk)
    bundle = _fetched(case, NIGHT)
    derived, found = _derived(bundle, NIGHT)
    written = {name: getattr(case, name) for name in derived}
    if derived != written or any(act.found != found.get(act.key) for act in bundle.acts.values()):
        raise RuntimeError(f"case {pk}: {derived} {found} is not {written}")
    for name, value in derived.items():
        setattr(case, name, value)
    case.save(update_fields=list(derived))
    for key, rules in found.items():
        Act.objects.filter(pk=bundle.acts[key].pk).update(found=rules)


def _fetched(case: "Candidacy", on: date) -> "Bundle":
    """Fetch one case and what hangs on it, each by its own query."""
    from taonguon.admissions.facts import Bundle, standing_assignment
    from taonguon.orgs.queries import on_day
    from taonguon.people.enums import Standing
    from taonguon.people.models import Activity

    bundle = Bundle(case)
    bundle.acts = {act.key: act for act in case.acts.filter(standing=True).select_related("tally")}
    bundle.assignments = list(case.assignments.select_related("helper").order_by("since", "pk"))
    bundle.introductions = list(case.introductions.filter(ended_on__isnull=True).order_by("pk"))
    bundle.handlings = list(case.handlings.order_by("since", "pk"))
    members = Activity.objects.filter(on_day(on), cell=case.cell_id, standing=Standing.OFFICIAL)
    bundle.official_members = members.count()
    helper = standing_assignment(bundle)
    if helper is not None and helper.helper_id:
        active = Activity.objects.filter(on_day(on), person=helper.helper_id).first()
        bundle.helper_standing = active.standing if active else ""
        bundle.helper_cell = active.cell_id if active else None
    for one in bundle.introductions:
        at = Activity.objects.filter(on_day(on), person=one.member_id).first() if one.member_id else None
        if at is not None:
            bundle.active[at.person_id] = (at.standing, at.cell_id)
    return bundle


def _derived(bundle: "Bundle", on: date) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Give the columns of a case, and what stands against its acts, by key; its errands are looked at too."""
    from taonguon.admissions.desk import standing_dossier
    from taonguon.admissions.errands import wanted
    from taonguon.admissions.facts import case_of
    from taonguon.admissions.hindsight import findings_against
    from taonguon.admissions.models import Errand, HandOver
    from taonguon.admissions.queries import main_next, next_clock, stage_of
    from taonguon.orgs.queries import map_on
    from taonguon.procedures.book import book
    from taonguon.rules.engine import actor_of, calendar

    case = case_of(bundle, "list", on)
    clocks = calendar(case, book())
    step, clock = main_next(case, bundle), next_clock(clocks)
    dossier = standing_dossier(HandOver.objects.filter(candidacy=bundle.candidacy, standing=True), bundle.acts)
    asked = set(wanted(bundle, dossier, clocks, map_on(on).organisations, on))
    if asked != {errand.kind for errand in Errand.objects.filter(candidacy=bundle.candidacy)}:
        raise RuntimeError(f"case {bundle.candidacy.pk}: {asked}")
    found: dict[str, list[str]] = {}
    for key, finding in findings_against(bundle, on):
        if finding.rule not in bundle.acts[key].against and finding.rule not in found.get(key, ()):
            found.setdefault(key, []).append(finding.rule)
    stage, since = stage_of(bundle)
    desk, standing = dossier.stands if dossier is not None else ("", None)
    return {
        "stage": stage, "stage_since": since, "next_step": step, "next_actor": actor_of(step) if step else "",
        "next_clock": clock.name if clock else "", "next_by": clock.by if clock else None,
        "desk": desk, "desk_since": standing, "desk_by": dossier.by if dossier is not None else None,
        "irregular": any(act.irregular for act in bundle.acts.values()),
    }, found  # fmt: skip
