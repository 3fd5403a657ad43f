"""Verbs about activities: recording, withdrawing, pictures, and proposing somebody who was noticed."""

from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.actions import refuse_future
from taonguon.admissions.review_enums import Origin
from taonguon.admissions.review_models import Suggestion
from taonguon.admissions.suggestions import Proposal, suggest, suggest_new
from taonguon.audit.actions import record
from taonguon.orgs.models import Locality, Organisation
from taonguon.outreach.models import Gathering, Noticed, Photo
from taonguon.outreach.pictures import keep
from taonguon.people.models import Person
from taonguon.rules.refusal import RefusedError

PRESENT_MAX = 20_000
PHOTOS_MAX = 12


@dataclass(frozen=True, slots=True)
class Held:
    """What is recorded of an activity."""

    body: str
    form: str
    on: date
    topic: str
    present: int
    place: str = ""
    village: Locality | None = None


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who was noticed: a person known already, or the facts of one nobody named before."""

    person: Person | None = None
    lives_in: int | None = None
    facts: dict[str, Any] | None = None


@transaction.atomic
def hold(unit: Organisation, held: Held, *, actor: Any, today: date) -> Gathering:
    """Record an activity of a mass organisation."""
    Organisation.objects.select_for_update().get(pk=unit.pk)
    refuse_future("on", held.on, today)
    if held.present > PRESENT_MAX:
        raise RefusedError("present", _("Số người dự không quá %(most)s.") % {"most": PRESENT_MAX})
    same = Gathering.objects.filter(
        body=held.body, unit=unit, on=held.on, topic=held.topic.strip(), withdrawn_on__isnull=True
    )
    if same.exists():
        raise RefusedError("topic", _("Hoạt động này đã được ghi cho ngày %(day)s.") % {"day": f"{held.on:%d/%m/%Y}"})
    made = Gathering.objects.create(
        unit=unit, body=held.body, form=held.form, on=held.on, topic=held.topic.strip(), present=held.present,
        place=held.place.strip(), village=held.village, recorded_by=actor,
    )  # fmt: skip
    record(actor, "gathering.held", made, unit=unit.pk, body=held.body, on=held.on.isoformat(), present=held.present)
    return made


@transaction.atomic
def withdraw(gathering: Gathering, *, actor: Any, today: date) -> Gathering:
    """Take back an activity recorded by mistake; refused where somebody was proposed from it."""
    row = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if row.withdrawn_on is not None:
        raise RefusedError("", _("Hoạt động này đã được bỏ trước đó."))
    if row.noticed.exists():
        raise RefusedError("", _("Đã có người được giới thiệu từ hoạt động này; không bỏ được."))
    row.withdrawn_on = today
    row.save(update_fields=["withdrawn_on"])
    record(actor, "gathering.withdrawn", row)
    return row


@transaction.atomic
def add_photo(gathering: Gathering, upload: IO[bytes], size: int, caption: str, credit: str, *, actor: Any) -> Photo:
    """Add a picture with what it shows and who took it."""
    row = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if row.photos.filter(removed_on__isnull=True).count() >= PHOTOS_MAX:
        raise RefusedError("file", _("Mỗi hoạt động giữ tối đa %(most)s ảnh.") % {"most": PHOTOS_MAX})
    kept = keep(upload, size)
    if Photo.objects.filter(file=kept.file).exists():
        raise RefusedError("file", _("Ảnh này đã có."))
    made = Photo.objects.create(
        gathering=row, file=kept.file, width=kept.width, height=kept.height, caption=caption.strip(),
        credit=credit.strip(),
    )  # fmt: skip
    record(actor, "photo.added", made, gathering=row.pk)
    return made


@transaction.atomic
def remove_photo(photo: Photo, *, actor: Any, today: date) -> None:
    """Take a picture away: nobody sees it any more."""
    row = Photo.objects.select_for_update().get(pk=photo.pk)
    if row.removed_on is None:
        row.removed_on = today
        row.save(update_fields=["removed_on"])
        record(actor, "photo.removed", row, gathering=row.gathering_id)


@transaction.atomic
def notice(
    gathering: Gathering, somebody: Somebody, cell: Organisation, consent_on: date, *, actor: Any, today: date
) -> Suggestion:
    """Propose somebody noticed at an activity to the list of his cell, since he agreed to it."""
    row = Gathering.objects.select_for_update().get(pk=gathering.pk)
    proposal = Proposal(Origin.MASS, today, consent_on, row.body, row.unit)
    if somebody.person is not None:
        made = suggest(somebody.person, cell, proposal, actor=actor, today=today)
    else:
        made = suggest_new(cell, proposal, somebody.lives_in, actor=actor, today=today, **(somebody.facts or {}))
    Noticed.objects.create(gathering=row, suggestion=made)
    return made
