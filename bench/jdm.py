"""The cell's meeting as a GoRules decision (JDM, run by `zen-engine`): some of its rules, written plainly.

The dated values are one decision table each for the day of the meeting and the day of the papers, made
from our own book, so that both sides go by the same values; what is done with them is written out here
in ZEN expressions. It answers with the rules that block or leave the question to people, and the verdict.
"""

import json
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from taonguon.rules.book import Book
from taonguon.rules.cases import Case

CARRIED = (
    "ADM-CITIZEN", "ADM-AGE-MIN", "ADM-AGE-MAX", "ADM-AGE-OVER60", "ADM-POLITICS", "CAND-CLASS", "CAND-CLASS-TTL",
    "OPN-MASS", "OPN-RES", "DOS-12M", "STEP-ORDER", "INT-COUNT", "INT-WHO", "VER-SEQ", "VER-MISDECLARE", "VOTE-EACH",
    "VOTE-BRANCH", "VOTE-DENOM", "PROB-RIGHTS",
)  # fmt: skip
"""Of the rules that guard the cell's meeting, those carried. Left out: rules that only tell or warn, groups
of a few people, schooling with its exceptions, the bodies of mass organisations."""

_PAPERS = ("INT-WHO",)  # judged by the day of the introduction papers
_VALUES = {
    "ADM-AGE-MIN": ("years",), "ADM-AGE-MAX": ("years",), "CAND-CLASS-TTL": ("months",), "DOS-12M": ("months",),
    "INT-WHO": ("ties", "doubtful_ties", "months"), "VOTE-BRANCH": ("numerator", "denominator", "least_members"),
}  # fmt: skip

_CHAIN = ("cv", "cv_stamped", "cv_verified", "cv_certified")

_ACTS = (
    "listed", "helper_assigned", "class_certificate", "application", *_CHAIN, "introductions", "opinions", "dossier",
)  # fmt: skip

# Text becomes days once; an act not yet done stays null.
_DAYS = {
    "at.on": "d(on)",
    "at.born": "d(person.born)",
    "at.papers": "d(done.introductions ?? on)",
    **{f"at.{act}": f"done.{act} == null ? null : d(done.{act})" for act in _ACTS},
}

# What is reckoned once, for the rows below; `$` is what this node has already.
_REASONED = {
    "age.full": "at.born.add(12 * book.adm_age_min.years, 'M')",
    "age.sixty": "at.born.add(12 * book.adm_age_max.years, 'M')",
    "age.over": "book.adm_age_max.gap or at.on <= $.age.sixty ? '' : at.on < $.age.sixty.add(1, 'M') ? 'month' : 'old'",
    "age.excepted": "person.good_health_and_prestige and (person.place_has_party_organisation == false "
    "or person.place_has_members == false or person.special_need)",
    "class.until": "at.class_certificate == null ? null : at.class_certificate.add(book.cand_class_ttl.months, 'M')",
    "opinions.late": "at.opinions == null or at.opinions > at.on",
    "dossier.until": "at.dossier == null ? null : at.dossier.add(book.dos_12m.months, 'M')",
    "dossier.old": "at.dossier != null and not book.dos_12m.gap and at.on > $.dossier.until",
    "dossier.recheck": "$.dossier.old and person.cv_changed "
    "and (at.cv_verified == null or at.cv_verified <= $.dossier.until)",
    "dossier.made": "[{day: at.introductions, assumed: 'introductions' in book.dos_12m.assumed}, "
    "{day: at.opinions, assumed: 'opinions' in book.dos_12m.assumed}]",
    "dossier.redo": "not $.dossier.old ? [] : map($.dossier.made, #.day == null ? (#.assumed ? 'human' : 'block') "
    ": #.day > $.dossier.until ? '' : #.assumed or #.day > $.dossier.until.sub(1, 'M') ? 'human' : 'block')",
    "int.members": "count(introduced_by, #.kind == 'official-member')",
    "int.youth": "some(introduced_by, #.kind in ['youth-union-base-committee', 'youth-union-base-cell'])",
    "int.union": "some(introduced_by, #.kind == 'trade-union-base-committee')",
    "int.way": "person.youth_union_age and unit.has_youth_union ? 'youth' "
    ": unit.has_trade_union and unit.has_youth_union == false ? (person.youth_union_age ? 'union' : 'past') : 'members'",
    "int.few": "$.int.way == 'youth' ? ($.int.youth and $.int.members > 0 ? '' : 'block') : $.int.members >= 2 ? '' "
    ": $.int.way == 'members' or $.int.members == 0 or not $.int.union ? 'block' : $.int.way == 'union' ? '' : 'human'",
    "int.who": "papers.int_who.gap ? ['human'] : map(filter(introduced_by, #.kind in ['official-member', "
    "'probationary-member']), #.kind == 'probationary-member' or #.same_grassroots_organisation == false ? 'block' "
    ": #.together in papers.int_who.doubtful_ties ? 'human' : not (#.together in papers.int_who.ties) "
    "or #.together_months < papers.int_who.months ? 'block' : '')",
    "vote.left_out": "vote.temporarily_away + vote.exempt_absent + vote.suspended",
    "vote.base": "max([vote.members - $.vote.left_out, 0])",
    "vote.needed": "max([ceil($.vote.base * book.vote_branch.numerator / book.vote_branch.denominator), 1])",
    "vote.doubtful": "book.vote_denom.gap ? $.vote.left_out : book.vote_denom.suspended_unknown ? vote.suspended : 0",
    "vote.largest": "min([$.vote.base + $.vote.doubtful, vote.members])",
    "vote.needed_of_largest": "max([ceil($.vote.largest * book.vote_branch.numerator / book.vote_branch.denominator), 1])",
    "vote.open": "vote.in_favour >= $.vote.needed and vote.in_favour < $.vote.needed_of_largest",
    "vote.unsettled": "$.vote.largest > $.vote.base and (book.vote_denom.gap or $.vote.open)",
}


