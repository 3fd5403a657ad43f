"""Readmission: a former member put on a cell's list anew. The rules are asked whether, and from when, he may be."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.access import candidacies_in
from taonguon.admissions.actions import (
    Details,
    against_of,
    bundle_of,
    open_case,
    refuse_future,
    refuse_unlawful,
)
from taonguon.admissions.enums import LEFT_THE_LIST, Closed
from taonguon.admissions.facts import case_of
from taonguon.admissions.models import Act, Candidacy
from taonguon.audit.actions import record
from taonguon.orgs.access import Scope
from taonguon.orgs.models import Organisation
from taonguon.people.access import people_in
from taonguon.people.enums import EndReason
from taonguon.people.memberships import former_memberships, is_member
from taonguon.people.models import Membership, Person
from taonguon.procedures.book import book
from taonguon.rules.cases import Case, Former
from taonguon.rules.cases import Person as CasePerson
from taonguon.rules.engine import check
from taonguon.rules.refusal import RefusedError

_BECAUSE = {EndReason.STRUCK_OFF: "struck-off", EndReason.EXPELLED: "expelled"}
"""Ends that have a word of their own in a case file; of one who left by himself people say how."""


def former_of(person: Person) -> Former | None:
    """Give what is on record of an earlier membership, as the rules ask for it; None where there was none."""
    rows = former_memberships([person.pk]).get(person.pk)
    return _told(rows) if rows else None


def former_facts(people: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Give the same of some people, as it is kept with a case: those who never were members are not in it."""
    return {person: plain(_told(rows)) for person, rows in former_memberships(people).items()}


def _told(rows: Sequence[Membership]) -> Former:
    first, last = rows[0], rows[-1]
    return Former(
        left_on=last.ended_on if last.ended_precision == "d" else None,
        because=_BECAUSE.get(EndReason(last.end_reason)),
        times_readmitted=len(rows) - 1,
        first_decision=first.decided_on,
    )


def ground_of(person: Person, scope: Scope) -> Act | None:
    """Give the decision that struck a person off, with its ground as recorded; None where the scope has none."""
    rows = Act.objects.filter(key="strike-off-decision", standing=True, candidacy__person=person)
    return rows.filter(candidacy__in=candidacies_in(scope)).exclude(reason="").order_by("-on", "-pk").first()


def way_back(found: Candidacy, held: Scope) -> str:
    """Name the address that puts the person of a closed case on a list again, "" where there is none for the log-in."""
    person = found.person
    if found.closed not in {*LEFT_THE_LIST, Closed.STRUCK_OFF} or found.closed == Closed.DIED:
        return ""
    if is_member(person) or Candidacy.objects.filter(person=person, closed="").exists():
        return ""
    if not people_in(held).filter(pk=person.pk).exists():
        return ""
    return "candidacy-readmit" if former_of(person) is not None else "candidacy-open"


def asking_again(person: Person, former: Former, on: date) -> Case:
    """Give the question whether somebody may be readmitted on a day, before there is a case to ask about."""
    return Case("readmission", on, person=CasePerson(born=person.born), former_membership=former)


def plain(former: Former) -> dict[str, Any]:
    """Give the facts as they are kept with a case."""
    given = asdict(former).items()
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in given if v is not None}


@transaction.atomic
def open_again(
    person: Person, cell: Organisation, on: date, former: Former, details: Details, *, actor: Any, today: date
) -> Candidacy:
    """Put a former member on a cell's list. What the rules block is refused, or recorded as irregular with a reason."""
    if former_of(person) is None:
        raise RefusedError("", _("%(name)s chưa từng là đảng viên.") % {"name": person.name})
    if former.left_on is not None:
        refuse_future("left_on", former.left_on, today)
    facts = {"former_membership": plain(former)}
    made = open_case(person, cell, on, facts, actor=actor, today=today, number=details.number)
    answer = check(case_of(bundle_of(made, on), "readmission", on), book())
    irregular = refuse_unlawful(answer, details)
    Act.objects.filter(candidacy=made, key="listed").update(
        irregular=irregular, against=against_of(answer), reason=details.reason.strip()
    )
    Candidacy.objects.filter(pk=made.pk).update(irregular=irregular)
    record(actor, "candidacy.readmission", made, on=on.isoformat(), irregular=irregular, rules=answer.rules)
    made.refresh_from_db()
    return made
