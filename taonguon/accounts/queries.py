"""Who holds which role where, on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from taonguon.accounts.models import Grant, User


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
