"""The papers of a dossier, by the number of their form. The ledger says has or has not, never what they say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taonguon.admissions.desk_enums import Matter
from taonguon.admissions.enums import PaperState
from taonguon.admissions.models import Act, Paper

FORMS: dict[str, Promise] = {
    "CN-NTVĐ": _("Giấy chứng nhận học lớp bồi dưỡng nhận thức về Đảng"),
    "1-KNĐ": _("Đơn xin vào Đảng"),
    "2-KNĐ": _("Lý lịch của người xin vào Đảng"),
    "3-KNĐ": _("Giấy giới thiệu người vào Đảng"),
    "4-KNĐ": _("Nghị quyết giới thiệu đoàn viên ưu tú"),
    "4A-KNĐ": _("Nghị quyết giới thiệu đoàn viên công đoàn"),
    "5-KNĐ": _("Tổng hợp ý kiến nhận xét về người vào Đảng"),
    "6-KNĐ": _("Nghị quyết của chi bộ đề nghị kết nạp"),
    "7-KNĐ": _("Báo cáo thẩm định của đảng ủy bộ phận"),
    "8-KNĐ": _("Nghị quyết của đảng ủy cơ sở"),
    "9-KNĐ": _("Quyết định kết nạp đảng viên"),
    "1-HSĐV": _("Lý lịch đảng viên"),
    "2-HSĐV": _("Phiếu đảng viên"),
    "CN-ĐVM": _("Giấy chứng nhận học lớp đảng viên mới"),
    "10-KNĐ": _("Bản tự kiểm điểm của đảng viên dự bị"),
    "11-KNĐ": _("Bản nhận xét của đảng viên được phân công giúp đỡ"),
    "12-KNĐ": _("Tổng hợp ý kiến nhận xét về đảng viên dự bị"),
    "13-KNĐ": _("Nghị quyết của chi bộ đề nghị công nhận chính thức"),
    "14-KNĐ": _("Báo cáo thẩm định của đảng ủy bộ phận (công nhận)"),
    "15-KNĐ": _("Nghị quyết của đảng ủy cơ sở (công nhận)"),
    "16-KNĐ": _("Quyết định công nhận đảng viên chính thức"),
}
"""The numbers have been the same since 2017; the guide in force on a day names them (`guide_on`)."""

_GUIDES = (
    (date(2017, 6, 5), "09-HD/BTCTW (05/06/2017)"),
    (date(2022, 1, 18), "12-HD/BTCTW (18/01/2022)"),
    (date(2025, 9, 29), "38-HD/BTCTW (29/09/2025)"),
)


def guide_on(day: date) -> str:
    """Name the guide of the Central Organisation Board whose form numbers hold on a day; "" before the first known."""
    return next((name for since, name in reversed(_GUIDES) if day >= since), "")


_ACT_OF = {
    "CN-NTVĐ": "class-certificate", "1-KNĐ": "application", "2-KNĐ": "cv", "3-KNĐ": "introductions",
    "5-KNĐ": "opinions", "6-KNĐ": "cell-resolution", "8-KNĐ": "committee-resolution", "9-KNĐ": "decision-issued",
    "1-HSĐV": "member-cv", "CN-ĐVM": "new-member-class", "10-KNĐ": "self-review", "11-KNĐ": "helper-comments",
    "12-KNĐ": "recognition-opinions", "13-KNĐ": "recognition-resolution",
    "15-KNĐ": "recognition-committee-resolution", "16-KNĐ": "recognition-decision",
}  # fmt: skip
"""The act that makes a paper: once it is on record the paper is there, unless the ledger says otherwise."""
_FIRST_OF_RECOGNITION = "1-HSĐV"


_DECISIONS = frozenset({"9-KNĐ", "16-KNĐ"})
"""Papers the board itself prepares."""


def forms_of(matter: str) -> list[str]:
    """Give the forms of the papers that a unit hands in for admission, or for recognition."""
    numbers = list(FORMS)
    cut = numbers.index(_FIRST_OF_RECOGNITION)
    handed_in = numbers[:cut] if matter == Matter.ADMISSION else numbers[cut:]
    return [number for number in handed_in if number not in _DECISIONS]


@dataclass(frozen=True)
class Line:
    """One line of the ledger."""

    form: str
    name: Promise
    state: PaperState
    made_on: date | None
    paper: Paper | None


def ledger_of(papers: Iterable[Paper], acts: Mapping[str, Act]) -> tuple[list[Line], list[Line]]:
    """Give a line for every form, those of admission and those of recognition: what is told of it, or what its act says."""
    known = {p.form: p for p in papers}
    lines = [_line(form, name, known.get(form), acts.get(_ACT_OF.get(form, ""))) for form, name in FORMS.items()]
    cut = list(FORMS).index(_FIRST_OF_RECOGNITION)
    return lines[:cut], lines[cut:]


def _line(form: str, name: Promise, paper: Paper | None, act: Act | None) -> Line:
    if paper is not None:
        return Line(form, name, PaperState(paper.state), paper.made_on or (act.on if act else None), paper)
    state = PaperState.HAS_NOT if act is None else PaperState.HAS
    return Line(form, name, state, act.on if act else None, None)
