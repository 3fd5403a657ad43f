"""From the list to the papers: list, helper, class, application, CV, opinions, age of the dossier, order of steps."""

from datetime import date
from typing import NamedTuple

from taonguon.rules.book import Row
from taonguon.rules.cases import STEPS
from taonguon.rules.dates import add_months
from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, WARN, Done, Inquiry
from taonguon.rules.registry import judges

# A paper made this long before the dossier's twelve months ended, but not after, is left to people (assumed).
_SHORTLY_BEFORE_MONTHS = 1


@judges("CAND-LIST")
def listed(q: Inquiry) -> None:
    """On the list of sympathisers by a resolution of the cell."""
    if (row := q.row("CAND-LIST")) is None or q.step == "list":
        return
    when = q.day("listed")
    if when is None:
        q.missing(row, "done.listed")
    elif isinstance(when, bool) or when > q.on:
        q.find(row, WARN, "not-listed")


@judges("CAND-HELPER")
def helper(q: Inquiry) -> None:
    """An official member is assigned to help; none yet is only pointed out."""
    if (row := q.row("CAND-HELPER")) is None:
        return
    if _helper_is_probationary(q):
        q.find(row, BLOCK, "not-official")
    elif q.step != "assign-helper":
        when = q.day("helper-assigned")
        if when is None or isinstance(when, bool) or when > q.on:
            q.find(row, WARN, "none-yet")


def _helper_is_probationary(q: Inquiry) -> bool:
    """Say so of the helper; where the case names none, of those who introduce: the helper is one of them."""
    kinds = [q.case.helper.kind] if q.case.helper.kind else [i.kind for i in q.case.introduced_by or ()]
    return "probationary-member" in kinds


@judges("CAND-PERMIT")
def leave_to_begin(q: Inquiry) -> None:
    """Leave to begin the admission papers, where the text asks for it."""
    if (row := q.row("CAND-PERMIT")) is None or not row["needed"]:
        return
    when = q.day("leave-to-begin")
    if when is None or isinstance(when, bool) or when > q.on:
        q.find(row, WARN, "none-yet")


# The awareness class.


def certificate_until(q: Inquiry, day: date) -> date | None:
    """Give the last day the certificate counts, by the text in force on a day; None where that is not known."""
    issued = q.day("class-certificate")
    row = q.peek("CAND-CLASS-TTL", day)
    if row is None or issued is None or isinstance(issued, bool):
        return None
    return add_months(issued, row["months"])


def _class_day(q: Inquiry, row: Row) -> date | None:
    day = q.cell_meeting()
    if isinstance(day, date):
        return day
    q.missing(row, "done.cell-resolution")
    return None


@judges("CAND-CLASS")
def awareness_class(q: Inquiry) -> None:
    """A certificate of the awareness class before the cell considers."""
    meeting = q.cell_meeting()
    if (row := q.row("CAND-CLASS", meeting if isinstance(meeting, date) else None)) is None:
        return
    if (day := _class_day(q, row)) is not None:
        weight = WARN if q.step == "application" else BLOCK
        q.done(row, "class-certificate", day, weight=weight, absent="none", late="later")


@judges("CAND-CLASS-TTL")
def certificate_age(q: Inquiry) -> None:
    """The certificate lasts so many months, that day included, to the cell's meeting."""
    meeting = q.cell_meeting()
    if (row := q.row("CAND-CLASS-TTL", meeting if isinstance(meeting, date) else None)) is None:
        return
    if (day := _class_day(q, row)) is None:
        return
    weight = WARN if q.step == "application" else BLOCK
    issued = q.day("class-certificate")
    if issued is None or isinstance(issued, bool):
        if not q.judges("CAND-CLASS"):
            q.done(row, "class-certificate", day, weight=weight, absent="none", late="none")
        return
    until = add_months(issued, row["months"])
    if day > until:
        q.find(row, weight, "expired", issued=issued, until=until, months=row["months"], on=day)


# Application and CV.


