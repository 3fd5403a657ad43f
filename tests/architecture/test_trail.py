"""The trail is registered, chained and shut."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import Error, connection, transaction

from taonguon.audit.actions import UnknownVerbError, record
from taonguon.audit.models import Entry, Head
from taonguon.audit.queries import breaks_in_the_chain
from taonguon.audit.verbs import VERBS
from tests.architecture.processes import python
from tests.builders import a_person, a_user

WRITERS, ENTRIES = 8, 12
WALK = (
    "import django; django.setup()\n"
    "from taonguon.audit.models import Entry, Head\n"
    "from taonguon.audit.queries import breaks_in_the_chain\n"
    "print(Entry.objects.count(), Head.objects.get().length, list(breaks_in_the_chain()))"
)


def test_eight_writers_at_once_make_one_chain(elsewhere):
    writer = [sys.executable, str(Path(__file__).with_name("writer.py")), str(ENTRIES)]

    running = [subprocess.Popen(writer, env=elsewhere) for _ in range(WRITERS)]

    assert [process.wait(timeout=120) for process in running] == [0] * WRITERS
    total = WRITERS * ENTRIES
    assert python(elsewhere, "-c", WALK) == f"{total} {total} []"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act", [lambda: Entry.objects.update(verb="person.added"), lambda: Entry.objects.all().delete()],
    ids=["change", "delete"],
)  # fmt: skip
def test_the_database_refuses_to_touch_an_entry(act):
    record(None, "load.applied", a_person())

    with pytest.raises(Error, match="never changed or deleted"), transaction.atomic():
        act()

    assert Entry.objects.get().verb == "load.applied"


def open_the_trail():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute("DROP TRIGGER audit_entry_no_delete")
        else:
            cursor.execute("DROP TRIGGER audit_entry_shut ON audit_entry")


@pytest.mark.django_db
def test_a_whole_chain_has_no_breaks():
    user = a_user()
    for number in range(3):
        record(user, "person.added", a_person(), name="Hoàng Văn Thử", number=number)

    assert list(breaks_in_the_chain()) == []
    assert Head.objects.get().length == 3


@pytest.mark.django_db
def test_a_tampered_entry_breaks_the_chain():
    entries = [record(None, "person.added", a_person(), number=number) for number in range(3)]
    open_the_trail()

    Entry.objects.filter(pk=entries[1].pk).update(data={"number": 7})

    assert list(breaks_in_the_chain()) == [f"entry {entries[1].pk} does not follow from the entry before it"]


@pytest.mark.django_db
def test_a_cut_tail_breaks_the_chain():
    entries = [record(None, "person.added", a_person()) for _ in range(3)]
    open_the_trail()

    Entry.objects.filter(pk=entries[2].pk).delete()

    assert list(breaks_in_the_chain()) == ["the chain's end is not where its head says"]


@pytest.mark.django_db
def test_a_verb_without_a_sentence_is_refused():
    with pytest.raises(UnknownVerbError, match=r"person\.teleported"):
        record(None, "person.teleported", a_person())

    assert not Entry.objects.exists()


def test_every_verb_has_a_sentence():
    assert all(str(sentence) for sentence in VERBS.values())
