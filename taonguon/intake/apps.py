"""The app's name for Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.intake"
