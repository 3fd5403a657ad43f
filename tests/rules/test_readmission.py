"""Readmission, and acts on record that were against the rules."""

import pytest

from taonguon.rules import engine
from tests.rules.asking import asked, case, day, found, verdict, whole

HARDSHIP = {"left_on": "2021-01-10", "because": "own-request-hardship", "times_readmitted": 0}
CONVICTED = {"left_on": "2015-03-20", "because": "less-serious-conviction", "conviction_expunged_on": "2019-05-01"}


@pytest.mark.parametrize(
    ("on", "former", "expected"),
    [
        ("2024-01-09", HARDSHIP, "blocked: READM-WAIT"),
        ("2024-01-10", HARDSHIP, "allowed"),
        ("2018-01-10", {**HARDSHIP, "left_on": "2015-01-11"}, "blocked: READM-WAIT"),
        ("2025-09-08", {**HARDSHIP, "left_on": "2022-09-08"}, "allowed"),
        ("2026-07-25", HARDSHIP, "needs-human: READM-WAIT"),
        ("2026-07-26", HARDSHIP, "allowed"),
        ("2026-07-26", {**HARDSHIP, "left_on": "2023-07-27"}, "blocked: READM-WAIT"),
        ("2024-04-30", CONVICTED, "blocked: READM-WAIT"),
        ("2024-05-01", CONVICTED, "allowed"),
        ("2024-05-01", {**CONVICTED, "left_on": "2021-05-02"}, "blocked: READM-WAIT"),  # the later of both
        ("2024-05-01", {"left_on": "2015-03-20", "because": "less-serious-conviction"}, "needs-human: READM-WAIT"),
        ("2026-09-14", CONVICTED, "needs-human: READM-WAIT"),
        ("2024-01-10", {"because": "own-request-hardship"}, "needs-human: READM-WAIT"),
        ("2024-01-10", {"left_on": "2018-01-10"}, "allowed"),
    ],
)
@pytest.mark.parametrize("step", ["application", "readmission"])
def test_waiting_for_readmission(step, on, former, expected):
    assert verdict(step, on, "READM-WAIT", former_membership=former) == expected


def test_the_waiting_is_judged_on_the_day_of_the_application():
    for applied, expected in (("2024-01-09", "blocked: READM-WAIT"), ("2024-01-10", "allowed")):
        assert (
            verdict("decision", "2024-06-03", "READM-WAIT", former_membership=HARDSHIP, done={"application": applied})
            == expected
        )


@pytest.mark.parametrize(
    ("on", "because", "expected"),
    [
        ("2024-05-06", "abandoned", "blocked: READM-NEVER"),
        ("2024-05-06", "own-request", "blocked: READM-NEVER"),
        ("2018-05-07", "disunity", "blocked: READM-NEVER"),
        ("2025-09-08", "corruption-conviction", "blocked: READM-NEVER"),
        ("2025-09-08", "serious-conviction", "blocked: READM-NEVER"),
        ("2025-09-08", "less-serious-conviction", "allowed"),
        ("2025-09-08", "own-request-hardship", "allowed"),
        ("2025-09-08", "population", "allowed"),
        ("2025-09-08", "struck-off", "needs-human: READM-NEVER"),
        ("2025-09-08", "expelled", "needs-human: READM-NEVER"),
        ("2025-09-08", None, "needs-human: READM-NEVER"),
        ("2026-09-14", "abandoned", "needs-human: READM-NEVER"),
    ],
)
def test_who_is_never_readmitted(on, because, expected):
    assert (
        verdict("readmission", on, "READM-NEVER", former_membership={"because": because} if because else {}) == expected
    )


@pytest.mark.parametrize(
    ("on", "times", "expected"),
    [
        ("2024-05-06", 0, "allowed"),
        ("2024-05-06", 1, "blocked: READM-ONCE"),
        ("2025-09-08", None, "needs-human: READM-ONCE"),
        ("2026-09-14", 1, "needs-human: READM-ONCE"),
    ],
)
def test_once_only(on, times, expected):
    former = {} if times is None else {"times_readmitted": times}

    assert verdict("readmission", on, "READM-ONCE", former_membership=former) == expected


@pytest.mark.parametrize(
    ("step", "on", "consents", "expected"),
    [
        ("readmission", "2024-05-06", [], ["warn consent-to-come"]),
        ("decision", "2024-05-06", [], ["block consent-missing"]),
        ("decision", "2024-05-06", None, ["unknown fact-missing"]),
        ("decision", "2024-05-06", ["provincial-standing-committee"], []),
        ("decision", "2026-09-14", ["provincial-standing-committee"], ["human unread"]),
    ],
)
def test_the_provinces_consent(step, on, consents, expected):
    person = {} if consents is None else {"consents": consents}

    assert found(asked(step, on, "READM-AUTH", person=person, former_membership=HARDSHIP)) == [
        f"READM-AUTH {one}" for one in expected
    ]


@pytest.mark.parametrize("rule", ["READM-WAIT", "READM-NEVER", "READM-ONCE", "READM-AUTH"])
def test_without_an_earlier_membership_there_is_no_readmission(rule):
    assert asked("readmission", "2024-05-06", rule).findings[0].facts["missing"] == ("former_membership",)
    assert rule in asked("readmission", "2024-05-06").rules
    assert found(asked("cell-vote", "2024-05-06", rule)) == []


