"""A unit that does not exist on a day has figures of nothing, never of everything."""

from datetime import date

import pytest

from taonguon.reports.behind import people_behind
from taonguon.reports.figures import figures
from taonguon.reports.overview import overview
from tests.builders import a_district, a_membership, a_person, a_service, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def young_cell():
    district = a_district()
    cell = an_organisation("Chi bộ thôn Khe Mới", parent=district["committees"][0], since=date(2015, 5, 19))
    a_membership(a_person("Hoàng Văn Thử"), cell, admitted=date(2010, 5, 19), official=date(2011, 5, 19))
    a_membership(a_person("Lý Thị Thử"), district["cells"][0], admitted=date(2010, 5, 19), official=date(2011, 5, 19))
    return district, cell


def test_before_its_founding_a_cell_has_no_members_and_no_villages(young_cell):
    _district, cell = young_cell

    found = figures(date(2014, 1, 1), cell.pk)

    assert found["members"]["district"] == {"total": 0, "official": 0, "probationary": 0}
    assert (found["units"]["cells"], found["units"]["villages"], found["holders"]["distinct_people"]) == (0, 0, 0)
    assert overview(cell.pk, date(2014, 1, 1)).members.total == 0
    assert people_behind("members", cell.pk, date(2014, 1, 1)) == set()


def test_its_members_count_for_the_committee_above_until_it_is_founded(young_cell):
    district, cell = young_cell

    before, after = (figures(day, None)["members"]["by_organisation"] for day in (date(2014, 1, 1), date(2016, 1, 1)))

    assert before == after
    assert figures(date(2014, 1, 1), district["committees"][0].pk)["members"]["district"]["total"] == 2
    assert before["Đảng bộ xã Đồng Thử"] == {"total": 2, "official": 2, "probationary": 0}
    assert figures(date(2016, 1, 1), cell.pk)["members"]["district"]["total"] == 1


def test_a_village_served_by_another_cell_from_a_day_counts_there_from_that_day(young_cell):
    district, cell = young_cell
    village = district["villages"][0]
    village.services.update(until=date(2017, 1, 1))
    a_service(cell, village, since=date(2017, 1, 1))

    assert figures(date(2016, 12, 31), cell.pk)["units"]["villages"] == 0
    assert figures(date(2017, 1, 1), cell.pk)["units"]["villages"] == 1
