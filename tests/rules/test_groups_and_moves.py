"""Moves at each stage; particular groups; population."""

import pytest

from tests.rules.asking import asked, found, verdict

SENT = {"on": "2025-09-01", "stage": "sent-no-decision", "same_deciding_committee": False}
DECIDED = {"on": "2025-09-01", "stage": "decided-no-ceremony", "same_deciding_committee": False, "ceremony_at": "new"}


@pytest.mark.parametrize(
    ("on", "stage", "expected"),
    [
        ("2018-05-07", "being-helped", "info new-helper"),
        ("2023-05-08", "being-helped", "info new-helper"),
        ("2025-09-08", "being-helped", "info new-helper"),
        ("2026-09-14", "being-helped", "human unread"),
        ("2023-05-08", "resolved-not-sent", "human value-unknown"),
        ("2025-06-08", "sent-no-decision", "human value-unknown"),
        ("2025-09-08", "resolved-not-sent", "info letter-and-dossier"),
        ("2026-04-20", "resolved-not-sent", "human basis-gone"),
    ],
)
def test_what_a_move_asks_for_depends_on_the_stage(on, stage, expected):
    assert found(asked("move", on, "TRF-CAND", move={"on": on, "stage": stage})) == [f"TRF-CAND {expected}"]


def test_a_move_needs_its_day_and_stage():
    assert asked("move", "2025-09-08", "TRF-CAND", move={}).findings[0].facts["missing"] == ("move.on", "move.stage")
    assert found(asked("move", "2025-09-08", "TRF-CAND")) == []
    assert found(asked("move", "2025-09-08", "TRF-CAND", move={"stage": "probation"})) == []


@pytest.mark.parametrize(
    ("on", "done", "expected"),
    [
        ("2025-09-23", {}, []),
        ("2025-09-24", {}, ["warn not-forwarded"]),
        ("2025-10-24", {"dossier-forwarded": "2025-09-23"}, []),
        ("2025-10-24", {"dossier-forwarded": "2025-09-24"}, ["warn forwarded-late"]),
        ("2025-10-24", {"dossier-received": "2025-09-24"}, ["warn forwarded-late"]),
    ],
)
def test_the_old_committee_forwards_within_fifteen_working_days(on, done, expected):
    assert found(asked("move", on, "TRF-CAND", move=SENT, done=done)) == [f"TRF-CAND {one}" for one in expected]


@pytest.mark.parametrize(
    ("on", "done", "expected"),
    [
        ("2025-10-27", {"dossier-forwarded": "2025-09-10", "dossier-received": "2025-09-15"}, []),
        ("2025-10-28", {"dossier-forwarded": "2025-09-10", "dossier-received": "2025-09-15"}, ["warn decided-late"]),
        ("2025-10-27", {"dossier-forwarded": "2025-09-10"}, ["unknown fact-missing"]),
    ],
)
def test_the_new_committee_decides_within_thirty_working_days_of_receipt(on, done, expected):
    assert found(asked("decision", on, "TRF-CAND", move=SENT, done=done)) == [f"TRF-CAND {one}" for one in expected]


def test_a_move_made_under_a_text_without_limits():
    move = {**SENT, "on": "2025-05-05"}

    assert found(asked("move", "2025-06-16", "TRF-CAND", move=move, done={"dossier-forwarded": "2025-05-12"})) == [
        "TRF-CAND warn forwarded-late"
    ]


@pytest.mark.parametrize(
    ("changed", "issued", "expected"),
    [
        ({}, "2025-08-25", ["info decision-and-dossier"]),
        ({}, "2025-10-14", ["info decision-and-dossier"]),
        ({}, "2025-10-15", ["block cancel"]),
        ({"ceremony_at": "old"}, "2025-10-14", ["block ceremony-at-old-place", "info decision-and-dossier"]),
        ({"same_deciding_committee": True}, "2025-10-15", ["info decision-passed-on"]),
        ({"same_deciding_committee": True, "ceremony_at": "old"}, None, ["block ceremony-at-old-place", "info decision-passed-on"]),
        ({"same_deciding_committee": True, "ceremony_at": None}, None, ["info decision-passed-on", "unknown fact-missing"]),
        ({"same_deciding_committee": None}, "2025-10-14", ["unknown fact-missing"]),
        ({}, None, ["unknown fact-missing"]),
    ],
)  # fmt: skip
def test_decided_before_the_move_and_no_ceremony_yet(changed, issued, expected):
    move = {k: v for k, v in {**DECIDED, **changed}.items() if v is not None}
    done = {"decision-issued": issued} if issued else {}

    assert found(asked("ceremony", "2025-11-03", "TRF-CAND", move=move, done=done)) == [
        f"TRF-CAND {one}" for one in expected
    ]


