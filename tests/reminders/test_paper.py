"""Dispatches as files: what stands on them, in both kinds of file, and what cannot."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import docx as python_docx
import pytest
from pypdf import PdfReader

from taonguon.reminders.paper import Paper, docx, pdf, share

ONE = Paper(
    issuer_over="Huyện ủy Bình Thử", issuer="Ban Tổ chức", number=7, symbol="CV/BTC", place="Bình Thử",
    signed_on=date(2018, 4, 3), subject="đôn đốc kết nạp đảng viên năm 2018", addressees=("Đảng ủy xã Đồng Thử",),
    as_of=date(2018, 3, 31), paragraphs=("Đến nay Đảng ủy xã Đồng Thử còn việc quá hạn",),
    columns=("Đơn vị", "Chỉ tiêu", "Đã kết nạp", "Tỷ lệ"), rows=(("Đảng ủy xã Đồng Thử", "17", "6", share(6, 17)),),
    asked=("Giải quyết việc quá hạn", "Báo cáo kết quả"), due_on=date(2018, 4, 13),
    recipients=("Như Kính gửi", "Thường trực Huyện ủy", "Lưu Ban Tổ chức"), authority=("K/T Trưởng ban",),
    signer_title="Phó Trưởng ban", signer="Lý Thị Ký",
)  # fmt: skip
SAID = """HUYỆN ỦY BÌNH THỬ
BAN TỔ CHỨC
*
Số 07-CV/BTC
về việc đôn đốc kết nạp đảng viên năm 2018
ĐẢNG CỘNG SẢN VIỆT NAM
Bình Thử, ngày 03 tháng 4 năm 2018
Kính gửi: Đảng ủy xã Đồng Thử
Đến nay Đảng ủy xã Đồng Thử còn việc quá hạn.
Số liệu tính đến ngày 31/03/2018:
TT Đơn vị Chỉ tiêu Đã kết nạp Tỷ lệ
1 Đảng ủy xã Đồng Thử 17 6 35,29 %
Ban Tổ chức Huyện ủy Bình Thử đề nghị Đảng ủy xã Đồng Thử thực hiện các việc sau, chậm nhất vào ngày 13/04/2018:
- Giải quyết việc quá hạn;
- Báo cáo kết quả.
Nơi nhận:
- Như Kính gửi,
- Thường trực Huyện ủy,
- Lưu Ban Tổ chức.
K/T TRƯỞNG BAN
PHÓ TRƯỞNG BAN
Lý Thị Ký"""
HOSTILE = (
    '#import "@preview/x:1" $a$ *b* _c_ <d> \\ " // e #read("/etc/passwd") {{ ma }} {% for %} <w:p/> &amp; ]] [x](y)'
)


def circular(count, **more):
    rows = tuple((f"Đảng ủy xã Số {n}", str(n + 9), str(n % 7), share(n % 7, n + 9)) for n in range(1, count + 1))
    return replace(ONE, addressees=tuple(row[0] for row in rows), rows=rows, **more)


def pages(data):
    """Give the words of each page of a PDF; where a word was broken it is whole again."""
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in PdfReader(io.BytesIO(data)).pages]


def squeezed(text):
    """Leave out blanks: where lines end is the printer's."""
    return re.sub(r"[\s\u200b]", "", text)


def written(data):
    """Give the words of a .docx in the order they stand; the cells of a row on one line, those of the frame on their own."""
    out = []
    for block in python_docx.Document(io.BytesIO(data)).iter_inner_content():
        if not hasattr(block, "rows"):
            out.append(block.text)
        elif block.style.name == "Table Grid":
            out += [" ".join(cell.text for cell in row.cells).strip() for row in block.rows]
        else:
            out += [line.text for row in block.rows for cell in row.cells for line in cell.paragraphs]
    return "\n".join(line for line in out if line).replace("\u00a0", " ")


# What stands on it.


def test_a_docx_says_exactly_what_a_reminder_must():
    assert written(docx(ONE)) == SAID


