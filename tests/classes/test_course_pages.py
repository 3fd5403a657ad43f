"""Pages of classes themselves: planned, changed, cancelled, their timetable, kinds and grades; who sees whom."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.classes.enums import Part, Withdrawn
from taonguon.classes.forms import timetable
from taonguon.classes.learners import withdraw
from taonguon.classes.models import Course, CourseKind, Grade, Session
from taonguon.classes.timetable import AWARENESS_TOPICS, usual, workdays
from taonguon.rules.workdays import calendar
from tests.builders import TODAY, a_district, a_user
from tests.classes.classbook import a_course, a_learner, with_sessions

pytestmark = pytest.mark.django_db
MONDAY = date(2018, 5, 7)


@pytest.fixture
def land():
    return a_district()


@pytest.fixture
def centre(client, land):
    client.force_login(a_user("centre", land["top"]))
    return client


def plan(**more):
    kind = CourseKind.objects.get(code="awareness").pk
    given = {"kind": kind, "name": "Lớp khóa II", "since": "07/05/2018", "until": "11/05/2018", "capacity": "2"}
    return given | more


def test_a_class_is_planned_from_the_page_and_its_timetable_comes_next(centre, land):
    commune = land["communes"][0]

    answer = centre.post(reverse("course-add"), plan(unit=land["top"].code, commune=commune.pk))

    made = Course.objects.get()
    assert answer["Location"] == reverse("course-sessions", args=[made.pk])
    assert (made.unit, made.capacity, made.commune) == (land["top"], 2, commune)
    shown = centre.get(answer["Location"]).content.decode()
    assert "Đây là lịch đề xuất" in shown
    assert all(topic in shown for topic in AWARENESS_TOPICS)
    assert not Session.objects.exists()


def test_the_proposed_timetable_is_kept_as_edited(centre, land):
    course = a_course(land["top"], since=MONDAY)
    lines = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0"}
    for at, (on, part, topic) in enumerate((("07/05/2018", "afternoon", "Bài 1"), ("", "morning", ""))):
        lines |= {f"form-{at}-on": on, f"form-{at}-part": part, f"form-{at}-topic": topic}

    answer = centre.post(reverse("course-sessions", args=[course.pk]), lines)

    assert answer["Location"] == reverse("course", args=[course.pk])
    assert list(Session.objects.values_list("on", "part", "topic")) == [(MONDAY, "afternoon", "Bài 1")]


def test_two_lines_of_one_half_day_and_a_topic_without_a_day_are_refused():
    frame = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    same = {f"form-{n}-{k}": v for n in range(2) for k, v in (("on", "07/05/2018"), ("part", "morning"))}
    twice = timetable(frame | same, [])
    dayless = timetable(frame | {"form-0-topic": "Bài 1", "form-0-part": "morning"}, [])

    assert not twice.is_valid()
    assert twice.non_form_errors() == ["Có 2 dòng cùng một buổi: Buổi sáng ngày 07/05/2018."]
    assert not dayless.is_valid()
    assert dayless.errors[0] == {"on": ["Buổi này chưa có ngày; hãy ghi ngày hoặc xóa cả dòng."]}


@pytest.mark.parametrize(
    ("days", "laid"),
    [
        (5, [(0, "morning"), (1, "morning"), (2, "morning"), (3, "morning"), (4, "morning")]),
        (3, [(0, "morning"), (0, "afternoon"), (1, "morning"), (1, "afternoon"), (2, "morning")]),
        (1, [(0, "morning"), (0, "afternoon"), (0, "evening")]),
    ],
)
def test_topics_are_laid_evenly_over_the_days(days, laid):
    span = [date(2018, 5, 7 + n) for n in range(days)]

    assert [(span.index(s.on), str(s.part)) for s in usual(AWARENESS_TOPICS, span)] == laid


def test_days_off_are_left_out_unless_there_are_no_others():
    found = workdays(date(2018, 4, 27), date(2018, 5, 3), calendar())

    assert found == [date(2018, 4, 27), date(2018, 5, 2), date(2018, 5, 3)]  # a weekend, 30/4 and 1/5 between
    assert workdays(date(2018, 4, 28), date(2018, 4, 29), calendar()) == [date(2018, 4, 28), date(2018, 4, 29)]


def test_what_is_refused_stands_beside_its_field(centre, land):
    course = a_course(land["top"], since=MONDAY)
    a_learner(course), a_learner(course)

    answer = centre.post(reverse("course-change", args=[course.pk]), plan(capacity="1"))

    assert answer.status_code == 422
    assert "Lớp đã ghi danh 2 người" in answer.content.decode()


def test_a_class_is_not_cancelled_in_the_future(centre, land):
    course = a_course(land["top"], since=MONDAY)
    where = reverse("course-cancel", args=[course.pk])

    assert "Ngày hủy không thể ở tương lai" in centre.post(where, {"on": "07/05/2018"}).content.decode()
    centre.post(where, {"on": "19/04/2018"})

    assert Course.objects.get().cancelled_on == TODAY
    assert "Đã hủy" in centre.get(reverse("course", args=[course.pk])).content.decode()


@pytest.mark.parametrize(("when", "found"), [("sap-mo", "Lớp mai"), ("dang-hoc", "Lớp nay"), ("da-xong", "Lớp qua")])
def test_the_list_tells_planned_running_and_over_apart(centre, land, when, found):
    for name, since in (("Lớp mai", MONDAY), ("Lớp nay", date(2018, 4, 17)), ("Lớp qua", date(2018, 1, 8))):
        a_course(land["top"], name=name, since=since)

    page = centre.get(reverse("courses"), {"khi": when, "nam": "2018"}).context["page"]

    assert [line.course.name for line in page.rows] == [found]


@pytest.mark.parametrize(
    ("role", "at", "seen"),
    [("centre", "top", {"Lý Văn Một", "Lý Văn Ba"}), ("commune", 0, {"Lý Văn Một"}), ("commune", 1, {"Lý Văn Ba"})],
)
def test_a_unit_sees_the_class_above_it_and_only_its_own_learners(client, land, role, at, seen):
    course = a_course(land["top"], since=MONDAY)
    a_learner(course, "Lý Văn Một", land["cells"][0]), a_learner(course, "Lý Văn Ba", land["cells"][2])
    client.force_login(a_user(role, land["top"] if at == "top" else land["committees"][at]))

    answer = client.get(reverse("course", args=[course.pk]))

    assert {line.row.person.name for line in answer.context["page"].rows} == seen
    assert answer.context["runs"] == (role == "centre")
    assert answer.context["seats"].enrolled == 2


def test_who_left_is_counted_and_not_named(centre, land):
    course = a_course(land["top"], since=MONDAY)
    withdraw(a_learner(course, "Lý Văn Thôi"), Withdrawn.BUSY, actor=None, today=TODAY)

    answer = centre.get(reverse("course", args=[course.pk]))

    assert answer.context["seats"].withdrawn == 1
    assert "Lý Văn Thôi" not in answer.content.decode()


def test_a_class_of_many_takes_as_many_queries_as_one_of_two(centre, land, django_assert_max_num_queries):
    course = a_course(land["top"], since=MONDAY)
    with_sessions(course)
    for n in range(30):
        a_learner(course, f"Lý Văn {n}", land["cells"][n % 3])
    centre.get(reverse("course", args=[course.pk]))

    with django_assert_max_num_queries(14):
        centre.get(reverse("course", args=[course.pk]))
    with django_assert_max_num_queries(11):
        centre.get(reverse("courses"))


# Kinds and grades.


def test_a_kind_is_added_with_a_pattern_shown_as_it_is_written(centre):
    given = {"name": "Lớp đoàn thể", "certifies": "", "pattern": "{number:03}/{year}", "attended_percent": "70"}
    example = centre.get(reverse("course-kind-example"), {"pattern": "{number:03}/{year}"}).content.decode()

    assert "001/2018, 027/2018, 105/2018" in example
    assert "Chưa phải mẫu số" in centre.get(reverse("course-kind-example"), {"pattern": "{x}"}).content.decode()
    assert centre.post(reverse("course-kind-add"), given | {"pattern": "x"}).status_code == 422
    assert centre.post(reverse("course-kind-add"), given)["Location"] == reverse("course-kinds")
    assert CourseKind.objects.get(name="Lớp đoàn thể").attended_percent == 70
    assert "001/2018" in centre.get(reverse("course-kinds")).content.decode()


def test_a_grade_is_added_and_retired(centre):
    centre.post(reverse("grade-add"), {"name": "Xuất sắc", "passes": "on"})
    made = Grade.objects.get(name="Xuất sắc")
    centre.post(reverse("grade-change", args=[made.pk]), {"name": "Xuất sắc", "passes": "on", "retired": "on"})

    assert Grade.objects.get(pk=made.pk).retired
    assert centre.get(reverse("grade-change", args=[987654])).status_code == 404


def test_the_parts_of_a_day_come_in_their_order(centre, land):
    course = a_course(land["top"], since=MONDAY)
    for part in (Part.EVENING, Part.AFTERNOON, Part.MORNING):
        Session.objects.create(course=course, on=MONDAY, part=part)

    shown = centre.get(reverse("course", args=[course.pk])).context["sessions"]

    assert [s.part for s in shown] == ["morning", "afternoon", "evening"]


def test_the_sessions_to_mark_come_in_the_order_of_the_day(centre, land):
    course = a_course(land["top"], since=MONDAY)
    made = [Session.objects.create(course=course, on=MONDAY, part=part) for part in reversed(Part)]

    page = centre.get(reverse("attendance", args=[made[0].pk]))
    assert [one.part for one in page.context["sessions"]] == ["morning", "afternoon", "evening"]
    lines = centre.get(reverse("course-sessions", args=[course.pk])).context["form"]
    assert [line["part"].value() for line in lines][:3] == ["morning", "afternoon", "evening"]


@pytest.mark.parametrize("place", ["Hội trường xã Đồng Thử", "Hội trường", ""])
def test_a_place_that_names_its_commune_is_not_followed_by_it_again(centre, land, place):
    course = a_course(land["top"], since=MONDAY, place=place, commune=land["communes"][0])

    assert centre.get(reverse("course", args=[course.pk])).content.decode().count("Đồng Thử") == 1
