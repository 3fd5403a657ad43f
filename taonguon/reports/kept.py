"""Counts of everything, kept in the process until a row changes of a table that they read.

The database marks every change of a counted table, whoever makes it and by whatever means (`marks.py`). The marks are
asked for before the rows: what is kept under them is as new as they are or newer, and nobody gets the old marks any
more once something newer is there to be seen. Inside a transaction, which may be undone, nothing is kept. What is kept
are numbers and ids of one day for the whole tree: no names of people, no pages.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Model

from taonguon.orgs.models import Locality
from taonguon.orgs.queries import Part
from taonguon.people.models import Activity, Membership, Post, Residence, Tenure
from taonguon.people.queries import seats
from taonguon.reports import counts
from taonguon.reports.marks import marks

Read = TypeVar("Read")
Marks = dict[str, str]
READS: dict[Callable[..., Any], tuple[type[Model], ...]] = {
    seats.posts_by_village: (Post, Tenure, Activity),
    counts.secretaries: (Post, Tenure),
    counts.members_by_cell: (Activity,),
    seats.villages_with_members: (Locality, Residence, Activity),
    counts.overdue_probation: (Activity, Membership),
    counts.admitted_by_day: (Membership,),
    counts.recognised_by_day: (Membership,),
    counts.cells_of_admitted: (Membership, Activity),
}
"""What may be kept -> the tables it reads, where it reads the whole tree (a test looks at what is asked)."""
_KEPT: OrderedDict[tuple[Any, ...], tuple[tuple[str, ...], Any]] = OrderedDict()
_MOST = 64


def marks_for(place: Part) -> Marks:
    """Give the marks of now; none where nothing may be kept: for a part of the tree, in a transaction."""
    return marks() if place.whole and not connection.in_atomic_block else {}


def kept(now: Marks, place: Part, read: Callable[..., Read], *days: date) -> Read:
    """Give what the read gives, from memory where it was read under the same marks of its tables."""
    if not now:
        return read(place, *days)
    of_its_tables = tuple(now[model._meta.db_table] for model in READS[read])
    key = (read.__name__, place.on, *days)
    under, found = _KEPT.get(key, ((), None))  # another thread may drop it the moment after
    if under != of_its_tables:
        found = read(place, *days)
        _KEPT[key] = (of_its_tables, found)
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return cast(Read, found)
