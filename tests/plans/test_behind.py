"""Behind each number: the plan, its grounds, the pace and the consolidation lead to exactly who is counted."""

import html
import re
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from taonguon.accounts.enums import MAY_SEE_CASES, Role
from taonguon.admissions.actions import open_candidacy
from taonguon.orgs.actions import trees_changed
from taonguon.orgs.models import OrganisationSpan
from taonguon.orgs.queries import map_on
from taonguon.people.models import Person
from taonguon.plans.actions import GoalSpan, set_goal
from taonguon.plans.consolidation_actions import plan_consolidation
from taonguon.plans.consolidation_models import Way
from taonguon.plans.models import GoalPosts
from taonguon.plans.year import draft, issue, open_plan
from taonguon.rules.coverage import Goal
from tests.builders import TODAY, a_district, a_locality, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a\b[^>]*href="([^"]*)"[^>]*>(?:<b>)?([\d.]+)(?:</b>)?</a>')
WHOLE = "Không lập danh sách riêng theo giới tính hay dân tộc"
YEAR_PLAN, PACE, CONSOLIDATION = "/ke-hoach/", "/ke-hoach/tien-do/", "/kien-toan/"


@pytest.fixture
def district():
    """Make a district in which most numbers are something, and no two of them need be alike."""
    made = a_district()
    cells, villages = made["cells"], made["villages"]
    OrganisationSpan.objects.filter(organisation=cells[2]).update(sector="school")
    trees_changed()
    for n, (day, cell, sex, group, born) in enumerate((
        (date(2018, 1, 9), 0, "f", "Tày", 1995), (date(2018, 2, 9), 0, "m", "Kinh", 1980), (date(2018, 3, 9), 1, "m", "Dao", 1999),
        (date(2018, 4, 9), 2, "f", "Kinh", 1970), (date(2017, 3, 3), 0, "f", "Tày", 1991), (date(2017, 9, 3), 1, "m", "Tày", 1990),
        (date(2017, 10, 3), 2, "m", "Kinh", 1990), (date(2016, 5, 3), 2, "m", "Kinh", 1960),
    )):  # fmt: skip
        person = a_person(f"Lý Văn Vào {n}", sex=sex, ethnicity=group, born=date(born, 5, 1), lives_in=villages[cell])
        a_membership(person, cells[cell], day)
        if n == 1:
            a_post("front", locality=villages[0], holder=person, since=date(2017, 1, 1))
    empty = a_locality("Khe Chưa Có", parent=made["communes"][0])
    for n, (cell, home, born) in enumerate(
        ((0, empty, 1990), (0, villages[0], 1991), (1, villages[1], 1992), (2, villages[2], 2010))
    ):
        person = a_person(f"Hoàng Thị Nguồn {n}", born=date(born, 5, 1), lives_in=home)
        open_candidacy(person, cells[cell], date(2018, 1, 8), actor=None, today=TODAY)
    seated(villages[0], cells[0], leads=True)
    seated(villages[1], cells[1])
    seated(villages[2], cells[2])
    plan_consolidation(villages[2], Way.CELL_ELECTION, date(2018, 6, 30), actor=None, today=TODAY)
    return made


def seated(village, cell, *, leads=False):
    """Seat an official member as a village's head, and as its cell's secretary where he leads."""
    person = a_person("Chìu Văn Trưởng", lives_in=village)
    a_membership(person, cell, date(2010, 5, 19), date(2011, 5, 19), date(2011, 5, 19))
    a_post("head", locality=village, holder=person, since=date(2017, 1, 1))
    if leads:
        a_post("secretary", organisation=cell, holder=person, since=date(2018, 3, 30))


def proposed(client, district):
    """Let the board take a proposal as the year's decision, so that its grounds stand on the plan."""
    address = reverse("plan-draft", args=[district["top"].pk])
    top = district["top"].pk
    client.post(address, {"do": "proposal", "version": "", f"n-{top}-total": 7})
    answer = client.post(
        address, {"do": "issue", "number": "1-QĐ/HU", "signed_on": "12/01/2018"} | grid_of(client, address)
    )
    assert answer.status_code == 302


def grid_of(client, address):
    return dict(re.findall(r'name="(n-[^"]+|version)" value="([\d-]*)"', client.get(address).content.decode()))


def linked(client, address):
    """Give (number, address) of each number that is a link on a page, but for the years to turn to."""
    page = client.get(address).content.decode()
    here = urlsplit(address).path
    found = [(int(number), html.unescape(where)) for where, number in LINK.findall(page)]
    found = [(number, here + where if where[0] == "?" else where) for number, where in found]
    return [(number, where) for number, where in found if urlsplit(where).path != YEAR_PLAN]


def rows_behind(client, where, page=""):
    """Count what stands where a number leads."""
    path, _, anchor = where.partition("#")
    answer = client.get(path or page)
    assert answer.status_code == 200, where
    if path.startswith(CONSOLIDATION) or not path:
        section = re.search(rf'<section[^>]*id="{anchor}".*?</section>', answer.content.decode(), re.DOTALL)[0]
        return len(re.findall(r"<tr><th scope=\"row\">", section))
    behind = answer.context.get("behind")
    return len(behind.villages) if behind and behind.villages else answer.context["page"].total


def check(client, address, least):
    """Compare each number of a page with what stands behind it."""
    found = linked(client, address)
    assert len(found) >= least, found
    for number, where in found:
        assert number > 0
        behind = rows_behind(client, where, address)
        if "nhom=women" in where or "nhom=minority" in where:
            assert number <= behind
            assert WHOLE in client.get(where).content.decode()
            assert rows_behind(client, re.sub(r"&nhom=\w+", "", where)) == behind
        else:
            assert number == behind, (address, where)
    return found


