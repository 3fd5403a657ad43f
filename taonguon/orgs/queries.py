"""The two trees, and which cell serves which village, as they stood on a day."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import connection
from django.db.models import Q

from taonguon.orgs.enums import CELLS, LocalityKind, ServiceKind
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

    def cells_under(self, organisation_pk: int) -> list[Node]:
        """Give the cells in a unit's part of the tree, itself included, in the office's order."""
        top = self.organisations.get(organisation_pk)
        return [n for n in top.walk() if n.kind in CELLS] if top else []

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

    def village_cells(self, cells: list[Node]) -> list[Node]:
        """Give those of the cells that cover at least one village."""
        return [c for c in cells if c.pk in self._covering]

    @cached_property
    def _covering(self) -> frozenset[int]:
        """Ids of the cells that cover a village."""
        return frozenset(c for c, kind in self.services.values() if kind == ServiceKind.COVERS)


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
    coming = OrganisationSpan.objects.filter(since__gt=on, parent__isnull=False).order_by("-since")
    later: dict[int, int] = {
        unit: parent for unit, parent in coming.values_list("organisation_id", "parent_id") if parent
    }
    return Map(on, Tree(Node(*u) for u in units), Tree(Node(*p) for p in places), services, villages_of, later)
