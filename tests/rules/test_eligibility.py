"""Who may be admitted: both sides of each boundary, and of each change of text."""

import pytest

from tests.rules.asking import asked, found, verdict

ELDERLY = {
    "born": "1961-09-14", "good_health_and_prestige": True, "place_has_party_organisation": True,
    "place_has_members": False, "special_need": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("step", "citizen", "expected"),
    [
        ("list", True, "allowed"),
        ("list", False, "blocked: ADM-CITIZEN"),
        ("cell-vote", None, "needs-human: ADM-CITIZEN"),
        ("decision", False, "blocked: ADM-CITIZEN"),
    ],
)
def test_only_citizens_are_admitted(step, citizen, expected):
    person = {} if citizen is None else {"citizen": citizen}

    assert verdict(step, "2026-09-10", "ADM-CITIZEN", person=person) == expected


@pytest.mark.parametrize(
    ("on", "born", "expected"),
    [
        ("2018-02-28", "2000-03-12", "blocked: ADM-AGE-MIN"),  # the month before the birthday
        ("2018-03-01", "2000-03-12", "needs-human: ADM-AGE-MIN"),  # its month, before the day
        ("2018-03-11", "2000-03-12", "needs-human: ADM-AGE-MIN"),
        ("2018-03-12", "2000-03-12", "allowed"),
        ("2018-02-28", "2000-02-29", "allowed"),  # no 29 February that year
        ("2018-02-27", "2000-02-29", "needs-human: ADM-AGE-MIN"),
        ("2016-07-24", "1990-01-01", "needs-human: ADM-AGE-MIN"),  # the text before was not collected
        ("2016-07-25", "1990-01-01", "allowed"),
        ("2026-04-07", "1990-01-01", "allowed"),
        ("2026-04-08", "1990-01-01", "needs-human: ADM-AGE-MIN"),  # 20-QĐ/TW was not seen
        ("2026-07-25", "1990-01-01", "needs-human: ADM-AGE-MIN"),
        ("2026-07-26", "1990-01-01", "allowed"),
        ("2026-09-10", "2010-01-01", "blocked: ADM-AGE-MIN"),
        ("2018-06-15", {"year": 2000}, "needs-human: ADM-AGE-MIN"),  # may be 18 or not
        ("2018-06-15", {"year": 1999}, "allowed"),
        ("2018-06-15", {"year": 2001}, "blocked: ADM-AGE-MIN"),
        ("2018-06-15", {"year": 2000, "month": 5}, "allowed"),
        ("2018-06-15", {"year": 2000, "month": 6}, "needs-human: ADM-AGE-MIN"),
        ("2018-06-15", {"year": 2000, "month": 7}, "blocked: ADM-AGE-MIN"),
    ],
)
def test_eighteen_is_reached_by_month_when_the_cell_meets(on, born, expected):
    assert verdict("cell-vote", on, "ADM-AGE-MIN", person={"born": born}) == expected


@pytest.mark.parametrize("rule", ["ADM-AGE-MIN", "ADM-AGE-MAX", "ADM-EDU-MIN"])
def test_before_the_cell_meets_age_and_schooling_are_only_pointed_out(rule):
    young, old = {"born": "2010-01-01", "schooling": "primary", "areas": []}, {"born": "1950-01-01"}
    person = old if rule == "ADM-AGE-MAX" else young

    for step in ("list", "application"):
        answer = asked(step, "2024-05-06", rule, person=person)
        assert (str(answer.verdict), [f.weight for f in answer.findings]) == ("allowed", ["warn"])


def test_age_is_judged_at_the_cells_meeting_when_asked_later():
    assert verdict("decision", "2018-05-01", "ADM-AGE-MIN", person={"born": "2000-03-12"},
                   done={"cell-resolution": "2018-02-01"}) == "blocked: ADM-AGE-MIN"  # fmt: skip
    assert verdict("decision", "2018-02-01", "ADM-AGE-MIN", person={"born": "2000-03-12"}) == "needs-human: ADM-AGE-MIN"
    assert verdict("decision", "2026-05-01", "ADM-AGE-MIN", person={"born": "2000-03-12"}) == "needs-human: ADM-AGE-MIN"
    assert verdict("cell-vote", "2018-02-01", "ADM-AGE-MIN") == "needs-human: ADM-AGE-MIN"


