"""Verbs of a dispatch that goes out, and of what becomes of it: numbered, sent, received, answered, done."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.reminders.actions import locked_draft, refuse_unfit_due
from taonguon.reminders.enums import BY_PERSON, DID, Because, Way, Withdrawn
from taonguon.reminders.figures import Figures, count
from taonguon.reminders.models import HEAD, IN_FORCE, Addressee, Dispatch, Letterhead, Series
from taonguon.reminders.words import REQUIRED, symbol_for
from taonguon.rules.refusal import RefusedError

_SYMBOL = re.compile(r"CV/[^\W_]+(?:[-.][^\W_]+)*")
_LABELS = {
    "issuer": gettext_lazy("cơ quan ban hành"), "symbol": gettext_lazy("ký hiệu"), "place": gettext_lazy("địa danh"),
    "signer_title": gettext_lazy("chức vụ người ký"), "signer": gettext_lazy("họ tên người ký"),
}  # fmt: skip


@transaction.atomic
def set_letterhead(
    unit: Organisation, head: dict[str, Any], last: int | None, *, actor: Any, today: date
) -> Letterhead:
    """Set the head of a unit's dispatches from now on; `last`: the last number given outside, for a series without any."""
    if not _SYMBOL.fullmatch(head["symbol"]):
        raise RefusedError("symbol", _("Ký hiệu viết như CV/BTCHU: CV, dấu /, rồi chữ viết tắt của cơ quan."))
    if head.get("term_since") is not None and head["term_since"] > today:
        raise RefusedError("term_since", _("Ngày %(day)s còn ở phía trước.") % {"day": _day(head["term_since"])})
    Organisation.objects.select_for_update(no_key=True).get(pk=unit.pk)
    row, _new = Letterhead.objects.update_or_create(unit=unit, defaults=head)
    if last is not None:
        series = _series(row, row.symbol, today)
        if series.dispatches.exists() and last != series.last:
            raise RefusedError(
                "last",
                _("Sổ này đã cấp đến số %(last)s; không đổi số cuối được nữa.") % {"last": series.last},
            )
        series.last = last
        series.save(update_fields=["last"])
    record(actor, "reminder.letterhead-set", row, unit=unit.pk, symbol=row.symbol, last=last)
    return row


def missing_of(head: Letterhead | None) -> list[str]:
    """Name what a head lacks without which nothing can be sent."""
    return [str(_LABELS[name]) for name in REQUIRED if head is None or not getattr(head, name)]


def next_number(letterhead: Letterhead, signed: date, *, report: bool = False) -> int:
    """Give the number the next dispatch, or report, would have; it is taken only when it is sent."""
    symbol = symbol_for(letterhead.symbol, report=report)
    found = Series.objects.filter(unit=letterhead.unit_id, symbol=symbol, since=_since(letterhead, signed))
    return (found.values_list("last", flat=True).first() or 0) + 1


def _since(letterhead: Letterhead, signed: date) -> date:
    term = letterhead.term_since
    return term if term is not None and term <= signed else date(signed.year, 1, 1)


def _series(letterhead: Letterhead, symbol: str, signed: date) -> Series:
    key: dict[str, Any] = {"unit_id": letterhead.unit_id, "symbol": symbol, "since": _since(letterhead, signed)}
    Series.objects.get_or_create(**key)
    return Series.objects.select_for_update().get(**key)


