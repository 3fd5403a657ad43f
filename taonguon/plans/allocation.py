"""Sharing a total of admissions among units so that each gets a number that fits it. Pure: no Django, no clock.

A unit's k-th admission is worth less than its (k-1)-th: `gains` falls. The best sum of such gains under bounds
for each unit is what taking the best next admission again and again gives (separable concave allocation,
Gross 1956, Fox 1966): exact, the same for the same units in any order, and asking one more of the whole takes
nothing from anybody. No unit is given more than was admitted there and still can lawfully be, nor less than was
admitted; what that leaves over is said.

Groups within the total (women, …) are shared the same way within what each unit got. Only where the units with
women ready got too few in all do total and groups have to be found together, by a MILP (HiGHS).
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

DONE, REACH, POST, FIT = "done", "reach", "post", "fit"
"""What an admission is for: held already; a village without members, a post that the Scheme wants held by a member, or
the unit's share."""

UNTIMED, QUICK_ONLY, TIMED = 0, 1, 2
"""What is known of how long people took: nothing; the ways of the quick ones only; enough."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known of a unit: counts only."""

    pk: int
    ready: int
    """Who can still be admitted there by the year's end, lawfully and no quicker than the quickest tenth here."""
    ready_by: Mapping[str, int] = field(default_factory=dict)
    """Of them, by measure."""
    done: int = 0
    """Not of them: admitted this year already."""
    done_by: Mapping[str, int] = field(default_factory=dict)
    """Of those, by measure."""
    late: int = 0
    """Neither: who lawfully can, but for whom less time is left than even the quickest tenth took here."""
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

    timed: int = TIMED
    """How well it is known how long people here took."""

    @property
    def source(self) -> int:
        """All whom the year can bring: admitted already, and ready."""
        return self.done + self.ready

    @property
    def cap(self) -> int:
        """The most that may be given: never more than the source, never less than is done."""
        return self.source if self.high is None else max(self.done, min(self.source, self.high))

    @property
    def floor(self) -> int:
        """The least, as far as somebody is ready; never less than is done."""
        return min(max(self.low, self.done), self.cap)

    def room(self, measure: str) -> int:
        """How many of a group the year can bring."""
        return self.done_by.get(measure, 0) + self.ready_by.get(measure, 0)


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
    part_over: dict[str, int] = field(default_factory=dict)
    """Measure -> how many more of it are admitted already than were asked."""
    high_over: dict[int, int] = field(default_factory=dict)
    """Unit -> how many more are admitted already than its most."""
    low_short: dict[int, int] = field(default_factory=dict)
    """Unit -> how many its least is above its source."""
    grounds: dict[int, Ground] = field(default_factory=dict)
    gap: float = 0.0
    """How far from the best sum of gains it may be, as the solver proved; 0 is exact."""


def strengths(units: Sequence[UnitFacts], fairness: int) -> dict[int, float]:
    """Give each unit's share of the whole: half its source, a quarter last year's result, a quarter its helpers."""
    evenly = min(max(fairness, 0), 100) / 100
    sums = [sum(getattr(u, name) for u in units) or 1 for name in ("source", "last", "helpers")]
    return {
        u.pk: (1 - evenly) * (u.source / sums[0] / 2 + u.last / sums[1] / 4 + u.helpers / sums[2] / 4)
        + evenly / len(units)
        for u in units
    }


def purpose(unit: UnitFacts, k: int) -> str:
    """Say what a unit's k-th admission is for."""
    if k <= unit.done:
        return DONE
    k -= unit.done
    return REACH if k <= unit.reach else POST if k <= unit.reach + unit.posts else FIT


def gain(unit: UnitFacts, strength: float, k: int, scale: float) -> float:
    """Give what a unit's k-th admission is worth: falling in k. A village without members before all, then a post."""
    return {DONE: 3 * scale, REACH: 2 * scale, POST: scale, FIT: 0.0}[purpose(unit, k)] + strength / (2 * k - 1)


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
        high_over={u.pk: u.done - u.high for u in units if u.high is not None and u.done > u.high},
    )  # fmt: skip
    strong = strengths(units, asked.fairness)
    scale = max(strong.values())
    out.numbers = _best(units, total, strong, scale)
    wanted = {}
    for measure, number in ((m, n) for m, n in asked.parts.items() if n > 0):
        done = sum(u.done_by.get(measure, 0) for u in units)
        wanted[measure] = max(number, done)
        if done > number:
            out.part_over[measure] = done - number
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
    """Take the best next admission until the total is reached; of equal ones the larger source's, then in order."""
    numbers = {u.pk: u.floor for u in units}
    heap = [
        (-gain(u, strong[u.pk], u.floor + 1, scale), u.floor, -u.source, place)
        for place, u in enumerate(units)
        if u.cap > u.floor
    ]
    heapq.heapify(heap)
    for _ in range(total - sum(numbers.values())):
        _gain, _had, source, place = heapq.heappop(heap)
        unit = units[place]
        numbers[unit.pk] += 1
        k = numbers[unit.pk]
        if k < unit.cap:
            heapq.heappush(heap, (-gain(unit, strong[unit.pk], k + 1, scale), k, source, place))
    return numbers


def _room(units: Sequence[UnitFacts], numbers: Mapping[int, int], measure: str) -> int:
    return sum(min(numbers[u.pk], u.room(measure)) for u in units)


def _part(
    units: Sequence[UnitFacts], numbers: Mapping[int, int], measure: str, number: int, fairness: int
) -> dict[tuple[int, str], int]:  # fmt: skip
    """Share a group within what each unit got, by who of the group is admitted or ready."""
    inside = [
        replace(u, ready=min(numbers[u.pk], u.room(measure)) - u.done_by.get(measure, 0), done=u.done_by.get(measure, 0),
                reach=0, posts=0, low=0, high=None, last=u.room(measure), helpers=numbers[u.pk])
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

    shared = [worth_of(u, k) for u in units for k in range(u.done + 1, numbers[u.pk] + 1)]
    usual = sum(shared) / len(shared) if shared else 1.0
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
    """Share a total in proportion to a count by largest remainders, as by hand; nothing else is looked at.

    Of equal remainders the larger unit's counts first, then the order. Nobody gets any where nobody counts.
    """
    weights = {u.pk: int(getattr(u, by)) for u in units}
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    numbers = {pk: weight * total // whole for pk, weight in weights.items()}
    rest = sorted(weights, key=lambda pk: (weights[pk] * total % whole, weights[pk]), reverse=True)
    for pk in rest[: total - sum(numbers.values())]:
        numbers[pk] += 1
    return numbers


# -- grounds as they are kept: plain codes and counts


def code_of(ground: Ground) -> str:
    """Give a ground as it is kept with a target."""
    u = ground.facts
    counts = f"ready={u.ready} done={u.done} timed={u.timed} late={u.late} last={u.last} helpers={u.helpers} reach={u.reach} posts={u.posts} cap={u.cap} floor={u.floor}"
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
