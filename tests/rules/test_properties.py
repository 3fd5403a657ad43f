"""What holds for every case: made-up ones of every kind, and whole files with one fact changed."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taonguon.rules import casefile, engine
from taonguon.rules.book import central
from taonguon.rules.cases import OWN_KEY, STEPS
from taonguon.rules.findings import STOPPING, Verdict, Weight
from tests.rules.asking import RULES, asked, day, days_before, stopping, whole, without
from tests.rules.strategies import cases, made_up

BOOK = central()
LONG = settings(max_examples=300, deadline=None)
DAYS = st.dates(date(2016, 10, 1), date(2026, 11, 1))


@LONG
@given(case=cases(sorted(RULES)))
def test_the_verdict_is_the_sum_of_the_findings(case):
    answer = engine.check(case)
    weights = {f.weight for f in answer.findings}

    blocked, open_ = Weight.BLOCK in weights, bool(weights & STOPPING)
    assert answer.verdict == (Verdict.BLOCKED if blocked else Verdict.NEEDS_HUMAN if open_ else Verdict.ALLOWED)
    assert (answer.rules == []) == (answer.verdict == Verdict.ALLOWED)


@LONG
@given(case=cases(sorted(RULES)))
def test_every_finding_cites_a_document_in_force_or_says_that_none_is_known(case):
    days = {case.on, *(when for when in case.done.values() if when)}
    for finding in engine.check(case).findings:
        if finding.cites:
            assert any(cite.text.in_force(on) for cite in finding.cites for on in days)
        else:
            assert finding.weight is not Weight.BLOCK
            assert finding.reason in {"no-text", "fact-missing"}


@LONG
@given(case=cases(), seed=st.integers(0, 1000))
def test_the_verdict_does_not_depend_on_the_order_of_facts(case, seed):
    keys = list(case.done)
    Random(seed).shuffle(keys)  # noqa: S311  # no secret
    turned = replace(
        case,
        done={key: case.done[key] for key in keys},
        introduced_by=None if case.introduced_by is None else case.introduced_by[::-1],
    )

    one, other = engine.check(case), engine.check(turned)

    assert (one.verdict, set(one.rules), one.dates) == (other.verdict, set(other.rules), other.dates)


@LONG
@given(seed=st.integers(0, 2**40))
def test_the_order_of_the_rules_asked_about_does_not_matter(seed):
    case = made_up(Random(seed), sorted(RULES))  # noqa: S311  # no secret
    only = case.only or ("DOS-12M", "CAND-CLASS")
    one, other = engine.check(replace(case, only=only)), engine.check(replace(case, only=only[::-1]))

    assert (one.verdict, sorted(one.rules)) == (other.verdict, sorted(other.rules))


@LONG
@given(case=cases())
def test_the_base_holds_the_votes_needed(case):
    answer = engine.check(case)

    assert (answer.base is None) == (answer.needed is None)
    if answer.base:
        assert 0 < answer.needed <= answer.base


@LONG
@given(case=cases(), later=st.integers(0, 400))
def test_a_later_day_never_brings_a_past_deadline_nearer(case, later):
    """The text stays the same: only the day of asking moves within it."""
    on = case.on + timedelta(later)
    first = {c.name: c for c in engine.calendar(replace(case, step="list"), BOOK)}
    second = {c.name: c for c in engine.calendar(replace(case, step="list", on=on), BOOK)}
    for name, clock in first.items():
        if BOOK.rules[clock.rule].at(case.on) is BOOK.rules[clock.rule].at(on) and name in second:
            assert second[name].by >= clock.by


@LONG
@given(case=cases())
def test_what_is_expected_is_never_read_while_answering(case):
    expecting = replace(case, expect=casefile.Expect("blocked", ("DOS-12M",), {}, 1, 1))

    assert engine.check(expecting) == engine.check(case)


@LONG
@given(case=cases(), on=DAYS)
def test_what_comes_next_has_its_forerunners_and_is_not_done(case, on):
    for coming in engine.next_steps(case, on):
        assert not case.done.get(OWN_KEY[coming.step])
        assert coming.verdict == (
            Verdict.BLOCKED
            if any(f.weight is Weight.BLOCK for f in coming.findings)
            else Verdict.NEEDS_HUMAN
            if any(f.weight in STOPPING for f in coming.findings)
            else Verdict.ALLOWED
        )


# Whole files.

GOOD = ("2018-05-15", "2020-02-12", "2022-03-10", "2024-07-10", "2025-03-03", "2025-06-20", "2025-08-25", "2025-12-15")
STEPS_DATED = tuple(OWN_KEY)


@pytest.mark.parametrize("step", STEPS_DATED)
def test_a_file_in_order_is_allowed_under_every_text_that_was_read(step):
    for on in GOOD:
        assert stopping(asked(step, on, **whole(step, on))) == []
        assert stopping(asked(step, on, **without(whole(step, on), "done", OWN_KEY[step]))) == []


@pytest.mark.parametrize("step", STEPS_DATED)
def test_a_file_in_order_is_never_blocked_under_a_text_that_was_not(step):
    for on in ("2016-03-01", "2016-09-01", "2026-04-20", "2026-06-08", "2026-09-14"):
        assert str(asked(step, on, **whole(step, on)).verdict) != "blocked"


@pytest.mark.parametrize("step", STEPS_DATED)
@pytest.mark.parametrize("on", ["2018-05-15", "2024-07-10", "2025-08-25"])
def test_to_know_less_never_makes_a_blocked_case_allowed_nor_an_allowed_one_blocked(step, on):
    """Adding a good fact never turns allowed into blocked: so leaving one out of a good file never blocks it."""
    tables = whole(step, on)
    for table, facts in tables.items():
        if isinstance(facts, dict):
            for key in facts:
                assert str(asked(step, on, **without(tables, table, key)).verdict) != "blocked", (table, key)


GOOD_FACTS = {
    "person": {
        "citizen": True, "good_health_and_prestige": True, "special_need": True, "youth_union_member": True,
        "trade_union_member": True, "cv_full_and_clear": True, "kin_membership_confirmed": True,
        "political_issue": "concluded", "employer_comments": True, "schooling": "higher",
        "consents": ("provincial-standing-committee",), "cv_changed": False, "married_to_foreigner": False,
    },
    "vote": {"absent": 0, "probationary_counted": 0, "earlier_failed_votes": 0, "resolution_complete": True, "persons": 1},
    "population": {"exempt_case": True},
}  # fmt: skip


@LONG
@given(case=cases(), table=st.sampled_from(sorted(GOOD_FACTS)), pick=st.integers(0, 100))
def test_adding_a_good_fact_never_turns_allowed_into_blocked(case, table, pick):
    facts = getattr(case, table)
    name, value = sorted(GOOD_FACTS[table].items())[pick % len(GOOD_FACTS[table])]
    if facts is None:
        return
    better = replace(case, **{table: replace(facts, **{name: value})})

    assert not (engine.check(case).verdict == Verdict.ALLOWED and engine.check(better).verdict == Verdict.BLOCKED)


def _new_blocks(step, on, tables):
    return [text for text in stopping(asked(step, on, **tables)) if " block " in text]


BAD = [
    ("cell-vote", "person", {"citizen": False}, "ADM-CITIZEN block not-citizen"),
    ("cell-vote", "person", {"schooling": "primary", "areas": []}, "ADM-EDU-MIN block too-low"),
    ("cell-vote", "person", {"youth_union_member": False}, "ADM-MASSORG block not-in-youth-union"),
    ("cell-vote", "done", {"class-certificate": False}, "CAND-CLASS block none"),
    ("cell-vote", "done", {"opinions": False}, "OPN-MASS block none"),
    ("cell-vote", "done", {"introductions": False}, "STEP-ORDER block not-yet"),
    ("cell-vote", "done", {"cv-certified": False}, "VER-SEQ block not-yet"),
    ("cell-vote", "vote", {"in_favour": 9}, "VOTE-BRANCH block too-few"),
    ("cell-vote", "vote", {"probationary_counted": 1}, "PROB-RIGHTS block counted"),
    ("certify-cv", "done", {"cv-verified": False}, "VER-SKIP-SELF block not-verified"),
    ("committee-vote", "vote", {"in_favour": 9}, "VOTE-GRASS block too-few"),
    ("decision", "person", {"political_issue": "unresolved"}, "ADM-POLITICS block unresolved"),
    ("decision", "vote", {"in_favour": 7}, "VOTE-BTV block too-few"),
    ("decision", "unit", {"delegated": True}, "AUTH block committee-as-a-body"),
    ("ceremony", "ceremony", {"one_by_one": False}, "CER-FORM block several-as-one"),
    ("recognition-cell-vote", "done", {"recognition-opinions": False}, "REC-OPN block none"),
    ("recognition-cell-vote", "done", {"helper-comments": False}, "REC-HELPER block none"),
    ("recognition-cell-vote", "vote", {"in_favour": 9}, "REC-VOTE block too-few"),
    ("card", "done", {"recognition-decision": False}, "CARD block before-decision"),
]


@pytest.mark.parametrize(("step", "table", "changed", "expected"), BAD)
@pytest.mark.parametrize("on", ["2018-05-15", "2024-07-10", "2025-08-25"])
def test_one_bad_fact_in_a_whole_file_blocks(step, table, changed, expected, on):
    assert expected in _new_blocks(step, on, whole(step, on, **{table: changed}))


def test_the_made_up_files_reach_every_step_and_both_verdicts():
    random = Random(7)  # noqa: S311  # no secret
    answers = [engine.check(made_up(random)) for _ in range(2000)]

    assert {a.step for a in answers} == set(STEPS)
    assert {str(a.verdict) for a in answers} == {"allowed", "blocked", "needs-human"}
    assert days_before("card", day("2024-05-06"))["card"] == day("2024-05-06")
