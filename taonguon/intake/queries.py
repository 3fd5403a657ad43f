"""Reading loads and doubts, for who asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from taonguon.accounts.enums import MAY_LOAD, MAY_LOAD_CLASSES
from taonguon.intake.interpret.records import Kind
from taonguon.intake.models import Doubt, Issue, Load
from taonguon.intake.sentences import issue_sentence, note_sentence, refusal_sentence
from taonguon.orgs.access import Scope
from taonguon.people.access import people_in


def loads_for(scope: Scope, user_pk: int) -> QuerySet[Load]:
    """Give the loads a log-in may see: its own, and those for a unit at which it may load such lists; newest first."""
    rows = Load.objects.select_related("actor").order_by("-pk")
    every_kind = scope.holding(MAY_LOAD)
    if every_kind.everything:
        return rows
    of_classes = scope.holding(MAY_LOAD_CLASSES)
    classes = Q(kind=Kind.CLASSES)
    if not of_classes.everything:
        classes &= Q(unit_id__in=of_classes.organisation_ids)
    return rows.filter(Q(actor_id=user_pk) | Q(unit_id__in=every_kind.organisation_ids) | classes)


@dataclass(frozen=True, slots=True)
class Finding:
    """A cell to look at again, in the language of who reads it."""

    sheet: str
    row: int
    column: str
    shown: str
    message: str


def findings_of(rows: Iterable[Issue]) -> list[Finding]:
    """Give cells to look at again with their sentences; what older loads kept as a sentence stays as it was."""
    return [
        Finding(
            row.sheet, row.row, row.column, row.shown, row.message or issue_sentence(row.kind, row.shown, row.detail)
        )
        for row in rows
    ]


def reason_of(load: Load) -> str:
    """Say why a file was refused; '' where it was not."""
    if not load.refusal:
        return load.reason
    return refusal_sentence(load.refusal["code"], load.refusal["details"], load.file_name)


def notes_of(load: Load) -> list[str]:
    """Say what was left out of a file."""
    return [note if isinstance(note, str) else note_sentence(note["code"], note["details"]) for note in load.notes]


def doubts_for(scope: Scope) -> QuerySet[Doubt]:
    """Give the open doubts of which both people are in the scope, oldest first."""
    rows = Doubt.objects.filter(verdict=Doubt.Verdict.OPEN, one__merged_into=None, other__merged_into=None)
    if not scope.everything:
        mine = people_in(scope).values("pk")
        rows = rows.filter(one__in=mine, other__in=mine)
    return rows.select_related("one", "other", "load").order_by("pk")
