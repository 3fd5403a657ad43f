"""What is counted: the rows of one day, for one unit, in a few queries. Figures are made from these.

Each read takes a `Place`: the map of the day and the part of it asked for. No access is judged
here; a page asks for units that its door has let through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from taonguon.orgs.enums import OrganisationKind
from taonguon.orgs.queries import Map, map_on, on_day
from taonguon.people.enums import VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Activity, Membership, Post, Residence, Tenure
from taonguon.rules.dates import add_months
from taonguon.rules.tree import Node


@dataclass(frozen=True)
class Place:
    """The part of the trees a figure is of, on a day. `unit` None: everything."""

    map: Map
    unit: Node | None

    @property
    def on(self) -> date:
        """The day."""
        return self.map.on

    @property
    def whole(self) -> bool:
        """True where nothing is left out, so that queries need no condition."""
        return self.unit is None or (self.unit.parent is None and len(self.map.organisations.roots) == 1)

    @cached_property
    def units(self) -> list[Node]:
        """Every unit of the part, in the office's order."""
        return [*self.map.organisations.walk()] if self.unit is None else [*self.unit.walk()]

    @cached_property
    def cells(self) -> list[Node]:
        """Its cells."""
        return [n for n in self.units if n.kind in {OrganisationKind.CELL, OrganisationKind.BASE_CELL}]

    @cached_property
    def unit_ids(self) -> list[int]:
        """Ids of its units."""
        return [n.pk for n in self.units]

    @cached_property
    def villages(self) -> list[Node]:
        """Its villages, commune by commune."""
        return self.map.villages() if self.whole or self.unit is None else self.map.villages_under(self.unit.pk)

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
        found = [n for n in self.units if n.kind in {OrganisationKind.GRASSROOTS, OrganisationKind.BASE_CELL}]
        return found or ([self.unit] if self.unit is not None else [])


def place_of(unit_pk: int | None, on: date) -> Place:
    """Give the part of the trees that is a unit's on a day."""
    drawn = map_on(on)
    if unit_pk is None and len(drawn.organisations.roots) == 1:
        return Place(drawn, drawn.organisations.roots[0])
    return Place(drawn, drawn.organisations.get(unit_pk))


def activities(place: Place) -> QuerySet[Activity]:
    """Give the activities of the day in the part's units."""
    rows = Activity.objects.filter(on_day(place.on))
    return rows if place.whole else rows.filter(cell_id__in=place.unit_ids)


@dataclass(frozen=True, slots=True)
class Members:
    """Members of a unit on a day."""

    official: int = 0
    probationary: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.official + self.probationary

    def __add__(self, other: "Members") -> "Members":
        return Members(self.official + other.official, self.probationary + other.probationary)


def members_by_cell(place: Place) -> dict[int, Members]:
    """Count members by the unit they are active in: one query, one row a cell."""
    rows = (
        activities(place)
        .order_by()
        .values_list("cell_id")
        .annotate(official=Count("id", Q(standing=Standing.OFFICIAL)), every=Count("id"))
    )
    return {cell: Members(official, every - official) for cell, official, every in rows}


def members_by_unit(place: Place, tops: Iterable[Node], by_cell: dict[int, Members]) -> dict[int, Members]:
    """Roll members up to the given units. A cell that was not yet there on the day (its members'
    earlier cell is not known) counts for the unit that it stood under when it was founded."""
    wanted = {n.pk for n in tops}
    out = {pk: Members() for pk in wanted}
    for cell, members in by_cell.items():
        node = place.map.organisations.get(cell) or place.map.organisations.get(place.map.later_parents.get(cell))
        while node is not None:
            if node.pk in wanted:
                out[node.pk] += members
            node = node.parent
    return out


@dataclass(frozen=True, slots=True)
class Seat:
    """A village post on a day, with its holder and what he is."""

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
    """Give the six kinds of village post of the part's villages, in the office's order: two queries."""
    posts = Post.objects.filter(on_day(place.on), kind__in=VILLAGE_POSTS)
    held = Tenure.objects.filter(on_day(place.on), post__kind__in=VILLAGE_POSTS)
    if not place.whole:
        posts = posts.filter(locality_id__in=place.village_ids)
        held = held.filter(post__locality_id__in=place.village_ids)
    holders = {
        post: (person, standing, claim)
        for post, person, claim, standing in held.values_list(
            "post_id", "person_id", "claim", standing_of("person_id", place.on)
        )
    }
    rank = {pk: n for n, pk in enumerate(place.village_ids)}
    order = {str(kind): n for n, kind in enumerate(VILLAGE_POSTS)}
    out = [
        Seat(village, kind, established, *holders.get(pk, (None, None, "")), pk)
        for pk, village, kind, established in posts.values_list("pk", "locality_id", "kind", "established")
        if village in rank
    ]
    return sorted(out, key=lambda s: (rank[s.village], order[s.kind]))


def secretaries(place: Place) -> dict[int, int]:
    """Give the secretary of each cell of the part: cell id -> person id."""
    held = Tenure.objects.filter(on_day(place.on), post__kind=PostKind.SECRETARY)
    if not place.whole:
        held = held.filter(post__organisation_id__in=place.unit_ids)
    return dict(held.values_list("post__organisation_id", "person_id"))


def villages_with_members(place: Place) -> set[int]:
    """Give the villages in which a member of any cell lives on the day."""
    lives = Residence.objects.filter(on_day(place.on))
    if not place.whole:
        lives = lives.filter(locality_id__in=place.village_ids)
    member = Activity.objects.filter(on_day(place.on)).values("person_id")
    return set(lives.filter(person_id__in=member).order_by().values_list("locality_id", flat=True).distinct())


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
    rows = activities(place).filter(
        standing=Standing.PROBATIONARY, membership__admitted_on__lte=add_months(place.on, -12)
    )  # fmt: skip
    pairs = rows.values_list("person_id", "membership__admitted_on").order_by("membership__admitted_on", "person_id")
    return [(person, day) for person, day in pairs if day is not None and add_months(day, 12) < place.on]


def day_map(place: Place, on: date) -> Place:
    """Give the same part on another day."""
    return place_of(place.unit.pk if place.unit else None, on)
