"""The tree of units, a branch at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import asked
from taonguon.people.queries.tree import FOUND_MAX, branches, search, tops
from taonguon.web.asking import as_number


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """Show the highest units in reach; the one named by `mo` is opened with all above it."""
    page = asked(request)
    nodes = tops(page.scope, page.map)
    text = request.GET.get("tim", "").strip()
    opened = frozenset(n.pk for n in nodes) if len(nodes) == 1 else frozenset()
    node = page.map.organisations.get(as_number(request.GET.get("mo", "")))
    if node is not None:
        opened |= {node.pk, *(n.pk for n in node.ancestors())}
    found = search(page.scope, page.map, text)
    context = {
        "asked": page,
        "here": "tree",
        "branches": branches(nodes, page.map, opened),
        "text": text,
        "found": found[:FOUND_MAX],
        "more_found": len(found) > FOUND_MAX,
    }
    return render(request, "people/tree.html", context)


@require_safe
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the units right below one unit, as a part of the tree."""
    page = asked(request)
    organisation_for(page.scope, pk)
    node = page.map.organisations.get(pk)
    below = branches(node.children, page.map) if node else []
    return render(request, "people/_branches.html", {"asked": page, "branches": below})
