"""What an address or a form sends as a number: never an error, however long."""

import pytest
from django.urls import reverse

from taonguon.web.asking import as_number, numbers, one_of
from tests.builders import a_district, a_user


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None), ("-1", None), ("٣", None), ("1.5", None)],
)  # fmt: skip
def test_a_number_is_read_or_is_none(text, number):
    assert as_number(text) == number


def test_what_is_no_number_and_no_choice_is_left_out():
    assert numbers(["3", "x", "", "4"]) == [3, 4]
    assert (one_of("b", "abc"), one_of("d", "abc")) == ("b", "")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["tree", "people", "source", "courses", "certificates", "year-plan", "gatherings"])
def test_an_address_with_far_too_long_a_number_is_no_error(client, address):
    land = a_district()
    client.force_login(a_user("board", land["top"]))
    long = "9" * 5000

    answer = client.get(reverse(address), {"don-vi": "", "mo": long, "trang": long, "nam": "2018", "loai": long})

    assert answer.status_code == 200
