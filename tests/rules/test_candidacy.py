"""From the list to the papers, the age of the dossier, the order of steps."""

import pytest

from taonguon.rules import engine
from tests.rules.asking import asked, case, days_before, found, verdict, whole


@pytest.mark.parametrize(
    ("on", "done", "expected"),
    [
        ("2017-06-05", {"listed": "2017-05-02"}, []),
        ("2017-06-04", {"listed": "2017-05-02"}, ["CAND-LIST human unread"]),
        ("2018-03-05", {"listed": False}, ["CAND-LIST warn not-listed"]),
        ("2018-03-05", {"listed": "2018-03-06"}, ["CAND-LIST warn not-listed"]),
        ("2018-03-05", {}, ["CAND-LIST unknown fact-missing"]),
        ("2026-09-14", {"listed": "2026-02-02"}, []),  # carried over
    ],
)
def test_a_candidate_is_on_the_list(on, done, expected):
    assert found(asked("assign-helper", on, "CAND-LIST", done=done)) == expected


def test_the_list_itself_needs_no_earlier_list():
    assert found(asked("list", "2024-03-04", "CAND-LIST")) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-03-04", "blocked: CAND-HELPER"),
        ("2025-12-15", "blocked: CAND-HELPER"),
        ("2026-09-14", "needs-human: CAND-HELPER"),  # carried over: never blocks
        ("2016-12-05", "needs-human: CAND-HELPER"),
    ],
)
def test_the_helper_is_an_official_member(on, expected):
    assert verdict("assign-helper", on, "CAND-HELPER", helper={"kind": "probationary-member"}) == expected
    assert verdict("assign-helper", on, "CAND-HELPER", introduced_by=[{"kind": "probationary-member"}]) == expected


def test_no_helper_yet_is_only_pointed_out():
    none_yet = ["CAND-HELPER warn none-yet"]

    assert found(asked("application", "2024-03-04", "CAND-HELPER", done={"helper-assigned": False})) == none_yet
    assert found(asked("application", "2024-03-04", "CAND-HELPER")) == none_yet
    assert found(asked("application", "2024-03-04", "CAND-HELPER", done={"helper-assigned": "2024-03-05"})) == none_yet
    assert found(asked("application", "2024-03-04", "CAND-HELPER", done={"helper-assigned": "2024-03-04"})) == []
    assert found(asked("assign-helper", "2024-03-04", "CAND-HELPER", helper={"kind": "official-member"})) == []


@pytest.mark.parametrize(
    ("on", "done", "expected"),
    [
        ("2025-09-28", {}, []),
        ("2025-09-29", {}, ["CAND-PERMIT warn none-yet"]),
        ("2025-09-29", {"leave-to-begin": False}, ["CAND-PERMIT warn none-yet"]),
        ("2025-09-29", {"leave-to-begin": "2025-09-30"}, ["CAND-PERMIT warn none-yet"]),
        ("2025-09-29", {"leave-to-begin": "2025-09-29"}, []),
        ("2026-04-08", {}, ["CAND-PERMIT warn none-yet"]),
    ],
)
def test_leave_to_begin_the_papers_from_september_2025(on, done, expected):
    assert found(asked("application", on, "CAND-PERMIT", done=done)) == expected


# The awareness class.


@pytest.mark.parametrize(
    ("on", "certificate", "expected"),
    [
        ("2024-04-01", "2019-04-01", "allowed"),  # its last day
        ("2024-04-02", "2019-04-01", "blocked: CAND-CLASS-TTL"),
        ("2021-09-20", "2016-09-20", "allowed"),
        ("2021-09-27", "2016-09-26", "blocked: CAND-CLASS-TTL"),
        ("2026-04-07", "2021-04-06", "blocked: CAND-CLASS-TTL"),
        ("2026-04-08", "2025-04-07", "needs-human: CAND-CLASS CAND-CLASS-TTL"),  # 06-HD/TW without its regulation
        ("2026-05-18", "2025-04-07", "needs-human: CAND-CLASS CAND-CLASS-TTL"),
        ("2026-05-19", "2025-04-07", "needs-human: CAND-CLASS CAND-CLASS-TTL"),
        ("2016-09-19", "2015-04-07", "needs-human: CAND-CLASS CAND-CLASS-TTL"),
        ("2024-04-01", None, "needs-human: CAND-CLASS"),
        ("2024-04-01", False, "blocked: CAND-CLASS"),
        ("2024-04-01", "2024-04-02", "blocked: CAND-CLASS"),
        ("2024-02-28", "2019-02-28", "allowed"),
        ("2021-02-28", "2016-02-29", "allowed"),  # 29 February + 60 months = 28 February
        ("2021-03-01", "2016-02-29", "blocked: CAND-CLASS-TTL"),
    ],
)
def test_the_certificate_counts_sixty_months_to_the_cells_meeting(on, certificate, expected):
    done = {} if certificate is None else {"class-certificate": certificate}

    assert verdict("cell-vote", on, "CAND-CLASS CAND-CLASS-TTL", done=done) == expected


