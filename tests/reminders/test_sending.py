"""Drafted by the machine, sent by a person: numbers, days, and what becomes of each reminder."""

from datetime import date, timedelta

import pytest

from taonguon.audit.models import Entry
from taonguon.reminders.actions import Wish, change, drop, escalate, usual_due
from taonguon.reminders.enums import Because, Kind, State, Way
from taonguon.reminders.figures import count, digest_of
from taonguon.reminders.models import Addressee, Dispatch, Snapshot
from taonguon.reminders.sending import answer, close, note_reached, receive, send
from taonguon.rules.refusal import RefusedError
from taonguon.rules.workdays import calendar, workday_from
from tests.builders import TODAY, a_district, a_user, an_organisation
from tests.reminders.urging import a_late_case, drafted, reminded, sent_on, slow, with_letterhead

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    made = a_district()
    for cell in (made["cells"][0], made["cells"][2]):
        a_late_case(cell)
    return made


def both(district, **more):
    return drafted(district["top"], *district["committees"], **more)


def verbs():
    return list(Entry.objects.filter(verb__startswith="reminder").order_by("pk").values_list("verb", flat=True))


# Drafts.


def test_one_draft_goes_to_all_or_one_to_each(district):
    one = both(district)
    drop(one[0], actor=None)
    two = both(district, together=False)

    assert [row.kind for row in (*one, *two)] == [Kind.CIRCULAR, Kind.SINGLE, Kind.SINGLE]
    assert [[(p.name, p.matters) for p in row.addressees.order_by("pk")] for row in two] == [
        [("Đảng ủy xã Đồng Thử", ["overdue"])], [("Đảng ủy xã Lục Thử", ["overdue"])],
    ]  # fmt: skip
    assert all(row.asks == ["overdue", "answer"] and row.number is None and row.draft for row in two)
    assert Snapshot.objects.count() == 2
    assert verbs() == ["reminder.drafted", "reminder.dropped", "reminder.drafted", "reminder.drafted"]


def test_only_units_with_something_to_do_are_reminded(district):
    with pytest.raises(RefusedError, match="không còn việc phải đôn đốc"):
        drafted(district["top"], district["committees"][0], district["agency"])
    with pytest.raises(RefusedError, match="ít nhất một đơn vị"):
        drafted(district["top"])


def test_a_form_sent_twice_drafts_nothing_twice(district):
    both(district)

    with pytest.raises(RefusedError, match="Đã có trong dự thảo: Đảng ủy xã Đồng Thử, Đảng ủy xã Lục Thử;"):
        both(district)
    assert Dispatch.objects.count() == 1


def test_no_figures_are_drafted_of_a_day_ahead(district):
    with pytest.raises(RefusedError, match="20/04/2018 còn ở phía trước"):
        drafted(district["top"], district["committees"][0], on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2018, 4, 9), date(2018, 4, 19)),
        (date(2018, 4, 18), date(2018, 5, 2)),  # 28/4 is a Saturday, then Reunification Day and 1 May
        (date(2018, 4, 11), date(2018, 4, 23)),  # a Saturday
        (date(2026, 11, 13), date(2026, 11, 23)),
        (date(2026, 11, 14), date(2026, 11, 25)),  # 24 November is a day off by one of the two calendars
    ],
)
def test_ten_days_never_end_on_a_day_off(day, due):
    assert usual_due(day) == due


def test_a_default_day_is_a_working_day_in_every_year():
    for n in range(400):
        day = usual_due(date(2018, 1, 1) + timedelta(days=9 * n))
        assert calendar().is_workday(day)
        assert calendar(culture_day=False).is_workday(day)
    assert workday_from(date(2060, 1, 3)) == date(2060, 1, 5)  # holidays unknown: weekends are


