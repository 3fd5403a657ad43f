"""Working days: the limit counts from the day after the event, over holidays and swapped days."""

import runpy
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taonguon.rules import workdays
from tests.rules.asking import day

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools/days_off.py"))
SWAPS = tomllib.loads((workdays.FOLDER / "swaps.toml").read_text("utf-8"))
PAIRS = {(swap["off"], swap["worked"]) for swap in SWAPS["swap"]}
EVENTS = st.dates(date(2012, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("event", "count", "last"),
    [
        ("2025-11-04", 30, "2025-12-16"),  # no holiday inside
        ("2025-11-04", 1, "2025-11-05"),
        ("2025-11-07", 1, "2025-11-10"),  # over a week-end
        ("2025-11-08", 1, "2025-11-10"),  # an event on a Saturday
        ("2025-08-29", 1, "2025-09-03"),  # National Day and the day before it
        ("2020-09-01", 1, "2020-09-03"),  # until 2020 one day only
        ("2021-09-01", 1, "2021-09-06"),  # from 2021 the day after it, and the week-end
        ("2024-02-07", 1, "2024-02-15"),  # Tết: 8 to 14 February
        ("2022-04-29", 1, "2022-05-04"),  # both holidays fall on a week-end and move
        ("2024-04-26", 1, "2024-05-02"),  # Monday swapped
        ("2024-05-02", 2, "2024-05-04"),  # for a Saturday worked
        ("2025-12-31", 1, "2026-01-05"),  # 2 January swapped
        ("2026-01-09", 1, "2026-01-10"),  # for Saturday the 10th
        ("2026-08-28", 1, "2026-09-03"),
        ("2024-06-05", 60, "2024-08-28"),
    ],
)
def test_the_last_day_of_a_limit(event, count, last):
    found = workdays.limit(day(event), count)

    assert (str(found.day), found.notes, found.other) == (last, ("workdays",), None)


def test_where_the_calendar_is_not_known_nothing_is_reckoned():
    assert workdays.limit(day("2004-12-31"), 30) is None
    assert workdays.limit(day("2046-01-01"), 30) is None
    assert workdays.limit(day("2045-12-31"), 90) is not None


def test_a_year_whose_swapped_days_are_not_known_is_told():
    assert workdays.limit(day("2009-12-01"), 5).notes == ("workdays", "swaps-unknown")
    assert workdays.limit(day("2026-12-01"), 5).notes == ("workdays",)
    assert workdays.limit(day("2026-12-25"), 10).notes == ("workdays", "swaps-unknown")


@pytest.mark.parametrize(
    ("event", "count", "last", "other"),
    [
        ("2026-11-23", 1, "2026-11-25", "2026-11-24"),
        ("2026-11-20", 1, "2026-11-23", None),
        ("2026-11-24", 1, "2026-11-25", None),
        ("2026-10-14", 30, "2026-11-26", "2026-11-25"),
        ("2025-11-24", 1, "2025-11-25", None),
    ],
)
def test_24_november_rests_on_a_resolution_only(event, count, last, other):
    found = workdays.limit(day(event), count)

    assert (str(found.day), found.other and str(found.other)) == (last, other)
    assert ("culture-day" in found.notes) == (other is not None)


@given(event=EVENTS, count=st.integers(1, 90))
def test_a_deadline_is_a_working_day_and_so_many_lie_between(event, count):
    calendar, last = workdays.calendar(), workdays.limit(event, count).day

    assert calendar.is_workday(last)
    between = (event + timedelta(n) for n in range(1, (last - event).days + 1))
    assert sum(calendar.is_workday(one) for one in between) == count


@given(event=EVENTS, count=st.integers(1, 90))
def test_a_later_event_never_brings_the_deadline_nearer(event, count):
    assert workdays.limit(event + timedelta(1), count).day >= workdays.limit(event, count).day
    assert workdays.limit(event, count + 1).day > workdays.limit(event, count).day


def test_a_day_before_every_known_one_is_no_working_day():
    assert not workdays.calendar().is_workday(day("2000-01-03"))


def test_the_file_of_holidays_is_what_the_package_says():
    assert TOOL["TARGET"].read_text("utf-8") == TOOL["text"]()


def test_the_swapped_days_agree_with_the_package():
    """The package lacks 2 January 2026, which was decided on 25 December 2025."""
    known = {pair for pair in TOOL["swapped"]() if pair[0].year in SWAPS["years_known"]}

    assert PAIRS - known == {(day("2026-01-02"), day("2026-01-10"))}
    assert known <= PAIRS


def test_a_swap_gives_a_weekday_for_a_day_at_the_week_end():
    assert len(PAIRS) == len(SWAPS["swap"])
    for off, worked in PAIRS:
        assert (off.weekday() < 5, worked.weekday() >= 5) == (True, True)
        assert abs((off - worked).days) < 15
        assert (workdays.calendar().is_workday(off), workdays.calendar().is_workday(worked)) == (False, True)
