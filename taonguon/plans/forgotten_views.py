"""The page of the units a plan must not forget."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taonguon.admissions.boards import units_to_choose
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_or_home
from taonguon.orgs.queries import part_of
from taonguon.plans.forgotten import MOST, USUAL_YEARS, YEARS, forgotten_in
from taonguon.web.asking import as_number


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Show schools and agencies without members or source, villages without members, cells long without an admission."""
    who = asked(request)
    pk = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    asked_years = as_number(request.GET.get("so-nam", ""), 2)
    years = asked_years if asked_years in YEARS else USUAL_YEARS
    context = {"asked": who, "here": "plan", "unit": pk, "units": units_to_choose(who.scope, pk)}
    if pk is not None and (place := part_of(pk, who.on)).unit is not None:
        found = forgotten_in(place, years, who.today)
        lists = {"schools": found.schools, "agencies": found.agencies, "villages": found.villages, "idle": found.idle}
        context |= {
            "node": place.unit, "found": found, "years": years, "choices": YEARS,
            "lists": {name: (len(lines), lines[:MOST], len(lines) - MOST) for name, lines in lists.items()},
        }  # fmt: skip
    return render(request, "plans/forgotten.html", context)
