"""The pages on which a reminder is drafted, sent, received, answered and closed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from taonguon.accounts.enums import MAY_REMIND
from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.reminders.access import (
    answered_part_for,
    dispatches_for,
    draft_for,
    issued_part_for,
    own_part_for,
    sent_for,
)
from taonguon.reminders.actions import change, drop
from taonguon.reminders.enums import Way
from taonguon.reminders.forms import AnswerForm, CloseForm, DraftForm, LetterheadForm, SendForm, WithdrawForm
from taonguon.reminders.models import HEAD, Dispatch, Letterhead, Series
from taonguon.reminders.papers import shown
from taonguon.reminders.sending import (
    answer,
    close,
    missing_of,
    next_number,
    receive,
    send,
    set_letterhead,
    withdraw,
)
from taonguon.reminders.words import symbol_for, usual_head
from taonguon.rules.refusal import RefusedError
from taonguon.web.asking import numbers
from taonguon.web.fields import refuse
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def reminder_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, send it, or drop it."""
    who = asked(request)
    found = draft_for(who.scope, pk)
    what = request.POST.get("do", "")
    if what == "drop":
        return _dropped(request, who, found)
    first = {"asks": found.asks, "due_on": found.due_on}
    form = DraftForm(sent(request), initial=first, report=found.report)
    sending = SendForm(sent(request) if what == "send" else None, initial={"signed_on": who.today, "way": Way.PAPER})
    if request.method == "POST" and form.is_valid() and (what != "send" or sending.is_valid()):
        try:
            change(found, form.wish(), actor=who.user, today=who.today)
            if what == "send":
                return _sent(request, who, [found], sending)
            return done(request, _("Đã lưu dự thảo."), reverse("reminder-draft", args=[pk]))
        except RefusedError as refused:
            refuse(sending if refused.field in sending.fields else form, refused)
    head = Letterhead.objects.filter(unit=found.unit_id).first()
    context = {
        "asked": who, "here": "reminders", "row": found, "form": form, "sending": sending, **shown(found),
        "head": head, "missing": missing_of(head), "symbol": symbol_for(head.symbol, report=found.report) if head else "",
        "next": next_number(head, who.today, report=found.report) if head else None,
    }  # fmt: skip
    wrong = form.errors or sending.errors
    return render(request, "reminders/draft.html", context, status=422 if wrong else 200)


def _dropped(request: HttpRequest, who: Asked, found: Dispatch) -> HttpResponse:
    try:
        drop(found, actor=who.user)
        messages.success(request, _("Đã bỏ dự thảo."))
    except RefusedError as refused:
        messages.error(request, refused.sentence)
    return redirect("reminders")


def _sent(request: HttpRequest, who: Asked, drafts: list[Dispatch], form: SendForm) -> HttpResponse:
    given = form.cleaned_data
    made = send(drafts, given["signed_on"], Way(given["way"]), actor=who.user, today=who.today, number=given["number"])
    if len(made) == 1:
        said = _("Đã gửi, số %(number)s.") % {"number": made[0].reference}
        return done(request, said, reverse("reminder", args=[made[0].pk]))
    said = ngettext("Đã gửi %(number)s văn bản.", "Đã gửi %(number)s văn bản.", len(made)) % {"number": len(made)}
    return done(request, said, reverse("reminders"))


@require_POST
def reminders_send(request: HttpRequest) -> HttpResponse:
    """Send the drafts that are ticked: numbered in their order, all of them or none."""
    who = asked(request)
    held = who.scope.holding(MAY_REMIND)
    if not held.grants:
        raise Http404
    drafts = list(dispatches_for(held).filter(pk__in=numbers(request.POST.getlist("draft")), signed_on__isnull=True))
    form = SendForm(request.POST)
    if not drafts or not form.is_valid():
        messages.error(request, _("Hãy chọn dự thảo, ngày ký và cách gửi."))
        return redirect("reminders")
    try:
        return _sent(request, who, drafts, form)
    except RefusedError as refused:
        messages.error(request, refused.sentence)
        return redirect("reminders")


@require_POST
def reminder_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the log-in's own unit has the dispatch."""
    who = asked(request)
    part = own_part_for(who.scope, pk)
    back = reverse("reminder", args=[part.dispatch_id])
    try:
        receive(part, actor=who.user, today=who.today)
    except RefusedError as refused:
        messages.error(request, refused.sentence)
        return redirect(back)
    return done(request, _("Đã ghi ngày nhận."), back)


@form_page
def reminder_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the unit's answer."""
    who = asked(request)
    part = answered_part_for(who.scope, pk)
    form = AnswerForm(sent(request), initial={"on": who.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            answer(part, given["on"], given["number"], actor=who.user, today=who.today)
            return done(request, _("Đã ghi trả lời."), reverse("reminder", args=[part.dispatch_id]))
        except RefusedError as refused:
            refuse(form, refused)
    return _form(request, who, form, {"heading": _("Trả lời văn bản đôn đốc"), "part": part})


@form_page
def reminder_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask nothing more of a unit, for a reason of the closed list."""
    who = asked(request)
    part = issued_part_for(who.scope, pk)
    form = CloseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            close(part, form.reason(), actor=who.user, today=who.today)
            return done(request, _("Đã ghi: không đôn đốc việc này nữa."), reverse("reminder", args=[part.dispatch_id]))
        except RefusedError as refused:
            refuse(form, refused)
    return _form(request, who, form, {"heading": _("Không đôn đốc việc này nữa"), "part": part})


@form_page
def reminder_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a dispatch that was recorded as sent, for a reason of the closed list."""
    who = asked(request)
    found = sent_for(who.scope, pk)
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(found, form.reason(), actor=who.user, today=who.today)
            return done(request, _("Đã ghi thu hồi."), reverse("reminder", args=[pk]))
        except RefusedError as refused:
            refuse(form, refused)
    return _form(request, who, form, {"heading": _("Thu hồi văn bản"), "row": found})


@form_page
def reminder_letterhead(request: HttpRequest, pk: int) -> HttpResponse:
    """Set what stands around the words of a unit's dispatches, and how they are numbered."""
    who = asked(request)
    unit = organisation_for(who.scope.holding(MAY_REMIND), pk)
    node = who.scope.map.organisations.by_pk[pk]
    kept = Letterhead.objects.filter(unit=unit).first()
    numbered = kept is not None and Series.objects.filter(unit=unit, dispatches__isnull=False).exists()
    known: dict[str, Any] = {name: getattr(kept, name) for name in (*HEAD, "term_since")} if kept else usual_head(node)
    form = LetterheadForm(sent(request), initial=known)
    if numbered:
        del form.fields["last"]
    if request.method == "POST" and form.is_valid():
        try:
            set_letterhead(unit, form.head(), form.cleaned_data.get("last"), actor=who.user, today=who.today)
            return done(request, _("Đã ghi thể thức văn bản."), reverse("reminders"))
        except RefusedError as refused:
            refuse(form, refused)
    return _form(request, who, form, {"heading": _("Thể thức văn bản đôn đốc"), "unit": node.name})


def _form(request: HttpRequest, who: Asked, form: Any, more: dict[str, Any]) -> HttpResponse:
    row = more["part"].dispatch if "part" in more else more.get("row")
    otherwise = reverse("reminder", args=[row.pk]) if row is not None else reverse("reminders")
    back = opened_from(request, otherwise)
    context = {"asked": who, "here": "reminders", "form": form, "back": back, **more, "row": row}
    return render(request, "reminders/form.html", context, status=422 if form.errors else 200)
