"""Which column of a table holds which fact, and so what kind of list the table is."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from taonguon.intake.interpret import vocabulary as v
from taonguon.intake.interpret.records import Kind
from taonguon.intake.interpret.tables import Table, at, text_of

Path = tuple[str, ...]
_LOOKED_AT = 60
"""Rows of a table that tell what a column without a heading holds."""


def leaf(pattern: str) -> Callable[[Path], bool]:
    """Test the innermost heading."""
    return lambda path: v.is_(pattern, path[-1])


def within(group: str, inner: str) -> Callable[[Path], bool]:
    """Test an inner heading under a group's heading."""
    return lambda path: v.is_(inner, path[-1]) and any(v.is_(group, p) for p in path[:-1])


def whole(pattern: str) -> Callable[[Path], bool]:
    """Search all headings of a column joined."""
    found = re.compile(pattern)
    return lambda path: found.search(" ".join(path)) is not None


@dataclass(slots=True)
class PersonColumns:
    """Columns of a list of people; -1 where there is none."""

    ordinal: int = -1
    name: int = -1
    given: int = -1
    births: list[int] = field(default_factory=list)
    birth_parts: list[int] = field(default_factory=list)
    """Day, month and year where each has a column of its own."""
    males: list[int] = field(default_factory=list)
    females: list[int] = field(default_factory=list)
    sex: int = -1
    ethnicity: int = -1
    residence: int = -1
    village: int = -1
    commune: int = -1
    cell: int = -1
    committee: int = -1
    admitted: int = -1
    official: int = -1
    status: int = -1
    card: int = -1
    note: int = -1
    number: int = -1
    decided: int = -1
    received: int = -1
    other_days: list[int] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)


_RECOGNITION = re.compile(
    r"(qd|quyet dinh).*(cong nhan|chinh thuc|\bcn\b)|(cong nhan|chuyen( dang)? chinh thuc).*(so|qd|ngay)"
)
_ADMISSION = re.compile(r"(qd|quyet dinh)(?!.*(cong nhan|chinh thuc|mo lop|cong bo))")


def person_columns(table: Table) -> PersonColumns:
    """Find the columns of a list of people."""
    find = table.find
    c = PersonColumns()
    c.ordinal = find(leaf(v.ORDINAL))
    c.name = find(leaf(v.NAME), lambda p: any(v.is_(v.NAME, x) for x in p), leaf(v.SURNAME))
    c.given = _given_column(table, c.name)
    parts = [find(within(v.BIRTH, part)) for part in ("ngay", "thang", "nam")]
    c.birth_parts = parts if min(parts) >= 0 else []
    for column, path in enumerate(table.headings):
        if not path or column in {c.name, c.given, *c.birth_parts}:
            continue
        if v.is_(v.MALE, path[-1]):
            c.males.append(column)
        elif v.is_(v.FEMALE, path[-1]):
            c.females.append(column)
        elif v.is_(v.BIRTH, path[-1]):
            c.births.append(column)
        elif v.is_(v.VOTE, path[-1]):
            c.votes.append(column)
    c.sex = find(leaf(v.SEX))
    c.ethnicity = find(leaf(v.ETHNICITY))
    c.residence = find(leaf(v.RESIDENCE))
    c.village = find(leaf(v.VILLAGE))
    c.commune = find(leaf(v.COMMUNE))
    c.cell = find(leaf(v.CELL))
    c.committee = find(leaf(v.COMMITTEE))
    c.card = find(leaf(v.CARD))
    c.note = find(leaf(v.NOTE))
    c.status = find(leaf(v.STATUS))
    c.official = find(leaf(v.OFFICIAL))
    c.admitted = find(leaf(r"(ngay )?(to chuc )?le ket nap|ngay to chuc le( ket nap)?|ngay le( ket nap)?"), leaf(v.ADMITTED),
                      within(v.ADMITTED, r"du bi|ngay|ngay du bi"))  # fmt: skip
    _decision_columns(table, c)
    return c


def _given_column(table: Table, name: int) -> int:
    """The second half of a name kept in two columns: 'Họ đệm | Tên', or a heading merged over both."""
    if name < 0 or name + 1 >= len(table.headings):
        return -1
    beside = table.headings[name + 1]
    if beside and v.is_(v.GIVEN, beside[-1]):
        return name + 1
    merged = any(
        m[1] == name and m[3] == name + 1 and m[0] >= table.header for m in table.sheet.merges if m[0] < table.first
    )
    if beside not in ((), table.headings[name]):
        return -1
    return name + 1 if merged or _holds_given_names(table, name + 1) else -1


