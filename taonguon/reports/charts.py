"""From the overview's numbers to marks on pictures and rows of tables. No queries here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from taonguon.people.enums import VILLAGE_POSTS, PostKind
from taonguon.people.queries.seats import Seat
from taonguon.people.queries.tree import place_name
from taonguon.plans.scheme_shown import goal_words
from taonguon.reports.overview import LINES, MASS, CoverageLine, GridRow, Month, Overview, UnitLine
from taonguon.rules.dates import Period
from taonguon.rules.tree import Node
from taonguon.web.pictures import percent

KINDS = tuple(str(kind) for kind in LINES)
"""The kinds a line of coverage may have."""
MONTHS_HEIGHT = 190
"""Pixels a month with the most ceremonies is high."""


@dataclass(frozen=True)
class Bar:
    """A bar of one kind of post: official members, then those on probation, and the goal's mark."""

    kind: str
    label: str
    line: CoverageLine
    official: str
    probationary: str
    goal_at: str
    goal: str

    @property
    def open(self) -> int:
        """Posts held by somebody who is no member."""
        return self.line.filled - self.line.members


def label_of(kind: str) -> str:
    """Name a kind of post, or the four heads of mass organisations together."""
    return _("Trưởng bốn đoàn thể (cộng)") if kind == MASS else str(PostKind(kind).label)


def bar_of(line: CoverageLine) -> Bar:
    """Lay one line of coverage out as a bar."""
    whole = max(line.filled, 1)
    return Bar(
        line.kind,
        label_of(line.kind),
        line,
        percent(100 * line.official / whole),
        percent(100 * line.probationary / whole),
        percent(float(line.goal.percent)) if line.goal else "",
        goal_words(line.goal),
    )


@dataclass(frozen=True)
class MonthMark:
    """One month: two thin bars side by side."""

    x: str
    middle: str
    x2: str
    width: str
    admitted_y: str
    admitted_height: str
    recognised_y: str
    recognised_height: str
    label: str
    """Written under the month, for every sixth one."""
    title: str
    month: Month


@dataclass(frozen=True)
class Months:
    """The picture of ceremonies and recognitions by month."""

    marks: Sequence[MonthMark]
    most: int
    band_x: str
    band_width: str
    band_before_x: str
    knows_admitted_before: bool
    knows_recognised_before: bool
    """False where no month before the period has any: then nothing is known, and nothing is compared."""
    height: str = str(MONTHS_HEIGHT)
    whole_height: str = str(MONTHS_HEIGHT + 22)
    label_y: str = str(MONTHS_HEIGHT + 17)


def months_of(seen: Overview) -> Months:
    """Lay the months out; the period and the same period a year before get a band behind them."""
    most = max([1, *(m.admitted for m in seen.months), *(m.recognised for m in seen.months)])
    step = 100 / max(1, len(seen.months))
    marks = [_month(m, n, step, most) for n, m in enumerate(seen.months)]
    firsts = [m.first for m in seen.months]
    band_x, band_width = _band(seen.period, firsts, step)
    before_x, _width = _band(seen.before, firsts, step)
    earlier = [m for m in seen.months if m.first < seen.period.first.replace(day=1)]
    return Months(
        marks, most, band_x, band_width, before_x,
        seen.admitted_before > 0 or any(m.admitted for m in earlier),
        seen.recognised_before > 0 or any(m.recognised for m in earlier),
    )  # fmt: skip


def _month(month: Month, number: int, step: float, most: int) -> MonthMark:
    left = number * step
    high = MONTHS_HEIGHT - 18

    def tall(count: int) -> int:
        return round(high * count / most)

    one, two = tall(month.admitted), tall(month.recognised)
    shown = f"{month.first:%m/%Y}"
    title = _("Tháng %(month)s: kết nạp %(admitted)s, công nhận chính thức %(recognised)s") % {
        "month": shown,
        "admitted": month.admitted,
        "recognised": month.recognised,
    }
    return MonthMark(
        percent(left + step * 0.12),
        percent(left + step / 2),
        percent(left + step * 0.52),
        percent(step * 0.36),
        str(MONTHS_HEIGHT - one),
        str(one),
        str(MONTHS_HEIGHT - two),
        str(two),
        f"{month.first.month}/{month.first.year}" if month.first.month in {1, 7} else "",
        title,
        month,
    )


def _band(period: Period, firsts: list[date], step: float) -> tuple[str, str]:
    inside = [n for n, first in enumerate(firsts) if period.first.replace(day=1) <= first <= period.last]
    return (percent(inside[0] * step), percent(len(inside) * step)) if inside else ("", "")


@dataclass(frozen=True)
class Cell:
    """One post of one village in the grid: a mark, and the same in words."""

    look: str
    mark: str
    words: str


