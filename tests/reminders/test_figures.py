"""What is counted of each unit, frozen to the digit, and counted again for the same day."""

import json
from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from taonguon.admissions.models import Act, Candidacy
from taonguon.admissions.past import stood_on
from taonguon.admissions.settling import settle
from taonguon.orgs.models import OrganisationSpan
from taonguon.reminders.actions import freeze
from taonguon.reminders.enums import Matter
from taonguon.reminders.figures import count, differences, digest_of, read, text_of
from taonguon.reminders.models import Snapshot
from tests.builders import TODAY, a_district, an_organisation
from tests.reminders.urging import a_late_case, a_round, admitted, slow, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return a_district()


def of(district, which=0, on=TODAY):
    return count(district["top"].pk, on).of(district["committees"][which].pk)


def test_units_stand_in_the_offices_order_with_nothing_to_do(district):
    found = count(district["top"].pk, TODAY)

    assert [one.name for one in found.units] == ["Đảng bộ xã Đồng Thử", "Đảng bộ xã Lục Thử", "Chi bộ Cơ quan Huyện ủy"]
    assert found.with_something_to_do == ()
    assert [(one.target, one.done, one.waiting, one.overdue, one.cells, one.unreviewed) for one in found.units] == [
        (None, 0, 0, 0, 2, None), (None, 0, 0, 0, 1, None), (None, 0, 0, 0, 1, None),
    ]  # fmt: skip


def test_a_case_is_overdue_from_the_day_after_its_last_day(district):
    case = a_late_case(district["cells"][0])
    last = case.next_by

    assert (last, case.next_clock) == (date(2018, 3, 6), "decision-by")
    assert (of(district).overdue, of(district).overdue_since, of(district).waiting) == (1, "2018-03-06", 1)
    assert of(district, on=last).overdue == 0
    assert of(district, on=last + timedelta(days=1)).overdue == 1
    assert of(district, 1).overdue == 0


def test_what_is_overdue_is_what_the_work_list_shows(district):
    for cell, resolved in zip(district["cells"], (date(2017, 12, 4), date(2018, 1, 8), date(2018, 3, 5)), strict=True):
        a_late_case(cell, resolved)

    shown = Candidacy.objects.filter(closed="", next_by__lt=TODAY).count()

    assert shown == sum(one.overdue for one in count(district["top"].pk, TODAY).units) == 2


def test_what_happened_later_is_not_known_of_an_earlier_day(district):
    case = a_late_case(district["cells"][0])
    Act.objects.create(candidacy=case, key="decision-issued", on=date(2018, 4, 10), precision="d")
    Act.objects.create(candidacy=case, key="ceremony", on=date(2018, 4, 16), precision="d")
    settle(case, TODAY)

    assert (of(district).overdue, of(district).waiting) == (0, 0)
    assert (of(district, on=date(2018, 4, 9)).overdue, of(district, on=date(2018, 4, 9)).waiting) == (1, 1)
    assert of(district, on=date(2017, 1, 8)).waiting == 0


def test_a_case_counts_for_the_cell_that_handled_it_and_no_more_once_closed(district):
    case = a_late_case(district["cells"][0])
    case.handlings.update(until=date(2018, 4, 1))
    case.handlings.create(cell=district["cells"][2], since=date(2018, 4, 1), stage="cell")
    Candidacy.objects.filter(pk=case.pk).update(cell=district["cells"][2], closed="moved", closed_on=date(2018, 4, 15))

    on = {day: (of(district, 0, day).overdue, of(district, 1, day).overdue) for day in (date(2018, 3, 31), date(2018, 4, 1), TODAY)}  # fmt: skip
    assert on == {date(2018, 3, 31): (1, 0), date(2018, 4, 1): (0, 1), TODAY: (0, 0)}


def test_a_cell_has_not_reviewed_where_no_review_of_the_last_whole_month_stands(district):
    one, two, three = district["cells"]
    for cell in (one, three):
        a_round(cell, date(2018, 2, 1))
    a_round(two)
    a_round(three, state="returned", answered_on=date(2018, 4, 3), remark="list")

    assert (of(district).unreviewed, of(district, 1).unreviewed) == (1, 1)
    assert of(district, 1, date(2018, 4, 2)).unreviewed == 0  # it was given back on the third
    assert (
        count(district["top"].pk, TODAY).of(district["agency"].pk).unreviewed is None
    )  # it has never used the register


@pytest.mark.parametrize("month", [date(2018, 4, 1), date(2018, 3, 1)])
def test_one_cells_first_entry_is_held_against_no_other(district, month):
    a_round(district["cells"][0], month)
    a_round(district["cells"][2], date(2018, 2, 1))

    assert [one.unreviewed for one in count(district["top"].pk, TODAY).units] == [None, 1, None]
    later = date(2018, 6, 4)  # in May somebody used it already
    assert [one.unreviewed for one in count(district["top"].pk, later).units] == [2, 1, None]


def test_a_lapsed_certificate_is_no_overdue_step(district):
    case = a_late_case(district["cells"][0], settled=False)
    case.acts.filter(key="cell-resolution").delete()
    Act.objects.create(candidacy=case, key="class-certificate", on=date(2013, 2, 4), precision="d")
    a_late_case(district["cells"][0])

    found = of(district)

    assert (found.overdue, found.overdue_since) == (1, "2018-03-06")
    assert (found.lapsed, found.lapsed_since) == (1, "2018-02-04")
    assert (found.late, found.matters) == (2, (Matter.OVERDUE, Matter.LAPSED))


