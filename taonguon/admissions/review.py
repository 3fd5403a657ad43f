"""Verbs of the monthly review: a cell goes through its list by a resolution, and the committee above looks at that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.actions import close_candidacy, refuse_future, refuse_other_than_cells
from taonguon.admissions.enums import Closed
from taonguon.admissions.models import Candidacy, Handling
from taonguon.admissions.review_enums import NotNow, Outcome, Remark, RoundState
from taonguon.admissions.review_models import Round, RoundLine, Suggestion
from taonguon.admissions.rounds import list_of, month_of, suggested_to
from taonguon.admissions.suggestions import set_aside, take_up
from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.rules.dates import add_months
from taonguon.rules.refusal import RefusedError


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a cell resolved: of each case on its list, and of each suggestion that waits for it, by their ids."""

    on: date
    number: str = ""
    kept: frozenset[int] = frozenset()
    off: Mapping[int, Closed] = field(default_factory=dict)
    listed: frozenset[int] = frozenset()
    aside: Mapping[int, NotNow] = field(default_factory=dict)
    later: frozenset[int] = frozenset()
    """Suggestions left for the next month."""
    nobody_new: bool = False


@transaction.atomic
def record_round(cell: Organisation, said: Reviewed, *, actor: Any, today: date) -> Round:
    """Record a cell's review of its list as one act: who is kept, taken off, newly listed, or nobody new.

    Of two who review one month at once the second is told, and so is one who did not see the list as it now stands.
    """
    # Rows that refer to the cell may still be written meanwhile: only another review of it waits.
    Organisation.objects.select_for_update(no_key=True).get(pk=cell.pk)
    refuse_other_than_cells(cell, today)
    refuse_future("on", said.on, today)
    _refuse_months_gone(cell, said.on, today)
    cases = {case.pk: case for case in list_of(cell.pk).select_related("person")}
    waiting = {row.pk: row for row in suggested_to(cell.pk)}
    if {*said.kept, *said.off} != set(cases) or {*said.listed, *said.aside, *said.later} != set(waiting):
        raise RefusedError("", _("Danh sách vừa có thay đổi; trang đã lấy lại danh sách mới, hãy xem lại rồi ghi."))
    handled = dict(
        Handling.objects.filter(candidacy__in=cases, until__isnull=True).values_list("candidacy_id", "since")
    )
    _refuse_taken_off_before_listed(said, cases, handled)
    lines = {pk: _outcome(handled.get(pk), said.on) for pk in said.kept}
    for pk, because in said.off.items():
        close_candidacy(cases[pk], because, said.on, actor=actor, today=today)
        lines[pk] = Outcome.TAKEN_OFF
    lines |= _decide(said, waiting, actor, today)
    return _keep(cell, said, {pk: found for pk, found in lines.items() if found is not None}, actor)


def _refuse_months_gone(cell: Organisation, on: date, today: date) -> None:
    """Refuse what would fill a month afterwards: a month without a review stays one."""
    month, first = month_of(on), add_months(month_of(today), -1)
    if month < first:
        raise RefusedError(
            "on",
            _("Tháng %(month)s đã qua, không ghi bù; chỉ ghi kỳ rà soát có nghị quyết từ %(first)s.")
            % {"month": f"{month:%m/%Y}", "first": f"{first:%d/%m/%Y}"},
        )
    last = Round.objects.exclude(state=RoundState.RETURNED).filter(cell=cell).order_by("-month").first()
    if last is not None and last.month >= month:
        raise RefusedError(
            "" if last.month == month else "on",
            _("Kỳ rà soát tháng %(month)s của chi bộ đã được ghi, nghị quyết ngày %(day)s.")
            % {"month": f"{last.month:%m/%Y}", "day": f"{last.resolved_on:%d/%m/%Y}"},
        )


def _refuse_taken_off_before_listed(
    said: Reviewed, cases: Mapping[int, Candidacy], handled: Mapping[int, date | None]
) -> None:
    for pk in said.off:
        since = handled.get(pk)
        if since is not None and since > said.on:
            raise RefusedError(
                f"case-{pk}",
                _("%(name)s vào danh sách ngày %(since)s, sau ngày nghị quyết.")
                % {"name": cases[pk].person.name, "since": f"{since:%d/%m/%Y}"},
            )


