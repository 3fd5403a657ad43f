"""Verification of the CV: when it may be left out, its order, who may not do it, how fast an answer is due."""

from datetime import date
from itertools import pairwise

from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, WARN, Inquiry, Reckoned, reckon
from taonguon.rules.procedure.clocks import act_day
from taonguon.rules.registry import judges


@judges("VER-WHO")
def whom(q: Inquiry) -> None:
    """Only the persons the text names are asked about."""
    if (row := q.row("VER-WHO")) is None:
        return
    beyond = tuple(p for p in q.case.verifier.asked_about or () if p not in row["persons"])
    if beyond:
        q.find(row, WARN, "not-on-the-list", persons=beyond)
    else:
        q.find(row, INFO, "whom", persons=row["persons"])


@judges("VER-WHAT")
def what(q: Inquiry) -> None:
    """What is looked at: of relatives less than of the applicant."""
    if (row := q.row("VER-WHAT")) is not None:
        q.find(row, INFO, row["scope"])


_VERIFYING = frozenset({"verification", "certify-cv"})


def _skip(q: Inquiry, rule: str, kin: bool | None) -> bool | None:
    """Say whether a side need not be verified, by the text of the day it was certified; None where it is not known."""
    row = q.peek(rule, act_day(q, "cv-certified") if q.step not in _VERIFYING else q.on)
    if row is None:
        return None
    facts = [kin, q.person.cv_full_and_clear]
    if row["confirmed"]:
        facts.append(q.person.kin_membership_confirmed)
    return False if False in facts else None if None in facts else True


def skips_own_side(q: Inquiry) -> bool | None:
    """Say whether the applicant's own side need not be verified."""
    return _skip(q, "VER-SKIP-SELF", q.person.close_kin_are_members)


def skips_spouse_side(q: Inquiry) -> bool | None:
    """Say whether the spouse's side need not be verified; there is none where he is not married."""
    if q.person.married is False:
        return True
    return _skip(q, "VER-SKIP-SPOUSE", q.person.spouse_side_are_members)


def _verified(q: Inquiry) -> bool | None:
    """Say whether the CV was verified. At the step itself the file's own word counts, not the day asked about."""
    when = q.case.done.get("cv-verified")
    return None if when is None else not isinstance(when, bool)


def _side(q: Inquiry, rule: str, kin: str, held: bool | None) -> None:
    if (row := q.row(rule)) is None:
        return
    verified = _verified(q)
    if verified is None and q.step == "verification":
        verified = rule not in q.only  # asked alone, the question is whether it may be left out
    if held:
        weight = WARN if row["confirmed"] else INFO
        q.find(row, weight, "skipped-confirmed" if row["confirmed"] else "skipped")
    elif verified:
        return
    elif held is None:
        names = [kin, "cv_full_and_clear"] + (["kin_membership_confirmed"] if row["confirmed"] else [])
        missing = [f"person.{n}" for n in names if getattr(q.person, n) is None]
        q.missing(row, *missing, *(("done.cv-verified",) if verified is None else ()))
    elif verified is None:
        q.missing(row, "done.cv-verified")
    else:
        q.find(row, BLOCK, "not-verified")


@judges("VER-SKIP-SELF")
def own_side(q: Inquiry) -> None:
    """The own side is verified, or need not be."""
    _side(q, "VER-SKIP-SELF", "close_kin_are_members", skips_own_side(q))


@judges("VER-SKIP-SPOUSE")
def spouse_side(q: Inquiry) -> None:
    """The spouse's side is verified, or need not be."""
    if q.person.married is not False:
        _side(q, "VER-SKIP-SPOUSE", "spouse_side_are_members", skips_spouse_side(q))


@judges("VER-UNCLEAR")
def unclear(q: Inquiry) -> None:
    """Unclear points are asked after at home or at work, then of the organising body above."""
    if (row := q.row("VER-UNCLEAR")) is None:
        return
    if q.person.cv_full_and_clear is None:
        q.missing(row, "person.cv_full_and_clear")
    elif not q.person.cv_full_and_clear:
        q.find(row, HUMAN, "unclear")


