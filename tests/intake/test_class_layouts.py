"""The list of one class, laid out as different offices lay theirs out, says the same each time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from taonguon.classes.models import Course, Enrolment
from taonguon.intake.actions import Opened, Request, load_file
from taonguon.intake.interpret.files import parse
from taonguon.intake.readers.book import Book, Sheet
from taonguon.people.models import Person
from tests.builders import TODAY, a_district

pytestmark = pytest.mark.django_db

NAME = "Lớp bồi dưỡng nhận thức về Đảng khóa III năm 2018"
FARMERS, STAFF = "farmers", "commune-staff"


@dataclass(frozen=True)
class One:
    """What is true of one learner."""

    name: str
    born: str
    sex: str
    village: str
    commune: str
    cell: str
    group: str
    score: str
    grade: str
    number: str
    end: str = ""


LEARNERS = (
    One("Chìu Văn Một", "05/06/1990", "Nam", "Khe Một", "Đồng Thử", "Khe Một", FARMERS, "8,5", "Giỏi", "01/GCN"),
    One("Lý Thị Hai", "12/11/1988", "Nữ", "Khe Hai", "Đồng Thử", "Khe Hai", FARMERS, "7", "Khá", "02/GCN"),
    One("Nông Văn Ba", "30/01/1979", "Nam", "Khe Hai", "Đồng Thử", "Khe Hai", STAFF, "5.5", "Trung bình", "03/GCN"),
    One("Tằng Thị Bốn", "01/03/1995", "Nữ", "Khe Ba", "Lục Thử", "Khe Ba", STAFF, "4", "Không đạt", ""),
    One("Trần Văn Năm", "09/09/1991", "Nam", "Khe Ba", "Lục Thử", "Khe Ba", STAFF, "", "", "", "Bỏ học từ ngày thứ 2"),
)
GROUPS = {
    FARMERS: "I. ĐỐI TƯỢNG LÀ NÔNG DÂN, ĐOÀN VIÊN, HỘI VIÊN",
    STAFF: "II. NGƯỜI HOẠT ĐỘNG KHÔNG CHUYÊN TRÁCH XÃ, CHỨC DANH THÔN",
}
HEAD = (
    ["HUYỆN ỦY BÌNH THỬ"],
    ["TRUNG TÂM BỒI DƯỠNG CHÍNH TRỊ"],
    ["DANH SÁCH HỌC VIÊN LỚP BỒI DƯỠNG NHẬN THỨC VỀ ĐẢNG KHÓA III NĂM 2018"],
    ["(Kèm theo Quyết định số 31-QĐ/TTBDCT ngày 20/03/2018; học từ ngày 02/04/2018 đến ngày 06/04/2018)"],
    [],
)
ISSUED = "10/04/2018"


def by_committee(rows):
    """Rows under the committee that sends them."""
    out = []
    for commune in ("Đồng Thử", "Lục Thử"):
        some = [row for one, row in rows if one.commune == commune]
        out += [[f"Đảng bộ xã {commune} cử: {len(some)} đ/c"], *some]
    return out


def nested():
    """Sex by the column of the birth, groups by audience, result under one heading: two rows of headings."""
    rows = [
        ["STT", "Họ và tên", "Năm sinh", None, "Đơn vị (thôn - xã, cơ quan)", "Chi, đảng bộ giới thiệu", "Điểm", "Kết quả", None, "Ngày cấp", "Ghi chú"],
        [None, None, "Nam", "Nữ", None, None, None, "Xếp loại", "Số GCN"],
    ]  # fmt: skip
    for group, line in GROUPS.items():
        rows.append([line])
        rows += [
            [n, o.name, o.born if o.sex == "Nam" else None, o.born if o.sex == "Nữ" else None,
             f"Thôn {o.village} - xã {o.commune}", f"CB thôn {o.cell}, {o.commune}", o.score, o.grade or "-", o.number, ISSUED if o.number else "", o.end]
            for n, o in enumerate(LEARNERS, 1) if o.group == group
        ]  # fmt: skip
    merges = [(5, 2, 5, 3), (5, 7, 5, 8), *((5, c, 6, c) for c in (0, 1, 4, 5, 6, 9, 10))]
    return [Sheet("Sheet1", False, [*HEAD, *rows, ["Danh sách có 5 học viên./."]], merges=merges)]


def ticked():
    """A cross under the grade, names in two columns, committees as group rows, one day of all certificates below."""
    head = [
        ["TT BỒI DƯỠNG CHÍNH TRỊ HUYỆN BÌNH THỬ"],
        ["DANH SÁCH LỚP BỒI DƯỠNG NHẬN THỨC VỀ ĐẢNG KHÓA III/2018"],
        ["Quyết định mở lớp số 31-QĐ/TTBDCT, ngày 20/03/2018; thời gian: 02/04/2018 - 06/04/2018"],
        ["TT", "Họ và tên", None, "Phái", "Ngày sinh", "Thôn, khu/ Cơ quan", "Xã, thị trấn", "Chi bộ giới thiệu", "Đối tượng", "Điểm", "Xếp loại", None, None, None, "Số chứng nhận", "Ký nhận", "Ghi chú"],
        [*[None] * 10, "Giỏi", "Khá", "TB", "KĐ"],
    ]  # fmt: skip
    ticks = {"Giỏi": 0, "Khá": 1, "Trung bình": 2, "Không đạt": 3}
    rows = []
    for n, o in enumerate(LEARNERS, 1):
        marks = ["x" if ticks.get(o.grade) == k else None for k in range(4)]
        family, _, given = o.name.rpartition(" ")
        audience = "Nông dân" if o.group == FARMERS else "CB không chuyên trách"
        rows.append(
            (
                o,
                [
                    n,
                    family,
                    given,
                    o.sex,
                    o.born,
                    o.village,
                    o.commune,
                    f"CB {o.cell}",
                    audience,
                    o.score,
                    *marks,
                    o.number,
                    None,
                    o.end,
                ],
            )
        )
    below = [
        ["", "Cộng:"],
        ["", "Số học viên: 5. Cấp chứng nhận ngày 10/04/2018"],
        [None, None, None, "Bình Thử, ngày 10 tháng 4 năm 2018"],
    ]
    merges = [(3, 1, 4, 2), (3, 10, 3, 13)]
    return [Sheet("DS lop", False, [*head, *by_committee(rows), *below], merges=merges)]


def flat():
    """One row of headings, the village and commune in two columns, number and day in one cell, no groups."""
    head = [
        ["HUYỆN ỦY BÌNH THỬ", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
        ["TRUNG TÂM BDCT - BAN CHQS HUYỆN", None, None, "Bình Thử, ngày 10 tháng 4 năm 2018"],
        ["DANH SÁCH HỌC VIÊN"],
        ["Lớp bồi dưỡng nhận thức về Đảng"],
        ["KHÓA III NĂM 2018"],
        ["QĐ số 31-QĐ/TTBDCT ngày 20/03/2018. Khai giảng: 02/04/2018; bế giảng: 06/04/2018"],
        ["TT", "Họ và tên", "Giới tính", "Ngày tháng năm sinh", "Dân tộc", "Thôn", "Xã", "Chi bộ", "Đối tượng", "Điểm thi", "Xếp loại", "GCN số", "Ghi chú"],
    ]  # fmt: skip
    rows = [
        [n, o.name.upper(), o.sex, o.born, "Dao / Không", o.village, o.commune, f"Chi bộ thôn {o.cell}",
         "Đoàn viên, hội viên" if o.group == FARMERS else "Trưởng thôn", o.score, o.grade, f"{o.number} ngày {ISSUED}" if o.number else "", o.end]
        for n, o in enumerate(LEARNERS, 1)
    ]  # fmt: skip
    return [Sheet("K3", False, [*head, *rows])]


def by_cell():
    """Cells as group rows, a column each for day, month and year of birth, short grades, days said in words."""
    head = [
        ["ĐẢNG BỘ HUYỆN BÌNH THỬ"],
        ["Trung tâm bồi dưỡng chính trị huyện Bình Thử"],
        ["DANH SÁCH KẾT QUẢ HỌC TẬP"],
        ["LỚP BỒI DƯỠNG NHẬN THỨC VỀ ĐẢNG KHÓA III, NĂM 2018"],
        ["Học từ ngày 02 tháng 4 đến ngày 06 tháng 4 năm 2018 (Quyết định 31-QĐ/TTBDCT ngày 20/03/2018); cấp giấy chứng nhận ngày 10/4/2018"],
        ["Số TT", "Họ và tên", "Nữ", "Ngày sinh", None, None, "Nơi ở hiện nay", "Đối tượng", "Điểm", "Kết quả", "Giấy chứng nhận", "Ghi chú"],
        [None, None, None, "Ngày", "Tháng", "Năm"],
    ]  # fmt: skip
    short = {"Giỏi": "G", "Khá": "K", "Trung bình": "TB", "Không đạt": "KĐ", "": ""}
    rows, before = [], ""
    for n, o in enumerate(LEARNERS, 1):
        if o.cell != before:
            rows.append([f"Chi bộ thôn {o.cell}"])
            before = o.cell
        audience = "Nông dân" if o.group == FARMERS else "CB không chuyên trách xã"
        home = f"{o.village}, xã {o.commune}"
        rows.append(
            [
                n,
                o.name,
                "x" if o.sex == "Nữ" else None,
                *o.born.split("/"),
                home,
                audience,
                o.score,
                short[o.grade],
                o.number,
                o.end,
            ]
        )
    merges = [(5, 3, 5, 5), *((5, c, 6, c) for c in (0, 1, 2, 6, 7, 8, 9, 10, 11))]
    return [Sheet("Sheet1", False, [*head, *rows], merges=merges)]


def by_commune():
    """Communes as group rows in capitals, days with dots and one month only, a hidden list of last year beside it."""
    head = [
        ["HUYỆN ỦY BÌNH THỬ"],
        ["TRUNG TÂM CHÍNH TRỊ HUYỆN"],
        ["DANH SÁCH LỚP BỒI DƯỠNG NHẬN THỨC VỀ ĐẢNG KHÓA III NĂM 2018"],
        ["(Quyết định số 31-QĐ/TTBDCT ngày 20/03/2018, thời gian học từ 02 đến 06.04.2018)"],
        ["TT", "Họ và tên", "Giới tính", "Sinh ngày", "Thôn", "Đơn vị cử đi học", "Thành phần", "Điểm", "Xếp loại", "Số giấy chứng nhận", "Ngày cấp giấy", "Ghi chú"],
    ]  # fmt: skip
    rows = []
    for commune in ("Đồng Thử", "Lục Thử"):
        rows.append([f"XÃ {commune.upper()}"])
        rows += [
            [n, o.name, o.sex, o.born.replace("/", "."), o.village, f"Chi bộ thôn {o.cell}",
             "Hội viên nông dân" if o.group == FARMERS else "Chức danh thôn", o.score, o.grade.lower(), o.number, ISSUED if o.number else None, o.end]
            for n, o in enumerate(LEARNERS, 1) if o.commune == commune
        ]  # fmt: skip
    old = Sheet("K2 2017", True, [["Lớp khóa II"], ["TT", "Họ và tên", "Năm sinh"], [1, "Người Cũ", 1980]])
    return [Sheet("K3", False, [*head, *rows]), old]


LAYOUTS = {f.__name__: f for f in (nested, ticked, flat, by_cell, by_commune)}


def load(sheets, today=TODAY, scope=None, actor=None):
    made = Book("lớp.xlsx", sheets)
    opened = Opened(None, "lớp.xlsx", f"{abs(hash(repr(sheets))):064x}", made, parse(made))
    return load_file(opened, Request(actor, scope, today))


def the_rows():
    """Give what is on record, in the words of the truth above."""
    out = []
    for e in Enrolment.objects.select_related("person", "grade", "certificate", "sender").order_by("pk"):
        cell = e.sender.spans.get().name if e.sender else ""
        number = (e.certificate.number, e.certificate.issued_on) if e.certificate else None
        out.append(
            (
                e.person.name,
                str(e.person.born),
                e.person.sex,
                cell,
                e.group,
                e.score,
                e.grade.name if e.grade else "",
                e.outcome,
                number,
            )
        )
    return sorted(out)


def the_truth():
    ends = {"Không đạt": "failed", "": "dropped"}
    return sorted(
        (o.name, o.born, {"Nam": "m", "Nữ": "f"}[o.sex], f"Chi bộ thôn {o.cell}", o.group, Decimal(o.score.replace(",", ".")) if o.score else None,
         o.grade, ends.get(o.grade, "passed"), (o.number, date(2018, 4, 10)) if o.number else None)
        for o in LEARNERS
    )  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_says_the_same_of_the_class_and_its_learners(name):
    a_district()

    report = load(LAYOUTS[name]())

    assert (report.kind, report.state, [(c.row, c.column, c.kind, c.shown) for c in report.cells]) == (
        "classes",
        "done",
        [],
    )
    assert (report.read, report.created) == (5, 5)
    course = Course.objects.get()
    assert (course.name.replace(",", ""), course.kind.code, course.since, course.until) == (
        NAME,
        "awareness",
        date(2018, 4, 2),
        date(2018, 4, 6),
    )
    assert (course.opened_number, course.opened_on) == ("31-QĐ/TTBDCT", date(2018, 3, 20))
    assert course.organiser in {"Trung tâm bồi dưỡng chính trị", "Trung tâm chính trị"}
    assert the_rows() == the_truth()


@pytest.mark.parametrize("name", LAYOUTS)
def test_one_class_told_of_in_two_layouts_is_one_class(name):
    a_district()
    load(flat())
    before = the_rows()

    report = load(LAYOUTS[name]())

    assert (report.created, report.updated, report.rejected) == (0, 0, 0)
    assert Course.objects.count() == 1
    assert Person.objects.count() == 5
    assert the_rows() == before


def test_two_sheets_are_two_classes():
    a_district()
    (one,), (two,) = nested(), nested()
    two.rows[2] = ["DANH SÁCH HỌC VIÊN LỚP BỒI DƯỠNG ĐẢNG VIÊN MỚI NĂM 2018"]
    two.rows[3] = ["(Quyết định số 40-QĐ/TTBDCT ngày 01/04/2018; học từ ngày 09/04/2018 đến ngày 11/04/2018)"]
    two.name = "Sheet2"

    report = load([one, two])

    assert report.created == 10
    assert list(Course.objects.order_by("since").values_list("name", "kind__code")) == [
        (NAME, "awareness"), ("Lớp bồi dưỡng đảng viên mới năm 2018", "new-member"),
    ]  # fmt: skip
    assert Person.objects.count() == 5
