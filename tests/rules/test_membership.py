"""From the days of a membership to what the person was on each day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from taonguon.rules.membership import OFFICIAL, PROBATIONARY, Stay, Stretch, standings

ADMITTED, RECOGNISED, ENDED = date(2016, 2, 3), date(2017, 3, 1), date(2018, 1, 15)
MAYBE = st.none() | st.dates(date(2010, 1, 1), date(2020, 1, 1))


def test_probation_runs_from_the_ceremony_to_the_recognition():
    assert list(standings(ADMITTED, RECOGNISED, None, [Stay(5)])) == [
        Stretch(5, PROBATIONARY, ADMITTED, RECOGNISED), Stretch(5, OFFICIAL, RECOGNISED, None),
    ]  # fmt: skip


def test_without_recognition_probation_goes_on():
    assert list(standings(ADMITTED, None, None, [Stay(5)])) == [Stretch(5, PROBATIONARY, ADMITTED, None)]


def test_an_official_day_on_or_before_the_start_makes_all_official():
    assert list(standings(ADMITTED, ADMITTED, None, [Stay(5)])) == [Stretch(5, OFFICIAL, ADMITTED, None)]


def test_a_move_of_cell_and_an_end_cut_the_stays():
    moved = date(2017, 6, 1)

    assert list(standings(ADMITTED, RECOGNISED, ENDED, [Stay(5, None, moved), Stay(6, moved)])) == [
        Stretch(5, PROBATIONARY, ADMITTED, RECOGNISED), Stretch(5, OFFICIAL, RECOGNISED, moved),
        Stretch(6, OFFICIAL, moved, ENDED),
    ]  # fmt: skip


def test_a_stay_outside_the_membership_is_nothing():
    assert list(standings(ADMITTED, None, ENDED, [Stay(5, date(2019, 1, 1))])) == []


@given(MAYBE, MAYBE, MAYBE)
def test_on_each_day_there_is_at_most_one_standing_and_none_outside_the_membership(admitted, official, ended):
    stretches = list(standings(admitted, official, ended, [Stay(5)]))
    for offset in range(0, 3700, 61):
        day = date(2010, 1, 1) + timedelta(days=offset)
        here = [s for s in stretches if (s.since is None or s.since <= day) and (s.until is None or day < s.until)]
        inside = (admitted is None or admitted <= day) and (ended is None or day < ended)
        assert len(here) == (1 if inside else 0)
        if here:
            assert here[0].standing == (OFFICIAL if official and official <= day else PROBATIONARY)
