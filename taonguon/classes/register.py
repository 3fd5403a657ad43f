"""The register of certificates: search, one page, one certificate with its history, and what a token is beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from taonguon.classes.access import certificates_in
from taonguon.classes.models import Course, Enrolment
from taonguon.classes.printing import claim_of
from taonguon.classes.tokens import Claim
from taonguon.classes.validity import limited, months_counted
from taonguon.orgs.access import Scope
from taonguon.people.enums import CertificateKind, Reissued
from taonguon.people.models import Certificate
from taonguon.rules.dates import PartialDate, add_months
from taonguon.rules.names import fold
from taonguon.web.paging import SIZE, Page, clip

EXPORT_MAX = 20_000
CHOICES_MAX = 300
FOUND_MAX = 20
_WORDS_MAX = 8
_CHUNK = 2000


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to. Empty means not narrowed; ids were already checked against the scope."""

    text: str = ""
    year: int | None = None
    course: int | None = None
    unit: int | None = None

    @property
    def narrowed(self) -> bool:
        """True where anything is asked for."""
        return self != Filters()

    def as_plain(self) -> dict[str, Any]:
        """Give the filters that are set, as plain values for the trail."""
        return {name: value for name, value in asdict(self).items() if value not in {"", None}}


@dataclass(frozen=True)
class Row:
    """One certificate of the register today."""

    pk: int
    number: str
    name: str
    born: PartialDate | None
    course: str
    kind: str
    issuer: str
    unit: str
    issued: PartialDate | None
    until: date | None
    limited: bool
    """Whether the texts limit how long it counts."""
    lapsed: bool
    replaced_by: str
    """The number that stands in its place; '' where it stands."""
    reissued_on: date | None
    cause: str


def matching(scope: Scope, filters: Filters) -> QuerySet[Certificate]:
    """Give the certificates in the scope that match: by number as written, or by name with or without marks."""
    rows = certificates_in(scope)
    if filters.text:
        named = Q()
        for word in fold(filters.text).split()[:_WORDS_MAX]:
            named &= Q(person__folded__contains=word)
        rows = rows.filter(Q(number__icontains=filters.text) | named if named else Q(number__icontains=filters.text))
    if filters.year is not None:
        rows = rows.filter(issued_on__year=filters.year)
    if filters.course is not None:
        rows = rows.filter(pk__in=_of_course(filters.course))
    if filters.unit is not None:
        node = scope.map.organisations.get(filters.unit)
        inside = scope.map.part(node).inside if node is not None else frozenset()
        sent = Enrolment.objects.filter(sender_id__in=inside, certificate__isnull=False).values("person_id")
        rows = rows.filter(Q(unit_id__in=inside) | Q(person_id__in=sent))
    return rows


def _of_course(course: int) -> set[int]:
    """Give the certificates of a class: those that stand, and all that they replaced, however often."""
    standing = Certificate.objects.filter(enrolment__course=course).values_list("pk", "replaces_id")
    found, before = set(), dict(standing)
    while before:
        found |= set(before)
        older = {pk for pk in before.values() if pk is not None}
        before = dict(Certificate.objects.filter(pk__in=older).values_list("pk", "replaces_id")) if older else {}
    return found


def register_page(scope: Scope, filters: Filters, number: int, today: date) -> Page[Row]:
    """Give one page of the register, newest first, with the exact count: two queries."""
    rows = matching(scope, filters)
    total = rows.count()
    number = clip(number, total)
    page = _ordered(rows)[(number - 1) * SIZE : number * SIZE]
    return Page(rows_of(page, scope, today), number, total)


def register_rows(scope: Scope, filters: Filters, today: date) -> Iterator[Row]:
    """Give every row for the sheet, some thousands at a time."""
    yield from _rows(_ordered(matching(scope, filters)).iterator(chunk_size=_CHUNK), scope, today)