@judges("CAND-APPLICATION")
def application_first(q: Inquiry) -> None:
    """The application comes before the CV; two papers of one day cannot be told apart."""
    if (row := q.row("CAND-APPLICATION")) is None:
        return
    written, cv = q.day("application"), q.day("cv")
    missing = [f"done.{k}" for k, v in (("application", written), ("cv", cv)) if v is None]
    if missing:
        q.missing(row, *missing)
    elif isinstance(written, bool):
        q.find(row, BLOCK, "none")
    elif not isinstance(cv, date):
        return  # no CV yet: CAND-CV says so
    elif cv < written:  # type: ignore[operator]  # not None, as just asked
        q.find(row, BLOCK, "after-cv", application=written, cv=cv)
    elif cv == written:
        q.find(row, INFO, "same-day", day=cv)


@judges("CAND-CV")
def own_cv(q: Inquiry) -> None:
    """A CV declared by himself is there before anyone certifies it."""
    if (row := q.row("CAND-CV")) is not None:
        q.done(row, "cv", q.on, absent="none", late="later")


# Opinions.


def _opinions(q: Inquiry, rule: str) -> None:
    row = q.row(rule)
    if row is not None and q.step != "opinions":
        q.done(row, "opinions", q.on, absent="none", late="later")


@judges("OPN-MASS")
def opinions_of_organisations(q: Inquiry) -> None:
    """The mass organisations he belongs to have given their opinion."""
    _opinions(q, "OPN-MASS")


@judges("OPN-RES")
def opinion_of_residence(q: Inquiry) -> None:
    """The cell where he lives has given its opinion; a claimed exemption is for people to judge."""
    if q.person.residence_opinion_exempt:
        if (row := q.row("OPN-RES")) is not None:
            q.find(row, HUMAN, "exemption-claimed")
    else:
        _opinions(q, "OPN-RES")


# Age of the dossier.


@judges("DOS-12M")
def dossier_age(q: Inquiry) -> None:
    """A dossier past its months when the cell meets: each paper not made anew is named."""
    day = q.cell_meeting()
    if (row := q.row("DOS-12M", day if isinstance(day, date) else None)) is None:
        return
    opened = q.day("dossier")
    missing = [f"done.{k}" for k, v in (("dossier", opened), ("cell-resolution", day)) if not isinstance(v, date)]
    if missing:
        q.missing(row, *missing)
        return
    assert isinstance(opened, date)  # noqa: S101  # narrows the type, as just asked
    assert isinstance(day, date)  # noqa: S101
    until = add_months(opened, row["months"])
    if day > until:
        for paper in ("introductions", "opinions"):
            _redone(q, row, paper, until)
        _cv_checked_again(q, row, until)


def _redone(q: Inquiry, row: Row, paper: str, until: date) -> None:
    made = q.day(paper)
    if made is None:
        q.missing(row, f"done.{paper}")
    elif isinstance(made, bool):
        q.find(row, BLOCK, "redo", value=paper, paper=paper, until=until, made=None)
    elif made <= until:
        shortly = made > add_months(until, -_SHORTLY_BEFORE_MONTHS)
        reason = "redo-shortly-before" if shortly else "redo"
        q.find(row, HUMAN if shortly else BLOCK, reason, value=paper, paper=paper, until=until, made=made)


def _cv_checked_again(q: Inquiry, row: Row, until: date) -> None:
    checked = q.day("cv-verified")
    if (
        isinstance(checked, date) and not isinstance(checked, bool) and checked > until
    ) or q.person.cv_changed is False:
        return
    changed = q.person.cv_changed
    q.find(row, BLOCK if changed else WARN, "cv-check" if changed else "cv-changed", value="cv-check", until=until)


# Order of steps.


class _Link(NamedTuple):
    """Two acts of which the first comes before the second, at the step of the second.

    `needed`: without the first the step cannot be taken; else it counts where it is on record.
    `rule`: the rule that says the same where it is judged.
    """

    step: str
    first: str
    second: str
    needed: bool = False
    rule: str = ""


