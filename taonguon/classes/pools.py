"""Who may be proposed for a kind of class, and why he needs it: the open cases in reach, those who need it first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from taonguon.admissions.access import candidacies_reached
from taonguon.admissions.boards import named, within
from taonguon.admissions.certificates import KEY_OF
from taonguon.admissions.enums import SOURCE_STAGES, Stage
from taonguon.admissions.facts import OPEN
from taonguon.admissions.models import Act, Candidacy
from taonguon.admissions.queries import ALERT_DAYS
from taonguon.classes.eligibility import Look, looks, months_counting
from taonguon.classes.enums import NeededFor
from taonguon.classes.models import CourseKind
from taonguon.orgs.access import Scope
from taonguon.people.enums import CertificateKind
from taonguon.rules.dates import add_months
from taonguon.web.paging import SIZE, Page, clip

BEFORE_THE_CELL = (Stage.RECOGNISED, Stage.HELPER, Stage.CLASS, Stage.DOSSIER)
"""Stages of cases for which the awareness class still matters: the cell has not met."""
NEEDS = (NeededFor.CLASS_ONLY, NeededFor.EXPIRY)
"""Why an open case needs a class; an enlistee's day stands in his proposal only."""


@dataclass(frozen=True)
class Filters:
    """What the pool is narrowed to."""

    text: str = ""
    unit: int | None = None
    need: str = ""


@dataclass(frozen=True)
class PoolLine:
    """One who may be proposed; `chosen`: ticked when the page opens."""

    case: Candidacy
    cell: str
    need: NeededFor
    by: date | None
    look: Look

    @property
    def chosen(self) -> bool:
        """True for who needs the class and stands against no rule."""
        return self.need != NeededFor.NONE and not self.look.taken and self.look.look != "is-bad"


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Need(TypedDict):
        need: int

    NeedingCase = WithAnnotations[Candidacy, _Need]


def pool(scope: Scope, kind: CourseKind, today: date) -> "QuerySet[NeedingCase]":
    """Give the open cases a kind of class is for, each with its `need`."""
    rows = candidacies_reached(scope).filter(OPEN)
    if kind.certifies == CertificateKind.AWARENESS:
        rows = rows.filter(stage__in=BEFORE_THE_CELL)
    elif kind.certifies == CertificateKind.NEW_MEMBER:
        rows = rows.filter(stage=Stage.PROBATION)
    else:
        rows = rows.filter(stage__in=(*SOURCE_STAGES, Stage.PROBATION))
    return rows.annotate(
        need=Case(
            When(_only_lacks(kind), then=Value(0)),
            When(_expires(kind, today), then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )


def certificates(key: str) -> QuerySet[Act]:
    """Give the standing act of a case that a certificate proves, to be asked within a query of cases."""
    return Act.objects.filter(candidacy=OuterRef("pk"), key=key, standing=True)


def _only_lacks(kind: CourseKind) -> Q:
    """Give the condition: nothing but this class keeps the case from its next step."""
    if kind.certifies == CertificateKind.AWARENESS:
        return Q(stage__in=(Stage.HELPER, Stage.DOSSIER)) & ~Q(Exists(certificates("class-certificate")))
    if kind.certifies == CertificateKind.NEW_MEMBER:
        return ~Q(Exists(certificates(KEY_OF[CertificateKind.NEW_MEMBER])))
    return Q(pk__in=())


def _expires(kind: CourseKind, today: date) -> Q:
    """Give the condition of the source list: the certificate counts no more in 90 days, and the cell has not met."""
    months = months_counting(today)
    if kind.certifies != CertificateKind.AWARENESS or months is None:
        return Q(pk__in=())
    last = add_months(today + timedelta(days=max(ALERT_DAYS)), -months)
    old = certificates("class-certificate").filter(on__lte=last)
    return Q(stage__in=(Stage.CLASS, Stage.DOSSIER)) & Q(Exists(old))


def pool_page(scope: Scope, kind: CourseKind, filters: Filters, number: int, today: date) -> Page[PoolLine]:
    """Give one page of the pool, those who need the class first, with the exact count."""
    rows: QuerySet[Any] = named(within(pool(scope, kind, today), scope, filters.unit), filters.text)
    if filters.need:
        rows = rows.filter(need=NEEDS.index(NeededFor(filters.need)))
    total = rows.count()
    number = clip(number, total)
    ordered = rows.select_related("person").order_by("need", "person__sort_key", "pk")
    return Page(_lines(list(ordered[(number - 1) * SIZE : number * SIZE]), scope, kind, today), number, total)


def _lines(cases: Sequence["NeedingCase"], scope: Scope, kind: CourseKind, today: date) -> list[PoolLine]:
    stand = looks(scope, [case.person for case in cases], kind, today)
    out = []
    for case in cases:
        node, look = scope.map.organisations.get(case.cell_id), stand[case.person_id]
        need = need_of(case)
        out.append(PoolLine(case, node.name if node else "", need, last_day(need, look, today), look))
    return out


def need_of(case: "NeedingCase") -> NeededFor:
    """Give why a case of the pool needs the class."""
    return NEEDS[case.need] if case.need < len(NEEDS) else NeededFor.NONE


def last_day(need: NeededFor, look: Look, today: date) -> date | None:
    """Give the day by which the class is needed: the last day of a certificate that still counts."""
    until = look.paper.until if look.paper is not None else None
    return until if need == NeededFor.EXPIRY and until is not None and until >= today else None


def lines_among(scope: Scope, kind: CourseKind, cases: set[int], today: date) -> list[PoolLine]:
    """Give the lines of some cases of the pool, as far as they are in reach."""
    rows = pool(scope, kind, today).filter(pk__in=cases).select_related("person", "cell")
    return _lines(list(rows.order_by("person__sort_key", "pk")), scope, kind, today)
