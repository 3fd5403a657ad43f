"""One measurement of certificates in a fresh process: `python -m bench.certificates WHAT JSON` prints a line of JSON.

The same 500 invented certificates: as the product makes them (a child process, its start included), by
WeasyPrint from HTML of the same words and picture, by docxtpl as its documentation shows (a file for each),
and by LibreOffice from our .docx, where it is installed.
"""

import base64
import html
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from taonguon.classes.paper import EXAMPLE, Layout, Paper, make_docx, make_pdf
from taonguon.classes.paper.codes import qr_png
from taonguon.classes.tokens import Claim, new_key, sign
from taonguon.foreign.typesetting import FONTS

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = (ROOT / "taonguon" / "classes" / "paper" / "certificate.docx").read_bytes()
NAMES = ("Hoàng Văn Thử", "Lý Thị Mẫu", "Đặng A Ví", "Chìu Sì Dụ", "Phùn Thị Bịa")
STYLE = """
@font-face { font-family: Serif5; src: url("%(regular)s"); }
@font-face { font-family: Serif5; font-weight: bold; src: url("%(bold)s"); }
@page { size: 210mm 148mm; margin: 13mm 15mm 12mm 20mm; }
body { font: 14pt Serif5; margin: 0; } section { page-break-after: always; }
.head td { width: 50%%; text-align: center; vertical-align: top; } table { width: 100%%; }
h1 { font-size: 20pt; text-align: center; margin: 5mm 0 0; } h2 { font-size: 14pt; text-align: center; margin: 0 0 3mm; }
p { margin: 1mm 4mm; } img { width: 30mm; image-rendering: pixelated; } .foot td { text-align: center; vertical-align: top; }
"""


def papers(count: int) -> list[Paper]:
    """Invent certificates; the tokens are real ones."""
    key, day = new_key(), date(2018, 3, 30)
    out = []
    for number in range(1, count + 1):
        so = f"{number:02}/2018/GCN"
        token = sign(Claim(so, day, day + timedelta(1826), "LVH", 1980 + number % 20), key)
        out.append(replace(EXAMPLE, so=so, ho_ten=NAMES[number % len(NAMES)], ma=token))
    return out


def tokens(count: int) -> dict[str, Any]:
    """Sign tokens alone."""
    return timed(lambda: papers(count), lambda made: len(made[0].ma))


def pdf(count: int, layout: str) -> dict[str, Any]:
    """Make the PDF as the product does."""
    ready = papers(count)
    return timed(lambda: make_pdf(ready, Layout(layout)), len)


def docx(count: int) -> dict[str, Any]:
    """Make the .docx as the product does."""
    ready = papers(count)
    return timed(lambda: make_docx(ready, TEMPLATE), len)


def weasyprint(count: int) -> dict[str, Any]:
    """Make the PDF with WeasyPrint, in this process."""
    from weasyprint import HTML

    ready = papers(count)
    return timed(lambda: HTML(string=_page(ready), base_url=str(ROOT)).write_pdf(), len)


def docxtpl(count: int) -> dict[str, Any]:
    """Fill the template with docxtpl alone, a file for each certificate, in this process."""
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    ready = papers(count)

    def each() -> int:
        size = 0
        for paper in ready:
            document = DocxTemplate(io.BytesIO(TEMPLATE))
            picture = InlineImage(document, io.BytesIO(qr_png(paper.ma)), width=Mm(30))
            document.render({**asdict(paper), "qr": picture}, autoescape=True)
            out = io.BytesIO()
            document.save(out)
            size += len(out.getvalue())
        return size

    return timed(each, int)


def libreoffice(count: int) -> dict[str, Any]:
    """Turn our .docx into a PDF with LibreOffice; say so where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return {"missing": True}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.docx"
        file.write_bytes(make_docx(papers(count), TEMPLATE))
        order = [
            program,
            "--headless",
            f"-env:UserInstallation=file://{folder}/home",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
        ]
        return timed(
            lambda: subprocess.run([*order, str(file)], check=True, stdout=subprocess.DEVNULL),
            lambda _: file.stat().st_size,
        )


def _page(ready: list[Paper]) -> str:
    fonts = {name.lower(): (FONTS / f"LiberationSerif-{name}.ttf").as_uri() for name in ("Regular", "Bold")}
    return f"<style>{STYLE % fonts}</style>" + "".join(_section(paper) for paper in ready)


def _section(paper: Paper) -> str:
    word = {name: html.escape(value) for name, value in asdict(paper).items()}
    code = base64.b64encode(qr_png(paper.ma)).decode()
    return (
        f"<section><table class=head><tr><td>{word['cap_tren']}<br><b>{word['co_quan']}</b><br>*<br>Số {word['so']}</td>"
        f"<td><b>ĐẢNG CỘNG SẢN VIỆT NAM</b><hr>{word['noi_cap']}, ngày {word['ngay']} tháng {word['thang']} năm {word['nam']}</td></tr></table>"
        f"<h1>GIẤY CHỨNG NHẬN</h1><h2>{word['loai_lop'].upper()}</h2><p>Cấp cho ông (bà): <b>{word['ho_ten'].upper()}</b></p>"
        f"<p>Sinh ngày: {word['ngay_sinh']}</p><p>Đơn vị: {word['don_vi']}</p><p>Đã hoàn thành: {word['ten_lop']}, từ ngày "
        f"{word['tu_ngay']} đến ngày {word['den_ngay']}</p><p>Xếp loại: <b>{word['xep_loai']}</b></p><p>{word['gia_tri']}</p>"
        f"<table class=foot><tr><td><img src='data:image/png;base64,{code}'></td><td><b>{word['chuc_vu']}</b><br><br><br><b>{word['nguoi_ky']}</b></td></tr></table></section>"
    )


def timed(make: Callable[[], Any], size: Callable[[Any], int]) -> dict[str, Any]:
    """Measure making something: time, processor, size and the most memory it took."""
    used, began = _busy(), time.perf_counter()
    made = make()
    seconds, busy = time.perf_counter() - began, _busy() - used
    peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"seconds": seconds, "cpu": busy, "bytes": size(made), "self_mb": peaks[0], "child_mb": peaks[1]}


def _busy() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


TASKS = {
    "tokens": tokens,
    "pdf": pdf,
    "docx": docx,
    "weasyprint": weasyprint,
    "docxtpl": docxtpl,
    "libreoffice": libreoffice,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](**json.loads(sys.argv[2]))))
