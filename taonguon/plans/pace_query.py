"""How long each stage has really taken here, who is in hand, and how many came: from the ledger, in a few queries.

Days that are not known exactly are left out: a spell counts only where both its ends are known, an open case
only where the day it reached its stage is. How many were left out is told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from statistics import median

from taonguon.admissions.enums import LEFT_THE_LIST
from taonguon.admissions.models import Candidacy
from taonguon.orgs.queries import Part
from taonguon.plans.ready import Reach, open_cases, reach_of
from taonguon.plans.ways import STAGES, WATCHED, quickest_near, ways_of
from taonguon.rules.pace import Arrivals, End, Forecast, Spell, Waiting, forecast
from taonguon.rules.tree import Node

EARLIER = 3
"""Years before that the course is compared with."""
LEAST_ADMITTED = 10
"""Admissions whose way through the ledger is known; of fewer the last stages have too little to go by."""


@dataclass(frozen=True, slots=True)
class History:
    """What the ledger tells of a unit by a day."""

    spells: tuple[Spell, ...]
    waiting: tuple[Waiting, ...]
    arrivals: Arrivals
    in_hand: tuple[int, ...]
    """Open cases by stage, those without a known day among them."""
    no_day: int
    """Open cases whose stage has no known day."""
    barred: int
    """Open cases that cannot lawfully be admitted by the end."""
    late: int
    """Others for whom less time is left than the quickest tenth took here. The forecast still expects some of them."""
    admitted: int
    """Cases whose admission within `WATCHED` days the ledger knows with the day."""
    whose: Mapping[str, frozenset[int]]
    """The people of the open cases that are late, barred or without a day, for their lists."""
    medians: tuple[int | None, ...]
    """Days a stage has taken in the middle, of those who went on."""


def history_of(cells: Sequence[int], on: date, until: date, above: Iterable[Node] = ()) -> History:
    """Give what the ledger tells of the cases of some cells by a day; `until` is the day that is forecast.

    `above`: the units over them, the nearest first, whose quickest ways count where the cells know too few.
    """
    cases = open_cases(Candidacy.objects.filter(cell__in=cells))
    ways = ways_of(cells, on)
    spells: list[Spell] = []
    stands: dict[int, tuple[int, int | None]] = {}
    came = admitted = 0
    took: dict[int, list[int]] = {}
    for case in cases:
        way = ways.get(case.pk)
        if way is None:
            continue
        entries, furthest = way.entries, way.furthest
        gone = case.closed in LEFT_THE_LIST and case.closed_on is not None and case.closed_on <= on
        begun = entries[0]
        came += begun is not None and 0 <= (on - begun).days < WATCHED
        joined = entries[STAGES]
        admitted += joined is not None and (on - joined).days < WATCHED
        left = case.closed_on if gone else None
        closed_by_then = bool(case.closed) and (case.closed_on is None or case.closed_on <= on)
        spells += _spells(entries, furthest, on)
        begun_last = entries[furthest]
        if furthest < STAGES and begun_last is not None and (left is not None or not closed_by_then):
            spells.append(_last(furthest, begun_last, on, left))
        for stage in range(furthest):
            start, end = entries[stage], entries[stage + 1]
            if start is not None and end is not None:
                took.setdefault(stage, []).append((end - start).days)
        if furthest < STAGES and not closed_by_then:
            since = entries[furthest]
            stands[case.pk] = furthest, (on - since).days if since is not None else None
    quick = quickest_near(ways, above, on) if stands else None
    reach = reach_of([c for c in cases if c.pk in stands], ways, quick, on, until)
    in_hand = Counter(stage for stage, _days in stands.values())
    found = Counter(reach.values())
    person = {case.pk: case.person for case in cases}
    whose = {
        "pace-late": frozenset(person[pk] for pk, one in reach.items() if one is Reach.LATE),
        "pace-barred": frozenset(person[pk] for pk, one in reach.items() if one is Reach.BARRED),
        "pace-no-day": frozenset(person[pk] for pk, (_stage, days) in stands.items() if days is None),
    }
    return History(
        spells=tuple(spells),
        waiting=tuple(Waiting(s, d, reach[pk] is not Reach.BARRED) for pk, (s, d) in stands.items() if d is not None),
        arrivals=Arrivals(came, WATCHED),
        in_hand=tuple(in_hand[stage] for stage in range(STAGES)),
        no_day=sum(days is None for _s, days in stands.values()),
        barred=found[Reach.BARRED],
        late=found[Reach.LATE],
        admitted=admitted,
        whose=whose,
        medians=tuple(int(median(took[stage])) if stage in took else None for stage in range(STAGES)),
    )


@lru_cache(maxsize=64)
def kept_forecast(spells: tuple[Spell, ...], waiting: tuple[Waiting, ...], arrivals: Arrivals, days: int) -> Forecast:
    """Give the forecast; the same histories give the same one, so it is kept."""
    return forecast(STAGES, spells, waiting, arrivals, days)


def cells_of(place: Part) -> list[int]:
    """Give the cells whose cases and members count for a part, those founded later among them."""
    return sorted(place.unit_ids)


def _spells(entries: Sequence[date | None], furthest: int, on: date) -> list[Spell]:
    out = []
    for stage in range(min(furthest, STAGES)):
        start, end = entries[stage], entries[stage + 1]
        if start is not None and end is not None:
            out.append(Spell(stage, (end - start).days, End.FORWARD, (on - end).days))
    return out


def _last(stage: int, start: date, on: date, left: date | None) -> Spell:
    """Give the spell in the stage a case stands in, or left the list from."""
    if left is None or left < start:
        return Spell(stage, (on - start).days, End.OPEN)
    return Spell(stage, (left - start).days, End.OFF, (on - left).days)


def year_end(year: int) -> date:
    """Give the last day of a year."""
    return date(year, 12, 31)


def by_this_day(days: Sequence[date], on: date, year: int) -> int:
    """Count those of a year up to the same day of it."""
    last = date(year, 1, 1) + timedelta(days=(on - date(on.year, 1, 1)).days)
    return sum(day.year == year and day <= last for day in days)