@transaction.atomic
def send(
    drafts: Sequence[Dispatch], signed: date, way: Way, *, actor: Any, today: date, number: int | None = None
) -> list[Dispatch]:
    """Number drafts in their order and record that somebody sent them: all of them or none.

    Without `number` each takes the next of its series, without a gap. With it, the first takes it and the others go on
    from it: the office's register numbers other documents too, so that may leave gaps, but never a number twice.
    """
    if signed > today:
        raise RefusedError("signed_on", _("Ngày %(day)s còn ở phía trước.") % {"day": _day(signed)})
    out: list[Dispatch] = []
    for one in sorted(drafts, key=lambda row: row.pk):
        row = locked_draft(one)
        head = Letterhead.objects.filter(unit=row.unit_id).first()
        if head is None or missing_of(head):
            what = ", ".join(missing_of(head))
            raise RefusedError("", _("Chưa gửi được: thể thức văn bản còn thiếu %(what)s.") % {"what": what})
        if signed < row.snapshot.on:
            raise RefusedError(
                "signed_on",
                _("Ngày ký %(day)s trước ngày của số liệu %(on)s.")
                % {"day": _day(signed), "on": _day(row.snapshot.on)},
            )
        if not row.report:
            refuse_unfit_due(row.due_on, max(signed, today))
        symbol = symbol_for(head.symbol, report=row.report)
        series = _series(head, symbol, signed)
        if number is not None and out and out[0].series_id != series.pk:
            raise RefusedError("number", _("Các dự thảo này thuộc nhiều sổ; hãy để trống số, hoặc gửi từng sổ."))
        taken = series.last + 1 if number is None else number + len(out)
        _refuse_unfit_number(series, taken, signed)
        series.last = max(series.last, taken)
        series.save(update_fields=["last"])
        for name in HEAD:
            setattr(row, name, getattr(head, name))
        row.series, row.number, row.symbol, row.signed_on, row.way, row.sent_on, row.sent_by = (
            series, taken, symbol, signed, way, today, actor,
        )  # fmt: skip
        row.save(update_fields=[*HEAD, "series", "number", "signed_on", "way", "sent_on", "sent_by"])
        record(actor, "reminder.sent", row, number=row.reference, on=signed.isoformat(), way=str(way))
        out.append(row)
    return out


def _refuse_unfit_number(series: Series, number: int, signed: date) -> None:
    """Refuse a number that was used, or that stands between numbers signed on other days."""
    if (used := series.dispatches.filter(number=number).first()) is not None:
        raise RefusedError(
            "number",
            _("Số %(number)s đã dùng ngày %(day)s trong sổ này.")
            % {"number": used.reference, "day": _day(used.signed_on) if used.signed_on else "–"},
        )
    standing = series.dispatches.filter(withdrawn_on__isnull=True)
    before = standing.filter(number__lt=number).order_by("-number").first()
    after = standing.filter(number__gt=number).order_by("number").first()
    if before is not None and before.signed_on is not None and signed < before.signed_on:
        raise RefusedError(
            "signed_on",
            _("Số %(number)s ký ngày %(day)s; số tiếp theo không ký trước ngày đó.")
            % {"number": before.reference, "day": _day(before.signed_on)},
        )
    if after is not None and after.signed_on is not None and signed > after.signed_on:
        raise RefusedError(
            "number",
            _("Số %(number)s ký ngày %(day)s; số nhỏ hơn không ký sau ngày đó.")
            % {"number": after.reference, "day": _day(after.signed_on)},
        )


@transaction.atomic
def withdraw(dispatch: Dispatch, because: Withdrawn, *, actor: Any, today: date) -> Dispatch:
    """Take back a dispatch that was recorded as sent. It stays with its number, and asks for nothing any more."""
    row = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    if row.signed_on is None:
        raise RefusedError("", _("Dự thảo chưa gửi thì không thu hồi; hãy bỏ dự thảo."))
    if row.withdrawn_on is not None:
        raise RefusedError("", _("Văn bản này đã thu hồi ngày %(day)s.") % {"day": _day(row.withdrawn_on)})
    row.withdrawn_on, row.withdrawn_because, row.withdrawn_by = today, because, actor
    row.save(update_fields=["withdrawn_on", "withdrawn_because", "withdrawn_by"])
    record(actor, "reminder.withdrawn", row, number=row.reference, because=str(because))
    return row


def _locked(part: Addressee) -> Addressee:
    """Lock what a unit was sent; refused where it was taken back meanwhile."""
    Dispatch.objects.select_for_update(no_key=True).get(pk=part.dispatch_id)
    row = Addressee.objects.select_for_update(of=("self",)).select_related("dispatch").get(pk=part.pk)
    if row.dispatch.withdrawn_on is not None:
        raise RefusedError("", _("Văn bản này đã thu hồi ngày %(day)s.") % {"day": _day(row.dispatch.withdrawn_on)})
    return row


