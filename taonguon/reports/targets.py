"""Figures of the year's plan: how many each unit is to admit, and how far that is done."""

from datetime import date

from django.utils.translation import gettext as _

from taonguon.plans.plan_enums import SUB_TARGETS, Measure
from taonguon.plans.targets import Grid, targets_of
from taonguon.reports import counts
from taonguon.reports.day import JSON, Day
from taonguon.rules.coverage import share

_SHOWN = (Measure.TOTAL, Measure.WOMEN, Measure.MINORITY, Measure.YOUTH, Measure.VILLAGE_POSTS)
"""Measures that every plan of the office has; others are shown where somebody set them."""


def targets(day: Day) -> JSON:
    """Give the targets of the year that count on the day, and the admissions beside the total."""
    top = day.place.unit
    below = [*top.children] if top is not None else []
    grid = targets_of([unit.pk for unit in (*below, *([top] if top else []))], day.on.year, day.on)
    total = grid.get((top.pk, Measure.TOTAL), 0) if top is not None else 0
    first = date(day.on.year, 1, 1)
    this_year = counts.admitted_between(day.place, first, day.on).count()
    return {
        "definition": _(
            "Chỉ tiêu kết nạp của năm theo quyết định mới nhất đến ngày xem; số của đơn vị là số cấp trên giao, nếu cấp trên không giao thì là "
            "tổng đơn vị tự chia. Tỷ lệ = 100 × số lễ kết nạp / chỉ tiêu tổng, làm tròn hai số lẻ."
        ),
        "district": _row(grid, top.pk) if top is not None else {},
        "by_organisation": {unit.name: _row(grid, unit.pk) for unit in below if (unit.pk, Measure.TOTAL) in grid},
        "admitted_in_quarter_percent_of_target": share(len(day.admitted), total),
        "admitted_this_year_until_day": this_year,
        "admitted_this_year_percent_of_target": share(this_year, total),
    }


def _row(grid: Grid, unit: int) -> JSON:
    more = [m for m in SUB_TARGETS if m not in _SHOWN and grid.get((unit, m))]
    return {str(m): grid.get((unit, m), 0) for m in (*_SHOWN, *more)}
