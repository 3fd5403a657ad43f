"""Rows of the ledger to the facts that rules are told, one case or many in a constant number of queries.

What the ledger does not hold stays unknown: a register that has no column for the application does not
say that there was none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q

from taonguon.admissions.models import Act, Assignment, Candidacy, Handling, Introduction, Tally
from taonguon.orgs.enums import OrganisationKind
from taonguon.orgs.queries import map_on, on_day
from taonguon.people.enums import Standing
from taonguon.people.models import Activity
from taonguon.rules.casefile import read_facts
from taonguon.rules.cases import (
    DONE_KEYS,
    Case,
    Ceremony,
    Helper,
    Introducer,
    Move,
    Person,
    Unit,
    Verifier,
    Vote,
)
from taonguon.rules.dates import PartialDate
from taonguon.rules.tree import Node

_NOTHING_TOLD: dict[str, Any] = {
    "person": Person(), "unit": Unit(), "verifier": Verifier(), "ceremony": Ceremony(),
    "former_membership": None, "population": None, "move": None,
}  # fmt: skip
_SEX = {"m": "male", "f": "female"}


@dataclass
class Bundle:
    """A candidacy with its standing rows, and what is counted around it."""

    candidacy: Candidacy
    acts: dict[str, Act] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    introductions: list[Introduction] = field(default_factory=list)
    handlings: list[Handling] = field(default_factory=list)
    official_members: int = 0
    """Official members of the handling cell on the day the bundle was made for."""
    helper_standing: str = ""
    """Of the helper on that day: "" where he is no member."""
    helper_cell: int | None = None
    """Where the helper is active on that day."""
    active: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Helper and introducers on that day: person -> (standing, cell); who is no member is not here."""
    base_committee: bool | None = None
    """Whether a grassroots committee stands between the handling cell and who decides, as the tree of that day says."""


def bundles(candidacies: Iterable[Candidacy], on: date) -> list[Bundle]:
    """Fetch everything the rules need for some candidacies, in seven queries whatever their number."""
    out = {c.pk: Bundle(c) for c in candidacies}
    pks = list(out)
    for act in Act.objects.filter(candidacy_id__in=pks, standing=True).select_related("tally"):
        out[act.candidacy_id].acts[act.key] = act
    for assignment in Assignment.objects.filter(candidacy_id__in=pks).select_related("helper").order_by("since", "pk"):
        out[assignment.candidacy_id].assignments.append(assignment)
    introduced = Introduction.objects.filter(candidacy_id__in=pks, ended_on__isnull=True).select_related("member")
    for introduction in introduced.order_by("pk"):
        out[introduction.candidacy_id].introductions.append(introduction)
    for handling in Handling.objects.filter(candidacy_id__in=pks).order_by("since", "pk"):
        out[handling.candidacy_id].handlings.append(handling)
    members = official_members({b.candidacy.cell_id for b in out.values()}, on)
    active, tree = _active(out.values(), on), map_on(on).organisations
    for bundle in out.values():
        bundle.base_committee = has_base_committee(tree.get(bundle.candidacy.cell_id))
        bundle.official_members = members.get(bundle.candidacy.cell_id, 0)
        helper = standing_assignment(bundle)
        if helper is not None and helper.helper_id:
            bundle.helper_standing, bundle.helper_cell = active.get(helper.helper_id, ("", None))
        bundle.active = {person: active[person] for person in _around(bundle) if person in active}
    return list(out.values())


def official_members(cells: Iterable[int], on: date) -> dict[int, int]:
    """Count the official members of some cells on a day."""
    rows = Activity.objects.filter(on_day(on), cell_id__in=set(cells), standing=Standing.OFFICIAL)
    return dict(rows.values_list("cell_id").annotate(Count("pk")))


def has_base_committee(cell: Node | None) -> bool | None:
    """Say whether a grassroots committee resolves on what a cell resolved before a committee above it decides.

    Of a cell that is itself a grassroots organisation there is none. Where no district stands above the grassroots
    committee, the tree does not say whether that committee decides itself.
    """
    if cell is None:
        return None
    if cell.kind == OrganisationKind.BASE_CELL:
        return False
    kinds = {above.kind for above in cell.ancestors()}
    return True if {OrganisationKind.GRASSROOTS, OrganisationKind.DISTRICT} <= kinds else None


def standing_assignment(bundle: Bundle) -> Assignment | None:
    """Give the assignment that still lasts."""
    return next((a for a in bundle.assignments if a.until is None), None)


