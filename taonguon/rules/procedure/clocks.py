"""The clocks of decision, ceremony, recognition, papers and transfer."""

from datetime import date
from typing import Any

from taonguon.rules.book import Row
from taonguon.rules.dates import add_months
from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, WARN, Inquiry, Reckoned, reckon, weighed
from taonguon.rules.registry import judges
from taonguon.rules.workdays import limit


def a_day(when: date | bool | None) -> date | None:
    """Give the day of an act that was done; None for not yet and for not known."""
    return when if isinstance(when, date) else None


def act_day(q: Inquiry, key: str) -> date:
    """Give the day on which an act is judged: when it was done, else the day asked about."""
    return a_day(q.day(key)) or q.on


# The decision.


def decision_limit(q: Inquiry, act: date) -> tuple[Reckoned, Reckoned] | None:
    """Reckon the last day of the decision, and that of the extension; None where a value or the start is not known."""
    if "decision" not in q.kept:
        q.kept["decision"] = _decision_limit(q, act)
    both: tuple[Reckoned, Reckoned] | None = q.kept["decision"]
    return both


def _decision_limit(q: Inquiry, act: date) -> tuple[Reckoned, Reckoned] | None:
    resolved = a_day(q.day("cell-resolution"))
    row, extra = q.peek("CLK-DECIDE", act), q.peek("CLK-EXT", act)
    if resolved is None or row is None or extra is None:
        return None
    plain = reckon(q, row, "workdays", resolved, act)
    then, then_more = q.book.on(resolved)["CLK-DECIDE"].values, q.book.on(resolved)["CLK-EXT"].values
    before = then["workdays"] + then_more["workdays"] if then and then_more else None
    both = weighed(extra, row["workdays"] + extra["workdays"], before, resolved, act)
    return None if plain is None or both is None else (plain, both)


def _resolved(q: Inquiry, row: Row) -> bool:
    """Say whether the clock's start is known; else add what is missing."""
    if a_day(q.day("cell-resolution")) is None:
        q.missing(row, "done.cell-resolution")
        return False
    return True


@judges("CLK-DECIDE")
def decision_in_time(q: Inquiry) -> None:
    """Late within the extension is a warning; beyond it people decide: the text makes it a responsibility."""
    act = act_day(q, "decision-issued")
    if (row := q.row("CLK-DECIDE", act)) is None or not _resolved(q, row):
        return
    if (found := decision_limit(q, act)) is None:
        return
    plain, extended = found
    if plain.in_time:
        return
    facts: dict[str, Any] = {"by": plain.by, "extended": extended.by, "workdays": plain.workdays, "act": act}
    if plain.in_time is None:
        q.find(row, HUMAN, "open", notes=plain.notes, **facts)
    elif extended.in_time:
        q.find(row, WARN, "within-extension", notes=plain.notes, **facts)
    else:
        q.find(row, HUMAN, "beyond", notes=extended.notes, **facts)


@judges("CLK-EXT")
def extension(q: Inquiry) -> None:
    """An extension is for special cases, and says why."""
    act = act_day(q, "decision-issued")
    if (row := q.row("CLK-EXT", act)) is None or not _resolved(q, row):
        return
    found = decision_limit(q, act)
    if found is None or found[0].in_time is not False:
        return
    extended = found[1]
    facts: dict[str, Any] = {"extended": extended.by, "workdays": row["workdays"], "act": act}
    if extended.in_time is not True:
        q.find(row, HUMAN, "beyond", notes=extended.notes, **facts)
    elif a_day(q.day("decision-extended")) is None:
        q.find(row, WARN, "reason-not-stated", notes=extended.notes, **facts)


# The ceremony.


def ceremony_limit(q: Inquiry, act: date) -> Reckoned | None:
    """Reckon the last day of the ceremony; each text from its own starting event."""
    if "ceremony" not in q.kept:
        q.kept["ceremony"] = _ceremony_limit(q, act)
    found: Reckoned | None = q.kept["ceremony"]
    return found


def _ceremony_limit(q: Inquiry, act: date) -> Reckoned | None:
    row = q.peek("CLK-CEREMONY", act)
    if row is None or (start := a_day(q.day(row["from"]))) is None:
        return None
    found = reckon(q, row, "workdays", start, act)
    if found is None:
        return None
    first = q.peek("CLK-CEREMONY", start)
    if first is not None and first["from"] != row["from"] and (other := a_day(q.day(first["from"]))) is not None:
        theirs = limit(other, first["workdays"])
        in_time = theirs is not None and act <= theirs.day
        if in_time is not found.in_time:
            found.in_time, found.notes = None, (*found.notes, "two-texts")
    return found


@judges("CLK-CEREMONY")
def ceremony_in_time(q: Inquiry) -> None:
    """In time, or late: then CLK-CEREMONY-LATE says what is needed."""
    act = act_day(q, "ceremony")
    if (row := q.row("CLK-CEREMONY", act)) is None:
        return
    if a_day(q.day(row["from"])) is None:
        q.missing(row, f"done.{row['from']}")
        return
    found = ceremony_limit(q, act)
    if found is None or found.in_time:
        return
    facts: dict[str, Any] = {"by": found.by, "workdays": found.workdays, "act": act, "start": q.day(row["from"])}
    if found.in_time is None:
        q.find(row, HUMAN, "open", notes=found.notes, **facts)
    elif q.judges("CLK-CEREMONY-LATE") or _consented(q, act):
        q.find(row, WARN, "late", notes=found.notes, **facts)
    else:
        weight = BLOCK if q.peek("CLK-CEREMONY-LATE", act) is not None else HUMAN
        q.find(row, weight, "late", notes=found.notes, **facts)


