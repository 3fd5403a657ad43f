"""Finding the unit or village a text means, as offices abbreviate them: pure, no Django."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

from taonguon.rules.names import words_of
from taonguon.rules.tree import Node, Tree

_SHORT = {
    "cb": "chi bo", "db": "dang bo", "th": "tieu hoc", "mn": "mam non", "ttyt": "trung tam y te", "du": "dang uy",
    "tt": "thi tran", "qs": "quan su", "tyt": "tram y te", "cq": "co quan", "tdp": "to dan pho", "hu": "huyen uy",
}  # fmt: skip
_LEAD = re.compile(r"^(chi bo co so|chi bo|dang bo bo phan|dang bo|dang uy)\s+")
_FORM = re.compile(r"^(truong|to dan pho|khu pho|khu dan cu|thon|ban|khu|xom|ap|lang|to)\s+(so (?=\d))?")
_FILLER = re.compile(r"\b(xa|thi tran|phuong|dac khu|huyen|truong)\b ?")
_COMMUNE = re.compile(r"^(xa|thi tran|phuong|dac khu)\s+")
_COMMUNE_SHORT = {"tt": "thi tran", "x": "xa", "p": "phuong"}
_PARTS = re.compile(r"\s*[,;]\s*|\s+[-–]\s*|\s*[-–]\s+")


@lru_cache(maxsize=20_000)
def unit_keys(text: str) -> tuple[str, ...]:
    """Give the keys of a unit's name, the strictest first."""
    words = words_of(text.replace("-", " "))
    full = " ".join(_SHORT.get(w, w) for w in words.split(" "))
    bare = _LEAD.sub("", full)
    formless = _FORM.sub("", bare)
    return tuple(dict.fromkeys((full, bare, formless, _FILLER.sub("", formless).strip())))


class Places:
    """Looks units and villages up by the texts of a file, within the part of the trees a load may touch."""

    def __init__(self, organisations: Tree, localities: Tree, root: Node | None) -> None:
        self._organisations = organisations
        self._localities = localities
        self.root = root
        self._units: dict[str, list[Node]] = defaultdict(list)
        self._villages: dict[str, list[Node]] = defaultdict(list)
        self._communes: dict[str, list[Node]] = defaultdict(list)
        self._memory: dict[tuple[str, str, int | None], Node | None] = {}
        """What each text was found to mean: lists say the same thousand texts a hundred thousand times."""
        for unit in root.walk() if root else organisations.walk():
            for key in unit_keys(unit.name):
                self._units[key].append(unit)
        territory = localities.get(root.territory_pk) if root else None
        for place in territory.walk() if territory else localities.walk():
            if place.kind == "village":
                self._villages[words_of(place.name)].append(place)
            elif place.kind == "commune":
                self._communes[words_of(place.name)].append(place)
                self._communes[words_of(f"{place.sector} {place.name}")].append(place)

    def committee(self, text: str) -> Node | None:
        """Give the unit directly under the district that a text names."""
        return self._remembered("committee", self._committee, text, None) if text else None

    def _committee(self, text: str, _near: Node | None) -> Node | None:
        tops = [n for n in self._candidates(text) if n.parent is self.root or n.kind in {"grassroots", "base-cell"}]
        if len({n.pk for n in tops}) > 1:
            committees = [n for n in tops if n.kind == "grassroots"]
            tops = committees if len({n.pk for n in committees}) == 1 else []
        return tops[0] if tops else None

    def cell(self, text: str, committee: Node | None) -> Node | None:
        """Give the cell a text names: within the committee named beside it, else the only one of the name."""
        if not text:
            return committee if committee is not None and committee.kind == "base-cell" else None
        return self._remembered("cell", self._cell, text, committee)

    def _cell(self, text: str, committee: Node | None) -> Node | None:
        for keys in ((k,) for k in unit_keys(text)):
            found = [n for k in keys for n in self._units.get(k, ()) if n.kind in {"cell", "base-cell"}]
            inside = [n for n in found if committee is not None and any(committee is a for a in (n, *n.ancestors()))]
            for some in (inside, found):
                if len({n.pk for n in some}) == 1:
                    return some[0]
        return None

    def _candidates(self, text: str) -> list[Node]:
        for key in unit_keys(text):
            if found := self._units.get(key):
                return found
        return []

    def commune(self, text: str) -> Node | None:
        """Give the commune a text names; None where it is unknown or not the only one."""
        words = re.sub(r"^(tt|x|p) ", lambda short: f"{_COMMUNE_SHORT[short[1]]} ", words_of(text))
        found = self._communes.get(words) or self._communes.get(_COMMUNE.sub("", words)) or []
        return found[0] if len(found) == 1 else None

    def village(self, text: str, hint: Node | None) -> Node | None:
        """Give the village an address names: in the commune it names, else in the hinted one, else the only one."""
        return self._remembered("village", self._village, text, hint)

    def _remembered(
        self, kind: str, look: Callable[[str, Node | None], Node | None], text: str, near: Node | None
    ) -> Node | None:
        key = (kind, text, near.pk if near else None)
        if key not in self._memory:
            self._memory[key] = look(text, near)
        return self._memory[key]

    def _village(self, text: str, hint: Node | None) -> Node | None:
        parts = [p for p in _PARTS.split(text) if p]
        named = [c for p in parts[1:] if (c := self.commune(p))]
        spelled = [s for p in (text, *parts) for words in (words_of(p),) for s in (words, _FORM.sub("", words))]
        meant = [self._villages.get(s, []) for s in dict.fromkeys(spelled)]
        for communes in (named, [hint] if hint else []):
            for found in meant:
                inside = [v for v in found if v.parent in communes]
                if len(inside) == 1:
                    return inside[0]
        alone = [found[0] for found in meant if len(found) == 1]
        return alone[0] if alone and not named else None
