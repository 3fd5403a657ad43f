"""The page of who is behind a number of the plan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_or_home
from taonguon.people.queries.listing import people_among
from taonguon.plans.behind import ADMITTED, NAMES, WHOLE, admitted_behind, asked_year, ground_behind
from taonguon.web.paging import asked_page


@require_safe
def plan_behind(request: HttpRequest, name: str) -> HttpResponse:
    """List the people, or villages, that a number of a unit's plan counts."""
    who = asked(request)
    pk = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    node = who.map.organisations.get(pk)
    if name not in NAMES or pk is None or node is None:
        raise Http404
    year = asked_year(request, who)
    if name == ADMITTED:
        group, same = request.GET.get("nhom", ""), bool(request.GET.get("cung-ky"))
        found = admitted_behind(pk, year, who, group, by_this_day=same)
    else:
        found = ground_behind(name, pk, year, who, whole=bool(request.GET.get(WHOLE)))
    context = {
        "asked": who, "here": "plan", "node": node, "year": f"{year}", "behind": found,
        "counted": len(found.people), "page": people_among(who.scope, who.map, set(found.people), asked_page(request)),
    }  # fmt: skip
    return render(request, "plans/behind.html", context)
