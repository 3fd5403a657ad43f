"""Who introduces: how many, with which ties, which bodies."""

import pytest

from tests.rules.asking import asked, found, verdict

MEMBER = {
    "kind": "official-member", "together": "work", "together_months": 30, "same_grassroots_organisation": True,
    "replacement": False,
}  # fmt: skip
COMMITTEE = {"kind": "youth-union-base-committee"}
UNION = {"kind": "trade-union-base-committee"}
YOUTH = {"person": {"youth_union_age": True}, "unit": {"has_youth_union": True, "has_trade_union": True}}
PAST = {"person": {"youth_union_age": False}, "unit": {"has_youth_union": True, "has_trade_union": True}}
AGENCY = {"person": {"youth_union_age": True}, "unit": {"has_youth_union": False, "has_trade_union": True}}
PAST_AGENCY = {"person": {"youth_union_age": False}, "unit": {"has_youth_union": False, "has_trade_union": True}}
NEITHER = {"person": {"youth_union_age": True}, "unit": {"has_youth_union": False, "has_trade_union": False}}


@pytest.mark.parametrize(
    ("facts", "introduced", "expected"),
    [
        (YOUTH, [MEMBER, COMMITTEE], "allowed"),
        (YOUTH, [MEMBER, MEMBER], "blocked: INT-COUNT INT-YOUTH"),  # the resolution cannot be replaced
        (YOUTH, [COMMITTEE], "blocked: INT-COUNT"),
        (YOUTH, [MEMBER, {"kind": "youth-union-cell"}], "blocked: INT-COUNT INT-YOUTH"),
        (YOUTH, [MEMBER, {"kind": "youth-union-base-cell"}], "allowed"),
        (YOUTH, [MEMBER, UNION], "blocked: INT-COUNT INT-YOUTH"),
        (PAST, [MEMBER, MEMBER], "allowed"),
        (PAST, [MEMBER, UNION], "blocked: INT-COUNT"),  # the Youth Union is there: the union does not stand in
        (PAST, [MEMBER], "blocked: INT-COUNT"),
        (AGENCY, [MEMBER, UNION], "allowed"),
        (AGENCY, [MEMBER, MEMBER], "allowed"),
        (AGENCY, [MEMBER], "blocked: INT-COUNT INT-YOUTH"),
        (AGENCY, [MEMBER, COMMITTEE], "blocked: INT-COUNT INT-YOUTH"),
        (AGENCY, [UNION], "blocked: INT-COUNT"),
        (PAST_AGENCY, [MEMBER, UNION], "needs-human: INT-COUNT"),
        (PAST_AGENCY, [MEMBER, MEMBER], "allowed"),
        (PAST_AGENCY, [MEMBER], "blocked: INT-COUNT"),
        (NEITHER, [MEMBER, MEMBER], "allowed"),
        (NEITHER, [MEMBER, UNION], "blocked: INT-COUNT"),
        ({}, [MEMBER], "blocked: INT-COUNT INT-YOUTH"),
        ({}, [MEMBER, MEMBER], "needs-human: INT-COUNT INT-YOUTH"),
        ({}, [MEMBER, COMMITTEE], "needs-human: INT-COUNT"),
        ({"unit": {"has_youth_union": True}}, [MEMBER], "blocked: INT-COUNT INT-YOUTH"),
        (YOUTH, [], "blocked: INT-COUNT INT-YOUTH"),
    ],
)
def test_two_members_or_one_with_the_resolution(facts, introduced, expected):
    assert verdict("introduction", "2023-06-12", "INT-COUNT INT-YOUTH", introduced_by=introduced, **facts) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2016-07-24", "needs-human: INT-YOUTH"),
        ("2018-03-20", "needs-human: INT-YOUTH"),
        ("2021-07-29", "needs-human: INT-YOUTH"),
        ("2021-07-30", "allowed"),
        ("2025-09-08", "allowed"),
        ("2026-04-08", "needs-human: INT-YOUTH"),
        ("2026-09-14", "needs-human: INT-YOUTH"),
    ],
)
def test_the_collective_of_a_base_level_union_cell_counts_from_2021(on, expected):
    introduced = [MEMBER, {"kind": "youth-union-base-cell"}]

    assert verdict("introduction", on, "INT-COUNT INT-YOUTH", introduced_by=introduced, **YOUTH) == expected


@pytest.mark.parametrize("rule", ["INT-COUNT", "INT-WHO", "INT-YOUTH"])
def test_a_file_that_says_nothing_of_introducers_lacks_the_fact(rule):
    answer = asked("introduction", "2023-06-12", rule)

    assert (found(answer), answer.findings[0].facts["missing"]) == (
        [f"{rule} unknown fact-missing"],
        ("introduced_by",),
    )


