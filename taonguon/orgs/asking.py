"""The unit an address names. One out of reach is answered like one that is not there."""

from django.http import Http404

from taonguon.orgs.access import Scope, organisation_for
from taonguon.web.asking import as_number


def unit_of(text: str, scope: Scope) -> int | None:
    """Give the unit's id; None where the text is no number: a list is then not narrowed."""
    pk = as_number(text)
    return None if pk is None else organisation_for(scope, pk).pk


def unit_or_home(text: str, scope: Scope) -> int | None:
    """Give the unit's id, the highest one in reach where none is named; 404 where the text is no number."""
    if not text:
        return scope.home
    pk = unit_of(text, scope)
    if pk is None:
        raise Http404
    return pk
