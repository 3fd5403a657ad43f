"""Old letters become Unicode where they are old letters, and nothing else is touched."""

import unicodedata

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from taonguon.intake.readers import read_book
from taonguon.intake.readers.legacy import (
    TCVN3,
    VNI,
    convert,
    from_tcvn3,
    from_vni,
    kind_by_font,
    kind_by_letters,
    kind_of_font,
    looks_legacy,
    prior_of,
    to_tcvn3,
    to_vni,
)
from taonguon.intake.readers.syllables import is_syllable

SMALL = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
CAPITALS_OF_TCVN3 = "ĂÂĐÊÔƠƯ"
SENTENCES = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Danh sách đảng viên đang quản lý (tính đến ngày 19/4/2018)",
    "Nguyễn Thị Hường, Trần Đức Lượng, Đỗ Khắc Ỷ, Vũ Quý Phượng",
    "Bản Khe Bốc, xã Húc Động, huyện Bình Liêu",
    "Trưởng ban công tác mặt trận kiêm chi hội trưởng cựu chiến binh",
    "Tày, Dao, Sán Chỉ, Nùng, Cao Lan",
    "Đã học lớp bồi dưỡng nhận thức về Đảng, chưa được giấy chứng nhận",
]
WORDS = sorted({word for line in SENTENCES for word in line.replace(",", " ").split() if is_syllable(word)})
lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


def test_each_small_letter_survives_the_way_through_tcvn3_as_one_code():
    assert len(set(SMALL)) == 12 * 6 + 1 - 0
    for letter in SMALL + CAPITALS_OF_TCVN3:
        assert len(to_tcvn3(letter)) == 1
        assert from_tcvn3(to_tcvn3(letter)) == letter
    assert to_tcvn3(SMALL).encode("latin-1")


def test_capitals_with_a_tone_come_out_of_tcvn3_as_small_letters():
    assert from_tcvn3(to_tcvn3("HUYỆN ỦY BÌNH LIÊU")) == "HUYệN ủY BìNH LIÊU"
    assert from_tcvn3("huyÖn ñy b×nh liªu") == "huyện ủy bình liêu"


def test_each_letter_survives_the_way_through_vni_in_both_cases():
    for letter in SMALL + SMALL.upper():
        assert len(to_vni(letter)) <= 2
        assert from_vni(to_vni(letter)) == letter
    assert to_vni(SMALL + SMALL.upper()).encode("latin-1")


@pytest.mark.parametrize(
    ("tcvn3", "text"),
    [
        ("§¶ng céng s¶n viÖt nam", "Đảng cộng sản việt nam"),
        ("(TÝnh ®Õn ngµy 19/4/2018 - §¶ng bé huyÖn B×nh Liªu)", "(Tính đến ngày 19/4/2018 - Đảng bộ huyện Bình Liêu)"),
        ("BTCB kiªm Tr\xadëng khu", "BTCB kiêm Trưởng khu"),
        ("N×nh ThÞ H\xad¬ng", "Nình Thị Hương"),
        ("Chi bé th«n Khe L¹c \u2013 hép", "Chi bộ thôn Khe Lạc – hộp"),
        ("Chi bé th«n Khe L¹c \x96 hép", "Chi bộ thôn Khe Lạc – hộp"),
        ("Ngμy sinh", "Ngày sinh"),
    ],
)
def test_sentences_typed_in_tcvn3_are_read(tcvn3, text):
    assert from_tcvn3(tcvn3) == text


@pytest.mark.parametrize(
    ("vni", "text"),
    [
        ("HOÄI LIEÂN HIEÄP PHUÏ NÖÕ HUYEÄN BÌNH LIEÂU", "HỘI LIÊN HIỆP PHỤ NỮ HUYỆN BÌNH LIÊU"),
        ("Hoï vaø teân", "Họ và tên"),
        ("Ñaõ keát naïp môùi", "Đã kết nạp mới"),
        ("Xaõ, thò traán", "Xã, thị trấn"),
        ("Kyõ sö Lyù Thò Yù; Nguyeãn Vaên Quyønh", "Kỹ sư Lý Thị Ý; Nguyễn Văn Quỳnh"),
        ("Traàn Ñöùc Löôïng", "Trần Đức Lượng"),
    ],
)
def test_sentences_typed_in_vni_are_read(vni, text):
    assert from_vni(vni) == text


