"""Where a header stands, how deep it is, and what each column is called."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taonguon.intake.interpret.columns import kind_of, person_columns, post_groups
from taonguon.intake.interpret.letterhead import read_letterhead
from taonguon.intake.interpret.tables import find_tables, is_signature, is_total
from taonguon.intake.interpret.vocabulary import is_heading, parts_of
from taonguon.intake.readers.book import Sheet

MEMBERS = ["STT", "Họ và tên", "Ngày sinh", "Nơi ở", "Chi bộ", "Ngày vào Đảng", "Ngày chính thức"]
ROW = [1, "Hoàng Văn Thử", "1/2/1980", "Khe Thử", "Chi bộ Khe Thử", "3/2/2010", "3/2/2011"]


def table_of(rows, merges=()):
    return find_tables(Sheet("S", False, rows, list(merges)))[0]


@given(st.integers(0, 9), st.permutations(MEMBERS[1:]), st.booleans(), st.booleans())
def test_a_header_is_found_wherever_it_stands_and_however_its_columns(above, order, numbered, capitals):
    head = ["STT", *order]
    title = [["DANH SÁCH ĐẢNG VIÊN HUYỆN BA SƠN"], *([[None]] * 9)]
    rows = [*title[:above], [h.upper() for h in head] if capitals else head]
    rows += [list(range(1, 8))] if numbered else []
    table = table_of([*rows, ROW])

    assert (table.header, table.first) == (above, above + 1)
    assert [index for index, _ in table.rows()] == [above + 1 + numbered]
    assert person_columns(table).admitted == head.index("Ngày vào Đảng")


def test_a_group_joined_or_left_blank_is_over_its_columns():
    rows = [
        ["TT", "Họ tên", "Ngày sinh", None, "Ngày vào Đảng", None],
        [None, None, "Nam", "Nữ", "Dự bị", "Chính thức"],
        [1, "A", "x", None, 1980, 1981],
    ]
    joined = table_of(rows, [(0, 2, 0, 3), (0, 4, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1)])
    blank = table_of(rows)

    assert joined.headings == blank.headings
    assert blank.headings[2:] == [
        ("ngay sinh", "nam"),
        ("ngay sinh", "nu"),
        ("ngay vao dang", "du bi"),
        ("ngay vao dang", "chinh thuc"),
    ]
    assert blank.first == 2


def test_groups_may_stand_above_the_row_of_the_columns():
    table = table_of(
        [
            [None, None, "Bí thư chi bộ", None, None],
            ["TT", "Tên tổ chức đảng", "Họ và tên", "Năm sinh", "Ghi chú"],
            [1, "Chi bộ A", "B", 1970, None],
        ]
    )

    assert table.header == 0
    assert table.headings[2:4] == [("bi thu chi bo", "ho va ten"), ("bi thu chi bo", "nam sinh")]


def test_a_header_of_four_rows_is_read_whole():
    rows = [
        ["TT", "Thôn", "TRƯỞNG CÁC ĐOÀN THỂ", None, None, None], [None, None, "Hội Nông dân", None, None, None],
        [None, None, "Họ và tên", "NS", "Đảng viên", None], [None, None, None, None, "CT", "DB"], [1, "Khe Thử", "A", 1970, "x", None],
    ]  # fmt: skip
    table = table_of(rows, [(0, 2, 0, 5), (1, 2, 1, 5), (2, 4, 2, 5)])

    assert table.first == 4
    assert post_groups(table) == {"farmer": {"name": 2, "born": 3, "official": 4, "probationary": 5}}


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3, 4, 6, 7, 8],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["A", "B", 1, 2, 3, 4, 5],
        [3, 1, 2, 4, 7, 6, 5],
    ],
)
def test_a_row_of_column_numbers_is_no_data(numbers):
    assert [row for _, row in table_of([MEMBERS, numbers, ROW]).rows()] == [ROW]


def test_a_row_of_small_numbers_further_down_is_data():
    assert len(list(table_of([MEMBERS, ROW, ROW, [1, 2, 3, 4, 5, 6, 7]]).rows())) == 3


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("ngay sinh nam", ("ngay sinh", "nam")), ("bi thu chi bo ho va ten", ("bi thu chi bo", "ho va ten")),
        ("quyet dinh ket nap ngay ky", ("quyet dinh ket nap", "ngay ky")), ("ngay sinh", ("ngay sinh",)), ("mot dong chu", ("mot dong chu",)),
    ],
)  # fmt: skip
def test_a_heading_that_says_its_group_is_parted(words, parts):
    assert parts_of(words) == parts


@pytest.mark.parametrize(
    "words",
    ["ten khu pho", "thon to dan pho", "so qd cong nhan chinh thuc", "bi thu doan tn", "so ngay qd", "tdvh", "dt"],
)
def test_rare_headings_are_known(words):
    assert is_heading(words)


@pytest.mark.parametrize(
    "words", ["", "hoang van thu", "khe thu", "danh sach dang vien huyen ba son", "nguoi lap bieu"]
)
def test_data_and_titles_are_no_headings(words):
    assert not is_heading(words)


@pytest.mark.parametrize(
    "headings",
    [
        ["STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Số GCN", "Giấy chứng nhận"], ["TT", "Họ và tên", "Ngày sinh", "Lớp", "Xếp loại"],
        ["TT", "Đảng bộ", "Chỉ tiêu", "Ghi chú"], ["TT", "Họ và tên", "Năm sinh", "Thôn", "Xã", "Số hội viên", "Là đảng viên", "Ngày vào Đảng"],
    ],
)  # fmt: skip
def test_lists_of_other_kinds_are_of_no_kind(headings):
    assert kind_of(table_of([headings, ROW])) is None


def test_a_deputy_is_not_the_head():
    rows = [
        ["TT", "Thôn", "Phó trưởng thôn", None, "Trưởng thôn", None],
        [None, None, "Họ và tên", "NS", "Họ và tên", "NS"],
        [1, "A", "B", 1970, "C", 1971],
    ]

    assert post_groups(table_of(rows)) == {"head": {"name": 4, "born": 5}}


@pytest.mark.parametrize(
    ("lines", "root", "commune", "as_of"),
    [
        (["HUYỆN ỦY BA SƠN", "BAN TỔ CHỨC", "(Tính đến ngày 18 tháng 4 năm 2018)"], ("huyện", "Ba Sơn"), "", date(2018, 4, 18)),
        (["TỈNH ỦY SƠN HẢI", "THỊ ỦY LÂM THỬ"], ("thị xã", "Lâm Thử"), "", None),
        (["ĐẢNG BỘ HUYỆN BA SƠN", "ĐẢNG ỦY XÃ KHE THỬ", "số liệu đến 10/4/2018"], ("huyện", "Ba Sơn"), "Khe Thử", date(2018, 4, 10)),
        (["DANH SÁCH ĐẢNG VIÊN HUYỆN BA SƠN NĂM 2018"], ("huyện", "Ba Sơn"), "", None),
        (["Danh sách trưởng thôn huyện Ba Sơn, tính đến 5/3/2018"], ("huyện", "Ba Sơn"), "", date(2018, 3, 5)),
        (["DANH SÁCH QUẦN CHÚNG", "tính đến hết quý I"], ("", ""), "", None),
    ],
)  # fmt: skip
def test_the_letterhead_or_title_says_whose_list_it_is(lines, root, commune, as_of):
    head = read_letterhead(Sheet("S", False, [[line] for line in lines]), len(lines))

    assert ((head.root_level, head.root), head.commune, head.as_of) == (root, commune, as_of)


def test_totals_and_signatures_are_no_data():
    assert is_total([None, "Tổng cộng", 12])
    assert is_total(["Cộng chi bộ: 12 đ/c"])
    assert not is_total([1, "Công an viên"])
    assert is_signature([None, "T/M BAN THƯỜNG VỤ", None])
    assert is_signature(["Ba Sơn, ngày 3 tháng 4 năm 2018"])
    assert not is_signature(ROW)
