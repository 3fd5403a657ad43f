"""The way of somebody who is a member already, entered into the ledger afterwards."""

from datetime import date

import pytest

from taonguon.admissions.actions import Details, open_candidacy, record_act
from taonguon.admissions.models import Act, Candidacy
from taonguon.people.models import Activity, Membership
from taonguon.rules.refusal import RefusedError
from tests.admissions.test_path import WHY, village, votes  # noqa: F401  # a fixture
from tests.builders import TODAY, a_membership, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(village):  # noqa: F811  # pytest hands the fixture over by its name
    _district, cell, _members, head = village
    a_membership(
        head, cell, date(2017, 2, 24), official=date(2018, 2, 24), recognised=date(2018, 3, 9),
        recognition_number="258-QĐ/HU",
    )  # fmt: skip
    return head


def standings(person):
    return list(Activity.objects.filter(person=person).order_by("since").values_list("standing", "since", "until"))


def test_the_way_of_a_member_is_entered_as_it_was_and_the_membership_stays(village, member):  # noqa: F811
    board = a_user("board", village[0]["committees"][0])
    before = list(Membership.objects.values()), standings(member)
    case = open_candidacy(member, village[1], date(2015, 3, 2), actor=board, today=TODAY)
    for key, on in (("decision-issued", date(2017, 1, 16)), ("ceremony", date(2017, 2, 24))):
        record_act(case, key, on, Details(reason=WHY, irregular=True), actor=board, today=TODAY)
    record_act(
        case, "recognition-decision", date(2018, 3, 9),
        Details("258-QĐ/HU", reason=WHY, irregular=True, vote=votes(9, 9, "standing-committee")),
        actor=board, today=TODAY,
    )  # fmt: skip

    case.refresh_from_db()
    assert (list(Membership.objects.values()), standings(member)) == before
    assert (case.closed, case.closed_on) == ("recognised", date(2018, 3, 9))


def test_from_the_day_of_the_ceremony_on_nobody_is_put_on_the_list(village, member):  # noqa: F811
    with pytest.raises(RefusedError, match="đã là đảng viên"):
        open_candidacy(member, village[1], date(2017, 2, 24), actor=None, today=TODAY)

    assert not Candidacy.objects.exists()


def test_a_member_since_a_day_nobody_knows_is_not_put_on_the_list(village):  # noqa: F811
    head = village[3]
    a_membership(head, village[1], admitted=None)

    with pytest.raises(RefusedError, match="đã là đảng viên"):
        open_candidacy(head, village[1], date(2015, 3, 2), actor=None, today=TODAY)


def test_a_ceremony_on_another_day_than_the_list_says_is_refused(village, member):  # noqa: F811
    case = open_candidacy(member, village[1], date(2015, 3, 2), actor=None, today=TODAY)

    with pytest.raises(RefusedError, match="kết nạp ngày 24/02/2017 theo danh sách đảng viên"):
        record_act(
            case, "ceremony", date(2017, 2, 25), Details(reason=WHY, irregular=True), actor=None, today=TODAY
        )  # fmt: skip

    assert not Act.objects.filter(key="ceremony").exists()


def test_a_ceremony_within_the_month_the_list_knows_is_that_one(village):  # noqa: F811
    head = village[3]
    row = a_membership(head, village[1], admitted=date(2017, 2, 1))
    Membership.objects.filter(pk=row.pk).update(admitted_precision="m")
    case = open_candidacy(head, village[1], date(2015, 3, 2), actor=None, today=TODAY)

    record_act(case, "ceremony", date(2017, 2, 24), Details(reason=WHY, irregular=True), actor=None, today=TODAY)

    assert Membership.objects.get(person=head).admitted_precision == "m"
