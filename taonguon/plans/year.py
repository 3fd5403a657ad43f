"""Verbs about the year's plan: opening it, drafting targets, issuing the decision that sets or revises them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.orgs.queries import Map
from taonguon.plans.plan_enums import SUB_TARGETS, Measure
from taonguon.plans.plan_models import Decision, Target, YearPlan
from taonguon.plans.targets import Grid, last_of, targets_on, version_of
from taonguon.rules.refusal import RefusedError

FIRST_YEAR, YEARS_AHEAD = 1990, 2
TARGET_MAX = 30_000


@transaction.atomic
def open_plan(unit: Organisation, year: int, *, actor: Any, today: date) -> YearPlan:
    """Give the plan of a unit for a year, made now where there is none."""
    if not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        raise RefusedError(
            "year",
            _("Năm %(year)s không nằm giữa %(first)s và %(last)s.")
            % {"year": year, "first": FIRST_YEAR, "last": today.year + YEARS_AHEAD},
        )
    made, new = YearPlan.objects.get_or_create(unit=unit, year=year)
    if new:
        record(actor, "plan.opened", made, unit=unit.pk, year=year)
    return made


class DraftMovedError(RefusedError):
    """The draft was saved, dropped or issued since the form was opened."""


def _unmoved(plan: YearPlan, seen: str | None) -> None:
    """Refuse where the plan is no more as it was when the form was opened; None: nobody looked."""
    if seen is None or seen == version_of(plan):
        return
    last = last_of(plan)
    if last is None:
        said = _("Dự thảo đã bị bỏ ở nơi khác.")
    else:
        given = {
            "who": last.recorded_by or "taonguon", "number": last.number,
            "at": f"{timezone.localtime(last.saved_at):%H:%M %d/%m/%Y}" if last.saved_at else "",
        }  # fmt: skip
        said = (
            _("Chỉ tiêu đã được %(who)s ban hành lúc %(at)s theo quyết định %(number)s, hoặc dự thảo đã bị bỏ.")
            if last.signed_on
            else _("Dự thảo vừa được %(who)s sửa lúc %(at)s.")
        ) % given
    raise DraftMovedError("", said + " " + _("Các số vừa ghi còn nguyên trong bảng; ô nào khác thì ghi cả số kia ở bên cạnh. Lưu lần nữa là lấy số trong ô."))  # fmt: skip


@transaction.atomic
def draft(
    plan: YearPlan, grid: Grid, units: Map, *, actor: Any, reasons: Mapping[int, str] | None = None,
    seen: str | None = None, kept: Mapping[str, object] | None = None,
) -> Decision:  # fmt: skip
    """Keep a draft of the targets; the one before is replaced. Only units directly below, and the plan's own.

    `seen`: the version the form was opened on; refused where there is another by now.
    """
    row = YearPlan.objects.select_for_update().get(pk=plan.pk)
    _unmoved(row, seen)
    node = units.organisations.get(row.unit_id)
    below = {child.pk for child in node.children} if node is not None else set()
    for (unit, measure), number in grid.items():
        if unit != row.unit_id and unit not in below:
            raise RefusedError("", _("Chỉ giao chỉ tiêu cho đơn vị trực thuộc trực tiếp."))
        if not 0 <= number <= TARGET_MAX:
            raise RefusedError(
                "", _("Chỉ tiêu %(number)s không nằm giữa 0 và %(most)s.") % {"number": number, "most": TARGET_MAX}
            )
        if measure != Measure.TOTAL and number > grid.get((unit, Measure.TOTAL), 0):
            name = found.name if (found := units.organisations.get(unit)) else ""
            raise RefusedError(
                "",
                _("%(unit)s: %(measure)s %(number)s lớn hơn tổng số %(total)s.")
                % {
                    "unit": name,
                    "measure": Measure(measure).label.lower(),
                    "number": number,
                    "total": grid.get((unit, Measure.TOTAL), 0),
                },
            )
    made, _new = Decision.objects.get_or_create(plan=row, signed_on=None, defaults={"recorded_by": actor})
    made.recorded_by, made.version = actor, made.version + 1
    if kept is not None:
        made.kept = dict(kept)
    made.save(update_fields=["recorded_by", "version", "kept", "saved_at"])
    made.targets.all().delete()
    told = reasons or {}
    Target.objects.bulk_create(
        Target(
            decision=made, unit_id=unit, measure=measure, number=number,
            reason=told.get(unit, "")[:300] if measure == Measure.TOTAL else "",
        )
        for (unit, measure), number in sorted(grid.items())
    )  # fmt: skip
    record(actor, "plan.drafted", made, plan=row.pk, total=grid.get((row.unit_id, Measure.TOTAL), 0))
    return made


@transaction.atomic
def drop_draft(plan: YearPlan, *, actor: Any, seen: str | None = None) -> None:
    """Drop the draft of a plan."""
    row = YearPlan.objects.select_for_update().get(pk=plan.pk)
    _unmoved(row, seen)
    found = row.decisions.filter(signed_on__isnull=True).first()
    if found is not None:
        record(actor, "plan.draft-dropped", found, plan=row.pk)
        found.delete()


@transaction.atomic
def issue(plan: YearPlan, number: str, signed_on: date, *, actor: Any, today: date, about: str = "") -> Decision:
    """Issue the draft as a decision: refused where it does not add up. What an earlier decision said stays on record."""
    row = YearPlan.objects.select_for_update().get(pk=plan.pk)
    made = row.decisions.select_for_update().filter(signed_on__isnull=True).first()
    if made is None:
        raise RefusedError("", _("Không còn dự thảo nào; có thể đã được ban hành, hãy mở lại trang."))
    if signed_on > today:
        raise RefusedError("signed_on", _("Ngày %(day)s còn ở phía trước.") % {"day": f"{signed_on:%d/%m/%Y}"})
    last = row.decisions.filter(signed_on__isnull=False).order_by("-signed_on").first()
    if last is not None and last.signed_on is not None and signed_on <= last.signed_on:
        raise RefusedError(
            "signed_on",
            _("Quyết định trước ký ngày %(day)s; quyết định điều chỉnh phải sau ngày đó.")
            % {"day": f"{last.signed_on:%d/%m/%Y}"},
        )
    if not number.strip():
        raise RefusedError("number", _("Hãy ghi số của quyết định."))
    if last is not None and not about.strip():
        raise RefusedError("about", _("Hãy ghi lý do điều chỉnh chỉ tiêu."))
    if wrong := differences({(t.unit_id, t.measure): t.number for t in made.targets.all()}, row.unit_id):
        measure, shared, total = wrong[0]
        raise RefusedError(
            "",
            _("%(measure)s: giao cho các đơn vị %(shared)s, tổng chỉ tiêu %(total)s; hai số phải bằng nhau.")
            % {"measure": Measure(measure).label, "shared": shared, "total": total},
        )
    made.number, made.signed_on, made.about, made.recorded_by = number.strip(), signed_on, about.strip(), actor
    made.save(update_fields=["number", "signed_on", "about", "recorded_by", "saved_at"])
    was = {f"{u}/{m}": n for (u, m), n in targets_on(row, signed_on, before=made).items()}
    record(actor, "plan.issued", made, plan=row.pk, number=made.number, on=signed_on.isoformat(), was=was)
    return made


def differences(grid: Grid, top: int) -> list[tuple[str, int, int]]:
    """Give (measure, sum of the units, total) where a grid does not add up; a measure nobody set adds up."""
    out = []
    for measure in (Measure.TOTAL, *SUB_TARGETS):
        shared = sum(number for (unit, m), number in grid.items() if m == measure and unit != top)
        total = grid.get((top, measure), 0)
        if shared != total:
            out.append((str(measure), shared, total))
    return out
