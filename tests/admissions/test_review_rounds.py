"""The monthly review: a cell goes through its list, the committee answers, the board sees which month lacks what."""

from datetime import date

import pytest

from taonguon.admissions.actions import close_candidacy, open_candidacy
from taonguon.admissions.enums import Closed, Stage
from taonguon.admissions.models import Candidacy
from taonguon.admissions.review import Reviewed, agree, give_back, record_round
from taonguon.admissions.review_enums import NotNow, Origin, Outcome, Remark, RoundState, SuggestionState
from taonguon.admissions.review_models import Round, RoundLine, Suggestion
from taonguon.admissions.rounds import LONG, NONE, board_of, months_of_cell, waits_for
from taonguon.admissions.suggestions import Proposal, suggest
from taonguon.audit.models import Entry
from taonguon.orgs.access import scope_of
from taonguon.rules.refusal import RefusedError
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_person, a_user, an_organisation

pytestmark = pytest.mark.django_db
ON, APRIL = date(2018, 4, 16), date(2018, 4, 1)
OWN = Proposal(Origin.CELL, date(2018, 4, 2))
BY = {"actor": None, "today": TODAY}


def a_round(cell, on=ON, **more):
    """Record the review of a cell whose list and suggestions are empty, or as told."""
    return record_round(cell, Reviewed(on, nobody_new=True, **more), **BY)


def a_list(cell):
    """Give two listed people, and two suggested."""
    cases = [open_candidacy(a_person(name), cell, date(2018, 2, 5), **BY) for name in ("Lý Văn Một", "Lý Văn Hai")]
    return cases, [suggest(a_person(name), cell, OWN, **BY) for name in ("Lý Văn Ba", "Lý Văn Bốn")]


def scope(role, at):
    return scope_of(a_user(role, at), TODAY)


def test_a_cell_keeps_takes_off_lists_and_sets_aside_in_one_act():
    cell = a_district()["cells"][0]
    (kept, off), (new, aside) = a_list(cell)

    made = record_round(
        cell,
        Reviewed(
            ON, "04-NQ/CB", kept=frozenset({kept.pk}), off={off.pk: Closed.MOVED}, listed=frozenset({new.pk}),
            aside={aside.pk: NotNow.AGE},
        ),
        **BY,
    )  # fmt: skip

    assert (made.month, made.state, made.kept, made.listed, made.taken_off, made.set_aside) == (
        APRIL, RoundState.SENT, 1, 1, 1, 1,
    )  # fmt: skip
    off.refresh_from_db()
    new.refresh_from_db()
    assert (off.closed, off.closed_on) == (Closed.MOVED, ON)
    assert (new.state, new.candidacy.acts.get().number) == (SuggestionState.LISTED, "04-NQ/CB")
    assert dict(RoundLine.objects.values_list("candidacy_id", "outcome")) == {
        kept.pk: Outcome.KEPT, off.pk: Outcome.TAKEN_OFF, new.candidacy_id: Outcome.LISTED,
    }  # fmt: skip
    assert Entry.objects.filter(verb="review.recorded").count() == 1


def test_refused_a_review_leaves_nothing_behind():
    cell = a_district()["cells"][0]
    (kept, off), (new, _aside) = a_list(cell)
    before = Entry.objects.count()

    with pytest.raises(RefusedError, match="vừa có thay đổi"):
        record_round(
            cell, Reviewed(ON, kept=frozenset({kept.pk}), off={off.pk: Closed.MOVED}, listed=frozenset({new.pk})), **BY
        )

    assert (Candidacy.objects.filter(closed="").count(), Round.objects.count()) == (2, 0)
    assert Entry.objects.count() == before


def test_nobody_new_is_said_and_not_left_open():
    cell = a_district()["cells"][0]
    made = suggest(a_person(), cell, OWN, **BY)

    with pytest.raises(RefusedError, match="không có người mới") as neither:
        record_round(cell, Reviewed(ON, later=frozenset({made.pk})), **BY)
    with pytest.raises(RefusedError, match="Có 1 người mới") as both:
        a_round(cell, listed=frozenset({made.pk}))

    assert (neither.value.field, both.value.field) == ("nobody_new", "nobody_new")
    assert a_round(cell, later=frozenset({made.pk})).nobody_new
    made.refresh_from_db()
    assert made.state == SuggestionState.WAITING


def test_who_was_listed_earlier_in_the_month_counts_as_new_and_later_ones_wait_for_the_next():
    cell = a_district()["cells"][0]
    new = open_candidacy(a_person(), cell, date(2018, 4, 1), **BY)
    after = open_candidacy(a_person(), cell, date(2018, 4, 17), **BY)
    old = open_candidacy(a_person(), cell, date(2018, 3, 31), **BY)

    made = record_round(cell, Reviewed(ON, kept=frozenset({new.pk, after.pk, old.pk})), **BY)

    assert (made.listed, made.kept) == (1, 1)
    assert after.pk not in set(made.lines.values_list("candidacy_id", flat=True))