def test_a_decision_issued_under_an_earlier_text_than_the_move_is_judged_by_both():
    move = {**DECIDED, "on": "2025-05-05"}
    answer = asked("ceremony", "2025-07-07", "TRF-CAND", move=move, done={"decision-issued": "2025-06-02"})

    assert found(answer) == ["TRF-CAND human cancel"]
    far = {**DECIDED, "on": "2003-05-05"}
    assert found(asked("ceremony", "2025-07-07", "TRF-CAND", move=far, done={"decision-issued": "2025-06-02"})) == [
        "TRF-CAND human no-holidays"
    ]


@pytest.mark.parametrize(("rule", "step"), [("TRF-CAND-TMP", "cell-vote"), ("TRF-PROB-TMP", "recognition-cell-vote")])
@pytest.mark.parametrize(
    ("on", "temporary", "expected"),
    [
        ("2025-09-08", True, "blocked"),
        ("2025-09-08", False, "allowed"),
        ("2025-09-08", None, "needs-human"),
        ("2024-09-09", True, "needs-human"),
        ("2024-09-09", False, "allowed"),
        ("2026-09-14", True, "needs-human"),
    ],
)
def test_a_cell_of_temporary_activity_does_not_vote(rule, step, on, temporary, expected):
    unit = {} if temporary is None else {"temporary": temporary}

    assert str(asked(step, on, rule, unit=unit).verdict) == expected


def test_a_file_that_is_silent_on_temporary_activity_is_not_held_up_at_admission():
    assert "TRF-CAND-TMP" not in asked("cell-vote", "2025-09-08").rules


@pytest.mark.parametrize(
    ("step", "on", "done", "expected"),
    [
        ("move", "2025-10-13", {"helper-comments": "2025-10-07"}, ["info new-helper"]),
        ("move", "2025-10-13", {}, ["warn no-helper-comments", "info new-helper"]),
        ("recognition-cell-vote", "2025-10-13", {"helper-comments": "2025-10-07"}, []),
        ("recognition-cell-vote", "2025-10-13", {"helper-comments": False}, ["block no-helper-comments"]),
        ("recognition-cell-vote", "2025-10-13", {}, ["unknown fact-missing"]),
        ("move", "2018-10-15", {"helper-comments": "2018-10-08"}, ["info new-helper"]),
        ("move", "2023-10-16", {}, ["human unread"]),
        ("move", "2026-10-12", {}, ["human unread"]),
    ],
)
def test_the_helpers_comments_travel_with_a_probationary_member(step, on, done, expected):
    move = {"on": "2025-10-13", "stage": "probation"}

    assert found(asked(step, on, "TRF-PROB", move=move, done=done)) == [f"TRF-PROB {one}" for one in expected]
    assert found(asked(step, on, "TRF-PROB", done=done)) == []
    assert found(asked(step, on, "TRF-PROB", move={"stage": "being-helped"}, done=done)) == []


def test_a_move_without_a_stage_lacks_it():
    assert found(asked("move", "2025-10-13", "TRF-PROB", move={})) == ["TRF-PROB unknown fact-missing"]


def test_one_alone_abroad_is_for_people():
    assert (
        verdict("recognition-cell-vote", "2025-10-13", "TRF-ABROAD", unit={"stands_at": "abroad"})
        == "needs-human: TRF-ABROAD"
    )
    assert (
        verdict("recognition-cell-vote", "2024-10-14", "TRF-ABROAD", unit={"stands_at": "abroad"})
        == "needs-human: TRF-ABROAD"
    )
    assert verdict("recognition-cell-vote", "2025-10-13", "TRF-ABROAD", unit={"stands_at": "host"}) == "allowed"


# Groups.


@pytest.mark.parametrize(
    ("on", "person", "done", "expected"),
    [
        ("2024-05-06", {"place_has_members": False}, {}, ["warn no-task"]),
        ("2024-05-06", {"place_has_members": False}, {"handling-task": "2024-05-07"}, ["warn no-task"]),
        ("2024-05-06", {"place_has_members": False}, {"handling-task": "2024-05-06"}, ["info task"]),
        ("2024-05-06", {"place_has_members": True, "place_has_party_organisation": False}, {}, ["warn no-task"]),
        ("2024-05-06", {"place_has_members": True}, {}, []),
        ("2024-05-06", {}, {}, ["unknown fact-missing"]),
        ("2026-09-14", {"place_has_members": False}, {}, ["human unread"]),
    ],
)
def test_a_place_without_members_is_given_to_another_cell(on, person, done, expected):
    assert found(asked("cell-vote", on, "GRP-NOMEMBER", person=person, done=done)) == [
        f"GRP-NOMEMBER {one}" for one in expected
    ]


