"""Who introduces: how many, which members, which bodies of mass organisations."""

from datetime import date
from functools import lru_cache
from itertools import product

from taonguon.rules.book import Row
from taonguon.rules.cases import Introducer
from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, Inquiry
from taonguon.rules.registry import judges

_MEMBERS = frozenset({"official-member", "probationary-member"})
_YOUTH = frozenset({"youth-union-base-committee", "youth-union-base-cell", "youth-union-cell"})
_UNION = frozenset({"trade-union-base-committee"})


def _papers_on(q: Inquiry) -> date:
    """Give the day of the introduction papers, by which they are judged; the day asked about where it is not known."""
    when = q.day("introductions")
    return when if isinstance(when, date) else q.on


def path(*, youth_age: bool, has_youth: bool, has_union: bool) -> str:
    """Say which way of introducing Article 4(1) asks for: "youth", "union", "past-youth-union" or "members".

    In "union" and "past-youth-union" two official members are enough as well.
    """
    if youth_age and has_youth:
        return "youth"
    if has_union and not has_youth:
        return "union" if youth_age else "past-youth-union"
    return "members"


def _paths(q: Inquiry) -> frozenset[str]:
    """Give every way that is possible, as far as the facts are known."""
    return paths(q.person.youth_union_age, q.unit.has_youth_union, q.unit.has_trade_union)


@lru_cache(maxsize=27)
def paths(*facts: bool | None) -> frozenset[str]:
    """Give the ways that are possible for youth age, Youth Union, trade union; None: not known."""
    known = [(fact,) if fact is not None else (True, False) for fact in facts]
    return frozenset(path(youth_age=a, has_youth=b, has_union=c) for a, b, c in product(*known))


def _missing_facts(q: Inquiry) -> list[str]:
    named = {
        "person.youth_union_age": q.person.youth_union_age,
        "unit.has_youth_union": q.unit.has_youth_union,
        "unit.has_trade_union": q.unit.has_trade_union,
    }
    return [name for name, fact in named.items() if fact is None]


@lru_cache(maxsize=4096)
def _outcomes(kinds: tuple[str | None, ...], ways: frozenset[str], edge: str, youth: frozenset[str]) -> frozenset[str]:
    """Judge every way that is possible; where each is wrong, however it be, "too-few" alone."""
    outcomes = frozenset(_count(kinds, way, edge, youth) for way in ways)
    wrong = len(outcomes) > 1 and "" not in outcomes and "human" not in outcomes
    return frozenset({"too-few"}) if wrong else outcomes


def _count(kinds: tuple[str | None, ...], way: str, edge: str, youth: frozenset[str]) -> str:
    """Judge one way: "", "human", or the reason that blocks. `youth`: the bodies of the Youth Union that may count."""
    members = kinds.count("official-member")
    if way == "youth":
        if not any(k in youth for k in kinds):
            return "no-youth-union"
        return "" if members else "no-member"
    if members >= 2:
        return ""
    if way != "members" and members and any(k in _UNION for k in kinds):
        return "" if way == "union" or edge == "pass" else edge
    return "too-few"


def _youth_bodies(q: Inquiry) -> frozenset[str]:
    """Give the bodies of the Youth Union that count, or may: INT-YOUTH says which; an ordinary cell by a local book only."""
    row = q.peek("INT-YOUTH", _papers_on(q))
    return _YOUTH if row is not None and row["village_cell"] != "block" else _YOUTH - {"youth-union-cell"}


@judges("INT-COUNT")
def how_many(q: Inquiry) -> None:
    """Two official members, or one with the resolution of the body that Article 4(1) names."""
    if (row := q.row("INT-COUNT")) is None:
        return
    if q.case.introduced_by is None:
        q.missing(row, "introduced_by")
        return
    kinds = tuple(i.kind for i in q.case.introduced_by)
    outcomes = _outcomes(kinds, _paths(q), row["past_youth_age_with_union"], _youth_bodies(q))
    if len(outcomes) > 1:
        q.missing(row, *_missing_facts(q))
        return
    (reason,) = outcomes
    if reason:
        members = kinds.count("official-member")
        weight = HUMAN if reason == "human" else BLOCK
        q.find(row, weight, "member-and-union" if reason in {"human", "block"} else reason, members=members)


def _someone(q: Inquiry) -> list[Introducer]:
    return [i for i in q.case.introduced_by or () if i.kind is None or i.kind in _MEMBERS]


@judges("INT-WHO")
def which_members(q: Inquiry) -> None:
    """An official member of the same base organisation, at least so many months together in a tie that counts."""
    day = _papers_on(q)
    if (row := q.row("INT-WHO", day)) is None:
        return
    if q.case.introduced_by is None:
        q.missing(row, "introduced_by")
        return
    for member in _someone(q):
        _judge_member(q, member, day)


