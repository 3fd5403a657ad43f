"""How many will have been admitted by a day: from the time each stage has really taken here, with an 80 % band.

Time runs in steps of `STEP` days. In each stage a case goes forward, leaves the list, or stays; how often,
at each age in the stage, is counted in the histories (cases still under way count for the time they were
watched). What was counted is uncertain: each of `DRAWS` futures first draws its own rates from what the
counts allow (a Beta for each rate, pulled towards the stage's mean where few were watched) and a common
pace for the time ahead: first how much half years differ, from what the past ones make likely, then by how
much this one does. A pace stretches the time ahead. Then it draws what becomes of each case and of those
still to come. The band is the middle 80 % of the futures.

No chance of any single case leaves this module: only sums do. Source of the method: Kaplan and Meier 1958 in
discrete time, with the conjugate posterior of the beta process (Hjort 1990).
"""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from operator import mul

STEP = 14
"""Days of one step."""
AGE_FROM = (0, 1, 2, 3, 4, 6, 8, 10, 13, 17, 22, 28, 36, 46)
"""Ages in a stage that are told apart, in steps: each from here to the next; the oldest go on as they did."""
AGES = len(AGE_FROM)
DRAWS = 400
PULL = 3.0
"""How many watched steps the mean of the stage weighs, where few were watched at an age."""
FEW_MOVES = 30
"""Fewer moves forward in all the histories say too little."""
FEW_CASES = 5
"""Of fewer open cases no expectation is given: it would speak of single people."""
INSIDE = 0.80
"""Share of the futures within the band."""


class End(StrEnum):
    """How a spell in a stage ended."""

    FORWARD = "forward"
    OFF = "off"
    OPEN = "open"
    """Still in the stage when last seen."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One case's time in one stage, which ended so many days ago; one still open ends today."""

    stage: int
    days: int
    end: End
    ago: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open case: its stage, since how many days, and whether it can lawfully be admitted in time at all."""

    stage: int
    days: int
    in_time: bool = True


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many came onto the list in a number of watched days."""

    count: int
    days: int


class Doubt(StrEnum):
    """Why no expectation is given."""

    FEW_MOVES = "few-moves"
    FEW_CASES = "few-cases"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to be expected. All numbers count people from now to the end; `done` is not in them."""

    expected: float
    low: int
    high: int
    by_stage: tuple[float, ...]
    """Expected of the open cases, by the stage they stand in now."""
    from_new: float
    """Expected of those still to come onto the list."""
    doubt: Doubt | None = None

    def chance_at_least(self, wanted: int) -> float:
        """Give the share of the futures in which at least so many come."""
        return sum(count for total, count in self._futures if total >= wanted) / max(1, self._drawn)

    _futures: tuple[tuple[int, int], ...] = ()
    _drawn: int = 0


@dataclass(frozen=True, slots=True)
class _Watched:
    """Per stage and age: steps watched, moves forward, leavings."""

    steps: list[list[int]]
    forward: list[list[int]]
    off: list[list[int]]


def forecast(
    stages: int,
    spells: Sequence[Spell],
    waiting: Sequence[Waiting],
    arrivals: Arrivals,
    days: int,
    *,
    seed: int = 2018,
    draws: int = DRAWS,
) -> Forecast:
    """Forecast admissions in the days to come. `stages` counts the stages before admission, the first is 0."""
    horizon = max(0, round(days / STEP))
    moves = sum(s.end is End.FORWARD for s in spells)
    if moves < FEW_MOVES:
        return _nothing(stages, Doubt.FEW_MOVES)
    if len(waiting) < FEW_CASES:
        return _nothing(stages, Doubt.FEW_CASES)
    watched = _watch(stages, spells)
    paces = _pace(watched, spells)
    draw = random.Random(seed)  # noqa: S311 a simulation, not a secret
    groups: dict[tuple[int, int], int] = {}
    for case in waiting:
        if case.in_time and horizon:
            steps = case.days // STEP
            key = case.stage, steps if steps <= _APART else AGE_FROM[_age(steps)]
            groups[key] = groups.get(key, 0) + 1
    totals: list[int] = []
    by_stage, from_new = [0.0] * stages, 0.0
    for _future in range(draws):
        pace = paces.draw(draw)
        ahead = _Ahead(_draw_rates(watched, draw), horizon * pace)
        total = 0
        for (stage, age), count in groups.items():
            chance = ahead.chance(stage, age)
            by_stage[stage] += count * chance
            total += _binomial(count, chance, draw)
        coming = _arriving(arrivals, draw) / pace * ahead.of_new()
        from_new += coming
        totals.append(total + _poisson(coming, draw))
    counted = Counter(totals)
    low, high = _band(counted, draws)
    return Forecast(
        expected=sum(totals) / draws,
        low=low,
        high=high,
        by_stage=tuple(value / draws for value in by_stage),
        from_new=from_new / draws,
        _futures=tuple(sorted(counted.items())),
        _drawn=draws,
    )


def _nothing(stages: int, doubt: Doubt) -> Forecast:
    return Forecast(0.0, 0, 0, (0.0,) * stages, 0.0, doubt)


def _watch(stages: int, spells: Sequence[Spell]) -> _Watched:
    steps = [[0] * AGES for _ in range(stages)]
    forward = [[0] * AGES for _ in range(stages)]
    off = [[0] * AGES for _ in range(stages)]
    for spell in spells:
        last = round(spell.days / STEP)
        for age, (first, until) in enumerate(zip(AGE_FROM, (*AGE_FROM[1:], _EVER), strict=True)):
            if last <= first:
                break
            steps[spell.stage][age] += min(last, until) - first
        if spell.end is End.OPEN:
            continue
        age = _age(last)
        steps[spell.stage][age] += 1
        (forward if spell.end is End.FORWARD else off)[spell.stage][age] += 1
    return _Watched(steps, forward, off)


_EVER = 10_000
_APART = 13
"""Waiting cases are told apart by the step up to here, then by the ages of `AGE_FROM`."""
_AGE_OF = [max(a for a, first in enumerate(AGE_FROM) if first <= step) for step in range(AGE_FROM[-1] + 1)]


def _age(step: int) -> int:
    return _AGE_OF[step] if step < len(_AGE_OF) else AGES - 1


@dataclass(frozen=True, slots=True)
class _Pace:
    """How half years differed in pace: for each spread that may be, its weight and the middle of a half year to come."""

    weights: list[float]
    centres: list[tuple[float, float]]
    """For each spread, of a coming half year's logarithm of pace: its middle, and how far it may lie from there."""

    def draw(self, draw: random.Random) -> float:
        """Draw the pace of the time ahead: first how much half years differ, then by how much this one does."""
        (found,) = draw.choices(self.centres, self.weights)
        return math.exp(draw.gauss(*found))


