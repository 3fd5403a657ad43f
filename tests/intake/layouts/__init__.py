"""Writes an invented district as office files in one of many layouts."""

from tests.intake.layouts.page import Look
from tests.intake.layouts.people import acts_book, members_book
from tests.intake.layouts.posts import posts_book
from tests.intake.layouts.units import units_book

__all__ = ["Look", "acts_book", "members_book", "posts_book", "units_book"]
