"""Where the secretary of a village's cell is also the head of the village, where that can be, and why not elsewhere."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from taonguon.orgs.queries import Part, map_on, on_day
from taonguon.people.enums import PostKind, Standing
from taonguon.people.models import Activity, Membership, Person, Tenure
from taonguon.plans.consolidation_models import ConsolidationPlan, Way
from taonguon.rules.dates import add_months
from taonguon.rules.tree import Node

PROBATION_MONTHS = 12
"""Length of probation: art. 5 of the statutes."""


class State(StrEnum):
    """How a village stands. A plan is kept apart: a village that can be or cannot yet may have one."""

    DONE = "done"
    CAN = "can"
    NOT_YET = "not-yet"


class Why(StrEnum):
    """Why a village cannot be consolidated now: only what the registers and the statutes say."""

    NO_CELL = "no-cell"
    OTHER_VILLAGE = "other-village"
    NO_HEAD = "no-head"
    ON_PROBATION = "on-probation"
    NO_MEMBER = "no-member"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sits in a post, and since when."""

    person: int
    since: date | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One village."""

    village: Node
    cell: Node | None
    state: State
    head: Holder | None = None
    secretary: Holder | None = None
    why: Why | None = None
    other: str = ""
    """The other village of the same cell that its secretary heads."""
    same_cell: bool = False
    """The head is active in the village's own cell, so that its members can elect him."""
    official: date | None = None
    """Day from which the head is official; on probation: the first on which he can be."""
    plan: ConsolidationPlan | None = None

    @property
    def commune(self) -> str:
        """Name of the commune."""
        return self.village.parent.name if self.village.parent else ""

    @property
    def done(self) -> bool:
        """True where both posts are in one hand."""
        return self.state is State.DONE

    @property
    def since(self) -> date | None:
        """First day on which both posts were in one hand, and the holder an official member."""
        days = [h.since for h in (self.head, self.secretary) if h is not None and h.since is not None]
        return max(days) if self.done and days else None

    @property
    def planned_way(self) -> str:
        """How it is planned, in words."""
        return str(Way(self.plan.way).label) if self.plan else ""

    @property
    def how(self) -> str:
        """By which way it can be done now."""
        if self.same_cell:
            return _("chi bộ bầu, hoặc đảng ủy chỉ định")
        return _("trưởng thôn đang sinh hoạt ở chi bộ khác; chuyển sinh hoạt về chi bộ thôn trước")

    @property
    def reason(self) -> str:
        """Why not now, in words."""
        if self.why is None:
            return ""
        return {
            Why.NO_CELL: _("thôn chưa có chi bộ riêng hoặc chi bộ ghép"),
            Why.OTHER_VILLAGE: _("chi bộ ghép; bí thư đang là trưởng thôn %(village)s") % {"village": self.other},
            Why.NO_HEAD: _("chưa có trưởng thôn; khi dân bầu, bí thư chi bộ có thể ứng cử"),
            Why.ON_PROBATION: _("trưởng thôn đang là đảng viên dự bị"),
            Why.NO_MEMBER: _("trưởng thôn chưa phải đảng viên"),
        }[self.why]


@dataclass(frozen=True, slots=True)
class Board:
    """All villages of a unit on a day, in the office's order; those done newest first."""

    lines: tuple[Line, ...]
    units: tuple[tuple[Node, Counter[str]], ...] = field(default=())

    def of(self, state: State) -> list[Line]:
        """Give the villages in a state."""
        found = [line for line in self.lines if line.state is state]
        if state is State.DONE:
            found.sort(key=lambda line: line.since or date.min, reverse=True)
        return found

    @property
    def planned(self) -> list[Line]:
        """Give the villages with a plan that is not carried out yet, the nearest day first."""
        found = [(line.plan.by, n, line) for n, line in enumerate(self.lines) if line.plan and not line.done]
        return [line for _by, _n, line in sorted(found, key=lambda one: one[:2])]


def board_of(place: Part) -> Board:
    """Give how each village of a part stands: six queries, whatever their number."""
    lines = tuple(_lines(place))
    by_village = {line.village.pk: line for line in lines}
    units = tuple(
        (top, Counter(_column(by_village[pk]) for pk in place.map.part(top).village_ids if pk in by_village))
        for top in place.tops
    )
    return Board(lines, tuple((top, counts) for top, counts in units if counts))


