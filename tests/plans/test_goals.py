from datetime import date
from decimal import Decimal

import pytest

from taonguon.audit.models import Entry
from taonguon.orgs.queries import map_on
from taonguon.plans.actions import GoalSpan, end_goal, set_goal
from taonguon.plans.models import CoverageGoal, GoalPosts
from taonguon.plans.queries import goals_for
from taonguon.rules.coverage import Goal
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, an_organisation

pytestmark = pytest.mark.django_db
SIXTY = Goal(Decimal(60), more_than=True)
SEVENTY = Goal(Decimal("70.00"))
NEW_YEAR = date(2018, 1, 1)


def in_force(unit, on=TODAY):
    return {posts: str(goal) for posts, goal in goals_for(unit.pk, on, map_on(on)).items()}


def test_a_unit_without_a_goal_of_its_own_has_the_nearest_one_above():
    district = a_district()
    set_goal(district["top"], GoalPosts.FRONT, SEVENTY, GoalSpan(NEW_YEAR), actor=None)
    set_goal(district["top"], GoalPosts.MASS, SIXTY, GoalSpan(NEW_YEAR), actor=None)
    set_goal(district["committees"][0], GoalPosts.MASS, SEVENTY, GoalSpan(NEW_YEAR), actor=None)

    assert in_force(district["cells"][0]) == {"front": ">= 70 %", "mass": ">= 70 %"}
    assert in_force(district["cells"][2]) == {"front": ">= 70 %", "mass": "> 60 %"}


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2017, 12, 31), {}),
        (date(2018, 1, 1), {"mass": "> 60 %"}),
        (date(2018, 12, 31), {"mass": "> 60 %"}),
        (date(2019, 1, 1), {}),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_goal_counts_from_its_first_day_to_the_day_before_it_ends(on, found):
    unit = an_organisation(kind="district")
    set_goal(unit, GoalPosts.MASS, SIXTY, GoalSpan(NEW_YEAR, date(2019, 1, 1)), actor=None)

    assert in_force(unit, on) == found


def test_a_second_goal_for_the_same_posts_and_days_is_refused_and_leaves_nothing():
    unit = an_organisation(kind="district")
    set_goal(unit, GoalPosts.MASS, SIXTY, GoalSpan(NEW_YEAR), actor=None)

    with pytest.raises(RefusedError) as refused:
        set_goal(unit, GoalPosts.MASS, SEVENTY, GoalSpan(date(2018, 3, 1)), actor=None)

    assert refused.value.field == "since"
    assert "01/01/2018" in refused.value.sentence
    assert "> 60 %" in refused.value.sentence
    assert CoverageGoal.objects.count() == 1
    assert Entry.objects.filter(verb="goal.set").count() == 1


def test_after_a_goal_has_ended_another_may_begin_on_that_day():
    unit = an_organisation(kind="district")
    first = set_goal(unit, GoalPosts.MASS, SIXTY, GoalSpan(NEW_YEAR), actor=None)
    end_goal(first, date(2019, 1, 1), actor=None)
    set_goal(unit, GoalPosts.MASS, SEVENTY, GoalSpan(date(2019, 1, 1)), actor=None)

    assert in_force(unit, date(2018, 12, 31)) == {"mass": "> 60 %"}
    assert in_force(unit, date(2019, 1, 1)) == {"mass": ">= 70 %"}
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == ["goal.set", "goal.ended", "goal.set"]


@pytest.mark.parametrize("percent", [Decimal(0), Decimal("100.01")])
def test_a_goal_that_is_no_share_is_refused(percent):
    with pytest.raises(RefusedError) as refused:
        set_goal(an_organisation(), GoalPosts.HEAD, Goal(percent), GoalSpan(NEW_YEAR), actor=None)

    assert refused.value.field == "percent"


@pytest.mark.parametrize("until", [NEW_YEAR, date(2017, 12, 31)])
def test_a_goal_does_not_end_before_it_begins(until):
    goal = set_goal(an_organisation(), GoalPosts.HEAD, SIXTY, GoalSpan(NEW_YEAR), actor=None)

    with pytest.raises(RefusedError, match="01/01/2018"):
        end_goal(goal, until, actor=None)


def test_a_goal_ends_once():
    goal = set_goal(an_organisation(), GoalPosts.HEAD, SIXTY, GoalSpan(NEW_YEAR), actor=None)
    end_goal(goal, date(2019, 1, 1), actor=None)

    with pytest.raises(RefusedError, match="01/01/2019"):
        end_goal(goal, date(2020, 1, 1), actor=None)
