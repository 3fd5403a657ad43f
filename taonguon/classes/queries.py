"""Named reads of classes: the list, and what the page of one class shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from taonguon.classes.access import courses_in
from taonguon.classes.enums import Seat
from taonguon.classes.models import Course
from taonguon.orgs.access import Scope
from taonguon.web.paging import SIZE, Page, clip


class When(StrEnum):
    """Where a class stands on a day; the values stand in addresses."""

    RUNNING = "dang-hoc"
    PLANNED = "sap-mo"
    OVER = "da-xong"
    CANCELLED = "da-huy"


WHEN_LABELS = {
    When.RUNNING: _("Đang học"),
    When.PLANNED: _("Sắp mở"),
    When.OVER: _("Đã xong"),
    When.CANCELLED: _("Đã hủy"),
}
_LOOKS = {When.RUNNING: "is-good", When.PLANNED: "is-warn", When.OVER: "is-plain", When.CANCELLED: "is-bad"}


@dataclass(frozen=True)
class State:
    """Where a class stands, with its name and look."""

    when: When
    label: str
    look: str


def state_of(course: Course, today: date) -> State:
    """Say where a class stands on a day."""
    when = When.OVER
    if course.cancelled_on is not None:
        when = When.CANCELLED
    elif course.since > today:
        when = When.PLANNED
    elif course.until >= today:
        when = When.RUNNING
    return State(when, str(WHEN_LABELS[when]), _LOOKS[when])


@dataclass(frozen=True)
class Filters:
    """What the list of classes is narrowed to."""

    when: str = ""
    year: int | None = None
    unit: int | None = None
    kind: int | None = None

    @property
    def narrowed(self) -> bool:
        """True where anything is asked for."""
        return self != Filters()


@dataclass(frozen=True)
class CourseLine:
    """One class of the list."""

    course: Course
    unit: str
    state: State
    enrolled: int
    waiting: int


def courses_page(scope: Scope, filters: Filters, number: int, today: date) -> Page[CourseLine]:
    """Give one page of the classes a log-in may see, those to come first, with the exact count: two queries."""
    rows = _matching(courses_in(scope), filters, today)
    total = rows.count()
    number = clip(number, total)
    page = counted(rows).order_by("-since", "name", "pk")[(number - 1) * SIZE : number * SIZE]
    return Page([_line(row, scope, today) for row in page], number, total)


def counted(rows: QuerySet[Course]) -> QuerySet[Course]:
    """Add to classes how many have a place and how many wait."""
    return rows.select_related("kind").annotate(
        enrolled=Count("enrolments", filter=Q(enrolments__seat=Seat.ENROLLED)),
        waiting=Count("enrolments", filter=Q(enrolments__seat=Seat.WAITING)),
    )


def _line(row: Course, scope: Scope, today: date) -> CourseLine:
    unit = scope.map.organisations.get(row.unit_id)
    return CourseLine(row, unit.name if unit else "", state_of(row, today), row.enrolled, row.waiting)  # type: ignore[attr-defined]  # annotated


def _matching(rows: QuerySet[Course], filters: Filters, today: date) -> QuerySet[Course]:
    if filters.year is not None:
        rows = rows.filter(since__year=filters.year)
    if filters.unit is not None:
        rows = rows.filter(unit_id=filters.unit)
    if filters.kind is not None:
        rows = rows.filter(kind_id=filters.kind)
    if not filters.when:
        return rows
    if filters.when == When.CANCELLED:
        return rows.filter(cancelled_on__isnull=False)
    rows = rows.filter(cancelled_on__isnull=True)
    if filters.when == When.PLANNED:
        return rows.filter(since__gt=today)
    if filters.when == When.RUNNING:
        return rows.filter(since__lte=today, until__gte=today)
    return rows.filter(until__lt=today)


def years_of(scope: Scope) -> list[int]:
    """Give the years in which classes of the list began, newest first."""
    return [day.year for day in courses_in(scope).dates("since", "year", order="DESC")]


def units_holding(scope: Scope) -> Sequence[tuple[int, str]]:
    """Give the units that hold classes of the list, as (id, name) in the office's order."""
    held = set(courses_in(scope).values_list("unit_id", flat=True).distinct().order_by())
    return [(n.pk, n.name) for n in scope.map.organisations.walk() if n.pk in held]
