"""The book of rules: dated values with their sources, read from data files and checked on reading.

A rule's rows follow the texts of its layer: each text in force must have a row, or be marked as not
read. `Book.on(day)` gives the rows in force on that day. Times are days; `until` is the first day no
longer in force. Source: the files in `books/`, each row naming its clauses.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from taonguon.rules.cases import STEPS
from taonguon.rules.texts import Cite, Confidence, Text

FOLDER = Path(__file__).with_name("books")
_ROW_KEYS = frozenset({"in", "since", "until", "cites", "confidence", "unknown", "assumed", "note"})
_RULE_KEYS = frozenset({"layer", "steps", "advisory", "rows", "stricter", "choices", "irregular"})
_TEXT_KEYS = frozenset(
    {"number", "issued", "since", "until", "layer", "unread", "switch_assumed", "doubtful_since", "assumed_since"}
)
_OPEN_END = date.max


class BookError(Exception):
    """A book that cannot be used: which file, which key, what was found, what is needed (a code) and allowed."""

    def __init__(self, file: str, key: str, found: object, need: str, allowed: object = "") -> None:
        super().__init__(f"{file}: {key}: {found!r}: {need} {allowed}".strip())
        self.file, self.key, self.found, self.need, self.allowed = file, key, found, need, allowed


@dataclass(frozen=True, slots=True)
class Row:
    """What one rule says from one day until another.

    `gap` names why there is no value: "unread" (the text in force was not seen), "basis-gone" (the
    guidance in force was written for a regulation that no longer stands), "no-text" (before the first
    text known here). `unknown` and `assumed` name single values of the row that are not known, or
    carried over.
    """

    rule: str
    since: date
    until: date | None
    values: Mapping[str, Any]
    cites: tuple[Cite, ...]
    confidence: Confidence
    gap: str = ""
    unknown: frozenset[str] = frozenset()
    assumed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    note: str = ""
    local: bool = False

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: where it guards, and its rows by day.

    `advisory`: it never does more than warn. `irregular`: what it blocks makes an act already done an
    irregular one. `stricter` says for a number whether less or more is stricter; `choices` which
    words a local book may set.
    """

    id: str
    subject: str
    layer: str
    steps: tuple[str, ...]
    rows: tuple[Row, ...]
    advisory: bool = False
    irregular: bool = False
    stricter: Mapping[str, str] | None = None
    choices: Mapping[str, tuple[str, ...]] | None = None

    def at(self, day: date) -> Row:
        """Give the row in force on the day."""
        return self.rows[bisect_right(self.rows, day, key=lambda row: row.since) - 1]


class Book:
    """All rules, and what is in force on a day. Reading a day's rows costs one bisection."""

    def __init__(self, texts: Mapping[str, Text], rules: Mapping[str, Rule]) -> None:
        self.texts = dict(texts)
        self.rules = dict(rules)
        days = {row.since for rule in rules.values() for row in rule.rows}
        for text in texts.values():
            days.update({text.since, text.until or text.since})
        self.boundaries = sorted(days | {date.min})
        self._days: list[dict[str, Row] | None] = [None] * len(self.boundaries)

    def on(self, day: date) -> dict[str, Row]:
        """Give the row of every rule in force on the day, its cites those of texts then in force."""
        at = bisect_right(self.boundaries, day) - 1
        rows = self._days[at]
        if rows is None:
            rows = self._days[at] = {rule.id: _cited(rule.at(day), day) for rule in self.rules.values()}
        return rows

    def text_of(self, layer: str, day: date) -> Text | None:
        """Give the text of a layer in force on the day."""
        return next((t for t in self.texts.values() if t.layer == layer and t.in_force(day)), None)


def _cited(row: Row, day: date) -> Row:
    """Keep the clauses of texts in force on the day."""
    return replace(row, cites=tuple(c for c in row.cites if c.text.in_force(day)))


# Reading.


