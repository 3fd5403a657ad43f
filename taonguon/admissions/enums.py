"""Codes of the procedure's ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far a candidacy has come: the furthest milestone reached, as the offices' registers count it."""

    RECOGNISED = "recognised", _("Quần chúng ưu tú, chưa phân công người giúp đỡ")
    HELPER = "helper", _("Đã phân công đảng viên giúp đỡ")
    CLASS = "class", _("Đã có giấy chứng nhận lớp nhận thức")
    DOSSIER = "dossier", _("Được phép làm hồ sơ, đang làm hoặc thẩm tra")
    CELL = "cell", _("Chi bộ đã ra nghị quyết đề nghị kết nạp")
    COMMITTEE = "committee", _("Đảng ủy cơ sở đã họp hoặc đã nộp hồ sơ")
    DECIDED = "decided", _("Đã có quyết định, chưa tổ chức lễ kết nạp")
    PROBATION = "probation", _("Đảng viên dự bị")
    OFFICIAL = "official", _("Đảng viên chính thức")


SOURCE_STAGES = (
    Stage.RECOGNISED, Stage.HELPER, Stage.CLASS, Stage.DOSSIER, Stage.CELL, Stage.COMMITTEE, Stage.DECIDED,
)  # fmt: skip
"""Stages before the ceremony: the source."""

STAGE_OF_ACT = {
    "listed": Stage.RECOGNISED, "helper-assigned": Stage.HELPER, "class-certificate": Stage.CLASS,
    "leave-to-begin": Stage.DOSSIER, "application": Stage.DOSSIER, "cv": Stage.DOSSIER, "cv-stamped": Stage.DOSSIER,
    "verification-requested": Stage.DOSSIER, "cv-verified": Stage.DOSSIER, "cv-certified": Stage.DOSSIER,
    "dossier": Stage.DOSSIER, "introductions": Stage.DOSSIER, "opinions": Stage.DOSSIER, "cell-resolution": Stage.CELL,
    "committee-resolution": Stage.COMMITTEE, "dossier-sent": Stage.COMMITTEE, "decision-issued": Stage.DECIDED,
    "decision-received": Stage.DECIDED, "ceremony": Stage.PROBATION, "recognition-decision": Stage.OFFICIAL,
}  # fmt: skip
"""The stage that each act reaches; acts that move nothing forward are not here."""


class Closed(models.TextChoices):
    """Why a candidacy is no longer open."""

    RECOGNISED = "recognised", _("Đã công nhận chính thức")
    ADMITTED = "admitted", _("Đã kết nạp (theo danh sách)")
    MOVED = "moved", _("Chuyển đi nơi khác")
    AWAY = "away", _("Đi làm ăn xa, không theo dõi được")
    OLD = "old", _("Quá tuổi hoặc không còn đủ điều kiện")
    ENLISTED = "enlisted", _("Nhập ngũ")
    DIED = "died", _("Từ trần")
    STRUCK_OFF = "struck-off", _("Xóa tên đảng viên dự bị")
    OTHER = "other", _("Lý do khác theo nghị quyết chi bộ")


LEFT_THE_LIST = frozenset({Closed.MOVED, Closed.AWAY, Closed.OLD, Closed.ENLISTED, Closed.DIED, Closed.OTHER})
"""Reasons for taking a person off the list. None of them says anything about what he thinks or wants."""


class Mistake(models.TextChoices):
    """Why it is taken back that somebody was taken off the list. None of them says anything about the person."""

    PERSON = "person", _("Ghi nhầm người")
    NOT_SO = "not-so", _("Không có việc đó; tin báo chưa đúng")
    UNRESOLVED = "unresolved", _("Chi bộ chưa ra nghị quyết")
    LIST = "list", _("Danh sách đã nạp ghi sai")


class PaperState(models.TextChoices):
    """What the ledger says of a paper."""

    HAS = "has", _("Có")
    HAS_NOT = "has-not", _("Chưa có")
    REDO = "redo", _("Phải làm lại")
    NOT_NEEDED = "not-needed", _("Không cần")


class Ballot(models.TextChoices):
    """How a meeting voted: as it chose, for all alike."""

    SECRET = "secret", _("Bỏ phiếu kín")
    CARD = "card", _("Biểu quyết giơ thẻ")


class StrikeGround(models.TextChoices):
    """Why a probationary member is struck off, in the words of the texts; nothing about what he thinks."""

    UNFIT = "unfit", _("Không đủ tư cách đảng viên theo kết luận của chi bộ (Điều lệ Đảng, Điều 5)")
    INACTIVE = "inactive", _("Bỏ sinh hoạt hoặc không đóng đảng phí ba tháng mà không có lý do chính đáng")
    CANCELLED = "cancelled", _("Kết nạp không đúng tiêu chuẩn, điều kiện; quyết định kết nạp bị hủy")
    OTHER = "other", _("Lý do khác theo nghị quyết chi bộ")
