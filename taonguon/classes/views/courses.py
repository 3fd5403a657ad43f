"""The pages of classes themselves: the list, one class, planning, changing, cancelling, its timetable."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taonguon.accounts.enums import MAY_TEACH
from taonguon.classes import queries
from taonguon.classes.access import course_for, course_held
from taonguon.classes.courses import cancel_course, change_course, plan_course, set_sessions
from taonguon.classes.forms import CancelForm, CourseForm, of_course, timetable
from taonguon.classes.models import Course
from taonguon.classes.timetable import AWARENESS_TOPICS, usual, workdays
from taonguon.classes.views.asking import a_number, held_or_404
from taonguon.orgs.access import locality_for, organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.forms import reached_units
from taonguon.orgs.models import Locality
from taonguon.people.enums import CertificateKind
from taonguon.rules.refusal import RefusedError
from taonguon.rules.workdays import calendar
from taonguon.web.fields import refuse
from taonguon.web.paging import asked_page
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """List the classes held at a unit in reach or above one."""
    who = asked(request)
    filters = _filters(request)
    context = {
        "asked": who,
        "here": "courses",
        "tab": "courses",
        "filters": filters,
        "page": queries.courses_page(who.scope, filters, asked_page(request), who.today),
        "whens": queries.WHEN_LABELS.items(),
        "years": queries.years_of(who.scope),
        "units": queries.units_holding(who.scope),
        "kinds": queries.kinds(),
    }
    return render(request, "classes/courses.html", context)


def _filters(request: HttpRequest) -> queries.Filters:
    when = request.GET.get("khi", "")
    return queries.Filters(
        when=when if when in set(queries.When) else "",
        year=a_number(request, "nam", 4),
        unit=a_number(request, "don-vi"),
        kind=a_number(request, "loai"),
    )


@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one class: what, when, where, for whom, its sessions, and the learners the log-in may see."""
    who = asked(request)
    found = course_for(who.scope, pk)
    text = request.GET.get("tim", "").strip()[:80]
    context = {
        "asked": who,
        "here": "courses",
        "course": found,
        "state": queries.state_of(found, who.today),
        "over": found.until < who.today,
        "unit": who.scope.map.organisations.get(found.unit_id),
        "commune": who.scope.map.localities.get(found.commune_id),
        "sessions": queries.sessions_of(found),
        "seats": queries.seats_of(found),
        "text": text,
        "page": queries.learners_page(who.scope, found, text, asked_page(request)),
        "queue": queries.queue_of(who.scope, found),
        "runs": found.unit_id in who.scope.holding(MAY_TEACH).organisation_ids,
    }
    return render(request, "classes/course.html", context)


# Planning.


@form_page
def course_add(request: HttpRequest) -> HttpResponse:
    """Plan a class of a unit's centre."""
    who, held = held_or_404(request)
    first = {
        "unit": who.scope.map.organisations.get(held.home),
        "organiser": queries.last_organiser(held.home),
    }
    form = CourseForm(
        sent(request), initial=first, kinds=queries.kinds(retired=False), communes=queries.communes(held),
        units=reached_units(held),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        unit = organisation_for(held, form.cleaned_data["unit"].pk)
        try:
            made = plan_course(unit, form.plan(_commune(who, form)), actor=who.user)
            return redirect("course-sessions", made.pk)
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, form, _("Mở lớp mới"), reverse("courses"))


@form_page
def course_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was decided of a class."""
    who, held = held_or_404(request)
    found = course_held(held, pk)
    kinds = [kind for kind in queries.kinds() if not kind.retired or kind.pk == found.kind_id]
    form = CourseForm(
        sent(request), initial=of_course(found), kinds=kinds, communes=queries.communes(held, found), units=None
    )
    if request.method == "POST" and form.is_valid():
        plan = form.plan(_commune(who, form, found))
        if _try(form, lambda: change_course(found, plan, actor=who.user)):
            return done(request, _("Đã sửa thông tin lớp."), reverse("course", args=[pk]))
    return _page(request, who, form, _("Sửa thông tin lớp"), reverse("course", args=[pk]), found)


@form_page
def course_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a class; its list stays to be seen."""
    who, held = held_or_404(request)
    found = course_held(held, pk)
    form = CancelForm(sent(request), initial={"on": who.today})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if on > who.today:
            form.add_error("on", _("Ngày hủy không thể ở tương lai."))
        elif _try(form, lambda: cancel_course(found, on, actor=who.user)):
            return done(request, _("Đã hủy lớp."), reverse("course", args=[pk]))
    return _page(request, who, form, _("Hủy lớp"), reverse("course", args=[pk]), found, submit=_("Hủy lớp này"))


@form_page
def course_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Set when a class sits; with ?mau=1 the usual topics are laid over its working days, to be edited first."""
    who, held = held_or_404(request)
    found = course_held(held, pk)
    known = queries.sessions_of(found)
    lines = [{"on": s.on, "part": s.part, "topic": s.topic, "lecturer": s.lecturer} for s in known]
    usual_asked = request.GET.get("mau") == "1" or not known
    if usual_asked:
        lines = _usual(found)
    form = timetable(sent(request), lines)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            set_sessions(found, form.sittings(), actor=who.user)
            return done(request, _("Đã ghi lịch học."), reverse("course", args=[pk]))
        except RefusedError as refused:
            problem = refused.sentence
    context = {
        "asked": who, "here": "courses", "course": found, "form": form, "problem": problem,
        "proposed": usual_asked and request.method != "POST", "has_sessions": bool(known),
        "back": opened_from(request, reverse("course", args=[pk])),
    }  # fmt: skip
    wrong = request.method == "POST"
    return render(request, "classes/sessions.html", context, status=422 if wrong else 200)


def _usual(found: Course) -> list[dict[str, Any]]:
    days = workdays(found.since, found.until, calendar())
    awareness = found.kind.certifies == CertificateKind.AWARENESS
    topics = AWARENESS_TOPICS if awareness else ("",) * len(days)
    return [{"on": s.on, "part": s.part, "topic": s.topic} for s in usual(topics, days)]


def _commune(who: Asked, form: CourseForm, known: Course | None = None) -> Locality | None:
    pk = form.cleaned_data["commune"]
    if pk is None:
        return None
    if known is not None and known.commune is not None and known.commune_id == pk:
        return known.commune  # set by somebody who reaches farther
    return locality_for(who.scope, pk)


def _page(
    request: HttpRequest, who: Asked, form: forms.Form, heading: str, back: str, found: Course | None = None,
    submit: str = "",
) -> HttpResponse:  # fmt: skip
    context = {
        "asked": who,
        "here": "courses",
        "course": found,
        "form": form,
        "heading": heading,
        "submit": submit or _("Ghi lại"),
        "back": opened_from(request, back),
    }
    return render(request, "classes/form.html", context, status=422 if form.errors else 200)


def _try(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do it; say why not beside the field it is about."""
    try:
        act()
    except RefusedError as refused:
        refuse(form, refused)
        return False
    return True
