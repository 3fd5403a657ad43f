"""Foreign files in any order, twice, in old letters, as text, of one commune, of two districts, and of other kinds."""

from itertools import permutations
from pathlib import Path

import pytest

from taonguon.intake.actions import load_file, open_file
from taonguon.intake.interpret.files import UnknownKindError, parse
from taonguon.intake.readers.book import Book, Sheet
from tests.intake.districts import a_made_district
from tests.intake.layouts import Look, acts_book, members_book, posts_book, units_book
from tests.intake.layouts.files import write_csv, write_xlsx
from tests.intake.loading import differences, load_book, request

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[2] / "taonguon" / "demo" / "binh-lieu-2018"
LOOK = Look(groups="columns", marks="two", words=1)


def books_of(district, look):
    return {
        "posts": posts_book(district, look),
        "members": members_book(district, look),
        "admissions": acts_book(district, look, "admissions"),
        "recognitions": acts_book(district, look, "recognitions"),
    }


@pytest.mark.parametrize("order", [*permutations(("posts", "members", "admissions", "recognitions"))], ids="-".join)
def test_any_order_gives_the_same_figures(order):
    district = a_made_district(61)
    load_book(units_book(district, LOOK))
    books = books_of(district, LOOK)
    for name in order:
        load_book(books[name])
    assert differences(district) == []


def test_loading_twice_changes_nothing():
    district = a_made_district(62)
    books = [units_book(district, Look()), *books_of(district, Look()).values()]
    first = [load_book(book) for book in books]
    again = [load_book(book) for book in books]
    assert [(r.kind, r.created, r.updated) for r in again] == [(r.kind, 0, 0) for r in first]
    assert [r.read for r in again] == [r.read for r in first]
    assert differences(district) == []


def test_another_layout_of_the_same_facts_changes_nothing():
    district = a_made_district(63)
    other = Look(shuffle=5, words=1, groups="columns", sex="column", days="real", posts="flat", names="capitals")
    for book in (units_book(district, Look()), *books_of(district, Look()).values()):
        load_book(book)
    for book in (units_book(district, other), *books_of(district, other).values()):
        load_book(book)
    assert differences(district) == []


@pytest.mark.parametrize("letters", ["", "tcvn3", "vni"])
def test_files_in_old_letters_give_the_true_figures(tmp_path, letters):
    district = a_made_district(64)
    look = Look(per_commune=True, letterhead="commune", sex="dates", days="mixed")
    for number, book in enumerate((units_book(district, look), *books_of(district, look).values())):
        report = load_file(open_file(write_xlsx(tmp_path / f"{number}.xlsx", book, letters), request()), request())
        assert (report.state, report.cells) == ("done", [])
    assert differences(district) == []


def test_text_files_give_the_true_figures(tmp_path):
    district = a_made_district(65)
    look = Look(merged=False, groups="columns", days="dash", numbering="skip")
    for number, book in enumerate((units_book(district, look), *books_of(district, look).values())):
        report = load_file(open_file(write_csv(tmp_path / f"{number}.csv", book), request()), request())
        assert (report.state, report.cells) == ("done", [])
    assert differences(district) == []


def test_communes_may_send_their_own_files():
    district = a_made_district(66)
    look = Look(letterhead="commune", start=6)
    load_book(units_book(district, look))
    for commune in district.communes:
        again = load_book(units_book(district, look, commune))
        assert (again.created, again.updated, again.rejected) == (0, 0, 0)
    for book in books_of(district, look).values():
        load_book(book)
    assert differences(district) == []


def test_a_district_may_be_built_from_its_communes_files():
    district = a_made_district(67)
    district.units = [u for u in district.units if u.base.commune]
    district.people = [p for p in district.people if not p.cell or p.cell in district.units]
    look = Look(letterhead="commune", start=6, codes=False)
    for commune in district.communes:
        load_book(units_book(district, look, commune))
    for book in books_of(district, look).values():
        load_book(book)
    assert differences(district) == []


