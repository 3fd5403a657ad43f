"""Verbs about people suggested to a cell's list, and the suggestions that wait in a log-in's reach."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from taonguon.admissions.actions import open_candidacy, refuse_future, refuse_other_than_cells
from taonguon.admissions.models import Candidacy
from taonguon.admissions.review_enums import NotNow, Origin, SuggestionState
from taonguon.admissions.review_models import Suggestion
from taonguon.audit.actions import record
from taonguon.orgs.access import Scope
from taonguon.orgs.models import Organisation
from taonguon.people.actions import add_person, set_residence
from taonguon.people.models import Membership, Person
from taonguon.rules.names import fold, person_name
from taonguon.rules.refusal import RefusedError


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who proposes a person, when, and since when the person agrees to it."""

    origin: Origin
    made_on: date
    consent_on: date | None = None
    by: str = ""
    """A code of `Body`, for mass organisations."""
    organisation: Organisation | None = None


@transaction.atomic
def suggest(person: Person, cell: Organisation, proposal: Proposal, *, actor: Any, today: date) -> Suggestion:
    """Propose a person for a cell's list; from outside the cell only with the person's own consent."""
    Person.objects.select_for_update().get(pk=person.pk)
    refuse_other_than_cells(cell, today)
    _refuse_unfit(proposal, today)
    if Candidacy.objects.filter(person=person, closed="").exists():
        raise RefusedError("person", _("%(name)s đã có trong danh sách nguồn.") % {"name": person.name})
    if person.memberships.filter(end_reason="").exists():
        raise RefusedError("person", _("%(name)s đã là đảng viên.") % {"name": person.name})
    if Suggestion.objects.filter(person=person, cell=cell, state=SuggestionState.WAITING).exists():
        raise RefusedError("person", _("%(name)s đã được đề xuất, đang chờ chi bộ xem xét.") % {"name": person.name})
    made = Suggestion.objects.create(
        person=person, cell=cell, origin=proposal.origin, by=proposal.by, organisation=proposal.organisation,
        made_on=proposal.made_on, consent_on=proposal.consent_on, recorded_by=actor,
    )  # fmt: skip
    record(
        actor, "suggestion.made", made, person=person.pk, cell=cell.pk, origin=str(proposal.origin), by=proposal.by,
        on=proposal.made_on.isoformat(), consent=proposal.consent_on.isoformat() if proposal.consent_on else None,
    )  # fmt: skip
    return made


def _refuse_unfit(proposal: Proposal, today: date) -> None:
    refuse_future("made_on", proposal.made_on, today)
    if proposal.consent_on is not None and proposal.consent_on > proposal.made_on:
        raise RefusedError(
            "consent_on",
            _("Người được đề xuất phải đồng ý trước khi đề xuất; ngày đồng ý %(day)s sau ngày đề xuất %(made)s.")
            % {"day": f"{proposal.consent_on:%d/%m/%Y}", "made": f"{proposal.made_on:%d/%m/%Y}"},
        )
    if proposal.origin != Origin.CELL and proposal.consent_on is None:
        raise RefusedError("consent_on", _("Hãy ghi ngày người này đồng ý để được đề xuất."))
    if proposal.origin == Origin.MASS and not proposal.by:
        raise RefusedError("by", _("Hãy chọn đoàn thể giới thiệu."))
    if proposal.origin != Origin.MASS and proposal.by:
        raise RefusedError("by", _("Chỉ ghi đoàn thể khi đoàn thể giới thiệu."))


@transaction.atomic
def suggest_new(
    cell: Organisation, proposal: Proposal, lives_in: int | None, *, actor: Any, today: date, **facts: Any
) -> Suggestion:
    """Add somebody nobody named before and propose him; refused, neither is written. `facts` as for `add_person`.

    Refused too where one of that name and birth waits already: the form was sent twice.
    """
    Organisation.objects.select_for_update().get(pk=cell.pk)
    born = facts.get("born")
    waiting = Suggestion.objects.filter(
        cell=cell, state=SuggestionState.WAITING, person__folded=fold(person_name(facts["name"])),
        person__born_on=born.first if born else None,
    )  # fmt: skip
    if waiting.exists():
        raise RefusedError(
            "name", _("%(name)s đã được đề xuất, đang chờ chi bộ xem xét.") % {"name": person_name(facts["name"])}
        )
    person = add_person(actor=actor, **facts)
    if lives_in is not None:
        set_residence(person, lives_in, actor=actor)
    return suggest(person, cell, proposal, actor=actor, today=today)


