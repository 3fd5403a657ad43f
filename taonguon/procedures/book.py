"""The book of rules this site goes by."""

from taonguon.rules.book import Book, central


def book() -> Book:
    """Give the book every page asks."""
    return central()
