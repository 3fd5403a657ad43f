"""Reading lists of Party organisations, their secretaries and the villages their cells serve."""

import re

from taonguon.intake.interpret import vocabulary as v
from taonguon.intake.interpret.columns import leaf, whole
from taonguon.intake.interpret.people import clean_name, group_text, name_and_year
from taonguon.intake.interpret.records import CellIssue, Holder, OrphanVillageRow, Row, UnitRow
from taonguon.intake.interpret.tables import Table, at, is_signature, is_total, text_of
from taonguon.intake.readers.book import Value
from taonguon.rules.dates import read_date, read_date_text
from taonguon.rules.names import fold, tidy, unit_name, words_of

_SEVERAL = re.compile(r"[;,+]|\s+[-–]\s+|\s+và\s+")
_UNIT_LEAD = re.compile(r"^(?:chi bộ|cb)[.:]?\s+(?:ghép\s+)?", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:->|→|=>|>>|–>)\s*")
_INSTEAD = re.compile(
    r"^(.+?)\s+thay\s+(?:đ/c\s+|ông\s+|bà\s+)?(.+?)(?:\s+(?:từ|ngày)\s+(?:ngày\s+)?([\d/.\-]+))?$", re.IGNORECASE
)
_DAY = re.compile(r"\(?\s*(?:từ\s+)?(?:ngày\s+)?(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})\s*\)?\s*$", re.IGNORECASE)
_VACANT = re.compile(r"^(khuyet|chua co|chua bau|trong|dang kien toan|chua kien toan|khong co)\b")
_HANDLES = re.compile(r"phu trach (?:them )?(?:cac )?(.+?)(?: chua co chi bo)?$")
_SECTORS = (
    ("village", re.compile(r"thon|ban\b|khu\b|khu pho|ghep|to dan pho|nong thon|dia ban dan cu|xom|ap\b|lang\b")),
    ("school", re.compile(r"truong|giao duc|mam non|tieu hoc|thcs|thpt|mn\b")),
    ("health", re.compile(r"y te|tram y|benh vien|ttyt")),
    ("forces", re.compile(r"llvt|luc luong vu trang|quan su|cong an|bien phong|qs\b|ca\b")),
    ("enterprise", re.compile(r"doanh nghiep|cong ty|dn\b|hop tac xa|htx")),
    ("agency", re.compile(r"co quan|hanh chinh|su nghiep|khoi|phong\b|ban\b|ubnd|huyen uy")),
)
_FORMS = ("tổ dân phố", "khu phố", "khu dân cư", "thôn", "bản", "khu", "xóm", "ấp", "làng", "tổ")
_VILLAGE_CELL = re.compile(
    r"^((?:chi bo|cb)(?: ghep| lien)?) (to dan pho|khu pho|khu dan cu|thon|ban|khu|xom|ap|lang|to) (.+)$"
)


def read_units(tables: list[Table]) -> list[Row]:
    """Read the main table of units, and the table of villages without a cell below it."""
    out: list[Row] = []
    handled: set[str] = set()
    main = tables[0]
    for table in tables[1:]:
        rows = _orphans(table)
        out.extend(rows)
        handled.update(fold(r.village) for r in rows)
    last = tables[1].header if len(tables) > 1 else None
    units = _units(main, last)
    if handled:
        for unit in units:
            unit.handles = [x for x in unit.handles if not any(_same_village(x, h) for h in handled)]
    return [*units, *out]


def _same_village(text: str, folded: str) -> bool:
    words = fold(text)
    return words == folded or words.endswith(" " + folded) or folded.endswith(" " + words)


def _orphans(table: Table) -> list[OrphanVillageRow]:
    village = table.find(leaf(v.VILLAGE), leaf(v.SERVED))
    commune = table.find(leaf(v.COMMUNE), leaf(v.COMMITTEE))
    cell = table.find(leaf(v.HANDLER), whole(r"phu trach"), leaf(v.CELL))
    out: list[OrphanVillageRow] = []
    if village < 0 or cell < 0:
        return out
    for index, row in table.rows():
        name = text_of(at(row, village))
        if not name or is_signature(row) or not text_of(at(row, cell)):
            continue
        out.append(
            OrphanVillageRow(
                table.sheet.name,
                index,
                village=name,
                commune=text_of(at(row, commune)),
                handled_by=text_of(at(row, cell)),
            )
        )
    return out


