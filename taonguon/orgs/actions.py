"""Verbs about units and places. Each checks, writes and records in one transaction."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.enums import KINDS_BELOW, LocalityKind, OrganisationKind, ServiceKind
from taonguon.orgs.models import Locality, LocalitySpan, Organisation, OrganisationSpan, Revision, Service
from taonguon.rules.dates import PartialDate
from taonguon.rules.names import fold, tidy, without_form
from taonguon.rules.refusal import RefusedError


def trees_changed() -> None:
    """Count a change of the trees, so that every process draws its map anew."""
    Revision.objects.get_or_create(pk=1)
    Revision.objects.filter(pk=1).update(number=F("number") + 1)


@transaction.atomic
def add_organisation(  # noqa: PLR0913 one row has this many facts
    *,
    actor: Any,
    code: str,
    name: str,
    kind: str,
    parent: Organisation | None,
    sector: str = "",
    position: int | None = None,
    territory: Locality | None = None,
    founded: PartialDate | None = None,
    since: date | None = None,
) -> Organisation:
    """Add a unit that exists since a day (its founding, where that is known)."""
    if Organisation.objects.filter(code=code).exists():
        raise RefusedError("code", _("Mã %(code)s đã có ở một tổ chức khác; cần một mã chưa dùng.") % {"code": code})
    made = Organisation.objects.create(
        code=code,
        territory=territory,
        founded_on=founded.first if founded else None,
        founded_precision=founded.precision if founded else "",
    )
    if position is None:
        position = OrganisationSpan.objects.filter(parent=parent, until__isnull=True).count() + 1
    start = since or (founded.first if founded else None)
    OrganisationSpan.objects.create(
        organisation=made, parent=parent, name=name, kind=kind, sector=sector, position=position, since=start
    )
    trees_changed()
    record(actor, "organisation.added", made, code=code, name=name, kind=kind, parent=parent.pk if parent else None)
    return made


@transaction.atomic
def change_organisation(organisation: Organisation, *, actor: Any, on: date, **new: Any) -> OrganisationSpan:
    """Give a unit another name, level or parent from a day on; what was before stays as it was."""
    span = OrganisationSpan.objects.select_for_update().get(organisation=organisation, until__isnull=True)
    if span.since is not None and on <= span.since:
        raise RefusedError(
            "on",
            _("Ngày %(on)s không sau ngày %(since)s mà thông tin hiện tại bắt đầu; cần một ngày sau đó.")
            % {"on": f"{on:%d/%m/%Y}", "since": f"{span.since:%d/%m/%Y}"},
        )
    was = {key: _plain(getattr(span, key)) for key in new}
    OrganisationSpan.objects.filter(pk=span.pk).update(until=on)
    span.pk = None
    span.since = on
    for key, value in new.items():
        setattr(span, key, value)
    span._state.adding = True
    span.save(force_insert=True)
    trees_changed()
    record(
        actor,
        "organisation.changed",
        organisation,
        on=on.isoformat(),
        was=was,
        now={key: _plain(value) for key, value in new.items()},
    )
    return span


@transaction.atomic
def correct_organisation(organisation: Organisation, *, actor: Any, **new: Any) -> None:
    """Put right what was wrongly recorded of a unit (its present span, or its founding)."""
    own = {k: v for k, v in new.items() if k in {"founded_on", "founded_precision", "territory"}}
    spanned = {k: v for k, v in new.items() if k not in own}
    span = OrganisationSpan.objects.select_for_update().get(organisation=organisation, until__isnull=True)
    was = {k: _plain(getattr(organisation, k)) for k in own} | {k: _plain(getattr(span, k)) for k in spanned}
    if own:
        Organisation.objects.filter(pk=organisation.pk).update(**own)
    if spanned:
        OrganisationSpan.objects.filter(pk=span.pk).update(**spanned)
    trees_changed()
    now = {k: _plain(v) for k, v in new.items()}
    record(actor, "organisation.corrected", organisation, was=was, now=now)


@transaction.atomic
def add_locality(  # noqa: PLR0913 one row has this many facts
    *,
    actor: Any,
    name: str,
    kind: str,
    parent: Locality | None,
    form: str = "",
    code: str = "",
    position: int | None = None,
    since: date | None = None,
) -> Locality:
    """Add a place that exists since a day, or since always where none is named."""
    _refuse_same_place(name, form, kind, parent)
    made = Locality.objects.create(code=code or f"new-{name}-{parent.pk if parent else 0}"[:40])
    if not code:
        made.code = f"DB{made.pk:06d}"
        made.save(update_fields=["code"])
    if position is None:
        position = LocalitySpan.objects.filter(parent=parent, until__isnull=True).count() + 1
    LocalitySpan.objects.create(
        locality=made, parent=parent, name=name, kind=kind, form=form, position=position, since=since
    )
    trees_changed()
    record(actor, "locality.added", made, name=name, kind=kind, form=form, parent=parent.pk if parent else None)
    return made


def _refuse_same_place(name: str, form: str, kind: str, parent: Locality | None) -> None:
    """Refuse a name that another place there bears, marks, case and form word aside."""
    own, loose = fold(without_form(name, form)), fold(without_form(name))
    beside = LocalitySpan.objects.filter(parent=parent, kind=kind, until__isnull=True)
    for there in beside:
        theirs = fold(without_form(there.name, there.form))
        if theirs in {own, loose} or own == fold(without_form(there.name)):
            raise RefusedError("name", _("Đã có %(name)s ở nơi này; cần một tên khác.") % {"name": str(there)})


@transaction.atomic
def set_service(
    cell: Organisation, village: Locality, kind: ServiceKind, *, actor: Any, on: date | None = None
) -> Service:
    """Let a cell cover or handle a village from a day on (from always where none is named)."""
    standing = Service.objects.select_for_update().filter(locality=village, until__isnull=True).first()
    if standing is not None:
        if standing.cell_id == cell.pk and standing.kind == kind:
            return standing
        if on is None or (standing.since is not None and on <= standing.since):
            standing.delete()  # nothing is known of the time before: the row itself was wrong
        else:
            Service.objects.filter(pk=standing.pk).update(until=on)
    made = Service.objects.create(cell=cell, locality=village, kind=kind, since=on)
    trees_changed()
    record(
        actor,
        "service.set",
        village,
        cell=cell.pk,
        kind=str(kind),
        on=on.isoformat() if on else None,
        was=standing.cell_id if standing else None,
    )
    return made


@transaction.atomic
def add_unit(
    parent: Organisation, *, actor: Any, name: str, kind: str, sector: str = "", since: date | None = None
) -> Organisation:
    """Add a unit by hand below another; a second one of the same name there is refused."""
    Organisation.objects.select_for_update().get(pk=parent.pk)
    _refuse_unfit_kind(parent, kind)
    shown = tidy(name)
    below = OrganisationSpan.objects.filter(parent=parent, until__isnull=True).values_list("name", flat=True)
    if any(fold(there) == fold(shown) for there in below):
        raise RefusedError("name", _("Đã có %(name)s ở nơi này; cần một tên khác.") % {"name": shown})
    last = Organisation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    code = f"TC{last + 1:06d}"
    return add_organisation(actor=actor, code=code, name=shown, kind=kind, parent=parent, sector=sector, since=since)


def _refuse_unfit_kind(parent: Organisation, kind: str, field: str = "kind") -> None:
    """Refuse a level that does not stand directly below the parent's; `field` is where a form shows it."""
    above = OrganisationSpan.objects.get(organisation=parent, until__isnull=True)
    fitting = KINDS_BELOW[OrganisationKind(above.kind)]
    if kind in fitting:
        return
    found = {"parent": above.name, "kind": OrganisationKind(kind).label}
    if not fitting:
        raise RefusedError(field, _("%(parent)s là chi bộ nên không có tổ chức nào trực thuộc.") % found)
    needed = ", ".join(str(fit.label) for fit in fitting)
    raise RefusedError(
        field,
        _("%(kind)s không trực thuộc thẳng %(parent)s được; ở đó chỉ có: %(needed)s.") % {**found, "needed": needed},
    )


