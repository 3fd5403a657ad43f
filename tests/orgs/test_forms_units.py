"""Units and villages, corrected by hand."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.audit.models import Entry
from taonguon.orgs.actions import add_unit
from taonguon.orgs.models import Locality, LocalitySpan, Organisation, OrganisationSpan, Service
from taonguon.orgs.queries import map_on
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_locality, a_user, an_organisation

pytestmark = pytest.mark.django_db
MARCH = date(2018, 3, 1)


@pytest.fixture
def district():
    return a_district()


@pytest.fixture
def board(client, district):
    """Staff of the district's board, logged in."""
    user = a_user("board", district["top"])
    client.force_login(user)
    return user


def send(client, address, pk, /, **fields):
    return client.post(reverse(address, args=[pk]), fields)


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_unit_is_added_below_another(client, district, board):
    answer = send(
        client, "unit-add", district["committees"][0].pk, name="Chi bộ Trạm y tế", kind="cell", sector="health",
        since="01/03/2018",
    )  # fmt: skip

    made = Organisation.objects.order_by("-pk").first()
    assert answer["Location"] == reverse("unit", args=[made.pk])
    node = map_on(TODAY).organisations.get(made.pk)
    assert (node.name, node.parent.pk, node.sector) == ("Chi bộ Trạm y tế", district["committees"][0].pk, "health")
    assert map_on(date(2018, 2, 28)).organisations.get(made.pk) is None
    assert verbs() == ["organisation.added"]


def test_sending_a_new_unit_twice_makes_one(client, district, board):
    new = {"name": "Chi bộ Trạm y tế", "kind": "cell"}
    send(client, "unit-add", district["committees"][0].pk, **new)

    answer = send(client, "unit-add", district["committees"][0].pk, **new)

    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == ["Đã có Chi bộ Trạm y tế ở nơi này; cần một tên khác."]
    assert OrganisationSpan.objects.filter(name="Chi bộ Trạm y tế").count() == 1
    assert verbs() == ["organisation.added"]


def test_nothing_is_added_below_a_cell(client, district, board):
    assert client.get(reverse("unit-add", args=[district["cells"][0].pk])).status_code == 404


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("province", ["district", "grassroots", "base-cell"]),
        ("district", ["grassroots", "base-cell"]),
        ("grassroots", ["section", "cell"]),
        ("section", ["cell"]),
    ],
)
def test_only_levels_that_fit_below_a_unit_are_offered_and_taken(client, district, above, below):
    client.force_login(a_user("board"))
    parent = an_organisation("Đảng bộ Thử", above)

    page = client.get(reverse("unit-add", args=[parent.pk]))
    answers = {
        kind: send(client, "unit-add", parent.pk, name=f"Tổ chức {kind}", kind=kind).status_code
        for kind in ("province", "district", "grassroots", "section", "base-cell", "cell")
    }

    assert [value for value, _label in page.context["form"].fields["kind"].choices] == below
    assert [kind for kind, status in answers.items() if status == 302] == sorted(below, key=list(answers).index)
    assert verbs() == ["organisation.added"] * len(below)


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (
            "committees",
            "Đảng bộ tỉnh không trực thuộc thẳng Đảng bộ xã Đồng Thử được; ở đó chỉ có: Đảng bộ bộ phận, Chi bộ.",
        ),
        ("cells", "Chi bộ thôn Khe Một là chi bộ nên không có tổ chức nào trực thuộc."),
    ],
)
def test_the_verb_itself_refuses_a_level_that_does_not_fit(district, at, sentence):
    with pytest.raises(RefusedError) as refused:
        add_unit(district[at][0], actor=None, name="Đảng bộ Thử", kind="province")

    assert (refused.value.field, refused.value.sentence) == ("kind", sentence)
    assert verbs() == []


def test_a_unit_is_renamed_from_a_day_on(client, district, board):
    cell = district["cells"][0]

    answer = send(
        client, "unit-change", cell.pk, name="Chi bộ khu Khe Một", parent="Đảng bộ xã Đồng Thử", on="01/03/2018"
    )

    assert answer.status_code == 302
    before, after = map_on(date(2018, 2, 28)), map_on(MARCH)
    assert before.organisations.get(cell.pk).name == "Chi bộ thôn Khe Một"
    assert after.organisations.get(cell.pk).name == "Chi bộ khu Khe Một"
    assert Entry.objects.get().data["was"] == {"name": "Chi bộ thôn Khe Một"}


def test_a_unit_moves_below_another_committee(client, district, board):
    cell, other = district["cells"][0], district["committees"][1]

    send(client, "unit-change", cell.pk, name="Chi bộ thôn Khe Một", parent=f"x ({other.code})", on="01/03/2018")

    assert map_on(MARCH).organisations.get(cell.pk).parent.pk == other.pk
    assert Entry.objects.get().data["now"] == {"parent": other.pk}


def test_a_unit_moves_only_below_a_level_that_it_fits_under(client, district, board):
    cell, district_committee = district["cells"][0], district["top"]

    answer = send(
        client, "unit-change", cell.pk, name="Chi bộ thôn Khe Một", parent=district_committee.code, on="01/03/2018"
    )

    assert answer.status_code == 422
    assert (
        "Chi bộ không trực thuộc thẳng Đảng bộ huyện Bình Thử được; ở đó chỉ có: Đảng bộ cơ sở, Chi bộ cơ sở."
        in (answer.context["form"].errors["parent"][0])
    )
    assert verbs() == []


