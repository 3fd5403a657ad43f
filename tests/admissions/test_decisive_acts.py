"""Acts that make or end a membership: who records them, and what must be on record before them."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.actions import Details, correct_act, open_candidacy, record_act
from taonguon.admissions.models import Act
from taonguon.people.models import Membership
from taonguon.rules.refusal import RefusedError
from tests.admissions.casebook import a_case
from tests.admissions.test_path import PAPERS, WHY, opened, recorded, village, votes  # noqa: F401  # a fixture
from tests.builders import TODAY, a_district, a_membership, a_user

pytestmark = pytest.mark.django_db
BY = {"actor": None, "today": TODAY}
BOARD_S = ("decision-issued", "decision-extended", "recognition-decision", "strike-off-decision", "card")
COMMITTEE_S = (
    "committee-resolution", "recognition-committee-resolution", "strike-off-committee-resolution", "leave-to-begin",
    "dossier-sent",
)  # fmt: skip


@pytest.mark.parametrize("key", [*BOARD_S, *COMMITTEE_S, "ceremony", "cell-resolution", "strike-off-resolution"])
@pytest.mark.parametrize("role", ["cell", "commune", "board"])
def test_an_act_is_recorded_by_who_decided_it_or_by_the_board(client, role, key):
    land = a_district()
    case = a_case("Lý Văn Thử", land["cells"][0], ("listed", date(2018, 1, 8)))
    client.force_login(a_user(role, land["cells"][0] if role == "cell" else land["committees"][0]))
    may = role == "board" or (key not in BOARD_S and (role == "commune" or key not in COMMITTEE_S))

    answers = [
        client.get(reverse("act-record", args=[case.pk, key])),
        client.post(reverse("act-record", args=[case.pk, key])),
        client.post(reverse("act-judge", args=[case.pk, key])),
    ]

    assert [a.status_code for a in answers] == ([200, 422, 200] if may else [404] * 3)


def test_what_a_log_in_may_not_record_it_neither_corrects_nor_answers_for(client):
    land = a_district()
    case = a_case("Lý Văn Thử", land["cells"][0], ("listed", date(2018, 1, 8)), ("decision-issued", date(2018, 3, 5)))
    act = case.acts.get(key="decision-issued")
    client.force_login(a_user("cell", land["cells"][0]))

    page = client.get(reverse("candidacy", args=[case.pk])).content.decode()

    assert client.get(reverse("act-correct", args=[act.pk])).status_code == 404
    assert client.get(reverse("act-answer", args=[act.pk])).status_code == 404
    assert reverse("act-correct", args=[act.pk]) not in page
    assert reverse("act-correct", args=[case.acts.get(key="listed").pk]) in page


def test_the_case_page_says_who_records_what_the_log_in_may_not(village, client):  # noqa: F811
    case = opened(village, None)
    recorded(case, None, *PAPERS, ("cell-resolution", date(2016, 11, 7), Details(reason=WHY, vote=votes(8))))
    client.force_login(a_user("cell", village[1]))

    page = client.get(reverse("candidacy", args=[case.pk]))
    text = page.content.decode()

    assert page.context["main"].key == "committee-resolution"
    assert "Ban tổ chức ghi việc này, theo quyết định của ban thường vụ" in text
    assert "Đảng ủy xã hoặc ban tổ chức ghi việc này." in text
    assert reverse("act-record", args=[case.pk, "decision-issued"]) not in text
    assert reverse("act-record", args=[case.pk, "ceremony"]) in text


@pytest.mark.parametrize(
    ("key", "before", "vote"),
    [
        ("decision-issued", "cell-resolution", votes(9, 9, "standing-committee")),
        ("ceremony", "decision-issued", None),
        ("recognition-decision", "ceremony", votes(9, 9, "standing-committee")),
        ("strike-off-decision", "strike-off-committee-resolution", votes(9, 9, "standing-committee")),
    ],
)
def test_without_its_forerunner_an_act_is_only_irregular(village, client, key, before, vote):  # noqa: F811
    case = a_case("", village[1], ("listed", date(2015, 3, 2)), person=village[3], stage="probation")
    if key in {"recognition-decision", "strike-off-decision"}:
        a_membership(village[3], village[1], admitted=date(2017, 2, 15))
    on = date(2018, 3, 12)

    with pytest.raises(RefusedError, match="Chưa ghi việc phải có trước"):
        record_act(case, key, on, Details(reason=WHY, vote=vote), **BY)
    with pytest.raises(RefusedError) as asked:
        record_act(case, key, on, Details(irregular=True, vote=vote), **BY)
    act = record_act(case, key, on, Details(reason=WHY, irregular=True, vote=vote), **BY)

    assert asked.value.field == "reason"
    assert (act.irregular, act.against[0]) == (True, f"WITHOUT-{before}")
    client.force_login(a_user("board", village[0]["committees"][0]))
    listed = client.get(reverse("irregular"), {"quy-tac": f"WITHOUT-{before}"})
    assert [row.act for row in listed.context["page"].rows] == [act]
    assert "Chưa ghi việc phải có trước" in listed.content.decode()


def test_an_act_before_it_of_a_later_day_does_not_do(village):  # noqa: F811
    case = a_case("", village[1], ("decision-issued", date(2018, 3, 12)), person=village[3])

    with pytest.raises(RefusedError, match="Chưa ghi việc phải có trước"):
        record_act(case, "ceremony", date(2018, 3, 11), Details(reason=WHY), **BY)

    assert not Membership.objects.filter(person=village[3]).exists()


def test_where_no_committee_stands_between_the_cell_s_resolution_is_enough():
    land = a_district()
    case = a_case("Lý Văn Cơ", land["agency"], ("ceremony", date(2017, 9, 2)), stage="probation")
    a_membership(case.person, land["agency"], admitted=date(2017, 9, 2))
    vote = votes(9, 9, "standing-committee")
    with pytest.raises(RefusedError, match="Nghị quyết của chi bộ đề nghị xóa tên"):
        record_act(case, "strike-off-decision", date(2018, 4, 2), Details(reason=WHY, vote=vote), **BY)
    record_act(case, "strike-off-resolution", date(2018, 3, 5), Details(reason=WHY, vote=votes(9)), **BY)

    act = record_act(case, "strike-off-decision", date(2018, 4, 2), Details(reason=WHY, vote=vote), **BY)

    assert not act.irregular


def with_ceremony(village):  # noqa: F811
    case = opened(village, None)
    recorded(
        case, None, *PAPERS, ("cell-resolution", date(2016, 11, 7), Details(reason=WHY, vote=votes(8))),
        ("decision-issued", date(2017, 1, 16), Details(reason=WHY, vote=votes(9, 9, "standing-committee"))),
        ("decision-received", date(2017, 1, 20), Details()), ("ceremony", date(2017, 2, 15), Details(reason=WHY)),
    )  # fmt: skip
    return case


def test_what_an_act_rests_on_is_not_taken_back_from_under_it(village):  # noqa: F811
    case = with_ceremony(village)

    with pytest.raises(RefusedError, match="đã được ghi dựa vào việc này"):
        correct_act(case.acts.get(key="decision-issued"), None, "Ghi nhầm", **BY)

    assert Act.objects.get(key="decision-issued").standing


def test_a_day_corrected_to_before_its_forerunner_makes_it_irregular_and_back_again(village):  # noqa: F811
    case = with_ceremony(village)

    early = correct_act(case.acts.get(key="ceremony"), date(2017, 1, 10), "Ghi nhầm ngày", **BY)
    right = correct_act(early, date(2017, 2, 15), "Ghi nhầm ngày", **BY)

    assert (early.irregular, "WITHOUT-decision-issued" in early.against) == (True, True)
    assert "WITHOUT-decision-issued" not in right.against


def test_the_form_names_what_is_missing(village, client):  # noqa: F811
    case = open_candidacy(village[3], village[1], date(2018, 1, 8), **BY)
    client.force_login(a_user("cell", village[1]))

    page = client.get(reverse("act-record", args=[case.pk, "ceremony"])).content.decode()

    assert "Chưa ghi việc phải có trước" in page
