"""Reading lists of people: members, admissions, recognitions."""

import re

from taonguon.intake.interpret.columns import PersonColumns, person_columns
from taonguon.intake.interpret.records import ActRow, CellIssue, Kind, MemberRow, Row
from taonguon.intake.interpret.tables import Table, at, is_signature, is_total, text_of
from taonguon.intake.readers.book import CellError, Value
from taonguon.rules.dates import PartialDate, add_months, read_date
from taonguon.rules.names import ethnic_group, fold, one_spelling, person_name, words_of

_NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|[ivxlc]+|\d+|[A-Za-z])\s*[.)/\-]\s*")
_TAIL = re.compile(r"\s*[(:;].*$")
_MARKS = frozenset({"x", "1", "v", "✓", "✔", "+", "co", "yes", "true", "x x"})
# Compared with their marks, for without them 'mất' (died) is 'mặt' (of 'mặt trận').
_ENDED = (
    ("died", re.compile(r"từ trần|\bchết\b|hy sinh|hi sinh|qua đời|\bmất\b(?! (?:thẻ|hồ sơ|sức|giấy|lý lịch|qđ|quyết))")),
    ("struck-off", re.compile(r"x(?:óa|oá) tên")),
    ("expelled", re.compile(r"khai trừ")),
    ("left", re.compile(r"xin ra\b|ra khỏi đảng")),
    ("moved", re.compile(
        r"chuyển (?:sh|sinh hoạt|shđ|đảng)\b(?!.*tạm thời)|chuyển (?:đi|ra|đến nơi khác|về nơi khác|nơi khác)\b|đã chuyển\b(?! chính thức)"
    )),
)  # fmt: skip
_COMING = re.compile(
    r"\b(?:đến|về|tiếp nhận|nhận sinh hoạt|chuyển) từ\b|\btừ\b.+\b(?:đến|về)$|chuyển đến(?! (?:nơi khác|đảng|chi))|về chi bộ này"
)
DAY_IN_NUMBER = re.compile(r"^(.+?)[\s,;]+(?:ngày\s+)?(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})$")
_MONTH_IN_NOTE = re.compile(r"(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{1,2}[/.\-]\d{4}|(?<![\d/])(?:19|20)\d{2})")
_YEAR_BEHIND = re.compile(r"^(\D+?)[\s,;(–-]+(?:sinh(?: năm)?|sn|ns)?[\s.:]*((?:19|20)\d{2})\)?\s*$", re.IGNORECASE)
_HONORIFIC = re.compile(r"^(?:đ\s*/\s*c|đồng chí|đc|ông|bà|anh|chị|cô|chú)\.?\s+", re.IGNORECASE)


def clean_name(text: str) -> str:
    """Give a person's name without an honorific before it or a remark in brackets behind it.

    Old letters have no capital with a mark: in them 'Ánh' is written 'ánh'.
    """
    bare = re.sub(r"\(.*?\)", " ", text)
    name = person_name(_HONORIFIC.sub("", " ".join(bare.split())))
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" "))


def name_and_year(text: str) -> tuple[str, PartialDate | None]:
    """Part a name from the year of birth some lists put behind it: 'Lý Văn An (1975)', 'Lý Văn An, sinh 1975'."""
    found = _YEAR_BEHIND.match(text)
    return (found[1], PartialDate(int(found[2]))) if found else (text, None)


def is_mark(value: Value) -> bool:
    """Say whether a cell is ticked."""
    return value is True or words_of(text_of(value)).strip() in _MARKS


def group_text(text: str) -> str:
    """Give the unit a group row names: without its numbering and what stands in brackets behind."""
    return _TAIL.sub("", _NUMBERING.sub("", text)).strip()


def read_people(table: Table, kind: Kind) -> list[Row]:
    """Read every row of data of a list of people, with the group rows' units carried down."""
    return read_rows(table, RowReader(table, person_columns(table), kind))


def read_rows(table: Table, reader: "RowReader") -> list[Row]:
    """Read the rows of data, telling them from group rows, totals and the signatures below."""
    out: list[Row] = []
    ended = False
    for index, row in table.rows():
        filled: list[Value] = [value for value in row if value is not None and value != ""]
        if is_total(row):
            ended = True
            continue
        if reader.group(row, filled):
            ended = False
            continue
        if is_signature(row) or (ended and len(filled) <= 2):
            ended = True
            continue
        if made := reader.read(index, row, filled):
            out.append(made)
    return out