@pytest.mark.parametrize(
    ("on", "changed", "expected"),
    [
        ("2023-09-12", {"together_months": 11}, "INT-WHO block too-short"),
        ("2023-09-12", {"together_months": 12}, None),
        ("2018-03-20", {"together_months": 12}, None),
        ("2018-03-20", {"together": "study"}, None),
        ("2018-03-20", {"together": "residence-cell"}, "INT-WHO block tie-does-not-count"),
        ("2021-07-29", {"together": "residence-cell"}, "INT-WHO block tie-does-not-count"),
        ("2021-07-30", {"together": "residence-cell"}, None),
        ("2025-09-08", {"together": "residence-cell"}, None),
        ("2026-04-07", {"together": "residence-cell"}, None),
        ("2026-04-08", {"together": "residence-cell"}, "INT-WHO human tie-unknown"),
        ("2026-09-14", {"together": "study"}, "INT-WHO human tie-unknown"),
        ("2026-09-14", {}, None),
        ("2026-09-14", {"together_months": 11}, "INT-WHO block too-short"),
        ("2023-09-12", {"kind": "probationary-member"}, "INT-WHO block probationary"),
        ("2026-09-14", {"kind": "probationary-member"}, "INT-WHO block probationary"),
        ("2023-09-12", {"same_grassroots_organisation": False}, "INT-WHO block other-organisation"),
        (
            "2023-09-12",
            {"same_grassroots_organisation": False, "replacement": True},
            "INT-WHO block other-organisation",
        ),
        ("2023-09-12", {"kind": "probationary-member", "replacement": True}, "INT-WHO block probationary"),
        ("2023-09-12", {"together_months": 1, "replacement": True}, None),
        ("2018-03-20", {"together_months": 1, "replacement": True}, "INT-WHO human replacement-unknown"),
        ("2018-03-20", {"together_months": 24, "replacement": True}, None),  # nothing to lift
        ("2026-09-14", {"together_months": 1, "replacement": True}, "INT-WHO human replacement-unknown"),
        ("2016-07-24", {}, "INT-WHO human unread"),
    ],
)
def test_the_introducing_member(on, changed, expected):
    answer = asked("introduction", on, "INT-WHO", introduced_by=[{**MEMBER, **changed}, COMMITTEE])

    assert found(answer) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("member", "missing"),
    [
        ({}, ("introduced_by.kind",)),
        (
            {"kind": "official-member"},
            ("introduced_by.together", "introduced_by.together_months", "introduced_by.same_grassroots_organisation"),
        ),
        ({"kind": "official-member", "replacement": True}, ("introduced_by.same_grassroots_organisation",)),
    ],
)
def test_what_is_not_said_of_the_introducer_is_missing(member, missing):
    answer = asked("introduction", "2023-06-12", "INT-WHO", introduced_by=[member])

    assert answer.findings[0].facts["missing"] == missing


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        ("2018-03-20", 4, ["INT-REPLACE human unread"]),
        ("2018-03-20", 12, []),
        ("2021-07-30", 4, ["INT-REPLACE info took-over"]),
        ("2025-09-08", 4, ["INT-REPLACE info took-over"]),
        ("2026-09-14", 4, ["INT-REPLACE human unread"]),
    ],
)
def test_one_who_took_over_needs_no_months(on, months, expected):
    took_over = {**MEMBER, "together_months": months, "replacement": True}

    assert found(asked("introduction", on, "INT-REPLACE", introduced_by=[took_over])) == expected
    assert found(asked("introduction", on, "INT-WHO INT-REPLACE", introduced_by=[took_over])) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2018-03-20", "allowed"),
        ("2023-04-10", "allowed"),
        ("2025-09-08", "allowed"),
        ("2026-09-14", "needs-human: INT-WHO"),
    ],
)
def test_after_a_move_the_new_helper_needs_no_months(on, expected):
    helper = {**MEMBER, "together_months": 1}
    move = {"on": on, "stage": "being-helped", "same_deciding_committee": False}

    assert verdict("introduction", on, "INT-WHO", introduced_by=[helper], move=move) == expected


def test_a_move_brings_its_own_rule_for_the_helper_who_took_over():
    move = {"on": "2018-03-06", "stage": "being-helped"}
    took_over = {**MEMBER, "together_months": 1, "replacement": True}

    assert found(asked("introduction", "2018-03-20", "INT-REPLACE", introduced_by=[took_over], move=move)) == []


def test_the_tie_is_judged_by_the_text_of_the_day_of_the_paper():
    tie = [{**MEMBER, "together": "residence-cell"}]

    for when, expected in (("2021-07-29", "blocked: INT-WHO"), ("2021-07-30", "allowed")):
        assert (
            verdict("cell-vote", "2021-09-06", "INT-WHO", introduced_by=tie, done={"introductions": when}) == expected
        )


def test_the_duty_of_the_introducer_is_told():
    assert found(asked("introduction", "2026-09-14", "INT-DUTY")) == ["INT-DUTY info duty"]
