"""Which goals are in force for a unit on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.formats import number_format

from taonguon.orgs.access import Scope
from taonguon.orgs.queries import Map
from taonguon.plans.models import CoverageGoal, GoalPosts
from taonguon.rules.coverage import Goal


def goals_for(unit_pk: int, on: date, map: Map) -> dict[str, Goal]:  # noqa: A002 the callers' word for it
    """Give posts kind -> the goal in force: the unit's own, else the nearest one above it. One query."""
    return {posts: Goal(row.percent, row.more_than) for posts, row in goal_rows_for(unit_pk, on, map).items()}


def goal_rows_for(unit_pk: int, on: date, map: Map) -> dict[str, CoverageGoal]:  # noqa: A002
    """Give posts kind -> the row of the goal in force, with its source. One query."""
    node = map.organisations.get(unit_pk)
    if node is None:
        return {}
    downward = [above.pk for above in node.ancestors()] + [unit_pk]
    depth = {pk: at for at, pk in enumerate(downward)}
    rows = CoverageGoal.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), organisation__in=downward, since__lte=on, standing=True
    )
    return {row.posts: row for row in sorted(rows, key=lambda r: (depth[r.organisation_id], r.since, r.pk))}


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal as its page lists it."""

    pk: int
    unit: str
    posts: str
    percent: str
    more_than: bool
    since: date
    until: date | None
    source: str
    in_force: bool


def goal_lines(scope: Scope, on: date) -> list[GoalLine]:
    """Give every goal set at a unit in the scope: those in force on the day first, then the newest. One query."""
    rows = CoverageGoal.objects.filter(organisation__in=scope.organisation_ids, standing=True).order_by(
        "-since", "posts", "-pk"
    )
    tree = scope.map.organisations
    lines = [
        GoalLine(
            row.pk,
            node.name if (node := tree.get(row.organisation_id)) else "",
            str(GoalPosts(row.posts).label),
            number_format(Decimal(f"{row.percent.normalize():f}")),
            row.more_than,
            row.since,
            row.until,
            row.source,
            row.since <= on and (row.until is None or row.until > on),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.in_force)
