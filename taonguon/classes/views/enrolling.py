"""Putting people on the list of a class, taking them off, and the list itself."""

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.admissions.access import candidacies_reached
from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.facts import OPEN
from taonguon.classes import enrolling, pools, rolls
from taonguon.classes.access import course_for, course_held, learner_for, proposals_in
from taonguon.classes.enums import Seat, Withdrawn
from taonguon.classes.forms import EnrolForm, WithdrawForm
from taonguon.classes.learners import enrol, withdraw
from taonguon.classes.models import Course, Enrolment
from taonguon.classes.views.asking import each, held_or_404
from taonguon.orgs.access import Scope
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.asking import unit_of
from taonguon.people.access import people_in
from taonguon.people.actions import note_export
from taonguon.rules.refusal import RefusedError
from taonguon.web.asking import numbers
from taonguon.web.fields import refuse
from taonguon.web.paging import Page, asked_page
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FROM = (enrolling.PROPOSALS, enrolling.SOURCE, enrolling.SEARCH)


@form_page
def enrol_many(request: HttpRequest, pk: int) -> HttpResponse:
    """Put people on the list: from agreed proposals, from the source, or found by name."""
    who, held = held_or_404(request)
    course = course_held(held, pk)
    form = EnrolForm(sent(request), initial={"group": course.audience})
    if request.method == "POST" and form.is_valid():
        found = _ticked(request, who, held)
        if found:
            _enrol_all(request, who, course, found, form.cleaned_data["group"])
            return redirect(opened_from(request, reverse("course", args=[pk])))
        form.add_error(None, _("Chưa chọn ai."))
    tab = request.GET.get("tu", "")
    tab = tab if tab in FROM else enrolling.PROPOSALS
    filters = pools.Filters(
        text=request.GET.get("tim", "").strip()[:80], unit=unit_of(request.GET.get("don-vi", ""), held)
    )
    context = {
        "asked": who,
        "here": "courses",
        "course": course,
        "form": form,
        "from": tab,
        "filters": filters,
        "units": units_to_choose(held, filters.unit) if tab == enrolling.SOURCE else (),
        "free": enrolling.free_places(course),
        "page": _picks(request, held, course, tab, filters, who),
        "back": opened_from(request, reverse("course", args=[pk])),
    }
    return render(request, "classes/enrol.html", context, status=422 if form.errors else 200)


def _picks(
    request: HttpRequest, held: Scope, course: Course, tab: str, filters: pools.Filters, who: Asked
) -> Page[enrolling.Pick]:
    number = asked_page(request)
    if tab == enrolling.PROPOSALS:
        return enrolling.agreed_page(held, course, number, who.today)
    if tab == enrolling.SOURCE:
        return enrolling.source_page(held, course, filters, number, who.today)
    return enrolling.search_page(held, course, filters.text, number, who.today)


def _ticked(request: HttpRequest, who: Asked, held: Scope) -> list[enrolling.Sent]:
    """Give who was ticked, each through his own door; one out of reach is like one that is not there."""
    proposed, cases, people = (set(numbers(request.POST.getlist(name))) for name in ("proposal", "case", "person"))
    found = enrolling.sent_by_proposals(
        proposals_in(held).filter(pk__in=proposed).select_related("person", "cell").order_by("made_on", "pk")
    )
    found += enrolling.sent_by_cases(
        candidacies_reached(held).filter(OPEN, pk__in=cases).select_related("person", "cell").order_by("pk")
    )
    found += enrolling.sent_by_search(list(people_in(held).filter(pk__in=people)), held.map, who.today)
    if len(found) != len(proposed) + len(cases) + len(people):
        raise Http404
    return found


def _enrol_all(request: HttpRequest, who: Asked, course: Course, found: list[enrolling.Sent], group: str) -> None:
    seats: list[str] = []

    def one(line: enrolling.Sent) -> Callable[[], object]:
        return lambda: seats.append(
            enrol(course, line.person, actor=who.user, today=who.today, sender=line.sender, group=group).seat
        )

    each(request, (one(line) for line in found))
    count, waiting = len(seats), seats.count(Seat.WAITING)
    if count > waiting:
        sentence = ngettext("Đã ghi danh %(count)s người.", "Đã ghi danh %(count)s người.", count - waiting)
        messages.success(request, sentence % {"count": count - waiting})
    if waiting:
        sentence = ngettext("Lớp đã đủ chỗ: %(count)s người đứng vào hàng chờ.",
                            "Lớp đã đủ chỗ: %(count)s người đứng vào hàng chờ.", waiting)  # fmt: skip
        messages.warning(request, sentence % {"count": waiting})


@form_page
def withdraw_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a learner off the list with a reason; say who moved up."""
    who, held = held_or_404(request)
    learner = learner_for(held, pk)
    course = course_held(held, learner.course_id)
    back = reverse("course", args=[course.pk])
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            because = Withdrawn(form.cleaned_data["because"])
            return done(request, _left(learner, withdraw(learner, because, actor=who.user, today=who.today)), back)
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who,
        "here": "courses",
        "course": course,
        "form": form,
        "heading": _("Rút %(name)s khỏi lớp") % {"name": learner.person.name},
        "submit": _("Rút khỏi lớp"),
        "back": opened_from(request, back),
    }
    return render(request, "classes/form.html", context, status=422 if form.errors else 200)


def _left(learner: Enrolment, moved_up: Enrolment | None) -> str:
    if moved_up is None:
        return _("Đã rút %(name)s khỏi lớp.") % {"name": learner.person.name}
    return _("Đã rút %(name)s khỏi lớp; %(next)s được nhận chỗ.") % {
        "name": learner.person.name,
        "next": moved_up.person.name,
    }


# The list.


@require_safe
def class_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list of a class as it is printed."""
    who = asked(request)
    course = course_for(who.scope, pk)
    lines = rolls.roll_of(who.scope, course, who.today)
    unit = who.scope.map.organisations.get(course.unit_id)
    context = {
        "asked": who,
        "here": "courses",
        "course": course,
        "unit": unit,
        "place": who.scope.map.localities.get(unit.territory_pk) if unit else None,
        "count": len(lines),
        "groups": rolls.grouped(lines),
    }
    return render(request, "classes/class_list.html", context)


@require_POST
def class_list_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the list of a class as a sheet, as far as the log-in may see it."""
    who = asked(request)
    course = course_for(who.scope, pk)
    lines = rolls.roll_of(who.scope, course, who.today)
    note_export(actor=who.user, filters={"list": "class", "course": course.pk}, on=who.today, count=len(lines))
    about = [
        (_("Danh sách lớp"), course.name),
        (_("Thời gian"), f"{course.since:%d/%m/%Y} – {course.until:%d/%m/%Y}"),
        (_("Xuất bởi tài khoản"), who.user.get_username()),
        (_("Số người"), str(len(lines))),
    ]
    file = rolls.roll_sheet(lines, about)
    name = f"lop-{course.pk}-{who.today:%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=SHEET)