def _judge_member(q: Inquiry, member: Introducer, day: date) -> None:
    row = q.book.on(day)["INT-WHO"]
    if member.kind is None:
        q.missing(row, "introduced_by.kind")
    elif member.kind == "probationary-member":
        q.find(row, BLOCK, "probationary")
    elif member.same_grassroots_organisation is False:
        q.find(row, BLOCK, "other-organisation")
    elif _took_over(q, member):
        if not (_long_enough(row, member) or _lifted(q, day)):
            q.find(row, HUMAN, "replacement-unknown")
        elif member.same_grassroots_organisation is None:
            q.missing(row, "introduced_by.same_grassroots_organisation")
    else:
        _judge_tie(q, row, member)


def _judge_tie(q: Inquiry, row: Row, member: Introducer) -> None:
    tie, months = member.together, member.together_months
    if tie in row["doubtful_ties"]:
        q.find(row, HUMAN, "tie-unknown", tie=tie)
    elif tie is not None and tie not in row["ties"]:
        q.find(row, BLOCK, "tie-does-not-count", tie=tie)
    elif months is not None and months < row["months"]:
        q.find(row, BLOCK, "too-short", months=months, needed=row["months"])
    else:
        names = ("together", "together_months", "same_grassroots_organisation")
        missing = [f"introduced_by.{n}" for n in names if getattr(member, n) is None]
        if missing:
            q.missing(row, *missing)


def _long_enough(row: Row, member: Introducer) -> bool:
    """Say whether the months need not be lifted, the tie being long enough."""
    return member.together in row["ties"] and (member.together_months or 0) >= row["months"]


def _took_over(q: Inquiry, member: Introducer) -> bool:
    """Say whether he is a replacement, or a helper newly assigned after a move."""
    return bool(member.replacement) or (q.move is not None and q.move.stage == "being-helped")


def _lifted(q: Inquiry, day: date) -> bool:
    """Say whether a text known here lifts the months for one who took over; or whether INT-REPLACE speaks of it."""
    return (
        q.judges("INT-REPLACE")
        or q.peek("INT-REPLACE", day) is not None
        or (q.move is not None and q.peek("TRF-CAND", day) is not None)
    )


@judges("INT-REPLACE")
def replacement(q: Inquiry) -> None:
    """One who took over need not have the months, but must be official."""
    day = _papers_on(q)
    row = q.peek("INT-WHO", day)
    if not any(i.replacement and not (row and _long_enough(row, i)) for i in _someone(q)):
        return
    if q.move is not None and q.peek("TRF-CAND", day) is not None:
        return  # a move brings its own rule for the new helper
    if (row := q.row("INT-REPLACE", day)) is not None:
        q.find(row, INFO, "took-over")


@judges("INT-DUTY")
def duty(q: Inquiry) -> None:
    """What the introducer answers for."""
    if (row := q.row("INT-DUTY")) is not None:
        q.find(row, INFO, "duty")


@lru_cache(maxsize=64)
def _bodies_of(ways: frozenset[str], *, two_members: bool) -> tuple[frozenset[bool], frozenset[str]]:
    """Say for the ways that are possible whether a body's resolution is needed, and of which organisations."""
    needed = frozenset(way == "youth" or (way != "members" and not two_members) for way in ways)
    of_way = (_YOUTH if "youth" in ways else frozenset()) | (_UNION if ways - {"youth", "members"} else frozenset())
    return needed, of_way


@judges("INT-YOUTH")
def which_body(q: Inquiry) -> None:
    """The resolution of a body the text names; another body of the organisation is not enough."""
    if (row := q.row("INT-YOUTH", _papers_on(q))) is None:
        return
    if q.case.introduced_by is None:
        q.missing(row, "introduced_by")
        return
    kinds = [i.kind for i in q.case.introduced_by]
    ways = _paths(q)
    two_members = kinds.count("official-member") >= 2
    needed, of_way = _bodies_of(ways, two_members=two_members)
    bodies = [k for k in kinds if k in of_way]
    if len(needed) > 1 and not bodies:
        q.missing(row, *_missing_facts(q))
    elif needed == {False} or any(k in row["bodies"] for k in bodies):
        return
    elif "youth-union-base-cell" in bodies and "base-cell" in row.unknown:
        q.gap(row, "base-cell")
    elif "youth-union-cell" in bodies and row["village_cell"] != "block":
        if row["village_cell"] == "human":
            q.find(row, HUMAN, "ordinary-cell", bodies=tuple(bodies))
    elif ways != {"past-youth-union"}:
        q.find(row, BLOCK, "ordinary-cell" if bodies else "no-resolution", bodies=tuple(bodies))