def test_a_pdf_says_exactly_the_same_on_one_page():
    (page,) = pages(pdf([ONE]))

    assert sorted(squeezed(page)) == sorted(squeezed(SAID))
    for line in SAID.splitlines():
        assert squeezed(line) in squeezed(page)


def test_a_draft_is_marked_on_every_page_and_has_neither_number_nor_day():
    draft = circular(40, signed_on=None, number=None)
    every = pages(pdf([draft]))
    document = python_docx.Document(io.BytesIO(docx(draft)))

    assert len(every) == 3
    assert all("DỰ THẢO" in page for page in every)
    assert "Số ……-CV/BTC" in every[0]
    assert "Bình Thử, ngày …… tháng …… năm 2018" in every[0]
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert "DỰ THẢO" in section.first_page_header.paragraphs[0].text
    assert "DỰ THẢO" in section.header.paragraphs[0].text
    assert "Số ……-CV/BTC" in written(docx(draft))
    assert "DỰ THẢO" not in "".join(pages(pdf([ONE]))) + written(docx(ONE))


def test_a_circular_to_twelve_names_them_and_keeps_the_table_on_its_pages():
    paper = circular(12, total=("Cộng", "186", "36", share(36, 186)))
    text = written(docx(paper))

    assert "Kính gửi:\n- Đảng ủy xã Số 1,\n- Đảng ủy xã Số 2,\n" in text
    assert "- Đảng ủy xã Số 12.\n" in text
    assert "đề nghị các tổ chức đảng có tên trên thực hiện" in text
    assert "12 Đảng ủy xã Số 12 21 5 23,81 %\nCộng 186 36 19,35 %\n" in text
    assert "PHỤ LỤC" not in text
    assert "Cộng 186 36 19,35 %" in " ".join(pages(pdf([paper])))


def test_many_units_stand_in_an_annex_whose_heading_comes_on_each_page():
    paper = circular(100, number=127)
    first, *annex = pages(pdf([paper]))
    text = written(docx(paper))

    assert "Kính gửi: 100 tổ chức đảng có tên trong Phụ lục" in first
    assert "Số liệu tính đến ngày 31/03/2018; số liệu của từng đơn vị có trong Phụ lục kèm theo." in first
    assert "Lý Thị Ký" in first
    assert "Đảng ủy xã Số 1 " not in first
    about = "PHỤ LỤC (kèm theo Công văn số 127-CV/BTC, ngày 03 tháng 4 năm 2018, của Ban Tổ chức Huyện ủy Bình Thử)"
    assert squeezed(about) in squeezed(annex[0])
    assert "Số liệu tính đến ngày 31/03/2018" in annex[0]
    assert len(annex) == 3
    assert all("TT Đơn vị Chỉ tiêu Đã kết nạp Tỷ lệ" in page for page in annex)
    found = [row for page in annex for row in re.findall(r"Đảng ủy xã Số (\d+) (\d+) (\d+) ([\d,]+) %", page)]
    assert found == [(str(n), *row[1:3], row[3].removesuffix(" %")) for n, row in enumerate(paper.rows, start=1)]
    assert all(" ".join(row) in text for row in paper.rows)
    assert b"<w:tblHeader/>" in zipfile.ZipFile(io.BytesIO(docx(paper))).read("word/document.xml")


def test_a_batch_is_one_file_and_each_dispatch_begins_with_page_one():
    every = pages(pdf([ONE, circular(40), ONE]))

    assert len(every) == 5
    assert [page.startswith(("2 ", "3 ")) for page in every] == [False, False, True, True, False]
    assert [page.split()[0] for page in every[2:4]] == ["2", "3"]


