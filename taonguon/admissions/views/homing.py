"""Cases of villages that have a cell of their own now, and handing them over to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from taonguon.accounts.enums import MAY_CHANGE
from taonguon.admissions.forms import HomingForm
from taonguon.admissions.homing import bring_home, waiting_to_go_home
from taonguon.orgs.access import locality_for, organisation_for
from taonguon.orgs.asked import asked
from taonguon.people.queries.tree import place_name
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import refuse
from taonguon.web.returning import done, sent


@require_safe
def homing(request: HttpRequest) -> HttpResponse:
    """List the villages whose people's cases may go to their own cell."""
    page = asked(request)
    held = page.scope.holding(MAY_CHANGE)
    context = {
        "asked": page,
        "here": "work",
        "villages": waiting_to_go_home(page.scope),
        "held": held.organisation_ids & page.scope.organisation_ids,
    }
    return render(request, "admissions/homing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def homing_village(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the cases of one village over to its own cell."""
    page = asked(request)
    held = page.scope.holding(MAY_CHANGE)
    locality_for(held, pk)
    found = next((one for one in waiting_to_go_home(held) if one.village == pk), None)
    form = HomingForm(sent(request), initial={"on": page.today})
    if request.method == "POST" and form.is_valid():
        if found is None:
            return done(request, _("Không còn hồ sơ nào cần chuyển."), reverse("homing"))
        rows, given = [row for row, _stage, _cell in found.cases], form.cleaned_data
        own = organisation_for(held, found.own)
        try:
            moved = bring_home(rows, own, given["on"], same=given["same"], actor=page.user, today=page.today)
        except RefusedError as refused:
            refuse(form, refused)
        else:
            said = ngettext("Đã chuyển %(count)s hồ sơ về %(cell)s.", "Đã chuyển %(count)s hồ sơ về %(cell)s.", moved)
            return done(request, said % {"count": moved, "cell": found.own_name}, reverse("homing"))
    village = page.map.localities.get(pk)
    context = {
        "asked": page,
        "here": "work",
        "form": form,
        "found": found,
        "village": place_name(village) if village is not None else "",
        "back": reverse("homing"),
    }
    return render(request, "admissions/homing_village.html", context, status=422 if form.errors else 200)
