"""The list of the source: narrowed, ordered, a page or all of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields import BooleanField
from django.utils.translation import gettext_lazy as _

from taonguon.admissions.access import candidacies_in
from taonguon.admissions.boards import named, within
from taonguon.admissions.enums import SOURCE_STAGES, Stage
from taonguon.admissions.facts import OPEN
from taonguon.admissions.models import Act, Assignment, Candidacy
from taonguon.admissions.naming import language
from taonguon.admissions.pipeline import STUCK_DAYS
from taonguon.admissions.queries import ALERT_DAYS
from taonguon.admissions.review_enums import Origin
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import on_day
from taonguon.people.enums import VILLAGE_POSTS, PostKind
from taonguon.people.models import Tenure
from taonguon.procedures.book import book
from taonguon.rules.dates import PartialDate, add_months
from taonguon.web.paging import SIZE, Page, clip
from taonguon.wording.sentences import word

NOT_PLANNED, HOLDERS, AWAY, STUCK, LAPSING = "chua-ke-hoach", "chuc-danh", "di-xa", "cham", "sap-het-han"
BACK = "den-ngay-ve"
ONLY = {
    HOLDERS: _("Đang giữ chức danh thôn"),
    NOT_PLANNED: _("Học xong lớp, chưa vào kế hoạch"),
    LAPSING: _("Giấy chứng nhận sắp hoặc đã hết giá trị"),
    STUCK: _("Đứng yên quá một năm"),
    AWAY: _("Đang đi làm ăn xa"),
    BACK: _("Đi làm ăn xa, đã đến ngày về"),
}
"""What the list may be narrowed to besides a stage."""
BY_NAME, BY_STAGE, BY_WAIT, BY_CLOCK = "ten", "giai-doan", "lau-nhat", "han"
SORTS = {
    "": _("Người giữ chức danh trước"), BY_STAGE: _("Đã đi xa nhất trước"), BY_WAIT: _("Đứng yên lâu nhất trước"),
    BY_CLOCK: _("Hạn gần nhất trước"), BY_NAME: _("Theo tên"),
}  # fmt: skip
ORIGIN_NAMES = {Origin.CELL: _("Chi bộ tự xem xét, hoặc chưa ghi")}
_CHUNK = 2000


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to. Empty means not narrowed; the unit was already checked against the scope."""

    text: str = ""
    unit: int | None = None
    stage: str = ""
    only: str = ""
    post: str = ""
    origin: str = ""
    sort: str = ""

    @property
    def narrowed(self) -> bool:
        """True where anything is asked for; another order narrows nothing."""
        return any((self.text, self.unit, self.stage, self.only, self.post, self.origin))

    def as_plain(self) -> dict[str, Any]:
        """Give the filters that are set, as plain values for the trail."""
        return {name: value for name, value in asdict(self).items() if value not in {"", None}}


# The list.


@dataclass(frozen=True)
class Row:
    """One person of the source."""

    pk: int
    name: str
    born: PartialDate | None
    posts: str
    cell: str
    cell_pk: int
    stage: str
    since: date | None
    days: int | None
    stuck: bool
    helper: str
    certificate_until: date | None
    lapsing: bool
    away_at: str
    away_until: date | None
    back: bool
    """The day on which the person was to be back has gone by."""
    step: str
    actor: str
    clock: str
    by: date | None


def source_page(scope: Scope, filters: Filters, number: int, today: date) -> Page[Row]:
    """Give one page of the source with the exact count: five queries."""
    rows = matching(scope, filters, today)
    total = rows.count()
    number = clip(number, total)
    page = list(_ordered(rows, filters.sort, today)[(number - 1) * SIZE : number * SIZE])
    return Page(_rows(page, scope, today), number, total)


def source_rows(scope: Scope, filters: Filters, today: date) -> Iterator[Row]:
    """Give every row of the list for the sheet, some thousands at a time."""
    chunk: list[Candidacy] = []
    for row in _ordered(matching(scope, filters, today), filters.sort, today).iterator(chunk_size=_CHUNK):
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield from _rows(chunk, scope, today)
            chunk = []
    yield from _rows(chunk, scope, today)


def matching(scope: Scope, filters: Filters, today: date) -> QuerySet[Candidacy]:
    """Give the open cases in reach who match; those on probation only where that stage is asked for."""
    rows = named(within(candidacies_in(scope).filter(OPEN), scope, filters.unit), filters.text)
    rows = rows.filter(stage=filters.stage) if filters.stage else rows.filter(stage__in=SOURCE_STAGES)
    if filters.post:
        rows = rows.filter(Exists(_posts(today).filter(post__kind=filters.post)))
    if filters.origin:
        rows = rows.filter(_from(filters.origin))
    return rows.filter(_only(filters.only, today)) if filters.only else rows


def _from(origin: str) -> Q:
    """Give the condition that a case came from there; the cell itself where nobody suggested the person."""
    found = Q(suggestion__origin=origin)
    return found | Q(suggestion__isnull=True) if origin == Origin.CELL else found


@dataclass(frozen=True)
class Choices:
    """What the list may be narrowed to besides a stage: (code, name, how many) each."""

    only: list[tuple[str, str, int]]
    origins: list[tuple[str, str, int]]
    """By who suggested the person."""


