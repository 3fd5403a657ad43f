"""Verbs about reminders: the machine drafts, a person sends. Nothing is sent by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.orgs.queries import map_on
from taonguon.reminders.enums import ASKS_OF, PROPOSED, Ask, Kind, Matter
from taonguon.reminders.figures import Figures, UnitFigures, count, digest_of, text_of
from taonguon.reminders.models import Addressee, Dispatch, Snapshot
from taonguon.reminders.repeated import in_drafts, next_level, not_yet_asked, repeated, running
from taonguon.reminders.words import committee, leadership
from taonguon.rules.refusal import RefusedError
from taonguon.rules.workdays import workday_from

USUAL_DAYS = 10
"""Days a unit has, where nobody says otherwise."""


def usual_due(day: date) -> date:
    """Give the usual last day of what is written on a day: in ten days, or on the next working day after that."""
    return workday_from(day + timedelta(days=USUAL_DAYS))


def freeze(unit: Organisation, on: date, *, actor: Any) -> tuple[Snapshot, Figures]:
    """Count the figures of the units below a unit as of a day, and keep them as they are."""
    figures = count(unit.pk, on)
    text = text_of(figures)
    kept = Snapshot.objects.create(unit=unit, on=on, taken_by=actor, content=text, digest=digest_of(text))
    return kept, figures


@transaction.atomic
def draft(
    unit: Organisation, picked: Iterable[int], on: date, *, together: bool, actor: Any, today: date
) -> list[Dispatch]:
    """Draft reminders to some units below: one to all of them together, or one to each. Figures are as of a day."""
    _lock(unit)
    _refuse_later("", on, today)
    wanted = set(picked)
    if not wanted:
        raise RefusedError("", _("Hãy chọn ít nhất một đơn vị."))
    snapshot, figures = freeze(unit, on, actor=actor)
    found = [one for one in figures.with_something_to_do if one.pk in wanted]
    if len(found) != len(wanted):
        raise RefusedError("", _("Số liệu vừa thay đổi: có đơn vị đã chọn không còn việc phải đôn đốc; hãy xem lại."))
    _refuse_drafted_twice(unit, wanted)
    left = _not_yet_asked(unit, found, today)
    groups = [found] if together else [[one] for one in found]
    made = []
    for group in groups:
        matters = [matter for matter in Matter if any(matter in left[one.pk] for one in group)]
        row = Dispatch.objects.create(
            unit=unit, snapshot=snapshot, kind=Kind.SINGLE if len(group) == 1 else Kind.CIRCULAR,
            asks=[str(ask) for ask in (*(ASKS_OF[m] for m in matters), Ask.ANSWER)],
            due_on=usual_due(today), drafted_on=today, drafted_by=actor,
        )  # fmt: skip
        Addressee.objects.bulk_create(
            Addressee(dispatch=row, unit_id=one.pk, name=committee(one.name), matters=[str(m) for m in left[one.pk]])
            for one in group
        )
        made.append(row)
        _recorded(row, "reminder.drafted", actor, figures=snapshot.digest, units=[one.pk for one in group])
    return made


@transaction.atomic
def escalate(unit: Organisation, picked: Iterable[int], *, actor: Any, today: date) -> Dispatch:
    """Draft a report to the next level up about units that were reminded twice of the same and have not done it."""
    _lock(unit)
    snapshot, figures = freeze(unit, today, actor=actor)
    wanted = set(picked)
    again = [one for one in repeated(unit.pk, figures, today) if one.figures.pk in wanted]
    if not again or len(again) != len(wanted):
        raise RefusedError("", _("Có đơn vị đã chọn không còn trong danh sách đề nghị báo cáo; hãy xem lại."))
    above = next_level(unit.pk, map_on(today))
    name = leadership(above.name) if above.pk == unit.pk else committee(above.name)
    row = Dispatch.objects.create(
        unit=unit,
        snapshot=snapshot,
        kind=Kind.ESCALATION,
        asks=[str(ask) for ask in PROPOSED],
        drafted_on=today,
        drafted_by=actor,
    )
    matters = [str(matter) for matter in Matter if any(matter in one.matters for one in again)]
    Addressee.objects.create(dispatch=row, unit_id=above.pk, name=name, matters=matters)
    row.earlier.set([part for one in again for part in one.parts])
    _recorded(row, "reminder.drafted", actor, figures=snapshot.digest, about=[one.figures.pk for one in again])
    return row


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person changes of a draft."""

    asks: Sequence[str]
    due_on: date | None
    """None of a report."""


