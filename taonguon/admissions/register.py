"""The board's register as lists: what is on the desk and what waits for papers, and the book of a year."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from taonguon.admissions.access import candidacies_in
from taonguon.admissions.boards import UnitLine, by_unit, named, units_below, within
from taonguon.admissions.desk import DECISION_OF, Dossier, decided, dossiers_of
from taonguon.admissions.desk_enums import AT_THE_BOARD, Desk, HandOverKind
from taonguon.admissions.desk_models import HandOver
from taonguon.admissions.enums import LEFT_THE_LIST, Closed
from taonguon.admissions.facts import OPEN
from taonguon.admissions.models import Act, Candidacy
from taonguon.orgs.access import Scope
from taonguon.web.paging import SIZE, Page, clip

HERE, OVERDUE = "o-ban", "qua-han"
"""Instead of a state: all that is at the board; what was asked for and is overdue."""
LISTED = (*AT_THE_BOARD, Desk.RETURNED)
_CHUNK = 500


@dataclass(frozen=True)
class Row:
    """One dossier in the register."""

    case: int | None
    """None where the person was taken off the list: then no name stands here either."""
    name: str
    cell: str
    commune: str
    state: str
    since: date | None
    late: int
    """Days since the last day for what was asked."""
    dossier: Dossier
    brought_by: str


@dataclass(frozen=True)
class Register:
    """The whole page: one page of dossiers, and how many stand where."""

    page: Page[Row]
    states: Counter[str]
    """Desk, HERE or OVERDUE -> how many, whatever is chosen there."""
    units: list[UnitLine]


def register_board(scope: Scope, unit: int | None, text: str, state: str, number: int, today: date) -> Register:
    """Give one page of the dossiers that stand at the board or went back from it: three queries whatever their number."""
    rows = named(within(candidacies_in(scope).filter(OPEN).exclude(desk=""), scope, unit), text)
    states: Counter[str] = Counter()
    cells: dict[int, Counter[str]] = {}
    total = 0
    for cell, desk, by in rows.order_by().values_list("cell_id", "desk", "desk_by"):
        codes = _codes(desk, by, today)
        states.update(codes)
        cells.setdefault(cell, Counter()).update([desk, *(c for c in codes if c == OVERDUE)])
        total += state in codes
    number = clip(number, total)
    chosen = rows.filter(_condition(state, today)).select_related("person")
    page = list(
        chosen.order_by(F("desk_by").asc(nulls_last=True), "desk_since", "pk")[(number - 1) * SIZE : number * SIZE]
    )
    lines = _lines_of(case.pk for case in page)
    shown = [_row(case, dossiers_of(lines[case.pk])[-1], {}, scope, today) for case in page]
    return Register(Page(shown, number, total), states, by_unit(units_below(scope, unit), cells))


def _codes(desk: str, by: date | None, today: date) -> list[str]:
    """Give every choice that a dossier counts under."""
    late = [OVERDUE] if desk == Desk.ASKED and by is not None and by < today else []
    return [desk, *([HERE] if desk in AT_THE_BOARD else []), *late]


def _condition(state: str, today: date) -> Q:
    if state == OVERDUE:
        return Q(desk=Desk.ASKED, desk_by__lt=today)
    return Q(desk__in=AT_THE_BOARD) if state == HERE else Q(desk=state)


# The book of a year.


def years_of(scope: Scope, unit: int | None) -> list[int]:
    """Give the years in which dossiers came, the last first."""
    days = _receipts(scope, unit).dates("on", "year", order="DESC")
    return [day.year for day in days]


def _receipts(scope: Scope, unit: int | None) -> QuerySet[HandOver]:
    cases = within(candidacies_in(scope), scope, unit)
    return HandOver.objects.filter(standing=True, kind=HandOverKind.RECEIVED, candidacy__in=cases)


def in_year(scope: Scope, unit: int | None, year: int) -> QuerySet[HandOver]:
    """Give the receipts of a year in the order of days."""
    return _receipts(scope, unit).filter(on__year=year).order_by("on", "pk")


def book_page(scope: Scope, unit: int | None, year: int, number: int, today: date) -> Page[Row]:
    """Give one page of the book of a year: a line a dossier, in the order in which they came. Four queries."""
    receipts = in_year(scope, unit, year)
    total = receipts.count()
    number = clip(number, total)
    page = list(receipts.select_related("candidacy__person")[(number - 1) * SIZE : number * SIZE])
    return Page(_book_rows(page, scope, today), number, total)


def book_rows(scope: Scope, unit: int | None, year: int, today: date) -> Iterable[Row]:
    """Give every line of the book for the sheet, some hundreds at a time."""
    receipts = list(in_year(scope, unit, year).select_related("candidacy__person"))
    for first in range(0, len(receipts), _CHUNK):
        yield from _book_rows(receipts[first : first + _CHUNK], scope, today)


def _book_rows(receipts: list[HandOver], scope: Scope, today: date) -> list[Row]:
    pks = {receipt.candidacy_id for receipt in receipts}
    lines, acts = _lines_of(pks), _decisions_of(pks)
    found = {dossier.received.pk: dossier for pk in pks for dossier in dossiers_of(lines[pk])}
    return [
        _row(receipt.candidacy, found[receipt.pk], acts.get(receipt.candidacy_id, {}), scope, today)
        for receipt in receipts
    ]


# What both have.


def _lines_of(cases: Iterable[int]) -> dict[int, list[HandOver]]:
    out: dict[int, list[HandOver]] = {}
    rows = HandOver.objects.filter(candidacy__in=list(cases), standing=True).select_related("recorded_by")
    for line in rows:
        out.setdefault(line.candidacy_id, []).append(line)
    return out


def _decisions_of(cases: Iterable[int]) -> dict[int, dict[str, Act]]:
    out: dict[int, dict[str, Act]] = {}
    keys = list(DECISION_OF.values())
    for act in Act.objects.filter(candidacy__in=list(cases), key__in=keys, standing=True):
        out.setdefault(act.candidacy_id, {})[act.key] = act
    return out


def _row(case: Candidacy, dossier: Dossier, acts: Mapping[str, Act], scope: Scope, today: date) -> Row:
    tree = scope.map.organisations
    cell = tree.get(case.cell_id)
    brought = tree.get(dossier.received.unit_id) if dossier.received.unit_id else None
    desk, since = dossier.stands
    over = decided(dossier, acts)
    off = case.closed in {*LEFT_THE_LIST, Closed.STRUCK_OFF}
    late = (today - dossier.by).days if dossier.by is not None and not over and not case.closed else 0
    return Row(
        case=None if off else case.pk,
        name="" if off else case.person.name,
        cell=cell.name if cell else "",
        commune=cell.parent.name if cell and cell.parent else "",
        state="" if over or off else str(desk.label),
        since=since,
        late=max(0, late),
        dossier=dossier,
        brought_by=brought.name if brought else "",
    )
