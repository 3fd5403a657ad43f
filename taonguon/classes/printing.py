"""Printing certificates: which may be printed, what stands on them, and the centre's letterhead and template."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.classes.access import certificates_in
from taonguon.classes.keys import signing_key
from taonguon.classes.models import Course, Letterhead, PaperTemplate
from taonguon.classes.paper import Layout, Paper, PaperError, check_template, make_docx, make_pdf
from taonguon.classes.paper_sentences import paper_sentence
from taonguon.classes.tokens import Claim, Private, initials_of, sign
from taonguon.classes.validity import limited, valid_until
from taonguon.orgs.access import Scope
from taonguon.orgs.models import Organisation
from taonguon.orgs.queries import Map
from taonguon.people.enums import Reissued
from taonguon.people.models import Certificate
from taonguon.rules.refusal import RefusedError

PRINT_MAX = 500
"""Certificates one file holds: some seconds of work, and a stack of paper people can still sort."""
DEFAULT_TEMPLATE = Path(__file__).parent / "paper" / "certificate.docx"
CENTRE, DIRECTOR = "TRUNG TÂM BỒI DƯỠNG CHÍNH TRỊ", "GIÁM ĐỐC"
"""What certificates say where a centre has not said otherwise yet. They are Vietnamese whoever prints them."""


class Form(StrEnum):
    """What is made."""

    PDF_A5 = "pdf-a5"
    PDF_A4 = "pdf-a4"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Heading:
    """The words of a letterhead."""

    upper: str
    issuer: str
    place: str
    post: str
    signer: str


# What may be printed.


def printable(scope: Scope) -> QuerySet[Certificate]:
    """Give the certificates numbered here that stand, of the units the scope reaches, in the order of numbers.

    What a list tells of was printed elsewhere; what was given again is printed no more.
    """
    rows = certificates_in(scope).filter(unit_id__in=scope.organisation_ids, replaced_by__isnull=True)
    return (
        rows.exclude(series="").exclude(enrolment=None)
        .select_related("person", "unit", "replaces", "enrolment__course__kind", "enrolment__grade", "enrolment__sender")
        .order_by("series", "serial", "pk")
    )  # fmt: skip


# The letterhead and the template.


def heading_of(unit: Organisation, on: Map) -> Heading:
    """Give a unit's letterhead as it was last printed; what suits most where it never was."""
    row = Letterhead.objects.filter(unit=unit).first()
    if row is not None:
        return Heading(row.upper, row.issuer, row.place, row.post, row.signer)
    node = on.organisations.get(unit.pk)
    place = on.localities.get(node.territory_pk) if node is not None and node.territory_pk is not None else None
    return Heading(node.name.upper() if node else "", CENTRE, place.name if place else "", DIRECTOR, "")


def template_of(unit: Organisation) -> PaperTemplate | None:
    """Give the template a centre has of its own; None: the one shipped."""
    return PaperTemplate.objects.filter(unit=unit, standing=True).first()


@transaction.atomic
def set_heading(unit: Organisation, heading: Heading, *, actor: Any) -> None:
    """Keep the letterhead for the next time."""
    Organisation.objects.select_for_update().get(pk=unit.pk)
    before = Letterhead.objects.filter(unit=unit).values(*asdict(heading)).first()
    if before == asdict(heading):
        return
    row, _made = Letterhead.objects.update_or_create(unit=unit, defaults=asdict(heading))
    record(actor, "letterhead.set", row, unit=unit.pk, was=before or {}, now=asdict(heading))


def set_template(unit: Organisation, file_name: str, content: bytes, *, actor: Any, today: date) -> PaperTemplate:
    """Take a template a centre made, if it can be used; the earlier one is kept aside."""
    try:
        fields = check_template(content)
    except PaperError as error:
        raise RefusedError("file", paper_sentence(error)) from None
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=unit.pk)
        PaperTemplate.objects.filter(unit=unit, standing=True).update(standing=False)
        made = PaperTemplate.objects.create(
            unit=unit, file_name=file_name[-160:], content=content, digest=digest, added_on=today, recorded_by=actor
        )
        record(actor, "paper-template.set", made, unit=unit.pk, file=made.file_name, sha256=digest, fields=fields)
    return made


@transaction.atomic
def drop_template(unit: Organisation, *, actor: Any) -> None:
    """Go back to the template shipped."""
    Organisation.objects.select_for_update().get(pk=unit.pk)
    row = template_of(unit)
    if row is None:
        raise RefusedError("", _("Nơi này đang dùng mẫu có sẵn; không có mẫu riêng để bỏ."))
    row.standing = False
    row.save(update_fields=["standing"])
    record(actor, "paper-template.dropped", row, unit=unit.pk, sha256=row.digest)


