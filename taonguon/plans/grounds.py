"""Why a unit got its number, in words: made from the kept codes and counts when it is shown."""

from collections.abc import Callable, Mapping

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from taonguon.plans.allocation import DONE, FIT, POST, QUICK_ONLY, REACH, TIMED, UNTIMED, Change, read_code


def sentence_of(code: str, names: Mapping[int, str], link: Callable[[str], str] | None = None) -> SafeString:
    """Give the ground of a number as a sentence, with what one more and one less would take elsewhere.

    `link`: count -> the address of who is behind it, "" where the reader may not open it or there is none.
    """
    if not code:
        return SafeString("")
    read = read_code(code)
    counts = {name: value for name, value in read.items() if isinstance(value, int)}
    shown = {name: _linked(value, link(name) if link and value else "") for name, value in counts.items()}
    timed = counts.get("timed", TIMED)
    parts = []
    if "done" in counts:
        parts.append(_("Năm nay đã kết nạp %(done)s.") % shown)
    if timed == UNTIMED:
        parts.append(_("%(ready)s người trong nguồn quy định cho phép kết nạp trong năm; sổ chưa ghi đủ số người đi hết các bước để biết có kịp hay không.") % shown)  # fmt: skip
    else:
        parts.append(_("%(ready)s người trong nguồn quy định cho phép kết nạp trong năm và còn đủ ngày, nếu đi nhanh như một phần mười nhanh nhất ở đây.") % shown)  # fmt: skip
    parts.append(_("Đó là mức cao nhất, không phải dự báo."))
    if timed == QUICK_ONLY:
        parts.append(_("Sổ mới ghi từng bước của một phần những người được kết nạp hai năm qua, thường là những người đi nhanh, nên mức này dễ quá cao."))  # fmt: skip
    parts.append(_("Năm trước kết nạp %(last)s; %(helpers)s đảng viên chính thức.") % shown)
    if counts.get("late"):
        parts.append(_("%(late)s người nữa đủ điều kiện, nhưng dù đi nhanh như một phần mười nhanh nhất ở đây cũng không còn đủ ngày.") % shown)  # fmt: skip
    if counts["reach"]:
        parts.append(_("%(reach)s thôn chưa có đảng viên, mà trong nguồn đã có người ở đó.") % shown)
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
    lost = {REACH: _(", mất một thôn chưa có đảng viên"), POST: _(", mất một chức danh của Đề án"), FIT: "", DONE: ""}[
        change.lost
    ]
    return {
        "unit": conditional_escape(names.get(change.unit, "")),
        "lost": lost + (_how_much(change.loss) if change.lost == FIT else ""),
    }


def _how_much(loss: int) -> str:
    """Say in words what a change costs that takes no village and no post: the loss is in thousandths of an average admission."""
    if loss < _ALIKE:
        return _("; hai nơi hợp lý như nhau")
    return _("; kém hợp lý hơn một chút") if loss < _MUCH else _("; kém hợp lý hơn nhiều")


_ALIKE, _MUCH = 20, 250
