"""What every kind of load shares: the places, the people, the fate of each row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from taonguon.intake.interpret.records import CellIssue, Parsed, Row
from taonguon.intake.places import Places
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import Map

NAME_LENGTH = 120
"""Longest name of a person or village the register takes."""
CREATED, UPDATED, UNCHANGED, REJECTED = OUTCOMES = ("created", "updated", "unchanged", "rejected")


class CancelledError(Exception):
    """The user stopped the load; the transaction is rolled back."""


@dataclass(slots=True)
class Fate:
    """What became of a row."""

    row: Row
    outcome: str
    person: int | None = None
    remark: str = ""


@dataclass(slots=True)
class Context:
    """One load under way."""

    parsed: Parsed
    actor: Any
    scope: Scope | None
    """None: the command line, which reaches everything."""
    today: date
    as_of: date
    map: Map
    places: Places
    step: Callable[[int, int], None]
    """Called with rows done and rows in all; raises CancelledError when asked to stop."""
    fates: list[Fate] = field(default_factory=list)
    doubts: list[tuple[int, int, str]] = field(default_factory=list)
    made_units: set[int] = field(default_factory=set)
    """Units this load itself made, under units in reach."""

    def reaches_unit(self, pk: int) -> bool:
        """Say whether the loader may write about a unit."""
        return self.scope is None or self.scope.everything or pk in self.scope.organisation_ids or pk in self.made_units

    def reaches_place(self, pk: int) -> bool:
        """Say whether the loader may write about a village."""
        return self.scope is None or self.scope.everything or pk in self.scope.locality_ids

    def reject(self, row: Row, column: int, shown: str, kind: str, field_name: str = "") -> None:
        """Reject a row for a reason of its own."""
        row.issues.append(CellIssue(row.row, column, shown, kind, field_name))
        row.rejected = True
        self.fates.append(Fate(row, REJECTED))

    def done(self, row: Row, outcome: str, person: int | None = None, remark: str = "") -> None:
        """Record a row's fate."""
        self.fates.append(Fate(row, outcome, person, remark))
