"""Acts on record that were against the rules of their day: the act and its clause are named, no more."""

from functools import lru_cache

from taonguon.rules.book import Book, Row
from taonguon.rules.cases import OWN_KEY, STEPS
from taonguon.rules.findings import Finding
from taonguon.rules.inquiry import BLOCK, HUMAN, Inquiry
from taonguon.rules.procedure.clocks import a_day
from taonguon.rules.registry import JUDGES, judges

# Article 1, with the paragraphs on age and schooling that carry it out; the rest is procedure (Articles 4 and 5).
_STANDARDS = frozenset({"ADM-CITIZEN", "ADM-AGE-MIN", "ADM-AGE-MAX", "ADM-EDU-MIN"})


def irregular_acts(q: Inquiry) -> list[tuple[str, Finding]]:
    """Judge each earlier act on its own day; give what blocks, as (step, finding). Facts not known are passed over."""
    if "irregular" in q.kept:
        return list(q.kept["irregular"])
    out: list[tuple[str, Finding]] = q.kept.setdefault("irregular", [])
    at = STEPS.index(q.step)
    for step in STEPS[:at]:
        key = OWN_KEY.get(step)
        on = a_day(q.case.done.get(key)) if key else None
        if on is None:
            continue
        earlier = Inquiry(q.case, q.book, (), (step, on))
        for rule in earlier_rules(q.book, step):
            JUDGES[rule](earlier)
        out.extend((step, f) for f in earlier.findings if f.weight is BLOCK)
    return out


@lru_cache(maxsize=256)
def earlier_rules(book: Book, step: str) -> tuple[str, ...]:
    """Give the rules whose blocking makes an act done at the step irregular; votes are not on record."""
    return tuple(
        rule.id
        for rule in book.rules.values()
        if rule.irregular and step in rule.steps and not rule.id.startswith("VOTE-") and rule.id != "AUTH"
    )


def _named(q: Inquiry, rule: str, standards: bool) -> None:
    seen = set()
    for step, found in irregular_acts(q):
        if (found.rule in _STANDARDS) != standards or (found.rule in seen):
            continue
        seen.add(found.rule)
        row: Row | None = q.row(rule)
        if row is None:
            return
        q.find(row, HUMAN, "irregular", step=step, rule=found.rule, act_cites=found.cites)


@judges("FIX-STD")
def against_standards(q: Inquiry) -> None:
    """An admission although Article 1 was not met."""
    _named(q, "FIX-STD", standards=True)


@judges("FIX-PROC")
def against_procedure(q: Inquiry) -> None:
    """An act without authority or against the procedure."""
    _named(q, "FIX-PROC", standards=False)