def choices_of(scope: Scope, unit: int | None, today: date) -> Choices:
    """Count what each narrowing of the list would leave: one query."""
    rows = within(candidacies_in(scope).filter(OPEN, stage__in=SOURCE_STAGES), scope, unit).order_by()
    wanted = {f"n{place}": Count("pk", filter=_only(code, today)) for place, code in enumerate(ONLY)}
    found = rows.values_list("suggestion__origin").annotate(whole=Count("pk"), **wanted)
    only: Counter[str] = Counter()
    origins: Counter[str] = Counter()
    for origin, whole, *counts in found:
        origins[origin or Origin.CELL] += whole
        only.update(dict(zip(ONLY, counts, strict=True)))
    return Choices(
        [(code, str(name), only[code]) for code, name in ONLY.items()],
        [(str(o.value), str(ORIGIN_NAMES.get(o, o.label)), origins[o]) for o in Origin],
    )


def _posts(today: date) -> QuerySet[Tenure]:
    return Tenure.objects.filter(on_day(today), person=OuterRef("person"), post__kind__in=VILLAGE_POSTS)


def _only(only: str, today: date) -> Q:
    if only == HOLDERS:
        return Q(Exists(_posts(today)))
    if only == NOT_PLANNED:
        planned = Act.objects.filter(candidacy=OuterRef("pk"), key="leave-to-begin", standing=True)
        return Q(stage=Stage.CLASS) & ~Q(Exists(planned))
    if only == AWAY:
        return ~Q(away_at="")
    if only == BACK:
        return ~Q(away_at="") & Q(away_until__lt=today)
    if only == STUCK:
        return Q(stage_since__lt=today - timedelta(days=STUCK_DAYS))
    return _lapsing(today)


def _months_of_certificate(today: date) -> int | None:
    """Give how many months the class's certificate counts by the text in force; None where that is not known."""
    row = book().on(today)["CAND-CLASS-TTL"]
    return None if row.gap else int(row["months"])


def _lapsing(today: date) -> Q:
    """Give the condition: the certificate counts no more in 90 days, and the cell has not resolved yet."""
    months = _months_of_certificate(today)
    if months is None:
        return Q(pk__in=())
    last = add_months(today + timedelta(days=max(ALERT_DAYS)), -months)
    old = Act.objects.filter(candidacy=OuterRef("pk"), key="class-certificate", standing=True, on__lte=last)
    return Q(stage__in=(Stage.CLASS, Stage.DOSSIER)) & Q(Exists(old))


def _ordered(rows: QuerySet[Candidacy], sort: str, today: date) -> QuerySet[Candidacy]:
    rows = rows.select_related("person")
    stage = Case(*(When(stage=s, then=Value(n)) for n, s in enumerate(Stage)), output_field=IntegerField())
    if sort == BY_NAME:
        return rows.order_by("person__sort_key", "pk")
    if sort == BY_CLOCK:
        return rows.order_by(F("next_by").asc(nulls_last=True), "person__sort_key", "pk")
    if sort == BY_WAIT:
        return rows.order_by(F("stage_since").asc(nulls_last=True), "person__sort_key", "pk")
    if sort == BY_STAGE:
        return rows.order_by(stage.desc(), F("stage_since").asc(nulls_last=True), "person__sort_key", "pk")
    holds = Case(When(Exists(_posts(today)), then=Value(True)), default=Value(False), output_field=BooleanField())
    return rows.annotate(holds=holds).order_by("-holds", stage.desc(), "person__sort_key", "pk")


def _rows(cases: Sequence[Candidacy], scope: Scope, today: date) -> list[Row]:
    """Fill in posts, helper and certificate of some cases: three queries whatever their number."""
    people, pks, lang = [c.person_id for c in cases], [c.pk for c in cases], language()
    posts: dict[int, list[str]] = {}
    held = Tenure.objects.filter(on_day(today), person_id__in=people).order_by("pk")
    for person, kind in held.values_list("person_id", "post__kind"):
        posts.setdefault(person, []).append(str(PostKind(kind).label))
    helping = Assignment.objects.filter(candidacy_id__in=pks, until__isnull=True)
    helpers = {a: name or text for a, name, text in helping.values_list("candidacy_id", "helper__name", "name")}
    given = Act.objects.filter(candidacy_id__in=pks, key="class-certificate", standing=True, on__isnull=False)
    certificates = dict(given.values_list("candidacy_id", "on"))
    months, soon = _months_of_certificate(today), today + timedelta(days=max(ALERT_DAYS))
    out = []
    for case in cases:
        waits = case.stage in {Stage.CLASS, Stage.DOSSIER}
        issued = certificates.get(case.pk) if waits and months is not None else None
        until = add_months(issued, months) if issued is not None and months is not None else None
        days = (today - case.stage_since).days if case.stage_since is not None else None
        cell = scope.map.organisations.get(case.cell_id)
        out.append(
            Row(
                pk=case.pk, name=case.person.name, born=case.person.born,
                posts=", ".join(posts.get(case.person_id, ())), cell=cell.name if cell else "", cell_pk=case.cell_id,
                stage=str(Stage(case.stage).label), since=case.stage_since, days=days,
                stuck=days is not None and days > STUCK_DAYS, helper=helpers.get(case.pk, ""),
                certificate_until=until, lapsing=until is not None and until <= soon,
                away_at=case.away_at, away_until=case.away_until,
                back=case.away_until is not None and case.away_until < today,
                step=word("step", case.next_step, lang) if case.next_step else "",
                actor=word("actor", case.next_actor, lang) if case.next_actor else "",
                clock=word("clock", case.next_clock, lang) if case.next_clock else "", by=case.next_by,
            )
        )  # fmt: skip
    return out