def _units(table: Table, last: int | None) -> list[UnitRow]:
    reader = _Reader(table)
    for index, row in table.rows():
        if (last is not None and index >= last) or is_total(row):
            break
        reader.read(index, row)
    _share_forms(reader.units)
    return reader.units


class _Reader:
    """Reads the rows one after another and carries the committee and section they stand under."""

    def __init__(self, table: Table) -> None:
        find = table.find
        self.sheet = table.sheet.name
        self.code = find(leaf(v.CODE))
        self.ordinal = find(leaf(v.ORDINAL))
        self.name = find(leaf(v.UNIT), leaf(v.CELL), leaf(v.COMMITTEE))
        self.sector = find(leaf(v.UNIT_TYPE))
        self.served = find(leaf(v.SERVED), leaf(v.VILLAGE))
        self.founded = find(leaf(v.FOUNDED))
        self.note = find(leaf(v.NOTE))
        self.secretary = _secretary_columns(table)
        above = find(leaf(v.COMMITTEE))
        self.above = above if above != self.name else -1
        self.carried = _carried(table, self.above, self.name)
        self.numbers = _numbers_of_committees(table, self.ordinal, self.name)
        self.units: list[UnitRow] = []
        self.committee: UnitRow | None = None
        self.section: UnitRow | None = None
        self.implied: dict[str, UnitRow] = {}

    def read(self, index: int, row: list[Value]) -> None:
        """Take in one row; a row that names no unit is passed over."""
        number, text = _number_and_name(row, self.ordinal, self.name)
        if self.above >= 0:
            self._committee_beside(index, row)
        words = words_of(text)
        code, kind_words = text_of(at(row, self.code)), words_of(text_of(at(row, self.sector)))
        level = self._level(words, code, number, kind_words)
        if not level:
            return
        made = UnitRow(self.sheet, index, code=code, name=unit_name(group_text_of_unit(text)), level=level)
        self._stand(made)
        made.sector = "" if level in {"committee", "section"} else _sector(kind_words, words)
        _villages(made, text_of_lines(at(row, self.served)))
        _founded(made, row, self.founded)
        _secretary(made, row, self.secretary)
        if found := _HANDLES.search(words_of(text_of(at(row, self.note)))):
            made.handles = _original(text_of(at(row, self.note)), found[1])
        self.units.append(made)

    def _stand(self, made: UnitRow) -> None:
        """Set the unit below the one it stands under, and let it carry on where it is one to stand under."""
        if made.level == "committee":
            self.committee, self.section = made, None
        elif made.level == "section":
            made.parent, self.section = self.committee, made
        elif made.level == "base-cell":
            if self.above < 0:
                self.committee = self.section = None
        else:
            made.parent = self.section or self.committee

    def _committee_beside(self, index: int, row: list[Value]) -> None:
        """Take the committee from its own column; an empty cell is the one above, or none at all."""
        text = text_of(at(row, self.above))
        words = words_of(text)
        if not text:
            self.committee = self.committee if self.carried else None
            return
        if not _COMMITTEE_BESIDE.match(words):
            self.committee = None
            return
        name = unit_name(text if words.startswith(("dang", "db ")) else f"Đảng bộ {text[:1].lower()}{text[1:]}")
        if fold(name) not in self.implied:
            made = UnitRow(self.sheet, index, name=name, level="committee", implied=True)
            self.implied[fold(name)] = made
            self.units.append(made)
        self.committee = self.implied[fold(name)]

    def _level(self, words: str, code: str, ordinal: str, kind: str) -> str:
        if re.match(r"^(dang bo|dang uy) bo phan\b", words):
            return "section"
        if re.match(r"^(dang bo|dang uy|db) ", words):
            return "committee"
        if not re.match(r"^(chi bo|cb) ?", words):
            return ""
        if self.above >= 0:
            return "base-cell" if self.committee is None else "cell"
        direct = (
            re.search(r"\.0+$", code)
            or "chi bo co so" in words
            or re.search(r"(chi bo|cb) (co so|truc thuoc huyen)", kind)
            or (ordinal and _number_shape(ordinal) in self.numbers)
        )
        return "base-cell" if direct or self.committee is None else "cell"


