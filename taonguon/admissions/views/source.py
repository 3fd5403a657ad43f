"""The source: its pipeline, its list, and the list's sheet."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taonguon.admissions import pipeline
from taonguon.admissions import source as sources
from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.enums import Stage
from taonguon.admissions.exports import SHEET, source_sheet
from taonguon.admissions.review_enums import Origin
from taonguon.orgs.access import Scope
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_of
from taonguon.people.actions import note_export
from taonguon.people.enums import VILLAGE_POSTS, PostKind
from taonguon.people.queries import listing
from taonguon.web.asking import one_of
from taonguon.web.paging import asked_page


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """Show how far the source has come, who of it holds a post, and one page of its people."""
    page = asked(request)
    scope, filters = page.scope, _filters(request, page.scope)
    context = {
        "asked": page,
        "here": "source",
        "tab": "source",
        "tab_unit": request.GET.get("don-vi"),
        "filters": filters,
        "pipeline": pipeline.pipeline_of(scope, filters.unit, page.today),
        "holders": pipeline.holders_of(scope, filters.unit, page.today),
        "page": sources.source_page(scope, filters, asked_page(request), page.today),
        "stages": [(s.value, s.label) for s in pipeline.STAGES],
        "choices": sources.choices_of(scope, filters.unit, page.today),
        "sorts": sources.SORTS.items(),
        "posts": [(kind.value, kind.label) for kind in VILLAGE_POSTS],
        "units": units_to_choose(scope, filters.unit),
    }
    return render(request, "admissions/source.html", context)


@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Show the village post holders who are no members and not in the source yet."""
    page = asked(request)
    scope, filters = page.scope, _filters(request, page.scope)
    found = pipeline.holders_not_in_source(scope, filters.unit, filters.post, page.today)
    context = {
        "asked": page,
        "here": "source",
        "tab": "missing",
        "tab_unit": request.GET.get("don-vi"),
        "post": PostKind(filters.post).label if filters.post else "",
        "page": listing.people_among(scope, scope.map, found, asked_page(request)),
    }
    return render(request, "admissions/missing.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the list as a sheet; refused where it is longer than one may carry away."""
    page = asked(request)
    filters = _filters(request, page.scope)
    count = sources.matching(page.scope, filters, page.today).count()
    if count > listing.EXPORT_MAX:
        refusal = {"asked": page, "here": "source", "back": "source", "count": count, "most": listing.EXPORT_MAX}
        return render(request, "people/too_many.html", refusal, status=422)
    note_export(actor=page.user, filters={"list": "source"} | filters.as_plain(), on=page.today, count=count)
    about = [
        (_("Danh sách nguồn tính đến ngày"), f"{page.today:%d/%m/%Y}"),
        (_("Xuất bởi tài khoản"), page.user.get_username()),
        (_("Số người"), str(count)),
    ]
    file = source_sheet(sources.source_rows(page.scope, filters, page.today), about)
    return FileResponse(file, as_attachment=True, filename=f"nguon-{page.today:%Y-%m-%d}.xlsx", content_type=SHEET)


def _filters(request: HttpRequest, scope: Scope) -> sources.Filters:
    given = request.GET
    return sources.Filters(
        text=given.get("tim", "").strip()[:80],
        unit=unit_of(given.get("don-vi", ""), scope),
        stage=one_of(given.get("giai-doan", ""), Stage.values),
        only=one_of(given.get("chi", ""), sources.ONLY),
        origin=one_of(given.get("gioi-thieu", ""), Origin.values),
        post=one_of(given.get("chuc-danh", ""), PostKind.values),
        sort=one_of(given.get("xep", ""), sources.SORTS),
    )
