"""Reading a register of the source: outstanding people and sympathisers, with how far each has come.

Numbers of identity papers, telephone numbers, religion, and the free text of remarks are not read: the
ledger has no use for them.
"""

import re
from dataclasses import dataclass, field

from taonguon.intake.interpret import vocabulary as v
from taonguon.intake.interpret.columns import PersonColumns, person_columns
from taonguon.intake.interpret.people import DAY_IN_NUMBER, RowReader, clean_name, is_mark, looks_like_a_day, read_rows
from taonguon.intake.interpret.records import CellIssue, Kind, MemberRow, Milestone, Row, SourceRow
from taonguon.intake.interpret.tables import Table, at, text_of
from taonguon.intake.readers.book import CellError, Value
from taonguon.rules.dates import read_date_text
from taonguon.rules.names import ethnic_group, words_of

_LISTED = r"(qcut|quan chung uu tu|cam tinh( dang)?\b|(danh sach|ds) nguon|vao nguon|^ngay cn$)"
_CELL = r"\b(chi bo|cb)\b"
_COMMITTEE = r"\b(dang uy|du|duy|dang bo|cap uy co so)\b"
_FILE = r"\b(hs|ho so)\b"
_HELP = r"(phan cong|giup do)"
_RESOLUTION = r"\b(nq|nghi quyet|hop|bien ban)\b"
_DECISION = r"\b(qd|quyet dinh)\b"
_ROLES = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("off", r"dua ra|ra khoi (danh sach|ds)\b|thoi theo doi"),
        ("", r"cmnd|cccd|can cuoc|chung minh|dien thoai|\bsdt\b|mo lop|thoi gian hoc|khai giang|noi tham tra"),
        ("composite", r"\b(nam nu|gioi( tinh)?)\b.*dan toc|dan toc.*ton giao"),
        ("code", rf"^{v.CODE}$"),
        ("issuer", r"(don vi|noi|co quan) cap"),
        ("certified", r"(\blop\b|gcn|chung nhan).*ngay cap|ngay cap.*(gcn|chung nhan)|^ngay cap$"),
        ("certificate", r"\bgcn\b|\bchung nhan\b"),
        ("verified", r"tham tra"),
        ("sent", rf"(nop|trinh|gui|chuyen) {_FILE}|{_FILE} (nop|trinh|gui|chuyen)"),
        ("leave", rf"(cho phep|duoc phep|dong y|chu truong).*{_FILE}|lam {_FILE}"),
        ("", rf"(phieu|bieu quyet|tan thanh|dong y).*{_COMMITTEE}|{_COMMITTEE}.*(phieu|bieu quyet|tan thanh|dong y)"),
        ("vote", r"phieu|bieu quyet|tan thanh|dong y"),
        ("assigned", rf"ngay.*{_HELP}|{_HELP}.*ngay"),
        ("", rf"\b(so|nq|qd)\b.*{_HELP}|{_HELP}.*\b(so|nq|qd)\b"),
        ("helper", _HELP),
        ("cell", rf"{_CELL} (cong nhan|de nghi|quan ly|theo doi|gioi thieu)"),
        ("listed", rf"{_LISTED}.*\bngay\b|\bngay\b.*{_LISTED}|^ngay cn$"),
        ("listing", rf"{_LISTED}.*(\bso\b|{_RESOLUTION})|(\bso\b|{_RESOLUTION}).*{_LISTED}"),
        ("resolved-above", rf"\bngay\b.*{_RESOLUTION}.*{_COMMITTEE}|{_RESOLUTION}.*{_COMMITTEE}.*\bngay\b"),
        ("resolved", rf"\bngay\b.*{_RESOLUTION}.*{_CELL}|{_RESOLUTION}.*{_CELL}.*\bngay\b"),
        ("", _RESOLUTION),
        ("decided", rf"\bngay\b.*{_DECISION}|{_DECISION}.*\bngay\b"),
        ("decision", _DECISION),
        ("ceremony", r"(^|\bngay |\ble |\bto chuc )ket nap( dang)?$|\ble ket nap\b|to chuc le\b|\bvao dang$|^ngay kn$"),
        ("schooling", r"trinh do|hoc van|\bvan hoa\b|tdvh|gdpt"),
    )
)
_PARTS = re.compile(r"[,;/]|\s[-–]\s")
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒)\s*")
_BRACKETED = re.compile(r"\(([^()]*\d[^()]*)\)\s*$")
_VOTE = re.compile(r"^(\d{1,3})\s*/\s*(\d{1,3})$")
# Compared with its marks, for without them 'đang' (being done) is the name Đặng.
_NOT_YET = re.compile(r"^(chưa|đang|chờ|dự kiến|không(?! rõ| nhớ))\b")
_ANY_DAY = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{1,2}[/.\-]\d{4}")
# Only what nobody can mean otherwise: a rule counts a reason that says nothing about what a person thinks or wants.
_OFF = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        ("enlisted", r"nhap ngu|quan doi|nghia vu quan su|\bnvqs\b"),
        ("died", r"tu tran|\bchet\b|qua doi"),
        ("away", r"lam an xa|di lam xa|di lam an"),
        ("moved", r"chuyen (noi )?(cu tru|o|di|noi khac|cong tac|ho khau)|chuyen noi cu tru"),
        ("old", r"khong (con )?du (dieu kien|tieu chuan)|(qua|het) tuoi"),
    )
)
_HIGHER = re.compile(r"\b(dh|dai hoc|thac si|ths|cu nhan|ky su)\b")


