"""People and posts, corrected by hand: request to form to action to the page it came from."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taonguon.accounts.enums import MAY_CHANGE
from taonguon.orgs.access import locality_for, organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.enums import CELLS, LocalityKind
from taonguon.orgs.forms import reached_villages
from taonguon.people.access import person_for, post_for, tenure_for
from taonguon.people.actions import (
    begin_tenure,
    correct_tenure,
    end_tenure,
    establish_secretary,
    put_person_right,
    seat_new_person,
    set_posts,
)
from taonguon.people.forms import BeginForm, EndForm, PersonForm, PostsForm, TenureDaysForm, post_label
from taonguon.people.models import Post, Tenure
from taonguon.people.queries.listing import Filters, people_page
from taonguon.people.queries.posts import established_posts, residence_pk, secretary_of, sitting_in
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import refuse
from taonguon.web.returning import done, opened_from, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])
SEARCH = "tim"


@form_page
def tenure_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that somebody no longer holds a post."""
    who = asked(request)
    tenure = tenure_for(who.scope.holding(MAY_CHANGE), pk)
    back = _seat_page(tenure.post)
    form = EndForm(sent(request), initial={"until": who.today})
    if request.method == "POST" and form.is_valid():
        try:
            end_tenure(tenure, form.cleaned_data["until"], actor=who.user, today=who.today)
            return done(request, _("Đã ghi %(name)s thôi giữ chức danh.") % {"name": tenure.person.name}, back)
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, "people/tenure_end_form.html", form, back=back, **_said_of(who, tenure))


@form_page
def tenure_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right from when until when somebody held a post."""
    who = asked(request)
    tenure = tenure_for(who.scope.holding(MAY_CHANGE), pk)
    back = _seat_page(tenure.post)
    form = TenureDaysForm(sent(request), initial={"since": tenure.since, "until": tenure.until})
    if request.method == "POST" and form.is_valid():
        try:
            correct_tenure(tenure, **form.cleaned_data, actor=who.user, today=who.today)
            return done(request, _("Đã ghi ngày giữ chức danh của %(name)s.") % {"name": tenure.person.name}, back)
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, "people/tenure_correct_form.html", form, back=back, **_said_of(who, tenure))


def _said_of(who: Asked, tenure: Tenure) -> dict[str, str]:
    seat = _seat_name(who, tenure.post)
    return {"post": post_label(tenure.post.kind), "seat": seat, "holder": tenure.person.name}


@form_page
def tenure_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody found by name, or somebody new, hold a vacant post."""
    who = asked(request)
    post = post_for(who.scope.holding(MAY_CHANGE), pk)
    back, text = _seat_page(post), request.GET.get(SEARCH, "").strip()[:80]
    form = BeginForm(sent(request), initial={"since": who.today, "name": text})
    if request.method == "POST" and form.is_valid():
        try:
            name = _seat(who, post, form)
            return done(request, _("Đã ghi %(name)s giữ chức danh.") % {"name": name}, back)
        except RefusedError as refused:
            refuse(form, refused)
    found = people_page(who.scope, who.scope.map, Filters(text=text), 1) if text else None
    more = {"post": post_label(post.kind), "seat": _seat_name(who, post), "text": text, "sitting": sitting_in(post)}
    return _page(request, who, "people/tenure_begin_form.html", form, back=back, found=found, **more)


def _seat(who: Asked, post: Post, form: BeginForm) -> str:
    since = form.cleaned_data["since"]
    if form.is_new:
        made = seat_new_person(post, since, actor=who.user, today=who.today, **form.facts())
        return made.person.name
    person = person_for(who.scope, form.person_pk)
    begin_tenure(post, person, since, actor=who.user, today=who.today)
    return person.name


@form_page
def person_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what is recorded of a person, and where he lives."""
    who = asked(request)
    person = person_for(who.scope.holding(MAY_CHANGE), pk)
    home = who.scope.map.localities.get(residence_pk(person))
    villages = reached_villages(who.scope)
    first = {k: getattr(person, k) for k in ("name", "born", "sex", "ethnicity")} | {"lives_in": home}
    form = PersonForm(
        sent(request), initial=first, villages=[*villages, *([home] if home and home not in villages else [])]
    )
    back = reverse("person", args=[pk])
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["lives_in"]
        lives_in = chosen.pk if chosen else None
        try:
            put_person_right(
                person, actor=who.user, lives_in=lives_in, on=form.cleaned_data["moved_on"], **form.facts()
            )
            return done(request, _("Đã ghi thông tin của %(name)s.") % {"name": form.cleaned_data["name"]}, back)
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, "people/person_form.html", form, back=back, person=person)


@form_page
def village_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which of the six posts a village has."""
    who = asked(request)
    village = locality_for(who.scope.holding(MAY_CHANGE), pk)
    place = who.scope.map.localities.get(pk)
    if place is None or place.kind != LocalityKind.VILLAGE:
        raise Http404
    form = PostsForm(sent(request), initial={"posts": established_posts(village)})
    back = reverse("village", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            set_posts(village, frozenset(form.cleaned_data["posts"]), actor=who.user)
            return done(request, _("Đã ghi các chức danh của %(name)s.") % {"name": place.name}, back)
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, "people/posts_form.html", form, back=back, place=place)


@form_page
def secretary_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on to who holds a cell's secretary's post; where there is no such post yet, make it first."""
    who = asked(request)
    cell = organisation_for(who.scope.holding(MAY_CHANGE), pk)
    node = who.scope.map.organisations.get(pk)
    if node is None or node.kind not in CELLS:
        raise Http404
    post = establish_secretary(cell, actor=who.user) if request.method == "POST" else secretary_of(cell)
    if post is not None:
        return redirect("tenure-begin", post.pk)
    return _page(request, who, "people/secretary_form.html", forms.Form(), back=reverse("unit", args=[pk]), node=node)


def _seat_page(post: Post) -> str:
    name, pk = ("village", post.locality_id) if post.locality_id else ("unit", post.organisation_id)
    return reverse(name, args=[pk])


def _seat_name(who: Asked, post: Post) -> str:
    trees = who.scope.map
    node = trees.localities.get(post.locality_id) or trees.organisations.get(post.organisation_id)
    return node.name if node else ""


def _page(request: HttpRequest, who: Asked, template: str, form: forms.Form, **more: Any) -> HttpResponse:
    back = opened_from(request, more.pop("back"))
    context = {"asked": who, "here": "tree", "form": form, "back": back, **more}
    return render(request, template, context, status=422 if form.errors else 200)
