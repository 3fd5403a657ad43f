"""A site's own book: fills what is not known, is stricter, never weaker; and what a malformed one is told."""

import pytest

from taonguon.rules.book import BookError, central
from taonguon.rules.localbook import book_of, laid_over
from tests.rules.asking import asked, day, found

TEXT = '[text.HN]\nnumber = "02-HD/BTCTU"\nissued = 2025-11-21\n'


def local(tmp_path, text):
    (tmp_path / "local.toml").write_text(TEXT + text, "utf-8")
    return laid_over(central(), tmp_path)


def rows(rule, *given):
    return f"[rules.{rule}]\nrows = [{', '.join(given)}]\n"


DONE = {"recognition-resolution": "2025-12-01"}


def test_a_stricter_limit_holds_while_its_text_is_in_force(tmp_path):
    book = local(tmp_path, rows("CLK-RECDEC", '{ workdays = 15, cites = ["HN 5"] }'))

    stricter = asked("recognition-decision", "2025-12-23", "CLK-RECDEC", book=book, done=DONE)
    central_one = asked("recognition-decision", "2025-12-23", "CLK-RECDEC", done=DONE)

    assert (str(stricter.dates["recognition-decision-by"]), found(stricter)) == ("2025-12-22", ["CLK-RECDEC warn late"])
    assert "local" in stricter.findings[0].notes
    assert [c.text.number for c in stricter.findings[0].cites] == ["02-HD/BTCTU", "294-QĐ/TW"]
    assert (str(central_one.dates["recognition-decision-by"]), found(central_one)) == ("2026-01-13", [])
    assert book.on(day("2026-09-14"))["CLK-RECDEC"].gap == "unread"  # one of two values leaves it unknown
    before = book.on(day("2025-11-20"))["CLK-RECDEC"]
    assert (before["workdays"], before.local) == (30, False)


def test_a_value_not_known_is_filled_for_its_days_only(tmp_path):
    book = local(
        tmp_path,
        rows(
            "CAND-CLASS-TTL",
            '{ months = 60, cites = ["HN 3"], since = 2026-05-19, until = 2026-06-01, confidence = "secondary" }',
        ),
    )
    done = {"class-certificate": "2021-05-20"}

    verdicts = [
        str(asked("cell-vote", on, "CAND-CLASS-TTL", book=book, done=done).verdict)
        for on in ("2026-05-18", "2026-05-20", "2026-05-21", "2026-06-01")
    ]

    assert verdicts == ["needs-human", "allowed", "blocked", "needs-human"]
    assert [r.until for r in book.rules["CAND-CLASS-TTL"].rows[:-1]] == [
        r.since for r in book.rules["CAND-CLASS-TTL"].rows[1:]
    ]


def test_what_was_merely_assumed_may_be_replaced(tmp_path):
    book = local(tmp_path, rows("VER-NOSELF", '{ cites = ["HN 2"], since = 2026-04-08 }'))

    assert (
        str(asked("verification", "2026-09-14", "VER-NOSELF", book=book, verifier={"relation": "self"}).verdict)
        == "blocked"
    )


def test_a_part_that_was_not_known_may_be_entered(tmp_path):
    book = local(tmp_path, rows("READM-WAIT", '{ months_expunged = 60, cites = ["HN 9"], since = 2026-07-26 }'))
    former = {"left_on": "2015-03-20", "because": "less-serious-conviction", "conviction_expunged_on": "2021-09-14"}

    assert (
        str(asked("readmission", "2026-09-13", "READM-WAIT", book=book, former_membership=former).verdict) == "blocked"
    )
    assert (
        str(asked("readmission", "2026-09-14", "READM-WAIT", book=book, former_membership=former).verdict) == "allowed"
    )


@pytest.mark.parametrize(
    ("weight", "met", "expected"),
    [
        ("block", False, ["ADM-LOCALSTD block not-met"]),
        ("warn", False, ["ADM-LOCALSTD warn not-met"]),
        ("block", True, []),
        ("block", None, ["ADM-LOCALSTD unknown fact-missing"]),
    ],
)
def test_local_standards_weigh_as_the_local_book_says(tmp_path, weight, met, expected):
    book = local(tmp_path, rows("ADM-LOCALSTD", f'{{ weight = "{weight}", cites = ["HN 1"] }}'))
    person = {} if met is None else {"local_standards_met": met}

    assert found(asked("cell-vote", "2025-12-01", "ADM-LOCALSTD", book=book, person=person)) == expected


@pytest.mark.parametrize(("edge", "expected"), [("pass", "allowed"), ("block", "blocked"), ("human", "needs-human")])
def test_past_youth_age_with_a_trade_union_a_site_may_ask_for_two_members(tmp_path, edge, expected):
    book = local(tmp_path, rows("INT-COUNT", f'{{ past_youth_age_with_union = "{edge}", cites = ["HN 4"] }}'))
    tables = {
        "person": {"youth_union_age": False},
        "unit": {"has_youth_union": False, "has_trade_union": True},
        "introduced_by": [{"kind": "official-member"}, {"kind": "trade-union-base-committee"}],
    }

    assert str(asked("introduction", "2025-12-01", "INT-COUNT", book=book, **tables).verdict) == expected