@transaction.atomic
def receive(part: Addressee, *, actor: Any, today: date) -> Addressee:
    """Record that the unit has the dispatch; the first day stays."""
    row = _locked(part)
    if row.seen_on is None:
        row.seen_on, row.seen_by = today, actor
        row.save(update_fields=["seen_on", "seen_by"])
        record(actor, "reminder.seen", row.dispatch, unit=row.unit_id)
    return row


@transaction.atomic
def answer(part: Addressee, on: date, number: str, *, actor: Any, today: date) -> Addressee:
    """Record the unit's answer: its day and number."""
    row = _locked(part)
    signed = row.dispatch.signed_on
    if row.answered_on is not None:
        raise RefusedError("", _("Đã ghi trả lời ngày %(day)s.") % {"day": _day(row.answered_on)})
    if not number.strip():
        raise RefusedError("number", _("Hãy ghi số của văn bản trả lời."))
    if signed is None or not signed <= on <= today:
        raise RefusedError(
            "on",
            _("Ngày trả lời %(day)s phải từ ngày ký %(signed)s đến hôm nay.")
            % {"day": _day(on), "signed": _day(signed) if signed else "–"},
        )
    row.answered_on, row.answer_number, row.answered_by = on, number.strip(), actor
    if row.seen_on is None:
        row.seen_on, row.seen_by = on, actor
    row.save(update_fields=["answered_on", "answer_number", "answered_by", "seen_on", "seen_by"])
    record(actor, "reminder.answered", row.dispatch, unit=row.unit_id, on=on.isoformat(), number=row.answer_number)
    return row


@transaction.atomic
def close(part: Addressee, because: Because, *, actor: Any, today: date) -> Addressee:
    """Ask nothing more of the unit by this reminder, by a person's word and for a reason of the closed list."""
    if because not in BY_PERSON:
        raise RefusedError("because", _("Hãy chọn một lý do."))
    row = _locked(part)
    if row.done_on is not None:
        raise RefusedError("", _("Việc này đã kết thúc ngày %(day)s.") % {"day": _day(row.done_on)})
    _done(row, because, actor, today)
    return row


def reached(part: Addressee, figures: Figures, told: Sequence[Addressee] = ()) -> bool:
    """Say whether figures show nothing more of what a reminder asked for; `told`: what an escalation tells of.

    A unit that is not there any more has nothing left to do here.
    """
    for about in told or (part,):
        now = figures.of(about.unit_id)
        if now is not None and set(about.matters) & set(part.matters) & set(now.matters):
            return False
    return True


def note_reached(units: Sequence[int] | None, *, actor: Any, today: date) -> int:
    """Record the reminders that the figures of today show as done, of some issuers or of all; give how many."""
    rows = Addressee.objects.filter(IN_FORCE, done_on__isnull=True)
    if units is not None:
        rows = rows.filter(dispatch__unit__in=units)
    done = 0
    for issuer in sorted(set(rows.values_list("dispatch__unit", flat=True))):
        figures = count(issuer, today)
        with transaction.atomic():
            waiting = rows.filter(dispatch__unit=issuer).select_for_update(of=("self",))
            waiting = waiting.select_related("dispatch").prefetch_related("dispatch__earlier").order_by("pk")
            for part in waiting:
                if reached(part, figures, list(part.dispatch.earlier.all())):
                    _done(part, Because.REACHED, actor, today)
                    done += 1
    return done


def _done(row: Addressee, because: Because, actor: Any, today: date) -> None:
    row.done_on, row.because, row.done_by = today, because, actor
    row.save(update_fields=["done_on", "because", "done_by"])
    record(
        actor,
        "reminder.done" if because in DID else "reminder.left",
        row.dispatch,
        unit=row.unit_id,
        because=str(because),
    )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