@transaction.atomic
def take_up(suggestion: Suggestion, on: date, *, actor: Any, today: date, number: str = "") -> Candidacy:
    """Put a suggested person on the cell's list by its resolution."""
    row = _waiting(suggestion, on)
    made = open_candidacy(row.person, row.cell, on, actor=actor, today=today, number=number)
    _decide(row, SuggestionState.LISTED, on, actor, candidacy=made)
    record(actor, "suggestion.listed", row, case=made.pk, on=on.isoformat())
    return made


def put_on_list(
    person: Person, cell: Organisation, on: date, *, actor: Any, today: date, number: str = ""
) -> Candidacy:
    """Put a person on a cell's list; where he waits as suggested to that cell, this takes the suggestion up."""
    found = Suggestion.objects.filter(person=person, cell=cell, state=SuggestionState.WAITING).first()
    if found is not None:
        return take_up(found, on, actor=actor, today=today, number=number)
    return open_candidacy(person, cell, on, actor=actor, today=today, number=number)


@transaction.atomic
def set_aside(suggestion: Suggestion, because: NotNow, on: date, *, actor: Any, today: date) -> Suggestion:
    """Leave a suggested person off the list for now, with a reason of the closed list."""
    row = _waiting(suggestion, on)
    refuse_future("on", on, today)
    _decide(row, SuggestionState.NOT_NOW, on, actor, reason=because)
    record(actor, "suggestion.set-aside", row, because=str(because), on=on.isoformat())
    return row


@transaction.atomic
def withdraw(suggestion: Suggestion, on: date, *, actor: Any, today: date) -> Suggestion:
    """Take a suggestion back; why is nobody's business."""
    row = _waiting(suggestion, on)
    refuse_future("on", on, today)
    _decide(row, SuggestionState.WITHDRAWN, on, actor)
    record(actor, "suggestion.withdrawn", row, on=on.isoformat())
    return row


def _waiting(suggestion: Suggestion, on: date) -> Suggestion:
    """Lock a suggestion before it is decided: of two who act at once one waits, and is told."""
    row = Suggestion.objects.select_for_update(of=("self",)).select_related("person", "cell").get(pk=suggestion.pk)
    if row.decided_on is not None:
        raise RefusedError(
            "",
            _("Đề xuất này đã được xem xét ngày %(day)s; hãy mở lại trang.") % {"day": f"{row.decided_on:%d/%m/%Y}"},
        )
    if on < row.made_on:
        raise RefusedError(
            "on",
            _(
                "Ngày %(day)s trước ngày đề xuất %(made)s của %(name)s; nếu ngày đề xuất ghi sai, hãy rút đề xuất rồi đề xuất lại."
            )
            % {"day": f"{on:%d/%m/%Y}", "made": f"{row.made_on:%d/%m/%Y}", "name": row.person.name},
        )
    return row


def _decide(row: Suggestion, state: SuggestionState, on: date, actor: Any, **more: Any) -> None:
    row.state, row.decided_on, row.decided_by = state, on, actor
    for name, value in more.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "decided_on", "decided_by", *more])


def waiting_suggestions() -> QuerySet[Suggestion]:
    """Give the suggestions that wait; not those whose person came onto a list, or into the Party, by another way."""
    listed = Candidacy.objects.filter(person=OuterRef("person"), closed="")
    member = Membership.objects.filter(person=OuterRef("person"), end_reason="")
    return Suggestion.objects.filter(~Exists(listed), ~Exists(member), state=SuggestionState.WAITING)


def waiting_in(scope: Scope) -> QuerySet[Suggestion]:
    """Give the suggestions that wait for a cell in reach."""
    rows = waiting_suggestions()
    return rows if scope.everything else rows.filter(cell_id__in=scope.organisation_ids)
