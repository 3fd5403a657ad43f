"""The page a leader opens first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taonguon.orgs.asked import asked


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the whole of a unit on a day."""
    return render(request, "reports/home.html", {"asked": asked(request), "here": "home"})
