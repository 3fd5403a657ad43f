"""The page a leader opens first, and the people behind its numbers."""

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.asking import unit_or_home
from taonguon.people.enums import Standing
from taonguon.people.queries.listing import members_page, people_among
from taonguon.people.queries.tree import tops
from taonguon.reports import charts
from taonguon.reports.behind import BEHIND, people_behind, posts_behind
from taonguon.reports.overview import overview
from taonguon.rules.dates import Period, add_months, last_full_quarter
from taonguon.rules.tree import Node
from taonguon.web.paging import asked_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the whole of a unit on a day."""
    page = asked(request)
    pk = unit_or_home(request.GET.get("don-vi", ""), page.scope)
    node = page.map.organisations.get(pk)
    context = {"asked": page, "here": "home", "unit_pk": pk, "tops": tops(page.scope, page.map)}
    if pk is None or node is None:
        return render(request, "reports/empty.html", context)
    kind = _period_kind(request)
    seen = overview(pk, page.on, PERIODS[kind](page.on))
    order = request.GET.get("xep", "")
    context |= {
        "node": node,
        "above": _above(page, node),
        "seen": seen,
        "bars": [charts.bar_of(line) for line in seen.coverage],
        "months": charts.months_of(seen),
        "grid": charts.grid_of(seen.grid),
        "grid_heads": charts.heads_of_grid(),
        "next_posts": charts.open_posts(seen),
        "rows": charts.unit_rows(seen.units, order),
        "columns": charts.columns(order),
        "order": order,
        "period_kind": kind,
        "periods": period_choices(),
    }
    return render(request, "reports/home.html", context)


@require_safe
def behind(request: HttpRequest, name: str) -> HttpResponse:
    """List the people a number of the overview counts."""
    page = asked(request)
    pk = unit_or_home(request.GET.get("don-vi", ""), page.scope)
    title = titles().get(name)
    node = page.map.organisations.get(pk)
    if title is None or pk is None or node is None:
        raise Http404
    period = PERIODS[_period_kind(request)](page.on)
    number = asked_page(request)
    if name in MEMBERS:  # too many for a list of ids where the unit is a province
        people = members_page(page.scope, page.map, pk, MEMBERS[name], number)
        counted = people.total
    else:
        ids = people_behind(name, pk, page.on, period)
        people, counted = people_among(page.scope, page.map, ids, number), len(ids)
    context = {
        "asked": page,
        "here": "home",
        "node": node,
        "title": title,
        "counted": counted,
        "posts": posts_behind(name, pk, page.on),
        "period": period if name.partition("-")[0] in {"admitted", "recognised"} else None,
        "page": people,
    }
    return render(request, "reports/behind.html", context)


def _above(page: Asked, node: Node) -> list[Node]:
    return [n for n in node.ancestors() if n.pk in page.scope.organisation_ids]


MEMBERS = {"members": "", "official": Standing.OFFICIAL.value, "probationary": Standing.PROBATIONARY.value}
PERIODS: dict[str, Callable[[date], Period]] = {
    "quy": last_full_quarter,
    "nam": lambda on: Period(date(on.year, 1, 1), on),
    "12-thang": lambda on: Period(add_months(on, -12), on),
    "nam-truoc": lambda on: Period(date(on.year - 1, 1, 1), date(on.year - 1, 12, 31)),
}


def period_choices() -> list[tuple[str, str]]:
    """Give the periods that admissions and recognitions can be counted over."""
    return [
        ("quy", _("Quý gần nhất đã hết")),
        ("nam", _("Từ đầu năm")),
        ("12-thang", _("12 tháng qua")),
        ("nam-truoc", _("Cả năm trước")),
    ]


def _period_kind(request: HttpRequest) -> str:
    text = request.GET.get("ky", "")
    return text if text in PERIODS else "quy"


def titles() -> dict[str, str]:
    """Name each list of people behind a number."""
    plain = {
        "members": _("Đảng viên"),
        "official": _("Đảng viên chính thức"),
        "probationary": _("Đảng viên dự bị"),
        "concurrent": _("Bí thư chi bộ kiêm trưởng thôn"),
        "secretaries": _("Bí thư chi bộ thôn"),
        "admitted": _("Được kết nạp trong kỳ"),
        "admitted-before": _("Được kết nạp cùng kỳ năm trước"),
        "recognised": _("Được công nhận chính thức trong kỳ"),
        "recognised-before": _("Được công nhận chính thức cùng kỳ năm trước"),
        "overdue": _("Dự bị quá 12 tháng"),
        "mismatches": _("Dấu đảng viên trong danh sách chức danh khác với danh sách đảng viên"),
        "holders": _("Người giữ chức danh thôn"),
        "holders-members": _("Người giữ chức danh thôn là đảng viên"),
        "holders-not-members": _("Người giữ chức danh thôn chưa là đảng viên"),
    }
    out = {name: title for name, title in plain.items() if name in BEHIND}
    for name in ("holders", "holders-members", "holders-not-members"):
        for kind in charts.KINDS:
            out[f"{name}:{kind}"] = f"{plain[name]}: {charts.label_of(kind)}"
    return out