def test_the_first_day_of_age_is_named():
    answer = asked("cell-vote", "2018-02-12", "ADM-AGE-MIN", person={"born": "2000-03-12"})

    assert str(answer.dates["age-eligible-from"]) == "2018-03-12"
    assert str(answer.findings[0].facts["may_from"]) == "2018-03-12"


@pytest.mark.parametrize(
    ("on", "born", "expected"),
    [
        ("2024-06-05", "1964-06-05", "allowed"),  # the sixtieth birthday
        ("2024-06-06", "1964-06-05", "needs-human: ADM-AGE-MAX"),
        ("2024-07-04", "1964-06-05", "needs-human: ADM-AGE-MAX"),
        ("2024-07-05", "1964-06-05", "blocked: ADM-AGE-MAX ADM-AGE-OVER60"),
        ("2024-06-20", {"year": 1964}, "needs-human: ADM-AGE-MAX ADM-AGE-OVER60"),
        ("2024-06-20", None, "needs-human: ADM-AGE-MAX ADM-AGE-OVER60"),
        ("2026-09-10", "1960-01-01", "needs-human: ADM-AGE-MAX ADM-AGE-OVER60"),  # conditions of 208-QĐ/TW not seen
        ("2026-09-10", "1990-01-01", "allowed"),
        ("2026-05-10", "1990-01-01", "needs-human: ADM-AGE-MAX ADM-AGE-OVER60"),
    ],
)
def test_sixty_is_the_last_age_without_the_exception(on, born, expected):
    person = {"good_health_and_prestige": True, "place_has_party_organisation": True, "place_has_members": True,
              "special_need": False, "consents": []}  # fmt: skip

    assert (
        verdict(
            "cell-vote", on, "ADM-AGE-MAX ADM-AGE-OVER60", person=person if born is None else {**person, "born": born}
        )
        == expected
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "allowed"),
        ({"place_has_members": True}, "blocked: ADM-AGE-MAX ADM-AGE-OVER60"),
        ({"place_has_members": True, "place_has_party_organisation": False}, "allowed"),
        ({"place_has_members": True, "special_need": True}, "allowed"),
        ({"good_health_and_prestige": False}, "blocked: ADM-AGE-MAX ADM-AGE-OVER60"),
    ],
)
def test_over_sixty_needs_health_prestige_and_a_place_or_a_need(changed, expected):
    assert verdict("cell-vote", "2023-11-15", "ADM-AGE-MAX ADM-AGE-OVER60", person={**ELDERLY, **changed}) == expected


def test_over_sixty_the_facts_of_the_exception_must_be_known():
    answer = asked("cell-vote", "2023-11-15", "ADM-AGE-OVER60", person={"born": "1961-09-14", "special_need": True})

    assert answer.findings[0].facts["missing"] == (
        "person.good_health_and_prestige", "person.place_has_party_organisation", "person.place_has_members",
    )  # fmt: skip
    assert (
        verdict("cell-vote", "2023-11-15", "ADM-AGE-MAX", person={"born": "1961-09-14"}) == "needs-human: ADM-AGE-MAX"
    )
    assert verdict("decision", "2023-11-15", "ADM-AGE-OVER60", person=ELDERLY) == "needs-human: ADM-AGE-OVER60"
    assert verdict("cell-vote", "2026-05-10", "ADM-AGE-OVER60", person=ELDERLY) == "needs-human: ADM-AGE-OVER60"


@pytest.mark.parametrize(
    ("step", "consents", "expected"),
    [
        ("cell-vote", [], "ADM-AGE-OVER60 warn consent-to-come"),
        ("decision", [], "ADM-AGE-OVER60 block consent-missing"),
        ("decision", None, "ADM-AGE-OVER60 unknown fact-missing"),
        ("decision", ["provincial-standing-committee"], "ADM-AGE-OVER60 info consent-given"),
        ("cell-vote", ["provincial-standing-committee"], "ADM-AGE-OVER60 info consent-given"),
    ],
)
def test_consent_for_one_over_sixty_comes_before_the_decision(step, consents, expected):
    person = ELDERLY if consents is None else {**ELDERLY, "consents": consents}
    answer = asked(step, "2023-11-15", "ADM-AGE-OVER60", person=person, done={"cell-resolution": "2023-10-02"})

    assert found(answer) == [expected]


