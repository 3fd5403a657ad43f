"""The only door from an id in an address to an activity or a picture, and the rows a log-in may see."""

from django.db.models import QuerySet
from django.http import Http404

from taonguon.accounts.enums import MAY_REACH_OUT, Role
from taonguon.accounts.models import User
from taonguon.orgs.access import Scope
from taonguon.outreach.models import Gathering, Photo

MAY_TAKE_BACK = frozenset({Role.MASS, Role.BOARD})
"""Withdrawing activities and removing pictures that others recorded."""


def gatherings_in(scope: Scope) -> QuerySet[Gathering]:
    """Give the activities held in the area of a unit in reach."""
    rows = Gathering.objects.filter(withdrawn_on__isnull=True)
    return rows if scope.everything else rows.filter(unit_id__in=scope.organisation_ids)


def gathering_for(scope: Scope, pk: int) -> Gathering:
    """Give the activity if the log-in may see it; else the same 404 as if there were none."""
    found = gatherings_in(scope).select_related("unit", "village").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_take_back(scope: Scope, user: User, gathering: Gathering) -> bool:
    """Say whether a log-in may take back what is recorded of an activity: its own, or as a body responsible there.

    A cell is reached by activities that the union above it held there; they are not the cell's to remove.
    """
    if gathering.recorded_by_id == user.pk:
        return scope.may(MAY_REACH_OUT, gathering.unit_id)
    return scope.may(MAY_TAKE_BACK, gathering.unit_id)


def take_back_or_404(scope: Scope, user: User, gathering: Gathering) -> None:
    """Answer whoever may not take it back as if there were nothing."""
    if not may_take_back(scope, user, gathering):
        raise Http404


def photo_for(scope: Scope, pk: int) -> Photo:
    """Give the picture if its activity lies in the scope and nobody removed it; else the same 404."""
    found = (
        Photo.objects.select_related("gathering")
        .filter(pk=pk, removed_on__isnull=True, gathering__in=gatherings_in(scope))
        .first()
    )
    if found is None:
        raise Http404
    return found
