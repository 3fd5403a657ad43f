"""The only door from an id in an address to a class, a learner or a certificate, and the rows a log-in may see.

A class is seen by the unit that holds it and by all units below, which send learners; its learners are
seen by those who hold the class, and each unit sees its own.
"""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from taonguon.classes.models import Course, Enrolment, Proposal, Session
from taonguon.orgs.access import Scope
from taonguon.people.models import Certificate

Row = TypeVar("Row", bound=Model)


def courses_in(scope: Scope) -> QuerySet[Course]:
    """Give the classes held at a unit in reach or above one."""
    rows = Course.objects.all()
    return rows if scope.everything else rows.filter(unit_id__in=_seen_units(scope))


def _seen_units(scope: Scope) -> set[int]:
    tree, seen = scope.map.organisations, set(scope.organisation_ids)
    for _role, pk in scope.grants:
        node = tree.get(pk) if pk is not None else None
        if node is not None:
            seen.update(above.pk for above in node.ancestors())
    return seen


def learners_in(scope: Scope) -> QuerySet[Enrolment]:
    """Give the learners a log-in may see: those of classes it holds, and those its units send."""
    rows = Enrolment.objects.all()
    units = scope.organisation_ids
    return rows if scope.everything else rows.filter(Q(course__unit_id__in=units) | Q(sender_id__in=units))


def certificates_in(scope: Scope) -> QuerySet[Certificate]:
    """Give the certificates a log-in may see: given by a unit it reaches, or to learners its units sent."""
    rows = Certificate.objects.all()
    if scope.everything:
        return rows
    units = scope.organisation_ids
    sent = Enrolment.objects.filter(sender_id__in=units).values("person_id")
    return rows.filter(Q(unit_id__in=units) | Q(person_id__in=sent))


def proposals_in(scope: Scope) -> QuerySet[Proposal]:
    """Give the proposals of cells in reach."""
    rows = Proposal.objects.all()
    return rows if scope.everything else rows.filter(cell_id__in=scope.organisation_ids)


def course_for(scope: Scope, pk: int) -> Course:
    """Give the class if the log-in may see it; else the same 404 as if there were none."""
    return _found(courses_in(scope).select_related("kind", "unit", "commune"), pk)


def course_held(scope: Scope, pk: int) -> Course:
    """Give the class if it is held at a unit the scope reaches: a door for those who run it."""
    found = course_for(scope, pk)
    if found.unit_id not in scope.organisation_ids:
        raise Http404
    return found


def session_held(scope: Scope, pk: int) -> Session:
    """Give the session of a class held at a unit the scope reaches; else 404."""
    found = _found(Session.objects.select_related("course__kind", "course__unit"), pk)
    course_held(scope, found.course_id)
    return found


def learner_for(scope: Scope, pk: int) -> Enrolment:
    """Give the learner if the log-in may see him; else the same 404 as if there were none."""
    return _found(learners_in(scope).select_related("course__kind", "course__unit", "person", "certificate"), pk)


def certificate_for(scope: Scope, pk: int) -> Certificate:
    """Give the certificate if the log-in may see it; else the same 404 as if there were none."""
    return _found(certificates_in(scope).select_related("person", "unit"), pk)


def proposal_for(scope: Scope, pk: int) -> Proposal:
    """Give the proposal if its cell lies in the scope; else the same 404 as if there were none."""
    return _found(proposals_in(scope).select_related("person", "kind", "cell"), pk)


def _found(rows: QuerySet[Row], pk: int) -> Row:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
