"""By when somebody can be admitted at the earliest: what the rules about him allow, and what the quickest have taken here.

The texts set no least time for the papers and votes before the ceremony, only their order; what they set is about the
person: age, waiting after an earlier membership or a birth. So the law alone would let a name written down in
December be a member by New Year. What really keeps him is asked of those who have gone the way here.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from taonguon.rules.book import Book
from taonguon.rules.cases import Case
from taonguon.rules.dates import add_months
from taonguon.rules.engine import findings_of
from taonguon.rules.findings import Weight
from taonguon.rules.pace import FEW_MOVES

BARS = (
    "ADM-CITIZEN", "ADM-AGE-MIN", "ADM-AGE-MAX", "ADM-AGE-OVER60", "ADM-EDU-MIN", "ADM-EDU-EXC-AREA",
    "ADM-EDU-EXC-ELDER", "ADM-POLITICS", "GRP-POP", "READM-WAIT", "READM-NEVER", "READM-ONCE",
)  # fmt: skip
"""Rules about the person himself: what no work on the papers can change, only time or nothing."""
QUICKEST = 10
"""One in so many was quicker than what is taken for the quickest way."""


def first_lawful(case: Case, last: date, book: Book) -> date | None:
    """Give the first day, from the case's own to the last, on which the rules it names do not block its step.

    Looked at are only days on which the answer can turn: where a waiting ends, where a month begins (age is
    counted by months) and where another text comes into force. What no waiting lifts, only another text can.
    """
    day = case.on
    while day <= last:
        blocking = [f for f in findings_of(case if day == case.on else replace(case, on=day), book)
                    if f.weight is Weight.BLOCK]  # fmt: skip
        if not blocking:
            return day
        turns = [row for row in book.boundaries if day < row <= last]
        froms = [f.facts.get("may_from") for f in blocking]
        if all(found is not None and found > day for found in froms):
            turns += [max(found for found in froms if found is not None), add_months(day.replace(day=1), 1)]
        if not turns:
            return None
        day = min(turns)
    return None


def quick_ways(ways: Sequence[Sequence[int]]) -> tuple[int, ...] | None:
    """Give, by stage, the days from reaching it to the ceremony that nine in ten took at least; 0 after the last.

    `ways` holds, by stage, the days that each of those admitted took from it. Of a stage from which fewer than
    `FEW_MOVES` ways are known, that of the next counts: it is a part of the way. None where they are too few of all.
    """
    if all(len(days) < FEW_MOVES for days in ways):
        return None
    out = [0]
    for days in reversed(ways):
        known = sorted(days)[len(days) // QUICKEST] if len(days) >= FEW_MOVES else 0
        out.append(max(known, out[-1]))
    return tuple(reversed(out))


def earliest(stage: int, spent: int | None, quick: Sequence[int] | None, today: date, *, meeting: date | None) -> date:
    """Give the first day on which somebody can be expected at all; `spent`: the days in his stage, where known.

    He cannot be quicker from his stage than the quickest, nor from the next one, which he has not reached;
    nor, where the cell is still to meet, from the first day on which it lawfully can (`meeting`).
    Where nothing is known of how quick people were, only the law counts.
    """
    if quick is None:
        return max(today, meeting or today)
    left = quick[stage + 1]
    if spent is not None:
        left = max(left, quick[stage] - spent)
    found = today + timedelta(days=left)
    return found if meeting is None else max(found, meeting + timedelta(days=quick[CELL_MET]))


CELL_MET = 4
"""The stage that the cell's resolution reaches, counted from 0."""
