"""From proposals to groups to a class: what the centre is shown, and planning a class of a group in one go."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.classes.courses import CoursePlan, plan_course
from taonguon.classes.demand import NO_COMMUNE, Need, Sort
from taonguon.classes.distances import known, measure
from taonguon.classes.enums import Wish
from taonguon.classes.grouping import Arrangement, Group, Limits, Traveller, arrange
from taonguon.classes.learners import enrol
from taonguon.classes.models import Course, Proposal
from taonguon.orgs.models import Organisation
from taonguon.orgs.queries import Map
from taonguon.rules.refusal import RefusedError

NOTICE_DAYS = 14
"""A class is proposed to begin no sooner: people have to be told."""
CLASS_DAYS = 5


@dataclass(frozen=True)
class Origin:
    """People of one commune in a class, and how far they travel."""

    name: str
    count: int
    km: int
    known: bool
    """False for agencies: how far they travel is not reckoned."""


@dataclass(frozen=True)
class Offer:
    """One class the centre may plan with one click."""

    place: int
    name: str
    km: int
    people: Sequence[Need]
    origins: Sequence[Origin]


@dataclass(frozen=True)
class Proposed:
    """The whole proposal with what it is compared to."""

    found: Arrangement
    offers: Sequence[Offer]
    left_over: Sequence[Need]
    travelling: int
    """How many leave their commune."""
    one_place: str
    missing: int
    """How many distances between the communes concerned are not entered."""


def queue(needs: Sequence[Need], *, agreed_only: bool) -> list[Need]:
    """Give the proposals in the order in which they get places: who needs it soonest, then who was proposed first."""
    sorts = {Sort.AGREED} if agreed_only else {Sort.AGREED, Sort.PROPOSED}
    found = [need for need in needs if need.proposal is not None and need.sort in sorts]
    return sorted(found, key=lambda n: (n.by or date.max, n.sort != Sort.AGREED, n.made_on or date.max, n.proposal))


def not_queued(needs: Sequence[Need], waiting: Sequence[Need]) -> list[tuple[Sort, int]]:
    """Count those who need the class and are not grouped, by how far their need has come."""
    counts = Counter(need.sort for need in needs)
    counts.subtract(need.sort for need in waiting)
    return [(sort, counts[sort]) for sort in Sort if counts[sort]]


def propose_groups(waiting: Sequence[Need], places: Sequence[int], limits: Limits, drawn: Map) -> Proposed:
    """Group those who wait, and put it into what the page shows: one query."""
    communes = {need.commune for need in waiting} | set(places)
    table = known(communes)
    between = measure(table)

    def km(one: int, other: int) -> int:
        """Give the kilometres; agencies stand in no commune, so what is not known of them sways nothing."""
        return 0 if NO_COMMUNE in {one, other} else between(one, other)

    by_proposal = {need.proposal or 0: need for need in waiting}
    people = [Traveller(pk, need.commune) for pk, need in by_proposal.items()]
    found = arrange(people, places, km, limits)
    offers = [_offer(group, by_proposal, km, drawn) for group in found.groups]
    real = communes - {NO_COMMUNE}
    return Proposed(
        found=found,
        offers=offers,
        left_over=[by_proposal[one.pk] for one in found.left_over],
        travelling=sum(one.home not in {group.place, NO_COMMUNE} for group in found.groups for one in group.people),
        one_place=place_of(found.one_place[0], drawn) if found.one_place else "",
        missing=len(real) * (len(real) - 1) // 2 - len(table),
    )


def _offer(group: Group, by_proposal: dict[int, Need], km: Callable[[int, int], int], drawn: Map) -> Offer:
    homes = Counter(one.home for one in group.people)
    origins = [
        Origin(place_of(home, drawn), count, km(home, group.place), home != NO_COMMUNE) for home, count in homes.items()
    ]
    return Offer(
        group.place, place_of(group.place, drawn), group.km, [by_proposal[one.pk] for one in group.people],
        sorted(origins, key=lambda origin: (origin.km, origin.name)),
    )  # fmt: skip


def place_of(commune: int, drawn: Map) -> str:
    """Name a commune."""
    node = drawn.localities.get(commune)
    return f"{node.sector} {node.name}".strip() if node is not None else str(_("cơ quan, đơn vị"))


def first_days(today: date) -> tuple[date, date]:
    """Give the days a class may be planned for: the first Monday after the notice, to its Friday."""
    soonest = today + timedelta(days=NOTICE_DAYS)
    monday = soonest + timedelta(days=-soonest.weekday() % 7)
    return monday, monday + timedelta(days=CLASS_DAYS - 1)


@transaction.atomic
def plan_group(
    unit: Organisation, plan: CoursePlan, proposals: Sequence[int], *, group: str, actor: Any, today: date
) -> Course:
    """Plan a class and put a group on its list; refused as a whole where one of them has a place by now."""
    rows = list(
        Proposal.objects.select_for_update(of=("self",)).filter(pk__in=proposals).select_related("person", "cell")
        .order_by("pk")
    )  # fmt: skip
    for row in rows:
        if row.state not in {Wish.PROPOSED, Wish.AGREED} or row.kind_id != plan.kind.pk:
            raise RefusedError(
                "", _("Đề nghị của %(name)s không còn chờ; hãy xếp lại lớp.") % {"name": row.person.name}
            )
    made = plan_course(unit, plan, actor=actor)
    order = {pk: at for at, pk in enumerate(proposals)}
    for row in sorted(rows, key=lambda r: order[r.pk]):
        enrol(made, row.person, sender=row.cell, group=group, actor=actor, today=today)
    return made
