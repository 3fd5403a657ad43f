"""Moves: of candidates at each of the stages before admission, and of probationary members."""

from taonguon.rules.book import Row
from taonguon.rules.cases import Move
from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, WARN, Inquiry, reckon
from taonguon.rules.procedure.clocks import a_day
from taonguon.rules.registry import judges


@judges("TRF-CAND")
def candidate(q: Inquiry) -> None:
    """What holds depends on how far the dossier had come on the day of the move."""
    move = q.move
    if move is None or move.stage == "probation" or (row := q.row("TRF-CAND")) is None:
        return
    missing = [f"move.{n}" for n in ("on", "stage") if getattr(move, n) is None]
    if missing:
        q.missing(row, *missing)
    elif move.stage == "being-helped":
        q.find(row, INFO, "new-helper")
    elif "limits" in row.unknown:
        q.gap(row, "limits")
    elif move.stage == "resolved-not-sent":
        q.find(row, INFO, "letter-and-dossier")
    elif move.stage == "sent-no-decision":
        _forwarded(q, row, move)
    else:
        _decided(q, row, move)


def _forwarded(q: Inquiry, row: Row, move: Move) -> None:
    """Forwarded in time by the old committee, decided in time by the new one; late is a warning."""
    sent = a_day(q.day("dossier-forwarded"))
    received = a_day(q.day("dossier-received"))
    assert move.on is not None  # noqa: S101  # asked before
    found = reckon(q, row, "forward_workdays", move.on, sent or received or q.on)
    if found is not None and found.in_time is not True:
        reason = "forwarded-late" if sent or received else "not-forwarded"
        q.find(row, WARN, reason, notes=found.notes, by=found.by, workdays=found.workdays)
    if received is None:
        if q.step == "decision":
            q.missing(row, "done.dossier-received")
        return
    found = reckon(q, row, "decide_workdays", received, a_day(q.day("decision-issued")) or q.on)
    if found is not None and found.in_time is not True:
        q.find(row, WARN, "decided-late", notes=found.notes, by=found.by, workdays=found.workdays)


def _decided(q: Inquiry, row: Row, move: Move) -> None:
    """Decided but no ceremony yet: at the new place, and only on a decision issued soon after the move."""
    if q.step in {"ceremony", "move"} and move.ceremony_at == "old":
        q.find(row, BLOCK, "ceremony-at-old-place")
    if move.same_deciding_committee is None:
        q.missing(row, "move.same_deciding_committee")
        return
    if move.same_deciding_committee:
        q.find(row, INFO, "decision-passed-on")
    else:
        _issued_in_time(q, row, move)
    if q.step == "ceremony" and move.ceremony_at is None:
        q.missing(row, "move.ceremony_at")


def _issued_in_time(q: Inquiry, row: Row, move: Move) -> None:
    issued = a_day(q.day("decision-issued"))
    if issued is None or move.on is None:
        q.missing(row, "done.decision-issued")
        return
    found = reckon(q, row, "issued_within_workdays", move.on, issued)
    if found is None:
        return
    if found.in_time is None:
        q.find(row, HUMAN, "cancel", notes=found.notes, by=found.by, issued=issued)
    elif found.in_time:
        q.find(row, INFO, "decision-and-dossier", notes=found.notes, by=found.by)
    else:
        q.find(row, BLOCK, "cancel", notes=found.notes, by=found.by, issued=issued)


@judges("TRF-CAND-TMP")
def temporary_work(q: Inquiry) -> None:
    """A temporary cell does not vote on admission: his own cell does."""
    if q.unit.temporary is None:
        if "TRF-CAND-TMP" in q.only:
            q.missing(q.rows["TRF-CAND-TMP"], "unit.temporary")
    elif q.unit.temporary and (row := q.row("TRF-CAND-TMP")) is not None:
        q.find(row, BLOCK, "temporary-cell")


@judges("TRF-PROB")
def probationary(q: Inquiry) -> None:
    """The helper's comments travel with a probationary member who moves."""
    if q.move is None or q.move.stage not in {"probation", None} or (row := q.row("TRF-PROB")) is None:
        return
    if q.move.stage is None:
        q.missing(row, "move.stage")
        return
    at_recognition = q.step == "recognition-cell-vote"
    if a_day(q.day("helper-comments")) is None:
        told = q.day("helper-comments")
        if at_recognition and told is None:
            q.missing(row, "done.helper-comments")
        else:
            q.find(row, BLOCK if at_recognition else WARN, "no-helper-comments")
    if not at_recognition:
        q.find(row, INFO, "new-helper")


@judges("TRF-PROB-TMP")
def recognised_where(q: Inquiry) -> None:
    """The cell of official activity votes on recognition, not that of temporary activity."""
    if q.unit.temporary is None:
        q.missing(q.rows["TRF-PROB-TMP"], "unit.temporary")
    elif q.unit.temporary and (row := q.row("TRF-PROB-TMP")) is not None:
        q.find(row, BLOCK, "temporary-cell")


@judges("TRF-ABROAD")
def recognised_abroad(q: Inquiry) -> None:
    """Alone abroad: a way of its own, for people."""
    if q.unit.stands_at == "abroad" and (row := q.row("TRF-ABROAD")) is not None:
        q.find(row, HUMAN, "abroad")
