"""The only door from an id in an address to a unit or a place, and the reach of a log-in."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404

from taonguon.accounts.models import User
from taonguon.accounts.queries import standing_grants
from taonguon.orgs.models import Locality, Organisation
from taonguon.orgs.queries import Map, map_on


@dataclass(frozen=True)
class Scope:
    """What a log-in reaches today. Rights follow today's tree, whatever day a page shows."""

    grants: tuple[tuple[str, int | None], ...]
    """(role, organisation id, or None for the whole site) of each standing grant"""
    map: Map

    def _units_of(self, held_at: int | None) -> frozenset[int]:
        if held_at is None:
            return frozenset(self.map.organisations.by_pk)
        node = self.map.organisations.get(held_at)
        return self.map.part(node).inside if node else frozenset()

    def _places_of(self, units: frozenset[int]) -> frozenset[int]:
        out: set[int] = set()
        for pk in units:
            node = self.map.organisations.get(pk)
            if node is not None and node.territory_pk is not None:
                out |= self.map.localities.under(node.territory_pk)
            out.update(self.map.villages_of.get(pk, ()))
        return frozenset(out)

    @cached_property
    def everything(self) -> bool:
        """True where every root of the tree is inside: then no row needs a condition."""
        held = {pk for _, pk in self.grants}
        roots = self.map.organisations.roots
        return None in held or (bool(roots) and all(root.pk in held for root in roots))

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        """Ids of all units reached."""
        return frozenset().union(*(self._units_of(pk) for _, pk in self.grants))

    @cached_property
    def locality_ids(self) -> frozenset[int]:
        """Ids of all places reached: territories, and villages that reached cells serve."""
        if self.everything:
            return frozenset(self.map.localities.by_pk)
        return self._places_of(self.organisation_ids)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(role for role, _ in self.grants)

    @property
    def home(self) -> int | None:
        """The unit whose page opens first: the highest one reached; None where there is none."""
        roots = self.map.organisations.roots
        if self.everything:
            return roots[0].pk if roots else None
        nodes = [n for _, pk in self.grants if (n := self.map.organisations.get(pk))]
        return min(nodes, key=lambda n: (len(n.ancestors()), n.position, n.pk)).pk if nodes else None

    def may(self, roles: frozenset[str], organisation_pk: int | None = None) -> bool:
        """Say whether one of the roles is held, at the unit or above it where one is named."""
        return any(
            role in roles and (organisation_pk is None or organisation_pk in self._units_of(held_at))
            for role, held_at in self.grants
        )

    def may_at_place(self, roles: frozenset[str], locality_pk: int) -> bool:
        """Say whether one of the roles reaches a place, by territory or by a cell that serves it."""
        return any(
            role in roles and (held_at is None or locality_pk in self._places_of(self._units_of(held_at)))
            for role, held_at in self.grants
        )

    def holding(self, roles: frozenset[str]) -> "Scope":
        """Give the part of the reach that the roles give: a door asked with it lets only them through."""
        return Scope(tuple(grant for grant in self.grants if grant[0] in roles), self.map)


def scope_of(user: User, today: date) -> Scope:
    """Give the reach of a log-in: one query for its grants, the tree from memory."""
    grants = standing_grants(user, today).values_list("role", "organisation_id")
    return Scope(tuple(grants), map_on(today))


def organisation_for(scope: Scope, pk: int) -> Organisation:
    """Give the unit if it lies in the scope; else the same 404 as if there were none."""
    if pk not in scope.organisation_ids:
        raise Http404
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def locality_for(scope: Scope, pk: int) -> Locality:
    """Give the place if it lies in the scope; else the same 404 as if there were none."""
    if pk not in scope.locality_ids:
        raise Http404
    found = Locality.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
