"""The form of a draft: nothing typed is lost, nobody saves over what he has not seen, and it is issued once."""

import re
from datetime import date

import pytest
from django.urls import reverse

from taonguon.orgs.queries import map_on
from taonguon.plans.models import Decision, YearPlan
from taonguon.plans.targets import draft_of, targets_on
from taonguon.plans.year import draft, issue, open_plan
from tests.builders import TODAY, a_district, a_membership, a_person, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return a_district()


@pytest.fixture
def board(client, district):
    user = a_user("board", district["top"], username="bantochuc")
    client.force_login(user)
    return user


def address(district):
    return reverse("plan-draft", args=[district["top"].pk])


def fields(page):
    """Give the named fields of a page with their values, as a browser would send them."""
    found = re.findall(r'<input[^>]*?name="([^"]+)"(?:[^>]*?value="([^"]*)")?[^>]*>', page.content.decode())
    return {name: value for name, value in found if name not in {"csrfmiddlewaretoken", "columns", "next", "ngay"}}


def opened(client, district):
    return fields(client.get(address(district)))


def numbers(district, top, one, two, measure="total"):
    units = (district["top"], *district["committees"])
    return {f"n-{unit.pk}-{measure}": str(n) for unit, n in zip(units, (top, one, two), strict=True)}


def issued(district, grid):
    plan = open_plan(district["top"], 2018, actor=None, today=TODAY)
    draft(plan, grid, map_on(TODAY), actor=None)
    issue(plan, "1-QĐ/HU", date(2018, 1, 12), actor=None, today=TODAY)
    return plan


