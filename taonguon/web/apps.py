"""The app's name for Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.web"
