"""The menu: the pages of daily work stand in the bar, the others under one word."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Item(NamedTuple):
    """A page of the menu: the `here` of its pages, the name of its address, its word, the right it needs ("" is none)."""

    here: str
    address: str
    word: Promise
    right: str = ""


DAILY = (
    Item("home", "home", _("Toàn cảnh")),
    Item("work", "work", _("Việc cần làm")),
    Item("source", "source", _("Nguồn")),
    Item("courses", "courses", _("Lớp")),
    Item("gatherings", "gatherings", _("Đoàn thể")),
    Item("plan", "year-plan", _("Kế hoạch")),
    Item("reminders", "reminders", _("Đôn đốc"), "reminders"),
    Item("tree", "tree", _("Cây tổ chức")),
    Item("people", "people", _("Người")),
)
OTHER = (
    Item("loads", "loads", _("Nạp tệp"), "load"),
    Item("goals", "goals", _("Mục tiêu"), "plan"),
    Item("rules", "rules", _("Quy định")),
    Item("trial", "trial", _("Thử trường hợp")),
    Item("trail", "trail", _("Nhật ký"), "trail"),
    Item("accounts", "accounts", _("Tài khoản"), "manage"),
)


def menu(may: Mapping[str, bool], here: str, kept: str) -> dict[str, Any]:
    """Give the entries whom the rights `may` allows; `kept` is the query that keeps the day a reader looks at."""

    def entries(items: tuple[Item, ...]) -> list[dict[str, Any]]:
        allowed = (one for one in items if not one.right or may[one.right])
        return [{"address": reverse(one.address) + kept, "word": one.word, "here": one.here == here} for one in allowed]

    daily, other = entries(DAILY), entries(OTHER)
    return {"daily": daily, "other": other, "in_other": any(one["here"] for one in other)}
