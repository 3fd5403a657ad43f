"""Verbs about how learners ended a class, and the certificates they are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.certificates import take_over
from taonguon.audit.actions import record
from taonguon.classes.attendance import attended
from taonguon.classes.enums import Outcome, Seat
from taonguon.classes.models import Course, CourseKind, Enrolment, Grade, Series
from taonguon.classes.numbers import leading, shape, tells_year, written
from taonguon.orgs.models import Organisation
from taonguon.people.enums import Reissued
from taonguon.people.models import Certificate
from taonguon.rules.refusal import RefusedError

BEST_SCORE = Decimal(10)


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one learner. `dropped`: did not finish."""

    enrolment: int
    grade: Grade | None = None
    score: Decimal | None = None
    dropped: bool = False

    @property
    def outcome(self) -> Outcome:
        """What the grade says."""
        if self.dropped:
            return Outcome.DROPPED
        if self.grade is None:
            return Outcome.OPEN
        return Outcome.PASSED if self.grade.passes else Outcome.FAILED


@transaction.atomic
def set_results(course: Course, results: Sequence[Result], *, actor: Any) -> int:
    """Set the results of learners; give how many changed. A result a certificate rests on stays."""
    Course.objects.select_for_update().get(pk=course.pk)
    rows = {e.pk: e for e in course.enrolments.select_related("person").filter(seat=Seat.ENROLLED)}
    changed: list[dict[str, Any]] = []
    for result in results:
        row = rows.get(result.enrolment)
        if row is None:
            raise RefusedError("", _("Không có người học này trong lớp."))
        if result.score is not None and not 0 <= result.score <= BEST_SCORE:
            raise RefusedError(
                "",
                _("Điểm %(score)s của %(name)s không nằm giữa 0 và 10.")
                % {"score": result.score, "name": row.person.name},
            )
        grade = result.grade.pk if result.grade is not None else None
        if (row.grade_id, row.score, row.outcome) == (grade, result.score, result.outcome):
            continue
        if row.certificate_id is not None:
            raise RefusedError(
                "", _("%(name)s đã được cấp giấy chứng nhận; kết quả không sửa được nữa.") % {"name": row.person.name}
            )
        changed.append({"enrolment": row.pk, "was": row.outcome, "now": str(result.outcome), "grade": grade})
        row.grade, row.score, row.outcome = result.grade, result.score, result.outcome
        row.save(update_fields=["grade", "score", "outcome"])
    if changed:
        record(actor, "results.set", course, results=changed)
    return len(changed)


# Certificates.


@dataclass(frozen=True, slots=True)
class Candidate:
    """One learner as he stands before certificates are given: `why_not` is a sentence where he cannot have one."""

    enrolment: Enrolment
    why_not: str


def candidates(course: Course) -> list[Candidate]:
    """Give every learner with a place, and why he cannot be certified where he cannot."""
    rows = list(
        course.enrolments.select_related("person", "grade", "certificate")
        .filter(seat=Seat.ENROLLED).order_by("person__sort_key", "pk")
    )  # fmt: skip
    counts = attended(course.pk, [row.pk for row in rows])
    out = []
    for row in rows:
        why = ""
        if row.outcome == Outcome.OPEN:
            why = _("Chưa có kết quả học tập.")
        elif row.outcome != Outcome.PASSED:
            why = str(Outcome(row.outcome).label) + "."
        elif not counts[row.pk].enough(course.kind.attended_percent):
            why = _("Dự %(present)s/%(planned)s buổi; cần từ %(percent)s %% số buổi.") % {
                "present": counts[row.pk].present,
                "planned": counts[row.pk].planned,
                "percent": course.kind.attended_percent,
            }
        out.append(Candidate(row, why))
    return out


@transaction.atomic
def issue(course: Course, enrolments: Sequence[int], on: date, *, actor: Any, today: date) -> list[Certificate]:
    """Give certificates, numbered in the centre's series without a gap, in the order of names.

    Whoever has one already keeps it: asked twice, nothing is given twice. Refused for all where one of
    them did not attend or pass.
    """
    row = Course.objects.select_for_update().select_related("kind", "unit").get(pk=course.pk)
    if row.cancelled_on is not None:
        raise RefusedError("", _("Lớp này đã hủy; không cấp giấy chứng nhận."))
    if not row.until <= on <= today:
        raise RefusedError(
            "on",
            _("Ngày cấp %(day)s phải từ ngày bế giảng %(until)s đến hôm nay %(today)s.")
            % {"day": _day(on), "until": _day(row.until), "today": _day(today)},
        )
    wanted = set(enrolments)
    able = [c for c in candidates(row) if c.enrolment.pk in wanted]
    for one in able:
        if one.why_not and one.enrolment.certificate_id is None:
            raise RefusedError("", f"{one.enrolment.person.name}: {one.why_not}")
    series = _series(row, on.year)
    made = [_give(row, one.enrolment, series, on, actor) for one in able if one.enrolment.certificate_id is None]
    series.save(update_fields=["last"])
    take_over([c.person_id for c in made], today, actor=actor)
    return made


