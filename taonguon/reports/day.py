"""The rows of one day for one unit, read once however many figures use them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from taonguon.orgs.queries import Part, part_of
from taonguon.people.enums import Standing
from taonguon.people.models import Membership
from taonguon.people.queries import seats as village_seats
from taonguon.people.queries.counts import Members
from taonguon.people.queries.seats import PostState, Seat, VillagePosts
from taonguon.reports import counts
from taonguon.reports.kept import Marks, kept, marks_for
from taonguon.rules.dates import Period, last_full_quarter
from taonguon.rules.names import place_key
from taonguon.rules.tree import Node

JSON = dict[str, Any]
Read = TypeVar("Read")


@dataclass(frozen=True)
class Day:
    """The rows of one day, each read at most once however many figures use it."""

    place: Part
    period: Period

    @property
    def on(self) -> date:
        """The day."""
        return self.place.on

    @cached_property
    def seats(self) -> list[Seat]:
        """Village posts with holders."""
        return village_seats.seats(self.place)

    @cached_property
    def _marks(self) -> Marks:
        return marks_for(self.place)

    def _kept(self, read: Callable[..., Read], *days: date) -> Read:
        return kept(self._marks, self.place, read, *days)

    @cached_property
    def posts(self) -> dict[int, VillagePosts]:
        """Village id -> what its posts are, and its head: for counting."""
        return self._kept(village_seats.posts_by_village)

    @cached_property
    def secretaries(self) -> dict[int, int]:
        """Cell id -> person id."""
        return self._kept(counts.secretaries)

    @cached_property
    def members_by_cell(self) -> dict[int, Members]:
        """Cell id -> members."""
        return self._kept(counts.members_by_cell)

    @cached_property
    def villages_without_cell(self) -> list[Node]:
        """Villages no cell covers."""
        covered = {v for villages in self.place.map.covered.values() for v in villages}
        return _in_order([v for v in self.place.villages if v.pk not in covered], self.place)

    @cached_property
    def villages_without_members(self) -> list[Node]:
        """Villages in which no member lives."""
        lived_in = self._kept(village_seats.villages_with_members)
        return _in_order([v for v in self.place.villages if v.pk not in lived_in], self.place)

    @cached_property
    def concurrent(self) -> list[tuple[Node, int]]:
        """Village cells whose secretary heads a village the cell covers: (cell, village id)."""
        covered, heads = self.place.map.covered, self.posts
        out = []
        for cell in self.place.village_cells:
            person = self.secretaries.get(cell.pk)
            if person is None:
                continue
            for village in covered[cell.pk]:
                if village in heads and heads[village].head == person:
                    out.append((cell, village))
                    break
        return out

    @cached_property
    def overdue(self) -> list[tuple[int, date]]:
        """Those too long on probation: (person id, ceremony)."""
        return self._kept(counts.overdue_probation)

    @cached_property
    def admitted(self) -> list[Membership]:
        """Ceremonies of the period."""
        rows = counts.admitted_between(self.place, self.period.first, min(self.period.last, self.on))
        return list(rows.select_related("person").order_by("admitted_on", "pk"))

    @cached_property
    def recognised(self) -> list[Membership]:
        """Decisions of recognition signed in the period."""
        rows = counts.recognised_between(self.place, self.period.first, min(self.period.last, self.on))
        return list(rows.select_related("person").order_by("recognised_on", "pk"))

    def admitted_by_day(self, first: date, last: date) -> Counter[date]:
        """Day -> how many ceremonies, of some days."""
        return self._kept(counts.admitted_by_day, first, last)

    def recognised_by_day(self, first: date, last: date) -> Counter[date]:
        """Day -> how many decisions of recognition, of some days."""
        return self._kept(counts.recognised_by_day, first, last)

    @cached_property
    def cells_of_admitted(self) -> Counter[int]:
        """Cell id -> how many of those admitted in the period are active in it."""
        return self._kept(counts.cells_of_admitted, self.period.first, min(self.period.last, self.on))

    def commune_name(self, village: int) -> str:
        """Name of the commune a village lies in."""
        commune = self.place.map.commune_of(village)
        return commune.name if commune else ""

    def place_json(self, village: int) -> JSON:
        """A village in a list."""
        node = self.place.map.localities.get(village)
        return {"commune": self.commune_name(village), "village": node.name if node else ""}


def day_of(unit_pk: int | None, on: date, period: Period | None = None) -> Day:
    """Give the rows of a unit's day; the period is the last full quarter unless named."""
    return Day(part_of(unit_pk, on), period or last_full_quarter(on))


def _in_order(villages: list[Node], place: Part) -> list[Node]:
    """Commune by commune in the office's order, by name within one."""
    rank = {c.pk: n for n, c in enumerate(place.communes)}
    return sorted(villages, key=lambda v: (rank.get(v.parent_pk or 0, 0), place_key(v.name)))


def mismatch(post: Seat | PostState) -> str:
    """Say how a post list's mark differs from the register; '' where it does not."""
    if not post.filled or post.standing == (post.claim or None):
        return ""
    if not post.claim:
        return "member_without_mark"
    if post.standing is None:
        return "mark_without_member"
    return "marked_probationary_but_official" if post.claim == Standing.PROBATIONARY else ""
