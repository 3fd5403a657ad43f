"""Reading a list of targets: how many each unit is to admit in a year, groups among them, and the Scheme's goals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from taonguon.intake.interpret import vocabulary as v
from taonguon.intake.interpret.columns import leaf, person_columns
from taonguon.intake.interpret.records import CellIssue, GoalCell, PlanHead, Row, TargetCell, TargetRow
from taonguon.intake.interpret.tables import Table, at, is_signature, is_total, text_of
from taonguon.intake.readers.book import CellError, Value
from taonguon.rules.dates import read_date_text
from taonguon.rules.names import tidy, words_of

MOST = 30_000
"""No unit is told to admit more; a larger number is no target."""
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_TITLE_YEAR = re.compile(r"\bnam ((?:19|20)\d\d)\b")
_TARGET = re.compile(r"\b(chi tieu|ke hoach ket nap|giao ket nap)\b")
_ELSE = re.compile(r"\b(thuc hien|ket qua|dat|ty le|hien co|so dv|so dang vien|quy|thang|uoc|con lai)\b")
_GOAL = re.compile(r"\b(muc tieu|de an)\b|\bla (dv|dang vien)\b")
_MEASURES = {
    "women": r"(la )?(nu|phu nu)( gioi)?",
    "minority": r"(la )?(nguoi )?(dtts|dan toc( thieu so| it nguoi)?)",
    "youth": r"(la )?(doan vien( tn| thanh nien| tncs)?|dvtn|dv tn|doan tn|thanh nien)",
    "village_posts": r"(chuc danh|can bo|giu chuc danh|chuc danh can bo) (o )?(thon|ban|khu|to)( \w+){0,4}|chuc danh thon",
    "schools": r"(khoi )?(truong hoc|hoc sinh( sinh vien)?|giao vien( hoc sinh)?|trong truong hoc)",
    "enterprises": r"(khoi )?(trong )?(cac )?doanh nghiep( \w+){0,3}",
}
_POSTS = {
    "front": v.POST_GROUPS["front"],
    "mass": r"\b(doan the|to chuc chinh tri xa hoi)\b",
    "head": v.POST_GROUPS["head"],
}
_ROMAN = re.compile(r"^(?:[IVXL]+|[A-HĐ])\s*[.)/]\s*\D|^(?:[IVXL]+|[A-HĐ])$")
_WHOLE = re.compile(r"^(toan (huyen|tinh|thi xa|thanh pho|xa|dang bo)|(dang bo )?(huyen|tinh|thi xa|thanh pho) )")
_PEOPLE = r"\s*(?:người|đ/c|đc|đồng chí|đảng viên|đv)?\s*"
_PLAIN = re.compile(rf"^(\d+){_PEOPLE}$", re.IGNORECASE)
_REVISED = re.compile(
    rf"^(?:từ\s+)?(\d+){_PEOPLE}(?:->|→|=>|⇒|–>|lên|xuống|còn|thành|điều chỉnh(?: thành| lên| xuống)?)\s*(\d+){_PEOPLE}"
    r"(?:[(,;]?\s*(?:từ|ngày)?\s*(?:ngày)?\s*(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})\s*\)?)?$",
    re.IGNORECASE,
)
_GOAL_TEXT = re.compile(
    r"^(≥|>=|=>|>|từ|trên|hơn|đạt|ít nhất|tối thiểu)?\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%?\s*(trở lên)?$"
)
_MORE = {">", "trên", "hơn"}
_SIGNED = re.compile(r"\bngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_WITH = re.compile(r"\bngày (\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})", re.IGNORECASE)
_NUMBER = re.compile(r"\bsố:?\s*(\d+[\w.]*[-/][^\s,;()]+)", re.IGNORECASE)


@dataclass(slots=True)
class TargetColumns:
    """Columns of a list of targets; -1 where there is none."""

    ordinal: int = -1
    unit: int = -1
    measures: dict[str, int] = field(default_factory=dict)
    goals: dict[str, int] = field(default_factory=dict)


def is_targets(table: Table) -> bool:
    """Say whether a table shares out targets: units, and a column of how many each is to admit."""
    columns = _columns(table, _year(table))
    return columns.unit >= 0 and "total" in columns.measures and person_columns(table).name < 0


def _columns(table: Table, year: int) -> TargetColumns:
    c = TargetColumns(table.find(leaf(v.ORDINAL)))
    c.unit = table.find(leaf(v.TARGET_UNIT), leaf(v.UNIT), leaf(v.COMMITTEE), leaf(v.CELL))
    for column, path in enumerate(table.headings):
        joined = " ".join(path)
        if not path or column in {c.ordinal, c.unit} or v.is_(v.NOTE, path[-1]):
            continue
        years = {int(found) for found in _YEAR.findall(joined)}
        if _GOAL.search(joined):
            # The whole heading too: a line break may have cut the post from the words after it.
            posts = next((p for t in (path[-1], joined) for p, told in _POSTS.items() if re.search(told, t)), "")
            if posts:
                c.goals.setdefault(posts, column)
            continue
        if (years and year not in years) or _ELSE.search(re.sub(r"\b(nam|thang) \d+\b|\btrong do\b", "", joined)):
            continue
        bare = re.sub(r"^trong do ", "", path[-1])
        measure = next((m for m, pattern in _MEASURES.items() if v.is_(pattern, bare)), "")
        if measure:
            c.measures.setdefault(measure, column)
        elif _TARGET.search(joined) and "trong do" not in joined:
            c.measures.setdefault("total", column)
    return c


def _year(table: Table) -> int:
    """Give the year the list is for: of its title, else the latest its headings of targets name; 0 where none does."""
    for text in _above(table):
        words = words_of(text)
        if re.search(r"\b(chi tieu|ket nap|phat trien dang)", words) and (found := _TITLE_YEAR.search(words)):
            return int(found[1])
    named = [int(y) for path in table.headings if _TARGET.search(" ".join(path)) for y in _YEAR.findall(" ".join(path))]
    return max(named, default=0)


def _above(table: Table) -> list[str]:
    return [text for row in table.sheet.rows[: table.header] for text in map(text_of, row) if text]


def _below(table: Table) -> list[str]:
    rows = table.sheet.rows[table.first :]
    return [text for row in rows if is_signature(row) for text in map(text_of, row) if text]


def read_head(table: Table) -> PlanHead:
    """Read what stands around the table: the year, the day it was signed, its number and title."""
    above, below = _above(table), _below(table)
    signed = next(filter(None, (_day(_SIGNED.search(words_of(t))) for t in (*above, *below))), None)
    if signed is None:
        said = next((found for t in above if (found := _WITH.search(t))), None)
        read = read_date_text(said[1]).value if said else None
        signed = read.first if read else None
    number = next((found[1] for t in above if (found := _NUMBER.search(t))), "")
    about = next((tidy(t) for t in above if _TARGET.search(words_of(t))), "")
    year = _year(table) or (signed.year if signed else 0)
    return PlanHead(year, signed, number[:40], about[:200])


def _day(found: re.Match[str] | None) -> date | None:
    read = read_date_text("/".join(found.groups())).value if found else None
    return read.first if read else None


def _kinds(table: Table, columns: TargetColumns) -> Iterator[tuple[str, int, list[Value]]]:
    """Give ('unit' | 'group' | 'total', row number, row) of each row, up to the signatures."""
    for index, row in table.rows():
        if is_signature(row):
            return
        name, ordinal = text_of(at(row, columns.unit)), text_of(at(row, columns.ordinal))
        if not name and is_total(row):
            yield "total", index, row
        elif not name:
            continue
        elif is_total(row) or _WHOLE.match(words_of(name)):
            yield "total", index, row
        elif _ROMAN.match(ordinal) or (not ordinal and _ROMAN.match(name)):
            yield "group", index, row
        else:
            yield "unit", index, row


def read_targets(table: Table) -> list[Row]:
    """Read every unit's row of a list of targets."""
    head = read_head(table)
    columns = _columns(table, head.year)
    out: list[Row] = []
    for kind, index, row in _kinds(table, columns):
        if kind != "unit":
            continue
        made = TargetRow(
            table.sheet.name, index, name=text_of(at(row, columns.unit)), name_column=columns.unit, head=head
        )
        for measure, column in columns.measures.items():
            if (cell := _number(made, at(row, column), column)) is not None:
                made.numbers[measure] = cell
        for posts, column in columns.goals.items():
            if (goal := _goal(made, at(row, column), column)) is not None:
                made.goals[posts] = goal
        if made.numbers or made.goals or made.issues:
            out.append(made)
    return out


