"""Loading a list of targets: the year's plan of the unit whose list it is, and the Scheme's goals it carries."""

from collections import Counter, defaultdict
from datetime import date

from taonguon.intake.appliers.base import CREATED, REJECTED, UNCHANGED, UPDATED, Context
from taonguon.intake.interpret.records import CellIssue, GoalCell, PlanHead, TargetRow
from taonguon.orgs.models import Organisation
from taonguon.plans.actions import GoalSpan, set_goal
from taonguon.plans.models import CoverageGoal, GoalPosts
from taonguon.plans.plan_models import Scheme
from taonguon.plans.targets import Grid
from taonguon.plans.told import Document, tell
from taonguon.rules.coverage import Goal
from taonguon.rules.tree import Node

_FATES = {"created": CREATED, "updated": UPDATED, "unchanged": UNCHANGED}
_Placed = tuple[TargetRow, Node]


def apply_targets(ctx: Context) -> None:
    """Write the targets of every sheet."""
    sheets: dict[str, list[TargetRow]] = defaultdict(list)
    for row in ctx.parsed.rows:
        if isinstance(row, TargetRow):
            sheets[row.sheet].append(row)
    for done, (name, rows) in enumerate(sheets.items(), start=1):
        _sheet(ctx, name, rows)
        ctx.step(done, len(sheets))


def _sheet(ctx: Context, name: str, rows: list[TargetRow]) -> None:
    holder = ctx.places.committee(ctx.parsed.communes.get(name, "")) or ctx.places.root
    placed: list[_Placed] = []
    seen: dict[int, TargetRow] = {}
    for row in rows:
        unit = _unit(ctx, holder, row)
        if unit is None or holder is None:
            ctx.reject(row, row.name_column, row.name, "unknown_unit")
        elif not ctx.reaches_unit(holder.pk):
            ctx.reject(row, row.name_column, row.name, "out_of_scope")
        elif unit.pk in seen:
            ctx.reject(row, row.name_column, row.name, "listed_twice", f"{name}!{seen[unit.pk].row + 1}")
        else:
            seen[unit.pk] = row
            placed.append((row, unit))
    if not placed or holder is None:
        return
    head = placed[0][0].head
    year = head.year or ctx.as_of.year
    signed = head.signed if head.signed is not None and head.signed <= ctx.today else None
    if signed is None:
        signed = min(date(year, 1, 1), ctx.today)
        ctx.parsed.notes.append(("no_signing_day", {"day": f"{signed:%d/%m/%Y}"}))
    top = Organisation.objects.get(pk=holder.pk)
    by_day = _by_day(ctx, placed, signed)
    document = Document(head.number, head.about, signed)
    fates = tell(top, year, by_day, document, actor=ctx.actor, today=ctx.today)
    goals = _goals(ctx, top, placed, year, head)
    for row, unit in placed:
        fate = fates.get(unit.pk, UNCHANGED)
        if fate == "kept":
            ctx.reject(row, row.name_column, row.name, "decided_otherwise")
        elif fate == UNCHANGED and unit.pk in goals:
            ctx.done(row, CREATED)
        else:
            ctx.done(row, _FATES.get(fate, REJECTED))


def _unit(ctx: Context, holder: Node | None, row: TargetRow) -> Node | None:
    """Give the unit directly below the holder that a row names."""
    if holder is None:
        return None
    found = ctx.places.committee(row.name) if holder is ctx.places.root else ctx.places.cell(row.name, holder)
    return found if found is not None and found.parent is holder else None


def _by_day(ctx: Context, placed: list[_Placed], signed: date) -> dict[date, Grid]:
    """Share the numbers out to the days from which they count."""
    by_day: dict[date, Grid] = defaultdict(dict)
    for row, unit in placed:
        total = row.numbers.get("total")
        for measure, cell in row.numbers.items():
            most = total.now if total else 0
            if measure != "total" and cell.now > most:
                row.issues.append(CellIssue(row.row, cell.column, str(cell.now), "part_above_total", str(most)))
                continue
            if cell.revised is None or cell.since is None:
                # A part larger than the total first given can only belong to the revision of the total.
                later = total.since if total and measure != "total" and cell.first > total.first else None
                by_day[later or signed][unit.pk, measure] = cell.first
                continue
            if cell.since <= signed:
                by_day[signed][unit.pk, measure] = cell.revised
                continue
            by_day[signed][unit.pk, measure] = cell.first
            if cell.since > ctx.today:
                row.issues.append(CellIssue(row.row, cell.column, f"{cell.since:%d/%m/%Y}", "not_yet", "decided"))
            else:
                by_day[cell.since][unit.pk, measure] = cell.revised
    return by_day


def _goals(ctx: Context, top: Organisation, placed: list[_Placed], year: int, head: PlanHead) -> set[int]:
    """Set the Scheme's goals where none counts yet: what most units share at the top, others at the unit itself.

    Gives the units whose rows set one.
    """
    made: set[int] = set()
    for posts in GoalPosts:
        told = [(row, unit, row.goals[posts]) for row, unit in placed if posts in row.goals]
        if not told:
            continue
        usual = Counter((g.percent, g.more_than) for _r, _u, g in told).most_common(1)[0][0]
        first = next((row, unit, goal) for row, unit, goal in told if (goal.percent, goal.more_than) == usual)
        if _set(ctx, top, posts, first[2], first[0], year, head):
            made.add(first[1].pk)
        for row, unit, goal in told:
            if (goal.percent, goal.more_than) != usual:
                own = Organisation.objects.get(pk=unit.pk)
                if _set(ctx, own, posts, goal, row, year, head):
                    made.add(unit.pk)
    return made


def _set(
    ctx: Context, unit: Organisation, posts: GoalPosts, goal: GoalCell, row: TargetRow, year: int, head: PlanHead
) -> bool:  # fmt: skip
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    asked = Goal(goal.percent, goal.more_than)
    known = [
        Goal(g.percent, g.more_than)
        for g in CoverageGoal.objects.filter(organisation=unit, posts=posts, since__lt=after, standing=True)
        if g.until is None or g.until > first
    ]
    if known:
        if str(asked) not in {str(one) for one in known}:
            row.issues.append(CellIssue(row.row, goal.column, str(asked), "goal_differs", str(known[0])))
        return False
    scheme = (
        Scheme.objects.filter(standing=True, since__lte=first, until__gte=first, unit__in=_above(ctx, unit))
        .order_by("-since")
        .first()
    )
    day = f", {head.signed:%d/%m/%Y}" if head.signed else ""
    source = scheme.title if scheme else f"{head.about}{day}"[:200]
    set_goal(unit, posts, asked, GoalSpan(first, after, source, scheme), actor=ctx.actor)
    return True


def _above(ctx: Context, unit: Organisation) -> list[int]:
    node = ctx.map.organisations.get(unit.pk)
    return [unit.pk, *(above.pk for above in node.ancestors())] if node else [unit.pk]
