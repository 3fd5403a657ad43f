"""The usual timetable of a class: its topics laid over its working days, for the centre to edit."""

from collections.abc import Sequence
from datetime import date, timedelta

from taonguon.classes.courses import Sitting
from taonguon.classes.enums import Part
from taonguon.rules.workdays import WorkCalendar

AWARENESS_TOPICS = (
    "Bài 1. Khái quát lịch sử Đảng Cộng sản Việt Nam",
    "Bài 2. Cương lĩnh xây dựng đất nước trong thời kỳ quá độ lên chủ nghĩa xã hội",
    "Bài 3. Nội dung cơ bản của Điều lệ Đảng Cộng sản Việt Nam",
    "Bài 4. Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Bài 5. Phấn đấu, rèn luyện để trở thành đảng viên Đảng Cộng sản Việt Nam",
)
"""The usual five topics of the awareness class; words of the programme, not of the screen."""
_PARTS = (Part.MORNING, Part.AFTERNOON, Part.EVENING)


def workdays(since: date, until: date, calendar: WorkCalendar) -> list[date]:
    """Give the working days of a class; all its days where it lies on days off only."""
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return [day for day in days if calendar.is_workday(day)] or days


def usual(topics: Sequence[str], days: Sequence[date]) -> list[Sitting]:
    """Lay topics over days in order, as evenly as they go; what does not fit into three parts a day is left out."""
    out = []
    for at, topic in enumerate(topics):
        if len(topics) <= len(days):
            out.append(Sitting(days[at * len(days) // len(topics)], Part.MORNING, topic))
            continue
        day = at * len(days) // len(topics)
        first = -(-day * len(topics) // len(days))
        if at - first < len(_PARTS):
            out.append(Sitting(days[day], _PARTS[at - first], topic))
    return out
