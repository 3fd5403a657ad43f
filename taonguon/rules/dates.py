"""Dates as offices write them: whole, partial, impossible or unreadable; and spans of days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_FIRST, _EXCEL_LAST = 3654, 73050  # 1910-01-01 .. 2099-12-31 as day numbers
YEAR_MIN, YEAR_MAX = 1900, 2099


class Defect(StrEnum):
    """What is wrong with the text of a date."""

    UNREADABLE = "unreadable_date"
    IMPOSSIBLE = "impossible_date"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or day and month, may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        if self.day:
            return self.first
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def precision(self) -> str:
        """Give 'd', 'm' or 'y': the smallest part that is known."""
        return "d" if self.day else "m" if self.month else "y"

    def agrees(self, other: "PartialDate") -> bool:
        """Say whether both can be one and the same day, as far as both are known."""
        return (
            self.year == other.year
            and (not self.month or not other.month or self.month == other.month)
            and (not self.day or not other.day or self.day == other.day)
        )

    def __str__(self) -> str:
        parts = ([f"{self.day:02d}"] if self.day else []) + ([f"{self.month:02d}"] if self.month else [])
        return "/".join([*parts, str(self.year)])


def partial(day: date | None, precision: str) -> PartialDate | None:
    """Rebuild a partial date from a stored first day and its precision."""
    if day is None:
        return None
    return PartialDate(day.year, day.month if precision in "dm" else 0, day.day if precision == "d" else 0)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a cell said: a value, nothing, or a defect."""

    value: PartialDate | None = None
    defect: Defect | None = None


NOTHING = ReadDate()
_SEPARATED = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
_MONTH = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{4})$")
_YEAR = re.compile(r"^(\d{4})(?:\.0)?$")
_WORDS = re.compile(r"^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})$", re.IGNORECASE)
_EMPTY = frozenset({"", "-", "–", "—", "...", "…", "/", "//", "x"})


def _year(text: str) -> int:
    return 1900 + int(text) if len(text) == 2 else int(text)  # two digits: the twentieth century


def _checked(year: int, month: int, day: int) -> ReadDate:
    if not YEAR_MIN <= year <= YEAR_MAX:
        return ReadDate(defect=Defect.IMPOSSIBLE)
    if month == 0:
        return ReadDate(PartialDate(year)) if day == 0 else ReadDate(defect=Defect.IMPOSSIBLE)
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:
        return ReadDate(defect=Defect.IMPOSSIBLE)
    return ReadDate(PartialDate(year, month, day))


@lru_cache(maxsize=200_000)
def read_date_text(text: str) -> ReadDate:
    """Read a date written as text: d/m/y with / . or -, m/y, a year, 00 for what is not known."""
    text = text.strip().strip("'’")
    if text in _EMPTY:
        return NOTHING
    if found := _SEPARATED.match(text) or _WORDS.match(text):
        return _checked(_year(found[3]), int(found[2]), int(found[1]))
    if found := _ISO.match(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH.match(text):
        return _checked(int(found[2]), int(found[1]), 0)
    if found := _YEAR.match(text):
        return _checked(int(found[1]), 0, 0)
    if text.isdigit() and _EXCEL_FIRST <= int(text) <= _EXCEL_LAST:
        return read_date(float(text))
    return ReadDate(defect=Defect.UNREADABLE)


def read_date(value: object) -> ReadDate:
    """Read a cell as a date: text, a spreadsheet's day number, a year, or a real date."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return read_date_text(value)
    if isinstance(value, bool):
        return ReadDate(defect=Defect.UNREADABLE)
    if isinstance(value, (int, float)):
        number = int(value)
        if YEAR_MIN <= number <= YEAR_MAX and number == value:
            return ReadDate(PartialDate(number))
        if _EXCEL_FIRST <= number <= _EXCEL_LAST:
            day = EXCEL_EPOCH + timedelta(days=number)
            return ReadDate(PartialDate(day.year, day.month, day.day))
        return ReadDate(defect=Defect.UNREADABLE)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day)
    return ReadDate(defect=Defect.UNREADABLE)


@lru_cache(maxsize=65_536)
def add_months(day: date, months: int) -> date:
    """Give the same day some months later, or the last day of that month where there is none."""
    month0 = day.month - 1 + months
    year, month = day.year + month0 // 12, month0 % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def a_year_before(self) -> "Period":
        """The same period of the year before; ends of months stay ends of months."""
        return Period(add_months(self.first, -12), add_months(self.last + timedelta(days=1), -12) - timedelta(days=1))

    def months(self) -> list[str]:
        """The months it touches, as YYYY-MM."""
        out, day = [], self.first.replace(day=1)
        while day <= self.last:
            out.append(f"{day:%Y-%m}")
            day = add_months(day, 1)
        return out


def last_full_quarter(on: date) -> Period:
    """Give the latest quarter that is over on the day (a quarter is over on its last day)."""
    tomorrow = on + timedelta(days=1)
    start = date(tomorrow.year, (tomorrow.month - 1) // 3 * 3 + 1, 1)
    return Period(add_months(start, -3), start - timedelta(days=1))
