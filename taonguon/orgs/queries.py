"""The two trees, and which cell serves which village, as they stood on a day."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import Q

from taonguon.orgs.enums import BASES, CELLS, LocalityKind, ServiceKind
from taonguon.orgs.models import LocalitySpan, OrganisationSpan, Revision, Service
from taonguon.rules.tree import Node, Tree


def on_day(on: date, prefix: str = "") -> Q:
    """Give the condition that a dated row holds on a day."""
    return (Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": on})) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": on})
    )


@dataclass(frozen=True)
class Map:
    """Units, places, and who serves which village, on one day.

    A process keeps it until the trees change: what is worked out once about it is kept with it.
    """

    on: date
    organisations: Tree
    localities: Tree
    services: dict[int, tuple[int, str]]
    """village id -> (cell id, ServiceKind)"""
    villages_of: dict[int, list[int]]
    """cell id -> ids of the villages it covers or handles"""
    later_parents: dict[int, int]
    """unit not yet there on the day -> the unit it first stood under"""
    _under: dict[int, tuple[Node, ...]] = field(default_factory=dict, repr=False)
    """unit id -> its villages, once they were asked for"""
    _parts: "dict[int, Part]" = field(default_factory=dict, repr=False)
    """unit id -> its part of the trees, once it was asked for; 0: everything"""

    def part(self, unit: Node | None) -> "Part":
        """Give a unit's part of the trees (None: everything)."""
        key = unit.pk if unit else 0
        return self._parts.get(key) or self._parts.setdefault(key, Part(self, unit))

    def villages_under(self, organisation_pk: int) -> list[Node]:
        """Give the villages of a unit: those in its territory, and those its cells serve."""
        if organisation_pk not in self._under:
            self._under[organisation_pk] = tuple(self._villages_under(organisation_pk))
        return list(self._under[organisation_pk])

    def _villages_under(self, organisation_pk: int) -> list[Node]:
        top = self.organisations.get(organisation_pk)
        if top is None:
            return []
        wanted: set[int] = set()
        for node in top.walk():
            if node.territory_pk is not None and node.territory_pk not in wanted:
                wanted |= self.localities.under(node.territory_pk)
            wanted.update(self.villages_of.get(node.pk, ()))
        rank = self._village_rank
        return [self.localities.by_pk[pk] for pk in sorted(wanted & rank.keys(), key=rank.__getitem__)]

    def villages(self) -> list[Node]:
        """Give every village, commune by commune in the office's order."""
        return [self.localities.by_pk[pk] for pk in self._village_rank]

    @cached_property
    def _village_rank(self) -> dict[int, int]:
        """Village id -> its place in the office's order."""
        found = (n.pk for n in self.localities.walk() if n.kind == LocalityKind.VILLAGE)
        return {pk: rank for rank, pk in enumerate(found)}

    def commune_of(self, locality_pk: int) -> Node | None:
        """Give the commune a place lies in (or is)."""
        node = self.localities.get(locality_pk)
        while node is not None and node.kind != LocalityKind.COMMUNE:
            node = node.parent
        return node

    def own_cell(self, locality_pk: int) -> Node | None:
        """Give the cell that is the village's own or combined one; None where it is only handled."""
        cell, kind = self.services.get(locality_pk, (0, ""))
        return self.organisations.get(cell) if kind == ServiceKind.COVERS else None

    @cached_property
    def covered(self) -> dict[int, list[int]]:
        """Cell id -> ids of the villages it covers, without those it only handles."""
        out: dict[int, list[int]] = {}
        for village, (cell, kind) in self.services.items():
            if kind == ServiceKind.COVERS:
                out.setdefault(cell, []).append(village)
        return out