def _later(first: str, second: str) -> str:
    return f"(at.{first} != null and at.{second} != null and at.{first} > at.{second})"


def _out_of_order() -> str:
    """Say that a link is missing, or comes after the next one that is there."""
    pairs = [_later(a, b) for n, a in enumerate(_CHAIN) for b in _CHAIN[n + 1 :]]
    after = [f"(at.{key} != null and at.{key} > at.on)" for key in _CHAIN]
    missing = [f"at.{key} == null" for key in _CHAIN]
    return " or ".join([*missing, *pairs, *after])


def _broken_order() -> str:
    """Say that application or introductions are not there in time, or that the papers before them are out of order."""
    late = [f"at.{key} == null or at.{key} > at.on" for key in ("application", "introductions")]
    pairs = (("listed", "helper_assigned"), ("application", "cv"), ("application", "introductions"))
    return " or ".join([*late, *(_later(one, other) for one, other in pairs)])


# One row a finding: (rule, weight, when). A value that is not known leaves the rule to people.
_FOUND = (
    ("ADM-CITIZEN", "block", "not person.citizen"),
    ("ADM-AGE-MIN", "block", "not book.adm_age_min.gap and at.on < age.full and not at.on.isSame(age.full, 'month')"),
    ("ADM-AGE-MIN", "human", "not book.adm_age_min.gap and at.on < age.full and at.on.isSame(age.full, 'month')"),
    ("ADM-AGE-MAX", "human", "age.over == 'month' or (age.over == 'old' and book.adm_age_over60.gap)"),
    ("ADM-AGE-MAX", "block", "age.over == 'old' and not book.adm_age_over60.gap and not age.excepted"),
    ("ADM-AGE-OVER60", "block", "age.over == 'old' and not book.adm_age_over60.gap and not age.excepted"),
    ("ADM-AGE-OVER60", "human", "book.adm_age_over60.gap and (age.over == 'old' or book.adm_age_max.gap)"),
    ("ADM-POLITICS", "human", "not book.adm_politics.gap and person.political_issue == 'unresolved'"),
    ("CAND-CLASS", "block", "not book.cand_class.gap and (at.class_certificate == null or at.class_certificate > at.on)"),
    ("CAND-CLASS-TTL", "block", "not book.cand_class_ttl.gap and class.until != null and at.on > class.until"),
    ("OPN-MASS", "block", "not book.opn_mass.gap and opinions.late"),
    ("OPN-RES", "block", "not book.opn_res.gap and not person.residence_opinion_exempt and opinions.late"),
    ("OPN-RES", "human", "not book.opn_res.gap and person.residence_opinion_exempt"),
    ("DOS-12M", "unknown", "not book.dos_12m.gap and at.dossier == null"),
    ("DOS-12M", "block", "'block' in dossier.redo or (dossier.recheck and not ('cv-check' in book.dos_12m.assumed))"),
    ("DOS-12M", "human", "'human' in dossier.redo or (dossier.recheck and 'cv-check' in book.dos_12m.assumed)"),
    ("STEP-ORDER", "block", _broken_order()),
    ("INT-COUNT", "block", "int.few == 'block'"),
    ("INT-COUNT", "human", "int.few == 'human'"),
    ("INT-WHO", "block", "'block' in int.who"),
    ("INT-WHO", "human", "'human' in int.who"),
    ("VER-SEQ", "block", f"not book.ver_seq.gap and ({_out_of_order()})"),
    ("VER-MISDECLARE", "human", "not book.ver_misdeclare.gap and not person.cv_full_and_clear"),
    ("VOTE-EACH", "block", "vote.persons > 1"),
    ("VOTE-BRANCH", "block", "vote.members < book.vote_branch.least_members or vote.in_favour < vote.needed"),
    ("VOTE-BRANCH", "human", "vote.open"),
    ("VOTE-DENOM", "human", "vote.in_favour > vote.base - vote.absent or vote.unsettled"),
    ("PROB-RIGHTS", "block", "vote.probationary_counted > 0"),
)  # fmt: skip

