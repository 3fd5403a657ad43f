"""Finding the unit or village that a text means, as offices shorten it."""

import pytest

from taonguon.intake.places import Places, unit_keys
from taonguon.rules.tree import Node, Tree


@pytest.fixture
def places():
    localities = Tree([
        Node(1, None, "Ba Sơn", "district", sector="huyện"),
        Node(2, 1, "Khe Thử", "commune", sector="xã"), Node(3, 1, "Nà Thử", "commune", sector="xã"),
        Node(4, 1, "Khe Thử", "commune", sector="thị trấn"),
        Node(10, 2, "Pắc Mít", "village"), Node(11, 2, "1", "village"), Node(12, 2, "Bản Hạ", "village"),
        Node(20, 3, "Pắc Mít", "village"), Node(21, 3, "1", "village"), Node(22, 3, "Hạ", "village"),
        Node(40, 4, "Chợ", "village"),
    ])  # fmt: skip
    units = Tree([
        Node(1, None, "Đảng bộ huyện Ba Sơn", "district", territory_pk=1),
        Node(2, 1, "Đảng bộ xã Khe Thử", "grassroots", territory_pk=2), Node(3, 1, "Đảng bộ xã Nà Thử", "grassroots", territory_pk=3),
        Node(10, 2, "Chi bộ thôn Pắc Mít", "cell"), Node(11, 2, "Chi bộ thôn 1", "cell"),
        Node(12, 2, "Chi bộ Trường Tiểu học Khe Thử", "cell"),
        Node(20, 3, "Chi bộ bản Pắc Mít", "cell"), Node(21, 3, "Chi bộ thôn 1", "cell"), Node(23, 3, "Chi bộ Trạm Y tế xã Nà Thử", "cell"),
        Node(30, 1, "Chi bộ Trường THPT Ba Sơn", "base-cell"),
    ])  # fmt: skip
    return Places(units, localities, units.get(1))


def pk(node):
    return node.pk if node else None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Đảng bộ xã Khe Thử", 2), ("ĐB xã Khe Thử", 2), ("xã Nà Thử", 3), ("ĐẢNG ỦY XÃ NÀ THỬ", 3), ("Nà Thử", 3),
        ("Chi bộ Trường THPT Ba Sơn", 30), ("xã Lạ", None), ("", None),
    ],
)  # fmt: skip
def test_a_committee_is_found_by_its_shortenings(places, text, found):
    assert pk(places.committee(text)) == found


@pytest.mark.parametrize(
    ("text", "committee", "found"),
    [
        ("CB. thôn 1", "Đảng bộ xã Khe Thử", 11), ("CB thôn 1", "ĐB xã Nà Thử", 21), ("Chi bộ thôn 1", "", None),
        ("CB TH Khe Thử", "", 12), ("Trạm y tế Nà Thử", "", 23), ("Chi bộ Pắc Mít", "xã Nà Thử", 20), ("Pắc Mít", "", None),
        ("", "Chi bộ Trường THPT Ba Sơn", 30), ("", "Đảng bộ xã Khe Thử", None), ("Chi bộ thôn Lạ", "xã Khe Thử", None),
    ],
)  # fmt: skip
def test_a_cell_is_found_within_its_committee_and_never_guessed_between_two(places, text, committee, found):
    assert pk(places.cell(text, places.committee(committee))) == found


@pytest.mark.parametrize(
    ("text", "hint", "found"),
    [
        ("Thôn Pắc Mít, xã Nà Thử", None, 20), ("Pắc Mít", 2, 10), ("thôn số 1", 3, 21), ("Thôn 1 - Khe Thử", 3, 21), ("1", 2, 11),
        ("Pắc Mít", None, None), ("Bản Hạ", 2, 12), ("bản Hạ", 3, 22), ("Khu Chợ, TT. Khe Thử", None, 40), ("Khu Chợ", 4, 40), ("Thôn Lạ", 2, None),
    ],
)  # fmt: skip
def test_a_village_is_found_in_the_commune_named_or_hinted(places, text, hint, found):
    commune = {
        None: None,
        2: places.commune("xã Khe Thử"),
        3: places.commune("Nà Thử"),
        4: places.commune("thị trấn Khe Thử"),
    }[hint]

    assert pk(places.village(text, commune)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("xã Khe Thử", 2), ("TT Khe Thử", 4), ("TT. KHE THỬ", 4), ("Khe Thử", None), ("X. Nà Thử", 3), ("nà thử", 3), ("Sheet1", None)],
)  # fmt: skip
def test_a_town_and_a_commune_of_one_name_are_told_apart_by_their_form(places, text, found):
    assert pk(places.commune(text)) == found


def test_keys_go_from_the_whole_name_to_the_bare_one():
    assert unit_keys("CB. TH xã Nà Thử")[0] == "chi bo tieu hoc xa na thu"
    assert unit_keys("Chi bộ thôn Pắc Mít")[-1] == "pac mit"