def read_toml(path: Path, name: str) -> dict[str, Any]:
    """Read a file as TOML; what cannot be read is a `BookError`."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BookError(name, "", str(error), "toml") from None
    except UnicodeDecodeError:
        raise BookError(name, "", "", "utf-8") from None


class Reader:
    """Reads one file, saying where it is when something is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, key: str, found: object, need: str, allowed: object = "") -> BookError:
        """Give the error for a key: what was found, what is needed."""
        return BookError(self.file, key, found, need, allowed)

    def table(self, key: str, found: object) -> Mapping[str, Any]:
        """Take a table."""
        if not isinstance(found, dict):
            raise self.fail(key, found, "table")
        return found

    def keys(self, key: str, found: object, allowed: frozenset[str]) -> Mapping[str, Any]:
        """Take a table that has no other keys than those allowed."""
        for name, value in self.table(key, found).items():
            if name not in allowed:
                raise self.fail(f"{key}.{name}".lstrip("."), value, "unknown-key", ", ".join(sorted(allowed)))
        return self.table(key, found)

    def flag(self, key: str, entry: Mapping[str, Any], name: str) -> bool:
        """Take true or false, which may be left out for false."""
        if not isinstance(found := entry.get(name, False), bool):
            raise self.fail(f"{key}.{name}", found, "flag")
        return found

    def day(self, key: str, found: object) -> date:
        """Take a day."""
        if type(found) is not date:
            raise self.fail(key, found, "day")
        return found

    def word(self, key: str, found: object) -> str:
        """Take a word that is not empty."""
        if not isinstance(found, str) or not found.strip():
            raise self.fail(key, found, "word")
        return found

    def several(self, key: str, found: object) -> list[Any]:
        """Take a list."""
        if not isinstance(found, list):
            raise self.fail(key, found, "list")
        return found

    def words(self, key: str, found: object) -> list[str]:
        """Take a list of words."""
        return [self.word(key, f) for f in self.several(key, found)]

    def choice(self, key: str, found: object, allowed: Collection[str]) -> str:
        """Take one of some words."""
        if not isinstance(found, str) or found not in allowed:
            raise self.fail(key, found, "choice", ", ".join(allowed))
        return found

    def confidence(self, key: str, found: object) -> Confidence:
        """Take a word for how sure we are."""
        return Confidence(self.choice(key, found, tuple(Confidence)))


def read_texts(data: Mapping[str, Any], file: str, known: Mapping[str, Text], *, local: bool) -> dict[str, Text]:
    """Read the table of documents; a layer's texts follow each other, each ending where the next begins."""
    read = Reader(file)
    out: dict[str, Text] = {}
    for key, found in data.items():
        at = f"text.{key}"
        if key in known:
            raise read.fail(at, key, "text-known")
        entry = read.keys(at, found, _TEXT_KEYS)
        for needed in ("number", "issued"):
            if needed not in entry:
                raise read.fail(f"{at}.{needed}", "", "needed")
        issued = read.day(f"{at}.issued", entry["issued"])
        out[key] = Text(
            key=key,
            number=read.word(f"{at}.number", entry["number"]),
            issued=issued,
            since=read.day(f"{at}.since", entry.get("since", issued)),
            until=read.day(f"{at}.until", entry["until"]) if "until" in entry else None,
            layer=read.word(f"{at}.layer", entry.get("layer", "other")),
            unread=read.flag(at, entry, "unread"),
            switch_assumed=read.flag(at, entry, "switch_assumed"),
            doubtful_since=read.day(f"{at}.doubtful_since", entry["doubtful_since"])
            if "doubtful_since" in entry
            else None,
            assumed_since=read.day(f"{at}.assumed_since", entry["assumed_since"]) if "assumed_since" in entry else None,
            local=local,
        )
        since, until = out[key].since, out[key].until
        if until is not None and until <= since:
            raise read.fail(f"{at}.until", until, "later", since)
    last: dict[str, str] = {}
    for key, text in list(out.items()):
        if text.layer == "other":
            continue
        if text.layer in last:
            before = out[last[text.layer]]
            if text.since <= before.since:
                raise read.fail(f"text.{key}.since", text.since, "later", before.since)
            out[before.key] = replace(before, until=text.since)
        last[text.layer] = key
    return out


