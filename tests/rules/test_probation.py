"""Ceremony, probation, recognition, Party age, card, striking off."""

import pytest

from tests.rules.asking import asked, found, verdict

NOBODY_OUT = {"absent": 0, "temporarily_away": 0, "exempt_absent": 0, "exempt_present": 0, "suspended": 0}
CELL = {"body": "cell", "members": 12, **NOBODY_OUT, "in_favour": 8}


def test_each_is_admitted_by_himself():
    assert verdict("ceremony", "2025-09-08", "CER-FORM", ceremony={"one_by_one": False}) == "blocked: CER-FORM"
    assert verdict("ceremony", "2025-09-08", "CER-FORM", ceremony={"one_by_one": True}) == "allowed"
    assert verdict("ceremony", "2025-09-08", "CER-FORM") == "allowed"
    assert verdict("ceremony", "2026-09-14", "CER-FORM") == "needs-human: CER-FORM"


def test_a_helper_for_the_probation_is_only_pointed_out():
    assert found(asked("ceremony", "2026-09-14", "PROB-HELPER", ceremony={"helper_assigned": False})) == [
        "PROB-HELPER warn no-helper"
    ]
    assert found(asked("ceremony", "2026-09-14", "PROB-HELPER", ceremony={"helper_assigned": True})) == []


@pytest.mark.parametrize(
    ("rule", "on", "expected"),
    [
        ("PROB-DISC", "2025-09-08", "info told"),
        ("PROB-DISC", "2024-09-09", "human unread"),
        ("PROB-DISC", "2026-09-14", "human unread"),
        ("REC-FAIL", "2026-09-14", "info told"),
        ("REC-DECIDE", "2018-09-10", "info told"),
    ],
)
def test_what_holds_is_told(rule, on, expected):
    assert found(asked("recognition-decision", on, rule)) == [f"{rule} {expected}"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023-06-11", ["block too-early"]),
        ("2023-06-12", ["warn that-day"]),
        ("2023-06-13", []),
        ("2023-07-04", ["block later"]),
        (False, ["block none"]),
        (None, ["unknown fact-missing"]),
    ],
)
@pytest.mark.parametrize("ceremony_year", [2022, 2017, 2024])
def test_the_self_review_is_written_after_the_twelve_months(written, expected, ceremony_year):
    shift = ceremony_year - 2022
    done = {"ceremony": f"{ceremony_year}-06-12"}
    if written is not None:
        done["self-review"] = f"{int(written[:4]) + shift}{written[4:]}" if written else False

    assert found(asked("recognition-cell-vote", f"{2023 + shift}-07-03", "REC-SELF", done=done)) == [
        f"REC-SELF {one}" for one in expected
    ]


def test_the_self_review_needs_the_day_of_the_ceremony():
    assert found(asked("self-review", "2023-06-13", "REC-SELF")) == ["REC-SELF unknown fact-missing"]
    assert found(asked("self-review", "2026-09-14", "REC-SELF")) == ["REC-SELF human unread"]


@pytest.mark.parametrize(
    ("rule", "key", "weight"),
    [
        ("PROB-CLASS", "new-member-class", "human"),
        ("REC-HELPER", "helper-comments", "block"),
        ("REC-OPN", "recognition-opinions", "block"),
    ],
)
@pytest.mark.parametrize("on", ["2018-09-10", "2024-09-09", "2025-09-08"])
def test_papers_for_recognition(rule, key, weight, on):
    reasons = [
        found(asked("recognition-cell-vote", on, rule, done=done))
        for done in ({key: on}, {key: False}, {key: "2026-03-02"}, {})
    ]

    assert [[one.split()[1] for one in each] for each in reasons] == [[], [weight], [weight], ["unknown"]]
    assert verdict("recognition-cell-vote", "2026-09-14", rule, done={key: on}) == f"needs-human: {rule}"


@pytest.mark.parametrize(
    ("on", "favour", "expected"),
    [
        ("2023-08-15", 8, "REC-VOTE block too-early"),
        ("2023-08-16", 8, "REC-VOTE warn that-day"),
        ("2023-08-17", 8, None),
        ("2023-08-17", 7, "REC-VOTE block too-few"),
    ],
)
@pytest.mark.parametrize("years", [0, 2, 3])
def test_the_recognition_vote_comes_after_the_twelve_months(on, favour, expected, years):
    moved = f"{int(on[:4]) + years}{on[4:]}"
    answer = asked(
        "recognition-cell-vote",
        moved,
        "REC-VOTE",
        done={"ceremony": f"{2022 + years}-08-16"},
        vote={**CELL, "in_favour": favour},
    )

    assert found(answer) == ([expected] if expected else [])


def test_what_the_recognition_vote_needs_to_know():
    assert found(asked("recognition-cell-vote", "2023-08-17", "REC-VOTE")) == ["REC-VOTE unknown fact-missing"] * 2
    assert found(
        asked("recognition-cell-vote", "2023-08-17", "REC-VOTE VOTE-BRANCH", done={"ceremony": "2022-08-16"})
    ) == ["VOTE-BRANCH unknown fact-missing"]


