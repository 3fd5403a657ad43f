"""The pages of the Scheme's goals."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taonguon.accounts.enums import MAY_PLAN
from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.forms import reached_units
from taonguon.plans.access import goal_for
from taonguon.plans.actions import end_goal, set_goal
from taonguon.plans.forms import EndForm, GoalForm
from taonguon.plans.models import GoalPosts
from taonguon.plans.queries import goal_lines
from taonguon.plans.scheme import scheme_at
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import refuse
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """List the goals of the units in reach, with those in force on the day first."""
    who = asked(request)
    if not who.scope.may(MAY_PLAN):
        raise Http404
    lines = goal_lines(who.scope.holding(MAY_PLAN), who.on)
    return render(request, "plans/goals.html", {"asked": who, "here": "goals", "lines": lines})


@form_page
def goal_add(request: HttpRequest) -> HttpResponse:
    """Set a goal for a unit and all below it."""
    who = asked(request)
    held = who.scope.holding(MAY_PLAN)
    if not held.grants:
        raise Http404
    first = {"unit": who.scope.map.organisations.get(held.home), "since": who.today}
    form = GoalForm(sent(request), initial=first, units=reached_units(held))
    if request.method == "POST" and form.is_valid():
        node = form.cleaned_data["unit"]
        unit = organisation_for(held, node.pk)
        span = replace(form.span(), scheme=scheme_at(node, form.cleaned_data["since"]))
        try:
            set_goal(unit, GoalPosts(form.cleaned_data["posts"]), form.goal(), span, actor=who.user)
            return done(request, _("Đã đặt mục tiêu."), reverse("goals"))
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, form)


@form_page
def goal_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a goal count no more from a day on."""
    who = asked(request)
    goal = goal_for(who.scope.holding(MAY_PLAN), pk)
    form = EndForm(sent(request), initial={"until": who.today})
    if request.method == "POST" and form.is_valid():
        try:
            end_goal(goal, form.cleaned_data["until"], actor=who.user)
            return done(request, _("Đã kết thúc mục tiêu."), reverse("goals"))
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, form, str(GoalPosts(goal.posts).label))


def _page(request: HttpRequest, who: Asked, form: GoalForm | EndForm, ending: str = "") -> HttpResponse:
    back = opened_from(request, reverse("goals"))
    context = {"asked": who, "here": "goals", "form": form, "back": back, "ending": ending}
    return render(request, "plans/goal_form.html", context, status=422 if form.errors else 200)
