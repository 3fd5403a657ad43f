"""Reads of the pages of reminders."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.functional import Promise

from taonguon.accounts.enums import MAY_REMIND, MAY_SEE_REMINDERS
from taonguon.audit.queries import history_of
from taonguon.audit.verbs import VERBS
from taonguon.orgs.access import Scope
from taonguon.reminders.access import dispatches_for, own_units
from taonguon.reminders.enums import State
from taonguon.reminders.models import IN_FORCE, Addressee, Dispatch
from taonguon.reminders.words import committee
from taonguon.rules.tree import Node
from taonguon.web.paging import SIZE, Page, clip

HISTORY = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One dispatch of a list with what the log-in may see of whom it went to."""

    row: Dispatch
    issuer: str
    parts: tuple[Addressee, ...]
    late: int

    @property
    def to(self) -> str:
        """To whom it goes, in a few words."""
        return self.parts[0].name if len(self.parts) == 1 else ""

    @property
    def received(self) -> int:
        """How many have it."""
        return sum(part.seen_on is not None for part in self.parts)

    @property
    def answered(self) -> int:
        """How many answered."""
        return sum(part.answered_on is not None for part in self.parts)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(part.state is State.DONE for part in self.parts)

    @property
    def left(self) -> int:
        """Of how many nothing more is asked though it is not done."""
        return sum(part.state is State.LEFT for part in self.parts)


def drafts_of(scope: Scope, today: date) -> list[Line]:
    """Give the drafts a log-in may change: two queries."""
    drafting = scope.holding(MAY_REMIND)
    if not drafting.grants:
        return []
    return _lines(list(dispatches_for(drafting).filter(signed_on__isnull=True).order_by("pk")), drafting, today)


def sent_page(scope: Scope, number: int, today: date) -> Page[Line]:
    """Give one page of the sent dispatches a log-in may see, the newest first: three queries."""
    rows = dispatches_for(scope).filter(signed_on__isnull=False)
    total = rows.count()
    number = clip(number, total)
    shown = rows.order_by("-signed_on", "-number", "-pk")[(number - 1) * SIZE : number * SIZE]
    return Page(_lines(list(shown), scope, today), number, total)


def waiting_for(scope: Scope) -> list[Addressee]:
    """Give what was asked of a log-in's own units and is not done, the nearest last day first: one query."""
    own = own_units(scope)
    if not own:
        return []
    rows = Addressee.objects.filter(IN_FORCE, unit__in=own, done_on__isnull=True).exclude(dispatch__unit=F("unit"))
    return list(rows.select_related("dispatch").order_by("dispatch__due_on", "pk"))


def _lines(rows: list[Dispatch], scope: Scope, today: date) -> list[Line]:
    reach = scope.holding(MAY_SEE_REMINDERS).organisation_ids
    parts: dict[int, list[Addressee]] = {}
    for part in Addressee.objects.filter(dispatch__in=rows).select_related("dispatch").order_by("pk"):
        if part.dispatch.unit_id in reach or part.unit_id in reach:
            parts.setdefault(part.dispatch_id, []).append(part)
    return [_line(row, tuple(parts.get(row.pk, ())), scope, today) for row in rows]


def _line(row: Dispatch, parts: tuple[Addressee, ...], scope: Scope, today: date) -> Line:
    late = 0 if row.draft else sum(part.late(today) for part in parts)
    return Line(row, issuer_of(row, scope), parts, late)


def issuer_of(row: Dispatch, scope: Scope) -> str:
    """Name who issued a dispatch: as it stands on it; of a draft, as the unit is called."""
    if row.issuer:
        return row.issuer
    node = scope.map.organisations.get(row.unit_id)
    return committee(node.name) if node is not None else ""


def issuers(scope: Scope) -> list[Node]:
    """Give the units in whose name a log-in may write: those with units below."""
    reach = scope.holding(MAY_REMIND).organisation_ids
    return [node for node in scope.map.organisations.walk() if node.pk in reach and node.children]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a dispatch's history."""

    at: Any
    who: str
    sentence: str | Promise
    unit: str


def history(row: Dispatch, parts: list[Addressee], scope: Scope) -> list[Event]:
    """Give what happened to a dispatch, the newest first: one query.

    Who sees the issuer sees all of it. A unit it went to sees what happened to its own part, and no account of the issuer's.
    """
    names = {part.unit_id: part.name for part in parts}
    whole = row.unit_id in scope.holding(MAY_SEE_REMINDERS).organisation_ids
    return [
        Event(entry.at, entry.actor_name if whole else "", VERBS[entry.verb], names.get(entry.data.get("unit"), ""))
        for entry in history_of(row)[:HISTORY]
        if (whole and entry.data.get("unit") is None) or entry.data.get("unit") in names
    ]
