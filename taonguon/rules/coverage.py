"""Arithmetic of posts and goals, in whole numbers."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Goal:
    """A share to be reached: at least `percent` of the posts, or more than it."""

    percent: Decimal
    more_than: bool = False

    def __str__(self) -> str:
        number = f"{self.percent.normalize():f}"
        return f"{'>' if self.more_than else '>='} {number} %"


def share(part: int, whole: int) -> float | None:
    """Give the percentage, rounded half up to two decimals; nothing out of nothing is None."""
    if whole == 0:
        return None
    exact = Decimal(100 * part) / Decimal(whole)
    return float(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def still_needed(held: int, posts: int, goal: Goal) -> int:
    """Count the holders who must still become members before the goal is met, posts unchanged."""
    wanted = Fraction(goal.percent) * posts / 100
    least = wanted.numerator // wanted.denominator + 1 if goal.more_than else -(-wanted.numerator // wanted.denominator)
    return max(0, min(least, posts) - held)


def reached(held: int, posts: int, goal: Goal) -> bool:
    """Say whether the goal is met; "more than 60 %" is not met by 60 %."""
    have, want = 100 * held, Fraction(goal.percent) * posts
    return posts > 0 and (have > want if goal.more_than else have >= want)
