"""A ceremony or a striking off recorded by mistake is taken back by the board, with what followed from it."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.actions import Details, correct_act, open_candidacy, record_act
from taonguon.admissions.models import Act, Candidacy
from taonguon.audit.models import Entry
from taonguon.people.memberships import transfer
from taonguon.people.models import Activity, Membership
from taonguon.rules.refusal import RefusedError
from tests.admissions.casebook import a_case
from tests.admissions.test_path import WHY, village, votes  # noqa: F401  # a fixture
from tests.builders import TODAY, a_membership, a_user

pytestmark = pytest.mark.django_db
BY = {"actor": None, "today": TODAY}
HELD = date(2018, 2, 5)


@pytest.fixture
def admitted(village):  # noqa: F811
    """A case with a ceremony recorded by hand."""
    case = open_candidacy(village[3], village[1], date(2016, 3, 7), **BY)
    Act.objects.create(candidacy=case, key="decision-issued", on=date(2018, 1, 15), precision="d")
    record_act(case, "ceremony", HELD, Details(reason=WHY, irregular=True), **BY)
    return case


def undo(client, case, key, reason="Ghi nhầm người"):
    act = case.acts.get(key=key, standing=True)
    return client.post(reverse("act-correct", args=[act.pk]), {"on": "", "reason": reason})


def test_the_board_takes_back_a_ceremony_and_nobody_was_admitted(admitted, village, client):  # noqa: F811
    client.force_login(a_user("board", village[0]["committees"][0]))

    answer = undo(client, admitted, "ceremony")

    admitted.refresh_from_db()
    assert answer.status_code == 302
    assert (admitted.stage, Membership.objects.filter(person=village[3]).exists()) == ("decided", False)
    assert not Activity.objects.filter(person=village[3]).exists()
    assert list(Act.objects.filter(key="ceremony").order_by("pk").values_list("on", "standing")) == [
        (HELD, False), (None, False),
    ]  # fmt: skip
    undone = Entry.objects.get(verb="membership.undone")
    assert (undone.subject_id, undone.data["on"], undone.data["reason"]) == (
        village[3].pk,
        "2018-02-05",
        "Ghi nhầm người",
    )
    assert record_act(admitted, "ceremony", date(2018, 3, 5), Details(reason=WHY, irregular=True), **BY).standing


@pytest.mark.parametrize("role", ["cell", "commune"])
def test_nobody_but_the_board_takes_it_back(admitted, village, client, role):  # noqa: F811
    client.force_login(a_user(role, village[1] if role == "cell" else village[0]["committees"][0]))

    answer = undo(client, admitted, "ceremony")

    assert answer.status_code == 422
    assert "Chỉ ban tổ chức bỏ được việc này" in answer.content.decode()
    assert Membership.objects.filter(person=village[3]).exists()


def test_without_a_reason_nothing_is_taken_back(admitted, village, client):  # noqa: F811
    client.force_login(a_user("board", village[0]["committees"][0]))

    assert undo(client, admitted, "ceremony", reason="").status_code == 422
    assert Membership.objects.filter(person=village[3]).exists()


def test_what_later_rests_on_a_ceremony_stands_in_the_way(admitted, village):  # noqa: F811
    ceremony = admitted.acts.get(key="ceremony")
    later = Act.objects.create(candidacy=admitted, key="recognition-decision", on=date(2018, 4, 2), precision="d")
    with pytest.raises(RefusedError, match="dựa vào việc này"):
        correct_act(ceremony, None, "Ghi nhầm", **BY)
    later.delete()
    Act.objects.create(candidacy=admitted, key="self-review", on=date(2018, 4, 2), precision="d")
    with pytest.raises(RefusedError, match="sau lễ kết nạp đã ghi"):
        correct_act(ceremony, None, "Ghi nhầm", **BY)

    assert Act.objects.get(pk=ceremony.pk).standing


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"card_number": "09.12345"}, "đã được phát thẻ đảng"),
        ({"official_on": date(2018, 4, 2), "official_precision": "d"}, "đã được công nhận chính thức"),
        ({"ended_on": date(2018, 4, 2), "ended_precision": "d", "end_reason": "moved"}, "đã ra khỏi Đảng"),
    ],
)
def test_what_the_membership_says_of_later_stands_in_the_way_too(admitted, village, columns, why):  # noqa: F811
    Membership.objects.filter(person=village[3]).update(**columns)

    with pytest.raises(RefusedError, match=why):
        correct_act(admitted.acts.get(key="ceremony"), None, "Ghi nhầm", **BY)

    assert Membership.objects.filter(person=village[3]).exists()


def test_a_member_who_moved_on_is_not_unmade(admitted, village):  # noqa: F811
    transfer(village[3], village[0]["cells"][1], date(2018, 3, 5), actor=None)

    with pytest.raises(RefusedError, match="đã chuyển sinh hoạt"):
        correct_act(admitted.acts.get(key="ceremony"), None, "Ghi nhầm", **BY)


def test_what_the_list_of_members_knows_is_not_taken_back_here(village):  # noqa: F811
    a_membership(village[3], village[1], admitted=HELD)
    case = a_case("", village[1], ("ceremony", HELD), person=village[3], stage="probation")

    with pytest.raises(RefusedError, match="theo danh sách đảng viên"):
        correct_act(case.acts.get(), None, "Ghi nhầm", **BY)

    assert Membership.objects.filter(person=village[3]).exists()


# Striking off.


@pytest.fixture
def struck(village):  # noqa: F811
    a_membership(village[3], village[1], admitted=date(2017, 9, 2))
    case = a_case("", village[1], ("ceremony", date(2017, 9, 2)), person=village[3], stage="probation")
    vote = votes(9, 9, "standing-committee")
    record_act(case, "strike-off-decision", date(2018, 4, 2), Details(reason=WHY, irregular=True, vote=vote), **BY)
    return case


def test_the_board_undoes_a_striking_off_and_membership_and_case_go_on(struck, village, client):  # noqa: F811
    client.force_login(a_user("board", village[0]["committees"][0]))
    act = struck.acts.get(key="strike-off-decision")
    page = client.get(reverse("candidacy", args=[struck.pk])).content.decode()

    answer = undo(client, struck, "strike-off-decision")

    struck.refresh_from_db()
    membership = Membership.objects.get(person=village[3])
    assert reverse("act-correct", args=[act.pk]) in page
    assert reverse("act-correct", args=[struck.acts.get(key="ceremony").pk]) not in page
    assert answer.status_code == 302
    assert (struck.closed, struck.closed_on, struck.stage) == ("", None, "probation")
    assert (membership.end_reason, membership.ended_on) == ("", None)
    assert [(a.since, a.until) for a in Activity.objects.filter(person=village[3])] == [(date(2017, 9, 2), None)]
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"membership.reinstated", "candidacy.reopened", "act.corrected"} <= verbs
    assert Act.objects.filter(pk=act.pk, standing=False).exists()
    assert client.get(reverse("candidacy", args=[struck.pk])).status_code == 200


def test_the_cell_neither_sees_nor_reaches_it(struck, village, client):  # noqa: F811
    client.force_login(a_user("cell", village[1]))
    act = struck.acts.get(key="strike-off-decision")

    assert (
        reverse("act-correct", args=[act.pk]) not in client.get(reverse("candidacy", args=[struck.pk])).content.decode()
    )
    assert undo(client, struck, "strike-off-decision").status_code == 404


def test_another_open_case_stands_in_the_way(struck, village):  # noqa: F811
    a_case("", village[1], ("listed", date(2018, 4, 9)), person=village[3])

    with pytest.raises(RefusedError, match="hồ sơ khác đang mở"):
        correct_act(struck.acts.get(key="strike-off-decision"), None, "Ghi nhầm", **BY)

    assert Candidacy.objects.get(pk=struck.pk).closed == "struck-off"
    assert Membership.objects.get(person=village[3]).end_reason == "struck-off"


def test_a_new_membership_stands_in_the_way(struck, village):  # noqa: F811
    a_membership(village[3], village[1], admitted=date(2018, 4, 16))

    with pytest.raises(RefusedError, match="đã là đảng viên trở lại"):
        correct_act(struck.acts.get(key="strike-off-decision"), None, "Ghi nhầm", **BY)


def test_a_recognition_is_not_taken_back(village):  # noqa: F811
    a_membership(
        village[3], village[1], admitted=date(2017, 2, 15), official=date(2018, 2, 15), recognised=date(2018, 3, 12)
    )
    case = a_case("", village[1], ("recognition-decision", date(2018, 3, 12)), person=village[3])

    with pytest.raises(RefusedError, match="đã thành mốc đảng viên"):
        correct_act(case.acts.get(), None, "Ghi nhầm", **BY)
