"""The rows of one day for one unit, read once however many figures use them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from taonguon.orgs.enums import ServiceKind
from taonguon.people.enums import PostKind, Standing
from taonguon.people.models import Membership
from taonguon.people.queries.counts import Members
from taonguon.reports import counts
from taonguon.reports.counts import Place, Seat, place_of
from taonguon.rules.dates import Period, last_full_quarter
from taonguon.rules.names import place_key
from taonguon.rules.tree import Node

JSON = dict[str, Any]


@dataclass(frozen=True)
class Day:
    """The rows of one day, each read at most once however many figures use it."""

    place: Place
    period: Period

    @property
    def on(self) -> date:
        """The day."""
        return self.place.on

    @cached_property
    def seats(self) -> list[Seat]:
        """Village posts with holders."""
        return counts.seats(self.place)

    @cached_property
    def secretaries(self) -> dict[int, int]:
        """Cell id -> person id."""
        return counts.secretaries(self.place)

    @cached_property
    def members_by_cell(self) -> dict[int, Members]:
        """Cell id -> members."""
        return counts.members_by_cell(self.place)

    @cached_property
    def village_cells(self) -> list[Node]:
        """Cells of the part that cover a village."""
        return self.place.map.village_cells(self.place.cells)

    @cached_property
    def villages_without_cell(self) -> list[Node]:
        """Villages no cell covers."""
        covered = {v for v, (_cell, kind) in self.place.map.services.items() if kind == ServiceKind.COVERS}
        return _in_order([v for v in self.place.villages if v.pk not in covered], self.place)

    @cached_property
    def villages_without_members(self) -> list[Node]:
        """Villages in which no member lives."""
        lived_in = counts.villages_with_members(self.place)
        return _in_order([v for v in self.place.villages if v.pk not in lived_in], self.place)

    @cached_property
    def heads(self) -> dict[int, Seat]:
        """Village id -> its filled post of head."""
        return {s.village: s for s in self.seats if s.kind == PostKind.HEAD and s.person is not None}

    @cached_property
    def concurrent(self) -> list[tuple[Node, int]]:
        """Village cells whose secretary heads a village the cell covers: (cell, village id)."""
        out = []
        for cell in self.village_cells:
            person = self.secretaries.get(cell.pk)
            for village in self.place.map.villages_of.get(cell.pk, ()):
                covers = self.place.map.services[village][1] == ServiceKind.COVERS
                head = self._any_head(village)
                if covers and person is not None and head == person:
                    out.append((cell, village))
                    break
        return out

    def _any_head(self, village: int) -> int | None:
        seat = self.heads.get(village)
        return seat.person if seat else None

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
    return Day(place_of(unit_pk, on), period or last_full_quarter(on))


def _in_order(villages: list[Node], place: Place) -> list[Node]:
    """Commune by commune in the office's order, by name within one."""
    rank = {c.pk: n for n, c in enumerate(place.communes)}
    return sorted(villages, key=lambda v: (rank.get(v.parent_pk or 0, 0), place_key(v.name)))


def mismatch(seat: Seat) -> str:
    """Say how a post list's mark differs from the register; '' where it does not."""
    if seat.person is None:
        return ""
    if seat.member and not seat.claim:
        return "member_without_mark"
    if seat.claim and not seat.member:
        return "mark_without_member"
    if seat.claim == Standing.PROBATIONARY and seat.standing == Standing.OFFICIAL:
        return "marked_probationary_but_official"
    return ""
