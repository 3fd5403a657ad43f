"""What is kept of the whole tree is never older than the last write, whoever wrote it and by whatever means."""

import re
from datetime import date, timedelta
from importlib import import_module
from threading import Thread

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taonguon.audit.actions import record
from taonguon.orgs.models import Locality
from taonguon.orgs.queries import part_of
from taonguon.people.actions import rewrite_activities
from taonguon.people.bulk import insert_rows, update_rows
from taonguon.people.models import Activity, Membership, Person, Post, Residence, Tenure
from taonguon.reports.kept import READS, marks_for
from taonguon.reports.marks import MARKED, marks
from taonguon.reports.overview import overview
from taonguon.rules.membership import Stay
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db(transaction=True)
EARLIER = date(2018, 1, 1)


@pytest.fixture
def land():
    made = a_district()
    made["head"] = a_person("Lý Văn Trưởng", lives_in=made["villages"][0])
    made["membership"] = a_membership(made["head"], made["cells"][0], date(2010, 5, 19), date(2011, 5, 19))
    made["post"] = a_post("head", made["villages"][0], holder=made["head"])
    return made


def look(land):
    """Numbers of the first page, and how many queries they took."""
    with CaptureQueriesContext(connection) as queries:
        seen = overview(land["top"].pk, TODAY)
    head = seen.coverage[0]
    empty = "".join(sorted(village.name[-1] for village in seen.without_members))
    numbers = (seen.members.total, head.exist, head.filled, head.official, empty, seen.overdue)
    return (*numbers, sum(month.admitted for month in seen.months)), len(queries)


AS_MADE = (1, 1, 1, 1, "ai", 0, 0)
"""Members; village heads: posts, held, by official members; last letters of villages without a member; …"""


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

    assert first == again == AS_MADE
    assert asked - asked_again == len(READS)


def someone_else_joins(land):
    a_membership(a_person("Bế Thị Mới", lives_in=land["villages"][1]), land["cells"][1], date(2016, 5, 19))


def the_tenure_is_saved(_land):
    tenure = Tenure.objects.get()
    tenure.until = EARLIER
    tenure.save()


def the_tenure_is_updated(_land):
    Tenure.objects.update(until=EARLIER)


def tenures_are_updated_in_bulk(_land):
    tenure = Tenure.objects.get()
    tenure.until = EARLIER
    Tenure.objects.bulk_update([tenure], ["until"])


def tenures_are_updated_by_our_verb(_land):
    update_rows(Tenure, ("until",), [(Tenure.objects.get().pk, EARLIER)])


def tenures_are_inserted_over(land):
    tenure = Tenure.objects.get()
    tenure.until = EARLIER
    Tenure.objects.bulk_create([tenure], update_conflicts=True, unique_fields=["id"], update_fields=["until"])


def somebody_types_sql(_land):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_tenure SET until = '2018-01-01'")


def the_tenure_is_deleted(_land):
    Tenure.objects.all().delete()


def the_table_is_emptied(_land):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE people_tenure" if connection.vendor == "postgresql" else "DELETE FROM people_tenure")


def posts_are_created_in_bulk(land):
    Post.objects.bulk_create(Post(kind="head", locality=village) for village in land["villages"][1:])


def posts_are_created_where_there_are_none(land):
    Post.objects.bulk_create(
        (Post(kind="head", locality=village) for village in land["villages"]), ignore_conflicts=True
    )


def posts_are_copied_in(land):
    with transaction.atomic():
        insert_rows(
            Post, ("kind", "locality", "established"), [("head", village.pk, True) for village in land["villages"][1:]]
        )


def the_head_leaves_the_party(land):
    rewrite_activities(land["membership"], [Stay(land["cells"][0].pk, until=EARLIER)])


def the_activity_goes_with_its_membership(land):
    land["membership"].delete()


def the_head_moves(land):
    Residence.objects.update(locality=land["villages"][2])


def the_ceremony_was_later(_land):
    Membership.objects.update(admitted_on=date(2018, 3, 3), official_on=None)


