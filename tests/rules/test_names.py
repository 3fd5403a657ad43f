"""Names: one spelling, one folded form, and the Vietnamese order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taonguon.rules.names import (
    ethnic_group,
    fold,
    one_spelling,
    person_name,
    place_key,
    sort_key,
    tidy,
    unit_name,
    without_form,
    words_of,
)

SYLLABLES = st.sampled_from(
    [
        "Nguyễn",
        "Đặng",
        "Hoà",
        "Hòa",
        "Thuỷ",
        "Thủy",
        "Ước",
        "Ơn",
        "Ân",
        "Ăn",
        "Quý",
        "Khuê",
        "Hoè",
        "ngô",
        "VƯƠNG",
        "Lệ",
        "ế",
    ]
)
NAMES = st.lists(SYLLABLES, min_size=1, max_size=4).map(" ".join)


@given(NAMES)
def test_a_name_is_one_whether_composed_or_not(name):
    apart = unicodedata.normalize("NFD", name)

    assert fold(apart) == fold(name)
    assert person_name(apart) == person_name(name)
    assert sort_key(apart) == sort_key(name)


@given(NAMES)
def test_setting_a_name_twice_changes_nothing_more(name):
    once = person_name(name)

    assert person_name(once) == once
    assert person_name(once.upper()) == person_name(once.lower())
    assert fold(fold(name)) == fold(name)


@given(NAMES, st.sampled_from([" ", "  ", "\u00a0 ", " \u200b"]))
def test_spaces_do_not_make_another_name(name, space):
    assert fold(name.replace(" ", space)) == fold(name)
    assert tidy(f" {name} ") == tidy(name)


@given(NAMES, NAMES)
def test_names_that_fold_apart_sort_apart(one, other):
    assert (sort_key(one) == sort_key(other)) <= (fold(one) == fold(other))
    assert sort_key(one).isascii()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NGUYỄN THỊ HẾ", "Nguyễn Thị Hế"), ("đặng văn ơn", "Đặng Văn Ơn"), ("Lý A Sìn", "Lý A Sìn"),
        ("TRẦN  HOÀ", "Trần Hòa"), ("Hoàng Thuỷ", "Hoàng Thủy"), ("Quý Quà", "Quý Quà"), ("", ""),
    ],
)  # fmt: skip
def test_names_take_one_form(text, name):
    assert person_name(text) == name


def test_the_two_schools_of_tone_give_one_spelling():
    assert one_spelling("HOÀ hoà Hoá khoẻ thuỷ quỳ") == "HÒA hòa Hóa khỏe thủy quỳ"


def test_people_sort_by_given_name_letters_before_tones():
    names = ["Lê Ân", "Lê Ăn", "Lê An", "Lê Đức", "Lê Dung", "Lê Ản", "Lê Án", "Lê Ế", "Lê E", "Bùi Ân"]

    assert sorted(names, key=sort_key) == [
        "Lê An", "Lê Ản", "Lê Án", "Lê Ăn", "Bùi Ân", "Lê Ân", "Lê Dung", "Lê Đức", "Lê E", "Lê Ế",
    ]  # fmt: skip


def test_every_an_stands_before_every_an_with_a_tone():
    names = ["Hà Án", "Lê An", "Hà An", "Lê Văn An", "Lê Thị An", "Lê Thi An"]

    assert sorted(names, key=sort_key) == ["Hà An", "Lê An", "Lê Thi An", "Lê Thị An", "Lê Văn An", "Hà Án"]


def test_places_sort_from_their_first_word():
    assert sorted(["Đồng Tâm", "Đồng Mô", "Dốc", "Ông"], key=place_key) == ["Dốc", "Đồng Mô", "Đồng Tâm", "Ông"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ĐẢNG BỘ THỊ TRẤN KHE THỬ", "Đảng bộ thị trấn Khe Thử"), ("CHI BỘ TRƯỜNG THPT BA SƠN", "Chi bộ Trường THPT Ba Sơn"),
        ("Chi bộ thôn Khe Thử", "Chi bộ thôn Khe Thử"), ("CHI BỘ TRẠM Y TẾ XÃ NÀ", "Chi bộ Trạm Y tế xã Nà"),
    ],
)  # fmt: skip
def test_units_in_capitals_are_set_as_inside_a_sentence(text, name):
    assert unit_name(text) == name


@pytest.mark.parametrize(
    ("text", "group"),
    [("Sán Chỉ", "Sán Chay"), ("Sán Chay (Sán Chỉ)", "Sán Chay"), ("dao (Thanh Phán)", "Dao"), ("KINH", "Kinh"), ("", ""), ("Lạ Tên", "Lạ Tên")],
)  # fmt: skip
def test_ethnic_groups_take_the_name_of_the_states_list(text, group):
    assert ethnic_group(text) == group


def test_headings_are_compared_without_marks_signs_and_breaks():
    assert words_of("S\nT\nT") == "s t t"
    assert words_of("Họ và tên (khai sinh)*") == "ho va ten khai sinh"


@pytest.mark.parametrize(
    ("name", "form", "bare"),
    [
        ("Thôn  Thử Hai", "thôn", "Thử Hai"),
        ("thon Thử Hai", "thôn", "Thử Hai"),
        ("tổ dân phố 3", "", "3"),
        ("khu phố Thử", "", "Thử"),
        ("Bản Thử", "thôn", "Bản Thử"),
        ("Bàn Đá", "bản", "Bàn Đá"),
        ("thôn", "thôn", "thôn"),
        ("Thôngthử", "thôn", "Thôngthử"),
        ("Khe Thử", "", "Khe Thử"),
    ],
)
def test_a_form_word_comes_off_a_villages_name(name, form, bare):
    assert without_form(name, form) == bare


def test_marks_that_shape_no_letter_do_not_count_in_the_order():
    assert sort_key("An\u0308") == sort_key("An")


def test_a_unit_in_capitals_that_begins_with_no_known_form():
    assert unit_name("TRƯỜNG LỚP SƠN LA") == unit_name("trường lớp sơn la")
