"""Attendance, taken on devices that may be without a network: entries carry their own ids and are safe to send again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.classes.enums import Presence, Seat
from taonguon.classes.models import Enrolment, Mark, Session
from taonguon.rules.refusal import RefusedError


class Receipt(StrEnum):
    """What became of an entry; the device forgets it only when it has its receipt."""

    KEPT = "kept"
    KNOWN = "known"
    """Sent before; it is one entry."""
    DISPUTED = "disputed"
    """Somebody else had said otherwise in the meantime: kept aside for a person to decide."""
    UNKNOWN = "unknown"
    """No such learner at this session."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a device. `seen` is the standing presence the device knew when it was made; '' for none."""

    operation: UUID
    enrolment: int
    presence: Presence
    seen: str
    at: datetime


@transaction.atomic
def mark(session: Session, entries: Sequence[Entry], *, actor: Any) -> dict[UUID, Receipt]:
    """Take entries of attendance in the order they were made; give a receipt for each. Any may have been sent before."""
    Session.objects.select_for_update().get(pk=session.pk)
    learners = set(Enrolment.objects.filter(course=session.course_id, seat=Seat.ENROLLED).values_list("pk", flat=True))
    known = set(Mark.objects.filter(operation__in=[e.operation for e in entries]).values_list("operation", flat=True))
    standing = {m.enrolment_id: m for m in Mark.objects.filter(session=session, standing=True)}
    receipts: dict[UUID, Receipt] = {}
    for entry in entries:
        if entry.operation in known:
            receipts[entry.operation] = Receipt.KNOWN
        elif entry.enrolment not in learners:
            receipts[entry.operation] = Receipt.UNKNOWN
        else:
            known.add(entry.operation)
            receipts[entry.operation] = _take(session, entry, standing, actor)
    kept = sum(r in {Receipt.KEPT, Receipt.DISPUTED} for r in receipts.values())
    if kept:
        record(actor, "attendance.marked", session, course=session.course_id, entries=kept)
    return receipts


def _take(session: Session, entry: Entry, standing: dict[int, Mark], actor: Any) -> Receipt:
    before = standing.get(entry.enrolment)
    disputed = before is not None and before.presence not in {entry.seen, entry.presence}
    if before is not None and not disputed:
        before.standing = False
        before.save(update_fields=["standing"])
    made = Mark.objects.create(
        session=session, enrolment_id=entry.enrolment, presence=entry.presence, operation=entry.operation,
        marked_at=entry.at, recorded_by=actor, standing=not disputed, disputed=disputed,
    )  # fmt: skip
    if not disputed:
        standing[entry.enrolment] = made
    return Receipt.DISPUTED if disputed else Receipt.KEPT


@transaction.atomic
def settle_dispute(disputed: Mark, *, take: bool, actor: Any) -> None:
    """Decide between two entries that say otherwise of one learner: take the later one, or leave what stands."""
    row = Mark.objects.select_for_update().get(pk=disputed.pk)
    if not row.disputed:
        raise RefusedError("", _("Chỗ này đã được giải quyết trước đó."))
    if take:
        Mark.objects.filter(session=row.session_id, enrolment=row.enrolment_id, standing=True).update(standing=False)
        row.standing = True
    row.disputed = False
    row.save(update_fields=["standing", "disputed"])
    record(actor, "attendance.settled", row.session, enrolment=row.enrolment_id, taken=take)


@dataclass(frozen=True, slots=True)
class Attended:
    """How many sessions a learner was at, of those at which attendance was taken."""

    present: int
    taken: int
    planned: int

    def enough(self, percent: int) -> bool:
        """Say whether that is the share asked for, of all sessions planned; a class without sessions asks for none."""
        return self.present * 100 >= percent * self.planned


def attended(course_pk: int, enrolments: Iterable[int]) -> dict[int, Attended]:
    """Count attendance of some learners of a class in two queries."""
    planned = Session.objects.filter(course=course_pk).count()
    marks: dict[int, list[str]] = {pk: [] for pk in enrolments}
    rows = Mark.objects.filter(session__course=course_pk, standing=True).values_list("enrolment_id", "presence")
    for pk, presence in rows:
        if pk in marks:
            marks[pk].append(presence)
    return {pk: Attended(sum(p == Presence.PRESENT for p in found), len(found), planned) for pk, found in marks.items()}
