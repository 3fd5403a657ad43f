"""The page of figures of classes."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_or_home
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
    pk = unit_or_home(request.GET.get("don-vi", ""), page.scope)
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