@transaction.atomic
def change(dispatch: Dispatch, wish: Wish, *, actor: Any, today: date) -> Dispatch:
    """Change what a draft asks for and until when."""
    row = locked_draft(dispatch)
    asks = [str(ask) for ask in Ask if ask in set(wish.asks)]
    if not asks:
        raise RefusedError("asks", _("Hãy chọn ít nhất một yêu cầu."))
    if not row.report:
        refuse_unfit_due(wish.due_on, today)
    if (row.asks, row.due_on) != (asks, wish.due_on):
        row.asks, row.due_on = asks, wish.due_on
        row.save(update_fields=["asks", "due_on"])
        _recorded(row, "reminder.changed", actor, asks=asks, due=wish.due_on and wish.due_on.isoformat())
    return row


@transaction.atomic
def drop(dispatch: Dispatch, *, actor: Any) -> None:
    """Drop a draft; the figures it rested on stay."""
    row = locked_draft(dispatch)
    _recorded(row, "reminder.dropped", actor, unit=row.unit_id)
    row.delete()


def refuse_unfit_due(due: date | None, signed: date) -> None:
    """Refuse a last day that is not told, is not after the day of signing, or is no working day."""
    if due is None:
        raise RefusedError("due_on", _("Hãy ghi ngày chậm nhất."))
    if due <= signed:
        raise RefusedError(
            "due_on",
            _("Hạn %(due)s không sau ngày %(day)s; cần một ngày sau đó.") % {"due": _day(due), "day": _day(signed)},
        )
    if (fit := workday_from(due)) != due:
        raise RefusedError(
            "due_on",
            _("Ngày %(due)s là ngày nghỉ; ngày làm việc tiếp theo là %(fit)s.") % {"due": _day(due), "fit": _day(fit)},
        )


def locked_draft(dispatch: Dispatch) -> Dispatch:
    """Lock a draft; refused where somebody sent or dropped it meanwhile."""
    rows: QuerySet[Dispatch] = Dispatch.objects.select_for_update(of=("self",)).select_related("snapshot")
    row = rows.filter(pk=dispatch.pk, signed_on__isnull=True).first()
    if row is None:
        raise RefusedError("", _("Dự thảo này đã được gửi hoặc đã bỏ; hãy mở lại trang."))
    return row


def _lock(unit: Organisation) -> None:
    # Rows that refer to the unit may still be written meanwhile: only another draft of it waits.
    Organisation.objects.select_for_update(no_key=True).get(pk=unit.pk)


def _refuse_drafted_twice(unit: Organisation, wanted: set[int]) -> None:
    found = in_drafts(unit.pk, wanted)
    if found:
        names = ", ".join(part.name for part in sorted(found.values(), key=lambda part: part.pk))
        raise RefusedError(
            "", _("Đã có trong dự thảo: %(units)s; hãy gửi hoặc bỏ dự thảo đó trước.") % {"units": names}
        )


def _not_yet_asked(unit: Organisation, found: Sequence[UnitFigures], today: date) -> dict[int, tuple[Matter, ...]]:
    """Give what each unit is to be reminded of now; refused where a running reminder asks for all of it already."""
    going = running(unit.pk, today)
    left = {one.pk: not_yet_asked(one, going.get(one.pk, ())) for one in found}
    asked = [one for one in found if not left[one.pk]]
    if asked:
        said = "; ".join(
            f"{committee(one.name)} ({', '.join(asked_in(part) for part in going[one.pk])})" for one in asked
        )
        raise RefusedError(
            "",
            _("Đã đôn đốc việc này, chưa đến hạn: %(units)s. Nếu cần gửi lại, hãy thu hồi hoặc thôi đôn đốc văn bản đó trước.")
            % {"units": said},
        )  # fmt: skip
    return left


def asked_in(part: Addressee) -> str:
    """Name the reminder a unit has: its number and its last day."""
    row = part.dispatch
    return _("số %(number)s, hạn %(due)s") % {"number": row.reference, "due": _day(row.due_on) if row.due_on else "–"}


def _refuse_later(field: str, on: date, today: date) -> None:
    if on > today:
        raise RefusedError(field, _("Ngày %(day)s còn ở phía trước.") % {"day": _day(on)})


def _recorded(row: Dispatch, verb: str, actor: Any, **data: Any) -> None:
    record(actor, verb, row, **data)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
