"""How many will have been admitted by a day: from the time each stage has really taken here, with an 80 % band.

Time runs in steps of `STEP` days. In each stage a case goes forward, leaves the list, or stays; how often,
at each age in the stage, is counted in the histories (cases still under way count for the time they were
watched). What was counted is uncertain: each of `DRAWS` futures first draws its own rates from what the
counts allow (a Beta for each rate, pulled towards the stage's mean where few were watched) and a common
pace for the time ahead, as far as past half years differed from one another, and then draws what becomes
of each case and of those still to come. The band is the middle 80 % of the futures.

No chance of any single case leaves this module: only sums do. Source of the method: Kaplan and Meier 1958 in
discrete time, with the conjugate posterior of the beta process (Hjort 1990).
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

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
LOW, HIGH = 0.10, 0.90


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
    spread = _spread(stages, watched, spells)
    draw = random.Random(seed)  # noqa: S311 a simulation, not a secret
    groups: dict[tuple[int, int], int] = {}
    for case in waiting:
        if case.in_time and horizon:
            key = case.stage, min(case.days // STEP, AGES - 1)
            groups[key] = groups.get(key, 0) + 1
    totals: list[int] = []
    by_stage, from_new = [0.0] * stages, 0.0
    for _future in range(draws):
        pace = math.exp(draw.gauss(0.0, spread) - spread * spread / 2)
        rates = _draw_rates(watched, pace, draw)
        arrived = _chances(rates, horizon)
        total = 0
        for (stage, age), count in groups.items():
            chance = _chance_at(rates, arrived, stage, age, horizon)
            by_stage[stage] += count * chance
            total += _binomial(count, chance, draw)
        coming = _coming(arrivals, arrived[0], horizon, draw)
        from_new += coming
        totals.append(total + _poisson(coming, draw))
    totals.sort()
    counted: dict[int, int] = {}
    for total in totals:
        counted[total] = counted.get(total, 0) + 1
    return Forecast(
        expected=sum(totals) / draws,
        low=_quantile(totals, LOW),
        high=_quantile(totals, HIGH),
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
_AGE_OF = [max(a for a, first in enumerate(AGE_FROM) if first <= step) for step in range(AGE_FROM[-1] + 1)]


def _age(step: int) -> int:
    return _AGE_OF[step] if step < len(_AGE_OF) else AGES - 1


def _spread(stages: int, watched: _Watched, spells: Sequence[Spell]) -> float:
    """Give how far half years differed in pace beyond chance, as the spread of its logarithm.

    Each half year's moves are set against those to be expected of the time watched in it; what they vary
    more than counting alone makes them is the pace's own. Where few half years were watched it is held
    near a modest value.
    """
    mean = [_ratio(sum(watched.forward[s]), sum(watched.steps[s])) for s in range(stages)]
    seen: dict[int, int] = {}
    due: dict[int, float] = {}
    for spell in spells:
        if spell.end is End.FORWARD:
            seen[spell.ago // _HALF] = seen.get(spell.ago // _HALF, 0) + 1
        at, left = spell.ago, float(spell.days + STEP / 2)
        while left > 0:
            here = min(left, _HALF - at % _HALF)
            due[at // _HALF] = due.get(at // _HALF, 0.0) + mean[spell.stage] * here / STEP
            at, left = at + int(here) if here >= 1 else at + 1, left - here
    halves = [(seen.get(half, 0), expected) for half, expected in due.items() if expected >= _LEAST_DUE]
    own = sum((got / expected - 1.0) ** 2 - 1.0 / expected for got, expected in halves)
    found = (max(0.0, own) + _USUAL_SPREAD**2 * _HALVES_HELD) / (max(0, len(halves) - 1) + _HALVES_HELD)
    return min(_WIDEST_SPREAD, math.sqrt(found))


_HALF = 182
_USUAL_SPREAD, _WIDEST_SPREAD = 0.12, 0.6
_HALVES_HELD = 2
_LEAST_DUE = 8.0


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


_Rates = list[tuple[list[float], list[float]]]
"""Per stage: rate of going forward and of leaving in a step, at each age."""


def _draw_rates(watched: _Watched, pace: float, draw: random.Random) -> _Rates:
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
            rate = 1.0 - (1.0 - rate) ** pace
            on.append(rate)
            away.append(min(gone, 1.0 - rate))
        out.append((on, away))
    return out


def _beta(one: float, other: float, draw: random.Random) -> float:
    return draw.betavariate(max(one, 1e-3), max(other, 1e-3))


def _chances(rates: _Rates, horizon: int) -> list[list[float]]:
    """Give, per stage, the chance to be admitted within 0, 1, 2 … steps of entering it; past the last it is done."""
    after = [1.0] * (horizon + 1)
    out: list[list[float]] = []
    for on, away in reversed(rates):
        left, moves = 1.0, []
        for step in range(horizon + 1):
            age = _age(step)
            moves.append(left * on[age])
            left *= 1.0 - on[age] - away[age]
        here = [sum(moves[d] * after[t - d] for d in range(t + 1)) for t in range(horizon + 1)]
        out.append(here)
        after = here
    return out[::-1]


def _chance_at(rates: _Rates, arrived: list[list[float]], stage: int, age: int, horizon: int) -> float:
    """Give the chance of a case that has been in its stage for some steps already."""
    on, away = rates[stage]
    after = arrived[stage + 1] if stage + 1 < len(rates) else None
    left, chance = 1.0, 0.0
    for step in range(horizon):
        at = _age(age + step)
        rest = horizon - step
        chance += left * on[at] * ((after[rest] + after[rest - 1]) / 2 if after is not None else 1.0)
        left *= 1.0 - on[at] - away[at]
    return min(1.0, chance)


def _coming(arrivals: Arrivals, first: list[float], horizon: int, draw: random.Random) -> float:
    """Give how many of those still to come are to be expected in time."""
    if not arrivals.days:
        return 0.0
    per_step = draw.gammavariate(arrivals.count + 0.5, 1.0) * STEP / arrivals.days
    return per_step * (sum(first[:horizon]) + first[horizon] / 2)


def _binomial(count: int, chance: float, draw: random.Random) -> int:
    return sum(draw.random() < chance for _ in range(count))


def _poisson(mean: float, draw: random.Random) -> int:
    """Draw from Poisson by waiting times; means here are at most a few hundred."""
    total, waited = 0, draw.expovariate(1.0)
    while waited < mean:
        total += 1
        waited += draw.expovariate(1.0)
    return total


def _quantile(ordered: Sequence[int], share: float) -> int:
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def shares(done: int, found: Forecast, target: int) -> Mapping[str, float] | None:
    """Give low, expected and high as shares of a target in percent; None where there is none or no expectation."""
    if target <= 0 or found.doubt is not None:
        return None
    return {
        "low": 100 * (done + found.low) / target,
        "expected": 100 * (done + found.expected) / target,
        "high": 100 * (done + found.high) / target,
    }
