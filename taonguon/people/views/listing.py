"""The list of people, and its sheet."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taonguon.orgs.access import locality_for, organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.people.actions import note_export
from taonguon.people.enums import PostKind, Sex
from taonguon.people.exports import people_sheet
from taonguon.people.queries import listing
from taonguon.people.queries.tree import place_name
from taonguon.web.paging import asked_page

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show one page of the people in reach who match."""
    page = asked(request)
    filters = _filters(request, page)
    village = page.map.localities.get(filters.village)
    context = {
        "asked": page,
        "here": "people",
        "filters": filters,
        "page": listing.people_page(page.scope, page.map, filters, asked_page(request)),
        "units": listing.units_to_choose(page.scope, page.map, filters.unit),
        "village": place_name(village) if village else "",
        "standings": listing.standing_choices(),
        "posts": PostKind.choices,
        "sexes": Sex.choices,
        "export_max": listing.EXPORT_MAX,
    }
    return render(request, "people/people.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the list as a sheet; refused where it is longer than one may carry away."""
    page = asked(request)
    filters = _filters(request, page)
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


def _filters(request: HttpRequest, page: Asked) -> listing.Filters:
    """Read the address; a unit or village out of reach is answered as if there were none."""
    given = request.GET
    return listing.Filters(
        text=given.get("tim", "").strip()[:80],
        unit=_unit(given.get("don-vi", ""), page),
        village=_village(given.get("thon", ""), page),
        standing=_one_of(given.get("tu-cach", ""), listing.STANDINGS),
        post=_one_of(given.get("chuc-danh", ""), listing.POSTS),
        sex=_one_of(given.get("gioi", ""), listing.SEXES),
    )


def _one_of(text: str, allowed: frozenset[str]) -> str:
    return text if text in allowed else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _unit(text: str, page: Asked) -> int | None:
    pk = _number(text)
    return organisation_for(page.scope, pk).pk if pk is not None else None


def _village(text: str, page: Asked) -> int | None:
    pk = _number(text)
    return locality_for(page.scope, pk).pk if pk is not None else None