_NUMBERED_NAME = re.compile(r"^([IVXLC]+|[A-H]|\d+(?:\.\d+)*)\s*[.)/\-]\s*(\D.+)$")
_COMMITTEE_BESIDE = re.compile(r"^(dang bo|dang uy|db|xa|thi tran|phuong|dac khu) ")


def _number_and_name(row: list[Value], ordinal: int, name: int) -> tuple[str, str]:
    """Give a row's number and name, whether they stand in two cells or in one ('II. Đảng bộ …')."""
    text = text_of(at(row, name))
    if not text and len(filled := [t for t in map(text_of, row) if t]) == 1:
        text = filled[0]  # a group row merged from the first column
    found = _NUMBERED_NAME.match(text)
    return (found[1], found[2]) if found else (text_of(at(row, ordinal)), text)


def _carried(table: Table, above: int, name: int) -> bool:
    """Say whether an empty cell of the committees' column means the one above: so it is where no name is repeated."""
    if above < 0:
        return False
    named = [text_of(at(row, above)) for _, row in table.rows() if text_of(at(row, name)) or text_of(at(row, above))]
    filled = [text for text in named if text]
    return len(set(filled)) == len(filled) and len(filled) < len(named)


def _number_shape(ordinal: str) -> str:
    """Give how a row is numbered: 'I' and 'B' are letters, '1' a number, '1.2' a number under another."""
    plain = ordinal.strip(" .)/")
    if re.fullmatch(r"[A-Z]+", plain):
        return "letters"
    return "number" if plain.isdigit() else "under" if re.fullmatch(r"\d+(\.\d+)+", plain) else plain


def _numbers_of_committees(table: Table, ordinal: int, name: int) -> set[str]:
    """Give how committees are numbered, where their cells are numbered otherwise: a cell so numbered stands beside them."""
    committees: set[str] = set()
    below: set[str] = set()
    last = ""
    for _, row in table.rows():
        number, text = _number_and_name(row, ordinal, name)
        words = words_of(text)
        top = bool(re.match(r"^(dang bo|dang uy|db) (?!bo phan)", words))
        if number and top:
            committees.add(_number_shape(number))
        elif number and last == "top":
            below.add(_number_shape(number))
        last = "top" if top else words and "other"
    return committees - below or {"letters"}


def _share_forms(units: list[UnitRow]) -> None:
    """Where a committee's cells all call their villages by one word, it is so for those that do not say."""
    for committee in [u for u in units if u.level == "committee"]:
        below = [u for u in units if u.parent is committee or (u.parent and u.parent.parent is committee)]
        forms = {u.form for u in below if u.form}
        for unit in below:
            if not unit.form and len(forms) == 1:
                unit.form = next(iter(forms))
                unit.villages = [bare_village(name, unit.form) for name in unit.villages]


def group_text_of_unit(text: str) -> str:
    """A unit's name without the number of its members in brackets behind it."""
    return re.sub(
        r"\s*\(\s*\d+.*$", "", group_text(text) if re.match(r"^\s*(?:[IVXLC]+|\d+)\s*[.)]", text) else text
    ).strip()


def text_of_lines(value: Value) -> str:
    """Give a cell's text with its line breaks kept: they part the villages of a combined cell."""
    return value.strip() if isinstance(value, str) else ""


def _sector(kind: str, name: str) -> str:
    for text in (kind, name):
        for sector, pattern in _SECTORS:
            if text and pattern.search(text):
                return sector
    return ""


