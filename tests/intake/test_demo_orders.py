"""In whatever order the district's lists come, they say the same."""

from datetime import date

import pytest

from taonguon.admissions.models import Candidacy
from taonguon.people.models import Person
from taonguon.reports.figures import figures
from tests.intake.test_demo_district import EXPECTED, FILES, load_all, plain

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", ["01 05 06 07 02 03 08 09 04", "01 04 07 06 05 03 02 08 09"])
def test_the_order_of_the_lists_changes_neither_figures_nor_stages(order):
    by_number = {name[:2]: name for name in FILES}

    load_all([by_number[number] for number in order.split(" ")])

    found = figures(date(2018, 4, 19))
    for group in ("classes", "sympathisers", "members", "admissions_in_quarter"):
        assert plain(found[group]) == plain(EXPECTED["figures"][group])
    stages = EXPECTED["figures"]["sympathisers"]["by_stage_with_class_lists"]
    assert Candidacy.objects.filter(closed="", stage="class").count() == stages["class"]
    only_in_the_womens_list = len(EXPECTED["other_observations"]["11_holder_differs_from_02"])
    assert (
        Person.objects.filter(merged_into=None).count()
        == EXPECTED["identity"]["distinct_people"] - only_in_the_womens_list
    )
