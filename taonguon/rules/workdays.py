"""Working days: weekdays less public holidays, with the days officially swapped.

The day of the event is day 0; the limit is the last day, until its end. Holidays come from a file made
from the `holidays` package (`tools/days_off.py`), swapped days from a dated file by hand. 24 November
(Vietnamese Culture Day) rests on a resolution only, so both calendars are kept: with and without it.
"""

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).with_name("books")


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day of a limit in working days, and what it rests on.

    `other` is the last day if 24 November is no day off, where that differs.
    """

    day: date
    notes: tuple[str, ...]
    other: date | None = None


class WorkCalendar:
    """Answers for the n-th working day after an event, in one bisection."""

    def __init__(self, off: set[date], worked: set[date], swaps_known: set[int], first: int, last: int) -> None:
        self.first, self.last = first, last
        self.swaps_known = swaps_known
        day, end = date(first, 1, 1), date(last + 1, 12, 31)
        self.days: list[date] = []
        while day <= end:
            if day in worked or (day.weekday() < 5 and day not in off):
                self.days.append(day)
            day += timedelta(days=1)

    def after(self, event: date, workdays: int) -> date:
        """Give the last day of a limit of some working days that begins with the event."""
        return self.days[bisect_right(self.days, event) + workdays - 1]

    def covers(self, event: date) -> bool:
        """Say whether the holidays of that time are known here."""
        return self.first <= event.year <= self.last

    def is_workday(self, day: date) -> bool:
        """Say whether the day is a working day."""
        at = bisect_right(self.days, day)
        return at > 0 and self.days[at - 1] == day


@lru_cache(maxsize=1)
def _data() -> tuple[set[date], set[date], set[date], set[date], set[int], int, int]:
    off = tomllib.loads((FOLDER / "holidays.toml").read_text("utf-8"))
    swaps = tomllib.loads((FOLDER / "swaps.toml").read_text("utf-8"))
    swapped_off = {s["off"] for s in swaps["swap"]}
    worked = {s["worked"] for s in swaps["swap"]}
    return (
        set(off["off"]),
        set(off["culture_day"]),
        swapped_off,
        worked,
        set(swaps["years_known"]),
        off["first_year"],
        off["last_year"],
    )


@lru_cache(maxsize=2)
def calendar(*, culture_day: bool = True) -> WorkCalendar:
    """Give the calendar of working days, with or without 24 November as a day off."""
    off, culture, swapped_off, worked, known, first, last = _data()
    return WorkCalendar(off | swapped_off | (culture if culture_day else set()), worked, known, first, last)


@lru_cache(maxsize=1)
def _first_culture_day() -> date:
    return min(_data()[1])


@lru_cache(maxsize=65536)
def limit(event: date, workdays: int) -> Limit | None:
    """Reckon the last day of a limit; None where the holidays of that time are not known here."""
    days = calendar()
    if not days.covers(event):
        return None
    last = days.after(event, workdays)
    notes = ["workdays"]
    if not {event.year, last.year} <= days.swaps_known:
        notes.append("swaps-unknown")
    other = None
    if last >= _first_culture_day():
        without = calendar(culture_day=False).after(event, workdays)
        if without != last:
            other = without
            notes.append("culture-day")
    return Limit(last, tuple(notes), other)


def workday_from(day: date) -> date:
    """Give the day itself where it is a working day by either calendar, else the next that is.

    Where the holidays of that time are not known here, only weekends are passed over.
    """
    calendars = (calendar(), calendar(culture_day=False))
    while day.weekday() >= 5 or (calendars[0].covers(day) and not all(c.is_workday(day) for c in calendars)):
        day += timedelta(days=1)
    return day
