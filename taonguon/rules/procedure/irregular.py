"""Acts on record that were against the rules of their day: the act and its clause are named, no more."""

from functools import lru_cache

from taonguon.rules.book import Book, Row, Rule
from taonguon.rules.cases import OWN_KEY, STEPS
from taonguon.rules.findings import Finding
from taonguon.rules.inquiry import BLOCK, HUMAN, Inquiry
from taonguon.rules.procedure.clocks import a_day
from taonguon.rules.registry import JUDGES, Judge, judges

# Article 1, with the paragraphs on age and schooling that carry it out; the rest is procedure (Articles 4 and 5).
_STANDARDS = frozenset({"ADM-CITIZEN", "ADM-AGE-MIN", "ADM-AGE-MAX", "ADM-EDU-MIN"})


# Before the papers are complete, these only point out what will count when the cell meets.
_POINTED_OUT = frozenset({"ADM-AGE-MIN", "ADM-AGE-MAX", "ADM-EDU-MIN", "CAND-CLASS", "CAND-CLASS-TTL"})
_EARLY = frozenset({"list", "application"})
# Judged by the days of the papers themselves: once says it all, the first time or, with the whole chain, the last.
_FIRST_ONLY = frozenset(
    {"ADM-MASSORG", "INT-COUNT", "INT-WHO", "INT-YOUTH", "CAND-APPLICATION", "VER-SKIP-SELF", "VER-SKIP-SPOUSE",
     "READM-WAIT", "READM-NEVER", "READM-ONCE"}
)  # fmt: skip
_LAST_ONLY = frozenset({"VER-SEQ"})
_STEP_OF = {key: step for step, key in OWN_KEY.items()} | {"cv-stamped": "verification"}


def irregular_acts(q: Inquiry) -> list[tuple[str, Finding]]:
    """Judge each earlier act on its own day; give what blocks, as (step, finding). Facts not known are passed over."""
    if "irregular" in q.kept:
        return list(q.kept["irregular"])
    out: list[tuple[str, Finding]] = q.kept.setdefault("irregular", [])
    acts = {
        step: on
        for step in STEPS[: STEPS.index(q.step)]
        if (on := a_day(q.case.done.get(OWN_KEY.get(step, "")))) is not None
    }
    earlier = Inquiry(q.case, q.book, ())
    for step, asked in looking_back(q.book, tuple(acts)):
        earlier.look_back(step, acts[step])
        for judge in asked:
            judge(earlier)
        if earlier.findings:
            out.extend(
                (_STEP_OF.get(f.facts.get("second", ""), step), f) for f in earlier.findings if f.weight is BLOCK
            )
    return out


@lru_cache(maxsize=1024)
def looking_back(book: Book, recorded: tuple[str, ...]) -> tuple[tuple[str, tuple[Judge, ...]], ...]:
    """Give, for the acts on record, what judges whether each was irregular; votes are not on record."""
    out = []
    for step in recorded:
        rules = [r for r in book.rules.values() if r.irregular and step in r.steps and _judged_at(r, step, recorded)]
        if rules:
            out.append((step, tuple(JUDGES[rule.id] for rule in rules)))
    return tuple(out)


def _judged_at(rule: Rule, step: str, recorded: tuple[str, ...]) -> bool:
    if rule.id.startswith("VOTE-") or rule.id == "AUTH" or (step in _EARLY and rule.id in _POINTED_OUT):
        return False
    guarded = [s for s in recorded if s in rule.steps]
    if rule.id in _FIRST_ONLY:
        return step == guarded[0]
    return rule.id not in _LAST_ONLY or step == guarded[-1]


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
