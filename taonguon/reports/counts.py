"""What is counted: the rows of one day, for one unit, in a few queries. Figures are made from these.

Each read takes a `Place`: the map of the day and the part of it asked for. No access is judged
here; a page asks for units that its door has let through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Case, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from taonguon.orgs.enums import CELLS, OrganisationKind
from taonguon.orgs.models import Locality
from taonguon.orgs.queries import Map, map_on, on_day
from taonguon.people.enums import VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Activity, Membership, Post, Residence, Tenure
from taonguon.people.queries.counts import Members, together
from taonguon.people.queries.counts import members_by_cell as members_of_cells
from taonguon.rules.dates import add_months
from taonguon.rules.tree import Node

BASES = frozenset({OrganisationKind.GRASSROOTS, OrganisationKind.BASE_CELL})


@dataclass(frozen=True)
class Place:
    """The part of the trees a figure is of, on a day. `unit` None: everything, or, where `absent`, nothing."""

    map: Map
    unit: Node | None
    absent: bool = False
    """The unit asked for does not exist on the day."""

    @property
    def on(self) -> date:
        """The day."""
        return self.map.on

    @property
    def whole(self) -> bool:
        """True where nothing is left out, so that queries need no condition."""
        if self.unit is None:
            return not self.absent
        return self.unit.parent is None and len(self.map.organisations.roots) == 1

    @cached_property
    def units(self) -> list[Node]:
        """Every unit of the part, in the office's order."""
        if self.unit is not None:
            return [*self.unit.walk()]
        return [] if self.absent else [*self.map.organisations.walk()]

    @cached_property
    def cells(self) -> list[Node]:
        """Its cells."""
        return [n for n in self.units if n.kind in CELLS]

    @cached_property
    def unit_ids(self) -> list[int]:
        """Ids of its units, with those not yet there on the day that were founded under one of them."""
        inside = {n.pk for n in self.units}
        later = [pk for pk, parent in self.map.later_parents.items() if parent in inside and pk not in inside]
        return [*inside, *later]

    @cached_property
    def villages(self) -> list[Node]:
        """Its villages, commune by commune."""
        if self.unit is not None and not self.whole:
            return self.map.villages_under(self.unit.pk)
        return self.map.villages() if self.whole else []

    @cached_property
    def village_ids(self) -> list[int]:
        """Ids of its villages."""
        return [v.pk for v in self.villages]

    @cached_property
    def communes(self) -> list[Node]:
        """The communes its villages lie in, in the office's order."""
        seen: dict[int, Node] = {}
        for village in self.villages:
            if village.parent is not None:
                seen.setdefault(village.parent.pk, village.parent)
        return list(seen.values())

    @cached_property
    def bases(self) -> list[Node]:
        """Its grassroots organisations; the unit itself where it lies below that level."""
        found = [n for n in self.units if n.kind in BASES]
        return found or ([self.unit] if self.unit is not None else [])


def place_of(unit_pk: int | None, on: date) -> Place:
    """Give the part of the trees that is a unit's on a day; nothing where the unit is not there on the day."""
    drawn = map_on(on)
    if unit_pk is None:
        roots = drawn.organisations.roots
        return Place(drawn, roots[0] if len(roots) == 1 else None)
    unit = drawn.organisations.get(unit_pk)
    return Place(drawn, unit, absent=unit is None)


def activities(place: Place) -> QuerySet[Activity]:
    """Give the activities of the day in the part's units."""
    return _in_units(Activity.objects.filter(on_day(place.on)), place)


def _in_units(rows: QuerySet[Activity], place: Place) -> QuerySet[Activity]:
    return rows if place.whole else rows.filter(cell_id__in=place.unit_ids)


def _still_and_over(place: Place) -> tuple[QuerySet[Activity], QuerySet[Activity]]:
    """Give the activities of the day in two parts: those that still last, those that ended after it.

    Each part has an index of its own; asked with "or", the database would go through all rows there ever were.
    """
    begun = _in_units(Activity.objects.filter(Q(since__isnull=True) | Q(since__lte=place.on)), place)
    return begun.filter(until__isnull=True), begun.filter(until__gt=place.on)


def members_by_cell(place: Place) -> dict[int, Members]:
    """Count members by the unit they are active in: one query."""
    return members_of_cells(place.on, None if place.whole else place.unit_ids)


