"""What the page of one person shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from taonguon.accounts.enums import MAY_CHANGE
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import Map, on_day
from taonguon.people.access import people_in
from taonguon.people.enums import PostKind, Standing
from taonguon.people.models import Activity, Membership, Person, Residence, Tenure
from taonguon.people.queries.tree import place_name
from taonguon.rules.dates import add_months
from taonguon.web.pictures import Span, Timeline, timeline

PROBATION_MONTHS = 12


@dataclass(frozen=True)
class Seat:
    """Where something is, with the pages it may lead to."""

    name: str
    unit_pk: int | None = None
    place_pk: int | None = None


@dataclass(frozen=True)
class TenureOf:
    """A post somebody holds or held."""

    pk: int
    post: str
    seat: Seat
    since: date | None
    until: date | None
    may_change: bool
    """Whether the log-in may put its days right."""


@dataclass(frozen=True)
class ActivityOf:
    """In which cell, as what."""

    standing: str
    is_official: bool
    seat: Seat
    since: date | None
    until: date | None


@dataclass(frozen=True)
class SourceLine:
    """One row of one file that spoke of the person."""

    file: str
    sheet: str
    row: int
    loaded_at: datetime


@dataclass(frozen=True)
class Lookalike:
    """Another row that may be the same person; nobody has said yet."""

    pk: int
    name: str
    born: str


def memberships_of(person: Person) -> list[Membership]:
    """Give the times of membership, the newest first."""
    return sorted(person.memberships.all(), key=lambda m: (m.admitted_on or date.min, m.pk), reverse=True)


def activities_of(person: Person, on: Map, scope: Scope) -> list[ActivityOf]:
    """Give cells and standings through time, the oldest first."""
    rows = sorted(Activity.objects.filter(person=person), key=lambda a: (a.since or date.min, a.pk))
    return [
        ActivityOf(
            str(Standing(a.standing).label),
            a.standing == Standing.OFFICIAL,
            _unit(a.cell_id, on, scope),
            a.since,
            a.until,
        )
        for a in rows
    ]


def tenures_of(person: Person, on: Map, scope: Scope) -> list[TenureOf]:
    """Give the posts held through time, the oldest first."""
    rows = Tenure.objects.filter(person=person).select_related("post")
    held = scope.holding(MAY_CHANGE)
    return [
        TenureOf(
            t.pk,
            str(PostKind(t.post.kind).label),
            _unit(t.post.organisation_id, on, scope)
            if t.post.organisation_id
            else _place(t.post.locality_id, on, scope),
            t.since,
            t.until,
            t.post.organisation_id in held.organisation_ids or t.post.locality_id in held.locality_ids,
        )
        for t in sorted(rows, key=lambda t: (t.since or date.min, t.pk))
    ]


def residence_of(person: Person, on: Map, scope: Scope) -> Seat | None:
    """Give where a person lives on the day."""
    row = Residence.objects.filter(on_day(on.on), person=person).first()
    return _place(row.locality_id, on, scope) if row else None


def _unit(pk: int | None, on: Map, scope: Scope) -> Seat:
    node = on.organisations.get(pk) or scope.map.organisations.get(pk)
    name = node.name if node else _("tổ chức không còn")
    return Seat(name, unit_pk=pk if pk in scope.organisation_ids else None)


def _place(pk: int | None, on: Map, scope: Scope) -> Seat:
    node = on.localities.get(pk) or scope.map.localities.get(pk)
    if node is None:
        return Seat(_("địa bàn không còn"))
    commune = on.commune_of(node.pk)
    name = place_name(node)
    if commune is not None and commune.pk != node.pk:
        name = f"{name}, {place_name(commune)}"
    return Seat(name, place_pk=pk if pk in scope.locality_ids else None)


def picture_of(activities: Sequence[ActivityOf], tenures: Sequence[TenureOf], on: date) -> Timeline | None:
    """Lay membership and posts out over one axis."""
    rows: dict[str, list[Span]] = {}
    for stay in activities:
        look = "p-data" if stay.is_official else "p-part"
        text = f"{stay.standing}, {stay.seat.name}"
        rows.setdefault(_("Đảng viên"), []).append(Span(stay.since, stay.until, text, look))
    for held in tenures:
        rows.setdefault(held.post, []).append(Span(held.since, held.until, f"{held.post}, {held.seat.name}"))
    return timeline(rows.items(), on)


def doubts_about(memberships: Sequence[Membership], on: date) -> list[str]:
    """Say what does not fit in the days of membership, in words."""
    return [sentence for m in memberships for sentence in _doubts(m, on)]


def _doubts(membership: Membership, on: date) -> list[str]:
    out = []
    admitted, official = membership.admitted, membership.official
    if admitted and official and official.last < admitted.first:
        out.append(
            _("Ngày chính thức %(official)s đứng trước ngày kết nạp %(admitted)s: một trong hai ngày ghi sai.")
            % {"official": official, "admitted": admitted}
        )
    acted = membership.acted_on
    waits = not membership.end_reason and (acted is None or acted > on)
    if admitted and waits and on > (due := add_months(admitted.last, PROBATION_MONTHS)):
        out.append(
            _("Còn là đảng viên dự bị dù đã quá 12 tháng từ ngày kết nạp %(admitted)s (hết hạn %(due)s).")
            % {"admitted": admitted, "due": f"{due:%d/%m/%Y}"}
        )
    return out


def sources_of(person: Person) -> list[SourceLine]:
    """Give the rows of files the data came from, the newest load first. One query."""
    rows: Any = person.loaded_rows.select_related("load").order_by("-load__at", "load_id", "sheet", "row")
    return [SourceLine(r.load.file_name, r.sheet, r.row, r.load.at) for r in rows[:100]]


def lookalikes_of(person: Person, scope: Scope) -> list[Lookalike]:
    """Give other rows that may be the same person, as far as the log-in may see them. One query."""
    pairs = [d.other_id for d in person.doubts_one.filter(verdict="open")]
    pairs += [d.one_id for d in person.doubts_other.filter(verdict="open")]
    found = people_in(scope).filter(pk__in=pairs).order_by("sort_key", "pk") if pairs else []
    return [Lookalike(p.pk, p.name, str(p.born) if p.born else pgettext("ngày sinh", "chưa rõ")) for p in found]
