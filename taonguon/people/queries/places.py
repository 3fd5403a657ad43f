"""What the page of a unit and of a village shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from taonguon.orgs.access import Scope
from taonguon.orgs.enums import CELLS, LocalityKind, OrganisationKind, ServiceKind
from taonguon.orgs.models import Locality, LocalitySpan, Organisation, OrganisationSpan, Service
from taonguon.orgs.queries import Map, on_day
from taonguon.people.access import people_in
from taonguon.people.enums import VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Activity, Post, Residence, Tenure
from taonguon.people.queries.counts import Members, members_under, rolled_up
from taonguon.people.queries.tree import place_name
from taonguon.rules.dates import PartialDate
from taonguon.rules.tree import Node
from taonguon.web.paging import Page, clip
from taonguon.web.pictures import Span, Timeline, timeline

VILLAGES_MAX = 400
"""A unit with more villages shows none itself: its branches do."""


@dataclass(frozen=True)
class UnitLine:
    """A unit below, with its members on the day."""

    pk: int
    name: str
    kind: str
    members: Members


@dataclass(frozen=True)
class VillageLine:
    """A village, and the cell that serves it on the day."""

    pk: int
    name: str
    commune: str
    cell: str
    cell_pk: int | None
    handled_only: bool


@dataclass(frozen=True)
class MemberLine:
    """A member of a cell on the day."""

    pk: int
    name: str
    born: PartialDate | None
    sex: str
    ethnicity: str
    standing: str
    admitted: PartialDate | None
    official: PartialDate | None


@dataclass(frozen=True)
class NameLine:
    """What a unit or place was called and belonged to, over a span of days."""

    name: str
    kind: str
    parent: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class TenureLine:
    """Who held which post, from-until."""

    pk: int
    post: str
    post_pk: int
    established: bool
    person_pk: int | None
    person: str
    standing: str
    since: date | None
    until: date | None
    sits: bool


def children_of(node: Node, on: Map) -> tuple[list[UnitLine], Members]:
    """Give the units below with their members, and the members of the whole."""
    by_cell = members_under([node], on)
    lines = [
        UnitLine(c.pk, c.name, str(OrganisationKind(c.kind).label), rolled_up(c, by_cell)) for c in node.children
    ]  # fmt: skip
    return lines, rolled_up(node, by_cell)


def villages_of(node: Node, on: Map) -> tuple[list[VillageLine], int]:
    """Give the villages of a unit, commune by commune, and how many there are."""
    found = on.villages_under(node.pk)
    if len(found) > VILLAGES_MAX:
        return [], len(found)
    if node.kind in CELLS:
        served = set(on.villages_of.get(node.pk, ()))
        found = [v for v in found if v.pk in served]
    return [village_line(v, on) for v in found], len(found)


def village_line(node: Node, on: Map) -> VillageLine:
    """Give a village with the cell that serves it."""
    cell_pk, kind = on.services.get(node.pk, (None, ""))
    cell = on.organisations.get(cell_pk)
    commune = on.commune_of(node.pk)
    return VillageLine(
        node.pk,
        place_name(node),
        place_name(commune) if commune else "",
        cell.name if cell else "",
        cell.pk if cell else None,
        kind == ServiceKind.HANDLES,
    )


def members_of(cell: Organisation, on: date, number: int) -> Page[MemberLine]:
    """Give one page of the members of a cell on a day, by given name."""
    rows = Activity.objects.filter(on_day(on), cell=cell).select_related("person", "membership")
    total = rows.count()
    number = clip(number, total)
    page = rows.order_by("person__sort_key", "person_id")[(number - 1) * 50 : number * 50]
    return Page([_member(a) for a in page], number, total)


def _member(row: Activity) -> MemberLine:
    person, membership = row.person, row.membership
    return MemberLine(
        person.pk,
        person.name,
        person.born,
        person.get_sex_display(),
        person.ethnicity,
        str(Standing(row.standing).label),
        membership.admitted,
        membership.official,
    )


def secretary_of(cell: Organisation, on: date) -> Tenure | None:
    """Give who is secretary of a cell on a day."""
    return (
        Tenure.objects.filter(on_day(on), post__organisation=cell, post__kind=PostKind.SECRETARY)
        .select_related("person", "post")
        .first()
    )


def has_secretary_post(cell: Organisation) -> bool:
    """Say whether the post of secretary is known at all."""
    return Post.objects.filter(organisation=cell, kind=PostKind.SECRETARY).exists()


def unit_names(unit: Organisation, on: Map) -> list[NameLine]:
    """Give what a unit was called and belonged to, the oldest first."""
    spans = OrganisationSpan.objects.filter(organisation=unit).order_by("since", "pk")
    return [
        NameLine(s.name, s.get_kind_display(), _name(on.organisations.get(s.parent_id)), s.since, s.until)
        for s in sorted(spans, key=lambda s: s.since or date.min)
    ]


def place_names(place: Locality, on: Map) -> list[NameLine]:
    """Give what a place was called and belonged to, the oldest first."""
    spans = LocalitySpan.objects.filter(locality=place)
    return [
        NameLine(str(s), s.get_kind_display(), _name(on.localities.get(s.parent_id)), s.since, s.until)
        for s in sorted(spans, key=lambda s: s.since or date.min)
    ]


def _name(node: Node | None) -> str:
    return node.name if node else ""


def services_of(place: Locality, on: Map) -> list[NameLine]:
    """Give which cells served a village through time, the oldest first."""
    rows = Service.objects.filter(locality=place)
    return [
        NameLine(_name(on.organisations.get(s.cell_id)), s.get_kind_display(), "", s.since, s.until)
        for s in sorted(rows, key=lambda s: s.since or date.min)
    ]


def tenures_in(place: Locality, on: date) -> list[TenureLine]:
    """Give the posts of a village with everybody who held them, in the Scheme's order; two queries."""
    order = {kind: n for n, kind in enumerate(VILLAGE_POSTS)}
    posts = list(Post.objects.filter(locality=place).prefetch_related("tenures__person"))
    posts.sort(key=lambda p: (order.get(PostKind(p.kind), len(order)), p.pk))
    standing = standing_of([t.person_id for p in posts for t in p.tenures.all()], on)
    out: list[TenureLine] = []
    for post in posts:
        held = sorted(post.tenures.all(), key=lambda t: t.since or date.min)
        out += [_tenure(post, t, on, standing) for t in held]
        if not any(_holds(t, on) for t in held):
            out.append(_vacancy(post, held))
    return out