def read_cite(read: Reader, key: str, found: str, texts: Mapping[str, Text], otherwise: Confidence) -> Cite:
    """Read "R24 4.3.1" or "R24 4.3.1 secondary"."""
    parts = found.split()
    if parts[0] not in texts:
        raise read.fail(key, found, "cite", ", ".join(texts))
    sure = otherwise
    if len(parts) > 1 and parts[-1] in set(Confidence):
        sure = Confidence(parts.pop())
    return Cite(texts[parts[0]], " ".join(parts[1:]), sure)


def _gap_row(rule: str, text: Text | None, reason: str, since: date, until: date | None) -> Row:
    cites = (Cite(text, "", Confidence.UNKNOWN),) if text else ()
    notes = ("switch-assumed",) if text and text.switch_assumed else ()
    return Row(rule, since, until, {}, cites, Confidence.UNKNOWN, gap=reason, notes=notes)


def _notes(text: Text, confidence: Confidence) -> tuple[str, ...]:
    out = []
    if confidence is Confidence.SECONDARY:
        out.append("secondary")
    if confidence is Confidence.ASSUMED:
        out.append("assumed")
    if text.switch_assumed:
        out.append("switch-assumed")
    return tuple(out)


def _text_rows(row: Row, text: Text) -> Iterable[Row]:
    """Cut a row where its text becomes doubtful or merely assumed."""
    until = row.until or _OPEN_END
    if text.doubtful_since and row.since < text.doubtful_since < until:
        yield replace(row, until=text.doubtful_since)
        gap = _gap_row(row.rule, text, "basis-gone", text.doubtful_since, row.until)
        yield replace(gap, cites=tuple(replace(c, confidence=Confidence.UNKNOWN) for c in row.cites))
        return
    if text.assumed_since and until > text.assumed_since and row.confidence is not Confidence.UNKNOWN:
        cut = max(row.since, text.assumed_since)
        if row.since < cut:
            yield replace(row, until=cut)
        cites = tuple(replace(c, confidence=Confidence.ASSUMED) for c in row.cites)
        yield replace(
            row, since=cut, cites=cites, confidence=Confidence.ASSUMED, notes=_notes(text, Confidence.ASSUMED)
        )
        return
    yield row


def span_of(read: Reader, key: str, entry: Mapping[str, Any], text: Text) -> tuple[date, date | None]:
    """Give the days a row holds: those its text is in force, or a part of them."""
    since = read.day(f"{key}.since", entry.get("since", text.since))
    until = read.day(f"{key}.until", entry["until"]) if "until" in entry else text.until
    if not text.in_force(since):
        raise read.fail(f"{key}.since", since, "within", f"{text.since} – {text.until or ''}")
    if until is not None and (until <= since or until > (text.until or _OPEN_END)):
        raise read.fail(f"{key}.until", until, "within", f"{since} – {text.until or ''}")
    return since, until


def _row(read: Reader, key: str, rule: str, entry: Mapping[str, Any], text: Text, texts: Mapping[str, Text]) -> Row:
    sure = read.confidence(f"{key}.confidence", entry.get("confidence", "text"))
    unknown = entry.get("unknown", [])
    values = {n: tuple(v) if isinstance(v, list) else v for n, v in entry.items() if n not in _ROW_KEYS}
    gap = "unread" if unknown is True else ""
    cites = tuple(
        read_cite(read, f"{key}.cites", c, texts, Confidence.UNKNOWN if gap else sure)
        for c in read.words(f"{key}.cites", entry.get("cites", []))
    )
    if gap:
        sure = Confidence.UNKNOWN
        cites = cites or (Cite(text, "", Confidence.UNKNOWN),)
    elif not cites:
        raise read.fail(f"{key}.cites", "", "source")
    since, until = span_of(read, key, entry, text)
    return Row(
        rule=rule,
        since=since,
        until=until,
        values=values,
        cites=cites,
        confidence=sure,
        gap=gap,
        unknown=frozenset() if gap else frozenset(read.words(f"{key}.unknown", unknown)),
        assumed=frozenset(read.words(f"{key}.assumed", entry.get("assumed", []))),
        notes=_notes(text, sure),
        note=entry.get("note", ""),
        local=text.local,
    )