class RowReader:
    """Carries the committee and cell of the group rows; reads one row at a time."""

    def __init__(self, table: Table, columns: PersonColumns, kind: Kind) -> None:
        self.sheet = table.sheet.name
        self.uncalculated = table.sheet.uncalculated
        self.c = columns
        self.kind = kind
        self.committee = self.cell = ""
        self.made: type[MemberRow] = ActRow if kind is not Kind.MEMBERS else MemberRow

    def group(self, row: list[Value], filled: list[Value]) -> bool:
        """Take in a group row; False where the row is none."""
        if len(filled) > 2:
            return False
        text = max((text_of(value) for value in filled if isinstance(value, str)), key=len, default="")
        words = words_of(group_text(text))
        if re.match(r"^(dang bo|dang uy|db) ", words):
            self.committee, self.cell = group_text(text), ""
            return True
        if re.match(r"^(chi bo|cb) ", words):
            self.cell = group_text(text)
            return True
        if re.match(r"^(thang|quy|nam|khoi|xa|thi tran|phuong) ", words) and text_of(at(row, self.c.ordinal)) in {
            "",
            text,
        }:
            if words.startswith(("xa ", "thi tran ", "phuong ")):
                self.committee, self.cell = group_text(text), ""
            return True
        return bool(_NUMBERING.match(text)) and len(filled) == 1

    def read(self, index: int, row: list[Value], filled: list[Value]) -> MemberRow | None:
        """Read one row of data; None for a row that is none."""
        c = self.c
        name = text_of(at(row, c.name))
        if c.given >= 0:
            name = f"{name} {text_of(at(row, c.given))}".strip()
        numbered = bool(re.fullmatch(r"\d+", text_of(at(row, c.ordinal)))) if c.ordinal >= 0 else True
        bare = (index, c.name) in self.uncalculated
        if not name and not ((numbered or bare) and len(filled) >= 3):
            return None
        if len(filled) <= (1 if c.ordinal < 0 else 2) and not numbered:
            return None
        made = self.made(self.sheet, index)
        made.name, made.name_column = clean_name(name), c.name
        if not made.name:
            made.rejected = True
            made.issues.append(CellIssue(index, c.name, "", "not_calculated" if bare else "missing_name"))
        self.person(made, row)
        self._place(made, row)
        self.party(made, row)
        self.status(made, row)
        if isinstance(made, ActRow):
            self._act(made, row)
        made.weight = sum(1 for x in filled if not isinstance(x, CellError)) + 10 * _precision(made.born)
        return made

    def day(self, made: Row, row: list[Value], column: int, field: str) -> PartialDate | None:
        """Read a day; one that cannot be read is an issue of the row."""
        if column < 0:
            return None
        value = at(row, column)
        if value is None or value == "":
            if (made.row, column) in self.uncalculated:
                made.issues.append(CellIssue(made.row, column, "", "not_calculated"))
            return None
        if isinstance(value, CellError):
            made.issues.append(CellIssue(made.row, column, str(value), "error_cell", field))
            return None
        read = read_date(value)
        if read.defect is not None:
            made.issues.append(CellIssue(made.row, column, text_of(value), str(read.defect), field))
        return read.value

    def party_day(self, made: Row, row: list[Value], column: int, field: str) -> PartialDate | None:
        """Read a day of Party life: with a year of two digits it is not before the Party's founding in 1930."""
        day = self.day(made, row, column, field)
        if day is not None and day.year < 1930 and re.search(r"\D\d{2}$", text_of(at(row, column))):
            return PartialDate(day.year + 100, day.month, day.day)
        return day

    def person(self, made: MemberRow, row: list[Value]) -> None:
        """Read sex, birth and ethnicity."""
        c = self.c
        for columns, sex in ((c.males, "m"), (c.females, "f")):
            for column in columns:
                value = at(row, column)
                if value is None or value == "":
                    continue
                made.sex = made.sex or sex
                if not is_mark(value):
                    made.born = self.day(made, row, column, "birth") or made.born
        if c.sex >= 0 and not made.sex:
            words = words_of(text_of(at(row, c.sex)))
            made.sex = {"nam": "m", "nu": "f"}.get(words, "")
        for column in c.births:
            made.born = made.born or self.day(made, row, column, "birth")
        if c.birth_parts and made.born is None:
            made.born = self._parted_birth(made, row)
        if not made.sex and c.females and not c.males and c.sex < 0:
            made.sex = "m"  # a single column 'Nữ', not ticked
        group = text_of(at(row, c.ethnicity))
        made.ethnicity = "" if re.search(r"\d", group) else ethnic_group(group)  # 'DT' may be the telephone

    def _parted_birth(self, made: Row, row: list[Value]) -> PartialDate | None:
        """Put a birth together from a column each for day, month and year; what is blank is not known."""
        day, month, year = (text_of(at(row, column)) for column in self.c.birth_parts)
        if not year:
            return None
        read = read_date("/".join(part or "00" for part in (day, month, year)))
        if read.defect is not None:
            made.issues.append(
                CellIssue(made.row, self.c.birth_parts[0], f"{day}/{month}/{year}", str(read.defect), "birth")
            )
        return read.value

    def _place(self, made: MemberRow, row: list[Value]) -> None:
        c = self.c
        parts = [text_of(at(row, column)) for column in (c.village, c.commune) if column >= 0]
        made.residence = text_of(at(row, c.residence)) or ", ".join(filter(None, parts))
        made.residence_column = c.residence if c.residence >= 0 else c.village
        made.cell = group_text(text_of(at(row, c.cell))) or self.cell
        made.cell_column = c.cell
        made.committee = group_text(text_of(at(row, c.committee))) or self.committee

    def party(self, made: MemberRow, row: list[Value]) -> None:
        """Read the days of membership and the card."""
        c = self.c
        made.admitted = self.party_day(made, row, c.admitted, "admitted")
        made.official = self.party_day(made, row, c.official, "official")
        if made.official is None and made.admitted and is_official(text_of(at(row, c.status))):
            over = add_months(made.admitted.first, 12)  # the list says that, not when: the end of probation, by month
            made.official = PartialDate(over.year, over.month if made.admitted.month else 0)
        if made.admitted and made.official and made.official.last < made.admitted.first:
            made.issues.append(
                CellIssue(made.row, c.official, text_of(at(row, c.official)), "dates_out_of_order", str(made.admitted))
            )
        made.card = re.sub(r"\D", "", text_of(at(row, c.card))) if c.card >= 0 else ""

    def status(self, made: MemberRow, row: list[Value]) -> None:
        """Read what the remark says of who is excused, or no longer a member."""
        note = text_of(at(row, self.c.note))
        if not note:
            return
        words = one_spelling(note).casefold()
        made.exempt = bool(re.search(r"mien (sh|sinh hoat|cong tac)", fold(note)))
        if self.kind is not Kind.MEMBERS or _COMING.search(words):
            return
        made.end_reason = next((reason for reason, pattern in _ENDED if pattern.search(words)), "")
        if made.end_reason and (found := _MONTH_IN_NOTE.search(words)):
            made.ended = read_date(found[1]).value

    def _act(self, made: ActRow, row: list[Value]) -> None:
        c = self.c
        made.decision_number = text_of(at(row, c.number)) if c.number >= 0 else ""
        made.decided = self.party_day(made, row, c.decided, "decided")
        made.received = self.party_day(made, row, c.received, "received")
        if c.decided < 0 and (found := DAY_IN_NUMBER.match(made.decision_number)):
            made.decision_number, made.decided = found[1].strip(" ,;"), read_date(found[2]).value
        for column in c.other_days:
            self.day(made, row, column, "resolution")
        for column in c.votes:
            value = at(row, column)
            if value is None or (isinstance(value, (str, int, float)) and not looks_like_a_day(value)):
                continue
            made.issues.append(CellIssue(made.row, column, text_of(value), "vote_turned_into_date"))


def is_official(text: str) -> bool:
    """Say whether a word of standing says official member."""
    return bool(re.fullmatch(r"(dv|dang vien)? ?(ct|chinh thuc)|dvct", words_of(text)))


def looks_like_a_day(value: Value) -> bool:
    """Say whether a cell that should hold counts holds a date."""
    if isinstance(value, str):
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}.*|\d{1,2}[/-]\d{1,2}[/-]\d{4}", value.strip()))
    return isinstance(value, (int, float)) and value > 3000


def _precision(born: PartialDate | None) -> int:
    return 0 if born is None else {"y": 1, "m": 2, "d": 3}[born.precision]