@pytest.mark.parametrize("on", ["2018-05-07", "2024-05-06", "2025-09-08"])
@pytest.mark.parametrize(
    ("months", "stands", "expected"),
    [
        (12, "school", []),
        (11, "school", ["block short-study"]),
        (11, "residence", []),
        (11, None, ["unknown fact-missing"]),
        (12, "residence", ["block wrong-organisation"]),
        (12, None, ["unknown fact-missing", "info right-organisation"]),
        (None, "residence", []),
    ],
)
def test_a_full_time_student_belongs_to_the_school_from_twelve_months(on, months, stands, expected):
    tables = {
        "person": {} if months is None else {"full_time_study_months": months},
        "unit": {"stands_at": stands} if stands else {},
    }

    assert found(asked("assign-helper", on, "GRP-STUDY", **tables)) == [f"GRP-STUDY {one}" for one in expected]


@pytest.mark.parametrize(("comments", "expected"), [(True, "allowed"), (False, "blocked"), (None, "needs-human")])
@pytest.mark.parametrize(
    ("rule", "person", "stands"),
    [
        ("GRP-STUDY", {"full_time_study_months": 24}, "school"),
        ("GRP-SECOND", {"secondment_months": 12}, "host"),
        ("GRP-SECOND", {"contract": "fixed-term", "contract_months": 11}, "residence"),
    ],
)
def test_written_comments_are_there_when_the_cell_meets(rule, person, stands, comments, expected):
    person = person if comments is None else {**person, "employer_comments": comments}

    assert str(asked("cell-vote", "2025-09-08", rule, person=person, unit={"stands_at": stands}).verdict) == expected


@pytest.mark.parametrize(
    ("on", "person", "stands", "expected"),
    [
        ("2025-09-08", {"contract": "fixed-term", "contract_months": 11}, "residence", []),
        ("2025-09-08", {"contract": "fixed-term", "contract_months": 11}, "workplace", ["block wrong-organisation"]),
        ("2025-09-08", {"contract": "fixed-term", "contract_months": 12}, "workplace", []),
        ("2025-09-08", {"contract": "fixed-term", "contract_months": 12}, "residence", ["block wrong-organisation"]),
        ("2025-09-08", {"contract": "fixed-term", "contract_months": 12, "place_has_party_organisation": False}, "residence", ["human none-at-workplace"]),
        ("2025-09-08", {"contract": "open-ended", "contract_months": 12}, "workplace", []),
        ("2025-09-08", {"contract": "open-ended", "contract_months": 11}, "workplace", ["human open-ended"]),
        ("2025-09-08", {"contract_months": 12}, "workplace", []),
        ("2025-09-08", {"contract_months": 11}, "residence", ["unknown fact-missing"]),
        ("2025-09-08", {"contract": "fixed-term"}, "residence", ["unknown fact-missing"]),
        ("2025-06-08", {"contract": "fixed-term", "contract_months": 11}, "residence", ["human value-unknown"]),
        ("2026-09-14", {"contract": "fixed-term", "contract_months": 11}, "residence", ["human unread"]),
        ("2025-09-08", {}, "residence", []),
        ("2024-05-06", {"secondment_months": 12}, "residence", ["block wrong-organisation"]),
        ("2024-05-06", {"secondment_months": 11}, "residence", []),
        ("2026-09-14", {"secondment_months": 11}, "residence", ["human unread"]),
    ],
)  # fmt: skip
def test_which_organisation_handles_a_worker(on, person, stands, expected):
    assert found(asked("assign-helper", on, "GRP-SECOND", person=person, unit={"stands_at": stands})) == [
        f"GRP-SECOND {one}" for one in expected
    ]


@pytest.mark.parametrize(
    ("rule", "mark"),
    [("GRP-REL", "06-QDi-TW"), ("GRP-REL", "06-TT-TW"), ("GRP-OWNER", "08-HD-BTCTW"), ("GRP-ARMY", "army")],
)
@pytest.mark.parametrize("on", ["2018-05-07", "2025-09-08", "2026-09-14"])
def test_a_special_text_is_for_people(rule, mark, on):
    assert verdict("cell-vote", on, rule, person={"special_rules": [mark]}) == f"needs-human: {rule}"
    assert verdict("cell-vote", on, rule, person={"special_rules": []}) == "allowed"
    assert verdict("cell-vote", on, rule) == "allowed"


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"married_to_foreigner": True}, "needs-human: GRP-FOREIGN"),
        ({"married_to_foreigner": False}, "allowed"),
        ({"married": False}, "allowed"),
        ({}, "needs-human: GRP-FOREIGN"),
    ],
)
def test_a_foreign_spouse_is_for_people(person, expected):
    assert verdict("cell-vote", "2025-09-08", "GRP-FOREIGN", person=person) == expected


