"""What single rows of lists say: who left, what a holder's cell means, which villages a cell serves."""

import pytest

from taonguon.intake.interpret.files import parse
from taonguon.intake.interpret.people import clean_name, group_text, name_and_year
from taonguon.intake.readers.book import Book, Sheet
from taonguon.rules.dates import PartialDate

MEMBERS = ["STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Ngày vào Đảng", "Ngày chính thức", "Ghi chú"]
POSTS = [
    "TT",
    "Thôn",
    "Họ tên bí thư chi bộ",
    "Họ tên trưởng thôn",
    "Năm sinh trưởng thôn",
    "ĐV trưởng thôn",
    "Họ tên trưởng ban CTMT",
    "ĐV trưởng ban CTMT",
]
UNITS = ["STT", "Tên tổ chức đảng", "Loại hình", "Thôn phụ trách", "Bí thư", "Ghi chú"]


def rows_of(*rows):
    return parse(Book("x.xlsx", [Sheet("S", False, [list(r) for r in rows])])).rows


def member(note="", official="3/2/2011", admitted="3/2/2010"):
    return rows_of(MEMBERS, [1, "Hoàng Văn Thử", "1/2/1980", "Chi bộ A", admitted, official, note])[0]


@pytest.mark.parametrize(
    ("note", "reason", "ended"),
    [
        ("Chết 11/2017", "died", PartialDate(2017, 11)), ("Mất tháng 12/2017", "died", PartialDate(2017, 12)), ("Từ trần", "died", None),
        ("Chuyển sinh hoạt Đảng đi Hạ Long 9/2017", "moved", PartialDate(2017, 9)), ("Chuyển đi", "moved", None), ("Chuyển SHĐ 2/2018", "moved", PartialDate(2018, 2)),
        ("Khai trừ QĐ 12-QĐ/HU ngày 5/2/2018", "expelled", PartialDate(2018, 2, 5)), ("Xoá tên 2017", "struck-off", PartialDate(2017)), ("Xin ra khỏi Đảng", "left", None),
        ("Chuyển đến từ Hạ Long 9/2017", "", None), ("Chuyển SH từ nơi khác đến", "", None), ("Chuyển sinh hoạt tạm thời", "", None),
        ("Trưởng ban công tác mặt trận", "", None), ("Nghỉ mất sức", "", None), ("Mất thẻ", "", None), ("Đang chuyển chính thức", "", None), ("Miễn SH", "", None),
    ],
)  # fmt: skip
def test_a_note_of_leaving_is_told_from_other_notes(note, reason, ended):
    row = member(note)

    assert (row.end_reason, row.ended) == (reason, ended)
    assert row.exempt == (note == "Miễn SH")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Đ/c Lý Văn An", "Lý Văn An"), ("đ/c. LÝ VĂN AN", "Lý Văn An"), ("Bà Lý Thị Na (mới bầu)", "Lý Thị Na"), ("Đồng chí  Lý  A Sìn", "Lý A Sìn"),
        ("Anh Văn Bà", "Văn Bà"), ("Ông Bà Na", "Bà Na"),
    ],
)  # fmt: skip
def test_titles_and_remarks_are_no_part_of_a_name(text, name):
    assert clean_name(text) == name


@pytest.mark.parametrize(
    "text", ["Lý Văn An (1975)", "Lý Văn An - 1975", "Lý Văn An, sinh năm 1975", "Lý Văn An SN: 1975"]
)
def test_a_year_behind_a_name_is_the_birth(text):
    assert name_and_year(text) == ("Lý Văn An", PartialDate(1975))


def test_a_group_row_is_read_without_its_number_and_remark():
    assert [group_text(t) for t in ("I. Đảng bộ xã A", "2/ Chi bộ B (12 đ/c)", "Chi bộ C: 5", "IV- Chi bộ D")] == [
        "Đảng bộ xã A",
        "Chi bộ B",
        "Chi bộ C",
        "Chi bộ D",
    ]


def test_years_of_two_digits_are_births_of_the_last_century_and_party_days_of_this():
    row = rows_of(MEMBERS, [1, "Hoàng Văn Thử", "1/2/80", "Chi bộ A", "3.2.17", "3.2.18", ""])[0]

    assert (row.born, row.admitted, row.official) == (
        PartialDate(1980, 2, 1),
        PartialDate(2017, 2, 3),
        PartialDate(2018, 2, 3),
    )


@pytest.mark.parametrize(
    ("shown", "holder"),
    [
        (None, "vacant"), ("Khuyết", "vacant"), ("chưa bầu", "vacant"), ("...", "vacant"), ("đang kiện toàn", "vacant"), ("Không thành lập", "absent"),
        ("Đ/c Lý Văn An", "Lý Văn An"), ("Trưởng thôn kiêm", "Bàn Văn Thử"), ("BT kiêm", "Chu Văn Thử"), ("nt", "Bàn Văn Thử"),
    ],
)  # fmt: skip
def test_a_holders_cell_is_a_name_a_vacancy_or_another_post(shown, holder):
    row = rows_of(POSTS, [1, "Thôn A", "Chu Văn Thử", "Bàn Văn Thử", 1970, "CT", shown, None])[0]
    found = "absent" if "front" in row.absent else row.posts["front"].name if row.posts["front"] else "vacant"

    assert found == holder


