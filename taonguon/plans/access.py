"""The only door from an id in an address to a goal."""

from django.http import Http404

from taonguon.orgs.access import Scope
from taonguon.plans.models import CoverageGoal


def goal_for(scope: Scope, pk: int) -> CoverageGoal:
    """Give the goal if its unit lies in the scope; else the same 404 as if there were none."""
    found = CoverageGoal.objects.select_related("organisation").filter(pk=pk).first()
    if found is None or found.organisation_id not in scope.organisation_ids:
        raise Http404
    return found
