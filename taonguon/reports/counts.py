"""What is counted: the rows of one day, for one unit, in a few queries. Figures are made from these.

Each read takes a `Part`: the map of the day and the part of it asked for. No access is judged
here; a page asks for units that its door has let through.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import (
    Aggregate,
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Coalesce

from taonguon.orgs.models import Locality
from taonguon.orgs.queries import Part, on_day, part_of
from taonguon.people.enums import VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Activity, Membership, Post, Residence, Tenure
from taonguon.people.queries.counts import Members, together
from taonguon.people.queries.counts import members_by_cell as members_of_cells
from taonguon.rules.dates import add_months
from taonguon.rules.tree import Node


def activities(place: Part) -> QuerySet[Activity]:
    """Give the activities of the day in the part's units."""
    return _in_units(Activity.objects.filter(on_day(place.on)), place)


def _in_units(rows: QuerySet[Activity], place: Part) -> QuerySet[Activity]:
    return rows if place.whole else rows.filter(cell_id__in=place.unit_ids)


def _still_and_over(place: Part) -> tuple[QuerySet[Activity], QuerySet[Activity]]:
    """Give the activities of the day in two parts: those that still last, those that ended after it.

    Each part has an index of its own; asked with "or", the database would go through all rows there ever were.
    """
    begun = _in_units(Activity.objects.filter(Q(since__isnull=True) | Q(since__lte=place.on)), place)
    return begun.filter(until__isnull=True), begun.filter(until__gt=place.on)


def members_by_cell(place: Part) -> dict[int, Members]:
    """Count members by the unit they are active in: one query."""
    return members_of_cells(place.on, None if place.whole else place.unit_ids)


def members_by_unit(place: Part, tops: Iterable[Node], by_cell: dict[int, Members]) -> dict[int, Members]:
    """Roll members up to the given units. A cell that was not yet there on the day (its members'
    earlier cell is not known) counts for the unit that it stood under when it was founded."""
    return {top.pk: together(by_cell[pk] for pk in place.map.part(top).unit_ids if pk in by_cell) for top in tops}


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
    def filled(self) -> bool:
        """True where somebody holds it."""
        return self.person is not None

    @property
    def member(self) -> bool:
        """True where the holder is a member, official or on probation."""
        return self.standing is not None


class PostState(NamedTuple):
    """What a village's post is on a day, without saying whose it is."""

    kind: str
    established: bool
    filled: bool
    standing: str | None
    claim: str

    @property
    def open(self) -> bool:
        """True where somebody holds it who is no member."""
        return self.filled and self.standing is None


def standing_of(person: str, on: date) -> Subquery:
    """Give what a person is on a day ('official', 'probationary' or null), as a column."""
    return Subquery(Activity.objects.filter(on_day(on), person_id=OuterRef(person)).values("standing")[:1])


def _posts(place: Part, villages: Iterable[int] | None) -> QuerySet[Post]:
    """Give the village posts of the day with `held`, the tenure of the day; `villages` None: all of the part."""
    posts = Post.objects.filter(on_day(place.on), kind__in=VILLAGE_POSTS)
    if villages is not None or not place.whole:
        posts = posts.filter(locality_id__in=list(place.village_ids if villages is None else villages))
    return posts.annotate(held=FilteredRelation("tenures", condition=on_day(place.on, "tenures__")))


def seats(place: Part, villages: Iterable[int] | None = None) -> list[Seat]:
    """Give the village posts of the part (or of some of its villages), in the office's order: one query."""
    rows = (
        _posts(place, villages)
        .annotate(
            # As text: Django turns truth values one by one, which for 15,000 takes longer than reading them.
            there=Case(When(established=True, then=Value("1")), default=Value("")),
            told=Coalesce("held__claim", Value("")),
            standing=standing_of("held__person_id", place.on),
        )
        .values_list("there", "locality_id", "kind", "held__person_id", "standing", "told", "pk")
    )
    rank = {pk: n * len(VILLAGE_POSTS) for n, pk in enumerate(place.village_ids)}
    order = {str(kind): n for n, kind in enumerate(VILLAGE_POSTS)}
    out = [
        Seat(village, kind, there == "1", person, standing, told, pk)
        for there, village, kind, person, standing, told, pk in rows
        if village in rank
    ]
    out.sort(key=lambda s: rank[s.village] + order[s.kind])
    return out


class VillagePosts(NamedTuple):
    """What the posts of a village are, and its head: enough to count, without the other holders."""

    states: tuple[PostState, ...]
    head: int | None
    head_standing: str | None


