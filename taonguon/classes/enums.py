"""Codes of classes, learners and attendance."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """For whom a class is, and to which group a learner belongs."""

    FARMERS = "farmers", _("Nông dân, đoàn viên, hội viên")
    COMMUNE_STAFF = "commune-staff", _("Cán bộ không chuyên trách cấp xã, thôn")
    CIVIL_SERVANTS = "civil-servants", _("Cán bộ, công chức, viên chức")
    ENLISTEES = "enlistees", _("Công dân chuẩn bị nhập ngũ")
    PUPILS = "pupils", _("Học sinh, sinh viên")
    WORKERS = "workers", _("Người lao động trong doanh nghiệp")
    FORCES = "forces", _("Lực lượng vũ trang")
    ALL = "", _("Nhiều đối tượng, hoặc chưa ghi")


class Part(models.TextChoices):
    """When in the day a session is."""

    MORNING = "morning", _("Buổi sáng")
    AFTERNOON = "afternoon", _("Buổi chiều")
    EVENING = "evening", _("Buổi tối")


class Seat(models.TextChoices):
    """Whether somebody on the list of a class has a place in it."""

    ENROLLED = "enrolled", _("Đã ghi danh")
    WAITING = "waiting", _("Chờ chỗ")
    WITHDRAWN = "withdrawn", _("Đã rút")


class Withdrawn(models.TextChoices):
    """Why a learner left the list. None of them says anything about what he thinks or wants."""

    BUSY = "busy", _("Bận việc, xin học khóa sau")
    ILL = "ill", _("Ốm đau")
    AWAY = "away", _("Đi xa")
    ENLISTED = "enlisted", _("Nhập ngũ sớm hơn")
    UNIT = "unit", _("Đơn vị cử người khác")
    ERROR = "error", _("Ghi nhầm")


class Outcome(models.TextChoices):
    """How a learner ended the class."""

    PASSED = "passed", _("Đạt")
    FAILED = "failed", _("Không đạt")
    DROPPED = "dropped", _("Bỏ học giữa chừng")
    OPEN = "", _("Chưa có kết quả")


class Presence(models.TextChoices):
    """What the register of attendance says of a learner at a session."""

    PRESENT = "present", _("Có mặt")
    ABSENT = "absent", _("Vắng")
    EXCUSED = "excused", _("Vắng có phép")


class Wish(models.TextChoices):
    """How far a proposal to send somebody to a class has come."""

    PROPOSED = "proposed", _("Chi bộ đã đề nghị")
    AGREED = "agreed", _("Đảng ủy đã đồng ý")
    ENROLLED = "enrolled", _("Đã có tên trong lớp")
    NOT_NOW = "not-now", _("Để đợt sau")
    WITHDRAWN = "withdrawn", _("Đã rút đề nghị")


class NeededFor(models.TextChoices):
    """Why a place is needed by a day."""

    ENLISTMENT = "enlistment", _("Trước ngày nhập ngũ")
    EXPIRY = "expiry", _("Giấy chứng nhận sắp hết hạn")
    CLASS_ONLY = "class-only", _("Chỉ còn thiếu lớp nhận thức")
    NONE = "", _("Không có hạn")
