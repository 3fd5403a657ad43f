"""The tree of units as far as a log-in reaches, a branch at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from taonguon.orgs.access import Scope
from taonguon.orgs.enums import LocalityKind, OrganisationKind
from taonguon.orgs.queries import Map
from taonguon.people.queries.counts import Members, members_under, rolled_up
from taonguon.rules.names import fold
from taonguon.rules.tree import Node

FOUND_MAX = 60
"""Hits a search shows; beyond that the sentence asks for another word."""


@dataclass(frozen=True)
class Branch:
    """A unit in the tree. `children` is None while they are not asked for."""

    pk: int
    name: str
    kind: str
    members: Members
    below: int
    children: "Sequence[Branch] | None" = None


@dataclass(frozen=True)
class Found:
    """A unit or place a search found, with where it lies."""

    pk: int
    name: str
    where: str
    is_place: bool


def tops(scope: Scope, on: Map) -> list[Node]:
    """Give the highest units the log-in reaches, as they stood on the day."""
    if on is scope.map and scope.everything:  # the trees of today, all of them: no need to walk thousands
        return on.organisations.roots
    reached = scope.organisation_ids
    return [n for n in on.organisations.walk() if n.pk in reached and (n.parent is None or n.parent.pk not in reached)]


def branches(nodes: Sequence[Node], on: Map, opened: frozenset[int] = frozenset()) -> list[Branch]:
    """Give units with the count of their members; those named in `opened` with their children."""
    by_cell = members_under(nodes, on)

    def branch(node: Node) -> Branch:
        children = [branch(c) for c in node.children] if node.pk in opened else None
        kind = str(OrganisationKind(node.kind).label)
        return Branch(node.pk, node.name, kind, rolled_up(node, by_cell), len(node.children), children)

    return [branch(n) for n in nodes]


def search(scope: Scope, on: Map, text: str) -> list[Found]:
    """Find units and villages by words of their name, with or without marks; one more than is shown."""
    words = fold(text[:80]).split()
    if not words:
        return []
    out: list[Found] = []
    for tree, reached, is_place in (
        (on.organisations, scope.organisation_ids, False),
        (on.localities, scope.locality_ids, True),
    ):
        for node in tree.walk():
            if node.pk not in reached or (is_place and node.kind != LocalityKind.VILLAGE):
                continue
            name = fold(node.name)
            if all(word in name for word in words):
                out.append(Found(node.pk, place_name(node) if is_place else node.name, _where(node), is_place))
                if len(out) > FOUND_MAX:
                    return out
    return out


def place_name(node: Node) -> str:
    """Give a place's name with the word before it: thôn Khe Một."""
    return f"{node.sector} {node.name}".strip()


def _where(node: Node) -> str:
    return node.parent.name if node.parent else ""
