"""Readmission: how long to wait, who never, once only, with whose consent."""

from datetime import date

from taonguon.rules.book import Row
from taonguon.rules.cases import Former
from taonguon.rules.dates import add_months
from taonguon.rules.inquiry import BLOCK, HUMAN, WARN, Inquiry
from taonguon.rules.procedure.clocks import a_day
from taonguon.rules.procedure.eligibility import CONSENT
from taonguon.rules.registry import judges


def readmission_from(former: Former, left: date, row: Row) -> date | None:
    """Give the first day of readmission by a text: months since leaving, and since expunging; None where not known."""
    first = add_months(left, row["months"])
    if former.because == "less-serious-conviction":
        if former.conviction_expunged_on is None or "months_expunged" in row.unknown:
            return None
        first = max(first, add_months(former.conviction_expunged_on, row["months_expunged"]))
    return first


def _applied_on(q: Inquiry) -> date:
    """Give the day by which the waiting is judged: that of the application, else the day asked about."""
    return a_day(q.day("application")) or q.on


@judges("READM-WAIT")
def waited(q: Inquiry) -> None:
    """So many months since leaving; after a less serious crime also since the conviction was expunged."""
    former = q.case.former_membership
    if former is None:
        _first_admission(q, "READM-WAIT")
        return
    day = _applied_on(q)
    if (row := q.row("READM-WAIT", day)) is None:
        return
    convicted = former.because == "less-serious-conviction"
    if convicted and not q.known(row, "months_expunged"):
        return
    missing = ["former_membership.left_on"] if former.left_on is None else []
    if convicted and former.conviction_expunged_on is None:
        missing.append("former_membership.conviction_expunged_on")
    if missing or former.left_on is None:
        q.missing(row, *missing)
        return
    first = readmission_from(former, former.left_on, row)
    if first is not None and day < first:
        q.find(row, BLOCK, "too-soon", left=former.left_on, months=row["months"], may_from=first, on=day)


def _first_admission(q: Inquiry, rule: str) -> None:
    """Without an earlier membership the rule does not apply; asked about a readmission, the fact is missing."""
    if q.step == "readmission":
        q.missing(q.rows[rule], "former_membership")


@judges("READM-NEVER")
def never(q: Inquiry) -> None:
    """Some ways of leaving bar for ever; for others the reason behind them decides."""
    former = q.case.former_membership
    if former is None:
        _first_admission(q, "READM-NEVER")
        return
    if (row := q.row("READM-NEVER", _applied_on(q))) is None:
        return
    if former.because is None:
        q.missing(row, "former_membership.because")
    elif former.because in row["never"]:
        q.find(row, BLOCK, "never", because=former.because)
    elif former.because in {"struck-off", "expelled"}:
        q.find(row, HUMAN, "reason-behind", because=former.because)


@judges("READM-ONCE")
def once(q: Inquiry) -> None:
    """Once only."""
    former = q.case.former_membership
    if former is None:
        _first_admission(q, "READM-ONCE")
        return
    if (row := q.row("READM-ONCE", _applied_on(q))) is None:
        return
    if former.times_readmitted is None:
        q.missing(row, "former_membership.times_readmitted")
    elif former.times_readmitted >= row["times"]:
        q.find(row, BLOCK, "again", times=former.times_readmitted)


@judges("READM-AUTH")
def agreed(q: Inquiry) -> None:
    """The provincial standing committee agrees in writing before the decision."""
    if q.case.former_membership is None:
        _first_admission(q, "READM-AUTH")
        return
    if (row := q.row("READM-AUTH")) is None:
        return
    consents = q.person.consents
    if consents is not None and CONSENT in consents:
        return
    if q.step != "decision":
        q.find(row, WARN, "consent-to-come")
    elif consents is None:
        q.missing(row, "person.consents")
    else:
        q.find(row, BLOCK, "consent-missing")
