"""Where the triggers of the marks do not all stand, nothing is kept; after every migration they stand again."""

import pytest
from django.core.management import call_command
from django.db import connection

from taonguon.orgs.queries import part_of
from taonguon.people.models import Tenure
from taonguon.reports.counts import secretaries
from taonguon.reports.kept import kept, marks_for
from taonguon.reports.marks import MARKED, marks, put_up
from tests.builders import TODAY, a_district, a_person, a_post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _standing():
    """Whatever a test took down stands again after it."""
    yield
    put_up(using="default")
    assert marks()


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def one_is_dropped():
    run("DROP TRIGGER reports_mark_people_tenure_update" if connection.vendor == "sqlite" else "DROP TRIGGER reports_mark ON people_tenure")  # fmt: skip


def a_table_is_altered_as_django_does():
    field = Tenure._meta.get_field("claim")
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(Tenure, alter_fields=[(field, field)])
        else:  # which keeps its triggers
            editor.execute("DROP TRIGGER reports_mark ON people_tenure")


def one_is_switched_off():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's triggers are there or not")
    run("ALTER TABLE people_tenure DISABLE TRIGGER reports_mark")


def a_mark_is_deleted():
    run("DELETE FROM reports_mark WHERE table_name = 'people_tenure'")


@pytest.mark.parametrize(
    "fault", [one_is_dropped, a_table_is_altered_as_django_does, one_is_switched_off, a_mark_is_deleted],
    ids=lambda fault: fault.__name__,
)  # fmt: skip
def test_nothing_is_kept_while_a_trigger_or_mark_is_missing(fault):
    land = a_district()
    place, secretary = part_of(land["top"].pk, TODAY), a_person()
    a_post("secretary", organisation=land["cells"][0], holder=secretary)
    held = {land["cells"][0].pk: secretary.pk}
    assert kept(marks_for(place), place, secretaries) == held

    fault()
    assert marks() == {}
    Tenure.objects.all().delete()
    assert kept(marks_for(place), place, secretaries) == {}

    put_up(using="default")
    assert kept(marks_for(place), place, secretaries) == {}
    a_post("secretary", organisation=land["cells"][1], holder=secretary)
    assert kept(marks_for(place), place, secretaries) == {land["cells"][1].pk: secretary.pk}


def test_each_migration_gives_every_table_a_new_mark():
    before = marks()

    call_command("migrate", verbosity=0)

    after = marks()
    assert before.keys() == after.keys() == {model._meta.db_table for model in MARKED}
    assert not set(before.values()) & set(after.values())


def test_without_the_table_of_marks_the_counted_tables_are_written_as_before():
    call_command("migrate", "reports", "zero", verbosity=0)
    try:
        a_person(lives_in=a_district()["villages"][0])
    finally:
        call_command("migrate", "reports", verbosity=0)

    assert marks()
