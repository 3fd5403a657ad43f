"""The Scheme's progress as its page shows it: bars by year with the goal, and a table by unit and year."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from taonguon.orgs.queries import Part
from taonguon.plans.models import CoverageGoal, GoalPosts
from taonguon.plans.scheme import Cell, Progress, Tally, Year
from taonguon.rules.coverage import Goal
from taonguon.rules.tree import Node
from taonguon.web.pictures import percent

TOP, HIGH = 22, 130
"""Pixels above the highest bar, and of a bar of 100 %."""
_WIDE = 0.56
_GOAL_WIDE = 0.84
_GUTTER = 12.0
"""Per cent of the width left for the words of the axis."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of one kind of post."""

    year: str
    x: str
    middle: str
    width: str
    official_y: str
    official_height: str
    probationary_y: str
    probationary_height: str
    goal_y: str
    goal_from: str
    goal_to: str
    share_y: str
    cell: Cell
    assumed: bool
    day: str

    @property
    def goal(self) -> str:
        """The goal of the year, in words."""
        return goal_words(self.cell.goal)


@dataclass(frozen=True, slots=True)
class Chart:
    """The years of one kind of post."""

    posts: GoalPosts
    label: str
    bars: Sequence[Bar]
    now: Cell
    behind: str
    """What the page of the people behind a number calls these posts."""

    height = str(TOP + HIGH + 22)
    base = str(TOP + HIGH)
    label_y = str(TOP + HIGH + 17)
    top = str(TOP)
    top_label_y = str(TOP + 4)
    left = percent(_GUTTER)

    @property
    def tally(self) -> Tally:
        """The posts on the day asked for."""
        return self.now.tally or Tally()

    @property
    def goal(self) -> str:
        """The goal of the day, in words."""
        return goal_words(self.now.goal)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with its years."""

    unit: Node
    cells: Sequence[tuple[Year, Cell]]
    now: Cell
    whole: bool

    @property
    def goal(self) -> str:
        """The goal of the day, in words."""
        return goal_words(self.now.goal)


def goal_words(goal: Goal | None) -> str:
    """Write a goal in words: 'từ 70 % trở lên', 'trên 60 %'."""
    if goal is None:
        return ""
    number = number_format(goal.percent.normalize())
    words = _("trên %(number)s %%") if goal.more_than else _("từ %(number)s %% trở lên")
    return words % {"number": number}


def charts_of(progress: Progress) -> list[Chart]:
    """Lay out each kind of post over the years of the Scheme."""
    return [_chart(progress, posts) for posts in GoalPosts]


def _chart(progress: Progress, posts: GoalPosts) -> Chart:
    step = (100 - _GUTTER) / len(progress.years)
    cells = [progress.cell(progress.unit, posts, year) for year in progress.years]
    bars = [
        _bar(year, cell, _GUTTER + n * step, step)
        for n, (year, cell) in enumerate(zip(progress.years, cells, strict=True))
    ]
    return Chart(posts, str(posts.label), bars, progress.cell(progress.unit, posts, progress.now), str(posts))


def _bar(year: Year, cell: Cell, left: float, step: float) -> Bar:
    tally = cell.tally or Tally()
    filled = max(tally.filled, 1)
    official, both = (round(HIGH * part / filled) for part in (tally.official, tally.members))
    goal_y = TOP + HIGH - round(HIGH * float(cell.goal.percent) / 100) if cell.goal else None
    above = min(
        TOP + HIGH - both, goal_y if goal_y is not None and abs(TOP + HIGH - both - goal_y) < _NEAR else TOP + HIGH
    )
    return Bar(
        year=f"{year.number}", x=percent(left + step * (1 - _WIDE) / 2), middle=percent(left + step / 2),
        width=percent(step * _WIDE), official_y=str(TOP + HIGH - official), official_height=str(official),
        probationary_y=str(TOP + HIGH - both), probationary_height=str(both - official),
        goal_y="" if goal_y is None else str(goal_y), goal_from=percent(left + step * (1 - _GOAL_WIDE) / 2),
        goal_to=percent(left + step * (1 + _GOAL_WIDE) / 2), share_y=str(above - 5), cell=cell,
        assumed=bool(year.reading and year.reading.assumed), day=f"{year.day:%d/%m/%Y}" if year.reading else "",
    )  # fmt: skip


_NEAR = 18
"""So near to the goal's line the share is written above the line."""


def unit_rows(progress: Progress, posts: GoalPosts) -> list[UnitRow]:
    """Give the unit itself, then the units right below it in the office's order."""
    rows = []
    for unit in (progress.unit, *progress.units):
        cells = [(year, progress.cell(unit, posts, year)) for year in progress.years if year.reading is not None]
        rows.append(UnitRow(unit, cells, progress.cell(unit, posts, progress.now), unit is progress.unit))
    return rows


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal of the Scheme's years as the page lists it."""

    row: CoverageGoal
    posts: str
    words: str
    unit: str
    in_force: bool


def goal_lines(progress: Progress, place: Part) -> list[GoalLine]:
    """Give the goals that count for the unit in a year of the Scheme, its own and those from above."""
    tree = place.map.organisations
    return [
        GoalLine(
            row, str(GoalPosts(row.posts).label), goal_words(Goal(row.percent, row.more_than)),
            node.name if (node := tree.get(row.organisation_id)) else "",
            row.since <= place.on and (row.until is None or row.until > place.on),
        )
        for row in progress.own_goals
    ]  # fmt: skip
