"""Pages asked for through Django's test client, logged in, on a world of invented people."""

import statistics
import time
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Timing:
    """How long one address took, and how many queries it asked."""

    label: str
    median: float
    p95: float
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


def _analyse() -> None:
    """Let PostgreSQL look at its tables, as it does by itself overnight; SQLite never does."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages(asked: list[tuple[str, str, str]], times: int) -> dict[str, Any]:
    """Ask for pages: (label, username, address) each."""
    return {"timings": [asdict(_timed(*one, times)) for one in asked]}


def _timed(label: str, username: str, address: str, times: int) -> Timing:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from taonguon.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=username))
    first = _seconds(client, address)[0]
    seconds = sorted(_seconds(client, address)[0] for _ in range(times))
    with CaptureQueriesContext(connection) as queries:
        _, size = _seconds(client, address)
    p95 = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    return Timing(label, statistics.median(seconds), p95, first, len(queries), size)


def _seconds(client: Any, address: str) -> tuple[float, int]:
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return took, len(answer.content)
