"""Loading Party organisations, the villages their cells serve, and their secretaries."""

import itertools
import re
from datetime import date

from taonguon.intake.appliers.base import CREATED, NAME_LENGTH, UNCHANGED, UPDATED, Context
from taonguon.intake.appliers.register import Register
from taonguon.intake.appliers.seats import Seats
from taonguon.intake.interpret.records import CellIssue, Holder, OrphanVillageRow, UnitRow
from taonguon.intake.interpret.units import bare_village
from taonguon.intake.matching import Named
from taonguon.intake.places import Places, unit_keys
from taonguon.orgs.actions import (
    add_locality,
    add_organisation,
    change_organisation,
    correct_organisation,
    set_service,
)
from taonguon.orgs.enums import LocalityKind, OrganisationKind, ServiceKind
from taonguon.orgs.models import Locality, Organisation
from taonguon.orgs.queries import map_on
from taonguon.rules.names import fold, person_name, unit_name, words_of
from taonguon.rules.refusal import RefusedError
from taonguon.rules.tree import Node

_LEVELS = {
    "committee": OrganisationKind.GRASSROOTS,
    "section": OrganisationKind.SECTION,
    "base-cell": OrganisationKind.BASE_CELL,
    "cell": OrganisationKind.CELL,
}
_CODE = re.compile(r"[A-Za-z0-9Đđ._/ -]{1,40}")
_UNIT_NAME_LENGTH = 200
_COMMUNE = re.compile(r"^dang bo (xa|thi tran|phuong|dac khu) (.+)$")
_COMMUNE_FORMS = {"xa": "xã", "thi tran": "thị trấn", "phuong": "phường", "dac khu": "đặc khu"}
_ROOT_KINDS = {
    "tỉnh": "province",
    "thành phố": "district",
    "huyện": "district",
    "thị xã": "district",
    "quận": "district",
}


_CENTRAL_CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"})


