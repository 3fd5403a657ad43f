"""The only doors from an id in an address to a load or a doubt."""

from django.http import Http404

from taonguon.intake.models import Doubt, Load
from taonguon.intake.queries import doubts_for, loads_for
from taonguon.orgs.access import Scope


def load_for(scope: Scope, user_pk: int, pk: int) -> Load:
    """Give the load if the log-in may see it; else the same 404 as if there were none."""
    found = loads_for(scope, user_pk).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def doubt_for(scope: Scope, pk: int) -> Doubt:
    """Give the open doubt if both people are in the scope; else the same 404 as if there were none."""
    found = doubts_for(scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
