"""The pages of a unit and of a village."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taonguon.accounts.enums import MAY_CHANGE, MAY_LOAD
from taonguon.orgs.access import locality_for, organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.enums import CELLS, LocalityKind, OrganisationKind, Sector
from taonguon.people.queries import places
from taonguon.people.queries.changes import changes_of
from taonguon.people.queries.tree import place_name
from taonguon.rules.dates import partial
from taonguon.web.paging import asked_page


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit on a day: what is below it, who is in it, what it was."""
    page = asked(request)
    unit = organisation_for(page.scope, pk)
    node = page.map.organisations.get(pk)
    names = places.unit_names(unit, page.map)
    context = {
        "asked": page,
        "here": "tree",
        "unit": unit,
        "node": node,
        "names": names,
        "name": node.name if node else names[-1].name,
        "founded": partial(unit.founded_on, unit.founded_precision),
        "changes": changes_of("orgs.organisation", pk, page.map),
        "may_load": page.scope.may(MAY_LOAD, pk),
        "may_change": page.scope.may(MAY_CHANGE, pk),
    }
    if node is not None:
        context["kind"] = OrganisationKind(node.kind).label
        context["sector"] = Sector(node.sector).label if node.sector else ""
        context["is_commune"] = node.kind not in CELLS and _is_commune(page, node.territory_pk)
        context["above"] = node.ancestors()
        context["children"], context["members"] = places.children_of(node, page.map)
        context["villages"], context["village_count"] = places.villages_of(node, page.map)
    if node is not None and node.kind in CELLS:
        context["is_cell"] = True
        context["secretary"] = places.secretary_of(unit, page.on)
        context["page"] = places.members_of(unit, page.on, asked_page(request))
    return render(request, "people/unit.html", context)


def _is_commune(page: Asked, territory: int | None) -> bool:
    place = page.map.localities.get(territory)
    return place is not None and place.kind == LocalityKind.COMMUNE


@require_safe
def village(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a village on a day: its posts through time, its cell, its members."""
    page = asked(request)
    place = locality_for(page.scope, pk)
    node = page.map.localities.get(pk) or page.scope.map.localities.get(pk)
    if node is None or not places.is_village(node):
        raise Http404
    tenures = places.tenures_in(place, page.on)
    context = {
        "asked": page,
        "here": "tree",
        "place": place,
        "name": place_name(node),
        "known": page.map.localities.get(pk) is not None,
        "commune": page.map.commune_of(pk),
        "served": places.village_line(node, page.map),
        "tenures": tenures,
        "line": places.posts_picture(tenures, page.on),
        "living": places.members_living_in(page.scope, place, page.on),
        "names": places.place_names(place, page.map),
        "services": places.services_of(place, page.map),
        "changes": changes_of("orgs.locality", pk, page.map),
        "may_load": page.scope.may_at_place(MAY_LOAD, pk),
        "may_change": page.scope.may_at_place(MAY_CHANGE, pk),
    }
    return render(request, "people/village.html", context)
