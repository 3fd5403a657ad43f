"""Ceremony, probation, recognition, Party age, card and striking off."""

from datetime import date

from taonguon.rules.book import Row
from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, WARN, Inquiry
from taonguon.rules.procedure.clocks import a_day, probation_ends
from taonguon.rules.procedure.votes import body_of, judge_ratio
from taonguon.rules.registry import judges


@judges("CER-FORM")
def one_by_one(q: Inquiry) -> None:
    """Each is admitted by himself."""
    if (row := q.row("CER-FORM")) is None:
        return
    if q.case.ceremony.one_by_one is False:
        q.find(row, BLOCK, "several-as-one")


@judges("PROB-HELPER")
def helper_in_probation(q: Inquiry) -> None:
    """The cell assigns an official member to help the probationary member."""
    if (row := q.row("PROB-HELPER")) is None:
        return
    if q.case.ceremony.helper_assigned is False:
        q.find(row, WARN, "no-helper")


def _told(rule: str) -> None:
    """Register a rule that only tells what holds and guards no step."""

    @judges(rule)
    def tell(q: Inquiry) -> None:
        if (row := q.row(rule)) is not None:
            q.find(row, INFO, "told")


for _rule in ("PROB-DISC", "REC-FAIL", "REC-DECIDE"):
    _told(_rule)


@judges("PROB-RIGHTS")
def no_vote_yet(q: Inquiry) -> None:
    """Probationary members are not counted."""
    if (row := q.row("PROB-RIGHTS")) is not None and q.vote is not None and q.vote.probationary_counted:
        q.find(row, BLOCK, "counted", count=q.vote.probationary_counted)


# Papers for recognition.


@judges("PROB-CLASS")
def new_member_class(q: Inquiry) -> None:
    """The class for new members was attended; no text says what follows when not: people decide."""
    if (row := q.row("PROB-CLASS")) is not None:
        q.done(row, "new-member-class", q.on, weight=HUMAN, absent="not-attended", late="later")


@judges("REC-SELF")
def self_review(q: Inquiry) -> None:
    """The self-review is written after the twelve months."""
    if (row := q.row("REC-SELF")) is None:
        return
    if not q.done(row, "self-review", q.on, absent="none", late="later"):
        return
    written, ends = a_day(q.day("self-review")), probation_ends(q)
    if ends is None:
        q.missing(row, "done.ceremony")
    elif written is not None and written <= ends:
        weight = WARN if written == ends else BLOCK
        q.find(row, weight, "that-day" if written == ends else "too-early", written=written, ends=ends, may_from=ends)


@judges("REC-HELPER")
def helper_comments(q: Inquiry) -> None:
    """The helper's comments are there."""
    if (row := q.row("REC-HELPER")) is not None:
        q.done(row, "helper-comments", q.on, absent="none", late="later")


@judges("REC-OPN")
def recognition_opinions(q: Inquiry) -> None:
    """The opinions of mass organisations and residence are there."""
    if (row := q.row("REC-OPN")) is not None:
        q.done(row, "recognition-opinions", q.on, absent="none", late="later")


# Recognition.


@judges("REC-VOTE")
def recognition_vote(q: Inquiry) -> None:
    """Not before the twelve months end, and by the ratio of admission."""
    if (row := q.row("REC-VOTE")) is None:
        return
    ends = probation_ends(q)
    if ends is None:
        q.missing(row, "done.ceremony")
    elif q.on <= ends:
        q.find(
            row, BLOCK if q.on < ends else WARN, "too-early" if q.on < ends else "that-day", ends=ends, may_from=ends
        )
    if q.vote is not None or not q.judges("VOTE-BRANCH"):
        judge_ratio(q, row)


@judges("REC-BACKDATE")
def official_from(q: Inquiry) -> None:
    """Official from the end of the twelve months, never from the vote or the decision."""
    if (row := q.row("REC-BACKDATE")) is None:
        return
    ends = probation_ends(q)
    if ends is None:
        q.missing(row, "done.ceremony")
    else:
        q.find(row, INFO, "official-on", ends=ends)


@judges("AGE-PARTY")
def party_age(q: Inquiry) -> None:
    """Party age runs from the admission decision; of one readmitted AGE-READMIT speaks."""
    issued = a_day(q.day("decision-issued"))
    if (row := q.row("AGE-PARTY", issued)) is None:
        return
    if q.case.former_membership is not None:
        if not q.judges("AGE-READMIT"):
            q.find(row, HUMAN, "readmitted", first=q.case.former_membership.first_decision)
    elif issued is None:
        q.missing(row, "done.decision-issued")
    else:
        q.find(row, INFO, "from", issued=issued)


@judges("AGE-READMIT")
def party_age_readmitted(q: Inquiry) -> None:
    """Readmitted: from the first decision less the time outside; people reckon it."""
    if q.case.former_membership is not None and (row := q.row("AGE-READMIT")) is not None:
        q.find(row, HUMAN, "readmitted", first=q.case.former_membership.first_decision)


@judges("CARD")
def card(q: Inquiry) -> None:
    """No card before the recognition decision."""
    if (row := q.row("CARD")) is not None:
        q.done(row, "recognition-decision", q.on, absent="before-decision", late="before-decision")


# Striking off.


@judges("STRIKE-VOTE")
def strike_off(q: Inquiry) -> None:
    """Enough votes of the body that votes; the grounds are always for people."""
    if (row := q.row("STRIKE-VOTE")) is None:
        return
    if q.known(row, "ratio"):
        _ratio_of_striking(q, row)
    q.find(row, HUMAN, "grounds")


def _ratio_of_striking(q: Inquiry, row: Row) -> None:
    body = body_of(q, q.vote) if q.vote is not None else ""
    if body in {"standing-committee", "delegated-committee"} and "deciding-body" in row.assumed:
        q.gap(row, "deciding-body")
    else:
        judge_ratio(q, row)


def official_on(q: Inquiry, recognised: date) -> date | None:
    """Give the day of official membership, where the text of that day is known to say so."""
    return None if q.peek("REC-BACKDATE", recognised) is None else probation_ends(q)
