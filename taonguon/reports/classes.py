"""The figures of classes: who learnt, who was certified; and the figures a newspaper asks for."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from taonguon.admissions.models import Handling
from taonguon.classes.enums import Outcome, Presence, Seat
from taonguon.classes.models import Course, Enrolment, Mark, Session
from taonguon.orgs.queries import Part, on_day
from taonguon.people.enums import CertificateKind, PostKind
from taonguon.plans.queries import goals_for
from taonguon.reports.day import JSON, Day
from taonguon.reports.member_figures import admissions_in_quarter, villages_head_turned_official_and_secretary
from taonguon.reports.overview import MASS
from taonguon.rules.coverage import Goal
from taonguon.rules.dates import Period, add_months
from taonguon.rules.names import words_of

AWARENESS, PRE_ENLISTMENT = "awareness", "pre-enlistment"
_ROUND = re.compile(r"\bkhoa ([ivxlc]+|\d+)\b")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(slots=True)
class Learner:
    """One person with a place in a class, on the day."""

    person: int
    sex: str
    ethnicity: str
    sender: int | None
    group: str
    grade: str
    outcome: str
    certified: bool
    attended: bool
    """To the end: he passed or failed; where no result is known yet, he was at as many sessions as are asked."""


@dataclass(slots=True)
class Class:
    """One class that had begun by the day, with those of its learners that the part of the tree sent."""

    pk: int
    name: str
    kind: str
    certifies: str
    since: date
    until: date
    percent: int
    learners: list[Learner] = field(default_factory=list)

    @property
    def certified(self) -> int:
        """Learners who have the certificate."""
        return sum(one.certified for one in self.learners)


def classes_between(place: Part, first: date, last: date) -> list[Class]:
    """Give the classes that began in a span of days and by the day, oldest first, in four queries whatever their number."""
    rows = Course.objects.filter(since__range=(first, min(last, place.on))).exclude(cancelled_on__lte=place.on)
    learners = Enrolment.objects.filter(seat=Seat.ENROLLED, course__in=rows.values("pk"))
    if not place.whole:
        learners = learners.filter(sender__in=place.unit_ids)
        rows = rows.filter(Q(unit__in=place.unit_ids) | Q(pk__in=learners.values("course")))
    found = {
        pk: Class(pk, name, kind, certifies, since, until, percent)
        for pk, name, kind, certifies, since, until, percent in rows.order_by("since", "pk").values_list(
            "pk", "name", "kind__code", "kind__certifies", "since", "until", "kind__attended_percent"
        )
    }
    present = _present(found)
    for pk, course, person, sex, group, sender, audience, grade, outcome, certificate, issued in learners.values_list(
        "pk", "course_id", "person_id", "person__sex", "person__ethnicity", "sender_id", "group", "grade__name",
        "outcome", "certificate_id", "certificate__issued_on",
    ):  # fmt: skip
        if course in found:
            certified = certificate is not None and (issued is None or issued <= place.on)
            ended = outcome in {Outcome.PASSED, Outcome.FAILED}
            attended = ended or (outcome == Outcome.OPEN and pk in present)
            found[course].learners.append(
                Learner(person, sex, group, sender, audience, grade or "", outcome, certified, attended)
            )
    return list(found.values())


def _present(found: dict[int, Class]) -> set[int]:
    """Give the learners who were at as many sessions as their class asks."""
    held = dict(Session.objects.filter(course__in=found).values_list("course").annotate(Count("pk")))
    there = Mark.objects.filter(session__course__in=found, standing=True, presence=Presence.PRESENT)
    counted = there.values_list("enrolment", "session__course").annotate(Count("pk"))
    return {pk for pk, course, times in counted if times * 100 >= found[course].percent * held.get(course, 0)}


# -- groups


def classes(day: Day) -> JSON:
    """Count the classes of the last twelve months, and those of awareness of the year."""
    found = classes_between(day.place, add_months(day.on, -12), day.on)
    listed = _in_register(day, {one.person for course in found for one in course.learners})
    awareness = _awareness_of_year(day, found)
    return {
        "definition": _(
            "Lớp khai giảng trong 12 tháng đến ngày xem; học viên là người có chỗ trong lớp, mỗi người một lần trong mỗi lớp; "
            "“certified” là người đã có số giấy chứng nhận, “by_result” xếp loại của họ. “awareness_total” chỉ cộng các lớp nhận thức về Đảng "
            "khai giảng từ đầu năm; lớp loại khác không cộng vào. Của một đơn vị: chỉ học viên do đơn vị cử."
        ),
        "classes": {key: _one(course, listed) for key, course in _keyed(found)},
        "awareness_total": {
            "classes": len(awareness),
            "learners": sum(len(course.learners) for course in awareness),
            "certified": sum(course.certified for course in awareness),
        },
    }


def article_figures(day: Day) -> JSON:
    """Give the figures that a newspaper of the province asked for in April 2018, as of any day."""
    quarter = Period(date(day.on.year, 1, 1), date(day.on.year, 3, 31))
    first = replace(day, period=quarter)
    found = classes_between(day.place, add_months(day.on, -12), day.on)
    awareness = _awareness_of_year(day, found)
    turned = villages_head_turned_official_and_secretary(first)["list"]
    goals = goals_for(day.place.unit.pk, day.on, day.place.map) if day.place.unit else {}
    return {
        "definition": _(
            "Các con số báo chí thường hỏi: kết nạp trong quý I của năm, lớp nhận thức về Đảng từ đầu năm và số học viên, "
            "học viên lớp cho công dân chuẩn bị nhập ngũ trong 12 tháng, thôn có trưởng thôn được công nhận chính thức trong tháng 3 và nay là bí thư chi bộ, "
            "mục tiêu tỷ lệ đang có hiệu lực."
        ),
        "admitted_in_first_quarter": admissions_in_quarter(first)["total"],
        "awareness_classes": len(awareness),
        "awareness_learners": sum(len(course.learners) for course in awareness),
        "pre_enlistment_learners": sum(len(c.learners) for c in found if c.kind == PRE_ENLISTMENT),
        "villages_whose_head_turned_official_in_march_and_is_now_secretary": sorted(
            f"{row['village']} ({row['commune']})" for row in turned
        ),
        "goal_front_percent": _percent(goals.get(PostKind.FRONT)),
        "goal_mass_percent_more_than": _percent(goals.get(MASS)),
    }


def _percent(goal: Goal | None) -> float | int | None:
    if goal is None:
        return None
    return int(goal.percent) if goal.percent == int(goal.percent) else float(goal.percent)


def _awareness_of_year(day: Day, found: Iterable[Class]) -> list[Class]:
    return [c for c in found if c.kind == AWARENESS and c.since >= date(day.on.year, 1, 1)]


def _in_register(day: Day, people: set[int]) -> set[int]:
    """Give those of some people who stand on the register of the source on the day, whatever became of it."""
    rows = Handling.objects.filter(on_day(day.on), candidacy__person__in=people)
    return set(rows.values_list("candidacy__person_id", flat=True))


def _one(course: Class, listed: set[int]) -> JSON:
    results = Counter(one.grade for one in course.learners if one.certified and one.grade)
    return {
        "kind": course.kind.replace("-", "_"),
        "name": course.name,
        "start": course.since.isoformat(),
        "end": course.until.isoformat(),
        "learners": len(course.learners),
        "certified": course.certified,
        "not_certified": len(course.learners) - course.certified,
        "by_result": dict(sorted(results.items())),
        "women": sum(one.sex == "f" for one in course.learners),
        "learners_in_source_register": sum(one.person in listed for one in course.learners),
    }


def _keyed(found: Iterable[Class]) -> list[tuple[str, Class]]:
    """Name each class shortly: 'khoa-1', 'nhap-ngu'; a name taken by an earlier class gets the year, then a number."""
    out: dict[str, Class] = {}
    for course in found:
        key = short_name(course)
        if key in out:
            key = f"{key}-{course.since.year}"
        number = 2
        while key in out:
            key = f"{key.rpartition('_')[0] or key}_{number}"
            number += 1
        out[key] = course
    return list(out.items())


def short_name(course: Class) -> str:
    """Give a short name of a class, by its round or its kind."""
    if course.kind == PRE_ENLISTMENT:
        return "nhap-ngu"
    found = _ROUND.search(words_of(course.name))
    kinds = {CertificateKind.AWARENESS: "khoa", CertificateKind.NEW_MEMBER: "dang-vien-moi"}
    base = kinds.get(CertificateKind(course.certifies), "lop")
    return f"{base}-{_number(found[1])}" if found else base


def _number(text: str) -> int:
    """Read a number, Arabic or Roman.

    >>> _number("iv"), _number("12")
    (4, 12)
    """
    if text.isdigit():
        return int(text)
    values = [_ROMAN[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