def _number(made: TargetRow, value: Value, column: int) -> TargetCell | None:
    """Read a target: a number, or 'old -> new (day)'."""
    text = text_of(value)
    if isinstance(value, CellError):
        made.issues.append(CellIssue(made.row, column, str(value), "error_cell"))
        return None
    if not text or text in {"-", "–", "—", "x"}:
        return None
    if (found := _PLAIN.match(text)) and int(found[1]) <= MOST:
        return TargetCell(int(found[1]), column=column)
    if (found := _REVISED.match(text)) and max(int(found[1]), int(found[2])) <= MOST:
        read = read_date_text(found[3]) if found[3] else None
        if read is None or read.value is None:
            made.issues.append(CellIssue(made.row, column, text, "revised_without_day"))
            return TargetCell(int(found[2]), column=column)
        return TargetCell(int(found[1]), int(found[2]), read.value.first, column)
    made.issues.append(CellIssue(made.row, column, text, "unreadable_target"))
    return None


def _goal(made: TargetRow, value: Value, column: int) -> GoalCell | None:
    """Read a goal: '≥ 70', '> 60 %', 'trên 60', or a share as the spreadsheet keeps percents."""
    if isinstance(value, float) and 0 < value <= 1:
        return GoalCell(Decimal(str(value)) * 100, more_than=False, column=column)
    text = text_of(value).casefold()
    if not text or text in {"-", "–", "—"}:
        return None
    found = _GOAL_TEXT.match(text)
    percent = Decimal(found[2].replace(",", ".")) if found else Decimal(0)
    if found is None or not 0 < percent <= 100:
        made.issues.append(CellIssue(made.row, column, text, "unreadable_goal"))
        return None
    return GoalCell(percent, more_than=found[1] in _MORE and not found[3], column=column)


