"""What the first page shows of one unit on one day, from the same counts as the figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from taonguon.orgs.enums import BASES, ServiceKind
from taonguon.people.enums import MASS_ORGANISATION_HEADS, VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Person
from taonguon.people.queries import seats as village_seats
from taonguon.people.queries.counts import Members, together
from taonguon.people.queries.seats import PostState, Seat
from taonguon.plans.models import CoverageGoal
from taonguon.plans.queries import goal_rows_for
from taonguon.reports import counts
from taonguon.reports.day import Day, day_of, mismatch
from taonguon.rules.coverage import Goal, reached, share, still_needed
from taonguon.rules.dates import Period, add_months
from taonguon.rules.tree import Node

MASS = "mass"
LINES = (PostKind.HEAD, PostKind.FRONT, MASS, *MASS_ORGANISATION_HEADS)
MOST_GRID_ROWS = 300
Alike = Counter[PostState]
"""State of a post -> how many are so"""
MOST_LISTED = 30
MOST_NAMED = 500
"""A list longer than this is shown as a count; its later lines carry no names."""
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """Posts of one kind (or the four mass-organisation heads together) and who holds them."""

    kind: str
    exist: int
    filled: int
    official: int
    probationary: int
    goal: Goal | None = None
    goal_source: str = ""

    @property
    def members(self) -> int:
        """Filled posts held by members."""
        return self.official + self.probationary

    @property
    def vacant(self) -> int:
        """Posts nobody holds."""
        return self.exist - self.filled

    @property
    def share(self) -> float | None:
        """Per cent of filled posts held by members; None where none is filled."""
        return share(self.members, self.filled)

    @property
    def reached(self) -> bool:
        """True where the goal is met."""
        return self.goal is not None and reached(self.members, self.filled, self.goal)

    @property
    def needed(self) -> int:
        """Holders who must still become members."""
        return still_needed(self.members, self.filled, self.goal) if self.goal else 0


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit below the one shown: a commune's committee, an agency, a cell."""

    unit: Node
    members: Members
    villages: int
    lines: dict[str, CoverageLine]
    village_cells: int
    concurrent: int
    without_cell: int
    without_members: int
    admitted: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """One village: each kind of post, and whether it has a cell of its own."""

    village: Node
    commune: Node | None
    seats: dict[str, Seat]
    own_cell: bool
    has_members: bool


@dataclass(frozen=True, slots=True)
class NextPost:
    """A post still to be covered: held by somebody who is no member."""

    village: Node
    commune: str
    kind: str
    person: int
    name: str


