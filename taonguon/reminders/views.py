"""The pages of reminders that only show, and the proposals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.accounts.enums import MAY_REMIND, MAY_SEE_REMINDERS
from taonguon.orgs.access import organisation_for
from taonguon.orgs.asked import DAY, Asked, asked
from taonguon.orgs.asking import unit_or_home
from taonguon.orgs.queries import map_on
from taonguon.reminders.access import dispatch_for, issued_for, own_units, parts_in
from taonguon.reminders.actions import asked_in, draft, escalate
from taonguon.reminders.enums import Kind, Matter
from taonguon.reminders.figures import UnitFigures, count, differences, digest_of, read
from taonguon.reminders.forms import SendForm
from taonguon.reminders.models import Addressee
from taonguon.reminders.papers import shown
from taonguon.reminders.queries import drafts_of, history, issuer_of, issuers, sent_page, waiting_for
from taonguon.reminders.repeated import in_drafts, next_level, not_yet_asked, repeated, running
from taonguon.reminders.sending import note_reached, reached
from taonguon.rules.refusal import RefusedError
from taonguon.web.asking import numbers
from taonguon.web.paging import asked_page
from taonguon.web.returning import done

NAMES = {
    "name": gettext_lazy("Tên đơn vị"), "target": gettext_lazy("Chỉ tiêu"), "done": gettext_lazy("Đã kết nạp"),
    "waiting": gettext_lazy("Người đang chờ"), "overdue": gettext_lazy("Hồ sơ quá hạn"),
    "lapsed": gettext_lazy("Giấy chứng nhận hết giá trị"),
    "cells": gettext_lazy("Số chi bộ"), "unreviewed": gettext_lazy("Chi bộ chưa rà soát"),
}  # fmt: skip


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """List what was asked of the log-in's own units, its drafts, and what was sent with how far it has come.

    It is how things stand today: an address that names another day leads here without it.
    """
    who = asked(request)
    if not who.scope.may(MAY_SEE_REMINDERS):
        raise Http404
    if DAY in request.GET:
        others = request.GET.copy()
        del others[DAY]
        return redirect(f"{request.path}?{others.urlencode()}" if others else request.path)
    context = {
        "asked": who, "here": "reminders", "waiting": waiting_for(who.scope),
        "drafts": drafts_of(who.scope, who.today), "page": sent_page(who.scope, asked_page(request), who.today),
        "send": SendForm(initial={"signed_on": who.today, "way": "paper"}),
        "writes": bool(issuers(who.scope)),
    }  # fmt: skip
    return render(request, "reminders/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_proposals(request: HttpRequest) -> HttpResponse:
    """Propose whom to remind of what, as of the day asked; what is ticked becomes a draft."""
    who = asked(request)
    held = who.scope.holding(MAY_REMIND)
    pk = unit_or_home(request.GET.get("don-vi", ""), held) if held.grants else None
    if pk is None:
        raise Http404
    on = min(who.on, who.today)
    problem = ""
    if request.method == "POST":
        try:
            return _drafted(request, who, pk)
        except RefusedError as refused:
            problem = refused.sentence
    figures = count(pk, on)
    node = map_on(on).organisations.get(pk)
    again = repeated(pk, figures, who.today) if who.on_today else []
    going, drafts = running(pk, who.today), in_drafts(pk)
    context = {
        "asked": who, "here": "reminders", "node": node, "figures": figures, "problem": problem, "on": on,
        "lines": [
            _line(one, going.get(one.pk, []), drafts.get(one.pk)) for one in figures.with_something_to_do
        ],
        "lapsed": any(one.lapsed for one in figures.units),
        "calm": len(figures.units) - len(figures.with_something_to_do),
        "again": [(one, _marks(one.matters)) for one in again], "above": next_level(pk, who.scope.map).name,
        "issuers": [(str(one.pk), one.name) for one in issuers(who.scope)], "unit": pk,
        "picked": numbers(request.POST.getlist("unit")),
    }  # fmt: skip
    return render(request, "reminders/proposals.html", context, status=422 if problem else 200)


def _line(one: UnitFigures, going: list[Addressee], drafted: Addressee | None) -> dict[str, Any]:
    """Say of a unit what it has to do, what it is asked already, and whether there is something new to ask."""
    new = drafted is None and bool(not_yet_asked(one, going))
    return {"one": one, "going": [(part, asked_in(part)) for part in going], "drafted": drafted, "new": new}


def _marks(matters: tuple[Matter, ...]) -> list[str]:
    return [str(matter.label) for matter in matters]


def _drafted(request: HttpRequest, who: Asked, pk: int) -> HttpResponse:
    """Draft what is ticked; to the draft where there is one, else to the list of them."""
    unit = organisation_for(who.scope.holding(MAY_REMIND), pk)
    picked = numbers(request.POST.getlist("unit"))
    if request.POST.get("do") == "escalate":
        made = [escalate(unit, picked, actor=who.user, today=who.today)]
    else:
        together = request.POST.get("do") == "together"
        made = draft(unit, picked, min(who.on, who.today), together=together, actor=who.user, today=who.today)
    said = ngettext("Đã soạn %(number)s dự thảo; chưa gửi gì.", "Đã soạn %(number)s dự thảo; chưa gửi gì.", len(made))
    messages.success(request, said % {"number": len(made)})
    return redirect(reverse("reminder-draft", args=[made[0].pk]) if len(made) == 1 else reverse("reminders"))


@require_safe
def reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one dispatch: its words, its frozen figures, and how far it has come with whom."""
    who = asked(request)
    found = dispatch_for(who.scope, pk)
    parts = list(parts_in(who.scope, found).select_related("dispatch"))
    writes = who.scope.may(MAY_REMIND, found.unit_id)
    own = own_units(who.scope)
    context = {
        "asked": who, "here": "reminders", "row": found, **shown(found), "writes": writes,
        "issuer": issuer_of(found, who.scope), "kind": Kind(found.kind).label,
        "parts": [
            {
                "row": part, "marks": [str(Matter(code).label) for code in part.matters], "own": part.unit_id in own and part.unit_id != found.unit_id,
                "late": not found.draft and part.late(who.today),
                "may_answer": part.answered_on is None and found.withdrawn_on is None and (writes or part.unit_id in own),
            }
            for part in parts
        ],
        "history": history(found, parts, who.scope),
    }  # fmt: skip
    return render(request, "reminders/dispatch.html", context)


