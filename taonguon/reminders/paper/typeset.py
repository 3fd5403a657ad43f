"""The PDF: words to typst, which shows them and reads none of them as markup."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from taonguon.foreign.typesetting import set_pages
from taonguon.reminders.paper.values import Paper
from taonguon.reminders.paper.words import ANNEX, PARTY, RECIPIENTS, TO, Words, words_of

_SOURCE = Path(__file__).parent / "dispatch.typ"
_FIXED = {"party": PARTY, "to": TO, "recipients": RECIPIENTS, "annex": ANNEX}
_LONG = re.compile(r"\S{20,}")
_PART = re.compile(r"\S{6}(?=\S)")


def pdf(papers: Sequence[Paper]) -> bytes:
    """Set dispatches one after the other; each begins on its own page 1."""
    return set_pages(_SOURCE, [_shown(words_of(paper)) for paper in papers])


def _shown(words: Words) -> dict[str, Any]:
    told = _breakable(asdict(words))
    inside = words.table is not None and not words.annexed
    return {**told, "form": words.form.value, "inside": inside, "fixed": _FIXED}


def _breakable(found: Any) -> Any:
    """Let a word be broken that no cell may have room for; the others are broken at blanks."""
    if isinstance(found, str):
        return _LONG.sub(lambda word: _PART.sub("\\g<0>\u200b", word[0]), found)
    if isinstance(found, dict):
        return {name: _breakable(one) for name, one in found.items()}
    return [_breakable(one) for one in found] if isinstance(found, tuple) else found
