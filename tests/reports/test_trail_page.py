"""The trail's page: who changed what, when, as far as the reader reaches."""

from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from taonguon.audit.actions import record
from tests.builders import a_district, a_membership, a_person, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return a_district()


@pytest.fixture
def entries(district):
    """One entry about each kind of subject in each commune."""
    people = [a_person("Lý Thị Gần"), a_person("Lý Thị Xa")]
    for person, cell in zip(people, (district["cells"][0], district["cells"][2]), strict=True):
        a_membership(person, cell)
    users = [a_user("cell", district["cells"][0], "tai-khoan-gan"), a_user("cell", district["cells"][2], "o-xa")]
    near = [people[0], district["cells"][0], district["villages"][0], users[0]]
    far = [people[1], district["cells"][2], district["villages"][2], users[1]]
    for verb, *subjects in zip(
        ("person.corrected", "organisation.changed", "service.set", "account.closed"), near, far, strict=True
    ):
        for subject in subjects:
            record(None, verb, subject)


def subjects(client, **asked):
    return [line.subject for line in client.get(reverse("trail"), asked).context["page"].rows]


def test_the_whole_reach_sees_everything_newest_first(client, district, entries):
    client.force_login(a_user("board", district["top"]))

    assert subjects(client) == [
        "o-xa", "tai-khoan-gan", "Khe Ba", "Khe Một", "Chi bộ thôn Khe Ba", "Chi bộ thôn Khe Một",
        "Lý Thị Xa", "Lý Thị Gần",
    ]  # fmt: skip


def test_a_board_of_a_commune_sees_its_own_only(client, district, entries):
    client.force_login(a_user("board", district["committees"][0]))

    assert subjects(client) == ["tai-khoan-gan", "Khe Một", "Chi bộ thôn Khe Một", "Lý Thị Gần"]


def test_the_trail_is_narrowed_by_what_was_done(client, district, entries):
    client.force_login(a_user("admin"))

    assert subjects(client, viec="service.set") == ["Khe Ba", "Khe Một"]


def test_the_trail_is_narrowed_by_the_day_it_was_written_here(client, district):
    client.force_login(a_user("admin"))
    for text in ("2018-04-18T23:59+07:00", "2018-04-19T00:00+07:00", "2018-04-19T23:59+07:00"):
        moment = datetime.fromisoformat(text)
        with time_machine.travel(moment, tick=False):
            record(None, "load.applied", a_person(f"{moment:%d %H:%M}"))

    assert subjects(client, luc="19/04/2018") == ["19 23:59", "19 00:00"]
    assert subjects(client, luc="18/04/2018") == ["18 23:59"]


def test_a_day_that_is_none_is_spoken_of(client, district):
    client.force_login(a_user("admin"))

    page = client.get(reverse("trail"), {"luc": "hôm qua"}).content.decode()

    assert "“hôm qua” không có năm bốn chữ số" in page


def test_the_trail_is_paged(client, district):
    client.force_login(a_user("admin"))
    person = a_person()
    for _ in range(51):
        record(None, "person.corrected", person)

    assert len(subjects(client)) == 50
    assert len(subjects(client, trang="2")) == 1


@pytest.mark.parametrize("people", [1, 3])
def test_the_trail_asks_the_same_few_questions_however_long_it_is(client, district, people, django_assert_num_queries):
    client.force_login(a_user("board", district["committees"][0]))
    for _ in range(people):
        person = a_person()
        a_membership(person, district["cells"][0])
        record(None, "person.corrected", person)
    client.get(reverse("trail"))

    with django_assert_num_queries(7):
        client.get(reverse("trail"))


@pytest.mark.parametrize("role", ["commune", "cell", "centre", "mass", "leader"])
def test_only_board_and_administrators_read_the_trail(client, district, role):
    client.force_login(a_user(role, district["top"]))

    assert client.get(reverse("trail")).status_code == 404