@dataclass(frozen=True)
class Part:
    """A unit's part of the trees of a day; `unit` None: everything, or, where `absent`, nothing.

    Kept with the map, so that what is worked out here once serves every page of that day.
    """

    map: Map
    unit: Node | None
    absent: bool = False
    """The unit asked for does not exist on the day."""

    @property
    def on(self) -> date:
        """The day."""
        return self.map.on

    @property
    def whole(self) -> bool:
        """True where nothing is left out, so that queries need no condition."""
        if self.unit is None:
            return not self.absent
        return self.unit.parent is None and len(self.map.organisations.roots) == 1

    @cached_property
    def units(self) -> tuple[Node, ...]:
        """Every unit of the part, in the office's order."""
        if self.unit is not None:
            return tuple(self.unit.walk())
        return () if self.absent else tuple(self.map.organisations.walk())

    @cached_property
    def tops(self) -> tuple[Node, ...]:
        """The units right below, or the roots where the part is everything."""
        if self.unit is not None:
            return tuple(self.unit.children)
        return () if self.absent else tuple(self.map.organisations.roots)

    @cached_property
    def cells(self) -> tuple[Node, ...]:
        """Its cells."""
        return tuple(n for n in self.units if n.kind in CELLS)

    @cached_property
    def village_cells(self) -> tuple[Node, ...]:
        """Those of its cells that cover at least one village."""
        return tuple(c for c in self.cells if c.pk in self.map.covered)

    @cached_property
    def inside(self) -> frozenset[int]:
        """Ids of its units."""
        return frozenset(n.pk for n in self.units)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """Ids of its units, with those not yet there on the day that were founded under one of them."""
        return self.inside.union(pk for pk, parent in self.map.later_parents.items() if parent in self.inside)

    @cached_property
    def villages(self) -> tuple[Node, ...]:
        """Its villages, commune by commune."""
        if self.unit is not None and not self.whole:
            return tuple(self.map.villages_under(self.unit.pk))
        return tuple(self.map.villages()) if self.whole else ()

    @cached_property
    def village_ids(self) -> tuple[int, ...]:
        """Ids of its villages, in their order."""
        return tuple(v.pk for v in self.villages)

    @cached_property
    def own_cells(self) -> tuple[tuple[Node, Node], ...]:
        """Its villages that have a cell of their own or a combined one: (village, cell)."""
        pairs = ((village, self.map.own_cell(village.pk)) for village in self.villages)
        return tuple((village, cell) for village, cell in pairs if cell is not None)

    @cached_property
    def tops_of(self) -> dict[int, tuple[int, ...]]:
        """Village id -> the units right below that it belongs to."""
        out: dict[int, tuple[int, ...]] = {}
        for top in self.tops:
            for village in self.map.part(top).village_ids:
                out[village] = (*out.get(village, ()), top.pk)
        return out

    @cached_property
    def communes(self) -> tuple[Node, ...]:
        """The communes its villages lie in, in the office's order."""
        seen: dict[int, Node] = {}
        for village in self.villages:
            if village.parent is not None:
                seen.setdefault(village.parent.pk, village.parent)
        return tuple(seen.values())

    @cached_property
    def bases(self) -> tuple[Node, ...]:
        """Its grassroots organisations; the unit itself where it lies below that level."""
        found = tuple(n for n in self.units if n.kind in BASES)
        return found or ((self.unit,) if self.unit is not None else ())


def part_of(unit_pk: int | None, on: date) -> Part:
    """Give the part of the trees that is a unit's on a day; nothing where the unit is not there on the day."""
    drawn = map_on(on)
    if unit_pk is None:
        roots = drawn.organisations.roots
        return drawn.part(roots[0] if len(roots) == 1 else None)
    unit = drawn.organisations.get(unit_pk)
    return drawn.part(unit) if unit else Part(drawn, None, absent=True)


_MAPS: OrderedDict[tuple[str, int, date], Map] = OrderedDict()
_KEPT = 8


def map_on(on: date) -> Map:
    """Give the map of a day: one small query where this process already drew it since the last change."""
    number = Revision.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    key = (str(connection.settings_dict["NAME"]), number, on)
    if key not in _MAPS:
        _MAPS[key] = _draw(on)
        while len(_MAPS) > _KEPT:
            _MAPS.popitem(last=False)
    _MAPS.move_to_end(key)
    return _MAPS[key]


def forget_maps() -> None:
    """Drop the drawn maps (tests roll the revision back)."""
    _MAPS.clear()


def _draw(on: date) -> Map:
    units = OrganisationSpan.objects.filter(on_day(on)).values_list(
        "organisation_id", "parent_id", "name", "kind", "organisation__code", "sector", "position",
        "organisation__territory_id",
    )  # fmt: skip
    places = LocalitySpan.objects.filter(on_day(on)).values_list(
        "locality_id", "parent_id", "name", "kind", "locality__code", "form", "position"
    )
    services: dict[int, tuple[int, str]] = {}
    villages_of: dict[int, list[int]] = {}
    for cell, village, kind in Service.objects.filter(on_day(on)).values_list("cell_id", "locality_id", "kind"):
        services[village] = (cell, kind)
        villages_of.setdefault(cell, []).append(village)
    organisations = Tree(Node(*u) for u in units)
    coming = OrganisationSpan.objects.filter(since__gt=on, parent__isnull=False).order_by("-since")
    later: dict[int, int] = {
        unit: parent
        for unit, parent in coming.values_list("organisation_id", "parent_id")
        if parent and unit not in organisations.by_pk
    }
    return Map(on, organisations, Tree(Node(*p) for p in places), services, villages_of, later)
