"""Who holds which role where, on a day."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from taonguon.accounts.enums import Every
from taonguon.accounts.models import DigestChoice, FeedKey, Grant, User


def standing_grants(user: User, on: date) -> QuerySet[Grant]:
    """Give the roles a log-in holds on a day; an ended or future one is not among them."""
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=on), user=user, since__lte=on)


def every_account() -> QuerySet[User]:
    """Give all log-ins, for the administrator of the whole site."""
    return User.objects.all()


def accounts_within(units: frozenset[int]) -> QuerySet[User]:
    """Give the log-ins with a role at one of the units and no standing role anywhere else."""
    standing = Grant.objects.filter(until__isnull=True)
    outside = standing.filter(Q(organisation__isnull=True) | ~Q(organisation__in=units))
    held = Grant.objects.filter(organisation__in=units)
    return User.objects.filter(pk__in=held.values("user_id")).exclude(pk__in=outside.values("user_id"))


def names_of_accounts(ids: set[int]) -> dict[int, str]:
    """Give id -> how a log-in is shown."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A log-in as the list of accounts shows it."""

    user: User
    roles: list[Grant]
    """Roles held on the day, the first given first."""


def account_lines(users: QuerySet[User], on: date) -> list[AccountLine]:
    """Give log-ins by name with the roles they hold on the day. Two queries."""
    standing = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on).order_by("pk")
    rows = users.order_by("-is_active", "username").prefetch_related(Prefetch("grants", standing, to_attr="standing"))
    return [AccountLine(user, list(user.standing)) for user in rows]


def feed_digest(key: str) -> str:
    """Hash the key of a calendar feed: it is random and long, so a plain hash cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


def user_of_feed(key: str) -> User | None:
    """Give the log-in a feed's key belongs to; None for a wrong or ended key, and while the log-in is closed."""
    return User.objects.filter(feed_key__digest=feed_digest(key), is_active=True).first()


def feed_made_on(user: User) -> date | None:
    """Give the day the standing key of a log-in's feed was made; None where it has none."""
    return FeedKey.objects.filter(user=user).values_list("made_on", flat=True).first()


def digest_of(user: User) -> DigestChoice | None:
    """Give how a log-in wants its digest; None where it wants none."""
    return DigestChoice.objects.filter(user=user).first()


def not_yet_sent(today: date) -> Q:
    """Give the condition that a digest is still to go: none today, or for a weekly one none since Monday."""
    monday = today - timedelta(days=today.weekday())
    daily = Q(every=Every.DAY) & (Q(sent_on__isnull=True) | Q(sent_on__lt=today))
    weekly = Q(every=Every.WEEK) & (Q(sent_on__isnull=True) | Q(sent_on__lt=monday))
    return daily | weekly


def digests_due(today: date) -> QuerySet[DigestChoice]:
    """Give the digests still to go today, of log-ins that are open."""
    rows = DigestChoice.objects.filter(not_yet_sent(today), user__is_active=True)
    return rows.select_related("user").order_by("user__username")