# Acts against the rules.


@pytest.mark.parametrize(
    ("step", "on", "changed", "expected"),
    [
        ("recognition-decision", "2024-05-06", {"person": {"citizen": False}}, "FIX-STD ADM-CITIZEN list"),
        ("ceremony", "2024-05-06", {"person": {"born": "2010-01-01"}}, "FIX-STD ADM-AGE-MIN cell-vote"),
        ("ceremony", "2024-05-06", {"person": {"schooling": "primary", "areas": []}}, "FIX-STD ADM-EDU-MIN cell-vote"),
        ("decision", "2024-05-06", {"verifier": {"relation": "none"}, "done": {"opinions": "2024-05-05"}}, "FIX-PROC OPN-MASS cell-vote"),
        ("decision", "2024-05-06", {"done": {"class-certificate": "2018-05-07"}}, "FIX-PROC CAND-CLASS-TTL cell-vote"),
        ("recognition-decision", "2024-05-06", {"done": {"self-review": "2023-10-02"}}, "FIX-PROC REC-SELF self-review"),
        ("committee-vote", "2024-05-06", {"introduced_by": []}, "FIX-PROC INT-COUNT introduction"),
    ],
)  # fmt: skip
def test_an_act_against_the_rules_is_named_and_left_to_people(step, on, changed, expected):
    answer = asked(step, on, **whole(step, on, **changed))
    named = [f"{f.rule} {f.facts['rule']} {f.facts['step']}" for f in answer.findings if f.reason == "irregular"]

    assert expected in named
    assert all(f.weight == "human" for f in answer.findings if f.reason == "irregular")
    assert str(answer.verdict) in {"needs-human", "blocked"}


def test_of_each_rule_only_the_first_act_is_named():
    answer = asked("card", "2024-05-06", **whole("card", "2024-05-06", person={"citizen": False}))

    assert found(answer) == ["FIX-STD human irregular"]


def test_what_follows_from_an_irregular_act_is_not_known_under_a_text_not_seen():
    tables = whole("recognition-decision", "2026-09-14", person={"citizen": False})

    assert found(asked("recognition-decision", "2026-09-14", "FIX-STD FIX-PROC", **tables)) == ["FIX-STD human unread"]


@pytest.mark.parametrize("step", ["card", "strike-off", "move", "readmission"])
def test_a_file_in_order_has_no_irregular_act(step):
    assert found(asked(step, "2024-05-06", "FIX-STD FIX-PROC", **whole("card", "2024-05-06"))) == []


@pytest.mark.parametrize("step", ["card", "strike-off", "move", "readmission"])
def test_an_irregular_act_is_named_at_every_later_step(step):
    tables = whole("card", "2024-05-06", verifier={"relation": "self"}, done={"opinions": day("2024-05-06")})

    assert found(asked(step, "2024-05-06", "FIX-STD FIX-PROC", **tables)) == ["FIX-PROC human irregular"] * 2


# What comes next.


def test_what_can_come_next_who_acts_and_by_when():
    tables = whole("decision", "2024-05-06")
    coming = engine.next_steps(case("decision", "2024-05-06", **tables), day("2024-05-20"))

    assert [(n.step, n.actor, str(n.verdict), str(n.by)) for n in coming] == [
        ("ceremony", "cell", "needs-human", "None"),
    ]  # fmt: skip
    received = {**tables, "done": {**tables["done"], "decision-received": day("2024-05-10")}}
    (ceremony,) = engine.next_steps(case("decision", "2024-05-06", **received), day("2024-05-20"))
    assert (str(ceremony.verdict), str(ceremony.by)) == ("allowed", "2024-06-21")


def test_the_earliest_day_is_told_where_the_day_stands_in_the_way():
    tables = whole("ceremony", "2024-05-06")
    coming = {n.step: n for n in engine.next_steps(case("ceremony", "2024-05-06", **tables), day("2024-06-03"))}

    assert sorted(coming) == ["new-member-class", "self-review"]
    assert (str(coming["self-review"].verdict), str(coming["self-review"].may_from)) == ("blocked", "2025-05-06")
    assert str(coming["new-member-class"].verdict) == "allowed"


def test_a_committee_that_need_not_resolve_is_not_waited_for():
    tables = whole("cell-vote", "2024-05-06")

    def steps(**unit):
        changed = {**tables, "unit": {**tables["unit"], **unit}}
        done = {**tables["done"], "cell-resolution": day("2024-05-06")}
        return [
            n.step
            for n in engine.next_steps(case("cell-vote", "2024-05-06", **{**changed, "done": done}), day("2024-05-20"))
        ]

    assert steps() == ["committee-vote", "decision"]
    assert steps(base_committee=False) == ["decision"]


def test_a_vote_to_come_is_judged_without_its_result():
    tables = {k: v for k, v in whole("certify-cv", "2024-05-06").items() if k != "vote"}
    coming = engine.next_steps(case("certify-cv", "2024-05-06", **tables), day("2024-05-20"))

    assert [(n.step, str(n.verdict)) for n in coming] == [("cell-vote", "allowed")]


def test_who_acts_at_a_step():
    assert [engine.actor_of(step) for step in ("cv", "decision", "strike-off")] == [
        "candidate",
        "competent-committee",
        "cell",
    ]
