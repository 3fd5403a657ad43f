"""Verbs about membership: a person is admitted, recognised, moves to another cell, is a member no longer."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.audit.queries import history_of
from taonguon.orgs.models import Organisation
from taonguon.people.actions import rewrite_activities
from taonguon.people.enums import EndReason
from taonguon.people.models import Membership, Person
from taonguon.rules.membership import Stay
from taonguon.rules.refusal import RefusedError


def _stays(membership: Membership) -> list[Stay]:
    """Give where the member was active, standings joined: as `rewrite_activities` takes them."""
    out: list[Stay] = []
    for row in membership.activities.order_by("since"):
        if out and out[-1].cell == row.cell_id and out[-1].until == row.since:
            out[-1] = Stay(row.cell_id, out[-1].since, row.until)
        else:
            out.append(Stay(row.cell_id, row.since, row.until))
    return out


@transaction.atomic
def admit(
    person: Person,
    cell: Organisation,
    on: date,
    *,
    actor: Any,
    decided_on: date | None = None,
    number: str = "",
    received_on: date | None = None,
) -> Membership:
    """Make a person a probationary member of a cell from the day of the ceremony.

    Where the list of members knows him as admitted on that very day, that membership is the one meant.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if (known := Membership.objects.filter(person=person, end_reason="").first()) is not None:
        if known.admitted is not None and known.admitted.first <= on <= known.admitted.last:
            return known
        raise RefusedError(
            "",
            _("%(name)s đã là đảng viên, kết nạp ngày %(day)s theo danh sách đảng viên.")
            % {"name": person.name, "day": known.admitted or "–"},
        )
    made = Membership.objects.create(
        person=person,
        admitted_on=on,
        admitted_precision="d",
        decided_on=decided_on,
        decision_number=number,
        received_on=received_on,
    )
    rewrite_activities(made, [Stay(cell.pk, on)])
    record(actor, "membership.begun", person, cell=cell.pk, on=on.isoformat(), membership=made.pk)
    return made


@transaction.atomic
def recognise(
    person: Person, decided_on: date, *, official_on: date | None, actor: Any, number: str = ""
) -> Membership:
    """Make a probationary member official by the decision of a day; `official_on` is the end of the twelve months.

    Where the list of members knows of the decision of that very day, nothing is left to do.
    """
    row = Membership.objects.select_for_update().filter(person=person, end_reason="").first()
    if row is None:
        raise RefusedError("", _("%(name)s chưa là đảng viên dự bị.") % {"name": person.name})
    if row.recognised_on == decided_on:
        return row
    if row.recognised_on is not None:
        raise RefusedError(
            "",
            _("%(name)s đã được công nhận ngày %(day)s.")
            % {"name": person.name, "day": f"{row.recognised_on:%d/%m/%Y}"},
        )
    stays = _stays(row)
    row.recognised_on, row.recognition_number = decided_on, number
    if official_on is not None:
        row.official_on, row.official_precision = official_on, "d"
    row.save(update_fields=["recognised_on", "recognition_number", "official_on", "official_precision"])
    rewrite_activities(row, stays)
    record(
        actor,
        "membership.recognised",
        person,
        on=decided_on.isoformat(),
        official=official_on.isoformat() if official_on else None,
    )
    return row


def is_member(person: Person) -> bool:
    """Say whether the person's membership lasts."""
    return Membership.objects.filter(person=person, end_reason="").exists()


def is_member_by(person: Person, day: date) -> bool:
    """Say whether the person's membership lasts and began by a day, or nobody knows when."""
    return Membership.objects.filter(person=person, end_reason="").exclude(admitted_on__gt=day).exists()


def _standing(person: Person) -> Membership:
    row = Membership.objects.select_for_update().filter(person=person, end_reason="").first()
    if row is None:
        raise RefusedError("", _("%(name)s không phải là đảng viên.") % {"name": person.name})
    return row


@transaction.atomic
def end_membership(person: Person, because: EndReason, on: date, *, actor: Any) -> Membership:
    """End a membership from a day on; what it was until then stays."""
    row = _standing(person)
    begun = row.admitted_on
    if begun is not None and on <= begun:
        raise RefusedError(
            "on",
            _("Ngày %(day)s không sau ngày kết nạp %(begun)s.")
            % {"day": f"{on:%d/%m/%Y}", "begun": f"{begun:%d/%m/%Y}"},
        )
    stays = _stays(row)
    row.ended_on, row.ended_precision, row.end_reason = on, "d", because
    row.save(update_fields=["ended_on", "ended_precision", "end_reason"])
    rewrite_activities(row, stays)
    record(actor, "membership.ended", person, because=str(because), on=on.isoformat(), membership=row.pk)
    return row


@transaction.atomic
def transfer(person: Person, cell: Organisation, on: date, *, actor: Any) -> Membership:
    """Let a member be active in another cell from a day on."""
    row = _standing(person)
    stays = _stays(row)
    last = stays[-1] if stays else None
    if last is not None and last.cell == cell.pk:
        return row
    if last is not None and last.since is not None and on <= last.since:
        raise RefusedError(
            "on",
            _("Ngày chuyển %(day)s không sau ngày bắt đầu sinh hoạt ở chi bộ cũ %(since)s.")
            % {"day": f"{on:%d/%m/%Y}", "since": f"{last.since:%d/%m/%Y}"},
        )
    before = [Stay(last.cell, last.since, min(last.until or on, on))] if last is not None else []
    rewrite_activities(row, [*stays[:-1], *before, Stay(cell.pk, on)])
    record(actor, "membership.transferred", person, cell=cell.pk, on=on.isoformat(), membership=row.pk)
    return row


