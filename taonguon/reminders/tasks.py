"""Reminders in the work list of the units they went to."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from taonguon.admissions.tasks import Task
from taonguon.orgs.access import Scope
from taonguon.reminders.access import own_units
from taonguon.reminders.models import IN_FORCE, Addressee


def tasks_of(scope: Scope, today: date) -> Iterable[Task]:  # noqa: ARG001 what waits does not depend on the day
    """Give what was asked of a log-in's own units and is not answered or done: one query, none without a unit."""
    own = own_units(scope)
    if not own:
        return []
    rows = Addressee.objects.filter(IN_FORCE, unit__in=own, done_on__isnull=True, answered_on__isnull=True)
    rows = rows.exclude(dispatch__unit=F("unit")).select_related("dispatch")
    return [
        Task(
            (
                _("Báo cáo số %(number)s về kết quả đôn đốc: xem xét, trả lời")
                if part.dispatch.report
                else _("Văn bản đôn đốc số %(number)s: thực hiện và trả lời")
            )
            % {"number": part.dispatch.reference},
            reverse("reminder", args=[part.dispatch_id]),
            part.dispatch.due_on,
        )
        for part in rows.order_by("dispatch__due_on", "pk")
    ]
