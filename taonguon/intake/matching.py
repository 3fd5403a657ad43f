"""Telling whether a name in a file is somebody already known: pure, no Django.

People match by folded name, birth as far as both sides know it, and a shared place (village or
cell); never by name alone. What could be one person but does not meet that is listed as a doubt.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from taonguon.rules.dates import PartialDate


@dataclass(slots=True)
class Known:
    """Somebody already in the register (or made earlier in this load), with all his places."""

    pk: int
    born: PartialDate | None = None
    places: frozenset[str] = frozenset()
    """'v12': village 12; 'c5': cell 5"""
    cards: tuple[str, ...] = ()
    wide: frozenset[str] = frozenset()
    """Places of which one is his, where it is not known which: there only an agreeing birth tells who he is."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody a file names."""

    folded: str
    born: PartialDate | None
    places: frozenset[str]
    card: str = ""
    wide: frozenset[str] = frozenset()
    """As of somebody known."""


@dataclass(frozen=True, slots=True)
class Match:
    """The person meant, if one is; and those it may be but was not taken for, with the reason."""

    person: Known | None = None
    doubts: tuple[tuple[Known, str], ...] = ()


SEVERAL = "several-of-the-name"
OTHER_DAY = "same-year-other-day"
OTHER_PLACE = "same-day-other-place"


class Directory:
    """All people of the names in a file, and the file's own names, to match against."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        self._in_file: dict[str, list[Named]] = defaultdict(list)

    def add(self, folded: str, person: Known) -> None:
        """Take in somebody known."""
        self._by_name[folded].append(person)

    def expect(self, named: Iterable[Named]) -> None:
        """Tell which names the file holds, so that a match by name and village alone is not taken
        where the file itself knows two of the name there."""
        for one in named:
            self._in_file[one.folded].append(one)

    def near(self, one: Named) -> list[Known]:
        """Give everybody the name may be taken for: nobody else is ever matched with it, or made one with those."""
        return [
            k
            for k in self._by_name.get(one.folded, ())
            if k.places & one.places or (one.card and one.card in k.cards) or _same_wide(k, one)
        ]

    def find(self, one: Named) -> Match:  # noqa: PLR0911 one answer a case
        """Give the person meant, or none, with the doubts."""
        known = self._by_name.get(one.folded)
        if not known:
            return Match()
        if one.card:
            same = [k for k in known if one.card in k.cards]
            if len(same) == 1:
                return Match(same[0])
        rivals = [k for k in known if not (one.card and k.cards and one.card not in k.cards)]
        near = [k for k in rivals if k.places & one.places]
        dated = [k for k in near if k.born and one.born and k.born.year == one.born.year]
        agreeing = [k for k in dated if k.born and one.born and k.born.agrees(one.born)]
        if len(agreeing) == 1:
            return Match(agreeing[0])
        if len(agreeing) > 1:
            whole = [k for k in agreeing if k.born == one.born]
            if len(whole) == 1:
                return Match(whole[0])
            return Match(doubts=tuple((k, SEVERAL) for k in agreeing))
        if dated:
            return Match(doubts=tuple((k, OTHER_DAY) for k in dated))
        unsure = [k for k in near if k.born is None or one.born is None]
        if len(unsure) == 1 and not self._another(one, unsure[0]):
            return Match(unsure[0])
        if unsure:
            return Match(doubts=tuple((k, SEVERAL) for k in unsure))
        return _further_away(one, rivals)

    def one_person(self, one: Named) -> list[Known]:
        """Give several known of the name whom this one shows to be a single person: each shares a place
        with it, no birth contradicts another, and the file knows no second of the name there.

        So a secretary named by a cell and a holder named by a village come together when a row says
        that the member of that cell lives in that village.
        """
        known = self._by_name.get(one.folded, ())
        if len(known) < 2 or one.born is None:
            return []
        near = [k for k in known if k.places & one.places and not (one.card and k.cards and one.card not in k.cards)]
        births = [one.born, *(k.born for k in near if k.born)]
        if len(near) < 2 or len(births) < 2 or not all(a.agrees(b) for a, b in combinations(births, 2)):
            return []
        around = frozenset().union(*(k.places for k in near))
        others = [n for n in self._in_file[one.folded] if n.places & around and n.born != one.born]
        return [] if others else near

    def forget(self, folded: str, person: Known) -> None:
        """Drop somebody who turned out to be another one known."""
        self._by_name[folded].remove(person)

    def _another(self, one: Named, person: Known) -> bool:
        """Say whether the file, or the register, knows a second of the name in that place."""
        others = [
            n for n in self._in_file[one.folded]
            if n.places & person.places and n.born and one.born and not n.born.agrees(one.born)
        ]  # fmt: skip
        if others and person.born is None:
            return True
        near = [k for k in self._by_name[one.folded] if k.places & one.places and k is not person]
        if one.born is None:
            return bool(near)
        return any(k.born is not None and not k.born.agrees(one.born) for k in near) and person.born is None


def _further_away(one: Named, rivals: list[Known]) -> Match:
    """Give the one who may share a place that is not known; else those of another place with the same day of birth."""
    around = [k for k in rivals if _same_wide(k, one)]
    if around:
        return Match(around[0]) if len(around) == 1 else Match(doubts=tuple((k, SEVERAL) for k in around))
    elsewhere = [k for k in rivals if k.born and one.born and k.born == one.born and one.born.precision == "d"]
    return Match(doubts=tuple((k, OTHER_PLACE) for k in elsewhere))


def _same_wide(person: Known, one: Named) -> bool:
    """Say whether births agree and one's place may be among those of which the other has one.

    Two of whom a place each is known do not come together by what is known only roughly of both.
    """
    if not person.born or not one.born or not person.born.agrees(one.born):
        return False
    if person.wide & one.places or one.wide & person.places:
        return True
    return not person.places and not one.places and bool(person.wide & one.wide)
