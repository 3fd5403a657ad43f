"""Answers of the frame itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django calls it so
    """Answer as if there were nothing: missing and forbidden look the same."""
    return render(request, "404.html", status=404)
