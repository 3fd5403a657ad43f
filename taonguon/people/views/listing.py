"""The list of people, and its sheet."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from taonguon.orgs.access import locality_for, organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.people.actions import note_export
from taonguon.people.enums import PostKind, Sex
from taonguon.people.exports import people_sheet
from taonguon.people.queries import listing
from taonguon.people.queries.tree import place_name
from taonguon.web.asking import as_number
from taonguon.web.paging import asked_page

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show one page of the people in reach who match."""
    page = asked(request)
    return _listed(request, page, *_filters(request, page))


def _listed(
    request: HttpRequest, page: Asked, filters: listing.Filters, problems: list[str], status: int = 200
) -> HttpResponse:
    village = page.map.localities.get(filters.village)
    context = {
        "asked": page,
        "here": "people",
        "filters": filters,
        "problems": problems,
        "page": listing.people_page(page.scope, page.map, filters, asked_page(request)),
        "units": listing.units_to_choose(page.scope, page.map, filters.unit),
        "village": place_name(village) if village else "",
        "standings": listing.standing_choices(),
        "posts": PostKind.choices,
        "sexes": Sex.choices,
        "export_max": listing.EXPORT_MAX,
    }
    return render(request, "people/people.html", context, status=status)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the list as a sheet; refused where it is longer than one may carry away."""
    page = asked(request)
    filters, problems = _filters(request, page)
    if problems:  # the sheet would hold more than was asked for
        return _listed(request, page, filters, problems, status=422)
    count = listing.matching(page.scope, page.map, filters).count()
    if count > listing.EXPORT_MAX:
        refusal = {"asked": page, "here": "people", "back": "people", "count": count, "most": listing.EXPORT_MAX}
        return render(request, "people/too_many.html", refusal, status=422)
    note_export(actor=page.user, filters=listing.as_plain(filters), on=page.on, count=count)
    about = [
        (_("Danh sách tính đến ngày"), f"{page.on:%d/%m/%Y}"),
        (_("Xuất bởi tài khoản"), page.user.get_username()),
        (_("Số người"), str(count)),
    ]
    file = people_sheet(listing.people_rows(page.scope, page.map, filters), about)
    return FileResponse(file, as_attachment=True, filename=f"nguoi-{page.on:%Y-%m-%d}.xlsx", content_type=SHEET)


def _filters(request: HttpRequest, page: Asked) -> tuple[listing.Filters, list[str]]:
    """Read the address, with a sentence for each filter that is none of its choices.

    A unit or village out of reach is answered as if there were none.
    """
    given = {name: request.GET.get(name, "").strip() for name in _NAMES}
    wrong = [name for name, text in given.items() if text and not _readable(name, text)]
    sound = {name: "" if name in wrong else text for name, text in given.items()}
    filters = listing.Filters(
        text=request.GET.get("tim", "").strip()[:80],
        unit=organisation_for(page.scope, int(sound["don-vi"])).pk if sound["don-vi"] else None,
        village=locality_for(page.scope, int(sound["thon"])).pk if sound["thon"] else None,
        standing=sound["tu-cach"],
        post=sound["chuc-danh"],
        sex=sound["gioi"],
    )
    return filters, [_problem(name, given[name]) for name in wrong]


_NAMES = {
    "don-vi": gettext_lazy("Đơn vị"),
    "thon": gettext_lazy("Thôn"),
    "tu-cach": gettext_lazy("Tư cách"),
    "chuc-danh": gettext_lazy("Chức danh"),
    "gioi": gettext_lazy("Giới tính"),
}
_CODES = {"tu-cach": listing.STANDINGS, "chuc-danh": listing.POSTS, "gioi": listing.SEXES}


def _readable(name: str, text: str) -> bool:
    """Say whether a filter's text is one of its codes, or a number where it has none."""
    if name in _CODES:
        return text in _CODES[name]
    return as_number(text) is not None


def _problem(name: str, text: str) -> str:
    words = _("Bộ lọc “%(name)s” ghi “%(text)s”, không có lựa chọn này; danh sách không lọc theo đó.")
    return words % {"name": _NAMES[name], "text": text[:40]}
