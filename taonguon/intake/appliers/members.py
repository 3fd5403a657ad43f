"""Loading member lists, and the lists of admissions and recognitions."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from taonguon.admissions.merging import open_cases
from taonguon.admissions.settling import settle_around
from taonguon.audit.actions import record
from taonguon.classes.merging import merge_with_classes, share_a_class
from taonguon.intake.appliers.base import CREATED, NAME_LENGTH, REJECTED, UNCHANGED, UPDATED, Context, Fate
from taonguon.intake.appliers.register import Register, complete
from taonguon.intake.appliers.repeats import without_repeats
from taonguon.intake.interpret.records import ActRow, CellIssue, Kind, MemberRow
from taonguon.intake.matching import Known, Match, Named
from taonguon.people.actions import rewrite_activities, set_residence
from taonguon.people.bulk import insert_rows, reserve_ids
from taonguon.people.models import Activity, Membership, Person, Residence
from taonguon.rules.dates import PartialDate, add_months, partial
from taonguon.rules.membership import Stay, standings
from taonguon.rules.names import fold
from taonguon.rules.tree import Node


class _Known(NamedTuple):
    """What a row may add to somebody known. Plain tuples: a load may name all 100,000 of a province again."""

    pk: int
    sex: str
    ethnicity: str
    born_on: date | None
    born_precision: str


class _Held(NamedTuple):
    """A membership as the database has it, in the order of its columns."""

    id: int
    person_id: int
    card_number: str
    decision_number: str
    decided_on: date | None
    received_on: date | None
    admitted_on: date | None
    admitted_precision: str
    official_on: date | None
    official_precision: str
    recognition_number: str
    recognised_on: date | None
    ended_on: date | None
    ended_precision: str
    end_reason: str
    exempt: bool


_ACTIVITY = ("membership", "person", "cell", "standing", "since", "until")
_STEP = 500
_LEAST_AGE = 14
"""Years below which a list is surely wrong. Whether 18 was reached is for the rules of the procedure to say."""
_PORTION = 5_000
"""Rows that are set beside what is known and then written, before the next are looked at: what is known of a
whole province is too much to hold at once."""


@dataclass(slots=True)
class _Placed:
    row: MemberRow
    cell: Node
    village: Node | None
    named: Named


def apply_people(ctx: Context) -> None:
    """Write the people of a list: who they are, where they live, and what the list says of their membership."""
    _People(ctx).run()


class _People:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.kind = ctx.parsed.kind
        self.register = Register(ctx.map)
        self.memberships: list[tuple[Any, ...]] = []
        self.activities: list[tuple[Any, ...]] = []
        self.standing: dict[int, _Held] = {}
        self.people: dict[int, _Known] = {}
        self.residences: dict[int, int] = {}
        self.active_in: dict[int, int] = {}
        """membership -> the cell its member is active in, while he is"""
        self.moved: set[int] = set()
        """people whose standing or cell this list changed"""
        self.around: dict[tuple[int, int | None], frozenset[str]] = {}

    def run(self) -> None:
        rows = [r for r in self.ctx.parsed.rows if isinstance(r, MemberRow)]
        placed = [p for row in rows if (p := self._place(row)) is not None]
        placed, again = without_repeats(placed, _same)
        repeated = [(one, first.row) for one, first in again]
        self.register.open((p.named for p in placed), len(placed))
        self.ids = iter(reserve_ids(Membership, len(placed)))
        taken: dict[int, MemberRow] = {}
        for start in range(0, len(placed), _PORTION):
            portion = placed[start : start + _PORTION]
            self._known([one.named for one in portion])
            for number, one in enumerate(portion, start=start + 1):
                match = self._match(one.named)
                if match.person is not None and match.person.pk in taken:
                    repeated.append((one, taken[match.person.pk]))
                    continue
                taken[self._one(one, match)] = one.row
                if number % _STEP == 0:
                    self.ctx.step(number, len(placed))
            self._flush()
        self._repeated(repeated)
        settle_around(self.moved, self.ctx.today)  # who helped or introduced there is to be replaced
        self.ctx.doubts.extend(self.register.doubts)

    def _flush(self) -> None:
        self.register.flush()
        insert_rows(Membership, _Held._fields, self.memberships)
        insert_rows(Activity, _ACTIVITY, self.activities)
        self.memberships, self.activities = [], []

    # -- where

    def _place(self, row: MemberRow) -> _Placed | None:
        ctx, places = self.ctx, self.ctx.places
        remark = "without-name" if not row.name else ""
        if row.rejected:
            ctx.fates.append(Fate(row, REJECTED, remark=remark))
            return None
        if not self._plausible(row):
            return None
        committee = places.committee(row.committee)
        cell = places.cell(row.cell, committee)
        if cell is None:
            shown = row.cell or row.committee
            ctx.reject(row, row.cell_column if row.cell_column >= 0 else row.name_column, shown, "unknown_unit")
            return None
        if not ctx.reaches_unit(cell.pk):
            ctx.reject(row, row.name_column, cell.name, "out_of_scope")
            return None
        village = None
        if row.residence:
            village = places.village(row.residence, self._commune(cell))
            if village is None:
                row.issues.append(CellIssue(row.row, row.residence_column, row.residence, "unknown_unit", "residence"))
        return _Placed(row, cell, village, Named(fold(row.name), row.born, self._around(cell, village), row.card))

    def _around(self, cell: Node, village: Node | None) -> frozenset[str]:
        """Give the places of a row, one set for all rows of a cell and village."""
        key = (cell.pk, village.pk if village else None)
        if key not in self.around:
            here = {f"v{village.pk}"} if village else set()
            self.around[key] = frozenset(self.register.around_cell(cell.pk) | here)
        return self.around[key]

    def _plausible(self, row: MemberRow) -> bool:
        """Turn away a row that cannot be; remark on one that can hardly be."""
        if len(row.name) > NAME_LENGTH:
            self.ctx.reject(row, row.name_column, row.name[:40], "too_long", str(NAME_LENGTH))
            return False
        for day, what in ((row.born, "birth"), (row.admitted, "admitted")):
            if day is not None and day.first > self.ctx.today:
                self.ctx.reject(row, row.name_column, str(day), "future_date", what)
                return False
        if row.born and row.admitted and row.admitted.last < add_months(row.born.first, 12 * _LEAST_AGE):
            row.issues.append(CellIssue(row.row, row.name_column, str(row.admitted), "too_young", str(row.born)))
        return True

    def _commune(self, cell: Node) -> Node | None:
        node: Node | None = cell
        while node is not None:
            place = self.ctx.map.localities.get(node.territory_pk)
            if place is not None:
                return place if place.kind == "commune" else None
            node = node.parent
        return None

    # -- who

    def _known(self, names: list[Named]) -> None:
        """Read what is known of the people these names may mean: person, standing membership, activities, residence."""
        for read in (self.people, self.standing, self.active_in, self.residences):
            read.clear()
        pks = self.register.known_ids(names)
        for chunk in [pks[i : i + 5000] for i in range(0, len(pks), 5000)]:
            for person in map(_Known._make, Person.objects.filter(pk__in=chunk).values_list(*_Known._fields)):
                self.people[person.pk] = person
            memberships = Membership.objects.filter(person__in=chunk).order_by("pk").values_list(*_Held._fields)
            for membership in map(_Held._make, memberships):
                if not membership.end_reason or membership.person_id not in self.standing:
                    self.standing[membership.person_id] = membership
            active = Activity.objects.filter(person__in=chunk, until__isnull=True)
            self.active_in.update(active.values_list("membership_id", "cell_id"))
            for pk, place in Residence.objects.filter(person__in=chunk, until__isnull=True).values_list(
                "person_id", "locality_id"
            ):
                self.residences[pk] = place

    def _match(self, named: Named) -> Match:
        several = self.register.directory.one_person(named)
        one = self._made_one(several, named.folded) if several else None
        return Match(one) if one is not None else self.register.find(named)

    def _made_one(self, several: list[Known], folded: str) -> Known | None:
        """Merge people whom a row shows to be one, unless two are members, on the list or in one class, or one is this load's own."""
        members = [k for k in several if k.pk in self.standing]
        if len(members) > 1 or any(k.pk not in self.people for k in several):
            return None
        if open_cases(k.pk for k in several) > 1 or share_a_class(k.pk for k in several):
            return None
        keep = members[0] if members else several[0]
        for other in [k for k in several if k is not keep]:
            both = Person.objects.in_bulk((keep.pk, other.pk))
            merged = merge_with_classes(both[keep.pk], both[other.pk], actor=self.ctx.actor)
            self.people[keep.pk] = _Known(*(getattr(merged, name) for name in _Known._fields))
            keep.born, keep.places = merged.born, keep.places | other.places
            if (home := self.residences.pop(other.pk, None)) is not None:
                self.residences.setdefault(keep.pk, home)
            self.register.directory.forget(folded, other)
        return keep

    def _one(self, one: _Placed, match: Match) -> int:
        row = one.row
        if match.person is None:
            known = self._make(one, match)
            outcome = CREATED
        else:
            known = match.person
            outcome = self._update(one, known)
        if isinstance(row, ActRow) and row.admitted is None and self.kind is Kind.ADMISSIONS:
            row.issues.append(CellIssue(row.row, -1, "", "no_ceremony"))
        self.ctx.done(row, outcome, known.pk, _remark(row, self.kind))
        return known.pk

    def _make(self, one: _Placed, match: Match) -> Known:
        row = one.row
        known = self.register.make(row.name, one.named, sex=row.sex, ethnicity=row.ethnicity, doubts=match)
        if match.doubts:
            row.issues.append(CellIssue(row.row, row.name_column, row.name, "doubtful_person"))
        if one.village is not None:
            self.register.settle(known.pk, one.village.pk)
        self._admit(one, known.pk)
        return known

    def _admit(self, one: _Placed, person: int) -> bool:
        """Make a membership of what the row says, with its activity in the cell; say whether there was one to make."""
        row = one.row
        if row.admitted is None and self.kind is Kind.ADMISSIONS:
            return False  # a decision without a ceremony makes nobody a member
        pk = next(self.ids)
        facts = _facts(row, self.kind, self.ctx.as_of)
        self.memberships.append((pk, person, *facts.values()))
        official = facts["recognised_on"] or facts["official_on"]
        for s in standings(facts["admitted_on"], official, facts["ended_on"], [Stay(one.cell.pk)]):
            self.activities.append((pk, person, s.cell, s.standing, s.since, s.until))
        return True

    def _update(self, one: _Placed, known: Known) -> str:
        row = one.row
        changed = False
        person = self.people.get(known.pk)
        if person is not None:
            was = partial(person.born_on, person.born_precision)
            new = complete(person.sex, person.ethnicity, was, born=row.born, sex=row.sex, ethnicity=row.ethnicity)
            if new:
                Person.objects.filter(pk=person.pk).update(**new)
                changed = True
            if one.village is not None:
                changed |= self._settle(person.pk, one.village.pk)
        membership = self.standing.get(known.pk)
        if membership is None:
            self.moved.add(known.pk)
            return UPDATED if self._admit(one, known.pk) or changed else UNCHANGED
        changed |= self._amend(one, membership)
        return UPDATED if changed else UNCHANGED

    def _settle(self, person: int, village: int) -> bool:
        standing = self.residences.get(person)
        if standing == village or (standing is not None and self.kind is not Kind.MEMBERS):
            return False
        if standing is None:
            self.register.settle(person, village)
        else:
            set_residence(Person.objects.get(pk=person), village, actor=self.ctx.actor, on=self.ctx.as_of)
        return True

    def _amend(self, one: _Placed, held: _Held) -> bool:
        """Add to a known membership what the row knows more; a moved member changes cell on the list's day."""
        facts = _facts(one.row, self.kind, self.ctx.as_of)
        new = {k: v for k, v in facts.items() if v not in (None, "", False) and not getattr(held, k)}
        _drop_lone_precisions(new)
        if one.row.end_reason and not held.end_reason:
            new["end_reason"] = one.row.end_reason
        here = self.active_in.get(held.id, one.cell.pk)
        moved = self.kind is Kind.MEMBERS and not held.end_reason and here != one.cell.pk
        if not new and not moved:
            return False
        membership = Membership.objects.select_related("person").get(pk=held.id)
        for name, value in new.items():
            setattr(membership, name, value)
        if new:
            membership.save(update_fields=list(new))
        stays = _joined(membership)
        if moved:
            last = stays[-1]
            stays = [*stays[:-1], Stay(last.cell, last.since, self.ctx.as_of), Stay(one.cell.pk, self.ctx.as_of)]
        rewrite_activities(membership, stays or [Stay(one.cell.pk)])
        self.moved.add(membership.person_id)
        was = {"cell": here} if moved else {}
        now = {k: str(v) for k, v in new.items()} | ({"cell": one.cell.pk} if moved else {})
        record(self.ctx.actor, "person.corrected", membership.person, was=was, now=now)
        return True

    # -- twice

    def _repeated(self, repeated: list[tuple[_Placed, MemberRow]]) -> None:
        for one, first in repeated:
            row = one.row
            row.issues.append(CellIssue(row.row, row.name_column, row.name, "duplicate_person", f"{first.row + 1}"))
            remark = "dup-same" if (row.cell, row.committee) == (first.cell, first.committee) else "dup-other"
            self.ctx.fates.append(Fate(row, REJECTED, remark=remark))


