"""The Scheme: its goals by post and year, dated and never overwritten, and what was reached in each year."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from taonguon.audit.models import Entry
from taonguon.orgs.queries import part_of
from taonguon.people.models import Tenure
from taonguon.plans.actions import GoalSpan, change_goal, set_goal
from taonguon.plans.models import CoverageGoal, GoalPosts, Scheme
from taonguon.plans.queries import goals_for
from taonguon.plans.scheme import progress_of
from taonguon.plans.scheme_actions import Wording, set_scheme, set_scheme_aside
from taonguon.rules.coverage import Goal
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db
SAYS = Wording(date(2016, 1, 1), date(2020, 12, 31), "05-ĐA/HU")
YEAR = GoalSpan(date(2018, 1, 1), date(2019, 1, 1), "Đề án 05")
SEVENTY, FIFTY = Goal(Decimal(70)), Goal(Decimal(50))


@pytest.fixture
def district():
    made = a_district()
    set_scheme(made["top"], "Đề án 05", SAYS, actor=None, today=TODAY)
    return made


def seated(district, village, kind, since=date(2015, 1, 1), admitted=None, official=None):
    """Seat somebody in a village's post; a member where a day of admission is named."""
    person = a_person("Lý Văn Giữ", born=date(1985, 5, 5), lives_in=district["villages"][village])
    if admitted:
        a_membership(person, district["cells"][village], admitted, official, official)
    a_post(kind, locality=district["villages"][village], holder=person, since=since)
    return person


def progress(district, on=TODAY, unit="top"):
    place = part_of(district[unit].pk if unit == "top" else district["committees"][0].pk, on)
    return progress_of(place, place.unit)


def shares(found, unit, posts):
    """Give year -> members of filled, of the years that are counted."""
    cells = ((year, found.cell(unit, posts, year)) for year in found.years if year.reading)
    return {year.number: (cell.tally.members, cell.tally.filled) for year, cell in cells}


def test_each_year_is_counted_on_its_last_day_and_this_one_on_the_day_asked(district):
    seated(district, 0, "front", admitted=date(2016, 6, 1), official=date(2017, 6, 1))
    seated(district, 1, "front", admitted=date(2018, 2, 1))
    seated(district, 2, "front")

    found = progress(district)

    assert [(y.number, str(y.day), y.reading is not None) for y in found.years] == [
        (2016, "2016-12-31", True), (2017, "2017-12-31", True), (2018, "2018-04-19", True),
        (2019, "2019-12-31", False), (2020, "2020-12-31", False),
    ]  # fmt: skip
    assert shares(found, found.unit, GoalPosts.FRONT) == {2016: (1, 3), 2017: (1, 3), 2018: (2, 3)}
    one, two = found.units
    assert shares(found, one, GoalPosts.FRONT)[2018] == (2, 2)
    assert shares(found, two, GoalPosts.FRONT)[2018] == (0, 1)
    january = progress(district, date(2018, 1, 31))
    assert shares(january, january.unit, GoalPosts.FRONT)[2018] == (1, 3)


def test_mass_heads_count_together_and_vacant_posts_in_neither_number(district):
    seated(district, 0, "farmer", admitted=date(2010, 1, 1), official=date(2011, 1, 1))
    seated(district, 0, "women")
    a_post("youth", locality=district["villages"][0])
    a_post("veteran", locality=district["villages"][0], established=False)

    found = progress(district)
    tally = found.cell(found.unit, GoalPosts.MASS, found.now).tally

    assert (tally.exist, tally.filled, tally.members, tally.open, tally.vacant, tally.share) == (3, 2, 1, 1, 1, 50.0)


def test_a_year_known_from_a_later_list_alone_is_marked(district):
    seated(district, 0, "head", since=None)
    Tenure.objects.update(told_on=date(2018, 4, 10))

    assert [y.reading.assumed for y in progress(district).years if y.reading] == [True, True, False]
    Tenure.objects.update(since=date(2016, 3, 1))
    assert [y.reading.assumed for y in progress(district).years if y.reading] == [False, False, False]