def test_a_draft_is_changed_within_bounds(district):
    row = both(district)[0]

    change(row, Wish(["answer", "pace", "unheard"], date(2018, 5, 3)), actor=None, today=TODAY)

    row.refresh_from_db()
    assert (row.asks, row.due_on) == (["pace", "answer"], date(2018, 5, 3))
    for wish, sentence in (
        (Wish([], date(2018, 5, 3)), "ít nhất một yêu cầu"),
        (Wish(["pace"], TODAY), "không sau ngày 19/04/2018"),
        (Wish(["pace"], date(2018, 5, 1)), "01/05/2018 là ngày nghỉ; ngày làm việc tiếp theo là 02/05/2018"),
        (Wish(["pace"], date(2018, 5, 5)), "05/05/2018 là ngày nghỉ; ngày làm việc tiếp theo là 07/05/2018"),
    ):
        with pytest.raises(RefusedError, match=sentence):
            change(row, wish, actor=None, today=TODAY)


# Numbers.


def test_numbers_are_given_at_sending_without_a_gap(district):
    with_letterhead(district["top"], last=126)
    two = both(district, together=False)
    drop(two[0], actor=None)

    (sent,) = sent_on([two[1]])
    (later,) = sent_on(drafted(district["top"], district["committees"][0]))

    assert [row.reference for row in (sent, later)] == ["127-CV/BTCHU", "128-CV/BTCHU"]
    assert (later.issuer, later.signer, later.sent_on, later.way) == ("Ban Tổ chức", "Hoàng Văn Ký", TODAY, "paper")


def test_the_offices_register_gives_the_number_and_never_one_twice(district):
    with_letterhead(district["top"], last=126)
    one, two = both(district, together=False)
    (first,) = send([one], TODAY, Way.PAPER, actor=None, today=TODAY, number=140)

    with pytest.raises(RefusedError, match="Số 140-CV/BTCHU đã dùng ngày 19/04/2018"):
        send([two], TODAY, Way.PAPER, actor=None, today=TODAY, number=140)
    with pytest.raises(RefusedError, match="Số 140-CV/BTCHU ký ngày 19/04/2018; số nhỏ hơn không ký sau ngày đó"):
        send([two], date(2018, 4, 20), Way.PAPER, actor=None, today=date(2018, 4, 20), number=130)
    (lower,) = send([two], TODAY, Way.PAPER, actor=None, today=TODAY, number=130)

    assert [first.reference, lower.reference, lower.series.last] == ["140-CV/BTCHU", "130-CV/BTCHU", 140]


def test_several_sent_together_go_on_from_the_number_told(district):
    with_letterhead(district["top"])

    rows = send(both(district, together=False), TODAY, Way.PAPER, actor=None, today=TODAY, number=52)

    assert [row.number for row in rows] == [52, 53]


def test_a_number_told_is_of_one_series(district):
    top, (one, _two) = district["top"], district["committees"]
    for n in (1, 2):
        reminded(district, n)
    with_letterhead(top)
    rows = [*drafted(top, one), escalate(top, [one.pk], actor=None, today=TODAY)]

    with pytest.raises(RefusedError, match="thuộc nhiều sổ"):
        send(rows, TODAY, Way.PAPER, actor=None, today=TODAY, number=52)
    assert [row.reference for row in sent_on(rows)] == ["03-CV/BTCHU", "01-BC/BTCHU"]


@pytest.mark.parametrize("symbol", ["/", "CV/", "CV/<b>", "BC/BTC", "CV BTC", "CV/A/B"])
def test_a_symbol_is_written_as_offices_write_it(district, symbol):
    with pytest.raises(RefusedError, match="viết như CV/BTCHU"):
        with_letterhead(district["top"], symbol=symbol)


def test_a_term_has_begun(district):
    with pytest.raises(RefusedError, match="01/01/2030 còn ở phía trước"):
        with_letterhead(district["top"], term_since=date(2030, 1, 1))


