"""The trail as its page shows it: only what lies in the reader's reach, with names beside ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from taonguon.accounts.enums import MAY_MANAGE
from taonguon.accounts.queries import accounts_within, names_of_accounts
from taonguon.audit.queries import every_entry
from taonguon.audit.verbs import VERBS
from taonguon.intake.models import Load
from taonguon.orgs.access import Scope
from taonguon.people.access import people_in
from taonguon.people.models import Person
from taonguon.web.paging import SIZE, Page, clip

UNIT, PLACE, PERSON, ACCOUNT, LOAD = (
    "orgs.organisation", "orgs.locality", "people.person", "accounts.user", "intake.load",
)  # fmt: skip
_PAGES = {UNIT: "unit", PLACE: "village", PERSON: "person", ACCOUNT: "account"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the trail."""

    at: datetime
    actor: str
    sentence: str | Promise
    subject: str
    page: str
    """Name of the address of the subject's page; '' where there is none."""
    pk: int


def trail_page(scope: Scope, verb: str, day: date | None, number: int) -> Page[Line]:
    """Give one page of the trail, newest first."""
    entries = _within(scope)
    if verb:
        entries = entries.filter(verb=verb)
    if day is not None:
        start = timezone.make_aware(datetime.combine(day, time()))
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
        entries = entries.filter(at__gte=start, at__lt=end)
    total = entries.count()
    number = clip(number, total)
    rows = list(entries.order_by("-pk")[(number - 1) * SIZE : number * SIZE])
    return Page(_lines(rows, scope), number, total)


def _within(scope: Scope) -> QuerySet[Any]:
    entries = every_entry()
    if scope.everything:
        return entries
    units = scope.organisation_ids
    return entries.filter(
        Q(subject_type=UNIT, subject_id__in=units)
        | Q(subject_type=PLACE, subject_id__in=scope.locality_ids)
        | Q(subject_type=PERSON, subject_id__in=people_in(scope).values("pk"))
        | Q(subject_type=ACCOUNT, subject_id__in=accounts_within(units).values("pk"))
        | Q(subject_type=LOAD, subject_id__in=Load.objects.filter(unit__in=units).values("pk"))
    )


def _lines(rows: list[Any], scope: Scope) -> list[Line]:
    names = _names({(row.subject_type, row.subject_id) for row in rows}, scope)
    return [
        Line(
            row.at,
            row.actor_name,
            VERBS.get(row.verb, row.verb),
            names.get((row.subject_type, row.subject_id), ""),
            _address(row.subject_type, row.subject_id, scope),
            row.subject_id,
        )
        for row in rows
    ]


def _address(kind: str, pk: int, scope: Scope) -> str:
    if kind == PLACE:
        node = scope.map.localities.get(pk)
        return "village" if node is not None and node.kind == "village" else ""
    if kind == ACCOUNT and not scope.may(MAY_MANAGE):
        return ""
    return _PAGES.get(kind, "")


def _names(subjects: Iterable[tuple[str, int]], scope: Scope) -> dict[tuple[str, int], str]:
    ids: dict[str, set[int]] = {}
    for kind, pk in subjects:
        ids.setdefault(kind, set()).add(pk)
    out: dict[tuple[str, int], str] = {}
    for kind, tree in ((UNIT, scope.map.organisations), (PLACE, scope.map.localities)):
        out |= {(kind, pk): node.name for pk in ids.get(kind, ()) if (node := tree.get(pk))}
    people = Person.objects.filter(pk__in=ids.get(PERSON, ())).values_list("pk", "name")
    out |= {(PERSON, pk): name for pk, name in people}
    out |= {(ACCOUNT, pk): name for pk, name in names_of_accounts(ids.get(ACCOUNT, set())).items()}
    loads = Load.objects.filter(pk__in=ids.get(LOAD, ())).values_list("pk", "file_name")
    return out | {(LOAD, pk): name for pk, name in loads}
