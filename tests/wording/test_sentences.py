"""Every rule, finding and code has its words in both languages, and they render."""

import ast
import tomllib
from collections import defaultdict
from dataclasses import fields
from pathlib import Path
from random import Random
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from taonguon.rules import cases as situations
from taonguon.rules.book import SUBJECTS, central
from taonguon.rules.casefile import fields_of, read_file
from taonguon.rules.engine import actor_of, calendar, check, next_steps
from taonguon.rules.findings import Verdict, Weight
from taonguon.rules.inquiry import Inquiry
from taonguon.rules.procedure import candidacy
from taonguon.rules.texts import Cite, Confidence
from taonguon.wording.sentences import FOLDER, LANGUAGES, cited, says, sentence, title, word, words
from tests.rules.strategies import cases, made_up

BOOK = central()
RULES = tuple(BOOK.rules)
FILES = sorted((Path(__file__).parents[1] / "cases").rglob("*.toml"))
MANY = 4000

# Reasons that are reckoned, not written where they are found.
RECKONED = {
    "ADM-AGE-MIN": {"too-young", "month-of-birthday"},
    "ADM-AGE-MAX": {"too-old", "month-after-birthday", "over-with-exception"},
    "INT-COUNT": {"no-youth-union", "no-member", "too-few", "member-and-union"},
    "VER-WHAT": {"past-and-present", "political-standard"},
}