def _vacancy(post: Post, held: Sequence[Tenure]) -> TenureLine:
    since = max((t.until for t in held if t.until), default=None)
    return TenureLine(0, post.get_kind_display(), post.pk, post.established, None, "", "", since, None, True)


def _holds(tenure: Tenure, on: date) -> bool:
    return (tenure.since is None or tenure.since <= on) and (tenure.until is None or tenure.until > on)


def _tenure(post: Post, tenure: Tenure, on: date, standing: dict[int, str]) -> TenureLine:
    return TenureLine(
        tenure.pk,
        post.get_kind_display(),
        post.pk,
        post.established,
        tenure.person_id,
        tenure.person.name,
        standing.get(tenure.person_id, ""),
        tenure.since,
        tenure.until,
        _holds(tenure, on),
    )


def standing_of(people: Sequence[int], on: date) -> dict[int, str]:
    """Give the standing of some people on a day, in words; who is no member is absent. One query."""
    rows = Activity.objects.filter(on_day(on), person_id__in=people).values_list("person_id", "standing")
    return {person: str(Standing(standing).label) for person, standing in rows}


def posts_picture(lines: Sequence[TenureLine], on: date) -> Timeline | None:
    """Lay the posts of a village out over time, one row a post."""
    rows: dict[str, list[Span]] = {}
    for line in lines:
        spans = rows.setdefault(line.post, [])
        if line.person_pk is not None:
            look = "p-data" if len(spans) % 2 == 0 else "p-part"
            spans.append(Span(line.since, line.until, line.person, look))
    return timeline(rows.items(), on)


def members_living_in(scope: Scope, place: Locality, on: date) -> list[MemberLine]:
    """Give the members who live in a village on a day, by given name, as far as the log-in may see them."""
    living = Residence.objects.filter(on_day(on), locality=place).values("person_id")
    rows = Activity.objects.filter(on_day(on), person_id__in=living).select_related("person", "membership")
    if not scope.everything:
        rows = rows.filter(person_id__in=people_in(scope).values("pk"))
    return [_member(a) for a in rows.order_by("person__sort_key", "person_id")]


def is_village(node: Node) -> bool:
    """Say whether a place is a village, which has posts and a cell."""
    return node.kind == LocalityKind.VILLAGE
