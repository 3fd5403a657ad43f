"""What stands against acts already on record, each judged on its own day. Facts not known are passed over."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from taonguon.rules.book import Book
from taonguon.rules.cases import OWN_KEY, STEPS, Case, Move, Unit, Vote
from taonguon.rules.engine import rules_of
from taonguon.rules.findings import Finding
from taonguon.rules.inquiry import Inquiry
from taonguon.rules.procedure.clocks import a_day
from taonguon.rules.procedure.irregular import looking_back
from taonguon.rules.registry import JUDGES, Judge

NO_VOTES: Mapping[str, Vote] = MappingProxyType({})
# Rules of which each act may break its own; of any other the first act it stands against says it all.
_OF_EACH_ACT = frozenset({"STEP-ORDER", "PROB-RIGHTS", "AUTH", "REC-VOTE", "VER-SEQ"})
_KEYS = tuple((step, OWN_KEY[step]) for step in STEPS if step in OWN_KEY)


def against_acts(case: Case, book: Book, votes: Mapping[str, Vote] = NO_VOTES) -> list[tuple[str, Finding]]:
    """Give what blocks in the acts on record, as (key of the act, finding), in the order of the procedure.

    `votes`: the counts on record, by the key of the act that rests on them. The unit told of is the one that
    handles the case now, so of acts before a move nothing is said of it; the members it has now are not those
    who were there to vote.
    """
    acts = {step: on for step, key in _KEYS if (on := a_day(case.done.get(key))) is not None}
    q = Inquiry(replace(case, unit=replace(case.unit, official_members=None)), book, ())
    unit, move = q.unit, case.move
    out: dict[tuple[str, str], tuple[str, Finding]] = {}
    named: set[str] = set()
    judged = dict(looking_back(book, tuple(acts)))
    for step, on in acts.items():
        vote = votes.get(OWN_KEY[step])
        asked = judged.get(step, ()) + (_on_votes(book, step) if vote is not None else ())
        if not asked:
            continue
        q.look_back(step, on)
        q.vote = vote
        q.judged = _judged(book, step)
        q.unit, q.move = _as_of(unit, move, q)
        for judge in asked:
            judge(q)
        for found in q.findings:
            key = str(found.facts.get("second", ""))
            key = key if key in case.done else OWN_KEY[step]
            if found.rule not in named:
                out.setdefault((key, found.rule), (key, found))
            if not _each(found.rule):
                named.add(found.rule)
    return list(out.values())


def _each(rule: str) -> bool:
    return rule in _OF_EACH_ACT or rule.startswith("VOTE-")


@lru_cache(maxsize=256)
def _judged(book: Book, step: str) -> frozenset[str]:
    return frozenset(rules_of(book, step))


@lru_cache(maxsize=256)
def _on_votes(book: Book, step: str) -> tuple[Judge, ...]:
    """Give what judges a vote on record: looking back without its counts, nothing does."""
    rules = (book.rules[rule] for rule in rules_of(book, step))
    return tuple(JUDGES[r.id] for r in rules if r.irregular and (r.id.startswith("VOTE-") or r.id == "AUTH"))


def _as_of(unit: Unit, move: Move | None, q: Inquiry) -> tuple[Unit, Move | None]:
    """Give the unit and the move as they were on the day of the act; a move without a day is not known to be later."""
    if move is not None and move.on is not None and q.on < move.on:
        return Unit(), None
    return unit, move
