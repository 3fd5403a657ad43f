"""Who holds which role where, on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from taonguon.accounts.models import Grant, User


def standing_grants(user: User, on: date) -> QuerySet[Grant]:
    """Give the roles a log-in holds on a day; an ended or future one is not among them."""
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=on), user=user, since__lte=on)