def posts_by_village(place: Part) -> dict[int, VillagePosts]:
    """Give what each village's posts are: village id -> states, in no order, and head. One query, a row a village.

    A province has 15,000 posts, yet few villages differ from all others: the database writes the posts of a
    village into one text, and each text that occurs is understood once.
    """
    held_by = Case(
        When(kind=PostKind.HEAD, held__isnull=False, then=_text(Value(_HEAD), Cast("held__person_id", TextField()))),
        default=Value(""),
        output_field=TextField(),
    )
    state = _text(
        F("kind"), Case(When(established=True, then=Value(".1.")), default=Value("..")),
        Coalesce(standing_of("held__person_id", place.on), Value("")), Value("."),
        Coalesce("held__claim", Value(_VACANT)), held_by,
    )  # fmt: skip
    understood: dict[str, tuple[PostState, ...]] = {}
    alike: dict[tuple[str, ...], tuple[PostState, ...]] = {}
    """The same posts in whatever order the database joined them: one object for all villages that have them."""
    out: dict[int, VillagePosts] = {}
    for village, said in _posts(place, None).order_by().values_list("locality_id").annotate(said=_Joined(state)):
        head, head_standing = None, None
        text, *rest = said.split(_HEAD)
        for piece in rest:  # a person's number, then the other posts
            person, comma, others = piece.partition(",")
            head, head_standing = int(person), text.rsplit(".", 2)[1] or None
            text += comma + others
        if text not in understood:
            pieces = tuple(sorted(text.split(",")))
            understood[text] = alike.setdefault(pieces, tuple(_understand(one) for one in pieces))
        out[village] = VillagePosts(understood[text], head, head_standing)
    return out


_VACANT, _HEAD = "-", "#"


def _text(*parts: Any) -> Func:
    return Func(*parts, template="%(expressions)s", arg_joiner=" || ", output_field=TextField())


@cache
def _understand(text: str) -> PostState:
    """Read one post; there are only so many kinds, standings and marks."""
    kind, established, standing, claim = text.split(".")
    filled = claim != _VACANT
    return PostState(kind, bool(established), filled, standing or None, claim if filled else "")


class _Joined(Aggregate):
    """Texts of a group in one, a comma between them."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL's name for it."""
        return self.as_sql(
            compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')", **context
        )


def secretaries(place: Part) -> dict[int, int]:
    """Give the secretary of each cell of the part: cell id -> person id."""
    held = Tenure.objects.filter(on_day(place.on), post__kind=PostKind.SECRETARY)
    if not place.whole:
        held = held.filter(post__organisation_id__in=place.unit_ids)
    return dict(held.values_list("post__organisation_id", "person_id"))


def villages_with_members(place: Part) -> set[int]:
    """Give the villages in which a member of any cell lives on the day."""
    # Asked village by village, as a column: the first member found answers, the others are not looked at.
    # As a condition, PostgreSQL would choose a slower index.
    member = Activity.objects.filter(on_day(place.on), person_id=OuterRef("person_id"))
    lives = Residence.objects.filter(on_day(place.on), Exists(member), locality_id=OuterRef("pk"))
    villages = Locality.objects.all() if place.whole else Locality.objects.filter(pk__in=place.village_ids)
    found = villages.annotate(someone=Subquery(lives.values("pk")[:1])).values_list("pk", "someone")
    return {village for village, someone in found if someone is not None}


def cells_of_admitted(place: Part, first: date, last: date) -> Counter[int]:
    """Count those admitted in the days by the cell they are active in on the day."""
    active = activities(place).filter(membership_id=OuterRef("pk")).values("cell_id")[:1]
    cells = admitted_between(place, first, last).annotate(cell=Subquery(active)).values_list("cell", flat=True)
    return Counter(cell for cell in cells if cell is not None)


def admitted_between(place: Part, first: date, last: date) -> QuerySet[Membership]:
    """Give the memberships whose ceremony fell in the days, both included, of the part's cells."""
    rows = Membership.objects.filter(admitted_on__range=(first, last), admitted_precision="d")
    return _of_units(rows, place)


def recognised_between(place: Part, first: date, last: date) -> QuerySet[Membership]:
    """Give the memberships whose decision of recognition was signed in the days, both included."""
    return _of_units(Membership.objects.filter(recognised_on__range=(first, last)), place)


def admitted_by_day(place: Part, first: date, last: date) -> Counter[date]:
    """Count ceremonies by their day."""
    return _by_day(admitted_between(place, first, last), "admitted_on")


def recognised_by_day(place: Part, first: date, last: date) -> Counter[date]:
    """Count decisions of recognition by the day they were signed."""
    return _by_day(recognised_between(place, first, last), "recognised_on")


def _by_day(rows: QuerySet[Membership], field: str) -> Counter[date]:
    return Counter(dict(rows.order_by().values_list(field).annotate(number=Count("*"))))


def _of_units(rows: QuerySet[Membership], place: Part) -> QuerySet[Membership]:
    if place.whole:
        return rows
    return rows.filter(pk__in=Activity.objects.filter(cell_id__in=place.unit_ids).values("membership_id"))


def overdue_probation(place: Part) -> list[tuple[int, date]]:
    """Give those still on probation though twelve months have passed since the ceremony: (person, ceremony)."""
    # The day of the ceremony as a column: joined, PostgreSQL would go through all memberships for a few thousand.
    early = Membership.objects.filter(admitted_on__lte=add_months(place.on, -12))
    ceremony = early.filter(pk=OuterRef("membership_id")).values("admitted_on")
    still, over = (
        part.filter(standing=Standing.PROBATIONARY)
        .order_by()
        .annotate(ceremony=Subquery(ceremony))
        .filter(ceremony__isnull=False)
        .values_list("person_id", "ceremony")
        for part in _still_and_over(place)
    )
    found = still.union(over, all=True)
    return sorted(
        ((person, day) for person, day in found if add_months(day, 12) < place.on), key=lambda pair: pair[::-1]
    )


def day_map(place: Part, on: date) -> Part:
    """Give the same part on another day."""
    return part_of(place.unit.pk if place.unit else None, on)
