"""The app's name for Django."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.procedures"
