"""The pages of the Scheme's goals."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from taonguon.audit.models import Entry
from taonguon.plans.actions import GoalSpan, set_goal
from taonguon.plans.models import CoverageGoal, GoalPosts
from taonguon.rules.coverage import Goal
from tests.builders import a_district, a_user

pytestmark = pytest.mark.django_db
SOUND = {
    "unit": "Đảng bộ huyện Bình Thử", "posts": "mass", "compare": "more-than", "percent": "62,5 %",
    "since": "01/01/2018", "until": "", "source": "Đề án 01 ngày 05/01/2018",
}  # fmt: skip


@pytest.fixture
def district():
    return a_district()


@pytest.fixture
def board(client, district):
    user = a_user("board", district["top"])
    client.force_login(user)
    return user


def test_a_goal_is_set_and_listed(client, district, board):
    answer = client.post(reverse("goal-add"), SOUND)

    assert answer["Location"] == reverse("goals")
    row = CoverageGoal.objects.get()
    assert row.scheme is None
    assert (row.organisation_id, row.posts, row.percent, row.more_than) == (
        district["top"].pk, "mass", Decimal("62.5"), True,
    )  # fmt: skip
    page = client.get(reverse("goals")).content.decode()
    assert "trên 62,5 %" in page
    assert "Đề án 01 ngày 05/01/2018" in page
    assert [e.verb for e in Entry.objects.all()] == ["goal.set"]


def test_sending_a_goal_twice_sets_one(client, district, board):
    client.post(reverse("goal-add"), SOUND)

    answer = client.post(reverse("goal-add"), SOUND)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["since"])
    assert CoverageGoal.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("percent", "nhiều", "“nhiều” không phải là một số; cần một tỷ lệ như 60 hoặc 62,5."),
        ("percent", "60,001", "“60.001” có quá nhiều chữ số; cần nhiều nhất hai chữ số sau dấu phẩy."),
        ("percent", "1e999", "“1e999” không phải là một số; cần một tỷ lệ như 60 hoặc 62,5."),
        ("percent", "nan", "“nan” không phải là một số; cần một tỷ lệ như 60 hoặc 62,5."),
        ("percent", "150", "Tỷ lệ 150 không nằm giữa 0 và 100; cần một số như 60."),
        ("until", "01/01/2018", "Ngày kết thúc 01/01/2018 không sau ngày bắt đầu 01/01/2018; cần một ngày sau đó."),
        ("since", "2018", "“2018” thiếu ngày hoặc tháng; cần đủ như 19/04/2018."),
    ],
)
def test_a_goal_that_makes_no_sense_is_spoken_of_beside_its_field(client, district, board, field, typed, sentence):
    answer = client.post(reverse("goal-add"), {**SOUND, field: typed})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}
    assert not CoverageGoal.objects.exists()


def test_a_goal_is_ended(client, district, board):
    goal = set_goal(district["top"], GoalPosts.HEAD, Goal(Decimal(70)), GoalSpan(date(2018, 1, 1)), actor=None)

    answer = client.post(reverse("goal-end", args=[goal.pk]), {"until": "01/04/2018"})

    assert answer.status_code == 302
    goal.refresh_from_db()
    assert goal.until == date(2018, 4, 1)
    assert "chip is-good" not in client.get(reverse("goals")).content.decode()


def test_the_page_says_which_goals_are_in_force_on_the_day_it_shows(client, district, board):
    set_goal(
        district["top"], GoalPosts.HEAD, Goal(Decimal(70)), GoalSpan(date(2017, 1, 1), date(2018, 1, 1)), actor=None
    )

    now = client.get(reverse("goals")).content.decode()
    then = client.get(reverse("goals"), {"ngay": "31/12/2017"}).content.decode()

    assert ("chip is-good" in now, "chip is-good" in then) == (False, True)


@pytest.mark.parametrize("role", ["admin", "commune", "cell", "centre", "mass", "leader"])
def test_only_the_board_plans(client, district, role):
    client.force_login(a_user(role, district["top"]))

    assert [client.get(reverse(name)).status_code for name in ("goals", "goal-add")] == [404, 404]


def test_a_board_below_does_not_touch_a_goal_set_above(client, district):
    goal = set_goal(district["top"], GoalPosts.HEAD, Goal(Decimal(70)), GoalSpan(date(2018, 1, 1)), actor=None)
    client.force_login(a_user("board", district["committees"][0]))

    assert client.post(reverse("goal-end", args=[goal.pk]), {"until": "01/04/2018"}).status_code == 404
    assert client.post(reverse("goal-add"), SOUND).context["form"].errors.keys() == {"unit"}


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_few_questions_however_long_it_is(client, district, many, django_assert_num_queries):
    client.force_login(a_user("board", district["committees"][0]))
    for posts in list(GoalPosts)[:many]:
        set_goal(district["committees"][0], posts, Goal(Decimal(70)), GoalSpan(date(2018, 1, 1)), actor=None)
    client.get(reverse("goals"))

    with django_assert_num_queries(5):
        client.get(reverse("goals"))