class UnknownRootError(Exception):
    """It cannot be told whose units these are, or they are nobody's this log-in may add. `name`: as the file has it."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.name = name


def apply_units(ctx: Context) -> None:
    """Write the units of a file: the committee of the letterhead, those below it, villages, secretaries."""
    _Units(ctx).run()


class _Units:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.actor = ctx.actor
        self.root = _root(ctx)
        self._reload()
        self.made: dict[int, Organisation] = {}
        self.changed: dict[int, str] = {}
        self.given: set[str] = set()
        self.seen: dict[tuple[int, str], UnitRow] = {}

    def _reload(self) -> None:
        self.map = map_on(self.ctx.today)
        top = self.map.organisations.get(self.root.pk)
        self.places = Places(self.map.organisations, self.map.localities, top)
        self.by_code = {n.code: n for n in top.walk()} if top else {}

    def run(self) -> None:
        units = [r for r in self.ctx.parsed.rows if isinstance(r, UnitRow)]
        orphans = [r for r in self.ctx.parsed.rows if isinstance(r, OrphanVillageRow)]
        total = len(units) + len(orphans)
        for position, row in enumerate(units, start=1):
            self._unit(row, position)
            self.ctx.step(position, total)
        self._reload()
        for row in units:
            if id(row) in self.made:
                self._villages(row)
        self._reload()
        for orphan in orphans:
            self._orphan(orphan)
        self._secretaries([r for r in units if id(r) in self.made])
        for row in units:
            if id(row) in self.made and not row.implied:
                self.ctx.done(row, self.changed.get(id(row), UNCHANGED))

    def _mark(self, row: UnitRow | OrphanVillageRow, outcome: str) -> None:
        if self.changed.get(id(row)) != CREATED:
            self.changed[id(row)] = outcome

    def _unit(self, row: UnitRow, position: int) -> None:
        if len(row.name) > _UNIT_NAME_LENGTH:
            self.ctx.reject(row, -1, row.name[:40], "too_long", str(_UNIT_NAME_LENGTH))
            return
        if row.code and not _CODE.fullmatch(row.code):
            row.issues.append(CellIssue(row.row, -1, row.code[:60], "bad_code"))
            row.code = ""
        parent = self.root if row.parent is None else self.made.get(id(row.parent))
        if parent is None:
            self.ctx.reject(row, -1, row.name, "parent_missing")
            return
        node = self.by_code.get(row.code) if row.code else None
        if node is None:
            above = self.map.organisations.get(parent.pk)
            same = [n for n in above.children if unit_keys(n.name)[0] == unit_keys(row.name)[0]] if above else []
            node = same[0] if len(same) == 1 else None
        if node is not None and not self.ctx.reaches_unit(node.pk):
            self.ctx.reject(row, -1, row.name, "out_of_scope")
            return
        if node is None and not self.ctx.reaches_unit(parent.pk):
            self.ctx.reject(row, -1, row.name, "out_of_scope")
            return
        key = (parent.pk, unit_keys(row.name)[0]) if node is None else (node.pk, "")
        first = self.seen.setdefault(key, row)
        if first is not row:
            self.ctx.reject(row, -1, row.name, "listed_twice", f"{first.sheet}!{first.row + 1}")
        elif node is None:
            self._add(row, parent, position)
        else:
            self._change(row, node, parent)

    def _add(self, row: UnitRow, parent: Organisation, position: int) -> None:
        code = row.code or self._free_code(parent, position)
        try:
            self.made[id(row)] = add_organisation(
                actor=self.actor, code=code, name=row.name, kind=_LEVELS[row.level], parent=parent, sector=row.sector,
                position=position, territory=self._territory(row, parent), founded=row.founded,
            )  # fmt: skip
        except RefusedError:  # a unit that this file does not name bears the code
            self.ctx.reject(row, -1, code, "code_taken")
            return
        self.ctx.made_units.add(self.made[id(row)].pk)
        self._mark(row, CREATED)

    def _free_code(self, parent: Organisation, position: int) -> str:
        taken = {*self.by_code, *self.given, *(r.code for r in self.ctx.parsed.rows if isinstance(r, UnitRow))}
        numbers = (f"{parent.code}.{number:03d}" for number in itertools.count(position))
        code = next(code for code in numbers if code not in taken)
        self.given.add(code)
        return code

    def _territory(self, row: UnitRow, parent: Organisation) -> Locality | None:
        found = _COMMUNE.match(words_of(row.name))
        if row.level != "committee" or not found or parent.territory is None:
            return None
        node = self.places.commune(f"{found[1]} {found[2]}")
        if node is not None:
            return Locality.objects.get(pk=node.pk)
        count = len(found[2].split(" "))
        name = " ".join(row.name.split(" ")[-count:])
        return add_locality(
            actor=self.actor, name=person_name(name), kind=LocalityKind.COMMUNE, parent=parent.territory,
            form=_COMMUNE_FORMS[found[1]],
        )  # fmt: skip

    def _change(self, row: UnitRow, node: Node, parent: Organisation) -> None:
        unit = Organisation.objects.get(pk=node.pk)
        self.made[id(row)] = unit
        new: dict[str, object] = {}
        if fold(node.name) != fold(row.name):
            new["name"] = row.name
        if node.parent_pk != parent.pk:
            new["parent"] = parent
        if new:
            try:
                change_organisation(unit, actor=self.actor, on=self.ctx.as_of, **new)
            except RefusedError:
                correct_organisation(unit, actor=self.actor, **new)
            self._mark(row, UPDATED)
        founded = row.founded
        if founded and (unit.founded_on, unit.founded_precision) != (founded.first, founded.precision):
            correct_organisation(unit, actor=self.actor, founded_on=founded.first, founded_precision=founded.precision)
            self._mark(row, UPDATED)

    def _villages(self, row: UnitRow) -> None:
        cell = self.made[id(row)]
        commune = self._commune_above(cell.pk)
        if commune is None:
            if row.villages or row.handles:
                row.issues.append(CellIssue(row.row, -1, row.name, "no_commune"))
            return
        for names, kind in ((row.villages, ServiceKind.COVERS), (row.handles, ServiceKind.HANDLES)):
            for name in names:
                bare = bare_village(name, row.form) if kind is ServiceKind.HANDLES else name
                self._serve(row, cell, commune, bare, row.form, kind)

    def _commune_above(self, cell_pk: int) -> Node | None:
        node = self.map.organisations.get(cell_pk)
        while node is not None:
            place = self.map.localities.get(node.territory_pk)
            if place is not None and place.kind == LocalityKind.COMMUNE:
                return place
            node = node.parent
        return None

    def _serve(
        self,
        row: UnitRow | OrphanVillageRow,
        cell: Organisation,
        commune: Node,
        name: str,
        form: str,
        kind: ServiceKind,
    ) -> None:
        village = next((v for v in commune.children if fold(v.name) == fold(name)), None)
        if village is None:
            if len(name) > NAME_LENGTH:
                row.issues.append(CellIssue(row.row, -1, name[:40], "too_long", str(NAME_LENGTH)))
                return
            try:
                made = add_locality(
                    actor=self.actor, name=name, kind=LocalityKind.VILLAGE,
                    parent=Locality.objects.get(pk=commune.pk), form=form, position=len(commune.children) + 1,
                )  # fmt: skip
            except RefusedError:  # another village of the commune bears the name but for its form
                row.issues.append(CellIssue(row.row, -1, name, "village_refused"))
                return
            commune.children.append(Node(made.pk, commune.pk, name, LocalityKind.VILLAGE, parent=commune))
            pk = made.pk
            self._mark(row, UPDATED)
        else:
            pk = village.pk
        if self.map.services.get(pk) != (cell.pk, kind):
            set_service(cell, Locality.objects.get(pk=pk), kind, actor=self.actor, on=self._since(pk))
            self._mark(row, UPDATED)

    def _since(self, village: int) -> date | None:
        """A village served by another cell until now changes on the file's day; a first word holds from always."""
        return self.ctx.as_of if village in self.map.services else None

    def _orphan(self, row: OrphanVillageRow) -> None:
        commune = self.places.commune(row.commune)
        committee = self.map.organisations
        above = next((n for n in committee.walk() if commune and n.territory_pk == commune.pk), None)
        cell = self.places.cell(row.handled_by, above)
        if commune is None or cell is None:
            shown = row.commune if commune is None else row.handled_by
            self.ctx.reject(row, -1, shown, "unknown_unit")
            return
        if not self.ctx.reaches_unit(cell.pk):
            self.ctx.reject(row, -1, row.handled_by, "out_of_scope")
            return
        form = next((w for w in ("thôn", "bản", "khu") if fold(row.village).startswith(fold(w) + " ")), "")
        others = {self.map.localities.by_pk[v.pk].sector for v in commune.children if v.pk in self.map.localities.by_pk}
        name = bare_village(row.village, "bản" if "bản" in others else "")
        node = self.map.localities.get(commune.pk) or commune
        self._serve(row, Organisation.objects.get(pk=cell.pk), node, name, form, ServiceKind.HANDLES)
        self.ctx.done(row, self.changed.get(id(row), UNCHANGED))

    def _secretaries(self, rows: list[UnitRow]) -> None:
        register = Register(map_on(self.ctx.today))
        named: dict[tuple[int, str], Named] = {}
        for row in rows:
            for which, holder in (("now", row.secretary), ("before", row.before)):
                if holder:
                    places = frozenset(register.around_cell(self.made[id(row)].pk))
                    named[(id(row), which)] = Named(fold(holder.name), holder.born, places)
        register.open(named.values(), len(named))
        seats = Seats(self.ctx, most_new=len(rows))
        for row in rows:
            cell = self.made[id(row)].pk
            now = self._person(register, row.secretary, named.get((id(row), "now")))
            before = self._person(register, row.before, named.get((id(row), "before")))
            if row.level not in {"committee", "section"} and seats.seat_secretary(
                cell, now, before=before, since=row.changed_on, holder=row.secretary
            ):
                self._mark(row, UPDATED)
        register.flush()
        seats.flush()
        self.ctx.doubts.extend(register.doubts)

    @staticmethod
    def _person(register: Register, holder: Holder | None, named: Named | None) -> int | None:
        if holder is None or named is None:
            return None
        match = register.find(named)
        return (match.person or register.make(holder.name, named, doubts=match)).pk


