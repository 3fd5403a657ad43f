"""Write docs/rules.md from the books of rules.

python tools/rules_page.py          write the page
python tools/rules_page.py --check  say whether it is up to date (exit code 1 if not)
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from taonguon.rules.book import SUBJECTS, Book, Row, Rule, central
from taonguon.wording.sentences import cited, says, title, word

TARGET = Path(__file__).parents[1] / "docs/rules.md"
HEAD = """# The rules, as the books have them

Made by `tools/rules_page.py` from `taonguon/rules/books/`; a test keeps it fresh, so do not edit it. How the books are
written: [adding-a-rule.md](adding-a-rule.md); how a site enters a text of its own: [entering-a-text.md](entering-a-text.md).

Each row says what holds from one day until the next row begins, and which clause of which text (number **and** day of
issue) says so. A clause that was not read itself carries how we know it; where a value is not known, people decide.
"""


def page(book: Book) -> str:
    """Give the whole page."""
    lines = [HEAD, "## The texts", "", *_texts(book), ""]
    for subject in SUBJECTS:
        lines += [f"## {word('subject', subject, 'en')}", ""]
        for rule in book.rules.values():
            if rule.subject == subject:
                lines += _rule(rule)
    return "\n".join(lines).rstrip() + "\n"


def _texts(book: Book) -> Iterator[str]:
    yield "| Short | Number | Issued | In force | Layer | |"
    yield "|---|---|---|---|---|---|"
    for text in book.texts.values():
        until = f" – before {text.until:%d/%m/%Y}" if text.until else " –"
        notes = [
            "not read" if text.unread else "",
            "day of force assumed" if text.switch_assumed else "",
            f"its basis gone from {text.doubtful_since:%d/%m/%Y}" if text.doubtful_since else "",
            f"assumed from {text.assumed_since:%d/%m/%Y}" if text.assumed_since else "",
        ]
        said = "; ".join(n for n in notes if n)
        yield f"| {text.key} | {text.number} | {text.issued:%d/%m/%Y} | {text.since:%d/%m/%Y}{until} | {text.layer} | {said} |"


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id} — {title(rule.id, 'en')}"
    yield ""
    guarded = ", ".join(f"`{s}`" for s in rule.steps) or "no step by itself"
    kind = "; it never does more than warn" if rule.advisory else ""
    yield f"Guards: {guarded}{kind}."
    yield ""
    yield "| From | What holds | Source |"
    yield "|---|---|---|"
    for row in rule.rows:
        yield f"| {_since(row)} | {says(row, 'en')}{f' ({row.note})' if row.note else ''} | {_sources(row)} |"
    yield ""


def _since(row: Row) -> str:
    return "before" if row.since == date.min else f"{row.since:%d/%m/%Y}"


def _sources(row: Row) -> str:
    """Name the clauses of texts in force on some day of the row."""
    last = row.until or date.max
    held = [c for c in row.cites if c.text.since < last and (c.text.until is None or c.text.until > row.since)]
    return "<br>".join(dict.fromkeys(cited(c, "en") for c in held)) or "–"


if __name__ == "__main__":
    made = page(central())
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text("utf-8") == made else f"{TARGET.name} is out of date: run tools/rules_page.py")
    TARGET.write_text(made, "utf-8")
