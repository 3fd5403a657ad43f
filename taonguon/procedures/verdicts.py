"""What the engine answers about a case, in words, by weight."""

from dataclasses import dataclass
from datetime import date

from taonguon.procedures.asks import asked_at
from taonguon.procedures.fields import label_of
from taonguon.rules.book import Book
from taonguon.rules.cases import TABLES, Case
from taonguon.rules.engine import Clock, NextStep, calendar, check, next_steps
from taonguon.rules.findings import Finding, Verdict, Weight
from taonguon.wording.sentences import cited, sentence, title, word

_LOOKS = {Verdict.ALLOWED: "is-good", Verdict.BLOCKED: "is-bad", Verdict.NEEDS_HUMAN: "is-warn"}


@dataclass(frozen=True)
class Said:
    """One finding: its rule, the sentence, the way out, the clauses."""

    rule: str
    title: str
    message: str
    way_out: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """One clock: what for, its last day, what it runs from, by which rule; late if its act came after, or has not come."""

    name: str
    by: date | None
    start: str
    started: date
    rule: str
    late: bool


@dataclass(frozen=True)
class Possible:
    """A step that may come next: who acts, what would be said of it today, by when, from when."""

    name: str
    actor: str
    verdict: str
    look: str
    by: date | None
    may_from: date | None


@dataclass(frozen=True)
class Judgement:
    """The whole answer."""

    step: str
    on: date
    name: str
    look: str
    incomplete: bool
    """True where nothing but missing facts stands in the way of an answer."""
    missing: tuple[tuple[str, str], ...]
    """The facts without which there is no answer, each once: its field, its name."""
    groups: "tuple[Group, ...]"
    dates: tuple[Due, ...]
    base: int | None
    needed: int | None
    in_favour: int | None
    possible: tuple[Possible, ...]


Group = tuple[Weight, str, tuple[Said, ...]]
"""A weight, its name, and what was found of that weight."""


def groups_of(findings: tuple[Finding, ...], language: str) -> tuple[Group, ...]:
    """Put findings into words, by weight."""
    weights = {finding.weight for finding in findings}
    return tuple(
        (weight, word("weight", weight, language), _said(findings, weight, language))
        for weight in Weight
        if weight in weights
    )


def judge(case: Case, book: Book, language: str) -> Judgement:
    """Judge the step on its day."""
    answer = check(case, book)
    weights = {finding.weight for finding in answer.findings}
    return Judgement(
        step=word("step", case.step, language),
        on=case.on,
        name=word("verdict", answer.verdict, language),
        look=_LOOKS[answer.verdict],
        incomplete=answer.verdict is Verdict.NEEDS_HUMAN and Weight.HUMAN not in weights,
        missing=_missing(answer.findings, language),
        groups=groups_of(answer.findings, language),
        dates=tuple(due_of(clock, case.on, language) for clock in calendar(case, book)),
        base=answer.base if "vote.in_favour" in asked_at(book, case.step) else None,
        needed=answer.needed,
        in_favour=answer.in_favour,
        possible=tuple(_possible(step, language) for step in next_steps(case, case.on, book)),
    )


def _said(findings: tuple[Finding, ...], weight: Weight, language: str) -> tuple[Said, ...]:
    return tuple(_in_words(finding, language) for finding in findings if finding.weight is weight)


def _in_words(finding: Finding, language: str) -> Said:
    words = sentence(finding, language)
    sources = tuple(dict.fromkeys(cited(c, language) for c in finding.cites))
    return Said(finding.rule, title(finding.rule, language), words.message, words.way_out, sources)


def _missing(findings: tuple[Finding, ...], language: str) -> tuple[tuple[str, str], ...]:
    facts = (f for finding in findings if finding.weight is Weight.UNKNOWN for f in finding.facts.get("missing", ()))
    return tuple((_where(fact), label_of(fact, language)) for fact in dict.fromkeys(facts))


def _where(fact: str) -> str:
    """Give the field of a fact; for a whole table, and for introducers, the table."""
    table, _, name = fact.partition(".")
    return fact if name and (table in TABLES or table == "done") else table


def due_of(clock: Clock, on: date, language: str) -> Due:
    """Put a clock into words, as of a day."""
    late = bool(clock.act and clock.by and (clock.done or on) > clock.by)
    return Due(
        word("clock", clock.name, language),
        clock.by,
        word("done", clock.start, language),
        clock.started,
        clock.rule,
        late,
    )


def _possible(step: NextStep, language: str) -> Possible:
    return Possible(
        word("step", step.step, language),
        word("actor", step.actor, language),
        word("verdict", step.verdict, language),
        _LOOKS[step.verdict],
        step.by,
        step.may_from,
    )
