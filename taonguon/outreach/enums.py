"""Codes of the mass organisations' activities."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """What kind of activity it was."""

    MEETING = "meeting", _("Sinh hoạt chi hội, chi đoàn")
    TALK = "talk", _("Nói chuyện, học tập chuyên đề")
    CONTEST = "contest", _("Hội thi, giao lưu")
    VOLUNTEER = "volunteer", _("Tình nguyện, lao động công ích")
    VISIT = "visit", _("Thăm, gặp mặt hội viên, đoàn viên")
    OTHER = "other", _("Hoạt động khác")
