"""Who a register means by the helpers it names, and their assignments one after the other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from taonguon.admissions.models import Assignment
from taonguon.intake.appliers.base import NAME_LENGTH
from taonguon.intake.interpret.records import SourceRow
from taonguon.people.enums import Standing
from taonguon.people.models import Activity
from taonguon.rules.names import fold
from taonguon.rules.tree import Node

_NAMES_AT_ONCE = 500


class Link(NamedTuple):
    """One assignment: an official member of the cell, or only the name where nobody there bears it."""

    helper_id: int | None
    name: str
    since: date | None
    until: date | None


class Helpers:
    """Finds the official members of a cell by name; never by name alone."""

    def __init__(self, names: Iterable[str]) -> None:
        self._members: dict[tuple[str, int], set[int]] = defaultdict(set)
        folded = sorted({fold(name) for name in names})
        for start in range(0, len(folded), _NAMES_AT_ONCE):
            some = folded[start : start + _NAMES_AT_ONCE]
            rows = Activity.objects.filter(person__folded__in=some, standing=Standing.OFFICIAL)
            for person, name, cell in rows.values_list("person_id", "person__folded", "cell_id").distinct():
                self._members[(name, cell)].add(person)

    def of(self, row: SourceRow, cell: Node) -> list[Link]:
        """Give the helpers a row names, in the order of their assignment; none ends yet."""
        out = []
        for name, since in row.helpers:
            found = self._members.get((fold(name), cell.pk), set())
            helper = next(iter(found)) if len(found) == 1 else None
            out.append(Link(helper, "" if helper else name[:NAME_LENGTH], since.first if since else None, None))
        return out


def chained(before: Sequence[Assignment], named: list[Link], as_of: date) -> list[Link]:
    """Join what a list names to what is on record: each ends where the next begins.

    Empty where there is nothing to say: the list names nobody, or who helps was changed after what it tells.
    """
    last = named[-1].since if named else None
    if not named or (last is not None and any(row.since is not None and row.since > last for row in before)):
        return []
    links = [_known(link, before) for link in named]
    first = links[0]
    earlier = [
        Link(row.helper_id, row.name, row.since, None)
        for row in before
        if not any(_same(row, link) for link in links)
        and first.since is not None
        and (row.since is None or row.since < first.since)
    ]
    chain = [*earlier, *links]
    out: list[Link] = []
    for number, link in enumerate(chain):
        begun = link.since or (as_of if number else None)
        if out:
            was = out[-1]
            out[-1] = was._replace(until=begun, since=was.since if was.since and begun and was.since < begun else None)
        out.append(link._replace(since=begun))
    return out


def same_chain(before: Sequence[Assignment], links: list[Link]) -> bool:
    """Say whether the assignments on record are these."""
    return [(r.helper_id, r.name, r.since, r.until) for r in before] == links


def _same(row: Assignment, link: Link) -> bool:
    if link.helper_id is not None:
        return link.helper_id == row.helper_id
    return fold(row.helper.name if row.helper else row.name) == fold(link.name)


def _known(link: Link, before: Sequence[Assignment]) -> Link:
    """Keep of a helper on record what the list does not say: who of the name, since when."""
    row = next((r for r in before if _same(r, link)), None)
    if row is None:
        return link
    helper = link.helper_id or row.helper_id
    return Link(helper, "" if helper else link.name, link.since or row.since, None)
