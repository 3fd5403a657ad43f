"""Units a plan must not forget: schools and agencies without members or source, villages without members, cells long without an admission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, OuterRef, Subquery

from taonguon.admissions.models import Candidacy, Handling
from taonguon.orgs.enums import Sector
from taonguon.orgs.models import Organisation
from taonguon.orgs.queries import Map, Part, on_day
from taonguon.people.models import Activity, Membership
from taonguon.people.queries.counts import Members, members_by_cell
from taonguon.people.queries.seats import villages_with_members
from taonguon.plans.source_on import open_on
from taonguon.rules.dates import PartialDate, add_months, partial
from taonguon.rules.tree import Node

AGENCIES = (Sector.AGENCY, Sector.HEALTH, Sector.FORCES, Sector.ENTERPRISE)
"""Everything that is neither a village nor a school: each is named with its sector."""
YEARS = (1, 2, 3, 5, 10)
USUAL_YEARS = 3
MOST = 300
"""Units of one list that a page names; a unit below names its own."""


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell."""

    cell: Node
    members: Members
    candidates: int
    last: PartialDate | None = None
    """The last admission on record; None where there is none."""
    founded: PartialDate | None = None
    months: int | None = None
    """Full months since then: since the last admission, else since the cell was founded; None where neither is known."""

    @property
    def above(self) -> str:
        """Name of the committee above it."""
        return self.cell.parent.name if self.cell.parent else ""

    @property
    def sector(self) -> str:
        """Name of its sector."""
        return str(Sector(self.cell.sector).label)

    @property
    def years(self) -> int | None:
        """Full years without an admission."""
        return None if self.months is None else self.months // 12

    @property
    def months_more(self) -> int:
        """Months above the full years."""
        return (self.months or 0) % 12


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The lists, each in the office's order."""

    schools: tuple[CellLine, ...]
    agencies: tuple[CellLine, ...]
    villages: tuple[tuple[Node, Node | None], ...]
    """(village, the cell that covers it or is charged with it)"""
    idle: tuple[CellLine, ...]
    years: int

    @property
    def never(self) -> int:
        """Cells of which no admission is on record at all."""
        return sum(line.last is None for line in self.idle)


def forgotten_in(place: Part, years: int, today: date) -> Forgotten:
    """Give the units of a part that a plan must not forget, as of its day: six queries."""
    lines = _cells(place, today)
    lived_in = villages_with_members(place)
    services, tree = place.map.services, place.map.organisations
    bare = [line for line in lines if line.members.total == 0 or line.candidates == 0]
    return Forgotten(
        tuple(line for line in bare if line.cell.sector == Sector.SCHOOL),
        tuple(line for line in bare if line.cell.sector in AGENCIES),
        tuple(
            (village, tree.get(services.get(village.pk, (0, ""))[0]))
            for village in place.villages
            if village.pk not in lived_in
        ),
        tuple(line for line in lines if _idle(line, years)),
        years,
    )


def _idle(line: CellLine, years: int) -> bool:
    """Say whether a cell admitted nobody for so many years; one younger than that is not asked."""
    return line.months is None or line.months >= 12 * years


def _cells(place: Part, today: date) -> list[CellLine]:
    cells = [cell.pk for cell in place.cells]
    members = members_by_cell(place.on, None if place.whole else cells)
    source = _in_source(place.map, cells, place.on, today)
    last, founded = _last_admissions(cells, place.on), _founded(cells)
    return [
        CellLine(
            cell, members.get(cell.pk, Members()), source.get(cell.pk, 0), last.get(cell.pk), founded.get(cell.pk),
            _months(last.get(cell.pk) or founded.get(cell.pk), place.on),
        )
        for cell in place.cells
    ]  # fmt: skip


def _months(day: PartialDate | None, on: date) -> int | None:
    """Count the full months since a day; of one known by year or month alone, since its last day: never too many."""
    if day is None:
        return None
    since = min(day.last, on)
    months = (on.year - since.year) * 12 + on.month - since.month
    return months if add_months(since, months) <= on else months - 1


def _in_source(units: Map, cells: Iterable[int], on: date, today: date) -> dict[int, int]:
    """Count the people in the source by the cell that handled them on the day: one query."""
    wanted = [pk for pk in cells if pk in units.organisations.by_pk]
    rows = open_on(Candidacy.objects.all(), on, today)
    if on >= today:
        found = rows.filter(cell__in=wanted).order_by().values_list("cell").annotate(Count("pk"))
        return dict(found)
    handled = Handling.objects.filter(on_day(on), cell__in=wanted, candidacy__in=rows.values("pk"))
    return dict(handled.order_by().values_list("cell").annotate(Count("candidacy", distinct=True)))


def _last_admissions(cells: Iterable[int], on: date) -> dict[int, PartialDate]:
    """Give cell -> its last admission by a day: of those whose first cell it was, as far as the registers know. One query."""
    first = Activity.objects.filter(membership=OuterRef("pk")).order_by("since", "pk").values("cell")[:1]
    rows = Membership.objects.filter(admitted_on__lte=on).order_by().annotate(first=Subquery(first))
    latest = rows.values_list("first", "admitted_precision").annotate(Max("admitted_on"))
    wanted, out = set(cells), {}
    for cell, precision, day in sorted(latest, key=lambda row: row[2]):
        if cell in wanted and (found := partial(day, precision or "d")) is not None:
            out[cell] = found
    return out


def _founded(cells: Iterable[int]) -> dict[int, PartialDate]:
    rows = Organisation.objects.filter(founded_on__isnull=False, pk__in=list(cells))
    return {
        pk: found
        for pk, day, precision in rows.values_list("pk", "founded_on", "founded_precision")
        if (found := partial(day, precision or "d")) is not None
    }
