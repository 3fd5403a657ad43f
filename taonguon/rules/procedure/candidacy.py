"""From the list to the papers: list, helper, class, application, CV, opinions, age of the dossier, order of steps."""

from datetime import date

from taonguon.rules.book import Row
from taonguon.rules.dates import add_months
from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, WARN, Inquiry
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
    if q.case.helper.kind == "probationary-member":
        q.find(row, BLOCK, "not-official")
    elif q.step != "assign-helper":
        when = q.day("helper-assigned")
        if when is None or isinstance(when, bool) or when > q.on:
            q.find(row, WARN, "none-yet")


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


def _opinions(q: Inquiry, rule: str) -> Row | None:
    row = q.row(rule)
    if row is not None and q.step != "opinions":
        q.done(row, "opinions", q.on, absent="none", late="later")
    return row


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
    elif not q.judges("OPN-MASS"):
        _opinions(q, "OPN-RES")
    else:
        q.row("OPN-RES")


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

# What each step rests on. Steps whose own rules ask for the papers before them are not repeated here.
_RESTS_ON = {
    "cell-vote": ("application",),
    "committee-vote": ("cell-resolution",),
    "decision": ("cell-resolution",),
    "ceremony": ("decision-issued",),
    "new-member-class": ("ceremony",),
    "recognition-committee-vote": ("recognition-resolution",),
    "recognition-decision": ("recognition-resolution",),
    "strike-off": ("ceremony",),
}
# Where these are on record, they come first; a step that does not apply has no date.
_IF_ANY = {
    "assign-helper": ("listed",),
    "introduction": ("application",),
    "decision": ("committee-resolution",),
    "ceremony": ("decision-received", "cell-resolution"),
    "recognition-decision": ("recognition-committee-resolution",),
}
_PAIRS = {"ceremony": (("decision-issued", "decision-received"), ("cell-resolution", "decision-issued"))}


@judges("STEP-ORDER")
def order_of_steps(q: Inquiry) -> None:
    """No step comes before one it rests on."""
    if (row := q.row("STEP-ORDER")) is None:
        return
    for key in _RESTS_ON.get(q.step, ()):
        q.done(row, key, q.on, absent="not-yet", late="before")
    for key in _IF_ANY.get(q.step, ()):
        when = q.day(key)
        if isinstance(when, date) and when > q.on:
            q.find(row, BLOCK, "before", key=key, done=when, by=q.on)
    for first, second in _PAIRS.get(q.step, ()):
        one, other = q.day(first), q.day(second)
        if isinstance(one, date) and isinstance(other, date) and one > other:
            q.find(row, BLOCK, "out-of-order", first=first, second=second, first_on=one, second_on=other)