@dataclass(slots=True)
class SourceColumns:
    """Columns of a register of the source, by role, beside those of any list of people."""

    people: PersonColumns
    roles: dict[str, int] = field(default_factory=dict)
    off: list[int] = field(default_factory=list)

    def get(self, role: str) -> int:
        """Give the column of a role; -1 where there is none."""
        return self.roles.get(role, -1)


def source_columns(table: Table) -> SourceColumns:
    """Find the columns of a register of the source."""
    c = SourceColumns(person_columns(table))
    people = c.people
    taken = {
        people.ordinal,
        people.name,
        people.given,
        people.residence,
        people.village,
        people.commune,
        *people.births,
    }
    taken |= {*people.males, *people.females, *people.birth_parts, people.sex, people.ethnicity, people.note}
    for column, path in enumerate(table.headings):
        joined = " ".join(path)
        if not joined or column in taken:
            continue
        role = next((role for role, pattern in _ROLES if pattern.search(joined)), "")
        if role == "off":
            c.off.append(column)
        elif role:
            c.roles.setdefault(role, column)
    people.cell = c.get("cell") if c.get("cell") >= 0 else people.cell
    return c


def is_sources(table: Table) -> bool:
    """Say whether a table is a register of the source: who was recognised, who helps, how far they have come."""
    c = source_columns(table)
    if c.people.name < 0 or c.people.card >= 0:
        return False
    listed = c.get("listed") >= 0 or c.get("listing") >= 0
    helped, taught = c.get("helper") >= 0, max(c.get("certificate"), c.get("certified")) >= 0
    more = (c.get("leave") >= 0, c.get("resolved") >= 0, bool(c.off))
    return (helped and taught) or (listed and any((helped, taught, *more)))


def read_sources(table: Table) -> list[Row]:
    """Read every row of data of a register of the source."""
    return read_rows(table, _SourceReader(table, source_columns(table)))


