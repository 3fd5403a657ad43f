"""Sharing a total of admissions among units so that each gets a number that fits it. Pure: no Django, no clock.

A unit's k-th admission is worth less than its (k-1)-th: `gains` falls. The best sum of such gains under bounds
for each unit is what taking the best next admission again and again gives (separable concave allocation,
Gross 1956, Fox 1966): exact, the same for the same units in any order, and asking one more of the whole takes
nothing from anybody. No unit is given more than can lawfully be admitted there; what that leaves over is said.

Groups within the total (women, …) are shared the same way within what each unit got. Only where the units with
women ready got too few in all do total and groups have to be found together, by a MILP (HiGHS).
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

REACH, POST, FIT = "reach", "post", "fit"
"""What an admission is for: a village without members, a post that the Scheme wants held by a member, or the unit's share."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of a unit: counts only."""

    pk: int
    ready: int
    """Who can be admitted there by the year's end, lawfully and no quicker than people here have been."""
    ready_by: Mapping[str, int] = field(default_factory=dict)
    """Of them, by measure."""
    late: int = 0
    """Not of them: who lawfully can, but for whom less time is left than nine in ten took here."""
    helpers: int = 0
    """Official members, who help and introduce."""
    last: int = 0
    """Admitted the year before."""
    reach: int = 0
    """Villages without members where somebody is ready."""
    posts: int = 0
    """Others ready who hold a post that the Scheme wants held by a member."""
    low: int = 0
    high: int | None = None

    @property
    def cap(self) -> int:
        """The most that may be given: never more than is ready."""
        return self.ready if self.high is None else min(self.ready, self.high)

    @property
    def floor(self) -> int:
        """The least, as far as somebody is ready."""
        return min(self.low, self.cap)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be shared. `fairness`: 0 by each unit's own strength, 100 the same for every unit."""

    total: int
    parts: Mapping[str, int] = field(default_factory=dict)
    fairness: int = 30


class Change(NamedTuple):
    """What one more (or one less) here would take elsewhere: which unit changes, at what loss, and what is lost."""

    unit: int
    loss: int
    """Thousandths of what an average admission of the plan is worth."""
    lost: str
    """What the admission given up was for."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a unit got its number."""

    facts: UnitFacts
    number: int
    more: Change | None
    """None: there can be no more, because of the source or the limit."""
    less: Change | None


@dataclass(slots=True)
class Outcome:
    """Who gets how many, and what could not be."""

    numbers: dict[int, int]
    parts: dict[tuple[int, str], int]
    short: int = 0
    """How many more were asked than the source can lawfully give within the limits."""
    over: int = 0
    """How many more the least of all units are together than the total."""
    part_short: dict[str, int] = field(default_factory=dict)
    low_short: dict[int, int] = field(default_factory=dict)
    """Unit -> how many its least is above its source."""
    grounds: dict[int, Ground] = field(default_factory=dict)
    gap: float = 0.0
    """How far from the best sum of gains it may be, as the solver proved; 0 is exact."""


def strengths(units: Sequence[UnitFacts], fairness: int) -> dict[int, float]:
    """Give each unit's share of the whole: half its source, a quarter last year's result, a quarter its helpers."""
    evenly = min(max(fairness, 0), 100) / 100
    sums = [sum(getattr(u, name) for u in units) or 1 for name in ("ready", "last", "helpers")]
    return {
        u.pk: (1 - evenly) * (u.ready / sums[0] / 2 + u.last / sums[1] / 4 + u.helpers / sums[2] / 4)
        + evenly / len(units)
        for u in units
    }


def purpose(unit: UnitFacts, k: int) -> str:
    """Say what a unit's k-th admission is for."""
    return REACH if k <= unit.reach else POST if k <= unit.reach + unit.posts else FIT


def gain(unit: UnitFacts, strength: float, k: int, scale: float) -> float:
    """Give what a unit's k-th admission is worth: falling in k. A village without members before all, then a post."""
    return {REACH: 2 * scale, POST: scale, FIT: 0.0}[purpose(unit, k)] + strength / (2 * k - 1)


def worth(units: Sequence[UnitFacts], numbers: Mapping[int, int], fairness: int) -> float:
    """Give the sum of all gains of an allocation."""
    strong = strengths(units, fairness)
    scale = max(strong.values(), default=0.0)
    return sum(gain(u, strong[u.pk], k, scale) for u in units for k in range(1, numbers[u.pk] + 1))


def allocate(units: Sequence[UnitFacts], asked: Asked) -> Outcome:
    """Share the total and its groups among the units."""
    if not units:
        return Outcome({}, {}, short=asked.total)
    floor, cap = sum(u.floor for u in units), sum(u.cap for u in units)
    total = min(max(asked.total, floor), cap)
    out = Outcome(
        {}, {}, short=max(0, asked.total - cap), over=max(0, floor - asked.total),
        low_short={u.pk: u.low - u.floor for u in units if u.low > u.floor},
    )  # fmt: skip
    strong = strengths(units, asked.fairness)
    scale = max(strong.values())
    out.numbers = _best(units, total, strong, scale)
    wanted = {m: n for m, n in asked.parts.items() if n > 0}
    if any(_room(units, out.numbers, m) < n for m, n in wanted.items()):
        from taonguon.plans.together import found_together  # noqa: PLC0415 the solver only where it is needed

        out.numbers, out.gap = found_together(units, total, wanted, strong, scale)
    for measure, number in wanted.items():
        room = _room(units, out.numbers, measure)
        if number > room:
            out.part_short[measure] = number - room
        out.parts |= _part(units, out.numbers, measure, min(number, room), asked.fairness)
    out.grounds = _grounds(units, out.numbers, strong, scale)
    return out