def test_a_signature_never_stands_on_a_page_of_its_own():
    for lines in range(24, 34):
        *_, last = pages(pdf([replace(ONE, paragraphs=("Đến nay còn việc quá hạn",) * lines)]))
        assert "Lý Thị Ký" in last
        assert "Báo cáo kết quả." in last
    document = python_docx.Document(io.BytesIO(docx(ONE)))
    end = next(n for n, line in enumerate(document.paragraphs) if line.text == "- Báo cáo kết quả.")
    assert [line.paragraph_format.keep_with_next for line in document.paragraphs[end:]] == [True, True]


def test_without_figures_there_is_no_table():
    paper = replace(ONE, columns=(), rows=())

    assert "Số liệu tính đến ngày 31/03/2018." in written(docx(paper))
    assert "TT" not in written(docx(paper)).split()
    assert "Số liệu tính đến ngày 31/03/2018." in pages(pdf([paper]))[0]


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(6, 17, "35,29 %"), (0, 9, "0,00 %"), (0, 0, "–"), (3, 0, "–"), (18, 17, "105,88 %"), (1, 800, "0,13 %")],
)
def test_a_share_has_two_decimals_and_a_comma_and_of_nothing_it_is_a_dash(part, whole, text):
    assert share(part, whole) == text


def test_a_report_has_its_kind_above_its_subject_and_proposes_without_a_day():
    paper = replace(ONE, report=True, due_on=None, symbol="BC/BTC", addressees=("Ban Thường vụ Huyện ủy Bình Thử",))
    text, (page,) = written(docx(paper)), pages(pdf([paper]))

    assert "Số 07-BC/BTC\nĐẢNG CỘNG" in text
    assert "BÁO CÁO\nđôn đốc kết nạp đảng viên năm 2018\nKính gửi: Ban Thường vụ Huyện ủy Bình Thử\n" in text
    assert "Ban Tổ chức Huyện ủy Bình Thử kiến nghị Ban Thường vụ Huyện ủy Bình Thử:\n" in text
    assert "chậm nhất" not in text + page
    for line in text.splitlines():
        assert squeezed(line) in squeezed(page)


def test_the_number_of_a_document_is_never_broken_over_two_lines():
    for blanks in range(40, 70, 3):
        said = f"{'a ' * blanks}văn bản số 143-CV/BTCHU, ngày 02/04/2018"
        page = PdfReader(io.BytesIO(pdf([replace(ONE, paragraphs=(said,))]))).pages[0].extract_text()
        assert any("143-CV/BTCHU" in line for line in page.splitlines())
    body = zipfile.ZipFile(io.BytesIO(docx(replace(ONE, paragraphs=(said,))))).read("word/document.xml").decode()
    assert "143</w:t><w:noBreakHyphen/><w:t>CV/BTCHU" in body


# The form of the day.


def test_lines_stand_as_the_form_of_the_day_says():
    def body(day, **more):
        document = python_docx.Document(io.BytesIO(docx(replace(ONE, signed_on=day, **more))))
        return next(p for p in document.paragraphs if p.text.startswith("Đến nay")).paragraph_format

    older, newer = body(date(2026, 5, 26)), body(date(2026, 5, 27))
    assert older.line_spacing is None  # as wide as the letters
    assert newer.line_spacing.pt == 18
    for layout in (older, newer):
        assert (round(layout.first_line_indent.mm), layout.space_after.pt) == (10, 6)
    assert body(None, as_of=date(2026, 6, 1)).line_spacing.pt == 18
    assert pdf([replace(ONE, signed_on=date(2026, 5, 26))]) != pdf([replace(ONE, signed_on=date(2026, 5, 27))])


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2018, 1, 9), "ngày 09 tháng 01 năm 2018"), (date(2018, 2, 10), "ngày 10 tháng 02 năm 2018"),
        (date(2026, 3, 1), "ngày 01 tháng 3 năm 2026"), (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)  # fmt: skip
def test_days_below_ten_and_the_first_two_months_have_a_nought(day, line):
    assert f"Bình Thử, {line}" in pages(pdf([replace(ONE, signed_on=day)]))[0]


