"""Verbs of the board's desk: a dossier comes, is asked about, goes back. A line is corrected by a new one only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.actions import bundle_of, correct_act, locked, record_act, refuse_closed, refuse_future
from taonguon.admissions.desk import MisplacedError, dossiers_of
from taonguon.admissions.desk_enums import HandOverKind, Matter, ReturnReason
from taonguon.admissions.desk_models import HandOver
from taonguon.admissions.enums import PaperState
from taonguon.admissions.facts import Bundle
from taonguon.admissions.models import Act, Candidacy, Paper
from taonguon.admissions.papers import forms_of
from taonguon.admissions.settling import settle
from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.rules.refusal import RefusedError


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says besides its kind and day."""

    unit: Organisation | None = None
    forms: tuple[str, ...] = ()
    until: date | None = None
    because: ReturnReason | None = None
    reason: str = ""
    """Why it is put before the standing committee before everything is there."""


NOTHING_MORE = Line()


@transaction.atomic
def hand_over(
    candidacy: Candidacy, kind: HandOverKind, on: date, line: Line = NOTHING_MORE, *, actor: Any, today: date
) -> HandOver:
    """Write a line of the register.

    A receipt records that the dossier was sent, and papers asked for stand "to redo" until they come.
    """
    row = locked(candidacy)
    refuse_closed(row)
    refuse_future("on", on, today)
    bundle = bundle_of(row, on)
    made = HandOver(
        candidacy=row,
        kind=kind,
        on=on,
        matter=_matter(bundle, on),
        unit=line.unit,
        forms=list(line.forms),
        until=line.until,
        because=line.because or "",
        reason=line.reason.strip(),
        recorded_by=actor,
    )
    _refuse_incomplete(made)
    standing = list(HandOver.objects.filter(candidacy=row, standing=True))
    made.save()
    _refuse_misplaced([*standing, made])
    _refuse_hasty(made, standing)
    key = _act_key(bundle, made)
    if key and key not in bundle.acts:
        made.act = record_act(row, key, on, actor=actor, today=today)
        made.save(update_fields=["act"])
    _mark_papers(row, made)
    record(actor, "hand-over.recorded", row, line=made.pk, kind=str(kind), on=on.isoformat(), forms=made.forms)
    settle(row, today)
    return made


def _matter(bundle: Bundle, on: date) -> Matter:
    """From the ceremony on a dossier is about recognition."""
    held = bundle.acts.get("ceremony")
    return Matter.ADMISSION if held is None or (held.on is not None and on < held.on) else Matter.RECOGNITION


def _refuse_incomplete(line: HandOver) -> None:
    """Refuse a line that lacks what its kind asks for, or names papers that are not of its dossier."""
    if line.kind in {HandOverKind.ASKED, HandOverKind.SUPPLEMENTED}:
        if not line.forms:
            raise RefusedError("papers", _("Hãy chọn ít nhất một giấy tờ."))
        if not set(line.forms) <= set(forms_of(line.matter)):
            raise RefusedError("papers", _("Có giấy tờ không thuộc hồ sơ này."))
    if line.kind == HandOverKind.ASKED and line.until is None:
        raise RefusedError("until", _("Hãy ghi hạn bổ sung."))
    if line.until is not None and line.until <= line.on:
        raise RefusedError(
            "until",
            _("Hạn bổ sung %(until)s không sau ngày yêu cầu %(on)s.")
            % {"until": f"{line.until:%d/%m/%Y}", "on": f"{line.on:%d/%m/%Y}"},
        )
    if line.kind == HandOverKind.RETURNED and not line.because:
        raise RefusedError("because", _("Hãy chọn lý do trả lại."))
    if line.kind == HandOverKind.RECEIVED and line.unit is None:
        raise RefusedError("unit", _("Hãy chọn đơn vị nộp hồ sơ."))


def _refuse_misplaced(lines: Sequence[HandOver]) -> None:
    """Refuse what would leave a line that cannot follow on those before it."""
    try:
        dossiers_of(lines)
    except MisplacedError as misplaced:
        line = misplaced.line
        about = {"kind": HandOverKind(line.kind).label, "day": f"{line.on:%d/%m/%Y}"}
        field, sentence = {
            "out": ("on", _("%(kind)s ngày %(day)s: lúc đó hồ sơ không có ở ban tổ chức.")),
            "twice": ("on", _("%(kind)s ngày %(day)s đã được ghi.")),
            "in": ("on", _("%(kind)s ngày %(day)s: lúc đó hồ sơ đã ở ban tổ chức.")),
            "forms": (
                "papers",
                _("%(kind)s ngày %(day)s: giấy tờ không khớp với những gì đang được yêu cầu bổ sung lúc đó."),
            ),
        }[misplaced.why]
        raise RefusedError(field, sentence % about) from None


