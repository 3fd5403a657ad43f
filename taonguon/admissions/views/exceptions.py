"""What is out of the ordinary: a former member listed anew, an act found to be against the rules of its day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taonguon.accounts.enums import MAY_CHANGE
from taonguon.admissions.access import act_for, candidacies_in, candidacy_for
from taonguon.admissions.answers import confirm_irregular, found_against
from taonguon.admissions.enums import Mistake
from taonguon.admissions.exception_forms import ConfirmForm, ReadmitForm, ReopenForm
from taonguon.admissions.naming import act_name, language
from taonguon.admissions.readmission import asking_again, former_of, ground_of, open_again
from taonguon.admissions.reopening import may_reopen, reopen
from taonguon.admissions.rights import may_record
from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import asked
from taonguon.orgs.forms import reached_units
from taonguon.people.access import person_for
from taonguon.procedures.book import book
from taonguon.procedures.verdicts import groups_of, judge
from taonguon.rules.casefile import fields_of
from taonguon.rules.cases import Former
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import refuse
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def readmit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a former member on a cell's list; who is none, or has a case, is led where he belongs."""
    who = asked(request)
    held = who.scope.holding(MAY_CHANGE)
    person = person_for(held, pk)
    known = former_of(person)
    standing = candidacies_in(held).filter(person=person, closed="").first()
    if request.method != "POST" and standing is not None:
        return redirect("candidacy", standing.pk)
    if known is None:
        return redirect("candidacy-open", pk)
    initial = {name: getattr(known, name) for name in fields_of(Former)} | {"on": who.today}
    form = ReadmitForm(sent(request), initial=initial, units=reached_units(held), language=language())
    told, on = known, who.today
    if request.method == "POST" and form.is_valid():
        told, on = form.former(), form.cleaned_data["on"]
        cell = organisation_for(held, form.cleaned_data["unit"].pk)
        try:
            made = open_again(person, cell, on, told, form.details(), actor=who.user, today=who.today)
            return redirect("candidacy", made.pk)
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who,
        "here": "source",
        "person": person,
        "form": form,
        "ground": ground_of(person, held),
        "judged": judge(asking_again(person, told, on), book(), language()),
        "back": opened_from(request, reverse("person", args=[pk])),
    }
    return render(request, "admissions/readmit.html", context, status=422 if form.errors else 200)


@form_page
def candidacy_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that somebody was taken off the list by mistake; his case is open again as it stood."""
    who = asked(request)
    found = candidacy_for(who.scope.holding(MAY_CHANGE), pk)
    if found.closed and not may_reopen(who.scope, found):
        raise Http404
    form = ReopenForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            reopen(found, Mistake(form.cleaned_data["because"]), actor=who.user, today=who.today)
            return done(request, _("Đã mở lại hồ sơ như trước."), reverse("candidacy", args=[pk]))
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who, "here": "source", "candidacy": found, "form": form,
        "back": opened_from(request, reverse("candidacy", args=[pk])),
    }  # fmt: skip
    return render(request, "admissions/reopen.html", context, status=422 if form.errors else 200)


@form_page
def act_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the machine finds against one act: the entry is wrong, or it was so and is confirmed as irregular."""
    who = asked(request)
    act = act_for(who.scope.holding(MAY_CHANGE), pk)
    if not may_record(who.scope, act.key, act.candidacy.cell_id):
        raise Http404
    form = ConfirmForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            confirm_irregular(act, form.cleaned_data["reason"], actor=who.user, today=who.today)
            return done(
                request,
                _("Đã xác nhận: %(act)s chưa đúng quy định.") % {"act": act_name(act.key)},
                reverse("candidacy", args=[act.candidacy_id]),
            )
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who,
        "here": "source",
        "act": act,
        "name": act_name(act.key),
        "tally": getattr(act, "tally", None),
        "form": form,
        "findings": groups_of(found_against(act, who.today), language()),
        "back": opened_from(request, reverse("candidacy", args=[act.candidacy_id])),
    }
    return render(request, "admissions/answer.html", context, status=422 if form.errors else 200)