def test_before_the_cell_meets_the_certificate_is_only_pointed_out():
    assert found(asked("application", "2024-04-02", "CAND-CLASS", done={"class-certificate": False})) == [
        "CAND-CLASS warn none"
    ]
    assert found(asked("application", "2024-04-02", "CAND-CLASS-TTL", done={"class-certificate": "2019-04-01"})) == [
        "CAND-CLASS-TTL warn expired"
    ]


def test_asked_later_the_certificate_is_judged_at_the_cells_meeting():
    done = {"class-certificate": "2019-04-01", "cell-resolution": "2024-04-01"}
    late = asked("decision", "2024-06-03", "CAND-CLASS CAND-CLASS-TTL", done=done)

    assert (str(late.verdict), str(late.dates["certificate-valid-until"])) == ("allowed", "2024-04-01")
    assert verdict("decision", "2024-06-03", "CAND-CLASS-TTL", done={"class-certificate": "2019-04-01"}) == (
        "needs-human: CAND-CLASS-TTL"
    )
    assert (
        verdict("decision", "2024-06-03", "CAND-CLASS", done={"class-certificate": "2019-04-01"})
        == "needs-human: CAND-CLASS"
    )
    assert (
        verdict("cell-vote", "2024-06-03", "CAND-CLASS-TTL", done={"class-certificate": False})
        == "blocked: CAND-CLASS-TTL"
    )


# Application, CV, opinions.


@pytest.mark.parametrize(
    ("application", "expected"),
    [
        ("2025-08-10", []),
        ("2025-08-11", ["CAND-APPLICATION info same-day"]),
        ("2025-08-12", ["CAND-APPLICATION block after-cv"]),
        (False, ["CAND-APPLICATION block none"]),
        (None, ["CAND-APPLICATION unknown fact-missing"]),
    ],
)
@pytest.mark.parametrize("on", ["2025-08-11", "2018-08-13", "2026-09-14"])
def test_the_application_comes_before_the_cv(on, application, expected):
    moved = application.replace("2025-08-11", on) if isinstance(application, str) else application
    if isinstance(application, str) and application != "2025-08-11":
        moved = on[:8] + {"2025-08-10": "01", "2025-08-12": "28"}[application]
    done = {} if moved is None else {"application": moved}

    assert found(asked("cv", on, "CAND-APPLICATION", done=done)) == expected


def test_no_cv_yet_is_for_the_certification_to_say():
    done = {"application": "2025-08-10", "cv": False}

    assert found(asked("certify-cv", "2025-08-11", "CAND-APPLICATION CAND-CV", done=done)) == ["CAND-CV block none"]
    assert verdict("certify-cv", "2025-08-11", "CAND-CV", done={"cv": "2025-08-12"}) == "blocked: CAND-CV"
    assert verdict("certify-cv", "2025-08-11", "CAND-CV", done={"cv": "2025-08-11"}) == "allowed"
    assert verdict("certify-cv", "2026-09-11", "CAND-CV", done={"cv": "2025-08-11"}) == "needs-human: CAND-CV"


@pytest.mark.parametrize(
    ("opinions", "expected"),
    [
        ("2024-05-06", "allowed"),
        ("2024-05-07", "blocked: OPN-MASS OPN-RES"),
        (False, "blocked: OPN-MASS OPN-RES"),
        (None, "needs-human: OPN-MASS OPN-RES"),
    ],
)
def test_opinions_are_there_when_the_cell_meets(opinions, expected):
    done = {} if opinions is None else {"opinions": opinions}

    assert verdict("cell-vote", "2024-05-06", "OPN-MASS OPN-RES", done=done) == expected


