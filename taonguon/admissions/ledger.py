"""Verbs about what is told of a case: the yes/no facts that rules ask for, and the lines of its papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.actions import locked, refuse_closed, refuse_future
from taonguon.admissions.enums import PaperState
from taonguon.admissions.models import Candidacy, Paper
from taonguon.admissions.settling import settle
from taonguon.audit.actions import record
from taonguon.rules.casefile import CaseError, read_facts
from taonguon.rules.refusal import RefusedError


@transaction.atomic
def set_facts(candidacy: Candidacy, tables: Mapping[str, Mapping[str, Any]], *, actor: Any, today: date) -> Candidacy:
    """Set the yes/no facts that rules ask for; every value is checked as in a case file."""
    row = locked(candidacy)
    refuse_closed(row)
    kept: dict[str, dict[str, Any]] = {}
    for name, table in tables.items():
        given = {key: _plain(value) for key, value in table.items() if value is not None}
        try:
            read_facts(name, given)
        except CaseError as error:
            raise RefusedError(error.key, _("%(key)s: giá trị không dùng được.") % {"key": error.key}) from None
        if given:
            kept[name] = given
    was = row.facts
    if kept == was:
        return row
    row.facts = kept
    row.save(update_fields=["facts"])
    record(actor, "facts.set", row, was=was, now=kept)
    settle(row, today)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class PaperLine:
    """What the ledger is to say of a paper."""

    state: PaperState
    made_on: date | None = None
    received_on: date | None = None
    kept_at: str = ""
    checked_by: str = ""
    checked_on: date | None = None


@transaction.atomic
def set_paper(candidacy: Candidacy, form: str, line: PaperLine, *, actor: Any, today: date) -> Paper:
    """Set the ledger's line of one paper: has or has not, where kept, who checked it when."""
    row = locked(candidacy)
    refuse_closed(row)
    values = {
        "state": line.state, "made_on": line.made_on, "received_on": line.received_on,
        "kept_at": line.kept_at.strip(), "checked_by": line.checked_by.strip(), "checked_on": line.checked_on,
    }  # fmt: skip
    for name, day in (("made_on", line.made_on), ("received_on", line.received_on), ("checked_on", line.checked_on)):
        if day is not None:
            refuse_future(name, day, today)
    if (known := Paper.objects.filter(candidacy=row, form=form, **values).first()) is not None:
        return known
    paper, _made = Paper.objects.update_or_create(candidacy=row, form=form, defaults=values)
    record(actor, "paper.set", row, form=form, state=str(line.state))
    return paper


@transaction.atomic
def set_away(candidacy: Candidacy, at: str, until: date | None, *, actor: Any, today: date) -> Candidacy:
    """Mark where a person works away and until when as far as told; without a place: he is back."""
    row = locked(candidacy)
    refuse_closed(row)
    at = at.strip()
    if until is not None and not at:
        raise RefusedError("at", _("Có ngày về thì cần nơi làm việc; nếu đã về, bỏ trống cả hai."))
    if until is not None and until < today:
        raise RefusedError(
            "until", _("Ngày %(day)s đã qua; nếu đã về, bỏ trống cả hai ô.") % {"day": f"{until:%d/%m/%Y}"}
        )
    was = {"at": row.away_at, "until": _plain(row.away_until)}
    now = {"at": at, "until": _plain(until)}
    if now == was:
        return row
    row.away_at, row.away_until = at, until
    row.save(update_fields=["away_at", "away_until"])
    record(actor, "away.set", row, was=was, now=now)
    return row