def _ordered(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return rows.select_related(
        "person", "enrolment__course", "enrolment__sender", "replaced_by__enrolment__course"
    ).order_by("-issued_on", "-serial", "-pk")  # fmt: skip


def rows_of(certificates: QuerySet[Certificate], scope: Scope, today: date) -> list[Row]:
    """Give rows for a page."""
    return list(_rows(certificates, scope, today))


def _rows(certificates: Any, scope: Scope, today: date) -> Iterator[Row]:
    months = {kind: months_counted(kind, today) for kind in CertificateKind.values}
    units = scope.map.organisations
    for one, enrolment in _with_places(certificates):
        newer = getattr(one, "replaced_by", None)
        counted, day = months[one.kind], one.issued_on if one.issued_precision == "d" else None
        until = add_months(day, counted) if counted is not None and day is not None else None
        sender = units.get(enrolment.sender_id) if enrolment is not None and enrolment.sender_id else None
        yield Row(
            pk=one.pk, number=one.number, name=one.person.name, born=one.person.born,
            course=enrolment.course.name if enrolment is not None else "", kind=str(CertificateKind(one.kind).label),
            issuer=one.issuer, unit=sender.name if sender is not None else "", issued=one.issued, until=until,
            limited=limited(one.kind), lapsed=until is not None and until < today,
            replaced_by=newer.number or _("giấy khác") if newer is not None else "", reissued_on=one.reissued_on,
            cause=str(Reissued(one.cause).label) if one.cause else "",
        )  # fmt: skip


def _with_places(certificates: Iterable[Certificate]) -> Iterator[tuple[Certificate, Enrolment | None]]:
    """Give each certificate with the place in a class it comes from."""
    coming = iter(certificates)
    while some := list(islice(coming, _CHUNK)):
        places = _places(some)
        for one in some:
            yield one, places.get(one.pk)


def _places(certificates: Sequence[Certificate]) -> dict[int, Enrolment]:
    """Give certificate -> place; it hangs on the last of those that replaced one another."""
    places: dict[int, Enrolment] = {}
    last: dict[int, int] = {}
    for one in certificates:
        newer = getattr(one, "replaced_by", None)
        if found := getattr(one, "enrolment", None) or getattr(newer, "enrolment", None):
            places[one.pk] = found
        elif newer is not None:
            last[one.pk] = newer.pk
    if last:
        ends = _last_of(set(last.values()))
        rows = Enrolment.objects.filter(certificate__in=set(ends.values())).select_related("course", "grade", "sender")
        held = {row.certificate_id: row for row in rows}
        places |= {pk: held[ends[newer]] for pk, newer in last.items() if ends[newer] in held}
    return places


def _last_of(certificates: set[int]) -> dict[int, int]:
    """Follow certificates to the ones that now stand for them, one query a step."""
    ends = {pk: pk for pk in certificates}
    moving = certificates
    while moving:
        steps = dict(Certificate.objects.filter(replaces__in=moving).values_list("replaces_id", "pk"))
        ends = {pk: steps.get(end, end) for pk, end in ends.items()}
        moving = set(steps.values())
    return ends


# What can be chosen.


def years_in(scope: Scope) -> list[int]:
    """Give the years in which certificates in reach were given, newest first."""
    return [day.year for day in certificates_in(scope).dates("issued_on", "year", order="DESC")]


def courses_to_choose(scope: Scope) -> list[tuple[int, str]]:
    """Give the classes that certificates in reach come from, newest first."""
    given = certificates_in(scope).values("pk")
    rows = Course.objects.filter(enrolments__certificate__in=given).distinct().order_by("-since", "-pk")
    return [
        (pk, f"{name} ({since:%d/%m/%Y})") for pk, name, since in rows.values_list("pk", "name", "since")[:CHOICES_MAX]
    ]


# One certificate.


def history_of(certificate: Certificate, scope: Scope, today: date) -> list[Row]:
    """Give a certificate with all it replaced and all that replaced it, oldest first."""
    rows = {
        row.pk: row
        for row in Certificate.objects.filter(person=certificate.person_id).select_related(
            "person", "enrolment__course", "enrolment__sender", "replaced_by__enrolment__course"
        )
    }
    line = [rows[certificate.pk]]
    while (before := line[0].replaces_id) is not None and before in rows:
        line.insert(0, rows[before])
    after = {row.replaces_id: row for row in rows.values() if row.replaces_id is not None}
    while (newer := after.get(line[-1].pk)) is not None:
        line.append(newer)
    return list(_rows(line, scope, today))


def enrolment_of(certificate: Certificate) -> Enrolment | None:
    """Give the place in a class a certificate comes from, by the certificate that now stands for it."""
    rows = Certificate.objects.select_related(
        "enrolment__course", "enrolment__grade", "enrolment__sender",
        "replaced_by__enrolment__course", "replaced_by__enrolment__grade", "replaced_by__enrolment__sender",
    ).filter(pk=certificate.pk)  # fmt: skip
    return next(iter(_places(list(rows)).values()), None)


# What a token or a number is beside the register.


def known_as(scope: Scope, claim: Claim, today: date) -> list[Row]:
    """Give what the register holds of a token, as far as the log-in may see it: none, or one."""
    rows = _ordered(certificates_in(scope).filter(number=claim.number, issued_on=claim.issued))[:FOUND_MAX]
    same: Sequence[Certificate] = [row for row in rows if _is(claim_of(row), claim)]
    return list(_rows(same, scope, today))


def _is(found: Claim | None, claim: Claim) -> bool:
    """Say whether two claims are of one certificate; how long it counts may since be read otherwise."""
    if found is None:
        return False
    return (found.initials, found.birth_year) == (claim.initials, claim.birth_year)


def numbered(scope: Scope, number: str, today: date) -> list[Row]:
    """Give the certificates of a number the log-in may see."""
    return list(_rows(_ordered(certificates_in(scope).filter(number__iexact=number))[:FOUND_MAX], scope, today))