def _rows_of(read: Reader, rule: str, entry: Mapping[str, Any], texts: Mapping[str, Text]) -> tuple[Row, ...]:
    """Lay the rows along the texts of the rule's layer; every day has exactly one row."""
    layer = read.choice(f"{rule}.layer", entry.get("layer"), sorted({t.layer for t in texts.values()}))
    line = sorted((t for t in texts.values() if t.layer == layer), key=lambda t: t.since)
    found = _given_rows(read, rule, entry, line, texts)
    rows = [_gap_row(rule, None, "no-text", date.min, line[0].since)]
    for text in line:
        mine = [r for r in found if text.since <= r.since and (text.until is None or r.since < text.until)]
        if not mine or mine[0].since > text.since:
            if not text.unread and not mine:
                raise read.fail(f"{rule}.rows", text.key, "row")
            rows.append(_gap_row(rule, text, "unread", text.since, mine[0].since if mine else text.until))
        rows.extend(mine)
    for before, after in pairwise(rows):
        if before.until != after.since:
            raise read.fail(f"{rule}.rows", f"{before.since} – {before.until}", "next-row", after.since)
    return tuple(rows)


def _given_rows(
    read: Reader, rule: str, entry: Mapping[str, Any], line: list[Text], texts: Mapping[str, Text]
) -> list[Row]:
    """Read the rows as given, one for each text they name, by day."""
    found: list[Row] = []
    for number, given in enumerate(read.several(f"{rule}.rows", entry.get("rows")), 1):
        key = f"{rule}.rows[{number}]"
        if not isinstance(given, dict):
            raise read.fail(key, given, "table")
        for name in read.words(f"{key}.in", given.get("in", [])):
            read.choice(f"{key}.in", name, [t.key for t in line])
            found.extend(_text_rows(_row(read, key, rule, given, texts[name], texts), texts[name]))
    return sorted(found, key=lambda row: row.since)


def _rule(read: Reader, rule: str, found: object, texts: Mapping[str, Text], subject: str) -> Rule:
    entry = read.keys(rule, found, _RULE_KEYS)
    stricter, choices = (read.table(f"{rule}.{name}", entry.get(name, {})) for name in ("stricter", "choices"))
    return Rule(
        id=rule,
        subject=subject,
        layer=str(entry.get("layer")),
        steps=tuple(
            read.choice(f"{rule}.steps", s, STEPS) for s in read.words(f"{rule}.steps", entry.get("steps", []))
        ),
        rows=_rows_of(read, rule, entry, texts),
        advisory=read.flag(rule, entry, "advisory"),
        irregular=read.flag(rule, entry, "irregular"),
        stricter={n: read.choice(f"{rule}.stricter.{n}", way, ("less", "more")) for n, way in stricter.items()},
        choices={n: tuple(read.words(f"{rule}.choices.{n}", words)) for n, words in choices.items()},
    )


SUBJECTS = (
    "eligibility", "candidacy", "introduction", "verification", "votes", "clocks", "probation", "moves", "groups",
    "readmission",
)  # fmt: skip


@lru_cache(maxsize=1)
def central() -> Book:
    """Read our own books, once a process."""
    texts = read_texts(read_toml(FOLDER / "texts.toml", "texts.toml"), "texts.toml", {}, local=False)
    rules: dict[str, Rule] = {}
    for subject in SUBJECTS:
        file = f"{subject}.toml"
        read = Reader(file)
        for name, found in read_toml(FOLDER / file, file).items():
            if name in rules:
                raise read.fail(name, subject, "rule-twice", f"{rules[name].subject}.toml")
            rules[name] = _rule(read, name, found, texts, subject)
    return Book(texts, rules)