@judges("VER-ABROAD")
def abroad(q: Inquiry) -> None:
    """Relatives or an applicant abroad: ways that people choose."""
    if q.case.verifier.abroad and (row := q.row("VER-ABROAD")) is not None:
        q.find(row, HUMAN, "abroad")


_CHAIN = ("cv", "cv-stamped", "cv-verified", "cv-certified")
_WHOLE_CHAIN = (*_CHAIN, "cell-resolution")
_UP_TO = {"verification": _CHAIN[:3], "certify-cv": _CHAIN}


def _links(q: Inquiry) -> tuple[str, ...]:
    """Give the acts whose order counts at the step: up to its own; verification only where a side needs it."""
    keys = _UP_TO.get(q.step, _WHOLE_CHAIN)
    if q.step != "verification" and not _verified(q) and skips_own_side(q) and skips_spouse_side(q):
        keys = tuple(k for k in keys if k != "cv-verified")
    return keys


@judges("VER-SEQ")
def sequence(q: Inquiry) -> None:
    """CV, stamp, verification, certification, cell's meeting: each not before the one it follows."""
    if (row := q.row("VER-SEQ")) is None:
        return
    missing: list[str] = []
    days: list[tuple[str, date]] = []
    for key in _links(q):
        when = q.day(key)
        if when is None:
            missing.append(f"done.{key}")
        elif isinstance(when, date):
            days.append((key, when))
        else:
            q.find(row, BLOCK, "not-yet", key=key)
    for (first, one), (second, other) in pairwise(days):
        if one > other:
            q.find(row, BLOCK, "out-of-order", first=first, second=second, first_on=one, second_on=other)
        elif one == other and "VER-SEQ" in q.only:
            q.find(row, INFO, "same-day", first=first, second=second, day=one)
    if missing:
        q.missing(row, *missing)


@judges("VER-NOSELF")
def not_by_kin(q: Inquiry) -> None:
    """Neither the applicant nor next of kin verifies; found out later, people decide (as of every irregular act)."""
    relation = q.case.verifier.relation
    at_the_step = q.step == "verification"
    if not at_the_step and relation in {None, "none"} and "VER-NOSELF" not in q.only:
        return
    if (row := q.row("VER-NOSELF", act_day(q, "cv-verified"))) is None:
        return
    if relation is None:
        q.missing(row, "verifier.relation")
    elif relation != "none":
        q.find(row, BLOCK if at_the_step else HUMAN, "kin", relation=relation)


def reply_limit(q: Inquiry, act: date) -> Reckoned | None:
    """Reckon the last day for the answer of the committee asked; from the day it received the request."""
    asked = q.day("verification-requested")
    row = q.peek("VER-TIME", act)
    if row is None or not isinstance(asked, date):
        return None
    return reckon(q, row, "workdays_abroad" if q.case.verifier.abroad else "workdays", asked, act)


@judges("VER-TIME")
def answer_in_time(q: Inquiry) -> None:
    """The committee asked by mail answers in time; late is a reason to remind it or to send a member."""
    if (row := q.row("VER-TIME")) is None:
        return
    asked = q.day("verification-requested")
    if asked is None:
        if _verified(q) is not True:
            q.missing(row, "done.verification-requested")
        return
    came = q.day("cv-verified")
    act = came if isinstance(came, date) else q.on
    found = reply_limit(q, act)
    if found is not None and found.in_time is not True:
        q.find(row, WARN, "late", notes=found.notes, by=found.by, workdays=found.workdays, asked=asked)


@judges("VER-MISDECLARE")
def misdeclared(q: Inquiry) -> None:
    """A CV that is not full and clear when the cell meets: supplement, explain, verify; people decide."""
    if (row := q.row("VER-MISDECLARE")) is None:
        return
    if q.person.cv_full_and_clear is None:
        q.missing(row, "person.cv_full_and_clear")
    elif not q.person.cv_full_and_clear:
        q.find(row, HUMAN, "not-clear")