EDU = "ADM-EDU-MIN ADM-EDU-EXC-AREA ADM-EDU-EXC-ELDER"


@pytest.mark.parametrize(
    ("on", "schooling", "expected"),
    [
        ("2018-05-10", "lower-secondary-diploma", "allowed"),
        ("2018-05-10", "lower-secondary-equivalent", "allowed"),
        ("2018-05-10", "lower-secondary-programme", "blocked: ADM-EDU-MIN"),
        ("2021-07-29", "lower-secondary-equivalent", "allowed"),
        ("2021-07-30", "lower-secondary-equivalent", "blocked: ADM-EDU-MIN"),
        ("2025-09-08", "lower-secondary-equivalent", "blocked: ADM-EDU-MIN"),
        ("2025-09-08", "lower-secondary-programme", "blocked: ADM-EDU-MIN"),
        ("2025-09-08", "higher", "allowed"),
        ("2026-04-08", "higher", "needs-human: ADM-EDU-MIN ADM-EDU-EXC-AREA ADM-EDU-EXC-ELDER"),
        ("2026-09-10", "lower-secondary-programme", "allowed"),
        ("2026-09-10", "lower-secondary-equivalent", "needs-human: ADM-EDU-MIN"),
        ("2026-09-10", "primary", "blocked: ADM-EDU-MIN ADM-EDU-EXC-AREA ADM-EDU-EXC-ELDER"),
        ("2024-05-06", None, "needs-human: ADM-EDU-MIN ADM-EDU-EXC-AREA ADM-EDU-EXC-ELDER"),
    ],
)
def test_least_schooling_of_the_text_of_the_day(on, schooling, expected):
    person = {"areas": [], "schooling": schooling} if schooling else {"areas": []}

    assert verdict("cell-vote", on, EDU, person=person) == expected


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"schooling": "primary", "areas": ["border"]}, "allowed"),
        ({"schooling": "primary", "areas": []}, "blocked: ADM-EDU-MIN"),
        ({"schooling": "primary"}, f"needs-human: {EDU}"),
        ({"schooling": "literate", "areas": ["border"]}, "blocked: ADM-EDU-MIN"),
        ({"schooling": "literate", "areas": ["border"], "standing": "village-chief"}, "allowed"),
        ({"schooling": "literate", "areas": [], "standing": "village-chief"}, "blocked: ADM-EDU-MIN"),
        ({"schooling": "literate", "standing": "village-chief"}, "needs-human: ADM-EDU-MIN ADM-EDU-EXC-ELDER"),
        ({"schooling": "none", "areas": ["border"], "standing": "village-elder"}, "blocked: ADM-EDU-MIN"),
        ({"schooling": "primary", "areas": ["sea-fishing"]}, "allowed"),
        ({"schooling": "literate", "areas": ["sea-fishing"]}, "needs-human: ADM-EDU-MIN ADM-EDU-EXC-ELDER"),
        ({"schooling": "literate", "areas": ["sea-fishing"], "standing": "person-of-prestige"}, "allowed"),
    ],
)
@pytest.mark.parametrize("on", ["2018-05-10", "2024-05-06", "2025-09-08"])
def test_lower_schooling_is_enough_in_hard_areas_and_for_elders_there(on, person, expected):
    assert verdict("cell-vote", on, EDU, person=person) == expected


def test_the_exceptions_of_the_newest_text_are_not_known():
    assert verdict("cell-vote", "2026-09-10", "ADM-EDU-MIN", person={"schooling": "primary", "areas": ["border"]}) == (
        "needs-human: ADM-EDU-MIN"
    )
    assert verdict("cell-vote", "2026-09-10", "ADM-EDU-MIN", person={"schooling": "primary", "areas": []}) == (
        "blocked: ADM-EDU-MIN"
    )
    assert verdict("list", "2026-09-10", "ADM-EDU-MIN", person={"schooling": "lower-secondary-equivalent"}) == "allowed"
    assert verdict("list", "2026-09-10", "ADM-EDU-MIN", person={"schooling": "primary"}) == "allowed"


