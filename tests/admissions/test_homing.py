"""A village without a cell: handled by another cell until it has its own; then its cases go there when people say so."""

from datetime import date

import pytest

from taonguon.admissions.actions import open_candidacy
from taonguon.admissions.facts import bundles, case_of
from taonguon.admissions.homing import waiting_to_go_home
from taonguon.admissions.models import Candidacy, Handling
from taonguon.audit.models import Entry
from taonguon.orgs.access import scope_of
from taonguon.orgs.actions import set_service
from taonguon.orgs.enums import ServiceKind
from taonguon.people.models import Residence
from tests.builders import TODAY, a_district, a_locality, a_person, a_service, a_user, an_organisation

pytestmark = pytest.mark.django_db
SINCE = date(2018, 4, 2)


@pytest.fixture
def land():
    """Khe Xa has no cell: Khe Một's is charged with it and handles two of its people, and one of its own."""
    found = a_district()
    cell, far = found["cells"][0], a_locality("Khe Xa", parent=found["communes"][0])
    a_service(cell, far, kind="handles", since=date(2016, 1, 1))
    found["far"], found["committee"] = far, found["committees"][0]
    found["cases"] = [
        open_candidacy(
            a_person(name, born=date(1990, 1, 1), lives_in=at), cell, date(2017, 3, 6), actor=None, today=TODAY
        )
        for name, at in (("Chìu Sám Xa", far), ("Lý Thị Xa", far), ("Tằng A Gần", found["villages"][0]))
    ]
    return found


def its_own_cell(land):
    own = an_organisation("Chi bộ thôn Khe Xa", "cell", land["committee"], since=SINCE, sector="village")
    set_service(own, land["far"], ServiceKind.COVERS, actor=None, on=SINCE)
    return own


def waiting(user):
    return [
        (one.name, one.own_name, one.since, [row.person.name for row, _stage, _cell in one.cases])
        for one in waiting_to_go_home(scope_of(user, TODAY))
    ]


def test_while_the_village_has_no_cell_nothing_waits(land, client):
    secretary = a_user("cell", land["cells"][0])
    client.force_login(secretary)

    assert waiting(secretary) == []
    assert "Không có hồ sơ nào cần chuyển." in client.get("/nguon/ve-chi-bo/").content.decode()
    assert client.get(f"/ho-so/{land['cases'][0].pk}/").context["lives"].charged


def test_once_it_has_its_own_the_cases_of_its_people_wait_and_stay_where_they_are(land, client):
    its_own_cell(land)
    commune = a_user("commune", land["committee"])
    client.force_login(commune)

    assert waiting(commune) == [("Khe Xa", "Chi bộ thôn Khe Xa", SINCE, ["Chìu Sám Xa", "Lý Thị Xa"])]
    assert "2 hồ sơ của thôn nay đã có chi bộ riêng đang chờ chuyển" in client.get("/viec/").content.decode()
    lives = client.get(f"/ho-so/{land['cases'][0].pk}/").context["lives"]
    assert (lives.seat.name, lives.charged, lives.own) == ("Khe Xa, xã Đồng Thử", False, "Chi bộ thôn Khe Xa")
    assert {case.cell_id for case in Candidacy.objects.all()} == {land["cells"][0].pk}


def test_the_cases_go_to_the_village_s_own_cell_once(land, client):
    own = its_own_cell(land)
    client.force_login(a_user("commune", land["committee"]))
    address, sent = f"/nguon/ve-chi-bo/{land['far'].pk}/", {"on": "09/04/2018", "same": "yes"}

    first = client.post(address, sent)
    rows = list(
        Handling.objects.filter(candidacy=land["cases"][0])
        .order_by("since")
        .values_list("cell", "since", "until", "stage")
    )
    entries = Entry.objects.filter(verb="candidacy.moved").count()
    again = client.post(address, sent)

    assert [first["Location"], again["Location"]] == ["/nguon/ve-chi-bo/"] * 2
    assert rows == [
        (land["cells"][0].pk, date(2017, 3, 6), date(2018, 4, 9), ""),
        (own.pk, date(2018, 4, 9), None, "being-helped"),
    ]
    assert (entries, Entry.objects.filter(verb="candidacy.moved").count(), Handling.objects.count()) == (2, 2, 5)
    assert [Candidacy.objects.get(pk=case.pk).cell for case in land["cases"]] == [own, own, land["cells"][0]]
    (bundle,) = bundles([Candidacy.objects.select_related("person").get(pk=land["cases"][0].pk)], TODAY)
    move = case_of(bundle, "list", TODAY).move
    assert (move.on, move.stage, move.same_deciding_committee) == (date(2018, 4, 9), "being-helped", True)


def test_a_day_that_does_not_fit_one_of_them_moves_none(land, client):
    its_own_cell(land)
    client.force_login(a_user("commune", land["committee"]))

    answer = client.post(f"/nguon/ve-chi-bo/{land['far'].pk}/", {"on": "06/03/2017"})

    assert answer.status_code == 422
    assert "Chìu Sám Xa: Ngày chuyển không sau ngày" in answer.content.decode()
    assert not Entry.objects.filter(verb="candidacy.moved").exists()


def test_who_reaches_only_the_old_cell_sees_them_and_hands_nothing_over(land, client):
    its_own_cell(land)
    secretary = a_user("cell", land["cells"][0])
    client.force_login(secretary)

    page = client.get("/nguon/ve-chi-bo/").content.decode()

    assert "Chìu Sám Xa" in page
    assert "Chuyển về chi bộ này" not in page
    assert client.post(f"/nguon/ve-chi-bo/{land['far'].pk}/", {"on": "09/04/2018"}).status_code == 404
    assert not Entry.objects.filter(verb="candidacy.moved").exists()


def test_who_moved_away_from_the_village_does_not_go_with_it(land):
    its_own_cell(land)
    Residence.objects.filter(person=land["cases"][1].person).update(until=date(2018, 1, 1))

    assert waiting(a_user("commune", land["committee"]))[0][3] == ["Chìu Sám Xa"]


@pytest.mark.parametrize("people", [1, 12])
def test_the_page_takes_the_same_queries_for_one_case_and_for_twelve(land, client, django_assert_num_queries, people):
    own = its_own_cell(land)
    for number in range(people):
        someone = a_person(f"Dường Văn {number}", born=date(1990, 1, 1), lives_in=land["far"])
        open_candidacy(someone, land["cells"][0], date(2017, 3, 6), actor=None, today=TODAY)
    client.force_login(a_user("commune", land["committee"]))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision, charges ended, cases, since when
    with django_assert_num_queries(7):
        answer = client.get("/nguon/ve-chi-bo/")

    assert len(answer.context["villages"][0].cases) == people + 2
    assert own.pk in answer.context["held"]
