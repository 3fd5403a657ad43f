"""How honest the band of the forecast is: histories are generated, cut at a day, forecast, and compared with what came."""

import random
import statistics
import time
from dataclasses import dataclass

from taonguon.rules.pace import Arrivals, End, Forecast, Spell, Waiting, forecast

STAGES = 7
MEAN_DAYS = (60, 150, 120, 100, 45, 40, 25)
"""How long a stage takes in the middle, before a district's own speed."""
SHAPES = (1.2, 2.0, 2.0, 2.0, 2.5, 2.5, 2.5)
LEAVES = (0.10, 0.08, 0.05, 0.03, 0.01, 0.01, 0.0)
YEARS = 4


@dataclass(frozen=True)
class World:
    """One generated district: how many come in a year, how fast it is, and how its pace changes between half years."""

    a_year: int
    speed: float
    unsteady: float
    drift: float = 0.0
    """How much the pace changes in the time that is forecast, against all that was seen: a logarithm."""
    shift: int = 0
    """Days by which the district's half years lie off those that the forecast looks at."""


def lived(world: World, cut: int, end: int, draw: random.Random) -> tuple[list[Spell], list[Waiting], Arrivals, int]:
    """Let a district live; give what was seen by the cut, and how many were admitted between cut and end."""
    halves = {h: draw.gauss(0.0, world.unsteady) for h in range(-1, 2 * YEARS + 4)}
    spells: list[Spell] = []
    waiting: list[Waiting] = []
    arrived = admitted = 0
    day = 0.0
    while True:
        day += draw.expovariate(world.a_year / 365)
        if day >= end:
            break
        arrived += day < cut
        at = day
        for stage in range(STAGES):
            gone = draw.random() < LEAVES[stage]
            left = _end_of_spell(world, stage, at, cut, halves, draw)
            if at < cut:
                if left >= cut:
                    spells.append(Spell(stage, int(cut - at), End.OPEN))
                    waiting.append(Waiting(stage, int(cut - at)))
                else:
                    spells.append(Spell(stage, int(left - at), End.OFF if gone else End.FORWARD, int(cut - left)))
            at = left
            if gone or at >= end:
                break
        else:
            admitted += cut <= at < end
    return spells, waiting, Arrivals(arrived, cut), admitted


def _end_of_spell(
    world: World, stage: int, start: float, cut: int, halves: dict[int, float], draw: random.Random
) -> float:
    """Run through the stage's work at the pace of each half year in turn."""
    work = draw.gammavariate(SHAPES[stage], MEAN_DAYS[stage] / SHAPES[stage]) / world.speed
    at = start
    while work > 0:
        half = int((at + world.shift) // 182)
        pace = 2.718281828 ** (halves.get(half, 0.0) + (world.drift if at >= cut else 0.0))
        border = (half + 1) * 182.0 - world.shift
        if at < cut < border:
            border = float(cut)
        can = (border - at) * pace
        if can >= work:
            return at + work / pace
        work -= can
        at = border
    return at


def covered(
    worlds: int, *, unsteady: float, drift: float, seed: int, shift: int = 0, days: int = 182
) -> dict[str, float]:
    """Give the share of generated districts whose outcome lay in the 80 % band, and how wide and true it was."""
    draw = random.Random(seed)
    inside = below = above = told = 0
    errors, widths, seconds = [], [], []
    cut = YEARS * 365 - 182
    for number in range(worlds):
        world = World(draw.choice((40, 80, 150, 300)), draw.choice((0.7, 1.0, 1.4)), unsteady, drift, shift)
        spells, waiting, arrivals, came = lived(world, cut, cut + days, draw)
        began = time.perf_counter()
        found: Forecast = forecast(STAGES, spells, waiting, arrivals, days, seed=number)
        seconds.append(time.perf_counter() - began)
        if found.doubt is not None:
            continue
        told += 1
        inside += found.low <= came <= found.high
        below += came < found.low
        above += came > found.high
        errors.append((found.expected - came) / max(1, came))
        widths.append((found.high - found.low) / max(1.0, found.expected))
    return {
        "told": told, "inside": inside / told, "below": below / told, "above": above / told,
        "bias": statistics.median(errors), "width": statistics.median(widths), "seconds": statistics.median(seconds),
    }  # fmt: skip
