"""Decision, ceremony, recognition, papers, transfer: the last day, the day after it, and clocks over two texts."""

import pytest

from taonguon.rules import engine
from tests.rules.asking import asked, case, found, verdict, whole

DECIDE = "CLK-DECIDE CLK-EXT"


@pytest.mark.parametrize(
    ("resolved", "on", "expected"),
    [
        # 60 working days, 30 more in special cases; 2 and 3 September 2024 are holidays.
        ("2024-06-05", "2024-08-28", []),
        ("2024-06-05", "2024-08-29", ["CLK-DECIDE warn within-extension", "CLK-EXT warn reason-not-stated"]),
        ("2024-06-05", "2024-10-11", ["CLK-DECIDE warn within-extension", "CLK-EXT warn reason-not-stated"]),
        ("2024-06-05", "2024-10-14", ["CLK-DECIDE human beyond", "CLK-EXT human beyond"]),
        # 45 and 15 from 1 July 2025.
        ("2025-07-07", "2025-09-10", []),
        ("2025-07-07", "2025-09-11", ["CLK-DECIDE warn within-extension", "CLK-EXT warn reason-not-stated"]),
        ("2025-07-07", "2025-10-01", ["CLK-DECIDE warn within-extension", "CLK-EXT warn reason-not-stated"]),
        ("2025-07-07", "2025-10-02", ["CLK-DECIDE human beyond", "CLK-EXT human beyond"]),
        # Begun under 232-QĐ/TW, decided under 294-QĐ/TW: in time under both, under one, under none.
        ("2025-06-20", "2025-08-22", []),
        ("2025-06-20", "2025-08-25", ["CLK-DECIDE human open"]),
        ("2025-06-20", "2025-09-16", ["CLK-DECIDE human open"]),
        ("2025-06-20", "2025-09-17", ["CLK-DECIDE human beyond", "CLK-EXT human beyond"]),
        ("2026-03-02", "2026-04-07", []),
        ("2026-03-02", "2026-04-08", ["CLK-DECIDE human unread", "CLK-EXT human unread"]),
        ("2004-03-02", "2018-04-09", ["CLK-DECIDE human no-holidays"]),
    ],
)
def test_the_decision_after_the_cells_resolution(resolved, on, expected):
    assert found(asked("decision", on, DECIDE, done={"cell-resolution": resolved})) == expected


def test_the_extension_says_why():
    done = {"cell-resolution": "2024-06-05", "decision-extended": "2024-08-26"}

    assert found(asked("decision", "2024-08-29", DECIDE, done=done)) == ["CLK-DECIDE warn within-extension"]


def test_both_last_days_are_told_by_the_text_of_the_decision():
    old = asked("committee-vote", "2025-06-30", DECIDE, done={"cell-resolution": "2025-06-20"}).dates
    new = asked("committee-vote", "2025-07-01", DECIDE, done={"cell-resolution": "2025-06-20"}).dates

    assert [str(old[k]) for k in ("decision-by", "decision-by-extended")] == ["2025-09-16", "2025-10-28"]
    assert [str(new[k]) for k in ("decision-by", "decision-by-extended")] == ["2025-08-22", "2025-09-16"]


@pytest.mark.parametrize("rule", ["CLK-DECIDE", "CLK-EXT"])
def test_without_the_cells_resolution_no_clock_of_the_decision(rule):
    answer = asked("decision", "2024-08-29", rule)

    assert (found(answer), answer.findings[0].facts["missing"]) == (
        [f"{rule} unknown fact-missing"],
        ("done.cell-resolution",),
    )


HELD = "CLK-CEREMONY CLK-CEREMONY-LATE"
RECEIVED = {"decision-issued": "2024-07-03", "decision-received": "2024-07-08"}


