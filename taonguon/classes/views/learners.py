"""Who comes to a class: proposals of cells, the committee's word."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.accounts.enums import MAY_AGREE, MAY_CHANGE
from taonguon.admissions.boards import units_to_choose
from taonguon.classes import pools, proposals, queries
from taonguon.classes.access import proposals_in
from taonguon.classes.enums import NeededFor, Wish
from taonguon.classes.forms import ProposeForm
from taonguon.classes.learners import decide_proposals, propose
from taonguon.classes.models import CourseKind
from taonguon.classes.views.asking import a_number, each
from taonguon.orgs.access import Scope
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.asking import unit_of
from taonguon.web.asking import as_number, numbers
from taonguon.web.paging import asked_page
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])
WISHES = {
    "agree": (Wish.AGREED, MAY_AGREE),
    "later": (Wish.NOT_NOW, MAY_AGREE),
    "withdraw": (Wish.WITHDRAWN, MAY_CHANGE),
}
"""What may be done with ticked proposals, and by whom."""


@require_safe
def proposals_list(request: HttpRequest) -> HttpResponse:
    """List the proposals of the cells in reach; committees agree, cells withdraw, the centre sees."""
    who = asked(request)
    state = request.GET.get("trang-thai", Wish.PROPOSED)
    reason = request.GET.get("ly-do", "")
    filters = proposals.Filters(
        state=state if state in proposals.SHOWN else Wish.PROPOSED,
        kind=a_number(request, "loai"),
        unit=unit_of(request.GET.get("don-vi", ""), who.scope),
        text=request.GET.get("tim", "").strip()[:80],
        reason=reason if reason in NeededFor.values else "",
    )
    waits = filters.state in {Wish.PROPOSED, Wish.AGREED}
    context = {
        "asked": who,
        "here": "courses",
        "tab": "proposals",
        "filters": filters,
        "states": proposals.states(who.scope),
        "page": proposals.proposals_page(who.scope, filters, asked_page(request), who.today),
        "kinds": queries.kinds(),
        "units": units_to_choose(who.scope, filters.unit),
        "reasons": [(r.value, r.label) for r in NeededFor if r.value],
        "may_propose": who.scope.may(MAY_CHANGE),
        "may_agree": waits and who.scope.may(MAY_AGREE),
        "may_withdraw": waits and who.scope.may(MAY_CHANGE),
    }
    return render(request, "classes/proposals.html", context)


@form_page
def propose_many(request: HttpRequest) -> HttpResponse:
    """Propose people of the source for a kind of class, many at once; who needs it is ticked already."""
    who = asked(request)
    held = who.scope.holding(MAY_CHANGE)
    if not held.grants:
        raise Http404
    kinds = queries.kinds(retired=False)
    kind = _kind_of(request, kinds)
    form = ProposeForm(sent(request))
    ticked = set(numbers(request.POST.getlist("case")))
    if request.method == "POST" and form.is_valid():
        if not ticked:
            form.add_error(None, _("Chưa chọn ai."))
        else:
            _propose_all(request, who, held, kind, ticked, form.cleaned_data)
            return redirect(opened_from(request, reverse("proposals")))
    need = request.GET.get("can", "")
    filters = pools.Filters(
        text=request.GET.get("tim", "").strip()[:80],
        unit=unit_of(request.GET.get("don-vi", ""), held),
        need=need if need in {str(n) for n in pools.NEEDS} else "",
    )
    context = {
        "asked": who,
        "here": "courses",
        "form": form,
        "kind": kind,
        "kinds": kinds,
        "filters": filters,
        "needs": [(n.value, n.label) for n in pools.NEEDS],
        "units": units_to_choose(held, filters.unit),
        "page": pools.pool_page(held, kind, filters, asked_page(request), who.today),
        "ticked": ticked if request.method == "POST" else None,
        "back": opened_from(request, reverse("proposals")),
    }
    return render(request, "classes/propose.html", context, status=422 if form.errors else 200)


def _propose_all(
    request: HttpRequest, who: Asked, held: Scope, kind: CourseKind, ticked: set[int], given: dict[str, Any]
) -> None:
    lines = pools.lines_among(held, kind, ticked, who.today)
    if len(lines) != len(ticked):
        raise Http404

    def one(line: pools.PoolLine) -> Callable[[], object]:
        return lambda: propose(
            line.case.person, kind, line.case.cell, actor=who.user, today=who.today,
            needed_by=given["needed_by"] or line.by, needed_for=given["needed_for"] or line.need,
        )  # fmt: skip

    count = each(request, (one(line) for line in lines))
    if count:
        sentence = ngettext("Đã đề nghị %(count)s người.", "Đã đề nghị %(count)s người.", count) % {"count": count}
        messages.success(request, sentence)


@require_POST
def proposals_decide(request: HttpRequest) -> HttpResponse:
    """Agree to the ticked proposals, leave them for later, or withdraw them."""
    who = asked(request)
    state, roles = WISHES.get(request.POST.get("do", ""), (None, MAY_CHANGE))
    held = who.scope.holding(roles)
    if not held.grants:
        raise Http404
    ticked = set(numbers(request.POST.getlist("proposal")))
    if state is None or not ticked:
        messages.warning(request, _("Chưa chọn ai."))
        return redirect(opened_from(request, reverse("proposals")))
    rows = list(proposals_in(held).filter(pk__in=ticked))
    if len(rows) != len(ticked):
        raise Http404
    count = decide_proposals(rows, state, actor=who.user, today=who.today)
    sentence = ngettext("%(count)s đề nghị: %(state)s.", "%(count)s đề nghị: %(state)s.", count)
    return done(request, sentence % {"count": count, "state": str(state.label).lower()}, reverse("proposals"))


def _kind_of(request: HttpRequest, kinds: list[CourseKind]) -> CourseKind:
    """Give the kind that is asked for, or the first; 404 where the centre has none to offer."""
    asked_for = as_number(request.POST.get("loai") or request.GET.get("loai") or "")
    chosen = next((kind for kind in kinds if kind.pk == asked_for), kinds[0] if kinds else None)
    if chosen is None:
        raise Http404
    return chosen