@given(lines)
def test_any_line_of_syllables_survives_both_ways(line):
    assert from_vni(to_vni(line)) == line
    assert from_tcvn3(to_tcvn3(line)).lower() == line.lower()


@given(st.text())
def test_reading_old_letters_never_fails_and_gives_composed_text(text):
    for kind in ("", TCVN3, VNI):
        assert unicodedata.is_normalized("NFC", convert(text, kind))


@given(st.text(alphabet=[chr(c) for c in range(0x80)]))
def test_plain_ascii_is_left_alone(text):
    assert not looks_legacy(text)
    for kind in ("", TCVN3, VNI):
        assert convert(text, kind) == text


@given(lines, st.sampled_from(["NFC", "NFD"]))
def test_modern_text_is_never_taken_for_old(line, form):
    typed = unicodedata.normalize(form, line)
    assert convert(typed, kind_by_letters(typed, prior_of([typed, *SENTENCES]))) == line
    assert convert(typed, kind_by_font(typed, "")) == line


@pytest.mark.parametrize("text", ["m²", "37 °C", "«Đề án»", "½ ngày", "± 5", "3 × 4", "© 2018", "Café Nhà thờ", "§ 4"])
def test_signs_of_today_are_no_old_letters(text):
    assert convert(text, kind_by_letters(text, prior_of([text, *SENTENCES]))) == text


@pytest.mark.parametrize("write", [to_tcvn3, to_vni])
def test_sentences_without_any_font_are_decided_by_their_syllables(write):
    old = [write(line) for line in SENTENCES]
    prior = prior_of(old)
    assert prior == {to_tcvn3: TCVN3, to_vni: VNI}[write]
    read = [convert(line, kind_by_letters(line, prior)) for line in old]
    assert [line.lower() for line in read] == [line.lower() for line in SENTENCES]
    assert all(looks_legacy(line) for line in old)


@pytest.mark.parametrize(
    ("font", "kind"),
    [(".VnTime", TCVN3), (".VnTimeH", TCVN3), (".vnArial", TCVN3), ("VNI-Times", VNI), ("VNI Helve", VNI),
     ("Times New Roman", ""), ("Vni", ""), ("Arial", ""), ("", "")],
)  # fmt: skip
def test_the_name_of_a_font_tells_its_letters(font, kind):
    assert kind_of_font(font) == kind


@pytest.mark.parametrize(
    ("text", "font", "kind"),
    [
        ("Nùng", "", ""),  # a syllable in every reading: the font rules
        ("Sán Chỉ", TCVN3, ""),  # pasted from elsewhere into a cell of the old font
        ("Hoá", TCVN3, ""),  # "Hoỏ" is no syllable
        ("D©n téc", "", TCVN3),  # the font was changed afterwards; nobody can read it any more
        ("Hoï vaø teân", "", VNI),
        ("Tµy", TCVN3, TCVN3),
        ("Chi bé", TCVN3, TCVN3),
    ],
)
def test_the_font_rules_save_where_it_is_plainly_not_what_was_typed(text, font, kind):
    assert kind_by_font(text, font) == kind


