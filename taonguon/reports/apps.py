"""The app's name for Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ReportsConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.reports"

    def ready(self) -> None:
        """Let the triggers of the marks stand aside while tables are altered."""
        from taonguon.reports import marks  # noqa: PLC0415 models can be imported only now

        pre_migrate.connect(marks.take_down, sender=self)
        post_migrate.connect(marks.put_up, sender=self)
