"""Who needs a class: by commune and by the day he needs it, agreed, proposed, or not proposed yet."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from taonguon.classes.access import proposals_in
from taonguon.classes.eligibility import months_counting
from taonguon.classes.enums import NeededFor, Outcome, Seat, Wish
from taonguon.classes.models import CourseKind, Enrolment, Proposal
from taonguon.classes.pools import NEEDS, certificates, pool
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import Map
from taonguon.people.enums import CertificateKind
from taonguon.rules.dates import add_months
from taonguon.web.paging import SIZE, Page, clip
from taonguon.web.pictures import percent

NO_COMMUNE = 0
"""Cells of agencies, which stand in no commune."""


class Sort(StrEnum):
    """How far the need of somebody has come; the values stand in addresses."""

    AGREED = "dong-y"
    PROPOSED = "de-nghi"
    EXPIRING = "het-han"
    LACKING = "thieu-lop"


SORT_LABELS = {
    Sort.AGREED: _("Đảng ủy đã đồng ý"),
    Sort.PROPOSED: _("Chi bộ đã đề nghị"),
    Sort.EXPIRING: _("Chưa đề nghị: giấy sắp hoặc đã hết giá trị"),
    Sort.LACKING: _("Chưa đề nghị: chỉ còn thiếu lớp"),
}


class Term(StrEnum):
    """When somebody needs the class; the values stand in addresses."""

    PAST = "qua-han"
    MONTH = "30-ngay"
    QUARTER = "90-ngay"
    LATER = "sau-90-ngay"
    NONE = "khong-han"


TERM_LABELS = {
    Term.PAST: _("Đã quá hạn"),
    Term.MONTH: _("Trong 30 ngày"),
    Term.QUARTER: _("Từ 31 đến 90 ngày"),
    Term.LATER: _("Sau 90 ngày"),
    Term.NONE: _("Không có hạn"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """One who needs a class."""

    person: int
    name: str
    sort_key: str
    cell: int
    commune: int
    sort: Sort
    reason: NeededFor
    by: date | None
    proposal: int | None
    made_on: date | None

    def term(self, today: date) -> Term:
        """Say when the class is needed."""
        if self.by is None:
            return Term.NONE
        days = (self.by - today).days
        if days < 0:
            return Term.PAST
        return Term.MONTH if days <= 30 else Term.QUARTER if days <= 90 else Term.LATER


@dataclass(frozen=True)
class Filters:
    """What the people behind a number are narrowed to."""

    kind: int | None = None
    commune: int | None = None
    sort: str = ""
    term: str = ""
    enlistees: bool = False


def needs_of(scope: Scope, kind: CourseKind | None, kinds: Sequence[CourseKind], today: date) -> list[Need]:
    """Give everybody in reach who needs a class, each once for a kind: two queries.

    Without a kind: the proposals for all kinds, and whom the awareness class keeps waiting.
    """
    found = list(_proposed(scope, kind))
    awareness = next((one for one in kinds if one.certifies == CertificateKind.AWARENESS), None)
    waiting_for = kind or awareness
    if waiting_for is not None and waiting_for.certifies:
        found += _not_proposed(scope, waiting_for, today)
    return found


def _proposed(scope: Scope, kind: CourseKind | None) -> Iterable[Need]:
    rows = proposals_in(scope).filter(state__in=(Wish.PROPOSED, Wish.AGREED))
    if kind is not None:
        rows = rows.filter(kind=kind)
    columns = (
        "pk", "person_id", "person__name", "person__sort_key", "cell_id", "state", "needed_for", "needed_by", "made_on",
    )  # fmt: skip
    places = CommuneOf(scope.map)
    for pk, person, name, key, cell, state, reason, by, made_on in rows.values_list(*columns):
        sort = Sort.AGREED if state == Wish.AGREED else Sort.PROPOSED
        yield Need(person, name, key, cell, places.of(cell), sort, NeededFor(reason), by, pk, made_on)


def _not_proposed(scope: Scope, kind: CourseKind, today: date) -> Iterable[Need]:
    """Give whom only the class keeps waiting and whose certificate runs out, unless proposed or in a class."""
    same = Q(kind__certifies=kind.certifies, state__in=(Wish.PROPOSED, Wish.AGREED))
    proposed = Proposal.objects.filter(same, person=OuterRef("person"))
    learning = Enrolment.objects.filter(
        person=OuterRef("person"), course__kind__certifies=kind.certifies, outcome=Outcome.OPEN,
        seat__in=(Seat.ENROLLED, Seat.WAITING), course__cancelled_on__isnull=True,
    )  # fmt: skip
    rows = pool(scope, kind, today).filter(~Exists(proposed), ~Exists(learning), need__lt=len(NEEDS))
    issued = Subquery(certificates("class-certificate").values("on")[:1])
    columns = ("person_id", "person__name", "person__sort_key", "cell_id", "need", "issued")
    months, places = months_counting(today), CommuneOf(scope.map)
    for person, name, key, cell, need, on in rows.annotate(issued=issued).values_list(*columns):
        expires = NEEDS[need] == NeededFor.EXPIRY
        by = add_months(on, months) if expires and on and months is not None else None
        sort = Sort.EXPIRING if expires else Sort.LACKING
        yield Need(person, name, key, cell, places.of(cell), sort, NEEDS[need], by, None, None)


class CommuneOf:
    """Finds the commune of cells, once for each."""

    def __init__(self, drawn: Map) -> None:
        self.map = drawn
        self.found: dict[int, int] = {}

    def of(self, cell: int) -> int:
        """Give the commune of the villages a cell serves, else the one its committee stands in."""
        if cell not in self.found:
            self.found[cell] = self._find(cell)
        return self.found[cell]

    def _find(self, cell: int) -> int:
        node = self.map.organisations.get(cell)
        above = [n.territory_pk for n in (node, *reversed(node.ancestors()))] if node is not None else []
        for place in (*self.map.villages_of.get(cell, ()), *above):
            commune = self.map.commune_of(place) if place is not None else None
            if commune is not None:
                return commune.pk
        return NO_COMMUNE


# The tables.


@dataclass(frozen=True)
class Line:
    """One row of a table of demand, with the widths of its bar's three parts."""

    key: str
    name: str
    counts: Counter[str]
    enlistees: int
    widths: tuple[tuple[str, str, str], ...] = ()
    """(left, width, look) of each part."""

    @property
    def total(self) -> int:
        """All who are counted."""
        return self.counts.total()

    @property
    def cells(self) -> list[tuple[str, int]]:
        """The count of each sort, in order."""
        return [(sort.value, self.counts[sort]) for sort in Sort]


