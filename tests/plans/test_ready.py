"""Who can be admitted by the year's end: what the rules about the person allow, and what the quickest here have taken."""

from datetime import date, timedelta

import pytest

from taonguon.admissions.facts import bare_case, bundles, case_of
from taonguon.admissions.models import Act, Candidacy
from taonguon.orgs.queries import map_on, part_of
from taonguon.people.models import Membership
from taonguon.plans.allocation import QUICK_ONLY, TIMED, UNTIMED
from taonguon.plans.pace_query import cells_of, history_of
from taonguon.plans.pace_shown import pace_of
from taonguon.plans.ready import facts_of, open_cases, reach_of
from taonguon.plans.ways import quickest_near, quickest_of, ways_of
from taonguon.procedures.book import book
from taonguon.rules.engine import check
from taonguon.rules.readiness import BARS
from tests.builders import TODAY, a_district, a_membership, a_person

pytestmark = pytest.mark.django_db
END = date(2018, 12, 31)  # 256 days after TODAY
WAY = ("listed", "helper-assigned", "class-certificate", "leave-to-begin", "cell-resolution", "committee-resolution",
       "decision-issued", "ceremony")  # fmt: skip


@pytest.fixture
def district():
    return a_district()


def a_case(cell, acts, *, born=date(1990, 5, 1), facts=None, **more):
    case = Candidacy.objects.create(
        person=a_person(born=born), cell=cell, facts=facts or {}, stage=more.pop("stage", "recognised"), **more
    )
    Act.objects.bulk_create(
        Act(candidacy=case, key=key, on=on, precision="d" if on else "") for key, on in acts.items()
    )
    return case


def gone(cell, ended, each):
    """Make somebody admitted who took `each` days from step to step."""
    acts = {key: ended - timedelta(days=each * (len(WAY) - 1 - n)) for n, key in enumerate(WAY)}
    case = a_case(cell, acts, stage="probation", closed="recognised", closed_on=ended)
    a_membership(case.person, cell, ended)


def thirty_gone(district):
    """Thirty ways: from 41 days a step, slower and slower; nine in ten took 44 days a step or more."""
    for n in range(30):
        gone(district["cells"][n % 3], date(2018, 3, 1) - timedelta(days=5 * n), 41 + n)


def reaches(district):
    cells = cells_of(part_of(district["top"].pk, TODAY))
    rows = open_cases(Candidacy.objects.filter(cell__in=cells, closed=""))
    ways = ways_of(cells, TODAY)
    return [str(reach) for reach in reach_of(rows, ways, quickest_of(ways), TODAY, END).values()]


def test_nine_in_ten_took_at_least_so_long_from_each_stage(district):
    cells = cells_of(part_of(district["top"].pk, TODAY))
    assert quickest_of(ways_of(cells, TODAY)) is None
    thirty_gone(district)
    assert quickest_of(ways_of(cells, TODAY)) == tuple(44 * n for n in (7, 6, 5, 4, 3, 2, 1, 0))


def test_without_thirty_ways_only_the_law_counts(district):
    a_case(district["cells"][0], {"listed": TODAY})
    a_case(district["cells"][0], {"listed": TODAY}, born=date(2000, 12, 24))
    a_case(district["cells"][0], {"listed": TODAY}, born=date(2001, 1, 1))

    assert reaches(district) == ["ready", "ready", "barred"]


def test_who_has_less_time_left_than_nine_in_ten_took_is_not_ready(district):
    thirty_gone(district)  # 308 days from the list, 264 from the helper, 132 from the cell's resolution
    one = district["cells"][0]
    day = timedelta(days=1)
    a_case(one, {"listed": TODAY - 52 * day})  # 308 - 52 = 256, yet 264 from the next stage
    a_case(one, {"helper-assigned": TODAY - 8 * day})  # 264 - 8 = 256 days: on 31/12
    a_case(one, {"helper-assigned": TODAY - 7 * day})  # 257
    a_case(one, {"class-certificate": None}, stage="class")  # day not known: at least the 176 days from the next
    a_case(one, {"listed": None}, stage="recognised")  # the next is 264 days away
    a_case(one, {"cell-resolution": TODAY})

    assert reaches(district) == ["late", "ready", "late", "ready", "late", "ready"]


def test_the_cell_must_lawfully_meet_early_enough(district):
    thirty_gone(district)
    one, far = district["cells"][0], {"class-certificate": TODAY - timedelta(days=200)}
    a_case(one, far, born=date(2000, 8, 21))  # of age in August: 1/8 + 132 days are before the year's end
    a_case(one, far, born=date(2000, 9, 2))  # 1/9 + 132 days are not
    a_case(one, far, born=date(2001, 2, 1))

    assert reaches(district) == ["ready", "late", "barred"]


def test_whom_the_cell_has_voted_on_is_judged_on_that_day(district):
    """He turns sixty before the year's end, which no longer matters; who was over it at the vote still is."""
    voted = {"cell-resolution": date(2018, 3, 1)}
    facts = {"person": {"good_health_and_prestige": False}}
    a_case(district["cells"][0], voted, born=date(1958, 2, 20), facts=facts)
    a_case(district["cells"][0], voted, born=date(1957, 12, 20), facts=facts)
    a_case(district["cells"][0], {"listed": date(2018, 3, 1)}, born=date(1958, 6, 20), facts=facts)  # until June

    assert reaches(district) == ["ready", "barred", "ready"]


