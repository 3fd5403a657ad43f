"""What is derived of a case: stage, next step, who acts, until when. Rewritten after each write, and each night."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from taonguon.admissions.facts import Bundle, bundles, case_of
from taonguon.admissions.models import Candidacy
from taonguon.admissions.queries import main_next, next_clock, stage_of
from taonguon.people.bulk import update_rows
from taonguon.rules.engine import actor_of

RECHECKED_AT_ONCE = 1000
"""Cases rechecked in one transaction: what a nightly check holds in memory."""


def settle(candidacy: Candidacy, today: date) -> None:
    """Rewrite what is derived of one candidacy: stage, next step, who acts, until when."""
    settle_many([candidacy], today)


_DERIVED = ("stage", "stage_since", "next_step", "next_actor", "next_clock", "next_by", "irregular")


def settle_many(candidacies: list[Candidacy], today: date) -> None:
    """Rewrite what is derived of some candidacies, in a constant number of queries."""
    found = bundles(candidacies, today)
    for bundle in found:
        _settle(bundle, today)
    update_rows(Candidacy, _DERIVED, ([getattr(b.candidacy, name) for name in ("pk", *_DERIVED)] for b in found))


def recheck_all(today: date, progress: Callable[[int, int], None] | None = None) -> int:
    """Rewrite what is derived of every open case, as of today; give how many. Run each night: days pass, clocks end."""
    pks = list(Candidacy.objects.filter(closed="").order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(pks), RECHECKED_AT_ONCE):
        part = pks[first : first + RECHECKED_AT_ONCE]
        with transaction.atomic():
            settle_many(list(Candidacy.objects.select_related("person").filter(pk__in=part)), today)
        if progress is not None:
            progress(min(first + RECHECKED_AT_ONCE, len(pks)), len(pks))
    return len(pks)


def _settle(bundle: Bundle, today: date) -> None:
    row = bundle.candidacy
    row.stage, row.stage_since = stage_of(bundle)
    row.irregular = any(a.irregular for a in bundle.acts.values())
    row.next_step = row.next_actor = row.next_clock = ""
    row.next_by = None
    if row.closed:
        return
    case = case_of(bundle, "list", today)
    if step := main_next(case, bundle):
        row.next_step, row.next_actor = step, actor_of(step)
    clock = next_clock(case)
    if clock is not None:
        row.next_clock, row.next_by = clock.name, clock.by
