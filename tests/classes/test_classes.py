"""Classes from plan to certificate, and what the ledger of the learners then says."""

from datetime import date

import pytest

from taonguon.admissions.actions import open_candidacy
from taonguon.admissions.models import Act
from taonguon.audit.models import Entry as TrailEntry
from taonguon.classes.attendance import Receipt, attended, mark, settle_dispute
from taonguon.classes.courses import CoursePlan, Sitting, cancel_course, change_course, set_sessions
from taonguon.classes.enums import Outcome, Part, Presence, Seat, Wish, Withdrawn
from taonguon.classes.learners import decide_proposals, enrol, propose, withdraw
from taonguon.classes.models import CourseKind, Enrolment, Grade, Mark, Proposal
from taonguon.classes.numbers import is_pattern, leading, written
from taonguon.classes.results import Result, candidates, issue, reissue, set_results
from taonguon.people.enums import Reissued
from taonguon.people.models import Certificate
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_person
from tests.classes.classbook import a_course, a_learner, an_entry, passed, present_at, with_sessions

pytestmark = pytest.mark.django_db
GIVEN = date(2018, 3, 30)


@pytest.fixture
def district():
    return a_district()


@pytest.fixture
def course(district):
    return a_course(district["top"])


# Planning.


def test_a_class_is_planned_once_and_ends_after_it_begins(district, course):
    with pytest.raises(RefusedError, match="Đã có lớp “Lớp thử” khai giảng ngày 12/03/2018"):
        a_course(district["top"])
    with pytest.raises(RefusedError, match="Ngày bế giảng 11/03/2018 trước ngày khai giảng 12/03/2018"):
        a_course(district["top"], name="Khác", days=0)
    with pytest.raises(RefusedError, match="không kéo dài quá 120 ngày"):
        a_course(district["top"], name="Khác", days=200)
    with pytest.raises(RefusedError, match="Số chỗ phải từ 1"):
        a_course(district["top"], name="Khác", capacity=0)


def test_a_class_changes_but_not_under_what_stands_in_it(district, course):
    with_sessions(course)
    a_learner(course), a_learner(course)
    kind = CourseKind.objects.get(code="awareness")

    with pytest.raises(RefusedError, match="Buổi học ngày 16/03/2018 nằm ngoài"):
        change_course(course, CoursePlan(kind, "Lớp thử", course.since, date(2018, 3, 15)), actor=None)
    with pytest.raises(RefusedError, match="đã ghi danh 2 người"):
        change_course(course, CoursePlan(kind, "Lớp thử", course.since, course.until, capacity=1), actor=None)
    changed = change_course(
        course, CoursePlan(kind, "Lớp thử", course.since, course.until, place="Hội trường"), actor=None
    )

    assert changed.place == "Hội trường"
    assert TrailEntry.objects.get(verb="course.changed").data["changed"] == {"place": ["", "Hội trường"]}


def test_a_session_stands_within_the_class_and_stays_once_attendance_was_taken(course):
    sessions = with_sessions(course, 2)
    present_at(sessions[:1], a_learner(course))

    with pytest.raises(RefusedError, match="Ngày 17/03/2018 nằm ngoài thời gian của lớp"):
        set_sessions(course, [Sitting(date(2018, 3, 17), Part.MORNING)], actor=None)
    with pytest.raises(RefusedError, match="Buổi ngày 12/03/2018 đã điểm danh"):
        set_sessions(course, [Sitting(date(2018, 3, 13), Part.MORNING)], actor=None)
    kept = set_sessions(course, [Sitting(date(2018, 3, 12), Part.MORNING, "Mở đầu")], actor=None)

    assert [(s.pk, s.topic) for s in kept] == [(sessions[0].pk, "Mở đầu")]


# Proposals and places.


