"""Helpers: one who can help no longer, and how many each helps. Helpers are listed by name, never by number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from taonguon.admissions.access import candidacies_in
from taonguon.admissions.actions import bundle_of, locked, refuse_closed, refuse_future
from taonguon.admissions.boards import LONGEST_SEARCH, WORDS_MAX, within
from taonguon.admissions.desk_enums import ErrandKind, Unable
from taonguon.admissions.enums import Stage
from taonguon.admissions.facts import OPEN, standing_assignment
from taonguon.admissions.models import Assignment, Candidacy, Errand
from taonguon.admissions.settling import settle
from taonguon.audit.actions import record
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import on_day
from taonguon.people.enums import Standing
from taonguon.people.models import Activity
from taonguon.rules.names import fold, sort_key
from taonguon.rules.refusal import RefusedError
from taonguon.web.paging import SIZE, Page, clip


@transaction.atomic
def end_assignment(candidacy: Candidacy, because: Unable, on: date, *, actor: Any, today: date) -> Assignment:
    """Record that the helper can help no longer from a day on. Another is then to be assigned: that waits for the cell."""
    row = locked(candidacy)
    refuse_closed(row)
    refuse_future("on", on, today)
    standing = standing_assignment(bundle_of(row, on))
    if standing is None:
        raise RefusedError("", _("Hiện không có đảng viên nào đang được phân công giúp đỡ."))
    if standing.since is not None and on <= standing.since:
        raise RefusedError(
            "on",
            _("Ngày %(day)s không sau ngày phân công %(since)s.")
            % {"day": f"{on:%d/%m/%Y}", "since": f"{standing.since:%d/%m/%Y}"},
        )
    Assignment.objects.filter(pk=standing.pk).update(until=on, because=because)
    record(actor, "helper.ended", row, helper=standing.helper_id, on=on.isoformat(), because=str(because))
    settle(row, today)
    standing.until, standing.because = on, because
    return standing


def loads_of(people: Iterable[int]) -> dict[int, int]:
    """Count in how many open cases each of some members helps."""
    rows = Assignment.objects.filter(helper__in=list(people), until__isnull=True, candidacy__closed="")
    return dict(rows.values_list("helper_id").annotate(Count("pk")))


@dataclass(frozen=True)
class Helped:
    """One whom a helper helps."""

    pk: int
    name: str
    stage: str
    since: date | None
    lost: bool
    """Another helper is to be assigned."""


@dataclass(frozen=True)
class HelperLine:
    """One helper, where he is active, and whom he helps. `person` None: a name of a list that was matched to nobody."""

    person: int | None
    name: str
    cell: str
    cell_pk: int | None
    standing: str
    """In words, where he is no official member."""
    helped: list[Helped]


@dataclass(frozen=True)
class HelperBoard:
    """One page of helpers, how many cases they help in, and the first of those that wait for another helper."""

    page: Page[HelperLine]
    cases: int
    waiting: int
    first: list[tuple[int, str, str]]
    """(case, name, cell)"""


_Key = tuple[int | None, str]
"""A helper: his id, or the name a list gives."""


def helper_board(scope: Scope, unit: int | None, text: str, number: int, today: date) -> HelperBoard:
    """Give one page of the helpers of the open cases in reach, in the order of names: five queries."""
    rows = _standing(scope, unit)
    counts, order = _counted(rows)
    words = fold(text[:LONGEST_SEARCH]).split()[:WORDS_MAX]
    keys = sorted((key for key in counts if all(w in order[key][1] for w in words)), key=lambda key: order[key])
    number = clip(number, len(keys))
    shown = keys[(number - 1) * SIZE : number * SIZE]
    lost = Errand.objects.filter(kind=ErrandKind.NEW_HELPER, candidacy__in=_cases(scope, unit))
    first = lost.order_by("candidacy__person__sort_key", "candidacy_id").values_list(
        "candidacy_id", "candidacy__person__name", "candidacy__cell_id"
    )
    return HelperBoard(
        page=Page(_lines(rows, shown, scope, today), number, len(keys)),
        cases=sum(counts[key] for key in keys),
        waiting=lost.count(),
        first=[(pk, name, _cell(scope, cell)) for pk, name, cell in first[:SIZE]],
    )


def _cases(scope: Scope, unit: int | None) -> QuerySet[Candidacy]:
    return within(candidacies_in(scope).filter(OPEN), scope, unit)


def _standing(scope: Scope, unit: int | None) -> QuerySet[Assignment]:
    return Assignment.objects.filter(until__isnull=True, candidacy__in=_cases(scope, unit))


def _counted(rows: QuerySet[Assignment]) -> tuple[Counter[_Key], dict[_Key, tuple[str, str]]]:
    """Count the cases of each helper, and give what helpers are put in order and searched by."""
    counts: Counter[_Key] = Counter()
    order: dict[_Key, tuple[str, str]] = {}
    found = rows.order_by().values_list("helper_id", "name", "helper__sort_key", "helper__folded")
    for helper, name, sort, folded, count in found.annotate(Count("pk")):
        key = (helper, "" if helper else name)
        counts[key] += count
        order[key] = (sort, folded) if helper else (sort_key(name), fold(name))
    return counts, order


def _lines(rows: QuerySet[Assignment], shown: list[_Key], scope: Scope, today: date) -> list[HelperLine]:
    ids = [helper for helper, _name in shown if helper]
    names = [name for helper, name in shown if not helper]
    lost = Errand.objects.filter(kind=ErrandKind.NEW_HELPER, candidacy=OuterRef("candidacy"))
    here = rows.filter(Q(helper__in=ids) | Q(helper__isnull=True, name__in=names)).annotate(lost=Exists(lost))
    helped: dict[_Key, list[Helped]] = {}
    called: dict[_Key, str] = {}
    for row in here.select_related("helper", "candidacy__person").order_by("candidacy__person__sort_key", "pk"):
        key = (row.helper_id, "" if row.helper_id else row.name)
        case = row.candidacy
        called[key] = row.helper.name if row.helper else row.name
        stage = str(Stage(case.stage).label)
        helped.setdefault(key, []).append(Helped(case.pk, case.person.name, stage, row.since, bool(row.lost)))
    active = Activity.objects.filter(on_day(today), person__in=ids).values_list("person_id", "cell_id", "standing")
    stays = {person: (cell, standing) for person, cell, standing in active}
    out = []
    for key in shown:
        cell, standing = stays.get(key[0] or 0, (None, ""))
        label = str(Standing(standing).label) if standing and standing != Standing.OFFICIAL else ""
        out.append(HelperLine(key[0], called[key], _cell(scope, cell), cell, label, helped[key]))
    return out


def _cell(scope: Scope, pk: int | None) -> str:
    node = scope.map.organisations.get(pk) if pk is not None else None
    return node.name if node is not None else ""
