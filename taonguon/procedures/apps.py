"""The app's name for Django, and the site's own book read at the start."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from taonguon.rules.book import BookError
from taonguon.rules.localbook import book_of
from taonguon.wording.errors import book_error


class ProceduresConfig(AppConfig):
    """Registered in settings."""

    name = "taonguon.procedures"

    def ready(self) -> None:
        """Refuse to start with a book that cannot be used: one sentence, not a surprise on a page."""
        if not settings.RULES:
            return
        try:
            book_of(settings.RULES)
        except BookError as error:
            raise ImproperlyConfigured(f"TAONGUON_RULES: {book_error(error, 'vi')}") from None
