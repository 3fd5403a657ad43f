"""Writes an invented district as office files in one of many layouts. A `Look` says how one office does it."""

import random
import unicodedata
from dataclasses import dataclass
from datetime import date

from taonguon.intake.readers.book import Sheet

ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


@dataclass(frozen=True)
class Look:
    """How one office writes its sheets; the defaults are a plain list with merged headings."""

    start: int = 7
    letterhead: str = "district"  # 'district' | 'province' (and the district) | 'commune' (and the district) | 'title' (in the title only) | 'none'
    merged: bool = True
    numbering: str = ""  # 'skip' | 'paren' | 'letters'
    words: int = 0
    """Which of the synonyms of each heading is used."""
    shape: str = ""  # 'capitals' | 'breaks' | 'nfd' | 'double'
    shuffle: int = 0
    days: str = "text"  # 'text' | 'real' | 'dots' | 'dash' | 'serial' | 'years' (birth only) | 'short'
    names: str = "plain"  # 'capitals' | 'titled' | 'nfd' | 'double'
    totals: bool = True
    signature: bool = True
    per_commune: bool = False
    groups: str = "rows"  # 'rows' | 'columns'
    group_rows: str = "roman"  # 'roman' | 'slash' | 'name' | 'loud'
    sex: str = "ticks"  # 'dates' | 'ticks' | 'column' | 'female'
    name_columns: int = 1
    residence: str = "one"  # 'one' | 'two' | 'village'
    party_days: str = "two"  # 'two' | 'levels'
    card: bool = True
    status: bool = False
    posts: str = "nested"  # 'nested' | 'pairs' | 'flat' | 'long'
    marks: str = "two"  # 'two' | 'x' | 'code' | 'ctdb' | 'yesno' | 'words'
    secretaries: bool = True
    codes: bool = True
    ordinals: bool = True
    served: str = "newline"  # 'newline' | ',' | ';' | '+' | 'và' | 'absent'
    change: str = "arrow"  # 'arrow' | 'instead' | 'none'
    orphans: str = "table"  # 'table' | 'note'
    unit_groups: str = "rows"  # 'rows' | 'columns'
    acts: str = "nested"  # 'nested' | 'flat' | 'joined' (number and day in one cell)
    committee_rows: bool = True
    standing_only: bool = False
    """No day of becoming official, only a word of standing."""
    births: str = "column"  # 'column' | 'parts' (day, month, year apart) | 'name' (posts: behind the name)
    deputies: bool = False


class Page:
    """A sheet being written."""

    def __init__(self, name, look, columns):
        self.sheet = Sheet(name, False)
        self.look, self.columns = look, columns
        self.paths = [path for _, path in columns]

    def put(self, row, column, value):
        rows = self.sheet.rows
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = value

    @property
    def next(self):
        return len(self.sheet.rows)

    def head(self, lines, title):
        look, last = self.look, max(len(self.columns) - 3, 4)
        for row, text in enumerate(lines[: max(look.start - 2, min(look.start, 1))]):
            self.put(row, 0, text)
        if look.start > 3 and lines:
            self.put(0, last, "ĐẢNG CỘNG SẢN VIỆT NAM")
        if look.start > 3 and title:
            self.put(max(look.start - 2, 0), 0, title)
        if look.start > 6:
            self.put(look.start - 1, 0, "(Số liệu tính đến ngày 18/4/2018)")

    def heading(self):
        look, top = self.look, self.look.start
        depth = max(map(len, self.paths))
        for column, path in enumerate(self.paths):
            for level, text in enumerate(path):
                first = (
                    column == 0 or self.paths[column - 1][: level + 1] != path[: level + 1] or level == len(path) - 1
                )
                if first:
                    self.put(top + level, column, shaped(text, look))
                if look.merged and first and level < len(path) - 1:
                    right = column
                    while (
                        right + 1 < len(self.paths)
                        and self.paths[right + 1][: level + 1] == path[: level + 1]
                        and len(self.paths[right + 1]) > level + 1
                    ):
                        right += 1
                    if right > column:
                        self.sheet.merges.append((top + level, column, top + level, right))
            if look.merged and len(path) < depth:
                self.sheet.merges.append((top + len(path) - 1, column, top + depth - 1, column))
        if look.numbering:
            row = self.next
            for column in range(len(self.paths)):
                number = column + 1 + (look.numbering == "skip" and column > 4)
                self.put(row, column, f"({number})" if look.numbering == "paren" else number)

    def group(self, text, number=None, column=None):
        """A row with a unit's name alone, as its number and name in two cells or in one."""
        at = column if column is not None else self.place("name", "village")
        row = self.next
        if number is not None and at > 0 and self.look.group_rows == "roman":
            self.put(row, 0, number)
            self.put(row, at, text)
        elif number is not None and self.look.group_rows == "slash":
            self.put(row, 0, f"{number}/ {text}")
        elif self.look.group_rows == "loud":
            self.put(row, at, text.upper())
        else:
            self.put(row, at, f"{number}. {text}" if number is not None and self.look.group_rows != "name" else text)

    def place(self, *keys):
        names = [key for key, _ in self.columns]
        return next((names.index(k) for k in keys if k in names), 0)

    def line(self, values):
        row = self.next
        self.put(row, len(self.columns) - 1, None)
        for column, (key, _) in enumerate(self.columns):
            if values.get(key) is not None:
                self.put(row, column, values[key])
        return row

    def foot(self):
        if self.look.signature:
            row = self.next + 1
            self.put(row, 0, "NGƯỜI LẬP BIỂU")
            self.put(row, max(len(self.columns) - 3, 3), "T/M BAN THƯỜNG VỤ")
            self.put(row + 1, max(len(self.columns) - 3, 3), "Phó Bí thư")
            self.put(row + 3, 0, "Ninh Thị Lập")
            self.put(row + 3, max(len(self.columns) - 3, 3), "Chu Văn Ký")


