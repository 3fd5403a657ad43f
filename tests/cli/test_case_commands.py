"""`taonguon case export` and `taonguon recheck`."""

from datetime import date

import pytest
from click.testing import CliRunner

from taonguon.admissions.actions import assign_helper, open_candidacy
from taonguon.admissions.models import Act, Candidacy
from taonguon.admissions.settling import recheck_all
from taonguon.cli import case_commands
from taonguon.cli.rule_commands import check
from tests.admissions.test_path import PAPERS, opened, recorded, village  # noqa: F401  # a fixture
from tests.builders import TODAY, a_district, a_person, a_user
from tests.reminders.urging import a_late_case, drafted, sent_on, with_letterhead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _django_stands(monkeypatch):
    monkeypatch.setattr(case_commands, "start_django", lambda: None)


@pytest.fixture
def found(village):  # noqa: F811  # pytest hands the fixture over by its name
    board = a_user("board", village[0]["committees"][0])
    made = opened(village, board)
    recorded(made, board, *PAPERS)
    return made


def test_an_exported_case_is_a_file_that_check_answers(found, tmp_path):
    done = CliRunner().invoke(
        case_commands.case, ["export", str(found.pk), "--step", "cell-vote", "--on", "2016-11-07"]
    )
    file = tmp_path / "case.toml"
    file.write_text(done.stdout, "utf-8")

    answer = CliRunner().invoke(check, [str(file), "--json"])

    assert done.exit_code == 0
    assert "Chìu" not in done.stdout
    assert '"verdict": "needs-human"' in answer.stdout  # the vote is not in it


def test_a_case_that_is_not_there_is_one_sentence():
    done = CliRunner().invoke(case_commands.case, ["export", "987654"])

    assert done.exit_code == 1
    assert "987654" in done.stderr


def test_the_nightly_check_puts_right_what_days_have_changed(found):
    Candidacy.objects.filter(pk=found.pk).update(stage="recognised", next_step="", next_by=None, next_clock="")

    checked = recheck_all(TODAY)

    row = Candidacy.objects.get(pk=found.pk)
    assert checked == 1
    assert (row.stage, row.next_step, row.next_actor) == ("dossier", "cell-vote", "cell")
    assert (row.next_clock, row.next_by) == ("dossier-fresh-until", date(2017, 8, 1))


def test_the_nightly_check_asks_as_much_for_many_cases_as_for_one(found, village, django_assert_num_queries):  # noqa: F811
    with django_assert_num_queries(14):
        recheck_all(TODAY)
    for number in range(5):
        another = a_person(f"Hoàng Thị Thử {number}", born=date(1990, 1, 1))
        case = open_candidacy(another, village[1], date(2018, 4, 2), actor=None, today=TODAY)
        assign_helper(case, village[2][number], date(2018, 4, 9), actor=None, today=TODAY, reason="Theo nghị quyết")

    with django_assert_num_queries(14):
        recheck_all(TODAY)


def test_the_nightly_check_records_which_reminders_are_done():
    district = a_district()
    case = a_late_case(district["cells"][0])
    with_letterhead(district["top"])
    (row,) = sent_on(drafted(district["top"], district["committees"][0]))
    runner = CliRunner()

    assert "được đôn đốc" not in runner.invoke(case_commands.recheck).output
    Act.objects.create(candidacy=case, key="decision-issued", on=TODAY, precision="d")

    assert "Đã ghi 1 việc được đôn đốc nay đã xong." in runner.invoke(case_commands.recheck).output
    assert row.addressees.get().because == "reached"
