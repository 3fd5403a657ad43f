"""The history of one row, from the trail, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taonguon.audit.queries import entries_about
from taonguon.audit.verbs import VERBS
from taonguon.orgs.enums import OrganisationKind, Sector, ServiceKind
from taonguon.orgs.queries import Map
from taonguon.people.enums import PostKind, Sex

SHOWN = 30
"""How many changes a page shows; the trail's own page has all."""
LOOKED_AT = "person.looked-at"

_LABELS: dict[str, Promise] = {
    "name": _("tên"),
    "sex": _("giới tính"),
    "born_on": _("ngày sinh"),
    "ethnicity": _("dân tộc"),
    "residence": _("nơi ở"),
    "kind": _("loại"),
    "sector": _("lĩnh vực"),
    "parent": _("trực thuộc"),
    "position": _("thứ tự"),
    "territory": _("địa bàn"),
    "founded_on": _("ngày thành lập"),
    "since": _("từ ngày"),
    "until": _("đến ngày"),
    "on": _("từ ngày"),
    "cell": _("chi bộ"),
    "dropped_name": _("dòng được gộp"),
    "admitted_on": _("ngày kết nạp"),
    "recognised_on": _("ngày công nhận"),
    "ended_on": _("ngày ra khỏi Đảng"),
}


@dataclass(frozen=True)
class Detail:
    """One thing that was and is."""

    label: Promise
    was: str
    now: str


@dataclass(frozen=True)
class Change:
    """One act: when, who, what, and what it changed."""

    at: datetime
    who: str
    sentence: Promise | str
    details: Sequence[Detail]


def changes_of(subject_type: str, pk: int, on: Map) -> list[Change]:
    """Give the changes of one row, newest first; looks at it are left out. One query."""
    entries = entries_about(subject_type, pk).exclude(verb=LOOKED_AT)[:SHOWN]
    places = subject_type == "orgs.locality"  # a place's parent is a place, a unit's a unit
    return [Change(e.at, e.actor_name, VERBS[e.verb], _details(e.data, on, places=places)) for e in entries]


def _details(data: dict[str, Any], on: Map, *, places: bool) -> list[Detail]:
    was, now = data.get("was"), data.get("now")
    if isinstance(was, dict) and isinstance(now, dict):
        pairs = [(key, was.get(key), value) for key, value in now.items()]
    else:
        pairs = []
    pairs += [(key, None, value) for key, value in data.items() if not isinstance(value, dict) and key != "was"]
    return [
        Detail(_LABELS[k], _say(k, a, on, places=places), _say(k, b, on, places=places))
        for k, a, b in pairs
        if k in _LABELS
    ]


def _say(key: str, value: Any, on: Map, *, places: bool) -> str:
    if value is None or value == "":
        return ""
    if key == "cell" or (key == "parent" and not places):
        node = on.organisations.get(value)
        return node.name if node else str(value)
    if key in {"residence", "territory", "parent"}:
        node = on.localities.get(value)
        return node.name if node else str(value)
    if key in {"kind", "sex", "sector"} and value in _WORDS:
        return str(_WORDS[value])
    return _as_day(value)


_WORDS: dict[str, Any] = {
    str(choice.value): choice.label
    for kinds in (OrganisationKind, Sector, ServiceKind, PostKind, Sex)
    for choice in kinds
    if choice.value
}


def _as_day(value: Any) -> str:
    text = str(value)
    parts = text.split("-")
    if len(text) == 10 and len(parts) == 3 and all(p.isdigit() for p in parts):
        return "/".join(reversed(parts))
    return text
