"""What is counted: the rows of one day, for one unit, in a few queries. Figures are made from these.

Each read takes a `Part`: the map of the day and the part of it asked for. No access is judged
here; a page asks for units that its door has let through.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from taonguon.orgs.queries import Part, on_day, part_of
from taonguon.people.enums import PostKind, Standing
from taonguon.people.models import Activity, Membership, Tenure
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


def secretaries(place: Part) -> dict[int, int]:
    """Give the secretary of each cell of the part: cell id -> person id."""
    held = Tenure.objects.filter(on_day(place.on), post__kind=PostKind.SECRETARY)
    if not place.whole:
        held = held.filter(post__organisation_id__in=place.unit_ids)
    return dict(held.values_list("post__organisation_id", "person_id"))


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
