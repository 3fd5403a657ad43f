"""The Scheme of a unit as of a day: its goals by post and year, and how far the posts are held by members."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from taonguon.orgs.queries import Part, on_day, part_of
from taonguon.people.enums import MASS_ORGANISATION_HEADS, VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Tenure
from taonguon.people.queries.seats import PostState, posts_by_village
from taonguon.plans.models import CoverageGoal, GoalPosts
from taonguon.plans.plan_models import Scheme
from taonguon.rules.coverage import Goal, reached, share, still_needed
from taonguon.rules.tree import Node

KINDS_OF = {
    GoalPosts.HEAD: (PostKind.HEAD,), GoalPosts.FRONT: (PostKind.FRONT,), GoalPosts.MASS: MASS_ORGANISATION_HEADS,
}  # fmt: skip
POSTS_OF = {str(kind): posts for posts, kinds in KINDS_OF.items() for kind in kinds}
MOST_READINGS = 6
"""Years that are counted: the latest ones of a longer Scheme."""


class Tally(NamedTuple):
    """Posts of one kind of goal: how many there are, have a holder, and a holder who is a member."""

    exist: int = 0
    filled: int = 0
    official: int = 0
    probationary: int = 0

    @property
    def members(self) -> int:
        """Held by members."""
        return self.official + self.probationary

    @property
    def open(self) -> int:
        """Held by somebody who is no member."""
        return self.filled - self.members

    @property
    def vacant(self) -> int:
        """Held by nobody."""
        return self.exist - self.filled

    @property
    def share(self) -> float | None:
        """Per cent of the filled posts held by members; None where none is filled."""
        return share(self.members, self.filled)


@dataclass(frozen=True)
class Reading:
    """What the posts of a unit and of the units right below it were on a day."""

    day: date
    assumed: bool
    """Most holders are taken for holders of that day only because a later list names them, without saying since when."""
    tallies: dict[tuple[int, GoalPosts], Tally]

    def of(self, unit: int, posts: GoalPosts) -> Tally:
        """Give the tally of a unit; an empty one where it has no such posts."""
        return self.tallies.get((unit, posts), Tally())


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's posts in one year, beside the goal that counted."""

    tally: Tally | None
    """None: a year still to come, or before the unit was there."""
    goal: Goal | None

    @property
    def reached(self) -> bool:
        """True where the goal is met."""
        return bool(self.goal and self.tally and reached(self.tally.members, self.tally.filled, self.goal))

    @property
    def needed(self) -> int:
        """Holders who must still become members."""
        return still_needed(self.tally.members, self.tally.filled, self.goal) if self.goal and self.tally else 0


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the Scheme, and the day it is counted on."""

    number: int
    day: date
    reading: Reading | None


@dataclass(frozen=True)
class Progress:
    """A Scheme, its years, and the goals in force in each."""

    unit: Node
    scheme: Scheme | None
    others: tuple[Scheme, ...]
    """Other Schemes of the unit or of units above it."""
    years: tuple[Year, ...]
    units: tuple[Node, ...]
    """The units right below that have village posts."""
    rows: tuple[CoverageGoal, ...]
    """Goals of the unit, of the units above it and right below."""

    def cell(self, unit: Node, posts: GoalPosts, year: Year) -> Cell:
        """Give one unit's posts in one year."""
        tally = year.reading.of(unit.pk, posts) if year.reading else None
        row = self.goal_row(unit, posts, year.day)
        return Cell(tally, Goal(row.percent, row.more_than) if row else None)

    def goal_row(self, unit: Node, posts: GoalPosts, day: date) -> CoverageGoal | None:
        """Give the goal in force for a unit on a day: its own, else the nearest one above it."""
        downward = {above.pk: depth for depth, above in enumerate([*unit.ancestors(), unit])}
        found = [
            row
            for row in self.rows
            if row.posts == posts
            and row.organisation_id in downward
            and row.since <= day
            and (row.until is None or row.until > day)
        ]
        return max(found, key=lambda row: (downward[row.organisation_id], row.since, row.pk), default=None)

    @property
    def now(self) -> Year:
        """The year of the day asked for."""
        return next(year for year in reversed(self.years) if year.reading is not None)

    @property
    def own_goals(self) -> list[CoverageGoal]:
        """Goals of the unit and of those above it that count in a year of the Scheme, by post and day."""
        chain = {above.pk for above in [*self.unit.ancestors(), self.unit]}
        first, last = date(self.years[0].number, 1, 1), date(self.years[-1].number, 12, 31)
        order = list(GoalPosts)
        rows = [
            row
            for row in self.rows
            if row.organisation_id in chain and row.since <= last and (row.until is None or row.until > first)
        ]
        return sorted(rows, key=lambda row: (order.index(GoalPosts(row.posts)), row.since, row.pk))