def _holds_given_names(table: Table, column: int) -> bool:
    """Say whether a column holds the given names that stand beside the surnames: single words, many of them different."""
    rows = [row for _index, row in islice(table.rows(), _LOOKED_AT) if text_of(at(row, column - 1))]
    words = [text for row in rows if (text := text_of(at(row, column)))]
    single = sum(len(text) > 1 and text.isalpha() and text[0].isupper() for text in words)
    different = len(set(words))
    return len(words) * 2 > len(rows) and single * 10 >= len(words) * 9 and different >= max(3, len(words) // 5)


def _decision_columns(table: Table, c: PersonColumns) -> None:
    taken = {c.admitted, c.official, *c.births, *c.birth_parts, *c.votes}
    for column, path in enumerate(table.headings):
        joined = " ".join(path)
        if not path or column in taken:
            continue
        decision = bool(_RECOGNITION.search(joined) or _ADMISSION.search(joined))
        day = v.is_(v.DECISION_DAY, path[-1]) or bool(re.match(r"ngay\b", path[-1]))
        if v.is_(v.RECEIVED_DAY, path[-1]):
            c.received = column
        elif decision and day and c.decided < 0:
            c.decided = column
        elif decision and c.number < 0 and not day:
            c.number = column
        elif day and not v.is_(v.PROBATION_END, path[-1]) and not v.is_(v.BIRTH, path[-1]) and "sinh" not in path[-1]:
            c.other_days.append(column)


def kind_of(table: Table) -> Kind | None:  # noqa: PLR0911 one answer a kind of list
    """Say what list a table is, from its columns alone; None for one this product does not load."""
    joined = [" ".join(p) for p in table.headings if p]
    everything = " | ".join(joined)
    if re.search(
        r"\b(chi tieu|xep loai|giay chung nhan|so gcn|ket qua hoc tap|cong nhan (quan chung|cam tinh)|nguon)\b",
        everything,
    ):
        return None
    groups = post_groups(table)
    if table.find(leaf(v.VILLAGE), leaf(v.SERVED)) >= 0 and len(groups) >= 2:
        return Kind.POSTS
    c = person_columns(table)
    if (
        c.name >= 0
        and table.find(leaf(v.VILLAGE)) >= 0
        and table.find(leaf(v.POSITION)) >= 0
        and c.admitted < 0
        and c.number < 0
    ):
        return Kind.POSTS
    if is_units(table):
        return Kind.ORGANISATIONS
    if c.name < 0 or (c.admitted < 0 and c.official < 0 and c.decided < 0):
        return None
    if any(_RECOGNITION.search(j) for j in joined) and (c.decided >= 0 or c.number >= 0):
        return Kind.RECOGNITIONS
    if c.number >= 0 and c.admitted >= 0 and c.card < 0:
        return Kind.ADMISSIONS
    told = max(c.official, c.card, table.find(leaf(v.STANDING)))
    if c.admitted >= 0 and told >= 0 and (c.births or c.birth_parts or c.males or c.females):
        return Kind.MEMBERS
    return None


def is_units(table: Table) -> bool:
    """Say whether a table lists Party organisations."""
    unit = table.find(leaf(v.UNIT), leaf(v.CELL), leaf(v.COMMITTEE))
    signs = [
        table.find(leaf(v.CODE)), table.find(leaf(v.UNIT_TYPE)), table.find(leaf(v.SERVED)), table.find(leaf(v.FOUNDED)),
        table.find(whole(rf"\b{v.SECRETARY_GROUP}\b")), table.find(leaf(v.COUNTS)),
    ]  # fmt: skip
    people = table.find(leaf(v.ADMITTED), leaf(v.CARD), leaf(v.ETHNICITY))
    return unit >= 0 and people < 0 and sum(s >= 0 for s in signs) >= 2


_NOT_OF_A_POST = (v.ORDINAL, v.VILLAGE, v.COMMUNE, v.NOTE, v.POSITION)
_POST_ORDER = ("secretary", "head", "front", "farmer", "women", "youth", "veteran")


def post_groups(table: Table) -> dict[str, dict[str, int]]:
    """Give for each post kind its columns: name, born, official, probationary, any."""
    out: dict[str, dict[str, int]] = {}
    for column, path in enumerate(table.headings):
        joined = " ".join(path)
        if not path or path[-1].startswith("kiem") or any(v.is_(own, path[-1]) for own in _NOT_OF_A_POST):
            continue
        kind = _post_kind(joined)
        if kind:
            out.setdefault(kind, {}).setdefault(_part(joined), column)
    return {kind: out[kind] for kind in _POST_ORDER if "name" in out.get(kind, {})}


def _post_kind(joined: str) -> str:
    if re.search(v.DEPUTY, joined):
        return ""
    if re.search(v.POST_GROUPS["youth"], joined):
        return "youth"
    if re.search(r"\b(bi thu|btcb|bt)\b", joined):
        return "secretary"
    return next((k for k, pattern in v.POST_GROUPS.items() if re.search(pattern, joined)), "")


_PARTS = (
    ("born", re.compile(r"\b(ngay sinh|nam sinh|ns|n sinh|sinh nam|ntns|ngay thang nam sinh)\b")),
    ("probationary", re.compile(r"\b(db|du bi|dvdb)\b")),
    ("official", re.compile(r"\b(ct|chinh thuc|dvct)\b")),
    ("any", re.compile(r"\b(dv|dang vien)\b")),
    ("other", re.compile(r"\b(sdt|dien thoai|dan toc|trinh do|ghi chu|gioi tinh|nam giu|tu nam|ngay bau)\b")),
)


def _part(joined: str) -> str:
    return next((name for name, pattern in _PARTS if pattern.search(joined)), "name")


def post_kind_of_text(text: str) -> str:
    """Give the post kind a cell of a 'Chức danh' column names; '' for another post."""
    return _post_kind(text)