def test_one_wrong_cell_keeps_all_that_was_typed(client, district, board):
    one = district["committees"][0].pk
    typed = opened(client, district) | numbers(district, 9, "-3", 5) | {
        f"low-{one}": "2", f"high-{one}": "x", "fairness": "45", "number": "7-QĐ/HU", "about": "Thử", "do": "save",
        "signed_on": "3/4/2018", "columns": ["women", "schools"], f"n-{one}-women": "2,5",
    }  # fmt: skip

    answer = client.post(address(district), typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in (
        "Đảng bộ xã Đồng Thử, tổng số: “-3” không được âm.",
        "Đảng bộ xã Đồng Thử, nữ: “2,5” không phải là một số nguyên",
        "Đảng bộ xã Đồng Thử, mức cao nhất: “x” không phải là một số nguyên",
    ):
        assert sentence in page
    sent = {name: text for name, text in typed.items() if name not in {"do", "columns", "version"}}
    assert {name: text for name, text in fields(answer).items() if name in sent} == {
        name: text for name, text in sent.items() if name in fields(answer)
    }
    assert {"fairness", "number", "about", "signed_on", f"low-{one}", f"high-{one}", f"n-{one}-women"} <= set(
        fields(answer)
    )
    assert 'value="schools" checked' in page
    assert page.count('aria-invalid="true"') == 2
    assert not Decision.objects.exists()


def test_limits_fairness_and_groups_are_kept_with_the_draft_and_its_decision(client, district, board):
    one = district["committees"][0].pk
    more = {
        f"low-{one}": "1",
        f"high-{one}": "4",
        "fairness": "80",
        "columns": ["women", "enterprises"],
        "about": "Thử",
    }
    client.post(address(district), opened(client, district) | numbers(district, 5, 3, 2) | more | {"do": "proposal"})

    page = client.get(address(district))

    assert fields(page) | {"fairness": "80", f"low-{one}": "1", f"high-{one}": "4", "about": "Thử"} == fields(page)
    assert [left.measure for left in page.context["left"]] == ["total", "women", "enterprises"]
    client.post(
        address(district),
        fields(page) | numbers(district, 2, 1, 1) | {"do": "issue", "number": "1", "signed_on": "12/01/2018"},
    )
    assert Decision.objects.get(signed_on__isnull=False).kept["fields"]["fairness"] == "80"


def test_a_column_that_has_numbers_stays(client, district, board):
    client.post(
        address(district),
        {"do": "save", "version": ""} | numbers(district, 5, 3, 2) | numbers(district, 2, 2, 0, "schools"),
    )

    page = client.get(address(district))

    assert [left.measure for left in page.context["left"]] == ["total", "schools"]


def test_who_saves_second_is_told_sees_both_numbers_and_loses_nothing(client, district, board):
    mine, others = opened(client, district), opened(client, district)
    client.post(address(district), others | numbers(district, 9, 4, 5) | {"do": "save"})

    answer = client.post(address(district), mine | numbers(district, 9, 6, 5) | {"do": "save"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"Dự thảo vừa được bantochuc sửa lúc \d\d:\d\d \d\d/\d\d/\d{4}", page)
    assert fields(answer)[f"n-{district['committees'][0].pk}-total"] == "6"
    assert re.findall(r"nơi kia: (\d+)", page) == ["4"]
    plan = YearPlan.objects.get()
    assert draft_of(plan)[district["committees"][0].pk, "total"] == 4
    again = client.post(address(district), fields(answer) | {"do": "save"})
    assert (again.status_code, draft_of(plan)[district["committees"][0].pk, "total"]) == (302, 6)


@pytest.mark.parametrize("what", ["save", "drop", "proposal", "issue"])
def test_nothing_is_done_to_a_draft_that_was_changed_meanwhile(client, district, board, what):
    client.post(address(district), opened(client, district) | numbers(district, 9, 4, 5) | {"do": "save"})
    mine = opened(client, district)
    client.post(address(district), mine | numbers(district, 8, 4, 4) | {"do": "save"})

    answer = client.post(address(district), mine | {"do": what, "number": "1", "signed_on": "12/01/2018"})

    assert answer.status_code == 409
    assert draft_of(YearPlan.objects.get())[district["top"].pk, "total"] == 8
    assert not Decision.objects.filter(signed_on__isnull=False).exists()


def test_the_same_issued_twice_is_issued_once_and_leaves_no_draft(client, district, board):
    form = opened(client, district) | numbers(district, 9, 4, 5)
    form |= {"do": "issue", "number": "1-QĐ/HU", "signed_on": "12/01/2018"}

    answers = [client.post(address(district), form).status_code for _press in range(2)]
    other = client.post(address(district), form | {"number": "2-QĐ/HU"})

    assert answers == [302, 302]
    assert other.status_code == 409
    assert "ban hành lúc" in other.content.decode()
    assert [d.number for d in Decision.objects.all()] == ["1-QĐ/HU"]


def test_a_refused_issue_keeps_no_half_of_it(client, district, board):
    form = opened(client, district) | numbers(district, 9, 4, 4) | {"do": "issue", "number": "1-QĐ/HU"}

    answer = client.post(address(district), form)

    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    fixed = client.post(
        address(district), fields(answer) | numbers(district, 9, 4, 5) | {"do": "issue", "signed_on": "12/01/2018"}
    )
    assert fixed.status_code == 302


def test_a_revision_asks_why_and_shows_what_counts_and_what_is_done(client, district, board):
    top, one, two = district["top"].pk, *(u.pk for u in district["committees"])
    plan = issued(district, {(top, "total"): 6, (one, "total"): 4, (two, "total"): 2})
    for n in range(3):
        a_membership(a_person(f"Lý Văn {n}"), district["cells"][0], date(2018, 3, 2))

    page = client.get(address(district))
    entry = page.context["lines"][1].entries[0]
    assert (entry.now, entry.done, entry.text) == (4, 3, "4")
    assert "Lý do điều chỉnh" in page.content.decode()
    form = fields(page) | numbers(district, 6, 2, 4) | {"do": "issue", "number": "2-QĐ/HU", "signed_on": "12/04/2018"}
    refused = client.post(address(district), form)
    assert (refused.status_code, "Hãy ghi lý do điều chỉnh" in refused.content.decode()) == (422, True)

    answer = client.post(address(district), form | {"about": "Nguồn ở Đồng Thử đã cạn"}, follow=True)

    assert targets_on(plan, TODAY)[one, "total"] == 2
    said = answer.content.decode()
    assert "Chỉ tiêu thấp hơn số đã kết nạp: Đảng bộ xã Đồng Thử, tổng số 2 (đã kết nạp 3)" in said
    assert "Nguồn ở Đồng Thử đã cạn" in said


def test_the_year_before_and_the_next_are_offered_to_who_may_plan_them(client, district, board):
    assert client.get(reverse("year-plan")).context["years"] == ["2019", "2018", "2017"]
    client.force_login(a_user("leader", district["top"]))
    assert client.get(reverse("year-plan")).context["years"] == ["2018"]