def _villages(made: UnitRow, cell: str) -> None:
    found = _VILLAGE_CELL.match(words_of(made.name))
    own: list[str] = []
    if found:
        made.form = next(f for f in _FORMS if fold(f) == found[2])
        words = re.sub(r"[^\w\s,;+–-]", " ", made.name).split()
        tail = " ".join(words[len(found[1].split(" ")) + len(found[2].split(" ")) :])
        own = [plain_number(p) for p in _SEVERAL.split(tail) if p.strip()]
    elif made.sector == "village" and made.level in {"cell", "base-cell"} and not cell:
        own = [_UNIT_LEAD.sub("", made.name)]
    listed = [tidy(p) for p in re.split(r"\n", cell) for p in _SEVERAL.split(p) if p.strip()]
    out = []
    for text in listed or own:
        same = [o for o in own if fold(text) == fold(o)] or [o for o in own if _same_village(text, fold(o))]
        out.append(same[0] if same else text if text in own else bare_village(text, made.form))
    made.villages = list(dict.fromkeys(out))


def plain_number(text: str) -> str:
    """Give a numbered village's name without the word before its number: 'số 3' is '3'."""
    return re.sub(r"(?i)^số (?=\d)", "", tidy(text))


def bare_village(text: str, form: str) -> str:
    """Give a village's name without its form before it. 'Bản' is dropped only where the commune says bản."""
    text = tidy(re.sub(r"\(.*?\)", " ", text))
    for word in _FORMS:
        if word == "bản" and form != "bản":
            continue
        if fold(text).startswith(fold(word) + " "):
            return plain_number(text[len(word) :])
    return plain_number(text)


def _original(text: str, folded: str) -> list[str]:
    """Find the villages named in a note in their own spelling, by the folded words found."""
    words = tidy(re.sub(r"\(.*?\)", " ", text)).split(" ")
    count = len(folded.split(" "))
    for start in range(len(words) - count + 1):
        piece = " ".join(words[start : start + count])
        if words_of(piece) == folded:
            return [tidy(p) for p in re.split(r",|;|\s+và\s+", piece) if p.strip()]
    return []


def _founded(made: UnitRow, row: list[Value], column: int) -> None:
    value = at(row, column)
    if value is None or value == "":
        return
    read = read_date(value)
    if read.defect is not None:
        made.issues.append(CellIssue(made.row, column, text_of(value), str(read.defect), "founded"))
    made.founded = read.value


def _secretary_columns(table: Table) -> tuple[int, int]:
    name = born = -1
    for column, path in enumerate(table.headings):
        joined = " ".join(path)
        if re.search(v.DEPUTY, joined):
            continue
        if re.search(r"\b(bi thu|btcb|bt chi bo)\b", joined) and not re.search(r"\bkiem\b|doan", path[-1]):
            if re.search(r"\b(nam sinh|ngay sinh|ns)\b", joined):
                born = column if born < 0 else born
            elif name < 0 and not re.search(r"\b(sdt|dien thoai)\b", joined):
                name = column
    return name, born


def _secretary(made: UnitRow, row: list[Value], columns: tuple[int, int]) -> None:
    column, born_column = columns
    text = text_of(at(row, column))
    if not text or _VACANT.match(words_of(text)):
        return
    born = read_date(at(row, born_column))
    if born.defect is not None:
        made.issues.append(CellIssue(made.row, born_column, text_of(at(row, born_column)), str(born.defect), "birth"))
    parts = _ARROW.split(text)
    before, now, day = (parts[-2], parts[-1], "") if len(parts) > 1 else ("", text, "")
    if not before and (found := _INSTEAD.match(text)):
        now, before, day = found[1], found[2], found[3] or ""
    if found := _DAY.search(now):
        day, now = found[1], now[: found.start()]
    if day:
        value = read_date_text(day).value
        made.changed_on = value.first if value else None
        if value is None:
            made.issues.append(CellIssue(made.row, column, text, "unreadable_date", "changed"))
    now, year = name_and_year(now)
    made.secretary = Holder(clean_name(now), born.value or year, column=column)
    if before:
        made.before = Holder(clean_name(before), column=column)
