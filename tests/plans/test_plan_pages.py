"""The pages of the year's plan: what counts on a day, drafting, filling, issuing."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from taonguon.admissions.actions import open_candidacy
from taonguon.orgs.queries import map_on
from taonguon.people.models import Person
from taonguon.plans.allocation import Asked, UnitFacts, allocate, code_of
from taonguon.plans.grounds import sentence_of
from taonguon.plans.models import Decision, Target, YearPlan
from taonguon.plans.ready import facts_of
from taonguon.plans.targets import draft_of, targets_of, version_of
from taonguon.plans.year import draft, issue, open_plan
from taonguon.reports.figures import figures
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db
SIGNED = date(2018, 1, 12)


@pytest.fixture
def district():
    return a_district()


@pytest.fixture
def board(client, district):
    user = a_user("board", district["top"])
    client.force_login(user)
    return user


@pytest.fixture
def plan(district):
    plan = open_plan(district["top"], 2018, actor=None, today=TODAY)
    one, two = district["committees"]
    grid = {(district["top"].pk, "total"): 5, (one.pk, "total"): 4, (two.pk, "total"): 1, (district["top"].pk, "women"): 1,
            (one.pk, "women"): 1}  # fmt: skip
    draft(plan, grid, map_on(TODAY), actor=None)
    issue(plan, "12-QĐ/HU", SIGNED, actor=None, today=TODAY)
    return plan


def listed(district, name, place=0, **more):
    person = a_person(name, lives_in=district["villages"][place], **more)
    return open_candidacy(person, district["cells"][place], date(2018, 1, 8), actor=None, today=TODAY)


def sent(district, do="save", **numbers):
    units = {"top": district["top"], "one": district["committees"][0], "two": district["committees"][1]}
    named = {f"n-{units[key].pk}-total": n for key, n in numbers.items() if key in units}
    version = version_of(YearPlan.objects.filter(unit=district["top"], year=2018).first())
    return {"do": do, "version": version} | named | {k: v for k, v in numbers.items() if k not in units}


def address(district):
    return reverse("plan-draft", args=[district["top"].pk])


def test_the_plan_shows_target_done_percent_and_where_from(client, district, board, plan):
    person = a_person("Lý Thị Một", sex="f", ethnicity="Tày")
    a_membership(person, district["cells"][0], date(2018, 3, 2))

    page = client.get(reverse("year-plan")).content.decode()

    own, one = client.get(reverse("year-plan")).context["plan"].lines[:2]
    assert [(c.measure, c.target, c.done, c.percent) for c in one.cells[:3]] == [
        ("total", 4, 1, 25.0), ("women", 1, 1, 100.0), ("minority", None, 1, None),
    ]  # fmt: skip
    assert (own.cells[0].target, own.cells[0].done) == (5, 1)
    assert "12-QĐ/HU" in page
    assert "25,00 %" in page
    behind = client.get(reverse("behind", args=["admitted"]), {"don-vi": one.pk, "ky": "nam"}).content.decode()
    assert "Lý Thị Một" in behind


def test_years_ids_and_numbers_of_the_grid_are_written_without_separators(client, district, board):
    client.post(address(district), sent(district, top="1234"))
    page = client.get(reverse("year-plan")).content.decode() + client.get(address(district)).content.decode()

    assert 'value="1234"' in page
    assert "năm 2018" in page
    assert "2.018" not in page


def test_before_the_decision_there_is_no_target(client, district, board, plan):
    lines = client.get(reverse("year-plan"), {"ngay": "2018-01-11"}).context["plan"].lines

    assert [line.cells[0].target for line in lines] == [None] * 4


def test_the_number_of_queries_does_not_grow_with_units_or_people(
    client, district, board, plan, django_assert_max_num_queries
):
    client.get(reverse("year-plan"))
    for n in range(12):
        a_membership(a_person(f"Lý Văn {n}"), district["cells"][n % 3], date(2018, 3, 2))
    with django_assert_max_num_queries(18):
        client.get(reverse("year-plan"))


def test_a_draft_is_saved_shows_what_is_left_and_is_issued_once_it_adds_up(client, district, board):
    client.post(address(district), sent(district, top=5, one=3, two=1))
    page = client.get(address(district))
    assert next((left.measure, left.left) for left in page.context["left"]) == ("total", 1)

    answer = client.post(address(district), sent(district, "issue", top=5, one=3, two=1, number="1-QĐ/HU"))
    assert (answer.status_code, Decision.objects.filter(signed_on__isnull=False).count()) == (422, 0)
    assert "hai số phải bằng nhau" in answer.content.decode()

    answer = client.post(
        address(district), sent(district, "issue", top=5, one=3, two=2, number="1-QĐ/HU", signed_on="12/01/2018")
    )
    assert answer.status_code == 302
    assert targets_of([district["committees"][1].pk], 2018, TODAY) == {(district["committees"][1].pk, "total"): 2}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"one": "ba"}, "Đảng bộ xã Đồng Thử, tổng số: “ba” không phải là một số nguyên"),
        ({"one": "-1"}, "Đảng bộ xã Đồng Thử, tổng số: “-1” không được âm"),
        ({"one": "99999"}, "Đảng bộ xã Đồng Thử, tổng số: 99999 không nằm giữa 0 và 30000"),
        ({"do": "nothing"}, "Hãy chọn một việc"),
        ({"do": "issue", "one": "5", "number": ""}, "Hãy ghi số của quyết định"),
        ({"do": "issue", "one": "5", "number": "1", "signed_on": "32/1/2018"}, "không có trong lịch"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_in_the_grid(client, district, board, more, sentence):
    answer = client.post(address(district), sent(district, top="5") | sent(district, **({"do": "save"} | more)))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_proposal_never_gives_more_than_is_ready_and_says_what_is_missing(client, district, board):
    for n in range(3):
        listed(district, f"Lý Văn {n}", 0, born=date(1990, 1, 1))
    listed(district, "Lý Văn Trẻ", 2, born=date(2005, 1, 1))
    listed(district, "Lý Văn Ba", 2, born=date(1990, 1, 1))
    one, two = (u.pk for u in district["committees"])

    answer = client.post(address(district), sent(district, "proposal", top=6), follow=True)

    grid = draft_of(YearPlan.objects.get())
    assert (grid[one, "total"], grid[two, "total"], grid[district["top"].pk, "total"]) == (3, 1, 6)
    page = answer.content.decode()
    assert "theo các giới hạn chỉ giao được 4, thiếu 2" in page
    assert "3</a> người trong nguồn quy định cho phép kết nạp trong năm" in page

    whole = re.search(r'href="([^"]*/so/ready/[^"]*toan-bo=1)">4</a>', page)[1]
    assert client.get(html.unescape(whole)).context["page"].total == 4
    assert client.get(reverse("plan-behind", args=["ready"])).context["page"].total == 4  # the top has none above it

    client.post(address(district), sent(district, top=3, one=3, two=0))
    assert {t.unit_id for t in Target.objects.exclude(reason="")} == {one}  # a number changed by hand has no ground


def test_other_fills_keep_the_total_and_add_up(client, district, board, plan):
    for n in range(4):
        a_membership(
            a_person(f"Lý Văn {n}"),
            district["cells"][0],
            date(2017, 3, 2),
            official=date(2018, 3, 2),
            recognised=date(2018, 3, 2),
        )
    one, two = (u.pk for u in district["committees"])
    for how, wanted in (("members", (6, 0)), ("last", (4, 0))):
        client.post(address(district), sent(district, how, top=6))
        grid = draft_of(plan)
        assert (grid[district["top"].pk, "total"], (grid[one, "total"], grid[two, "total"])) == (6, wanted), how


def test_a_fill_that_has_nothing_to_go_by_is_refused(client, district, board, plan):
    for how, more, sentence in (
        ("target", {"top": 6}, "Chưa có kế hoạch năm 2017"),
        ("last", {"top": 6}, "Sổ không có ai được kết nạp năm 2017"),
        ("members", {"top": 6}, "chưa có đảng viên chính thức"),
        ("proposal", {}, "Hãy ghi tổng để chia"),
    ):
        answer = client.post(address(district), sent(district, how, **more))
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), how
    assert draft_of(plan) is None


def test_last_years_targets_share_groups_only_to_units_that_can_have_them(client, district, board):
    top, agency = district["top"].pk, district["agency"].pk
    one, two = (u.pk for u in district["committees"])
    before = open_plan(district["top"], 2017, actor=None, today=TODAY)
    grid = {(top, "total"): 20, (one, "total"): 5, (two, "total"): 5, (agency, "total"): 10}
    draft(before, grid, map_on(TODAY), actor=None)
    issue(before, "9-QĐ/HU", date(2017, 1, 12), actor=None, today=TODAY)

    client.post(
        address(district), sent(district, "target", top=8) | {f"n-{top}-village_posts": 3, f"n-{top}-schools": 2}
    )

    found = draft_of(YearPlan.objects.get(year=2018))
    assert [found[pk, "total"] for pk in (one, two, agency)] == [2, 2, 4]
    assert [found[pk, "village_posts"] for pk in (one, two, agency)] == [2, 1, 0]
    assert [found[pk, "schools"] for pk in (one, two, agency)] == [0, 0, 0]  # no school has a cell here


def test_a_commune_shares_among_its_own_cells_and_others_only_look(client, district, plan):
    one, two = district["committees"]
    client.force_login(a_user("commune", one))
    mine = reverse("plan-draft", args=[one.pk])
    cell = district["cells"][0].pk

    assert client.post(mine, {"do": "save", f"n-{one.pk}-total": 4, f"n-{cell}-total": 4}).status_code == 302
    assert [client.get(reverse("plan-draft", args=[pk])).status_code for pk in (two.pk, district["top"].pk, cell)] == [
        404
    ] * 3
    client.force_login(a_user("cell", district["cells"][0]))
    assert client.get(reverse("year-plan")).status_code == 200
    assert client.get(mine).status_code == 404


def test_what_is_known_of_each_unit(district):
    holder = listed(district, "Lý Thị Giữ", 0, born=date(1990, 1, 1), sex="f", ethnicity="Dao").person
    a_post(locality=district["villages"][0], holder=holder, since=date(2015, 1, 1))
    a_membership(a_person("Lý Văn Đảng", lives_in=district["villages"][2]), district["cells"][2], date(2017, 3, 2))
    listed(district, "Lý Văn Ba", 2, born=date(1980, 1, 1))

    facts = facts_of(district["top"].pk, 2018, map_on(TODAY), TODAY)

    assert [(u.ready, u.reach, u.last) for u in facts] == [(1, 1, 0), (1, 0, 1), (0, 0, 0)]
    assert facts[0].ready_by == {"women": 1, "minority": 1, "youth": 1, "village_posts": 1}
    assert [u.ready for u in facts_of(district["top"].pk, 2017, map_on(TODAY), TODAY)] == [0, 0, 0]


def test_bulk_readiness_asks_as_often_for_one_as_for_many(district, django_assert_max_num_queries):
    for n in range(8):
        listed(district, f"Lý Văn {n}", n % 3, born=date(1990, 1, 1))
    units = map_on(TODAY)
    with django_assert_max_num_queries(18):
        facts_of(district["top"].pk, 2018, units, TODAY)
    assert Person.objects.count() == 8


def test_a_ground_is_worded_in_the_language_of_who_reads(district):
    units = [UnitFacts(1, 3, helpers=20, last=2, reach=1, posts=1), UnitFacts(2, 5, helpers=9)]
    code = code_of(allocate(units, Asked(4)).grounds[1])
    names = {1: "Đồng Thử", 2: "Lục Thử"}

    assert sentence_of(code, names).startswith(
        "Năm nay đã kết nạp 0. 3 người trong nguồn quy định cho phép kết nạp trong năm và còn đủ ngày"
    )
    assert "không phải dự báo. Năm trước kết nạp 2" in sentence_of(code, names)
    assert "dễ quá cao" in sentence_of(code.replace("timed=2", "timed=1"), names)
    assert "sổ chưa ghi đủ số người" in sentence_of(code.replace("timed=2", "timed=0"), names)
    with override("en"):
        said = sentence_of(code, names)
    assert said.startswith(
        "Admitted this year: 0. The rules allow 3 of the source to be admitted this year, and there are days enough"
    )
    assert "2 were admitted last year; 20 official" in said
    assert "Villages without members where the source has somebody: 1." in said
    assert "One less here gives one to Lục Thử" in said or "One more here takes one from Lục Thử" in said
    assert "%(" not in said
    assert sentence_of("", names) == ""


def test_a_ground_tells_who_meets_the_conditions_and_has_too_little_time():
    units = [UnitFacts(1, 3, late=7, helpers=20), UnitFacts(2, 5, helpers=9)]
    code = code_of(allocate(units, Asked(8)).grounds[1])
    told = "7 người nữa đủ điều kiện, nhưng dù đi nhanh như một phần mười nhanh nhất ở đây cũng không còn đủ ngày."

    assert told in sentence_of(code, {1: "Đồng Thử", 2: "Lục Thử"})
    assert "người nữa" not in sentence_of(code.replace("late=7 ", ""), {})  # as kept before this was counted


def test_figures_of_a_unit_give_what_it_was_given_and_what_it_shares(district, plan):
    one = district["committees"][0]
    own = open_plan(one, 2018, actor=None, today=TODAY)
    draft(own, {(one.pk, "total"): 3, (district["cells"][0].pk, "total"): 3}, map_on(TODAY), actor=None)
    issue(own, "1-QĐ/ĐU", date(2018, 1, 20), actor=None, today=TODAY)

    found = figures(TODAY, one.pk)["targets"]

    assert found["district"]["total"] == 4
    assert {name: row["total"] for name, row in found["by_organisation"].items()} == {"Chi bộ thôn Khe Một": 3}
    assert found["admitted_this_year_percent_of_target"] == 0.0
    assert figures(date(2017, 4, 19), one.pk)["targets"]["admitted_this_year_percent_of_target"] is None
