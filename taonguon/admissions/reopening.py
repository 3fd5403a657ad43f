"""Taking back a closing that was recorded by mistake: the case is open again with all its acts."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from taonguon.accounts.enums import Role
from taonguon.admissions.actions import locked, refuse_other_than_cells
from taonguon.admissions.certificates import take_over
from taonguon.admissions.enums import LEFT_THE_LIST, Closed, Mistake, Stage
from taonguon.admissions.following import MEMBERSHIP_ENDS
from taonguon.admissions.models import Candidacy
from taonguon.admissions.settling import settle
from taonguon.audit.actions import record
from taonguon.orgs.access import Scope
from taonguon.people.enums import EndReason
from taonguon.people.memberships import is_member, reinstate
from taonguon.people.models import Membership, Person
from taonguon.rules.refusal import RefusedError


@transaction.atomic
def reopen(candidacy: Candidacy, because: Mistake, *, actor: Any, today: date) -> Candidacy:
    """Take back that a person was taken off the list; refused where something recorded later rests on it.

    A membership that ended with it lasts on. Who truly left and came back is listed anew instead.
    """
    Person.objects.select_for_update().get(pk=candidacy.person_id)
    row = locked(candidacy)
    if not row.closed:
        raise RefusedError("", _("Hồ sơ này đang mở."))
    if row.closed not in LEFT_THE_LIST:
        raise RefusedError("", _("Hồ sơ này không kết thúc do đưa ra khỏi danh sách; hãy sửa việc đã kết thúc hồ sơ."))
    _refuse_what_rests_on_it(row)
    refuse_other_than_cells(row.cell, today)
    off, off_on = row.closed, row.closed_on
    ended = ended_with(row)
    if ended is not None and off_on is not None:
        reinstate(row.person, ended, off_on, reason=str(because), actor=actor)
    row.closed, row.closed_on, row.reopened_on = "", None, today
    row.save(update_fields=["closed", "closed_on", "reopened_on"])
    record(
        actor, "candidacy.reopened", row, mistake=str(because), off=off, off_on=off_on.isoformat() if off_on else None
    )
    take_over([row.person_id], today, actor=actor)
    settle(row, today)
    return row


def _refuse_what_rests_on_it(row: Candidacy) -> None:
    """Refuse where the person's way went on after the closing: another case, or a membership of its own."""
    later = Q(closed_on__gte=row.closed_on) if row.closed_on is not None else Q(pk__gt=row.pk)
    since = Q(closed="") | Q(closed_on__isnull=True) | later
    if Candidacy.objects.filter(since, person=row.person_id).exclude(pk=row.pk).exists():
        raise RefusedError(
            "", _("Không bỏ được: sau đó %(name)s đã vào danh sách nguồn lần nữa.") % {"name": row.person.name}
        )
    if row.stage != Stage.PROBATION and is_member(row.person):
        raise RefusedError("", _("Không bỏ được: %(name)s đã là đảng viên.") % {"name": row.person.name})


def ended_with(row: Candidacy) -> EndReason | None:
    """Say how a membership ended that this closing ended with the case; None where it ended none."""
    ends = MEMBERSHIP_ENDS.get(Closed(row.closed)) if row.stage == Stage.PROBATION else None
    found = Membership.objects.filter(person=row.person_id, end_reason=ends or "-", ended_on=row.closed_on)
    return ends if ends is not None and found.exists() else None


def may_reopen(scope: Scope, row: Candidacy) -> bool:
    """Say whether a log-in that may take people off the list may take this back: a membership is the board's to restore."""
    return row.closed in LEFT_THE_LIST and (ended_with(row) is None or scope.may(frozenset({Role.BOARD}), row.cell_id))