@pytest.mark.parametrize(
    ("on", "official"),
    [
        ("2018-09-10", "2018-06-10"),
        ("2024-09-09", "2024-06-10"),
        ("2025-09-08", "2025-06-10"),
        ("2026-09-14", "2026-06-10"),
    ],
)
def test_official_from_the_end_of_the_twelve_months_however_late(on, official):
    done = {"ceremony": f"{int(on[:4]) - 1}-06-10", "recognition-resolution": on}
    answer = asked("recognition-decision", on, "REC-BACKDATE", done=done)

    assert (str(answer.dates["official-on"]), found(answer)) == (official, ["REC-BACKDATE info official-on"])


def test_the_day_of_official_membership_under_a_text_not_seen_is_not_told():
    answer = asked("recognition-decision", "2026-05-04", "REC-BACKDATE", done={"ceremony": "2025-03-10"})

    assert (found(answer), "official-on" in answer.dates) == (["REC-BACKDATE human unread"], False)
    assert found(asked("recognition-decision", "2025-05-05", "REC-BACKDATE")) == ["REC-BACKDATE unknown fact-missing"]


def test_party_age_runs_from_the_decision_never_the_ceremony():
    done = {"decision-issued": "2024-10-07", "ceremony": "2024-11-03"}
    answer = asked("recognition-decision", "2026-09-14", "AGE-PARTY AGE-READMIT", done=done)

    assert (str(answer.dates["party-age-from"]), found(answer)) == ("2024-10-07", ["AGE-PARTY info from"])
    assert found(asked("recognition-decision", "2025-09-14", "AGE-PARTY")) == ["AGE-PARTY unknown fact-missing"]
    assert found(asked("recognition-decision", "2026-05-14", "AGE-PARTY")) == ["AGE-PARTY human unread"]


def test_party_age_of_one_readmitted_is_for_people():
    tables = {"done": {"decision-issued": "2024-10-07"}, "former_membership": {"first_decision": "2003-06-01"}}
    answer = asked("recognition-decision", "2025-11-10", "AGE-PARTY AGE-READMIT", **tables)

    assert (found(answer), "party-age-from" in answer.dates) == (["AGE-READMIT human readmitted"], False)
    assert found(asked("recognition-decision", "2025-11-10", "AGE-PARTY", **tables)) == ["AGE-PARTY human readmitted"]
    assert found(asked("recognition-decision", "2026-09-14", "AGE-READMIT", **tables)) == ["AGE-READMIT human unread"]


@pytest.mark.parametrize(
    ("on", "decided", "expected"),
    [
        ("2019-08-05", "2019-08-05", "allowed"),
        ("2019-08-05", "2019-08-06", "blocked: CARD"),
        ("2024-08-05", False, "blocked: CARD"),
        ("2025-11-10", None, "needs-human: CARD"),
        ("2026-05-04", "2026-04-06", "needs-human: CARD"),
    ],
)
def test_no_card_before_the_recognition_decision(on, decided, expected):
    assert verdict("card", on, "CARD", done={} if decided is None else {"recognition-decision": decided}) == expected


@pytest.mark.parametrize(
    ("on", "vote", "expected"),
    [
        ("2025-09-22", {}, ["human grounds"]),
        ("2025-09-22", {"in_favour": 7}, ["block too-few", "human grounds"]),
        ("2018-09-24", {"in_favour": 7}, ["block too-few", "human grounds"]),
        ("2024-09-23", {"body": "grassroots-committee", "in_favour": 7}, ["block too-few", "human grounds"]),
        ("2024-09-23", {"body": "standing-committee"}, ["human value-unknown", "human grounds"]),
        ("2025-06-08", {"body": "standing-committee", "in_favour": 6}, ["human value-unknown", "human grounds"]),
        ("2025-06-09", {"body": "standing-committee", "in_favour": 6}, ["block too-few", "human grounds"]),
        ("2025-09-22", {"body": "standing-committee", "in_favour": 6}, ["block too-few", "human grounds"]),
        ("2025-09-22", {"body": "standing-committee", "in_favour": 7}, ["human grounds"]),
        ("2025-09-22", {"body": "delegated-committee", "in_favour": 7}, ["block too-few", "human grounds"]),
        ("2026-05-04", {}, ["human unread"]),
        ("2026-09-14", {"in_favour": 7}, ["human value-unknown", "human grounds"]),
    ],
)
def test_striking_off_needs_its_votes_and_always_people(on, vote, expected):
    assert found(asked("strike-off", on, "STRIKE-VOTE", vote={**CELL, **vote})) == [
        f"STRIKE-VOTE {one}" for one in expected
    ]
    assert "STRIKE-VOTE" in asked("strike-off", on, "STRIKE-VOTE").rules
