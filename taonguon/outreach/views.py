"""The pages of the mass organisations' activities."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.accounts.enums import MAY_REACH_OUT
from taonguon.admissions.boards import units_to_choose
from taonguon.admissions.review_enums import Body
from taonguon.orgs.access import locality_for, organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.asking import unit_of
from taonguon.orgs.forms import CELL_KINDS, reached_units, reached_villages
from taonguon.outreach import queries
from taonguon.outreach.access import gathering_for, may_take_back, photo_for, take_back_or_404
from taonguon.outreach.actions import Somebody, add_photo, hold, notice, remove_photo, withdraw
from taonguon.outreach.forms import NEW, HeldForm, NoticeForm, PhotoForm
from taonguon.outreach.models import Gathering
from taonguon.people.access import person_for
from taonguon.people.queries.namesakes import known_by_that_name, to_choose
from taonguon.rules.refusal import RefusedError
from taonguon.web.asking import one_of
from taonguon.web.fields import refuse
from taonguon.web.paging import asked_page
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def gatherings(request: HttpRequest) -> HttpResponse:
    """Show what the mass organisations did in a year."""
    who = asked(request)
    years = [str(year) for year in queries.years(who.scope, who.today)]
    year = one_of(request.GET.get("nam", ""), years) or years[0]
    filters = queries.Filters(
        int(year),
        unit_of(request.GET.get("don-vi", ""), who.scope),
        one_of(request.GET.get("to-chuc", ""), Body.values),
    )
    board = queries.board(who.scope, filters, asked_page(request))
    context = {
        "asked": who,
        "here": "gatherings",
        "filters": filters,
        "years": years,
        "year": year,
        "bodies": Body.choices,
        "units": units_to_choose(who.scope, filters.unit),
        "board": board,
        "months": [(month, board.months[month]) for month in range(1, 13)],
        "page": board.page,
        "may": who.scope.may(MAY_REACH_OUT),
    }
    return render(request, "outreach/gatherings.html", context)


@form_page
def gathering_add(request: HttpRequest) -> HttpResponse:
    """Record an activity."""
    who = asked(request)
    held = who.scope.holding(MAY_REACH_OUT)
    if not held.grants:
        raise Http404
    initial = {"on": who.today, "unit": held.map.organisations.get(held.home)}
    form = HeldForm(sent(request), initial=initial, units=reached_units(held), villages=reached_villages(held))
    if request.method == "POST" and form.is_valid():
        unit = organisation_for(held, form.cleaned_data["unit"].pk)
        place = form.cleaned_data["village"]
        village = locality_for(held, place.pk) if place else None
        try:
            made = hold(unit, form.held(village), actor=who.user, today=who.today)
            return done(request, _("Đã ghi hoạt động."), reverse("gathering", args=[made.pk]))
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who, "here": "gatherings", "form": form, "heading": _("Ghi hoạt động của đoàn thể"),
        "submit": _("Ghi lại"), "back": opened_from(request, reverse("gatherings")),
    }  # fmt: skip
    return render(request, "outreach/form.html", context, status=422 if form.errors else 200)


@require_safe
def gathering(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one activity, its pictures, and how many were proposed from it; those in reach by name."""
    who = asked(request)
    found = gathering_for(who.scope, pk)
    return render(request, "outreach/gathering.html", _page(who, found))


def _page(who: Asked, found: Gathering) -> dict[str, Any]:
    noticed = found.noticed.select_related("suggestion__person").order_by("suggestion__made_on", "pk")
    tree, seen = who.scope.map.organisations, who.scope.organisation_ids
    named = [
        (row.suggestion, node.name if (node := tree.get(row.suggestion.cell_id)) else "")
        for row in noticed
        if row.suggestion.decided_on is None and row.suggestion.cell_id in seen
    ]
    node = tree.get(found.unit_id)
    return {
        "asked": who,
        "here": "gatherings",
        "gathering": found,
        "unit": node.name if node else "",
        "village": place.name if (place := who.scope.map.localities.get(found.village_id or 0)) else "",
        "photos": list(found.photos.filter(removed_on__isnull=True).order_by("pk")),
        "waiting": named,
        "noticed": len(noticed),
        "may": who.scope.holding(MAY_REACH_OUT).may(MAY_REACH_OUT, found.unit_id),
        "may_take_back": may_take_back(who.scope, who.user, found),
    }


