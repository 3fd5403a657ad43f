"""Verbs about membership: a person is admitted, is recognised."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.people.actions import rewrite_activities
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
    """Make a person a probationary member of a cell from the day of the ceremony."""
    Person.objects.select_for_update().get(pk=person.pk)
    if Membership.objects.filter(person=person, end_reason="").exists():
        raise RefusedError("", _("%(name)s đã là đảng viên.") % {"name": person.name})
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
    """Make a probationary member official by the decision of a day; `official_on` is the end of the twelve months."""
    row = Membership.objects.select_for_update().filter(person=person, end_reason="").first()
    if row is None:
        raise RefusedError("", _("%(name)s chưa là đảng viên dự bị.") % {"name": person.name})
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