@pytest.mark.parametrize(
    ("on", "done", "expected"),
    [
        ("2024-08-19", RECEIVED, "allowed"),
        ("2024-08-20", RECEIVED, "blocked: CLK-CEREMONY-LATE"),
        ("2024-08-20", {**RECEIVED, "late-ceremony-consent": "2024-08-20"}, "allowed"),
        ("2024-08-20", {**RECEIVED, "late-ceremony-consent": "2024-08-21"}, "blocked: CLK-CEREMONY-LATE"),
        ("2024-08-20", {**RECEIVED, "late-ceremony-consent": False}, "blocked: CLK-CEREMONY-LATE"),
        ("2024-08-20", {"decision-issued": "2024-07-03"}, "needs-human: CLK-CEREMONY"),  # not a guess
        ("2026-04-10", {"decision-issued": "2026-03-16", "decision-received": "2026-03-20"}, f"needs-human: {HELD}"),
        ("2026-10-26", {"decision-issued": "2026-09-14"}, "allowed"),
        ("2026-10-27", {"decision-issued": "2026-09-14"}, "needs-human: CLK-CEREMONY-LATE"),
        ("2026-10-27", {"decision-received": "2026-09-14"}, "needs-human: CLK-CEREMONY"),
        # Issued under one text, held under another that counts from another day.
        ("2026-08-03", {"decision-issued": "2026-03-16", "decision-received": "2026-07-20"}, "needs-human: CLK-CEREMONY"),
        ("2026-08-03", {"decision-issued": "2026-07-06", "decision-received": "2026-07-13"}, "needs-human: CLK-CEREMONY"),
        ("2026-08-03", {"decision-issued": "2026-03-16", "decision-received": "2026-03-20"}, "needs-human: CLK-CEREMONY-LATE"),
        ("2021-08-09", {"decision-issued": "2021-06-21", "decision-received": "2021-06-28"}, "allowed"),
        ("2021-08-10", {"decision-issued": "2021-06-21", "decision-received": "2021-06-28"}, "blocked: CLK-CEREMONY-LATE"),
        ("2018-08-10", {"decision-issued": "2004-06-21", "decision-received": "2004-06-28"}, "needs-human: CLK-CEREMONY"),
    ],
)  # fmt: skip
def test_the_ceremony_after_the_decision(on, done, expected):
    assert verdict("ceremony", on, HELD, done=done) == expected


@pytest.mark.parametrize(
    ("on", "done", "expected"),
    [
        ("2024-08-20", RECEIVED, "blocked: CLK-CEREMONY"),
        ("2024-08-20", {**RECEIVED, "late-ceremony-consent": "2024-08-20"}, "allowed"),
        ("2026-10-27", {"decision-issued": "2026-09-14"}, "needs-human: CLK-CEREMONY"),
    ],
)
def test_the_ceremonys_clock_asked_about_alone(on, done, expected):
    assert verdict("ceremony", on, "CLK-CEREMONY", done=done) == expected


def test_a_late_ceremony_with_consent_is_pointed_out():
    done = {**RECEIVED, "late-ceremony-consent": "2024-08-20"}

    assert found(asked("ceremony", "2024-08-20", HELD, done=done)) == [
        "CLK-CEREMONY warn late", "CLK-CEREMONY-LATE warn with-consent",
    ]  # fmt: skip
    assert found(asked("ceremony", "2024-08-20", "CLK-CEREMONY", done=done)) == ["CLK-CEREMONY warn late"]


def test_a_late_ceremony_asked_about_alone_needs_the_start():
    assert verdict("ceremony", "2024-08-20", "CLK-CEREMONY-LATE") == "needs-human: CLK-CEREMONY-LATE"
    assert verdict("ceremony", "2024-08-20", "CLK-CEREMONY-LATE", done=RECEIVED) == "blocked: CLK-CEREMONY-LATE"


def test_the_day_that_decides_whether_24_november_is_free_leaves_it_to_people():
    """Thirty working days from 14/10/2026 end on 25 or on 26 November (75 and 76 would move alike)."""
    late = asked("ceremony", "2026-11-26", HELD, done={"decision-issued": "2026-10-14"})
    in_time = asked("ceremony", "2026-11-25", HELD, done={"decision-issued": "2026-10-14"})

    assert (str(in_time.verdict), str(in_time.dates["ceremony-by"])) == ("allowed", "2026-11-26")
    assert found(late) == ["CLK-CEREMONY human open"]
    assert "culture-day" in late.findings[0].notes


@pytest.mark.parametrize(
    ("ceremony", "ends"), [("2024-11-03", "2025-11-03"), ("2024-02-29", "2025-02-28"), ("2023-08-31", "2024-08-31")]
)
def test_probation_ends_twelve_months_after_the_ceremony(ceremony, ends):
    for on in ("2026-01-05", "2026-09-14"):
        answer = asked("self-review", on, "CLK-PROBATION", done={"ceremony": ceremony})
        assert (str(answer.dates["probation-ends"]), found(answer)) == (ends, ["CLK-PROBATION info ends"])


