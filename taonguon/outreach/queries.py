"""What the pages of activities show."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from taonguon.admissions.review_enums import Body, SuggestionState
from taonguon.orgs.access import Scope
from taonguon.outreach.access import gatherings_in
from taonguon.outreach.models import Gathering, Noticed
from taonguon.rules.tree import Node
from taonguon.web.paging import SIZE, Page, clip


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to. The unit was already checked against the scope."""

    year: int
    unit: int | None = None
    body: str = ""


@dataclass(frozen=True)
class BodyLine:
    """One mass organisation in the period."""

    body: str
    label: str
    held: int
    present: int
    noticed: int
    width: str
    """Share of the longest bar, in percent."""


@dataclass(frozen=True)
class Board:
    """The page of a year: what each mass organisation did, and one page of activities, the newest first."""

    page: Page[Gathering]
    bodies: list[BodyLine]
    months: Counter[int]
    listed: int
    """Of the people noticed, those a cell put on its list."""


def board(scope: Scope, filters: Filters, number: int) -> Board:
    """Count a year's activities and give one page of them, in six queries."""
    rows = gatherings_in(scope).filter(on__year=filters.year)
    if filters.unit is not None:
        rows = rows.filter(unit_id__in=scope.map.organisations.under(filters.unit))
    counted = rows.order_by().values_list("body").annotate(Count("pk"), Sum("present"))
    noticed = Noticed.objects.filter(gathering__in=rows)
    by_body = dict(noticed.values_list("gathering__body").annotate(Count("pk")))
    months = Counter(dict(rows.order_by().values_list("on__month").annotate(Count("pk"))))
    most = max((present for _body, _held, present in counted), default=0)
    bodies = [
        BodyLine(body, str(Body(body).label), held, present, by_body.get(body, 0), f"{100 * present / most:.1f}%")
        for body, held, present in sorted(counted, key=lambda line: list(Body).index(Body(line[0])))
    ]
    chosen = rows.filter(body=filters.body) if filters.body else rows
    total = chosen.count()
    number = clip(number, total)
    shown = chosen.select_related("unit", "village").annotate(proposed=Count("noticed")).order_by("-on", "-pk")
    page: Page[Gathering] = Page(list(shown[(number - 1) * SIZE : number * SIZE]), number, total)
    listed = noticed.filter(suggestion__state=SuggestionState.LISTED).count()
    return Board(page, bodies, months, listed)


def years(scope: Scope, today: date) -> list[int]:
    """Give the years with activities, and this year."""
    found = set(gatherings_in(scope).values_list("on__year", flat=True).distinct())
    return sorted(found | {today.year}, reverse=True)


def cell_of_village(scope: Scope, village: int) -> Node | None:
    """Give the cell that serves a village, where it lies in reach."""
    served = scope.map.services.get(village)
    if served is None or served[0] not in scope.organisation_ids:
        return None
    return scope.map.organisations.get(served[0])
