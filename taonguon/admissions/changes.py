"""The history of one case from the trail: who did what when. What a paper or a condition says is not told."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from taonguon.admissions.desk_enums import HandOverKind
from taonguon.admissions.enums import Closed, Mistake, PaperState
from taonguon.admissions.facts import Bundle
from taonguon.admissions.naming import act_name, language
from taonguon.admissions.papers import FORMS
from taonguon.audit.queries import history_of
from taonguon.audit.verbs import VERBS
from taonguon.orgs.queries import Map
from taonguon.people.queries.changes import Change, Detail
from taonguon.wording.sentences import word

LOOKED_AT = "candidacy.looked-at"
SHOWN = 40
"""How many changes the page shows; the trail's own page has all."""
FACTS_NAMED = 5
"""So many conditions told at once are named; more are counted."""
_LABELS: dict[str, Promise] = {
    "kind": gettext_lazy("việc"), "form": gettext_lazy("giấy tờ"), "state": gettext_lazy("tình trạng"), "cell": gettext_lazy("chi bộ"), "to": gettext_lazy("đến"),
    "helper": gettext_lazy("người giúp đỡ"), "because": gettext_lazy("lý do"), "on": gettext_lazy("ngày"), "facts": gettext_lazy("điều kiện"),
    "mistake": gettext_lazy("lý do"), "off": gettext_lazy("đã ghi"), "off_on": gettext_lazy("ngày đã ghi"),
}  # fmt: skip


def changes_of_case(bundle: Bundle, on: Map) -> list[Change]:
    """Give the changes of a case, newest first; looks at it are left out. One query."""
    helpers = {a.helper_id: a.helper.name for a in bundle.assignments if a.helper is not None}
    entries = history_of(bundle.candidacy).exclude(verb=LOOKED_AT)[:SHOWN]
    return [
        Change(e.at, e.actor_name, _sentence(e.verb, e.data), _details(e.verb, e.data, on, helpers)) for e in entries
    ]


def _sentence(verb: str, data: Mapping[str, Any]) -> Promise | str:
    """Say what was done; of an act, which."""
    if verb == "act.recorded":
        return _("Ghi: %(act)s") % {"act": act_name(data["key"])}
    if verb == "act.corrected":
        return _("Sửa: %(act)s") % {"act": act_name(data["key"])}
    if verb == "act.confirmed":
        return _("Xác nhận chưa đúng quy định: %(act)s") % {"act": act_name(data["key"])}
    return VERBS[verb]


def _details(verb: str, data: Mapping[str, Any], on: Map, helpers: Mapping[Any, str]) -> list[Detail]:
    was, now = data.get("was"), data.get("now")
    if verb == "facts.set":
        return [Detail(_LABELS["facts"], "", _facts(was or {}, now or {}))]
    out = [
        Detail(label, "", text)
        for key, label in _LABELS.items()  # PostgreSQL keeps the keys of an entry in an order of its own
        if data.get(key) and (text := _say(key, data[key], on, helpers))
    ]
    if verb == "act.corrected":
        out.append(Detail(_LABELS["on"], _day(was), _day(now) or _("chưa làm")))
    return out


def _facts(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Name or count the conditions that were told anew; what is told of them stays out."""
    changed = [
        f"{table}.{name}"
        for table in {**was, **now}
        for name in {**was.get(table, {}), **now.get(table, {})}
        if was.get(table, {}).get(name) != now.get(table, {}).get(name)
    ]
    if len(changed) > FACTS_NAMED:
        return ngettext("%(count)s điều kiện", "%(count)s điều kiện", len(changed)) % {"count": len(changed)}
    return ", ".join(word("fact", fact, language()) for fact in sorted(changed))


def _say(key: str, value: Any, on: Map, helpers: Mapping[Any, str]) -> str:
    if key == "kind":
        return str(HandOverKind(value).label)
    if key in {"to", "cell"}:
        node = on.organisations.get(value)
        return node.name if node is not None else ""
    if key == "helper":
        return helpers.get(value, "")
    if key == "mistake":
        return str(Mistake(value).label)
    if key in {"because", "off"}:
        return str(Closed(value).label)
    if key == "form":
        return f"{value} ({FORMS[value]})" if value in FORMS else str(value)
    if key == "state":
        return str(PaperState(value).label)
    return _day(value)


def _day(value: str | None) -> str:
    """Write a day of the trail as people do."""
    return "/".join(reversed(value.split("-"))) if value else ""
