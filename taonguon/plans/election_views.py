"""The pages of coming elections to village posts."""

from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.accounts.enums import MAY_SHARE
from taonguon.admissions.access import candidacies_in
from taonguon.admissions.boards import units_to_choose
from taonguon.orgs.access import locality_for
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.asking import unit_or_home
from taonguon.orgs.queries import Part, part_of
from taonguon.people.enums import PostKind
from taonguon.people.queries.listing import people_among
from taonguon.people.queries.seats import seats
from taonguon.people.queries.tree import place_name
from taonguon.plans.access import election_for
from taonguon.plans.behind import Behind
from taonguon.plans.election_models import Election
from taonguon.plans.elections import Called, calendar_of, coming, drop_election, electable, set_election
from taonguon.plans.scheme_forms import ElectionChangeForm, ElectionForm
from taonguon.plans.winning import living_in, may_name, who_lives_in
from taonguon.rules.refusal import RefusedError
from taonguon.rules.tree import Node
from taonguon.web.fields import refuse
from taonguon.web.paging import asked_page
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Line:
    """A coming election, and what its posts are today."""

    row: Election
    place: str
    kind: str
    exist: int
    members: int
    open: int
    vacant: int
    living: int
    """Members who live in its villages."""
    candidates: int | None
    """People of the source who live there; None for who may not see the cases."""
    apart: int
    """Villages there that have a nearer day of their own, and are not counted."""
    may: bool


@require_safe
def elections(request: HttpRequest) -> HttpResponse:
    """Show the coming elections of a unit's villages, the nearest first, as they were known on the day."""
    who = asked(request)
    pk = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    context = {"asked": who, "here": "plan", "unit": pk, "units": units_to_choose(who.scope, pk)}
    if pk is not None and (place := part_of(pk, who.on)).unit is not None:
        context |= {
            "node": place.unit, "lines": _lines(place, who),
            "may": who.on_today and bool(who.scope.holding(MAY_SHARE).grants),
        }  # fmt: skip
    return render(request, "plans/elections.html", context)


def _lines(place: Part, who: Asked) -> list[Line]:
    calendar = calendar_of(place)
    rows = calendar.rows
    may = who.scope.holding(MAY_SHARE).locality_ids if who.on_today else frozenset()
    posts = {(seat.village, seat.kind): seat for seat in seats(place)} if rows else {}
    held_in = [calendar.villages_of(row, place) for row in rows]
    everywhere = {village.pk for villages in held_in for village in villages}
    living, listed = living_in(everywhere, place.on, candidacies_in(who.scope), who.today)
    named = place.unit is not None and may_name(who.scope, place.unit.pk)
    out = []
    for row, villages in zip(rows, held_in, strict=True):
        found = [
            seat for village in villages if (seat := posts.get((village.pk, row.kind))) is not None and seat.established
        ]
        filled = sum(seat.filled for seat in found)
        members = sum(seat.member for seat in found)
        node = place.map.localities.by_pk[row.place_id]
        out.append(
            Line(
                row, place_name(node), str(PostKind(row.kind).label), len(found), members, filled - members,
                len(found) - filled, sum(living[v.pk] for v in villages),
                sum(listed[v.pk] for v in villages) if named else None,
                calendar.apart(row, place), row.place_id in may,
            )
        )  # fmt: skip
    return out


POSTS, MEMBERS, OPEN, VACANT, LIVING, LISTED = "posts", "members", "open", "vacant", "living", "listed"
BEHIND = {
    POSTS: gettext_lazy("Thôn bầu chức danh này"),
    MEMBERS: gettext_lazy("Đảng viên đang giữ chức danh sắp bầu"),
    OPEN: gettext_lazy("Người giữ chức danh sắp bầu chưa là đảng viên"),
    VACANT: gettext_lazy("Thôn đang khuyết chức danh sắp bầu"),
    LIVING: gettext_lazy("Đảng viên sống ở nơi bầu"),
    LISTED: gettext_lazy("Người trong nguồn sống ở nơi bầu"),
}