def test_a_unit_cannot_move_below_itself(client, district, board):
    section = an_organisation("Đảng bộ bộ phận", "section", district["committees"][0])

    answer = send(
        client, "unit-change", district["committees"][0].pk, name="Đảng bộ xã Đồng Thử",
        parent=section.code, on="01/03/2018",
    )  # fmt: skip

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["parent"]
    assert verbs() == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Đảng bộ xã Không Có", "Không thấy “Đảng bộ xã Không Có” trong phạm vi của tài khoản này"),
        ("Đảng bộ trùng tên", "Có 2 nơi cùng tên “Đảng bộ trùng tên”"),
        ("luc thu", "“luc thu” chưa đủ rõ; có phải Đảng bộ xã Lục Thử ("),
    ],
)
def test_a_parent_that_is_not_one_unit_is_spoken_of(client, district, board, typed, sentence):
    for _ in range(2):
        an_organisation("Đảng bộ trùng tên", "grassroots", district["top"])

    answer = send(client, "unit-change", district["cells"][0].pk, name="Chi bộ", parent=typed, on="01/03/2018")

    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors["parent"][0]


def test_changing_nothing_is_said_and_not_written(client, district, board):
    answer = send(
        client, "unit-change", district["cells"][0].pk, name="Chi bộ thôn Khe Một", parent="Đảng bộ xã Đồng Thử",
        on="01/03/2018",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Không có gì thay đổi" in answer.content.decode()
    assert verbs() == []


def test_a_commune_renames_its_own_committee_but_cannot_move_it(client, district):
    client.force_login(a_user("commune", district["committees"][0]))

    page = client.get(reverse("unit-change", args=[district["committees"][0].pk]))
    send(client, "unit-change", district["committees"][0].pk, name="Đảng bộ xã Đồng Mới", on="01/03/2018")

    assert list(page.context["form"].fields) == ["name", "on"]
    node = map_on(MARCH).organisations.get(district["committees"][0].pk)
    assert (node.name, node.parent.pk) == ("Đảng bộ xã Đồng Mới", district["top"].pk)


def test_a_village_is_added_with_the_cell_that_handles_it(client, district, board):
    answer = send(
        client, "village-add", district["communes"][0].pk, form="bản", name="Khe Bốn",
        cell="chi bo thon khe mot", kind="handles", on="01/03/2018",
    )  # fmt: skip

    made = Locality.objects.order_by("-pk").first()
    assert answer["Location"] == reverse("village", args=[made.pk])
    trees = map_on(TODAY)
    assert trees.services[made.pk] == (district["cells"][0].pk, "handles")
    assert trees.localities.get(made.pk).parent.pk == district["communes"][0].pk
    assert verbs() == ["locality.added", "service.set"]


def test_sending_a_new_village_twice_makes_one(client, district, board):
    new = {"form": "bản", "name": "Khe Bốn", "cell": "", "kind": "covers", "on": ""}
    send(client, "village-add", district["communes"][0].pk, **new)

    answer = send(client, "village-add", district["communes"][0].pk, **new)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    assert verbs() == ["locality.added"]


@pytest.mark.parametrize("form", ["thôn", "bản"])
@pytest.mark.parametrize("typed", ["pac po", "PẮC  PÒ", "thôn Pắc Pò", "thon pac po", "Bản Pắc Pò"])
def test_a_village_is_known_again_without_marks_case_and_form_word(client, district, board, typed, form):
    commune = district["communes"][0]
    a_locality("Pắc Pò", parent=commune, form="thôn")

    answer = send(client, "village-add", commune.pk, form=form, name=typed, kind="covers")

    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == ["Đã có thôn Pắc Pò ở nơi này; cần một tên khác."]
    assert verbs() == []


def test_the_form_word_typed_before_a_name_is_taken_off(client, district, board):
    send(client, "village-add", district["communes"][0].pk, form="thôn", name=" Thôn  Thử Hai", kind="covers")

    assert LocalitySpan.objects.filter(form="thôn").values_list("name", flat=True).get() == "Thử Hai"


def test_two_names_that_begin_with_different_form_words_are_two_villages(client, district, board):
    commune = district["communes"][0]
    a_locality("Bản Mới", parent=commune, form="thôn")

    assert send(client, "village-add", commune.pk, form="thôn", name="Làng Mới", kind="covers").status_code == 302


def test_another_cell_serves_a_village_from_a_day_on(client, district, board):
    village, other = district["villages"][0], district["cells"][1]

    send(client, "village-cell", village.pk, cell=other.code, kind="handles", on="01/03/2018")
    send(client, "village-cell", village.pk, cell=other.code, kind="handles", on="01/03/2018")

    rows = Service.objects.filter(locality=village).order_by("pk").values_list("cell", "kind", "until")
    assert list(rows) == [(district["cells"][0].pk, "covers", MARCH), (other.pk, "handles", None)]
    assert verbs() == ["service.set"]


def test_suggestions_stay_within_reach(client, district):
    client.force_login(a_user("commune", district["committees"][0]))

    units = client.get(reverse("unit-options"), {"parent": "chi bo"}).content.decode()
    villages = client.get(reverse("village-options"), {"lives_in": "khe"}).content.decode()

    assert ("Khe Một" in units, "Khe Ba" in units) == (True, False)
    assert ("Khe Một" in villages, "Khe Ba" in villages) == (True, False)


@pytest.mark.parametrize("role", ["cell", "leader", "centre", "mass", "admin"])
def test_units_are_changed_by_the_board_and_communes_only(client, district, role):
    client.force_login(a_user(role, district["top"]))

    assert client.get(reverse("unit-change", args=[district["cells"][0].pk])).status_code == 404
    assert client.get(reverse("village-add", args=[district["communes"][0].pk])).status_code == 404
