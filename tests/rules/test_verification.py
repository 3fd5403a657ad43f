"""Verification of the CV: whom, when not, in which order, by whom, how fast."""

import pytest

from tests.rules.asking import asked, found, verdict, whole

KIN = {"close_kin_are_members": True, "cv_full_and_clear": True}
NO_KIN = {"close_kin_are_members": False, "cv_full_and_clear": True}


@pytest.mark.parametrize(
    ("on", "person", "done", "expected"),
    [
        ("2023-09-11", KIN, {}, ["info skipped"]),
        ("2018-09-11", KIN, {}, ["info skipped"]),
        ("2025-06-08", KIN, {}, ["info skipped"]),
        ("2025-06-09", KIN, {}, ["unknown fact-missing"]),  # from 06-HD/TW on the membership is confirmed
        ("2025-06-09", {**KIN, "kin_membership_confirmed": True}, {}, ["warn skipped-confirmed"]),
        ("2025-06-09", {**KIN, "kin_membership_confirmed": False}, {"cv-verified": False}, ["block not-verified"]),
        ("2023-09-11", {**KIN, "cv_full_and_clear": False}, {"cv-verified": False}, ["block not-verified"]),
        ("2023-09-11", NO_KIN, {"cv-verified": False}, ["block not-verified"]),
        ("2023-09-11", NO_KIN, {}, ["block not-verified"]),  # asked whether it may be left out
        ("2023-09-11", NO_KIN, {"cv-verified": "2023-09-11"}, []),
        ("2023-09-11", {}, {"cv-verified": "2023-09-11"}, []),
        ("2023-09-11", {"close_kin_are_members": True}, {"cv-verified": False}, ["unknown fact-missing"]),
        ("2026-09-14", KIN, {}, ["human unread"]),
    ],
)
def test_the_own_side_is_verified_or_need_not_be(on, person, done, expected):
    assert found(asked("verification", on, "VER-SKIP-SELF", person=person, done=done)) == [
        f"VER-SKIP-SELF {one}" for one in expected
    ]


def test_a_verification_that_is_being_done_is_no_verification_left_out():
    tables = whole("verification", "2023-09-11")
    del tables["done"]["cv-verified"]

    assert verdict("verification", "2023-09-11", **tables) == "allowed"
    assert verdict("verification", "2023-09-11", "VER-SKIP-SELF", **tables) == "blocked: VER-SKIP-SELF"
    assert verdict("certify-cv", "2023-09-11", "VER-SKIP-SELF", **tables) == "needs-human: VER-SKIP-SELF"


def test_what_is_missing_for_leaving_verification_out_is_named():
    answer = asked("certify-cv", "2025-09-08", "VER-SKIP-SELF", person={"close_kin_are_members": True})

    assert answer.findings[0].facts["missing"] == (
        "person.cv_full_and_clear", "person.kin_membership_confirmed", "done.cv-verified",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("person", "done", "expected"),
    [
        ({"spouse_side_are_members": True, "cv_full_and_clear": True}, {}, ["info skipped"]),
        ({"spouse_side_are_members": False, "cv_full_and_clear": True}, {"cv-verified": False}, ["block not-verified"]),
        ({"married": False}, {"cv-verified": False}, []),
    ],
)
def test_the_spouses_side_is_verified_or_need_not_be(person, done, expected):
    assert found(asked("certify-cv", "2023-09-11", "VER-SKIP-SPOUSE", person=person, done=done)) == [
        f"VER-SKIP-SPOUSE {one}" for one in expected
    ]


CHAIN = {"cv": "2024-01-15", "cv-stamped": "2024-01-22", "cv-verified": "2024-03-10"}


