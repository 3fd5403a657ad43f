"""The year's plan: drafted, issued, revised; which targets count on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taonguon.audit.models import Entry
from taonguon.orgs.queries import map_on
from taonguon.plans.models import Decision
from taonguon.plans.scheme_actions import Wording, set_scheme
from taonguon.plans.targets import draft_of, given_total, targets_of, targets_on
from taonguon.plans.year import differences, draft, drop_draft, issue, open_plan
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district

SIGNED, LATER = date(2018, 1, 12), date(2018, 3, 15)


@pytest.fixture
def district(db):
    return a_district()


@pytest.fixture
def plan(district):
    return open_plan(district["top"], 2018, actor=None, today=TODAY)


def units_of(district):
    return [district["top"], *district["committees"], district["agency"]]


def a_grid(district, numbers, measure="total"):
    return {(unit.pk, measure): number for unit, number in zip(units_of(district), numbers, strict=False)}


def drafted(plan, grid):
    return draft(plan, grid, map_on(TODAY), actor=None)


def issued(plan, number="12-QĐ/HU", on=SIGNED, about="Bổ sung nguồn"):
    return issue(plan, number, on, actor=None, today=TODAY, about=about)


def test_a_plan_of_a_year_is_opened_once(district, plan):
    assert open_plan(district["top"], 2018, actor=None, today=TODAY) == plan
    with pytest.raises(RefusedError, match="Năm 2030 không nằm giữa 1990 và 2020"):
        open_plan(district["top"], 2030, actor=None, today=TODAY)


def test_a_draft_counts_for_nothing_until_it_is_issued(district, plan):
    grid = a_grid(district, (20, 12, 7, 1))
    drafted(plan, grid)
    assert (targets_on(plan, TODAY), draft_of(plan)) == ({}, grid)

    issued(plan)
    assert (targets_on(plan, TODAY), draft_of(plan)) == (grid, None)
    assert targets_on(plan, date(2018, 1, 11)) == {}


def test_what_does_not_add_up_is_not_issued(district, plan):
    drafted(plan, a_grid(district, (20, 12, 7, 2)))
    with pytest.raises(RefusedError, match="Tổng số: giao cho các đơn vị 21, tổng chỉ tiêu 20"):
        issued(plan)

    drafted(plan, a_grid(district, (20, 12, 7, 1)) | a_grid(district, (9, 5, 3), "women"))
    with pytest.raises(RefusedError, match="Nữ: giao cho các đơn vị 8, tổng chỉ tiêu 9"):
        issued(plan)


def test_a_group_is_never_more_than_the_total(district, plan):
    with pytest.raises(RefusedError, match="Đảng bộ xã Đồng Thử: nữ 3 lớn hơn tổng số 2"):
        drafted(plan, a_grid(district, (2, 2)) | a_grid(district, (3, 3), "women") | {(district["top"].pk, "total"): 9})


def test_targets_go_to_units_directly_below_only(district, plan):
    with pytest.raises(RefusedError, match="trực thuộc trực tiếp"):
        drafted(plan, {(district["cells"][0].pk, "total"): 1})


def test_a_revision_counts_from_its_day_and_only_for_the_units_it_names(district, plan):
    top, one, two, agency = (unit.pk for unit in units_of(district))
    drafted(plan, a_grid(district, (20, 12, 7, 1)))
    issued(plan)
    drafted(plan, a_grid(district, (22, 12, 9, 1)))
    with pytest.raises(RefusedError, match="Quyết định trước ký ngày 12/01/2018"):
        issued(plan, "20-QĐ/HU", SIGNED)
    with pytest.raises(RefusedError, match="Hãy ghi lý do điều chỉnh"):
        issued(plan, "20-QĐ/HU", LATER, " ")
    issued(plan, "20-QĐ/HU", LATER)

    assert [targets_on(plan, day)[two, "total"] for day in (SIGNED, date(2018, 3, 14), LATER)] == [7, 7, 9]
    assert targets_of([one, two, agency], 2018, TODAY) == {
        (one, "total"): 12, (two, "total"): 9, (agency, "total"): 1,
    }  # fmt: skip
    assert (given_total(top, 2018, LATER), given_total(top, 2018, SIGNED), given_total(top, 2017, TODAY)) == (
        22,
        20,
        None,
    )
    assert Entry.objects.filter(verb="plan.issued").latest("pk").data["was"][f"{two}/total"] == 7


def test_what_was_given_from_above_counts_before_what_a_unit_shares_itself(district, plan):
    committee = district["committees"][0]
    drafted(plan, a_grid(district, (12, 12)))
    issued(plan)
    own = open_plan(committee, 2018, actor=None, today=TODAY)
    drafted(own, {(committee.pk, "total"): 13, (district["cells"][0].pk, "total"): 13})
    issued(own, on=LATER)

    assert given_total(committee.pk, 2018, TODAY) == 12
    assert given_total(district["cells"][0].pk, 2018, TODAY) == 13


def test_a_decision_is_issued_once_with_its_number_and_not_ahead_of_its_day(district, plan):
    drafted(plan, a_grid(district, (0, 0)))
    with pytest.raises(RefusedError, match="Hãy ghi số"):
        issued(plan, " ")
    with pytest.raises(RefusedError, match="còn ở phía trước"):
        issued(plan, on=date(2018, 4, 20))
    issued(plan)
    with pytest.raises(RefusedError, match="Không còn dự thảo nào"):
        issued(plan, on=LATER)


def test_a_dropped_draft_leaves_the_plan_as_it_was(district, plan):
    drafted(plan, a_grid(district, (5, 5)))
    drop_draft(plan, actor=None)
    assert not Decision.objects.exists()


def test_a_scheme_lasts_from_day_to_day(district):
    made = set_scheme(
        district["top"], "Đề án 05", Wording(date(2016, 1, 1), date(2020, 12, 31)), actor=None, today=TODAY
    )
    again = set_scheme(
        district["top"], "Đề án 05", Wording(date(2016, 1, 1), date(2021, 12, 31), "05-ĐA/HU"), actor=None, today=TODAY
    )

    assert (again.pk, again.until, again.number) == (made.pk, date(2021, 12, 31), "05-ĐA/HU")
    with pytest.raises(RefusedError, match="không sau ngày bắt đầu"):
        set_scheme(district["top"], "Khác", Wording(date(2016, 1, 1), date(2016, 1, 1)), actor=None, today=TODAY)


@given(st.lists(st.integers(0, 50), max_size=12), st.integers(0, 300))
def test_a_grid_adds_up_exactly_when_its_units_make_its_total(numbers, total):
    grid = {(unit, "total"): number for unit, number in enumerate(numbers, 1)} | {(0, "total"): total}

    assert differences(grid, 0) == ([] if sum(numbers) == total else [("total", sum(numbers), total)])