def test_the_goal_that_counts_is_the_nearest_one_of_the_day(district):
    seated(district, 0, "head", admitted=date(2010, 1, 1), official=date(2011, 1, 1))
    seated(district, 2, "head")
    set_goal(district["top"], GoalPosts.HEAD, SEVENTY, YEAR, actor=None)
    set_goal(district["committees"][1], GoalPosts.HEAD, FIFTY, YEAR, actor=None)

    found = progress(district)
    whole, one, two = (found.cell(unit, GoalPosts.HEAD, found.now) for unit in (found.unit, *found.units))

    assert [(str(c.goal), c.reached, c.needed) for c in (whole, one, two)] == [
        (">= 70 %", False, 1), (">= 70 %", True, 0), (">= 50 %", False, 1),
    ]  # fmt: skip
    assert [found.cell(found.unit, GoalPosts.HEAD, year).goal is not None for year in found.years] == [
        False, False, True, False, False,
    ]  # fmt: skip


def test_a_changed_goal_leaves_the_earlier_answer_to_the_earlier_day(district):
    goal = set_goal(district["top"], GoalPosts.FRONT, FIFTY, YEAR, actor=None)
    change_goal(goal, SEVENTY, date(2018, 4, 10), actor=None, source="QĐ 12")

    before, after = progress(district, date(2018, 4, 9)), progress(district)
    asked = [found.cell(found.unit, GoalPosts.FRONT, found.now).goal for found in (before, after)]

    assert [str(goal) for goal in asked] == [">= 50 %", ">= 70 %"]
    rows = CoverageGoal.objects.order_by("since").values_list("percent", "since", "until", "source", "standing")
    assert list(rows) == [
        (Decimal(50), date(2018, 1, 1), date(2018, 4, 10), "Đề án 05", True),
        (Decimal(70), date(2018, 4, 10), date(2019, 1, 1), "QĐ 12", True),
    ]
    assert Entry.objects.latest("pk").verb == "goal.changed"
    assert Entry.objects.latest("pk").data["was"] == ">= 50 %"


def test_a_goal_entered_wrongly_is_set_aside_and_stays_on_record(district):
    wrong = set_goal(district["top"], GoalPosts.FRONT, Goal(Decimal(7)), YEAR, actor=None)
    right = change_goal(wrong, SEVENTY, date(2018, 1, 1), actor=None)

    for day in (date(2018, 1, 1), TODAY):
        assert {k: str(g) for k, g in goals_for(district["top"].pk, day, part_of(None, day).map).items()} == {
            "front": ">= 70 %"
        }
    wrong.refresh_from_db()
    assert (wrong.standing, wrong.replaced_by, wrong.percent) == (False, right, Decimal(7))