@pytest.mark.parametrize(
    ("step", "changed", "expected"),
    [
        ("certify-cv", {}, []),
        ("certify-cv", {"cv-verified": "2024-03-11"}, ["info same-day"]),
        ("certify-cv", {"cv-verified": "2024-03-12"}, ["block out-of-order"]),
        ("certify-cv", {"cv-verified": False}, ["block not-yet"]),
        ("certify-cv", {"cv-stamped": "2024-03-11"}, ["block out-of-order"]),
        ("certify-cv", {"cv": "2024-01-23"}, ["block out-of-order"]),
        ("verification", {"cv-stamped": "2024-03-12"}, ["block out-of-order"]),
        ("verification", {"cv-stamped": False}, ["block not-yet"]),
        ("cell-vote", {"cv-certified": "2024-03-11"}, ["info same-day"]),
        ("cell-vote", {"cv-certified": "2024-03-12"}, ["block out-of-order"]),
        ("cell-vote", {}, ["unknown fact-missing"]),
    ],
)
def test_stamp_then_verify_then_certify_then_meet(step, changed, expected):
    person = {"close_kin_are_members": False, "spouse_side_are_members": False, "cv_full_and_clear": True}

    assert found(asked(step, "2024-03-11", "VER-SEQ", person=person, done={**CHAIN, **changed})) == [
        f"VER-SEQ {one}" for one in expected
    ]


def test_verification_drops_out_of_the_order_only_where_no_side_needs_it():
    done = {"cv": "2024-01-15", "cv-stamped": "2024-01-22", "cv-verified": False}
    both = {"close_kin_are_members": True, "spouse_side_are_members": True, "cv_full_and_clear": True}

    assert verdict("certify-cv", "2024-03-11", "VER-SEQ", person=both, done=done) == "allowed"
    assert verdict(
        "certify-cv", "2024-03-11", "VER-SEQ", person={**both, "spouse_side_are_members": False}, done=done
    ) == ("blocked: VER-SEQ")
    assert verdict("certify-cv", "2026-09-14", "VER-SEQ", person=both, done=done) == "needs-human: VER-SEQ"


def test_the_text_of_the_day_of_certification_says_whether_verification_may_be_left_out():
    person = {"close_kin_are_members": True, "spouse_side_are_members": True, "cv_full_and_clear": True}
    done = {"cv": "2025-01-15", "cv-stamped": "2025-01-22", "cv-verified": False}

    before = verdict("cell-vote", "2025-07-07", "VER-SEQ", person=person, done={**done, "cv-certified": "2025-06-08"})
    after = verdict("cell-vote", "2025-07-07", "VER-SEQ", person=person, done={**done, "cv-certified": "2025-06-09"})

    assert (before, after) == ("allowed", "blocked: VER-SEQ")


@pytest.mark.parametrize(
    ("on", "relation", "expected"),
    [
        ("2025-09-28", "sibling", "needs-human: VER-NOSELF"),
        ("2025-09-29", "sibling", "blocked: VER-NOSELF"),
        ("2025-09-29", "self", "blocked: VER-NOSELF"),
        ("2026-04-07", "spouse", "blocked: VER-NOSELF"),
        ("2026-04-08", "spouse", "needs-human: VER-NOSELF"),
        ("2017-06-05", "child", "needs-human: VER-NOSELF"),
        ("2017-06-04", "none", "needs-human: VER-NOSELF"),
        ("2018-03-05", "none", "allowed"),
        ("2025-10-14", "none", "allowed"),
        ("2025-10-14", None, "needs-human: VER-NOSELF"),
    ],
)
def test_kin_do_not_verify(on, relation, expected):
    assert verdict("verification", on, "VER-NOSELF", verifier={"relation": relation} if relation else {}) == expected


def test_what_is_carried_over_says_so_once():
    answer = asked("verification", "2026-09-14", "VER-NOSELF", verifier={"relation": "self"})

    assert answer.findings[0].notes == ("assumed",)
    assert asked("verification", "2025-10-14", "VER-NOSELF", verifier={"relation": "self"}).findings[0].notes == ()


def test_who_verifies_must_be_known_at_the_verification_only():
    tables = {key: facts for key, facts in whole("verification", "2026-02-10").items() if key != "verifier"}

    assert verdict("verification", "2026-02-10", **tables) == "needs-human: VER-NOSELF"
    assert "VER-NOSELF" not in asked("certify-cv", "2026-02-10", **tables).rules


