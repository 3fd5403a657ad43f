"""Coming elections to village posts: entering and dropping them, and which is the next for a post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.enums import LocalityKind
from taonguon.orgs.models import Locality
from taonguon.orgs.queries import Map, Part, on_day
from taonguon.people.enums import VILLAGE_POSTS, PostKind
from taonguon.plans.election_models import Election
from taonguon.rules.refusal import RefusedError
from taonguon.rules.tree import Node


@transaction.atomic
def set_election(
    place: Locality, kind: PostKind, on: date, *, units: Map, actor: Any, today: date, source: str = ""
) -> Election:
    """Enter when a post is elected. Where another coming day is entered already, this one takes its place."""
    Locality.objects.select_for_update().get(pk=place.pk)
    node = units.localities.get(place.pk)
    if node is None or node.kind not in {LocalityKind.COMMUNE, LocalityKind.VILLAGE}:
        raise RefusedError("place", _("Chỉ ghi ngày bầu cho một thôn, hoặc cho mọi thôn của một xã."))
    if kind not in VILLAGE_POSTS:
        raise RefusedError("kind", _("Chức danh này không do dân hoặc đoàn thể của thôn bầu."))
    if on < today:
        raise RefusedError("on", _("Ngày %(day)s đã qua; cần một ngày từ hôm nay trở đi.") % {"day": f"{on:%d/%m/%Y}"})
    old = _coming(place, kind, today)
    if old is not None:
        if (old.on, old.source) == (on, source.strip()):
            return old
        _end(old, today)
    made = Election.objects.create(place=place, kind=kind, on=on, source=source.strip(), since=today)
    record(
        actor, "election.set", place, election=made.pk, kind=str(kind), on=on.isoformat(),
        was=old.on.isoformat() if old is not None else None,
    )  # fmt: skip
    return made


@transaction.atomic
def drop_election(election: Election, *, actor: Any, today: date) -> None:
    """It is not to be held; refused where that was said already, or where its day is past."""
    row = Election.objects.select_for_update().get(pk=election.pk)
    if row.until is not None:
        raise RefusedError("", _("Ngày bầu này đã được bỏ hoặc thay; hãy mở lại trang."))
    if row.on < today:
        raise RefusedError("", _("Ngày bầu %(day)s đã qua; giữ nguyên trong sổ.") % {"day": f"{row.on:%d/%m/%Y}"})
    _end(row, today)
    record(actor, "election.dropped", row.place, election=row.pk, kind=row.kind, on=row.on.isoformat())


def _coming(place: Locality, kind: str, today: date) -> Election | None:
    rows = Election.objects.filter(place=place, kind=kind, on__gte=today, until__isnull=True)
    return rows.order_by("on").first()


def _end(row: Election, today: date) -> None:
    row.until = max(today, row.since)
    row.save(update_fields=["until"])


@dataclass(frozen=True)
class Calendar:
    """The coming elections of a part of the trees, as they were known on a day."""

    rows: tuple[Election, ...]
    """Nearest first, then in the office's order of places."""
    _by_seat: dict[tuple[int, str], date]

    def of(self, village: Node, kind: str) -> date | None:
        """Give the next day a post is elected in a village: its own, else that of its commune."""
        own = self._by_seat.get((village.pk, kind))
        return own or self._by_seat.get((village.parent_pk or 0, kind))


def calendar_of(place: Part) -> Calendar:
    """Give the coming elections of a part, as known on its day: one query."""
    places = [*(c.pk for c in place.communes), *place.village_ids]
    rank = {pk: n for n, pk in enumerate(places)}
    rows = Election.objects.filter(on_day(place.on), on__gte=place.on)
    found = sorted((row for row in rows if row.place_id in rank), key=lambda r: (r.on, rank[r.place_id], r.kind, r.pk))
    first: dict[tuple[int, str], date] = {}
    for row in found:
        first.setdefault((row.place_id, row.kind), row.on)
    return Calendar(tuple(found), first)


def villages_of(row: Election, place: Part) -> list[Node]:
    """Give the villages of the part that an election is held in."""
    return [v for v in place.villages if row.place_id in {v.pk, v.parent_pk}]


def electable(scope_places: Iterable[int], units: Map) -> list[Node]:
    """Give the communes and villages among some places, in the office's order."""
    wanted = set(scope_places)
    kinds = {LocalityKind.COMMUNE, LocalityKind.VILLAGE}
    return [n for n in units.localities.walk() if n.pk in wanted and n.kind in kinds]
