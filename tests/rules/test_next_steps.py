"""What comes next: the steps whose forerunners are done, who acts, until when."""

from datetime import date

from taonguon.rules.cases import Case, Unit
from taonguon.rules.engine import next_steps


def test_the_last_day_of_a_step_is_that_of_its_first_clock():
    done = {
        "listed": date(2017, 3, 2), "helper-assigned": date(2017, 3, 2), "class-certificate": date(2017, 5, 20),
        "application": date(2017, 8, 1), "dossier": date(2017, 8, 1), "cv": date(2017, 8, 8),
        "cv-stamped": date(2017, 8, 10), "cv-verified": date(2017, 9, 22), "cv-certified": date(2017, 10, 10),
        "introductions": date(2017, 10, 3), "opinions": date(2017, 10, 6),
    }  # fmt: skip

    (coming,) = next_steps(Case("list", date(2018, 4, 19), done=done), date(2018, 4, 19))

    assert (coming.step, coming.actor, coming.by) == ("cell-vote", "cell", date(2018, 8, 1))


def test_a_new_case_begins_with_the_list():
    found = next_steps(Case("list", date(2018, 4, 19)), date(2018, 4, 19))

    assert [(n.step, n.actor) for n in found] == [("list", "cell")]


def test_a_vote_to_come_is_judged_without_its_counts():
    done = {
        "listed": date(2018, 1, 2),
        "cv-certified": date(2018, 3, 1),
        "introductions": date(2018, 3, 1),
        "opinions": date(2018, 3, 1),
    }

    found = {n.step: n for n in next_steps(Case("list", date(2018, 4, 19), done=done), date(2018, 4, 19))}

    assert not {f.rule for f in found["cell-vote"].findings} & {"VOTE-BRANCH", "VOTE-DENOM", "AUTH"}


def test_no_committee_votes_where_none_stands_above_the_cell():

    done = {"cell-resolution": date(2025, 8, 1)}
    steps = [
        [
            n.step
            for n in next_steps(
                Case("list", date(2025, 8, 19), unit=Unit(base_committee=b), done=done), date(2025, 8, 19)
            )
        ]
        for b in (None, False)
    ]

    assert steps == [["list", "committee-vote", "decision"], ["list", "decision"]]
