"""The app's name for Django."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.outreach"
