"""The PDF: words to typst, which shows them and reads none of them as markup."""

from collections.abc import Sequence
from pathlib import Path

from taonguon.classes.paper.codes import qr_png
from taonguon.classes.paper.values import Paper
from taonguon.foreign.typesetting import set_pages

_SOURCE = Path(__file__).parent / "certificate.typ"


def pdf_of(papers: Sequence[Paper], layout: str) -> bytes:
    """Set certificates one after the other."""
    heads = [len(paper.cap_tren) + len(paper.co_quan) for paper in papers]
    kinds = [len(paper.loai_lop) for paper in papers]
    data = {
        "layout": layout,
        "papers": [_shown(paper) for paper in papers],
        "longest-head": heads.index(max(heads)),
        "longest-kind": kinds.index(max(kinds)),
    }
    return set_pages(_SOURCE, data)


def _shown(paper: Paper) -> dict[str, object]:
    course = f"{paper.ten_lop}, từ ngày {paper.tu_ngay} đến ngày {paper.den_ngay}"
    return {
        "number": paper.so, "upper": paper.cap_tren, "issuer": paper.co_quan, "kind": paper.loai_lop.upper(),
        "dateline": f"{paper.noi_cap}{', ' if paper.noi_cap else ''}ngày {paper.ngay} tháng {paper.thang} năm {paper.nam}",
        "name": paper.ho_ten.upper(), "born_label": "Sinh ngày:" if "/" in paper.ngay_sinh else "Sinh năm:",
        "born": paper.ngay_sinh, "unit": paper.don_vi, "course": course, "grade": paper.xep_loai,
        "until": paper.gia_tri, "again": paper.cap_lai, "post": paper.chuc_vu, "signer": paper.nguoi_ky,
        "qr": list(qr_png(paper.ma)),
    }  # fmt: skip
