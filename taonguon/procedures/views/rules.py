"""The rules in force on a day, one rule through time, and what changes between two days."""

from datetime import date, timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from taonguon.orgs.asked import asked
from taonguon.procedures.book import book
from taonguon.procedures.rulebook import by_subject, changes_between, facts_of, in_order, rule_on, spans_of, turns
from taonguon.rules.cases import STEPS
from taonguon.web.fields import DayField
from taonguon.wording.sentences import word, words

LONGEST = 80  # characters of a search that are read


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules as they stand on the day, by subject."""
    page = asked(request, ahead=True)
    language = get_language()
    search = request.GET.get("tim", "")[:LONGEST].strip()
    step = request.GET.get("buoc", "")
    groups = by_subject(book(), page.on, language, search, step if step in STEPS else "")
    context = {
        "asked": page,
        "here": "rules",
        "search": search,
        "step": step,
        "steps": words("step", language).items(),
        "groups": groups,
        "total": sum(len(found) for _, _, found in groups),
    }
    return render(request, "procedures/rules.html", context)


@require_safe
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Show one rule on the day, and all it said before and after."""
    page = asked(request, ahead=True)
    language = get_language()
    found = book().rules.get(name)
    if found is None:
        raise Http404
    shown = rule_on(book(), found, page.on, language)
    context = {
        "asked": page,
        "here": "rules",
        "rule": shown,
        "subject": word("subject", found.subject, language),
        "steps": [(step, word("step", step, language)) for step in found.steps],
        "facts": facts_of(found, language),
        "spans": [(span, span.holds(page.on)) for span in spans_of(found, language)],
    }
    return render(request, "procedures/rule.html", context)


class BetweenForm(forms.Form):
    """Two days."""

    tu = DayField(label=gettext_lazy("Từ ngày"), required=False)
    den = DayField(label=gettext_lazy("Đến ngày"), required=False)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Show what changes in the rules between two days; without days, at the last turn before the page's day."""
    page = asked(request, ahead=True)
    language = get_language()
    form = BetweenForm({"tu": request.GET.get("tu", ""), "den": request.GET.get("den", "")})
    context = {"asked": page, "here": "rules", "form": form, "turns": turns(book(), language)}
    if form.is_valid():
        first, second = _between(form.cleaned_data["tu"], form.cleaned_data["den"], page.on)
        form = BetweenForm(initial={"tu": first, "den": second})
        found = changes_between(book(), first, second, language)
        context |= {"form": form, "first": first, "second": second, "found": found}
    return render(request, "procedures/changes.html", context)


def _between(first: date | None, second: date | None, on: date) -> tuple[date, date]:
    second = second or on
    if first is None:
        came = [text.since for text in in_order(book()) if text.since <= second]
        first = (came[-1] if came else second) - timedelta(days=1)
    return min(first, second), max(first, second)
