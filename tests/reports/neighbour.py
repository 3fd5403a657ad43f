"""Another process on the tests' database: `python neighbour.py` answers each line, an expression, with a line."""

import random
import sys
import time
from datetime import date

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402 Django must be set up first
from django.test.utils import CaptureQueriesContext  # noqa: E402

from taonguon.people.models import Post, Tenure  # noqa: E402
from taonguon.reports.marks import marks  # noqa: E402
from taonguon.reports.overview import overview  # noqa: E402
from tests.builders import a_district, a_membership, a_person, a_post  # noqa: E402

TODAY, EARLIER = date(2018, 4, 19), date(2018, 1, 1)
SNAPSHOT = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ"}
held = transaction.atomic()


def prepare():
    """Write a district whose village heads are members, and nothing else; give its id."""
    call_command("flush", interactive=False, verbosity=0)
    land = a_district()
    for village, cell in zip(land["villages"], land["cells"], strict=True):
        head = a_person("Lý Văn Trưởng", lives_in=village)
        a_membership(head, cell, date(2010, 5, 19), date(2011, 5, 19))
        a_post("head", village, holder=head)
    return land["top"].pk


def look(top):
    """Village heads: posts, held, held by members; and how many queries the whole page took."""
    with CaptureQueriesContext(connection) as queries:
        heads = overview(top, TODAY).coverage[0]
    return heads.exist, heads.filled, heads.members, len(queries)


def write(seed, seconds):
    """Change tenures for some time, in transactions with parts that are undone, some of them undone as a whole."""
    choice, until, done = random.Random(seed), time.monotonic() + seconds, 0  # noqa: S311 the same each time
    # Its own tenure: two who change one row at once would wait for each other.
    mine = Tenure.objects.filter(pk=Tenure.objects.order_by("pk")[seed % 3].pk)
    while time.monotonic() < until:
        with transaction.atomic():
            for _ in range(choice.randrange(1, 4)):
                with transaction.atomic():
                    mine.update(
                        claim=choice.choice(("", "official", "probationary")),
                        told_on=date(2018, 1, choice.randrange(1, 29)),
                    )
                    time.sleep(choice.random() / 200)
                    transaction.set_rollback(choice.random() < 0.3)
            undone = choice.random() < 0.3
            transaction.set_rollback(undone)
        done += not undone
    return done


def watch(seconds):
    """Look at marks and rows in one snapshot: (how many looks, states of the rows seen, marks that stood for two states)."""
    seen, until, looks = {}, time.monotonic() + seconds, 0
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(SNAPSHOT[connection.vendor])
            named = marks()["people_tenure"]
            cursor.execute("SELECT id, claim, told_on FROM people_tenure ORDER BY id")
            seen.setdefault(named, set()).add(str(cursor.fetchall()))
            cursor.execute("ROLLBACK")
        looks += 1
    return looks, len(set().union(*seen.values())), sum(len(states) > 1 for states in seen.values())


def one_more_post(village):
    """Write a post in the village of that number."""
    return Post.objects.create(kind="front", locality=Post.objects.order_by("pk")[village].locality).pk


for line in sys.stdin:
    print(repr(eval(line)), flush=True)  # noqa: S307 the tests' own lines
