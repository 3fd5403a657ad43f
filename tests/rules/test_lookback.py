"""Acts on record against the rules of their day: which, at which act, and what is passed over."""

import pytest

from taonguon.rules.book import central
from taonguon.rules.cases import Vote
from taonguon.rules.lookback import against_acts
from tests.rules.asking import case, whole


def against(done, votes=None, **tables):
    asked = case("list", "2018-04-19", done=done, **tables)
    return [(key, found.rule) for key, found in against_acts(asked, central(), votes or {})]


def the_vote(favour, members=9, body="cell", **left_out):
    return Vote(body=body, members=members, in_favour=favour, **left_out)


WHOLE = {"temporarily_away": 0, "exempt_absent": 0, "suspended": 0}
LATE = {"cell-resolution": "2017-09-05", "decision-issued": "2017-10-10", "decision-received": "2017-10-12"}


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ({**LATE, "ceremony": "2017-11-23"}, []),  # the thirtieth working day
        ({**LATE, "ceremony": "2017-11-24"}, [("ceremony", "CLK-CEREMONY-LATE")]),
        ({**LATE, "ceremony": "2017-11-24", "late-ceremony-consent": "2017-11-20"}, []),
        ({"decision-issued": "2017-10-10", "ceremony": "2018-03-01"}, []),  # when it was received nobody wrote down
        ({"class-certificate": "2012-02-10", "cell-resolution": "2017-02-10"}, []),
        ({"class-certificate": "2012-02-10", "cell-resolution": "2017-02-11"}, [("cell-resolution", "CAND-CLASS-TTL")]),
        ({"class-certificate": "2017-03-01", "cell-resolution": "2017-02-11"}, [("cell-resolution", "CAND-CLASS")]),
        ({"class-certificate": "2012-02-10"}, []),
        (
            {"cell-resolution": "2017-09-05", "committee-resolution": "2017-09-01", "decision-issued": "2017-08-01"},
            [("committee-resolution", "STEP-ORDER"), ("decision-issued", "STEP-ORDER")],
        ),
        (
            {"decision-issued": "2017-10-10", "decision-received": "2017-10-09", "ceremony": "2017-10-20"},
            [("decision-received", "STEP-ORDER")],
        ),
        ({"application": "2017-03-02", "cv": "2017-03-01"}, [("cv", "CAND-APPLICATION")]),
        ({}, []),
    ],
)  # fmt: skip
def test_each_act_is_judged_on_its_own_day(done, expected):
    assert against(done) == expected


def test_a_file_in_order_has_nothing_against_it():
    assert against_acts(case("card", "2018-04-03", **whole("card", "2018-04-03")), central()) == []


def test_what_is_not_known_is_not_irregular():
    assert against({"cell-resolution": "2017-02-11", "ceremony": "2017-06-01", "card": "2018-04-03"}) == []


@pytest.mark.parametrize(
    ("vote", "expected"),
    [
        (the_vote(6, **WHOLE), []),
        (the_vote(5, **WHOLE), [("cell-resolution", "VOTE-BRANCH")]),
        (the_vote(5), []),  # whom the list left out of the nine is not known
        (the_vote(2, members=2, **WHOLE), [("cell-resolution", "VOTE-BRANCH")]),
        (the_vote(6, probationary_counted=1, **WHOLE), [("cell-resolution", "PROB-RIGHTS")]),
    ],
    ids=["two thirds", "one short", "base not known", "cell of two", "a probationary member counted"],
)
def test_a_vote_on_record_is_judged_by_its_counts(vote, expected):
    assert against({"cell-resolution": "2017-02-11"}, {"cell-resolution": vote}) == expected


def test_the_votes_of_each_body_are_judged_apart():
    votes = {
        "cell-resolution": the_vote(5, **WHOLE),
        "committee-resolution": the_vote(8, 13, "grassroots-committee", **WHOLE),
        "decision-issued": the_vote(9, 9, "cell", **WHOLE),
    }
    done = {"cell-resolution": "2017-02-11", "committee-resolution": "2017-02-20", "decision-issued": "2017-03-06"}

    assert against(done, votes) == [
        ("cell-resolution", "VOTE-BRANCH"), ("committee-resolution", "VOTE-GRASS"), ("decision-issued", "AUTH"),
    ]  # fmt: skip


def test_the_members_of_today_do_not_make_a_meeting_of_then_too_small():
    done = {"cell-resolution": "2017-02-11"}

    assert against(done, {"cell-resolution": the_vote(6, **WHOLE)}, unit={"official_members": 2}) == []
    assert against(done, unit={"official_members": 2}) == []


def test_a_fault_of_a_fact_is_named_at_the_first_act_only():
    done = {"listed": "2015-03-02", "cell-resolution": "2017-02-11", "decision-issued": "2017-03-06"}

    assert against(done, person={"citizen": False}) == [("listed", "ADM-CITIZEN")]


@pytest.mark.parametrize(
    ("moved", "expected"), [("2025-09-15", [("cell-resolution", "TRF-CAND-TMP")]), ("2025-09-16", [])]
)
def test_the_cell_that_handles_the_case_now_is_not_the_one_of_before_the_move(moved, expected):
    move = {"on": moved, "stage": "resolved-not-sent"}

    assert against({"cell-resolution": "2025-09-15"}, unit={"temporary": True}, move=move) == expected