def _pace(watched: _Watched, spells: Sequence[Spell]) -> _Pace:
    """Learn from past half years how much their pace differs beyond chance.

    Each half year's moves are set against those due of the time watched in it, at the rate of each age. The
    logarithms of these ratios are taken as normal around a middle of their own, with the variance of counting
    and that of the pace; the middle is integrated out (as in DerSimonian and Laird's random effects, by
    restricted likelihood). Every spread is kept with its weight: of few half years none can be chosen.
    """
    due, seen = _due(watched, spells)
    told = [(math.log((seen[h] + 0.5) / (due[h] + 0.5)), 1 / due[h]) for h in due if due[h] >= _LEAST_DUE]
    counting = 1 / sum(1 / chance for _ratio, chance in told) if told else 0.0
    logs, centres = [], []
    for spread in _SPREADS:
        precision = [1 / (spread**2 + chance) for _ratio, chance in told]
        whole = sum(precision)
        middle = sum(w * ratio for w, (ratio, _chance) in zip(precision, told, strict=True)) / whole if told else 0.0
        fit = sum(w * (ratio - middle) ** 2 - math.log(w) for w, (ratio, _chance) in zip(precision, told, strict=True))
        logs.append(-0.5 * (fit + (math.log(whole) if told else 0.0) + (spread / _USUAL_SPREAD) ** 2))
        own = max(0.0, 1 / whole - counting) if told else 0.0
        centres.append((middle, math.sqrt(spread**2 + own)))
    best = max(logs)
    return _Pace([math.exp(found - best) for found in logs], centres)