@pytest.mark.parametrize(
    ("step", "on", "rule", "done", "expected"),
    [
        ("recognition-cell-vote", "2024-07-22", "CLK-REVIEW", {"ceremony": "2023-06-10"}, []),
        ("recognition-cell-vote", "2024-07-23", "CLK-REVIEW", {"ceremony": "2023-06-10"}, ["warn late"]),
        ("recognition-cell-vote", "2026-09-14", "CLK-REVIEW", {"ceremony": "2025-06-10"}, ["human unread"]),
        ("recognition-cell-vote", "2024-07-23", "CLK-REVIEW", {}, ["unknown fact-missing"]),
        ("recognition-decision", "2024-09-09", "CLK-RECDEC", {"recognition-resolution": "2024-07-25"}, []),
        ("recognition-decision", "2024-09-10", "CLK-RECDEC", {"recognition-resolution": "2024-07-25"}, ["warn late"]),
        ("recognition-decision", "2025-09-10", "CLK-RECDEC", {}, ["unknown fact-missing"]),
        (
            "recognition-decision",
            "2026-09-10",
            "CLK-RECDEC",
            {"recognition-resolution": "2026-08-25"},
            ["human unread"],
        ),
        (
            "recognition-decision",
            "2018-09-10",
            "CLK-RECDEC",
            {"recognition-resolution": "2003-08-25"},
            ["human no-holidays"],
        ),
        ("recognition-decision", "2025-09-10", "CLK-NOTIFY", {}, ["info tell"]),
        ("recognition-decision", "2026-09-10", "CLK-NOTIFY", {}, ["human unread"]),
        ("new-member-class", "2024-09-24", "CLK-CV-MEMBER", {"ceremony": "2024-08-12"}, []),
        ("new-member-class", "2024-09-25", "CLK-CV-MEMBER", {"ceremony": "2024-08-12"}, []),
        ("new-member-class", "2024-09-26", "CLK-CV-MEMBER", {"ceremony": "2024-08-12"}, ["warn late"]),
        ("new-member-class", "2024-11-26", "CLK-CV-MEMBER", {"ceremony": "2024-08-12", "member-cv": "2024-09-25"}, []),
        ("new-member-class", "2024-11-26", "CLK-CV-MEMBER", {}, ["unknown fact-missing"]),
        ("new-member-class", "2021-11-26", "CLK-CV-MEMBER", {"ceremony": "2021-11-01"}, ["human unread"]),
        ("new-member-class", "2026-04-08", "CLK-CV-MEMBER", {"ceremony": "2026-04-01"}, ["human unread"]),
    ],
)
def test_clocks_that_only_warn(step, on, rule, done, expected):
    assert found(asked(step, on, rule, done=done)) == [f"{rule} {one}" for one in expected]


def test_the_extension_of_the_recognition_decision_is_told():
    late = asked("recognition-decision", "2025-09-10", "CLK-RECDEC", done={"recognition-resolution": "2025-07-07"})

    assert [str(late.findings[0].facts[k]) for k in ("by", "extended")] == ["2025-08-18", "2025-09-10"]


@pytest.mark.parametrize(
    ("on", "moved", "expected"),
    [
        ("2025-11-25", "2025-09-01", []),
        ("2025-11-03", "2025-08-11", []),
        ("2025-11-05", "2025-08-11", []),
        ("2025-11-06", "2025-08-11", ["warn late"]),
        ("2024-11-05", "2024-08-12", ["human unread"]),
        ("2026-10-05", "2026-08-03", []),
        ("2025-11-05", None, ["unknown fact-missing"]),
    ],
)
def test_a_transfer_begins_within_sixty_working_days(on, moved, expected):
    move = {"stage": "probation"} | ({"on": moved} if moved else {})

    assert found(asked("move", on, "CLK-TRANSFER", move=move)) == [f"CLK-TRANSFER {one}" for one in expected]
    assert found(asked("move", on, "CLK-TRANSFER")) == []


def test_every_clock_of_a_whole_file_stands_in_the_calendar():
    tables = whole("card", "2025-03-03")
    clocks = engine.calendar(case("card", "2025-03-03", **tables))

    assert [c.name for c in clocks] == [
        "age-eligible-from", "party-age-from", "ceremony-by", "decision-by", "member-cv-by", "decision-by-extended",
        "official-on", "probation-ends", "review-by", "recognition-decision-by", "certificate-valid-until",
    ]  # fmt: skip
    assert [c.by for c in clocks] == sorted(c.by for c in clocks)
    assert {c.name: c.done for c in clocks}["decision-by"] == tables["done"]["decision-issued"]


def test_one_who_waits_for_readmission_has_the_day_in_the_calendar():
    former = {"left_on": "2021-01-10", "because": "own-request-hardship"}
    clocks = engine.calendar(case("list", "2024-01-05", former_membership=former))

    assert [(c.name, str(c.by), c.act) for c in clocks] == [("readmission-from", "2024-01-10", "readmission")]


def test_party_age_is_told_by_the_text_of_the_decision():
    done = {"decision-issued": "2025-09-15"}

    assert str(asked("card", "2026-05-04", "CARD", done=done).dates["party-age-from"]) == "2025-09-15"
    assert "party-age-from" not in asked("card", "2026-09-14", "CARD", done={"decision-issued": "2026-05-04"}).dates


def test_no_clock_runs_before_the_first_text():
    tables = {"done": {"ceremony": "2009-06-01", "class-certificate": "2008-01-01"}, "person": {"born": "1980-01-01"}}

    assert asked("list", "2010-06-01", "CARD", **tables).dates == {}


def test_the_clock_of_the_recognition_decision_needs_the_resolution_only():
    answer = asked("recognition-decision", "2024-08-20", "CLK-RECDEC", done={"recognition-resolution": "2024-07-25"})

    assert {name: str(by) for name, by in answer.dates.items()} == {"recognition-decision-by": "2024-09-09"}
