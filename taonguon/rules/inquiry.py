"""One question being judged: a case, a step, a day, the book; and the findings so far."""

from collections.abc import Container
from datetime import date
from typing import Any

from taonguon.rules.book import Book, Row
from taonguon.rules.cases import OWN_KEY, Case
from taonguon.rules.findings import Finding, Weight
from taonguon.rules.texts import Confidence
from taonguon.rules.workdays import limit

BLOCK, HUMAN, UNKNOWN, WARN, INFO = Weight.BLOCK, Weight.HUMAN, Weight.UNKNOWN, Weight.WARN, Weight.INFO
Done = date | bool | None


class Inquiry:
    """What a rule is handed: facts of the case by day, rows of the book by day, and where to put findings."""

    __slots__ = (
        "book",
        "case",
        "findings",
        "judged",
        "kept",
        "looks_back",
        "move",
        "on",
        "only",
        "own",
        "person",
        "rows",
        "step",
        "unit",
        "vote",
    )

    def __init__(self, case: Case, book: Book, judged: Container[str]) -> None:
        """Ask the case's own question."""
        self.case = case
        self.book = book
        self.step, self.on = case.step, case.on
        self.own = OWN_KEY.get(self.step, "")
        self.only: Container[str] = () if case.only is None else case.only
        self.judged = judged
        self.rows = book.on(self.on)
        self.person, self.unit, self.vote, self.move = case.person, case.unit, case.vote, case.move
        self.looks_back = False
        self.findings: list[Finding] = []
        self.kept: dict[str, Any] = {}

    def look_back(self, step: str, on: date) -> None:
        """Turn to an earlier step on its own day, without a vote: from now on only what blocks is kept."""
        self.step, self.on, self.own = step, on, OWN_KEY[step]
        self.rows = self.book.on(on)
        self.looks_back, self.only, self.vote = True, (), None
        self.findings, self.kept = [], {}

    # Facts.

    def day(self, key: str) -> Done:
        """Give when an act was done: the day asked about for the step itself, False for not yet, None for unknown."""
        return self.on if key == self.own else self.case.done.get(key)

    def cell_meeting(self) -> Done:
        """Give the day on which eligibility is judged: the cell's meeting; before it, the day asked about."""
        if self.step in _UP_TO_CELL:
            return self.on
        return self.case.done.get("cell-resolution")

    # Values.

    def row(self, rule: str, day: date | None = None) -> Row | None:
        """Give a rule's row in force on a day; where its value is not known, say so and give None."""
        row = (self.rows if day is None or day is self.on else self.book.on(day))[rule]
        if row.gap:
            self.gap(row)
            return None
        return row

    def known(self, row: Row, value: str) -> bool:
        """Say whether a single value of a row is known; where not, leave the question to people."""
        if value in row.unknown:
            self.gap(row, value)
            return False
        return True

    def peek(self, rule: str, day: date) -> Row | None:
        """Give a rule's row for a day without any finding; None where its value is not known."""
        row = (self.rows if day is self.on else self.book.on(day))[rule]
        return None if row.gap else row

    # Findings.

    def find(
        self, row: Row, weight: Weight, reason: str, *, value: str = "", notes: tuple[str, ...] = (), **facts: Any
    ) -> None:
        """Add a finding. What rests on a value merely carried over never blocks: people decide."""
        if self.looks_back and weight is not BLOCK:
            return
        notes = row.notes + notes
        if row.local:
            notes += ("local",)
        if weight is BLOCK and (row.confidence is Confidence.ASSUMED or value in row.assumed):
            weight = HUMAN
            if "assumed" not in notes:
                notes += ("assumed",)
        self.findings.append(Finding(row.rule, weight, reason, row.cites, facts, notes))

    def gap(self, row: Row, value: str = "") -> None:
        """Say that a value is not known; a rule that only ever warns does not stop the step for it, unless asked."""
        if self.looks_back:
            return
        weight = HUMAN if self._stops(row.rule) else WARN
        if value:
            self.findings.append(Finding(row.rule, weight, "value-unknown", row.cites, {"value": value}, row.notes))
            return
        text = row.cites[0].text if row.cites else None
        facts = {"document": text.number, "issued": text.issued} if text else {"since": row.until}
        self.findings.append(Finding(row.rule, weight, row.gap, row.cites, facts, row.notes))

    def missing(self, row: Row, *facts: str) -> None:
        """Say which facts the rule needs and has not got."""
        if self.looks_back:
            return
        weight = UNKNOWN if self._stops(row.rule) else WARN
        self.findings.append(Finding(row.rule, weight, "fact-missing", row.cites, {"missing": facts}, row.notes))

    def _stops(self, rule: str) -> bool:
        return rule in self.only or not self.book.rules[rule].advisory

    def judges(self, rule: str) -> bool:
        """Say whether another rule is judged in this question too."""
        return rule in self.judged

    # What several rules ask.

    def done(self, row: Row, key: str, by: date, *, weight: Weight = BLOCK, absent: str, late: str) -> bool:
        """Say whether an act was done by a day; add what is wrong where it was not, or where it is not known."""
        when = self.day(key)
        if when is None:
            self.missing(row, f"done.{key}")
        elif isinstance(when, bool):
            self.find(row, weight, absent, key=key)
        elif when > by:
            self.find(row, weight, late, key=key, done=when, by=by)
        else:
            return True
        return False


class Reckoned:
    """A limit reckoned: its last day, whether an act is in time (None: people decide), and its row."""

    __slots__ = ("by", "in_time", "notes", "other", "row", "workdays")

    def __init__(
        self, row: Row, by: date, in_time: bool | None, notes: tuple[str, ...], workdays: int, other: date | None
    ) -> None:
        self.row, self.by, self.in_time, self.notes, self.workdays, self.other = (
            row,
            by,
            in_time,
            notes,
            workdays,
            other,
        )


def reckon(q: Inquiry, row: Row, value: str, event: date, act: date) -> Reckoned | None:
    """Reckon a limit in working days, by the text on the day of the event and by that on the day of the act.

    In time under both is in time; late under both is late; else people decide. The last day shown is that
    of the text on the day of the act. None where the holidays of that time are not known here.
    """
    first = q.book.on(event)[row.rule]
    found = weighed(row, row[value], first.values.get(value) if first.since != row.since else row[value], event, act)
    if found is None:
        q.find(row, HUMAN, "no-holidays", event=event)
    return found


def weighed(row: Row, workdays: int, before: int | None, event: date, act: date) -> Reckoned | None:
    """Weigh an act against a limit; `before`: what the text on the day of the event gave, None where not known."""
    ours = limit(event, workdays)
    if ours is None:
        return None
    in_time: bool | None = act <= ours.day
    notes = ours.notes
    if ours.other is not None and ours.other < act <= ours.day:
        in_time = None  # in time only if 24 November is a day off
    if before != workdays:
        theirs = limit(event, before) if before is not None else None
        if theirs is None or (act <= theirs.day) != in_time:
            in_time = None
            notes += ("two-texts",)
    return Reckoned(row, ours.day, in_time, notes, workdays, ours.other)


_UP_TO_CELL = frozenset(
    {"list", "assign-helper", "class", "application", "cv", "verification", "introduction", "opinions", "certify-cv", "cell-vote",
     "readmission", "move"}
)  # fmt: skip
