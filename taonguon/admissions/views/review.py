"""The monthly review: its board, a cell's months, the review itself, the committee's answer, and suggestions."""

import re
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taonguon.accounts.enums import MAY_ANSWER, MAY_CHANGE, MAY_SUGGEST
from taonguon.admissions import review, rounds
from taonguon.admissions.access import cell_for, round_for, suggestion_for
from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.pipeline import holders_not_in_source
from taonguon.admissions.review_enums import Outcome, RoundState
from taonguon.admissions.review_forms import AnswerForm, ReviewForm, SuggestForm
from taonguon.admissions.review_models import Round
from taonguon.admissions.source import Filters, source_rows
from taonguon.admissions.suggestions import suggest, suggest_new, withdraw
from taonguon.admissions.views.acts import form_page
from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.asking import unit_of
from taonguon.orgs.forms import reached_units, reached_villages
from taonguon.orgs.models import Organisation
from taonguon.people.access import person_for
from taonguon.people.queries import listing
from taonguon.people.queries.namesakes import known_by_that_name, to_choose
from taonguon.rules.dates import add_months
from taonguon.rules.refusal import RefusedError
from taonguon.web.asking import one_of
from taonguon.web.fields import refuse
from taonguon.web.paging import asked_page
from taonguon.web.returning import done, opened_from, sent

_MONTH = re.compile(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])", re.ASCII)
_ONLY = (*rounds.STATES, rounds.NONE, rounds.LONG)
SEARCH = "tim"


def _month(text: str, today: date) -> date:
    """Give the month an address names; this month where it names none, or one still to come."""
    this = rounds.month_of(today)
    if not _MONTH.fullmatch(text):
        return this
    return min(date(int(text[:4]), int(text[5:]), 1), this)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show of a month which cells have reviewed their lists, and what the committees said of it."""
    page = asked(request)
    unit = unit_of(request.GET.get("don-vi", ""), page.scope)
    month = _month(request.GET.get("thang", ""), page.today)
    only = one_of(request.GET.get("xem", ""), _ONLY)
    found = rounds.board_of(page.scope, unit, month, only, asked_page(request))
    after = add_months(month, 1)
    context = {
        "asked": page,
        "here": "source",
        "tab": "rounds",
        "tab_unit": request.GET.get("don-vi"),
        "unit": unit,
        "month": month,
        "before": add_months(month, -1),
        "after": after if after <= page.today else None,
        "only": only,
        "board": found,
        "page": found.page,
        "tiles": [(code, rounds.LABELS[code], found.counts[code]) for code in _ONLY],
        "unit_rows": [(line, [(rounds.LABELS[code], line.counts[code]) for code in _ONLY]) for line in found.units],
        "units": units_to_choose(page.scope, unit),
        "many_units": bool(found.units),
    }
    return render(request, "admissions/rounds.html", context)


@require_safe
def of_cell(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a cell's months, and who waits as suggested."""
    page = asked(request)
    cell = cell_for(page.scope, pk)
    months = rounds.months_of_cell(cell.pk, page.today)
    recorded = any(row.state != RoundState.RETURNED for row in months[0].rounds)
    context = {
        "asked": page,
        "here": "source",
        "cell": cell,
        "node": page.scope.map.organisations.get(cell.pk),
        "months": months,
        "suggestions": rounds.suggested_to(cell.pk),
        "may_record": not recorded and page.scope.may(MAY_CHANGE, cell.pk),
        "may_suggest": page.scope.may(MAY_SUGGEST, cell.pk),
    }
    return render(request, "admissions/review.html", context)


