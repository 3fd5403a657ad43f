"""Group people into classes with the fewest long journeys. Pure: people, places and kilometres in, a plan out.

Who is first in the list gets a place first; whoever has one is then sent where all together travel least.
Exact as long as the ways to choose places are few enough to be gone through; else the best of those tried,
and never worse than one place for all, nor than cutting the list in order.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from math import comb

CHOICES_MAX = 4000
"""Ways to choose places that are gone through; where there are more, the places that lie well are kept."""
FLOWS_MAX = 60
"""Ways whose best assignment is reckoned out."""

Km = Callable[[int, int], int]
Place = int


@dataclass(frozen=True, slots=True)
class Traveller:
    """One person and where he comes from."""

    pk: int
    home: Place


@dataclass(frozen=True, slots=True)
class Limits:
    """How many fit into a class, how few are enough for one, how many classes there may be."""

    capacity: int
    smallest: int
    classes: int


@dataclass(frozen=True, slots=True)
class Group:
    """One class: its place, its people, the kilometres they travel one way."""

    place: Place
    people: tuple[Traveller, ...]
    km: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The classes, who is left over, and what the two plain ways would cost the same people."""

    groups: tuple[Group, ...] = ()
    left_over: tuple[Traveller, ...] = ()
    exact: bool = True
    one_place: tuple[Place, int] | None = None
    """The best single place, and its kilometres."""
    in_list_order: int | None = None

    @property
    def km(self) -> int:
        """The kilometres of all."""
        return sum(group.km for group in self.groups)