@pytest.mark.parametrize(
    ("mark", "claim"),
    [("x", "official"), ("CT", "official"), ("ĐVCT", "official"), ("DB", "probationary"), ("Đảng viên dự bị", "probationary"), ("Có", "official"),
     ("Không", ""), ("Quần chúng", ""), (None, "")],
)  # fmt: skip
def test_a_mark_claims_a_standing(mark, claim):
    row = rows_of(POSTS, [1, "Thôn A", None, "Bàn Văn Thử", 1970, mark, None, None])[0]

    assert row.posts["head"].claim == claim


def test_groups_of_communes_are_carried_down():
    rows = rows_of(
        POSTS,
        ["I", "Xã Khe Thử"],
        [1, "Thôn 1", None, "A B", None, None, None, None],
        ["ĐẢNG BỘ THỊ TRẤN NÀ"],
        [1, "Khu 1", None, "C D", None, None, None, None],
    )

    assert [(r.commune, r.village) for r in rows] == [("xa khe thu", "Thôn 1"), ("thi tran na", "Khu 1")]


@pytest.mark.parametrize(
    ("cell", "served", "villages"),
    [
        ("Chi bộ thôn Khe Thử", "Thôn Khe Thử", ["Khe Thử"]), ("Chi bộ thôn Khe Thử", None, ["Khe Thử"]), ("Chi bộ bản Bản Hạ", "Bản Bản Hạ", ["Bản Hạ"]),
        ("Chi bộ thôn Bản Hạ", "Bản Hạ", ["Bản Hạ"]), ("Chi bộ thôn A - B", "Thôn A\nThôn B", ["A", "B"]), ("Chi bộ thôn A - B", None, ["A", "B"]),
        ("Chi bộ ghép số 1", "Thôn A và thôn B", ["A", "B"]), ("Chi bộ ghép số 1", "A; B + C", ["A", "B", "C"]), ("Chi bộ khu phố số 3", None, ["3"]),
        ("Chi bộ Tổ dân phố 1, 2", None, ["1", "2"]), ("Chi bộ Nà Thử", None, ["Nà Thử"]),
    ],
)  # fmt: skip
def test_the_villages_of_a_cell_are_read_from_their_column_or_its_name(cell, served, villages):
    rows = rows_of(
        UNITS, ["I", "Đảng bộ xã Khe Thử", None, None, None, None], [1, cell, "Chi bộ thôn", served, None, None]
    )

    assert rows[1].villages == villages


@pytest.mark.parametrize(
    ("shown", "now", "before", "day"),
    [
        ("Lý Văn An", "Lý Văn An", None, None), ("Bàn Văn Cũ -> Lý Văn An (30/03/2018)", "Lý Văn An", "Bàn Văn Cũ", (2018, 3, 30)),
        ("Lý Văn An thay đ/c Bàn Văn Cũ từ 15/3/2018", "Lý Văn An", "Bàn Văn Cũ", (2018, 3, 15)), ("Lý Văn An (1970)", "Lý Văn An", None, None),
        ("Khuyết", None, None, None), (None, None, None, None),
    ],
)  # fmt: skip
def test_a_secretarys_cell_says_who_is_and_who_was(shown, now, before, day):
    rows = rows_of(
        UNITS,
        ["I", "Đảng bộ xã Khe Thử", None, None, None, None],
        [1, "Chi bộ thôn A", "Chi bộ thôn", "A", shown, None],
    )
    row = rows[1]

    assert (row.secretary.name if row.secretary else None, row.before.name if row.before else None) == (now, before)
    assert (row.changed_on and (row.changed_on.year, row.changed_on.month, row.changed_on.day)) == day


@pytest.mark.parametrize("numbers", [("I", "1", "II"), ("1", "1.1", "2"), ("A", "1", "B")])
def test_a_cell_numbered_as_committees_are_stands_beside_them(numbers):
    rows = rows_of(
        UNITS,
        [numbers[0], "Đảng bộ xã Khe Thử", None, None, "X Y", None],
        [numbers[1], "Chi bộ thôn A", "Chi bộ thôn", "A", None, None],
        [numbers[2], "Chi bộ Cơ quan B", "CB cơ quan", None, None, None],
    )

    assert [r.level for r in rows] == ["committee", "cell", "base-cell"]


def test_a_section_stands_between_committee_and_cell():
    rows = rows_of(
        UNITS,
        ["I", "Đảng bộ xã Khe Thử", None, None, None, None],
        ["1", "Đảng bộ bộ phận thôn A", None, None, None, None],
        ["", "Chi bộ thôn A", "Chi bộ thôn", "A", None, None],
    )

    assert [(r.level, r.parent.name if r.parent else "") for r in rows] == [
        ("committee", ""),
        ("section", "Đảng bộ xã Khe Thử"),
        ("cell", "Đảng bộ bộ phận thôn A"),
    ]
