"""Sharing a total among units: exact, within limits, never above the source, and the same whoever stands first."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taonguon.plans.allocation import (
    FIT,
    Asked,
    Change,
    UnitFacts,
    allocate,
    code_of,
    gain,
    proportional,
    read_code,
    strengths,
    worth,
)


@st.composite
def some_units(draw, most=8, limits=True):
    count = draw(st.integers(1, most))
    out = []
    for pk in range(1, count + 1):
        ready = draw(st.integers(0, 9))
        reach = draw(st.integers(0, min(2, ready)))
        done = draw(st.integers(0, 4))
        low = draw(st.integers(0, 3)) if limits else 0
        out.append(
            UnitFacts(
                pk, ready, {"women": draw(st.integers(0, ready)), "youth": draw(st.integers(0, ready))},
                done=done, done_by={"women": draw(st.integers(0, done))}, helpers=draw(st.integers(0, 60)), last=draw(st.integers(0, 12)), reach=reach,
                posts=draw(st.integers(0, min(3, ready - reach))), low=low,
                high=draw(st.none() | st.integers(low, 9)) if limits else None,
            )
        )  # fmt: skip
    return out


asked = st.builds(
    Asked, st.integers(0, 60), st.fixed_dictionaries({"women": st.integers(0, 30), "youth": st.integers(0, 30)}),
    st.integers(0, 100),
)  # fmt: skip


@settings(deadline=None)
@given(some_units(), asked)
def test_sums_are_exact_limits_kept_and_nobody_gets_more_than_is_ready(units, wish):
    out = allocate(units, wish)
    assert sum(out.numbers.values()) == wish.total - out.short + out.over
    for u in units:
        assert u.done <= u.floor <= out.numbers[u.pk] <= u.cap <= u.done + u.ready
        assert u.high is None or u.cap <= max(u.high, u.done)
    for measure, number in wish.parts.items():
        parts = {u.pk: out.parts.get((u.pk, measure), 0) for u in units}
        assert sum(parts.values()) == number - out.part_short.get(measure, 0) + out.part_over.get(measure, 0)
        if number:
            assert all(
                u.done_by.get(measure, 0) <= parts[u.pk] <= min(out.numbers[u.pk], u.room(measure)) for u in units
            )


@given(some_units(), st.integers(0, 80))
def test_what_cannot_be_given_is_said_to_the_number(units, total):
    out = allocate(units, Asked(total))
    assert out.short == max(0, total - sum(u.cap for u in units))
    assert out.over == max(0, sum(u.floor for u in units) - total)
    assert out.low_short == {u.pk: u.low - u.cap for u in units if u.low > u.cap}


@given(some_units(), st.integers(0, 40), st.integers(0, 100))
def test_one_more_in_all_takes_nothing_from_anybody(units, total, fairness):
    less, more = (allocate(units, Asked(n, fairness=fairness)).numbers for n in (total, total + 1))
    assert all(less[pk] <= more[pk] for pk in less)


@given(some_units(), st.integers(0, 40), st.integers(0, 100), st.randoms())
def test_the_order_of_units_changes_nothing_but_who_of_equals_is_first(units, total, fairness, chance):
    turned = list(units)
    chance.shuffle(turned)
    one, other = (allocate(some, Asked(total, fairness=fairness)).numbers for some in (units, turned))
    assert worth(units, one, fairness) == pytest.approx(worth(units, other, fairness))
    alike = {}
    for u in units:
        alike.setdefault(repr(replace(u, pk=0)), []).append(u.pk)
    for group in alike.values():
        assert max(one[pk] for pk in group) - min(one[pk] for pk in group) <= 1


@settings(deadline=None, max_examples=60)
@given(some_units(most=4), st.integers(0, 12), st.integers(0, 8), st.integers(0, 100))
def test_no_other_allocation_is_worth_more(units, total, women, fairness):
    out = allocate(units, Asked(total, {"women": women}, fairness))
    whole = sum(out.numbers.values())
    if women:
        women = max(women, sum(u.done_by["women"] for u in units))
    room = sum(min(out.numbers[u.pk], u.room("women")) for u in units)
    best = (0, 0.0)
    for tried in product(*(range(u.floor, u.cap + 1) for u in units)):
        if sum(tried) == whole:
            numbers = {u.pk: n for u, n in zip(units, tried, strict=True)}
            fits = min(women, sum(min(numbers[u.pk], u.room("women")) for u in units))
            best = max(best, (fits, round(worth(units, numbers, fairness), 9)))
    assert (min(women, room), worth(units, out.numbers, fairness)) == (best[0], pytest.approx(best[1]))


@given(some_units(), st.integers(0, 100))
def test_each_further_admission_of_a_unit_is_worth_less(units, fairness):
    strong = strengths(units, fairness)
    for u in units:
        worths = [gain(u, strong[u.pk], k, max(strong.values())) for k in range(1, u.source + 2)]
        assert worths == sorted(worths, reverse=True)


@given(some_units(), st.integers(0, 40))
def test_a_ground_is_kept_in_few_letters_and_read_again(units, total):
    for pk, ground in allocate(units, Asked(total)).grounds.items():
        text = code_of(ground)
        read = read_code(text)
        assert len(text) <= 300
        assert (read["ready"], read["cap"], read.get("more")) == (ground.facts.ready, ground.facts.cap, ground.more)
        assert all(isinstance(c, Change) and c.unit != pk for name, c in read.items() if name in {"more", "less"})


def test_no_change_by_one_gains_anything():
    units = [UnitFacts(n, 5 + n, helpers=10 * n, last=n) for n in range(1, 6)]
    for ground in allocate(units, Asked(14)).grounds.values():
        assert all(c.loss >= 0 and c.lost == FIT for c in (ground.more, ground.less) if c is not None)


def test_villages_without_members_and_the_schemes_posts_come_first():
    big, small = UnitFacts(1, 9, helpers=90, last=9), UnitFacts(2, 2, helpers=3, reach=1, posts=1)
    assert allocate([big, small], Asked(2)).numbers == {1: 0, 2: 2}
    assert allocate([big, small], Asked(3)).numbers == {1: 1, 2: 2}


def test_full_fairness_gives_all_the_same():
    units = [UnitFacts(n, 9, helpers=n * n, last=n) for n in range(1, 6)]
    assert set(allocate(units, Asked(15, fairness=100)).numbers.values()) == {3}


def test_a_group_makes_the_total_go_where_its_people_are():
    units = [UnitFacts(1, 9, {"women": 0}, helpers=90, last=9), UnitFacts(2, 6, {"women": 5}, helpers=1)]
    alone, together = allocate(units, Asked(6)), allocate(units, Asked(6, {"women": 5}))
    assert alone.numbers[2] < 5 <= together.numbers[2]
    assert (together.parts[2, "women"], together.part_short) == (5, {})
    assert allocate(units, Asked(6, {"women": 7})).part_short == {"women": 2}


def test_by_hand_in_proportion_adds_up_and_looks_at_nothing_else():
    units = [UnitFacts(1, 0, helpers=10), UnitFacts(2, 9, helpers=10), UnitFacts(3, 9, helpers=11)]
    assert proportional(units, 10) == {1: 3, 2: 3, 3: 4}
    assert proportional([UnitFacts(1, 0), UnitFacts(2, 0)], 3) == {1: 0, 2: 0}


def test_rounding_in_proportion_favours_size_and_not_the_place_in_the_list():
    sizes = {1: 5, 2: 15, 3: 5, 4: 15}
    units = [UnitFacts(pk, 0, helpers=size) for pk, size in sizes.items()]
    for listed in (units, units[::-1]):
        found = proportional(listed, 10)
        assert (found[2], found[4]) == (4, 4)
        assert proportional([replace(u, helpers=7) for u in listed], 8) == {1: 2, 2: 2, 3: 2, 4: 2}
    assert allocate([UnitFacts(1, 4), UnitFacts(2, 9)], Asked(1, fairness=100)).numbers == {1: 0, 2: 1}


def test_who_is_admitted_already_counts_and_is_never_asked_back():
    units = [
        UnitFacts(1, 2, {"women": 1}, done=5, done_by={"women": 3}, helpers=9),
        UnitFacts(2, 4, helpers=90, high=3),
    ]
    out = allocate(units, Asked(10, {"women": 4}))
    assert (out.numbers, out.short, out.parts[1, "women"]) == ({1: 7, 2: 3}, 0, 4)
    assert allocate(units, Asked(12)).short == 2
    little = allocate(units, Asked(3, {"women": 1}))
    assert (little.numbers[1], little.over, little.parts[1, "women"], little.part_over) == (5, 2, 3, {"women": 2})
    capped = allocate([replace(units[0], high=4), units[1]], Asked(8))
    assert (capped.numbers, capped.high_over) == ({1: 5, 2: 3}, {1: 1})
    assert allocate([], Asked(3)).short == 3
