"""Verbs about the plan to consolidate a village."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.models import Locality
from taonguon.plans.consolidation import stands_together
from taonguon.plans.consolidation_models import ConsolidationPlan, Way
from taonguon.plans.elections import refuse_too_far
from taonguon.rules.refusal import RefusedError


@transaction.atomic
def plan_consolidation(village: Locality, way: Way, by: date, *, actor: Any, today: date) -> ConsolidationPlan:
    """Plan by when and how a village is consolidated; what was planned before stays on record."""
    Locality.objects.select_for_update().get(pk=village.pk)
    if by < today:
        raise RefusedError("by", _("Ngày %(day)s đã qua; cần một ngày từ hôm nay trở đi.") % {"day": f"{by:%d/%m/%Y}"})
    refuse_too_far("by", by, today)
    cell = stands_together(village.pk, today)
    if cell is None:
        raise RefusedError("", _("Thôn này chưa có chi bộ riêng hoặc chi bộ ghép; chưa lập kế hoạch được."))
    if cell.done:
        raise RefusedError("", _("Bí thư chi bộ đã là trưởng thôn; không cần lập kế hoạch nữa."))
    old = ConsolidationPlan.objects.filter(village=village, until__isnull=True).first()
    if old is not None:
        if (old.way, old.by) == (way, by):
            return old
        _end(old, today)
    made = ConsolidationPlan.objects.create(village=village, way=way, by=by, since=today)
    record(actor, "consolidation.planned", village, plan=made.pk, way=str(way), by=by.isoformat())
    return made


@transaction.atomic
def drop_plan(plan: ConsolidationPlan, *, actor: Any, today: date) -> None:
    """Plan it no more; refused where that was done already."""
    row = ConsolidationPlan.objects.select_for_update().get(pk=plan.pk)
    if row.until is not None:
        raise RefusedError("", _("Kế hoạch này đã được bỏ hoặc thay; hãy mở lại trang."))
    _end(row, today)
    record(actor, "consolidation.dropped", row.village, plan=row.pk)


def _end(row: ConsolidationPlan, today: date) -> None:
    row.until = max(today, row.since)
    row.save(update_fields=["until"])
