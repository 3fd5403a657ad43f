"""The page of the year's plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taonguon.accounts.enums import MAY_SHARE
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_or_home
from taonguon.orgs.queries import part_of
from taonguon.plans.behind import asked_year, links_of
from taonguon.plans.forgotten import USUAL_YEARS, forgotten_in
from taonguon.plans.grid import plan_of
from taonguon.plans.plan_models import Decision
from taonguon.plans.targets import years_of


@require_safe
def year_plan(request: HttpRequest) -> HttpResponse:
    """Show the plan of a unit and year as of the day asked: targets, what is done, from which decision."""
    who = asked(request)
    pk = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    node = who.map.organisations.get(pk)
    year = asked_year(request, who)
    context = {"asked": who, "here": "plan", "node": node, "year": f"{year}"}
    if pk is not None and node is not None:
        may_draft = bool(node.children) and who.scope.may(MAY_SHARE, pk)
        years = {who.on.year, year, *years_of([n.pk for n in (node, *node.children)])}
        if may_draft:
            years |= {who.today.year - 1, who.today.year, who.today.year + 1}
        context |= {
            "plan": plan_of(pk, year, who.on, who.map, links_of(who, year)),
            "years": [f"{one}" for one in sorted(years, reverse=True)],
            "above": node.parent if node.parent is not None and node.parent.pk in who.scope.organisation_ids else None,
            "may_draft": may_draft,
            "has_draft": Decision.objects.filter(plan__unit=pk, plan__year=year, signed_on__isnull=True).exists(),
            "forgotten": forgotten_in(part_of(pk, who.on), USUAL_YEARS, who.today),
        }  # fmt: skip
    return render(request, "plans/year.html", context)
