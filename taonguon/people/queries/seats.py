"""Village posts of a day, seat by seat or village by village: who holds them, what the holder is; where members live.

Each read takes a `Part`; no access is judged here.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import (
    Aggregate,
    Case,
    Exists,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Coalesce

from taonguon.orgs.models import Locality
from taonguon.orgs.queries import Part, on_day
from taonguon.people.enums import VILLAGE_POSTS, PostKind
from taonguon.people.models import Activity, Post, Residence


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
    def label(self) -> str:
        """Name of the post."""
        return str(PostKind(self.kind).label)

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


def villages_with_members(place: Part) -> set[int]:
    """Give the villages in which a member of any cell lives on the day."""
    # Asked village by village, as a column: the first member found answers, the others are not looked at.
    # As a condition, PostgreSQL would choose a slower index.
    member = Activity.objects.filter(on_day(place.on), person_id=OuterRef("person_id"))
    lives = Residence.objects.filter(on_day(place.on), Exists(member), locality_id=OuterRef("pk"))
    villages = Locality.objects.all() if place.whole else Locality.objects.filter(pk__in=place.village_ids)
    found = villages.annotate(someone=Subquery(lives.values("pk")[:1])).values_list("pk", "someone")
    return {village for village, someone in found if someone is not None}
