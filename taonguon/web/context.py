"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 Django calls it so
    """Give the banner's switch."""
    return {"demo": settings.DEMO}
