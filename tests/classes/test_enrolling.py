"""Putting people on the list of a class and taking them off, and the list itself."""

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from taonguon.admissions.enums import Stage
from taonguon.audit.models import Entry
from taonguon.classes.courses import cancel_course
from taonguon.classes.enums import Seat, Wish
from taonguon.classes.learners import decide_proposals, enrol, propose
from taonguon.classes.models import CourseKind, Enrolment, Proposal
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user
from tests.classes.classbook import a_course, a_learner, passed, present_at, with_sessions

pytestmark = pytest.mark.django_db
MONDAY = date(2018, 5, 7)


@pytest.fixture
def land():
    return a_district()


@pytest.fixture
def course(land):
    return a_course(land["top"], since=MONDAY, capacity=2, audience="farmers")


@pytest.fixture
def centre(client, land):
    client.force_login(a_user("centre", land["top"]))
    return client


def agreed(course, cell, name, **more):
    case = a_case(name, cell, stage=Stage.HELPER)
    made = propose(case.person, course.kind, cell, actor=None, today=TODAY, **more)
    decide_proposals([made], Wish.AGREED, actor=None, today=TODAY)
    return made


def address(name, course):
    return reverse(name, args=[course.pk])


def test_agreed_proposals_are_ticked_as_far_as_there_are_places(centre, land, course):
    made = [agreed(course, land["cells"][n], f"Lý Văn {n}") for n in range(3)]
    soon = agreed(course, land["cells"][0], "Lý Văn Gấp", needed_by=date(2018, 6, 1), needed_for="expiry")

    page = centre.get(address("enrol", course)).context["page"]

    assert [(pick.value, pick.chosen) for pick in page.rows] == [
        (soon.pk, True), (made[0].pk, True), (made[1].pk, False), (made[2].pk, False),
    ]  # fmt: skip


def test_who_is_enrolled_from_proposals_keeps_his_sender_and_the_group(centre, land, course):
    made = [agreed(course, land["cells"][n], f"Lý Văn {n}") for n in range(3)]

    answer = centre.post(address("enrol", course), {"proposal": [p.pk for p in made], "group": "farmers"}, follow=True)

    assert list(Enrolment.objects.order_by("pk").values_list("seat", "sender", "group")) == [
        ("enrolled", land["cells"][0].pk, "farmers"),
        ("enrolled", land["cells"][1].pk, "farmers"),
        ("waiting", land["cells"][2].pk, "farmers"),
    ]
    assert set(Proposal.objects.values_list("state", flat=True)) == {Wish.ENROLLED}
    shown = answer.content.decode()
    assert "Đã ghi danh 2 người." in shown
    assert "Lớp đã đủ chỗ: 1 người đứng vào hàng chờ." in shown


def test_a_place_ends_the_waiting_for_every_class_of_the_same_worth(land, course):
    made = agreed(course, land["cells"][0], "Lý Văn Một")  # for the awareness class
    new = propose(made.person, CourseKind.objects.get(code="new-member"), made.cell, actor=None, today=TODAY)
    enlistees = a_course(land["top"], code="pre-enlistment", since=MONDAY, name="Lớp nhập ngũ")

    enrol(enlistees, made.person, actor=None, today=TODAY)

    assert dict(Proposal.objects.values_list("pk", "state")) == {made.pk: Wish.ENROLLED, new.pk: Wish.PROPOSED}


def test_from_the_source_and_by_name(centre, land, course):
    case = a_case("Lý Văn Nguồn", land["cells"][2], stage=Stage.HELPER)
    lives = a_person("Lý Thị Ở", lives_in=land["villages"][1])

    listed = centre.get(address("enrol", course), {"tu": "nguon"}).context["page"].rows
    found = centre.get(address("enrol", course), {"tu": "tim", "tim": "thi o"}).context["page"].rows
    centre.post(address("enrol", course), {"case": [case.pk], "person": [lives.pk]})

    assert [pick.person for pick in listed] == [case.person]
    assert [(pick.person, pick.cell) for pick in found] == [(lives, "Chi bộ thôn Khe Hai")]
    assert dict(Enrolment.objects.values_list("person__name", "sender")) == {
        "Lý Văn Nguồn": land["cells"][2].pk, "Lý Thị Ở": land["cells"][1].pk,
    }  # fmt: skip
    again = centre.get(address("enrol", course), {"tu": "tim", "tim": "thi o"})
    assert again.context["page"].rows[0].here
    assert not centre.get(address("enrol", course), {"tu": "tim"}).context["page"].total


def test_sent_twice_nobody_is_enrolled_twice(centre, land, course):
    made = agreed(course, land["cells"][0], "Lý Văn Một")
    for _time in range(2):
        answer = centre.post(address("enrol", course), {"proposal": [made.pk]}, follow=True)

    assert Enrolment.objects.count() == 1
    assert "Lý Văn Một đã có tên trong lớp này" in answer.content.decode()


def test_a_centre_enrols_nobody_out_of_its_reach(client, land):
    course = a_course(land["committees"][0], since=MONDAY)
    far = a_case("Lý Văn Xa", land["cells"][2])
    client.force_login(a_user("centre", land["committees"][0]))

    assert client.post(address("enrol", course), {"case": [far.pk]}).status_code == 404
    assert client.post(address("enrol", course), {"person": [far.person_id]}).status_code == 404
    assert not Enrolment.objects.exists()


