"""The app's name for Django."""

from django.apps import AppConfig


class ClassesConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.classes"
