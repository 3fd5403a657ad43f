"""The pages of classes themselves: the list, one class, planning, its sessions, kinds and grades."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taonguon.classes import queries
from taonguon.classes.models import CourseKind
from taonguon.orgs.access import Scope
from taonguon.orgs.asked import asked
from taonguon.web.paging import asked_page


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """List the classes held at a unit in reach or above one."""
    who = asked(request)
    filters = _filters(request, who.scope)
    context = {
        "asked": who,
        "here": "courses",
        "tab": "courses",
        "filters": filters,
        "page": queries.courses_page(who.scope, filters, asked_page(request), who.today),
        "whens": queries.WHEN_LABELS.items(),
        "years": queries.years_of(who.scope),
        "units": queries.units_holding(who.scope),
        "kinds": CourseKind.objects.order_by("pk"),
    }
    return render(request, "classes/courses.html", context)


def _filters(request: HttpRequest, scope: Scope) -> queries.Filters:
    when = request.GET.get("khi", "")
    return queries.Filters(
        when=when if when in set(queries.When) else "",
        year=_number(request, "nam", 4),
        unit=_number(request, "don-vi"),
        kind=_number(request, "loai"),
    )


def _number(request: HttpRequest, name: str, longest: int = 18) -> int | None:
    """Read a number of the address; what is none narrows nothing."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= longest else None
