"""Named reads of classes: the list, and what the page of one class shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from taonguon.admissions.boards import WORDS_MAX
from taonguon.classes.access import courses_in, learners_in
from taonguon.classes.enums import Audience, Outcome, Part, Seat
from taonguon.classes.models import Course, CourseKind, Enrolment, Grade, Session
from taonguon.orgs.access import Scope
from taonguon.orgs.enums import LocalityKind
from taonguon.people.access import people_in
from taonguon.rules.names import fold
from taonguon.rules.tree import Node
from taonguon.web.paging import SIZE, Page, clip

QUEUE_MAX = 200
"""So many of a queue are shown."""


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


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Places(TypedDict):
        enrolled: int
        waiting: int

    CountedCourse = WithAnnotations[Course, _Places]


def counted(rows: QuerySet[Course]) -> "QuerySet[CountedCourse]":
    """Add to classes how many have a place and how many wait."""
    return rows.select_related("kind").annotate(
        enrolled=Count("enrolments", filter=Q(enrolments__seat=Seat.ENROLLED)),
        waiting=Count("enrolments", filter=Q(enrolments__seat=Seat.WAITING)),
    )


def _line(row: "CountedCourse", scope: Scope, today: date) -> CourseLine:
    unit = scope.map.organisations.get(row.unit_id)
    return CourseLine(row, unit.name if unit else "", state_of(row, today), row.enrolled, row.waiting)


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


def kinds(*, retired: bool = True) -> list[CourseKind]:
    """Give the kinds of class, with or without those no longer opened."""
    rows = CourseKind.objects.order_by("pk")
    return list(rows if retired else rows.filter(retired=False))


def communes(scope: Scope, course: Course | None = None) -> list[Node]:
    """Give the communes in reach, and the one a class is in already, in the office's order."""
    known = course.commune_id if course is not None else None
    places = scope.locality_ids
    return [
        n for n in scope.map.localities.walk() if n.kind == LocalityKind.COMMUNE and (n.pk in places or n.pk == known)
    ]


def last_organiser(unit: int | None) -> str:
    """Give the organiser of the newest class of a unit, as the next one will most likely have it."""
    rows = Course.objects.filter(unit_id=unit).exclude(organiser="").order_by("-since", "-pk")
    return rows.values_list("organiser", flat=True).first() or ""


# One class.


@dataclass(frozen=True)
class Seats:
    """How many have a place, wait, have left."""

    enrolled: int
    waiting: int
    withdrawn: int


def seats_of(course: Course) -> Seats:
    """Count the list of a class by seat."""
    counts = dict(course.enrolments.order_by().values_list("seat").annotate(Count("pk")))
    return Seats(*(counts.get(seat, 0) for seat in (Seat.ENROLLED, Seat.WAITING, Seat.WITHDRAWN)))


def sessions_of(course: Course) -> list[Session]:
    """Give the sessions of a class in order, each with how many were marked."""
    rows = course.sessions.annotate(marked=Count("marks", filter=Q(marks__standing=True)))
    order = {part: at for at, part in enumerate(Part)}
    return sorted(rows, key=lambda s: (s.on, order[Part(s.part)]))


@dataclass(frozen=True)
class LearnerLine:
    """One learner of a class."""

    row: Enrolment
    sender: str
    group: str
    outcome: str
    has_page: bool
    """Whether the log-in reaches the person's page."""


def learners_page(scope: Scope, course: Course, text: str, number: int) -> Page[LearnerLine]:
    """Give one page of the learners with a place whom the log-in may see, by name: three queries."""
    rows = learners_of(scope, course).filter(seat=Seat.ENROLLED)
    for word in fold(text).split()[:WORDS_MAX]:
        rows = rows.filter(person__folded__contains=word)
    total = rows.count()
    number = clip(number, total)
    page = list(rows.order_by("person__sort_key", "pk")[(number - 1) * SIZE : number * SIZE])
    seen = set(people_in(scope).filter(pk__in=[row.person_id for row in page]).values_list("pk", flat=True))
    return Page([_learner(row, scope, row.person_id in seen) for row in page], number, total)


def queue_of(scope: Scope, course: Course) -> list[LearnerLine]:
    """Give those who wait for a place and whom the log-in may see, in the order in which they move up."""
    rows = learners_of(scope, course).filter(seat=Seat.WAITING).order_by("since", "pk")
    return [_learner(row, scope, has_page=False) for row in rows[:QUEUE_MAX]]


def learners_of(scope: Scope, course: Course) -> QuerySet[Enrolment]:
    """Give the learners of a class whom the log-in may see."""
    return learners_in(scope).filter(course=course).select_related("person", "grade", "certificate")


def _learner(row: Enrolment, scope: Scope, has_page: bool) -> LearnerLine:
    sender = scope.map.organisations.get(row.sender_id)
    group = str(Audience(row.group).label) if row.group else ""
    outcome = str(Outcome(row.outcome).label) if row.outcome else ""
    return LearnerLine(row, sender.name if sender else "", group, outcome, has_page)


# Kinds and grades.


def grades() -> list[Grade]:
    """Give the grades in the office's order."""
    return list(Grade.objects.order_by("position", "pk"))


def kind_or_404(pk: int) -> CourseKind:
    """Give a kind of class; kinds belong to the whole site, so who may set one may set each."""
    return get_object_or_404(CourseKind, pk=pk)


def grade_or_404(pk: int) -> Grade:
    """Give a grade; like kinds, they belong to the whole site."""
    return get_object_or_404(Grade, pk=pk)
