"""Two rows of one person made one: the cases of the ledger go with him."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.models import Assignment, Candidacy, Introduction
from taonguon.admissions.review_enums import SuggestionState
from taonguon.admissions.review_models import Suggestion
from taonguon.people.actions import merge_people
from taonguon.people.models import Person
from taonguon.rules.refusal import RefusedError


def open_cases(people: Iterable[int]) -> int:
    """Count the open cases of some people."""
    return Candidacy.objects.filter(person__in=list(people), closed="").count()


@transaction.atomic
def merge_with_cases(keep: Person, drop: Person, *, actor: Any) -> Person:
    """Make two rows of one person one, with what the ledger holds of both.

    Refused where both have an open case: which of the two is right is for people to say.
    """
    if open_cases((keep.pk, drop.pk)) > 1:
        raise RefusedError(
            "", _("Cả hai dòng đều đang ở trong danh sách nguồn; hãy đưa dòng ghi nhầm ra khỏi danh sách rồi mới gộp.")
        )
    merged = merge_people(keep, drop, actor=actor)
    Candidacy.objects.filter(person=drop.pk).update(person=merged)
    Assignment.objects.filter(helper=drop.pk).update(helper=merged)
    Introduction.objects.filter(member=drop.pk).update(member=merged)
    twice = Suggestion.objects.filter(person=merged, state=SuggestionState.WAITING).values("cell")
    Suggestion.objects.filter(person=drop.pk, state=SuggestionState.WAITING, cell__in=twice).delete()
    Suggestion.objects.filter(person=drop.pk).update(person=merged)
    return merged
