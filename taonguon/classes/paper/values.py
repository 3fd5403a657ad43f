"""What stands on a certificate, and why a template or a print is refused."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Paper:
    """All words of one certificate. The names are those a template uses: {{ ho_ten }}."""

    so: str
    ho_ten: str
    ngay_sinh: str
    """A day, or the year where no more is known."""
    don_vi: str
    loai_lop: str
    ten_lop: str
    tu_ngay: str
    den_ngay: str
    xep_loai: str
    noi_cap: str
    ngay: str
    thang: str
    nam: str
    """Day, month and year it is signed."""
    gia_tri_den: str
    """Last day it counts; empty where that is not known or not limited."""
    gia_tri: str
    """The same as a sentence, which also says where it is not known; empty where nothing limits it."""
    cap_lai: str
    """A sentence where it is given in place of another; else empty."""
    cap_tren: str
    co_quan: str
    chuc_vu: str
    nguoi_ky: str
    ma: str
    """The signed token; {{ qr }} is the same as a picture."""


QR = "qr"
NEEDED = ("so", "ho_ten")
"""No certificate goes without them."""
EXAMPLE = Paper(
    so="01/2018/GCN", ho_ten="Hoàng Văn Thử", ngay_sinh="02/03/1995", don_vi="Chi bộ thôn Khe Một, Đảng bộ xã Đồng Thử",
    loai_lop="Lớp bồi dưỡng nhận thức về Đảng", ten_lop="Lớp bồi dưỡng nhận thức về Đảng khóa I năm 2018",
    tu_ngay="12/03/2018", den_ngay="16/03/2018", xep_loai="Khá", noi_cap="Bình Thử", ngay="30", thang="3", nam="2018",
    gia_tri_den="30/03/2023", gia_tri="Có giá trị đến hết ngày 30/03/2023.", cap_lai="", cap_tren="HUYỆN ỦY BÌNH THỬ",
    co_quan="TRUNG TÂM BỒI DƯỠNG CHÍNH TRỊ", chuc_vu="GIÁM ĐỐC", nguoi_ky="Lý Thị Ký",
    ma="GCN1." + "A" * 148,
)  # fmt: skip


class Layout(StrEnum):
    """How certificates lie on the sheets."""

    A5 = "a5"
    A4 = "a4"
    """Two on a sheet, to be cut."""


class Problem(StrEnum):
    """Why a template is not taken, or nothing was made. In brackets what goes with it."""

    TOO_BIG = "too-big"
    NOT_DOCX = "not-docx"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    MACROS = "macros"
    LINKS = "links"  # it fetches something from elsewhere (target)
    EMBEDDED = "embedded"  # it carries other files (part)
    OUTSIDE = "outside"  # fields outside the body, in a header, footer or note (part)
    SYNTAX = "syntax"  # braces that do not fit (the paragraph)
    UNKNOWN = "unknown"  # fields that do not exist (their names)
    FORBIDDEN = "forbidden"  # it does more than show fields (the paragraph)
    LACKING = "lacking"  # a field no certificate goes without (its name)
    RESULT = "result"  # what comes out is no document any more
    TIMEOUT = "timeout"
    MEMORY = "memory"
    DIED = "died"  # the child ended without an answer


class PaperError(Exception):
    """Nothing was made. The sentence is made in `classes.paper_sentences`."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.detail = detail
