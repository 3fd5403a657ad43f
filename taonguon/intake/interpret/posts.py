"""Reading lists of village posts and who holds them."""

import re
from collections.abc import Sequence

from taonguon.intake.interpret import vocabulary as v
from taonguon.intake.interpret.columns import leaf, post_groups, post_kind_of_text
from taonguon.intake.interpret.people import clean_name, group_text, is_mark, name_and_year
from taonguon.intake.interpret.records import CellIssue, Holder, PostsRow, Row
from taonguon.intake.interpret.tables import Table, at, is_signature, is_total, text_of
from taonguon.intake.readers.book import CellError, Value
from taonguon.rules.dates import PartialDate, read_date
from taonguon.rules.names import words_of

_LONGEST_NAME = 120
_VACANT = re.compile(
    r"^(khuyet|chua co|chua bau|chua kien toan|trong|dang kien toan|cho kien toan|chua|de trong|vacant)\b"
)
_ABSENT = re.compile(r"^(khong thanh lap|khong co( chi hoi| chi doan| to chuc)?|khong)\b")
_SAME = re.compile(r"^(?:do )?(.+?) kiem( nhiem)?$|^kiem (.+)$|^(?:nt|nhu tren)$")
_NEW = re.compile(r"moi (bau|kien toan|duoc bau)|tan (truong|bi thu)")


def read_posts(table: Table) -> list[Row]:
    """Read every village's row; a holder named only by another post ('Trưởng thôn kiêm') is looked up."""
    groups = post_groups(table)
    village = table.find(leaf(v.VILLAGE), leaf(v.SERVED))
    commune_column = table.find(leaf(v.COMMUNE))
    position = table.find(leaf(v.POSITION))
    commune = ""
    out: list[Row] = []
    for index, row in table.rows():
        filled = [value for value in row if value is not None and value != ""]
        if len(filled) <= 2 and (named := commune_group(filled)):
            commune = named
            continue
        text = text_of(at(row, village))
        if is_total(row) or not text or len(filled) < 2 or (len(filled) <= 3 and is_signature(row)):
            continue
        commune = text_of(at(row, commune_column)) or commune
        made = PostsRow(table.sheet.name, index, village=group_text_of(text), village_column=village, commune=commune)
        if groups:
            _wide(made, row, groups)
            for kind, parts in groups.items():
                _leave_open(made, kind, parts["name"], table)
        else:
            _long(made, row, table, position)
        out.append(made)
    return out


def group_text_of(text: str) -> str:
    """A village's own name keeps what a numbering would cut: only brackets behind are dropped."""
    return re.sub(r"\s*\(.*$", "", text).strip()


def _wide(made: PostsRow, row: list[Value], groups: dict[str, dict[str, int]]) -> None:
    references: dict[str, str] = {}
    for kind, parts in groups.items():
        _take(made, kind, row, parts, references)
    for kind, other in references.items():
        source = made.secretary if other == "secretary" else made.posts.get(other)
        if source is None:
            made.issues.append(
                CellIssue(made.row, groups[kind]["name"], text_of(at(row, groups[kind]["name"])), "holder_not_found")
            )
            made.posts[kind] = None
        else:
            claim = _claim(row, groups[kind])
            made.posts[kind] = Holder(source.name, source.born, claim or source.claim, column=groups[kind]["name"])


def _long(made: PostsRow, row: list[Value], table: Table, position: int) -> None:
    kind = post_kind_of_text(words_of(text_of(at(row, position))))
    if not kind:
        made.issues.append(CellIssue(made.row, position, text_of(at(row, position)), "unknown_post"))
        made.rejected = True
        return
    parts = {"name": table.find(leaf(v.NAME)), "born": table.find(leaf(v.BIRTH))}
    for name, pattern in (("official", v.MARK_OFFICIAL), ("probationary", v.MARK_PROBATIONARY), ("any", v.STATUS)):
        column = table.find(leaf(pattern))
        if column >= 0:
            parts.setdefault(name, column)
    _take(made, kind, row, parts, {})
    _leave_open(made, kind, parts["name"], table)


def _leave_open(made: PostsRow, kind: str, column: int, table: Table) -> None:
    """Say nothing of a post whose name is a formula never calculated: it is not known to be vacant."""
    if (made.row, column) in table.sheet.uncalculated:
        made.posts.pop(kind, None)
        made.issues.append(CellIssue(made.row, column, "", "not_calculated"))


def _take(made: PostsRow, kind: str, row: list[Value], parts: dict[str, int], references: dict[str, str]) -> None:
    value = at(row, parts["name"])
    text = text_of(value)
    words = words_of(text)
    if isinstance(value, CellError):
        made.issues.append(CellIssue(made.row, parts["name"], str(value), "error_cell", "holder"))
    if _ABSENT.match(words):
        if kind != "secretary":
            made.absent.add(kind)
        return
    if not words or _VACANT.match(words) or not re.search(r"[^\W\d_]", text):
        if kind != "secretary":
            made.posts[kind] = None
        return
    if same := _SAME.match(words):
        named = (same[1] or same[3] or "").strip()
        other = post_kind_of_text(named) if named else next(reversed(made.posts), "")
        if other and other != kind:
            references[kind] = other
            return
    name, year = name_and_year(text)
    if len(name) > _LONGEST_NAME:
        made.issues.append(CellIssue(made.row, parts["name"], name[:40], "too_long", str(_LONGEST_NAME)))
        return
    born = _born(made, row, parts) or year
    holder = Holder(clean_name(name), born, _claim(row, parts), bool(_NEW.search(words)), parts["name"])
    if kind == "secretary":
        made.secretary = holder
    else:
        made.posts[kind] = holder


def _born(made: PostsRow, row: list[Value], parts: dict[str, int]) -> PartialDate | None:
    column = parts.get("born", -1)
    value = at(row, column)
    if value is None or value == "":
        return None
    read = read_date(value)
    if read.defect is not None:
        made.issues.append(CellIssue(made.row, column, text_of(value), str(read.defect), "birth"))
    return read.value


def _claim(row: list[Value], parts: dict[str, int]) -> str:
    if is_mark(at(row, parts.get("official", -1))):
        return "official"
    if is_mark(at(row, parts.get("probationary", -1))):
        return "probationary"
    words = words_of(text_of(at(row, parts.get("any", -1))))
    if re.search(r"\b(db|du bi|dvdb)\b", words):
        return "probationary"
    if words and not re.match(r"^(khong|chua|0|qc|quan chung)\b", words):
        return "official"
    return ""


_COMMUNE_GROUP = re.compile(r"^(?:(?:dang bo|dang uy|db|ubnd) )?((?:xa|thi tran|phuong|tt|dac khu) .+)$")


def commune_group(filled: Sequence[Value]) -> str:
    """Give the commune a group row names ('I. Xã Đồng Tâm', 'ĐẢNG BỘ XÃ ĐỒNG TÂM'), else ''."""
    text = next((text_of(value) for value in filled if isinstance(value, str) and len(value.strip()) > 4), "")
    found = _COMMUNE_GROUP.match(words_of(group_text(text)))
    return found[1] if found else ""
