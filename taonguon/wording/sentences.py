"""Findings and rules as sentences. The words stand in the .toml files beside this one, by subject.

Under each rule: its `title`, what it `says` (with the values of a row in braces), and for each reason the
sentence that names what was found and what is needed, with the way out under `way`. A reason not found
under its rule is looked up under `any`. Names of codes are in words.toml, those of facts and acts in facts.toml.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from taonguon.rules.book import SUBJECTS, Row
from taonguon.rules.dates import PartialDate
from taonguon.rules.findings import Finding, Weight
from taonguon.rules.texts import Cite, Confidence

FOLDER = Path(__file__).parent
LANGUAGES = ("vi", "en")

# Facts whose values are words of the case file, and the list of words.toml that names them; a fact that
# another rule uses otherwise stands with its rule.
WORDS_OF = {
    "schooling": "schooling", "accepted": "schooling", "doubtful": "schooling", "least": "schooling", "areas": "areas",
    "body": "body", "bodies": "kind", "tie": "together", "ties": "together", "doubtful_ties": "together",
    "relation": "relation", "persons": "asked_about", "because": "because", "never": "because", "right": "stands_at",
    "stands": "stands_at", "step": "step", "paper": "paper", "redo": "paper", "key": "done", "first": "done",
    "second": "done", "from": "done", "value": "value", "missing": "fact", "issuer": "issuer", "scope": "scope",
    "delegated": "delegated", "weight": "local-weight", "open_ended_short": "choice", "village_cell": "choice",
    "past_youth_age_with_union": "choice", "VOTE-REPORT.bodies": "body",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding in words, and the way out ("" where there is none)."""

    message: str
    way_out: str


@lru_cache(maxsize=1)
def _subjects() -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in (*SUBJECTS, "any"):
        out.update(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))
    return out


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    out: dict[str, dict[str, dict[str, str]]] = {}
    for name in ("words", "facts"):
        out.update(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))
    return out


def word(kind: str, code: str, language: str) -> str:
    """Give the name of a code: word("step", "cell-vote", "vi")."""
    return _words()[kind][code][language]


def words(kind: str, language: str) -> dict[str, str]:
    """Give all names of a kind, by code, in the order of the file."""
    return {code: names[language] for code, names in _words()[kind].items()}


def title(rule: str, language: str) -> str:
    """Give the short name of a rule."""
    return str(_subjects()[rule]["title"][language])


def says(row: Row, language: str) -> str:
    """Say what a row holds, its values filled in; where there is no value, why not."""
    if row.gap:
        basis = row.cites[0].text if row.cites else None
        facts = {"document": basis.number, "issued": basis.issued} if basis else {"since": row.until}
        return sentence(Finding(row.rule, Weight.INFO, row.gap, row.cites, facts), language).message
    text = str(_subjects()[row.rule]["says"][language]).format_map(_Blank(_shown(row.values, language, row.rule)))
    for value in sorted(row.unknown):
        unknown = Finding(row.rule, Weight.INFO, "value-unknown", row.cites, {"value": value})
        text += " " + sentence(unknown, language).message
    return text


class _Blank(dict[str, str]):
    """Values a row does not have are shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence(finding: Finding, language: str) -> Sentence:
    """Put a finding into words, with the assumptions it rests on."""
    entry = _subjects()[finding.rule].get(finding.reason) or _subjects()["any"][finding.reason]
    facts = {**_shown(finding.facts, language, finding.rule), "title": title(finding.rule, language)}
    if "rule" in finding.facts:  # a finding about another rule
        facts["rule"] = title(finding.facts["rule"], language)
    parts = [str(entry[language]).format(**facts)]
    parts += [str(_subjects()["any"]["notes"][note][language]) for note in dict.fromkeys(finding.notes)]
    way = entry.get("way")
    return Sentence(" ".join(parts), str(way[language]).format(**facts) if way else "")


def _shown(facts: Mapping[str, Any], language: str, rule: str) -> dict[str, str]:
    kinds = {name: WORDS_OF.get(f"{rule}.{name}") or WORDS_OF.get(name, "") for name in facts}
    return {name: show(value, language, kinds[name]) for name, value in facts.items()}


def show(value: Any, language: str, kind: str = "") -> str:
    """Show a plain value: days as 19/04/2018, words by their names, lists joined."""
    if isinstance(value, bool):
        return word("choice", "yes" if value else "no", language)
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if value is None:
        return "–"
    if isinstance(value, tuple):
        if value and isinstance(value[0], Cite):
            return "; ".join(cited(c, language) for c in value)
        return "; ".join(show(v, language, kind) for v in value) or "–"
    return word(kind, value, language) if kind and isinstance(value, str) else str(value)


_ARTICLE = re.compile(r"Art\. (\d+)(?:\((\d+)\))?")  # "Art. 4(1)": article 4, point 1


def _clause(clause: str, language: str) -> str:
    """Name a clause as the offices do: an article of the Charter, or a point."""
    if found := _ARTICLE.fullmatch(clause):
        return word("choice", "article-point" if found[2] else "article", language).format(*found.groups())
    return word("choice", "clause", language).format(clause)


def cited(cite: Cite, language: str) -> str:
    """Name a clause: number and day of issue of the text, the clause, and how we know it where not by reading."""
    text = f"{cite.text.number} ({cite.text.issued:%d/%m/%Y})"
    if cite.clause:
        text += ", " + _clause(cite.clause, language)
    if cite.confidence is not Confidence.TEXT:
        text += f" [{word('confidence', cite.confidence, language)}]"
    return text
