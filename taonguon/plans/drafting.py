"""The draft of a year's targets as its form shows and sends it. What was typed is given back as it was typed."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.http import QueryDict
from django.utils.translation import gettext as _

from taonguon.orgs.queries import Map
from taonguon.plans.grid import USUAL, Link, measures_of
from taonguon.plans.grounds import sentence_of
from taonguon.plans.plan_enums import SUB_TARGETS, Measure
from taonguon.plans.plan_models import Target, YearPlan
from taonguon.plans.targets import Grid
from taonguon.plans.year import TARGET_MAX
from taonguon.rules.tree import Node

FAIRNESS = 30
_WHOLE = re.compile(r"[0-9]{1,5}")
_BELOW_ZERO = re.compile(r"[-−–] ?[0-9]+")
_KEPT = ("fairness", "number", "about", "signed_on")


@dataclass(slots=True)
class Wish:
    """What the form of a draft was sent with."""

    grid: Grid = field(default_factory=dict)
    limits: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    fairness: int = FAIRNESS
    texts: dict[str, str] = field(default_factory=dict)
    """Every field as it was typed."""
    columns: list[str] = field(default_factory=lambda: [str(m) for m in USUAL])
    wrong: dict[str, str] = field(default_factory=dict)
    """Field -> what is wrong with it, naming unit and column."""

    def kept(self) -> dict[str, object]:
        """Give what is kept with the draft beside the numbers."""
        fields = {
            name: text for name, text in self.texts.items() if name in _KEPT or name.startswith(("low-", "high-"))
        }
        return {"fields": fields, "columns": self.columns}


def read_wish(posted: QueryDict, unit: int, units: Map) -> Wish:
    """Read a sent grid: every number that can be read, and of every other what is wrong with it."""
    node = units.organisations.get(unit)
    wish = Wish(texts={name: str(value) for name, value in posted.items()})
    wish.columns = [m for m in posted.getlist("columns") if m in SUB_TARGETS]
    for n in [node, *node.children] if node else []:
        for measure in Measure:
            number = _number(wish, f"n-{n.pk}-{measure}", f"{n.name}, {str(measure.label).lower()}")
            if number is not None:
                wish.grid[n.pk, str(measure)] = number
        low = _number(wish, f"low-{n.pk}", _("%(unit)s, mức thấp nhất") % {"unit": n.name})
        high = _number(wish, f"high-{n.pk}", _("%(unit)s, mức cao nhất") % {"unit": n.name})
        if high is not None and high < (low or 0):
            wish.wrong[f"high-{n.pk}"] = _("%(unit)s: mức cao nhất thấp hơn mức thấp nhất.") % {"unit": n.name}
        wish.limits[n.pk] = low or 0, high
    fairness = _number(wish, "fairness", _("Chia đều"), 100)
    wish.fairness = FAIRNESS if fairness is None else fairness
    return wish


def _number(wish: Wish, name: str, where: str, most: int = TARGET_MAX) -> int | None:
    text = wish.texts.get(name, "").strip()
    if not text:
        return None
    given = {"where": where, "text": text[:20], "most": most}
    if _BELOW_ZERO.fullmatch(text):
        wish.wrong[name] = _("%(where)s: “%(text)s” không được âm.") % given
    elif not _WHOLE.fullmatch(text):
        wish.wrong[name] = _("%(where)s: “%(text)s” không phải là một số nguyên; cần một số như 12.") % given
    elif int(text) > most:
        wish.wrong[name] = _("%(where)s: %(text)s không nằm giữa 0 và %(most)s.") % given
    else:
        return int(text)
    return None


def wish_of(plan: YearPlan | None, grid: Grid) -> Wish:
    """Give the form's fields as a draft keeps them."""
    found = plan.decisions.filter(signed_on__isnull=True).first() if plan else None
    wish = Wish(grid)
    if found is not None:
        wish.texts = dict(found.kept.get("fields", {}))
        wish.columns = list(found.kept.get("columns", wish.columns))
    wish.texts |= {f"n-{unit}-{measure}": str(number) for (unit, measure), number in grid.items()}
    return wish


def kept_reasons(plan: YearPlan, grid: Grid) -> dict[int, str]:
    """Give the grounds of the draft that still hold: of the numbers that were not changed by hand."""
    rows = Target.objects.filter(decision__plan=plan, decision__signed_on__isnull=True, measure=Measure.TOTAL)
    return {
        row.unit_id: row.reason for row in rows if row.reason and grid.get((row.unit_id, Measure.TOTAL)) == row.number
    }


def below_done(grid: Grid, done: Grid, node: Node) -> list[str]:
    """Name the targets that are below what was admitted already."""
    names = {n.pk: n.name for n in (node, *node.children)}
    return [
        _("%(unit)s, %(measure)s %(number)s (đã kết nạp %(done)s)")
        % {"unit": names[pk], "measure": str(Measure(m).label).lower(), "number": number, "done": done[pk, m]}
        for (pk, m), number in grid.items()
        if pk in names and number < done.get((pk, m), 0)
    ]


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of the grid, with what stands beside it."""

    name: str
    measure: str
    label: str
    text: str
    wrong: str
    now: int | None
    """The target that counts today."""
    done: int
    other: str | None
    """What somebody else made of it meanwhile; None where it is the same."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A unit's row of the grid to fill."""

    pk: int
    name: str
    own: bool
    entries: list[Entry]
    reason: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be shared of a measure; below 0: shared too much."""

    measure: str
    label: str
    left: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What the grid shows beside the fields."""

    now: Grid
    done: Grid
    reasons: Mapping[int, str]
    other: Grid | None = None
    """What stands now, where somebody else changed it since the form was opened."""


def draft_lines(node: Node, wish: Wish, beside: Beside, link: Link) -> tuple[list[DraftLine], list[Left]]:
    """Give the grid to fill, and what is still to be shared."""
    typed = {
        (n.pk, str(m)): 1 for n in (node, *node.children) for m in Measure if wish.texts.get(f"n-{n.pk}-{m}", "").strip("0 ")
    }  # fmt: skip
    measures = measures_of(typed | (beside.other or {}), wish.columns)
    names = {n.pk: n.name for n in (node, *node.children)}
    entry = partial(_entry, wish, beside)
    lines = [
        DraftLine(
            pk, name, pk == node.pk, [entry(pk, m, label) for m, label in measures],
            sentence_of(beside.reasons.get(pk, ""), names, partial(link, pk)),
            wish.texts.get(f"low-{pk}", ""), wish.texts.get(f"high-{pk}", ""),
        )
        for pk, name in names.items()
    ]  # fmt: skip
    left = [
        Left(m, label, wish.grid.get((node.pk, m), 0) - sum(wish.grid.get((n.pk, m), 0) for n in node.children))
        for m, label in measures
    ]
    return lines, left


def _entry(wish: Wish, beside: Beside, pk: int, measure: str, label: str) -> Entry:
    name = f"n-{pk}-{measure}"
    text = wish.texts.get(name, "")
    other = None
    if beside.other is not None:
        there = beside.other.get((pk, measure))
        stands = "" if there is None else str(there)
        other = stands if stands != text.strip() else None
    return Entry(
        name, measure, label, text, wish.wrong.get(name, ""), beside.now.get((pk, measure)),
        beside.done.get((pk, measure), 0), other,
    )  # fmt: skip


def columns_of(columns: Collection[str]) -> list[tuple[str, str, bool]]:
    """Give the groups a plan may have: code, name, and whether it is chosen."""
    return [(str(m), str(m.label), m in columns) for m in SUB_TARGETS]
