"""Why a unit got its number, in words: made from the kept codes and counts when it is shown."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from taonguon.plans.allocation import FIT, POST, REACH, Change, read_code


def sentence_of(code: str, names: Mapping[int, str]) -> str:
    """Give the ground of a number as a sentence, with what one more and one less would take elsewhere."""
    if not code:
        return ""
    read = read_code(code)
    counts = {name: value for name, value in read.items() if isinstance(value, int)}
    parts = [
        _("%(ready)s người có thể được kết nạp đúng quy định và còn kịp đến cuối năm; năm trước kết nạp %(last)s; %(helpers)s đảng viên chính thức.")
        % counts
    ]  # fmt: skip
    if counts.get("late"):
        parts.append(
            _(
                "%(late)s người nữa đủ điều kiện, nhưng thời gian còn lại ngắn hơn thời gian mà chín phần mười số người được kết nạp ở đây đã cần."
            )
            % counts
        )
    if counts["reach"]:
        parts.append(_("%(reach)s thôn chưa có đảng viên nay có người.") % counts)
    if counts["posts"]:
        parts.append(_("%(posts)s người giữ chức danh Đề án cần.") % counts)
    more, less = read.get("more"), read.get("less")
    if isinstance(more, Change):
        parts.append(_("Thêm 1 thì bớt 1 của %(unit)s%(lost)s.") % _changed(more, names))
    else:
        parts.append(_("Không thêm được: đã hết nguồn hoặc tới mức cao nhất."))
    if isinstance(less, Change):
        parts.append(_("Bớt 1 thì thêm 1 cho %(unit)s%(lost)s.") % _changed(less, names))
    return " ".join(parts)


def _changed(change: Change, names: Mapping[int, str]) -> dict[str, str]:
    lost = {REACH: _(", mất một thôn chưa có đảng viên"), POST: _(", mất một chức danh của Đề án"), FIT: ""}[
        change.lost
    ]
    share = number_format(max(change.loss, 0) / 10, 1)
    return {"unit": names.get(change.unit, ""), "lost": f"{lost} " + _("(kém phù hợp %(share)s %%)") % {"share": share}}
