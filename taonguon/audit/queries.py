"""Reading the trail."""

from collections.abc import Iterator

from django.db.models import Model, QuerySet

from taonguon.audit.actions import content_of, digest_of
from taonguon.audit.models import Entry, Head


def history_of(subject: Model) -> QuerySet[Entry]:
    """Give the entries about one row, newest first."""
    return entries_about(subject._meta.label_lower, subject.pk)


def entries_about(subject_type: str, subject_id: int) -> QuerySet[Entry]:
    """Give the entries about one row by its type and id, newest first."""
    return Entry.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-pk")


def every_entry() -> QuerySet[Entry]:
    """Give the whole trail, for a page that narrows it to what its reader may see."""
    return Entry.objects.all()


def breaks_in_the_chain() -> Iterator[str]:
    """Re-walk the whole chain and say where it does not hold; nothing where all is well."""
    previous, length = "", 0
    for entry in Entry.objects.order_by("pk").iterator():
        if entry.previous != previous or entry.digest != digest_of(previous, content_of(entry)):
            yield f"entry {entry.pk} does not follow from the entry before it"
        previous, length = entry.digest, length + 1
    head = Head.objects.filter(pk=1).first()
    if (head.digest if head else "", head.length if head else 0) != (previous, length):
        yield "the chain's end is not where its head says"
