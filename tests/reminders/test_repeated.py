"""What is asked already, what was taken back, and what keeps happening."""

from datetime import date, timedelta

import pytest

from taonguon.admissions.models import Candidacy
from taonguon.reminders.actions import drop, escalate
from taonguon.reminders.enums import Because, Kind, Withdrawn
from taonguon.reminders.figures import count
from taonguon.reminders.models import Addressee, Dispatch
from taonguon.reminders.repeated import repeated
from taonguon.reminders.sending import answer, close, note_reached, receive, withdraw
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district
from tests.reminders.test_sending import verbs
from tests.reminders.urging import a_dispatch, a_late_case, drafted, reminded, sent_on, slow, with_letterhead

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    made = a_district()
    for cell in (made["cells"][0], made["cells"][2]):
        a_late_case(cell)
    return made


# Not twice at a time.


def test_what_runs_is_not_asked_for_again_until_its_last_day_is_over(district):
    with_letterhead(district["top"])
    one, two = district["committees"]
    (row,) = sent_on(drafted(district["top"], one))

    with pytest.raises(RefusedError, match=r"chưa đến hạn: Đảng ủy xã Đồng Thử \(số 01-CV/BTCHU, hạn 02/05/2018\)"):
        drafted(district["top"], one, two)
    slow(one, district["cells"][0])
    (other,) = drafted(district["top"], one)  # of what is new
    assert (other.addressees.get().matters, other.asks) == (["pace"], ["pace", "answer"])

    drop(other, actor=None)
    (again,) = drafted(district["top"], one, today=row.due_on + timedelta(days=1))
    assert again.addressees.get().matters == ["overdue", "pace"]


def test_a_dispatch_taken_back_stays_with_its_number_and_asks_for_nothing(district):
    with_letterhead(district["top"])
    one = district["committees"][0]
    (row,) = sent_on(drafted(district["top"], one))
    part = row.addressees.get()

    withdraw(row, Withdrawn.UNIT, actor=None, today=TODAY)

    for act in (
        lambda: withdraw(row, Withdrawn.UNIT, actor=None, today=TODAY),
        lambda: receive(part, actor=None, today=TODAY),
        lambda: answer(part, TODAY, "7", actor=None, today=TODAY),
        lambda: close(part, Because.LATER, actor=None, today=TODAY),
    ):
        with pytest.raises(RefusedError, match="đã thu hồi ngày 19/04/2018"):
            act()
    assert note_reached(None, actor=None, today=TODAY) == 0
    (again,) = sent_on(drafted(district["top"], one))
    assert (again.number, verbs()[-3]) == (2, "reminder.withdrawn")
    with pytest.raises(RefusedError, match="hãy bỏ dự thảo"):
        withdraw(drafted(district["top"], district["committees"][1])[0], Withdrawn.UNIT, actor=None, today=TODAY)


# What keeps happening.


def names(district, today=TODAY):
    return [(one.figures.name, one.matters, len(one.parts)) for one in repeated(district["top"].pk, count(district["top"].pk, today), today)]  # fmt: skip


def test_two_reminders_in_vain_are_told_to_the_next_level(district):
    first, second = (reminded(district, n) for n in (1, 2))
    reminded(district, 3, which=1)

    assert names(district) == [("Đảng bộ xã Đồng Thử", ("overdue",), 2)]

    row = escalate(district["top"], [district["committees"][0].pk], actor=None, today=TODAY)

    assert (row.kind, row.asks, row.due_on) == (Kind.ESCALATION, ["direct", "meet"], None)
    assert list(row.earlier.order_by("pk")) == [first, second]
    part = row.addressees.get()
    assert (part.unit_id, part.name, part.matters) == (
        district["top"].pk,
        "Ban Thường vụ Huyện ủy Bình Thử",
        ["overdue"],
    )
    assert names(district) == []
    with pytest.raises(RefusedError, match="không còn trong danh sách"):
        escalate(district["top"], [district["committees"][0].pk], actor=None, today=TODAY)


def test_a_report_taken_back_is_proposed_again(district):
    for n in (1, 2):
        reminded(district, n)
    with_letterhead(district["top"])
    (row,) = sent_on([escalate(district["top"], [district["committees"][0].pk], actor=None, today=TODAY)])
    assert names(district) == []

    withdraw(row, Withdrawn.WORDS, actor=None, today=TODAY)

    assert len(names(district)) == 1


def test_a_report_of_a_commune_about_its_cell_goes_to_the_district(district):
    commune, cell = district["committees"][0], district["cells"][0]
    for n in (1, 2):
        a_dispatch(commune, cell, number=n, signed=date(2018, n, 2), due=date(2018, n, 12))

    row = escalate(commune, [cell.pk], actor=None, today=TODAY)

    assert [(p.unit_id, p.name) for p in row.addressees.all()] == [(district["top"].pk, "Huyện ủy Bình Thử")]


def _done(one, _two):
    Addressee.objects.filter(pk=one.pk).update(done_on=TODAY, because="later")


def _not_over(_one, two):
    Dispatch.objects.filter(pk=two.dispatch_id).update(due_on=TODAY)


def _at_the_same_time(one, two):
    Dispatch.objects.filter(pk=two.dispatch_id).update(signed_on=one.dispatch.due_on)


def _withdrawn(_one, two):
    withdraw(two.dispatch, Withdrawn.NOT_SENT, actor=None, today=TODAY)


def _other_matter(_one, two):
    Addressee.objects.filter(pk=two.pk).update(matters=["review"])


def _draft(_one, two):
    Dispatch.objects.filter(pk=two.dispatch_id).update(signed_on=None, number=None, series=None, way="")


def _decided(_one, two):
    for case in Candidacy.objects.filter(cell__spans__parent=two.unit):
        case.acts.create(key="decision-issued", on=TODAY, precision="d")


@pytest.mark.parametrize("spoilt", [_done, _not_over, _at_the_same_time, _withdrawn, _other_matter, _draft, _decided])
def test_less_is_not_told_to_the_next_level(district, spoilt):
    one, two = (reminded(district, n) for n in (1, 2))
    Addressee.objects.filter(pk=two.pk).update(answered_on=date(2018, 2, 5), answer_number="1")
    assert len(names(district)) == 1

    spoilt(one, two)

    assert names(district) == []


def test_a_report_is_done_when_what_it_tells_of_is(district):
    for n in (1, 2):
        reminded(district, n)
    with_letterhead(district["top"])
    row = escalate(district["top"], [district["committees"][0].pk], actor=None, today=TODAY)
    sent_on([row])
    assert note_reached(None, actor=None, today=TODAY) == 0

    district["cells"][0].candidacies.get().acts.create(key="decision-issued", on=TODAY, precision="d")

    assert note_reached(None, actor=None, today=TODAY) == 3
