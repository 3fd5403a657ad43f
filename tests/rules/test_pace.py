"""What is to be expected by the year's end: never for a single case, never without enough to go by."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.pace import World, covered, lived
from taonguon.rules.pace import STEP, Arrivals, Doubt, End, Spell, Waiting, forecast, shares

NOBODY_NEW = Arrivals(0, 0)


def steady(stages=2, days=60, moves=60):
    """Give histories in which every case spends the same days in each stage."""
    return [Spell(stage, days, End.FORWARD, ago=7 * n) for n in range(moves) for stage in range(stages)]


def test_too_few_moves_or_cases_give_no_expectation():
    many = [Waiting(0, 10)] * 50
    assert forecast(2, steady(moves=14), many, NOBODY_NEW, 180).doubt is Doubt.FEW_MOVES
    assert forecast(2, steady(), many[:4], NOBODY_NEW, 180).doubt is Doubt.FEW_CASES
    assert shares(3, forecast(2, steady(), many[:4], NOBODY_NEW, 180), 10) is None


def test_where_every_stage_takes_sixty_days_all_come_in_two_hundred_and_few_in_sixty():
    waiting = [Waiting(0, 0)] * 40
    late, soon = (forecast(2, steady(), waiting, NOBODY_NEW, days) for days in (240, 60))

    assert late.low >= 36
    assert late.high == 40
    assert soon.high <= 6
    assert forecast(2, steady(), waiting, NOBODY_NEW, 0).high == 0


def test_who_has_long_stood_in_a_stage_is_reckoned_by_his_own_age():
    """Everybody here takes three hundred days: who has stood so for 294 may go any day, who for 196 will not yet."""
    near, far = (
        forecast(2, steady(days=300), [Waiting(1, days)] * 40, NOBODY_NEW, 42) for days in (294, 196)
    )  # fmt: skip

    assert near.low >= 10
    assert far.high <= 3


def test_half_years_that_differed_widen_the_band():
    def width(unsteady):
        spells, waiting, arrivals, _came = lived(World(300, 1.0, unsteady), 1278, 1460, random.Random(3))  # noqa: S311 a simulation
        found = forecast(7, spells, waiting, arrivals, 182)
        return (found.high - found.low) / found.expected

    assert width(0.0) < 0.25
    assert width(0.35) > 0.45


def test_the_band_leaves_as_much_off_each_end_as_whole_people_allow():
    found = forecast(7, *lived(World(300, 1.0, 0.1), 1278, 1460, random.Random(4))[:3], 182)  # noqa: S311 a simulation

    below, above = 1 - found.chance_at_least(found.low), found.chance_at_least(found.high + 1)
    assert below + above == pytest.approx(0.2, abs=0.02)
    assert below == pytest.approx(above, abs=0.03)


def test_more_time_brings_no_fewer():
    waiting = [Waiting(0, 20)] * 60
    found = [forecast(2, steady(days=90), waiting, NOBODY_NEW, days, draws=60).expected for days in range(0, 280, 28)]

    assert found == sorted(found)
    assert found[0] == 0
    assert found[-1] > 58


def test_who_cannot_lawfully_be_admitted_in_time_is_not_expected():
    waiting = [Waiting(1, 30, in_time=False)] * 40
    assert forecast(2, steady(), waiting, NOBODY_NEW, 240).expected == 0


def test_those_still_to_come_are_expected_at_the_pace_at_which_they_came():
    found = forecast(2, steady(), [Waiting(0, 0)] * 5, Arrivals(365, 365), 240)

    assert found.from_new == pytest.approx(240 - 120, abs=20)
    assert found.expected == pytest.approx(sum(found.by_stage) + found.from_new, abs=3)


def test_the_same_question_has_the_same_answer():
    world = World(80, 1.0, 0.15)
    spells, waiting, arrivals, _came = lived(world, 900, 1082, random.Random(1))  # noqa: S311 a simulation

    assert forecast(7, spells, waiting, arrivals, 182, seed=5) == forecast(7, spells, waiting, arrivals, 182, seed=5)


def test_the_chance_of_a_number_falls_as_it_grows_and_agrees_with_the_band():
    found = forecast(2, steady(days=120), [Waiting(0, 40)] * 60, NOBODY_NEW, 182)

    chances = [found.chance_at_least(n) for n in range(0, 62, 5)]
    assert chances == sorted(chances, reverse=True)
    inside = found.chance_at_least(found.low) - found.chance_at_least(found.high + 1)
    assert 0.8 <= inside < 0.9
    assert found.chance_at_least(found.high + 1) < 0.2


def test_shares_are_of_the_target_with_what_is_done():
    found = forecast(2, steady(), [Waiting(0, 0)] * 40, NOBODY_NEW, 240)
    told = shares(10, found, 100)

    assert told == {"low": 10 + found.low, "expected": 10 + found.expected, "high": 10 + found.high}
    assert shares(10, found, 0) is None


@settings(max_examples=8, deadline=None)
@given(st.integers(5, 40), st.integers(0, 300), st.integers(0, 26 * STEP))
def test_nobody_comes_twice(count, age, days):
    found = forecast(3, steady(3), [Waiting(1, age)] * count, NOBODY_NEW, days, draws=40)

    assert 0 <= found.low <= found.high
    assert found.high <= count
    assert sum(found.by_stage) <= count + 1e-9


def test_the_band_is_measured_on_generated_districts():
    """A small copy of what `make bench` measures over hundreds."""
    found = covered(6, unsteady=0.15, drift=0.0, seed=4)

    assert found["told"] == 6
    assert found["inside"] + found["below"] + found["above"] == pytest.approx(1)
    assert found["inside"] >= 4 / 6
    assert abs(found["bias"]) < 0.25
