"""Somebody taken off the list by mistake: it is taken back, and his case is open again with all its acts."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.actions import Details, close_candidacy, open_candidacy, record_act
from taonguon.admissions.enums import Closed, Mistake
from taonguon.admissions.models import Act, Candidacy
from taonguon.admissions.reopening import reopen
from taonguon.audit.models import Entry
from taonguon.people.models import Activity, Membership
from taonguon.rules.refusal import RefusedError
from tests.admissions.test_path import PAPERS, WHY, opened, recorded, village, votes  # noqa: F401  # a fixture
from tests.builders import TODAY, a_membership, a_user

pytestmark = pytest.mark.django_db
BY = {"actor": None, "today": TODAY}
OFF = date(2018, 3, 5)


@pytest.fixture
def case(village):  # noqa: F811
    board = a_user("board", village[0]["top"])
    made = opened(village, board)
    recorded(made, board, *PAPERS)
    return made


@pytest.fixture
def probation(village):  # noqa: F811
    made = open_candidacy(village[3], village[1], date(2016, 3, 7), **BY)
    Act.objects.create(candidacy=made, key="decision-issued", on=date(2018, 1, 15), precision="d")
    record_act(made, "ceremony", date(2018, 2, 5), Details(reason=WHY, irregular=True), **BY)
    return Candidacy.objects.get(pk=made.pk)


def columns(case):
    return Candidacy.objects.filter(pk=case.pk).values().get()


def send(client, case, because="person"):
    return client.post(reverse("candidacy-reopen", args=[case.pk]), {"because": because})


def test_everything_stands_as_before_and_the_trail_tells_both(case, village, client):  # noqa: F811
    before, acts = columns(case), list(case.acts.order_by("pk").values())
    close_candidacy(case, Closed.AWAY, OFF, **BY)
    assert columns(case)["next_step"] == ""
    client.force_login(a_user("commune", village[0]["committees"][0]))

    answer = send(client, case, "not-so")

    assert (answer.status_code, answer.url) == (302, reverse("candidacy", args=[case.pk]))
    assert columns(case) == before | {"reopened_on": TODAY}
    assert before["next_step"]
    assert list(case.acts.order_by("pk").values()) == acts
    entry = Entry.objects.get(verb="candidacy.reopened")
    assert (entry.subject_id, entry.data) == (case.pk, {"mistake": "not-so", "off": "away", "off_on": "2018-03-05"})
    page = client.get(answer.url).content.decode()
    for words in ("mở lại 19/04/2018", "Mở lại hồ sơ đã kết thúc", "Không có việc đó; tin báo chưa đúng",
                  "Đi làm ăn xa, không theo dõi được", "05/03/2018"):  # fmt: skip
        assert words in page
    assert "Ghi nhầm: mở lại hồ sơ" not in page


def test_the_work_goes_on_and_the_case_can_be_closed_again(case):
    close_candidacy(case, Closed.AWAY, OFF, **BY)
    reopen(case, Mistake.PERSON, **BY)

    assert record_act(case, "dossier-sent", date(2018, 3, 6), Details(reason=WHY), **BY).standing
    close_candidacy(case, Closed.MOVED, date(2018, 4, 2), **BY)
    assert columns(case)["closed"] == "moved"


def test_twice_is_told(case):
    close_candidacy(case, Closed.AWAY, OFF, **BY)
    reopen(case, Mistake.PERSON, **BY)
    with pytest.raises(RefusedError, match="đang mở"):
        reopen(case, Mistake.PERSON, **BY)
    assert Entry.objects.filter(verb="candidacy.reopened").count() == 1


@pytest.mark.parametrize("closed_again", [False, True])
def test_not_where_another_case_came_after(case, village, closed_again):  # noqa: F811
    close_candidacy(case, Closed.AWAY, OFF, **BY)
    again = open_candidacy(case.person, village[1], date(2018, 4, 2), **BY)
    if closed_again:
        close_candidacy(again, Closed.MOVED, date(2018, 4, 9), **BY)

    with pytest.raises(RefusedError, match="vào danh sách nguồn lần nữa"):
        reopen(case, Mistake.PERSON, **BY)
    assert columns(case)["closed"] == "away"


def test_an_earlier_case_that_ended_before_does_not_hinder(case):
    """One taken off in 2014 and listed in 2015: the later closing can be taken back, the earlier one cannot."""
    first = Candidacy.objects.create(
        person=case.person, cell=case.cell, closed=Closed.MOVED, closed_on=date(2014, 5, 5)
    )
    close_candidacy(case, Closed.AWAY, OFF, **BY)
    assert reopen(case, Mistake.PERSON, **BY).closed == ""
    with pytest.raises(RefusedError, match="vào danh sách nguồn lần nữa"):
        reopen(first, Mistake.PERSON, **BY)


def test_not_where_he_became_a_member_since(case, village):  # noqa: F811
    close_candidacy(case, Closed.AWAY, OFF, **BY)
    a_membership(case.person, village[1], date(2018, 4, 2))

    with pytest.raises(RefusedError, match="đã là đảng viên"):
        reopen(case, Mistake.PERSON, **BY)


@pytest.mark.parametrize("closed", ["recognised", "struck-off", "admitted"])
def test_only_what_took_somebody_off_the_list_is_taken_back_here(case, village, client, closed):  # noqa: F811
    Candidacy.objects.filter(pk=case.pk).update(closed=closed, closed_on=OFF)
    client.force_login(a_user("board", village[0]["top"]))

    with pytest.raises(RefusedError, match="không kết thúc do đưa ra khỏi danh sách"):
        reopen(case, Mistake.PERSON, **BY)
    assert client.get(reverse("candidacy-reopen", args=[case.pk])).status_code == 404
    assert "Ghi nhầm: mở lại hồ sơ" not in client.get(reverse("candidacy", args=[case.pk])).content.decode()


@pytest.mark.parametrize("because", ["moved", "died"])
def test_with_it_the_board_restores_the_membership_that_it_ended(probation, village, client, because):  # noqa: F811
    stood = list(Activity.objects.filter(person=village[3]).values_list("cell", "since", "until", "standing"))
    close_candidacy(probation, Closed(because), OFF, **BY)
    assert Membership.objects.get(person=village[3]).end_reason == because
    for role, unit in (("cell", village[1]), ("commune", village[0]["committees"][0])):
        client.force_login(a_user(role, unit))
        assert send(client, probation).status_code == 404
        assert "Ghi nhầm: mở lại" not in client.get(reverse("candidacy", args=[probation.pk])).content.decode()
    client.force_login(a_user("board", village[0]["top"]))

    assert send(client, probation).status_code == 302

    assert (columns(probation)["closed"], columns(probation)["stage"]) == ("", "probation")
    assert Membership.objects.get(person=village[3]).end_reason == ""
    assert list(Activity.objects.filter(person=village[3]).values_list("cell", "since", "until", "standing")) == stood
    assert Entry.objects.filter(verb="membership.reinstated").count() == 1


def test_a_case_on_probation_closed_by_a_list_alone_ended_no_membership(probation, village, client):  # noqa: F811
    Candidacy.objects.filter(pk=probation.pk).update(closed="moved", closed_on=OFF)
    client.force_login(a_user("commune", village[0]["committees"][0]))

    assert send(client, probation).status_code == 302
    assert columns(probation)["closed"] == ""


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [("cell", "cell", 302), ("commune", "commune", 302), ("board", "top", 302), ("cell", "far", 404),
     ("leader", "top", 404), ("centre", "top", 404), ("mass", "top", 404)],
)  # fmt: skip
def test_who_may_take_off_may_take_it_back(case, village, client, role, where, status):  # noqa: F811
    district = village[0]
    units = {
        "cell": village[1],
        "commune": district["committees"][0],
        "top": district["top"],
        "far": district["cells"][2],
    }
    close_candidacy(case, Closed.AWAY, OFF, **BY)
    client.force_login(a_user(role, units[where]))

    assert client.get(reverse("candidacy-reopen", args=[case.pk])).status_code == (200 if status == 302 else 404)
    assert send(client, case).status_code == status
    assert (columns(case)["closed"] == "") == (status == 302)


def test_a_reason_of_the_list_is_asked_for(case, village, client):  # noqa: F811
    close_candidacy(case, Closed.AWAY, OFF, **BY)
    client.force_login(a_user("board", village[0]["top"]))

    assert (send(client, case, "").status_code, send(client, case, "because I say so").status_code) == (422, 422)
    assert columns(case)["closed"] == "away"
