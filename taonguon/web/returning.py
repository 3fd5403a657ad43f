"""Where a form comes from, and where it goes when it is done: back to the page it was opened from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

NEXT = "next"


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with, also where that is nothing; None where the form is only opened."""
    return request.POST if request.method == "POST" else None


def opened_from(request: HttpRequest, otherwise: str) -> str:
    """Give the address the form was opened from, if it is one of ours; else the one named."""
    given = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    safe = url_has_allowed_host_and_scheme(given, allowed_hosts=None, require_https=request.is_secure())
    return given if given.startswith("/") and safe else otherwise


def done(request: HttpRequest, sentence: str, otherwise: str) -> HttpResponseRedirect:
    """Say what was done, and go back: a reload then sends nothing twice."""
    messages.success(request, sentence)
    return redirect(opened_from(request, otherwise))
