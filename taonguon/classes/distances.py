"""Kilometres between communes, entered once by a centre; the same there and back."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.classes.models import Distance
from taonguon.orgs.models import Locality
from taonguon.rules.refusal import RefusedError

FARTHEST = 1000
"""No two communes of one centre lie farther apart: more is a mistyped number."""
UNKNOWN = 1
"""What any two communes are apart as long as nothing is entered: then the fewest people leave their commune."""


def known(communes: set[int]) -> dict[tuple[int, int], int]:
    """Give (smaller id, larger id) -> kilometres between some communes: one query."""
    rows = Distance.objects.filter(one_id__in=communes, other_id__in=communes)
    return {(one, other): km for one, other, km in rows.values_list("one_id", "other_id", "km")}


def from_one(commune: int) -> dict[int, int]:
    """Give other commune -> kilometres from one: one query."""
    rows = Distance.objects.filter(Q(one_id=commune) | Q(other_id=commune)).values_list("one_id", "other_id", "km")
    return {other if one == commune else one: km for one, other, km in rows}


def measure(table: Mapping[tuple[int, int], int]) -> Callable[[int, int], int]:
    """Give the kilometres between any two: none within one; where not entered, as far as the farthest entered."""
    otherwise = max(table.values(), default=UNKNOWN)
    return lambda one, other: 0 if one == other else table.get((min(one, other), max(one, other)), otherwise)


@transaction.atomic
def set_distances(commune: Locality, kilometres: Mapping[int, int | None], *, actor: Any) -> int:
    """Set the kilometres from a commune to others, None taking them away; give how many changed."""
    Locality.objects.select_for_update().get(pk=commune.pk)
    before = from_one(commune.pk)
    changed: dict[int, list[int | None]] = {}
    for other, km in kilometres.items():
        if other == commune.pk or before.get(other) == km:
            continue
        if km is not None and not 0 <= km <= FARTHEST:
            raise RefusedError("", _("%(km)s km không hợp lý; cần từ 0 đến %(most)s.") % {"km": km, "most": FARTHEST})
        ends: dict[str, Any] = {"one_id": min(commune.pk, other), "other_id": max(commune.pk, other)}
        if km is None:
            Distance.objects.filter(**ends).delete()
        else:
            Distance.objects.update_or_create(**ends, defaults={"km": km})
        changed[other] = [before.get(other), km]
    if changed:
        record(actor, "distances.set", commune, changed=changed)
    return len(changed)
