"""Verbs about classes themselves: planning, changing, cancelling, their sessions, kinds and grades."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.classes.enums import Part, Seat
from taonguon.classes.learners import give_back
from taonguon.classes.models import Course, CourseKind, Enrolment, Grade, Session
from taonguon.classes.numbers import is_pattern
from taonguon.orgs.models import Locality, Organisation
from taonguon.rules.refusal import RefusedError

LONGEST_DAYS = 120
"""No class lasts longer: a longer one is a mistyped day."""


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """What is decided of a class."""

    kind: CourseKind
    name: str
    since: date
    until: date
    organiser: str = ""
    together_with: str = ""
    audience: str = ""
    place: str = ""
    commune: Locality | None = None
    capacity: int | None = None
    opened_number: str = ""
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One half day of a class."""

    on: date
    part: Part
    topic: str = ""
    lecturer: str = ""


@transaction.atomic
def plan_course(unit: Organisation, plan: CoursePlan, *, actor: Any) -> Course:
    """Plan a class of a unit's centre."""
    Organisation.objects.select_for_update().get(pk=unit.pk)
    _check(plan)
    if Course.objects.filter(unit=unit, name=plan.name.strip(), since=plan.since).exists():
        raise RefusedError(
            "name", _("Đã có lớp “%(name)s” khai giảng ngày %(day)s.") % {"name": plan.name, "day": _day(plan.since)}
        )
    made = Course.objects.create(unit=unit, **_columns(plan))
    record(actor, "course.planned", made, name=made.name, since=made.since.isoformat(), kind=plan.kind.code)
    return made


@transaction.atomic
def change_course(course: Course, plan: CoursePlan, *, actor: Any) -> Course:
    """Change a class; refused where a session or a learner already stands against it."""
    row = Course.objects.select_for_update().get(pk=course.pk)
    _refuse_cancelled(row)
    _check(plan)
    if plan.kind.pk != row.kind_id and row.enrolments.filter(certificate__isnull=False).exists():
        raise RefusedError("kind", _("Lớp đã cấp giấy chứng nhận; không đổi loại lớp được nữa."))
    outside = row.sessions.exclude(on__range=(plan.since, plan.until)).order_by("on").first()
    if outside is not None:
        raise RefusedError(
            "until",
            _("Buổi học ngày %(day)s nằm ngoài thời gian của lớp; hãy sửa lịch học trước.") % {"day": _day(outside.on)},
        )
    enrolled = row.enrolments.filter(seat=Seat.ENROLLED).count()
    if plan.capacity is not None and plan.capacity < enrolled:
        raise RefusedError(
            "capacity",
            _("Lớp đã ghi danh %(count)s người; số chỗ không thể ít hơn.") % {"count": enrolled},
        )
    was = {name: str(getattr(row, name)) for name in _columns(plan)}
    for name, value in _columns(plan).items():
        setattr(row, name, value)
    row.save()
    changed = {name: [old, str(getattr(row, name))] for name, old in was.items() if old != str(getattr(row, name))}
    record(actor, "course.changed", row, changed=changed)
    return row


@transaction.atomic
def cancel_course(course: Course, on: date, *, actor: Any) -> Course:
    """Cancel a class that has certified nobody; its list stays to be seen, and its people wait for a place again."""
    row = Course.objects.select_for_update(of=("self",)).select_related("kind").get(pk=course.pk)
    _refuse_cancelled(row)
    if row.enrolments.filter(certificate__isnull=False).exists():
        raise RefusedError("", _("Lớp đã cấp giấy chứng nhận; không hủy được."))
    row.cancelled_on = on
    row.save(update_fields=["cancelled_on"])
    record(actor, "course.cancelled", row, on=on.isoformat(), given_back=give_back(row, on, actor=actor))
    return row


