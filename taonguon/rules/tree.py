"""A tree of units or places as it stood on one day, for roll-ups that touch no database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Node:
    """One unit or place on one day. `kind` and `sector` are codes of the app that owns the tree."""

    pk: int
    parent_pk: int | None
    name: str
    kind: str
    code: str = ""
    sector: str = ""
    position: int = 0
    territory_pk: int | None = None
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Give this node and all below it, parents first, in the office's own order."""
        todo = [self]  # one loop, not a generator a level: pages walk thousands of units
        while todo:
            node = todo.pop()
            yield node
            if node.children:
                todo += reversed(node.children)

    def ancestors(self) -> list["Node"]:
        """Give the nodes above, from the root down."""
        out: list[Node] = []
        node = self.parent
        while node is not None:
            out.append(node)
            node = node.parent
        return out[::-1]


class Tree:
    """All nodes of one day. A node whose parent is absent on that day is a root."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.by_pk = {n.pk: n for n in nodes}
        self.roots: list[Node] = []
        for node in self.by_pk.values():
            parent = self.by_pk.get(node.parent_pk) if node.parent_pk is not None else None
            node.parent = parent
            (parent.children if parent else self.roots).append(node)
        for siblings in [self.roots, *(n.children for n in self.by_pk.values())]:
            siblings.sort(key=lambda n: (n.position, n.pk))

    def get(self, pk: int | None) -> Node | None:
        """Give the node, or None where it does not exist on that day."""
        return self.by_pk.get(pk) if pk is not None else None

    def walk(self) -> Iterator[Node]:
        """Give every node, parents first."""
        for root in self.roots:
            yield from root.walk()

    def under(self, pk: int) -> set[int]:
        """Give the ids of a node and of all below it; empty where it does not exist."""
        node = self.by_pk.get(pk)
        return {n.pk for n in node.walk()} if node else set()
