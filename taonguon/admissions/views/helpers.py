"""Helpers: the list of them, and one who can help no longer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taonguon.accounts.enums import MAY_CHANGE
from taonguon.admissions.access import candidacy_for
from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.desk_enums import Unable
from taonguon.admissions.desk_forms import HelperEndForm
from taonguon.admissions.helping import end_assignment, helper_board
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_of
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import refuse
from taonguon.web.paging import asked_page
from taonguon.web.returning import done, opened_from, sent


@require_safe
def helpers(request: HttpRequest) -> HttpResponse:
    """Show who helps whom, by name, and who waits for another helper."""
    page = asked(request)
    unit = unit_of(request.GET.get("don-vi", ""), page.scope)
    text = request.GET.get("tim", "").strip()[:80]
    board = helper_board(page.scope, unit, text, asked_page(request), page.today)
    context = {
        "asked": page,
        "here": "source",
        "tab": "helpers",
        "tab_unit": request.GET.get("don-vi"),
        "unit": unit,
        "text": text,
        "board": board,
        "page": board.page,
        "units": units_to_choose(page.scope, unit),
    }
    return render(request, "admissions/helpers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def helper_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the helper can help no longer."""
    who = asked(request)
    found = candidacy_for(who.scope.holding(MAY_CHANGE), pk)
    form = HelperEndForm(sent(request), initial={"on": who.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            end_assignment(found, Unable(given["because"]), given["on"], actor=who.user, today=who.today)
            return done(
                request,
                _("Đã ghi; hồ sơ chờ chi bộ phân công đảng viên khác."),
                reverse("candidacy", args=[pk]),
            )
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who,
        "here": "source",
        "candidacy": found,
        "form": form,
        "heading": _("Đảng viên giúp đỡ không tiếp tục được"),
        "back": opened_from(request, reverse("candidacy", args=[pk])),
    }
    return render(request, "admissions/desk_form.html", context, status=422 if form.errors else 200)
