"""The pages of the Scheme: its progress, and which posts to win next."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.accounts.enums import MAY_PLAN, MAY_SEE_CASES
from taonguon.admissions.access import candidacies_in
from taonguon.admissions.boards import units_to_choose
from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_or_home
from taonguon.orgs.forms import reached_units
from taonguon.orgs.queries import part_of
from taonguon.people.enums import VILLAGE_POSTS
from taonguon.people.queries.listing import people_among
from taonguon.plans.access import goal_for, scheme_for
from taonguon.plans.actions import change_goal
from taonguon.plans.behind import Behind
from taonguon.plans.models import GoalPosts, Scheme
from taonguon.plans.scheme import progress_of
from taonguon.plans.scheme_actions import Wording, set_scheme, set_scheme_aside
from taonguon.plans.scheme_forms import GoalChangeForm, SchemeChangeForm, SchemeForm
from taonguon.plans.scheme_shown import charts_of, goal_lines, unit_rows
from taonguon.plans.winning import STATES, Wish, board_of, who_lives_in
from taonguon.rules.refusal import RefusedError
from taonguon.web.asking import one_of
from taonguon.web.fields import refuse
from taonguon.web.paging import asked_page
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def scheme(request: HttpRequest) -> HttpResponse:
    """Show the Scheme that counts for a unit on the day: its goals by year, and what was reached."""
    who = asked(request)
    pk = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    context = {"asked": who, "here": "plan", "unit": pk, "units": units_to_choose(who.scope, pk)}
    if pk is not None and (place := part_of(pk, who.on)).unit is not None:
        progress = progress_of(place, place.unit)
        charts = charts_of(progress)
        first = next((chart.posts for chart in charts if chart.now.goal is not None), GoalPosts.HEAD)
        posts = GoalPosts(one_of(request.GET.get("chuc-danh", ""), GoalPosts.values) or first)
        context |= {
            "node": place.unit, "place": place, "progress": progress, "scheme": progress.scheme, "charts": charts,
            "posts": posts, "choices": GoalPosts, "rows": unit_rows(progress, posts),
            "goals": goal_lines(progress, place),
            "issuer": place.map.organisations.get(progress.scheme.unit_id) if progress.scheme else None,
            "plannable": who.scope.holding(MAY_PLAN).organisation_ids,
            "may_plan": who.scope.may(MAY_PLAN),
        }  # fmt: skip
    return render(request, "plans/scheme.html", context)


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """Show which posts no official member holds, how far the holder is or why not, and where nobody holds it."""
    who = asked(request)
    pk = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    wish = Wish(
        one_of(request.GET.get("chuc-danh", ""), {*VILLAGE_POSTS, GoalPosts.MASS}),
        one_of(request.GET.get("tinh-trang", ""), STATES),
    )
    context = {"asked": who, "here": "plan", "unit": pk, "units": units_to_choose(who.scope, pk), "wish": wish}
    if pk is not None and (place := part_of(pk, who.on)).unit is not None:
        board = board_of(place, who.scope, wish, asked_page(request), who.today)
        context |= {
            "node": place.unit, "board": board, "page": board.page, "table": board.table(),
            "states": [(state.value, label, board.told(state)) for state, label in STATES.items()],
            "kinds": [(kind.value, kind.label) for kind in VILLAGE_POSTS],
            "mass": GoalPosts.MASS, "in_all": board.counts.total(),
        }  # fmt: skip
    return render(request, "plans/scheme_posts.html", context)


@require_safe
def village_source(request: HttpRequest, pk: int) -> HttpResponse:
    """List the people of the source who live in a village on the day."""
    who = asked(request)
    held = who.scope.holding(MAY_SEE_CASES)
    village = who.map.localities.get(pk) if pk in held.locality_ids else None
    if village is None:
        raise Http404
    _members, listed = who_lives_in({pk}, who.on, candidacies_in(who.scope), who.today)
    people = {person for _place, person in listed}
    context = {
        "asked": who, "here": "plan", "node": village, "counted": len(people),
        "behind": Behind(_("Người trong nguồn sống ở thôn"), f"{who.on:%d/%m/%Y}."),
        "page": people_among(who.scope, who.map, people, asked_page(request)), "from_posts": True,
    }  # fmt: skip
    return render(request, "plans/behind.html", context)


@form_page
def scheme_add(request: HttpRequest) -> HttpResponse:
    """Record a Scheme of a unit."""
    who = asked(request)
    held = who.scope.holding(MAY_PLAN)
    if not held.grants:
        raise Http404
    first = {"unit": who.scope.map.organisations.get(held.home)}
    form = SchemeForm(sent(request), initial=first, units=reached_units(held))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = organisation_for(held, given["unit"].pk)
        try:
            says = Wording(given["since"], given["until"], given["number"], given["signed_on"])
            set_scheme(unit, given["title"], says, actor=who.user, today=who.today)
            return done(request, _("Đã ghi Đề án."), reverse("scheme"))
        except RefusedError as refused:
            refuse(form, refused)
    return _form(request, form, _("Ghi một Đề án"))


@form_page
def scheme_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the number, the day of signing or the last day of a Scheme."""
    who = asked(request)
    found = scheme_for(who.scope.holding(MAY_PLAN), pk)
    first = {"number": found.number, "signed_on": found.signed_on, "until": found.until}
    form = SchemeChangeForm(sent(request), initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            says = Wording(found.since, given["until"], given["number"], given["signed_on"])
            set_scheme(found.unit, found.title, says, actor=who.user, today=who.today)
            return done(request, _("Đã ghi Đề án."), reverse("scheme"))
        except RefusedError as refused:
            refuse(form, refused)
    return _form(request, form, _("Sửa Đề án"), found.title, found)


@require_POST
def scheme_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a Scheme aside that was entered by mistake."""
    who = asked(request)
    found = scheme_for(who.scope.holding(MAY_PLAN), pk)
    try:
        set_scheme_aside(found, actor=who.user)
    except RefusedError as refused:
        messages.error(request, refused.sentence)
        return redirect("scheme")
    return done(request, _("Đã bỏ Đề án ghi nhầm; nó vẫn giữ trong nhật ký."), reverse("scheme"))


@form_page
def goal_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another share count from a day on; up to that day the old one stays."""
    who = asked(request)
    goal = goal_for(who.scope.holding(MAY_PLAN), pk)
    form = GoalChangeForm(sent(request), initial=GoalChangeForm.of(goal) | {"since": who.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_goal(goal, form.goal(), given["since"], actor=who.user, source=given["source"])
            return done(request, _("Đã đổi mức của mục tiêu."), reverse("scheme"))
        except RefusedError as refused:
            refuse(form, refused)
    return _form(request, form, _("Đổi mức của mục tiêu"), str(GoalPosts(goal.posts).label))


def _form(
    request: HttpRequest,
    form: SchemeChangeForm | GoalChangeForm,
    heading: str,
    about: str = "",
    standing: Scheme | None = None,
) -> HttpResponse:
    context = {
        "asked": asked(request), "here": "plan", "form": form, "heading": heading, "about": about, "standing": standing,
        "back": opened_from(request, reverse("scheme")),
    }  # fmt: skip
    return render(request, "plans/scheme_form.html", context, status=422 if form.errors else 200)
