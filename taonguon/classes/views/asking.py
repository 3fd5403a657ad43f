"""How the centre's pages read their address and who may run them."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest

from taonguon.accounts.enums import MAY_TEACH
from taonguon.orgs.access import Scope, organisation_for
from taonguon.orgs.asked import Asked, asked
from taonguon.rules.refusal import RefusedError

LONGEST_ID = 18


def held_or_404(request: HttpRequest) -> tuple[Asked, Scope]:
    """Give who asks, and the part of his reach in which he may run classes; 404 where there is none."""
    who = asked(request)
    held = who.scope.holding(MAY_TEACH)
    if not held.grants:
        raise Http404
    return who, held


def a_number(request: HttpRequest, name: str, longest: int = LONGEST_ID) -> int | None:
    """Read a number of the address; what is none narrows nothing."""
    return as_number(request.GET.get(name, ""), longest)


def as_number(text: str, longest: int = LONGEST_ID) -> int | None:
    """Read a number somebody sent; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= longest else None


def numbers_sent(request: HttpRequest, name: str) -> list[int]:
    """Give the ids that were ticked."""
    found = (as_number(text) for text in request.POST.getlist(name))
    return [number for number in found if number is not None]


def unit_of(request: HttpRequest, scope: Scope) -> int | None:
    """Give the unit of the address; one out of reach is answered like one that is not there."""
    pk = a_number(request, "don-vi")
    return organisation_for(scope, pk).pk if pk is not None else None


def each(request: HttpRequest, deeds: Iterable[Callable[[], object]]) -> int:
    """Do each by itself; say of which it was refused, and give how many were done."""
    count = 0
    for deed in deeds:
        try:
            deed()
            count += 1
        except RefusedError as refused:
            messages.warning(request, refused.sentence)
    return count