def shaped(text, look):
    if look.shape == "capitals":
        return text.upper()
    if look.shape == "breaks":
        return text.replace(" ", "\n", 1)
    if look.shape == "nfd":
        return unicodedata.normalize("NFD", text)
    return text.replace(" ", "  ") if look.shape == "double" else text


def word(look, *choices):
    return choices[look.words % len(choices)]


def ordered(columns, look):
    """Shuffle the blocks of columns that share an outer heading; the number stays first."""
    blocks = []
    for column in columns:
        if blocks and len(column[1]) > 1 and blocks[-1][-1][1][0] == column[1][0]:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    if look.shuffle:
        first = [b for b in blocks if b[0][0] == "stt"]
        rest = [b for b in blocks if b[0][0] != "stt"]
        random.Random(look.shuffle).shuffle(rest)  # noqa: S311 the same in every run
        blocks = first + rest
    return [c for b in blocks for c in b]


def day_of(value, look, salt=0):
    if value is None:
        return None
    texts = {
        "text": f"{value.day}/{value.month}/{value.year}", "real": value, "dash": f"{value.day:02d}-{value.month:02d}-{value.year}",
        "dots": f"{value:%d.%m.%Y}", "serial": (value - date(1899, 12, 30)).days, "short": f"{value:%d.%m.%y}",
    }  # fmt: skip
    style = look.days
    if style == "mixed":
        style = ("text", "real", "dots", "dash")[salt % 4]
    return texts.get(style, texts["text"])


def name_of(person, look, salt=0):
    if look.names == "capitals":
        return person.name.upper()
    if look.names == "titled":
        return f"{('Đ/c', 'Ông' if person.sex == 'm' else 'Bà', 'Đ/c.')[salt % 3]} {person.name}"
    if look.names == "nfd":
        return unicodedata.normalize("NFD", person.name)
    return person.name.replace(" ", "  ") if look.names == "double" else person.name


def lines_above(district, look, commune=None):
    upper = {"huyện": "HUYỆN ỦY", "thị xã": "THỊ ỦY", "thành phố": "THÀNH ỦY", "quận": "QUẬN ỦY"}[district.level]
    if look.letterhead in {"none", "title"}:
        return []
    if look.letterhead == "province":
        return ["TỈNH ỦY SƠN HẢI", f"{upper} {district.name.upper()}", "*"]
    if commune and look.letterhead == "commune":
        return [f"{upper} {district.name.upper()}", f"ĐẢNG ỦY {commune.form.upper()} {commune.name.upper()}", "*"]
    return [f"{upper} {district.name.upper()}", "BAN TỔ CHỨC", "*"]


def title_of(district, text):
    return f"{text} {district.level.upper()} {district.name.upper()} NĂM 2018"