def test_a_verification_by_kin_found_out_later_is_for_people():
    tables = whole("cell-vote", "2026-02-10", verifier={"relation": "sibling"})

    assert verdict("cell-vote", "2026-02-10", **tables) == "needs-human: VER-NOSELF"
    assert verdict("cell-vote", "2026-02-10", "VER-NOSELF") == "needs-human: VER-NOSELF"


@pytest.mark.parametrize(
    ("on", "abroad", "by", "expected"),
    [
        ("2025-11-17", False, "2025-11-17", []),
        ("2025-11-18", False, "2025-11-17", ["warn late"]),
        ("2026-02-10", True, "2026-02-10", []),
        ("2026-02-11", True, "2026-02-10", ["warn late"]),
    ],
)
def test_an_answer_by_mail_is_due_from_the_receipt_of_the_request(on, abroad, by, expected):
    done = {"cv-stamped": "2025-09-29", "verification-requested": "2025-10-06"}
    answer = asked("verification", on, "VER-TIME", verifier={"abroad": abroad}, done=done)

    assert str(answer.dates["reply-by"]) == by
    assert found(answer) == [f"VER-TIME {one}" for one in expected]


def test_the_time_to_answer_is_known_for_one_text_only():
    done = {"verification-requested": "2024-03-04", "cv-verified": "2024-03-06"}
    earlier = asked("verification", "2024-03-06", "VER-TIME", done=done)

    assert (found(earlier), "reply-by" in earlier.dates) == (["VER-TIME human unread"], False)
    assert found(asked("verification", "2025-10-14", "VER-TIME")) == ["VER-TIME unknown fact-missing"]
    assert found(asked("verification", "2025-10-14", "VER-TIME", done={"cv-verified": "2025-10-14"})) == []
    assert found(asked("verification", "2025-10-14", "VER-TIME", done={"verification-requested": False})) == []
    assert found(asked("certify-cv", "2025-10-14", "VER-TIME", done={"verification-requested": "2025-09-29"})) == []


def test_only_those_the_text_names_are_asked_about():
    asked_about = {"asked_about": ["parents", "siblings", "uncles-aunts"]}
    answer = asked("verification", "2025-10-14", "VER-WHO", verifier=asked_about)

    assert found(answer) == ["VER-WHO warn not-on-the-list"]
    assert answer.findings[0].facts["persons"] == ("siblings", "uncles-aunts")
    assert found(asked("verification", "2025-10-14", "VER-WHO VER-WHAT")) == [
        "VER-WHO info whom", "VER-WHAT info political-standard",
    ]  # fmt: skip
    assert found(asked("verification", "2024-10-14", "VER-WHAT")) == ["VER-WHAT info past-and-present"]
    assert found(asked("verification", "2026-10-14", "VER-WHO VER-WHAT")) == [
        "VER-WHO human unread", "VER-WHAT human unread",
    ]  # fmt: skip


@pytest.mark.parametrize(("rule", "step"), [("VER-UNCLEAR", "verification"), ("VER-MISDECLARE", "cell-vote")])
@pytest.mark.parametrize(("clear", "expected"), [(True, "allowed"), (False, "needs-human"), (None, "needs-human")])
def test_an_unclear_cv_is_for_people(rule, step, clear, expected):
    answer = asked(step, "2025-10-14", rule, person={} if clear is None else {"cv_full_and_clear": clear})

    assert str(answer.verdict) == expected
    assert str(asked(step, "2026-09-14", rule, person={"cv_full_and_clear": True}).verdict) == "needs-human"


def test_ways_abroad_are_for_people():
    assert verdict("verification", "2025-10-14", "VER-ABROAD", verifier={"abroad": True}) == "needs-human: VER-ABROAD"
    assert verdict("verification", "2025-10-14", "VER-ABROAD", verifier={"abroad": False}) == "allowed"


def test_one_who_is_not_married_has_no_other_side():
    person = {"close_kin_are_members": True, "married": False, "cv_full_and_clear": True}
    done = {"cv": "2024-01-15", "cv-stamped": "2024-01-22", "cv-verified": False}

    assert verdict("certify-cv", "2024-03-11", "VER-SEQ", person=person, done=done) == "allowed"
