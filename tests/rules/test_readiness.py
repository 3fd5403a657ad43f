"""By when somebody can be admitted at the earliest: the first lawful day, and the quickest ways that were gone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taonguon.rules.book import central
from taonguon.rules.cases import Case, Former, Person, Population
from taonguon.rules.dates import PartialDate
from taonguon.rules.engine import check
from taonguon.rules.findings import Verdict
from taonguon.rules.pace import FEW_MOVES
from taonguon.rules.readiness import BARS, earliest, first_lawful, quick_ways
from tests.rules.strategies import cases

START, END = date(2018, 4, 19), date(2018, 12, 31)


GROWN = PartialDate(1990, 5, 1)


def asked(on=START, *, born=GROWN, **tables):
    return Case("cell-vote", on, only=BARS, person=Person(born=born), **tables)


def first(case, last=END):
    return first_lawful(case, last, central())


def test_one_of_age_may_today_and_one_too_young_from_the_month_of_his_birthday():
    assert first(asked()) == START
    assert first(asked(born=PartialDate(2000, 9, 17))) == date(2018, 9, 1)
    assert first(asked(born=PartialDate(2000, 9, 17)), date(2018, 8, 31)) is None
    assert first(asked(born=PartialDate(2001, 1, 1))) is None


def test_who_turns_sixty_this_year_may_before_that_and_who_turned_last_year_never():
    ordinary = Person(
        born=PartialDate(1958, 9, 3), good_health_and_prestige=True, place_has_party_organisation=True,
        place_has_members=True, special_need=False,
    )  # fmt: skip
    assert first(Case("cell-vote", START, only=BARS, person=ordinary)) == START
    assert first(Case("cell-vote", date(2018, 11, 1), only=BARS, person=ordinary)) is None


def test_waiting_ends_on_its_day():
    left = Former(left_on=date(2015, 6, 10), because="own-request-hardship", times_readmitted=0)
    third = Population(children=3, last_child_born=date(2017, 10, 1), exempt_case=False)
    later, end = date(2019, 4, 19), date(2019, 12, 31)
    applied = {"application": date(2018, 3, 1)}

    assert first(asked(former_membership=left)) == date(2018, 6, 10)
    assert first(asked(later, population=third), end) == date(2019, 10, 1)
    left_later = replace(left, left_on=date(2016, 11, 5))
    assert first(asked(later, former_membership=left_later, population=third), end) == date(2019, 11, 5)
    assert first(asked(former_membership=left, done=applied)) is None  # applied too early: the application is void
    assert first(asked(former_membership=replace(left, times_readmitted=1))) is None


@settings(max_examples=400, deadline=None)
@given(cases(), st.integers(0, 270))
def test_the_first_lawful_day_is_that_of_the_full_check_asked_day_by_day(case, days):
    case = replace(
        case, step="cell-vote", only=BARS, done={k: d for k, d in case.done.items() if k != "cell-resolution"}
    )
    book, last = central(), case.on + timedelta(days=days)
    wanted = next(
        (
            day
            for day in (case.on + timedelta(days=n) for n in range(days + 1))
            if check(replace(case, on=day), book).verdict is not Verdict.BLOCKED
        ),
        None,
    )
    assert first_lawful(case, last, book) == wanted


def test_nine_in_ten_took_at_least_the_quickest_way():
    days = list(range(100, 100 + 10 * FEW_MOVES, 10))  # 100, 110, …: thirty of them
    assert quick_ways([days, [], [40] * FEW_MOVES, [5] * (FEW_MOVES - 1)]) == (130, 40, 40, 0, 0)
    assert sum(d >= 130 for d in days) == 27
    assert quick_ways([[1] * FEW_MOVES, [9] * FEW_MOVES]) == (9, 9, 0)  # a stage is a part of the way before it
    assert quick_ways([[], [9] * (FEW_MOVES - 1)]) is None


@pytest.mark.parametrize(
    ("stage", "spent", "meeting", "wanted"),
    [
        (0, 0, START, 300),
        (0, 100, START, 200),
        (0, 250, START, 180),
        (0, None, START, 180),
        (0, 250, START + timedelta(170), 230),
        (4, 10, None, 50),
        (6, 30, None, 0),
    ],
)
def test_the_earliest_day_is_the_quickest_from_here_and_after_the_first_lawful_meeting(stage, spent, meeting, wanted):
    quick = (300, 180, 150, 120, 60, 30, 10, 0)
    assert earliest(stage, spent, quick, START, meeting=meeting) == START + timedelta(wanted)


def test_where_no_way_is_known_only_the_law_counts():
    assert earliest(0, 0, None, START, meeting=date(2018, 9, 1)) == date(2018, 9, 1)
    assert earliest(4, 0, None, START, meeting=None) == START
