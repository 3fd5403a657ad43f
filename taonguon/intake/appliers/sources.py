"""Loading a register of the source: who stands on it, where, and through `Ledger` how far each has come."""

from collections.abc import Hashable
from dataclasses import dataclass

from taonguon.admissions.certificates import take_over
from taonguon.intake.appliers.base import NAME_LENGTH, REJECTED, Context, Fate
from taonguon.intake.appliers.candidacies import Ledger, Told
from taonguon.intake.appliers.register import Register
from taonguon.intake.appliers.repeats import without_repeats
from taonguon.intake.interpret.records import CellIssue, SourceRow
from taonguon.intake.matching import Named
from taonguon.rules.names import fold
from taonguon.rules.tree import Node

_PORTION = 2_000


@dataclass(slots=True)
class _Placed:
    row: SourceRow
    cell: Node
    """The handling cell; the committee where the list names no cell that is known."""
    village: Node | None
    named: Named


def apply_sources(ctx: Context) -> None:
    """Write the people of a register of the source, and the ledger of each one's way."""
    _Sources(ctx).run()


class _Sources:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.register = Register(ctx.map)
        self.made: set[int] = set()

    def run(self) -> None:
        rows = [r for r in self.ctx.parsed.rows if isinstance(r, SourceRow)]
        placed = [p for row in rows if (p := self._place(row)) is not None]
        placed, again = without_repeats(placed, _same)
        for one, first in again:
            self._join(first.row, one.row)
        self.register.open((p.named for p in placed), len(placed))
        told = self._told(placed)
        for start in range(0, len(told), _PORTION):
            portion = told[start : start + _PORTION]
            ledger = Ledger(self.ctx, portion)
            self._complete([one for one in ledger.portion if one.person not in self.made])
            ledger.write()
            take_over([one.person for one in ledger.portion], self.ctx.today, actor=self.ctx.actor)
            self.ctx.step(min(start + _PORTION, len(told)), len(told))
        self.ctx.doubts.extend(self.register.doubts)

    # -- where

    def _place(self, row: SourceRow) -> _Placed | None:
        ctx, places = self.ctx, self.ctx.places
        if row.rejected:
            ctx.fates.append(Fate(row, REJECTED, remark="without-name"))
            return None
        if not self._plausible(row):
            return None
        committee = places.committee(row.committee) or places.committee(ctx.parsed.communes.get(row.sheet, ""))
        cell = places.cell(row.cell, committee)
        village = places.village(row.residence, _commune(ctx, cell or committee)) if row.residence else None
        handling = cell or self._served(row, village) or committee
        if handling is None:
            shown = row.cell or row.committee or row.residence
            ctx.reject(row, row.cell_column if row.cell_column >= 0 else row.name_column, shown, "unknown_unit")
            return None
        if not ctx.reaches_unit(handling.pk):
            ctx.reject(row, row.name_column, handling.name, "out_of_scope")
            return None
        if row.residence and village is None:
            row.issues.append(CellIssue(row.row, row.residence_column, row.residence, "unknown_unit", "residence"))
        elif row.cell and cell is None:
            row.issues.append(CellIssue(row.row, row.cell_column, row.cell, "unknown_unit"))
        around = self.register.around_cell(handling.pk)
        around |= {f"v{village.pk}"} if village else set()
        around |= {f"c{committee.pk}"} if committee else set()  # who waits there until his cell is known
        return _Placed(row, handling, village, Named(fold(row.name), row.born, frozenset(around)))

    def _served(self, row: SourceRow, village: Node | None) -> Node | None:
        """Give the cell of the village, for a list that names no cell."""
        if village is None or row.cell:
            return None
        served = self.ctx.map.services.get(village.pk)
        return self.ctx.map.organisations.get(served[0]) if served else None

    def _plausible(self, row: SourceRow) -> bool:
        """Turn away a row that cannot be."""
        today = self.ctx.today
        if len(row.name) > NAME_LENGTH:
            self.ctx.reject(row, row.name_column, row.name[:40], "too_long", str(NAME_LENGTH))
            return False
        if row.born is not None and row.born.first > today:
            self.ctx.reject(row, row.name_column, str(row.born), "future_date", "birth")
            return False
        self._leave_out_plans(row)
        return True

    def _leave_out_plans(self, row: SourceRow) -> None:
        """Leave out what a row tells of days to come."""
        today = self.ctx.today
        for key, act in list(row.acts.items()):
            if act.on is not None and act.on.first > today:
                row.issues.append(CellIssue(row.row, act.column, str(act.on), "not_yet", "act"))
                del row.acts[key]
        for helper in list(row.helpers):
            if helper[1] is not None and helper[1].first > today:
                row.issues.append(CellIssue(row.row, row.helper_column, str(helper[1]), "not_yet", "assigned"))
                row.helpers.remove(helper)
        if row.off_on is not None and row.off_on.first > today:
            row.issues.append(CellIssue(row.row, -1, str(row.off_on), "not_yet", "taken-off"))
            row.off, row.off_on = "", None

    # -- who

    def _join(self, row: SourceRow, again: SourceRow) -> None:
        """Take from a second row of one person what the first does not say; the second is given back."""
        for key, act in again.acts.items():
            row.acts.setdefault(key, act)
        row.helpers = row.helpers or again.helpers
        row.vote = row.vote or again.vote
        if again.off and not row.off:
            row.off, row.off_on = again.off, again.off_on
        again.issues.append(CellIssue(again.row, again.name_column, again.name, "duplicate_person", f"{row.row + 1}"))
        self.ctx.fates.append(Fate(again, REJECTED))

    def _told(self, placed: list[_Placed]) -> list[Told]:
        """Say who each row is: somebody known, or made now."""
        told: dict[int, Told] = {}
        for one in placed:
            row, match = one.row, self.register.find(one.named)
            if match.person is not None and match.person.pk in told:
                self._join(told[match.person.pk].row, row)
                continue
            if match.person is None:
                known = self.register.make(row.name, one.named, sex=row.sex, ethnicity=row.ethnicity, doubts=match)
                self.made.add(known.pk)
                if match.doubts:
                    row.issues.append(CellIssue(row.row, row.name_column, row.name, "doubtful_person"))
                if one.village is not None:
                    self.register.settle(known.pk, one.village.pk)
            else:
                known = match.person
            told[known.pk] = Told(known.pk, row, one.cell, one.village.pk if one.village else None)
        self.register.flush()
        return list(told.values())

    def _complete(self, known: list[Told]) -> None:
        """Add to people already known what the list says and was blank."""
        changed = self.register.complete({one.person: (one.row, one.village) for one in known})
        for one in known:
            one.changed = one.changed or one.person in changed


def _commune(ctx: Context, unit: Node | None) -> Node | None:
    while unit is not None:
        place = ctx.map.localities.get(unit.territory_pk)
        if place is not None:
            return place if place.kind == "commune" else None
        unit = unit.parent
    return None


def _same(one: _Placed) -> Hashable | None:
    """What two rows of one person have in common besides the name: the year of birth and the cell."""
    return None if one.named.born is None else (one.named.born.year, one.cell.pk)
