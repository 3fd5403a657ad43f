"""Pages asked for through Django's test client, logged in, on a world of invented people."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Timing:
    """How long one address took, and how many queries it asked."""

    label: str
    median: float
    p95: float
    least: float
    """The quickest of all: what the page costs when nothing else runs on the machine."""
    cpu: float
    """The least time of the processor: this process's, with PostgreSQL's for it where that runs on the same machine."""
    first: float
    """The first request: the trees are drawn and templates compiled."""
    queries: int
    bytes: int


class Taken(NamedTuple):
    """What one request took."""

    seconds: float
    cpu: float


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
    return made | {
        "cases": count, "acts": candidacies.make_cases(count), "lines": candidacies.make_register(),
        "rounds": candidacies.make_rounds(),
    }  # fmt: skip


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
    first = [_taken(clients[username], address).seconds for _, username, address in asked]
    taken: list[list[Taken]] = [[] for _ in asked]
    for _ in range(times):
        for rounds, (label, username, address) in zip(taken, asked, strict=True):
            _before(label)
            rounds.append(_taken(clients[username], address))
    return {
        "timings": [
            asdict(_timing(one, clients[one[1]], cold, rounds))
            for one, cold, rounds in zip(asked, first, taken, strict=True)
        ]
    }


def _before(label: str) -> None:
    """Write what the label says was written just before the page is asked for."""
    for ending, write in WRITES.items():
        if label.endswith(ending):
            write()


def _log_in() -> None:
    """Log somebody in: a session, and the day of the last log-in."""
    _client("secretary")


def _change_a_tenure() -> None:
    """End a tenure that lasts, or let it last again."""
    from taonguon.people.models import Tenure

    _turn(Tenure.objects.filter(pk=Tenure.objects.latest("pk").pk))


def _change_a_membership() -> None:
    """End a member's activity and move the ceremony, or the other way round."""
    from django.db import transaction

    from taonguon.people.models import Activity, Membership

    activity = Activity.objects.latest("pk")
    with transaction.atomic():
        _turn(Activity.objects.filter(pk=activity.pk))
        Membership.objects.filter(pk=activity.membership_id).update(
            admitted_on=f"2016-05-{10 + (activity.until is None)}"
        )


def _turn(rows: Any) -> None:
    rows.update(until="2018-04-18" if rows.filter(until=None).exists() else None)


WRITES: dict[str, Callable[[], None]] = {
    "just after a log-in": _log_in, "just after a tenure changed": _change_a_tenure,
    "just after a membership changed": _change_a_membership,
}  # fmt: skip
"""How the label of a page ends before each request of which somebody writes something -> what is written."""


def _client(username: str) -> Any:
    from django.test import Client

    from taonguon.accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=username))
    return client


def _timing(one: tuple[str, str, str], client: Any, first: float, rounds: list[Taken]) -> Timing:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _before(one[0])
    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(one[2]).content)
    seconds = sorted(taken.seconds for taken in rounds)
    p95 = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    cpu = min(taken.cpu for taken in rounds)
    return Timing(one[0], statistics.median(seconds), p95, seconds[0], cpu, first, len(queries), size)


def _taken(client: Any, address: str) -> Taken:
    server = _server()
    began, busy = time.perf_counter(), _busy(server)
    answer = client.get(address)
    took = Taken(time.perf_counter() - began, _busy(server) - busy)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return took


def _server() -> Path | None:
    """Give where Linux counts the processor's time of our process on the PostgreSQL server, if it is of this machine."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    process = Path("/proc") / str(pid)
    ours = (process / "comm").exists() and (process / "comm").read_text().startswith("postgres")
    return process / "schedstat" if ours else None


def _busy(server: Path | None) -> float:
    """Give the processor's seconds used so far for our requests."""
    return time.process_time() + (int(server.read_text().split()[0]) / 1e9 if server else 0)