def _consented(q: Inquiry, act: date) -> bool:
    consent = a_day(q.day("late-ceremony-consent"))
    return consent is not None and consent <= act


@judges("CLK-CEREMONY-LATE")
def late_ceremony(q: Inquiry) -> None:
    """A late ceremony needs the consent of the committee directly above, given before it."""
    act = act_day(q, "ceremony")
    limits = q.peek("CLK-CEREMONY", act)
    if limits is None:
        q.row("CLK-CEREMONY-LATE", act)
        return
    found = ceremony_limit(q, act)
    if found is None:
        if not q.judges("CLK-CEREMONY"):
            q.missing(q.rows["CLK-CEREMONY-LATE"], f"done.{limits['from']}")
        return
    if found.in_time is not False or (row := q.row("CLK-CEREMONY-LATE", act)) is None:
        return
    consent = a_day(q.day("late-ceremony-consent"))
    if consent is None:
        q.find(row, BLOCK, "no-consent", notes=found.notes, by=found.by, act=act)
    elif consent > act:
        q.find(row, BLOCK, "consent-afterwards", notes=found.notes, by=found.by, act=act, consent=consent)
    else:
        q.find(row, WARN, "with-consent", notes=found.notes, by=found.by, act=act, consent=consent)


# Probation and recognition.


def probation_ends(q: Inquiry) -> date | None:
    """Give the last day of probation: twelve months from the ceremony."""
    ceremony = a_day(q.day("ceremony"))
    row = q.peek("CLK-PROBATION", q.on)
    return None if ceremony is None or row is None else add_months(ceremony, row["months"])


@judges("CLK-PROBATION")
def probation(q: Inquiry) -> None:
    """Probation runs from the ceremony, never from the decision."""
    if (row := q.row("CLK-PROBATION")) is None:
        return
    ends = probation_ends(q)
    if ends is None:
        q.missing(row, "done.ceremony")
    elif "CLK-PROBATION" in q.only:
        q.find(row, INFO, "ends", ends=ends, months=row["months"])


@judges("CLK-REVIEW")
def review_in_time(q: Inquiry) -> None:
    """The cell considers recognition in time; late is a warning only."""
    act = act_day(q, "recognition-resolution")
    if (row := q.row("CLK-REVIEW", act)) is None:
        return
    ends = probation_ends(q)
    if ends is None:
        q.missing(row, "done.ceremony")
        return
    found = reckon(q, row, "workdays", ends, act)
    if found is not None and found.in_time is not True:
        q.find(row, WARN, "late", notes=found.notes, by=found.by, workdays=found.workdays, act=act)


@judges("CLK-RECDEC")
def recognition_decided_in_time(q: Inquiry) -> None:
    """The recognition decision comes in time; late is a warning only."""
    act = act_day(q, "recognition-decision")
    if (row := q.row("CLK-RECDEC", act)) is None:
        return
    resolved = a_day(q.day("recognition-resolution"))
    if resolved is None:
        q.missing(row, "done.recognition-resolution")
        return
    found = reckon(q, row, "workdays", resolved, act)
    if found is not None and found.in_time is not True:
        more = limit(resolved, row["workdays"] + row["extension"])
        extended = more.day if more else found.by
        q.find(row, WARN, "late", notes=found.notes, by=found.by, workdays=found.workdays, act=act, extended=extended)


@judges("CLK-NOTIFY")
def cell_told(q: Inquiry) -> None:
    """The cell is told the result."""
    if (row := q.row("CLK-NOTIFY")) is not None and "CLK-NOTIFY" in q.only:
        q.find(row, INFO, "tell")


@judges("CLK-CV-MEMBER")
def member_cv(q: Inquiry) -> None:
    """The new member declares the member's CV in time; late is a warning only."""
    ceremony = a_day(q.day("ceremony"))
    declared = a_day(q.day("member-cv"))
    act = declared or q.on
    if (row := q.row("CLK-CV-MEMBER", act)) is None:
        return
    if ceremony is None:
        q.missing(row, "done.ceremony")
        return
    found = reckon(q, row, "workdays", ceremony, act)
    if found is not None and found.in_time is not True:
        q.find(row, WARN, "late", notes=found.notes, by=found.by, workdays=found.workdays, act=act)


@judges("CLK-TRANSFER")
def transfer_in_time(q: Inquiry) -> None:
    """A transfer of activity begins in time after the decision or change of residence."""
    if q.move is None or (row := q.row("CLK-TRANSFER")) is None:
        return
    if q.move.on is None:
        q.missing(row, "move.on")
        return
    found = reckon(q, row, "workdays", q.move.on, q.on)
    if found is not None and found.in_time is not True:
        q.find(row, WARN, "late", notes=found.notes, by=found.by, workdays=found.workdays)
