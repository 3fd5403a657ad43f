"""Puts a book into a real file: .xlsx in Unicode or in old letters under their fonts, or text with separators."""

import csv
import io
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font

from taonguon.intake.readers.legacy import to_tcvn3, to_vni

_LETTERS = {"tcvn3": (to_tcvn3, ".VnTime"), "vni": (to_vni, "VNI-Times")}


def write_xlsx(path, book, letters=""):
    """Write every sheet with its joined cells; old letters come under their font, capitals by .VnTimeH."""
    convert, font = _LETTERS.get(letters, (str, "Times New Roman"))
    workbook = Workbook()
    workbook.remove(workbook.active)
    for sheet in book.sheets:
        made = workbook.create_sheet(sheet.name)
        made.sheet_state = "hidden" if sheet.hidden else "visible"
        for r, row in enumerate(sheet.rows, start=1):
            for c, value in enumerate(row, start=1):
                if value is None:
                    continue
                loud = letters == "tcvn3" and isinstance(value, str) and value == value.upper()
                text = convert(value.lower() if loud else value) if isinstance(value, str) else value
                made.cell(r, c, text).font = Font(name=f"{font}H" if loud else font)
        for top, left, bottom, right in sheet.merges:
            made.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    workbook.save(path)
    return path


def write_csv(path, book, separator=";"):
    """Write the first sheet as text, as an old program exports it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    width = max(map(len, book.sheets[0].rows))
    for row in book.sheets[0].rows:
        cells = [f"{v:%d/%m/%Y}" if isinstance(v, date) else "" if v is None else v for v in row]
        writer.writerow([*cells, *([""] * (width - len(cells)))])
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path
