"""Verbs about who comes to a class: proposals of cells, agreement of committees, places, waiting, withdrawal."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.classes.enums import Audience, NeededFor, Outcome, Seat, Wish, Withdrawn
from taonguon.classes.models import Course, CourseKind, Enrolment, Proposal
from taonguon.orgs.models import Organisation
from taonguon.people.models import Certificate, Person
from taonguon.rules.refusal import RefusedError

# Proposals.


@transaction.atomic
def propose(
    person: Person,
    kind: CourseKind,
    cell: Organisation,
    *,
    actor: Any,
    today: date,
    needed_by: date | None = None,
    needed_for: str = "",
) -> Proposal:
    """Propose to send somebody to a class; once while the proposal waits."""
    Person.objects.select_for_update().get(pk=person.pk)
    if Proposal.objects.filter(person=person, kind=kind, state__in=(Wish.PROPOSED, Wish.AGREED)).exists():
        raise RefusedError("person", _("%(name)s đã được đề nghị cử đi học lớp này.") % {"name": person.name})
    running = Enrolment.objects.filter(
        person=person, course__kind=kind, seat__in=(Seat.ENROLLED, Seat.WAITING), outcome=Outcome.OPEN,
        course__cancelled_on__isnull=True,
    ).first()  # fmt: skip
    if running is not None:
        raise RefusedError("person", _("%(name)s đã có tên trong một lớp.") % {"name": person.name})
    if needed_by is not None and needed_by < today:
        raise RefusedError("needed_by", _("Hạn %(day)s đã qua.") % {"day": f"{needed_by:%d/%m/%Y}"})
    made = Proposal.objects.create(
        person=person, kind=kind, cell=cell, made_on=today, needed_by=needed_by,
        needed_for=NeededFor(needed_for), recorded_by=actor,
    )  # fmt: skip
    record(actor, "learner.proposed", made, person=person.pk, kind=kind.code, cell=cell.pk)
    return made


@transaction.atomic
def decide_proposals(proposals: Sequence[Proposal], state: Wish, *, actor: Any, today: date) -> int:
    """Let a committee agree to proposals or leave them for later, or a cell withdraw its own; give how many changed."""
    rows = list(Proposal.objects.select_for_update().filter(pk__in=[p.pk for p in proposals]).order_by("pk"))
    changed = 0
    for row in rows:
        if row.state not in {Wish.PROPOSED, Wish.AGREED} or row.state == state:
            continue
        was, row.state, row.decided_on = row.state, state, today
        row.save(update_fields=["state", "decided_on"])
        record(actor, "learner.proposal-decided", row, person=row.person_id, was=was, now=str(state))
        changed += 1
    return changed


# Places.


@transaction.atomic
def enrol(
    course: Course,
    person: Person,
    *,
    actor: Any,
    today: date,
    sender: Organisation | None = None,
    group: str = "",
) -> Enrolment:
    """Put somebody on the list of a class; where it is full, he waits for a place. Again after withdrawal is one row."""
    row = _open(course)
    known = Enrolment.objects.filter(course=row, person=person).first()
    if known is not None and known.seat != Seat.WITHDRAWN:
        raise RefusedError("person", _("%(name)s đã có tên trong lớp này.") % {"name": person.name})
    seat = Seat.WAITING if is_full(row) else Seat.ENROLLED
    made = known or Enrolment(course=row, person=person)
    made.seat, made.since, made.withdrawn_on, made.withdrawn = seat, today, None, ""
    made.sender, made.group = sender or made.sender, Audience(group or made.group)
    made.save()
    waiting = Proposal.objects.filter(of_same_worth(row.kind), person=person, state__in=(Wish.PROPOSED, Wish.AGREED))
    waiting.update(state=Wish.ENROLLED, decided_on=today)
    record(actor, "learner.enrolled", made, person=person.pk, course=row.pk, seat=str(seat))
    return made


@transaction.atomic
def withdraw(enrolment: Enrolment, because: Withdrawn, *, actor: Any, today: date) -> Enrolment | None:
    """Take somebody off the list of a class, with a reason of the closed list; give who moved up into the place."""
    course = _open(enrolment.course)
    row = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if row.seat == Seat.WITHDRAWN:
        raise RefusedError("", _("Người này đã rút khỏi lớp trước đó."))
    if row.certificate_id is not None:
        raise RefusedError("", _("Người này đã được cấp giấy chứng nhận của lớp."))
    row.seat, row.withdrawn, row.withdrawn_on = Seat.WITHDRAWN, because, today
    row.save(update_fields=["seat", "withdrawn", "withdrawn_on"])
    record(actor, "learner.withdrawn", row, person=row.person_id, course=course.pk, because=str(because))
    return _move_up(course, actor) if today <= course.until else None


def _move_up(course: Course, actor: Any) -> Enrolment | None:
    """Give the free place to the one who has waited longest."""
    first = course.enrolments.filter(seat=Seat.WAITING).order_by("since", "pk").first()
    if first is None or is_full(course):
        return None
    first.seat = Seat.ENROLLED
    first.save(update_fields=["seat"])
    record(actor, "learner.moved-up", first, person=first.person_id, course=course.pk)
    return first


def give_back(course: Course, on: date, *, actor: Any) -> int:
    """Let the agreed proposals wait again whose people had a place in a class that is cancelled; give how many."""
    lost = course.enrolments.filter(seat__in=(Seat.ENROLLED, Seat.WAITING), outcome=Outcome.OPEN)
    days = dict(lost.values_list("person_id", "since"))
    waiting = Proposal.objects.filter(person__in=days, state__in=(Wish.PROPOSED, Wish.AGREED))
    again = set(waiting.values_list("person_id", "kind_id"))
    taken = Proposal.objects.select_for_update().filter(
        of_same_worth(course.kind), person__in=days, state=Wish.ENROLLED
    )
    count = 0
    for row in taken.order_by("-pk"):
        if row.decided_on != days[row.person_id] or (row.person_id, row.kind_id) in again:
            continue  # a place in another class, or proposed anew since
        again.add((row.person_id, row.kind_id))
        row.state, row.decided_on = Wish.AGREED, on
        row.save(update_fields=["state", "decided_on"])
        record(actor, "learner.proposal-decided", row, person=row.person_id, was=Wish.ENROLLED, now=str(row.state))
        count += 1
    return count


def is_full(course: Course) -> bool:
    """Say whether every place of a class is taken."""
    if course.capacity is None:
        return False
    return course.enrolments.filter(seat=Seat.ENROLLED).count() >= course.capacity


def _open(course: Course) -> Course:
    """Lock a class, so that of two who take its last place one waits; refuse a cancelled one."""
    row = Course.objects.select_for_update(of=("self",)).select_related("kind").get(pk=course.pk)
    if row.cancelled_on is not None:
        raise RefusedError("", _("Lớp này đã hủy ngày %(day)s.") % {"day": f"{row.cancelled_on:%d/%m/%Y}"})
    return row


def of_same_worth(kind: CourseKind, prefix: str = "kind") -> Q:
    """Give the condition: a kind of class whose certificate counts as the same, or this very kind."""
    return Q(**{f"{prefix}__certifies": kind.certifies}) if kind.certifies else Q(**{prefix: kind})


def still_certified(people: Sequence[int], kind: CourseKind) -> dict[int, Certificate]:
    """Give person -> the newest certificate of what a kind of class certifies, whether it still counts or not."""
    rows = Certificate.objects.filter(person_id__in=people, kind=kind.certifies, replaced_by__isnull=True)
    return {row.person_id: row for row in rows.order_by("issued_on", "pk")}