def _entries(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


SENTENCES = {rule: entry for subject in SUBJECTS for rule, entry in _entries(subject).items()}
ANY = _entries("any")["any"]


def _renders(text):
    assert text.strip() == text != ""
    assert "{" not in text
    assert "}" not in text
    assert "None" not in text


def _all_render(findings):
    for found in findings:
        for language in LANGUAGES:
            said = sentence(found, language)
            _renders(said.message)
            if said.way_out:
                _renders(said.way_out)


# Rules.


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_a_title_and_says_what_each_of_its_rows_holds(rule, language):
    _renders(title(rule, language))

    for row in BOOK.rules[rule].rows:
        _renders(says(row, language))


def test_the_sentences_stand_with_the_subject_of_their_rule():
    for subject in SUBJECTS:
        assert set(_entries(subject)) == {rule.id for rule in BOOK.rules.values() if rule.subject == subject}


def test_a_rule_says_only_values_that_some_row_has():
    for rule, entry in SENTENCES.items():
        known = {name for row in BOOK.rules[rule].rows for name in row.values}
        for language in LANGUAGES:
            assert {n for _, n, _, _ in Formatter().parse(entry["says"][language]) if n} <= known


# Reasons.


def _constants(node):
    """Give the reasons written in an expression: a word, or the words of an either-or."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return _constants(node.body) | _constants(node.orelse)
    return set()


def _named(function, name):
    """Give the reasons a name stands for in a function: those assigned to it, or its default as a parameter."""
    out = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            out |= _constants(node.value)
    for parameter, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if parameter.arg == name and default is not None:
            out |= _constants(default)
    return out


def _emitted(function):
    """Give the reasons a function finds by itself, and the names of the functions it calls."""
    reasons, calls = set(), set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            calls.add(node.func.id)
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "find" and len(node.args) > 2:
            at = node.args[2]
            reasons |= _named(function, at.id) if isinstance(at, ast.Name) else _constants(at)
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "done":
            reasons |= {r for k in node.keywords if k.arg in {"absent", "late"} for r in _constants(k.value)}
    return reasons, calls


def _reach(name, functions):
    """Give the reasons of a function and of all it calls."""
    seen, waiting, out = set(), [name], set()
    while waiting:
        at = waiting.pop()
        if at in seen or at not in functions:
            continue
        seen.add(at)
        reasons, calls = _emitted(functions[at])
        out |= reasons
        waiting.extend(calls)
    return out


def written_reasons():
    """Give the reasons of each rule as the procedure's modules write them, rule by rule."""
    functions, judges = {}, []
    for path in sorted(Path(candidacy.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            rules = [r for d in node.decorator_list if isinstance(d, ast.Call) for a in d.args for r in _constants(a)]
            judges += [(rule, node.name) for rule in rules]
            functions[node.name] = node
    return {rule: _reach(name, functions) | RECKONED.get(rule, set()) for rule, name in judges}


WRITTEN = written_reasons()


@pytest.mark.parametrize("rule", sorted(WRITTEN))
def test_each_reason_the_procedure_writes_has_its_sentence(rule):
    lacking = {reason for reason in WRITTEN[rule] if reason not in SENTENCES[rule] and reason not in ANY}

    assert lacking == set()


@pytest.mark.parametrize("rule", RULES)
def test_no_sentence_is_left_over(rule):
    reasons = set(SENTENCES[rule]) - {"title", "says"}

    assert reasons <= WRITTEN.get(rule, {"told", "special-text"})


def test_both_languages_use_the_same_facts():
    entries = [e for entry in SENTENCES.values() for k, e in entry.items() if k not in {"title", "says"}]
    for entry in entries + [e for k, e in ANY.items() if k != "notes"]:
        for texts in (entry, entry.get("way")):
            if texts:
                used = [{n for _, n, _, _ in Formatter().parse(texts[language]) if n} for language in LANGUAGES]
                assert used[0] == used[1]


# Situations.


def test_the_published_situations_are_here():
    assert len(FILES) >= 90


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_found_in_a_published_situation_reads_well(path):
    case = read_file(path, frozenset(RULES))

    _all_render(check(case).findings)
    for step in next_steps(case, case.on):
        _all_render(step.findings)


@hypothesis_settings(max_examples=300)
@given(cases(RULES))
def test_whatever_is_found_reads_well_in_both_languages(case):
    _all_render(check(case).findings)

    for clock in calendar(case):
        for language in LANGUAGES:
            _renders(word("clock", clock.name, language))
            _renders(word("done", clock.start, language))


def test_nearly_every_sentence_is_reached_by_made_up_cases():
    reached = defaultdict(set)
    for number in range(MANY):
        for found in check(made_up(Random(number), RULES)).findings:  # noqa: S311  # made-up cases, no secrets
            if found.reason not in reached[found.rule]:
                reached[found.rule].add(found.reason)
                _all_render([found])

    everything = {(rule, reason) for rule, entry in SENTENCES.items() for reason in set(entry) - {"title", "says"}}
    unreached = {(rule, reason) for rule, reason in everything if reason not in reached[rule]}
    assert len(unreached) < len(everything) // 6


def test_the_sentence_names_what_was_found_what_is_needed_and_the_way_out():
    case = made_up(Random(1))  # noqa: S311  # its facts do not matter here
    q = Inquiry(case, BOOK, ())
    q.find(BOOK.rules["INT-WHO"].rows[1], Weight.BLOCK, "too-short", months=7, needed=12)

    said = sentence(q.findings[0], "en")

    assert said.message.startswith("Months together with the introducer: 7; at least 12 are needed.")
    assert said.way_out == "Choose another official member, or wait until there are 12 months."


# Codes.


def _choices_of(kind, name):
    return fields_of(kind)[name].metadata["allowed"]


LISTS = {
    "step": situations.STEPS,
    "done": (*situations.DONE_KEYS, "born", "left_on", "probation-ends"),
    "body": situations.BODIES,
    "schooling": situations.SCHOOLING,
    "areas": situations.AREAS,
    "standing": situations.STANDINGS,
    "kind": situations.INTRODUCERS,
    "stands_at": situations.STANDS_AT,
    "because": situations.REASONS_LEFT,
    "stage": situations.STAGES,
    "consents": situations.CONSENTS,
    "special_rules": situations.SPECIAL_RULES,
    "asked_about": situations.ASKED_ABOUT,
    "sex": _choices_of(situations.Person, "sex"),
    "political_issue": _choices_of(situations.Person, "political_issue"),
    "contract": _choices_of(situations.Person, "contract"),
    "together": _choices_of(situations.Introducer, "together"),
    "helper_kind": _choices_of(situations.Helper, "kind"),
    "relation": _choices_of(situations.Verifier, "relation"),
    "ceremony_at": _choices_of(situations.Move, "ceremony_at"),
    "table": (*situations.TABLES, "introduced_by", "done"),
    "weight": tuple(Weight),
    "verdict": tuple(Verdict),
    "confidence": tuple(Confidence),
    "subject": SUBJECTS,
    "actor": tuple({actor_of(step) for step in situations.STEPS}),
    "layer": tuple({text.layer for text in BOOK.texts.values()}),
}


@pytest.mark.parametrize("kind", LISTS)
def test_each_code_of_a_list_has_its_word(kind):
    for language in LANGUAGES:
        names = words(kind, language)
        assert set(LISTS[kind]) <= set(names)
        for code in LISTS[kind]:
            _renders(names[code])


def test_each_fact_of_a_case_has_its_name():
    kinds = {**situations.TABLES, "introduced_by": situations.Introducer}
    facts = [f"{table}.{field.name}" for table, kind in kinds.items() for field in fields(kind)]
    facts += [f"done.{key}" for key in situations.DONE_KEYS]

    assert set(facts) <= set(words("fact", "vi"))


def test_each_value_of_a_row_has_its_name():
    rows = [row for rule in BOOK.rules.values() for row in rule.rows]
    values = {name for row in rows for name in (*row.values, *row.unknown, *row.assumed)}

    assert values <= set(words("value", "vi"))


@pytest.mark.parametrize("name", ["words", "facts"])
def test_each_word_is_there_in_both_languages(name):
    for codes in _entries(name).values():
        for names in codes.values():
            assert set(names) == set(LANGUAGES)


# Sources.


@pytest.mark.parametrize(
    ("text", "clause", "language", "named"),
    [
        ("CH", "Art. 4(1)", "vi", "Điều lệ Đảng (19/01/2011), khoản 1 Điều 4"),
        ("CH", "Art. 5", "en", "Điều lệ Đảng (19/01/2011), Article 5"),
        ("G06-25", "5.4b", "vi", "06-HD/TW (09/06/2025), điểm 5.4b"),
        ("R208", "", "en", "208-QĐ/TW (26/07/2026)"),
    ],
)
def test_a_source_is_named_by_number_day_of_issue_and_clause(text, clause, language, named):
    assert cited(Cite(BOOK.texts[text], clause, Confidence.TEXT), language) == named


def test_a_source_that_was_not_read_says_so():
    cite = Cite(BOOK.texts["R208"], "", Confidence.SECONDARY)

    assert cited(cite, "vi") == "208-QĐ/TW (26/07/2026) [theo nguồn thứ cấp]"