@form_page
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a cell's review of this month, its whole list on one page."""
    who = asked(request)
    cell = cell_for(who.scope.holding(MAY_CHANGE), pk)
    back = reverse("review", args=[cell.pk])
    form = ReviewForm(
        sent(request),
        initial={"on": who.today},
        rows=source_rows(who.scope, Filters(unit=cell.pk), who.today),
        suggestions=rounds.suggested_to(cell.pk),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = review.record_round(cell, form.reviewed(), actor=who.user, today=who.today)
            return done(request, _("Đã ghi kỳ rà soát tháng %(month)s.") % {"month": f"{made.month:%m/%Y}"}, back)
        except RefusedError as refused:
            refuse(form, refused)
    return _page(
        request, who, "admissions/review_record.html", form, back, cell=cell,
        missing=len(holders_not_in_source(who.scope, cell.pk, "", who.today)),
    )  # fmt: skip


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one round. Who was taken off is named only until the committee agrees, or the cell has reviewed again."""
    page = asked(request)
    return render(request, "admissions/round.html", _round(page, round_for(page.scope, pk)))


def _is_open(found: Round) -> bool:
    """Say whether the committee has a round before it, or gave it back and the cell has not reviewed again."""
    if found.state == RoundState.RETURNED:
        return not Round.objects.filter(cell=found.cell_id, pk__gt=found.pk).exists()
    return found.state == RoundState.SENT


def _round(page: Asked, found: Round) -> dict[str, object]:
    lines = found.lines.select_related("candidacy__person").order_by("candidacy__person__sort_key", "pk")
    entered = timezone.localtime(found.recorded_at).date()
    shown = [line for line in lines if line.outcome != Outcome.TAKEN_OFF or _is_open(found)]
    return {
        "asked": page,
        "here": "source",
        "round": found,
        "node": page.scope.map.organisations.get(found.cell_id),
        "listed": [line for line in shown if line.outcome == Outcome.LISTED],
        "taken_off": [line for line in shown if line.outcome == Outcome.TAKEN_OFF],
        "kept": [line for line in shown if line.outcome == Outcome.KEPT],
        "entered": entered,
        "late": add_months(found.month, 1) <= entered <= page.today,
        "may_answer": found.state == RoundState.SENT and page.scope.may(MAY_ANSWER, found.cell_id),
    }


@form_page
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the committee says of a round."""
    who = asked(request)
    found = round_for(who.scope.holding(MAY_ANSWER), pk)
    form = AnswerForm(sent(request), initial={"on": who.today})
    back = reverse("round", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        on, remark = form.cleaned_data["on"], form.remark
        try:
            if remark is None:
                review.agree(found, on, actor=who.user, today=who.today)
            else:
                review.give_back(found, remark, on, actor=who.user, today=who.today)
            return done(request, _("Đã ghi ý kiến của đảng ủy."), back)
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, "admissions/round_answer.html", form, back, **_round(who, found))


# Suggestions.


@form_page
def suggestion_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggest somebody found by name, or somebody new, for a cell's list."""
    who = asked(request)
    held = who.scope.holding(MAY_SUGGEST)
    cell = cell_for(held, pk)
    text = request.GET.get(SEARCH, "").strip()[:80]
    roles = {role for role in held.roles if held.may(frozenset({role}), cell.pk)}
    form = SuggestForm(
        sent(request), initial={"made_on": who.today, "name": text}, roles=roles, units=reached_units(held),
        villages=reached_villages(held),
    )  # fmt: skip
    back = reverse("review", args=[cell.pk])
    if request.method == "POST" and form.is_valid() and not _asks(who, form):
        try:
            name = _suggested(who, cell, form)
            return done(request, _("Đã ghi đề xuất %(name)s.") % {"name": name}, back)
        except RefusedError as refused:
            refuse(form, refused)
    found = listing.people_page(held, held.map, listing.Filters(text=text), 1) if text else None
    return _page(request, who, "admissions/suggest.html", form, back, cell=cell, found=found, text=text)


def _asks(who: Asked, form: SuggestForm) -> bool:
    """Say whether people of that name are to be looked at before somebody new is added."""
    if not form.is_new:
        return False
    given = form.cleaned_data
    return form.ask_about(to_choose(known_by_that_name(who.scope.holding(MAY_SUGGEST), given["name"], given["born"])))


def _suggested(who: Asked, cell: Organisation, form: SuggestForm) -> str:
    held = who.scope.holding(MAY_SUGGEST)
    unit, home = form.cleaned_data["organisation"], form.cleaned_data["lives_in"]
    proposal = form.proposal(organisation_for(held, unit.pk) if unit else None)
    if form.is_new:
        lives_in = home.pk if home else None
        made = suggest_new(cell, proposal, lives_in, actor=who.user, today=who.today, **form.facts())
        return made.person.name
    person = person_for(held, form.person_pk)
    suggest(person, cell, proposal, actor=who.user, today=who.today)
    return person.name


@require_POST
def suggestion_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a suggestion back."""
    who = asked(request)
    found = suggestion_for(who.scope.holding(MAY_SUGGEST), pk)
    back = reverse("review", args=[found.cell_id])
    try:
        withdraw(found, who.today, actor=who.user, today=who.today)
    except RefusedError as refused:
        messages.warning(request, refused.sentence)
        return redirect(back)
    return done(request, _("Đã rút đề xuất."), back)


def _page(
    request: HttpRequest,
    who: Asked,
    template: str,
    form: ReviewForm | AnswerForm | SuggestForm,
    back: str,
    **more: object,
) -> HttpResponse:
    cell = more.get("cell")
    node = who.scope.map.organisations.get(cell.pk) if isinstance(cell, Organisation) else None
    context = {"asked": who, "here": "source", "form": form, "back": opened_from(request, back), "node": node, **more}
    return render(request, template, context, status=422 if form.errors else 200)
