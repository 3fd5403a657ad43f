"""Reading a mass organisation's own list: who leads its branches, and whom it introduces to the Party.

Such a list is a claim, not a source: what it says is only set beside what the sources say.
"""

import re

from taonguon.intake.interpret import vocabulary as v
from taonguon.intake.interpret.columns import leaf, person_columns, post_kind_of_text, whole
from taonguon.intake.interpret.people import RowReader, clean_name, is_mark
from taonguon.intake.interpret.posts import commune_group
from taonguon.intake.interpret.records import ClaimRow, Kind, Row
from taonguon.intake.interpret.tables import Table, at, is_signature, is_total, text_of
from taonguon.rules.names import words_of

_ORGANISATION = re.compile(
    r"^(ban thuong vu |bch )?(hoi (lien hiep )?phu nu|hoi lhpn|hoi nong dan|hoi cuu chien binh|doan thanh nien|doan tncs|"
    r"(uy ban |ub)?(mttq|mat tran to quoc))\b"
)
_NAME = whole(r"^ho( va)? ten\b")
_BRANCH = leaf(rf"({v.VILLAGE}|chi hoi|chi doan|ban cong tac mat tran)")
_STUDIED = whole(r"hoc lop|lop (boi duong|nhan thuc|nt)\b")


def is_mass_list(tables: list[Table]) -> bool:
    """Say whether a sheet is a list of a mass organisation: its letterhead, people, and their villages."""
    table = tables[0]
    if not _organisation(table):
        return False
    return table.find(_NAME) >= 0 and table.find(_BRANCH) >= 0


def read_mass_list(tables: list[Table]) -> list[Row]:
    """Read its tables: the heads of branches, and those introduced."""
    out: list[Row] = []
    for number, table in enumerate(tables):
        end = tables[number + 1].header if number + 1 < len(tables) else len(table.sheet.rows)
        if table.find(_NAME) >= 0:
            out.extend(_read(table, end, "" if number else _organisation(tables[0])))
    return out


def _organisation(table: Table) -> str:
    """Give the kind of post that the organisation above the table has in each village; '' for none."""
    for row in table.sheet.rows[: table.header]:
        for text in map(text_of, row):
            if found := _ORGANISATION.match(words_of(text)):
                return post_kind_of_text(found[0])
    return ""


def _read(table: Table, end: int, post: str) -> list[Row]:
    name, village, member = table.find(_NAME), table.find(_BRANCH), table.find(leaf(v.STATUS))
    commune_column, studied = table.find(leaf(v.COMMUNE)), table.find(_STUDIED)
    columns = person_columns(table)
    days = RowReader(table, columns, Kind.MASS_LIST)
    out: list[Row] = []
    commune = ""
    for index, row in table.rows():
        filled = [value for value in row if value is not None and value != ""]
        if index >= end or is_total(row) or (len(filled) <= 3 and is_signature(row)):
            continue
        if len(filled) <= 2:
            commune = commune_group(filled) or commune
            continue
        made = ClaimRow(table.sheet.name, index, name_column=name, village_column=village, post=post)
        made.name = clean_name(text_of(at(row, name)))
        made.village = text_of(at(row, village))
        if not made.village and not made.name:
            continue
        made.commune = text_of(at(row, commune_column)) or commune
        for column in columns.births:
            made.born = made.born or days.day(made, row, column, "birth")
        made.member, made.member_column = (is_mark(at(row, member)), member) if member >= 0 else (None, -1)
        made.admitted = days.party_day(made, row, columns.admitted, "admitted")
        made.studied, made.studied_column = studied >= 0 and is_mark(at(row, studied)), studied
        out.append(made)
    return out
