"""A unit's usual pace: what share of a year's admissions had come by this day in its own earlier years. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 3
"""A target up to this has no pace: one person more or less is everything."""
LEAST_A_YEAR = 5
"""Admissions of an earlier year from which its course says something."""
LEAST_YEARS = 2
"""Earlier years that are needed to speak of a usual pace."""


@dataclass(frozen=True, slots=True)
class YearLine:
    """An earlier year: how many by this day, in all, and the share."""

    year: int
    by_now: int
    whole: int

    @property
    def share(self) -> float | None:
        """What part of the year's admissions had come by this day."""
        return 100 * self.by_now / self.whole if self.whole >= LEAST_A_YEAR else None


def usual_of(years: Sequence[YearLine]) -> tuple[int, int] | None:
    """Give the least and the most of an earlier year's admissions that had come by this day, in percent."""
    found = [line.share for line in years if line.share is not None]
    return (round(min(found)), round(max(found))) if len(found) >= LEAST_YEARS else None


def is_behind(target: int | None, done: int, years: Sequence[YearLine]) -> bool:
    """Say whether less of a target is done than in the slowest of the unit's own earlier years: exactly, not rounded."""
    known = [line for line in years if line.whole >= LEAST_A_YEAR]
    if target is None or target <= SMALL or len(known) < LEAST_YEARS:
        return False
    return all(done * line.whole < line.by_now * target for line in known)
