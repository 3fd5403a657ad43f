"""The app's name for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.people"
