"""How far each case of some cells had come by a day, and when it reached each stage: three queries.

A stage is reached on the first day of any act of it or of a later one. Days that are not known to the day stay unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q

from taonguon.admissions.enums import SOURCE_STAGES, STAGE_OF_ACT, Stage
from taonguon.admissions.models import Act, Assignment
from taonguon.rules.readiness import quick_ways
from taonguon.rules.tree import Node

STAGES = len(SOURCE_STAGES)
RANK = {str(stage): n for n, stage in enumerate(SOURCE_STAGES)}
_RANK_OF_ACT = {key: RANK.get(str(stage), STAGES) for key, stage in STAGE_OF_ACT.items()}
_JUDGED_BY = frozenset({"application", "cell-resolution"})
"""Acts by whose day the rules about the person judge."""


@dataclass
class Way:
    """One case's way: the first day of each stage it has acts of (None: not known), and the acts judged by."""

    days: dict[int, date | None] = field(default_factory=dict)
    judged_by: dict[str, date] = field(default_factory=dict)

    def reach(self, stage: int, day: date | None) -> None:
        """Take in that an act of a stage was done."""
        before = self.days.get(stage)
        self.days[stage] = min(day, before) if day and before else day or before

    @cached_property
    def furthest(self) -> int:
        """The furthest stage; `STAGES` is the ceremony."""
        return max(self.days)

    @cached_property
    def entries(self) -> list[date | None]:
        """The day each stage was reached or passed, as far as the furthest.

        A stage without a day of its own that was reached makes the days up to it unknown, one that was passed
        over takes the day of the next.
        """
        out: list[date | None] = [None] * (STAGES + 1)
        first: date | None = None
        for stage in range(self.furthest, -1, -1):
            if stage in self.days:
                own = self.days[stage]
                first = None if own is None else min(own, first) if first is not None else own
            out[stage] = first
        return out


def ways_of(cells: Iterable[int], on: date, *, admitted: bool = False) -> dict[int, Way]:
    """Give the ways of the cases of some cells by a day; a case of which nothing was done by then is not in it.

    `admitted`: only of those whose ceremony was held by then.
    """
    here = Q(candidacy__cell__in=sorted(cells))
    if admitted:
        held = Act.objects.filter(here, key="ceremony", standing=True, on__lte=on)
        here = Q(candidacy__in=held.values("candidacy"))
    out: dict[int, Way] = {}
    acts = Act.objects.filter(here, Q(on__isnull=True) | Q(on__lte=on), standing=True)
    rows = acts.filter(key__in=_RANK_OF_ACT).values_list("candidacy_id", "key", "on", "precision")
    for pk, key, day, precision in rows:
        way = out.setdefault(pk, Way())
        known = day if precision in {"", "d"} else None
        way.reach(_RANK_OF_ACT[key], known)
        if known is not None and key in _JUDGED_BY:
            way.judged_by[key] = known
    helping = Assignment.objects.filter(here, Q(since__isnull=True) | Q(since__lte=on))
    for pk, day in helping.values_list("candidacy_id", "since"):
        out.setdefault(pk, Way()).reach(RANK[Stage.HELPER], day)
    return out


def quickest_near(ways: Mapping[int, Way], above: Iterable[Node], on: date) -> tuple[int, ...] | None:
    """Give the quickest ways of a unit; where too few are known, those of the nearest unit above that has enough.

    Two queries for each unit above that is asked.
    """
    quick = quickest_of(ways)
    for unit in above:
        if quick is not None:
            break
        quick = quickest_of(ways_of((below.pk for below in unit.walk()), on, admitted=True))
    return quick


def quickest_of(ways: Mapping[int, Way]) -> tuple[int, ...] | None:
    """Give, by stage, the days from it to the ceremony that nine in ten of those admitted took at least; None: too few."""
    took: list[list[int]] = [[] for _ in range(STAGES)]
    for way in ways.values():
        joined = way.entries[STAGES]
        if joined is not None:
            for stage, begun in enumerate(way.entries[:STAGES]):
                if begun is not None:
                    took[stage].append((joined - begun).days)
    return quick_ways(took)
