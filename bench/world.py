"""An invented province, or one of its districts alone, written straight into the tables.

Everything comes from a seed: the same call gives the same rows.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bench import names

TODAY = date(2018, 4, 19)
FRONT_GOAL, MASS_GOAL = 70, 60


@dataclass(frozen=True)
class Shape:
    """How large a district is."""

    communes: int
    villages: int
    village_cells: int
    other_cells: int
    base_cells: int
    members: int


SMALL = Shape(communes=8, villages=100, village_cells=96, other_cells=24, base_cells=20, members=1730)
"""About the district of the demonstration: 140 cells, 2,000 people with the post holders who are no members."""
LARGE = Shape(communes=13, villages=193, village_cells=185, other_cells=131, base_cells=120, members=7820)
PROVINCE = (SMALL, *[LARGE] * 13)
"""Fourteen districts: about 6,000 units, 2,600 villages, 110,000 people."""


@dataclass
class Unit:
    """A unit or a place while the world is made."""

    pk: int
    code: str
    parent: "Unit | None"
    name: str
    kind: str
    word: str = ""
    """The sector of a unit, the form of a place."""
    position: int = 0
    territory: "Unit | None" = None
    children: list["Unit"] = field(default_factory=list)


@dataclass
class World:
    """The two trees, and which cell serves which village."""

    units: list[Unit] = field(default_factory=list)
    places: list[Unit] = field(default_factory=list)
    serves: dict[int, tuple[int, str]] = field(default_factory=dict)
    members: dict[int, int] = field(default_factory=dict)
    """cell -> how many members it has"""

    def cells(self) -> list[Unit]:
        return [u for u in self.units if u.pk in self.members]

    def villages(self) -> list[Unit]:
        return [p for p in self.places if p.kind == "village"]


class _Trees:
    """Makes the trees of a province or of one district."""

    def __init__(self, unit_ids: Iterator[int], place_ids: Iterator[int]) -> None:
        self.world = World()
        self._unit_ids, self._place_ids = unit_ids, place_ids
        self._communes = iter(names.place_names(400))

    def unit(self, parent: Unit | None, name: str, kind: str, word: str = "", territory: Unit | None = None) -> Unit:
        made = Unit(next(self._unit_ids), f"U{len(self.world.units):05d}", parent, name, kind, word, 0, territory)
        self.world.units.append(_placed(made))
        return made

    def place(self, parent: Unit | None, name: str, kind: str, word: str) -> Unit:
        made = Unit(next(self._place_ids), f"P{len(self.world.places):05d}", parent, name, kind, word)
        self.world.places.append(_placed(made))
        return made

    def district(self, top: Unit | None, above: Unit | None, name: str, shape: Shape) -> None:
        place = self.place(above, name, "district", "huyện")
        unit = self.unit(top, f"Đảng bộ huyện {name}", "district", territory=place)
        communes = [self._commune(unit, place) for _ in range(shape.communes)]
        cells: list[Unit] = []
        for number in range(shape.villages):
            cells += self._village(*communes[number % shape.communes], number, shape)
        for number in range(shape.other_cells):
            committee, _ = communes[number % shape.communes]
            kind, sector = (("Trường Tiểu học", "school"), ("Trạm Y tế", "health"), ("Công an", "forces"))[number % 3]
            cells.append(self.unit(committee, f"Chi bộ {kind} số {number + 1}", "cell", sector))
        for number in range(shape.base_cells):
            cells.append(self.unit(unit, f"Chi bộ Cơ quan số {number + 1} huyện {name}", "base-cell", "agency"))
        for number, cell in enumerate(cells):
            self.world.members[cell.pk] = shape.members // len(cells) + (number < shape.members % len(cells))

    def _commune(self, unit: Unit, place: Unit) -> tuple[Unit, Unit]:
        name = next(self._communes)
        commune = self.place(place, name, "commune", "xã")
        return self.unit(unit, f"Đảng bộ xã {name}", "grassroots", territory=commune), commune

    def _village(self, committee: Unit, commune: Unit, number: int, shape: Shape) -> list[Unit]:
        village = self.place(commune, names.place_names(400)[number], "village", "thôn")
        if number < shape.village_cells:
            cell = self.unit(committee, f"Chi bộ thôn {village.name}", "cell", "village")
            self.world.serves[village.pk] = (cell.pk, "covers")
            return [cell]
        self.world.serves[village.pk] = (next(c.pk for c in committee.children if c.word == "village"), "handles")
        return []


def _placed(made: Unit) -> Unit:
    if made.parent is not None:
        made.parent.children.append(made)
        made.position = len(made.parent.children)
    return made


def make_trees(shapes: tuple[Shape, ...]) -> World:
    """Write the units and places of a district (one shape) or a province (several)."""
    from taonguon.orgs.actions import trees_changed
    from taonguon.orgs.models import Locality, LocalitySpan, Organisation, OrganisationSpan, Service
    from taonguon.people.bulk import insert_rows, reserve_ids

    trees = _Trees(iter(reserve_ids(Organisation, 20_000)), iter(reserve_ids(Locality, 10_000)))
    top = above = None
    if len(shapes) > 1:
        above = trees.place(None, "Bình Thử", "province", "tỉnh")
        top = trees.unit(None, "Đảng bộ tỉnh Bình Thử", "province", territory=above)
    for number, shape in enumerate(shapes, start=1):
        trees.district(top, above, f"Thử {number}", shape)
    world = trees.world
    insert_rows(Locality, ("id", "code"), ((p.pk, p.code) for p in world.places))
    insert_rows(LocalitySpan, ("locality", "parent", "name", "kind", "form", "position"),
                ((p.pk, _pk(p.parent), p.name, p.kind, p.word, p.position) for p in world.places))  # fmt: skip
    insert_rows(Organisation, ("id", "code", "territory", "founded_precision"),
                ((u.pk, u.code, _pk(u.territory), "") for u in world.units))  # fmt: skip
    insert_rows(OrganisationSpan, ("organisation", "parent", "name", "kind", "sector", "position"),
                ((u.pk, _pk(u.parent), u.name, u.kind, u.word, u.position) for u in world.units))  # fmt: skip
    insert_rows(Service, ("cell", "locality", "kind"),
                ((cell, village, kind) for village, (cell, kind) in world.serves.items()))  # fmt: skip
    trees_changed()
    return world


def _pk(unit: Unit | None) -> int | None:
    return unit.pk if unit else None


def day(rng: random.Random, first: int, last: int) -> date:
    """Give some day of the years from the first to the last, both included."""
    return date(first, 1, 1) + timedelta(rng.randrange((date(last + 1, 1, 1) - date(first, 1, 1)).days))


class _People:
    """Makes the people of a world: members cell by cell, then the holders of the posts."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.rng = world, random.Random(seed)
        self.rows: dict[str, list[tuple[Any, ...]]] = {
            name: [] for name in ("person", "residence", "membership", "activity", "post", "tenure")
        }
        self.member_of: dict[int, list[int]] = {}
        villages: dict[int, list[int]] = {}
        for village, (cell, _kind) in world.serves.items():
            villages.setdefault(cell, []).append(village)
        self.villages = villages
        self.every_village = [v.pk for v in world.villages()]

    def make(self) -> dict[str, list[tuple[Any, ...]]]:
        from taonguon.people.bulk import reserve_ids
        from taonguon.people.models import Membership, Person, Post

        members = sum(self.world.members.values())
        posts = len(self.every_village) * 6
        self.people = iter(reserve_ids(Person, members + posts))
        self.names = iter(names.names(self.rng, members + posts))
        self.groups = iter(names.ethnic(self.rng, members + posts))
        self.memberships = iter(reserve_ids(Membership, members))
        self.posts = iter(reserve_ids(Post, posts + len(self.world.members)))
        for cell, count in self.world.members.items():
            self.member_of[cell] = [self._member(cell) for _ in range(count)]
        for village in self.every_village:
            self._village_posts(village)
        for cell in self.world.members:
            post = next(self.posts)
            self.rows["post"].append((post, "secretary", None, cell, True))
            if self.rng.random() < 0.97:
                self._hold(post, self.member_of[cell][0], "")
        return self.rows

    def _person(self, village: int | None) -> int:
        from taonguon.rules.names import ethnic_group, fold, sort_key

        pk, name, rng = next(self.people), next(self.names), self.rng
        born = day(rng, 1940, 1995)
        sex = "f" if " Thị " in name or rng.random() < 0.3 else "m"
        self.rows["person"].append(
            (pk, name, fold(name), sort_key(name), sex, born, "d", ethnic_group(next(self.groups)))
        )
        if village is not None:
            self.rows["residence"].append((pk, village))
        return pk

    def _member(self, cell: int) -> int:
        from taonguon.rules.membership import Stay, standings

        rng = self.rng
        served = self.villages.get(cell)
        pk = self._person(rng.choice(served) if served else rng.choice(self.every_village))
        membership = next(self.memberships)
        fresh = rng.random() < 0.04
        admitted = TODAY - timedelta(rng.randrange(400)) if fresh else day(rng, 1975, 2016)
        official = None if fresh else admitted + timedelta(365)
        recognised = official + timedelta(rng.randrange(60)) if official and official.year > 2010 else None
        self.rows["membership"].append((
            membership, pk, f"95{membership:06d}", "", "", admitted, "d", official, "d" if official else "", recognised,
            "", "", False,
        ))  # fmt: skip
        for s in standings(admitted, recognised or official, None, [Stay(cell)]):
            self.rows["activity"].append((membership, pk, s.cell, s.standing, s.since, s.until))
        return pk

    def _village_posts(self, village: int) -> None:
        rng = self.rng
        cell, kind = self.world.serves[village]
        members = self.member_of[cell]
        for number, post_kind in enumerate(("head", "front", "farmer", "women", "youth", "veteran")):
            post = next(self.posts)
            established = post_kind != "veteran" or rng.random() < 0.95
            self.rows["post"].append((post, post_kind, village, None, established))
            if not established or rng.random() < 0.02:
                continue
            if kind == "covers" and rng.random() < 0.55:  # the first member is the secretary
                self._hold(post, members[min(number, len(members) - 1)], "official")
            else:
                self._hold(post, self._person(village), "")

    def _hold(self, post: int, person: int, claim: str) -> None:
        self.rows["tenure"].append((post, person, claim, False))


