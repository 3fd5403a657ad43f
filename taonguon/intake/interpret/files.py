"""What a workbook is as a whole, and all its rows."""

from taonguon.intake.interpret.classes import is_classes, read_classes
from taonguon.intake.interpret.columns import kind_of
from taonguon.intake.interpret.letterhead import commune_of_sheet_name, read_letterhead
from taonguon.intake.interpret.mass import is_mass_list, read_mass_list
from taonguon.intake.interpret.people import read_people
from taonguon.intake.interpret.posts import read_posts
from taonguon.intake.interpret.records import ClassRow, Kind, MemberRow, Parsed, Row
from taonguon.intake.interpret.sources import is_sources, read_sources
from taonguon.intake.interpret.tables import Table, find_tables, text_of
from taonguon.intake.interpret.targets import is_targets, read_head, read_targets, sum_notes
from taonguon.intake.interpret.units import read_units
from taonguon.intake.readers.book import Book, Sheet


class UnknownKindError(Exception):
    """No visible sheet is a list this product loads. `headings` are the best headings found."""

    def __init__(self, sheet: str, headings: list[str]) -> None:
        super().__init__(sheet)
        self.sheet = sheet
        self.headings = headings


def parse(book: Book) -> Parsed:
    """Read a workbook: the kind most of its visible sheets are of, and the rows of those sheets."""
    notes: list[tuple[str, dict[str, str]]] = [
        ("hidden_sheet", {"sheet": s.name, "rows": str(len(s.rows))}) for s in book.sheets if s.hidden
    ]
    found: list[tuple[Sheet, list[Table], Kind]] = []
    best: tuple[str, list[str]] = ("", [])
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        tables = find_tables(sheet)
        kind = _kind(tables) if tables else None
        if kind is not None:
            found.append((sheet, tables, kind))
            continue
        if tables and not best[1]:
            best = (sheet.name, [t for v in sheet.rows[tables[0].header] if (t := text_of(v))])
        if any(v is not None and v != "" for r in sheet.rows for v in r):
            notes.append(("other_sheet", {"sheet": sheet.name}))
    if not found:
        raise UnknownKindError(*best)
    kinds = [kind for _, _, kind in found]
    kind = max(Kind, key=lambda k: (kinds.count(k), -kinds.index(k) if k in kinds else -99))
    parsed = Parsed(kind, [], notes=notes)
    for sheet, tables, its_kind in found:
        if its_kind is not kind:
            notes.append(("other_sheet", {"sheet": sheet.name}))
            continue
        _take(parsed, sheet, tables, alone=len(found) == 1)
    return parsed


def _kind(tables: list[Table]) -> Kind | None:
    table = tables[0]
    if is_targets(table):
        return Kind.TARGETS
    if is_sources(table):
        return Kind.SOURCES
    if is_classes(table):
        return Kind.CLASSES
    return kind_of(table) or (Kind.MASS_LIST if is_mass_list(tables) else None)


def _take(parsed: Parsed, sheet: Sheet, tables: list[Table], *, alone: bool) -> None:
    """Take in one sheet: whose list it is, of which commune and day, and its rows."""
    head = read_letterhead(sheet, tables[0].header)
    parsed.root = parsed.root or (f"{head.root_level} {head.root}" if head.root else "")
    own = f"{head.commune_form} {head.commune}" if head.commune else ""
    parsed.communes[sheet.name] = own or (head.titled if alone else "") or commune_of_sheet_name(sheet.name)
    rows = _rows(parsed.kind, tables)
    told = [row.course.told for row in rows if isinstance(row, ClassRow)][:1] or [head.as_of]
    if parsed.kind is Kind.TARGETS:
        told = [read_head(tables[0]).signed]
        parsed.notes.extend(sum_notes(tables[0]))
    parsed.as_of = max(filter(None, (parsed.as_of, *told)), default=None)
    for row in rows:
        if own and isinstance(row, MemberRow) and not row.committee:
            row.committee = f"Đảng bộ {own}"
    parsed.rows.extend(rows)


def _rows(kind: Kind, tables: list[Table]) -> list[Row]:
    if kind is Kind.ORGANISATIONS:
        return read_units(tables)
    if kind is Kind.POSTS:
        return read_posts(tables[0])
    if kind is Kind.SOURCES:
        return read_sources(tables[0])
    if kind is Kind.CLASSES:
        return read_classes(tables[0])
    if kind is Kind.MASS_LIST:
        return read_mass_list(tables)
    if kind is Kind.TARGETS:
        return read_targets(tables[0])
    return read_people(tables[0], kind)