@dataclass(frozen=True)
class GridLine:
    """One village of the grid."""

    pk: int
    name: str
    own_cell: bool
    has_members: bool
    cells: Sequence[Cell]


@dataclass(frozen=True)
class GridBlock:
    """The villages of one commune."""

    commune: str
    lines: Sequence[GridLine]


def heads_of_grid() -> list[tuple[str, str]]:
    """Give the columns of the grid: short and full."""
    short = {
        PostKind.HEAD: _("TT"),
        PostKind.FRONT: _("MT"),
        PostKind.FARMER: _("ND"),
        PostKind.WOMEN: _("PN"),
        PostKind.YOUTH: _("TN"),
        PostKind.VETERAN: _("CCB"),
    }
    return [(short[kind], str(kind.label)) for kind in VILLAGE_POSTS]


def grid_of(rows: Sequence[GridRow]) -> list[GridBlock]:
    """Lay the villages out commune by commune, in the office's own order."""
    blocks: dict[int | None, tuple[str, list[GridLine]]] = {}
    for row in rows:
        commune = row.commune
        key = commune.pk if commune else None
        lines = blocks.setdefault(key, (place_name(commune) if commune else "", []))[1]
        cells = [_cell(row.seats.get(str(kind))) for kind in VILLAGE_POSTS]
        lines.append(GridLine(row.village.pk, row.village.name, row.own_cell, row.has_members, cells))
    return [GridBlock(name, lines) for name, lines in blocks.values()]


def _cell(seat: Seat | None) -> Cell:
    if seat is None or not seat.established:
        return Cell("m-none", "·", _("không thành lập"))
    if seat.person is None:
        return Cell("m-vacant", "–", _("khuyết"))
    if seat.member:
        return Cell("m-yes", "✓", _("đảng viên"))
    return Cell("m-no", "○", _("chưa là đảng viên"))


@dataclass(frozen=True)
class OpenPost:
    """A post still to be covered, and who holds it."""

    person: int
    name: str
    label: str
    village: Node


def open_posts(seen: Overview) -> list[OpenPost]:
    """Give the posts still to be covered, in the office's own order of villages."""
    return [OpenPost(p.person, p.name, label_of(p.kind), p.village) for p in seen.next_posts]


@dataclass(frozen=True)
class UnitRow:
    """A unit below, with its bars."""

    unit: Node
    line: UnitLine
    bars: Sequence[Bar]


SHOWN_LINES = (PostKind.HEAD.value, PostKind.FRONT.value, MASS)


def _line_key(kind: str) -> Callable[[UnitLine], Any]:
    return lambda line: line.lines[kind].share


_KEYS: dict[str, Callable[[UnitLine], Any]] = {
    "dang-vien": lambda line: line.members.total,
    "truong-thon": _line_key(PostKind.HEAD.value),
    "mat-tran": _line_key(PostKind.FRONT.value),
    "doan-the": _line_key(MASS),
    "kiem": lambda line: line.concurrent,
    "khong-chi-bo": lambda line: line.without_cell,
    "khong-dang-vien": lambda line: line.without_members,
    "ket-nap": lambda line: line.admitted,
}


def unit_rows(lines: Sequence[UnitLine], order: str) -> list[UnitRow]:
    """Give the units in the office's own order, or by a column ('-' before its name: the greatest first)."""
    key = _KEYS.get(order.removeprefix("-"))
    chosen = list(lines)
    if key is not None:
        known = [line for line in chosen if key(line) is not None]
        unknown = [line for line in chosen if key(line) is None]  # a share of nothing stands last either way
        chosen = sorted(known, key=key, reverse=order.startswith("-")) + unknown
    return [UnitRow(line.unit, line, [bar_of(line.lines[kind]) for kind in SHOWN_LINES]) for line in chosen]


@dataclass(frozen=True)
class Column:
    """A heading of the table that sorts."""

    name: str
    label: str
    sorted: str
    """aria-sort"""
    next: str
    """What a press on the heading sorts by."""


def columns(order: str) -> list[Column]:
    """Give the headings of the table of units."""
    labels = {
        "dang-vien": _("Đảng viên"),
        "truong-thon": _("Trưởng thôn"),
        "mat-tran": _("Mặt trận"),
        "doan-the": _("Đoàn thể"),
        "kiem": _("Bí thư kiêm trưởng thôn"),
        "khong-chi-bo": _("Thôn chưa có chi bộ"),
        "khong-dang-vien": _("Thôn chưa có đảng viên"),
        "ket-nap": _("Kết nạp trong kỳ"),
    }
    out = []
    for name, label in labels.items():
        state = "descending" if order == f"-{name}" else "ascending" if order == name else "none"
        out.append(Column(name, label, state, name if order == f"-{name}" else f"-{name}"))
    return out
