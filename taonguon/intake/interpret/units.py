"""Reading lists of Party organisations, their secretaries and the villages their cells serve."""

import re

from taonguon.intake.interpret import vocabulary as v
from taonguon.intake.interpret.columns import leaf, whole
from taonguon.intake.interpret.people import clean_name, group_text
from taonguon.intake.interpret.records import CellIssue, Holder, OrphanVillageRow, Row, UnitRow
from taonguon.intake.interpret.tables import Table, at, is_signature, is_total, text_of
from taonguon.intake.readers.book import Value
from taonguon.rules.dates import read_date, read_date_text
from taonguon.rules.names import fold, tidy, unit_name, words_of

_ROMAN = re.compile(r"^[IVXLC]+[.)]?$")
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
_VILLAGE_CELL = re.compile(r"^chi bo (to dan pho|khu pho|khu dan cu|thon|ban|khu|xom|ap|lang|to) (.+)$")


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
    find = table.find
    code = find(leaf(v.CODE))
    ordinal = find(leaf(v.ORDINAL))
    name = find(leaf(v.UNIT), leaf(v.CELL))
    sector = find(leaf(v.UNIT_TYPE))
    served = find(leaf(v.SERVED), leaf(v.VILLAGE))
    founded = find(leaf(v.FOUNDED))
    note = find(leaf(v.NOTE))
    secretary = _secretary_columns(table)
    out: list[UnitRow] = []
    committee: UnitRow | None = None
    section: UnitRow | None = None
    for index, row in table.rows():
        text = text_of(at(row, name))
        words = words_of(text)
        if (last is not None and index >= last) or is_total(row):
            break
        level = _level(words, text_of(at(row, code)), text_of(at(row, ordinal)), bool(committee))
        if not level:
            continue
        made = UnitRow(
            table.sheet.name, index, code=text_of(at(row, code)), name=unit_name(group_text_of_unit(text)), level=level
        )
        if level == "committee":
            committee, section = made, None
        elif level == "section":
            made.parent, section = committee, made
        elif level == "base-cell":
            committee = section = None
        else:
            made.parent = section or committee
        kind_words = words_of(text_of(at(row, sector)))
        made.sector = "" if level in {"committee", "section"} else _sector(kind_words, words)
        _villages(made, text_of_lines(at(row, served)))
        _founded(made, row, founded)
        _secretary(made, row, secretary)
        if found := _HANDLES.search(words_of(text_of(at(row, note)))):
            made.handles = _original(text_of(at(row, note)), found[1])
        out.append(made)
    return out


def group_text_of_unit(text: str) -> str:
    """A unit's name without the number of its members in brackets behind it."""
    return re.sub(
        r"\s*\(\s*\d+.*$", "", group_text(text) if re.match(r"^\s*(?:[IVXLC]+|\d+)\s*[.)]", text) else text
    ).strip()


def text_of_lines(value: Value) -> str:
    """Give a cell's text with its line breaks kept: they part the villages of a combined cell."""
    return value.strip() if isinstance(value, str) else ""


def _level(words: str, code: str, ordinal: str, under_committee: bool) -> str:
    if re.match(r"^(dang bo|dang uy) bo phan\b", words):
        return "section"
    if re.match(r"^(dang bo|dang uy|db) ", words):
        return "committee"
    if not re.match(r"^(chi bo|cb) ?", words):
        return ""
    direct = bool(_ROMAN.match(ordinal)) or bool(re.search(r"\.0+$", code)) or "chi bo co so" in words
    return "base-cell" if direct or not under_committee else "cell"


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
        made.form = next(f for f in _FORMS if fold(f) == found[1])
        tail = tidy(made.name).split(" ")[2 + len(found[1].split(" ")) :]
        own = [tidy(p) for p in re.split(r"\s+[-–]\s+|,|;|\+", " ".join(tail)) if p.strip()]
    listed = [tidy(p) for p in re.split(r"[\n;,+]|\s+[-–]\s+|\s+và\s+", cell) if p.strip()]
    out = []
    for text in listed or own:
        match = next((o for o in own if _same_village(text, fold(o)) or fold(text) == fold(o)), None)
        out.append(match or bare_village(text, made.form))
    made.villages = out


def bare_village(text: str, form: str) -> str:
    """Give a village's name without its form before it. 'Bản' is dropped only where the commune says bản."""
    text = tidy(re.sub(r"\(.*?\)", " ", text))
    for word in _FORMS:
        if word == "bản" and form != "bản":
            continue
        if fold(text).startswith(fold(word) + " "):
            return tidy(text[len(word) :])
    return text


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
        if re.search(r"\b(bi thu|btcb|bt chi bo)\b", joined) and not re.search(r"\bkiem\b|doan", path[-1]):
            if re.search(r"\b(nam sinh|ngay sinh|ns)\b", joined):
                born = column if born < 0 else born
            elif name < 0 and not re.search(r"\b(sdt|dien thoai|pho bi thu)\b", joined):
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
    made.secretary = Holder(clean_name(now), born.value, column=column)
    if before:
        made.before = Holder(clean_name(before), column=column)
