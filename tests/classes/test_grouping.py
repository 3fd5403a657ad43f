"""Grouping: everybody once, within the limits, never worse than the plain ways, and the best there is."""

from collections import Counter
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taonguon.classes import grouping
from taonguon.classes.grouping import Limits, Traveller, arrange


def travellers(*homes):
    return [Traveller(number, home) for number, home in enumerate(homes, 1)]


def far(table, otherwise=1):
    return lambda one, other: 0 if one == other else table.get((min(one, other), max(one, other)), otherwise)


@st.composite
def situations(draw, people=40, places=6, classes=4):
    count = draw(st.integers(1, places))
    table = {(a, b): draw(st.integers(1, 40)) for a in range(1, count + 1) for b in range(a + 1, count + 1)}
    homes = draw(st.lists(st.integers(1, count), max_size=people))
    smallest = draw(st.integers(1, 8))
    limits = Limits(smallest + draw(st.integers(0, 12)), smallest, draw(st.integers(1, classes)))
    open_at = draw(st.lists(st.integers(1, count), min_size=1, max_size=count, unique=True))
    return travellers(*homes), open_at, far(table), limits


@given(situations())
def test_everybody_is_in_one_class_or_left_over_and_no_class_breaks_its_limits(situation):
    people, places, km, limits = situation

    found = arrange(people, places, km, limits)

    seated = [one for group in found.groups for one in group.people]
    assert sorted(one.pk for one in [*seated, *found.left_over]) == [one.pk for one in people]
    assert all(limits.smallest <= len(group.people) <= limits.capacity for group in found.groups)
    assert all(group.place in places for group in found.groups)
    assert len(found.groups) <= limits.classes
    most = min(limits.classes, len(people) // limits.smallest)
    assert len(seated) == min(len(people), most * limits.capacity)


@given(situations())
def test_who_is_first_in_the_list_is_not_left_over(situation):
    people, places, km, limits = situation

    found = arrange(people, places, km, limits)

    assert list(found.left_over) == people[len(people) - len(found.left_over) :]


@given(situations())
def test_it_is_never_worse_than_one_place_or_the_order_of_the_list(situation):
    people, places, km, limits = situation

    found = arrange(people, places, km, limits)

    if found.groups:
        seated = [one for group in found.groups for one in group.people]
        assert found.km == sum(km(one.home, group.place) for group in found.groups for one in group.people)
        assert found.km <= min(sum(km(one.home, place) for one in seated) for place in places)
        assert found.km <= found.one_place[1]
        assert found.km <= found.in_list_order


def least(people, places, km, limits):
    """Try everything: which place each class has, and who goes where."""
    best = None
    for count in range(1, limits.classes + 1):
        for choice in combinations_with_replacement(sorted(places), count):
            for ways in product(range(count), repeat=len(people)):
                sizes = Counter(ways)
                if all(limits.smallest <= sizes[n] <= limits.capacity for n in range(count)):
                    total = sum(km(one.home, choice[way]) for one, way in zip(people, ways, strict=True))
                    best = total if best is None else min(best, total)
    return best


@given(situations(people=6, places=3, classes=2))
def test_for_few_people_it_is_the_best_there_is(situation):
    people, places, km, limits = situation

    found = arrange(people, places, km, limits)

    if not found.left_over and people:
        assert found.exact
        assert found.km == least(people, places, km, limits)


@given(situations())
def test_with_few_tries_it_is_still_sound(situation):
    people, places, km, limits = situation
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grouping, "CHOICES_MAX", 3)
        patch.setattr(grouping, "FLOWS_MAX", 1)
        found = arrange(people, places, km, limits)

    best = arrange(people, places, km, limits)
    assert len(found.left_over) == len(best.left_over)
    assert found.km >= best.km
    if found.groups:
        assert found.km <= min(found.one_place[1], found.in_list_order)
        assert all(limits.smallest <= len(group.people) <= limits.capacity for group in found.groups)


def test_two_valleys_get_a_class_each():
    km = far({(1, 2): 5, (1, 3): 30, (1, 4): 32, (2, 3): 30, (2, 4): 31, (3, 4): 6})
    people = travellers(*[1] * 12, *[2] * 10, *[3] * 9, *[4] * 11)

    found = arrange(people, [1, 2, 3, 4], km, Limits(capacity=30, smallest=10, classes=2))

    assert [(group.place, Counter(one.home for one in group.people), group.km) for group in found.groups] == [
        (1, {1: 12, 2: 10}, 50),
        (4, {3: 9, 4: 11}, 54),
    ]
    assert (found.exact, found.left_over) == (True, ())
    assert found.in_list_order == 130
    assert found.one_place == (2, 671)


def test_a_class_too_small_by_itself_takes_people_from_where_it_costs_least():
    km = far({(1, 2): 10, (1, 3): 3, (2, 3): 8})
    people = travellers(*[1] * 8, *[2] * 2, *[3] * 4)

    found = arrange(people, [1, 2], km, Limits(capacity=9, smallest=5, classes=2))

    assert {group.place: Counter(one.home for one in group.people) for group in found.groups} == {
        1: Counter({1: 8, 3: 1}),
        2: Counter({2: 2, 3: 3}),
    }


def test_without_enough_people_or_a_place_all_are_left_over():
    people = travellers(1, 1, 2)

    assert arrange(people, [1], far({}), Limits(10, 4, 3)).left_over == tuple(people)
    assert arrange(people, [], far({}), Limits(10, 1, 3)).left_over == tuple(people)
    assert arrange([], [1], far({}), Limits(10, 1, 3)).groups == ()


def test_of_equally_short_ways_the_one_with_fewer_classes_is_taken():
    found = arrange(travellers(*[1] * 20), [1, 2], far({}), Limits(30, 5, 4))

    assert [(group.place, len(group.people)) for group in found.groups] == [(1, 20)]