def test_a_proposal_goes_from_cell_to_committee_and_ends_with_a_place(district, course):
    person, cell = a_person(), district["cells"][0]
    made = propose(
        person, course.kind, cell, actor=None, today=TODAY, needed_by=date(2018, 9, 1), needed_for="enlistment"
    )
    with pytest.raises(RefusedError, match="đã được đề nghị"):
        propose(person, course.kind, cell, actor=None, today=TODAY)

    assert decide_proposals([made], Wish.AGREED, actor=None, today=TODAY) == 1
    assert decide_proposals([made], Wish.AGREED, actor=None, today=TODAY) == 0
    enrol(course, person, sender=cell, actor=None, today=TODAY)

    assert Proposal.objects.get().state == Wish.ENROLLED
    assert decide_proposals([made], Wish.WITHDRAWN, actor=None, today=TODAY) == 0
    with pytest.raises(RefusedError, match="đã có tên trong một lớp"):
        propose(person, course.kind, cell, actor=None, today=TODAY)


def test_who_comes_when_the_class_is_full_waits_and_moves_up_in_order(district):
    course = a_course(district["top"], since=date(2018, 5, 7), capacity=1)
    first, second, third = (a_learner(course, name) for name in ("Lý Văn Một", "Lý Văn Hai", "Lý Văn Ba"))
    assert (first.seat, second.seat, third.seat) == (Seat.ENROLLED, Seat.WAITING, Seat.WAITING)

    assert withdraw(first, Withdrawn.BUSY, actor=None, today=TODAY) == second
    assert dict(Enrolment.objects.values_list("person__name", "seat")) == {
        "Lý Văn Một": "withdrawn", "Lý Văn Hai": "enrolled", "Lý Văn Ba": "waiting",
    }  # fmt: skip
    again = enrol(course, first.person, actor=None, today=TODAY)
    assert (again.pk, again.seat, again.withdrawn) == (first.pk, Seat.WAITING, "")


def test_nobody_moves_up_into_a_class_that_is_over(district):
    course = a_course(district["top"], capacity=1)
    first, second = a_learner(course, "Lý Văn Một"), a_learner(course, "Lý Văn Hai")

    assert withdraw(first, Withdrawn.ILL, actor=None, today=TODAY) is None
    assert Enrolment.objects.get(pk=second.pk).seat == Seat.WAITING


def test_a_name_stands_once_in_a_class_and_none_in_a_cancelled_one(district, course):
    learner = a_learner(course)
    with pytest.raises(RefusedError, match="đã có tên trong lớp này"):
        enrol(course, learner.person, actor=None, today=TODAY)
    cancel_course(course, TODAY, actor=None)
    with pytest.raises(RefusedError, match="đã hủy ngày 19/04/2018"):
        a_learner(course, "Lý Văn Hai")


# Attendance.


def test_an_entry_sent_twice_is_one(course):
    (session, *_rest), learner = with_sessions(course), a_learner(course)
    entry = an_entry(learner)

    assert mark(session, [entry], actor=None) == {entry.operation: Receipt.KEPT}
    assert mark(session, [entry], actor=None) == {entry.operation: Receipt.KNOWN}
    assert Mark.objects.count() == 1


def test_a_later_entry_of_one_who_had_seen_the_first_replaces_it(course):
    (session, *_rest), learner = with_sessions(course), a_learner(course)
    mark(session, [an_entry(learner, Presence.ABSENT)], actor=None)
    mark(session, [an_entry(learner, Presence.EXCUSED, seen="absent")], actor=None)

    assert list(Mark.objects.order_by("pk").values_list("presence", "standing")) == [
        ("absent", False), ("excused", True)
    ]  # fmt: skip


def test_two_devices_that_say_otherwise_wait_for_a_person_to_decide(course):
    (session, *_rest), learner = with_sessions(course), a_learner(course)
    mark(session, [an_entry(learner, Presence.PRESENT)], actor=None)
    other = an_entry(learner, Presence.ABSENT)  # made without having seen the first

    assert mark(session, [other], actor=None) == {other.operation: Receipt.DISPUTED}
    disputed = Mark.objects.get(operation=other.operation)
    assert (disputed.standing, disputed.disputed) == (False, True)
    settle_dispute(disputed, take=True, actor=None)
    assert list(Mark.objects.filter(standing=True).values_list("presence", flat=True)) == ["absent"]
    with pytest.raises(RefusedError, match="đã được giải quyết"):
        settle_dispute(disputed, take=False, actor=None)