def _root(ctx: Context) -> Organisation:
    """Give the unit of the letterhead, made where it is not yet known."""
    roots = ctx.map.organisations.roots
    level, name = _split(ctx.parsed.root)
    if not name:
        if len(roots) == 1:
            return Organisation.objects.get(pk=roots[0].pk)
        raise UnknownRootError
    for node in ctx.map.organisations.walk():
        if node.kind in {OrganisationKind.DISTRICT, OrganisationKind.PROVINCE} and fold(node.name).endswith(fold(name)):
            return Organisation.objects.get(pk=node.pk)
    if ctx.scope is not None and not ctx.scope.everything:
        raise UnknownRootError(ctx.parsed.root)
    kind = "province" if fold(name) in _CENTRAL_CITIES else _ROOT_KINDS[level]
    place = add_locality(actor=ctx.actor, name=name, kind=kind, parent=None, form=level)
    return add_organisation(
        actor=ctx.actor, code=_root_code(ctx, name), name=unit_name(f"Đảng bộ {level} {name}"),
        kind=kind, parent=None, territory=place, position=1,
    )  # fmt: skip


def _split(root: str) -> tuple[str, str]:
    for level in sorted(_ROOT_KINDS, key=len, reverse=True):
        if root.startswith(level + " "):
            return level, root[len(level) + 1 :]
    return "", ""


def _root_code(ctx: Context, name: str) -> str:
    codes = [r.code.split(".") for r in ctx.parsed.rows if isinstance(r, UnitRow) and "." in r.code]
    shared: list[str] = []
    for parts in zip(*codes, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return ".".join(shared) or "-".join(fold(name).split(" "))
