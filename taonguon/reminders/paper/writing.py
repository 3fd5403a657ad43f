"""The .docx of a dispatch, to be finished in an office's own program: the same words as the PDF, written as plain text."""

import io
import re
from datetime import UTC, datetime, time
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from taonguon.reminders.paper.values import Form, Paper
from taonguon.reminders.paper.words import ANNEX, PARTY, RECIPIENTS, TO, WIDTH, Table, Words, words_of

_FONT = "Times New Roman"
_CELL = "Cell"
_SIZE = 14
_NUMBER = re.compile(r"(\d+-[^\W\d_]+(?:/[^\W\d_]+)*)")
"""43-CV/BTCHU"""
_LEFT, _CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def docx(paper: Paper) -> bytes:
    """Write one dispatch."""
    words = words_of(paper)
    document = Document(io.BytesIO(_blank()))
    if words.mark:
        section = document.sections[0]
        for part in (section.first_page_header, section.header):
            _run(part.paragraphs[0], f"\t{words.mark}", bold=True)
    _head(document, words)
    _addressed(document, words)
    _body(document, words)
    _foot(document, words)
    if words.annexed:
        _annex(document, words)
    about = document.core_properties
    about.author, about.title, about.comments = words.issuer, words.subject, ""
    about.created = about.modified = datetime.combine(paper.signed_on or paper.as_of, time(), UTC)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def _blank() -> bytes:
    """Give the form without words: the sheet, its margins and numbers, and only the styles it uses."""
    document = Document()
    for style in list(document.styles):
        if style.name not in {"Normal", "Header", "Normal Table", "Table Grid", "Default Paragraph Font"}:
            style.delete()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    for kind in ("w:eastAsia", "w:cs"):
        normal.element.rPr.rFonts.set(qn(kind), _FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    cell = document.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = normal, Pt(12)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    _top(section.first_page_header.paragraphs[0], normal, numbered=False)
    _top(section.header.paragraphs[0], normal, numbered=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _top(paragraph: Any, style: Any, *, numbered: bool) -> None:
    """Lay out the line above a page: its number in the middle, room at the right for what marks a draft."""
    paragraph.style = style
    for at, align in ((WIDTH / 2, WD_TAB_ALIGNMENT.CENTER), (WIDTH, WD_TAB_ALIGNMENT.RIGHT)):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(at), align)
    paragraph.add_run("\t")
    if numbered:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)


def _head(document: Any, words: Words) -> None:
    left, right = _columns(document, 73, 92)
    if words.over:
        _line(left, words.over)
    _line(left, words.issuer, bold=True)
    _line(left, "*")
    _line(left, words.number)
    if not words.heading:
        _line(left, words.subject, size=12, italic=True)
    _line(right, PARTY, size=15, bold=True, underline=True)
    _line(right, words.dateline, italic=True, before=6)
    if words.heading:
        _line(document, words.heading, size=16, bold=True, before=18)
        _line(document, words.subject, bold=True)


def _addressed(document: Any, words: Words) -> None:
    if len(words.to) == 1:
        paragraph = _line(document, f"{TO} ", italic=True, before=18, after=12)
        _run(paragraph, words.to[0])
        return
    every = [_line(document, TO, align=_LEFT, italic=True, before=18)]
    every += [_line(document, text, align=_LEFT) for text in words.to]
    for paragraph in every:
        paragraph.paragraph_format.left_indent = Mm(35)
    every[-1].paragraph_format.space_after = Pt(12)


def _body(document: Any, words: Words) -> None:
    inside = words.table is not None and not words.annexed
    for text in words.paragraphs:
        _paragraph(document, words, text)
    _paragraph(document, words, words.figures, italic=inside, led=inside)
    if inside and words.table is not None:
        _table(document, words.table)
    _paragraph(document, words, words.request, led=True, before=10 if inside else 0)
    for text in words.asked:  # a signature never stands on a page of its own
        _paragraph(document, words, text, led=text is words.asked[-1])


