"""Which class a list is of: one known already, or one made now; what the list adds to it."""

import re
from dataclasses import dataclass

from taonguon.audit.actions import record
from taonguon.classes.courses import LONGEST_DAYS
from taonguon.classes.models import Course, CourseKind
from taonguon.intake.appliers.base import Context
from taonguon.intake.appliers.units import UnknownRootError
from taonguon.intake.interpret.records import CourseHead
from taonguon.orgs.models import Organisation
from taonguon.rules.names import fold

OTHER = "other"
_ADDED = ("organiser", "together_with", "audience", "place", "opened_number", "opened_on")
"""What a list may add to a class where it was blank."""


class NoClassDaysError(Exception):
    """Neither the list nor the register says when the class was. `name`: as the list has it."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.name = name


@dataclass(slots=True)
class Listed:
    """The class of a list."""

    course: Course
    made: bool
    newer: bool
    """The list is as new as the last that told of the class: what it says holds."""


def course_of(ctx: Context, head: CourseHead) -> Listed:
    """Give the class a list is of, made where it is new, with what the list adds to it."""
    root = ctx.places.root
    if root is None or not ctx.reaches_unit(root.pk):
        raise UnknownRootError(ctx.parsed.root or (root.name if root else ""))
    unit = Organisation.objects.select_for_update().get(pk=root.pk)
    found = _known(unit, head)
    if found is not None:
        newer = found.told_on is None or ctx.as_of >= found.told_on
        _add(ctx, found, head, newer=newer)
        return Listed(found, made=False, newer=newer)
    if head.since is None or head.until is None or (head.until - head.since).days > LONGEST_DAYS:
        raise NoClassDaysError(head.name)
    kind = _kind(ctx, head)
    name = head.name or f"{kind.name} {head.since:%d/%m/%Y}"
    made = Course.objects.create(
        kind=kind, name=name[:200], unit=unit, since=head.since, until=head.until, told_on=ctx.as_of,
        **{column: getattr(head, column) for column in _ADDED},
    )  # fmt: skip
    record(ctx.actor, "course.planned", made, name=made.name, since=made.since.isoformat(), kind=kind.code)
    return Listed(made, made=True, newer=True)


def _kind(ctx: Context, head: CourseHead) -> CourseKind:
    known = CourseKind.objects.filter(code=head.kind or OTHER).first()
    if known is not None:
        return known
    made = CourseKind.objects.create(code=OTHER, name="Lớp bồi dưỡng khác")
    record(ctx.actor, "course-kind.set", made, name=made.name, certifies=made.certifies)
    return made


def _known(unit: Organisation, head: CourseHead) -> Course | None:
    """Give the class that has the list's first day and its name or decision; without a day, the only one of the name."""
    rows = list(Course.objects.select_related("kind").filter(unit=unit, cancelled_on__isnull=True))
    if head.since is None:
        named = [row for row in rows if head.name and _same_name(row.name, head.name)]
        return named[0] if len(named) == 1 else None
    rows = [row for row in rows if row.since == head.since]
    for row in rows:
        if _same_name(row.name, head.name) or (head.opened_number and row.opened_number == head.opened_number):
            return row
    return None


def _same_name(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"\W+", " ", re.sub(r"\bnam (?=\d{4})", "", fold(name))).strip()


def _add(ctx: Context, row: Course, head: CourseHead, *, newer: bool) -> None:
    """Fill in what was blank; remember the newest list that told of the class."""
    new = {name: value for name in _ADDED if (value := getattr(head, name)) and not getattr(row, name)}
    if new:
        record(ctx.actor, "course.changed", row, changed={name: ["", str(value)] for name, value in new.items()})
    if newer and row.told_on != ctx.as_of:
        new["told_on"] = ctx.as_of
    for name, value in new.items():
        setattr(row, name, value)
    if new:
        row.save(update_fields=list(new))
