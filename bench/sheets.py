"""The member list that is loaded: as offices write it, and once more flat and clean for the yardstick."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench import names
from bench.world import Unit, World, day

HEADER = (
    "Số\nTT", "Họ và tên\n(Khai sinh)", "Ngày, tháng, năm sinh", "", "Dân tộc", "Quê quán", "Nơi ở hiện nay", "Trình độ",
    "", "", "Ngày vào Đảng", "Ngày chính thức", "Số thẻ ĐV", "Nghề nghiệp", "Chức vụ", "Ghi chú",
)  # fmt: skip
BELOW = {2: "Nam", 3: "Nữ", 7: "VH", 8: "CM", 9: "LLCT"}
JOBS = ("Nông dân", "Giáo viên", "Hưu trí", "Công chức xã", "Buôn bán", "Bộ đội", "Công an", "Viên chức")
SCHOOL, TRADE, THEORY = ("7/10", "9/12", "12/12"), ("", "", "TC Sư phạm", "ĐH Hành chính"), ("", "", "SC", "TC", "CC")
FLAT = (
    "id", "name", "folded", "sort_key", "sex", "born_on", "born_precision", "ethnicity", "locality", "cell", "card_number",
    "admitted_on", "official_on", "standing", "job", "school",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One member of the list."""

    cell: Unit
    village: Unit
    name: str
    woman: bool
    born: date
    ethnic: str
    admitted: date
    official: date | None
    card: str
    job: str
    school: tuple[str, str, str]


