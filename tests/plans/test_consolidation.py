"""Consolidation: where both posts are in one hand, where that can be, is planned, or cannot be and why."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.audit.models import Entry
from taonguon.orgs.queries import part_of
from taonguon.people.models import Tenure
from taonguon.plans.consolidation import State, Why, board_of
from taonguon.plans.consolidation_actions import drop_plan, plan_consolidation
from taonguon.plans.consolidation_models import ConsolidationPlan, Way
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_locality, a_membership, a_person, a_post, a_service, a_user

pytestmark = pytest.mark.django_db
IN_JUNE = date(2018, 6, 30)


@pytest.fixture
def district():
    return a_district()


def heads(village, cell=None, official=date(2011, 5, 19), since=date(2016, 1, 1), admitted=date(2010, 5, 19)):
    """Seat a head; a member of the cell where one is named."""
    person = a_person("Lý Văn Trưởng", lives_in=village)
    if cell:
        a_membership(person, cell, admitted, official, official)
    a_post("head", locality=village, holder=person, since=since)
    return person


def leads(cell, person, since=date(2018, 3, 30)):
    return a_post("secretary", organisation=cell, holder=person, since=since)


def line_of(district, number, on=TODAY):
    board = board_of(part_of(district["top"].pk, on))
    return next(line for line in board.lines if line.village.pk == district["villages"][number].pk)


def test_both_posts_in_one_hand_from_the_later_day(district):
    leads(district["cells"][0], heads(district["villages"][0], district["cells"][0]))

    now, then = line_of(district, 0), line_of(district, 0, date(2018, 3, 29))

    assert (now.state, now.since, now.official) == (State.DONE, date(2018, 3, 30), date(2011, 5, 19))
    assert (then.state, then.secretary) == (State.CAN, None)


def test_an_official_head_of_the_same_cell_can_be_elected(district):
    heads(district["villages"][0], district["cells"][0])
    leads(district["cells"][0], a_person("Hoàng Văn Thư"))

    line = line_of(district, 0)

    assert (line.state, line.same_cell, line.how) == (State.CAN, True, "chi bộ bầu, hoặc đảng ủy chỉ định")


def test_a_head_active_elsewhere_has_to_move_first(district):
    heads(district["villages"][0], district["cells"][1])

    line = line_of(district, 0)

    assert (line.state, line.same_cell) == (State.CAN, False)
    assert "chuyển sinh hoạt" in line.how


def test_why_not_yet(district):
    heads(district["villages"][0])
    heads(district["villages"][1], district["cells"][1], official=None, admitted=date(2017, 8, 15))

    assert (line_of(district, 0).why, line_of(district, 0).official) == (Why.NO_MEMBER, None)
    assert (line_of(district, 1).why, line_of(district, 1).official) == (Why.ON_PROBATION, date(2018, 8, 15))
    assert line_of(district, 2).why is Why.NO_HEAD


def test_a_cell_of_two_villages_has_one_secretary(district):
    handled = a_locality("Khe Không", parent=district["communes"][0])
    second = a_locality("Khe Ghép", parent=district["communes"][0])
    a_service(district["cells"][0], second)
    leads(district["cells"][0], heads(second, district["cells"][0]))
    heads(district["villages"][0], district["cells"][0])

    board = board_of(part_of(district["committees"][0].pk, TODAY))
    found = {line.village.pk: line for line in board.lines}

    assert found[second.pk].state is State.DONE
    assert (found[district["villages"][0].pk].why, found[district["villages"][0].pk].other) == (
        Why.OTHER_VILLAGE, "Khe Ghép",
    )  # fmt: skip
    assert found[handled.pk].why is Why.NO_CELL


def test_a_plan_is_kept_changed_and_dropped_with_its_days(district):
    village = district["villages"][0]
    heads(village, district["cells"][0])
    first = plan_consolidation(village, Way.CELL_ELECTION, IN_JUNE, actor=None, today=date(2018, 4, 1))
    again = plan_consolidation(village, Way.CELL_ELECTION, IN_JUNE, actor=None, today=TODAY)
    second = plan_consolidation(village, Way.APPOINTMENT, IN_JUNE, actor=None, today=TODAY)

    assert (again.pk, second.pk == first.pk) == (first.pk, False)
    assert line_of(district, 0, date(2018, 4, 10)).planned_way == Way.CELL_ELECTION.label
    assert line_of(district, 0).planned_way == Way.APPOINTMENT.label
    drop_plan(second, actor=None, today=TODAY)
    assert line_of(district, 0).plan is None
    with pytest.raises(RefusedError):
        drop_plan(second, actor=None, today=TODAY)
    assert [e.verb for e in Entry.objects.order_by("pk")] == [
        "consolidation.planned", "consolidation.planned", "consolidation.dropped",
    ]  # fmt: skip


def test_what_cannot_be_planned(district):
    leads(district["cells"][0], heads(district["villages"][0], district["cells"][0]))
    heads(district["villages"][1], district["cells"][1])
    alone = a_locality("Khe Không", parent=district["communes"][0])

    for village, by in (
        (district["villages"][0], IN_JUNE), (district["villages"][1], date(2018, 4, 18)), (alone, IN_JUNE),
        (district["villages"][1], date(2028, 4, 20)),
    ):  # fmt: skip
        with pytest.raises(RefusedError):
            plan_consolidation(village, Way.CELL_ELECTION, by, actor=None, today=TODAY)
    assert not ConsolidationPlan.objects.exists()


def test_a_plan_carried_out_shows_as_done(district):
    village = district["villages"][0]
    person = heads(village, district["cells"][0])
    plan_consolidation(village, Way.CELL_ELECTION, IN_JUNE, actor=None, today=date(2018, 3, 1))
    assert len(board_of(part_of(district["top"].pk, date(2018, 3, 2))).planned) == 1

    leads(district["cells"][0], person)

    board = board_of(part_of(district["top"].pk, TODAY))
    assert (board.planned, [line.village.pk for line in board.of(State.DONE)]) == ([], [village.pk])


def test_the_pages(client, district):
    heads(district["villages"][0], district["cells"][0])
    leads(district["cells"][2], heads(district["villages"][2], district["cells"][2]))
    client.force_login(a_user("board", district["top"]))

    form = reverse("consolidation-plan", args=[district["villages"][0].pk])
    assert client.get(form).status_code == 200
    answer = client.post(form, {"way": "cell-election", "by": "30/06/2018"})
    assert answer["Location"] == reverse("consolidation")
    page = client.get(reverse("consolidation")).content.decode()
    assert "30/06/2018" in page
    assert "30/03/2018" in page
    assert "Bỏ kế hoạch này" in client.get(form).content.decode()
    client.post(reverse("consolidation-drop", args=[district["villages"][0].pk]))
    assert "30/06/2018" not in client.get(reverse("consolidation")).content.decode()
    wrong = client.post(form, {"way": "cell-election", "by": "18/04/2018"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["by"])


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_few_questions_however_many_villages(client, district, many, django_assert_num_queries):
    client.force_login(a_user("leader", district["top"]))
    for village, cell in list(zip(district["villages"], district["cells"], strict=True))[:many]:
        leads(cell, heads(village, cell))
    assert Tenure.objects.count() == 2 * many
    client.get(reverse("consolidation"))

    with django_assert_num_queries(11):
        client.get(reverse("consolidation"))