def test_paper_margins_and_fonts_are_those_of_the_form():
    section = python_docx.Document(io.BytesIO(docx(ONE))).sections[0]
    sheet = PdfReader(io.BytesIO(pdf([ONE]))).pages[0]
    fonts = {str(font.get_object()["/BaseFont"])[8:] for font in sheet["/Resources"]["/Font"].values()}

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [210, 297]
    assert fonts == {"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic"}


def test_nothing_stands_outside_the_margins():
    places = []

    def note(text, page, at, *_font):
        if text.strip():
            places.append((page[0] * at[4] + page[2] * at[5] + page[4], page[1] * at[4] + page[3] * at[5] + page[5]))

    for sheet in PdfReader(io.BytesIO(pdf([circular(40), hostile()]))).pages:
        sheet.extract_text(visitor_text=note)
    left, right, bottom = 30 / 25.4 * 72, (210 - 15) / 25.4 * 72, 20 / 25.4 * 72
    assert places
    assert all(left - 1 <= x < right and y >= bottom - 1 for x, y in places)


# What cannot stand on it.


def hostile():
    long = "Ễ" * 300
    return replace(
        ONE, addressees=(f"{HOSTILE} {long}",), subject=HOSTILE, issuer=HOSTILE, symbol="#" * 60, place=HOSTILE,
        paragraphs=(HOSTILE,), rows=((f"{HOSTILE} {long}", "1", "1", "100,00 %"), ("W" * 300, "1", "0", "0,00 %")),
        asked=(HOSTILE,), recipients=(HOSTILE,), authority=(HOSTILE,), signer_title=HOSTILE, signer="W" * 90,
    )  # fmt: skip


def test_markup_and_endless_words_come_out_as_plain_text():
    text, page = written(docx(hostile())), squeezed("".join(pages(pdf([hostile()]))))

    for where in (squeezed(text), page):
        assert squeezed(HOSTILE) in where
        assert squeezed(HOSTILE.upper()) in where
        assert "W" * 300 in where
        assert f"[x](y){'Ễ' * 300}" in where
        assert "root:" not in where


def test_signs_that_only_steer_are_left_out():
    paper = replace(ONE, addressees=("Đảng\x00 ủy\u202e xã\u200b \nĐồng\tThử\ud800",))

    assert "Kính gửi: Đảng ủy xã Đồng Thử\n" in written(docx(paper))
    assert "Kính gửi: Đảng ủy xã Đồng Thử " in pages(pdf([paper]))[0]


def test_letters_told_in_two_parts_are_set_as_one():
    paper = replace(ONE, signer="Nguye\u0302\u0303n Thi\u0323 Ky\u0301")

    assert "Nguyễn Thị Ký" in written(docx(paper))
    assert "Nguyễn Thị Ký" in pages(pdf([paper]))[0]


@pytest.mark.parametrize(
    "more",
    [
        {"addressees": ()}, {"asked": ()}, {"due_on": None}, {"rows": (("Đảng ủy xã Đồng Thử", "17", "6"),)}, {"total": ("Cộng", "17")},
        {"addressees": tuple(f"Chi bộ {n}" for n in range(20))},
    ],
)  # fmt: skip
def test_a_dispatch_that_is_not_whole_is_our_mistake_and_not_printed(more):
    with pytest.raises(ValueError, match=r"nobody|cells|annex|last day"):
        pdf([replace(ONE, **more)])


@pytest.mark.parametrize(
    ("issuer", "over", "asks"),
    [
        ("BAN TỔ CHỨC", "HUYỆN ỦY BÌNH THỬ", "BAN TỔ CHỨC HUYỆN ỦY BÌNH THỬ đề nghị"),
        ("Đảng ủy xã Đồng Thử", "Đảng bộ huyện Bình Thử", "\nĐảng ủy xã Đồng Thử đề nghị"),
    ],
    ids=["a board is its committee's", "a committee stands by itself"],
)
def test_who_asks_is_named_once(issuer, over, asks):
    assert asks in written(docx(replace(ONE, issuer=issuer, issuer_over=over)))