def test_who_leaves_makes_room_and_it_is_said_who_moved_up(centre, land, course):
    first, _second, third = (a_learner(course, f"Lý Văn {n}", land["cells"][0]) for n in ("Một", "Hai", "Ba"))

    answer = centre.post(reverse("withdraw", args=[first.pk]), {"because": "busy"}, follow=True)

    assert "Đã rút Lý Văn Một khỏi lớp; Lý Văn Ba được nhận chỗ." in answer.content.decode()
    assert Enrolment.objects.get(pk=third.pk).seat == Seat.ENROLLED
    assert centre.post(reverse("withdraw", args=[first.pk]), {"because": "busy"}).status_code == 422
    assert centre.post(reverse("withdraw", args=[third.pk]), {"because": "lazy"}).status_code == 422


def test_a_board_below_takes_nobody_off_the_list_of_a_class_above(client, land, course):
    learner = a_learner(course, "Lý Văn Một", land["cells"][0])
    client.force_login(a_user("board", land["committees"][0]))

    assert client.get(reverse("withdraw", args=[learner.pk])).status_code == 404
    assert client.get(address("enrol", course)).status_code == 404


def test_who_had_a_place_in_a_cancelled_class_waits_again(land, course):
    made = [agreed(course, land["cells"][n], f"Lý Văn {n}") for n in range(3)]
    earlier = a_course(land["top"], since=date(2018, 1, 8), name="Lớp trước")
    enrol(earlier, made[2].person, actor=None, today=date(2018, 1, 2))
    for one in made[:2]:
        enrol(course, one.person, actor=None, today=TODAY)
    enrol(course, made[2].person, actor=None, today=TODAY)  # he waits, and was proposed for the earlier class only

    cancel_course(course, date(2018, 4, 20), actor=None)

    assert [(p.state, p.decided_on.day) for p in Proposal.objects.order_by("pk")] == [
        ("agreed", 20), ("agreed", 20), ("enrolled", 2),
    ]  # fmt: skip


# The list.


def a_list(land, course):
    course.capacity = None
    course.save()
    girl = a_person("Lý Thị Ba", born=date(1996, 7, 5), sex="f", ethnicity="Dao", lives_in=land["villages"][0])
    a_post("women", land["villages"][0], holder=girl, since=date(2016, 1, 1))
    Enrolment.objects.create(course=course, person=girl, sender=land["cells"][0], group="farmers")
    a_learner(course, "Lý Văn Xã", land["cells"][2], group="commune-staff")
    Enrolment.objects.create(course=course, person=a_person("Lý Văn Rút"), seat=Seat.WITHDRAWN)


def test_the_sheet_has_the_offices_columns_and_leaves_an_entry(centre, land, course):
    a_list(land, course)

    answer = centre.post(address("class-list-export", course))

    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["STT", "Họ và tên", "Năm sinh: Nam", "Năm sinh: Nữ"]
    assert rows[1:] == [
        [1.0, "Lý Thị Ba", "", "05/07/1996", "Dao", "Chi hội trưởng phụ nữ", "Khe Một, xã Đồng Thử",
         "Chi bộ thôn Khe Một", "", "", "", "", "Nông dân, đoàn viên, hội viên"],
        [2.0, "Lý Văn Xã", "02/03/1995", "", "", "", "", "Chi bộ thôn Khe Ba", "", "", "", "",
         "Cán bộ không chuyên trách cấp xã, thôn"],
    ]  # fmt: skip
    assert Entry.objects.get(verb="people.exported").data["filters"] == {"list": "class", "course": course.pk}


def test_the_printed_list_goes_group_by_group_and_numbers_on(centre, land, course):
    a_list(land, course)

    groups = centre.get(address("class-list", course)).context["groups"]

    assert [(g.name, [(number, line.name) for number, line in g.lines]) for g in groups] == [
        ("Nông dân, đoàn viên, hội viên", [(1, "Lý Thị Ba")]),
        ("Cán bộ không chuyên trách cấp xã, thôn", [(2, "Lý Văn Xã")]),
    ]


def test_a_cell_prints_its_own_learners_only(client, land, course):
    a_list(land, course)
    client.force_login(a_user("cell", land["cells"][2]))

    assert client.get(address("class-list", course)).context["count"] == 1


@pytest.mark.parametrize(("query", "most"), [({}, 24), ({"tu": "nguon"}, 24), ({"tu": "tim", "tim": "ly"}, 26)])
def test_enrolling_takes_as_many_queries_for_forty_as_for_two(
    centre, land, course, django_assert_max_num_queries, query, most
):
    for n in range(40):
        agreed(course, land["cells"][n % 3], f"Lý Thị {n}")
    centre.get(address("enrol", course), query)

    with django_assert_max_num_queries(most):
        centre.get(address("enrol", course), query)
    with django_assert_max_num_queries(10):
        centre.get(address("class-list", course))


def test_who_is_no_member_is_told_apart_before_a_class_for_new_members(centre, land):
    course = a_course(land["top"], code="new-member", since=date(2018, 3, 12))
    member, other = a_person("Lý Văn Đảng"), a_person("Lý Văn Ngoài")
    a_membership(member, land["cells"][0])
    page = centre.get(address("enrol", course), {"tu": "tim", "tim": "ly van"})
    assert {p.person: (p.look.member, p.look.not_yet) for p in page.context["page"].rows} == {
        member: (True, False), other: (False, True)
    }  # fmt: skip
    assert page.content.decode().count("Chưa là đảng viên; lớp này dành cho đảng viên mới") == 1

    learners = [enrol(course, one, sender=None, actor=None, today=TODAY) for one in (member, other)]
    present_at(with_sessions(course), *learners)
    passed(course, *learners)
    page = centre.get(address("certificates-issue", course))
    assert page.context["not_yet"] == ["Lý Văn Ngoài"]
    assert "hãy xem lại trước khi cấp: Lý Văn Ngoài." in page.content.decode()
