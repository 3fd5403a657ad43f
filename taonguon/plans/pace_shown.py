"""The year's pace of a unit as its page shows it: done, in hand, what is to be expected, beside earlier years."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from taonguon.admissions.enums import SOURCE_STAGES
from taonguon.orgs.queries import Part
from taonguon.plans.pace_query import (
    EARLIER,
    LEAST_ADMITTED,
    History,
    by_this_day,
    cells_of,
    history_of,
    kept_forecast,
    year_end,
)
from taonguon.plans.targets import given_total
from taonguon.plans.usual import SMALL, YearLine, is_behind, usual_of
from taonguon.plans.ways import LEAST_KNOWN, WATCHED, admitted_days
from taonguon.rules.pace import Doubt, Forecast, shares
from taonguon.web.pictures import percent

LIKELY, UNLIKELY = 0.7, 0.3
_WIDE = 366
_HEIGHT = 100


class Silence(StrEnum):
    """Why no expectation is shown."""

    SMALL_TARGET = "small-target"
    FEW_ADMITTED = "few-admitted"
    FEW_KNOWN = "few-known"
    FEW_MOVES = "few-moves"
    FEW_CASES = "few-cases"
    OVER = "over"


class Chance(StrEnum):
    """How likely the target is reached, in three words: more would sound surer than it is."""

    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage: how many stand in it, how many of them are to be expected, and how long it takes."""

    stage: str
    label: str
    in_hand: int
    expected: float | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Pace:
    """Everything on the page of a unit's pace but the steps that wait."""

    year: int
    target: int | None
    done: int
    history: History
    forecast: Forecast | None
    silence: Silence | None
    years: tuple[YearLine, ...]
    stages: tuple[StageLine, ...]
    days: tuple[date, ...]
    lately: int
    """Admitted within the days over which the ledger is watched."""

    @property
    def in_hand(self) -> int:
        """Open cases before the ceremony."""
        return sum(self.history.in_hand)

    @property
    def part(self) -> float | None:
        """Share of the target that is done."""
        return 100 * self.done / self.target if self.target else None

    @property
    def low(self) -> int:
        """Lower end of the band, those done counted in."""
        return self.done + (self.forecast.low if self.forecast else 0)

    @property
    def high(self) -> int:
        """Upper end of the band, those done counted in."""
        return self.done + (self.forecast.high if self.forecast else 0)

    @property
    def expected(self) -> int:
        """What is to be expected by the year's end, those done counted in."""
        return self.done + round(self.forecast.expected if self.forecast else 0)

    @property
    def band(self) -> tuple[int, int] | None:
        """The band as whole shares of the target."""
        if self.forecast is None or not self.target or (found := shares(self.done, self.forecast, self.target)) is None:
            return None
        return round(found["low"]), round(found["high"])

    @property
    def chance(self) -> Chance | None:
        """How likely the target is reached."""
        if self.forecast is None or not self.target:
            return None
        found = self.forecast.chance_at_least(self.target - self.done)
        return Chance.LIKELY if found >= LIKELY else Chance.UNLIKELY if found <= UNLIKELY else Chance.OPEN

    @property
    def usual(self) -> tuple[int, int] | None:
        """The least and the most of an earlier year's admissions that had come by this day, in percent."""
        return usual_of(self.years)

    @property
    def behind(self) -> bool:
        """True where less of the target is done than in the slowest of the earlier years."""
        return is_behind(self.target, self.done, self.years)


def pace_of(place: Part, on: date) -> Pace:
    """Give the pace of a unit's year on a day: a constant number of queries a thousand open cases."""
    assert place.unit is not None  # noqa: S101 callers show a unit
    cells, last = cells_of(place), year_end(on.year)
    target = given_total(place.unit.pk, on.year, on)
    days = admitted_days(cells, date(on.year - EARLIER, 1, 1), on)
    history = history_of(cells, on, last, reversed(place.unit.ancestors()))
    lately = sum((on - d).days < WATCHED for d in days)
    found, silence = _expected(history, target, lately, (last - on).days)
    years = tuple(
        YearLine(year, by_this_day(days, on, year), sum(d.year == year for d in days))
        for year in range(on.year - 1, on.year - 1 - EARLIER, -1)
    )
    stages = tuple(
        StageLine(
            str(stage), str(stage.label), history.in_hand[n], found.by_stage[n] if found else None, history.medians[n]
        )
        for n, stage in enumerate(SOURCE_STAGES)
    )
    done = sum(d.year == on.year for d in days)
    return Pace(on.year, target, done, history, found, silence, years, stages, tuple(days), lately)


def _expected(history: History, target: int | None, lately: int, days: int) -> tuple[Forecast | None, Silence | None]:
    if target is not None and target <= SMALL:
        return None, Silence.SMALL_TARGET
    if history.admitted < LEAST_ADMITTED:
        return None, Silence.FEW_ADMITTED
    if history.admitted < LEAST_KNOWN * lately:
        return None, Silence.FEW_KNOWN
    if days <= 0:
        return None, Silence.OVER
    found = kept_forecast(history.spells, history.waiting, history.arrivals, days)
    if found.doubt is not None:
        return None, Silence.FEW_MOVES if found.doubt is Doubt.FEW_MOVES else Silence.FEW_CASES
    return found, None


# -- the picture


@dataclass(frozen=True, slots=True)
class Picture:
    """Courses of the years over the days of a year. Points are text with a point, as SVG wants them."""

    earlier: tuple[tuple[int, str], ...]
    now: str
    fan: str
    target_y: str
    today_x: str
    marks: tuple[tuple[str, str], ...]
    """(place, month) along the axis"""
    top: int


def picture_of(pace: Pace, on: date) -> Picture:
    """Lay the courses out: earlier years as lines, this year as an area, the band as a fan, the target as a line."""
    top = max([1, pace.target or 0, pace.high, *(line.whole for line in pace.years)])

    def points(year: int, last: int) -> list[str]:
        out, count = [f"0,{_HEIGHT}"], 0
        for day in (d for d in pace.days if d.year == year):
            x = day.timetuple().tm_yday
            out.append(f"{x},{_y(count, top)}")
            count += 1
            out.append(f"{x},{_y(count, top)}")
        return [*out, f"{last},{_y(count, top)}"]

    x = on.timetuple().tm_yday
    start = f"{x},{_y(pace.done, top)}"
    return Picture(
        earlier=tuple((line.year, " ".join(points(line.year, _WIDE))) for line in pace.years if line.whole),
        now=" ".join([*points(pace.year, x), f"{x},{_HEIGHT}"]),
        fan=f"{start} {_WIDE},{_y(pace.high, top)} {_WIDE},{_y(pace.low, top)}" if pace.forecast else "",
        target_y=percent(_HEIGHT - 100 * pace.target / top) if pace.target else "",
        today_x=percent(100 * x / _WIDE),
        marks=tuple((percent(100 * (m - 1) / 12), str(m)) for m in (1, 4, 7, 10)),
        top=top,
    )


def _y(count: int, top: int) -> str:
    return f"{_HEIGHT - _HEIGHT * count / top:.2f}"
