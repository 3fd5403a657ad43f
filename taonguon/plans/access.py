"""The only doors from an id in an address to a goal, a Scheme or an election."""

from django.http import Http404

from taonguon.orgs.access import Scope
from taonguon.plans.models import CoverageGoal, Election, Scheme


def goal_for(scope: Scope, pk: int) -> CoverageGoal:
    """Give the goal if its unit lies in the scope; else the same 404 as if there were none."""
    found = CoverageGoal.objects.select_related("organisation").filter(pk=pk, standing=True).first()
    if found is None or found.organisation_id not in scope.organisation_ids:
        raise Http404
    return found


def scheme_for(scope: Scope, pk: int) -> Scheme:
    """Give the Scheme if its unit lies in the scope; else the same 404 as if there were none."""
    found = Scheme.objects.select_related("unit").filter(pk=pk, standing=True).first()
    if found is None or found.unit_id not in scope.organisation_ids:
        raise Http404
    return found


def election_for(scope: Scope, pk: int) -> Election:
    """Give the election if its place lies in the scope; else the same 404 as if there were none."""
    found = Election.objects.select_related("place").filter(pk=pk).first()
    if found is None or found.place_id not in scope.locality_ids:
        raise Http404
    return found
