"""The books: whole, sourced, without gaps between rows; and what a malformed one is told."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from taonguon.rules import book as reading
from taonguon.rules.book import BookError, central
from taonguon.rules.cases import STEPS
from taonguon.rules.registry import JUDGES
from taonguon.rules.texts import Confidence
from tests.rules.asking import RULES, asked, day

BOOK = central()
ROWS = [row for rule in BOOK.rules.values() for row in rule.rows]


def test_every_rule_has_a_judge_and_every_judge_a_rule():
    assert set(JUDGES) == set(BOOK.rules)


def test_rules_guard_steps_there_are():
    assert {step for rule in BOOK.rules.values() for step in rule.steps} <= set(STEPS)
    assert not [rule.id for rule in BOOK.rules.values() if rule.irregular and (rule.advisory or not rule.steps)]


def test_rows_follow_each_other_without_a_gap():
    for rule in BOOK.rules.values():
        assert (rule.rows[0].since, rule.rows[-1].until) == (date.min, None)
        assert all(before.until == after.since > before.since for before, after in pairwise(rule.rows))


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_every_value_has_a_source_in_force_or_is_said_not_to_be_known(shift):
    for boundary in BOOK.boundaries[1:]:
        on = boundary + timedelta(shift)
        for row in BOOK.on(on).values():
            assert row.since <= on
            assert row.until is None or on < row.until
            if row.gap:
                assert (row.confidence, row.values) == (Confidence.UNKNOWN, {})
            else:
                assert row.cites, (row.rule, on)
            assert all(cite.text.in_force(on) for cite in row.cites)


def test_a_document_is_named_by_number_and_day_of_issue():
    names = [(text.number, text.issued) for text in BOOK.texts.values()]

    assert len(names) == len(set(names))
    assert len({number for number, _ in names}) < len(names)  # numbers repeat


def test_nothing_of_the_central_book_is_local():
    assert not any(row.local for row in ROWS)
    assert not any(text.local for text in BOOK.texts.values())


def test_every_text_is_cited_by_some_row():
    assert {cite.text.key for row in ROWS for cite in row.cites} == set(BOOK.texts)


@pytest.mark.parametrize(
    ("layer", "windows"),
    [
        ("regulation", "R45 2011-11-01, R29 2016-07-25, R24 2021-07-30, R232 2025-01-20, R294 2025-07-01, R20 2026-04-08, R208 2026-07-26"),
        ("guidance", "G01-12 2012-01-05, G01-16 2016-09-20, G01-21 2021-09-28, G06-25 2025-06-09, G01-26 2026-05-19"),
        ("forms", "F12-12 2012-05-17, F09-17 2017-06-05, F12-22 2022-01-18, F38-25 2025-09-29"),
        ("charter", "CH 2011-01-19"),
        ("population", "P173 2013-03-11, P05 2018-08-28, P15 2025-03-20"),
    ],
)  # fmt: skip
def test_each_layer_changes_its_text_on_its_own_days(layer, windows):
    for window, after in pairwise([*windows.split(", "), None]):
        key, since = window.split()
        first = day(since)
        assert BOOK.text_of(layer, first).key == key
        assert (BOOK.text_of(layer, first - timedelta(1)) or BOOK.texts[key]).key != key or not windows.index(window)
        if after:
            assert BOOK.texts[key].until == day(after.split()[1])


def test_a_text_of_no_layer_is_not_asked_for():
    assert BOOK.text_of("regulation", day("2011-10-31")) is None


@pytest.mark.parametrize(
    ("rule", "on", "confidence", "gap"),
    [
        ("CAND-CLASS-TTL", "2026-04-07", "text", ""),
        ("CAND-CLASS-TTL", "2026-04-08", "unknown", "basis-gone"),
        ("CAND-CLASS-TTL", "2026-05-18", "unknown", "basis-gone"),
        ("CAND-CLASS-TTL", "2026-05-19", "unknown", "unread"),
        ("CAND-LIST", "2026-04-07", "text", ""),
        ("CAND-LIST", "2026-04-08", "assumed", ""),
        ("CAND-LIST", "2017-06-04", "unknown", "unread"),
        ("CAND-LIST", "2012-05-16", "unknown", "no-text"),
        ("VOTE-DELEG", "2025-06-08", "assumed", ""),
        ("VOTE-DELEG", "2025-06-09", "text", ""),
        ("CLK-DECIDE", "2025-06-30", "text", ""),
        ("CLK-CEREMONY", "2026-07-25", "unknown", "unread"),
        ("CLK-CEREMONY", "2026-07-26", "secondary", ""),
        ("CLK-CV-MEMBER", "2026-04-08", "unknown", "unread"),
    ],
)
def test_how_sure_a_value_is_on_a_day(rule, on, confidence, gap):
    row = BOOK.on(day(on))[rule]

    assert (str(row.confidence), row.gap) == (confidence, gap)


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("step", ["cell-vote", "decision", "recognition-cell-vote"])
def test_before_the_first_text_nothing_blocks(rule, step):
    facts = {"person": {"special_rules": ["army", "06-QDi-TW", "08-HD-BTCTW"], "married_to_foreigner": True}}

    for on in ("2008-05-05", "2015-05-04"):
        blocking = [f for f in asked(step, on, rule, **facts).findings if f.weight == "block" and on < "2011"]
        assert blocking == []


# Malformed books.

TEXTS = {"A": {"number": "1-QĐ/TW", "issued": day("2020-01-01"), "layer": "regulation"},
         "B": {"number": "2-QĐ/TW", "issued": day("2022-01-01"), "layer": "regulation"}}  # fmt: skip
ROW = {"in": ["A", "B"], "months": 12, "cites": ["A 1", "B 1"]}


def texts_of(data):
    return reading.read_texts(data, "texts.toml", {}, local=False)


def rule_of(entry):
    return reading._rule(reading.Reader("clocks.toml"), "CLK", entry, texts_of(TEXTS), "clocks")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"A": 5}, ("text.A", 5, "table")),
        ({"A": {"numbr": "1"}}, ("text.A.numbr", "1", "unknown-key")),
        ({"A": {"number": "1"}}, ("text.A.issued", "", "needed")),
        ({"A": {"issued": day("2020-01-01")}}, ("text.A.number", "", "needed")),
        ({"A": {"number": " ", "issued": day("2020-01-01")}}, ("text.A.number", " ", "word")),
        ({"A": {"number": "1", "issued": "2020"}}, ("text.A.issued", "2020", "day")),
        ({"A": {"number": "1", "issued": day("2020-01-01"), "until": day("2020-01-01")}}, ("text.A.until", day("2020-01-01"), "later")),
        ({"A": {**TEXTS["A"], "issued": day("2022-01-01")}}, ("text.B.since", day("2022-01-01"), "later")),
        ({"A": {**TEXTS["A"], "unread": 1}}, ("text.A.unread", 1, "flag")),
        ({"A": {**TEXTS["A"], "assumed_since": 1}}, ("text.A.assumed_since", 1, "day")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_text_is_named(changed, expected):
    with pytest.raises(BookError) as caught:
        texts_of({**TEXTS, **changed})

    assert (caught.value.key, caught.value.found, caught.value.need, caught.value.file) == (*expected, "texts.toml")


def test_a_text_known_already_needs_another_name():
    with pytest.raises(BookError, match=r"local.toml: text.A: 'A': text-known"):
        reading.read_texts(TEXTS, "local.toml", texts_of(TEXTS), local=True)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (5, ("CLK", 5, "table")),
        ({"layer": "regulation", "row": []}, ("CLK.row", [], "unknown-key")),
        ({}, ("CLK.layer", None, "choice")),
        ({"layer": "law", "rows": []}, ("CLK.layer", "law", "choice")),
        ({"layer": "regulation", "rows": 5}, ("CLK.rows", 5, "list")),
        ({"layer": "regulation", "rows": [5]}, ("CLK.rows[1]", 5, "table")),
        ({"layer": "regulation", "rows": [{**ROW, "in": "A"}]}, ("CLK.rows[1].in", "A", "list")),
        ({"layer": "regulation", "rows": [{**ROW, "in": ["C"]}]}, ("CLK.rows[1].in", "C", "choice")),
        ({"layer": "regulation", "rows": [{**ROW, "cites": []}]}, ("CLK.rows[1].cites", "", "source")),
        ({"layer": "regulation", "rows": [{**ROW, "cites": ["C 1"]}]}, ("CLK.rows[1].cites", "C 1", "cite")),
        ({"layer": "regulation", "rows": [{**ROW, "confidence": "sure"}]}, ("CLK.rows[1].confidence", "sure", "choice")),
        ({"layer": "regulation", "rows": [{**ROW, "confidence": []}]}, ("CLK.rows[1].confidence", [], "choice")),
        ({"layer": "regulation", "rows": [{**ROW, "in": ["A"]}]}, ("CLK.rows", "B", "row")),
        ({"layer": "regulation", "rows": [{**ROW, "until": day("2021-01-01")}]}, ("CLK.rows[1].until", day("2021-01-01"), "within")),
        ({"layer": "regulation", "rows": [{**ROW, "since": day("2019-01-01")}]}, ("CLK.rows[1].since", day("2019-01-01"), "within")),
        ({"layer": "regulation", "rows": [ROW, {**ROW, "in": ["A"]}]}, ("CLK.rows", "2020-01-01 – 2022-01-01", "next-row")),
        ({"layer": "regulation", "rows": [ROW], "steps": ["vote"]}, ("CLK.steps", "vote", "choice")),
        ({"layer": "regulation", "rows": [ROW], "steps": "cell-vote"}, ("CLK.steps", "cell-vote", "list")),
        ({"layer": "regulation", "rows": [ROW], "advisory": "yes"}, ("CLK.advisory", "yes", "flag")),
        ({"layer": "regulation", "rows": [ROW], "stricter": {"months": "up"}}, ("CLK.stricter.months", "up", "choice")),
        ({"layer": "regulation", "rows": [ROW], "choices": 5}, ("CLK.choices", 5, "table")),
        ({"layer": "regulation", "rows": [ROW], "choices": {"months": 5}}, ("CLK.choices.months", 5, "list")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rule_is_named(entry, expected):
    with pytest.raises(BookError) as caught:
        rule_of(entry)

    assert (caught.value.key, caught.value.found, caught.value.need, caught.value.file) == (*expected, "clocks.toml")


def test_a_row_may_begin_or_end_within_its_text():
    rule = rule_of(
        {
            "layer": "regulation",
            "rows": [
                {**ROW, "in": ["A"], "until": day("2021-01-01")},
                {**ROW, "in": ["A"], "since": day("2021-01-01"), "months": 6},
                {**ROW, "in": ["B"], "since": day("2023-01-01")},
            ],
        }
    )

    assert [(str(row.since), row.gap or row["months"]) for row in rule.rows] == [
        ("0001-01-01", "no-text"), ("2020-01-01", 12), ("2021-01-01", 6), ("2022-01-01", "unread"), ("2023-01-01", 12),
    ]  # fmt: skip


def test_a_text_that_was_never_sure_carries_its_values_over_from_its_first_day():
    data = {**TEXTS, "B": {**TEXTS["B"], "assumed_since": day("2022-01-01")}}
    rule = reading._rule(
        reading.Reader("clocks.toml"), "CLK", {"layer": "regulation", "rows": [ROW]}, texts_of(data), "clocks"
    )

    assert [(str(row.since), str(row.confidence)) for row in rule.rows[1:]] == [
        ("2020-01-01", "text"), ("2022-01-01", "assumed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "on", "cites"),
    [
        ("CAND-CLASS-TTL", "2025-06-20", "06-HD/TW 5.4b"),
        ("ADM-AGE-MIN", "2025-06-20", "232-QĐ/TW 1.1.1"),
        ("CLK-DECIDE", "2025-06-20", "232-QĐ/TW 4.3.1"),
        ("CLK-CV-MEMBER", "2025-06-20", "12-HD/BTCTW II.2.2"),
        ("CLK-DECIDE", "2025-07-01", "294-QĐ/TW 4.3.1"),
        ("VOTE-DENOM", "2025-06-20", "06-HD/TW 3.6b"),
        ("VOTE-DENOM", "2025-07-01", "294-QĐ/TW 9.3.2; 294-QĐ/TW 9.3.4; 06-HD/TW 3.6b"),
        ("ADM-AGE-OVER60", "2021-09-27", "24-QĐ/TW 1.1.2; 01-HD/TW 1.1"),
        ("VER-SKIP-SELF", "2025-09-28", "06-HD/TW 3.4c"),
        ("VER-SKIP-SELF", "2025-09-29", "06-HD/TW 3.4c; 38-HD/BTCTW I.1.5"),
    ],
)
def test_each_layer_answers_for_its_own_window(rule, on, cites):
    assert "; ".join(f"{c.text.number} {c.clause}" for c in BOOK.on(day(on))[rule].cites) == cites


def test_a_clause_is_cited_in_full():
    assert BOOK.on(day("2025-07-01"))["CLK-DECIDE"].cites[0].as_json() == {
        "document": "294-QĐ/TW", "issued": "2025-05-26", "clause": "4.3.1", "confidence": "text",
    }  # fmt: skip


def test_what_is_no_toml_or_no_text_is_refused(tmp_path):
    (tmp_path / "a.toml").write_text("= 1", "utf-8")
    (tmp_path / "b.toml").write_bytes(b"\xff")

    for name, need in (("a.toml", "toml"), ("b.toml", "utf-8")):
        with pytest.raises(BookError) as caught:
            reading.read_toml(tmp_path / name, name)
        assert (caught.value.file, caught.value.key, caught.value.need) == (name, "", need)


def test_a_rule_stands_in_one_file_only(monkeypatch):
    monkeypatch.setattr(reading, "SUBJECTS", ("clocks", "clocks"))

    # Past the memory of the process: the book the other tests hold stays the one that central() gives.
    with pytest.raises(BookError, match=r"rule-twice clocks\.toml"):
        central.__wrapped__()


def test_a_boundary_is_kept_for_each_day_until_there_are_too_many():
    small = reading.Book(BOOK.texts, BOOK.rules)

    assert small.on(day("2024-05-06")) is small.on(day("2024-05-07"))