def sum_notes(table: Table) -> list[tuple[str, dict[str, str]]]:
    """Say where a printed line of sums is not the sum of its units: a target written as text is left out by a formula."""
    columns = _columns(table, _year(table))
    lines = [(kind, index, row) for kind, index, row in _kinds(table, columns)]
    unheard = TargetRow(table.sheet.name, 0)
    out = []
    for place, (kind, index, row) in enumerate(lines):
        if kind == "unit":
            continue
        block = _block(lines, place) if kind == "group" else [r for k, _i, r in lines if k == "unit"]
        for column in columns.measures.values():
            shown = at(row, column)
            cells = (_number(unheard, at(r, column), column) for r in block)
            true = sum(cell.now for cell in cells if cell is not None)
            if isinstance(shown, int | float) and not isinstance(shown, bool) and shown != true:
                name = text_of(next((c for c in row if isinstance(c, str) and c.strip()), ""))
                details = {"sheet": table.sheet.name, "row": str(index + 1), "name": name}
                out.append(("sum_differs", details | {"shown": text_of(shown), "true": str(true)}))
    return out


def _block(lines: list[tuple[str, int, list[Value]]], place: int) -> list[list[Value]]:
    out: list[list[Value]] = []
    for kind, _index, row in lines[place + 1 :]:
        if kind != "unit":
            break
        out.append(row)
    return out
