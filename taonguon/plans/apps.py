"""The app's name for Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.plans"