# Rules that a value not known leaves to people outright; of the others it is said above.
_GAPS = (
    "ADM-AGE-MIN", "ADM-AGE-MAX", "ADM-POLITICS", "CAND-CLASS", "CAND-CLASS-TTL", "OPN-MASS", "OPN-RES", "DOS-12M",
    "VER-SEQ", "VER-MISDECLARE", "PROB-RIGHTS",
)  # fmt: skip

_VERDICT = {
    "verdict": "some(findings, #.weight == 'block') ? 'blocked' : len(findings) > 0 ? 'needs-human' : 'allowed'",
    "findings": "findings",
}


def _key(rule: str) -> str:
    return rule.lower().replace("-", "_")


def _words(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace('"', "'")


def _dated(book: Book, rules: tuple[str, ...], prefix: str, day: str) -> dict[str, Any]:
    """Write the rules' values as a table by day, the latest text first."""
    outputs = {
        f"{prefix}.{_key(r)}.{name}": (r, name)
        for r in rules
        for name in ("gap", *_VALUES.get(r, ()), *_EXTRA.get(r, ()))
    }
    days = sorted({row.since for r in rules for row in book.rules[r].rows}, reverse=True)
    rows = [
        {"_id": str(since), "when": "" if since == days[-1] else f"{day} >= d('{since}')"}
        | {path: _words(_value(book, r, name, since)) for path, (r, name) in outputs.items()}
        for since in days
    ]
    return _node(prefix, "decisionTableNode", {
        "hitPolicy": "first", "passThrough": True, "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": path, "name": path, "field": path} for path in outputs], "rules": rows,
    })  # fmt: skip


_EXTRA = {"VOTE-DENOM": ("suspended_unknown",), "DOS-12M": ("assumed",)}


def _value(book: Book, rule: str, name: str, day: date) -> object:
    row = book.rules[rule].at(day)
    if name == "gap":
        return bool(row.gap)
    if name == "assumed":
        return sorted(row.assumed)
    if name == "suspended_unknown":
        return "suspended" in row.unknown
    return row.values.get(name, [] if name.endswith("ties") else 0)


def _node(name: str, kind: str, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}


def _expressions(name: str, found: Mapping[str, str], *, through: bool) -> dict[str, Any]:
    lines = [{"id": key, "key": key, "value": value} for key, value in found.items()]
    return _node(name, "expressionNode", {"expressions": lines, "passThrough": through})


def decision(book: Book) -> str:
    """Give the whole decision as the text of a JDM file."""
    found = [*_FOUND, *((rule, "human", f"book.{_key(rule)}.gap") for rule in _GAPS)]
    nodes = [
        _node("request", "inputNode"),
        _expressions("days", _DAYS, through=True),
        _dated(book, tuple(r for r in CARRIED if r not in _PAPERS), "book", "at.on"),
        _dated(book, _PAPERS, "papers", "at.papers"),
        _expressions("reasoned", _REASONED, through=True),
        _node("found", "decisionTableNode", {
            "hitPolicy": "collect", "passThrough": True, "outputPath": "findings",
            "inputs": [{"id": "when", "name": "when"}],
            "outputs": [{"id": name, "name": name, "field": name} for name in ("rule", "weight")],
            "rules": [{"_id": str(n), "when": when, "rule": f"'{rule}'", "weight": f"'{weight}'"}
                      for n, (rule, weight, when) in enumerate(found)],
        }),
        _expressions("verdict", _VERDICT, through=False),
        _node("response", "outputNode"),
    ]  # fmt: skip
    edges = [
        {"id": f"{a['id']}-{b['id']}", "sourceId": a["id"], "targetId": b["id"], "type": "edge"}
        for a, b in pairwise(nodes)
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


_ASKED = {
    "person": (
        "citizen", "good_health_and_prestige", "place_has_party_organisation", "place_has_members", "special_need",
        "political_issue", "residence_opinion_exempt", "cv_changed", "cv_full_and_clear", "youth_union_age",
    ),
    "unit": ("has_youth_union", "has_trade_union"),
    "vote": (
        "members", "absent", "temporarily_away", "exempt_absent", "suspended", "in_favour", "persons",
        "probationary_counted",
    ),
}  # fmt: skip
_INTRODUCER = ("kind", "together", "together_months", "same_grassroots_organisation")


def request(case: Case) -> dict[str, Any]:
    """Give the facts the decision asks for: plain values, days as text, null for not yet done."""
    out: dict[str, Any] = {name: _facts(getattr(case, name), asked) for name, asked in _ASKED.items()}
    out["on"] = case.on.isoformat()
    out["person"]["born"] = case.person.born.first.isoformat() if case.person.born else None
    out["introduced_by"] = [_facts(one, _INTRODUCER) for one in case.introduced_by or ()]
    days = ((act, case.done.get(act.replace("_", "-"))) for act in _ACTS)
    out["done"] = {act: when.isoformat() if isinstance(when, date) else None for act, when in days}
    return out


def _facts(held: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(held, name) for name in names}