def test_an_entry_for_somebody_who_is_not_in_the_class_is_told_so(district, course):
    (session, *_rest), stranger = with_sessions(course), a_learner(a_course(district["top"], name="Khác"))
    entry = an_entry(stranger)

    assert mark(session, [entry], actor=None) == {entry.operation: Receipt.UNKNOWN}
    assert not Mark.objects.exists()


def test_attendance_is_counted_against_the_sessions_planned(course):
    sessions, learner = with_sessions(course), a_learner(course)
    present_at(sessions[:3], learner)
    mark(sessions[3], [an_entry(learner, Presence.EXCUSED)], actor=None)

    found = attended(course.pk, [learner.pk])[learner.pk]
    assert (found.present, found.taken, found.planned) == (3, 4, 5)
    assert (found.enough(60), found.enough(61)) == (True, False)


# Results and certificates.


def test_the_grade_says_whether_the_class_was_passed(course):
    learner = a_learner(course)
    for grade, dropped, outcome in (
        (Grade.objects.get(name="Giỏi"), False, Outcome.PASSED),
        (Grade.objects.get(name="Không đạt"), False, Outcome.FAILED),
        (None, True, Outcome.DROPPED),
        (None, False, Outcome.OPEN),
    ):
        assert set_results(course, [Result(learner.pk, grade, dropped=dropped)], actor=None) == 1
        assert Enrolment.objects.get().outcome == outcome


def test_a_score_is_between_nought_and_ten(course):
    with pytest.raises(RefusedError, match="Điểm 11 của Lý Văn Học không nằm giữa 0 và 10"):
        set_results(course, [Result(a_learner(course).pk, None, 11)], actor=None)


def test_nobody_is_certified_who_did_not_attend_and_pass(course):
    sessions = with_sessions(course)
    away, failed, open_, able = (a_learner(course, n) for n in ("Lý Văn An", "Lý Văn Bé", "Lý Văn Cả", "Lý Văn Dự"))
    present_at(sessions, failed, open_, able)
    present_at(sessions[:3], away)
    passed(course, away, able)
    passed(course, failed, grade="Không đạt")

    assert [c.why_not for c in candidates(course)] == [
        "Dự 3/5 buổi; cần từ 80 % số buổi.", "Không đạt.", "Chưa có kết quả học tập.", ""
    ]  # fmt: skip
    for one in (away, failed, open_):
        with pytest.raises(RefusedError, match=one.person.name):
            issue(course, [one.pk, able.pk], GIVEN, actor=None, today=TODAY)
    assert not Certificate.objects.exists()


def certified(course, *learners):
    present_at(with_sessions(course), *learners)
    passed(course, *learners)
    return issue(course, [one.pk for one in learners], GIVEN, actor=None, today=TODAY)


def test_certificates_are_numbered_in_the_order_of_names_and_never_given_twice(course):
    learners = [a_learner(course, name) for name in ("Lý Văn Yên", "Lý Văn An", "Lý Văn Minh")]

    assert [(c.person.name, c.number, c.serial) for c in certified(course, *learners)] == [
        ("Lý Văn An", "01/2018/GCN", 1), ("Lý Văn Minh", "02/2018/GCN", 2), ("Lý Văn Yên", "03/2018/GCN", 3),
    ]  # fmt: skip
    assert issue(course, [one.pk for one in learners], GIVEN, actor=None, today=TODAY) == []
    assert Certificate.objects.count() == 3


def test_a_certificate_is_dated_between_the_end_of_the_class_and_today(course):
    for day in (date(2018, 3, 15), date(2018, 4, 20)):
        with pytest.raises(RefusedError, match="phải từ ngày bế giảng 16/03/2018 đến hôm nay 19/04/2018"):
            issue(course, [], day, actor=None, today=TODAY)


def test_a_result_a_certificate_rests_on_stays(course):
    learner = a_learner(course)
    certified(course, learner)

    with pytest.raises(RefusedError, match="đã được cấp giấy chứng nhận; kết quả không sửa được nữa"):
        set_results(course, [Result(learner.pk, Grade.objects.get(name="Giỏi"))], actor=None)