def _around(bundle: Bundle) -> set[int]:
    """Give the ids of the members around a case: its helper, and those who introduce."""
    helper = standing_assignment(bundle)
    found = {helper.helper_id if helper is not None else None, *(i.member_id for i in bundle.introductions)}
    return {person for person in found if person is not None}


def _active(found: Iterable[Bundle], on: date) -> dict[int, tuple[str, int]]:
    people = set().union(*(_around(bundle) for bundle in found))
    rows = Activity.objects.filter(on_day(on), person_id__in=people)
    return {person: (standing, cell) for person, standing, cell in rows.values_list("person_id", "standing", "cell_id")}


def case_of(bundle: Bundle, step: str, on: date, vote: Vote | None = None) -> Case:
    """Give the case of a candidacy as the rules are told it, with the question whether a step may be taken on a day."""
    told = _told(bundle.candidacy.facts)
    candidacy = bundle.candidacy
    person = _person(told["person"], candidacy.person.born, candidacy.person.sex)
    unit: Unit = told["unit"]
    if unit.official_members is None:
        unit = replace(unit, official_members=bundle.official_members)
    if unit.base_committee is None:
        unit = replace(unit, base_committee=bundle.base_committee)
    kind = {Standing.OFFICIAL: "official-member", Standing.PROBATIONARY: "probationary-member"}
    return Case(
        step=step,
        on=on,
        id=candidacy.code or f"candidacy-{candidacy.pk}",
        person=person,
        unit=unit,
        introduced_by=tuple(_introducer(i) for i in bundle.introductions) or None,
        helper=Helper(kind.get(Standing(bundle.helper_standing))) if bundle.helper_standing else Helper(),
        done=_done(bundle),
        vote=vote,
        verifier=told["verifier"],
        ceremony=told["ceremony"],
        former_membership=told["former_membership"],
        population=told["population"],
        move=_move(bundle, told["move"]),
    )


def bare_case(
    facts: Mapping[str, Any],
    born: PartialDate | None,
    sex: str,
    done: Mapping[str, date | bool],
    step: str,
    on: date,
    only: tuple[str, ...],
) -> Case:
    """Give as much of a case as the rules about the person himself ask for: nothing of the people around it."""
    told = _told(facts)
    return Case(
        step=step,
        on=on,
        only=only,
        person=_person(told["person"], born, sex),
        done=done,
        former_membership=told["former_membership"],
        population=told["population"],
    )


def _person(told: Person, born: PartialDate | None, sex: str) -> Person:
    if told is _NOTHING_TOLD["person"]:
        return Person(born=born, sex=_SEX.get(sex))  # of most nothing is told: a third of the time of `replace`
    return replace(told, born=born, sex=_SEX.get(sex) or told.sex)


def vote_of(act: Act) -> Vote | None:
    """Give the counts of the vote an act rests on, as the rules are told them; None where none are on record.

    A list gives the votes in favour and the members; whom it left out of the base it does not say.
    """
    tally: Tally | None = getattr(act, "tally", None)
    if tally is None:
        return None
    counted = Vote(body=tally.body, members=tally.members, in_favour=tally.in_favour)
    return replace(counted, **{name: getattr(tally, name) for name in _LEFT_OUT}) if tally.counted else counted


_LEFT_OUT = ("absent", "temporarily_away", "exempt_absent", "exempt_present", "suspended")


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Read the facts kept with a candidacy, as the tables of a case file."""
    return _NOTHING_TOLD | {name: read_facts(name, table) for name, table in facts.items()}


def _introducer(row: Introduction) -> Introducer:
    return Introducer(
        kind=row.kind,
        together=row.together or None,
        together_months=row.together_months,
        same_grassroots_organisation=row.same_grassroots_organisation,
        replacement=row.replacement,
    )


def _done(bundle: Bundle) -> dict[str, date | bool]:
    """Give the acts whose day is known to the day; one known only by month or year stays unknown to the rules."""
    done: dict[str, date | bool] = {
        key: act.on
        for key, act in bundle.acts.items()
        if act.on is not None and key in DONE_KEYS and act.precision in {"", "d"}
    }
    return done


def _move(bundle: Bundle, told: Move | None) -> Move | None:
    """Give the last move, where the case was handled by another cell before."""
    moved = [h for h in bundle.handlings if h.stage]
    if not moved:
        return None
    last = moved[-1]
    ceremony_at = told.ceremony_at if told is not None else None
    return Move(last.since, last.stage, last.same_deciding_committee, ceremony_at)


OPEN = Q(closed="")
"""Candidacies still open."""
