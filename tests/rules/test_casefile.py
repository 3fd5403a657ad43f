"""Case files: read back as written; malformed ones name the key, what was found and what is allowed."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings

from taonguon.rules import casefile, engine
from taonguon.rules.book import central
from taonguon.rules.casefile import CaseError
from taonguon.rules.cases import Case, Expect, Former, Introducer, Move, Person, Population, Vote
from taonguon.rules.dates import PartialDate
from tests.rules.strategies import cases

RULES = frozenset(central().rules)
ASK = '[ask]\nstep = "cell-vote"\non = 2025-02-03\n'


def read(text):
    return casefile.read(text, RULES)


def refused(text):
    with pytest.raises(CaseError) as caught:
        read(text)
    return caught.value.key, caught.value.found, caught.value.need


def test_a_file_says_what_it_says_and_nothing_more():
    text = (
        'id = "x"\ntitle = "Đơn"\n'
        + ASK
        + 'only = ["CLK-DOSSIER"]\n[person]\nborn = { year = 1995, month = 3 }\nareas = []\n'
        "[[introduced_by]]\n[done]\nlisted = 2023-02-01\nceremony = false\n[vote]\n"
    )

    assert read(text) == Case(
        step="cell-vote",
        on=date(2025, 2, 3),
        id="x",
        title="Đơn",
        only=("DOS-12M",),
        person=Person(born=PartialDate(1995, 3), areas=()),
        introduced_by=(Introducer(),),
        done={"listed": date(2023, 2, 1), "ceremony": False},
        vote=Vote(),
    )


def test_what_a_case_expects_is_read():
    text = ASK + (
        '[expect]\nverdict = "blocked"\nrules = ["DOS-12M"]\nbase = 20\nneeded = 14\n'
        "dates = { review-by = 2025-07-22 }\n"
    )

    assert read(text).expect == Expect("blocked", ("DOS-12M",), {"review-by": date(2025, 7, 22)}, 20, 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("ask", None, "needed")),
        ("[ask]\n", ("ask.step", None, "needed")),
        ('[ask]\nstep = "cell-vote"\n', ("ask.on", None, "needed")),
        ('[ask]\nstep = "vote"\non = 2025-02-03\n', ("ask.step", "vote", "choice")),
        ("[ask]\nstep = []\non = 2025-02-03\n", ("ask.step", [], "choice")),
        ('[ask]\nstep = "cell-vote"\non = "hôm nay"\n', ("ask.on", "hôm nay", "day")),
        ('[ask]\nstep = "cell-vote"\non = 1899-12-31\n', ("ask.on", date(1899, 12, 31), "day")),
        ("ask = 1\n", ("ask", 1, "table")),
        (ASK + "when = 1\n", ("ask.when", 1, "unknown-key")),
        (ASK + "only = []\n", ("ask.only", [], "rules")),
        (ASK + 'only = "DOS-12M"\n', ("ask.only", "DOS-12M", "rules")),
        (ASK + 'only = ["DOS-13M"]\n', ("ask.only", "DOS-13M", "rule")),
        (ASK + "only = [1]\n", ("ask.only", 1, "rule")),
        (ASK + "only = [[]]\n", ("ask.only", [], "rule")),
        ("id = 5\n" + ASK, ("id", 5, "text")),
        (ASK + "[persons]\n", ("persons", {}, "unknown-key")),
        (ASK + "[person]\nborn = 1995\n", ("person.born", 1995, "partial")),
        (ASK + "[person]\nborn = { month = 3 }\n", ("person.born", {"month": 3}, "partial")),
        (ASK + "[person]\nborn = { year = 1899 }\n", ("person.born", {"year": 1899}, "partial")),
        (ASK + "[person]\nborn = { year = 1995, month = 13 }\n", ("person.born", {"year": 1995, "month": 13}, "partial")),
        (ASK + "[person]\nborn = { year = 1995, day = 3 }\n", ("person.born.day", 3, "unknown-key")),
        (ASK + "[person]\nborn = 1899-01-01\n", ("person.born", date(1899, 1, 1), "day")),
        (ASK + "[person]\ncitizen = 1\n", ("person.citizen", 1, "flag")),
        (ASK + '[person]\nsex = "f"\n', ("person.sex", "f", "choice")),
        (ASK + '[person]\nareas = "border"\n', ("person.areas", "border", "choices")),
        (ASK + '[person]\nareas = ["hill"]\n', ("person.areas", "hill", "choice")),
        (ASK + '[person]\nname = "An"\n', ("person.name", "An", "unknown-key")),
        (ASK + "[vote]\nmembers = -1\n", ("vote.members", -1, "number")),
        (ASK + "[vote]\nmembers = 100001\n", ("vote.members", 100001, "number")),
        (ASK + "[vote]\nmembers = true\n", ("vote.members", True, "number")),
        (ASK + "[vote]\nmembers = 12.0\n", ("vote.members", 12.0, "number")),
        (ASK + "[move]\non = 2025-02-03T00:00:00\n", ("move.on", datetime(2025, 2, 3), "day")),  # noqa: DTZ001  # as a file without a zone gives it
        (ASK + "[done]\nlisted = true\n", ("done.listed", True, "day-or-false")),
        (ASK + "[done]\nlisted = 9999-12-31\n", ("done.listed", date(9999, 12, 31), "day-or-false")),
        (ASK + "[done]\nlist = false\n", ("done.list", False, "unknown-key")),
        (ASK + "[introduced_by]\n", ("introduced_by", {}, "tables")),
        (ASK + '[[introduced_by]]\n[[introduced_by]]\nkind = "uncle"\n', ("introduced_by[2].kind", "uncle", "choice")),
        (ASK + '[expect]\nverdict = "yes"\n', ("expect.verdict", "yes", "choice")),
        (ASK + "[expect]\nverdict = []\n", ("expect.verdict", [], "choice")),
        (ASK + '[expect]\ndates = { soon = 2025-02-03 }\n', ("expect.dates.soon", date(2025, 2, 3), "unknown-key")),
        (ASK + "[expect]\nbase = -1\n", ("expect.base", -1, "number")),
        (ASK + '[expect]\nneeded = "7"\n', ("expect.needed", "7", "number")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_key(text, expected):
    assert refused(text) == expected


def test_what_is_allowed_is_named():
    with pytest.raises(CaseError, match=r"person\.sex: 'f': choice female, male"):
        read(ASK + '[person]\nsex = "f"\n')


def test_what_is_no_toml_at_all_is_refused():
    key, found, need = refused("step: cell-vote")

    assert (key, need) == ("", "toml")
    assert "line 1" in str(found)


def test_files_that_cannot_be_read_are_refused(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "b.toml").write_text("\ufeff" + ASK, "utf-8")

    with pytest.raises(CaseError, match="utf-8"):
        casefile.read_file(tmp_path / "a.toml", RULES)
    assert casefile.read_file(tmp_path / "b.toml", RULES).step == "cell-vote"
    with pytest.raises(CaseError, match="unreadable"):
        casefile.read_file(tmp_path / "c.toml", RULES)


# Writing.


@settings(max_examples=150, deadline=None)
@given(case=cases())
def test_a_case_reads_back_as_it_was_written(case):
    assert read(casefile.write(case)) == case


def test_the_written_form_is_plain():
    case = Case(
        step="readmission",
        on=date(2025, 2, 3),
        title='Một "đơn"\n\t\\\x07\U000e0001',
        only=("READM-WAIT",),
        introduced_by=(),
        person=Person(born=PartialDate(1995), areas=("border",), citizen=True),
        former_membership=Former(left_on=date(2020, 1, 1)),
        population=Population(),
        move=Move(),
        done={"listed": False},
    )

    assert casefile.write(case) == (
        "introduced_by = []\n"
        'title = "Một \\"đơn\\"\\n\\t\\\\\\U00000007\\U000e0001"\n\n'
        '[ask]\nstep = "readmission"\non = 2025-02-03\nonly = ["READM-WAIT"]\n\n'
        '[person]\nborn = { year = 1995 }\ncitizen = true\nareas = ["border"]\n\n'
        "[former_membership]\nleft_on = 2020-01-01\n\n[population]\n\n[move]\n\n[done]\nlisted = false\n"
    )
    assert read(casefile.write(case)) == case


def test_where_an_answer_differs_from_what_is_expected():
    text = ASK + (
        'only = ["VOTE-BRANCH"]\n[vote]\nbody = "cell"\nmembers = 12\nin_favour = 8\n[expect]\nverdict = "blocked"\n'
        'rules = ["VOTE-BRANCH"]\nbase = 11\nneeded = 8\ndates = { review-by = 2025-07-22 }\n'
    )
    case = read(text)

    assert casefile.differences(case, engine.check(case)) == [
        ("verdict", "blocked", "allowed"),
        ("rules", "VOTE-BRANCH", ""),
        ("dates.review-by", date(2025, 7, 22), None),
        ("base", 11, 12),
    ]
    assert casefile.differences(read(ASK), engine.check(case)) == []


def test_lines_and_tables_no_form_has_are_refused():
    longest = 'title = "' + "x" * (casefile.LONGEST_LINE - len('title = ""'))
    assert read(f'{longest}"\n{ASK}').step == "cell-vote"
    assert refused(f'{longest}x"\n{ASK}')[2] == "long-line"
    assert refused("a.b = " + "[" * 500 + "]" * 500)[2] in {"nested", "unknown-key"}