def _give(course: Course, enrolment: Enrolment, series: Series, on: date, actor: Any) -> Certificate:
    made = _numbered(course, enrolment.person_id, series, on, on.year)
    enrolment.certificate = made
    enrolment.save(update_fields=["certificate"])
    record(
        actor, "certificate.issued", made, person=made.person_id, number=made.number, course=course.pk,
        outcome=enrolment.outcome, grade=enrolment.grade.name if enrolment.grade else "",
    )  # fmt: skip
    return made


@transaction.atomic
def reissue(
    enrolment: Enrolment, cause: Reissued, on: date, *, actor: Any, today: date, replaces: int | None = None
) -> Certificate:
    """Give a certificate again under a new number, with the cause; the old one counts no more and stays to be seen.

    `replaces`: the certificate that whoever asks saw before him; refused where another stands by now.
    """
    course = Course.objects.select_for_update().select_related("kind", "unit").get(pk=enrolment.course_id)
    row = Enrolment.objects.select_for_update().select_related("person").get(pk=enrolment.pk)
    old = row.certificate
    if old is None:
        raise RefusedError("", _("Người này chưa được cấp giấy chứng nhận của lớp."))
    if old.pk != (replaces if replaces is not None else enrolment.certificate_id):
        raise RefusedError("", _("Giấy này đã được cấp lại trước đó; hãy mở lại trang."))
    if on > today or (old.issued_on is not None and on < old.issued_on):
        raise RefusedError("on", _("Ngày cấp lại phải từ ngày cấp trước đến hôm nay."))
    series = _series(course, on.year)
    made = _numbered(
        course, row.person_id, series, old.issued_on or on, on.year, replaces=old, cause=cause, reissued_on=on
    )
    series.save(update_fields=["last"])
    row.certificate = made
    row.save(update_fields=["certificate"])
    record(
        actor, "certificate.reissued", made, person=made.person_id, number=made.number, was=old.number,
        cause=str(cause), on=on.isoformat(),
    )  # fmt: skip
    take_over([row.person_id], today, actor=actor)
    return made


def _numbered(course: Course, person: int, series: Series, on: date, year: int, **more: Any) -> Certificate:
    """Take the next number of a locked series; one that another way of writing already gave is passed over."""
    given = Certificate.objects.filter(unit=course.unit).exclude(series="")
    while True:
        series.last += 1
        number = written(course.kind.pattern, series.last, year)
        if not given.filter(number=number).exists():
            break
    return Certificate.objects.create(
        person_id=person, kind=course.kind.certifies, number=number, issuer=course.organiser, unit=course.unit,
        issued_on=on, issued_precision="d", series=str(series), serial=series.last, **more,
    )  # fmt: skip


def _series(course: Course, year: int) -> Series:
    """Lock the series in which a class's certificates of a year are numbered; a new one begins after what lists tell.

    It is shared by all kinds of the centre whose numbers are written alike: no number is given twice.
    """
    unit, pattern = course.unit, shape(course.kind.pattern)
    year = year if tells_year(pattern) else 0
    told = _told(unit, pattern, year)
    Series.objects.get_or_create(unit=unit, pattern=pattern, year=year, defaults={"last": told})
    return Series.objects.select_for_update().get(unit=unit, pattern=pattern, year=year)


def _told(unit: Organisation, pattern: str, year: int) -> int:
    """Give the highest number told of in a year, over all kinds numbered alike; of all years where none is told."""
    alike = [kind.pk for kind in CourseKind.objects.all() if shape(kind.pattern) == pattern]
    rows = Certificate.objects.filter(enrolment__course__unit=unit, enrolment__course__kind__in=alike)
    told = rows.filter(issued_on__year=year) if year else rows
    return max((leading(number) for number in told.values_list("number", flat=True)), default=0)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