_PARTS = (((Sort.AGREED,), "p-data"), ((Sort.PROPOSED,), "p-part"), ((Sort.EXPIRING, Sort.LACKING), "p-empty"))


def by_commune(needs: Sequence[Need], drawn: Map) -> list[Line]:
    """Count by commune, in the office's order; agencies last."""
    found: dict[int, list[Need]] = {}
    for need in needs:
        found.setdefault(need.commune, []).append(need)
    named = [(n.pk, f"{n.sector} {n.name}".strip()) for n in drawn.localities.walk() if n.pk in found]
    if NO_COMMUNE in found:
        named.append((NO_COMMUNE, str(_("Cơ quan, đơn vị không thuộc xã nào"))))
    return _with_bars([_line(str(pk), name, found[pk]) for pk, name in named])


def by_term(needs: Sequence[Need], today: date) -> list[Line]:
    """Count by when the class is needed."""
    found: dict[Term, list[Need]] = {term: [] for term in Term}
    for need in needs:
        found[need.term(today)].append(need)
    return _with_bars([_line(term.value, str(TERM_LABELS[term]), found[term]) for term in Term])


def whole(needs: Sequence[Need]) -> Line:
    """Count all."""
    return _line("", "", needs)


def _line(key: str, name: str, needs: Sequence[Need]) -> Line:
    enlistees = sum(need.reason == NeededFor.ENLISTMENT for need in needs)
    return Line(key, name, Counter(str(need.sort) for need in needs), enlistees)


def _with_bars(lines: Sequence[Line]) -> list[Line]:
    most = max([1, *(line.total for line in lines)])
    out = []
    for line in lines:
        left, parts = 0, []
        for sorts, look in _PARTS:
            count = sum(line.counts[sort] for sort in sorts)
            parts.append((percent(100 * left / most), percent(100 * count / most), look))
            left += count
        out.append(Line(line.key, line.name, line.counts, line.enlistees, tuple(parts)))
    return out


def narrowed(needs: Sequence[Need], filters: Filters, today: date) -> list[Need]:
    """Give the people behind a number, those who need it soonest first."""
    found = [
        need
        for need in needs
        if (filters.commune is None or need.commune == filters.commune)
        and (not filters.sort or need.sort == filters.sort)
        and (not filters.term or need.term(today) == filters.term)
        and (not filters.enlistees or need.reason == NeededFor.ENLISTMENT)
    ]
    return sorted(found, key=lambda need: (need.by or date.max, need.sort_key, need.person))


def page_of(found: Sequence[Need], number: int) -> Page[Need]:
    """Give one page of the people."""
    number = clip(number, len(found))
    return Page(found[(number - 1) * SIZE : number * SIZE], number, len(found))
