"""The calendar of probation, and the acts found to be against the rules."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taonguon.admissions import conduct
from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.earlier import MISSING
from taonguon.orgs.asked import asked
from taonguon.orgs.asking import unit_of
from taonguon.procedures.book import book
from taonguon.web.asking import one_of
from taonguon.web.paging import asked_page

_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


@require_safe
def probation(request: HttpRequest) -> HttpResponse:
    """Show whose probation ends in which month."""
    page = asked(request)
    unit = unit_of(request.GET.get("don-vi", ""), page.scope)
    month = request.GET.get("thang", "")
    if not _MONTH.fullmatch(month):
        month = one_of(month, (conduct.OVER, conduct.UNKNOWN))
    lines, by_unit, people = conduct.probation_board(page.scope, unit, month, asked_page(request), page.today)
    context = {
        "asked": page,
        "here": "source",
        "tab": "probation",
        "tab_unit": request.GET.get("don-vi"),
        "unit": unit,
        "month": month,
        "lines": lines,
        "unit_rows": [(line, line.total, line.counts[conduct.OVER]) for line in by_unit],
        "page": people,
        "units": units_to_choose(page.scope, unit),
        "OVER": conduct.OVER,
        "UNKNOWN": conduct.UNKNOWN,
    }
    return render(request, "admissions/probation.html", context)


@require_safe
def irregular(request: HttpRequest) -> HttpResponse:
    """Show the acts against the rules of their day: those people recorded as such, and those the machine finds."""
    page = asked(request)
    unit = unit_of(request.GET.get("don-vi", ""), page.scope)
    rule = one_of(request.GET.get("quy-tac", ""), (*book().rules, *MISSING))
    kind = one_of(request.GET.get("loai", ""), conduct.KINDS)
    found = conduct.irregularities(page.scope, unit, rule, kind, asked_page(request))
    context = {
        "asked": page,
        "here": "source",
        "tab": "irregular",
        "tab_unit": request.GET.get("don-vi"),
        "unit": unit,
        "rule": rule,
        "kind": kind,
        "kinds": [
            (conduct.RECORDED, conduct.KINDS[conduct.RECORDED], found.recorded),
            (conduct.FOUND, conduct.KINDS[conduct.FOUND], found.found),
        ],
        "unit_rows": [(line, line.counts[conduct.RECORDED], line.counts[conduct.FOUND]) for line in found.units],
        "found": found,
        "page": found.page,
        "units": units_to_choose(page.scope, unit),
    }
    return render(request, "admissions/irregular.html", context)
