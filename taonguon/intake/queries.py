"""Reading loads and doubts, for who asks."""

from django.db.models import Q, QuerySet

from taonguon.intake.models import Doubt, Load
from taonguon.orgs.access import Scope
from taonguon.people.access import people_in


def loads_for(scope: Scope, user_pk: int) -> QuerySet[Load]:
    """Give the loads a log-in may see: its own, and those made for a unit it reaches; newest first."""
    rows = Load.objects.select_related("actor").order_by("-pk")
    if scope.everything:
        return rows
    return rows.filter(Q(actor_id=user_pk) | Q(unit_id__in=scope.organisation_ids))


def doubts_for(scope: Scope) -> QuerySet[Doubt]:
    """Give the open doubts of which both people are in the scope, oldest first."""
    rows = Doubt.objects.filter(verdict=Doubt.Verdict.OPEN, one__merged_into=None, other__merged_into=None)
    if not scope.everything:
        mine = people_in(scope).values("pk")
        rows = rows.filter(one__in=mine, other__in=mine)
    return rows.select_related("one", "other", "load").order_by("pk")
