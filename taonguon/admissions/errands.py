"""What waits in a case besides its next step: papers the board asks for, another helper, the helper's comments.

What should wait is reckoned from the case; `settling` sets it beside what stands, and writes the difference.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from taonguon.admissions.desk import Dossier
from taonguon.admissions.desk_enums import ErrandKind
from taonguon.admissions.facts import Bundle, standing_assignment
from taonguon.admissions.models import Errand, Introduction
from taonguon.orgs.enums import BASES
from taonguon.people.enums import Standing
from taonguon.rules.engine import Clock
from taonguon.rules.tree import Tree

COMMENTS_AHEAD = timedelta(days=30)
"""The helper's comments are pointed out so long before the twelve months end."""
_Wanted = dict[ErrandKind, tuple[str, date | None]]


def wanted(bundle: Bundle, dossier: Dossier | None, clocks: Iterable[Clock], tree: Tree, today: date) -> _Wanted:
    """Say what should wait in an open case: kind -> (who acts, last day). `tree`: the units of today."""
    if bundle.candidacy.closed:
        return {}
    out: _Wanted = {}
    if dossier is not None and dossier.waiting:
        out[ErrandKind.SUPPLEMENT] = ("sending-unit", dossier.by)
    if helper_lost(bundle):
        out[ErrandKind.NEW_HELPER] = ("cell", None)
    if introducers_lost(bundle, tree):
        out[ErrandKind.NEW_INTRODUCER] = ("cell", None)
    due, by = _comments_due(bundle, {clock.name: clock.by for clock in clocks}, today)
    if due:
        out[ErrandKind.COMMENTS] = ("cell", by)
    return out


def helper_lost(bundle: Bundle) -> str:
    """Say why another helper is needed: "ended" (nobody took over), "left" (no member any more), "moved" (active in
    another cell), "not-official"; "" where none is, or where it is not known who helps.
    """
    if not bundle.assignments:
        return ""
    standing = standing_assignment(bundle)
    if standing is None:
        return "ended"
    if standing.helper_id is None:
        return ""
    if not bundle.helper_standing:
        return "left"
    if bundle.helper_cell != bundle.candidacy.cell_id:
        return "moved"
    return "" if bundle.helper_standing == Standing.OFFICIAL else "not-official"


def introducers_lost(bundle: Bundle, tree: Tree) -> list[Introduction]:
    """Give the introducers known as members who are official members of the same base organisation no longer.

    The cell assigns another (INT-REPLACE) until it has voted. The rules themselves judge what is told of the
    introducers, not where they are today.
    """
    if "cell-resolution" in bundle.acts:
        return []
    here = _base_of(bundle.candidacy.cell_id, tree)
    out = []
    for one in bundle.introductions:
        if one.member_id is not None:
            standing, cell = bundle.active.get(one.member_id, ("", None))
            if standing != Standing.OFFICIAL or _base_of(cell, tree) != here:
                out.append(one)
    return out


def _base_of(cell: int | None, tree: Tree) -> int | None:
    """Give the base organisation that a cell belongs to, or is."""
    node = tree.get(cell) if cell is not None else None
    if node is None:
        return cell
    return next((above.pk for above in (node, *reversed(node.ancestors())) if above.kind in BASES), cell)


def _comments_due(bundle: Bundle, last_days: Mapping[str, date | None], today: date) -> tuple[bool, date | None]:
    """Say whether the helper's comments on a probationary member are due, and by which day.

    They are there before the cell considers recognition, and go along with a member who moves. Before admission
    what the helper writes is the introduction, a step of its own.
    """
    acts = bundle.acts
    if "ceremony" not in acts or "helper-comments" in acts or "recognition-resolution" in acts:
        return False, None
    by, ends = last_days.get("review-by"), last_days.get("probation-ends")
    moved = any(handling.stage == "probation" for handling in bundle.handlings)
    return moved or (ends is not None and today >= ends - COMMENTS_AHEAD), by


def write_errands(found: Mapping[int, _Wanted]) -> None:
    """Set what should wait in some cases beside what stands, and write the difference; as a rule there is none."""
    standing = {(one.candidacy_id, one.kind): one for one in Errand.objects.filter(candidacy_id__in=found)}
    due = {(pk, str(kind)): told for pk, errands in found.items() for kind, told in errands.items()}
    changed: list[Errand] = []
    for key, (actor, by) in due.items():
        one = standing.get(key)
        if one is not None and (one.actor, one.by) != (actor, by):
            one.actor, one.by = actor, by
            changed.append(one)
    over = [one.pk for key, one in standing.items() if key not in due]
    if over:
        Errand.objects.filter(pk__in=over).delete()
    Errand.objects.bulk_update(changed, ["actor", "by"])
    Errand.objects.bulk_create(
        Errand(candidacy_id=pk, kind=kind, actor=actor, by=by)
        for (pk, kind), (actor, by) in due.items()
        if (pk, kind) not in standing
    )
