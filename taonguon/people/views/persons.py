"""The page of one person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taonguon.accounts.enums import MAY_CHANGE
from taonguon.orgs.asked import asked
from taonguon.people.access import people_in, person_for
from taonguon.people.actions import look_at
from taonguon.people.queries import one
from taonguon.people.queries.changes import changes_of


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is known of one person, and leave in the trail that somebody looked."""
    page = asked(request)
    person = person_for(page.scope, pk)
    memberships = one.memberships_of(person)
    activities = one.activities_of(person, page.map, page.scope)
    tenures = one.tenures_of(person, page.map, page.scope)
    context = {
        "asked": page,
        "here": "people",
        "person": person,
        "residence": one.residence_of(person, page.map, page.scope),
        "memberships": memberships,
        "activities": activities,
        "tenures": tenures,
        "line": one.picture_of(activities, tenures, page.on),
        "doubts": one.doubts_about(memberships, page.on),
        "lookalikes": one.lookalikes_of(person, page.scope),
        "sources": one.sources_of(person),
        "may_change": page.may["change"] and people_in(page.scope.holding(MAY_CHANGE)).filter(pk=pk).exists(),
        "changes": changes_of("people.person", pk, page.map),
    }
    look_at(person, actor=page.user)
    return render(request, "people/person.html", context)