def progress_of(place: Part, unit: Node) -> Progress:
    """Give the Scheme that counts for a unit on a day, with its goals and what was reached in each of its years.

    A constant number of queries a counted year.
    """
    on, chain = place.on, [above.pk for above in [*unit.ancestors(), unit]]
    schemes = _schemes(chain)
    scheme = next((one for one in schemes if one.since <= on <= one.until), None)
    years = _years(scheme, on)
    days = [day for _number, day in years if day <= on][-MOST_READINGS:]
    assumed = _assumed(place, days)
    readings = {day: _reading(unit.pk, day, assumed=day in assumed) for day in days}
    rows = CoverageGoal.objects.filter(organisation__in=[*chain, *(top.pk for top in place.tops)], standing=True)
    counted = {pk for reading in readings.values() if reading for pk, _posts in reading.tallies}
    return Progress(
        unit, scheme, tuple(one for one in schemes if one != scheme),
        tuple(Year(number, day, readings.get(day)) for number, day in years),
        tuple(top for top in place.tops if top.pk in counted), tuple(rows.order_by("since", "pk")),
    )  # fmt: skip


def _schemes(chain: Sequence[int]) -> list[Scheme]:
    """Give the Schemes of a unit and of those above it: the nearest unit's first, of each the newest."""
    depth = {pk: n for n, pk in enumerate(chain)}
    rows = Scheme.objects.filter(unit__in=chain, standing=True)
    return sorted(rows, key=lambda one: (-depth[one.unit_id], -one.since.toordinal(), one.pk))


def scheme_at(unit: Node, day: date) -> Scheme | None:
    """Give the Scheme that counts for a unit on a day: its own, else that of the nearest unit above it."""
    chain = [above.pk for above in [*unit.ancestors(), unit]]
    return next((one for one in _schemes(chain) if one.since <= day <= one.until), None)


def _years(scheme: Scheme | None, on: date) -> list[tuple[int, date]]:
    """Give the years of the Scheme with the day each is looked at: its last day, in the year asked for that day."""
    numbers = range(scheme.since.year, scheme.until.year + 1) if scheme else [on.year]
    return [(number, on if number == on.year else date(number, 12, 31)) for number in numbers]


def _reading(unit: int, day: date, *, assumed: bool) -> Reading | None:
    """Count the posts of a unit and of the units right below it on a day; None where the unit was not there."""
    place = part_of(unit, day)
    if place.unit is None:
        return None
    tops_of = place.tops_of
    states: dict[int, Counter[PostState]] = {}
    for village, posts in posts_by_village(place).items():
        for pk in (unit, *tops_of.get(village, ())):
            states.setdefault(pk, Counter()).update(posts.states)
    tallies = {(pk, posts): tally for pk, counted in states.items() for posts, tally in _tallied(counted)}
    return Reading(day, assumed, tallies)


def _tallied(states: Counter[PostState]) -> Iterable[tuple[GoalPosts, Tally]]:
    for posts, kinds in KINDS_OF.items():
        some = [(state, number) for state, number in states.items() if state.kind in kinds]
        yield (
            posts,
            Tally(
                sum(number for state, number in some if state.established),
                sum(number for state, number in some if state.filled),
                sum(number for state, number in some if state.standing == Standing.OFFICIAL),
                sum(number for state, number in some if state.standing == Standing.PROBATIONARY),
            ),
        )


def _assumed(place: Part, days: Sequence[date]) -> set[date]:
    """Give the days on which more than half of the holders are known from a later list alone. One query."""
    rows = Tenure.objects.filter(post__kind__in=VILLAGE_POSTS)
    if not place.whole:
        rows = rows.filter(post__locality_id__in=place.village_ids)
    counts = {}
    for n, day in enumerate(days):
        counts[f"held{n}"] = Count("pk", filter=on_day(day))
        counts[f"later{n}"] = Count("pk", filter=on_day(day) & Q(since__isnull=True, told_on__gt=day))
    found = rows.aggregate(**counts) if counts else {}
    return {day for n, day in enumerate(days) if 2 * found[f"later{n}"] > found[f"held{n}"]}
