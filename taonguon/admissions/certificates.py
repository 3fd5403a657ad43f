"""What the register of certificates says, taken over into the ledger of open cases."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from taonguon.admissions.facts import OPEN
from taonguon.admissions.models import Act, Candidacy
from taonguon.admissions.settling import settle_many
from taonguon.people.enums import CertificateKind
from taonguon.people.models import Certificate

KEY_OF = {CertificateKind.AWARENESS: "class-certificate", CertificateKind.NEW_MEMBER: "new-member-class"}
"""The act each kind of certificate proves."""
_AT_ONCE = 500


@transaction.atomic
def take_over(people: Iterable[int], today: date, *, actor: Any) -> int:
    """Write into open cases the certificates of the register they lack, or a newer one; give how many.

    An act somebody recorded is replaced only by a later certificate, and stays to be seen.
    """
    cases = {c.person_id: c for c in Candidacy.objects.filter(OPEN, person_id__in=set(people)).select_related("person")}
    found = _newest(cases)
    standing = {
        (act.candidacy_id, act.key): act
        for act in Act.objects.filter(candidacy__in=cases.values(), key__in=KEY_OF.values(), standing=True)
    }
    newer: list[tuple[Candidacy, str, Certificate, Act | None]] = []
    for (person, key), certificate in found.items():
        before = standing.get((cases[person].pk, key))
        if before is None or _is_later(certificate, before):
            newer.append((cases[person], key, certificate, before))
    _write(newer, actor)
    changed = {case.pk: case for case, *_ in newer}
    for first in range(0, len(changed), _AT_ONCE):
        settle_many(list(changed.values())[first : first + _AT_ONCE], today)
    return len(changed)


def _newest(cases: dict[int, Candidacy]) -> dict[tuple[int, str], Certificate]:
    """Give (person, act) -> the newest certificate that nothing replaced."""
    rows = Certificate.objects.filter(person_id__in=cases, kind__in=KEY_OF, replaced_by__isnull=True)
    found: dict[tuple[int, str], Certificate] = {}
    for row in sorted(rows, key=lambda r: (r.issued_on or date.min, r.pk)):
        found[row.person_id, KEY_OF[CertificateKind(row.kind)]] = row
    return found


def _is_later(certificate: Certificate, act: Act) -> bool:
    """Say whether a certificate tells more than an act: a later one, or one given again in place of it."""
    if act.certificate_id is not None and act.certificate_id == certificate.replaces_id:
        return True
    return certificate.issued_on is not None and act.on is not None and certificate.issued_on > act.on


def _write(newer: list[tuple[Candidacy, str, Certificate, Act | None]], actor: Any) -> None:
    Act.objects.filter(pk__in=[old.pk for *_, old in newer if old is not None]).update(standing=False)
    made = Act.objects.bulk_create(
        [
            Act(
                candidacy=case, key=key, on=certificate.issued_on, precision=certificate.issued_precision,
                number=certificate.number, issuer=certificate.issuer, certificate=certificate, recorded_by=actor,
            )
            for case, key, certificate, _ in newer
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    replaced = []
    for act, (*_, old) in zip(made, newer, strict=True):
        if old is not None:
            old.standing, old.replaced_by = False, act
            replaced.append(old)
    Act.objects.bulk_update(replaced, ["replaced_by"], batch_size=_AT_ONCE)
