"""The only doors from an id in an address to a dispatch or to one unit's part of it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from taonguon.accounts.enums import MAY_CHANGE, MAY_REMIND, MAY_SEE_REMINDERS
from taonguon.orgs.access import Scope
from taonguon.reminders.models import Addressee, Dispatch


def own_units(scope: Scope, roles: frozenset[str] = MAY_CHANGE) -> frozenset[int]:
    """Give the units at which a log-in itself holds a role: a reminder to one of them is a reminder to it."""
    held = {pk for role, pk in scope.grants if role in roles}
    if None in held:
        held |= {root.pk for root in scope.map.organisations.roots}
    return frozenset(pk for pk in held if pk is not None)


def dispatches_for(scope: Scope) -> QuerySet[Dispatch]:
    """Give the dispatches a log-in may see: those sent by or to the units in its reach, and the drafts it may change."""
    seen, drafting = scope.holding(MAY_SEE_REMINDERS), scope.holding(MAY_REMIND)
    rows = Dispatch.objects.all()
    if drafting.everything:
        return rows
    drafts = Q(signed_on__isnull=True, unit__in=drafting.organisation_ids)
    if seen.everything:
        return rows.filter(drafts | Q(signed_on__isnull=False))
    addressed = Exists(Addressee.objects.filter(dispatch=OuterRef("pk"), unit__in=seen.organisation_ids))
    return rows.filter(drafts | Q(signed_on__isnull=False) & (Q(unit__in=seen.organisation_ids) | addressed))


def dispatch_for(scope: Scope, pk: int) -> Dispatch:
    """Give the dispatch if the log-in may see it; else the same 404 as if there were none."""
    found = dispatches_for(scope).select_related("snapshot").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def issued_for(scope: Scope, pk: int) -> Dispatch:
    """Give the dispatch if the log-in may write for its issuer; else the same 404."""
    found = dispatch_for(scope, pk)
    if not scope.may(MAY_REMIND, found.unit_id):
        raise Http404
    return found


def draft_for(scope: Scope, pk: int) -> Dispatch:
    """Give the draft if the log-in may change it; else the same 404."""
    found = issued_for(scope, pk)
    if not found.draft:
        raise Http404
    return found


def sent_for(scope: Scope, pk: int) -> Dispatch:
    """Give the sent dispatch if the log-in may write for its issuer; else the same 404."""
    found = issued_for(scope, pk)
    if found.draft:
        raise Http404
    return found


def parts_in(scope: Scope, dispatch: Dispatch) -> QuerySet[Addressee]:
    """Give the units a dispatch goes to, of which the log-in may see: all for its issuer, else those in reach."""
    rows = Addressee.objects.filter(dispatch=dispatch).order_by("pk")
    seen = scope.holding(MAY_SEE_REMINDERS)
    return rows if dispatch.unit_id in seen.organisation_ids else rows.filter(unit__in=seen.organisation_ids)


def part_for(scope: Scope, pk: int) -> Addressee:
    """Give one unit's part of a sent dispatch if the log-in may see it; else the same 404."""
    found = (
        Addressee.objects.select_related("dispatch__snapshot").filter(pk=pk, dispatch__signed_on__isnull=False).first()
    )
    if found is None or not parts_in(scope, found.dispatch).filter(pk=pk).exists():
        raise Http404
    return found


def own_part_for(scope: Scope, pk: int) -> Addressee:
    """Give the part if it was sent to a unit at which the log-in itself holds a role, by another; else the same 404."""
    found = part_for(scope, pk)
    if found.unit_id not in own_units(scope) or found.unit_id == found.dispatch.unit_id:
        raise Http404
    return found


def answered_part_for(scope: Scope, pk: int) -> Addressee:
    """Give the part if the log-in may record its answer: the unit itself, or the issuer for an answer on paper."""
    found = part_for(scope, pk)
    if found.unit_id not in own_units(scope) and not scope.may(MAY_REMIND, found.dispatch.unit_id):
        raise Http404
    return found


def issued_part_for(scope: Scope, pk: int) -> Addressee:
    """Give the part if the log-in may write for the issuer; else the same 404."""
    found = part_for(scope, pk)
    if not scope.may(MAY_REMIND, found.dispatch.unit_id):
        raise Http404
    return found
