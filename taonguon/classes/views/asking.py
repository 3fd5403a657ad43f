"""How the centre's pages read their address and who may run them."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest

from taonguon.accounts.enums import MAY_TEACH
from taonguon.orgs.access import Scope
from taonguon.orgs.asked import Asked, asked
from taonguon.rules.refusal import RefusedError
from taonguon.web.asking import LONGEST_ID, as_number


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
