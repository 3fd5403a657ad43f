"""The app's name for Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.reports"
