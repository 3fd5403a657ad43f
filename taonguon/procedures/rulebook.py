"""The book of rules as pages show it: each rule on a day, what it was before, what changes between two days."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from taonguon.procedures.asks import asked_by
from taonguon.rules.book import SUBJECTS, Book, Row, Rule
from taonguon.rules.names import fold
from taonguon.rules.texts import Cite, Confidence, Text
from taonguon.wording.sentences import cited, says, title, word

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """What a rule says from one day to another, in words. `since` and `last` are None where the span is open."""

    row: Row
    text: str
    since: date | None
    last: date | None
    sources: tuple[str, ...]
    certainty: str
    """How the value is known, in words; "" where the clause itself was read."""

    @property
    def unknown(self) -> bool:
        """True where there is no value."""
        return bool(self.row.gap)

    @property
    def partly_unknown(self) -> bool:
        """True where a single value is missing."""
        return bool(self.row.unknown)

    @property
    def local(self) -> bool:
        """True where the site's own book says it."""
        return self.row.local

    def holds(self, day: date) -> bool:
        """Say whether it is in force on the day."""
        return (self.since is None or self.since <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class RuleOnDay:
    """A rule as it stands on a day."""

    id: str
    title: str
    now: Span
    earlier: tuple[Span, ...]
    """What it said before, newest first; the time before the first text known here is left out."""
    steps: tuple[str, ...]
    advisory: bool

    def mentions(self, words: list[str]) -> bool:
        """Say whether each word stands somewhere in it, whatever the marks."""
        text = fold(" ".join([self.id, self.title, self.now.text, *self.now.sources, *self.steps]))
        return all(w in text for w in words)


@dataclass(frozen=True)
class Change:
    """A rule that is not the same on two days."""

    id: str
    title: str
    before: Span
    after: Span


def _span(row: Row, language: str) -> Span:
    return Span(
        row=row,
        text=says(row, language),
        since=None if row.since == date.min else row.since,
        last=None if row.until is None else row.until - _A_DAY,
        sources=tuple(dict.fromkeys(cited(c, language) for c in row.cites)),
        certainty="" if row.confidence is Confidence.TEXT else word("confidence", row.confidence, language),
    )


def _same(one: Span, other: Span) -> bool:
    """Say whether a newer text only says again what the one before it said."""
    return (one.text, one.certainty, one.local) == (other.text, other.certainty, other.local)


def spans_of(rule: Rule, language: str) -> list[Span]:
    """Give what a rule said through time, newest first; a text that repeats the one before it makes no new span."""
    out: list[Span] = []
    for row in rule.rows:
        span = _span(row, language)
        if out and _same(out[-1], span):
            both = tuple(dict.fromkeys((*out[-1].sources, *span.sources)))
            span = replace(span, since=out[-1].since, sources=both)
            out.pop()
        out.append(span)
    return out[::-1]


def rule_on(book: Book, rule: Rule, day: date, language: str) -> RuleOnDay:
    """Give a rule as it stands on a day, with the clauses then in force."""
    spans = spans_of(rule, language)
    at = next(n for n, span in enumerate(spans) if span.holds(day))
    today = _span(book.on(day)[rule.id], language)
    return RuleOnDay(
        id=rule.id,
        title=title(rule.id, language),
        now=replace(today, since=spans[at].since, last=spans[at].last),
        earlier=tuple(span for span in spans[at + 1 :] if span.since is not None),
        steps=tuple(word("step", step, language) for step in rule.steps),
        advisory=rule.advisory,
    )


def by_subject(
    book: Book, day: date, language: str, search: str = "", step: str = ""
) -> list[tuple[str, str, list[RuleOnDay]]]:
    """Give the rules of a day that guard the step and hold every word, as (subject, its name, rules)."""
    words = fold(search).split()
    out = []
    for subject in SUBJECTS:
        mine = (r for r in book.rules.values() if r.subject == subject and (not step or step in r.steps))
        shown = (rule_on(book, rule, day, language) for rule in mine)
        if kept := [rule for rule in shown if rule.mentions(words)]:
            out.append((subject, word("subject", subject, language), kept))
    return out


def facts_of(rule: Rule, language: str) -> list[str]:
    """Name the facts a rule asks for."""
    return [word("fact", fact, language) for fact in asked_by(rule.id)]


# Between two days.


@dataclass(frozen=True)
class Changes:
    """What is different on two days. `repeated` are rules that only stand in another text."""

    texts: list[Text]
    changed: list[Change]
    repeated: list[Change]


def changes_between(book: Book, first: date, second: date, language: str) -> Changes:
    """Compare the book on two days."""
    changed, repeated = [], []
    for rule in book.rules.values():
        one, other = (_span(book.on(d)[rule.id], language) for d in (first, second))
        change = Change(rule.id, title(rule.id, language), one, other)
        if not _same(one, other):
            changed.append(change)
        elif one.sources != other.sources:
            repeated.append(change)
    return Changes([t for t in in_order(book) if first < t.since <= second], changed, repeated)


def in_order(book: Book) -> list[Text]:
    """Give the texts by the day they came into force."""
    return sorted(book.texts.values(), key=lambda text: (text.since, text.key))


def turns(book: Book, language: str) -> list[tuple[date, date, list[str]]]:
    """Give each day on which a text came into force, newest first: (the day before, the day, the texts)."""
    days: dict[date, list[str]] = {}
    for text in in_order(book):
        days.setdefault(text.since, []).append(cited(Cite(text, "", Confidence.TEXT), language))
    return [(day - _A_DAY, day, names) for day, names in sorted(days.items(), reverse=True)]