def test_an_exception_asked_about_alone_holds_or_does_not():
    low = {"schooling": "none", "areas": ["border"]}

    assert verdict("cell-vote", "2024-05-06", "ADM-EDU-EXC-AREA", person=low) == "blocked: ADM-EDU-EXC-AREA"
    assert verdict("cell-vote", "2024-05-06", "ADM-EDU-EXC-ELDER", person=low) == "blocked: ADM-EDU-EXC-ELDER"
    assert verdict("cell-vote", "2024-05-06", "ADM-EDU-EXC-AREA", person={"schooling": "higher"}) == "allowed"
    assert verdict("decision", "2024-05-06", "ADM-EDU-EXC-AREA", person=low) == "needs-human: ADM-EDU-EXC-AREA"
    assert verdict("decision", "2024-05-06", "ADM-EDU-MIN", person=low) == "needs-human: ADM-EDU-MIN"


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ([], "blocked: ADM-EDU-EXC-ELDER"),
        (None, "needs-human: ADM-EDU-EXC-ELDER"),
        (["provincial-standing-committee"], "allowed"),
    ],
)
def test_an_elders_consent_comes_before_the_decision(consents, expected):
    person = {"schooling": "literate", "areas": ["border"], "standing": "village-chief"}
    person |= {} if consents is None else {"consents": consents}

    assert verdict("decision", "2023-06-15", EDU, person=person, done={"cell-resolution": "2023-04-17"}) == expected


@pytest.mark.parametrize(
    ("person", "unit", "expected"),
    [
        ({"youth_union_age": True, "youth_union_member": True}, {"has_youth_union": True}, "allowed"),
        ({"youth_union_age": True, "youth_union_member": False}, {"has_youth_union": True}, "blocked"),
        ({"youth_union_age": True}, {"has_youth_union": True}, "needs-human"),
        ({"youth_union_age": False}, {"has_youth_union": True}, "allowed"),
        ({"trade_union_member": True}, {"has_youth_union": False, "has_trade_union": True}, "allowed"),
        ({"trade_union_member": False}, {"has_youth_union": False, "has_trade_union": True}, "blocked"),
        ({}, {"has_youth_union": False, "has_trade_union": False}, "allowed"),
        ({}, {"has_youth_union": False, "has_trade_union": True}, "needs-human"),
        ({}, {}, "needs-human"),
    ],
)
def test_member_of_the_youth_union_or_of_the_trade_union_where_they_are(person, unit, expected):
    answer = asked("introduction", "2026-09-10", "ADM-MASSORG", person=person, unit=unit)

    assert str(answer.verdict) == expected


def test_only_the_facts_that_matter_for_the_mass_organisation_are_missing():
    there = asked("introduction", "2023-06-12", "ADM-MASSORG", unit={"has_youth_union": True})
    not_there = asked("introduction", "2023-06-12", "ADM-MASSORG", unit={"has_youth_union": False})

    assert there.findings[0].facts["missing"] == ("person.youth_union_age", "person.youth_union_member")
    assert not_there.findings[0].facts["missing"] == ("unit.has_trade_union", "person.trade_union_member")


@pytest.mark.parametrize(
    ("step", "on", "issue", "expected"),
    [
        ("cell-vote", "2025-10-13", "none", "allowed"),
        ("cell-vote", "2025-10-13", "concluded", "allowed"),
        ("cell-vote", "2025-10-13", "unresolved", "needs-human: ADM-POLITICS"),
        ("decision", "2025-10-13", "unresolved", "blocked: ADM-POLITICS"),
        ("decision", "2018-10-15", "unresolved", "blocked: ADM-POLITICS"),
        ("decision", "2025-10-13", None, "needs-human: ADM-POLITICS"),
        ("decision", "2026-09-14", "unresolved", "needs-human: ADM-POLITICS"),
        ("decision", "2026-05-04", "unresolved", "needs-human: ADM-POLITICS"),
    ],
)
def test_a_political_question_is_concluded_before_the_decision(step, on, issue, expected):
    assert verdict(step, on, "ADM-POLITICS", person={"political_issue": issue} if issue else {}) == expected


def test_no_length_of_residence_is_asked_for():
    assert found(asked("cell-vote", "2025-10-13", "ADM-RESIDENCE")) == ["ADM-RESIDENCE info no-condition"]
    assert verdict("cell-vote", "2026-09-14", "ADM-RESIDENCE") == "needs-human: ADM-RESIDENCE"


def test_the_central_texts_have_no_local_standards():
    assert found(asked("cell-vote", "2025-10-13", "ADM-LOCALSTD", person={"local_standards_met": False})) == []