def test_a_second_district_does_not_touch_the_first():
    one, two = a_made_district(68), a_made_district(69, "Lâm Thử", "thị xã", root_code="32.111")
    look = Look(per_commune=True, letterhead="commune")
    for book in (units_book(one, look), *books_of(one, look).values()):
        load_book(book)
    from taonguon.orgs.models import Organisation

    first = set(Organisation.objects.values_list("pk", flat=True))
    for book in (units_book(two, look), *books_of(two, look).values()):
        assert load_book(book).cells == []
    from taonguon.orgs.queries import map_on
    from tests.builders import TODAY

    roots = map_on(TODAY).organisations.roots
    assert len(roots) == 2
    assert {n.pk for n in roots[0].walk()} == first
    for district, root in ((one, roots[0]), (two, roots[1])):
        assert differences(district, root.pk) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["DANH SÁCH"], ["Họ và tên", "Năm sinh"]],
        [["DANH SÁCH HỌC SINH LỚP 10A"], ["STT", "Họ và tên", "Ngày sinh", "Xếp loại"], [1, "Hoàng Văn Thử", "1/2/1990", "Khá"]],
        [["XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN"], ["STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Xếp loại"], [1, "Hoàng Văn Thử", "1/2/1990", "Khe Một", "Khá"]],
        [["Họ và tên", "Số tiền"], ["Hoàng Văn Thử", 100000]],
        [["STT", "Họ và tên", "Ngày sinh", "Lớp", "Điểm"], [1, "Hoàng Văn Thử", "1/2/1990", "10A", 8]],
        [["STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Mức đóng đảng phí"], [1, "Hoàng Văn Thử", "1/2/1990", "Khe Thử", 5]],
        [["STT", "Chi bộ", "Tổng số đảng viên", "Nữ", "DTTS"], [1, "Chi bộ thôn Khe Thử", 10, 2, 3]],
    ],
)  # fmt: skip
def test_a_sheet_that_is_none_of_the_lists_is_refused(rows):
    with pytest.raises(UnknownKindError):
        parse(Book("x.xlsx", [Sheet("S", False, rows)]))


def test_a_list_of_one_row_is_read():
    district = a_made_district(70)
    load_book(units_book(district, Look()))
    cell = district.cells[0]
    rows = [
        ["Họ và tên", "Ngày sinh", "Chi bộ", "Đảng bộ", "Ngày vào Đảng", "Ngày chính thức"],
        ["Hoàng Văn Thử", "1/2/1980", cell.name, cell.base.name, "3/2/2010", "3/2/2011"],
    ]
    report = load_book(Book("x.xlsx", [Sheet("S", False, rows)]))
    assert (report.kind, report.read, report.created, report.cells) == ("members", 1, 1, [])


def test_a_sheet_left_in_from_last_year_does_not_count_twice():
    district = a_made_district(71)
    load_book(units_book(district, Look()))
    book = posts_book(district, Look(per_commune=True, letterhead="commune"))
    old = book.sheets[1]
    book.sheets.append(Sheet(f"{old.name} (cũ)", False, [list(row) for row in old.rows], old.merges))
    report = load_book(book)
    assert {c.kind for c in report.cells} == {"listed_twice"}
    assert {c.sheet for c in report.cells} == {f"{old.name} (cũ)"}
    for one in (members_book(district, Look()), *list(books_of(district, Look()).values())[2:]):
        load_book(one)
    assert differences(district) == []


def test_a_unit_listed_twice_is_made_once():
    district = a_made_district(72)
    look = Look(codes=False, orphans="note", signature=False, totals=False)
    book = units_book(district, look)
    sheet = book.sheets[0]
    sheet.rows.insert(12, list(sheet.rows[11]))
    report = load_book(book)
    assert [(c.row, c.kind) for c in report.cells] == [(13, "listed_twice")]
    assert report.read == report.created + report.updated + report.unchanged + report.rejected
