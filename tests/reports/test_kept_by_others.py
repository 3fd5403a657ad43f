"""What other processes write is seen by the next page, whenever their transactions began and ended."""

import os
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.architecture.test_trail import python

END_ALL = "Tenure.objects.update(until=EARLIER)"
BEGIN, COMMIT = "held.__enter__()", "held.__exit__(None, None, None)"
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")


class Neighbour:
    """A process of its own on the test's database."""

    def __init__(self, env):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("neighbour.py"))], env=env, **pipes
        )

    def tell(self, line):
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def answer(self):
        return literal_eval(self._process.stdout.readline())

    def ask(self, line):
        self.tell(line)
        return self.answer()

    def leave(self):
        self._process.communicate(timeout=60)
        assert self._process.returncode == 0


@pytest.fixture(scope="module")
def environment(tmp_path_factory, django_db_setup, django_db_blocker):
    """An environment whose database is a real one, the same for all tests of this module: each prepares it anew."""
    # A data folder of its own: the settings make one where they are read.
    env = {
        **os.environ, "TAONGUON_DATA": str(tmp_path_factory.mktemp("neighbours")), "DJANGO_SETTINGS_MODULE": "taonguon.config.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip
    if connection.vendor == "sqlite":
        python(env, "-m", "django", "migrate", "-v", "0")
        yield env
        return
    name, own = f"neighbours_{os.getpid()}", settings.DATABASES["default"]
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        env["TAONGUON_DATABASE_URL"] = f"postgres://{own['USER']}@{own['HOST'].replace('/', '%2F')}/{name}"
        python(env, "-m", "django", "migrate", "-v", "0")
        yield env
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def neighbours(environment):
    made = [Neighbour(environment) for _ in range(3)]
    yield made
    for one in made:
        one.leave()


def looked(reader, top):
    """Look until everything is kept; give the village heads' numbers, and how few queries that takes."""
    reader.ask(f"look({top})")
    *numbers, queries = reader.ask(f"look({top})")
    return numbers, queries


def test_what_another_process_wrote_is_on_the_next_page(neighbours):
    reader, writer, _other = neighbours
    top = writer.ask("prepare()")
    assert looked(reader, top)[0] == [3, 3, 3]

    assert writer.ask(END_ALL) == 3

    assert reader.ask(f"look({top})")[:3] == (3, 0, 0)


def test_a_write_begun_before_a_page_and_committed_after_it_is_on_the_next_page(neighbours):
    reader, writer, _other = neighbours
    top = writer.ask("prepare()")
    looked(reader, top)

    for line in (BEGIN, END_ALL):
        writer.ask(line)
    assert looked(reader, top)[0] == [3, 3, 3]
    writer.ask(COMMIT)

    assert reader.ask(f"look({top})")[:3] == (3, 0, 0)


def test_a_write_that_is_undone_lets_nothing_be_counted_anew(neighbours):
    reader, writer, _other = neighbours
    top = writer.ask("prepare()")
    numbers, queries = looked(reader, top)

    for line in (BEGIN, END_ALL, "transaction.set_rollback(True)", COMMIT):
        writer.ask(line)

    assert reader.ask(f"look({top})") == (*numbers, queries)


@only_postgresql
@pytest.mark.parametrize("first", [0, 1], ids=["in their order", "the other way round"])
def test_two_who_write_at_once_do_not_wait_and_each_is_seen_when_it_commits(neighbours, first):
    reader, *writers = neighbours
    top = writers[0].ask("prepare()")
    looked(reader, top)

    for number, writer in enumerate(writers):
        writer.ask(BEGIN)
        writer.ask(f"one_more_post({number})")
        writer.ask(f"Tenure.objects.filter(post=Post.objects.order_by('pk')[{number}]).update(until=EARLIER)")
        assert looked(reader, top)[0] == [3, 3, 3]

    writers[first].ask(COMMIT)
    assert looked(reader, top)[0] == [3, 2, 2]
    writers[1 - first].ask(COMMIT)
    assert looked(reader, top)[0] == [3, 1, 1]


def test_the_same_marks_never_stand_for_different_rows(neighbours):
    reader, *writers = neighbours
    writers[0].ask("prepare()")

    for seed, writer in enumerate(writers):
        writer.tell(f"write({seed}, 2)")
    looks, states, contradictions = reader.ask("watch(2)")
    written = [writer.answer() for writer in writers]

    assert min(sum(written), looks, states) > 5
    assert contradictions == 0