@require_safe
def reminder_recount(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the frozen figures beside a recount of the same day and beside today's; show each number that differs."""
    who = asked(request)
    found = issued_for(who.scope, pk)
    return render(request, "reminders/recount.html", _recounted(who, found) | {"asked": who, "here": "reminders"})


def _recounted(who: Asked, found: Any) -> dict[str, Any]:
    snapshot = found.snapshot
    frozen, now = read(snapshot.content), count(found.unit_id, who.today)
    told = list(found.earlier.all())
    wanted = {part.unit_id for part in (told or found.addressees.all())}
    open_parts = [
        part
        for part in found.addressees.all()
        if part.done_on is None and not found.draft and found.withdrawn_on is None
    ]
    return {
        "row": found,
        "whole": digest_of(snapshot.content) == snapshot.digest,
        "differences": [
            (one.unit, NAMES.get(one.what, one.what), one.was, one.now)
            for one in differences(frozen, count(found.unit_id, snapshot.on))
        ],
        "lines": [(one, now.of(one.pk)) for one in frozen.units if one.pk in wanted],
        "reached": sum(reached(part, now, told) for part in open_parts),
    }


@require_POST
def reminder_reached(request: HttpRequest, pk: int) -> HttpResponse:
    """Record which reminders of the issuer today's figures show as done."""
    who = asked(request)
    found = issued_for(who.scope, pk)
    number = note_reached([found.unit_id], actor=who.user, today=who.today)
    said = ngettext("Đã ghi %(number)s việc xong.", "Đã ghi %(number)s việc xong.", number) % {"number": number}
    return done(request, said, reverse("reminder", args=[pk]))