@require_safe
def election_behind(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """List who, or which villages, a number of a coming election counts."""
    who = asked(request)
    unit = unit_or_home(request.GET.get("don-vi", ""), who.scope)
    place = part_of(unit, who.on) if unit is not None else None
    if place is None or place.unit is None or name not in BEHIND:
        raise Http404
    calendar = calendar_of(place)
    row = next((row for row in calendar.rows if row.pk == pk), None)
    if row is None or (name == LISTED and not may_name(who.scope, place.unit.pk)):
        raise Http404
    about = f"{PostKind(row.kind).label}, {place_name(place.map.localities.by_pk[row.place_id])}, {row.on:%d/%m/%Y}."
    found = _behind(name, row, calendar.villages_of(row, place), place, who)
    people = set(found.people)
    context = {
        "asked": who, "here": "plan", "node": place.unit, "year": "", "behind": replace(found, about=about),
        "counted": len(people), "page": people_among(who.scope, who.map, people, asked_page(request)),
    }  # fmt: skip
    return render(request, "plans/behind.html", context)


def _behind(name: str, row: Election, villages: list[Node], place: Part, who: Asked) -> Behind:
    there, title = {village.pk for village in villages}, str(BEHIND[name])
    if name in {LIVING, LISTED}:
        members, listed = who_lives_in(there, place.on, candidacies_in(who.scope), who.today)
        return Behind(title, "", frozenset(person for _place, person in (members if name == LIVING else listed)))
    held = [s for s in seats(place, there) if s.kind == row.kind and s.established]
    if name in {POSTS, VACANT}:
        wanted = {s.village for s in held if name == POSTS or not s.filled}
        return Behind(title, "", villages=tuple(v for v in villages if v.pk in wanted))
    return Behind(title, "", frozenset(s.person for s in held if s.person and s.member is (name == MEMBERS)))


@form_page
def election_add(request: HttpRequest) -> HttpResponse:
    """Enter when a post is elected."""
    who = asked(request)
    held = who.scope.holding(MAY_SHARE)
    if not held.grants:
        raise Http404
    form = ElectionForm(sent(request), places=electable(held.locality_ids, held.map))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        place = locality_for(held, int(given["place"]))
        was = coming(place, given["kind"], who.today)
        try:
            set_election(
                place, PostKind(given["kind"]), Called(given["on"], given["source"], given["replaces"]),
                units=held.map, actor=who.user, today=who.today,
            )  # fmt: skip
            return done(request, said(was, given["on"]), reverse("elections"))
        except RefusedError as refused:
            refuse(form, refused)
    if "replaces" not in form.errors and "replaces" not in request.POST:
        del form.fields["replaces"]  # asked only where a day stands already
    return _form(request, who, form)


def said(was: Election | None, on: date) -> str:
    """Say what was entered, and which day it took the place of."""
    if was is None or was.on == on:
        return _("Đã ghi ngày bầu.")
    return _("Ngày cũ %(was)s được thay bằng %(day)s; ngày cũ và văn bản của nó vẫn giữ trong lịch sử.") % {
        "was": f"{was.on:%d/%m/%Y}", "day": f"{on:%d/%m/%Y}",
    }  # fmt: skip


@form_page
def election_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a coming election to another day; the day told before stays on record."""
    who = asked(request)
    held = who.scope.holding(MAY_SHARE)
    found = election_for(held, pk)
    if found.until is not None or found.on < who.today:
        raise Http404
    form = ElectionChangeForm(sent(request), initial={"on": found.on, "source": found.source})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            set_election(
                found.place, PostKind(found.kind), Called(given["on"], given["source"], replaces=True),
                units=held.map, actor=who.user, today=who.today,
            )  # fmt: skip
            return done(request, said(found, given["on"]), reverse("elections"))
        except RefusedError as refused:
            refuse(form, refused)
    node = held.map.localities.get(found.place_id)
    about = f"{PostKind(found.kind).label}, {place_name(node) if node else ''}"
    return _form(request, who, form, found, about)


@require_POST
def election_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not to be held."""
    who = asked(request)
    found = election_for(who.scope.holding(MAY_SHARE), pk)
    try:
        drop_election(found, actor=who.user, today=who.today)
    except RefusedError as refused:
        messages.error(request, refused.sentence)
        return redirect("elections")
    return done(request, _("Đã bỏ ngày bầu."), reverse("elections"))


def _form(
    request: HttpRequest, who: Asked, form: ElectionChangeForm, standing: Election | None = None, about: str = ""
) -> HttpResponse:
    context = {
        "asked": who, "here": "plan", "form": form, "standing": standing, "about": about,
        "back": opened_from(request, reverse("elections")),
    }  # fmt: skip
    return render(request, "plans/election_form.html", context, status=422 if form.errors else 200)