def arrange(people: Sequence[Traveller], places: Sequence[Place], km: Km, limits: Limits) -> Arrangement:
    """Group people, the first in the list first, into classes at some of the places."""
    most = min(limits.classes, len(people) // limits.smallest)
    if most == 0 or not places:
        return Arrangement(left_over=tuple(people))
    chosen, left = people[: most * limits.capacity], people[most * limits.capacity :]
    homes = Counter(one.home for one in chosen)
    single = min(places, key=lambda p: (_reach(homes, (p,), km), p))
    cut = _cut(chosen, places, km, -(-len(chosen) // limits.capacity))
    search = _Search(homes, km, limits)
    search.look_at((single,) * len(cut))
    search.look_at(tuple(sorted(group.place for group in cut)))
    search.go_through(_kept(places, homes, km, most), most)
    search.exact = search.exact and _choices(len(places), most) <= CHOICES_MAX
    return Arrangement(
        groups=tuple(_groups(chosen, search.best_places, search.best_flow, km)),
        left_over=tuple(left),
        exact=search.exact,
        one_place=(single, _reach(homes, (single,), km)),
        in_list_order=sum(group.km for group in cut),
    )


def _reach(homes: Mapping[Place, int], places: Sequence[Place], km: Km) -> int:
    """Give the kilometres if everybody went to the nearest of the places: no assignment can be shorter."""
    return sum(count * min(km(home, place) for place in places) for home, count in homes.items())


def _cut(chosen: Sequence[Traveller], places: Sequence[Place], km: Km, count: int) -> list[Group]:
    """Cut the list in order into even parts, each at the place that lies best for it."""
    out = []
    for part in _even(chosen, count):
        homes = Counter(one.home for one in part)
        place = min(places, key=lambda p: (_reach(homes, (p,), km), p))
        out.append(Group(place, tuple(part), _reach(homes, (place,), km)))
    return out


def _even(people: Sequence[Traveller], count: int) -> Iterator[Sequence[Traveller]]:
    """Cut a list into so many parts, of which none is longer than another by more than one."""
    for at in range(count):
        yield people[at * len(people) // count : (at + 1) * len(people) // count]


def _choices(places: int, most: int) -> int:
    return sum(comb(places + count - 1, count) for count in range(1, most + 1))


def _kept(places: Sequence[Place], homes: Mapping[Place, int], km: Km, most: int) -> list[Place]:
    """Give as many places as can be gone through, taking again and again the one that shortens journeys most."""
    kept: list[Place] = []
    rest = sorted(set(places))
    while rest and _choices(len(kept) + 1, most) <= CHOICES_MAX:
        kept.append(min(rest, key=lambda p: (_reach(homes, (*kept, p), km), p)))
        rest.remove(kept[-1])
    return kept


Flow = Mapping[tuple[Place, Place], int]
"""(home, place) -> how many go."""


@dataclass
class _Search:
    """Goes through ways to choose places, those first that could be best, until none that is left can be better."""

    homes: Mapping[Place, int]
    km: Km
    limits: Limits
    best: tuple[int, int] | None = None
    """Kilometres, then number of classes."""
    best_places: tuple[Place, ...] = ()
    best_flow: Flow = field(default_factory=dict)
    exact: bool = True

    def look_at(self, places: tuple[Place, ...]) -> None:
        """Reckon out the best assignment to some places, and keep it if it is the best so far."""
        total, flow = _assigned(self.homes, Counter(places), self.km, self.limits)
        if self.best is None or (total, len(places)) < self.best:
            self.best, self.best_places, self.best_flow = (total, len(places)), places, flow

    def go_through(self, places: Sequence[Place], most: int) -> None:
        """Look at every choice of places that could be better than what is known."""
        people = sum(self.homes.values())
        counts = range(-(-people // self.limits.capacity), min(most, people // self.limits.smallest) + 1)
        bounds: dict[frozenset[Place], int] = {}
        ways: list[tuple[int, int, tuple[Place, ...]]] = []
        for count in counts:
            for choice in combinations_with_replacement(sorted(places), count):
                distinct = frozenset(choice)
                if distinct not in bounds:
                    bounds[distinct] = _reach(self.homes, tuple(distinct), self.km)
                ways.append((bounds[distinct], count, choice))
        for tried, (bound, count, choice) in enumerate(sorted(ways)):
            if self.best is not None and (bound, count) >= self.best:
                return
            if tried == FLOWS_MAX:
                self.exact = False
                return
            self.look_at(choice)


def _assigned(
    homes: Mapping[Place, int], classes: Mapping[Place, int], km: Km, limits: Limits
) -> tuple[int, dict[tuple[Place, Place], int]]:
    """Send everybody somewhere with the least kilometres in all, each place filled between its limits.

    A flow from homes through places: seats that must be filled draw with a price below any journey.
    """
    draw = 1 + sum(count * max(km(home, place) for place in classes) for home, count in homes.items())
    flow = _Network()
    for home, count in homes.items():
        flow.add("from", ("home", home), count, 0)
        for place in classes:
            flow.add(("home", home), ("place", place), count, km(home, place))
    for place, count in classes.items():
        flow.add(("place", place), "to", count * limits.smallest, -draw)
        flow.add(("place", place), "to", count * (limits.capacity - limits.smallest), 0)
    flow.fill()
    sent = {
        (home, place): count
        for home in homes
        for place in classes
        if (count := flow.through(("home", home), ("place", place)))
    }
    return sum(count * km(home, place) for (home, place), count in sent.items()), sent


Point = object


class _Network:
    """A network of pipes with room and price, filled along the cheapest way as long as there is one."""

    def __init__(self) -> None:
        self.pipes: list[list[int]] = []
        """[to, room, price]; pipe n and pipe n ^ 1 are the two directions of one."""
        self.at: dict[Point, int] = {}
        self.out: list[list[int]] = []
        self.first: dict[tuple[Point, Point], int] = {}

    def _number(self, point: Point) -> int:
        if point not in self.at:
            self.at[point] = len(self.out)
            self.out.append([])
        return self.at[point]

    def add(self, one: Point, other: Point, room: int, price: int) -> None:
        """Lay a pipe."""
        start, end = self._number(one), self._number(other)
        self.first.setdefault((one, other), len(self.pipes))
        self.out[start].append(len(self.pipes))
        self.pipes.append([end, room, price])
        self.out[end].append(len(self.pipes))
        self.pipes.append([start, 0, -price])

    def through(self, one: Point, other: Point) -> int:
        """Say how much flows through the first pipe between two points."""
        return self.pipes[self.first[one, other] ^ 1][1]

    def fill(self) -> None:
        """Let flow what can."""
        start, end = self.at["from"], self.at["to"]
        while (way := self._cheapest(start, end)) is not None:
            amount = min(self.pipes[pipe][1] for pipe in way)
            for pipe in way:
                self.pipes[pipe][1] -= amount
                self.pipes[pipe ^ 1][1] += amount

    def _cheapest(self, start: int, end: int) -> list[int] | None:
        price = {start: 0}
        came: dict[int, int] = {}
        todo, queued = deque([start]), {start}
        while todo:
            point = todo.popleft()
            queued.discard(point)
            for number in self.out[point]:
                to, room, cost = self.pipes[number]
                if room and (to not in price or price[point] + cost < price[to]):
                    price[to], came[to] = price[point] + cost, number
                    if to not in queued:
                        todo.append(to)
                        queued.add(to)
        if end not in price:
            return None
        way = []
        while end != start:
            way.append(came[end])
            end = self.pipes[came[end] ^ 1][0]
        return way


def _groups(chosen: Sequence[Traveller], places: Sequence[Place], flow: Flow, km: Km) -> Iterator[Group]:
    """Put the people into the classes: of each home the first in the list to the nearest place."""
    waiting: dict[Place, deque[Traveller]] = {}
    for one in chosen:
        waiting.setdefault(one.home, deque()).append(one)
    at: dict[Place, list[Traveller]] = {}
    for (home, place), count in sorted(flow.items(), key=lambda line: (km(*line[0]), line[0])):
        at.setdefault(place, []).extend(waiting[home].popleft() for _ in range(count))
    for place, count in sorted(Counter(places).items()):
        for part in _even(at.get(place, []), count):
            yield Group(place, tuple(part), sum(km(one.home, place) for one in part))
