"""Who is behind the numbers of a year's plan: made by what counts them, so that list and number cannot disagree.

No list is made of people of one sex or ethnicity: behind such a number stands the list of all who were admitted.
The counts a proposal was grounded on are those of the day it was made; the people behind are those of today.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from taonguon.accounts.enums import MAY_SEE_CASES
from taonguon.orgs.asked import Asked
from taonguon.orgs.queries import part_of
from taonguon.plans.done import LISTED_WHOLE, people_done
from taonguon.plans.grid import Link
from taonguon.plans.pace_query import cells_of, history_of, year_end
from taonguon.plans.plan_enums import Measure
from taonguon.plans.ready import Ready, admitted_there, ready_in
from taonguon.plans.year import FIRST_YEAR, YEARS_AHEAD
from taonguon.rules.tree import Node
from taonguon.web.asking import as_number

ADMITTED, WHOLE = "admitted", "toan-bo"
"""`WHOLE`: the address's parameter for all whom the unit itself shares among, not what the unit above sees of it."""
GROUNDS = {"ready": "ready", "late": "late", "last": "last-year", "reach": "villages", "posts": "posts"}
"""Count of a ground -> name of its list; official members have theirs already."""
OF_PACE = frozenset({"pace-late", "pace-barred", "pace-no-day"})
"""Counts of open cases on the page of the pace."""
OF_CASES = frozenset({"ready", "late", "villages", "posts"}) | OF_PACE
"""Lists of people of the source: for those who may see cases."""
NAMES = frozenset({ADMITTED, *GROUNDS.values()}) | OF_PACE


@dataclass(frozen=True, slots=True)
class Behind:
    """A list: people, or villages."""

    title: str
    about: str
    people: frozenset[int] = frozenset()
    villages: tuple[Node, ...] = ()


def asked_year(request: HttpRequest, who: Asked) -> int:
    """Read the year an address names, else that of the page's day; 404 for one that has no plan."""
    text = request.GET.get("nam", "")
    if not text:
        return who.on.year
    year = as_number(text, 4)
    if year is None or not FIRST_YEAR <= year <= who.today.year + YEARS_AHEAD:
        raise Http404
    return year


def links_of(who: Asked, year: int) -> Link:
    """Give the addresses of who is behind the counts of a ground, where the log-in may open them and the year is not over."""

    def link(unit: int, count: str) -> str:
        if unit not in who.scope.organisation_ids or year < who.today.year:
            return ""
        if count == "helpers":
            return f"{reverse('behind', args=['official'])}?{urlencode({'don-vi': unit})}"
        name = ADMITTED if count == "done" else GROUNDS.get(count)
        if name is None or (name in OF_CASES and not who.scope.may(MAY_SEE_CASES, unit)):
            return ""
        return f"{reverse('plan-behind', args=[name])}?{urlencode({'don-vi': unit, 'nam': year})}"

    return link


def admitted_behind(unit: int, year: int, who: Asked, measure: str, *, by_this_day: bool) -> Behind:
    """Give who was admitted in a year, by the page's day or by the same day of that year; of a group where one may be listed."""
    first = date(year, 1, 1)
    last = first + (who.on - date(who.on.year, 1, 1)) if by_this_day else min(who.on, date(year, 12, 31))
    group = Measure(measure) if measure in Measure.values else Measure.TOTAL
    people = people_done(unit, first, min(last, date(year, 12, 31)), who.on, who.map, group)
    title = _("Được kết nạp năm %(year)s") % {"year": year}
    about = _("Từ %(first)s đến %(last)s.") % {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    if group in LISTED_WHOLE:
        about += " " + _("Không lập danh sách riêng theo giới tính hay dân tộc; đây là mọi người được kết nạp.")
    elif group != Measure.TOTAL:
        title = f"{title}: {str(group.label).lower()}"
    return Behind(title, about, frozenset(people))


def ground_behind(name: str, unit: int, year: int, who: Asked, *, whole: bool = False) -> Behind:
    """Give who is behind a count a proposal rests on, today."""
    node = who.scope.map.organisations.get(unit)
    if node is None or (name in OF_CASES and not who.scope.may(MAY_SEE_CASES, unit)):
        raise Http404
    if name == "last-year":
        cells = {below.pk: unit for below in node.walk()}
        return Behind(
            _("Được kết nạp năm %(year)s") % {"year": year - 1}, _("Tính cho chi bộ đã kết nạp."),
            frozenset(person for _unit, person in admitted_there(cells, year - 1)),
        )  # fmt: skip
    if name in OF_PACE:
        return _pace_behind(name, node, who)
    found = _ready_there(node, year, who, whole=whole)
    about = _("Danh sách của hôm nay; con số trong lý do là của ngày lập dự thảo.")
    if name == "villages":
        places = who.scope.map.localities
        return Behind(
            _("Thôn chưa có đảng viên, trong nguồn đã có người"), about,
            villages=tuple(v for v in who.scope.map.villages() if v.pk in found.villages and places.get(v.pk)),
        )  # fmt: skip
    if name == "posts":
        return Behind(_("Có thể được kết nạp, giữ chức danh Đề án cần"), about, frozenset(found.posts))
    if name == "late":
        return Behind(_("Đủ điều kiện nhưng khó kịp trong năm %(year)s") % {"year": year}, about, frozenset(found.late))
    return Behind(_("Có thể được kết nạp đến cuối năm %(year)s") % {"year": year}, about, frozenset(found.people))


def _ready_there(node: Node, year: int, who: Asked, *, whole: bool) -> Ready:
    """Give who is ready in a unit: as the unit above it sees it, or (`whole`, and at the top) all that it shares among."""
    if node.parent is not None and not whole:
        return ready_in(node.parent.pk, year, who.scope.map, who.today)[node.pk]
    out = Ready()
    for one in ready_in(node.pk, year, who.scope.map, who.today).values():
        out.people += one.people
        out.late += one.late
        out.posts += one.posts
        out.villages |= one.villages
    return out


def _pace_behind(name: str, node: Node, who: Asked) -> Behind:
    """Give whose open cases a count of the pace's page is of, today."""
    place = part_of(node.pk, who.today)
    history = history_of(cells_of(place), who.today, year_end(who.today.year), reversed(node.ancestors()))
    title = {
        "pace-late": _("Đủ điều kiện nhưng khó kịp trong năm %(year)s") % {"year": who.today.year},
        "pace-barred": _("Quy định chưa cho kết nạp trước 31/12"),
        "pace-no-day": _("Không rõ ngày của bước đang đứng"),
    }[name]
    return Behind(title, _("Danh sách của hôm nay."), history.whose[name])
