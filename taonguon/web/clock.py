"""The one place that reads the clock. Only views and commands call it."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Give the day that counts as today: the setting's, else the calendar's."""
    return settings.TODAY or timezone.localdate()
