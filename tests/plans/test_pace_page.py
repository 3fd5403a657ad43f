"""The year's pace: histories from the ledger, what is to be expected, and the page."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.urls import reverse

from taonguon.admissions.models import Act, Candidacy
from taonguon.admissions.worklist import steps_to_ceremony
from taonguon.orgs.access import scope_of
from taonguon.orgs.queries import part_of
from taonguon.plans.pace_query import cells_of, history_of
from taonguon.plans.pace_shown import Silence, pace_of
from taonguon.plans.plan_models import Decision, Target, YearPlan
from taonguon.rules.pace import End, Spell
from tests.builders import TODAY, a_district, a_membership, a_person, a_user

pytestmark = pytest.mark.django_db
YEAR_END = date(2018, 12, 31)
WAY = ("listed", "helper-assigned", "class-certificate", "leave-to-begin", "cell-resolution", "committee-resolution",
       "decision-issued", "ceremony")  # fmt: skip
GAPS = (0, 30, 200, 90, 60, 20, 15, 12)


@pytest.fixture
def district():
    return a_district()


def a_case(cell, acts, **more):
    """Make a case with acts: key -> day (None: not known)."""
    case = Candidacy.objects.create(person=a_person(born=date(1990, 5, 1)), cell=cell, **more)
    Act.objects.bulk_create(
        Act(candidacy=case, key=key, on=on, precision="d" if on else "") for key, on in acts.items()
    )
    return case


def history(district, on=TODAY):
    return history_of(cells_of(part_of(district["top"].pk, on)), on, YEAR_END)


def lived(cell, begun, steps):
    """Make a case that began on a day and took so many steps of the usual way; a member where it went to the end."""
    acts, day = {}, begun
    for key, gap in list(zip(WAY, GAPS, strict=True))[:steps]:
        day += timedelta(days=gap)
        acts[key] = day
    case = a_case(
        cell, acts, closed="" if steps < len(WAY) else "recognised", closed_on=None if steps < len(WAY) else day
    )
    if steps == len(WAY):
        a_membership(case.person, cell, day)
    return case


def told(district, number):
    plan = YearPlan.objects.create(unit=district["top"], year=2018)
    decision = Decision.objects.create(plan=plan, signed_on=date(2018, 1, 10), number="01-QĐ/HU")
    Target.objects.create(decision=decision, unit=district["top"], measure="total", number=number)


def a_full_ledger(district):
    for n in range(40):
        lived(district["cells"][n % 3], date(2016, 1, 4) + timedelta(days=9 * n), len(WAY))
    for n in range(12):
        lived(district["cells"][n % 3], date(2017, 3, 1) + timedelta(days=10 * n), 4)


def test_spells_end_where_the_next_stage_begins(district):
    a_case(district["cells"][0], {"listed": date(2018, 1, 1), "helper-assigned": date(2018, 1, 31)})

    found = history(district)

    assert found.spells == (Spell(0, 30, End.FORWARD, 78), Spell(1, 78, End.OPEN))
    assert [(w.stage, w.days, w.in_time) for w in found.waiting] == [(1, 78, True)]
    assert (found.in_hand, found.arrivals.count) == ((0, 1, 0, 0, 0, 0, 0), 1)


def test_a_stage_passed_over_takes_no_time(district):
    a_case(district["cells"][0], {"listed": date(2018, 1, 1), "class-certificate": date(2018, 3, 2)})

    assert history(district).spells == (
        Spell(0, 60, End.FORWARD, 48), Spell(1, 0, End.FORWARD, 48), Spell(2, 48, End.OPEN),
    )  # fmt: skip


def test_days_that_are_not_known_are_left_out_and_counted(district):
    a_case(district["cells"][0], {"listed": date(2018, 1, 1), "helper-assigned": None})

    found = history(district)

    assert (found.spells, found.waiting, found.no_day, sum(found.in_hand)) == ((), (), 1, 1)


def test_who_left_the_list_left_his_stage_and_waits_no_more(district):
    a_case(district["cells"][0], {"listed": date(2018, 1, 1)}, closed="moved", closed_on=date(2018, 2, 1))

    now, then = history(district), history(district, date(2018, 1, 20))

    assert (now.spells, now.waiting) == ((Spell(0, 31, End.OFF, 77),), ())
    assert (then.spells, len(then.waiting)) == ((Spell(0, 19, End.OPEN),), 1)


def test_who_cannot_lawfully_be_admitted_in_time_is_told(district):
    case = a_case(district["cells"][0], {"listed": date(2018, 1, 1)})
    case.person.born_on = date(2001, 3, 1)
    case.person.save()

    found = history(district)

    assert (found.barred, [w.in_time for w in found.waiting]) == (1, [False])


def test_a_full_ledger_gives_a_band_that_is_the_same_each_time(district):
    a_full_ledger(district)
    told(district, 20)

    found = pace_of(part_of(district["top"].pk, TODAY), TODAY)

    assert (found.silence, found.done, found.in_hand, found.target) == (None, 6, 12, 20)
    assert found.low <= found.expected <= found.high
    assert found.low > found.done
    assert pace_of(part_of(district["top"].pk, TODAY), TODAY) == found


def test_when_nothing_is_expected(district):
    def silence():
        return pace_of(part_of(district["top"].pk, TODAY), TODAY).silence

    assert silence() is Silence.FEW_ADMITTED
    a_full_ledger(district)
    assert silence() is None
    for _n in range(80):
        a_membership(a_person(), district["cells"][0], date(2017, 6, 1))
    assert silence() is Silence.FEW_KNOWN
    told(district, 3)
    assert silence() is Silence.SMALL_TARGET


def test_the_unit_is_compared_with_its_own_years(district):
    for year, early, late in ((2016, 4, 6), (2017, 3, 7)):
        for month, number in ((2, early), (9, late)):
            for _n in range(number):
                a_membership(a_person(), district["cells"][0], date(year, month, 3))
    a_membership(a_person(), district["cells"][0], date(2018, 2, 3))
    told(district, 10)

    found = pace_of(part_of(district["top"].pk, TODAY), TODAY)

    assert [(line.year, line.by_now, line.whole) for line in found.years] == [
        (2017, 3, 10),
        (2016, 4, 10),
        (2015, 0, 0),
    ]
    assert (found.usual, found.part, found.behind) == ((30, 40), 10.0, True)


def waiting_here(district):
    """Make cases that wait: three steps in three cells of two communes; one step after the ceremony."""
    for n, step in (
        (0, "assign-helper"),
        (1, "assign-helper"),
        (2, "assign-helper"),
        (0, "cell-vote"),
        (2, "opinions"),
    ):
        a_case(district["cells"][n], {"listed": TODAY}, next_step=step, next_actor="cell", stage_since=date(2018, 4, 9))
    a_case(district["cells"][0], {"ceremony": TODAY}, next_step="self-review", next_actor="member", stage="probation")
    a_case(district["cells"][0], {"listed": TODAY}, closed="moved", closed_on=TODAY, next_step="cell-vote")


def test_steps_that_wait_are_counted_most_first(district):
    waiting_here(district)
    scope = scope_of(a_user("board", district["top"]), TODAY)

    found = steps_to_ceremony(scope, district["top"].pk, TODAY)

    assert [(line.step, line.count, line.days) for line in found] == [
        ("assign-helper", 3, 10), ("cell-vote", 1, 10), ("opinions", 1, 10),
    ]  # fmt: skip


LINK = re.compile(r'<a href="(/viec/[^"]*buoc=[^"]*)"[^>]*>(\d+)</a>')


@pytest.mark.parametrize("role", ["board", "commune", "leader"])
def test_each_step_leads_to_exactly_the_cases_counted(client, district, role):
    """As many on the work list as the page says, for the district and for a commune alone."""
    waiting_here(district)
    unit = district["committees"][0] if role == "commune" else district["top"]
    client.force_login(a_user(role, unit))
    for at in {unit.pk, district["committees"][0].pk}:
        page = client.get(reverse("pace"), {"don-vi": at}).content.decode()
        links = LINK.findall(page)
        assert len(links) == len(steps_to_ceremony(scope_of(a_user(role, unit), TODAY), at, TODAY)) > 0
        for address, count in links:
            listed = client.get(unescape(address)).context["board"]
            assert listed.page.total == int(count)
            assert {line.item.step for line in listed.page.rows} == {parse_qs(unescape(address))["buoc"][0]}


@pytest.mark.parametrize("role", ["centre", "mass", "admin"])
def test_who_sees_no_cases_is_not_told_small_numbers(client, district, role):
    """Five cases in hand: who sees the cases is told where they stand, others only that they are fewer than ten."""
    waiting_here(district)
    a_case(district["cells"][0], {"helper-assigned": None})
    client.force_login(a_user(role, district["top"]))

    page = client.get(reverse("pace"))

    assert page.context["pace"].in_hand == 6
    assert "dưới 10 người" in page.content.decode()
    assert "không rõ ngày của bước" not in page.content.decode()
    assert set(re.findall(r'data-label="Số người">([^<]*)<', page.content.decode())) == {"–"}
    assert not page.context["steps"]
    client.force_login(a_user("leader", district["top"]))
    assert set(re.findall(r'data-label="Số người">([^<]*)<', client.get(reverse("pace")).content.decode())) == {"0", ""}


def test_who_sees_no_cases_finds_the_counts_without_a_way_to_them(client, district):
    waiting_here(district)
    for n in range(5):
        a_case(district["cells"][n % 3], {"listed": TODAY}, stage_since=TODAY)
    client.force_login(a_user("centre", district["top"]))

    page = client.get(reverse("pace")).content.decode()

    assert 'data-label="Số hồ sơ">3</td>' in page
    assert not LINK.findall(page)


def test_cases_that_are_late_barred_or_without_a_day_lead_to_their_people(client, district):
    a_full_ledger(district)
    a_case(district["cells"][0], {"listed": None})
    too_young = a_case(district["cells"][1], {"listed": date(2018, 1, 1)})
    too_young.person.born_on = date(2005, 1, 1)
    too_young.person.save()
    a_case(district["cells"][2], {"listed": TODAY})
    client.force_login(a_user("leader", district["top"]))
    for at in (district["top"].pk, district["committees"][1].pk):
        page = client.get(reverse("pace"), {"don-vi": at})
        history = page.context["pace"].history
        told = {"pace-late": history.late, "pace-barred": history.barred, "pace-no-day": history.no_day}
        links = re.findall(r'<a href="([^"]*/so/(pace-[a-z-]+)/[^"]*)">(\d+)</a>', page.content.decode())
        assert {name: int(number) for _address, name, number in links} == {k: n for k, n in told.items() if n}
        for address, _name, number in links:
            assert client.get(unescape(address)).context["page"].total == int(number)
    assert history.late
    assert client.get(reverse("pace"), {"don-vi": district["top"].pk}).context["pace"].history.barred == 1
    client.force_login(a_user("centre", district["top"]))
    assert client.get(reverse("plan-behind", args=["pace-late"])).status_code == 404


def test_a_day_that_has_not_come_is_said_and_forecasts_nothing(client, district):
    a_full_ledger(district)
    told(district, 20)
    client.force_login(a_user("leader", district["top"]))

    now, ahead = (client.get(reverse("pace"), {"ngay": day}) for day in ("19/04/2018", "31/12/2018"))

    assert "Ngày 31/12/2018 chưa đến; số liệu là của hôm nay, 19/04/2018." in ahead.content.decode()
    assert ahead.context["pace"] == now.context["pace"]


def test_the_page_names_nobody(client, district):
    a_full_ledger(district)
    told(district, 20)
    client.force_login(a_user("leader", district["top"]))

    page = client.get(reverse("pace")).content.decode()

    assert "Dự kiến cả năm" in page
    assert "Hoàng Văn Thử" not in page
    assert client.get(reverse("pace"), {"ngay": "31/12/2017"}).status_code == 200
    assert client.get(reverse("pace"), {"don-vi": "999999"}).status_code == 404


@pytest.mark.parametrize("many", [1, 6])
def test_the_page_asks_the_same_few_questions_however_many_cases(client, district, many, django_assert_num_queries):
    client.force_login(a_user("leader", district["top"]))
    for n in range(many):
        lived(district["cells"][n % 3], date(2017, 3, 1), 4)
    client.get(reverse("pace"))

    with django_assert_num_queries(11):
        client.get(reverse("pace"))
