"""One measurement of dispatches in a fresh process: `python -m bench.dispatches WHAT JSON` prints a line of JSON.

The same 100 invented reminders: as the product makes them, by WeasyPrint from HTML of the same words, and by
docxtpl filling a template made of our own .docx; and one circular to 100 units.
"""

import html
import io
import json
import sys
from dataclasses import replace
from datetime import date
from typing import Any

from bench.certificates import ROOT, timed
from taonguon.foreign.typesetting import FONTS
from taonguon.reminders.paper import Paper, docx, pdf, share
from taonguon.reminders.paper.words import PARTY, words_of

DAY = date(2018, 4, 3)
STYLE = """
@font-face { font-family: Serif5; src: url("%(regular)s"); } @font-face { font-family: Serif5; font-weight: bold; src: url("%(bold)s"); }
@font-face { font-family: Serif5; font-style: italic; src: url("%(italic)s"); }
@page { size: A4; margin: 20mm 15mm 20mm 30mm; } body { font: 14pt Serif5; margin: 0; } section { page-break-after: always; }
.frame td { width: 50%%; text-align: center; vertical-align: top; } table { width: 100%%; border-collapse: collapse; }
.figures td, .figures th { border: 0.5pt solid; font-size: 12pt; } p { text-align: justify; text-indent: 10mm; margin: 0 0 6pt; }
"""


def reminders(count: int) -> list[Paper]:
    """Invent reminders, each to one unit."""
    return [_to(f"Đảng ủy xã Số {n}", n, "26", str(n % 17), share(n % 17, 26)) for n in range(1, count + 1)]


def circular(count: int) -> Paper:
    """Invent one circular to so many units."""
    rows = tuple((p.addressees[0], *p.rows[0][1:]) for p in reminders(count))
    return replace(reminders(1)[0], addressees=tuple(row[0] for row in rows), rows=rows)


def _to(unit: str, number: int, *cells: str) -> Paper:
    return Paper(
        issuer_over="Huyện ủy Bình Thử", issuer="Ban Tổ chức", number=number, symbol="CV/BTC", place="Bình Thử",
        signed_on=DAY, subject="đôn đốc công tác kết nạp đảng viên năm 2018", addressees=(unit,), as_of=DAY,
        paragraphs=(f"Qua theo dõi, {unit} còn những việc đã quá hạn và nguồn chưa rà soát trong tháng.",) * 2,
        columns=("Đơn vị", "Chỉ tiêu", "Đã kết nạp", "Tỷ lệ"), rows=((unit, *cells),),
        asked=("Giải quyết các việc đã quá hạn", "Rà soát nguồn", "Báo cáo kết quả"), due_on=date(2018, 4, 13),
        recipients=("Như Kính gửi", "Lưu Ban Tổ chức"), authority=("K/T Trưởng ban",),
        signer_title="Phó Trưởng ban", signer="Lý Thị Ký",
    )  # fmt: skip


def one_pdf(count: int) -> dict[str, Any]:
    """Make one PDF of all."""
    ready = reminders(count)
    return timed(lambda: pdf(ready), len)


def each_pdf(count: int) -> dict[str, Any]:
    """Make a PDF of each."""
    ready = reminders(count)
    return timed(lambda: sum(len(pdf([paper])) for paper in ready), int)


def each_docx(count: int) -> dict[str, Any]:
    """Make a .docx of each."""
    ready = reminders(count)
    return timed(lambda: sum(len(docx(paper)) for paper in ready), int)


def circular_pdf(count: int) -> dict[str, Any]:
    """Make the PDF of one circular."""
    ready = circular(count)
    return timed(lambda: pdf([ready]), len)


def circular_docx(count: int) -> dict[str, Any]:
    """Make the .docx of one circular."""
    ready = circular(count)
    return timed(lambda: docx(ready), len)


def weasyprint(count: int) -> dict[str, Any]:
    """Make one PDF of all with WeasyPrint."""
    from weasyprint import HTML

    ready = reminders(count)
    return timed(lambda: HTML(string=_page(ready), base_url=str(ROOT)).write_pdf(), len)


def docxtpl(count: int) -> dict[str, Any]:
    """Fill a template with docxtpl, a file for each."""
    from docxtpl import DocxTemplate

    template = docx(_to("{{ unit }}", 1, "{{ target }}", "{{ done }}", "{{ share }}"))
    ready = reminders(count)

    def each() -> int:
        size = 0
        for paper in ready:
            document = DocxTemplate(io.BytesIO(template))
            words = dict(zip(("unit", "target", "done", "share"), paper.rows[0], strict=True))
            document.render(words, autoescape=True)
            out = io.BytesIO()
            document.save(out)
            size += len(out.getvalue())
        return size

    return timed(each, int)


def _page(ready: list[Paper]) -> str:
    fonts = {name.lower(): (FONTS / f"LiberationSerif-{name}.ttf").as_uri() for name in ("Regular", "Bold", "Italic")}
    return f"<style>{STYLE % fonts}</style>" + "".join(_section(paper) for paper in ready)


def _section(paper: Paper) -> str:
    words = words_of(paper)
    told = [html.escape(text) for text in (*words.paragraphs, words.figures)]
    asked = [html.escape(text) for text in (words.request, *words.asked)]
    cells = [[html.escape(cell) for cell in row] for row in (words.table.rows if words.table else ())]
    heads = "".join(f"<th>{html.escape(name)}</th>" for name in (words.table.columns if words.table else ()))
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    head = "<br>".join(html.escape(text) for text in (words.over, words.issuer, "*", words.number, words.subject))
    return (
        f"<section><table class=frame><tr><td>{head}</td><td><b><u>{PARTY}</u></b><br><i>{html.escape(words.dateline)}</i></td></tr></table>"
        f"<center>Kính gửi: {html.escape(words.to[0])}</center>{''.join(f'<p>{text}</p>' for text in told)}"
        f"<table class=figures><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{''.join(f'<p>{text}</p>' for text in asked)}"
        f"<table class=frame><tr><td>Nơi nhận:<br>{'<br>'.join(words.recipients)}</td>"
        f"<td><b>{words.authority[0]}</b><br>{words.title}<br><br><br><b>{words.signer}</b></td></tr></table></section>"
    )


TASKS = {
    "one-pdf": one_pdf, "each-pdf": each_pdf, "each-docx": each_docx, "circular-pdf": circular_pdf,
    "circular-docx": circular_docx, "weasyprint": weasyprint, "docxtpl": docxtpl,
}  # fmt: skip

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](**json.loads(sys.argv[2]))))