def stands_together(village: int, on: date) -> Line | None:
    """Give how one village stands; None where it has no cell of its own."""
    drawn = map_on(on)
    node, cell = drawn.localities.get(village), drawn.own_cell(village)
    if node is None or cell is None:
        return None
    return next((line for line in _lines(drawn.part(cell)) if line.village.pk == village), None)


def _column(line: Line) -> str:
    return "planned" if line.plan and not line.done else str(line.state)


def _lines(place: Part) -> list[Line]:
    heads = _holders(place, PostKind.HEAD)
    secretaries = _holders(place, PostKind.SECRETARY)
    people = {h.person for h in heads.values()}
    active = _active(people, place.on)
    official = _official_days(people)
    plans = {p.village_id: p for p in _plans(place)}
    names = dict(
        Person.objects.filter(pk__in=people | {s.person for s in secretaries.values()}).values_list("pk", "name")
    )
    out = []
    for village in place.villages:
        cell = place.map.own_cell(village.pk)
        head, secretary = heads.get(village.pk), secretaries.get(cell.pk) if cell else None
        made = _line(place, village, cell, head, secretary, heads, active)
        out.append(
            Line(
                village, cell, made[0], _named(head, names), _named(secretary, names), made[1], made[2],
                same_cell=bool(head and cell and active.get(head.person, (0, ""))[0] == cell.pk),
                official=_day_of(head, active, official), plan=plans.get(village.pk),
            )
        )  # fmt: skip
    return out


def _line(
    place: Part,
    village: Node,
    cell: Node | None,
    head: Holder | None,
    secretary: Holder | None,
    heads: dict[int, Holder],
    active: dict[int, tuple[int, str]],
) -> tuple[State, Why | None, str]:
    if cell is None:
        return State.NOT_YET, Why.NO_CELL, ""
    if head and secretary and head.person == secretary.person:
        return State.DONE, None, ""
    for other in place.map.covered.get(cell.pk, ()):
        if secretary and other != village.pk and other in heads and heads[other].person == secretary.person:
            return State.NOT_YET, Why.OTHER_VILLAGE, place.map.localities.by_pk[other].name
    if head is None:
        return State.NOT_YET, Why.NO_HEAD, ""
    standing = active.get(head.person, (0, ""))[1]
    if standing == Standing.OFFICIAL:
        return State.CAN, None, ""
    return State.NOT_YET, Why.ON_PROBATION if standing else Why.NO_MEMBER, ""


def _holders(place: Part, kind: PostKind) -> dict[int, Holder]:
    """Give who holds a post: village id, or for secretaries cell id -> holder. One query."""
    rows = Tenure.objects.filter(on_day(place.on), post__kind=kind)
    seat = "post__organisation_id" if kind == PostKind.SECRETARY else "post__locality_id"
    if not place.whole:
        # A combined cell may also serve a village outside the part: its head tells whom the secretary is.
        cells = {cell.pk for _v, cell in place.own_cells}
        villages = {*place.village_ids, *(v for c in cells for v in place.map.covered.get(c, ()))}
        rows = rows.filter(**{f"{seat}__in": sorted(cells if kind == PostKind.SECRETARY else villages)})
    return {at: Holder(person, since) for at, person, since in rows.values_list(seat, "person_id", "since")}


def _named(holder: Holder | None, names: dict[int, str]) -> Holder | None:
    return Holder(holder.person, holder.since, names.get(holder.person, "")) if holder else None


def _active(people: set[int], on: date) -> dict[int, tuple[int, str]]:
    """Give person id -> cell and standing, of those who are members on the day."""
    rows = Activity.objects.filter(on_day(on), person__in=people)
    return {person: (cell, standing) for person, cell, standing in rows.values_list("person_id", "cell_id", "standing")}


def _official_days(people: set[int]) -> dict[int, Membership]:
    return {m.person_id: m for m in Membership.objects.filter(person__in=people, end_reason="")}


def _day_of(head: Holder | None, active: dict[int, tuple[int, str]], memberships: dict[int, Membership]) -> date | None:
    if head is None or head.person not in active or head.person not in memberships:
        return None
    membership = memberships[head.person]
    if active[head.person][1] == Standing.OFFICIAL:
        return membership.acted_on
    return add_months(membership.admitted_on, PROBATION_MONTHS) if membership.admitted_on else None


def _plans(place: Part) -> QuerySet[ConsolidationPlan]:
    rows = ConsolidationPlan.objects.filter(on_day(place.on))
    return rows if place.whole else rows.filter(village__in=place.village_ids)