def members_by_unit(place: Place, tops: Iterable[Node], by_cell: dict[int, Members]) -> dict[int, Members]:
    """Roll members up to the given units. A cell that was not yet there on the day (its members'
    earlier cell is not known) counts for the unit that it stood under when it was founded."""
    wanted = {n.pk for n in tops}
    out: dict[int, list[Members]] = {pk: [] for pk in wanted}
    for cell, members in by_cell.items():
        node = place.map.organisations.get(cell) or place.map.organisations.get(place.map.later_parents.get(cell))
        while node is not None:
            if node.pk in wanted:
                out[node.pk].append(members)
            node = node.parent
    return {pk: together(some) for pk, some in out.items()}


class Seat(NamedTuple):
    """A village post on a day, with its holder and what he is. A plain tuple: a province has 15,000."""

    village: int
    kind: str
    established: bool
    person: int | None = None
    standing: str | None = None
    claim: str = ""
    post: int = 0

    @property
    def member(self) -> bool:
        """True where the holder is a member, official or on probation."""
        return self.standing is not None


def standing_of(person: str, on: date) -> Subquery:
    """Give what a person is on a day ('official', 'probationary' or null), as a column."""
    return Subquery(Activity.objects.filter(on_day(on), person_id=OuterRef(person)).values("standing")[:1])


def seats(place: Place) -> list[Seat]:
    """Give the six kinds of village post of the part's villages, in the office's order: one query."""
    posts = Post.objects.filter(on_day(place.on), kind__in=VILLAGE_POSTS)
    if not place.whole:
        posts = posts.filter(locality_id__in=place.village_ids)
    rows = posts.annotate(
        held=FilteredRelation("tenures", condition=on_day(place.on, "tenures__")),
        # As text: Django turns truth values one by one, which for 15,000 takes longer than reading them.
        there=Case(When(established=True, then=Value("1")), default=Value("")),
        told=Coalesce("held__claim", Value("")),
        standing=standing_of("held__person_id", place.on),
    ).values_list("there", "locality_id", "kind", "held__person_id", "standing", "told", "pk")
    rank = {pk: n * len(VILLAGE_POSTS) for n, pk in enumerate(place.village_ids)}
    order = {str(kind): n for n, kind in enumerate(VILLAGE_POSTS)}
    out = [
        Seat(village, kind, there == "1", person, standing, told, pk)
        for there, village, kind, person, standing, told, pk in rows
        if village in rank
    ]
    out.sort(key=lambda s: rank[s.village] + order[s.kind])
    return out


def secretaries(place: Place) -> dict[int, int]:
    """Give the secretary of each cell of the part: cell id -> person id."""
    held = Tenure.objects.filter(on_day(place.on), post__kind=PostKind.SECRETARY)
    if not place.whole:
        held = held.filter(post__organisation_id__in=place.unit_ids)
    return dict(held.values_list("post__organisation_id", "person_id"))


def villages_with_members(place: Place) -> set[int]:
    """Give the villages in which a member of any cell lives on the day."""
    # Asked village by village: the first member found answers, the others are not looked at.
    member = Activity.objects.filter(on_day(place.on), person_id=OuterRef("person_id"))
    lives = Residence.objects.filter(on_day(place.on), Exists(member), locality_id=OuterRef("pk"))
    villages = Locality.objects.filter(Exists(lives))
    if not place.whole:
        villages = villages.filter(pk__in=place.village_ids)
    return set(villages.values_list("pk", flat=True))


def admitted_between(place: Place, first: date, last: date) -> QuerySet[Membership]:
    """Give the memberships whose ceremony fell in the days, both included, of the part's cells."""
    rows = Membership.objects.filter(admitted_on__range=(first, last), admitted_precision="d")
    return _of_units(rows, place)


def recognised_between(place: Place, first: date, last: date) -> QuerySet[Membership]:
    """Give the memberships whose decision of recognition was signed in the days, both included."""
    return _of_units(Membership.objects.filter(recognised_on__range=(first, last)), place)


def _of_units(rows: QuerySet[Membership], place: Place) -> QuerySet[Membership]:
    if place.whole:
        return rows
    return rows.filter(pk__in=Activity.objects.filter(cell_id__in=place.unit_ids).values("membership_id"))


def overdue_probation(place: Place) -> list[tuple[int, date]]:
    """Give those still on probation though twelve months have passed since the ceremony: (person, ceremony)."""
    still, over = (
        part.filter(standing=Standing.PROBATIONARY, membership__admitted_on__lte=add_months(place.on, -12))
        .order_by()
        .values_list("person_id", "membership__admitted_on")
        for part in _still_and_over(place)
    )
    found = [(person, day) for person, day in still.union(over, all=True) if day is not None]
    return sorted(
        ((person, day) for person, day in found if add_months(day, 12) < place.on), key=lambda pair: pair[::-1]
    )


def day_map(place: Place, on: date) -> Place:
    """Give the same part on another day."""
    return place_of(place.unit.pk if place.unit else None, on)
