"""Why a unit got its number, in words: made from the kept codes and counts when it is shown."""

from collections.abc import Callable, Mapping

from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from taonguon.plans.allocation import FIT, POST, REACH, Change, read_code


def sentence_of(code: str, names: Mapping[int, str], link: Callable[[str], str] | None = None) -> SafeString:
    """Give the ground of a number as a sentence, with what one more and one less would take elsewhere.

    `link`: count -> the address of who is behind it, "" where the reader may not open it or there is none.
    """
    if not code:
        return SafeString("")
    read = read_code(code)
    counts = {name: value for name, value in read.items() if isinstance(value, int)}
    shown = {name: _linked(value, link(name) if link and value else "") for name, value in counts.items()}
    parts = [
        _("%(ready)s người có thể được kết nạp đúng quy định và còn kịp đến cuối năm; năm trước kết nạp %(last)s; %(helpers)s đảng viên chính thức.")
        % shown
    ]  # fmt: skip
    if counts.get("late"):
        parts.append(
            _(
                "%(late)s người nữa đủ điều kiện, nhưng thời gian còn lại ngắn hơn thời gian mà chín phần mười số người được kết nạp ở đây đã cần."
            )
            % shown
        )
    if counts["reach"]:
        parts.append(_("%(reach)s thôn chưa có đảng viên nay có người.") % shown)
    if counts["posts"]:
        parts.append(_("%(posts)s người giữ chức danh Đề án cần.") % shown)
    more, less = read.get("more"), read.get("less")
    if isinstance(more, Change):
        parts.append(_("Thêm 1 thì bớt 1 của %(unit)s%(lost)s.") % _changed(more, names))
    else:
        parts.append(_("Không thêm được: đã hết nguồn hoặc tới mức cao nhất."))
    if isinstance(less, Change):
        parts.append(_("Bớt 1 thì thêm 1 cho %(unit)s%(lost)s.") % _changed(less, names))
    return mark_safe(" ".join(parts))  # noqa: S308 our own sentences; what is put into them is escaped


def _linked(number: int, address: str) -> str:
    return format_html('<a href="{}">{}</a>', address, number) if address else str(number)


def _changed(change: Change, names: Mapping[int, str]) -> dict[str, str]:
    lost = {REACH: _(", mất một thôn chưa có đảng viên"), POST: _(", mất một chức danh của Đề án"), FIT: ""}[
        change.lost
    ]
    share = number_format(max(change.loss, 0) / 10, 1)
    return {
        "unit": conditional_escape(names.get(change.unit, "")),
        "lost": f"{lost} " + _("(kém phù hợp %(share)s %%)") % {"share": share},
    }
