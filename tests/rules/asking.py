"""Small builders for questions to the engine: days as text, tables as words."""

import re
from datetime import date, timedelta
from typing import Any

from taonguon.rules import casefile, engine
from taonguon.rules.book import Book, central
from taonguon.rules.cases import OWN_KEY, Case
from taonguon.rules.dates import add_months
from taonguon.rules.findings import Answer, Weight

RULES = frozenset(central().rules)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day(text: str) -> date:
    return date.fromisoformat(text)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return day(value) if isinstance(value, str) and _DAY.fullmatch(value) else value


def case(step: str, on: str | date, only: str | None = None, **tables: Any) -> Case:
    """Build a case as a case file would: `only` is a list of rules with spaces, days are written 2025-07-01."""
    ask: dict[str, Any] = {"step": step, "on": _plain(on)}
    if only is not None:
        ask["only"] = only.split()
    return casefile.from_data({"ask": ask, **_plain(tables)}, RULES)


def asked(step: str, on: str | date, only: str | None = None, *, book: Book | None = None, **tables: Any) -> Answer:
    return engine.check(case(step, on, only, **tables), book)


def verdict(step: str, on: str | date, only: str | None = None, **tables: Any) -> str:
    """Give the verdict and the rules behind it as one sentence: "blocked: VOTE-BRANCH"."""
    answer = asked(step, on, only, **tables)
    return f"{answer.verdict}: {' '.join(answer.rules)}" if answer.rules else str(answer.verdict)


def found(answer: Answer) -> list[str]:
    """Give the findings as "RULE weight reason"."""
    return [f"{f.rule} {f.weight} {f.reason}" for f in answer.findings]


def stopping(answer: Answer) -> list[str]:
    """Give the findings that stand in the way."""
    return [
        t for t, f in zip(found(answer), answer.findings, strict=True) if f.weight not in {Weight.INFO, Weight.WARN}
    ]


# A whole file in order: days after the listing; from the ceremony on, days after its twelve months.

_BEFORE = {
    "listed": 0, "helper-assigned": 1, "class-certificate": 60, "leave-to-begin": 195, "application": 200,
    "dossier": 200, "cv": 207, "cv-stamped": 210, "verification-requested": 215, "cv-verified": 240,
    "introductions": 260, "opinions": 265, "cv-certified": 270, "cell-resolution": 300, "committee-resolution": 310,
    "decision-issued": 330, "decision-received": 335, "ceremony": 345, "member-cv": 360, "new-member-class": 500,
}  # fmt: skip
_AFTER = {
    "self-review": 2, "helper-comments": 3, "recognition-opinions": 4, "recognition-resolution": 8,
    "recognition-committee-resolution": 12, "recognition-decision": 20, "card": 30,
}  # fmt: skip
_BODY = {
    "committee-vote": "grassroots-committee", "recognition-committee-vote": "grassroots-committee",
    "decision": "standing-committee", "recognition-decision": "standing-committee",
}  # fmt: skip


def _days(listed: date) -> dict[str, date]:
    days = {key: listed + timedelta(n) for key, n in _BEFORE.items()}
    ends = add_months(days["ceremony"], 12)
    return {**days, **{key: ends + timedelta(n) for key, n in _AFTER.items()}}


def days_before(step: str, on: date) -> dict[str, date]:
    """Give the acts of a file in order up to a step that is taken on a day."""
    key = OWN_KEY[step]
    listed = on - timedelta(_BEFORE.get(key) or (_BEFORE["ceremony"] + 365 + _AFTER[key] if key in _AFTER else 0))
    while _days(listed)[key] > on:  # leap years
        listed -= timedelta(1)
    return {k: d for k, d in _days(listed).items() if d <= on and (k != key or d == on)}


def whole(step: str, on: str, **changed: Any) -> dict[str, Any]:
    """Give the tables of a file with everything in order; `changed` tables replace single facts."""
    tables: dict[str, Any] = {
        "person": {
            "born": day(on) - timedelta(days=366 * 25), "sex": "female", "citizen": True,
            "schooling": "upper-secondary-diploma", "areas": ["mountain", "border"],
            "place_has_party_organisation": True, "place_has_members": True, "special_need": False,
            "good_health_and_prestige": True, "youth_union_member": True, "youth_union_age": True,
            "trade_union_member": False, "close_kin_are_members": False, "spouse_side_are_members": False,
            "cv_full_and_clear": True, "married_to_foreigner": False, "political_issue": "none", "consents": [],
        },
        "unit": {
            "official_members": 15, "has_youth_union": True, "has_trade_union": True, "delegated": False,
            "stands_at": "workplace", "temporary": False,
        },
        "introduced_by": [
            {"kind": "official-member", "together": "work", "together_months": 30,
             "same_grassroots_organisation": True, "replacement": False},
            {"kind": "youth-union-base-committee"},
        ],
        "done": days_before(step, day(on)),
        "vote": {
            "body": _BODY.get(step, "cell"), "members": 15, "absent": 2, "temporarily_away": 0, "exempt_absent": 0,
            "exempt_present": 0, "suspended": 0, "in_favour": 12, "earlier_failed_votes": 0,
        },
        "verifier": {"relation": "none"},
        "population": {"children": 1, "last_child_born": "2010-05-30", "exempt_case": False},
    }  # fmt: skip
    for name, facts in changed.items():
        tables[name] = {**tables.get(name, {}), **facts} if isinstance(facts, dict) else facts
    return tables


def without(tables: dict[str, Any], table: str, key: str) -> dict[str, Any]:
    """Give the tables without one fact."""
    return {**tables, table: {k: v for k, v in tables[table].items() if k != key}}
