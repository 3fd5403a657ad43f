"""Cases of people whose village had no cell and now has its own: they go from the cell once charged with it to that one.

Where a person lives, which cell handles the case and whose village it is are three things. Nothing moves by itself:
people say for which village, and from which day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from taonguon.admissions.access import candidacies_in
from taonguon.admissions.actions import move_candidacy
from taonguon.admissions.enums import Stage
from taonguon.admissions.facts import OPEN
from taonguon.admissions.models import Candidacy
from taonguon.orgs.access import Scope
from taonguon.orgs.enums import ServiceKind
from taonguon.orgs.models import Organisation, Service
from taonguon.orgs.queries import Map
from taonguon.people.queries.tree import place_name
from taonguon.rules.refusal import RefusedError


@dataclass(frozen=True)
class Waiting:
    """The cases that may go to the own cell of one village."""

    village: int
    name: str
    own: int
    own_name: str
    since: date | None
    """Since when the village has its own cell."""
    cases: list[tuple[Candidacy, str, str]]
    """Case, stage, and the cell that handles it."""


def waiting_to_go_home(scope: Scope) -> list[Waiting]:
    """Give the cases by village, in the office's order of villages: two queries, one where no charge ever ended."""
    found: dict[int, list[tuple[Candidacy, str, str]]] = {}
    tree = scope.map
    for row, village in _rows(scope):
        handled = tree.organisations.get(row.cell_id)
        line = (row, str(Stage(row.stage).label), handled.name if handled is not None else "")
        found.setdefault(village, []).append(line)
    since = dict(
        Service.objects.filter(locality__in=found, until__isnull=True).values_list("locality_id", "since")
        if found
        else ()
    )
    out = []
    for place in tree.villages():
        own = tree.own_cell(place.pk)
        if place.pk in found and own is not None:
            out.append(Waiting(place.pk, place_name(place), own.pk, own.name, since.get(place.pk), found[place.pk]))
    return out


def count_to_go_home(scope: Scope) -> int:
    """Count the cases that may go to a new cell: one query where no charge ever ended."""
    return len(_rows(scope))


def charges_ended(on: Map) -> set[tuple[int, int]]:
    """Give (cell, village) of each charge that ended, of villages with a cell of their own now."""
    rows = Service.objects.filter(kind=ServiceKind.HANDLES, until__isnull=False).values_list("cell_id", "locality_id")
    return {(cell, village) for cell, village in rows if (own := on.own_cell(village)) is not None and own.pk != cell}


def _rows(scope: Scope) -> list[tuple[Candidacy, int]]:
    ended = charges_ended(scope.map)
    if not ended:
        return []
    rows: QuerySet[Candidacy] = candidacies_in(scope).filter(
        OPEN,
        cell_id__in={cell for cell, _village in ended},
        person__residences__locality_id__in={village for _cell, village in ended},
        person__residences__until__isnull=True,
    )
    living = rows.annotate(village=F("person__residences__locality_id")).select_related("person")
    return [
        (row, row.village) for row in living.order_by("person__sort_key", "pk") if (row.cell_id, row.village) in ended
    ]


@transaction.atomic
def bring_home(
    rows: Sequence[Candidacy], own: Organisation, on: date, *, same: bool | None, actor: Any, today: date
) -> int:
    """Hand the cases over to the village's own cell, all or none."""
    for row in rows:
        try:
            move_candidacy(row, own, on, same_deciding_committee=same, actor=actor, today=today)
        except RefusedError as refused:
            sentence = _("%(name)s: %(why)s") % {"name": row.person.name, "why": refused.sentence}
            raise RefusedError("on" if refused.field == "on" else "", sentence) from None
    return len(rows)