def test_every_number_of_the_plan_leads_to_who_is_counted(client, district):
    client.force_login(a_user("board", district["top"]))
    proposed(client, district)

    found = check(client, YEAR_PLAN, 18)

    led = {re.sub(r"\?.*nhom=(\w+).*|\?.*", r" \1", where).strip() for _number, where in found}
    assert led == {
        "/ke-hoach/so/admitted/", "/ke-hoach/so/admitted/ women", "/ke-hoach/so/admitted/ minority",
        "/ke-hoach/so/admitted/ youth", "/ke-hoach/so/admitted/ village_posts", "/ke-hoach/so/ready/",
        "/ke-hoach/so/last-year/", "/ke-hoach/so/villages/", "/so-lieu/official/",
    }  # fmt: skip


def test_the_numbers_of_the_draft_lead_there_too(client, district):
    client.force_login(a_user("board", district["top"]))
    address = reverse("plan-draft", args=[district["top"].pk])
    client.post(address, {"do": "proposal", f"n-{district['top'].pk}-total": 7})

    check(client, address, 6)


@pytest.mark.parametrize("address", [f"{YEAR_PLAN}?nam=2017", f"{YEAR_PLAN}?ngay=2018-02-20", f"{YEAR_PLAN}?nam=2016"])
def test_other_years_and_days_lead_to_who_was_counted_then(client, district, address):
    client.force_login(a_user("leader", district["top"]))

    check(client, address, 2)


def test_posts_that_the_scheme_wants_have_their_list(client, district):
    client.force_login(a_user("board", district["top"]))
    set_goal(district["top"], GoalPosts.FRONT, Goal(Decimal(70)), GoalSpan(date(2018, 1, 1)), actor=None)
    a_post("front", locality=district["villages"][1], holder=Person.objects.get(name="Hoàng Thị Nguồn 2"))
    proposed(client, district)

    found = check(client, YEAR_PLAN, 18)

    assert [number for number, where in found if "/so/posts/" in where] == [1]


def test_groups_of_units_have_their_list(client, district):
    client.force_login(a_user("board", district["top"]))
    top, two = district["top"], district["committees"][1]
    plan = open_plan(top, 2018, actor=None, today=TODAY)
    draft(plan, {(u.pk, m): 1 for u in (top, two) for m in ("total", "schools")}, map_on(TODAY), actor=None)
    issue(plan, "1-QĐ/HU", date(2018, 1, 12), actor=None, today=TODAY)

    found = check(client, YEAR_PLAN, 10)

    assert [number for number, where in found if "nhom=schools" in where] == [1, 1]


def test_every_number_of_the_pace_leads_to_who_is_counted(client, district):
    client.force_login(a_user("board", district["top"]))

    found = check(client, PACE, 7)

    assert {"/ke-hoach/so/admitted/", "/nguon/"} <= {urlsplit(where).path for _number, where in found}
    assert {"cung-ky=1" in where for _number, where in found} == {True, False}
    then = check(client, f"{PACE}?ngay=2018-02-20", 4)
    assert {urlsplit(where).path for _number, where in then} == {
        "/ke-hoach/so/admitted/"
    }  # the source is shown as of today


def test_every_number_of_the_consolidation_leads_to_its_villages(client, district):
    client.force_login(a_user("board", district["top"]))

    found = check(client, CONSOLIDATION, 6)

    assert {where.partition("#")[2] for _number, where in found if where.startswith("#")} <= {
        "done",
        "can",
        "planned",
        "not-yet",
    }
    tiles = [number for number, where in found if where.startswith("#")]
    assert sum(tiles) == 4  # each village stands in one list


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_numbers_are_links_only_for_who_may_open_them(client, district, role):
    client.force_login(a_user("board", district["top"]))
    proposed(client, district)
    client.force_login(a_user(role, district["committees"][0]))

    for address in (YEAR_PLAN, PACE, CONSOLIDATION):
        for _number, where in linked(client, address):
            path = where.partition("#")[0]
            assert client.get(path or address).status_code == 200, (role, where)
    sees = role in MAY_SEE_CASES
    assert ("/nguon/?" in str(linked(client, PACE))) == sees
    for name in ("ready", "late", "villages", "posts"):
        address = reverse("plan-behind", args=[name])
        assert client.get(address).status_code == (200 if sees else 404)
        assert client.get(address, {"don-vi": district["committees"][1].pk}).status_code == 404


def test_what_is_no_number_of_a_plan_is_not_there(client, district):
    client.force_login(a_user("board", district["top"]))

    assert [client.get(f"/ke-hoach/so/{name}/").status_code for name in ("admitted", "women", "x")] == [200, 404, 404]
    assert client.get("/ke-hoach/so/admitted/", {"nam": "1800"}).status_code == 404
    assert client.get("/ke-hoach/so/admitted/", {"don-vi": "987654"}).status_code == 404


@pytest.mark.parametrize("name", ["admitted", "ready", "late", "last-year", "villages", "posts"])
def test_the_number_of_queries_does_not_grow_with_the_people_behind(
    client, district, name, django_assert_max_num_queries
):
    client.force_login(a_user("board", district["top"]))
    address = reverse("plan-behind", args=[name])
    where = {"don-vi": district["committees"][0].pk}
    for n in range(12):
        a_membership(a_person(f"Lý Văn {n}"), district["cells"][0], date(2018, 3, 2))
    client.get(address, where)

    with django_assert_max_num_queries(26):
        client.get(address, where)
