"""Verbs about Schemes: recording and changing one, setting aside one that was entered by mistake."""

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.models import Organisation
from taonguon.plans.plan_models import Scheme
from taonguon.rules.refusal import RefusedError


class Wording(NamedTuple):
    """What a Scheme's document says: its number and day, and the first and last day it counts."""

    since: date
    until: date
    number: str = ""
    signed_on: date | None = None


@transaction.atomic
def set_scheme(unit: Organisation, title: str, says: Wording, *, actor: Any, today: date) -> Scheme:
    """Record a Scheme of a unit, or change the one of that title and first day."""
    Organisation.objects.select_for_update().get(pk=unit.pk)
    title = title.strip()
    _check(title, says, today)
    standing = Scheme.objects.filter(unit=unit, standing=True)
    old = standing.filter(title=title, since=says.since).first()
    clash = standing.filter(since__lte=says.until, until__gte=says.since)
    if old is not None:
        clash = clash.exclude(pk=old.pk)
    if (other := clash.order_by("since").first()) is not None:
        raise RefusedError(
            "since" if old is None else "until",
            _("Đơn vị này đã có Đề án “%(title)s” từ %(since)s đến %(until)s; hãy sửa Đề án ấy, hoặc bỏ nó nếu ghi nhầm.")
            % {"title": other.title, "since": f"{other.since:%d/%m/%Y}", "until": f"{other.until:%d/%m/%Y}"},
        )  # fmt: skip
    told = {"until": says.until, "number": says.number.strip(), "signed_on": says.signed_on}
    was = [old.number, old.signed_on and old.signed_on.isoformat(), old.until.isoformat()] if old else None
    made, _new = Scheme.objects.update_or_create(unit=unit, title=title, since=says.since, standing=True, defaults=told)
    record(
        actor, "scheme.set", made, unit=unit.pk, title=title, since=says.since.isoformat(),
        until=says.until.isoformat(), was=was,
    )  # fmt: skip
    return made


def _check(title: str, says: Wording, today: date) -> None:
    if says.until <= says.since:
        raise RefusedError(
            "until",
            _("Ngày kết thúc %(until)s không sau ngày bắt đầu %(since)s; cần một ngày sau đó.")
            % {"until": f"{says.until:%d/%m/%Y}", "since": f"{says.since:%d/%m/%Y}"},
        )
    if not title:
        raise RefusedError("title", _("Hãy ghi tên của Đề án."))
    if says.signed_on is not None and says.signed_on > today:
        raise RefusedError(
            "signed_on",
            _("Ngày ký %(day)s chưa đến; cần một ngày đến hôm nay.") % {"day": f"{says.signed_on:%d/%m/%Y}"},
        )


@transaction.atomic
def set_scheme_aside(scheme: Scheme, *, actor: Any) -> None:
    """It was entered by mistake: it never counted, and stays on record. Goals set for its years stay as they are."""
    row = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if not row.standing:
        raise RefusedError("", _("Đề án này đã được bỏ; hãy mở lại trang."))
    row.standing = False
    row.save(update_fields=["standing"])
    record(actor, "scheme.set-aside", row, unit=row.unit_id, title=row.title, since=row.since.isoformat())
