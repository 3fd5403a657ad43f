"""Codes of reminders: what they are about, what they ask for, how they end. All lists are closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Matter(models.TextChoices):
    """What a unit may be reminded of. There is no register of reports, so reports not in are none of these."""

    OVERDUE = "overdue", _("Hồ sơ có bước quá hạn")
    LAPSED = "lapsed", _("Giấy chứng nhận đã hết giá trị")
    REVIEW = "review", _("Chi bộ chưa rà soát nguồn")
    PACE = "pace", _("Kết nạp chậm hơn nhịp thường lệ")


class Kind(models.TextChoices):
    """To whom a dispatch goes."""

    SINGLE = "single", _("Gửi một đơn vị")
    CIRCULAR = "circular", _("Gửi chung nhiều đơn vị")
    ESCALATION = "escalation", _("Báo cáo cấp trên")


class Ask(models.TextChoices):
    """What a dispatch asks for. The labels stand on the paper as they are."""

    OVERDUE = "overdue", _("Rà soát từng hồ sơ có bước quá hạn, thực hiện ngay bước còn thiếu; bước chưa thực hiện được thì ghi rõ trong sổ theo dõi")  # fmt: skip
    LAPSED = "lapsed", _("Rà soát người có giấy chứng nhận đã hết giá trị, đề nghị cho học lại nếu còn đủ điều kiện")
    REVIEW = "review", _("Chỉ đạo các chi bộ rà soát danh sách nguồn theo nghị quyết hằng tháng và ghi kết quả vào sổ")
    PACE = "pace", _("Phân công đảng viên giúp đỡ, hoàn thiện hồ sơ của người đủ điều kiện theo đúng nguyên tắc, thủ tục, không chạy theo số lượng")  # fmt: skip
    DIRECT = "direct", _("Cho ý kiến chỉ đạo đối với việc đã đôn đốc nhiều lần mà chưa xong")
    MEET = "meet", _("Xem xét, làm việc với đơn vị được nêu để tháo gỡ việc còn vướng")
    ANSWER = "answer", _("Báo cáo kết quả bằng văn bản")


PROPOSED = (Ask.DIRECT, Ask.MEET)
"""What a report proposes to the level above: it orders nothing."""

ASKS_OF = {Matter.OVERDUE: Ask.OVERDUE, Matter.LAPSED: Ask.LAPSED, Matter.REVIEW: Ask.REVIEW, Matter.PACE: Ask.PACE}
"""What a matter asks for as a rule."""


class Way(models.TextChoices):
    """How a dispatch was sent."""

    PAPER = "paper", _("Bản giấy")
    NETWORK = "network", _("Mạng nội bộ của cơ quan Đảng")
    HERE = "here", _("Xem trong phần mềm")


class Because(models.TextChoices):
    """Why nothing more is asked of a unit by a reminder: the figures, or a person's word."""

    REACHED = "reached", _("Số liệu cho thấy đã xong")
    NOT_RECORDED = "not-recorded", _("Đã làm, chưa kịp ghi vào sổ")
    WAITS = "waits", _("Còn chờ cơ quan khác, trong thời hạn của họ")
    LATER = "later", _("Đã thống nhất thời hạn khác")
    NO_SOURCE = "no-source", _("Không còn nguồn; không chạy theo số lượng")
    MISTAKE = "mistake", _("Đôn đốc nhầm")


DID = (Because.REACHED, Because.NOT_RECORDED)
"""What was asked for is done; for the other reasons it is only asked for no more."""

BY_PERSON = tuple(because for because in Because if because is not Because.REACHED)


class Withdrawn(models.TextChoices):
    """Why a dispatch that was recorded as sent is taken back."""

    NOT_SENT = "not-sent", _("Thực tế chưa gửi; ghi nhầm")
    NUMBER = "number", _("Ghi sai số hoặc ngày ký")
    UNIT = "unit", _("Sai nơi nhận")
    WORDS = "words", _("Sai nội dung, thay bằng văn bản khác")


class State(models.TextChoices):
    """How far a reminder has come with one unit."""

    SENT = "sent", _("Đã gửi")
    SEEN = "seen", _("Đã nhận")
    ANSWERED = "answered", _("Đã trả lời")
    DONE = "done", _("Đã xong")
    LEFT = "left", _("Thôi đôn đốc")