@pytest.mark.parametrize(("choice", "expected"), [("pass", "allowed"), ("human", "needs-human"), ("block", "blocked")])
def test_the_resolution_of_a_villages_union_cell_may_be_let_pass(tmp_path, choice, expected):
    book = local(tmp_path, rows("INT-YOUTH", f'{{ village_cell = "{choice}", cites = ["HN 4"] }}'))
    tables = {
        "person": {"youth_union_age": True},
        "unit": {"has_youth_union": True, "has_trade_union": False},
        "introduced_by": [{"kind": "official-member"}, {"kind": "youth-union-cell"}],
    }

    assert str(asked("introduction", "2025-12-01", "INT-COUNT INT-YOUTH", book=book, **tables).verdict) == expected


@pytest.mark.parametrize(
    ("choice", "expected"), [("workplace", "allowed"), ("residence", "blocked"), ("human", "needs-human")]
)
def test_who_handles_a_short_contract_without_term_may_be_set(tmp_path, choice, expected):
    book = local(tmp_path, rows("GRP-SECOND", f'{{ open_ended_short = "{choice}", cites = ["HN 6"] }}'))
    person = {"contract": "open-ended", "contract_months": 6}

    assert (
        str(
            asked(
                "assign-helper", "2025-12-01", "GRP-SECOND", book=book, person=person, unit={"stands_at": "workplace"}
            ).verdict
        )
        == expected
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[texts]\n", ("texts", {}, "unknown-key")),
        ("[text.R24]\n", ("text.R24", "R24", "text-known")),
        ("[rules.CLK]\n", ("rules.CLK", "", "rule")),
        ("[rules]\nCLK-RECDEC = 5\n", ("rules.CLK-RECDEC", 5, "table")),
        ("[rules.CLK-RECDEC]\n", ("rules.CLK-RECDEC.rows", None, "list")),
        ("[rules.CLK-RECDEC]\nrows = []\n", ("rules.CLK-RECDEC.rows", [], "list")),
        (rows("CLK-RECDEC", '{ days = 15, cites = ["HN 5"] }'), ("rules.CLK-RECDEC.rows[1].days", 15, "unknown-key")),
        (rows("CLK-RECDEC", "{ workdays = 15 }"), ("rules.CLK-RECDEC.rows[1].cites", "", "source")),
        (rows("CLK-RECDEC", '{ workdays = 15, cites = ["XX 5"] }'), ("rules.CLK-RECDEC.rows[1].cites", "XX 5", "cite")),
        (rows("CLK-RECDEC", '{ workdays = 31, cites = ["HN 5"] }'), ("rules.CLK-RECDEC.rows[1].workdays", 31, "weaker")),
        (rows("CLK-RECDEC", '{ workdays = "15", cites = ["HN 5"] }'), ("rules.CLK-RECDEC.rows[1].workdays", "15", "like")),
        (rows("CLK-RECDEC", '{ workdays = 0, cites = ["HN 5"] }'), ("rules.CLK-RECDEC.rows[1].workdays", 0, "like")),
        (rows("CLK-RECDEC", '{ workdays = 15, cites = ["HN 5"], since = 2025-11-20 }'), ("rules.CLK-RECDEC.rows[1].since", day("2025-11-20"), "within")),
        (rows("CLK-RECDEC", '{ workdays = 15, cites = ["HN 5"], until = 2025-11-21 }'), ("rules.CLK-RECDEC.rows[1].until", day("2025-11-21"), "within")),
        (rows("CLK-RECDEC", '{ workdays = 15, cites = ["R294 4.3.1"], until = 2026-04-09 }'), ("rules.CLK-RECDEC.rows[1].until", day("2026-04-09"), "within")),
        (rows("CLK-RECDEC", '{ workdays = 15, cites = ["HN 5"], since = 2026-04-08 }'), ("rules.CLK-RECDEC.rows[1].extension", "", "needed")),
        (rows("CLK-CEREMONY", '{ from = "decision-issued", cites = ["HN 5"] }'), ("rules.CLK-CEREMONY.rows[1].from", "decision-issued", "fixed")),
        (rows("ADM-AGE-MIN", '{ years = 17, cites = ["HN 5"] }'), ("rules.ADM-AGE-MIN.rows[1].years", 17, "weaker")),
        (rows("INT-YOUTH", '{ village_cell = "maybe", cites = ["HN 5"] }'), ("rules.INT-YOUTH.rows[1].village_cell", "maybe", "choice")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_local_book_is_named(tmp_path, text, expected):
    with pytest.raises(BookError) as caught:
        local(tmp_path, text)

    assert (caught.value.key, caught.value.found, caught.value.need, caught.value.file) == (*expected, "local.toml")


def test_a_gap_is_filled_whole_and_choices_keep_their_central_word(tmp_path):
    book = local(
        tmp_path, rows("GRP-SECOND", '{ months = 12, secondment_months = 12, cites = ["HN 6"], since = 2026-05-19 }')
    )

    row = book.on(day("2026-09-14"))["GRP-SECOND"]
    assert (row.gap, dict(row.values)) == ("", {"open_ended_short": "human", "months": 12, "secondment_months": 12})


def test_a_site_without_a_book_has_the_central_one(tmp_path):
    (tmp_path / "one.toml").write_text(TEXT, "utf-8")
    (tmp_path / "notes.txt").write_text("x", "utf-8")

    assert book_of("") is central()
    assert book_of(str(tmp_path / "one.toml")).texts["HN"].local
    assert book_of(str(tmp_path)).texts["HN"].local
    with pytest.raises(BookError, match="no-file"):
        book_of(str(tmp_path / "none.toml"))
