"""Shares and goals in whole numbers."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from taonguon.rules.coverage import Goal, reached, share, still_needed

GOALS = st.builds(Goal, st.decimals(0, 100, places=1), st.booleans())
POSTS = st.integers(1, 400)


@given(POSTS, GOALS)
def test_a_goal_is_met_at_what_is_needed_and_missed_one_below(posts, goal):
    needed = still_needed(0, posts, goal)

    if needed < posts or reached(posts, posts, goal):
        assert reached(needed, posts, goal)
    if needed > 0:
        assert not reached(needed - 1, posts, goal)


@given(POSTS, POSTS, GOALS)
def test_what_is_still_needed_shrinks_with_what_is_held(held, posts, goal):
    assert still_needed(held, posts, goal) == max(0, still_needed(0, posts, goal) - held)


def test_more_than_sixty_percent_is_not_met_by_sixty():
    goal = Goal(Decimal(60), more_than=True)

    assert not reached(60, 100, goal)
    assert reached(61, 100, goal)
    assert reached(60, 100, Goal(Decimal(60)))
    assert (still_needed(60, 100, goal), still_needed(60, 100, Goal(Decimal(60)))) == (1, 0)


def test_goals_name_themselves():
    assert [str(Goal(Decimal("70.0"))), str(Goal(Decimal(60), more_than=True))] == [">= 70 %", "> 60 %"]


def test_shares_round_half_up_and_nothing_out_of_nothing_is_nothing():
    assert [share(2, 3), share(1, 8), share(1, 800), share(0, 5), share(0, 0)] == [66.67, 12.5, 0.13, 0.0, None]
    assert not reached(0, 0, Goal(Decimal(0)))


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_share_is_within_half_a_hundredth(part, whole):
    assert abs(Decimal(str(share(part, whole))) * whole - 100 * part) <= Decimal("0.005") * whole
