"""Invented classes of the small district."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from taonguon.classes.attendance import Entry, mark
from taonguon.classes.courses import CoursePlan, Sitting, plan_course, set_sessions
from taonguon.classes.enums import Part, Presence
from taonguon.classes.learners import enrol
from taonguon.classes.models import CourseKind, Grade
from taonguon.classes.results import Result, set_results
from tests.builders import TODAY, a_person

NOON = datetime(2018, 3, 12, 5, tzinfo=UTC)


def a_course(unit, code="awareness", since=date(2018, 3, 12), days=5, name="Lớp thử", **more):
    plan = CoursePlan(CourseKind.objects.get(code=code), name, since, since + timedelta(days=days - 1), **more)
    return plan_course(unit, plan, actor=None)


def with_sessions(course, days=5):
    return set_sessions(
        course,
        [Sitting(course.since + timedelta(days=n), Part.MORNING, f"Bài {n + 1}") for n in range(days)],
        actor=None,
    )


def a_learner(course, name="Lý Văn Học", sender=None, today=TODAY, **more):
    return enrol(course, a_person(name, born=date(1995, 3, 2)), sender=sender, actor=None, today=today, **more)


def an_entry(learner, presence=Presence.PRESENT, seen="", at=NOON, operation=None):
    return Entry(operation or uuid4(), learner.pk, presence, seen, at)


def present_at(sessions, *learners):
    for session in sessions:
        mark(session, [an_entry(learner) for learner in learners], actor=None)


def passed(course, *learners, grade="Khá"):
    set_results(course, [Result(one.pk, Grade.objects.get(name=grade)) for one in learners], actor=None)