COLUMNS = {
    "person": ("id", "name", "folded", "sort_key", "sex", "born_on", "born_precision", "ethnicity"),
    "residence": ("person", "locality"),
    "membership": (
        "id", "person", "card_number", "decision_number", "recognition_number", "admitted_on", "admitted_precision",
        "official_on", "official_precision", "recognised_on", "ended_precision", "end_reason", "exempt",
    ),
    "activity": ("membership", "person", "cell", "standing", "since", "until"),
    "post": ("id", "kind", "locality", "organisation", "established"),
    "tenure": ("post", "person", "claim", "newly_elected"),
}  # fmt: skip


def make_people(world: World, seed: int = 2018) -> int:
    """Write the people of a world; give how many there are."""
    from taonguon.people import models
    from taonguon.people.bulk import insert_rows

    tables = {
        "person": models.Person, "residence": models.Residence, "membership": models.Membership,
        "activity": models.Activity, "post": models.Post, "tenure": models.Tenure,
    }  # fmt: skip
    rows = _People(world, seed).make()
    for name, table in tables.items():
        insert_rows(table, COLUMNS[name], rows[name])
    return len(rows["person"])


def make_goals(world: World) -> None:
    """Set a Scheme and its two goals of 2018 at the top."""
    from taonguon.orgs.models import Organisation
    from taonguon.plans.models import CoverageGoal, Scheme

    top = Organisation.objects.get(pk=world.units[0].pk)
    Scheme.objects.create(unit=top, title="Đề án thử", since=date(2016, 1, 1), until=date(2020, 12, 31))
    for posts, percent in (("front", FRONT_GOAL), ("mass", MASS_GOAL)):
        CoverageGoal.objects.create(
            organisation=top, posts=posts, percent=percent, since=date(2018, 1, 1), source="Đề án thử"
        )


def make_log_ins(held: Iterable[tuple[str, str, int | None]]) -> None:
    """Make log-ins: (username, role, unit)."""
    from taonguon.accounts.models import Grant, User

    for username, role, unit in held:
        user = User.objects.create(username=username, password="!")
        Grant.objects.create(user=user, role=role, organisation_id=unit, since=date(2018, 1, 1))