def test_figures_frozen_before_certificates_were_told_apart_are_still_read(district):
    a_late_case(district["cells"][0])
    now = json.loads(text_of(count(district["top"].pk, TODAY)))
    for one in now["units"]:
        del one["lapsed"], one["lapsed_since"]

    assert read(json.dumps(now | {"version": 1})).units[0].overdue == 1
    with pytest.raises(ValueError, match="decision"):
        read(json.dumps(now | {"version": 3}))


def test_a_unit_is_behind_only_its_own_earlier_years(district):
    slow(district["committees"][0], district["cells"][0])
    admitted(district["cells"][0], date(2018, 3, 5))

    found = of(district)

    assert (found.target, found.done, found.percent, found.usual, found.behind) == (10, 2, 20.0, (50, 50), True)
    assert found.years == ((2017, 3, 6), (2016, 3, 6), (2015, 0, 0))
    assert found.matters == (Matter.PACE,)


def test_a_third_at_mid_year_raises_no_alarm(district):
    told(district["committees"][0], 12)
    months = (3, 5, 7, 8, 9, 10)
    admitted(district["cells"][0], *[date(year, month, 5) for year in (2016, 2017) for month in months])
    admitted(district["cells"][0], *[date(2018, month, 5) for month in (1, 2, 3, 4)])

    found = of(district, on=date(2018, 6, 30))

    assert (found.percent, found.usual, found.matters) == (33.33, (33, 33), ())


@pytest.mark.parametrize(("target", "behind"), [(3, False), (4, True)])
def test_a_small_target_has_no_pace(district, target, behind):
    told(district["committees"][0], target)
    admitted(district["cells"][0], *[date(year, month, 5) for year in (2016, 2017) for month in (1, 2, 3, 4, 9)])

    assert of(district).behind is behind


def test_figures_are_read_as_they_were_written(district):
    slow(district["committees"][0], district["cells"][0])
    a_late_case(district["cells"][2])
    figures = count(district["top"].pk, TODAY)

    text = text_of(figures)

    assert read(text) == figures
    assert text_of(read(text)) == text
    assert figures.decision == ("15-QĐ/HU", "2018-01-10")
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_frozen_figures_say_the_same_years_later_and_a_recount_shows_what_differs(district):
    a_late_case(district["cells"][0])
    a_round(district["cells"][0], date(2018, 1, 1))
    kept, figures = freeze(district["top"], TODAY, actor=None)

    a_late_case(district["cells"][2])  # recorded since, of days before
    admitted(district["cells"][0], date(2018, 4, 2), date(2018, 5, 3))
    OrganisationSpan.objects.filter(organisation=district["agency"]).update(name="Chi bộ Cơ quan")
    a_round(district["cells"][1], recorded_at=TODAY)
    again = Snapshot.objects.get()

    assert (read(again.content), again.digest) == (figures, digest_of(kept.content))
    from taonguon.orgs.actions import trees_changed

    trees_changed()
    found = [(one.unit, one.what, one.was, one.now) for one in differences(figures, count(district["top"].pk, TODAY))]
    assert found == [
        ("Đảng bộ xã Đồng Thử", "done", 0, 1),
        ("Đảng bộ xã Đồng Thử", "unreviewed", 2, 1),
        ("Đảng bộ xã Lục Thử", "waiting", 0, 1),
        ("Đảng bộ xã Lục Thử", "overdue", 0, 1),
        ("Chi bộ Cơ quan Huyện ủy", "name", "Chi bộ Cơ quan Huyện ủy", "Chi bộ Cơ quan"),
    ]


@pytest.mark.parametrize(
    "act", [lambda: Snapshot.objects.update(content="{}"), lambda: Snapshot.objects.all().delete()],
    ids=["change", "delete"],
)  # fmt: skip
def test_the_database_refuses_to_touch_frozen_figures(district, act):
    freeze(district["top"], TODAY, actor=None)

    with pytest.raises(Error, match="frozen figures are never changed or deleted"), transaction.atomic():
        act()

    assert Snapshot.objects.get().content != "{}"


def queries(district, units):
    for n in range(units):
        committee = an_organisation(f"Đảng bộ xã {n}", "grassroots", district["top"], position=10 + n)
        cell = an_organisation(f"Chi bộ {n}", "cell", committee)
        a_late_case(cell)
        admitted(cell, date(2017, 3, 1))
    count(district["top"].pk, TODAY)  # the maps of the days are drawn
    with CaptureQueriesContext(
        connection,
    ) as found:
        count(district["top"].pk, TODAY)
    return len(found)


def test_as_many_queries_for_thirty_units_as_for_three(district):
    assert queries(district, 3) == queries(district, 27)


def test_cases_that_stood_elsewhere_are_left_out(district):
    a_late_case(district["cells"][0])

    assert [case.by for case in stood_on({district["cells"][0].pk}, TODAY)] == [date(2018, 3, 6)]
    assert stood_on({district["cells"][1].pk}, TODAY) == []