def test_a_lost_certificate_is_given_again_under_a_new_number_from_its_first_day(course):
    learner = a_learner(course)
    (old,) = certified(course, learner)
    learner.refresh_from_db()
    new = reissue(learner, Reissued.LOST, TODAY, actor=None, today=TODAY)

    assert (new.number, new.issued_on, new.reissued_on, new.replaces, new.cause) == (
        "02/2018/GCN", GIVEN, TODAY, old, "lost"
    )  # fmt: skip
    with pytest.raises(RefusedError, match="đã được cấp lại trước đó"):
        reissue(learner, Reissued.LOST, TODAY, actor=None, today=TODAY)


def test_a_new_series_goes_on_after_the_numbers_that_lists_tell_of(district, course):
    learner = a_learner(a_course(district["top"], name="Khóa I", since=date(2018, 1, 22)))
    told = Certificate.objects.create(
        person=learner.person, kind="awareness", number="71/GCN", issued_on=date(2018, 2, 5)
    )
    Enrolment.objects.filter(pk=learner.pk).update(certificate=told, outcome=Outcome.PASSED)

    assert [c.number for c in certified(course, a_learner(course, "Lý Văn Hai"))] == ["72/2018/GCN"]


# What the ledger of the learner says.


def class_acts(case):
    return list(
        Act.objects.filter(candidacy=case, key="class-certificate")
        .order_by("pk")
        .values_list("on", "number", "standing")
    )


def test_a_certificate_moves_the_open_case_of_its_owner_to_the_class_stage(district, course):
    learner = a_learner(course)
    case = open_candidacy(learner.person, district["cells"][0], date(2018, 1, 8), actor=None, today=TODAY)
    certified(course, learner)

    case.refresh_from_db()
    assert (case.stage, case.stage_since) == ("class", GIVEN)
    assert class_acts(case) == [(GIVEN, "01/2018/GCN", True)]


def test_who_is_listed_after_the_class_brings_his_certificate_along(district, course):
    learner = a_learner(course)
    certified(course, learner)
    case = open_candidacy(learner.person, district["cells"][0], date(2018, 4, 10), actor=None, today=TODAY)

    assert (case.stage, class_acts(case)) == ("class", [(GIVEN, "01/2018/GCN", True)])


def test_a_certificate_given_again_replaces_the_act_that_rests_on_the_old_one(district, course):
    learner = a_learner(course)
    case = open_candidacy(learner.person, district["cells"][0], date(2018, 1, 8), actor=None, today=TODAY)
    certified(course, learner)
    learner.refresh_from_db()
    reissue(learner, Reissued.CENTRE, TODAY, actor=None, today=TODAY)

    assert class_acts(case) == [(GIVEN, "01/2018/GCN", False), (GIVEN, "02/2018/GCN", True)]


def test_an_act_somebody_recorded_gives_way_only_to_a_later_class(district, course):
    learner = a_learner(course)
    case = open_candidacy(learner.person, district["cells"][0], date(2018, 1, 8), actor=None, today=TODAY)
    Act.objects.create(candidacy=case, key="class-certificate", on=date(2012, 5, 1), precision="d", number="5/CN")
    certified(course, learner)

    assert class_acts(case) == [(date(2012, 5, 1), "5/CN", False), (GIVEN, "01/2018/GCN", True)]


# Numbers.


@pytest.mark.parametrize(
    ("pattern", "is_one"),
    [("{number}/GCN", True), ("{number:03}-{year}", True), ("GCN", False), ("{number}{number}", False), ("{n}", False),
     ("{number}/{other}", False), ("{number:x}", False)],
)  # fmt: skip
def test_a_pattern_names_the_number_once(pattern, is_one):
    assert is_pattern(pattern) is is_one


def test_numbers_are_written_and_read():
    assert written("{number:03}/{year}/GCN", 7, 2018) == "007/2018/GCN"
    assert (leading("71/GCN"), leading("007"), leading("GCN 7")) == (71, 7, 0)