def _outcome(since: date | None, on: date) -> Outcome | None:
    """Say whether a case kept on the list came to it this month; None where it came after the resolution."""
    if since is not None and since > on:
        return None
    return Outcome.LISTED if since is not None and since >= month_of(on) else Outcome.KEPT


def _decide(said: Reviewed, waiting: Mapping[int, Suggestion], actor: Any, today: date) -> dict[int, Outcome | None]:
    made: dict[int, Outcome | None] = {}
    for pk in sorted(said.listed):
        case = take_up(waiting[pk], said.on, actor=actor, today=today, number=said.number)
        made[case.pk] = Outcome.LISTED
    for pk, because in said.aside.items():
        set_aside(waiting[pk], because, said.on, actor=actor, today=today)
    return made


def _keep(cell: Organisation, said: Reviewed, lines: Mapping[int, Outcome], actor: Any) -> Round:
    outcomes = list(lines.values())
    listed = outcomes.count(Outcome.LISTED)
    if said.nobody_new == bool(listed):
        sentence = (
            _("Có %(count)s người mới trong tháng; hãy bỏ đánh dấu “không có người mới”.") % {"count": listed}
            if listed
            else _("Chưa có người mới nào; hãy đánh dấu “không có người mới” nếu chi bộ đã xem xét.")
        )
        raise RefusedError("nobody_new", sentence)
    made = Round.objects.create(
        cell=cell, month=month_of(said.on), resolved_on=said.on, number=said.number.strip(),
        nobody_new=said.nobody_new, kept=outcomes.count(Outcome.KEPT), listed=listed,
        taken_off=outcomes.count(Outcome.TAKEN_OFF), set_aside=len(said.aside), recorded_by=actor,
    )  # fmt: skip
    RoundLine.objects.bulk_create(RoundLine(round=made, candidacy_id=pk, outcome=out) for pk, out in lines.items())
    record(
        actor, "review.recorded", made, cell=cell.pk, on=said.on.isoformat(), kept=made.kept, listed=listed,
        taken_off=made.taken_off, set_aside=made.set_aside,
    )  # fmt: skip
    return made


# What the committee says of it.


@transaction.atomic
def agree(found: Round, on: date, *, actor: Any, today: date) -> Round:
    """Record that the committee reviewed a cell's round and agrees."""
    row = _unanswered(found, on, today)
    _answer(row, RoundState.AGREED, on, actor)
    record(actor, "review.agreed", row, cell=row.cell_id, month=row.month.isoformat(), on=on.isoformat())
    return row


@transaction.atomic
def give_back(found: Round, remark: Remark, on: date, *, actor: Any, today: date) -> Round:
    """Give a cell's round back with a remark of the closed list: the cell reviews again, what it resolved stands."""
    row = _unanswered(found, on, today)
    row.remark = remark
    _answer(row, RoundState.RETURNED, on, actor)
    record(
        actor, "review.returned", row, cell=row.cell_id, month=row.month.isoformat(), on=on.isoformat(),
        remark=str(remark),
    )  # fmt: skip
    return row


def _unanswered(found: Round, on: date, today: date) -> Round:
    """Lock a round before it is answered: of two who act at once one waits, and is told."""
    row = Round.objects.select_for_update().get(pk=found.pk)
    if row.answered_on is not None:
        raise RefusedError(
            "",
            _("Kỳ rà soát này đã được xem xét ngày %(day)s: %(state)s.")
            % {"day": f"{row.answered_on:%d/%m/%Y}", "state": row.get_state_display()},
        )
    refuse_future("on", on, today)
    if on < row.resolved_on:
        raise RefusedError(
            "on",
            _("Ngày %(day)s trước ngày nghị quyết của chi bộ %(resolved)s.")
            % {"day": f"{on:%d/%m/%Y}", "resolved": f"{row.resolved_on:%d/%m/%Y}"},
        )
    return row


def _answer(row: Round, state: RoundState, on: date, actor: Any) -> None:
    row.state, row.answered_on, row.answered_by = state, on, actor
    row.save(update_fields=["state", "answered_on", "answered_by", "remark"])
