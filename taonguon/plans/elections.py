"""Coming elections to village posts: entering and dropping them, and which is the next for a post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.enums import LocalityKind
from taonguon.orgs.models import Locality
from taonguon.orgs.queries import Map, Part, on_day
from taonguon.people.enums import VILLAGE_POSTS, PostKind
from taonguon.plans.election_models import Election
from taonguon.rules.dates import add_months
from taonguon.rules.refusal import RefusedError
from taonguon.rules.tree import Node

YEARS_AHEAD = 10
"""So far ahead a day may be planned; a later one is a slip of the pen."""
PLACES = frozenset({LocalityKind.DISTRICT, LocalityKind.COMMUNE, LocalityKind.VILLAGE})


class Called(NamedTuple):
    """A day of election, the document that calls it, and whether it takes the place of the day entered before."""

    on: date
    source: str = ""
    replaces: bool = False


@transaction.atomic
def set_election(place: Locality, kind: PostKind, called: Called, *, units: Map, actor: Any, today: date) -> Election:
    """Enter when a post is elected. Where another coming day is entered already, it must be said that this one replaces it."""
    on, source = called.on, called.source.strip()
    Locality.objects.select_for_update().get(pk=place.pk)
    node = units.localities.get(place.pk)
    if node is None or node.kind not in PLACES:
        raise RefusedError("place", _("Chỉ ghi ngày bầu cho một thôn, hoặc cho mọi thôn của một xã, một huyện."))
    if kind not in VILLAGE_POSTS:
        raise RefusedError("kind", _("Chức danh này không do dân hoặc đoàn thể của thôn bầu."))
    if on < today:
        raise RefusedError("on", _("Ngày %(day)s đã qua; cần một ngày từ hôm nay trở đi.") % {"day": f"{on:%d/%m/%Y}"})
    refuse_too_far("on", on, today)
    old = coming(place, kind, today)
    if old is not None:
        if (old.on, old.source) == (on, source):
            return old
        if not called.replaces:
            raise RefusedError(
                "replaces",
                _("Nơi này đã ghi ngày bầu %(was)s cho chức danh này. Đánh dấu vào ô này nếu ngày %(day)s thay ngày ấy; ngày cũ và văn bản của nó vẫn giữ trong lịch sử.")
                % {"was": f"{old.on:%d/%m/%Y}", "day": f"{on:%d/%m/%Y}"},
            )  # fmt: skip
        _end(old, today)
    made = Election.objects.create(place=place, kind=kind, on=on, source=source, since=today)
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


def refuse_too_far(name: str, day: date, today: date) -> None:
    """Refuse a planned day that lies too far ahead to be meant."""
    last = add_months(today, 12 * YEARS_AHEAD)
    if day > last:
        raise RefusedError(
            name,
            _("Ngày %(day)s quá xa; cần một ngày đến hết %(last)s.")
            % {"day": f"{day:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"},
        )


def coming(place: Locality, kind: str, today: date) -> Election | None:
    """Give the coming day entered for a place and post, if there is one."""
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
    _by_seat: dict[tuple[int, str], Election]

    def row(self, village: Node, kind: str) -> Election | None:
        """Give the next election to a post of a village: its own, else that of the nearest place above it."""
        places = (village, *reversed(village.ancestors()))
        return next((row for place in places if (row := self._by_seat.get((place.pk, kind)))), None)

    def of(self, village: Node, kind: str) -> date | None:
        """Give the next day a post is elected in a village."""
        row = self.row(village, kind)
        return row.on if row is not None else None

    def villages_of(self, row: Election, place: Part) -> list[Node]:
        """Give the villages of the part that an election is held in: not those that have a day of their own."""
        return [
            v for v in place.villages if (own := self.row(v, row.kind)) is not None and own.place_id == row.place_id
        ]

    def apart(self, row: Election, place: Part) -> int:
        """Count the villages of the part that lie there and have a nearer day of their own."""
        there = [v for v in place.villages if row.place_id in {v.pk, *(above.pk for above in v.ancestors())}]
        return len(there) - len(self.villages_of(row, place))


def calendar_of(place: Part) -> Calendar:
    """Give the coming elections of a part, as known on its day: one query."""
    above = dict.fromkeys(a.pk for village in place.villages for a in village.ancestors())
    places = [*above, *place.village_ids]
    rank = {pk: n for n, pk in enumerate(places)}
    rows = Election.objects.filter(on_day(place.on), on__gte=place.on)
    found = sorted((row for row in rows if row.place_id in rank), key=lambda r: (r.on, rank[r.place_id], r.kind, r.pk))
    first: dict[tuple[int, str], Election] = {}
    for row in found:
        first.setdefault((row.place_id, row.kind), row)
    return Calendar(tuple(found), first)


def electable(scope_places: Iterable[int], units: Map) -> list[Node]:
    """Give the districts, communes and villages among some places, in the office's order."""
    wanted = set(scope_places)
    return [n for n in units.localities.walk() if n.pk in wanted and n.kind in PLACES]
