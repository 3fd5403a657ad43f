"""Loads books and figures them, as `taonguon load` and `taonguon figures` do, without a file between."""

from datetime import date
from pathlib import Path

from taonguon.intake.actions import Opened, Request, load_file
from taonguon.intake.interpret.files import parse
from taonguon.reports.figures import figures
from tests.builders import TODAY, a_user
from tests.intake.truth import true_figures


def request():
    from taonguon.accounts.models import User

    return Request(User.objects.first() or a_user(), None, TODAY)


def load_book(book):
    """Load a book that was read; the fingerprint is of its rows."""
    opened = Opened(Path(book.file_name), book.file_name, f"{hash(repr(book.sheets)):064x}"[-64:], book, parse(book))
    return load_file(opened, request())


def found_figures(on: date = TODAY, unit: int | None = None):
    """Give the figures of the register, or of one unit of it, in the shape of `truth.true_figures`."""
    got = figures(on, unit)
    for group in ("villages_without_cell", "villages_without_members"):
        got[group] = {tuple(row.values()) for row in got[group]["list"]}
    return got


def differences(district, unit=None):
    """Say where the register (or one unit's part of it) differs from what is true of a district: one line each."""
    out = []
    _compare("", true_figures(district), found_figures(unit=unit), out)
    return out


def _compare(path, true, got, out):
    if isinstance(true, dict) and isinstance(got, dict):
        for key in true:
            _compare(f"{path}/{key}", true[key], got.get(key), out)
        if path.count("/") > 1:
            out.extend(f"{path}/{key}: more: {got[key]}" for key in got if key not in true and key != "definition")
    elif true != got:
        out.append(f"{path}: true {true!r}, found {got!r}")