def test_nobody_is_taken_off_before_he_was_listed():
    cell = a_district()["cells"][0]
    case = open_candidacy(a_person(), cell, date(2018, 4, 17), **BY)

    with pytest.raises(RefusedError) as refused:
        a_round(cell, off={case.pk: Closed.OTHER})

    assert refused.value.field == f"case-{case.pk}"


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2018, 4, 20), "còn ở phía trước"),
        (date(2018, 2, 28), "Tháng 02/2018 đã qua, không ghi bù"),
        (date(2018, 3, 1), None),
        (date(2018, 4, 19), None),
    ],
)
def test_a_month_gone_by_stays_without_a_review(on, said):
    cell = a_district()["cells"][0]

    if said is None:
        assert a_round(cell, on).month == on.replace(day=1)
    else:
        with pytest.raises(RefusedError, match=said):
            a_round(cell, on)


def test_a_month_is_reviewed_once_and_none_before_it_afterwards():
    cell = a_district()["cells"][0]
    a_round(cell)

    for on in (ON, date(2018, 4, 18), date(2018, 3, 5)):
        with pytest.raises(RefusedError, match="tháng 04/2018 của chi bộ đã được ghi, nghị quyết ngày 16/04/2018"):
            a_round(cell, on)


def test_members_on_probation_are_not_on_the_list():
    cell = a_district()["cells"][0]
    a_case("Lý Văn Dự", cell, stage=Stage.PROBATION)

    assert a_round(cell).kept == 0


def test_only_a_cell_reviews():
    with pytest.raises(RefusedError, match="không phải là chi bộ"):
        a_round(a_district()["committees"][0])


def test_the_committee_agrees_once():
    made = a_round(a_district()["cells"][0])

    agree(made, TODAY, **BY)

    made.refresh_from_db()
    assert (made.state, made.answered_on, made.remark) == (RoundState.AGREED, TODAY, "")
    for act in (lambda: agree(made, TODAY, **BY), lambda: give_back(made, Remark.DAY, TODAY, **BY)):
        with pytest.raises(RefusedError, match="đã được xem xét ngày 19/04/2018"):
            act()
    assert Entry.objects.filter(verb__startswith="review.").count() == 2


@pytest.mark.parametrize("on", [date(2018, 4, 15), date(2018, 4, 20)], ids=["before the resolution", "tomorrow"])
def test_the_committee_answers_after_the_cell_and_not_tomorrow(on):
    made = a_round(a_district()["cells"][0])

    with pytest.raises(RefusedError) as refused:
        agree(made, on, **BY)

    assert refused.value.field == "on"


def test_given_back_a_round_stays_and_the_cell_reviews_again():
    land = a_district()
    cell = land["cells"][0]
    (kept, off), (new, aside) = a_list(cell)
    first = record_round(
        cell,
        Reviewed(
            ON, kept=frozenset({kept.pk}), off={off.pk: Closed.MOVED}, listed=frozenset({new.pk}),
            later=frozenset({aside.pk}),
        ),
        **BY,
    )  # fmt: skip
    give_back(first, Remark.INCOMPLETE, date(2018, 4, 17), **BY)
    new.refresh_from_db()

    again = record_round(
        cell,
        Reviewed(
            date(2018, 4, 18), kept=frozenset({kept.pk, new.candidacy_id}), aside={aside.pk: NotNow.UNCLEAR},
        ),
        **BY,
    )  # fmt: skip

    assert (again.kept, again.listed, again.set_aside) == (1, 1, 1)
    this = months_of_cell(cell.pk, TODAY)[0]
    assert [row.state for row in this.rounds] == [RoundState.RETURNED, RoundState.SENT]
    (line, *_others) = board_of(scope("board", land["top"]), None, APRIL, "", 1).page.rows
    assert (line.state, line.round_pk) == (RoundState.SENT, again.pk)


# The board, and what waits.


def test_the_board_says_of_any_month_how_far_each_cell_is_in_the_offices_order():
    land = a_district()
    one, two, three = land["cells"]
    agree(a_round(one, date(2018, 3, 20)), date(2018, 3, 22), **BY)
    give_back(a_round(one), Remark.DAY, TODAY, **BY)
    a_round(two)
    top = scope("board", land["top"])

    april, march = (board_of(top, None, month, "", 1) for month in (APRIL, date(2018, 3, 1)))

    assert [(line.pk, line.state, line.last_on) for line in april.page.rows] == [
        (one.pk, RoundState.RETURNED, date(2018, 3, 20)), (two.pk, RoundState.SENT, ON), (three.pk, NONE, None),
        (land["agency"].pk, NONE, None),
    ]  # fmt: skip
    assert [line.state for line in march.page.rows] == [RoundState.AGREED, NONE, NONE, NONE]
    assert [(unit.name, unit.counts[RoundState.SENT], unit.counts[NONE]) for unit in april.units] == [
        ("Đảng bộ xã Đồng Thử", 1, 0), ("Đảng bộ xã Lục Thử", 0, 1), ("", 0, 1),
    ]  # fmt: skip
    assert [line.pk for line in board_of(top, None, APRIL, RoundState.SENT, 1).page.rows] == [two.pk]