def _best(units: Sequence[UnitFacts], total: int, strong: Mapping[int, float], scale: float) -> dict[int, int]:
    """Take the best next admission until the total is reached; equal ones in the order of the units."""
    numbers = {u.pk: u.floor for u in units}
    heap = [
        (-gain(u, strong[u.pk], u.floor + 1, scale), u.floor, place) for place, u in enumerate(units) if u.cap > u.floor
    ]
    heapq.heapify(heap)
    for _ in range(total - sum(numbers.values())):
        _gain, _had, place = heapq.heappop(heap)
        unit = units[place]
        numbers[unit.pk] += 1
        k = numbers[unit.pk]
        if k < unit.cap:
            heapq.heappush(heap, (-gain(unit, strong[unit.pk], k + 1, scale), k, place))
    return numbers


def _room(units: Sequence[UnitFacts], numbers: Mapping[int, int], measure: str) -> int:
    return sum(min(numbers[u.pk], u.ready_by.get(measure, 0)) for u in units)


def _part(
    units: Sequence[UnitFacts], numbers: Mapping[int, int], measure: str, number: int, fairness: int
) -> dict[tuple[int, str], int]:  # fmt: skip
    """Share a group within what each unit got, by who of the group is ready."""
    inside = [
        replace(u, ready=min(numbers[u.pk], u.ready_by.get(measure, 0)), reach=0, posts=0, low=0, high=None,
                last=u.ready_by.get(measure, 0), helpers=numbers[u.pk])
        for u in units
    ]  # fmt: skip
    strong = strengths(inside, fairness)
    return {(pk, measure): n for pk, n in _best(inside, number, strong, max(strong.values())).items()}


def _grounds(
    units: Sequence[UnitFacts], numbers: Mapping[int, int], strong: Mapping[int, float], scale: float
) -> dict[int, Ground]:
    """Say of each unit what one more and one less would take elsewhere."""

    def worth_of(u: UnitFacts, k: int) -> float:
        return gain(u, strong[u.pk], k, scale)

    given = sum(numbers.values())
    usual = sum(worth_of(u, k) for u in units for k in range(1, numbers[u.pk] + 1)) / given if given else 1.0
    givers = heapq.nsmallest(2, (u for u in units if numbers[u.pk] > u.floor), key=lambda u: worth_of(u, numbers[u.pk]))
    takers = heapq.nlargest(
        2, (u for u in units if numbers[u.pk] < u.cap), key=lambda u: worth_of(u, numbers[u.pk] + 1)
    )
    out = {}
    for u in units:
        n = numbers[u.pk]
        giver = next((g for g in givers if g is not u), None) if n < u.cap else None
        taker = next((t for t in takers if t is not u), None) if n > u.floor else None
        more = less = None
        if giver is not None:
            m = numbers[giver.pk]
            loss = worth_of(giver, m) - worth_of(u, n + 1)
            more = Change(giver.pk, round(1000 * loss / (usual or 1)), purpose(giver, m))
        if taker is not None:
            loss = worth_of(u, n) - worth_of(taker, numbers[taker.pk] + 1)
            less = Change(taker.pk, round(1000 * loss / (usual or 1)), purpose(u, n))
        out[u.pk] = Ground(u, n, more, less)
    return out


def proportional(units: Sequence[UnitFacts], total: int, by: str = "helpers") -> dict[int, int]:
    """Share a total in proportion to a count by largest remainders, as by hand; nothing else is looked at."""
    whole = sum(getattr(u, by) for u in units)
    if not whole:
        return {u.pk: total // len(units) + (place < total % len(units)) for place, u in enumerate(units)}
    shares = [(getattr(u, by) * total) / whole for u in units]
    numbers = {u.pk: int(share) for u, share in zip(units, shares, strict=True)}
    rest = sorted(range(len(units)), key=lambda place: (int(shares[place]) - shares[place], place))
    for place in rest[: total - sum(numbers.values())]:
        numbers[units[place].pk] += 1
    return numbers


# -- grounds as they are kept: plain codes and counts


def code_of(ground: Ground) -> str:
    """Give a ground as it is kept with a target."""
    u = ground.facts
    counts = f"ready={u.ready} late={u.late} last={u.last} helpers={u.helpers} reach={u.reach} posts={u.posts} cap={u.cap} floor={u.floor}"
    changes = (
        f" {name}={c.unit}:{c.loss}:{c.lost}"
        for name, c in (("more", ground.more), ("less", ground.less))
        if c is not None
    )
    return counts + "".join(changes)


def read_code(text: str) -> dict[str, int | Change]:
    """Read a kept ground: count by name, and what a change would take. {} where there is none."""
    out: dict[str, int | Change] = {}
    for word in text.split():
        name, _is, value = word.partition("=")
        if name in {"more", "less"}:
            unit, loss, lost = value.split(":")
            out[name] = Change(int(unit), int(loss), lost)
        else:
            out[name] = int(value)
    return out
