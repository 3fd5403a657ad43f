"""How far each case of some cells had come by a day, and when it reached each stage: three queries.

A stage is reached on the first day of any act of it or of a later one. Days that are not known to the day stay unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q

from taonguon.admissions.enums import SOURCE_STAGES, STAGE_OF_ACT, Stage
from taonguon.admissions.models import Act, Assignment
from taonguon.people.models import Membership
from taonguon.rules.readiness import quick_ways
from taonguon.rules.tree import Node

WATCHED = 730
"""Days back over which those who came onto the list, and those admitted, are counted."""
LEAST_KNOWN = 0.6
"""Share of all who were admitted in `WATCHED` days whose way is known. Below it the ledger was begun with those who
were far on, and shows only the quick ones: what it then expects is too much."""
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
    return quick_and_whose((), ways, above, on)[0]


def quick_and_whose(
    cells: Iterable[int], ways: Mapping[int, Way], above: Iterable[Node], on: date
) -> tuple[tuple[int, ...] | None, bool]:
    """Give the quickest ways as above, and whether where they come from the ledger shows only the quick ones.

    One query more than `quickest_near`; `cells` are those the ways are of.
    """
    quick = quickest_of(ways)
    for unit in above:
        if quick is not None:
            break
        cells = [below.pk for below in unit.walk()]
        ways = ways_of(cells, on, admitted=True)
        quick = quickest_of(ways)
    return quick, quick is not None and bool(cells) and knows_few(cells, ways, on)


def knows_few(cells: Iterable[int], ways: Mapping[int, Way], on: date) -> bool:
    """Say whether the ledger knows the ways of too few of those admitted lately. One query."""
    joined = [way.entries[STAGES] for way in ways.values()]
    known = sum(day is not None and (on - day).days < WATCHED for day in joined)
    return known < LEAST_KNOWN * len(admitted_days(cells, on - timedelta(days=WATCHED - 1), on))


def admitted_days(cells: Iterable[int], first: date, last: date) -> list[date]:
    """Give the days of the ceremonies of those who have been in some cells. One query."""
    rows = Membership.objects.filter(
        admitted_on__range=(first, last), admitted_precision="d", activities__cell__in=sorted(cells)
    ).distinct()
    return sorted(day for _pk, day in rows.values_list("pk", "admitted_on") if day is not None)


def quickest_of(ways: Mapping[int, Way]) -> tuple[int, ...] | None:
    """Give, by stage, the days from it to the ceremony of the quickest tenth of those admitted; None: too few."""
    took: list[list[int]] = [[] for _ in range(STAGES)]
    for way in ways.values():
        joined = way.entries[STAGES]
        if joined is not None:
            for stage, begun in enumerate(way.entries[:STAGES]):
                if begun is not None:
                    took[stage].append((joined - begun).days)
    return quick_ways(took)
