"""Reading lists of classes: who learnt, who sent him, with what result, and the certificate.

Religion, health, and the free text of remarks are not read: the register of classes has no use for them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from taonguon.intake.interpret import vocabulary as v
from taonguon.intake.interpret.classhead import audience_of, read_head, speaks_of_a_class
from taonguon.intake.interpret.columns import PersonColumns, person_columns
from taonguon.intake.interpret.people import DAY_IN_NUMBER, RowReader, group_text, is_mark, read_rows
from taonguon.intake.interpret.records import CellIssue, ClassRow, Kind, MemberRow, Row
from taonguon.intake.interpret.tables import Table, at, text_of
from taonguon.intake.readers.book import Value
from taonguon.rules.dates import read_date_text
from taonguon.rules.names import ethnic_group, words_of

_CERTIFICATE = r"\b(gcn|gcnhan|chung nhan|chung chi)\b"
_ROLES = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("issued", rf"ngay( thang)?( nam)?( duoc)? cap|{_CERTIFICATE}.*ngay|ngay.*{_CERTIFICATE}"),
        ("number", _CERTIFICATE),
        ("score", r"\bdiem\b(?! danh)"),
        ("", r"ky (nhan|ten)|suc khoe|dien thoai|cmnd|cccd|trinh do|que quan|noi sinh"),
        ("sender", r"gioi thieu|\bcu( di)?( hoc)?$|^(chi bo|dang bo|dang uy|chi dang bo|to chuc dang)( \w+){0,2}$"),
        ("grade", r"xep loai|^loai$|ket qua|danh gia"),
        ("ethnicity", r"^dan toc"),
        ("group", r"doi tuong|thanh phan$"),
        ("workplace", r"don vi|co quan|noi cong tac"),
        ("", r"nghe nghiep|chuc vu|chuc danh|cong viec"),
    )
)
_GRADES = tuple(
    (name, re.compile(rf"^(?:{pattern})$"))
    for name, pattern in (
        ("Xuất sắc", r"(loai )?(xuat sac|xs)"),
        ("Giỏi", r"(loai )?(gioi|g)"),
        ("Khá", r"(loai )?(kha|k)"),
        ("Trung bình", r"(loai )?(trung binh|tb)"),
        ("Không đạt", r"(loai )?(khong dat( yeu cau)?|kd|yeu|kem|chua dat)"),
        ("Đạt", r"dat( yeu cau)?|d"),
    )
)
_DROPPED = re.compile(
    r"bo (hoc|lop)|thoi hoc|nghi (hoc|qua)|qua so buoi|vang qua|khong (du )?(thi|hoc|tham gia)\b|khong du thi|dinh chi"
)
_FAILED = re.compile(r"hoc lai|thi lai|khong dat|chua dat")
_NO_RESULT = frozenset({"", "-", "–", "—", "/", "...", "…", "x"})
_SENT_BY_CELL = re.compile(r"^(chi bo|cb)\b")
_SENDS = re.compile(r"\s+(?:cử|giới thiệu)(?:\s+đi\s+học)?\s*$", re.IGNORECASE)
_BEST = Decimal(10)


@dataclass(slots=True)
class ClassColumns:
    """Columns of a list of a class, by role, beside those of any list of people."""

    people: PersonColumns
    roles: dict[str, int] = field(default_factory=dict)
    ticked: dict[int, str] = field(default_factory=dict)
    """Column -> the grade it stands for, where a cross is put under one."""

    def get(self, role: str) -> int:
        """Give the column of a role; -1 where there is none."""
        return self.roles.get(role, -1)


def class_columns(table: Table) -> ClassColumns:
    """Find the columns of a list of a class."""
    c = ClassColumns(person_columns(table))
    p = c.people
    taken = {p.ordinal, p.name, p.given, p.residence, p.village, p.commune, p.note, p.sex, p.ethnicity}
    taken |= {*p.births, *p.males, *p.females, *p.birth_parts}
    for column, path in enumerate(table.headings):
        if not path or (column in taken and not v.is_("gioi", path[-1])):
            continue
        if len(path) > 1 and (grade := grade_of(path[-1])) and re.search(r"xep loai|ket qua|loai", path[0]):
            c.ticked[column] = grade
            continue
        joined = " ".join(path)
        role = next((role for role, pattern in _ROLES if pattern.search(path[-1])), None)
        if role is None:
            role = next((role for role, pattern in _ROLES if pattern.search(joined)), "")
        if role:
            c.roles.setdefault(role, column)
    if p.sex in c.ticked:  # 'Giỏi' without its mark is 'giới'
        others = (n for n, path in enumerate(table.headings) if path and n not in c.ticked and v.is_(v.SEX, path[-1]))
        p.sex = next(others, -1)
    if p.ethnicity < 0:
        p.ethnicity = c.get("ethnicity")
    return c


def is_classes(table: Table) -> bool:
    """Say whether a table is the list of a class: people under a title that names a class."""
    if not speaks_of_a_class(table):
        return False
    c = class_columns(table)
    p = c.people
    born = bool(p.births or p.birth_parts or p.males or p.females)
    return p.name >= 0 and p.card < 0 and p.admitted < 0 and (born or bool(c.ticked) or c.get("grade") >= 0)


def read_classes(table: Table) -> list[Row]:
    """Read every learner of the list, with what its head says of the class."""
    return read_rows(table, _ClassReader(table, class_columns(table)))


def grade_of(words: str) -> str:
    """Give the usual name of a grade; '' for a text that is none."""
    return next((name for name, pattern in _GRADES if pattern.match(words)), "")


class _ClassReader(RowReader):
    """Reads one row at a time, with the group rows' senders and audiences carried down."""

    def __init__(self, table: Table, columns: ClassColumns) -> None:
        super().__init__(table, columns.people, Kind.CLASSES)
        self.made = ClassRow
        self.columns = columns
        self.head = read_head(table)
        self.audience = ""
        self.digits = _printed_digits(table, columns.get("number"))

    def group(self, row: list[Value], filled: list[Value]) -> bool:
        """Take in a group row: an audience, or the committee or cell that sends those below it."""
        if len(filled) > 2 or not filled or not isinstance(filled[0], str) or filled[0].strip().isdigit():
            return False
        text = max((text_of(value) for value in filled if isinstance(value, str)), key=len)
        unit = _SENDS.sub("", group_text(text))
        words = words_of(unit)
        if re.match(r"^(chi bo|cb|dang bo|dang uy|db) ", words):
            by_cell = bool(_SENT_BY_CELL.match(words))
            self.cell, self.committee = (unit, "") if by_cell else ("", unit)
            return True
        if (audience := audience_of(unit)) and not re.search(r"\d", unit):
            self.audience = audience
            return True
        return super().group(row, filled)

    def person(self, made: MemberRow, row: list[Value]) -> None:
        """Read sex, birth and ethnicity; of 'Tày / Không' only the first."""
        super().person(made, row)
        text = text_of(at(row, self.c.ethnicity))
        if made.ethnicity and re.search(r"[/,;]", text):
            made.ethnicity = ethnic_group(re.split(r"[/,;]", text)[0].strip())

    def party(self, made: MemberRow, row: list[Value]) -> None:
        """Read where the learner comes from, who sent him, and how he ended."""
        if not isinstance(made, ClassRow):
            return
        made.course = self.head
        self._place_of(made, row)
        self._sender(made, row)
        words = text_of(at(row, self.columns.get("group")))
        made.group = audience_of(words) or self.audience or self.head.audience
        self._result(made, row)
        self._certificate(made, row)

    def _place_of(self, made: ClassRow, row: list[Value]) -> None:
        c, workplace = self.c, self.columns.get("workplace")
        home = c.village if c.village >= 0 else c.residence
        made.residence_column = home if home >= 0 else workplace
        made.or_workplace = home < 0
        made.village = text_of(at(row, made.residence_column))
        made.commune, made.commune_column = text_of(at(row, c.commune)), c.commune

    def _sender(self, made: ClassRow, row: list[Value]) -> None:
        column = self.columns.get("sender")
        text = group_text(text_of(at(row, column)))
        made.cell_column = column
        if not text:
            return
        if _SENT_BY_CELL.match(words_of(text)):
            made.cell, _, near = text.rpartition(",") if "," in text else (text, "", "")
            made.committee = near.strip() or made.committee
        else:
            made.cell, made.committee = "", text

    def _result(self, made: ClassRow, row: list[Value]) -> None:
        get = self.columns.get
        made.grade_column = get("grade")
        made.grade = next((grade for column, grade in self.columns.ticked.items() if is_mark(at(row, column))), "")
        text = text_of(at(row, get("grade")))
        if not made.grade and words_of(text) not in _NO_RESULT and text not in _NO_RESULT:
            made.grade = grade_of(words_of(text))
        note = text_of(at(row, self.c.note))
        said = f"{words_of(text)} ; {words_of(note)}"
        made.outcome = "dropped" if _DROPPED.search(said) else "failed" if _FAILED.search(said) else ""
        if text and not made.grade and not made.outcome and text not in _NO_RESULT:
            made.issues.append(CellIssue(made.row, get("grade"), text, "unknown_grade"))
        self._score(made, row)

    def _score(self, made: ClassRow, row: list[Value]) -> None:
        text = text_of(at(row, self.columns.get("score"))).replace(",", ".")
        if not text or text in _NO_RESULT:
            return
        found = re.fullmatch(r"(\d{1,2}(?:\.\d+)?)(?:\s*(?:/10|đ|điểm))?", text)
        score = Decimal(found[1]).quantize(Decimal("0.01")) if found else None
        if score is not None and score <= _BEST:
            made.score = score
        else:
            made.issues.append(CellIssue(made.row, self.columns.get("score"), text, "unreadable_score"))

    def _certificate(self, made: ClassRow, row: list[Value]) -> None:
        get = self.columns.get
        value, made.number_column, made.issued_column = at(row, get("number")), get("number"), get("issued")
        text = text_of(value)
        made.issued = self.party_day(made, row, get("issued"), "certified")
        if not re.search(r"\d", text):
            return
        if get("issued") < 0 and (found := DAY_IN_NUMBER.match(text)):
            text, made.issued = found[1].strip(" ,;"), read_date_text(found[2]).value
        made.number = text.zfill(self.digits) if text.isdigit() else text
        made.number = made.number[:40]
        made.issued = made.issued or self.head.issued


def _printed_digits(table: Table, column: int) -> int:
    """Give how many digits numbers have in print, by those kept as text: '003' says that 6 is '006'."""
    widths = {len(text) for text in _texts(table, column) if re.fullmatch(r"0\d+", text)}
    return widths.pop() if len(widths) == 1 else 0


def _texts(table: Table, column: int) -> Iterator[str]:
    return (value.strip() for _, row in table.rows() if isinstance(value := at(row, column), str))
