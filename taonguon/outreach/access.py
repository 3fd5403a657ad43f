"""The only door from an id in an address to an activity or a picture, and the rows a log-in may see."""

from django.db.models import QuerySet
from django.http import Http404

from taonguon.orgs.access import Scope
from taonguon.outreach.models import Gathering, Photo


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


def photo_for(scope: Scope, pk: int) -> Photo:
    """Give the picture if its activity lies in the scope and nobody removed it; else the same 404."""
    found = Photo.objects.filter(pk=pk, removed_on__isnull=True, gathering__in=gatherings_in(scope)).first()
    if found is None:
        raise Http404
    return found