@transaction.atomic
def add_village(
    commune: Locality, *, actor: Any, name: str, form: str, served: tuple[Organisation, ServiceKind] | None,
    since: date | None = None,
) -> Locality:  # fmt: skip
    """Add a village by hand, with the cell that covers or handles it."""
    Locality.objects.select_for_update().get(pk=commune.pk)
    bare = without_form(name, form)
    made = add_locality(actor=actor, name=bare, kind=LocalityKind.VILLAGE, parent=commune, form=form, since=since)
    if served is not None:
        cell, kind = served
        set_service(cell, made, kind, actor=actor, on=since)
    return made


@transaction.atomic
def rename_or_move(organisation: Organisation, *, actor: Any, name: str, parent_pk: int | None, on: date) -> None:
    """Give a unit another name or parent from a day on; what is the same is not written again."""
    span = OrganisationSpan.objects.select_for_update().get(organisation=organisation, until__isnull=True)
    new: dict[str, Any] = {}
    if tidy(name) != span.name:
        new["name"] = tidy(name)
    if parent_pk != span.parent_id:
        if _is_under(parent_pk, organisation.pk):
            raise RefusedError("parent", _("Tổ chức không thể trực thuộc chính nó hoặc một tổ chức bên dưới nó."))
        parent = Organisation.objects.get(pk=parent_pk) if parent_pk else None
        if parent is not None:
            _refuse_unfit_kind(parent, span.kind, "parent")
        new["parent"] = parent
    if not new:
        raise RefusedError("", _("Không có gì thay đổi: tên và nơi trực thuộc vẫn như đang ghi."))
    change_organisation(organisation, actor=actor, on=on, **new)


def _is_under(pk: int | None, top: int) -> bool:
    while pk is not None:
        if pk == top:
            return True
        pk = (
            OrganisationSpan.objects.filter(organisation_id=pk, until__isnull=True)
            .values_list("parent_id", flat=True)
            .first()
        )
    return False


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "pk", value)
