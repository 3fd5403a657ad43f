"""The only door from an id in an address to a person, and the rows a log-in may see."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from taonguon.orgs.access import Scope
from taonguon.people.models import Activity, Person, Post, Residence, Tenure


def people_in(scope: Scope) -> QuerySet[Person]:
    """Give the people a log-in may see: active in a cell, seated in a post, or living in a village it reaches."""
    people = Person.objects.filter(merged_into__isnull=True)
    if scope.everything:
        return people
    return people.filter(Q(pk__in=_ids_in(scope)))


def _ids_in(scope: Scope) -> QuerySet[Any, Any]:
    units, places = scope.organisation_ids, scope.locality_ids
    active = Activity.objects.filter(cell_id__in=units).values("person_id")
    seated = Tenure.objects.filter(
        Q(post__locality_id__in=places) | Q(post__organisation_id__in=units)
    ).values("person_id")  # fmt: skip
    living = Residence.objects.filter(locality_id__in=places, until__isnull=True).values("person_id")
    return active.union(seated, living)


def person_for(scope: Scope, pk: int) -> Person:
    """Give the person if the log-in may see him; else the same 404 as if there were none."""
    found = people_in(scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def post_for(scope: Scope, pk: int) -> Post:
    """Give the post if its place or unit lies in the scope; else the same 404 as if there were none."""
    found = Post.objects.filter(pk=pk).first()
    if found is None or not (
        scope.everything or found.locality_id in scope.locality_ids or found.organisation_id in scope.organisation_ids
    ):
        raise Http404
    return found


def tenure_for(scope: Scope, pk: int) -> Tenure:
    """Give the tenure if its post lies in the scope; else the same 404 as if there were none."""
    found = Tenure.objects.select_related("post", "person").filter(pk=pk).first()
    if found is None:
        raise Http404
    post_for(scope, found.post_id)
    return found
