"""Log-ins and their roles. They stand here, above `accounts`, because a role is held at a unit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taonguon.accounts.access import account_for, grant_for
from taonguon.accounts.actions import (
    add_account_at,
    end_grant,
    give_grant,
    one_time_password,
    set_active,
    set_password,
)
from taonguon.accounts.enums import MAY_MANAGE, Role
from taonguon.accounts.models import User
from taonguon.accounts.queries import account_lines, accounts_within, every_account
from taonguon.orgs.access import Scope
from taonguon.orgs.account_forms import AccountForm, GrantForm
from taonguon.orgs.asked import Asked, asked
from taonguon.orgs.forms import reached_units
from taonguon.rules.refusal import RefusedError
from taonguon.web.fields import refuse
from taonguon.web.returning import done, sent

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _manager(request: HttpRequest) -> tuple[Asked, Scope, QuerySet[User]]:
    """Let only administrators through: who asks, what he administers, and the log-ins in it."""
    who = asked(request)
    held = who.scope.holding(MAY_MANAGE)
    if not held.grants:
        raise Http404
    return who, held, every_account() if held.everything else accounts_within(held.organisation_ids)


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List the log-ins with the roles they hold today."""
    who, _held, reached = _manager(request)
    rows = [(line.user, _roles(who, line.roles)) for line in account_lines(reached, who.today)]
    return _page(request, who, "orgs/accounts.html", rows=rows)


@form_page
def account_add(request: HttpRequest) -> HttpResponse:
    """Make a log-in with its first role; its password is shown this once."""
    who, held, _reached = _manager(request)
    form = AccountForm(sent(request), units=reached_units(held), whole=held.everything)
    if request.method == "POST" and form.is_valid():
        given, password = form.cleaned_data, one_time_password()
        try:
            made = add_account_at(
                given["username"], password, Role(given["role"]), form.unit_pk,
                actor=who.user, since=who.today, full_name=given["full_name"],
            )  # fmt: skip
            return _page(request, who, "orgs/account_password.html", account=made, password=password)
        except RefusedError as refused:
            refuse(form, refused)
    return _page(request, who, "orgs/account_form.html", form, back=reverse("accounts"))


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one log-in, its roles, and what may be done with it."""
    who, held, reached = _manager(request)
    return _account_page(request, who, account_for(reached, pk), _grant_form(None, held))


@require_POST
def grant_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a log-in another role."""
    who, held, reached = _manager(request)
    user = account_for(reached, pk)
    form = _grant_form(request, held)
    if form.is_valid():
        try:
            give_grant(user, Role(form.cleaned_data["role"]), form.unit_pk, actor=who.user, since=who.today)
            return done(request, _("Đã giao quyền."), _address(pk))
        except RefusedError as refused:
            refuse(form, refused)
    return _account_page(request, who, user, form)


@require_POST
def grant_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away from today on."""
    who, _held, reached = _manager(request)
    grant = grant_for(reached, pk)
    try:
        end_grant(grant, actor=who.user, on=who.today)
    except RefusedError as refused:
        return _refused(request, refused, grant.user_id)
    return done(request, _("Đã thu hồi quyền."), _address(grant.user_id))


@require_POST
def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a log-in: its open sessions end at their next request."""
    who, _held, reached = _manager(request)
    try:
        set_active(account_for(reached, pk), False, actor=who.user)
    except RefusedError as refused:
        return _refused(request, refused, pk)
    return done(request, _("Đã khóa tài khoản."), _address(pk))


@require_POST
def account_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a log-in again."""
    who, _held, reached = _manager(request)
    try:
        set_active(account_for(reached, pk), True, actor=who.user)
    except RefusedError as refused:
        return _refused(request, refused, pk)
    return done(request, _("Đã mở lại tài khoản."), _address(pk))


@require_POST
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a log-in a new password, shown this once; its open sessions end."""
    who, _held, reached = _manager(request)
    user, password = account_for(reached, pk), one_time_password()
    set_password(user, password, actor=who.user)
    return _page(request, who, "orgs/account_password.html", account=user, password=password)


def _grant_form(request: HttpRequest | None, held: Scope) -> GrantForm:
    return GrantForm(request.POST if request else None, units=reached_units(held), whole=held.everything)


def _roles(who: Asked, grants: list[Any]) -> list[tuple[int, Any, str]]:
    """Give (id, role, unit's name) of each role; '' for the whole site."""
    tree = who.scope.map.organisations
    return [(g.pk, Role(g.role).label, n.name if (n := tree.get(g.organisation_id)) else "") for g in grants]


def _address(pk: int) -> str:
    return reverse("account", args=[pk])


def _refused(request: HttpRequest, refused: RefusedError, pk: int) -> HttpResponse:
    messages.error(request, refused.sentence)
    return redirect(_address(pk))


def _account_page(request: HttpRequest, who: Asked, user: User, form: GrantForm) -> HttpResponse:
    (line,) = account_lines(every_account().filter(pk=user.pk), who.today)
    roles = _roles(who, line.roles)
    return _page(request, who, "orgs/account.html", form, account=user, roles=roles, own=user.pk == who.user.pk)


def _page(request: HttpRequest, who: Asked, template: str, form: forms.Form | None = None, **more: Any) -> HttpResponse:
    context = {"asked": who, "here": "accounts", "form": form, **more}
    return render(request, template, context, status=422 if form and form.errors else 200)
