"""Answering what the machine finds against an act on record: it was so, against the rules of its day."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.actions import bundle_of, locked
from taonguon.admissions.hindsight import findings_against
from taonguon.admissions.models import Act, Tally
from taonguon.admissions.settling import settle
from taonguon.audit.actions import record
from taonguon.rules.findings import Finding
from taonguon.rules.refusal import RefusedError


def found_against(act: Act, today: date) -> tuple[Finding, ...]:
    """Give what stands against one act by the texts of its day, and nobody has answered for."""
    found = findings_against(bundle_of(act.candidacy, today), today)
    return tuple(finding for key, finding in found if key == act.key and finding.rule not in act.against)


@transaction.atomic
def confirm_irregular(act: Act, reason: str, *, actor: Any, today: date) -> Act:
    """Say that an act happened as it stands, against the rules: a new row replaces it, with the rules and the reason.

    The old row stays. From now on a list changes the act no more, as after any entry by hand.
    """
    row = locked(act.candidacy)
    standing = Act.objects.select_for_update(of=("self",)).select_related("tally", "candidacy__person").get(pk=act.pk)
    if not standing.standing:
        raise RefusedError("", _("Dòng này đã được sửa trước đó; hãy mở lại trang để xem bản mới nhất."))
    if not reason.strip():
        raise RefusedError("reason", _("Hãy ghi vì sao việc đã diễn ra như vậy."))
    rules = list(dict.fromkeys(finding.rule for finding in found_against(standing, today)))
    if not rules:
        raise RefusedError("", _("Không còn quy định nào đứng ngược với việc này."))
    tally: Tally | None = getattr(standing, "tally", None)
    made = _copy(standing, [*standing.against, *rules], reason.strip(), actor)
    standing.standing = False
    standing.save(update_fields=["standing"])
    made.save(force_insert=True)
    if tally is not None:
        tally.pk, tally.act = None, made
        tally.save(force_insert=True)
    standing.replaced_by = made
    standing.save(update_fields=["replaced_by"])
    record(actor, "act.confirmed", row, key=made.key, rules=rules, reason=made.reason, act=made.pk)
    settle(row, today)
    return made


def _copy(act: Act, against: list[str], reason: str, actor: Any) -> Act:
    """Give the act anew, as confirmed by somebody."""
    return Act(
        candidacy=act.candidacy,
        key=act.key,
        on=act.on,
        precision=act.precision,
        number=act.number,
        issuer=act.issuer,
        irregular=True,
        against=against,
        reason=reason,
        recorded_by=actor,
    )
