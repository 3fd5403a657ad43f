"""The only door from an id in an address to a log-in or a role."""

from django.db.models import QuerySet
from django.http import Http404

from taonguon.accounts.models import Grant, User


def account_for(reached: QuerySet[User], pk: int) -> User:
    """Give the log-in if it is among those reached; else the same 404 as if there were none."""
    found = reached.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def grant_for(reached: QuerySet[User], pk: int) -> Grant:
    """Give the role if its log-in is among those reached; else the same 404 as if there were none."""
    found = Grant.objects.select_related("user").filter(pk=pk, user__in=reached).first()
    if found is None:
        raise Http404
    return found
