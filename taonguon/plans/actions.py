"""Verbs about the Scheme's goals."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.plans.models import CoverageGoal, GoalPosts, Scheme
from taonguon.rules.coverage import Goal
from taonguon.rules.refusal import RefusedError


@dataclass(frozen=True, slots=True)
class GoalSpan:
    """From which day to which a goal counts, and the document or Scheme that says so."""

    since: date
    until: date | None = None
    source: str = ""
    scheme: Scheme | None = None


@transaction.atomic
def set_goal(organisation: Organisation, posts: GoalPosts, goal: Goal, span: GoalSpan, *, actor: Any) -> CoverageGoal:
    """Set a goal for a unit and all below it; refused where one for the same posts counts on those days."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _check_share(goal.percent)
    if span.until is not None and span.until <= span.since:
        raise RefusedError(
            "until",
            _("Ngày kết thúc %(until)s không sau ngày bắt đầu %(since)s; cần một ngày sau đó.")
            % {"until": f"{span.until:%d/%m/%Y}", "since": f"{span.since:%d/%m/%Y}"},
        )
    _check_overlap(organisation, posts, span)
    made = CoverageGoal.objects.create(
        organisation=organisation,
        posts=posts,
        percent=goal.percent,
        more_than=goal.more_than,
        since=span.since,
        until=span.until,
        source=span.source.strip(),
        scheme=span.scheme,
    )
    record(
        actor,
        "goal.set",
        organisation,
        goal=made.pk,
        posts=str(posts),
        share=str(goal),
        since=span.since.isoformat(),
        until=span.until.isoformat() if span.until else None,
    )
    return made


@transaction.atomic
def end_goal(goal: CoverageGoal, until: date, *, actor: Any) -> CoverageGoal:
    """Let a goal count no more from a day on."""
    row = CoverageGoal.objects.select_for_update().get(pk=goal.pk)
    if row.until is not None:
        raise RefusedError("until", _("Mục tiêu này đã có ngày kết thúc %(day)s.") % {"day": f"{row.until:%d/%m/%Y}"})
    if until <= row.since:
        raise RefusedError(
            "until",
            _("Ngày kết thúc %(until)s không sau ngày bắt đầu %(since)s; cần một ngày sau đó.")
            % {"until": f"{until:%d/%m/%Y}", "since": f"{row.since:%d/%m/%Y}"},
        )
    row.until = until
    row.save(update_fields=["until"])
    record(actor, "goal.ended", row.organisation, goal=row.pk, posts=row.posts, until=until.isoformat())
    return row


@transaction.atomic
def change_goal(goal: CoverageGoal, wanted: Goal, since: date, *, actor: Any, source: str = "") -> CoverageGoal:
    """Let another share count from a day on. Up to that day the old one stays as it was.

    From the very first day of the old one it was entered wrongly: it is set aside, and stays on record.
    """
    row = CoverageGoal.objects.select_for_update().get(pk=goal.pk)
    _check_share(wanted.percent)
    if not row.standing or row.replaced_by_id is not None:
        raise RefusedError("", _("Mục tiêu này đã được đổi; hãy mở lại trang."))
    if (row.percent, row.more_than) == (wanted.percent, wanted.more_than):
        raise RefusedError("percent", _("Mức này bằng mức đang áp dụng; không có gì để đổi."))
    if since < row.since or (row.until is not None and since >= row.until):
        raise RefusedError(
            "since",
            _("Ngày %(day)s nằm ngoài thời gian của mục tiêu, từ %(since)s đến trước %(until)s.")
            % {
                "day": f"{since:%d/%m/%Y}",
                "since": f"{row.since:%d/%m/%Y}",
                "until": f"{row.until:%d/%m/%Y}" if row.until else "…",
            },
        )
    made = CoverageGoal.objects.create(
        organisation_id=row.organisation_id,
        posts=row.posts,
        percent=wanted.percent,
        more_than=wanted.more_than,
        since=since,
        until=row.until,
        source=source.strip() or row.source,
        scheme_id=row.scheme_id,
    )
    was, row.replaced_by = Goal(row.percent, row.more_than), made
    if since == row.since:
        row.standing = False
    else:
        row.until = since
    row.save(update_fields=["until", "standing", "replaced_by"])
    record(
        actor,
        "goal.changed",
        row.organisation,
        goal=made.pk,
        posts=row.posts,
        was=str(was),
        share=str(wanted),
        since=since.isoformat(),
    )
    return made


def _check_share(percent: Decimal) -> None:
    if not 0 < percent <= 100:
        raise RefusedError(
            "percent", _("Tỷ lệ %(percent)s không nằm giữa 0 và 100; cần một số như 60.") % {"percent": percent}
        )


def _check_overlap(organisation: Organisation, posts: GoalPosts, span: GoalSpan) -> None:
    same = CoverageGoal.objects.filter(organisation=organisation, posts=posts, standing=True)
    clash = same.filter(Q(until__isnull=True) | Q(until__gt=span.since))
    if span.until is not None:
        clash = clash.filter(since__lt=span.until)
    found = clash.order_by("since").first()
    if found is None:
        return
    goal = Goal(found.percent, found.more_than)
    raise RefusedError(
        "since",
        _("Từ %(since)s đã có mục tiêu %(goal)s cho chức danh này; hãy kết thúc mục tiêu đó trước.")
        % {"since": f"{found.since:%d/%m/%Y}", "goal": goal},
    )