@dataclass(frozen=True, slots=True)
class Combinable:
    """A village whose head is an official member while somebody else is secretary (or nobody)."""

    village: Node
    cell: Node
    head: int
    head_name: str
    secretary: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """Ceremonies and recognitions of one month."""

    first: date
    admitted: int
    recognised: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the first page."""

    unit: Node | None
    on: date
    period: Period
    before: Period
    coverage: tuple[CoverageLine, ...]
    units: tuple[UnitLine, ...]
    grid: tuple[GridRow, ...]
    grid_left_out: int
    members: Members
    organisations: int
    cells: int
    villages: int
    village_cells: int
    concurrent: int
    combinable: tuple[Combinable, ...]
    secretary_vacant: tuple[Node, ...]
    without_cell: tuple[tuple[Node, Node | None], ...]
    """(village, the cell charged with it)"""
    without_members: tuple[Node, ...]
    admitted: int
    admitted_before: int
    recognised: int
    recognised_before: int
    months: tuple[Month, ...]
    overdue: int
    next_posts: tuple[NextPost, ...]
    next_posts_in_all: int
    mismatches: int


def overview(unit_pk: int | None, on: date, period: Period | None = None) -> Overview:
    """Give the first page of a unit (None: everything) on a day; the period is the last full quarter unless named."""
    day = day_of(unit_pk, on, period)
    place = day.place
    before = day.period.a_year_before()
    goals = _goals(day)
    alike = _alike(day)
    states = sum(alike.values(), Counter[PostState]())
    has_grid = len(place.villages) <= MOST_GRID_ROWS
    seats = village_seats.seats(place, villages=place.village_ids if has_grid else _villages_of_first_open_posts(day))
    open_posts = [s for s in seats if s.filled and not s.member][:MOST_LISTED]
    could_be_both = list(_combinable(day))
    names = _names({s.person for s in open_posts} | {c.head for c in could_be_both[:MOST_NAMED]})
    since = min(_first_month(on), day.period.first, before.first)
    admitted = day.admitted_by_day(since, max(on, before.last))
    recognised = day.recognised_by_day(since, max(on, before.last))
    combinable = tuple(replace(one, head_name=names.get(one.head, "")) for one in could_be_both[:MOST_NAMED])
    return Overview(
        unit=place.unit,
        on=on,
        period=day.period,
        before=before,
        coverage=tuple(_lines([states], goals).values()),
        units=tuple(_units(day, goals, alike)),
        grid=tuple(_grid(day, seats)) if has_grid else (),
        grid_left_out=0 if has_grid else len(place.villages),
        members=together(day.members_by_cell.values()),
        organisations=sum(1 for n in place.units if n.kind in BASES),
        cells=len(place.cells),
        villages=len(place.villages),
        village_cells=len(place.village_cells),
        concurrent=len(day.concurrent),
        combinable=(*combinable, *could_be_both[MOST_NAMED:]),
        secretary_vacant=tuple(c for c in place.village_cells if c.pk not in day.secretaries),
        without_cell=tuple((v, _handler(day, v)) for v in day.villages_without_cell),
        without_members=tuple(day.villages_without_members),
        admitted=_within(admitted, day.period.first, min(day.period.last, on)),
        admitted_before=_within(admitted, before.first, before.last),
        recognised=_within(recognised, day.period.first, min(day.period.last, on)),
        recognised_before=_within(recognised, before.first, before.last),
        months=tuple(_months(on, admitted, recognised)),
        overdue=len(day.overdue),
        next_posts=tuple(_next(day, open_posts, names)),
        next_posts_in_all=sum(number for state, number in states.items() if state.open),
        mismatches=sum(number for state, number in states.items() if mismatch(state)),
    )


def _goals(day: Day) -> dict[str, CoverageGoal]:
    unit = day.place.unit
    return goal_rows_for(unit.pk, day.on, day.place.map) if unit else {}


def _alike(day: Day) -> dict[tuple[int, ...], Alike]:
    """Count posts that are alike, by the units right below that their village belongs to."""
    groups: dict[tuple[int, ...], Counter[tuple[PostState, ...]]] = {}
    tops_of = day.place.tops_of
    for village, posts in day.posts.items():
        groups.setdefault(tops_of.get(village, ()), Counter())[posts.states] += 1
    return {pks: _counted(group) for pks, group in groups.items()}


def _counted(villages: Counter[tuple[PostState, ...]]) -> Alike:
    """Give state of a post -> how many, from the villages whose posts are alike."""
    out: Alike = Counter()
    for states, number in villages.items():
        for state in states:
            out[state] += number
    return out


def _villages_of_first_open_posts(day: Day) -> list[int]:
    """Give the first villages that hold as many open posts together as are listed."""
    out, number = [], 0
    for village in day.place.village_ids:
        if number >= MOST_LISTED:
            break
        if village in day.posts and (here := sum(state.open for state in day.posts[village].states)):
            out.append(village)
            number += here
    return out


def _lines(some: Iterable[Alike], goals: dict[str, CoverageGoal]) -> dict[str, CoverageLine]:
    tallies = {str(kind): [0, 0, 0, 0] for kind in VILLAGE_POSTS}  # exist, filled, official, probationary
    for state, number in chain.from_iterable(alike.items() for alike in some):
        tally = tallies[state.kind]
        tally[0] += number * state.established
        tally[1] += number * state.filled
        tally[2] += number * (state.standing == Standing.OFFICIAL)
        tally[3] += number * (state.standing == Standing.PROBATIONARY)
    tallies[MASS] = [sum(column) for column in zip(*(tallies[k] for k in MASS_ORGANISATION_HEADS), strict=True)]
    return {str(kind): _line(str(kind), tallies[kind], goals.get(kind)) for kind in LINES}


def _line(kind: str, tally: list[int], goal: CoverageGoal | None) -> CoverageLine:
    exist, filled, official, probationary = tally
    wanted = Goal(goal.percent, goal.more_than) if goal else None
    return CoverageLine(kind, exist, filled, official, probationary, wanted, goal.source if goal else "")


def _units(day: Day, goals: dict[str, CoverageGoal], alike: dict[tuple[int, ...], Alike]) -> Iterable[UnitLine]:
    """Give the units right below the one shown, each with what lies in its own part."""
    place = day.place
    rolled = counts.members_by_unit(place, place.tops, day.members_by_cell)
    cellless, memberless = ({v.pk for v in day.villages_without_cell}, {v.pk for v in day.villages_without_members})
    concurrent = {c.pk for c, _v in day.concurrent}
    for top in place.tops:
        part = place.map.part(top)
        yield UnitLine(
            unit=top,
            members=rolled[top.pk],
            villages=len(part.villages),
            lines=_lines([some for pks, some in alike.items() if top.pk in pks], goals),
            village_cells=len(part.village_cells),
            concurrent=sum(1 for cell in part.village_cells if cell.pk in concurrent),
            without_cell=sum(1 for village in part.village_ids if village in cellless),
            without_members=sum(1 for village in part.village_ids if village in memberless),
            admitted=sum(number for cell, number in day.cells_of_admitted.items() if cell in part.inside),
        )


def _grid(day: Day, all_seats: list[Seat]) -> Iterable[GridRow]:
    seats: dict[int, dict[str, Seat]] = {}
    for seat in all_seats:
        seats.setdefault(seat.village, {})[seat.kind] = seat
    memberless = {v.pk for v in day.villages_without_members}
    services = day.place.map.services
    for village in day.place.villages:
        own = services.get(village.pk, (0, ""))[1] == ServiceKind.COVERS
        yield GridRow(village, village.parent, seats.get(village.pk, {}), own, village.pk not in memberless)


def _combinable(day: Day) -> Iterable[Combinable]:
    done = {cell.pk for cell, _village in day.concurrent}
    for village, cell in day.place.own_cells:
        posts = day.posts.get(village.pk)
        if posts is None or posts.head is None or cell.pk in done or posts.head_standing != Standing.OFFICIAL:
            continue
        yield Combinable(village, cell, posts.head, "", day.secretaries.get(cell.pk))


def _next(day: Day, open_posts: list[Seat], names: dict[int, str]) -> Iterable[NextPost]:
    for seat in open_posts:
        village = day.place.map.localities.by_pk[seat.village]
        if seat.person is not None:
            yield NextPost(village, day.commune_name(seat.village), seat.kind, seat.person, names.get(seat.person, ""))


def _handler(day: Day, village: Node) -> Node | None:
    return day.place.map.organisations.get(day.place.map.services.get(village.pk, (0, ""))[0])


def _names(pks: set[int | None]) -> dict[int, str]:
    found = [pk for pk in pks if pk is not None]
    return dict(Person.objects.filter(pk__in=found).values_list("pk", "name"))


def _first_month(on: date) -> date:
    return add_months(on.replace(day=1), 1 - MONTHS_SHOWN)


def _within(days: Counter[date], first: date, last: date) -> int:
    return sum(number for day, number in days.items() if first <= day <= last)


def _months(on: date, admitted: Counter[date], recognised: Counter[date]) -> Iterable[Month]:
    both = [_by_month(days, on) for days in (admitted, recognised)]
    for number in range(MONTHS_SHOWN):
        first = add_months(_first_month(on), number)
        yield Month(first, both[0][first], both[1][first])


def _by_month(days: Counter[date], until: date) -> Counter[date]:
    out: Counter[date] = Counter()
    for day, number in days.items():
        if day <= until:
            out[day.replace(day=1)] += number
    return out