def _paragraph(
    document: Any, words: Words, text: str, *, italic: bool = False, led: bool = False, before: int = 0
) -> None:
    """Add a paragraph of the body; `led`: it stays on the page of what it announces."""
    paragraph = _line(document, text, align=WD_ALIGN_PARAGRAPH.JUSTIFY, italic=italic, before=before, after=6)
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.keep_with_next = Mm(10), led
    if words.form is Form.OF_2026:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)


def _foot(document: Any, words: Words) -> None:
    _line(document, "", size=6).paragraph_format.keep_with_next = True
    left, right = _columns(document, 80, 85)
    _line(left, RECIPIENTS, align=_LEFT, underline=True)
    for text in words.recipients:
        _line(left, text, align=_LEFT, size=12)
    for text in words.authority:
        _line(right, text, bold=True)
    _line(right, words.title)
    _line(right, words.signer, bold=True, before=72)


def _annex(document: Any, words: Words) -> None:
    _line(document, ANNEX, size=16, bold=True).paragraph_format.page_break_before = True
    for text in words.annexed:
        _line(document, text, italic=True)
    _line(document, "-----", after=8)
    if words.table is not None:
        _table(document, words.table)


def _table(document: Any, table: Table) -> None:
    """Draw a table whose heading comes again on each page, and whose rows are never cut."""
    every = (table.columns, *table.rows, *filter(None, [table.total]))
    made = document.add_table(rows=len(every), cols=len(table.columns))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, table.widths, strict=True):
        column.width = Mm(width)
    last = (
        len(table.rows) if table.total else 0
    )  # the total stays with the row above it, the first row with the heading
    aligned = [_CENTRE, *(_RIGHT if figures else _LEFT for figures in table.figures[1:])]
    for number, (row, texts) in enumerate(zip(list(made.rows), every, strict=True)):
        _row_set(row, "w:cantSplit")
        if number == 0:
            _row_set(row, "w:tblHeader")
        for cell, text, width, align in zip(row.cells, texts, table.widths, aligned, strict=True):
            cell.width, cell.vertical_alignment = Mm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
            line = cell.paragraphs[0]
            line._p.style = _CELL  # `line.style` would look at all styles for each cell
            line.alignment = align if number else _CENTRE
            line.paragraph_format.keep_with_next = number == last or None
            line.add_run(text).bold = number == 0 or texts is table.total or None


def _row_set(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _columns(document: Any, *widths: int) -> Any:
    """Give the cells of a table without lines, as wide as the page has room; what stands in them is not cut in two."""
    if sum(widths) != WIDTH:
        raise ValueError("columns do not fill the page")
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _row_set(table.rows[0], "w:cantSplit")
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Mm(width)
    return table.rows[0].cells


def _line(
    where: Any, text: str, *, align: Any = _CENTRE, size: int = _SIZE, before: int = 0, after: int = 0, **look: bool
) -> Any:
    """Add a line; the first line of a cell is the paragraph it already has."""
    empty = isinstance(where, _Cell) and len(where.paragraphs) == 1 and not where.paragraphs[0].runs
    paragraph = where.paragraphs[0] if empty else where.add_paragraph()
    paragraph.alignment = align
    if before:
        paragraph.paragraph_format.space_before = Pt(before)
    if after:
        paragraph.paragraph_format.space_after = Pt(after)
    _run(paragraph, text, size=size, **look)
    return paragraph


def _run(paragraph: Any, text: str, *, size: int = _SIZE, **look: bool) -> None:
    """Add words; `look`: bold, italic, underline. The number of a document is never broken over two lines."""
    run = paragraph.add_run()
    for part in _NUMBER.split(text):
        if not _NUMBER.fullmatch(part):
            run.add_text(part)
            continue
        first, *others = part.split("-")
        run.add_text(first)
        for other in others:
            run._r.append(OxmlElement("w:noBreakHyphen"))
            run.add_text(other)
    if size != _SIZE:
        run.font.size = Pt(size)
    for name, wanted in look.items():
        if wanted:
            setattr(run, name, True)