# Printing.


def print_certificates(
    certificates: Sequence[Certificate], unit: Organisation, heading: Heading, form: Form, *, on: Map, actor: Any
) -> bytes:
    """Make one file of certificates of one unit, and leave in the trail how many, no names."""
    if not certificates:
        raise RefusedError("", _("Chưa chọn giấy nào để in."))
    if len(certificates) > PRINT_MAX:
        raise RefusedError(
            "", _("Đã chọn %(count)s giấy; mỗi tệp nhiều nhất %(most)s giấy. Hãy in từng lớp.")
            % {"count": len(certificates), "most": PRINT_MAX},
        )  # fmt: skip
    papers = papers_of(certificates, heading, on)
    try:
        if form == Form.DOCX:
            own = template_of(unit)
            made = make_docx(papers, bytes(own.content) if own is not None else DEFAULT_TEMPLATE.read_bytes())
        else:
            made = make_pdf(papers, Layout.A4 if form == Form.PDF_A4 else Layout.A5)
    except PaperError as error:
        raise RefusedError("", paper_sentence(error)) from None
    with transaction.atomic():
        set_heading(unit, heading, actor=actor)
        record(actor, "certificates.printed", unit, count=len(certificates), form=str(form))
    return made


def note_looked_at(certificate: Certificate, *, actor: Any) -> None:
    """Leave in the trail that somebody opened the page of a certificate."""
    record(actor, "certificate.looked-at", certificate, person=certificate.person_id)


def papers_of(certificates: Sequence[Certificate], heading: Heading, on: Map) -> list[Paper]:
    """Give the words of certificates, each with its signed token."""
    key = signing_key()
    return [_paper(one, one.enrolment.course, heading, on, key) for one in certificates]


def claim_of(certificate: Certificate) -> Claim | None:
    """Give what the token of a certificate says; None where its day is not fully known.

    How long it counts is said by the text in force on the day it was issued: printed again, it says the same.
    """
    day = certificate.issued_on
    if day is None or certificate.issued_precision != "d" or not certificate.number:
        return None
    born = certificate.person.born
    return Claim(
        certificate.number, day, valid_until(certificate, day), initials_of(certificate.person.name),
        born.first.year if born is not None else None,
    )  # fmt: skip


def _paper(one: Certificate, course: Course, heading: Heading, on: Map, key: Private) -> Paper:
    claim = claim_of(one)
    assert claim is not None  # noqa: S101 numbered here: it has its number and day
    signed = one.reissued_on or claim.issued
    enrolment = one.enrolment
    return Paper(
        so=one.number, ho_ten=one.person.name, ngay_sinh=str(one.person.born or ""),
        don_vi=_unit_name(enrolment.sender_id, on), loai_lop=course.kind.name, ten_lop=course.name,
        tu_ngay=_day(course.since), den_ngay=_day(course.until), xep_loai=enrolment.grade.name if enrolment.grade else "",
        noi_cap=heading.place, ngay=f"{signed.day:02}", thang=f"{signed.month:02}" if signed.month < 3 else str(signed.month),
        nam=str(signed.year),
        gia_tri_den=_day(claim.until) if claim.until else "", gia_tri=_validity(one, claim), cap_lai=_again(one),
        cap_tren=heading.upper, co_quan=heading.issuer, chuc_vu=heading.post, nguoi_ky=heading.signer,
        ma=sign(claim, key),
    )  # fmt: skip


def _unit_name(pk: int | None, on: Map) -> str:
    """Name the cell that sent somebody, with its committee."""
    node = on.organisations.get(pk) if pk is not None else None
    if node is None:
        return ""
    above = node.parent
    return f"{node.name}, {above.name}" if above is not None and above.parent is not None else node.name


def _validity(one: Certificate, claim: Claim) -> str:
    if not limited(one.kind):
        return ""
    if claim.until is None:
        return "Chưa xác định được thời hạn giá trị theo quy định có hiệu lực vào ngày cấp."
    return f"Có giá trị đến hết ngày {_day(claim.until)}."


def _again(one: Certificate) -> str:
    old = one.replaces
    if old is None:
        return ""
    cause = {Reissued.LOST: "bị mất", Reissued.DAMAGED: "bị hỏng", Reissued.CENTRE: "nơi cấp ghi sai"}[
        Reissued(one.cause)
    ]
    day = f" cấp ngày {_day(old.reissued_on or old.issued_on)}" if old.reissued_on or old.issued_on else ""
    return f"Cấp lại do {cause}, thay giấy số {old.number}{day}."


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""
