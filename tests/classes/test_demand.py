"""Demand by commune and by day, how far communes lie apart, and classes made of both."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.enums import Stage
from taonguon.audit.models import Entry
from taonguon.classes.arranging import first_days, plan_group
from taonguon.classes.courses import CoursePlan
from taonguon.classes.demand import NO_COMMUNE, Filters, Sort, by_commune, by_term, narrowed, needs_of
from taonguon.classes.distances import from_one, measure, set_distances
from taonguon.classes.enums import Wish
from taonguon.classes.learners import decide_proposals, enrol, propose
from taonguon.classes.models import Course, CourseKind, Distance, Enrolment, Proposal
from taonguon.orgs.access import scope_of
from taonguon.rules.refusal import RefusedError
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_locality, a_user
from tests.classes.classbook import a_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return a_district()


@pytest.fixture
def kind():
    return CourseKind.objects.get(code="awareness")


@pytest.fixture
def centre(client, land):
    client.force_login(a_user("centre", land["top"]))
    return client


def proposed(name, cell, kind, *, agreed=False, **more):
    case = a_case(name, cell, stage=Stage.HELPER)
    made = propose(case.person, kind, cell, actor=None, today=TODAY, **more)
    if agreed:
        decide_proposals([made], Wish.AGREED, actor=None, today=TODAY)
    return made


def a_demand(land, kind):
    """Give one of each sort, and some who need nothing: proposed for another kind, in a class, long certified."""
    one, two, three = land["cells"]
    proposed("Lý Văn Đồng", one, kind, agreed=True, needed_by=date(2018, 9, 1), needed_for="enlistment")
    proposed("Lý Văn Đề", three, kind, needed_by=date(2018, 5, 1), needed_for="expiry")
    a_case("Lý Văn Hết", two, ("class-certificate", date(2013, 6, 1)), stage=Stage.DOSSIER)
    a_case("Lý Văn Qua", two, ("class-certificate", date(2013, 1, 1)), stage=Stage.CLASS)
    a_case("Lý Văn Thiếu", land["agency"], stage=Stage.HELPER)
    a_case("Lý Văn Còn", one, ("class-certificate", date(2017, 6, 1)), stage=Stage.CLASS)
    a_case("Lý Văn Mới", one, stage=Stage.RECOGNISED)
    learns = a_case("Lý Văn Học", one, stage=Stage.HELPER)
    enrol(a_course(land["top"], code="pre-enlistment", since=date(2018, 5, 7)), learns.person, actor=None, today=TODAY)


def needs(land, kind=None):
    scope = scope_of(a_user("centre", land["top"]), TODAY)
    return needs_of(scope, kind, list(CourseKind.objects.order_by("pk")), TODAY)


def test_everybody_who_needs_the_class_is_counted_once(land, kind):
    a_demand(land, kind)

    found = {(n.name, str(n.sort), n.by) for n in needs(land)}

    assert found == {
        ("Lý Văn Đồng", "dong-y", date(2018, 9, 1)),
        ("Lý Văn Đề", "de-nghi", date(2018, 5, 1)),
        ("Lý Văn Hết", "het-han", date(2018, 6, 1)),
        ("Lý Văn Qua", "het-han", date(2018, 1, 1)),
        ("Lý Văn Thiếu", "thieu-lop", None),
    }


def test_it_is_laid_out_by_commune_and_by_day(land, kind):
    a_demand(land, kind)
    scope = scope_of(a_user("centre", land["top"]), TODAY)
    found = needs(land)

    communes = [(line.key, line.total, line.enlistees) for line in by_commune(found, scope.map)]
    terms = {line.key: line.total for line in by_term(found, TODAY)}

    one, two = (str(place.pk) for place in land["communes"])
    assert communes == [(one, 3, 1), (two, 1, 0), (str(NO_COMMUNE), 1, 0)]
    assert terms == {"qua-han": 1, "30-ngay": 1, "90-ngay": 1, "sau-90-ngay": 1, "khong-han": 1}


def test_a_proposal_for_another_kind_counts_there(land, kind):
    other = CourseKind.objects.get(code="new-member")
    proposed("Lý Văn Dự", land["cells"][0], other)

    assert [n.name for n in needs(land, other)] == ["Lý Văn Dự"]
    assert [(n.name, n.sort) for n in needs(land, kind)] == [("Lý Văn Dự", Sort.LACKING)]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"sort": "het-han"}, ["Lý Văn Qua", "Lý Văn Hết"]),
        ({"term": "qua-han"}, ["Lý Văn Qua"]),
        ({"commune": NO_COMMUNE}, ["Lý Văn Thiếu"]),
        ({"enlistees": True}, ["Lý Văn Đồng"]),
    ],
    ids=str,
)
def test_each_number_leads_to_its_people(land, kind, filters, names):
    a_demand(land, kind)

    assert [n.name for n in narrowed(needs(land), Filters(**filters), TODAY)] == names


def test_the_board_and_the_people_behind_it(centre, land, kind):
    a_demand(land, kind)
    commune = land["communes"][0].pk

    board = centre.get(reverse("demand"), {"loai": kind.pk})
    people = centre.get(reverse("demand-people"), {"xa": commune, "nhom": "het-han"})

    assert board.context["whole"].total == 5
    assert f"{reverse('demand-people')}?xa={commune}&amp;nhom=het-han&amp;loai={kind.pk}" in board.content.decode()
    assert [need.name for need in people.context["page"].rows] == ["Lý Văn Qua", "Lý Văn Hết"]


def test_a_commune_centre_sees_the_demand_of_its_own_cells(client, land, kind):
    a_demand(land, kind)
    client.force_login(a_user("centre", land["committees"][1]))

    assert client.get(reverse("demand")).context["whole"].total == 1


@pytest.mark.parametrize("address", ["demand", "demand-people"])
def test_the_board_takes_as_many_queries_for_forty_as_for_two(
    centre, land, kind, django_assert_max_num_queries, address
):
    for n in range(40):
        proposed(f"Lý Thị {n}", land["cells"][n % 3], kind, agreed=n % 2)
    centre.get(reverse(address))

    with django_assert_max_num_queries(9):
        centre.get(reverse(address))


# Distances.


def test_a_distance_is_the_same_there_and_back_and_is_taken_away_again(land):
    one, two = land["communes"]

    assert set_distances(one, {two.pk: 12, one.pk: 3}, actor=None) == 1
    assert (from_one(one.pk), from_one(two.pk)) == ({two.pk: 12}, {one.pk: 12})
    assert set_distances(two, {one.pk: 12}, actor=None) == 0
    assert set_distances(two, {one.pk: None}, actor=None) == 1
    assert not Distance.objects.exists()
    assert Entry.objects.filter(verb="distances.set").count() == 2
    with pytest.raises(RefusedError, match="5000 km không hợp lý"):
        set_distances(one, {two.pk: 5000}, actor=None)


def test_what_is_not_entered_is_one_or_as_far_as_the_farthest():
    assert [measure({})(1, 1), measure({})(1, 2)] == [0, 1]
    km = measure({(1, 2): 7, (2, 3): 20})
    assert [km(2, 1), km(3, 2), km(1, 3)] == [7, 20, 20]


def test_distances_are_entered_from_the_page(centre, land):
    one, two = land["communes"]
    where = reverse("distances")

    assert centre.post(where, {"xa": one.pk, f"km-{two.pk}": "xa"}).status_code == 422
    centre.post(where, {"xa": two.pk, f"km-{one.pk}": "18"})

    assert from_one(one.pk) == {two.pk: 18}
    assert 'value="18"' in centre.get(where, {"xa": one.pk}).content.decode()
    assert centre.get(where, {"xa": 987654}).status_code == 404


# Classes of both.


def waiting(land, kind):
    for n in range(6):
        proposed(f"Lý Văn {n}", land["cells"][0 if n < 4 else 2], kind, agreed=True)
    proposed("Lý Văn Chưa", land["cells"][2], kind)


GIVEN = {"capacity": "4", "smallest": "2", "classes": "2", "agreed_only": "on"}
LACKING = ("thieu-lop", "Chưa đề nghị: chỉ còn thiếu lớp", 1)


def test_a_class_is_proposed_where_the_people_are_and_said_why(centre, land, kind):
    waiting(land, kind)
    set_distances(land["communes"][0], {land["communes"][1].pk: 15}, actor=None)

    answer = centre.get(reverse("arrange"), GIVEN | {"kind": kind.pk})

    found = answer.context["result"]
    assert [(offer.place, len(offer.people), offer.km) for offer in found.offers] == [
        (land["communes"][0].pk, 4, 0), (land["communes"][1].pk, 2, 0),
    ]  # fmt: skip
    assert (found.found.one_place, found.found.in_list_order, found.missing) == ((land["communes"][0].pk, 30), 15, 0)
    shown = answer.content.decode()
    assert "Nếu tất cả học ở một nơi (xã Đồng Thử): 30 km." in shown
    assert "Không có cách xếp nào ngắn hơn." in shown


def test_whom_the_grouping_leaves_out_is_counted_with_where_he_stands(centre, land, kind):
    waiting(land, kind)
    a_case("Lý Văn Thiếu", land["cells"][0], stage=Stage.HELPER)

    answer = centre.get(reverse("arrange"), GIVEN | {"kind": kind.pk})
    assert answer.context["others"] == [("de-nghi", "Chi bộ đã đề nghị", 1), LACKING]
    assert f"?nhom=thieu-lop&amp;loai={kind.pk}" in answer.content.decode()
    everybody = {name: value for name, value in GIVEN.items() if name != "agreed_only"}
    assert centre.get(reverse("arrange"), everybody | {"kind": kind.pk}).context["others"] == [LACKING]


def test_whoever_needs_it_soonest_is_not_left_over(centre, land, kind):
    waiting(land, kind)
    proposed("Lý Văn Gấp", land["cells"][2], kind, agreed=True, needed_by=date(2018, 6, 1), needed_for="expiry")

    given = GIVEN | {"kind": kind.pk, "classes": "1", "places": [land["communes"][0].pk]}
    found = centre.get(reverse("arrange"), given).context["result"]

    assert [need.name for need in found.offers[0].people if need.by] == ["Lý Văn Gấp"]
    assert [need.name for need in found.left_over] == ["Lý Văn 3", "Lý Văn 4", "Lý Văn 5"]


def test_people_of_agencies_sway_no_place(centre, land, kind):
    waiting(land, kind)
    set_distances(land["communes"][0], {land["communes"][1].pk: 15}, actor=None)
    for n in range(3):
        proposed(f"Lý Thị {n}", land["agency"], kind, agreed=True)

    found = centre.get(reverse("arrange"), GIVEN | {"kind": kind.pk, "capacity": "6"}).context["result"]

    assert (found.found.km, found.travelling) == (0, 0)
    agencies = [origin for offer in found.offers for origin in offer.origins if not origin.known]
    assert sum(origin.count for origin in agencies) == 3


def test_one_click_plans_the_class_and_enrols_its_people(centre, land, kind):
    waiting(land, kind)
    ids = list(Proposal.objects.filter(state=Wish.AGREED).order_by("pk").values_list("pk", flat=True)[:4])
    commune = land["communes"][0]
    given = {
        "proposal": ids, "place": commune.pk, "capacity": "4", "since": "07/05/2018", "until": "11/05/2018",
    }  # fmt: skip

    answer = centre.post(reverse("arrange-plan"), given)
    again = centre.post(reverse("arrange-plan"), given, follow=True)

    made = Course.objects.get()
    assert answer["Location"] == reverse("course", args=[made.pk])
    assert (made.name, made.commune, made.capacity) == ("Lớp bồi dưỡng nhận thức về Đảng tại xã Đồng Thử", commune, 4)
    assert set(Enrolment.objects.values_list("seat", "sender")) == {("enrolled", land["cells"][0].pk)}
    assert Enrolment.objects.count() == 4
    assert "không còn chờ; hãy xếp lại lớp" in again.content.decode()


def test_a_group_is_planned_whole_or_not_at_all(land, kind):
    waiting(land, kind)
    ids = list(Proposal.objects.order_by("pk").values_list("pk", flat=True)[:3])
    Proposal.objects.filter(pk=ids[2]).update(state=Wish.WITHDRAWN)
    plan = CoursePlan(kind, "Lớp thử", date(2018, 5, 7), date(2018, 5, 11))

    with pytest.raises(RefusedError, match="Lý Văn 2 không còn chờ"):
        plan_group(land["top"], plan, ids, group="", actor=None, today=TODAY)

    assert not Course.objects.exists()
    assert not Enrolment.objects.exists()


def test_a_wrong_day_or_a_foreign_proposal_plans_nothing(client, land, kind):
    waiting(land, kind)
    client.force_login(a_user("centre", land["committees"][0]))
    own, foreign = Proposal.objects.order_by("pk").first(), Proposal.objects.order_by("pk").last()
    days = {"since": "07/05/2018", "until": "11/05/2018", "place": land["communes"][0].pk}

    answer = client.post(reverse("arrange-plan"), days | {"proposal": [own.pk], "since": "mai"}, follow=True)
    assert "không có năm bốn chữ số" in answer.content.decode()
    assert client.post(reverse("arrange-plan"), days | {"proposal": [foreign.pk]}).status_code == 404
    far = days | {"proposal": [own.pk], "place": land["communes"][1].pk}
    assert client.post(reverse("arrange-plan"), far).status_code == 404
    assert not Course.objects.exists()


def test_a_class_begins_on_a_monday_after_people_could_be_told():
    assert first_days(date(2018, 4, 19)) == (date(2018, 5, 7), date(2018, 5, 11))
    assert first_days(date(2018, 4, 23)) == (date(2018, 5, 7), date(2018, 5, 11))


def test_a_commune_without_a_village_on_the_map_is_found_by_its_committee(land, kind):
    a_locality("Xã xa", "commune", land["place"])
    a_case("Lý Văn Quan", land["committees"][0], stage=Stage.HELPER)

    assert [n.commune for n in needs(land)] == [land["communes"][0].pk]