@transaction.atomic
def set_sessions(course: Course, sittings: Iterable[Sitting], *, actor: Any) -> list[Session]:
    """Set when a class sits; a session at which attendance was taken is never dropped."""
    row = Course.objects.select_for_update().get(pk=course.pk)
    _refuse_cancelled(row)
    wanted = {(s.on, str(s.part)): s for s in sittings}
    for on, _part in wanted:
        if not row.since <= on <= row.until:
            raise RefusedError(
                "on",
                _("Ngày %(day)s nằm ngoài thời gian của lớp, %(since)s – %(until)s.")
                % {"day": _day(on), "since": _day(row.since), "until": _day(row.until)},
            )
    known = {(s.on, s.part): s for s in row.sessions.all()}
    for key, session in known.items():
        if key not in wanted and session.marks.exists():
            raise RefusedError("on", _("Buổi ngày %(day)s đã điểm danh; không bỏ được.") % {"day": _day(session.on)})
    row.sessions.filter(pk__in=[s.pk for key, s in known.items() if key not in wanted]).delete()
    for key, sitting in wanted.items():
        session = known.get(key) or Session(course=row, on=sitting.on, part=sitting.part)
        session.topic, session.lecturer = sitting.topic.strip(), sitting.lecturer.strip()
        session.save()
    record(actor, "course.sessions-set", row, sessions=[f"{on.isoformat()} {part}" for on, part in sorted(wanted)])
    return list(row.sessions.order_by("on", "part"))


@transaction.atomic
def set_kind(kind: CourseKind | None, values: dict[str, Any], *, actor: Any) -> CourseKind:
    """Add a kind of class, or change one. `values` are its columns but the code."""
    if not is_pattern(values["pattern"]):
        raise RefusedError(
            "pattern",
            _("“%(text)s” không phải mẫu số; cần có {number} một lần, ví dụ {number:02}/{year}/GCN.")
            % {"text": values["pattern"]},
        )
    row = CourseKind.objects.select_for_update().get(pk=kind.pk) if kind is not None else CourseKind()
    for name, value in values.items():
        setattr(row, name, value)
    if not row.code:
        row.code = f"kind-{(CourseKind.objects.order_by('-pk').values_list('pk', flat=True).first() or 0) + 1}"
    row.save()
    record(actor, "course-kind.set", row, code=row.code, **{name: str(value) for name, value in values.items()})
    return row


@transaction.atomic
def set_grade(grade: Grade | None, name: str, *, passes: bool, retired: bool, actor: Any) -> Grade:
    """Add a grade, or change one. Whether it passes cannot change once it was given."""
    row = Grade.objects.select_for_update().get(pk=grade.pk) if grade is not None else Grade()
    if Grade.objects.filter(name__iexact=name.strip()).exclude(pk=row.pk).exists():
        raise RefusedError("name", _("Đã có mức xếp loại “%(name)s”.") % {"name": name.strip()})
    if row.pk and row.passes != passes and Enrolment.objects.filter(grade=row).exists():
        raise RefusedError("passes", _("Mức này đã được dùng; hãy thôi dùng nó và đặt một mức mới."))
    if row.pk is None:
        row.position = (Grade.objects.order_by("-position").values_list("position", flat=True).first() or 0) + 1
    row.name, row.passes, row.retired = name.strip(), passes, retired
    row.save()
    record(actor, "grade.set", row, name=row.name, passes=passes, retired=retired)
    return row


def _check(plan: CoursePlan) -> None:
    if plan.until < plan.since:
        raise RefusedError(
            "until",
            _("Ngày bế giảng %(until)s trước ngày khai giảng %(since)s.")
            % {"until": _day(plan.until), "since": _day(plan.since)},
        )
    if (plan.until - plan.since).days > LONGEST_DAYS:
        raise RefusedError("until", _("Lớp không kéo dài quá %(days)s ngày; hãy xem lại.") % {"days": LONGEST_DAYS})
    if plan.capacity is not None and plan.capacity < 1:
        raise RefusedError("capacity", _("Số chỗ phải từ 1 trở lên."))


def _refuse_cancelled(row: Course) -> None:
    if row.cancelled_on is not None:
        raise RefusedError("", _("Lớp này đã hủy ngày %(day)s.") % {"day": _day(row.cancelled_on)})


def _columns(plan: CoursePlan) -> dict[str, Any]:
    values = {field.name: getattr(plan, field.name) for field in fields(plan)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
