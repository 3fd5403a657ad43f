"""The book of rules this site goes by."""

from django.conf import settings

from taonguon.rules.book import Book
from taonguon.rules.localbook import book_of


def book() -> Book:
    """Give the book every page asks: the central one, with the site's own over it. Read once a process."""
    return book_of(settings.RULES)
