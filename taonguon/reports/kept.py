"""Counts of everything, kept in the process for as long as nothing at all was written.

Both databases name the state of the data that a question sees, and the name changes with every write, whoever
makes it and by whatever means:

- PostgreSQL: `pg_current_snapshot()` lists which transactions are over. It changes whenever one that wrote
  anything ends, and never comes back while the server runs.
- SQLite: `PRAGMA data_version` changes whenever another connection commits, `total_changes` whenever this one
  writes. Both mean something on one connection only, so the name begins with the connection's number.

The name is asked for before the rows: what is kept under it is as new as the name or newer, and nobody gets the
old name any more once something newer is there to be seen. Inside a transaction, which may be undone, nothing is
kept. What is kept are numbers and ids of one day for the whole tree: no names of people, no pages.
"""

import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

from taonguon.orgs.queries import Part

Read = TypeVar("Read")
_KEPT: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_MOST = 64
_SQLITE = "PRAGMA data_version"
_POSTGRESQL = "SELECT pg_current_snapshot()::text, pg_postmaster_start_time()::text"
_HERE = threading.local()
_NUMBERS = itertools.count(1)


def state_of_data(place: Part) -> str:
    """Name the state of all data; '' where nothing may be kept: for a part of the tree, in a transaction."""
    if not place.whole or connection.in_atomic_block:
        return ""
    on_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if on_sqlite else _POSTGRESQL)
        seen = cursor.fetchone()
    if on_sqlite:
        return f"{_number()} {seen} {connection.connection.total_changes}"
    return f"{connection.settings_dict['HOST']} {connection.settings_dict['NAME']} {seen}"


def _number() -> int:
    """Number the thread's connection to SQLite; one opened anew gets a new number."""
    if getattr(_HERE, "connection", None) is not connection.connection:
        _HERE.connection, _HERE.number = connection.connection, next(_NUMBERS)
    number: int = _HERE.number
    return number


def kept(state: str, place: Part, read: Callable[[Part], Read]) -> Read:
    """Give what the read gives, from memory where it was read in the same state of the data."""
    if not state:
        return read(place)
    key = (state, place.on, read.__name__)
    found: Read | None = _KEPT.get(key)  # another thread may drop it the moment after
    if found is None:
        found = _KEPT[key] = read(place)
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return found
