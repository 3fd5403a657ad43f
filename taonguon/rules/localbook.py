"""A site's own book laid over the central one: values for texts we have not seen, or stricter local rules.

A local value fills what is not known, replaces what was merely assumed, or is stricter than a central
one; a weaker one is refused, never taken silently. What rests on it is shown as local. The form of the
files is told in docs/entering-a-text.md.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from taonguon.rules.book import Book, BookError, Reader, Row, Rule, central, read_cite, read_texts, read_toml, span_of
from taonguon.rules.texts import Confidence, Text

_TOP = frozenset({"text", "rules"})
_ROW = frozenset({"since", "until", "cites", "confidence"})


def files_of(path: Path) -> list[Path]:
    """Give the files of a local book: the file itself, or every .toml of the folder by name."""
    if path.is_dir():
        return sorted(p for p in path.iterdir() if p.suffix == ".toml")
    if not path.is_file():
        raise BookError(str(path), "", "", "no-file")
    return [path]


def laid_over(book: Book, path: Path) -> Book:
    """Give the central book with the local one over it. Raises `BookError` for the first thing that is wrong."""
    texts, rules = dict(book.texts), dict(book.rules)
    for file in files_of(path):
        data = read_toml(file, file.name)
        read = Reader(file.name)
        read.keys("", data, _TOP)
        texts |= read_texts(read.table("text", data.get("text", {})), file.name, texts, local=True)
        for rule, found in read.table("rules", data.get("rules", {})).items():
            if rule not in rules:
                raise read.fail(f"rules.{rule}", "", "rule")
            rules[rule] = _overlaid(read, rules[rule], found, texts)
    return Book(texts, rules)


def _overlaid(read: Reader, rule: Rule, found: object, texts: Mapping[str, Text]) -> Rule:
    entry = read.keys(f"rules.{rule.id}", found, frozenset({"rows"}))
    given = entry.get("rows")
    if not isinstance(given, list) or not given:
        raise read.fail(f"rules.{rule.id}.rows", given, "list")
    for number, row in enumerate(given, 1):
        rule = _lay(read, rule, f"rules.{rule.id}.rows[{number}]", row, texts)
    return rule


def _lay(read: Reader, rule: Rule, key: str, given: object, texts: Mapping[str, Text]) -> Rule:
    names = _value_names(rule)
    entry = read.keys(key, given, _ROW | names)
    cites = [
        read_cite(read, f"{key}.cites", c, texts, Confidence.TEXT)
        for c in read.words(f"{key}.cites", entry.get("cites", []))
    ]
    if not cites:
        raise read.fail(f"{key}.cites", "", "source")
    since, until = span_of(read, key, entry, cites[0].text)
    values = {n: tuple(v) if isinstance(v, list) else v for n, v in entry.items() if n in names}
    lacking = sorted(names - set(values) - set(rule.choices or {}))
    met = [r for r in rule.rows if (until is None or r.since < until) and (r.until is None or r.until > since)]
    if lacking and all(r.gap for r in met):
        raise read.fail(f"{key}.{lacking[0]}", "", "needed")
    rows: list[Row] = []
    for row in rule.rows:
        if row not in met or (row.gap and lacking):  # half of what is not known leaves it unknown
            rows.append(row)
            continue
        begin, end = max(row.since, since), row.until if until is None else min(row.until or until, until)
        if row.since < begin:
            rows.append(replace(row, until=begin))
        laid = _merged(read, rule, key, row, values)
        confidence = read.confidence(f"{key}.confidence", entry.get("confidence", "text"))
        rows.append(
            replace(laid, since=begin, until=end, cites=(*cites, *laid.cites), confidence=confidence, local=True)
        )
        if end is not None and (row.until is None or end < row.until):
            rows.append(replace(row, since=end))
    return replace(rule, rows=tuple(rows))


def _value_names(rule: Rule) -> frozenset[str]:
    return frozenset(name for row in rule.rows for name in row.values)


def _merged(read: Reader, rule: Rule, key: str, row: Row, values: Mapping[str, Any]) -> Row:
    """Fill what was a gap (every value of the rule is there), or make stricter."""
    for name, value in values.items():
        _well_formed(read, rule, f"{key}.{name}", name, value)
    if row.gap:
        defaults = {n: r.values[n] for r in rule.rows for n in (rule.choices or {}) if n in r.values}
        return replace(row, values={**defaults, **values}, gap="", cites=(), unknown=frozenset(), notes=())
    free = row.unknown | row.assumed | (set(values) if row.confidence is Confidence.ASSUMED else set())
    for name, value in values.items():
        if name not in row.values or name in free or value == row.values[name] or name in (rule.choices or {}):
            continue
        wanted = (rule.stricter or {}).get(name)
        if wanted is None:
            raise read.fail(f"{key}.{name}", value, "fixed", row.values[name])
        if (value < row.values[name]) != (wanted == "less"):
            raise read.fail(f"{key}.{name}", value, "weaker", row.values[name])
    kept = tuple(n for n in row.notes if n != "assumed")
    return replace(
        row,
        values={**row.values, **values},
        unknown=row.unknown - set(values),
        assumed=row.assumed - set(values),
        notes=kept,
    )


def _well_formed(read: Reader, rule: Rule, key: str, name: str, value: object) -> None:
    """A value is of the kind the rule's other rows have; a choice is one of those allowed."""
    allowed = (rule.choices or {}).get(name)
    if allowed is not None and value not in allowed:
        raise read.fail(key, value, "choice", ", ".join(allowed))
    known = next(row.values[name] for row in rule.rows if name in row.values)
    if type(value) is not type(known) or (
        isinstance(value, int) and not isinstance(value, bool) and not 0 < value <= 1000
    ):
        raise read.fail(key, value, "like", known)


@lru_cache(maxsize=4)
def book_of(path: str) -> Book:
    """Give the book of a site: the central one, with the local book at the path over it where one is named."""
    return laid_over(central(), Path(path)) if path else central()
