"""Two rows of one person made one: classes and certificates go with him."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.merging import merge_with_cases
from taonguon.classes.enums import Wish
from taonguon.classes.models import Enrolment, Proposal
from taonguon.people.models import Certificate, Person
from taonguon.rules.refusal import RefusedError


def share_a_class(people: Iterable[int]) -> bool:
    """Say whether two of some people stand in one class: then which place is right is for people to say."""
    courses = Enrolment.objects.filter(person__in=list(people)).values_list("course_id", flat=True)
    return any(times > 1 for times in Counter(courses).values())


@transaction.atomic
def merge_with_classes(keep: Person, drop: Person, *, actor: Any) -> Person:
    """Make two rows of one person one, with the ledger and the classes of both.

    Refused where both stand in one class: which of the two places is right is for people to say.
    """
    courses = Enrolment.objects.filter(person=keep).values("course")
    if Enrolment.objects.filter(person=drop, course__in=courses).exists():
        raise RefusedError(
            "", _("Cả hai dòng đều có tên trong cùng một lớp; hãy rút dòng ghi nhầm khỏi lớp rồi mới gộp.")
        )
    merged = merge_with_cases(keep, drop, actor=actor)
    Enrolment.objects.filter(person=drop.pk).update(person=merged)
    Certificate.objects.filter(person=drop.pk).update(person=merged)
    waiting = Proposal.objects.filter(state__in=(Wish.PROPOSED, Wish.AGREED))
    twice = waiting.filter(person=merged).values("kind")
    waiting.filter(person=drop.pk, kind__in=twice).update(state=Wish.WITHDRAWN)
    Proposal.objects.filter(person=drop.pk).update(person=merged)
    return merged
