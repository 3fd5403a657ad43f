"""What the first page shows of one unit on one day, from the same counts as the figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby

from django.db.models import Count, QuerySet

from taonguon.orgs.enums import ServiceKind
from taonguon.people.enums import MASS_ORGANISATION_HEADS, VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Membership, Person
from taonguon.people.queries.counts import Members, together
from taonguon.plans.models import CoverageGoal
from taonguon.plans.queries import goal_rows_for
from taonguon.reports import counts
from taonguon.reports.counts import Place, Seat
from taonguon.reports.day import Day, day_of, mismatch
from taonguon.rules.coverage import Goal, reached, share, still_needed
from taonguon.rules.dates import Period, add_months
from taonguon.rules.tree import Node

MASS = "mass"
LINES = (PostKind.HEAD, PostKind.FRONT, MASS, *MASS_ORGANISATION_HEADS)
MOST_GRID_ROWS = 300
Alike = Counter[tuple[str, bool, bool, str | None]]
"""(kind of post, established, filled, holder's standing) -> how many"""
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
    open_posts = [s for s in day.seats if s.person is not None and s.standing is None]
    could_be_both = list(_combinable(day))
    names = _names({s.person for s in open_posts[:MOST_LISTED]} | {c.head for c in could_be_both[:MOST_NAMED]})
    since = min(_first_month(on), day.period.first, before.first)
    admitted = _by_day(counts.admitted_between(place, since, max(on, before.last)), "admitted_on")
    recognised = _by_day(counts.recognised_between(place, since, max(on, before.last)), "recognised_on")
    combinable = tuple(replace(one, head_name=names.get(one.head, "")) for one in could_be_both[:MOST_NAMED])
    grid = tuple(_grid(day)) if len(place.villages) <= MOST_GRID_ROWS else ()
    return Overview(
        unit=place.unit,
        on=on,
        period=day.period,
        before=before,
        coverage=tuple(_lines(alike.values(), goals).values()),
        units=tuple(_units(day, goals, alike)),
        grid=grid,
        grid_left_out=0 if grid else len(place.villages),
        members=together(day.members_by_cell.values()),
        organisations=sum(1 for n in place.units if n.kind in counts.BASES),
        cells=len(place.cells),
        villages=len(place.villages),
        village_cells=len(day.village_cells),
        concurrent=len(day.concurrent),
        combinable=(*combinable, *could_be_both[MOST_NAMED:]),
        secretary_vacant=tuple(c for c in day.village_cells if c.pk not in day.secretaries),
        without_cell=tuple((v, _handler(day, v)) for v in day.villages_without_cell),
        without_members=tuple(day.villages_without_members),
        admitted=_within(admitted, day.period.first, min(day.period.last, on)),
        admitted_before=_within(admitted, before.first, before.last),
        recognised=_within(recognised, day.period.first, min(day.period.last, on)),
        recognised_before=_within(recognised, before.first, before.last),
        months=tuple(_months(on, admitted, recognised)),
        overdue=len(counts.overdue_probation(place)),
        next_posts=tuple(_next(day, open_posts[:MOST_LISTED], names)),
        next_posts_in_all=len(open_posts),
        mismatches=sum(1 for s in day.seats if s.standing != (s.claim or None) and mismatch(s)),
    )


def _goals(day: Day) -> dict[str, CoverageGoal]:
    unit = day.place.unit
    return goal_rows_for(unit.pk, day.on, day.place.map) if unit else {}


def _tops(place: Place) -> list[Node]:
    return place.unit.children if place.unit else place.map.organisations.roots


def _alike(day: Day) -> dict[tuple[int, ...], Alike]:
    """Count seats that are alike, by the units right below that their village belongs to: each seat is looked at once."""
    tops_of: dict[int, tuple[int, ...]] = {}
    for top in _tops(day.place):
        for village in Place(day.place.map, top).villages:
            tops_of[village.pk] = (*tops_of.get(village.pk, ()), top.pk)
    out: dict[tuple[int, ...], Alike] = {}
    for village, group in groupby(day.seats, key=lambda s: s.village):
        found = out.setdefault(tops_of.get(village, ()), Counter())
        found.update([(s.kind, s.established, s.person is not None, s.standing) for s in group])
    return out


def _lines(some: Iterable[Alike], goals: dict[str, CoverageGoal]) -> dict[str, CoverageLine]:
    tallies = {str(kind): [0, 0, 0, 0] for kind in VILLAGE_POSTS}  # exist, filled, official, probationary
    for (kind, established, filled, standing), number in chain.from_iterable(alike.items() for alike in some):
        tally = tallies[kind]
        tally[0] += number * established
        tally[1] += number * filled
        tally[2] += number * (standing == Standing.OFFICIAL)
        tally[3] += number * (standing == Standing.PROBATIONARY)
    tallies[MASS] = [sum(column) for column in zip(*(tallies[k] for k in MASS_ORGANISATION_HEADS), strict=True)]
    return {str(kind): _line(str(kind), tallies[kind], goals.get(kind)) for kind in LINES}


def _line(kind: str, tally: list[int], goal: CoverageGoal | None) -> CoverageLine:
    exist, filled, official, probationary = tally
    wanted = Goal(goal.percent, goal.more_than) if goal else None
    return CoverageLine(kind, exist, filled, official, probationary, wanted, goal.source if goal else "")


def _units(day: Day, goals: dict[str, CoverageGoal], alike: dict[tuple[int, ...], Alike]) -> Iterable[UnitLine]:
    """Give the units right below the one shown, each with what lies in its own part."""
    place, tops = day.place, _tops(day.place)
    rolled = counts.members_by_unit(place, tops, day.members_by_cell)
    cellless, memberless = ({v.pk for v in day.villages_without_cell}, {v.pk for v in day.villages_without_members})
    concurrent, village_cells = {c.pk for c, _v in day.concurrent}, {c.pk for c in day.village_cells}
    admitted = _admitted_by_unit(day)
    for top in tops:
        inside = {n.pk for n in top.walk()}
        villages = {v.pk for v in Place(place.map, top).villages}
        yield UnitLine(
            unit=top,
            members=rolled[top.pk],
            villages=len(villages),
            lines=_lines([some for pks, some in alike.items() if top.pk in pks], goals),
            village_cells=len(inside & village_cells),
            concurrent=len(inside & concurrent),
            without_cell=len(villages & cellless),
            without_members=len(villages & memberless),
            admitted=sum(admitted[pk] for pk in inside & admitted.keys()),
        )


def _admitted_by_unit(day: Day) -> Counter[int]:
    rows = counts.admitted_between(day.place, day.period.first, min(day.period.last, day.on)).values("pk")
    cells = counts.activities(day.place).filter(membership__in=rows).values_list("cell_id", flat=True)
    return Counter(cells)


def _grid(day: Day) -> Iterable[GridRow]:
    seats: dict[int, dict[str, Seat]] = {}
    for seat in day.seats:
        seats.setdefault(seat.village, {})[seat.kind] = seat
    memberless = {v.pk for v in day.villages_without_members}
    services = day.place.map.services
    for village in day.place.villages:
        own = services.get(village.pk, (0, ""))[1] == ServiceKind.COVERS
        yield GridRow(village, village.parent, seats.get(village.pk, {}), own, village.pk not in memberless)


def _combinable(day: Day) -> Iterable[Combinable]:
    done = {cell.pk for cell, _village in day.concurrent}
    for village in day.place.villages:
        cell = day.place.map.own_cell(village.pk)
        head = day.heads.get(village.pk)
        if cell is None or cell.pk in done or head is None or head.person is None:
            continue
        if head.standing == Standing.OFFICIAL:
            yield Combinable(village, cell, head.person, "", day.secretaries.get(cell.pk))


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


def _by_day(rows: QuerySet[Membership], field: str) -> Counter[date]:
    return Counter(dict(rows.order_by().values_list(field).annotate(number=Count("pk"))))


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


BEHIND = (
    "members", "official", "probationary", "women", "minority", "holders", "holders-members", "holders-not-members",
    "concurrent", "secretaries", "admitted", "admitted-before", "recognised", "recognised-before", "overdue", "mismatches",
)  # fmt: skip
"""Names of the numbers that have people behind them. 'holders…' may be followed by ':kind'."""


def people_behind(name: str, unit_pk: int | None, on: date, period: Period | None = None) -> set[int]:
    """Give the ids of the people a number counts; KeyError for a name that is none of `BEHIND`."""
    day = day_of(unit_pk, on, period)
    name, _, kind = name.partition(":")
    if name not in BEHIND:
        raise KeyError(name)
    if name.startswith("holders") or name == "mismatches":
        return {s.person for s in _seats_behind(name, kind, day) if s.person is not None}
    if name in {"members", "official", "probationary", "women", "minority"}:
        return _members_behind(name, day)
    if name == "overdue":
        return {person for person, _day in counts.overdue_probation(day.place)}
    if name == "concurrent":
        return {day.secretaries[cell.pk] for cell, _village in day.concurrent}
    if name == "secretaries":
        return {day.secretaries[c.pk] for c in day.village_cells if c.pk in day.secretaries}
    span = day.period.a_year_before() if name.endswith("-before") else day.period
    read = counts.admitted_between if name.startswith("admitted") else counts.recognised_between
    return set(read(day.place, span.first, min(span.last, on)).values_list("person_id", flat=True))


def posts_behind(name: str, unit_pk: int | None, on: date) -> int | None:
    """Count the posts a number of posts counts (one person may hold two); None for a number of people."""
    name, _, kind = name.partition(":")
    if not name.startswith("holders") and name != "mismatches":
        return None
    return len(_seats_behind(name, kind, day_of(unit_pk, on)))


def _seats_behind(name: str, kind: str, day: Day) -> list[Seat]:
    wanted = set(MASS_ORGANISATION_HEADS) if kind == MASS else {kind} if kind else set(VILLAGE_POSTS)
    return [s for s in day.seats if s.person is not None and s.kind in wanted and _counts_in(name, s)]


def _counts_in(name: str, seat: Seat) -> bool:
    if name == "holders-members":
        return seat.member
    if name == "holders-not-members":
        return not seat.member
    return name == "holders" or bool(mismatch(seat))


def _members_behind(name: str, day: Day) -> set[int]:
    rows = counts.activities(day.place)
    if name in {"official", "probationary"}:
        rows = rows.filter(standing=name)
    elif name == "women":
        rows = rows.filter(person__sex="f")
    elif name == "minority":
        rows = rows.exclude(person__ethnicity__in=("", "Kinh"))
    return set(rows.values_list("person_id", flat=True))