@transaction.atomic
def correct_day(
    person: Person, column: str, was: date | None, now: date | None, *, official_on: date | None, actor: Any
) -> bool:
    """Put right the day of an act of membership (admitted_on, recognised_on, ended_on), where the membership tells it
    as it stood; say whether it does.

    Refused without a new day: an admission, a recognition or an end is not taken back like an entry in a list.
    """
    row = Membership.objects.select_for_update().filter(person=person, **{column: was}).order_by("-pk").first()
    if was is None or row is None:
        return False
    if now is None:
        raise RefusedError(
            "on", _("Việc này đã thành mốc đảng viên của %(name)s; hãy cho ngày đúng.") % {"name": person.name}
        )
    stays = _stays(row)
    if column == "admitted_on" and stays and stays[0].since == was:
        stays[0] = Stay(stays[0].cell, now, stays[0].until)
    if column == "ended_on" and stays and stays[-1].until == was:
        stays[-1] = Stay(stays[-1].cell, stays[-1].since, now)
    setattr(row, column, now)
    if row.official_on is not None and official_on is not None and row.official_precision == "d":
        row.official_on = official_on
    days = [day for day in (row.admitted_on, row.recognised_on, row.ended_on) if day is not None]
    if days != sorted(days):
        raise RefusedError("on", _("Ngày này làm các mốc kết nạp, công nhận, ra khỏi Đảng sai thứ tự."))
    row.save(update_fields=[column, "official_on"])
    rewrite_activities(row, stays)
    record(actor, "membership.corrected", person, was={column: was.isoformat()}, now={column: now.isoformat()})
    return True


@transaction.atomic
def unadmit(person: Person, on: date, *, reason: str, actor: Any) -> bool:
    """Take back an admission of a day that was recorded here by mistake; say whether there was one. The trail keeps it.

    Refused where the list of members knows of it, or where something later rests on it.
    """
    row = Membership.objects.select_for_update().filter(person=person, admitted_on=on).order_by("-pk").first()
    if row is None:
        return False
    if not history_of(person).filter(verb="membership.begun", data__membership=row.pk).exists():
        raise RefusedError(
            "on",
            _("%(name)s đã là đảng viên theo danh sách đảng viên; hãy cho ngày đúng, hoặc sửa trong danh sách đảng viên.")
            % {"name": person.name},
        )  # fmt: skip
    stays = _stays(row)
    _refuse_rested_on(row, stays)
    cells = [stay.cell for stay in stays]
    pk = row.pk
    row.delete()
    record(
        actor, "membership.undone", person, cell=cells[0] if cells else None, on=on.isoformat(), membership=pk,
        reason=reason,
    )  # fmt: skip
    return True


def _refuse_rested_on(row: Membership, stays: list[Stay]) -> None:
    """Refuse to take back a membership after which something else happened."""
    why = ""
    if row.recognised_on is not None or row.official_on is not None:
        why = _("đã được công nhận chính thức")
    elif row.card_number:
        why = _("đã được phát thẻ đảng")
    elif row.end_reason:
        why = _("đã ra khỏi Đảng sau đó")
    elif len(stays) > 1:
        why = _("đã chuyển sinh hoạt sang chi bộ khác")
    if why:
        raise RefusedError(
            "on",
            _("Không bỏ được: sau ngày này %(name)s %(why)s.") % {"name": row.person.name, "why": why},
        )


@transaction.atomic
def reinstate(person: Person, because: EndReason, on: date, *, reason: str, actor: Any) -> bool:
    """Let a membership whose end of a day was recorded by mistake last on; say whether there was such an end."""
    rows = Membership.objects.select_for_update().filter(person=person)
    row = rows.filter(end_reason=because, ended_on=on).order_by("-pk").first()
    if row is None:
        return False
    if rows.filter(end_reason="").exists():
        raise RefusedError("on", _("Không bỏ được: %(name)s đã là đảng viên trở lại.") % {"name": person.name})
    stays = _stays(row)
    row.ended_on, row.ended_precision, row.end_reason = None, "", ""
    row.save(update_fields=["ended_on", "ended_precision", "end_reason"])
    rewrite_activities(row, [*stays[:-1], *(Stay(s.cell, s.since) for s in stays[-1:])])
    record(
        actor, "membership.reinstated", person, because=str(because), on=on.isoformat(), membership=row.pk,
        reason=reason,
    )  # fmt: skip
    return True


_FORMER = (EndReason.STRUCK_OFF, EndReason.EXPELLED, EndReason.LEFT)
"""Ends after which a person may only be readmitted; one who died or moved away is no former member here."""


def former_memberships(people: Iterable[int]) -> dict[int, list[Membership]]:
    """Give the memberships after which some people may only be readmitted, the earliest first: one query."""
    out: dict[int, list[Membership]] = {}
    rows = Membership.objects.filter(person__in=list(people), end_reason__in=_FORMER)
    for row in sorted(rows, key=lambda m: (m.admitted_on or m.ended_on or date.min, m.pk)):
        out.setdefault(row.person_id, []).append(row)
    return out
