"""Pages asked for through Django's test client, logged in, on a world of invented people."""

import statistics
import time
from dataclasses import asdict, dataclass
from typing import Any

JUST_WRITTEN = "just after a write"
"""How the label of a page ends before each request of which somebody writes something."""


@dataclass(frozen=True)
class Timing:
    """How long one address took, and how many queries it asked."""

    label: str
    median: float
    p95: float
    least: float
    """The quickest of all: what the page costs when nothing else runs on the machine."""
    first: float
    """The first request: the trees are drawn and templates compiled."""
    queries: int
    bytes: int


def page_world(shapes: str) -> dict[str, Any]:
    """Write a district alone or a province, with people, goals and log-ins; give the ids pages are asked for by."""
    from bench import world

    made = world.make_trees((world.SMALL,) if shapes == "district" else world.PROVINCE)
    people = world.make_people(made)
    world.make_goals(made)
    district = next(u for u in made.units if u.kind == "district")
    commune = next(u for u in district.children if u.kind == "grassroots")
    cell = next(u for u in commune.children if u.word == "village")
    world.make_log_ins([
        ("admin", "admin", None), ("board", "board", made.units[0].pk), ("district", "board", district.pk),
        ("secretary", "cell", cell.pk),
    ])  # fmt: skip
    _analyse()
    return {
        "people": people, "units": len(made.units), "villages": len(made.villages()), "root": made.units[0].pk,
        "district": district.pk, "commune": commune.pk, "cell": cell.pk,
    }  # fmt: skip


def case_world(count: int) -> dict[str, Any]:
    """Write a district with open cases in it, and log-ins; give the ids pages are asked for by."""
    from bench import candidacies

    made = page_world("district")
    return made | {"cases": count, "acts": candidacies.make_cases(count)}


def _analyse() -> None:
    """Let PostgreSQL look through its tables, as it does by itself within minutes; SQLite never does."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def pages(asked: list[tuple[str, str, str]], times: int) -> dict[str, Any]:
    """Ask for pages, in a process set up as the server's: (label, username, address) each.

    In rounds, not page after page: what else the machine does then meets all of them alike.
    """
    import taonguon.config.wsgi  # noqa: F401 it sets the process up

    clients = {username: _client(username) for _, username, _ in asked}
    first = [_seconds(clients[username], address)[0] for _, username, address in asked]
    taken: list[list[float]] = [[] for _ in asked]
    for _ in range(times):
        for seconds, (label, username, address) in zip(taken, asked, strict=True):
            if label.endswith(JUST_WRITTEN):
                _write()
            seconds.append(_seconds(clients[username], address)[0])
    return {
        "timings": [
            asdict(_timing(one, clients[one[1]], cold, sorted(seconds)))
            for one, cold, seconds in zip(asked, first, taken, strict=True)
        ]
    }


def _write() -> None:
    """Write something, so that no count kept of the whole tree is good any more."""
    from taonguon.people.models import Person

    Person.objects.filter(pk=Person.objects.values("pk")[:1]).update(merged_into=None)


def _client(username: str) -> Any:
    from django.test import Client

    from taonguon.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=username))
    return client


def _timing(one: tuple[str, str, str], client: Any, first: float, seconds: list[float]) -> Timing:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if one[0].endswith(JUST_WRITTEN):
        _write()
    with CaptureQueriesContext(connection) as queries:
        _, size = _seconds(client, one[2])
    p95 = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    return Timing(one[0], statistics.median(seconds), p95, seconds[0], first, len(queries), size)


def _seconds(client: Any, address: str) -> tuple[float, int]:
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return took, len(answer.content)
