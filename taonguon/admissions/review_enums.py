"""Codes of the monthly review of the list, and of what is suggested to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Where a suggestion comes from."""

    CELL = "cell", _("Chi bộ tự xem xét")
    MASS = "mass-organisation", _("Đoàn thể giới thiệu")
    SCHOOL = "school", _("Nhà trường giới thiệu")
    CLASS = "class", _("Lớp bồi dưỡng nhận thức")
    COMMUNE = "commune", _("Đảng ủy giới thiệu")


class Body(models.TextChoices):
    """Which mass organisation proposes."""

    FRONT = "front", _("Mặt trận Tổ quốc")
    YOUTH = "youth", _("Đoàn Thanh niên")
    WOMEN = "women", _("Hội Phụ nữ")
    FARMERS = "farmers", _("Hội Nông dân")
    VETERANS = "veterans", _("Hội Cựu chiến binh")
    UNION = "trade-union", _("Công đoàn")


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    WAITING = "waiting", _("Chờ chi bộ xem xét")
    LISTED = "listed", _("Đã đưa vào danh sách")
    NOT_NOW = "not-now", _("Chưa đưa vào danh sách")
    WITHDRAWN = "withdrawn", _("Nơi đề xuất đã rút")


class NotNow(models.TextChoices):
    """Why a suggested person is not listed now. None of them says anything about what he thinks or wants."""

    AGE = "age", _("Chưa đủ tuổi hoặc đã quá tuổi")
    AWAY = "away", _("Đang đi làm ăn xa hoặc đã chuyển đi")
    ELSEWHERE = "elsewhere", _("Chi bộ khác theo dõi")
    TWICE = "twice", _("Đề xuất trùng")
    UNCLEAR = "unclear", _("Thông tin nhân thân chưa đủ, cần đề xuất lại")


class RoundState(models.TextChoices):
    """How far the review of a cell's month has come."""

    SENT = "sent", _("Chờ đảng ủy xem xét")
    AGREED = "agreed", _("Đảng ủy đã xem xét, nhất trí")
    RETURNED = "returned", _("Đảng ủy trả lại, đề nghị chi bộ rà soát lại")


class Remark(models.TextChoices):
    """Why a committee gives a cell's review back."""

    DAY = "day", _("Ngày hoặc số nghị quyết chưa đúng")
    INCOMPLETE = "incomplete", _("Chưa xem xét hết người được đề xuất")
    HOLDERS = "holders", _("Chưa xem xét người giữ chức danh thôn")
    NEW = "new", _("Đề nghị xem lại người mới đưa vào")
    TAKEN_OFF = "taken-off", _("Đề nghị xem lại người đưa ra khỏi danh sách")


class Outcome(models.TextChoices):
    """What a cell resolved about a case in its review."""

    KEPT = "kept", _("Giữ lại")
    LISTED = "listed", _("Mới đưa vào")
    TAKEN_OFF = "taken-off", _("Đưa ra")
