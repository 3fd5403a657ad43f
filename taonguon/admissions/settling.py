"""What is derived of a case: stage, next step, who acts, until when. Rewritten after each write, and each night."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from taonguon.admissions.desk import Dossier, standing_dossier
from taonguon.admissions.errands import wanted, write_errands
from taonguon.admissions.facts import Bundle, bundles, case_of
from taonguon.admissions.hindsight import look_back
from taonguon.admissions.models import Assignment, Candidacy, HandOver, Introduction
from taonguon.admissions.queries import main_next, next_clock, stage_of
from taonguon.orgs.queries import map_on
from taonguon.people.bulk import update_rows
from taonguon.procedures.book import book
from taonguon.rules.engine import Clock, actor_of, calendar

RECHECKED_AT_ONCE = 1000
"""Cases rechecked in one transaction: what a nightly check holds in memory."""


def settle(candidacy: Candidacy, today: date) -> None:
    """Rewrite what is derived of one candidacy: stage, next step, who acts, until when."""
    settle_many([candidacy], today)


_DERIVED = (
    "stage", "stage_since", "next_step", "next_actor", "next_clock", "next_by", "desk", "desk_since", "desk_by", "irregular",
)  # fmt: skip


def settle_many(candidacies: list[Candidacy], today: date) -> None:
    """Rewrite what is derived of some candidacies, in a constant number of queries."""
    update_rows(Candidacy, _DERIVED, [_columns(row) for row in _derived(candidacies, today)])


def _columns(row: Candidacy) -> list[Any]:
    return [getattr(row, name) for name in ("pk", *_DERIVED)]


def _derived(candidacies: list[Candidacy], today: date) -> list[Candidacy]:
    """Derive the columns of some cases anew; what hangs on a case is written, the columns are left to the caller."""
    found = bundles(candidacies, today)
    lines: dict[int, list[HandOver]] = {}
    for line in HandOver.objects.filter(candidacy__in=[b.candidacy.pk for b in found], standing=True):
        lines.setdefault(line.candidacy_id, []).append(line)
    errands, tree = {}, map_on(today).organisations
    for bundle in found:
        dossier = standing_dossier(lines.get(bundle.candidacy.pk, ()), bundle.acts)
        clocks = _settle(bundle, dossier, today)
        errands[bundle.candidacy.pk] = wanted(bundle, dossier, clocks, tree, today)
    write_errands(errands)
    look_back(found, today)
    return [bundle.candidacy for bundle in found]


def _settle_anew(pks: Sequence[int], today: date, progress: Callable[[int, int], None] | None = None) -> int:
    """Settle cases by their ids, some at a time: locked, so that nobody acts meanwhile; only what is new is written."""
    for first in range(0, len(pks), RECHECKED_AT_ONCE):
        part = pks[first : first + RECHECKED_AT_ONCE]
        with transaction.atomic():
            found = Candidacy.objects.select_for_update(of=("self",)).select_related("person").filter(pk__in=part)
            rows = list(found.order_by("pk"))
            stood = {row.pk: _columns(row) for row in rows}
            now = [_columns(row) for row in _derived(rows, today)]
            update_rows(Candidacy, _DERIVED, [columns for columns in now if columns != stood[columns[0]]])
        if progress is not None:
            progress(min(first + RECHECKED_AT_ONCE, len(pks)), len(pks))
    return len(pks)


def recheck_all(today: date, progress: Callable[[int, int], None] | None = None, *, closed: bool = False) -> int:
    """Rewrite what is derived of every open case, as of today; give how many. Run each night: days pass, clocks end.

    `closed`: of the closed ones too, against whose acts another book of rules may find something else.
    """
    rows = Candidacy.objects.all() if closed else Candidacy.objects.filter(closed="")
    return _settle_anew(list(rows.order_by("pk").values_list("pk", flat=True)), today, progress)


def _settle(bundle: Bundle, dossier: Dossier | None, today: date) -> list[Clock]:
    """Set the columns of a case; give its clocks."""
    row = bundle.candidacy
    row.stage, row.stage_since = stage_of(bundle)
    row.irregular = any(a.irregular for a in bundle.acts.values())
    row.next_step = row.next_actor = row.next_clock = row.desk = ""
    row.next_by = row.desk_since = row.desk_by = None
    if row.closed:
        return []
    case = case_of(bundle, "list", today)
    if step := main_next(case, bundle):
        row.next_step, row.next_actor = step, actor_of(step)
    clocks = calendar(case, book())
    clock = next_clock(clocks)
    if clock is not None:
        row.next_clock, row.next_by = clock.name, clock.by
    if dossier is not None:
        (row.desk, row.desk_since), row.desk_by = dossier.stands, dossier.by
    return clocks


def settle_around(members: Iterable[int], today: date) -> int:
    """Settle the open cases in which some members help or introduce, once where they are active has changed."""
    changed = frozenset(members)  # of a load there may be more than a query takes
    if not changed:
        return 0
    standing = Assignment.objects.filter(helper__isnull=False, until__isnull=True, candidacy__closed="")
    naming = Introduction.objects.filter(member__isnull=False, ended_on__isnull=True, candidacy__closed="")
    rows = [*standing.values_list("candidacy_id", "helper_id"), *naming.values_list("candidacy_id", "member_id")]
    return _settle_anew(sorted({case for case, member in rows if member in changed}), today)
