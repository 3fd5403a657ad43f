"""Verbs about log-ins and grants."""

import secrets
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from taonguon.accounts.enums import WHOLE_SITE, Every, Role
from taonguon.accounts.models import DigestChoice, FeedKey, Grant, User
from taonguon.accounts.queries import feed_digest, not_yet_sent
from taonguon.audit.actions import record
from taonguon.rules.refusal import RefusedError

_CLEAR = "abcdefghkmnpqrstuvwxyz23456789"


@transaction.atomic
def add_account(username: str, password: str, *, actor: Any, full_name: str = "") -> User:
    """Make a log-in; it reaches nothing until a grant is given."""
    user = User(username=username.strip(), full_name=full_name.strip())
    _check_characters(user.username)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise RefusedError("username", " ".join(error.messages)) from None
    if User.objects.filter(username__iexact=user.username).exists():
        raise RefusedError("username", _("Tên đăng nhập %(name)s đã có; cần một tên khác.") % {"name": user.username})
    _set(user, password)
    user.save()
    record(actor, "account.added", user, username=user.username)
    return user


def _check_characters(username: str) -> None:
    """Refuse in our own words what Django refuses in English: its sentence has no Vietnamese."""
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        raise RefusedError(
            "username",
            _("Tên đăng nhập “%(name)s” có ký tự không dùng được; chỉ gồm chữ, số và các ký tự @ . + - _ viết liền.")
            % {"name": username},
        ) from None


@transaction.atomic
def set_password(user: User, password: str, *, actor: Any) -> None:
    """Give a log-in a new password; its open sessions end."""
    _set(user, password)
    user.save(update_fields=["password"])
    record(actor, "account.password-set", user)


@transaction.atomic
def set_active(user: User, active: bool, *, actor: Any) -> None:
    """Close a log-in or open it again."""
    if actor is not None and actor.pk == user.pk:
        raise RefusedError("", _("Không thể tự khóa tài khoản của mình."))
    if not User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active):
        return  # it is so already
    record(actor, "account.opened" if active else "account.closed", user)


@transaction.atomic
def give_grant(user: User, role: Role, organisation_pk: int | None, *, actor: Any, since: date) -> Grant:
    """Give a role at a unit (None: the whole site) from a day on; the same one twice is refused."""
    User.objects.select_for_update().get(pk=user.pk)
    if organisation_pk is None and role not in WHOLE_SITE:
        raise RefusedError("unit", _("Vai trò %(role)s được giữ ở một đơn vị; hãy chọn đơn vị.") % {"role": role.label})
    here = Q(organisation__isnull=True) if organisation_pk is None else Q(organisation=organisation_pk)
    if Grant.objects.filter(here, user=user, role=role, until__isnull=True).exists():
        raise RefusedError("unit", _("Tài khoản này đã có vai trò đó ở đơn vị này."))
    made = Grant.objects.create(user=user, role=role, organisation_id=organisation_pk, since=since)
    record(actor, "grant.given", user, role=str(role), organisation=organisation_pk, since=since.isoformat())
    return made


@transaction.atomic
def end_grant(grant: Grant, *, actor: Any, on: date) -> None:
    """End a role; it works no more at the next request. Ended already, nothing is written."""
    if actor is not None and grant.user_id == actor.pk and grant.role == Role.ADMIN:
        raise RefusedError("", _("Không thể tự thu hồi quyền quản trị của mình."))
    if not Grant.objects.filter(pk=grant.pk, until__isnull=True).update(until=max(on, grant.since)):
        return
    record(actor, "grant.ended", grant.user, role=grant.role, organisation=grant.organisation_id, on=on.isoformat())


@transaction.atomic
def add_account_at(
    username: str, password: str, role: Role, organisation_pk: int | None, *, actor: Any, since: date, full_name: str
) -> User:
    """Make a log-in together with its first role."""
    user = add_account(username, password, actor=actor, full_name=full_name)
    give_grant(user, role, organisation_pk, actor=actor, since=since)
    return user


def one_time_password() -> str:
    """Make up a password that is read out once: four groups without letters that look alike."""
    return "-".join("".join(secrets.choice(_CLEAR) for _n in range(4)) for _g in range(4))


@transaction.atomic
def new_feed_key(user: User, *, actor: Any, today: date) -> str:
    """Make the key of a log-in's calendar feed; the one before opens nothing any more. Given out this once."""
    key = secrets.token_urlsafe(32)
    FeedKey.objects.update_or_create(user=user, defaults={"digest": feed_digest(key), "made_on": today})
    record(actor, "feed.key-made", user)
    return key


@transaction.atomic
def end_feed_key(user: User, *, actor: Any) -> None:
    """Take the key of a log-in's calendar feed back. Where there is none, nothing is written."""
    ended, _rows = FeedKey.objects.filter(user=user).delete()
    if ended:
        record(actor, "feed.key-ended", user)


@transaction.atomic
def choose_digest(user: User, every: Every, address: str, language: str, *, actor: Any, today: date) -> DigestChoice:
    """Send a log-in the digest of its work from now on: how often, where to, in which language."""
    same = DigestChoice.objects.filter(user=user, every=every, address=address, language=language).first()
    if same is not None:
        return same
    wanted = {"every": every, "address": address, "language": language, "chosen_on": today}
    made, _new = DigestChoice.objects.update_or_create(user=user, defaults=wanted)
    record(actor, "digest.chosen", user, every=str(every))  # the address is no matter of the trail, which keeps all
    return made


@transaction.atomic
def end_digest(user: User, *, actor: Any) -> None:
    """Send a log-in no digest any more; its address is forgotten. Where there is none, nothing is written."""
    ended, _rows = DigestChoice.objects.filter(user=user).delete()
    if ended:
        record(actor, "digest.ended", user)


def claim_digest(choice: DigestChoice, today: date) -> bool:
    """Take a digest for sending; False where another run has taken it. One statement: of two runs one wins."""
    return bool(DigestChoice.objects.filter(not_yet_sent(today), pk=choice.pk).update(sent_on=today))


@transaction.atomic
def digest_failed(choice: DigestChoice, error: str, *, today: date) -> None:
    """Give a digest that was not sent back to the next run."""
    DigestChoice.objects.filter(pk=choice.pk, sent_on=today).update(sent_on=choice.sent_on)
    record(None, "digest.failed", choice.user, error=error)


def digest_sent(choice: DigestChoice, counts: dict[str, int]) -> None:
    """Leave in the trail that a digest was sent, with the counts it told."""
    record(None, "digest.sent", choice.user, counts=counts)


@transaction.atomic
def create_admin(username: str, password: str, *, today: date) -> User:
    """Make the first administrator, from the command line."""
    user = add_account(username, password, actor=None)
    give_grant(user, Role.ADMIN, None, actor=None, since=today)
    return user


def _set(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise RefusedError("password", " ".join(error.messages)) from None
    user.set_password(password)