def test_a_claimed_exemption_from_the_residences_opinion_is_for_people():
    person = {"residence_opinion_exempt": True}

    assert verdict("cell-vote", "2024-05-06", "OPN-RES", person=person) == "needs-human: OPN-RES"
    assert verdict("cell-vote", "2026-09-14", "OPN-RES", person=person) == "needs-human: OPN-RES"
    assert verdict("opinions", "2024-05-06", "OPN-MASS OPN-RES") == "allowed"
    assert verdict("opinions", "2026-09-14", "OPN-MASS OPN-RES") == "needs-human: OPN-MASS OPN-RES"


# Age of the dossier.

OLD = {"dossier": "2024-01-05", "introductions": "2024-02-15", "opinions": "2024-02-21"}


@pytest.mark.parametrize(
    ("on", "changed", "expected"),
    [
        ("2025-01-05", {}, []),
        ("2025-01-06", {}, ["block redo", "human redo", "warn cv-changed"]),  # opinions are carried over in 2021
        ("2025-01-06", {"introductions": "2025-01-06", "opinions": "2025-01-06"}, ["warn cv-changed"]),
        (
            "2025-01-06",
            {"introductions": "2025-01-05", "opinions": "2025-01-06"},
            ["human redo-shortly-before", "warn cv-changed"],
        ),
        (
            "2025-01-06",
            {"introductions": "2024-12-06", "opinions": "2025-01-06"},
            ["human redo-shortly-before", "warn cv-changed"],
        ),
        ("2025-01-06", {"introductions": "2024-12-05", "opinions": "2025-01-06"}, ["block redo", "warn cv-changed"]),
        ("2025-01-06", {"introductions": False, "opinions": "2025-01-06"}, ["block redo", "warn cv-changed"]),
        ("2025-07-07", {}, ["block redo", "block redo", "warn cv-changed"]),
        ("2025-07-07", {"cv-verified": "2025-01-06"}, ["block redo", "block redo"]),
        ("2025-07-07", {"cv-verified": "2025-01-05"}, ["block redo", "block redo", "warn cv-changed"]),
        ("2026-04-08", {}, ["human basis-gone"]),
    ],
)
def test_a_dossier_past_its_twelve_months_names_each_paper_to_redo(on, changed, expected):
    answer = asked("cell-vote", on, "DOS-12M", done={**OLD, **changed})

    assert found(answer) == [f"DOS-12M {one}" for one in expected]


def test_the_papers_are_named():
    answer = asked("cell-vote", "2025-07-07", "CLK-DOSSIER", done=OLD, person={"cv_changed": True})

    assert [f.facts.get("paper") for f in answer.findings] == ["introductions", "opinions", None]
    assert [str(f.weight) for f in answer.findings] == ["block", "block", "block"]
    assert str(answer.findings[0].facts["until"]) == "2025-01-05"
    unchanged = asked("cell-vote", "2025-07-07", "DOS-12M", done=OLD, person={"cv_changed": False})
    assert len(unchanged.findings) == 2


def test_a_dossier_whose_age_is_not_known_lacks_the_fact():
    assert asked("cell-vote", "2025-07-07", "DOS-12M").findings[0].facts["missing"] == ("done.dossier",)
    later = asked("decision", "2025-07-07", "DOS-12M")
    assert later.findings[0].facts["missing"] == ("done.dossier", "done.cell-resolution")
    old = asked("cell-vote", "2025-07-07", "DOS-12M", done={"dossier": "2024-01-05"})
    assert [f.facts.get("missing") for f in old.findings] == [("done.introductions",), ("done.opinions",), None]
    considered = {**OLD, "cell-resolution": "2025-01-05"}
    assert verdict("decision", "2025-03-05", "DOS-12M", done=considered) == "allowed"


def test_a_running_dossier_has_its_last_day_in_the_calendar():
    clocks = {c.name: str(c.by) for c in engine.calendar(case("application", "2025-02-05", done=OLD))}

    assert clocks["dossier-fresh-until"] == "2025-01-05"
    assert "dossier-fresh-until" not in {c.name for c in engine.calendar(case("application", "2026-09-05", done=OLD))}


# Order of steps.