def test_a_post_in_the_village_is_no_ground():
    assert found(asked("cell-vote", "2026-09-14", "GRP-VILLAGE")) == ["GRP-VILLAGE info no-exemption"]


# Population.


@pytest.mark.parametrize(
    ("on", "population", "expected"),
    [
        ("2024-06-19", {"children": 3, "last_child_born": "2022-06-20"}, "blocked: GRP-POP"),
        ("2024-06-20", {"children": 3, "last_child_born": "2022-06-20"}, "allowed"),
        ("2024-06-19", {"children": 4, "last_child_born": "2021-06-20"}, "blocked: GRP-POP"),
        ("2024-06-20", {"children": 4, "last_child_born": "2021-06-20"}, "allowed"),
        ("2024-06-20", {"children": 5, "last_child_born": "2001-06-20"}, "blocked: GRP-POP"),
        ("2024-06-20", {"children": 2, "last_child_born": "2024-06-01"}, "allowed"),
        ("2024-06-20", {"children": 3}, "needs-human: GRP-POP"),
        ("2024-06-20", {"children": 3, "last_child_born": "2024-06-21"}, "allowed"),  # not born yet that day
        ("2024-06-20", {}, "needs-human: GRP-POP"),
        ("2018-08-27", {"children": 3, "last_child_born": "2010-06-20"}, "needs-human: GRP-POP"),
        ("2018-08-27", {"children": 2}, "allowed"),
        ("2018-08-28", {"children": 3, "last_child_born": "2010-06-20"}, "allowed"),
        ("2025-03-19", {"children": 3, "last_child_born": "2023-03-20"}, "blocked: GRP-POP"),
        ("2025-03-20", {"children": 3, "last_child_born": "2023-03-20"}, "needs-human: GRP-POP"),
        ("2025-03-20", {"children": 5, "last_child_born": "2023-03-20"}, "needs-human: GRP-POP"),
        ("2026-09-14", {"children": 2}, "allowed"),
        ("2012-05-07", {"children": 3}, "needs-human: GRP-POP"),
    ],
)
def test_waiting_after_a_third_and_a_fourth_child(on, population, expected):
    assert verdict("cell-vote", on, "GRP-POP", population={**population, "exempt_case": False}) == expected
    assert verdict("cell-vote", on, "GRP-POP", population={"children": 3, "exempt_case": True}) == "allowed"


def test_whether_the_case_is_exempt_matters_only_where_it_decides():
    third = {"children": 3, "last_child_born": "2022-06-20"}

    assert verdict("cell-vote", "2024-06-20", "GRP-POP", population=third) == "allowed"
    assert verdict("cell-vote", "2024-06-19", "GRP-POP", population=third) == "needs-human: GRP-POP"
    assert verdict("cell-vote", "2024-06-20", "GRP-POP") == "allowed"


def test_the_day_of_the_cells_meeting_counts_when_asked_later():
    third = {"children": 3, "last_child_born": "2022-06-20", "exempt_case": False}

    assert verdict("decision", "2024-09-02", "GRP-POP", population=third, done={"cell-resolution": "2024-06-19"}) == (
        "blocked: GRP-POP"
    )


@pytest.mark.parametrize(("left", "expected"), [("2022-09-03", "blocked: GRP-POP"), ("2022-09-02", "allowed")])
def test_put_out_for_it_the_waiting_begins_with_the_leaving(left, expected):
    tables = {
        "population": {"children": 3, "last_child_born": "2010-06-20", "exempt_case": False},
        "former_membership": {"because": "population", "left_on": left},
    }

    assert verdict("readmission", "2024-09-02", "GRP-POP", **tables) == expected


def test_one_who_left_for_it_and_says_nothing_of_children_lacks_the_fact():
    former = {"because": "population", "left_on": "2018-09-03"}
    answer = asked("readmission", "2024-09-02", "GRP-POP", former_membership=former)

    assert answer.findings[0].facts["missing"] == ("population.children",)
    unknown_leaving = {
        "former_membership": {"because": "population"},
        "population": {"children": 3, "exempt_case": False},
    }
    assert verdict("readmission", "2024-09-02", "GRP-POP", **unknown_leaving) == "needs-human: GRP-POP"