def test_several_are_sent_in_their_order_all_or_none(district):
    with_letterhead(district["top"])
    two = both(district, together=False)
    Dispatch.objects.filter(pk=two[1].pk).update(due_on=date(2018, 5, 1))

    with pytest.raises(RefusedError, match="là ngày nghỉ"):
        sent_on(two)
    assert Dispatch.objects.filter(number__isnull=False).count() == 0
    Dispatch.objects.filter(pk=two[1].pk).update(due_on=date(2018, 5, 3))

    assert [row.number for row in sent_on(reversed(two))] == [1, 2]


def test_a_batch_to_a_hundred_units_has_a_hundred_numbers_and_one_set_of_figures():
    top = an_organisation("Đảng bộ huyện Bình Thử", "district")
    units = [an_organisation(f"Đảng bộ xã {n}", "grassroots", top, position=n) for n in range(100)]
    for unit in units:
        a_late_case(an_organisation("Chi bộ", "cell", unit), settled=False)
    with_letterhead(top, last=20)

    rows = drafted(top, *units, together=False)
    sent_on(rows)

    assert Snapshot.objects.count() == 1
    assert list(Dispatch.objects.order_by("number").values_list("number", "addressees__name")) == [
        (21 + n, f"Đảng ủy xã {n}") for n in range(100)
    ]


def test_a_new_year_begins_anew_and_a_term_goes_on(district):
    head = with_letterhead(district["top"])
    one, other = both(district, together=False)
    sent_on([one])
    Dispatch.objects.filter(pk=other.pk).update(due_on=date(2019, 1, 21))
    (of_next_year,) = sent_on([other], date(2019, 1, 10))
    assert (one.pk, of_next_year.reference) == (one.pk, "01-CV/BTCHU")

    head.term_since = date(2015, 7, 1)
    head.save()
    rows = []
    for year in (2019, 2020):
        close(Addressee.objects.get(dispatch=of_next_year), Because.LATER, actor=None, today=date(2019, 1, 10)) if year == 2019 else None  # fmt: skip
        (row,) = drafted(district["top"], district["committees"][1], today=date(year, 2, 12), on=TODAY)
        rows += sent_on([row], date(year, 2, 12))
    assert [row.reference for row in rows] == ["01-CV/BTCHU", "02-CV/BTCHU"]


@pytest.mark.parametrize(
    ("signed", "sentence"),
    [
        (date(2018, 4, 20), "20/04/2018 còn ở phía trước"),
        (date(2018, 4, 18), "Ngày ký 18/04/2018 trước ngày của số liệu 19/04/2018"),
    ],
)
def test_a_dispatch_is_signed_on_a_day_that_can_be(district, signed, sentence):
    with_letterhead(district["top"])

    with pytest.raises(RefusedError, match=sentence):
        send(both(district), signed, Way.PAPER, actor=None, today=TODAY)


def test_a_later_number_is_not_signed_earlier(district):
    with_letterhead(district["top"])
    sent_on(drafted(district["top"], district["committees"][0]))
    late = drafted(district["top"], district["committees"][1], on=date(2018, 4, 16))

    with pytest.raises(RefusedError, match="Số 01-CV/BTCHU ký ngày 19/04/2018"):
        send(late, date(2018, 4, 17), Way.PAPER, actor=None, today=TODAY)


def test_nothing_is_sent_without_a_head_or_twice(district):
    row = both(district)[0]
    with pytest.raises(
        RefusedError, match="còn thiếu cơ quan ban hành, ký hiệu, địa danh, chức vụ người ký, họ tên người ký"
    ):
        sent_on([row])
    with_letterhead(district["top"])
    sent_on([row])

    for act in (lambda: sent_on([row]), lambda: drop(row, actor=None), lambda: change(row, Wish(["pace"], date(2018, 5, 3)), actor=None, today=TODAY)):  # fmt: skip
        with pytest.raises(RefusedError, match="đã được gửi hoặc đã bỏ"):
            act()