def _refuse_hasty(line: HandOver, before: Sequence[HandOver]) -> None:
    """Ask for a reason where a dossier goes up while papers are outstanding, or before it was appraised."""
    if line.kind != HandOverKind.SUBMITTED or line.reason:
        return
    there = dossiers_of(one for one in before if one.on <= line.on)[-1]
    if there.waiting:
        raise RefusedError("reason", _("Còn giấy tờ đang chờ bổ sung; hãy ghi lý do vì sao vẫn trình."))
    if there.appraised is None:
        raise RefusedError("reason", _("Chưa ghi thẩm định xong; hãy ghi lý do vì sao vẫn trình."))


def _act_key(bundle: Bundle, line: HandOver) -> str:
    """Give the act that a line tells of: "" where it tells of none.

    Of a dossier that followed its person to another deciding committee the rules ask when it was sent on and
    when it came; any other receipt is what the unit calls sending the dossier.
    """
    if line.matter != Matter.ADMISSION:
        return ""
    if line.kind == HandOverKind.RECEIVED:
        moves = [handling for handling in bundle.handlings if handling.stage]
        followed = bool(moves) and moves[-1].stage == "sent-no-decision" and not moves[-1].same_deciding_committee
        return "dossier-received" if followed else "dossier-sent"
    return "dossier-forwarded" if line.because == ReturnReason.MOVED else ""


def _mark_papers(row: Candidacy, line: HandOver) -> None:
    """Papers asked for are to be redone; the clerk who takes them in says that they are there."""
    if line.kind == HandOverKind.ASKED:
        values: dict[str, Any] = {"state": PaperState.REDO}
    elif line.kind == HandOverKind.SUPPLEMENTED:
        values = {"state": PaperState.HAS, "received_on": line.on}
    else:
        return
    for form in line.forms:
        Paper.objects.update_or_create(candidacy=row, form=form, defaults=values)


@dataclass(frozen=True, slots=True)
class Put:
    """How a line should have read. No day: it was not so."""

    on: date | None
    reason: str
    until: date | None = None


@transaction.atomic
def correct_hand_over(line: HandOver, put: Put, *, actor: Any, today: date) -> HandOver:
    """Put a line right by a new one; the old one stays to be seen. The act it recorded goes along."""
    row = locked(line.candidacy)
    refuse_closed(row)
    was = HandOver.objects.select_for_update(of=("self",)).select_related("act").get(pk=line.pk)
    if not was.standing:
        raise RefusedError("", _("Dòng này đã được sửa trước đó; hãy mở lại trang để xem bản mới nhất."))
    if not put.reason.strip():
        raise RefusedError("reason", _("Hãy ghi lý do sửa."))
    if put.on is not None:
        refuse_future("on", put.on, today)
    made = HandOver(
        candidacy=row, kind=was.kind, on=put.on or was.on, matter=was.matter, unit_id=was.unit_id, forms=was.forms,
        until=(put.until or was.until) if was.until is not None else None, because=was.because,
        reason=put.reason.strip(), standing=put.on is not None, corrects_id=was.place, recorded_by=actor,
    )  # fmt: skip
    _refuse_incomplete(made)
    HandOver.objects.filter(pk=was.pk).update(standing=False)
    others = HandOver.objects.filter(candidacy=row, standing=True).exclude(pk=was.pk)
    _refuse_misplaced([*others, made] if made.standing else list(others))
    if was.kind == HandOverKind.SUPPLEMENTED:
        came = Paper.objects.filter(candidacy=row, form__in=was.forms, state=PaperState.HAS, received_on=was.on)
        came.update(received_on=put.on, state=PaperState.HAS if put.on is not None else PaperState.REDO)
    made.save()
    made.act = _corrected_act(was.act, was.on, put, actor=actor, today=today)
    made.save(update_fields=["act"])
    now = {"on": _iso(put.on), "until": _iso(made.until)}
    record(
        actor, "hand-over.corrected", row, line=made.pk, kind=was.kind,
        was={"on": _iso(was.on), "until": _iso(was.until)}, now=now,
    )  # fmt: skip
    settle(row, today)
    return made


def _corrected_act(act: Act | None, day: date, put: Put, *, actor: Any, today: date) -> Act | None:
    """Correct the act a line recorded, unless people have put it right themselves."""
    if act is None or not act.standing or act.on != day or put.on == day:
        return act
    return correct_act(act, put.on, put.reason, actor=actor, today=today)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