def test_the_plan_and_the_pace_count_the_same_people(district):
    thirty_gone(district)
    for n, cell in enumerate(district["cells"]):
        a_case(cell, {"helper-assigned": TODAY - timedelta(days=5 * n)}, stage="helper")
    a_case(district["cells"][0], {"listed": TODAY}, born=date(2003, 1, 1))
    top = district["top"].pk

    facts = facts_of(top, 2018, map_on(TODAY), TODAY)
    pace = history_of(cells_of(part_of(top, TODAY)), TODAY, END)

    assert (sum(u.ready for u in facts), sum(u.late for u in facts)) == (1, 2)
    assert (sum(pace.in_hand) - pace.barred - pace.late, pace.late, pace.barred) == (1, 2, 1)
    assert [w.in_time for w in pace.waiting] == [True, True, True, False]  # the forecast leaves out only who may not


def test_a_unit_that_knows_too_few_ways_goes_by_the_nearest_above_that_knows_enough(district):
    thirty_gone(district)  # ten in each cell, and each commune has fewer than thirty
    one = district["committees"][0]
    a_case(district["cells"][0], {"helper-assigned": TODAY})
    units = map_on(TODAY)
    place = part_of(one.pk, TODAY)

    assert quickest_of(ways_of(cells_of(place), TODAY)) is None
    assert next((u.ready, u.late) for u in facts_of(one.pk, 2018, units, TODAY)) == (0, 1)
    assert pace_of(place, TODAY).history.late == 1
    Act.objects.filter(key="ceremony", on__lt=date(2017, 11, 1)).delete()
    assert next((u.ready, u.late) for u in facts_of(one.pk, 2018, units, TODAY)) == (1, 0)


def test_how_well_the_time_is_known_is_told_with_the_source(district):
    top = district["top"].pk
    a_case(district["cells"][0], {"helper-assigned": TODAY})
    assert {u.timed for u in facts_of(top, 2018, map_on(TODAY), TODAY)} == {UNTIMED}
    thirty_gone(district)
    assert {u.timed for u in facts_of(top, 2018, map_on(TODAY), TODAY)} == {TIMED}
    for n in range(30):  # admitted as well, by lists that do not tell how
        a_membership(a_person(), district["cells"][n % 3], date(2018, 1, 5))
    assert {u.timed for u in facts_of(top, 2018, map_on(TODAY), TODAY)} == {QUICK_ONLY}
    one = district["committees"][0].pk  # knows too few of its own: goes by the district's, which knows only the quick
    assert {u.timed for u in facts_of(one, 2018, map_on(TODAY), TODAY)} == {QUICK_ONLY}


def test_who_is_admitted_this_year_is_known_by_group(district):
    a_membership(a_person(sex="f", ethnicity="Tày"), district["cells"][0], date(2018, 3, 1))
    a_membership(a_person(sex="m"), district["cells"][0], date(2017, 3, 1))

    one = facts_of(district["top"].pk, 2018, map_on(TODAY), TODAY)[0]

    assert (one.done, one.done_by, one.last, one.cap, one.floor) == (1, {"women": 1, "minority": 1}, 1, 1, 1)


def test_the_nearest_above_is_asked_first(district):
    """The commune knows thirty quick ways, the district sixty of which half were quicker: its cell goes by the commune's."""
    one, far = district["cells"][0], district["cells"][2]
    for n in range(30):
        gone(one, date(2018, 3, 1) - timedelta(days=n), 10)
        gone(far, date(2018, 3, 1) - timedelta(days=n), 3)
    node = map_on(TODAY).organisations.by_pk[district["cells"][1].pk]

    found = quickest_near({}, reversed(node.ancestors()), TODAY)

    assert found == tuple(10 * n for n in (7, 6, 5, 4, 3, 2, 1, 0))
    assert quickest_near({}, node.ancestors(), TODAY) == tuple(3 * n for n in (7, 6, 5, 4, 3, 2, 1, 0))


def test_an_act_of_a_later_day_counts_only_from_then_on(district):
    a_case(district["cells"][0], {"listed": date(2018, 1, 1), "cell-resolution": date(2018, 4, 1)})
    cells = cells_of(part_of(district["top"].pk, TODAY))

    (then,), (now,) = (ways_of(cells, day).values() for day in (date(2018, 3, 1), TODAY))
    assert (then.furthest, then.judged_by) == (0, {})
    assert (now.furthest, now.judged_by) == (4, {"cell-resolution": date(2018, 4, 1)})


TOLD = (
    {},
    {"person": {"citizen": False}},
    {"person": {"schooling": "literate", "areas": ["border"], "standing": "village-elder"}},
    {"person": {"schooling": "literate", "areas": []}},
    {"person": {"political_issue": "unresolved", "sex": "female"}},
    {"former_membership": {"left_on": "2016-01-10", "because": "own-request-hardship", "times_readmitted": 0}},
    {"former_membership": {"left_on": "2010-01-10", "because": "population", "times_readmitted": 1}},
    {"population": {"children": 5, "exempt_case": False}, "unit": {"official_members": 4}},
)


@pytest.mark.parametrize("facts", TOLD)
@pytest.mark.parametrize("born", [date(1957, 1, 1), date(1990, 5, 1), date(2000, 6, 1), None])
def test_the_bare_case_is_judged_as_the_whole_one(district, facts, born):
    case = a_case(
        district["cells"][0], {"listed": date(2017, 1, 1), "application": date(2018, 2, 1)}, born=born, facts=facts
    )
    (bundle,) = bundles([case], TODAY)
    for day in (TODAY, END):
        whole = case_of(bundle, "cell-vote", day)
        bare = bare_case(
            facts, case.person.born, case.person.sex, {"application": date(2018, 2, 1)}, "cell-vote", day, BARS
        )
        found = [f for f in check(whole, book()).findings if f.rule in BARS]
        assert [f for f in check(bare, book()).findings if f.weight == "block"] == [
            f for f in found if f.weight == "block"
        ]
    assert not Membership.objects.exists()
