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
from taonguon.plans.done import LISTED_WHOLE, people_done
from taonguon.plans.grid import Link
from taonguon.plans.plan_enums import Measure
from taonguon.plans.ready import Ready, admitted_there, ready_in
from taonguon.plans.year import FIRST_YEAR, YEARS_AHEAD
from taonguon.rules.tree import Node
from taonguon.web.asking import as_number

ADMITTED = "admitted"
GROUNDS = {"ready": "ready", "late": "late", "last": "last-year", "reach": "villages", "posts": "posts"}
"""Count of a ground -> name of its list; official members have theirs already."""
OF_CASES = frozenset({"ready", "late", "villages", "posts"})
"""Lists of people of the source: for those who may see cases."""
NAMES = frozenset({ADMITTED, *GROUNDS.values()})


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
        name = GROUNDS.get(count)
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


def ground_behind(name: str, unit: int, year: int, who: Asked) -> Behind:
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
    above = node.parent
    found = ready_in(above.pk, year, who.scope.map, who.today)[unit] if above is not None else Ready()
    about = _("Danh sách của hôm nay; con số trong lý do là của ngày lập dự thảo.")
    if name == "villages":
        places = who.scope.map.localities
        return Behind(
            _("Thôn chưa có đảng viên nay có người"), about,
            villages=tuple(v for v in who.scope.map.villages() if v.pk in found.villages and places.get(v.pk)),
        )  # fmt: skip
    if name == "posts":
        return Behind(_("Có thể được kết nạp, giữ chức danh Đề án cần"), about, frozenset(found.posts))
    if name == "late":
        return Behind(_("Đủ điều kiện nhưng khó kịp trong năm %(year)s") % {"year": year}, about, frozenset(found.late))
    return Behind(_("Có thể được kết nạp đến cuối năm %(year)s") % {"year": year}, about, frozenset(found.people))