@require_POST
def gathering_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an activity recorded by mistake."""
    who = asked(request)
    found = gathering_for(who.scope.holding(MAY_REACH_OUT), pk)
    take_back_or_404(who.scope, who.user, found)
    try:
        withdraw(found, actor=who.user, today=who.today)
        return done(request, _("Đã bỏ hoạt động ghi nhầm."), reverse("gatherings"))
    except RefusedError as refused:
        context = _page(who, found) | {"problem": refused.sentence}
        return render(request, "outreach/gathering.html", context, status=422)


@form_page
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a picture with its caption and credit."""
    who = asked(request)
    found = gathering_for(who.scope.holding(MAY_REACH_OUT), pk)
    form = PhotoForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, given = form.cleaned_data["file"], form.cleaned_data
        try:
            add_photo(found, file, file.size, given["caption"], given["credit"], actor=who.user)
            return done(request, _("Đã thêm ảnh."), reverse("gathering", args=[pk]))
        except RefusedError as refused:
            refuse(form, refused)
    context = {
        "asked": who, "here": "gatherings", "form": form, "heading": _("Thêm ảnh hoạt động"), "gathering": found,
        "submit": _("Thêm ảnh"), "back": opened_from(request, reverse("gathering", args=[pk])),
    }  # fmt: skip
    return render(request, "outreach/photo.html", context, status=422 if form.errors else 200)


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a picture's file to those who may see its activity."""
    who = asked(request)
    found = photo_for(who.scope, pk)
    file = settings.DATA / "photos" / found.file
    if not file.exists():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/jpeg")


@require_POST
def photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a picture away."""
    who = asked(request)
    found = photo_for(who.scope.holding(MAY_REACH_OUT), pk)
    take_back_or_404(who.scope, who.user, found.gathering)
    remove_photo(found, actor=who.user, today=who.today)
    return done(request, _("Đã bỏ ảnh."), reverse("gathering", args=[found.gathering_id]))


@form_page
def gathering_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose somebody noticed at an activity to the list of his cell. People known by that name are shown first."""
    who = asked(request)
    held = who.scope.holding(MAY_REACH_OUT)
    found = gathering_for(held, pk)
    cells, villages = reached_units(held, CELL_KINDS), reached_villages(held)
    form = NoticeForm(sent(request), cells=cells, villages=villages, known=[])
    known: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        known = to_choose(known_by_that_name(held, given["name"], given["born"]))
    if known:
        form = NoticeForm(sent(request), cells=cells, villages=villages, known=known)
    if request.method == "POST" and form.is_valid() and _noticed(form, who, found):
        return done(request, _("Đã giới thiệu; chi bộ sẽ xem xét."), reverse("gathering", args=[pk]))
    context = {
        "asked": who, "here": "gatherings", "form": form, "heading": _("Giới thiệu người nổi bật"), "gathering": found,
        "submit": _("Giới thiệu người này"), "back": opened_from(request, reverse("gathering", args=[pk])),
    }  # fmt: skip
    return render(request, "outreach/form.html", context, status=422 if form.errors else 200)


def _noticed(form: NoticeForm, who: Asked, found: Gathering) -> bool:
    held, given = who.scope.holding(MAY_REACH_OUT), form.cleaned_data
    node = given["cell"] or queries.cell_of_village(held, given["village"].pk)
    if node is None:
        form.add_error("cell", _("Không có chi bộ nào phụ trách thôn này trong phạm vi; hãy chọn chi bộ."))
        return False
    chosen = given.get("who") or NEW
    if chosen == NEW:
        facts = {"name": given["name"], "sex": given["sex"], "born": given["born"]}
        somebody = Somebody(lives_in=given["village"].pk, facts=facts)
    else:
        somebody = Somebody(person=person_for(held, int(chosen)))
    try:
        notice(found, somebody, organisation_for(held, node.pk), given["consent_on"], actor=who.user, today=who.today)
    except RefusedError as refused:
        refuse(form, refused)
        return False
    return True
