"""Rows written in bulk: all of them, however they fall into statements."""

import pytest

from taonguon.orgs.models import Locality
from taonguon.people.bulk import insert_rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("many", [0, 1, 498, 499, 500, 1000])
def test_all_rows_are_written_whatever_their_number(many):
    codes = [f"B{number:05d}" for number in range(many)]

    assert insert_rows(Locality, ("id", "code"), ((pk, code) for pk, code in enumerate(codes, start=1))) == many

    assert list(Locality.objects.order_by("pk").values_list("code", flat=True)) == codes
