"""Units and villages, corrected by hand: request to form to action to the page it came from."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taonguon.accounts.enums import MAY_LOAD
from taonguon.orgs.access import locality_for, organisation_for
from taonguon.orgs.actions import add_unit, add_village, rename_or_move, set_service
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.enums import KINDS_BELOW, LocalityKind, OrganisationKind, ServiceKind
from taonguon.orgs.forms import (
    CELL_KINDS,
    COMMITTEE_KINDS,
    ServiceForm,
    UnitChangeForm,
    UnitForm,
    VillageForm,
    label_of,
    place_label,
    reached_units,
    reached_villages,
    suggested,
)
from taonguon.rules.refusal import RefusedError
from taonguon.rules.tree import Node
from taonguon.web.fields import refuse
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])
_FIELDS = ("parent", "cell", "unit")


@require_safe
def unit_options(request: HttpRequest) -> HttpResponse:
    """Give the units of the log-in's reach that match what is being typed."""
    text = next((request.GET[name] for name in _FIELDS if name in request.GET), "")
    found = suggested(reached_units(asked(request).scope), text[:100])
    return render(request, "orgs/unit_options.html", {"labels": [label_of(node) for node in found]})


@require_safe
def village_options(request: HttpRequest) -> HttpResponse:
    """Give the villages of the log-in's reach that match what is being typed."""
    found = suggested(reached_villages(asked(request).scope), request.GET.get("lives_in", "")[:100])
    return render(request, "orgs/unit_options.html", {"labels": [place_label(node) for node in found]})


@form_page
def unit_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a unit below another."""
    who = asked(request)
    parent = organisation_for(who.scope.holding(MAY_LOAD), pk)
    if (node := who.scope.map.organisations.get(pk)) is None or node.kind in CELL_KINDS:
        raise Http404  # nothing stands below a cell
    form = UnitForm(sent(request), kinds=KINDS_BELOW[OrganisationKind(node.kind)])
    if request.method == "POST" and form.is_valid():
        try:
            made = add_unit(parent, actor=who.user, **form.cleaned_data)
            return done(request, _("Đã thêm %(name)s.") % {"name": form.cleaned_data["name"]}, _unit(made.pk))
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, "orgs/unit_form.html", form, node=node, adding=True, back=_unit(pk))


@form_page
def unit_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a unit another name or parent from a day on."""
    who = asked(request)
    held = who.scope.holding(MAY_LOAD)
    organisation = organisation_for(held, pk)
    if (node := who.scope.map.organisations.get(pk)) is None:
        raise Http404
    parents = reached_units(held, COMMITTEE_KINDS)
    movable = node.parent is not None and node.parent in parents
    first = {"name": node.name, "parent": node.parent, "on": who.today}
    form = UnitChangeForm(sent(request), initial=first, parents=parents, movable=movable)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        parent_pk = organisation_for(held, given["parent"].pk).pk if movable else node.parent_pk
        try:
            rename_or_move(organisation, actor=who.user, name=given["name"], parent_pk=parent_pk, on=given["on"])
            return done(request, _("Đã ghi thay đổi của %(name)s.") % {"name": given["name"]}, _unit(pk))
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, "orgs/unit_form.html", form, node=node, adding=False, back=_unit(pk))


@form_page
def village_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a village to a commune, with the cell that serves it."""
    who = asked(request)
    held = who.scope.holding(MAY_LOAD)
    commune = locality_for(held, pk)
    place = _place(who, pk, LocalityKind.COMMUNE)
    form = VillageForm(sent(request), cells=reached_units(held, CELL_KINDS))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        cell = organisation_for(held, given["cell"].pk) if given["cell"] else None
        served = (cell, ServiceKind(given["kind"])) if cell else None
        try:
            made = add_village(
                commune, actor=who.user, name=given["name"], form=given["form"], served=served, since=given["on"]
            )
            return done(request, _("Đã thêm %(name)s.") % {"name": given["name"]}, _village(made.pk))
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, "orgs/village_form.html", form, place=place, back=_committee_of(who, pk))


@form_page
def service_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which cell serves a village from a day on."""
    who = asked(request)
    held = who.scope.holding(MAY_LOAD)
    village = locality_for(held, pk)
    place = _place(who, pk, LocalityKind.VILLAGE)
    standing, kind = who.scope.map.services.get(pk, (None, ServiceKind.COVERS))
    first = {"cell": who.scope.map.organisations.get(standing), "kind": kind, "on": who.today}
    form = ServiceForm(sent(request), initial=first, cells=reached_units(held, CELL_KINDS))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        cell = organisation_for(held, given["cell"].pk)
        set_service(cell, village, ServiceKind(given["kind"]), actor=who.user, on=given["on"])
        return done(request, _("Đã ghi chi bộ phụ trách %(name)s.") % {"name": place.name}, _village(pk))
    return _page(request, who, "orgs/service_form.html", form, place=place, back=_village(pk))


def _place(who: Asked, pk: int, kind: LocalityKind) -> Node:
    place = who.scope.map.localities.get(pk)
    if place is None or place.kind != kind:
        raise Http404
    return place


def _unit(pk: int) -> str:
    return reverse("unit", args=[pk])


def _village(pk: int) -> str:
    return reverse("village", args=[pk])


def _committee_of(who: Asked, commune_pk: int) -> str:
    nodes = who.scope.map.organisations.walk()
    found = next((n.pk for n in nodes if n.territory_pk == commune_pk and n.pk in who.scope.organisation_ids), None)
    return _unit(found) if found else reverse("tree")


def _page(request: HttpRequest, who: Asked, template: str, form: forms.Form, **more: Any) -> HttpResponse:
    back = opened_from(request, more.pop("back"))
    context = {"asked": who, "here": "tree", "form": form, "back": back, **more}
    return render(request, template, context, status=422 if form.errors else 200)
