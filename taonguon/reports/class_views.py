"""The page of figures of classes."""

from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.reports.class_report import report
from taonguon.reports.day import day_of
from taonguon.rules.dates import Period, add_months
from taonguon.web.fields import DayField


class PeriodForm(forms.Form):
    """The span of days in which the classes began."""

    tu = DayField(label=gettext_lazy("Khai giảng từ ngày"), required=False)
    den = DayField(label=gettext_lazy("đến ngày"), required=False)

    def clean(self) -> dict[str, date | None]:
        """Refuse a span that ends before it begins."""
        values: dict[str, date | None] = super().clean() or {}
        first, last = values.get("tu"), values.get("den")
        if first is not None and last is not None and last < first:
            self.add_error("den", _("Ngày cuối kỳ đứng trước ngày đầu kỳ."))
        return values


@require_safe
def class_figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of the classes that began in a period."""
    page = asked(request)
    pk = _unit_pk(request, page)
    node = page.map.organisations.get(pk)
    if pk is None or node is None:
        return render(request, "reports/empty.html", {"asked": page, "here": "courses"})
    form = PeriodForm(request.GET)
    period = _period(form, page.on)
    seen = report(day_of(pk, page.on, period))
    context = {
        "asked": page, "here": "courses", "tab": "figures", "node": node, "form": form, "seen": seen,
    }  # fmt: skip
    return render(request, "reports/classes.html", context, status=200 if form.is_valid() else 422)


def _period(form: PeriodForm, on: date) -> Period:
    """Give the span asked for; the twelve months up to the day where none is, or a wrong one."""
    values = form.cleaned_data if form.is_valid() else {}
    last = values.get("den") or on
    return Period(values.get("tu") or add_months(last, -12), last)


def _unit_pk(request: HttpRequest, page: Asked) -> int | None:
    """Read the unit from the address; the highest one in reach where none is named."""
    text = request.GET.get("don-vi", "")
    if not text:
        return page.scope.home
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return organisation_for(page.scope, int(text)).pk