class _SourceReader(RowReader):
    """Reads one row at a time, with the group rows' units carried down."""

    def __init__(self, table: Table, columns: SourceColumns) -> None:
        super().__init__(table, columns.people, Kind.SOURCES)
        self.made = SourceRow
        self.columns = columns

    def group(self, row: list[Value], filled: list[Value]) -> bool:
        """Take in a group row; a cell of its own stands outside the committee before it."""
        before = self.cell
        found = super().group(row, filled)
        if found and self.cell and self.cell != before and re.match(r"\s*[IVXLC]+\s*[.)]", str(filled[0])):
            self.committee = ""
        return found

    def person(self, made: MemberRow, row: list[Value]) -> None:
        """Read sex and ethnicity, also from one cell: 'Nam, Tày, không'. What it says of religion is not kept."""
        super().person(made, row)
        for part in filter(None, map(str.strip, _PARTS.split(text_of(at(row, self.columns.get("composite")))))):
            sex = {"nam": "m", "nu": "f"}.get(words_of(part), "")
            if sex:
                made.sex = made.sex or sex
            elif not made.ethnicity:
                made.ethnicity = ethnic_group(part)

    def party(self, made: MemberRow, row: list[Value]) -> None:
        """Read the milestones, the helpers and why somebody was taken off."""
        if not isinstance(made, SourceRow):
            return
        get = self.columns.get
        made.code = text_of(at(row, get("code")))
        made.schooling = schooling_of(text_of(at(row, get("schooling"))))
        for key, day, number, field_name in (
            ("listed", "listed", "listing", "listed"),
            ("class-certificate", "certified", "certificate", "certified"),
            ("leave-to-begin", "leave", "", "leave"),
            ("cv-verified", "verified", "", "verified"),
            ("cell-resolution", "resolved", "", "resolution"),
            ("committee-resolution", "resolved-above", "", "resolution"),
            ("dossier-sent", "sent", "", "sent"),
            ("decision-issued", "decided", "decision", "decided"),
            ("ceremony", "ceremony", "", "admitted"),
        ):
            if found := self._milestone(made, row, (get(day), get(number)), field_name):
                made.acts[key] = found
        if "class-certificate" in made.acts:
            made.acts["class-certificate"].issuer = text_of(at(row, get("issuer")))
        self._helpers(made, row)
        self._vote(made, row)
        self._off(made, row)

    def _milestone(
        self, made: SourceRow, row: list[Value], columns: tuple[int, int], field_name: str
    ) -> Milestone | None:
        """Give a milestone whose day or number is filled; one that cannot be read was reached all the same."""
        day, number = columns
        text = _said(row, number)
        found = Milestone(number=text, column=day if day >= 0 else number) if text else None
        if text and day < 0 and (inside := DAY_IN_NUMBER.match(text)):
            found = Milestone(read_date_text(inside[2]).value, inside[1].strip(" ,;"), column=number)
        value = at(row, day)
        if isinstance(value, CellError):
            self.day(made, row, day, field_name)
        elif _said(row, day):
            found = found or Milestone(column=day)
            found.on = None if is_mark(value) else self.party_day(made, row, day, field_name)
        return found

    def _helpers(self, made: SourceRow, row: list[Value]) -> None:
        """Read 'A', or 'A -> B (16/12/2017)': B helps from that day on."""
        get = self.columns.get
        text = _said(row, get("helper"))
        assigned = self._milestone(made, row, (get("assigned"), -1), "assigned")
        if not text and assigned is None:
            return
        first = assigned.on if assigned else None
        made.helper_column = get("helper")
        made.acts["helper-assigned"] = Milestone(first, column=max(get("assigned"), get("helper")))
        for number, part in enumerate(p for p in _ARROW.split(text) if p):
            since = first if number == 0 else None
            found = _BRACKETED.search(part)
            if found and number > 0:
                read = read_date_text(re.sub(r"^\s*(từ|ngày)\s+", "", found[1]))
                since = read.value
                if read.defect is not None:
                    made.issues.append(CellIssue(made.row, get("helper"), found[1], str(read.defect), "assigned"))
            if name := clean_name(part):
                made.helpers.append((name, since))

    def _vote(self, made: SourceRow, row: list[Value]) -> None:
        """Read the vote of the cell as 'in favour/members'; a spreadsheet may have made a date of it."""
        column = self.columns.get("vote")
        value = at(row, column)
        if value is None or value == "" or not (text := text_of(value)) or _NOT_YET.match(text.casefold()):
            return
        if not isinstance(value, (str, int, float)) or looks_like_a_day(value):
            made.issues.append(CellIssue(made.row, column, text, "vote_turned_into_date"))
            return
        found = _VOTE.match(text)
        if found and int(found[2]) > 0 and int(found[1]) <= int(found[2]):
            made.vote = int(found[1]), int(found[2])
        else:
            made.issues.append(CellIssue(made.row, column, text, "unreadable_vote"))

    def _off(self, made: SourceRow, row: list[Value]) -> None:
        text = " ".join(filter(None, (_said(row, column) for column in self.columns.off)))
        if not text:
            return
        made.off = reason_of(text)
        for column in self.columns.off:
            value = at(row, column)
            if value is not None and not isinstance(value, (str, CellError)):
                made.off_on = self.party_day(made, row, column, "taken-off")
        if made.off_on is None and (found := _ANY_DAY.search(text)):
            read = read_date_text(found[0])
            made.off_on = read.value
            if read.defect is not None:
                made.issues.append(CellIssue(made.row, self.columns.off[0], found[0], str(read.defect), "taken-off"))

    def status(self, made: MemberRow, row: list[Value]) -> None:
        """A remark of this register says nothing of membership."""


def _said(row: list[Value], column: int) -> str:
    """Give what a cell says; '' where it says that nothing was done yet."""
    text = text_of(at(row, column)) if column >= 0 else ""
    return "" if text in {"-", "–", "—", "/", "...", "…"} or _NOT_YET.match(text.casefold()) else text


def reason_of(text: str) -> str:
    """Give the nearest reason of the closed list for taking somebody off; 'other' where none is sure."""
    words = words_of(text)
    return next((code for code, pattern in _OFF if pattern.search(words)), "other")


def schooling_of(text: str) -> str:
    """Give the schooling a cell surely means, in the words of a case file; '' where it is not sure.

    All twelve classes are the upper secondary school; fewer of them, or those of the older ten-year
    school, do not say which diploma was got.
    """
    words = words_of(text)
    if not re.match(r"^12 12\b|^tot nghiep thpt\b|^thpt$", words):
        return ""
    return "higher" if _HIGHER.search(words) else "upper-secondary-diploma"
