"""Proposals: who is ticked, what is said of each, how they go from cell to committee, and who sees whom."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.enums import Stage
from taonguon.classes.eligibility import looks
from taonguon.classes.enums import NeededFor, Seat, Wish
from taonguon.classes.learners import decide_proposals, propose
from taonguon.classes.models import CourseKind, Enrolment, Proposal
from taonguon.classes.pools import Filters, pool_page
from taonguon.orgs.access import scope_of
from taonguon.people.models import Certificate
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_membership, a_person, a_user
from tests.classes.classbook import a_course

pytestmark = pytest.mark.django_db
MONDAY = date(2018, 5, 7)


@pytest.fixture
def land():
    return a_district()


@pytest.fixture
def kind():
    return CourseKind.objects.get(code="awareness")


@pytest.fixture
def source(land):
    """Give one of each: without a helper, with one, whose certificate runs out, whose counts, whose cell has met."""
    one, _two, three = land["cells"]
    return {
        "new": a_case("Lý Văn Mới", one, ("listed", date(2018, 1, 8)), stage=Stage.RECOGNISED),
        "lacks": a_case("Lý Văn Thiếu", one, ("listed", date(2017, 1, 8)), stage=Stage.HELPER),
        "expires": a_case("Lý Văn Hết", one, ("class-certificate", date(2013, 6, 1)), stage=Stage.DOSSIER),
        "counts": a_case("Lý Văn Còn", one, ("class-certificate", date(2017, 6, 1)), stage=Stage.CLASS),
        "met": a_case("Lý Văn Xong", one, stage=Stage.CELL),
        "other": a_case("Lý Văn Xa", three, stage=Stage.HELPER),
    }


def lines(user, kind, **narrowed):
    return pool_page(scope_of(user, TODAY), kind, Filters(**narrowed), 1, TODAY).rows


def proposed(case, kind, **more):
    return propose(case.person, kind, case.cell, actor=None, today=TODAY, **more)


# Who is offered.


def test_who_only_lacks_the_class_comes_first_and_is_ticked(land, kind, source):
    found = lines(a_user("cell", land["cells"][0]), kind)

    assert [(line.case.person.name, line.need, line.by, line.chosen) for line in found] == [
        ("Lý Văn Thiếu", NeededFor.CLASS_ONLY, None, True),
        ("Lý Văn Hết", NeededFor.EXPIRY, date(2018, 6, 1), True),
        ("Lý Văn Còn", NeededFor.NONE, None, False),
        ("Lý Văn Mới", NeededFor.NONE, None, False),
    ]


def test_a_probationary_member_is_offered_for_the_class_of_new_members(land, source):
    kind = CourseKind.objects.get(code="new-member")
    a_case("Lý Văn Dự", land["cells"][0], ("ceremony", date(2018, 1, 8)), stage=Stage.PROBATION)

    assert [(x.case.person.name, x.need) for x in lines(a_user("board", land["top"]), kind)] == [
        ("Lý Văn Dự", NeededFor.CLASS_ONLY)
    ]


def test_the_pool_is_narrowed_by_need_unit_and_name(land, kind, source):
    board = a_user("board", land["top"])

    assert [x.case for x in lines(board, kind, need="expiry")] == [source["expires"]]
    assert [x.case for x in lines(board, kind, unit=land["committees"][1].pk)] == [source["other"]]
    assert [x.case for x in lines(board, kind, text="thieu van")] == [source["lacks"]]


# What is said of each.


def test_a_certificate_shows_its_last_day_by_the_rules(land, kind, source):
    scope = scope_of(a_user("board", land["top"]), TODAY)
    given = a_person("Lý Thị Sổ")
    Certificate.objects.create(
        person=given, kind="awareness", number="07/2013/GCN", issued_on=date(2013, 1, 5), issued_precision="d"
    )

    found = looks(scope, [source["counts"].person, given], kind, TODAY)

    paper = found[source["counts"].person_id].paper
    assert (paper.until, paper.counts) == (date(2022, 6, 1), True)
    paper = found[given.pk].paper
    assert (paper.number, paper.until, paper.counts) == ("07/2013/GCN", date(2018, 1, 5), False)
    assert found[given.pk].case is None


def test_a_place_in_a_class_a_proposal_and_a_namesake_are_pointed_out(land, kind, source):
    scope = scope_of(a_user("board", land["top"]), TODAY)
    enlistees = CourseKind.objects.get(code="pre-enlistment")  # it earns the same certificate
    course = a_course(land["top"], code="pre-enlistment", since=MONDAY, name="Lớp nhập ngũ")
    Enrolment.objects.create(course=course, person=source["lacks"].person, seat=Seat.WAITING)
    made = proposed(source["new"], kind)
    a_person("Lý Văn Mới", born=date(1990, 1, 1)), a_person("Lý Văn Mới", born=date(1991, 6, 5))
    a_membership(a_person("Lý Văn Còn", born=date(1990, 2, 2)), land["cells"][0])

    found = looks(scope, [case.person for case in source.values()], kind, TODAY)

    assert enlistees.certifies == kind.certifies
    assert found[source["lacks"].person_id].course == (course.pk, "Lớp nhập ngũ")
    assert found[source["new"].person_id].proposal == made
    assert [found[source[key].person_id].namesakes for key in ("new", "counts", "met")] == [1, 1, 0]
    assert [found[source[key].person_id].taken for key in ("lacks", "new", "counts")] == [True, True, False]


def test_the_rules_are_asked_for_the_step_of_the_class(land, kind, source):
    scope = scope_of(a_user("board", land["top"]), TODAY)

    found = looks(scope, [source["new"].person, source["met"].person], kind, TODAY)

    rules = {said.rule for _weight, _name, group in found[source["met"].person_id].groups for said in group}
    assert "CAND-LIST" in rules  # no day of the list is known
    assert found[source["new"].person_id].verdict


# The pages.


def test_a_cell_proposes_many_at_once(client, land, kind, source):
    client.force_login(a_user("cell", land["cells"][0]))
    ticked = [source["lacks"].pk, source["expires"].pk]

    page = client.get(reverse("propose")).content.decode()
    answer = client.post(reverse("propose"), {"loai": kind.pk, "case": ticked})

    assert page.count(" checked") == 2
    assert answer["Location"] == reverse("proposals")
    assert list(Proposal.objects.order_by("pk").values_list("person__name", "needed_by", "needed_for")) == [
        ("Lý Văn Hết", date(2018, 6, 1), "expiry"),
        ("Lý Văn Thiếu", None, "class-only"),
    ]


def test_a_last_day_asks_for_its_reason_and_goes_to_all(client, land, kind, source):
    client.force_login(a_user("cell", land["cells"][0]))
    given = {"loai": kind.pk, "case": [source["new"].pk], "needed_by": "10/09/2018"}

    assert "Đã ghi hạn thì cần chọn lý do" in client.post(reverse("propose"), given).content.decode()
    client.post(reverse("propose"), given | {"needed_for": "enlistment"})

    made = Proposal.objects.get()
    assert (made.needed_by, made.needed_for) == (date(2018, 9, 10), "enlistment")


def test_sent_twice_nobody_is_proposed_twice_and_it_is_said(client, land, kind, source):
    client.force_login(a_user("cell", land["cells"][0]))
    given = {"loai": kind.pk, "case": [source["new"].pk]}

    client.post(reverse("propose"), given)
    answer = client.post(reverse("propose"), given, follow=True)

    assert Proposal.objects.count() == 1
    assert "Lý Văn Mới đã được đề nghị" in answer.content.decode()


def test_nobody_out_of_reach_can_be_proposed_or_decided_on(client, land, kind, source):
    made = proposed(source["other"], kind)
    client.force_login(a_user("commune", land["committees"][0]))

    assert client.post(reverse("propose"), {"loai": kind.pk, "case": [source["other"].pk]}).status_code == 404
    ticked = {"proposal": [made.pk], "do": "agree"}
    assert client.post(reverse("proposals-decide"), ticked).status_code == 404
    assert Proposal.objects.get().state == Wish.PROPOSED


def test_the_committee_agrees_to_many_and_leaves_others_for_later(client, land, kind, source):
    made = [proposed(source[key], kind) for key in ("new", "lacks", "expires")]
    client.force_login(a_user("commune", land["committees"][0]))

    client.post(reverse("proposals-decide"), {"proposal": [made[0].pk, made[1].pk], "do": "agree"})
    client.post(reverse("proposals-decide"), {"proposal": [made[2].pk], "do": "later"})

    assert list(Proposal.objects.order_by("pk").values_list("state", flat=True)) == ["agreed", "agreed", "not-now"]


@pytest.mark.parametrize(("deed", "status"), [("agree", 404), ("later", 404), ("withdraw", 302)])
def test_a_cell_withdraws_its_own_and_does_not_speak_for_the_committee(client, land, kind, source, deed, status):
    made = proposed(source["new"], kind)
    client.force_login(a_user("cell", land["cells"][0]))

    assert client.post(reverse("proposals-decide"), {"proposal": [made.pk], "do": deed}).status_code == status
    assert Proposal.objects.get().state == (Wish.WITHDRAWN if status == 302 else Wish.PROPOSED)


@pytest.mark.parametrize(
    ("role", "at", "seen"),
    [("centre", "top", 2), ("commune", 0, 1), ("commune", 1, 1), ("cell", 0, 1), ("leader", "top", 2)],
)
def test_each_sees_the_proposals_of_its_own_cells(client, land, kind, source, role, at, seen):
    proposed(source["new"], kind), proposed(source["other"], kind)
    place = land["top"] if at == "top" else land["committees" if role == "commune" else "cells"][at]
    client.force_login(a_user(role, place))

    answer = client.get(reverse("proposals"))

    assert answer.context["page"].total == seen
    assert answer.context["may_agree"] == (role == "commune")


def test_who_was_withdrawn_is_not_listed(client, land, kind, source):
    decide_proposals([proposed(source["new"], kind)], Wish.WITHDRAWN, actor=None, today=TODAY)
    client.force_login(a_user("board", land["top"]))

    assert "Lý Văn Mới" not in client.get(reverse("proposals"), {"trang-thai": "withdrawn"}).content.decode()


@pytest.mark.parametrize(("address", "most"), [("proposals", 27), ("propose", 25)])
def test_the_lists_take_as_many_queries_for_forty_as_for_two(
    client, land, kind, source, django_assert_max_num_queries, address, most
):
    client.force_login(a_user("commune", land["committees"][0]))
    for n in range(40):
        case = a_case(f"Lý Thị {n}", land["cells"][n % 2], ("listed", date(2018, 1, 8)), stage=Stage.HELPER)
        if n % 2:
            proposed(case, kind)
    client.get(reverse(address))

    with django_assert_max_num_queries(most):
        client.get(reverse(address))
