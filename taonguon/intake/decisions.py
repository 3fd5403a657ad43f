"""Deciding whether two people are one."""

from typing import Any

from django.db import transaction

from taonguon.audit.actions import record
from taonguon.classes.merging import merge_with_classes
from taonguon.intake.models import Doubt


@transaction.atomic
def decide_same(doubt: Doubt, *, actor: Any) -> None:
    """Make the two one: the one known first stays. Raises RefusedError where both are members, or on the list."""
    row = Doubt.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=doubt.pk)
    if row.verdict != Doubt.Verdict.OPEN:
        return
    merge_with_classes(row.one, row.other, actor=actor)
    Doubt.objects.filter(pk=row.pk).update(verdict=Doubt.Verdict.SAME)


@transaction.atomic
def decide_different(doubt: Doubt, *, actor: Any) -> None:
    """Confirm that they are two; the pair is not listed again."""
    row = Doubt.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=doubt.pk)
    if row.verdict != Doubt.Verdict.OPEN:
        return
    Doubt.objects.filter(pk=row.pk).update(verdict=Doubt.Verdict.DIFFERENT)
    record(actor, "person.kept-apart", row.one, other=row.other_id)
