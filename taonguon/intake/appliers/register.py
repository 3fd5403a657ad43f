"""The people of a load: those already known by the names in the file, and those made by it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from taonguon.admissions.models import Handling
from taonguon.classes.models import Enrolment
from taonguon.intake.interpret.records import MemberRow
from taonguon.intake.matching import Directory, Known, Match, Named
from taonguon.orgs.enums import CELLS
from taonguon.orgs.queries import Map
from taonguon.people.bulk import insert_rows, reserve_ids
from taonguon.people.models import Activity, Membership, Person, Residence, Tenure
from taonguon.rules.dates import PartialDate, partial
from taonguon.rules.names import sort_key

_MANY_NAMES = 5_000
PERSON_FIELDS = ("id", "name", "folded", "sort_key", "sex", "born_on", "born_precision", "ethnicity")


@dataclass(slots=True)
class Register:
    """Matches names and makes new people in a buffer, written by `flush`."""

    map: Map
    directory: Directory = field(default_factory=Directory)
    doubts: list[tuple[int, int, str]] = field(default_factory=list)
    _new: list[tuple[Any, ...]] = field(default_factory=list)
    _residences: list[tuple[int, int]] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: iter(()))
    _known: dict[int, Known] = field(default_factory=dict)
    _sets: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    _within: dict[int, frozenset[str]] = field(default_factory=dict)

    def open(self, names: Iterable[Named], most_new: int) -> None:
        """Read everybody of the file's names, with birth, card and places; reserve ids for the new."""
        listed = list(names)
        self.directory.expect(listed)
        self._ids = iter(reserve_ids(Person, most_new))
        folded = {n.folded for n in listed}
        known = self._known
        for chunk in _chunks(folded):
            people = _named(Person.objects.filter(merged_into__isnull=True), "folded", chunk)
            named = people.values_list("pk", "folded", "born_on", "born_precision")
            for pk, name, day, precision in named.iterator():
                known[pk] = Known(pk, partial(day, precision))
                self.directory.add(name, known[pk])
            self._evidence(known, chunk)

    def _evidence(self, known: dict[int, Known], chunk: list[str] | None) -> None:
        homes = _named(Residence.objects.all(), "person__folded", chunk)
        for pk, place in homes.values_list("person_id", "locality_id").iterator():
            self._near(pk, {f"v{place}"})
        active = _named(Activity.objects.all(), "person__folded", chunk)
        for pk, cell in active.values_list("person_id", "cell_id").distinct().iterator():
            self._near(pk, self.around_cell(cell))
        seats = _named(Tenure.objects.all(), "person__folded", chunk)
        for pk, place, cell in seats.values_list("person_id", "post__locality_id", "post__organisation_id").distinct():
            self._near(pk, self.around_village(place) if place else self.around_cell(cell))
        handled = _named(Handling.objects.all(), "candidacy__person__folded", chunk)
        for pk, cell in handled.values_list("candidacy__person_id", "cell_id").distinct().iterator():
            self._near(pk, self.around_cell(cell))
        sent = _named(Enrolment.objects.filter(sender__isnull=False), "person__folded", chunk)
        for pk, unit in sent.values_list("person_id", "sender_id").distinct().iterator():
            self._sent_by(pk, unit)
        cards = _named(Membership.objects.exclude(card_number=""), "person__folded", chunk)
        for pk, card in cards.values_list("person_id", "card_number").iterator():
            if pk in known:
                known[pk].cards += (card,)

    def _sent_by(self, pk: int, unit: int) -> None:
        """A cell that sent somebody to a class is his; of a committee, some place of it, where nothing more is known."""
        node = self.map.organisations.get(unit)
        if node is None:
            return
        if node.kind in CELLS:
            self._near(pk, self.around_cell(unit))
        elif pk in self._known and not self._known[pk].places:
            self._known[pk].wide |= self.within(unit)

    def _near(self, pk: int, places: set[str]) -> None:
        """Add places of somebody known; equal sets are kept once, since most members of a cell have the same."""
        if pk in self._known:
            both = self._known[pk].places | places
            self._known[pk].places = self._sets.setdefault(both, both)

    def known_ids(self, names: Iterable[Named]) -> list[int]:
        """Give the ids of those the names may mean who were in the register before this load."""
        return sorted({k.pk for one in names for k in self.directory.near(one) if k.pk in self._known})

    def around_cell(self, cell: int | None) -> set[str]:
        """Give a cell as places: itself and the villages it serves."""
        return set() if cell is None else {f"c{cell}", *(f"v{v}" for v in self.map.villages_of.get(cell, ()))}

    def within(self, unit: int) -> frozenset[str]:
        """Give a unit, all units below it and their villages as places."""
        if unit not in self._within:
            node = self.map.organisations.get(unit)
            part = self.map.part(node) if node else None
            cells = {f"c{pk}" for pk in part.inside} if part else set()
            self._within[unit] = frozenset(cells | ({f"v{pk}" for pk in part.village_ids} if part else set()))
        return self._within[unit]

    def around_village(self, village: int | None) -> set[str]:
        """Give a village as places: itself and the cell that serves it."""
        if village is None:
            return set()
        served = self.map.services.get(village)
        return {f"v{village}", f"c{served[0]}"} if served else {f"v{village}"}

    def find(self, named: Named) -> Match:
        """Match a name of the file."""
        return self.directory.find(named)

    def make(
        self, name: str, named: Named, *, sex: str = "", ethnicity: str = "", doubts: Match | None = None
    ) -> Known:
        """Make somebody new in the buffer; who he may also be is kept as doubts."""
        pk = next(self._ids)
        made = Known(pk, named.born, named.places, (named.card,) if named.card else (), named.wide)
        self.directory.add(named.folded, made)
        born = named.born
        self._new.append(
            (
                pk,
                name,
                named.folded,
                sort_key(name),
                sex,
                born.first if born else None,
                born.precision if born else "",
                ethnicity,
            )
        )
        for other, reason in doubts.doubts if doubts else ():
            self.doubts.append((pk, other.pk, reason))
        return made

    def settle(self, person_pk: int, village: int) -> None:
        """Let somebody new live in a village."""
        self._residences.append((person_pk, village))

    def complete(self, told: Mapping[int, tuple[MemberRow, int | None]]) -> set[int]:
        """Add to known people what their rows say and was blank, and the village they live in; give whom that changed."""
        changed: set[int] = set()
        people = Person.objects.in_bulk(list(told))
        at_home = set(Residence.objects.filter(person__in=told, until__isnull=True).values_list("person_id", flat=True))
        for pk, person in people.items():
            row, village = told[pk]
            new = complete(
                person.sex, person.ethnicity, partial(person.born_on, person.born_precision),
                born=row.born, sex=row.sex, ethnicity=row.ethnicity,
            )  # fmt: skip
            if new:
                Person.objects.filter(pk=pk).update(**new)
                changed.add(pk)
            if village is not None and pk not in at_home:
                self.settle(pk, village)
                changed.add(pk)
        self.flush()
        return changed

    def flush(self) -> int:
        """Write the new people and where they live; give how many there were."""
        count = insert_rows(Person, PERSON_FIELDS, self._new)
        insert_rows(Residence, ("person", "locality"), self._residences)
        self._new, self._residences = [], []
        return count


def complete(
    was_sex: str,
    was_ethnicity: str,
    was_born: PartialDate | None,
    *,
    born: PartialDate | None,
    sex: str,
    ethnicity: str,
) -> dict[str, Any]:
    """Give what a file adds to a known person: only what was blank, or a birth known more closely."""
    new: dict[str, Any] = {}
    if sex and not was_sex:
        new["sex"] = sex
    if ethnicity and not was_ethnicity:
        new["ethnicity"] = ethnicity
    if born and (was_born is None or _closer(born, was_born)):
        new |= {"born_on": born.first, "born_precision": born.precision}
    return new


def _closer(new: PartialDate, old: PartialDate) -> bool:
    return new.agrees(old) and "ymd".index(new.precision) > "ymd".index(old.precision)


def _chunks(names: set[str]) -> Iterator[list[str] | None]:
    """Give the names in portions for queries; one None (everybody) where they are too many."""
    if len(names) > _MANY_NAMES:
        yield None
        return
    todo = iter(sorted(names))
    while portion := list(islice(todo, 500)):
        yield portion


def _named(rows: QuerySet[Any], field_name: str, chunk: list[str] | None) -> QuerySet[Any]:
    return rows if chunk is None else rows.filter(**{f"{field_name}__in": chunk})
