"""Who was in the source on a day: from the ledger's own columns today, from the days of the acts on an earlier day."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from taonguon.admissions.enums import LEFT_THE_LIST, SOURCE_STAGES, STAGE_OF_ACT, Closed, Stage
from taonguon.admissions.models import Act, Assignment, Candidacy
from taonguon.rules.cases import DONE_KEYS

_ORDER = {stage: n for n, stage in enumerate(Stage)}


@dataclass
class Found:
    """An open case as it stood on a day."""

    case: Candidacy
    stage: Stage
    since: date | None
    done: dict[str, date | bool] = field(default_factory=dict)
    """Acts whose day is known, as the rules are told them."""


def open_on(rows: QuerySet[Candidacy], on: date, today: date) -> QuerySet[Candidacy]:
    """Narrow cases to those in the source on a day: listed, and not yet admitted. For counting."""
    if on >= today:
        return rows.filter(closed="", stage__in=SOURCE_STAGES)
    acts = Act.objects.filter(candidacy=OuterRef("pk"), standing=True, on__lte=on)
    rows = rows.filter(Q(closed="") | Q(closed_on__gt=on))
    return rows.filter(Exists(acts), ~Exists(acts.filter(key="ceremony")))


def cases_on(rows: QuerySet[Candidacy], people: Collection[int], on: date, today: date) -> dict[int, Found]:
    """Give person -> the open case of the day: three queries at most.

    Who was taken off the list since is not named anew, also on a day when he was still on it.
    """
    rows = rows.filter(person__in=people).select_related("person").order_by("pk")
    past = on < today
    if past:
        gone = [*LEFT_THE_LIST, Closed.STRUCK_OFF]
        rows = rows.filter(Q(closed="") | Q(closed_on__gt=on)).exclude(closed__in=gone)
    else:
        rows = rows.filter(closed="")
    out = {row.pk: Found(row, Stage(row.stage), row.stage_since) for row in rows}
    reached: dict[int, list[tuple[Stage, date]]] = {}
    acts = Act.objects.filter(candidacy__in=out, standing=True, on__isnull=False, on__lte=on)
    for case, key, day, precision in acts.values_list("candidacy_id", "key", "on", "precision"):
        if day is None:
            continue
        if key in STAGE_OF_ACT:
            reached.setdefault(case, []).append((STAGE_OF_ACT[key], day))
        if key in DONE_KEYS and precision in {"", "d"}:
            out[case].done[key] = day
    if past:
        helping = Assignment.objects.filter(candidacy__in=out, since__isnull=False, since__lte=on)
        for case, day in helping.values_list("candidacy_id", "since"):
            if day is not None:
                reached.setdefault(case, []).append((Stage.HELPER, day))
        out = {pk: found for pk, found in out.items() if pk in reached}
        for pk, found in out.items():
            found.stage = max((stage for stage, _day in reached[pk]), key=lambda stage: _ORDER[stage])
            found.since = min(day for stage, day in reached[pk] if stage == found.stage)
    return {found.case.person_id: found for found in out.values()}
