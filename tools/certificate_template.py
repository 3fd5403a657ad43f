"""Make the .docx template of certificates that centres begin with: `python tools/certificate_template.py`.

Writes taonguon/classes/paper/certificate.docx; a test holds that what is committed is what this makes.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FILE = Path(__file__).resolve().parents[1] / "taonguon" / "classes" / "paper" / "certificate.docx"
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def made() -> Any:
    """Give the template as a document."""
    document = Document()
    _page(document)
    head = _table(document, 89, 86)
    left, right = head.rows[0].cells
    _line(left, "{{ cap_tren }}", 13)
    _line(left, "{{ co_quan }}", 13, bold=True)
    _line(left, "*", 13)
    _line(left, "Số {{ so }}", 14)
    _line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", 15, bold=True, underline=True)
    _line(
        right,
        "{{ noi_cap }}{% if noi_cap %}, {% endif %}ngày {{ ngay }} tháng {{ thang }} năm {{ nam }}",
        14,
        italic=True,
        before=5,
    )
    _line(document, "GIẤY CHỨNG NHẬN", 20, bold=True, before=8)
    _line(document, "{{ loai_lop|upper }}", 14, bold=True, after=6)
    _told(document, "", ("Cấp cho ông (bà): ", False), ("{{ ho_ten|upper }}", True))
    _told(document, "", ("Sinh: {{ ngay_sinh }}", False))
    _told(document, "don_vi", ("Đơn vị: {{ don_vi }}", False))
    _told(document, "", ("Đã hoàn thành: {{ ten_lop }}, từ ngày {{ tu_ngay }} đến ngày {{ den_ngay }}", False))
    _told(document, "xep_loai", ("Xếp loại: ", False), ("{{ xep_loai }}", True))
    _told(document, "gia_tri or cap_lai", ("{{ gia_tri }} {{ cap_lai }}", False))
    foot = _table(document, 36, 54, 85)
    left, middle, right = foot.rows[0].cells
    left.paragraphs[0].add_run("{{ qr }}")
    left.vertical_alignment = middle.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    note = _line(middle, "Quét mã để kiểm tra số, ngày cấp và giá trị của giấy, không cần mạng.", 8)
    note.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _line(right, "{{ chuc_vu }}", 13, bold=True)
    _line(right, "{{ nguoi_ky }}", 14, bold=True, before=44)
    return document


def _told(document: Any, given: str, *parts: tuple[str, bool]) -> None:
    """Add a line of what is certified; `given`: the fields without which it is left out."""
    if given:
        document.add_paragraph(f"{{%p if {given} %}}")
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Mm(4)
    for text, bold in parts:
        _run(paragraph, text, 13, bold=bold)
    if given:
        document.add_paragraph("{%p endif %}")


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(210), Mm(148)
    section.top_margin = section.bottom_margin = Mm(10)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.header_distance = section.footer_distance = Mm(5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.line_spacing = 1.0
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1)


def _table(document: Any, *widths: int) -> Any:
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Mm(width)
    return table


def _line(where: Any, text: str, size: int, *, before: int = 0, after: int = 0, **look: bool) -> Any:
    """Add a centred line; the first line of a cell is the paragraph it already has."""
    empty = getattr(where, "_tc", None) is not None and len(where.paragraphs) == 1 and not where.paragraphs[0].runs
    paragraph = where.paragraphs[0] if empty else where.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    _run(paragraph, text, size, **look)
    return paragraph


def _run(
    paragraph: Any, text: str, size: int, *, bold: bool = False, italic: bool = False, underline: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline, run.font.size = bold, italic, underline, Pt(size)


if __name__ == "__main__":
    made().save(FILE)
    print(FILE)
