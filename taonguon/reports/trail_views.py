"""The trail's page: who changed what, when."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taonguon.accounts.enums import MAY_MANAGE, MAY_PLAN
from taonguon.audit.verbs import VERBS
from taonguon.orgs.asked import asked
from taonguon.reports.trail_queries import trail_page
from taonguon.web.fields import DayField
from taonguon.web.paging import asked_page

MAY_READ = MAY_MANAGE | MAY_PLAN


class TrailForm(forms.Form):
    """What the trail is narrowed to."""

    viec = forms.ChoiceField(
        label=gettext_lazy("Việc"), choices=[("", gettext_lazy("Mọi việc")), *VERBS.items()], required=False
    )
    luc = DayField(label=gettext_lazy("Ghi vào ngày"), required=False)


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Show the entries in the reader's reach."""
    who = asked(request)
    held = who.scope.holding(MAY_READ)
    if not held.grants:
        raise Http404
    form = TrailForm(request.GET)
    sound = form.is_valid()
    verb, day = (form.cleaned_data["viec"], form.cleaned_data["luc"]) if sound else ("", None)
    page = trail_page(held, verb, day, asked_page(request))
    context = {"asked": who, "here": "trail", "form": form, "page": page}
    return render(request, "reports/trail.html", context)
