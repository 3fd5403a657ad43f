"""`taonguon check` and `taonguon rules`: forms, exit codes, sentences."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from taonguon.cli.rule_commands import check, rules

CASES = Path(__file__).parents[1] / "cases"
EXPIRED = CASES / "certificate-one-day-after-sixty-months.toml"


def run(command, *args):
    return CliRunner().invoke(command, [str(a) for a in args])


def test_a_file_is_answered_in_the_form_of_the_case_file():
    done = run(check, EXPIRED, "--json", "--lang", "en")
    answer = json.loads(done.stdout)

    assert done.exit_code == 0
    assert {k: answer[k] for k in ("id", "step", "on", "verdict", "rules", "base", "needed", "in_favour")} == {
        "id": "certificate-one-day-after-sixty-months", "step": "cell-vote", "on": "2024-04-02", "verdict": "blocked",
        "rules": ["CAND-CLASS-TTL"], "base": None, "needed": None, "in_favour": None,
    }  # fmt: skip
    (finding,) = answer["findings"]
    assert finding["weight"] == "block"
    assert {"document": "01-HD/TW", "issued": "2021-09-28", "clause": "5.4", "confidence": "secondary"} in finding[
        "cites"
    ]
    assert finding["facts"] == {"issued": "2019-04-01", "until": "2024-04-01", "months": 60, "on": "2024-04-02"}
    assert "01/04/2024" in finding["message"]
    assert finding["way_out"]
    assert answer["dates"] == {"certificate-valid-until": "2024-04-01"}


def test_the_answer_speaks_vietnamese_by_itself_and_english_on_request():
    assert "Giấy chứng nhận" in run(check, EXPIRED).stdout
    assert "certificate" in run(check, EXPIRED, "--lang", "en").stdout


def test_every_published_situation_comes_out_as_expected():
    done = run(check, CASES, "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.exit_code == 0
    assert [line["file"] for line in lines if not line["passed"]] == []
    assert len(lines) == len(list(CASES.rglob("*.toml"))) >= 94


def test_a_folder_goes_on_after_a_wrong_and_a_malformed_file_and_ends_with_one(tmp_path):
    shutil.copy(EXPIRED, tmp_path / "a.toml")
    wrong = EXPIRED.read_text("utf-8").replace('verdict = "blocked"', 'verdict = "allowed"')
    (tmp_path / "b.toml").write_text(wrong, "utf-8")
    (tmp_path / "c.toml").write_text("[ask]\nstep = 'cell-vote'\n", "utf-8")
    shutil.copy(EXPIRED, tmp_path / "d.toml")

    done = run(check, tmp_path, "--json")
    lines = {line["file"]: line for line in map(json.loads, done.stdout.splitlines())}

    assert done.exit_code == 1
    assert {name: line["passed"] for name, line in lines.items()} == {
        "a.toml": True, "b.toml": False, "c.toml": False, "d.toml": True,
    }  # fmt: skip
    assert lines["b.toml"]["differs"] == [{"what": "verdict", "expected": "allowed", "found": "blocked"}]
    assert lines["c.toml"]["error"].startswith("c.toml: ask.on: ")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ask = 3", "ask"),
        ("[ask]\nstep = 'cell-vot'\non = 2025-01-01", "cell-vote, committee-vote"),
        ("[ask]\nstep = 'cell-vote'\non = '2025-01-01'", "2025-07-01"),
        ("[ask]\nstep = 'cell-vote'\non = 2025-01-01\n[person]\nage = 20", "person.age"),
        ("[ask]\nstep = 'cell-vote'\non = 2025-01-01\n[vote]\nmembers = -1", "vote.members"),
        ("[ask", "TOML"),
    ],
    ids=["no table", "no such step", "a day in quotes", "no such key", "a negative count", "no TOML"],
)
def test_a_malformed_file_is_one_line_and_exit_code_two(tmp_path, text, named):
    file = tmp_path / "wrong.toml"
    file.write_text(text, "utf-8")

    done = run(check, file)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("wrong.toml: ")
    assert named in done.stderr


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None], ids=["bytes", "missing"])
def test_a_file_that_is_no_text_or_not_there_is_one_line(tmp_path, content):
    file = tmp_path / "x.toml"
    if content is not None:
        file.write_bytes(content)

    done = run(check, file)

    assert (done.exit_code, done.stderr.count("\n"), "Traceback" in done.stderr) == (2, 1, False)


def test_the_rules_of_a_day_are_printed_with_their_sources():
    done = run(rules, "--on", "2025-07-01", "--rule", "CLK-DECIDE", "--json", "--lang", "en")
    (row,) = json.loads(done.stdout)

    assert row["values"] == {"workdays": 45}
    assert row["cites"] == [{"document": "294-QĐ/TW", "issued": "2025-05-26", "clause": "4.3.1", "confidence": "text"}]


def test_what_changes_between_two_days_names_the_value_before():
    done = run(rules, "--between", "2025-06-30", "2025-07-01", "--json")
    changed = {row["rule"]: row for row in json.loads(done.stdout)}

    assert changed["CLK-DECIDE"]["values"] == {"workdays": 45}
    assert changed["CLK-DECIDE"]["before"]["values"] == {"workdays": 60}
    assert "CLK-REVIEW" not in changed


def test_one_rule_is_shown_through_all_its_time():
    done = run(rules, "--rule", "CAND-CLASS-TTL", "--lang", "en")

    assert done.exit_code == 0
    assert done.stdout.count("CAND-CLASS-TTL") >= 6


@pytest.mark.parametrize(
    ("args", "named"),
    [(["--rule", "NO-SUCH"], "NO-SUCH"), (["--between", "2025-07-01", "2025-06-30"], "01/07/2025")],
    ids=["no such rule", "days in the wrong order"],
)
def test_a_wrong_question_is_one_sentence(args, named):
    done = run(rules, *args)

    assert (done.exit_code, done.stdout) == (2, "")
    assert named in done.stderr


LOCAL = """
[text.HN02]
number = "02-HD/BTCTU"
issued = 2025-11-21
[rules.CLK-DECIDE]
rows = [{ workdays = %s, until = 2026-04-08, cites = ["HN02 3"] }]
"""


def test_a_local_book_is_laid_over_and_shown_as_local(tmp_path):
    book = tmp_path / "local.toml"
    book.write_text(LOCAL % 25, "utf-8")

    done = run(rules, "--on", "2025-12-01", "--rule", "CLK-DECIDE", "--json", "--book", book)
    (row,) = json.loads(done.stdout)

    assert (row["values"], row["local"]) == ({"workdays": 25}, True)
    assert [c["document"] for c in row["cites"]] == ["02-HD/BTCTU", "294-QĐ/TW"]


def test_a_weaker_local_value_is_refused_in_one_sentence(tmp_path):
    book = tmp_path / "local.toml"
    book.write_text(LOCAL % 50, "utf-8")

    done = run(rules, "--book", book)

    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("local.toml: rules.CLK-DECIDE.rows[1].workdays: 50")
    assert "45" in done.stderr
