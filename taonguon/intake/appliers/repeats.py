"""Rows of one list that name one person a second time."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Protocol, TypeVar

from taonguon.intake.interpret.records import MemberRow
from taonguon.intake.matching import Named


class Placed(Protocol):
    """A row with whom it names."""

    @property
    def row(self) -> MemberRow:
        """What the list says."""

    @property
    def named(self) -> Named:
        """Whom it names."""


One = TypeVar("One", bound=Placed)


def without_repeats(
    placed: Sequence[One], same: Callable[[One], Hashable | None]
) -> tuple[list[One], list[tuple[One, One]]]:
    """Part the rows that name one person again from the one that says most.

    `same` gives what two rows of one person have in common besides the name; None: too little to say. Rows
    whose births disagree stay two. Gives the rows that stay, and (row set aside, row that stays) in the list's order.
    """
    groups: dict[tuple[str, Hashable], list[One]] = defaultdict(list)
    for one in placed:
        key = same(one)
        if key is not None:
            groups[one.named.folded, key].append(one)
    aside: dict[int, One] = {}
    for group in groups.values():
        if len(group) > 1:
            best = max(group, key=lambda p: (p.row.weight, -p.row.row))
            aside |= {id(p): best for p in group if p is not best and _agree(p.named, best.named)}
    return [p for p in placed if id(p) not in aside], [(p, aside[id(p)]) for p in placed if id(p) in aside]


def _agree(one: Named, other: Named) -> bool:
    return one.born is None or other.born is None or one.born.agrees(other.born)
