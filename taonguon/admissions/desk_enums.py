"""Codes of the board's desk, and of what waits in a case besides its next step."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HandOverKind(models.TextChoices):
    """What a line of the hand-over register says of a dossier."""

    RECEIVED = "received", _("Nhận hồ sơ")
    ASKED = "asked", _("Yêu cầu bổ sung")
    SUPPLEMENTED = "supplemented", _("Nhận bổ sung")
    APPRAISED = "appraised", _("Thẩm định xong")
    SUBMITTED = "submitted", _("Trình ban thường vụ")
    RETURNED = "returned", _("Trả lại hồ sơ")


class Matter(models.TextChoices):
    """What the dossier is about."""

    ADMISSION = "admission", _("kết nạp")
    RECOGNITION = "recognition", _("công nhận chính thức")


class ReturnReason(models.TextChoices):
    """Why a dossier goes back. None of them says anything about the person."""

    INCOMPLETE = "incomplete", _("Thiếu giấy tờ")
    FORM = "form", _("Giấy tờ chưa đúng mẫu, chưa đúng thể thức")
    ORDER = "order", _("Chưa đúng trình tự, thủ tục")
    EXPIRED = "expired", _("Giấy tờ đã hết giá trị, phải làm lại")
    AUTHORITY = "authority", _("Không thuộc thẩm quyền")
    COMMITTEE = "committee", _("Theo ý kiến của ban thường vụ")
    MOVED = "moved", _("Chuyển hồ sơ đến cấp ủy nơi mới")


class Desk(models.TextChoices):
    """Where a dossier stands at the board; empty for one that was never there, or whose decision was made."""

    IN = "in", _("Đã nhận, chưa thẩm định")
    ASKED = "asked", _("Chờ bổ sung")
    APPRAISED = "appraised", _("Đã thẩm định, chưa trình")
    SUBMITTED = "submitted", _("Đã trình ban thường vụ")
    RETURNED = "returned", _("Đã trả lại đơn vị")


AT_THE_BOARD = (Desk.IN, Desk.ASKED, Desk.APPRAISED, Desk.SUBMITTED)


class ErrandKind(models.TextChoices):
    """What may wait in a case besides its next step."""

    SUPPLEMENT = "supplement", _("Bổ sung giấy tờ cho ban tổ chức")
    NEW_HELPER = "new-helper", _("Phân công đảng viên giúp đỡ khác")
    NEW_INTRODUCER = "new-introducer", _("Phân công người giới thiệu khác")
    COMMENTS = "helper-comments", _("Nhận xét của đảng viên giúp đỡ")


ERRAND_CLOCKS = {
    ErrandKind.SUPPLEMENT: _("Hạn bổ sung"),
    ErrandKind.COMMENTS: _("Cần có trước khi chi bộ xét, chậm nhất"),
}
"""What the last day of an errand is called; one that has none is not here."""


class Unable(models.TextChoices):
    """Why a helper can help no longer. None of them speaks of his health, or of what he did."""

    MOVED = "moved", _("Đã chuyển sinh hoạt đi nơi khác")
    AWAY = "away", _("Đi làm ăn xa, vắng mặt lâu ngày")
    DUTY = "duty", _("Nhận nhiệm vụ khác")
    ENDED = "ended", _("Không còn sinh hoạt đảng")
    CELL = "cell", _("Theo nghị quyết chi bộ")