_LINKS = (
    _Link("assign-helper", "listed", "helper-assigned"),
    _Link("cv", "application", "cv", needed=True, rule="CAND-APPLICATION"),
    _Link("verification", "cv", "cv-verified", needed=True, rule="VER-SEQ"),
    _Link("verification", "cv", "cv-stamped", rule="VER-SEQ"),
    _Link("verification", "cv-stamped", "cv-verified", rule="VER-SEQ"),
    _Link("introduction", "application", "introductions"),
    _Link("certify-cv", "cv", "cv-certified", needed=True, rule="VER-SEQ"),
    _Link("certify-cv", "cv-stamped", "cv-certified", rule="VER-SEQ"),
    _Link("certify-cv", "cv-verified", "cv-certified", rule="VER-SEQ"),
    _Link("cell-vote", "application", "cell-resolution", needed=True),
    _Link("cell-vote", "cv-certified", "cell-resolution", needed=True, rule="VER-SEQ"),
    _Link("cell-vote", "introductions", "cell-resolution", needed=True),
    _Link("cell-vote", "opinions", "cell-resolution", needed=True, rule="OPN-MASS"),
    _Link("committee-vote", "cell-resolution", "committee-resolution", needed=True),
    _Link("decision", "cell-resolution", "decision-issued", needed=True),
    _Link("decision", "committee-resolution", "decision-issued"),
    _Link("ceremony", "decision-issued", "ceremony", needed=True),
    _Link("ceremony", "decision-received", "ceremony"),
    _Link("ceremony", "decision-issued", "decision-received"),
    _Link("ceremony", "cell-resolution", "decision-issued"),
    _Link("ceremony", "cell-resolution", "ceremony"),
    _Link("new-member-class", "ceremony", "new-member-class", needed=True),
    _Link("self-review", "ceremony", "self-review", needed=True, rule="REC-SELF"),
    _Link("recognition-cell-vote", "ceremony", "recognition-resolution", needed=True, rule="REC-VOTE"),
    _Link("recognition-cell-vote", "ceremony", "new-member-class"),
    _Link("recognition-cell-vote", "self-review", "recognition-resolution", needed=True, rule="REC-SELF"),
    _Link("recognition-committee-vote", "recognition-resolution", "recognition-committee-resolution", needed=True),
    _Link("recognition-decision", "recognition-resolution", "recognition-decision", needed=True),
    _Link("recognition-decision", "recognition-committee-resolution", "recognition-decision"),
    _Link("card", "recognition-decision", "card", needed=True, rule="CARD"),
    _Link("strike-off", "ceremony", "", needed=True),
)
_AT = {step: at for at, step in enumerate(STEPS)}
_CELL_VOTE = _AT["cell-vote"]
_OWN = {step: tuple(link for link in _LINKS if link.step == step) for step in STEPS}
_EARLIER = {
    step: tuple(
        link
        for link in _LINKS
        if link.second and _AT[link.step] < _AT[step] and link[1:3] not in {own[1:3] for own in _OWN[step]}
    )
    for step in STEPS
}


@judges("STEP-ORDER")
def order_of_steps(q: Inquiry) -> None:
    """No step comes before one it rests on.

    Until the cell has met, all papers so far can be made anew in order, so their order counts too;
    afterwards an earlier act out of order is for FIX-PROC, unless this rule was named in the question.
    """
    if (row := q.row("STEP-ORDER")) is None:
        return
    missing: list[str] = []
    for link in _OWN[q.step]:
        if not (link.rule and (q.looks_back or q.judges(link.rule))):
            _follow(q, row, link, missing)
    if missing:
        q.missing(row, *missing)
    if (_AT[q.step] <= _CELL_VOTE and not q.looks_back) or "STEP-ORDER" in q.only:
        done = q.case.done
        for link in _EARLIER[q.step]:
            one, other = done.get(link.first), done.get(link.second)
            if one and other and one > other and not (link.rule and q.judges(link.rule)):  # type: ignore[operator]  # False is passed over, True refused on reading
                _in_order(q, row, link, one, other)


def _follow(q: Inquiry, row: Row, link: _Link, missing: list[str]) -> None:
    """Judge what the step asked about rests on."""
    first = q.day(link.first)
    own = link.second in {"", q.own}
    if link.needed and first is None:
        missing.append(f"done.{link.first}")
    elif link.needed and first is False:
        q.find(row, BLOCK, "not-yet", key=link.first)
    elif not own:
        _in_order(q, row, link, first, q.day(link.second))
    elif isinstance(first, date) and first > q.on:
        q.find(row, BLOCK, "before", key=link.first, done=first, by=q.on)


def _in_order(q: Inquiry, row: Row, link: _Link, one: Done, other: Done) -> None:
    if isinstance(one, date) and isinstance(other, date) and one > other:
        q.find(row, BLOCK, "out-of-order", first=link.first, second=link.second, first_on=one, second_on=other)
