"""The figures of classes: what is counted on which day, for whom, and what became of the learners."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taonguon.admissions.actions import open_candidacy
from taonguon.admissions.models import Act
from taonguon.classes.enums import Withdrawn
from taonguon.classes.learners import enrol, withdraw
from taonguon.classes.results import Result, issue, set_results
from taonguon.people.models import Person
from taonguon.reports.class_report import report
from taonguon.reports.day import day_of
from taonguon.reports.figures import figures
from taonguon.rules.dates import Period
from tests.builders import TODAY, a_district, a_membership, a_person, a_user
from tests.classes.classbook import a_course, passed, present_at, with_sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return a_district()


def learners(district, course, count=3, given=True):
    """Enrol some of each cell, let all but the last pass, and certify those who passed."""
    people = [
        a_person(f"Lý Văn {letter}{course.pk}", born=date(1990, 1, 2), sex="mf"[n % 2], ethnicity=("Dao", "Tày", "")[n % 3])
        for n, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:count])
    ]  # fmt: skip
    rows = [
        enrol(course, one, sender=district["cells"][n % 3], group=("farmers", "pupils")[n % 2], actor=None, today=course.since)
        for n, one in enumerate(people)
    ]  # fmt: skip
    passed(course, *rows[:-1])
    set_results(course, [Result(rows[-1].pk, dropped=True)], actor=None)
    if given:
        issue(course, [row.pk for row in rows[:-1]], course.until, actor=None, today=TODAY)
    return rows


def classes(on=TODAY, unit=None):
    return figures(on, unit)["classes"]


def test_a_class_is_counted_from_its_first_day_and_a_certificate_from_its_own(district):
    course = a_course(district["top"], since=date(2018, 3, 12), name="Lớp nhận thức khóa II")
    learners(district, course)

    assert classes(date(2018, 3, 11))["classes"] == {}
    before, after = (classes(on)["classes"]["khoa-2"] for on in (date(2018, 3, 15), date(2018, 3, 16)))
    assert (before["learners"], before["certified"], after["certified"], after["by_result"]) == (3, 0, 2, {"Khá": 2})
    assert classes(date(2019, 3, 12))["awareness_total"] == {"classes": 0, "learners": 0, "certified": 0}
    assert classes(date(2019, 3, 13))["classes"] == {}


def test_other_kinds_and_last_years_classes_are_not_added_to_the_years_awareness(district):
    learners(district, a_course(district["top"], "awareness", date(2017, 10, 2), name="Khóa V"))
    learners(district, a_course(district["top"], "awareness", date(2018, 2, 5), name="Khóa I"))
    learners(district, a_course(district["top"], "pre-enlistment", date(2018, 1, 8), name="Lớp nhập ngũ"))
    learners(district, a_course(district["top"], "new-member", date(2018, 3, 5), name="Đảng viên mới"))

    found = classes()

    assert list(found["classes"]) == ["khoa-5", "nhap-ngu", "khoa-1", "dang-vien-moi"]
    assert found["awareness_total"] == {"classes": 1, "learners": 3, "certified": 2}
    article = figures(TODAY)["article_figures"]
    assert (article["awareness_classes"], article["awareness_learners"], article["pre_enlistment_learners"]) == (
        1,
        3,
        3,
    )
    assert (article["goal_front_percent"], article["goal_mass_percent_more_than"]) == (None, None)


def test_two_classes_of_one_short_name_are_told_apart(district):
    for day in (date(2017, 5, 2), date(2017, 9, 4), date(2018, 2, 5)):
        a_course(district["top"], since=day, name=f"Khóa I, {day:%m}")

    assert list(classes()["classes"]) == ["khoa-1", "khoa-1-2017", "khoa-1-2018"]


def test_who_withdrew_or_waits_is_no_learner(district):
    course = a_course(district["top"], capacity=1)
    first, second = (enrol(course, a_person(name), actor=None, today=course.since) for name in ("Lý Một", "Lý Hai"))
    assert second.seat == "waiting"
    withdraw(first, Withdrawn.BUSY, actor=None, today=TODAY)

    assert [one["learners"] for one in classes()["classes"].values()] == [0]


def test_a_unit_counts_whom_it_sent(district):
    course = a_course(district["top"])
    learners(district, course, 4)

    found = classes(unit=district["committees"][0].pk)["classes"]["khoa"]

    assert (found["learners"], found["certified"]) == (3, 2)
    assert classes(unit=district["agency"].pk)["classes"] == {}


def seen(on=TODAY, unit=None, first=date(2016, 1, 1), last=TODAY):
    return report(day_of(unit, on, Period(first, last)))


def counts(lines):
    return {line.label: (line.enrolled, line.attended, line.certified) for line in lines}


def test_each_breakdown_counts_every_learner_once(district):
    learners(district, a_course(district["top"], name="Khóa I"), 7)

    found = seen()

    assert counts(found.communes) == {"xã Đồng Thử": (5, 4, 4), "xã Lục Thử": (2, 2, 2)}
    assert counts(found.groups) == {"Nông dân, đoàn viên, hội viên": (4, 3, 3), "Học sinh, sinh viên": (3, 3, 3)}
    assert counts(found.sexes) == {"Nam": (4, 3, 3), "Nữ": (3, 3, 3)}
    assert counts(found.peoples) == {"Chưa ghi": (2, 2, 2), "Dao": (3, 2, 2), "Tày": (2, 2, 2)}
    assert counts(found.months) == {"03/2018": (7, 6, 6)}
    assert (found.classes[0].dropped, found.classes[0].failed, found.total.enrolled) == (1, 0, 7)


def test_a_class_out_of_the_period_is_left_out(district):
    learners(district, a_course(district["top"], name="Khóa I"))

    assert seen(last=date(2018, 3, 11)).classes == []
    assert seen(last=date(2018, 3, 12)).total.enrolled == 3


def test_a_learner_without_a_result_attended_who_was_there_often_enough(district):
    course = a_course(district["top"])
    sessions = with_sessions(course)
    often, seldom = (enrol(course, a_person(name), actor=None, today=course.since) for name in ("Lý Một", "Lý Hai"))
    present_at(sessions[:4], often)
    present_at(sessions[:3], seldom)

    assert (seen().total.enrolled, seen().total.attended) == (2, 1)


def test_what_became_of_learners_is_counted_only_of_classes_that_long_ago(district):
    old = learners(district, a_course(district["top"], since=date(2016, 10, 3), name="Khóa I"), given=False)
    learners(district, a_course(district["top"], since=date(2017, 12, 4), name="Khóa II"), given=False)
    first, second = (Person.objects.get(pk=row.person_id) for row in old[:2])
    for person, day in ((first, date(2017, 3, 1)), (second, date(2017, 9, 1))):
        case = open_candidacy(person, district["cells"][0], actor=None, today=TODAY, on=day)
        Act.objects.create(candidacy=case, key="leave-to-begin", on=date(2017, 9, 2))
    a_membership(second, district["cells"][0], admitted=date(2018, 1, 5))

    listed, leave, members = (
        [(s.months, s.count, s.of, s.too_early) for s in outlook.shares] for outlook in seen().outlooks
    )

    assert listed == [(0, 0, 6, False), (6, 1, 3, False), (12, 2, 3, False), (24, 0, 0, True)]
    assert leave == [(0, 0, 6, False), (6, 0, 3, False), (12, 2, 3, False), (24, 0, 0, True)]
    assert members == [(0, 0, 6, False), (6, 0, 3, False), (12, 0, 3, False), (24, 0, 0, True)]
    later = [(s.count, s.of) for s in seen(on=date(2018, 10, 7)).outlooks[2].shares]
    assert later == [(0, 6), (0, 6), (0, 3), (1, 3)]


def test_the_page_shows_counts_of_any_period_and_names_nobody(client, district):
    rows = learners(district, a_course(district["top"], name="Lớp nhận thức khóa II"))
    client.force_login(a_user("leader", district["top"]))

    page = client.get("/lop/so-lieu/").content.decode()

    assert "Lớp nhận thức khóa II" in page
    assert "chưa đến lúc" in page
    assert not any(row.person.name in page for row in rows)
    assert (
        "Không có lớp nào khai giảng trong kỳ này"
        in client.get("/lop/so-lieu/?tu=01/01/2016&den=31/12/2016").content.decode()
    )
    wrong = client.get("/lop/so-lieu/?tu=01/01/2018&den=31/12/2016")
    assert (wrong.status_code, "Ngày cuối kỳ đứng trước ngày đầu kỳ." in wrong.content.decode()) == (422, True)


def test_the_page_counts_what_the_log_in_reaches(client, district):
    learners(district, a_course(district["top"], name="Lớp nhận thức khóa II"), 6)
    client.force_login(a_user("cell", district["cells"][2]))

    page = client.get("/lop/so-lieu/").content.decode()

    assert '<b class="tile-number">2</b>' in page
    assert client.get(f"/lop/so-lieu/?don-vi={district['committees'][0].pk}").status_code == 404


def test_queries_of_the_page_do_not_grow(client, district):
    client.force_login(a_user("board", district["top"]))
    a_course(district["top"], since=date(2018, 1, 8), name="Khóa I")

    def queries():
        with CaptureQueriesContext(connection) as seen_queries:
            assert client.get("/lop/so-lieu/").status_code == 200
        return len(seen_queries)

    learners(district, a_course(district["top"], since=date(2018, 2, 5), name="Khóa II"), 3, given=False)
    queries()
    few = queries()
    for number, name in enumerate(("Khóa III", "Khóa IV", "Khóa V")):
        learners(district, a_course(district["top"], since=date(2018, 3, 5 + number), name=name), 20, given=False)
    assert queries() == few