@pytest.mark.parametrize(
    ("goal", "since", "field"),
    [
        (FIFTY, date(2018, 4, 10), "percent"), (SEVENTY, date(2017, 12, 31), "since"),
        (SEVENTY, date(2019, 1, 1), "since"), (Goal(Decimal(101)), date(2018, 4, 10), "percent"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed(district, goal, since, field):
    row = set_goal(district["top"], GoalPosts.FRONT, FIFTY, YEAR, actor=None)

    with pytest.raises(RefusedError) as refused:
        change_goal(row, goal, since, actor=None)

    assert refused.value.field == field
    assert CoverageGoal.objects.count() == 1


def test_a_goal_changed_once_is_not_changed_again(district):
    row = set_goal(district["top"], GoalPosts.FRONT, FIFTY, YEAR, actor=None)
    change_goal(row, SEVENTY, TODAY, actor=None)

    with pytest.raises(RefusedError):
        change_goal(row, Goal(Decimal(80)), date(2018, 3, 1), actor=None)


def test_the_nearest_scheme_of_the_day_counts_and_the_others_are_named(district):
    own = set_scheme(
        district["committees"][0], "Đề án xã", Wording(date(2018, 1, 1), date(2018, 12, 31)), actor=None, today=TODAY
    )

    assert progress(district, unit="one").scheme == own
    assert [one.title for one in progress(district, unit="one").others] == ["Đề án 05"]
    assert progress(district, date(2017, 5, 5), unit="one").scheme.title == "Đề án 05"
    later = progress(district, date(2022, 5, 5))
    assert (later.scheme, [y.number for y in later.years], len(later.others)) == (None, [2022], 1)


@pytest.mark.parametrize(
    ("title", "says", "field"),
    [
        ("Đề án 05", SAYS._replace(signed_on=date(2030, 1, 1)), "signed_on"),
        ("Đề án khác", Wording(date(2020, 12, 31), date(2024, 12, 31)), "since"),
    ],
)
def test_no_signing_to_come_and_no_second_scheme_for_the_same_days(district, title, says, field):
    with pytest.raises(RefusedError) as refused:
        set_scheme(district["top"], title, says, actor=None, today=TODAY)

    assert refused.value.field == field
    assert Scheme.objects.count() == 1
    set_scheme(district["top"], "Đề án khác", Wording(date(2021, 1, 1), date(2024, 12, 31)), actor=None, today=TODAY)


def test_a_scheme_may_not_grow_over_the_next_one(district):
    set_scheme(district["top"], "Đề án sau", Wording(date(2021, 1, 1), date(2024, 12, 31)), actor=None, today=TODAY)

    with pytest.raises(RefusedError) as refused:
        set_scheme(district["top"], "Đề án 05", SAYS._replace(until=date(2021, 6, 1)), actor=None, today=TODAY)

    assert refused.value.field == "until"


def test_a_scheme_entered_by_mistake_is_set_aside_and_may_be_entered_again(client, district):
    found = Scheme.objects.get()
    client.force_login(a_user("board", district["top"]))

    assert (
        reverse("scheme-drop", args=[found.pk])
        in client.get(reverse("scheme-change", args=[found.pk])).content.decode()
    )
    assert client.post(reverse("scheme-drop", args=[found.pk]))["Location"] == reverse("scheme")

    assert progress(district).scheme is None
    assert Entry.objects.latest("pk").verb == "scheme.set-aside"
    assert client.post(reverse("scheme-drop", args=[found.pk])).status_code == 404
    with pytest.raises(RefusedError):
        set_scheme_aside(found, actor=None)
    set_scheme(district["top"], "Đề án 05", SAYS, actor=None, today=TODAY)
    assert sorted(Scheme.objects.values_list("standing", flat=True)) == [False, True]


def test_the_page_in_both_languages(client, district):
    seated(district, 0, "front", admitted=date(2016, 6, 1), official=date(2017, 6, 1))
    seated(district, 2, "front")
    set_goal(district["top"], GoalPosts.FRONT, SEVENTY, YEAR, actor=None)
    client.force_login(a_user("board", district["top"]))

    answer = client.get(reverse("scheme"))
    page = answer.content.decode()

    assert "05-ĐA/HU" in page
    assert "50,00 %" in page
    assert "mục tiêu từ 70 % trở lên: còn thiếu 1" in page
    assert f"/muc-tieu/{CoverageGoal.objects.get().pk}/doi/" in page
    chart = answer.context["charts"][1]
    assert [(bar.year, bar.cell.tally.share if bar.cell.tally else None, bool(bar.goal_y)) for bar in chart.bars] == [
        ("2016", 50.0, False), ("2017", 50.0, False), ("2018", 50.0, True), ("2019", None, False), ("2020", None, False),
    ]  # fmt: skip
    assert (chart.bars[2].official_height, chart.bars[2].goal_y) == ("65", "61")
    with override("en"):
        client.cookies["django_language"] = "en"
        assert "Period and reach" in client.get(reverse("scheme")).content.decode()


def test_each_share_of_a_unit_and_year_leads_to_those_it_counts(client, district):
    seated(district, 0, "front", admitted=date(2016, 6, 1), official=date(2017, 6, 1))
    client.force_login(a_user("board", district["top"]))

    page = client.get(reverse("scheme"), {"chuc-danh": "front"}).content.decode()

    name = reverse("behind", args=["holders-members:front"])
    wanted = {"don-vi": district["committees"][0].pk, "ngay": "2017-12-31"}
    assert f"{name}?don-vi={wanted['don-vi']}&amp;ngay={wanted['ngay']}" in page
    assert client.get(name, wanted).context["page"].total == 1


def test_who_only_looks_has_no_buttons_and_a_commune_sees_its_own(client, district):
    seated(district, 0, "front")
    seated(district, 2, "front")
    client.force_login(a_user("commune", district["committees"][0]))

    answer = client.get(reverse("scheme"))

    assert answer.context["progress"].unit.pk == district["committees"][0].pk
    assert answer.context["charts"][1].tally.filled == 1
    assert "Lục Thử" not in answer.content.decode()
    assert reverse("scheme-add") not in answer.content.decode()
    assert client.get(reverse("scheme"), {"don-vi": district["top"].pk}).status_code == 404


def test_a_goal_set_by_hand_belongs_to_the_scheme_of_its_first_day(client, district):
    client.force_login(a_user("board", district["top"]))
    unit = f"Đảng bộ xã Đồng Thử ({district['committees'][0].code})"
    sent = {"unit": unit, "posts": "head", "compare": "at-least", "percent": "70"}

    client.post(reverse("goal-add"), sent | {"since": "01/01/2019", "until": "01/01/2020"})
    client.post(reverse("goal-add"), sent | {"since": "01/01/2022"})

    assert list(CoverageGoal.objects.order_by("since").values_list("scheme__title", flat=True)) == ["Đề án 05", None]


def test_forms_of_scheme_and_goal(client, district):
    client.force_login(a_user("board", district["top"]))
    unit = f"Đảng bộ xã Đồng Thử ({district['committees'][0].code})"
    sent = {"unit": unit, "title": "Đề án xã", "since": "01/01/2018", "until": "31/12/2019", "number": "1-ĐA"}
    assert client.post(reverse("scheme-add"), sent)["Location"] == reverse("scheme")
    made = Scheme.objects.get(title="Đề án xã")
    assert (made.unit, made.until, made.number) == (district["committees"][0], date(2019, 12, 31), "1-ĐA")
    client.post(reverse("scheme-change", args=[made.pk]), {"number": "2-ĐA", "until": "31/12/2020"})
    made.refresh_from_db()
    assert (made.number, made.until, made.since) == ("2-ĐA", date(2020, 12, 31), date(2018, 1, 1))
    assert Entry.objects.latest("pk").data["was"] == ["1-ĐA", None, "2019-12-31"]
    wrong = client.post(reverse("scheme-change", args=[made.pk]), {"until": "01/01/2017"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["until"])

    goal = set_goal(district["top"], GoalPosts.MASS, FIFTY, YEAR, actor=None)
    change = reverse("goal-change", args=[goal.pk])
    assert client.get(change).context["form"].initial["percent"] == "50"
    answer = client.post(change, {"compare": "more-than", "percent": "60", "since": "01/04/2018"})
    assert answer["Location"] == reverse("scheme")
    assert str(Goal(*CoverageGoal.objects.values_list("percent", "more_than").latest("pk"))) == "> 60 %"
    again = client.post(change, {"compare": "more-than", "percent": "70", "since": "01/04/2018"})
    assert again.status_code == 422


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_few_questions_however_many_posts(client, district, many, django_assert_num_queries):
    for village in range(many):
        for kind in ("head", "front", "women"):
            seated(district, village, kind)
    client.force_login(a_user("leader", district["top"]))
    client.get(reverse("scheme"))

    with django_assert_num_queries(14):
        client.get(reverse("scheme"))