def _due(watched: _Watched, spells: Sequence[Spell]) -> tuple[dict[int, float], dict[int, int]]:
    """Give, by half year back from today, how many moves forward were due at each age's rate, and how many were seen."""
    rates = []
    for steps, forward in zip(watched.steps, watched.forward, strict=True):
        mean = _share(sum(forward), sum(steps))
        rates.append([(forward[a] + PULL * mean) / (steps[a] + PULL) for a in range(AGES)])
    due: dict[int, float] = {}
    seen: dict[int, int] = {}
    for spell in spells:
        last = round(spell.days / STEP)
        if spell.end is End.FORWARD:
            seen[spell.ago // _HALF] = seen.get(spell.ago // _HALF, 0) + 1
        rate = rates[spell.stage]
        for step in range(last + (spell.end is not End.OPEN)):
            half = max(spell.ago, spell.ago + spell.days - step * STEP) // _HALF
            due[half] = due.get(half, 0.0) + rate[_age(step)]
    return due, {half: seen.get(half, 0) for half in due}


_HALF = 182
_SPREADS = [n / 50 for n in range(31)]
_USUAL_SPREAD = 0.3
"""How wide the weight of a spread falls off before anything was watched (half of a normal curve)."""
_LEAST_DUE = 8.0
"""Half years in which fewer moves were due say nothing of the pace."""


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


_Rates = list[tuple[list[float], list[float]]]
"""Per stage: rate of going forward and of leaving in a step, at each age."""


def _draw_rates(watched: _Watched, draw: random.Random) -> _Rates:
    out: _Rates = []
    for steps, forward, off in zip(watched.steps, watched.forward, watched.off, strict=True):
        seen = sum(steps)
        mean_forward, mean_off = (sum(forward) + 0.5) / (seen + 1), (sum(off) + 0.25) / (seen + 1)
        on, away = [], []
        for age in range(AGES):
            rate = _beta(
                forward[age] + PULL * mean_forward, steps[age] - forward[age] + PULL * (1 - mean_forward), draw
            )
            gone = _beta(off[age] + PULL * mean_off, steps[age] - off[age] + PULL * (1 - mean_off), draw)
            on.append(rate)
            away.append(min(gone, 1.0 - rate))
        out.append((on, away))
    return out


def _beta(one: float, other: float, draw: random.Random) -> float:
    return draw.betavariate(max(one, 1e-3), max(other, 1e-3))


class _Ahead:
    """Chances within the time ahead, in steps that need not be whole: a pace stretches or shortens the time.

    Who works a quarter faster gets as far in four weeks as he would in five: further in his stage, and further on.
    """

    def __init__(self, rates: _Rates, steps: float) -> None:
        self._whole = max(1, math.ceil(steps)) if steps else 0
        self._part = steps - self._whole + 1 if steps else 1.0
        """How much of the last step there is."""
        self._stages: list[tuple[list[float], list[float], list[float]]] = []
        """Per stage: by step of age, the rates of going forward and of staying; by step ahead, what leaving then is worth."""
        self._first = self._back_from_the_last(rates)

    def _back_from_the_last(self, rates: _Rates) -> list[float]:
        """Go through the stages from the last; give the chance to be admitted within 0, 1, 2 … steps of entering the first."""
        after = [1.0] * (self._whole + 1)
        for on, away in reversed(rates):
            forward = [on[age] for age in _AGE_OF] + on[-1:] * (self._whole + 1)
            stay = [1.0 - on[age] - away[age] for age in _AGE_OF] + [1.0 - on[-1] - away[-1]] * (self._whole + 1)
            cut = [self._part * now + (1 - self._part) * before for before, now in pairwise([0.0, *after])]
            worth = [(now + before) / 2 for before, now in pairwise(cut)] if self._stages else cut[:-1]
            self._stages.append((forward, stay, worth[::-1]))
            left, moves = 1.0, []
            for step in range(self._whole + 1):
                moves.append(left * forward[step])
                left *= stay[step]
            after = [sum(map(mul, moves, after[t::-1])) for t in range(self._whole + 1)]
        self._stages.reverse()
        return after

    def chance(self, stage: int, age: int) -> float:
        """Give the chance of a case that has been in its stage for some steps already."""
        forward, stay, worth = self._stages[stage]
        left, chance = 1.0, 0.0
        for step, then in enumerate(worth, start=age):
            chance += left * forward[step] * then
            left *= stay[step]
        return min(1.0, chance)

    def of_new(self) -> float:
        """Give how many steps' arrivals are admitted in time, where somebody comes evenly through each step."""
        if not self._whole:
            return 0.0
        until = sum(self._first[: self._whole])
        return until + self._part * self._first[-1] / 2 - (1 - self._part) * self._first[-2] / 2


def _arriving(arrivals: Arrivals, draw: random.Random) -> float:
    """Draw how many come onto the list in a step."""
    if not arrivals.days:
        return 0.0
    return draw.gammavariate(arrivals.count + 0.5, 1.0) * STEP / arrivals.days


def _binomial(count: int, chance: float, draw: random.Random) -> int:
    return sum(draw.random() < chance for _ in range(count))


def _poisson(mean: float, draw: random.Random) -> int:
    """Draw from Poisson by waiting times; means here are at most a few hundred."""
    total, waited = 0, draw.expovariate(1.0)
    while waited < mean:
        total += 1
        waited += draw.expovariate(1.0)
    return total


def _band(counted: Counter[int], draws: int) -> tuple[int, int]:
    """Give the middle of the futures: as much off each end as leaves `INSIDE` of them, whole people at a time."""
    ordered = sorted(counted)
    low, high, inside = 0, len(ordered) - 1, draws
    below = above = 0
    while low < high:
        fewer, more = counted[ordered[low]], counted[ordered[high]]
        off_below = below + fewer <= above + more
        off = fewer if off_below else more
        if inside - off < INSIDE * draws:
            break
        inside -= off
        if off_below:
            low, below = low + 1, below + off
        else:
            high, above = high - 1, above + off
    return ordered[low], ordered[high]


def shares(done: int, found: Forecast, target: int) -> Mapping[str, float] | None:
    """Give low, expected and high as shares of a target in percent; None where there is none or no expectation."""
    if target <= 0 or found.doubt is not None:
        return None
    return {
        "low": 100 * (done + found.low) / target,
        "expected": 100 * (done + found.expected) / target,
        "high": 100 * (done + found.high) / target,
    }
