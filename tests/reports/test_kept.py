"""What is kept of the whole tree is never older than the last write, whoever wrote it and by whatever means."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from taonguon.orgs.queries import part_of
from taonguon.people.models import Activity, Residence, Tenure
from taonguon.reports.kept import state_of_data
from taonguon.reports.overview import overview
from tests.builders import TODAY, a_district, a_membership, a_person, a_post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def land():
    made = a_district()
    made["head"] = a_person("Lý Văn Trưởng", lives_in=made["villages"][0])
    a_membership(made["head"], made["cells"][0], date(2010, 5, 19), date(2011, 5, 19))
    made["post"] = a_post("head", made["villages"][0], holder=made["head"])
    return made


def look(land):
    """Numbers of the first page, and how many queries they took."""
    with CaptureQueriesContext(connection) as queries:
        seen = overview(land["top"].pk, TODAY)
    head = seen.coverage[0]
    return (seen.members.total, head.filled, head.official, len(seen.without_members), seen.overdue), len(queries)


def elsewhere(act):
    """Do something on another connection."""

    def work():
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join()


def test_the_same_data_is_counted_once(land):
    part_of(land["top"].pk, TODAY)  # draws the map of the day
    first, asked = look(land)

    again, asked_again = look(land)

    assert first == again == (1, 1, 1, 2, 0)
    assert asked - asked_again == 5


def someone_else_joins(land):
    a_membership(a_person("Bế Thị Mới", lives_in=land["villages"][1]), land["cells"][1], date(2016, 5, 19))


def the_head_leaves_office(_land):
    Tenure.objects.update(until=date(2018, 1, 1))


def the_post_is_taken_out(land):
    Tenure.objects.all().delete()
    land["post"].delete()


def the_head_leaves_the_party(_land):
    Activity.objects.filter(until=None).update(until=date(2018, 1, 1))


def the_head_moves(land):
    Residence.objects.update(locality=land["villages"][2])


def somebody_types_sql(_land):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_tenure SET until = '2018-01-01'")


WRITES = {
    someone_else_joins: (2, 1, 1, 1, 1),
    the_head_leaves_office: (1, 0, 0, 2, 0),
    the_post_is_taken_out: (1, 0, 0, 2, 0),
    the_head_leaves_the_party: (0, 1, 0, 3, 0),
    the_head_moves: (1, 1, 1, 2, 0),
    somebody_types_sql: (1, 0, 0, 2, 0),
}


@pytest.mark.parametrize("where", ["here", "elsewhere"])
@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_any_write_is_seen_at_once(land, write, where):
    look(land)

    if where == "here":
        write(land)
    else:
        elsewhere(lambda: write(land))

    assert look(land)[0] == WRITES[write]


def test_nothing_is_kept_of_a_transaction_that_is_undone(land):
    before, _asked = look(land)

    with transaction.atomic():
        the_head_leaves_office(land)
        inside, _asked = look(land)
        transaction.set_rollback(True)

    assert (inside, look(land)[0]) == ((1, 0, 0, 2, 0), before)


def test_only_counts_of_everything_are_kept(land):
    assert state_of_data(part_of(land["top"].pk, TODAY))
    assert state_of_data(part_of(land["committees"][0].pk, TODAY)) == ""
    with transaction.atomic():
        assert state_of_data(part_of(land["top"].pk, TODAY)) == ""
