"""Small invented districts that know their own true figures: `layouts` writes them as office files.

Everything is drawn from one seed, so a district is the same in every run. Nobody in it is real.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from taonguon.rules.dates import add_months
from taonguon.rules.names import fold

TODAY = date(2018, 4, 19)
KINDS = ("head", "front", "farmer", "women", "youth", "veteran")
_SURNAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Nông",
    "Lương",
    "Đinh",
    "Hà",
    "Triệu",
    "Bàn",
    "Chìu",
]
_MIDDLE_M, _MIDDLE_F = (
    ["Văn", "Đức", "Quang", "Hữu", "Minh", "Tiến", "Xuân", "Thanh"],
    ["Thị", "Thu", "Ngọc", "Bích", "Kim", "Hồng", "Thúy", "Lan"],
)
_GIVEN_M = [
    "An",
    "Bảo",
    "Cường",
    "Dũng",
    "Đạt",
    "Hải",
    "Hùng",
    "Khánh",
    "Long",
    "Mạnh",
    "Nghĩa",
    "Phúc",
    "Quân",
    "Sơn",
    "Thắng",
    "Tuấn",
    "Vinh",
    "Ước",
    "Hòa",
    "Đông",
]
_GIVEN_F = [
    "Anh",
    "Châu",
    "Dung",
    "Điệp",
    "Giang",
    "Hạnh",
    "Hoa",
    "Hương",
    "Lan",
    "Liên",
    "Mai",
    "Ngân",
    "Nhung",
    "Oanh",
    "Phượng",
    "Quỳnh",
    "Thảo",
    "Thủy",
    "Yến",
    "Hiền",
]
_ETHNIC = ("Kinh", "Kinh", "Tày", "Nùng", "Dao", "Sán Chay")
_PLACE_ONE = ["Khe", "Nà", "Cốc", "Đồng", "Phiêng", "Lũng", "Pắc", "Ngàn", "Bản", "Tân"]
_PLACE_TWO = [
    "Sáo",
    "Mít",
    "Trầu",
    "Chanh",
    "Rùa",
    "Vải",
    "Đào",
    "Tre",
    "Nứa",
    "Dẻ",
    "Sung",
    "Vàng",
    "Thượng",
    "Hạ",
    "Giữa",
    "Luông",
]


@dataclass(eq=False)
class Village:
    name: str
    form: str
    commune: "Commune"
    handled_by: "Unit | None" = None

    @property
    def spoken(self):
        return (
            f"{self.form} {self.name}".capitalize() if self.name.isdigit() else f"{self.form.capitalize()} {self.name}"
        )


@dataclass(eq=False)
class Commune:
    name: str
    form: str
    villages: list[Village] = field(default_factory=list)


@dataclass(eq=False)
class Someone:
    name: str
    born: date
    sex: str
    ethnicity: str
    village: Village | None
    cell: "Unit | None" = None
    admitted: date | None = None
    official: date | None = None
    """The day from which official, as the recognition names it."""
    recognised: date | None = None
    """The day the recognition was signed, where it is in the list of recognitions."""
    decided: date | None = None
    """The day the admission was signed, where it is in the list of admissions."""
    listed: bool = True
    """Whether the member list has the person."""
    gone: str = ""
    card: str = ""

    @property
    def standing(self):
        if self.admitted is None or self.gone:
            return ""
        return "official" if self.recognised or (self.official and self.listed) else "probationary"


@dataclass(eq=False)
class Unit:
    name: str
    level: str
    code: str
    sector: str = ""
    parent: "Unit | None" = None
    commune: Commune | None = None
    villages: list[Village] = field(default_factory=list)
    handles: list[Village] = field(default_factory=list)
    secretary: Someone | None = None
    before: str = ""
    changed: date | None = None
    founded: date = date(1990, 5, 19)

    @property
    def base(self):
        return self if self.parent is None else self.parent.base


@dataclass(eq=False)
class District:
    name: str
    level: str
    units: list[Unit] = field(default_factory=list)
    communes: list[Commune] = field(default_factory=list)
    people: list[Someone] = field(default_factory=list)
    posts: dict[tuple[Village, str], Someone | str] = field(default_factory=dict)
    """The holder, or 'vacant', or 'absent' where there is no such organisation."""

    @property
    def villages(self):
        return [v for c in self.communes for v in c.villages]

    @property
    def cells(self):
        return [u for u in self.units if u.level in {"cell", "base-cell"}]

    @property
    def members(self):
        return [p for p in self.people if p.standing]


class _Maker:
    def __init__(self, seed, name, level, sections, root_code):
        self.random = random.Random(seed)  # noqa: S311 the same in every run
        self.district = District(name, level)
        self.sections, self.root_code = sections, root_code
        self.numbered_twice = seed % 3 == 0
        self.folded, self.cards = set(), 1000 * seed
        self.places = set()

    def make(self):
        forms = [("thị trấn", "khu phố"), ("xã", "thôn"), ("xã", "bản")]
        if self.district.level != "huyện":
            forms[0] = ("phường", "tổ dân phố")
        for number, (form, village_form) in enumerate(forms, start=1):
            self._commune(number, form, village_form)
        for number, (name, sector) in enumerate(
            (("Quân sự", "forces"), ("Trung tâm Y tế", "health")), start=len(forms) + 1
        ):
            top = self._unit(f"Đảng bộ {name} {self.district.level}", "committee", f"{number:03d}.000")
            self._unit(
                f"Chi bộ {'Cơ quan Ban CHQS' if sector == 'forces' else 'Khối điều trị'}",
                "cell",
                f"{number:03d}.001",
                sector,
                top,
            )
        self._unit(f"Chi bộ Trường THPT {self.district.name}", "base-cell", "006.000", "school")
        self._unit("Chi bộ Cơ quan Hội đồng nhân dân", "base-cell", "007.000", "agency")
        for cell in self.district.cells:
            self._members(cell)
        for village in self.district.villages:
            self._posts(village)
        self._namesakes()
        self._acts()
        for cell in self.district.cells:
            self._secretary(cell)
        return self.district

    def _place(self):
        while True:
            name = f"{self.random.choice(_PLACE_ONE)} {self.random.choice(_PLACE_TWO)}"
            if name not in self.places:
                self.places.add(name)
                return name

    def _unit(self, name, level, code, sector="", parent=None, **more):
        unit = Unit(name, level, f"{self.root_code}.{code}", sector, parent, **more)
        unit.founded = date(self.random.randint(1960, 2012), self.random.randint(1, 12), self.random.randint(1, 28))
        self.district.units.append(unit)
        return unit

    def _commune(self, number, form, village_form):
        commune = Commune(self._place(), form)
        self.district.communes.append(commune)
        numbered = number == 1 or (number == 3 and self.numbered_twice)
        names = [str(n) for n in range(1, 5 + number // 3)] if numbered else [self._place() for _ in range(6)]
        commune.villages = [Village(n, village_form, commune) for n in names]
        top = self._unit(f"Đảng bộ {form} {commune.name}", "committee", f"{number:03d}.000", commune=commune)
        section = (
            self._unit(f"Đảng bộ bộ phận {village_form} {commune.name}", "section", f"{number:03d}.090", parent=top)
            if self.sections and number == 2
            else None
        )
        villages = list(commune.villages)
        orphan = villages.pop() if number == 2 else None
        order = 1
        while villages:
            combined = number == 3 and len(villages) == 2
            group = [villages.pop(0), villages.pop(0)] if combined else [villages.pop(0)]
            name = f"Chi bộ {village_form} " + " - ".join(v.name for v in group)
            parent = section if section and order <= 2 else top
            cell = self._unit(
                name, "cell", f"{number:03d}.{order:03d}", "village", parent, commune=commune, villages=group
            )
            order += 1
            if orphan is not None and order == 3:
                cell.handles, orphan.handled_by = [orphan], cell
        for extra, sector in (
            ("Trường Tiểu học", "school"),
            ("Cơ quan xã" if form == "xã" else f"Cơ quan {form}", "agency"),
        ):
            self._unit(
                f"Chi bộ {extra} {commune.name}", "cell", f"{number:03d}.{order:03d}", sector, top, commune=commune
            )
            order += 1

    def person(self, village, sex=None, name=None, born=None):
        r = self.random
        sex = sex or r.choice("mf")
        while name is None or (fold(name) in self.folded and born is None):
            middle, given = (_MIDDLE_M, _GIVEN_M) if sex == "m" else (_MIDDLE_F, _GIVEN_F)
            name = f"{r.choice(_SURNAMES)} {r.choice(middle)} {r.choice(given)}"
        self.folded.add(fold(name))
        born = born or date(r.randint(1950, 1992), r.randint(1, 12), r.randint(1, 28))
        someone = Someone(name, born, sex, r.choice(_ETHNIC), village)
        self.district.people.append(someone)
        return someone

    def _admit(self, someone, cell):
        r = self.random
        someone.cell = cell
        self.cards += 1
        someone.card = f"{self.cards:08d}"
        if r.random() < 0.15:
            someone.admitted = date(2017, r.randint(5, 12), r.randint(1, 28))
        else:
            someone.admitted = date(
                r.randint(max(someone.born.year + 18, 1975), 2015), r.randint(1, 12), r.randint(1, 28)
            )
            someone.official = add_months(someone.admitted, 12)

    def _members(self, cell):
        for number in range(self.random.randint(3, 6)):
            village = self.random.choice(cell.villages or (cell.commune.villages[:3] if cell.commune else [None]))
            someone = self.person(village)
            self._admit(someone, cell)
            if number == 2 and self.random.random() < 0.5:
                someone.gone = self.random.choice(("died", "moved", "struck-off", "expelled"))
                someone.official = someone.official or add_months(someone.admitted, 12)
                if someone.admitted.year == 2017:
                    someone.admitted, someone.official = date(2010, 5, 19), date(2011, 5, 19)

    def _posts(self, village):
        r, d = self.random, self.district
        here = [p for p in d.members if p.village is village]
        for kind in KINDS:
            draw = r.random()
            if kind == "veteran" and draw < 0.2:
                d.posts[(village, kind)] = "absent"
            elif draw < 0.12:
                d.posts[(village, kind)] = "vacant"
            elif here and draw < 0.75:
                d.posts[(village, kind)] = here.pop(0)
            else:
                d.posts[(village, kind)] = self.person(village, {"women": "f", "veteran": "m"}.get(kind))
        head = d.posts[(village, "head")]
        if village is d.villages[1] and isinstance(head, Someone):
            d.posts[(village, "front")] = head

    def _namesakes(self):
        one, two = [c for c in self.district.cells if c.commune is self.district.communes[1] and c.villages][:2]
        first = next(p for p in self.district.members if p.cell is one)
        other = self.person(two.villages[0], first.sex, first.name, first.born + timedelta(days=40))
        self._admit(other, two)
        third = next(p for p in self.district.members if p.cell is two and p.name != first.name)
        fourth = self.person(
            two.villages[0],
            third.sex,
            third.name,
            date(third.born.year + 11 if third.born.year < 1980 else third.born.year - 11, 7, 9),
        )
        self._admit(fourth, two)
        village = two.villages[0]
        holder = self.person(village, third.sex, third.name, date(third.born.year + 5, 3, 2))
        self.district.posts[(village, "farmer")] = holder

    def _acts(self):
        """Admissions and recognitions of the quarter, some of whom the member list does not yet know."""
        holders = [p for p in self.district.posts.values() if isinstance(p, Someone) and not p.admitted]
        cell_of = {v: c for c in self.district.cells for v in (*c.villages, *c.handles)}
        distinct = [
            p for p in holders if holders.count(p) == 1 and sum(q.name == p.name for q in self.district.people) == 1
        ]
        for number, someone in enumerate(distinct[:5]):
            someone.cell = cell_of[someone.village]
            someone.decided = date(2017, 12, 20) + timedelta(days=17 * number)
            someone.admitted = someone.decided + timedelta(days=12)
            self.cards += 1
            someone.card = f"{self.cards:08d}"
            someone.listed = number % 2 == 0
        again = self.person(distinct[0].village)
        again.cell, again.decided, again.admitted = cell_of[again.village], date(2018, 3, 30), date(2018, 4, 11)
        self.cards += 1
        again.card = f"{self.cards:08d}"
        on_probation = [p for p in self.district.members if p.standing == "probationary" and p.decided is None]
        others = [p for p in self.district.members if p.standing == "official" and p.admitted.year < 2000]
        for number, someone in enumerate((on_probation + others)[:5]):
            someone.admitted = date(2016, 12, 22) + timedelta(days=16 * number)
            someone.official = add_months(someone.admitted, 12)
            someone.recognised = someone.official + timedelta(days=18)

    def _secretary(self, cell):
        r, d = self.random, self.district
        here = [p for p in d.members if p.cell is cell and p.standing == "official" and not p.recognised]
        heads = [d.posts[(v, "head")] for v in cell.villages]
        combined = next((h for h in heads if h in here), None)
        cell.secretary = combined or (r.choice(here) if here and r.random() < 0.9 else None)
        if cell.secretary and r.random() < 0.2:
            cell.before, cell.changed = "Ninh Sằn Tạm", date(2018, 3, 15)


def a_made_district(seed=1, name="Thanh Lũng", level="huyện", sections=False, root_code="31.777"):
    """Draw a district of three communes and sixteen villages from a seed."""
    return _Maker(seed, name, level, sections, root_code).make()
