"""The app's name for Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.accounts"
