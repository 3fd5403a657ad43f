"""Verbs of a dispatch that goes out, and of what becomes of it: numbered, sent, received, answered, done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.reminders.actions import locked_draft, refuse_unfit_due
from taonguon.reminders.enums import BY_PERSON, Because, Way
from taonguon.reminders.figures import Figures, count
from taonguon.reminders.models import HEAD, Addressee, Dispatch, Letterhead, Series
from taonguon.rules.refusal import RefusedError


@transaction.atomic
def set_letterhead(
    unit: Organisation, head: dict[str, Any], last: int | None, *, actor: Any, today: date
) -> Letterhead:
    """Set the head of a unit's dispatches from now on; `last`: the last number given outside, for a series without any."""
    Organisation.objects.select_for_update(no_key=True).get(pk=unit.pk)
    row, _new = Letterhead.objects.update_or_create(unit=unit, defaults=head)
    if last is not None:
        series = _series(row, today)
        if series.dispatches.exists() and last != series.last:
            raise RefusedError(
                "last",
                _("Sổ này đã cấp đến số %(last)s; không đổi số cuối được nữa.") % {"last": series.last},
            )
        series.last = last
        series.save(update_fields=["last"])
    record(actor, "reminder.letterhead-set", row, unit=unit.pk, symbol=row.symbol, last=last)
    return row


def next_number(letterhead: Letterhead, signed: date) -> int:
    """Give the number the next dispatch would have; it is taken only when it is sent."""
    found = Series.objects.filter(unit=letterhead.unit_id, symbol=letterhead.symbol, since=_since(letterhead, signed))
    return (found.values_list("last", flat=True).first() or 0) + 1


def _since(letterhead: Letterhead, signed: date) -> date:
    term = letterhead.term_since
    return term if term is not None and term <= signed else date(signed.year, 1, 1)


def _series(letterhead: Letterhead, signed: date) -> Series:
    key: dict[str, Any] = {
        "unit_id": letterhead.unit_id,
        "symbol": letterhead.symbol,
        "since": _since(letterhead, signed),
    }
    Series.objects.get_or_create(**key)
    return Series.objects.select_for_update().get(**key)


@transaction.atomic
def send(drafts: Sequence[Dispatch], signed: date, way: Way, *, actor: Any, today: date) -> list[Dispatch]:
    """Number drafts in their order, without a gap, and record that somebody sent them: all of them or none."""
    if signed > today:
        raise RefusedError("signed_on", _("Ngày %(day)s còn ở phía trước.") % {"day": _day(signed)})
    out = []
    for one in sorted(drafts, key=lambda row: row.pk):
        row = locked_draft(one)
        head = Letterhead.objects.filter(unit=row.unit_id).first()
        if head is None or not head.signer:
            raise RefusedError("", _("Chưa có thể thức văn bản: hãy ghi nơi ban hành, ký hiệu và người ký trước."))
        if signed < row.snapshot.on:
            raise RefusedError(
                "signed_on",
                _("Ngày ký %(day)s trước ngày của số liệu %(on)s.")
                % {"day": _day(signed), "on": _day(row.snapshot.on)},
            )
        refuse_unfit_due(row.due_on, max(signed, today))
        series = _series(head, signed)
        before = series.dispatches.order_by("-number").first()
        if before is not None and before.signed_on is not None and signed < before.signed_on:
            raise RefusedError(
                "signed_on",
                _("Số %(number)s ký ngày %(day)s; số tiếp theo không ký trước ngày đó.")
                % {"number": before.reference, "day": _day(before.signed_on)},
            )
        series.last += 1
        series.save(update_fields=["last"])
        for name in HEAD:
            setattr(row, name, getattr(head, name))
        row.series, row.number, row.signed_on, row.way, row.sent_on, row.sent_by = (
            series, series.last, signed, way, today, actor,
        )  # fmt: skip
        row.save(update_fields=[*HEAD, "series", "number", "signed_on", "way", "sent_on", "sent_by"])
        record(actor, "reminder.sent", row, number=row.reference, on=signed.isoformat(), way=str(way))
        out.append(row)
    return out


@transaction.atomic
def receive(part: Addressee, *, actor: Any, today: date) -> Addressee:
    """Record that the unit has the dispatch; the first day stays."""
    row = Addressee.objects.select_for_update().get(pk=part.pk)
    if row.seen_on is None:
        row.seen_on, row.seen_by = today, actor
        row.save(update_fields=["seen_on", "seen_by"])
        record(actor, "reminder.seen", row.dispatch, unit=row.unit_id)
    return row


@transaction.atomic
def answer(part: Addressee, on: date, number: str, *, actor: Any, today: date) -> Addressee:
    """Record the unit's answer: its day and number."""
    row = Addressee.objects.select_for_update(of=("self",)).select_related("dispatch").get(pk=part.pk)
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
    row = Addressee.objects.select_for_update().get(pk=part.pk)
    if row.done_on is not None:
        raise RefusedError("", _("Việc này đã xong từ ngày %(day)s.") % {"day": _day(row.done_on)})
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
    rows = Addressee.objects.filter(done_on__isnull=True, dispatch__signed_on__isnull=False)
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
    record(actor, "reminder.done", row.dispatch, unit=row.unit_id, because=str(because))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