def test_the_board_is_narrowed_to_a_unit_and_to_the_reach():
    land = a_district()

    def cells(asked, unit=None):
        return [line.pk for line in board_of(asked, unit, APRIL, "", 1).page.rows]

    assert cells(scope("board", land["top"]), land["committees"][1].pk) == [land["cells"][2].pk]
    assert cells(scope("commune", land["committees"][0])) == [cell.pk for cell in land["cells"][:2]]
    assert cells(scope("cell", land["cells"][1])) == [land["cells"][1].pk]


@pytest.mark.parametrize(("last", "long"), [(date(2018, 1, 31), True), (date(2018, 2, 1), False)])
def test_three_months_without_a_review_stand_out(last, long):
    land = a_district()
    cell = land["cells"][0]
    record_round(cell, Reviewed(last, nobody_new=True), actor=None, today=last)

    board = board_of(scope("cell", cell), None, APRIL, "", 1)

    assert board.page.rows[0].long is long
    assert (board.counts[LONG], board.counts[NONE]) == (int(long), 1)


def test_a_cell_that_never_reviewed_stands_out_once_others_have_for_three_months():
    land = a_district()
    top = scope("board", land["top"])
    first = date(2018, 1, 31)
    record_round(land["cells"][0], Reviewed(first, nobody_new=True), actor=None, today=first)

    assert [line.long for line in board_of(top, None, APRIL, "", 1).page.rows] == [True, True, True, True]
    assert not any(line.long for line in board_of(top, None, date(2018, 3, 1), "", 1).page.rows)


def test_a_cell_founded_later_is_not_missing_in_a_month_before():
    land = a_district()
    an_organisation("Chi bộ mới", "cell", land["committees"][0], since=date(2018, 4, 5))
    top = scope("board", land["top"])

    assert "Chi bộ mới" in [line.name for line in board_of(top, None, APRIL, "", 1).page.rows]
    assert "Chi bộ mới" not in [line.name for line in board_of(top, None, date(2018, 3, 1), "", 1).page.rows]


def test_the_months_of_a_cell_show_those_without_a_review():
    cell = a_district()["cells"][0]
    a_round(cell, date(2018, 3, 20))

    months = months_of_cell(cell.pk, TODAY, 3)

    assert [(line.month.month, len(line.rounds)) for line in months] == [(4, 0), (3, 1), (2, 0)]


def test_each_role_is_told_what_of_the_review_waits_for_it(django_assert_num_queries):
    land = a_district()
    one, two, three = land["cells"]
    give_back(a_round(one), Remark.DAY, TODAY, **BY)
    a_round(two)
    a_round(three, date(2018, 3, 20))

    def told(role, at):
        asked = scope(role, at)
        with django_assert_num_queries(1):
            waits = waits_for(asked, TODAY)
        return [(cell.pk, back) for cell, back in waits.own], waits.to_answer, waits.without

    march = date(2018, 3, 1)
    assert told("cell", one) == ([(one.pk, True)], [], 0)
    assert told("cell", two) == ([], [], 0)
    assert told("cell", three) == ([(three.pk, False)], [], 0)
    assert told("commune", land["committees"][0]) == ([], [(APRIL, 1)], 0)
    assert told("board", land["top"]) == ([], [(APRIL, 1), (march, 1)], 2)
    assert told("leader", land["top"]) == ([], [], 0)


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_board_takes_the_same_queries_for_one_round_and_for_three(rounds, django_assert_num_queries):
    land = a_district()
    for cell in land["cells"][:rounds]:
        a_round(cell)
    asked = scope("commune", land["committees"][0])

    with django_assert_num_queries(2):
        board_of(asked, None, APRIL, "", 1)


def test_a_case_closed_meanwhile_is_pointed_out():
    cell = a_district()["cells"][0]
    case = open_candidacy(a_person(), cell, date(2018, 2, 5), **BY)
    close_candidacy(case, Closed.MOVED, ON, **BY)

    with pytest.raises(RefusedError, match="vừa có thay đổi"):
        a_round(cell, kept=frozenset({case.pk}))

    assert not Suggestion.objects.exists()
