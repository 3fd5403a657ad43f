"""The app's name for Django."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.orgs"
