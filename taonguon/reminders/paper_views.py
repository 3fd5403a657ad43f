"""Dispatches as files: the PDF to hand out, the .docx to finish in the office's own program, a batch to print."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taonguon.accounts.enums import MAY_SEE_REMINDERS
from taonguon.orgs.asked import asked
from taonguon.reminders.access import dispatch_for, dispatches_for
from taonguon.reminders.models import Dispatch
from taonguon.reminders.paper import docx, pdf
from taonguon.reminders.papers import paper_of
from taonguon.rules.names import fold
from taonguon.web.asking import numbers

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BATCH_MAX = 200
"""Dispatches one file holds."""


@require_safe
def reminder_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a dispatch, or a draft marked so, as it is printed: all whom it went to have the same one."""
    who = asked(request)
    found = dispatch_for(who.scope, pk)
    return _file(pdf([paper_of(found)]), PDF, f"{_name(found)}.pdf")


@require_safe
def reminder_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the same as a file to be changed."""
    who = asked(request)
    found = dispatch_for(who.scope, pk)
    return _file(docx(paper_of(found)), DOCX, f"{_name(found)}.docx")


@require_POST
def reminders_print(request: HttpRequest) -> HttpResponse:
    """Give the ticked dispatches as one PDF, each from its own page 1."""
    who = asked(request)
    if not who.scope.may(MAY_SEE_REMINDERS):
        raise Http404
    ticked = request.POST.getlist("draft") + request.POST.getlist("sent")
    chosen = dispatches_for(who.scope).filter(pk__in=numbers(ticked))
    rows = list(chosen.select_related("snapshot").order_by("pk")[: BATCH_MAX + 1])
    if not rows:
        messages.error(request, _("Hãy chọn văn bản để in."))
        return redirect("reminders")
    if len(rows) > BATCH_MAX:
        messages.error(request, _("Mỗi tệp nhiều nhất %(most)s văn bản; hãy in từng phần.") % {"most": BATCH_MAX})
        return redirect("reminders")
    return _file(pdf([paper_of(row) for row in rows]), PDF, f"don-doc-{who.today:%Y-%m-%d}.pdf")


def _name(found: Dispatch) -> str:
    """Name a file in plain letters, by its number where it has one."""
    if found.draft:
        return f"don-doc-du-thao-{found.pk}"
    plain = re.sub(r"[^a-z0-9]+", "-", fold(found.reference)).strip("-")
    return f"don-doc-{plain}-{found.signed_on:%Y-%m-%d}"


def _file(made: bytes, kind: str, name: str) -> HttpResponse:
    shown = "inline" if kind == PDF else "attachment"
    return HttpResponse(made, content_type=kind, headers={"Content-Disposition": f'{shown}; filename="{name}"'})