def _same(one: _Placed) -> Hashable | None:
    """What two rows of one member have in common besides the name: the card, or the year of birth and the cell."""
    if one.row.card:
        return one.row.card
    return None if one.named.born is None else (one.named.born.year, one.cell.pk)


def _facts(row: MemberRow, kind: Kind, as_of: date) -> dict[str, Any]:
    """Give what a row says of a membership, as columns in the order of `_Held` from the card number on."""
    admission = kind is Kind.ADMISSIONS and isinstance(row, ActRow)
    recognition = kind is Kind.RECOGNITIONS and isinstance(row, ActRow)
    number = row.decision_number if isinstance(row, ActRow) else ""
    decided = _first(row.decided) if isinstance(row, ActRow) else None
    ended = row.ended.first if row.ended else (as_of if row.end_reason else None)
    return {
        "card_number": row.card[:16],
        "decision_number": number[:40] if admission else "",
        "decided_on": decided if admission else None,
        "received_on": _first(row.received) if admission and isinstance(row, ActRow) else None,
        "admitted_on": _first(row.admitted),
        "admitted_precision": row.admitted.precision if row.admitted else "",
        "official_on": _first(row.official),
        "official_precision": row.official.precision if row.official else "",
        "recognition_number": number[:40] if recognition else "",
        "recognised_on": decided if recognition else None,
        "ended_on": ended,
        "ended_precision": (row.ended.precision if row.ended else "d") if ended else "",
        "end_reason": row.end_reason,
        "exempt": row.exempt,
    }


def _drop_lone_precisions(new: dict[str, Any]) -> None:
    for name in ("admitted", "official", "ended"):
        if f"{name}_on" not in new:
            new.pop(f"{name}_precision", None)


def _first(day: PartialDate | None) -> date | None:
    return day.first if day else None


def _joined(membership: Membership) -> list[Stay]:
    """Put the runs of one cell together again; the first begins with the membership itself."""
    out: list[Stay] = []
    stretches = [Stay(*row) for row in membership.activities.values_list("cell_id", "since", "until")]
    for stretch in sorted(stretches, key=lambda s: s.since or date.min):
        if out and out[-1].cell == stretch.cell and out[-1].until == stretch.since:
            out[-1] = Stay(stretch.cell, out[-1].since, stretch.until)
        else:
            out.append(stretch)
    if out:
        out[0] = Stay(out[0].cell, None, out[0].until)
    return out


def _remark(row: MemberRow, kind: Kind) -> str:
    if kind is not Kind.MEMBERS:
        return ""
    if row.end_reason:
        return "gone"
    return "person" if row.official else "no-official-date"
