"""The pages of consolidation: one person as a village's head and its cell's secretary."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.accounts.enums import MAY_PLAN
from taonguon.admissions.boards import units_to_choose
from taonguon.orgs.access import locality_for
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_or_home
from taonguon.orgs.queries import part_of
from taonguon.plans.consolidation import Line, State, board_of, stands_together
from taonguon.plans.consolidation_actions import drop_plan, plan_consolidation
from taonguon.plans.consolidation_models import ConsolidationPlan, Way
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import DayField, refuse
from taonguon.web.pictures import percent
from taonguon.web.returning import done, opened_from, sent

MOST = 200
"""Villages of one list that a page names; a unit below names its own."""


class PlanForm(forms.Form):
    """By when and in which way."""

    way = forms.ChoiceField(label=gettext_lazy("Cách làm"), choices=Way, widget=forms.RadioSelect)
    by = DayField(label=gettext_lazy("Xong trước ngày"))


@require_safe
def consolidation(request: HttpRequest) -> HttpResponse:
    """Show where both posts are in one hand, where that can be now, is planned, or cannot be yet and why."""
    who = asked(request)
    unit = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    context = {"asked": who, "here": "consolidation", "unit": unit, "units": units_to_choose(who.scope, unit)}
    if unit is not None and (place := part_of(unit, who.on)).unit is not None:
        board = board_of(place)
        groups = {
            "done": board.of(State.DONE), "planned": board.planned,
            "can": [line for line in board.of(State.CAN) if not line.plan],
            "not_yet": [line for line in board.of(State.NOT_YET) if not line.plan],
        }  # fmt: skip
        context |= {
            "node": place.unit,
            "total": len(board.lines),
            "cells": len(place.village_cells),
            "groups": {name: (len(lines), lines[:MOST], len(lines) - MOST) for name, lines in groups.items()},
            "bars": [
                _bar(top.pk, top.name, counts) | {"opens": top.pk in who.scope.organisation_ids}
                for top, counts in board.units
            ],
            "may": who.on_today and who.scope.holding(MAY_PLAN).may(MAY_PLAN, unit),
        }
    return render(request, "plans/consolidation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def consolidation_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan by when and how a village is consolidated."""
    who = asked(request)
    village = locality_for(who.scope.holding(MAY_PLAN), pk)
    line = stands_together(pk, who.today)
    if line is None or line.done:
        raise Http404
    standing = ConsolidationPlan.objects.filter(village=village, until__isnull=True).first()
    form = PlanForm(sent(request), initial={"way": standing.way, "by": standing.by} if standing else _usual(line))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            plan_consolidation(village, Way(given["way"]), given["by"], actor=who.user, today=who.today)
            return done(request, _("Đã ghi kế hoạch kiện toàn."), reverse("consolidation"))
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who, "here": "consolidation", "form": form, "line": line, "standing": standing,
        "back": opened_from(request, reverse("consolidation")),
    }  # fmt: skip
    return render(request, "plans/consolidation_form.html", context, status=422 if form.errors else 200)


@require_POST
def consolidation_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop the plan of a village."""
    who = asked(request)
    village = locality_for(who.scope.holding(MAY_PLAN), pk)
    standing = ConsolidationPlan.objects.filter(village=village, until__isnull=True).first()
    if standing is not None:
        drop_plan(standing, actor=who.user, today=who.today)
    return done(request, _("Đã bỏ kế hoạch kiện toàn."), reverse("consolidation"))


def _usual(line: Line) -> dict[str, str]:
    return {"way": Way.CELL_ELECTION} if line.state is State.CAN else {}


def _bar(pk: int, name: str, counts: dict[str, int]) -> dict[str, object]:
    """Lay one unit's villages out side by side: done, then possible now."""
    total = sum(counts.values()) or 1
    finished, ready = counts.get("done", 0), counts.get("can", 0) + counts.get("planned", 0)
    return {
        "pk": pk, "name": name, "total": total, "done": finished,
        "counts": [(group, counts.get(group, 0)) for group in ("done", "planned", "can", "not-yet")],
        "done_width": percent(100 * finished / total), "ready_width": percent(100 * ready / total),
    }  # fmt: skip