@pytest.mark.parametrize("word", ["Moọc", "Loòng", "quýt", "Nghiêng", "gì", "giếng", "Khuỷu", "Yên", "ĐTN", "uỷ", "ủy"])
def test_words_that_are_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["huyÖn", "Taây", "bătr", "mat", "tôt", "ngàt", "Tr\xadëng", "oô"])
def test_words_that_are_no_syllables(word):
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("font", "write", "legacy"), [(".VnTime", to_tcvn3, TCVN3), ("VNI-Times", to_vni, VNI), ("Arial", to_tcvn3, TCVN3),
                                  ("Arial", to_vni, VNI)],
)  # fmt: skip
def test_a_new_workbook_in_old_letters_is_read(tmp_path, font, write, legacy):
    book = openpyxl.Workbook()
    for number, line in enumerate(SENTENCES, 1):
        book.active.cell(number, 1, write(line)).font = Font(name=font)
        book.active.cell(number, 2, f"Plain {number}")
    book.save(tmp_path / "a.xlsx")
    read = read_book(tmp_path / "a.xlsx")
    assert read.legacy == legacy
    assert [row[0].lower() for row in read.sheets[0].rows] == [line.lower() for line in SENTENCES]
    assert [row[1] for row in read.sheets[0].rows] == [f"Plain {n}" for n in range(1, len(SENTENCES) + 1)]


def test_cells_of_three_fonts_on_one_sheet_are_each_read_by_theirs(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    for row, (text, font) in enumerate(
        [(to_tcvn3("Dân tộc Nùng"), ".VnTime"), ("Nùng", "Times New Roman"), (to_vni("Nùng"), "VNI-Times"),
         (" Sán Chỉ ", ".VnTime"), ("huyÖn ñy", ".VnTimeH")], 1,
    ):  # fmt: skip
        page.cell(row, 1, text).font = Font(name=font)
    book.save(tmp_path / "a.xlsx")
    read = read_book(tmp_path / "a.xlsx")
    assert read.legacy == "mixed"
    assert [row[0] for row in read.sheets[0].rows] == ["Dân tộc Nùng", "Nùng", "Nùng", " Sán Chỉ ", "huyện ủy"]


def test_runs_of_an_old_font_within_a_cell_are_read(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        page = workbook.add_worksheet()
        old = workbook.add_format({"font_name": ".VnTime", "bold": True})
        light = workbook.add_format({"font_name": ".VnTime"})
        page.write_rich_string(0, 0, old, to_tcvn3("Chi bộ "), light, to_tcvn3("thôn Nà Kẻ"))
        page.write_string(1, 0, "Nùng")
    assert read_book(tmp_path / "a.xlsx").sheets[0].rows == [["Chi bộ thôn Nà Kẻ"], ["Nùng"]]


def test_a_modern_sheet_beside_an_old_one_is_left_alone(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = to_tcvn3("Danh sách đảng viên")
    book.create_sheet("Mới")["A1"] = "Nùng"
    book.save(tmp_path / "a.xlsx")
    read = read_book(tmp_path / "a.xlsx")
    assert read.legacy == TCVN3
    assert [sheet.rows for sheet in read.sheets] == [[["Danh sách đảng viên"]], [["Nùng"]]]


def test_old_letters_that_begin_late_send_the_sheet_anew(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True}) as workbook:
        page = workbook.add_worksheet()
        for row in range(20_000):
            page.write_row(row, 0, [row, "Kinh", "Thôn Nà Kẻ"])
        page.write_string(20_000, 1, to_tcvn3("Người cuối cùng"))
    rows = read_book(tmp_path / "a.xlsx").sheets[0].rows
    assert len(rows) == 20_001
    assert (rows[0], rows[-1]) == ([0, "Kinh", "Thôn Nà Kẻ"], [None, "Người cuối cùng"])


@pytest.mark.parametrize(("write", "legacy"), [(to_tcvn3, TCVN3), (to_vni, VNI)])
def test_a_text_file_in_old_letters_is_read(tmp_path, write, legacy):
    text = "\r\n".join(f"{write(line.replace(',', ''))};1980" for line in SENTENCES)
    (tmp_path / "a.csv").write_bytes(text.encode("latin-1"))
    read = read_book(tmp_path / "a.csv")
    assert read.legacy == legacy
    assert [row[0].lower() for row in read.sheets[0].rows] == [line.replace(",", "").lower() for line in SENTENCES]
