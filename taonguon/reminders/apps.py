"""The app of reminders."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Dispatches that urge units on, and what becomes of them."""

    name = "taonguon.reminders"

    def ready(self) -> None:
        """Put what is asked of a unit beside its other work."""
        from taonguon.admissions.tasks import add_source  # noqa: PLC0415 models are known only now
        from taonguon.reminders.tasks import tasks_of  # noqa: PLC0415

        add_source(tasks_of)
