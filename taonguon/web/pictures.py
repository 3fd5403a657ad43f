"""Where the marks of a picture lie. Widths are percentages, so that text keeps its size on a phone.

Numbers that go into SVG attributes are written here, as text with a point: a template in
Vietnamese would write a comma.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from taonguon.rules.dates import add_months

_TICKS_MAX = 6
_STEPS = (1, 2, 5, 10, 20)
_LOOK_BACK_YEARS = 5
"""How far the picture goes back where no day is known at all."""


def percent(value: float) -> str:
    """Write a coordinate: '12.5%'."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True)
class Span:
    """Something that lasted: from the day, until the day (that day excluded); None: not known, still."""

    since: date | None
    until: date | None
    text: str
    look: str = "p-data"
    """A fill of the frame's style sheet."""


@dataclass(frozen=True)
class Mark:
    """A span in its place."""

    x: str
    width: str
    look: str
    text: str
    open_start: bool


@dataclass(frozen=True)
class Lane:
    """One row of the picture."""

    label: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Tick:
    """A year on the axis."""

    x: str
    label: str


@dataclass(frozen=True)
class Timeline:
    """Rows over one axis of years, with the day the page stands on."""

    lanes: Sequence[Lane]
    ticks: Sequence[Tick]
    now: str


def timeline(rows: Iterable[tuple[str, Sequence[Span]]], on: date) -> Timeline | None:
    """Lay spans out over the years they touch; nothing where there is nothing to lay out."""
    kept = [(label, spans) for label, spans in rows if spans]
    if not kept:
        return None
    first, last = _reach([span for _, spans in kept for span in spans], on)
    whole = max(1, (last - first).days)

    def place(day: date) -> float:
        return 100 * min(max((day - first).days, 0), whole) / whole

    def mark(span: Span) -> Mark:
        left = place(span.since) if span.since else 0.0
        right = place(span.until or max(on, span.since or on))
        return Mark(percent(left), percent(max(right - left, 0.4)), span.look, span.text, span.since is None)

    lanes = [Lane(label, [mark(span) for span in spans]) for label, spans in kept]
    return Timeline(lanes, _ticks(first, last, place), percent(place(on)))


def _reach(spans: Sequence[Span], on: date) -> tuple[date, date]:
    days = [day for span in spans for day in (span.since, span.until) if day is not None]
    last = max([*days, add_months(on, 3)])
    known = min(days, default=add_months(on, -12 * _LOOK_BACK_YEARS))
    first = min(known, on)
    if any(span.since is None for span in spans):  # room for what began before anything we know
        first = add_months(first, -max(6, (last.year - first.year) * 12 // 8))
    return first, last


def _ticks(first: date, last: date, place: Callable[[date], float]) -> list[Tick]:
    years = last.year - first.year
    step = next((s for s in _STEPS if years / s <= _TICKS_MAX), _STEPS[-1])
    start = -(-(first.year + 1) // step) * step
    return [Tick(percent(place(date(y, 1, 1))), str(y)) for y in range(start, last.year + 1, step)]