def test_the_last_number_is_told_only_before_the_first(district):
    with_letterhead(district["top"], last=5)
    with_letterhead(district["top"], last=7)
    sent_on(both(district))

    with pytest.raises(RefusedError, match="đã cấp đến số 8"):
        with_letterhead(district["top"], last=20)
    assert with_letterhead(district["top"], last=8).signer == "Hoàng Văn Ký"


def test_a_sent_dispatch_keeps_its_head_and_its_figures(district):
    with_letterhead(district["top"])
    (row,) = sent_on(both(district))
    with_letterhead(district["top"], signer="Người Khác")
    row.refresh_from_db()

    assert (row.signer, digest_of(row.snapshot.content)) == ("Hoàng Văn Ký", row.snapshot.digest)


# What becomes of it.


@pytest.fixture
def part(district):
    with_letterhead(district["top"])
    (row,) = sent_on(drafted(district["top"], district["committees"][0]))
    return row.addressees.get()


def test_a_reminder_is_received_answered_and_done(part):
    user = a_user("commune", part.unit)
    states = [part.state]
    for day in (TODAY, TODAY + timedelta(days=1)):
        part = receive(part, actor=user, today=day)
    states.append(part.state)
    part = answer(part, TODAY, " 07-BC/ĐU ", actor=user, today=TODAY)
    states.append(part.state)
    part = close(part, Because.WAITS, actor=None, today=TODAY)

    assert [*states, part.state] == [State.SENT, State.SEEN, State.ANSWERED, State.LEFT]
    assert (part.seen_on, part.answer_number, part.because) == (TODAY, "07-BC/ĐU", "waits")
    assert verbs()[-3:] == ["reminder.seen", "reminder.answered", "reminder.left"]


def test_an_answer_is_recorded_once_with_its_day_and_number(part):
    for on, number, sentence in (
        (TODAY, " ", "Hãy ghi số"), (date(2018, 4, 18), "7", "phải từ ngày ký 19/04/2018"), (date(2018, 4, 20), "7", "đến hôm nay"),
    ):  # fmt: skip
        with pytest.raises(RefusedError, match=sentence):
            answer(part, on, number, actor=None, today=TODAY)
    answer(part, TODAY, "7", actor=None, today=TODAY)
    with pytest.raises(RefusedError, match="Đã ghi trả lời ngày 19/04/2018"):
        answer(part, TODAY, "8", actor=None, today=TODAY)


def test_a_person_closes_only_for_a_reason_of_the_list(part):
    with pytest.raises(RefusedError, match="Hãy chọn một lý do"):
        close(part, Because.REACHED, actor=None, today=TODAY)
    close(part, Because.NO_SOURCE, actor=None, today=TODAY)
    with pytest.raises(RefusedError, match="đã kết thúc ngày 19/04/2018"):
        close(part, Because.LATER, actor=None, today=TODAY)


def test_it_is_done_where_the_figures_show_nothing_more(district, part):
    assert note_reached(None, actor=None, today=TODAY) == 0

    case = district["cells"][0].candidacies.get()
    case.acts.create(key="decision-issued", on=TODAY, precision="d")

    assert note_reached([district["committees"][0].pk], actor=None, today=TODAY) == 0  # it issued none
    assert note_reached(None, actor=None, today=TODAY) == 1
    part.refresh_from_db()
    assert (part.done_on, part.because, part.state) == (TODAY, "reached", State.DONE)
    assert note_reached(None, actor=None, today=TODAY) == 0


def test_another_matter_does_not_keep_it_open(district, part):
    slow(district["committees"][0], district["cells"][0])
    district["cells"][0].candidacies.get().acts.create(key="decision-issued", on=TODAY, precision="d")

    assert count(district["top"].pk, TODAY).of(part.unit_id).matters == ("pace",)
    assert note_reached(None, actor=None, today=TODAY) == 1