@pytest.mark.parametrize(
    ("step", "done", "expected"),
    [
        ("committee-vote", {"cell-resolution": "2024-05-06"}, []),
        ("committee-vote", {"cell-resolution": "2024-05-07"}, ["block before"]),
        ("committee-vote", {"cell-resolution": False}, ["block not-yet"]),
        ("committee-vote", {}, ["unknown fact-missing"]),
        ("assign-helper", {"listed": "2024-05-07"}, ["block before"]),
        ("assign-helper", {}, []),
        ("decision", {"cell-resolution": "2024-04-08", "committee-resolution": "2024-05-07"}, ["block before"]),
        ("decision", {"cell-resolution": "2024-04-08", "committee-resolution": "2024-04-07"}, ["block out-of-order"]),
        ("ceremony", {"decision-issued": "2024-05-02", "decision-received": "2024-05-01"}, ["block out-of-order"]),
        ("ceremony", {"decision-issued": "2024-05-02", "cell-resolution": "2024-05-03"}, ["block out-of-order"]),
        ("ceremony", {"decision-issued": "2024-05-02", "decision-received": "2024-05-06"}, []),
        ("cell-vote", {"application": "2024-03-04", "cv-certified": "2024-04-01", "introductions": "2024-04-02", "opinions": "2024-05-06"}, []),
        ("cell-vote", {"application": "2024-03-04", "cv-certified": "2024-04-01", "introductions": False, "opinions": "2024-05-07"}, ["block not-yet", "block before"]),
        ("cv", {"application": "2024-05-07"}, ["block before"]),
        ("new-member-class", {"ceremony": "2024-05-07"}, ["block before"]),
        ("recognition-cell-vote", {"ceremony": "2023-05-02", "new-member-class": "2023-05-01", "self-review": "2024-05-03"}, ["block out-of-order"]),
        ("recognition-decision", {"recognition-resolution": "2024-05-02", "recognition-committee-resolution": "2024-05-07"}, ["block before"]),
        ("card", {"recognition-decision": False}, ["block not-yet"]),
        ("strike-off", {"ceremony": "2024-05-07"}, ["block before"]),
        ("strike-off", {"ceremony": "2024-05-06"}, []),
    ],
)  # fmt: skip
def test_no_step_comes_before_one_it_rests_on(step, done, expected):
    assert found(asked(step, "2024-05-06", "STEP-ORDER", done=done)) == [f"STEP-ORDER {one}" for one in expected]


@pytest.mark.parametrize(
    ("step", "missing"),
    [
        ("cv", "application"),
        ("verification", "cv"),
        ("certify-cv", "cv"),
        ("committee-vote", "cell-resolution"),
        ("decision", "cell-resolution"),
        ("ceremony", "decision-issued"),
        ("new-member-class", "ceremony"),
        ("self-review", "ceremony"),
        ("recognition-cell-vote", "ceremony self-review"),
        ("recognition-committee-vote", "recognition-resolution"),
        ("recognition-decision", "recognition-resolution"),
        ("card", "recognition-decision"),
        ("strike-off", "ceremony"),
    ],
)
def test_what_a_step_rests_on_must_be_known(step, missing):
    answer = asked(step, "2024-05-06", "STEP-ORDER")

    assert answer.findings[0].facts["missing"] == tuple(f"done.{key}" for key in missing.split())


def test_all_that_is_missing_is_named_at_once():
    answer = asked("cell-vote", "2024-05-06", "STEP-ORDER")

    assert answer.findings[0].facts["missing"] == (
        "done.application", "done.cv-certified", "done.introductions", "done.opinions",
    )  # fmt: skip


def test_until_the_cell_has_met_papers_out_of_order_are_made_anew():
    late_application = {"application": "2024-01-15", "cv": "2024-01-08"}

    answer = asked("cell-vote", "2024-05-06", **whole("cell-vote", "2024-05-06", done=late_application))

    assert str(answer.verdict) == "blocked"
    assert [f"{f.rule} {f.reason}" for f in answer.findings if f.weight == "block"] == ["STEP-ORDER out-of-order"]


def test_afterwards_an_earlier_act_out_of_order_is_for_people():
    done = days_before("committee-vote", asked("cv", "2024-05-06").on)
    late_application = {"application": done["cv-stamped"], "cv": done["cv"]}

    tables = whole("committee-vote", "2024-05-06", done=late_application)
    assert verdict("committee-vote", "2024-05-06", **tables) == "needs-human: FIX-PROC"
    assert verdict("committee-vote", "2024-05-06", "STEP-ORDER", **tables) == "blocked: STEP-ORDER"
