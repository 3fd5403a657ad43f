"""The table of facts each rule asks for names every fact its judge reads."""

from dataclasses import fields, replace
from random import Random

import pytest

from taonguon.procedures.asks import ASKS, asked_at, asked_by
from taonguon.rules.book import central
from taonguon.rules.casefile import fields_of
from taonguon.rules.cases import DONE_KEYS, TABLES, Introducer
from taonguon.rules.engine import rules_of
from taonguon.rules.inquiry import Inquiry
from taonguon.rules.registry import JUDGES
from tests.rules.strategies import made_up

CASES = 6000
FACTS = {f"{table}.{name}" for table, kind in TABLES.items() for name in fields_of(kind)}
FACTS |= {f"introduced_by.{name}" for name in fields_of(Introducer)} | {f"done.{key}" for key in DONE_KEYS}
OF_EARLIER_STEPS = ("FIX-STD", "FIX-PROC")


def watched(kind, table, seen):
    """Give the table's class with a note taken of each fact that is read."""
    names = frozenset(fields_of(kind))

    def read(self, name):
        if name in names:
            seen.add(f"{table}.{name}")
        return object.__getattribute__(self, name)

    return type(kind.__name__, (kind,), {"__slots__": (), "__getattribute__": read})


def copied(facts, kind):
    return None if facts is None else kind(**{f.name: getattr(facts, f.name) for f in fields(facts)})


class Done(dict):
    """Acts, with a note taken of each that is asked for."""

    def __init__(self, done, seen):
        super().__init__(done)
        self.seen = seen

    def get(self, key, default=None):
        self.seen.add(f"done.{key}")
        return super().get(key, default)

    def __getitem__(self, key):
        self.seen.add(f"done.{key}")
        return super().__getitem__(key)


def reads():
    """Give, for each rule, what its judge read of thousands of made-up cases."""
    random = Random(20260726)  # noqa: S311  # the same cases each time
    book, seen = central(), set()
    kinds = {table: watched(kind, table, seen) for table, kind in TABLES.items()}
    introducer = watched(Introducer, "introduced_by", seen)
    out = {rule: set() for rule in book.rules}
    for _ in range(CASES):
        case = made_up(random)
        tables = {table: copied(getattr(case, table), kind) for table, kind in kinds.items()}
        introduced = case.introduced_by and tuple(copied(one, introducer) for one in case.introduced_by)
        case = replace(case, only=None, introduced_by=introduced, done=Done(case.done, seen), **tables)
        judged = rules_of(book, case.step)
        for rule in judged:
            question = Inquiry(case, book, judged)
            seen.clear()
            JUDGES[rule](question)
            out[rule] |= seen
    return out


def test_every_fact_a_rule_reads_is_in_the_table():
    unsaid = {
        rule: sorted(found - set(asked_by(rule))) for rule, found in reads().items() if rule not in OF_EARLIER_STEPS
    }

    assert {rule: facts for rule, facts in unsaid.items() if facts} == {}


def test_the_table_names_rules_and_facts_that_there_are():
    assert set(ASKS) <= set(central().rules)
    assert {fact for rule in ASKS for fact in asked_by(rule)} <= FACTS


@pytest.mark.parametrize(
    ("step", "asked", "not_asked"),
    [
        ("list", {"person.born", "person.citizen", "person.schooling"}, {"vote.members", "done.ceremony"}),
        ("cell-vote", {"vote.in_favour", "done.class-certificate"}, {"done.cell-resolution", "done.ceremony"}),
        ("ceremony", {"done.decision-received", "ceremony.one_by_one"}, {"done.ceremony", "done.recognition-decision"}),
    ],
)
def test_a_step_asks_for_what_its_rules_need_and_nothing_that_comes_later(step, asked, not_asked):
    found = asked_at(central(), step)

    assert asked <= found
    assert not (not_asked & found)