def lines(world: World, count: int, seed: int) -> list[Line]:
    """Give the members of the list, cell by cell in the office's order."""
    rng = random.Random(seed)
    villages = {v.pk: v for v in world.villages()}
    served: dict[int, list[Unit]] = {}
    for village, (cell, _kind) in world.serves.items():
        served.setdefault(cell, []).append(villages[village])
    cells = world.cells()
    many, groups = iter(names.names(rng, count)), iter(names.ethnic(rng, count))
    every = list(villages.values())
    out = []
    for number, cell in enumerate(cells):
        for _ in range(count // len(cells) + (number < count % len(cells))):
            name, born = next(many), day(rng, 1940, 1995)
            admitted = min(day(rng, born.year + 20, min(born.year + 45, 2017)), date(2018, 3, 31))
            official = admitted + timedelta(365) if admitted < date(2017, 3, 1) else None
            home, woman = rng.choice(served.get(cell.pk) or every), " Thị " in name or rng.random() < 0.3
            learnt = (rng.choice(SCHOOL), rng.choice(TRADE), rng.choice(THEORY))
            out.append(
                Line(
                    cell, home, name, woman, born, next(groups), admitted, official, f"95{len(out):06d}",
                    rng.choice(JOBS), learnt,
                )
            )  # fmt: skip
    return out


class _Sheet:
    """Writes the list as an office does: letterhead, two-row header, group rows, totals, a few defects."""

    def __init__(self, page: object, formats: object, seed: int) -> None:
        self.page, self.date = page, formats
        self.rng = random.Random(seed)
        self.at = 0
        self.defects = 0

    def letterhead(self) -> None:
        for text in ("TỈNH ỦY BÌNH THỬ", "BAN TỔ CHỨC", "", "DANH SÁCH ĐẢNG VIÊN ĐANG QUẢN LÝ",
                     "(Tính đến ngày 19/4/2018 - Đảng bộ tỉnh Bình Thử)", ""):  # fmt: skip
            self.page.write_string(self.at, 0, text)
            self.at += 1
        top = self.at
        for column, text in enumerate(HEADER):
            if column in {2, 7}:
                self.page.merge_range(top, column, top, column + (1 if column == 2 else 2), text)
            elif column not in BELOW:
                self.page.merge_range(top, column, top + 1, column, text)
        for column, text in BELOW.items():
            self.page.write_string(top + 1, column, text)
        for column in range(16):
            self.page.write_number(top + 2, column, column + 1)
        self.at += 3

    def group(self, text: str) -> None:
        self.page.write_string(self.at, 0, text)
        self.at += 1

    def day(self, column: int, value: date) -> None:
        """Write a day in one of the shapes that stand side by side in one column."""
        shape = self.rng.random()
        if shape < 0.25:
            self.page.write_datetime(self.at, column, value, self.date)
        elif shape < 0.5:
            self.page.write_string(self.at, column, f"{value.day}/{value.month}/{value.year}")
        elif shape < 0.55:
            self.page.write_string(self.at, column, f"{value.day}.{value.month}.{value.year}")
        elif shape < 0.6 and column in {2, 3}:
            self.page.write_number(self.at, column, value.year)
        else:
            self.page.write_string(self.at, column, f"{value:%d/%m/%Y}")

    def line(self, number: int, one: Line) -> None:
        write, defect = self.page.write_string, self.rng.random()
        self.page.write_number(self.at, 0, number)
        write(self.at, 1, one.name.upper() if self.rng.random() < 0.05 else one.name)
        self.day(3 if one.woman else 2, one.born)
        write(self.at, 4, one.ethnic)
        write(self.at, 5, "Bình Thử")
        write(self.at, 6, f"Thôn {one.village.name}, xã {one.village.parent.name}")
        for column, text in enumerate(one.school, start=7):
            if text:
                write(self.at, column, text)
        self.day(10, one.admitted)
        if one.official:
            self.day(11, one.official)
        write(self.at, 12, one.card)
        write(self.at, 13, one.job)
        if defect < 0.004:
            self.defects += 1
            self._spoil(defect, one)
        self.at += 1

    def _spoil(self, defect: float, one: Line) -> None:
        if defect < 0.001:
            self.page.write_string(self.at, 10, f"31/02/{one.admitted.year}")
        elif defect < 0.002:
            self.page.write_string(self.at, 6, "Thôn Không Có, xã Không Đâu")
        elif defect < 0.003:
            self.page.write_formula(self.at, 11, "=1/0", None, "#DIV/0!")
        else:
            self.page.write_string(self.at, 1, "")


def write_list(path: Path, world: World, people: list[Line], seed: int = 1) -> int:
    """Write the office's list; give how many defects it was given."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = _Sheet(book.add_worksheet("DSDV"), book.add_format({"num_format": "dd/mm/yyyy"}), seed)
        sheet.letterhead()
        by_cell: dict[int, list[Line]] = {}
        for one in people:
            by_cell.setdefault(one.cell.pk, []).append(one)
        committee = None
        for group, cell in enumerate((u for u in world.units if u.pk in by_cell), start=1):
            if cell.kind == "base-cell":
                sheet.group(f"{group}. {cell.name}")
            else:
                if cell.parent is not committee:
                    committee = cell.parent
                    sheet.group(f"{group}. {committee.name}")
                sheet.group(f"{group}. {cell.name}")
            for number, one in enumerate(by_cell[cell.pk], start=1):
                sheet.line(number, one)
        sheet.group(f"Tổng cộng: {len(people)} đảng viên")
        return sheet.defects


def write_flat(path: Path, people: list[Line]) -> None:
    """Write the same people one a row under one header, ready made: ids given, dates real, names folded."""
    import xlsxwriter

    from taonguon.rules.names import ethnic_group, fold, sort_key

    with xlsxwriter.Workbook(path) as book:
        page, dated = book.add_worksheet("people"), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, FLAT)
        for number, one in enumerate(people, start=1):
            values = (
                number, one.name, fold(one.name), sort_key(one.name), "f" if one.woman else "m", one.born, "d",
                ethnic_group(one.ethnic), one.village.pk, one.cell.pk, one.card, one.admitted, one.official,
                "official" if one.official else "probationary", one.job, one.school[0],
            )  # fmt: skip
            for column, value in enumerate(values):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, dated)
                elif value is not None:
                    page.write(number, column, value)