WRITES = {
    someone_else_joins: (2, 1, 1, 1, "a", 1, 1),
    the_tenure_is_saved: (1, 1, 0, 0, "ai", 0, 0),
    the_tenure_is_updated: (1, 1, 0, 0, "ai", 0, 0),
    tenures_are_updated_in_bulk: (1, 1, 0, 0, "ai", 0, 0),
    tenures_are_updated_by_our_verb: (1, 1, 0, 0, "ai", 0, 0),
    tenures_are_inserted_over: (1, 1, 0, 0, "ai", 0, 0),
    somebody_types_sql: (1, 1, 0, 0, "ai", 0, 0),
    the_tenure_is_deleted: (1, 1, 0, 0, "ai", 0, 0),
    the_table_is_emptied: (1, 1, 0, 0, "ai", 0, 0),
    posts_are_created_in_bulk: (1, 3, 1, 1, "ai", 0, 0),
    posts_are_created_where_there_are_none: (1, 3, 1, 1, "ai", 0, 0),
    posts_are_copied_in: (1, 3, 1, 1, "ai", 0, 0),
    the_head_leaves_the_party: (0, 1, 1, 0, "ait", 0, 0),
    the_activity_goes_with_its_membership: (0, 1, 1, 0, "ait", 0, 0),
    the_head_moves: (1, 1, 1, 1, "it", 0, 0),
    the_ceremony_was_later: (1, 1, 1, 1, "ai", 0, 1),
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


def somebody_logs_in(land):
    username = a_user("board", land["top"]).username
    answer = Client().post(reverse("account_login"), {"login": username, "password": "mat-khau-thu-2018"})
    assert answer.status_code == 302


def a_session_is_written(_land):
    client = Client()
    client.force_login(a_user())
    session = client.session
    session["language"] = "en"
    session.save()


def an_entry_is_written(land):
    record(None, "person.added", land["head"])


def a_failed_log_in_is_counted(_land):
    cache.set("failed", 1)


def a_name_is_corrected(_land):
    Person.objects.update(name="Lý Văn Trường")


@pytest.fixture
def an_open_trail():
    """Let the trail be emptied after the test: the database would refuse."""
    yield
    wall = import_module("taonguon.audit.migrations.0002_entry_shut")
    with connection.schema_editor() as editor:
        wall.open_again(None, editor)
        editor.execute("DELETE FROM audit_entry")
        wall.shut(None, editor)


@pytest.mark.usefixtures("an_open_trail")
@pytest.mark.parametrize(
    "write",
    [somebody_logs_in, a_session_is_written, an_entry_is_written, a_failed_log_in_is_counted, a_name_is_corrected],
    ids=lambda write: write.__name__,
)
@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_what_no_count_reads_lets_nothing_be_counted_anew(land, write, where):
    look(land)
    kept = look(land)

    if where == "here":
        write(land)
    else:
        elsewhere(lambda: write(land))

    assert look(land) == kept


def test_a_tenure_lets_only_the_counts_of_tenures_be_made_anew(land):
    look(land)
    _numbers, asked = look(land)

    Tenure.objects.update(claim="official")

    assert look(land)[1] - asked == sum(Tenure in tables for tables in READS.values()) == 2


def tables_named_in(queries):
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return {name for query in queries for name in re.findall(r'"(\w+)"', query["sql"])} & known


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
def test_a_read_asks_the_tables_that_it_is_kept_by(land, read):
    place = part_of(land["top"].pk, TODAY)
    days = (EARLIER, TODAY) if read.__code__.co_argcount == 3 else ()

    with CaptureQueriesContext(connection) as queries:
        read(place, *days)

    assert tables_named_in(queries.captured_queries) == {model._meta.db_table for model in READS[read]}
    assert set(READS[read]) <= set(MARKED)


def a_row(model, land):
    """A row that nothing points to, not yet written."""
    other = a_person("Bế Thị Mới")
    return {
        Locality: lambda: Locality(code="mới"),
        Residence: lambda: Residence(person=other, locality=land["villages"][0]),
        Membership: lambda: Membership(person=other),
        Activity: lambda: Activity(
            membership=Membership.objects.create(person=other), person=other, cell=land["cells"][0], standing="official"
        ),
        Post: lambda: Post(kind="front", locality=land["villages"][0]),
        Tenure: lambda: Tenure(post=a_post("front", land["villages"][0]), person=other),
    }[model]()


@pytest.mark.parametrize("model", MARKED, ids=lambda model: model.__name__)
def test_each_change_of_a_row_marks_its_table_and_no_other(land, model):
    row = a_row(model, land)

    def delete():
        model._base_manager.filter(pk=row.pk)._raw_delete(row._state.db)  # of this table only

    for act in (row.save, row.save, delete):
        before = marks()
        act()
        after = marks()
        assert {table for table in after if after[table] != before[table]} == {model._meta.db_table}


def test_nothing_is_kept_of_a_transaction_that_is_undone(land):
    before, _asked = look(land)

    with transaction.atomic():
        the_tenure_is_updated(land)
        inside, _asked = look(land)
        transaction.set_rollback(True)

    assert (inside, look(land)[0]) == (WRITES[the_tenure_is_updated], before)


def test_what_was_marked_before_and_after_a_part_that_is_undone_is_seen(land):
    look(land)

    with transaction.atomic():
        with transaction.atomic():
            Tenure.objects.update(claim="official")
            transaction.set_rollback(True)
        the_tenure_is_updated(land)
    assert look(land)[0] == WRITES[the_tenure_is_updated]

    with transaction.atomic():
        Tenure.objects.update(until=None)
        with transaction.atomic():
            Tenure.objects.all().delete()
            transaction.set_rollback(True)
    assert look(land)[0] == AS_MADE


def test_only_counts_of_everything_are_kept(land):
    assert marks_for(part_of(land["top"].pk, TODAY))
    assert marks_for(part_of(land["committees"][0].pk, TODAY)) == {}
    with transaction.atomic():
        assert marks_for(part_of(land["top"].pk, TODAY)) == {}


def test_days_are_kept_apart(land):
    look(land)

    assert overview(land["top"].pk, date(2010, 1, 1)).members.total == 0
    assert overview(land["top"].pk, TODAY - timedelta(1)).members.total == 1
    assert look(land)[0] == AS_MADE
