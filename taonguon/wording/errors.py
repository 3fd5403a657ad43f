"""What is wrong with a case file or a book, in one sentence: file, key, what was found, what is needed."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from taonguon.rules.book import BookError
from taonguon.rules.casefile import CaseError

LONGEST = 80  # characters of what was found that are shown


@lru_cache(maxsize=1)
def _sentences() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "errors.toml").read_text("utf-8"))


def _found(value: object) -> str:
    text = value if isinstance(value, str) else "true" if value is True else "false" if value is False else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _line(file: str, key: str, need: str, found: object, allowed: str, language: str) -> str:
    said = str(_sentences()[need][language]).format(found=_found(found), allowed=allowed)
    return ": ".join(part for part in (file, key, said) if part)


def case_error(file: str, error: CaseError, language: str) -> str:
    """Say what is wrong with a case file."""
    return _line(file, error.key, error.need, error.found, ", ".join(error.allowed), language)


def book_error(error: BookError, language: str) -> str:
    """Say what is wrong with a book of rules."""
    return _line(error.file, error.key, error.need, error.found, _found(error.allowed), language)
