"""Sharing a year's total among generated units: seconds, distance to the optimum a solver finds, and beside proportion."""

import random
import time
from typing import Any

from taonguon.plans.allocation import POST, Asked, UnitFacts, allocate, proportional, purpose, strengths, worth

SIZES = (8, 100, 6_000)
_SHARE_ASKED = 0.6
"""The total asked is so much of what the limits and the source allow."""


def some_units(count: int, seed: int = 1) -> list[UnitFacts]:
    """Invent units: many small, few large; the source goes with size only loosely, as it does."""
    chance = random.Random(seed)
    out = []
    for pk in range(1, count + 1):
        members = round(chance.lognormvariate(3.6, 0.9)) + 3
        ready = min(60, round(members * chance.choice((0.0, 0.05, 0.1, 0.2)) + chance.random()))
        reach = min(ready, chance.choice((0, 0, 0, 0, 1, 2)))
        women = sum(chance.random() < 0.4 for _ in range(ready))
        youth = sum(chance.random() < 0.6 for _ in range(ready))
        out.append(
            UnitFacts(
                pk, ready, {"women": women, "youth": youth}, helpers=round(members * 0.9),
                last=round(ready * chance.uniform(0.2, 1.0)), reach=reach,
                posts=min(ready - reach, chance.choice((0, 0, 1, 1, 2))), low=chance.choice((0, 0, 0, 1)),
                high=chance.choice((None, None, None, 12)),
            )
        )  # fmt: skip
    return out


def measures(units: list[UnitFacts], numbers: dict[int, int], total: int) -> dict[str, int]:
    """Say how well an allocation keeps what it must, and reaches what it should."""
    return {
        "off the sum": abs(sum(numbers.values()) - total),
        "limits broken": sum(not u.floor <= numbers[u.pk] <= (u.high or numbers[u.pk]) for u in units),
        "asked above the source": sum(max(0, numbers[u.pk] - u.source) for u in units),
        "villages reached": sum(min(u.reach, numbers[u.pk]) for u in units),
        "Scheme's posts": sum(purpose(u, k) == POST for u in units for k in range(1, min(numbers[u.pk], u.source) + 1)),
    }


def measure(count: int) -> dict[str, Any]:
    """Share one total among so many units, with and without groups, beside the solver and beside proportion."""
    from taonguon.plans.together import found_together

    units = some_units(count)
    total = round(sum(u.cap for u in units) * _SHARE_ASKED)
    began = time.perf_counter()
    ours = allocate(units, Asked(total))
    seconds = time.perf_counter() - began
    strong = strengths(units, 30)
    began = time.perf_counter()
    solved, _gap = found_together(units, total, {"women": 1}, strong, max(strong.values()))
    solver = time.perf_counter() - began
    best = worth(units, solved, 30)
    room = sum(min(ours.numbers[u.pk], u.room("women")) for u in units)
    most = sum(min(u.cap, u.room("women")) for u in units)
    began = time.perf_counter()
    tight = allocate(units, Asked(total, {"women": room + (most - room) // 2, "youth": total // 3}))
    return {
        "units": count, "total": total, "seconds": seconds, "solver": solver,
        "gap": (best - worth(units, ours.numbers, 30)) / best,
        "tight": time.perf_counter() - began, "tight_gap": tight.gap, "tight_short": sum(tight.part_short.values()),
        "villages": sum(u.reach for u in units), "posts": sum(u.posts for u in units),
        "ours": measures(units, ours.numbers, total), "proportion": measures(units, proportional(units, total), total),
    }  # fmt: skip
