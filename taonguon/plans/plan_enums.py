"""Codes of plans and their targets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    """What a target counts: all admissions of the year, or those of one group among them."""

    TOTAL = "total", _("Tổng số")
    WOMEN = "women", _("Nữ")
    MINORITY = "minority", _("Dân tộc thiểu số")
    YOUTH = "youth", _("Đoàn viên thanh niên")
    VILLAGE_POSTS = "village_posts", _("Chức danh thôn, khu")
    SCHOOLS = "schools", _("Trường học")
    ENTERPRISES = "enterprises", _("Doanh nghiệp")


SUB_TARGETS = tuple(measure for measure in Measure if measure is not Measure.TOTAL)
"""Groups within the total; one person may count in several."""
YOUTH_UNTIL = 30
"""Age of a member of the Youth Union, who may stay in it until the year he turns thirty."""
