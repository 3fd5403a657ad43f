"""The list of people: search, filters, one page, and the rows for the exported sheet.

The number of queries does not depend on the number of rows: relations of a page are fetched
together. Names are searched in the folded column, so typing with or without marks finds the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from taonguon.orgs.access import Scope
from taonguon.orgs.enums import CELLS
from taonguon.orgs.queries import Map, on_day
from taonguon.people.access import people_in
from taonguon.people.enums import PostKind, Sex, Standing
from taonguon.people.models import Activity, Membership, Person, Residence, Tenure
from taonguon.people.queries.tree import place_name
from taonguon.rules.dates import PartialDate
from taonguon.rules.names import fold
from taonguon.web.paging import SIZE, Page, clip

WORDS_MAX = 8
EXPORT_MAX = 20_000
"""Rows an exported sheet may have: nobody carries a whole province's register away at once."""
CHOICES_MAX = 300
_CHUNK = 2000

MEMBER, NOT_MEMBER = "member", "none"


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to. Empty means not narrowed; ids were already checked against the scope."""

    text: str = ""
    unit: int | None = None
    village: int | None = None
    standing: str = ""
    post: str = ""
    sex: str = ""

    @property
    def narrowed(self) -> bool:
        """True where anything is asked for."""
        return self != Filters()


@dataclass(frozen=True)
class Row:
    """One person of the list on the day."""

    pk: int
    name: str
    born: PartialDate | None
    sex: str
    ethnicity: str
    place: str = ""
    place_pk: int | None = None
    cell: str = ""
    cell_pk: int | None = None
    standing: str = ""
    posts: str = ""
    admitted: PartialDate | None = None
    official: PartialDate | None = None


def people_page(scope: Scope, on: Map, filters: Filters, number: int) -> Page[Row]:
    """Give one page of the people a log-in may see, by given name, with the exact count: five queries."""
    return _page(matching(scope, on, filters), on, number)


def people_among(scope: Scope, on: Map, ids: set[int], number: int) -> Page[Row]:
    """Give one page of some people, as far as the log-in may see them: who stands behind a figure."""
    return _page(people_in(scope).filter(pk__in=ids), on, number)


def members_page(scope: Scope, on: Map, unit: int, standing: str, number: int) -> Page[Row]:
    """Give one page of who is active in a unit or below it on the day; standing '' is either."""
    active = Activity.objects.filter(on_day(on.on))
    if standing:
        active = active.filter(standing=standing)
    top = on.organisations.get(unit)
    if on.organisations.roots != [top]:
        active = active.filter(cell_id__in=on.organisations.under(unit))
    return _page(people_in(scope).filter(pk__in=active.values("person_id")), on, number)


def _page(people: QuerySet[Person], on: Map, number: int) -> Page[Row]:
    total = people.count()
    number = clip(number, total)
    page = people.order_by("sort_key", "pk")[(number - 1) * SIZE : number * SIZE]
    return Page(_rows(list(page), on), number, total)


def people_rows(scope: Scope, on: Map, filters: Filters) -> Iterator[Row]:
    """Give every row of the list for the sheet, some thousands at a time."""
    people = matching(scope, on, filters).order_by("sort_key", "pk")
    chunk: list[Person] = []
    for person in people.iterator(chunk_size=_CHUNK):
        chunk.append(person)
        if len(chunk) == _CHUNK:
            yield from _rows(chunk, on)
            chunk = []
    yield from _rows(chunk, on)


def matching(scope: Scope, on: Map, filters: Filters) -> QuerySet[Person]:
    """Give the people in the scope who match, on the day."""
    people = people_in(scope)
    for word in fold(filters.text[:80]).split()[:WORDS_MAX]:
        people = people.filter(folded__contains=word)
    if filters.unit is not None:
        people = _of_unit(people, filters.unit, on)
    if filters.village is not None:
        people = _of_village(people, filters.village, on.on)
    if filters.standing:
        people = people.filter(_in_standing(filters.standing, on.on))
    if filters.post:
        held = Tenure.objects.filter(on_day(on.on), person=OuterRef("pk"), post__kind=filters.post)
        people = people.filter(Exists(held))
    if filters.sex:
        people = people.filter(sex=filters.sex)
    return people


def _in_standing(standing: str, on: date) -> Q:
    """Give the condition of a standing on a day; 'member' is either, NOT_MEMBER neither."""
    stays = Activity.objects.filter(on_day(on), person=OuterRef("pk"))
    if standing == NOT_MEMBER:
        return ~Q(Exists(stays))
    return Q(Exists(stays if standing == MEMBER else stays.filter(standing=standing)))


def _of_unit(people: QuerySet[Person], unit: int, on: Map) -> QuerySet[Person]:
    """Narrow to a unit and all below it: active there, or seated there or in its villages, or living in them."""
    top = on.organisations.get(unit)
    if top is None:
        return people.none()
    if on.organisations.roots == [top]:
        return people  # the whole tree: no condition, so that the widest list is also a quick one
    units = {n.pk for n in top.walk()}
    places = {v.pk for v in on.villages_under(unit)}
    active = Activity.objects.filter(on_day(on.on), cell_id__in=units).values("person_id")
    return people.filter(pk__in=_tied(places, units, on.on).union(active))


def _of_village(people: QuerySet[Person], village: int, on: date) -> QuerySet[Person]:
    return people.filter(pk__in=_tied({village}, set(), on))


def _tied(places: set[int], units: set[int], on: date) -> QuerySet[Any, Any]:
    """Give the ids of who is seated in one of the places or units on a day, or lives in one of the places."""
    seats = Q(post__locality_id__in=places) | Q(post__organisation_id__in=units)
    seated: QuerySet[Any, Any] = Tenure.objects.filter(on_day(on), seats).values("person_id")
    living = Residence.objects.filter(on_day(on), locality_id__in=places).values("person_id")
    return seated.union(living)


def _rows(people: Sequence[Person], on: Map) -> list[Row]:
    """Fill in place, cell, standing and posts of some people: three queries whatever their number."""
    ids = [p.pk for p in people]
    rows = {p.pk: Row(p.pk, p.name, p.born, p.get_sex_display(), p.ethnicity) for p in people}
    for person, place in Residence.objects.filter(on_day(on.on), person_id__in=ids).values_list(
        "person_id", "locality_id"
    ):
        node = on.localities.get(place)
        if node is not None:
            rows[person] = replace(rows[person], place=place_name(node), place_pk=place)
    for stay in Activity.objects.filter(on_day(on.on), person_id__in=ids).select_related("membership"):
        rows[stay.person_id] = _active(rows[stay.person_id], stay, stay.membership, on)
    posts: dict[int, list[str]] = {}
    for person, kind in (
        Tenure.objects.filter(on_day(on.on), person_id__in=ids).order_by("pk").values_list("person_id", "post__kind")
    ):
        posts.setdefault(person, []).append(str(PostKind(kind).label))
    return [replace(rows[pk], posts=", ".join(posts.get(pk, ()))) for pk in ids]


def _active(row: Row, stay: Activity, membership: Membership, on: Map) -> Row:
    cell = on.organisations.get(stay.cell_id)
    return replace(
        row,
        cell=cell.name if cell else "",
        cell_pk=stay.cell_id,
        standing=str(Standing(stay.standing).label),
        admitted=membership.admitted,
        official=membership.official,
    )


def units_to_choose(scope: Scope, on: Map, chosen: int | None) -> list[tuple[str, str]]:
    """Give the committees in reach as (id, indented name) to choose from, and the one already chosen."""
    top = min((len(n.ancestors()) for n in on.organisations.walk() if n.pk in scope.organisation_ids), default=0)
    out: list[tuple[str, str]] = []
    for node in on.organisations.walk():
        inside = node.pk in scope.organisation_ids
        if node.pk == chosen or (inside and node.kind not in CELLS and len(out) < CHOICES_MAX):
            out.append((str(node.pk), "\u2003" * (len(node.ancestors()) - top) + node.name))
    return out


def standing_choices() -> list[tuple[str, Any]]:
    """Give the standings to choose from."""
    return [(MEMBER, _("Đảng viên")), *Standing.choices, (NOT_MEMBER, _("Chưa là đảng viên"))]


def as_plain(filters: Filters) -> dict[str, Any]:
    """Give the filters that are set, as plain values for the trail."""
    return {name: value for name, value in asdict(filters).items() if value not in {"", None}}


SEXES = frozenset(Sex.values)
POSTS = frozenset(PostKind.values)
STANDINGS = frozenset({*Standing.values, MEMBER, NOT_MEMBER})


def people_details(pks: set[int], on: Map) -> dict[int, Row]:
    """Give the rows of some people by id, for lists that chose them themselves: four queries."""
    return {row.pk: row for row in _rows(list(Person.objects.filter(pk__in=pks)), on)}
