"""The line of time of a case: what the ledger, the list of members and the posts know, in one order."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.actions import correct_act, open_candidacy, record_act
from taonguon.admissions.ledger import PaperLine, set_facts, set_paper
from taonguon.admissions.models import Act, Handling
from taonguon.people.models import Residence
from tests.admissions.test_path import FACTS, PAPERS, opened, recorded, village  # noqa: F401  # a fixture
from tests.builders import TODAY, a_locality, a_membership, a_person, a_post, a_service, a_user

pytestmark = pytest.mark.django_db


def path_of(client, case):
    return client.get(reverse("candidacy", args=[case.pk])).context["path"]


@pytest.fixture
def board(village, client):  # noqa: F811  # pytest hands the fixture over by its name
    made = a_user("board", village[0]["committees"][0])
    client.force_login(made)
    return made


def test_posts_stand_on_the_line_with_the_acts_from_village_head_to_secretary(village, board, client):  # noqa: F811
    case = opened(village, board)
    a_post("secretary", organisation=village[1], holder=village[3], since=date(2018, 3, 30))

    found = [(m.day and str(m.day), m.name, m.seat and m.seat.name) for m in path_of(client, case)]

    assert found[0] == ("10/01/2012", "Giữ chức danh trưởng thôn (bản, khu)", "Khe Một, xã Đồng Thử")
    assert found[-1] == ("30/03/2018", "Giữ chức danh bí thư chi bộ", "Chi bộ thôn Khe Một")
    assert [name for _day, name, _seat in found[1:-1]] == [
        "Đưa vào danh sách cảm tình Đảng", "Phân công đảng viên giúp đỡ",
    ]  # fmt: skip


def test_each_act_names_the_clause_in_force_on_its_day(village, board, client):  # noqa: F811
    case = opened(village, board)
    recorded(case, board, *PAPERS[:1])

    def basis():
        (moment,) = [m for m in path_of(client, case) if m.act and m.act.key == "class-certificate"]
        return moment.clause.rule, moment.clause.sources[0].partition(",")[0]

    assert basis() == ("CAND-CLASS", "01-HD/TW (05/01/2012) [chưa biết nội dung]")
    Act.objects.filter(key="class-certificate").update(on=date(2016, 10, 20))
    assert basis() == ("CAND-CLASS", "01-HD/TW (20/09/2016)")


def test_what_only_the_list_of_members_knows_is_said_to_be_from_there(village, board, client):  # noqa: F811
    case = opened(village, board)
    a_membership(
        village[3], village[1], date(2017, 2, 24), official=date(2018, 2, 24), recognised=date(2018, 3, 9),
        recognition_number="258-QĐ/HU",
    )  # fmt: skip

    from_list = [(str(m.day), m.said) for m in path_of(client, case) if m.kind == "member"]
    assert from_list == [("24/02/2017", ""), ("24/02/2018", ""), ("09/03/2018", "258-QĐ/HU")]

    Act.objects.create(candidacy=case, key="ceremony", on=date(2017, 2, 24), precision="d")
    Act.objects.create(candidacy=case, key="recognition-decision", on=date(2018, 3, 9), precision="d")
    assert [str(m.day) for m in path_of(client, case) if m.kind == "member"] == ["24/02/2018"]


def test_an_act_without_a_day_stands_after_the_one_before_it(village, board, client):  # noqa: F811
    case = opened(village, board)
    for key, on in (("application", date(2016, 8, 1)), ("cv", None), ("opinions", date(2016, 9, 1))):
        Act.objects.create(candidacy=case, key=key, on=on, precision="d" if on else "")

    keys = [m.act.key for m in path_of(client, case) if m.act]

    assert keys == ["listed", "helper-assigned", "application", "cv", "opinions"]


def test_a_corrected_act_stays_on_the_line_beside_the_right_one(village, board, client):  # noqa: F811
    case = opened(village, board)
    wrong = record_act(case, "dossier", date(2016, 8, 1), actor=board, today=TODAY)
    correct_act(wrong, date(2016, 8, 2), "Ghi nhầm ngày", actor=board, today=TODAY)

    rows = [(str(m.day), m.act.standing) for m in path_of(client, case) if m.act and m.act.key == "dossier"]

    assert rows == [("01/08/2016", False), ("02/08/2016", True)]


def test_a_case_that_changed_cells_says_so_on_its_line(village, board, client):  # noqa: F811
    case = opened(village, board)
    other = village[0]["cells"][1]
    Handling.objects.filter(candidacy=case).update(until=date(2016, 6, 6))
    Handling.objects.create(candidacy=case, cell=other, since=date(2016, 6, 6), stage="being-helped")

    moves = [(str(m.day), m.seat.name) for m in path_of(client, case) if m.kind == "move"]

    assert moves == [("06/06/2016", "Chi bộ thôn Khe Hai")]


def test_the_history_says_who_did_what_when_and_no_contents(village, board, client):  # noqa: F811
    case = opened(village, board)
    set_facts(
        case,
        FACTS | {"verifier": {"relation": "sibling"}, "person": FACTS["person"] | {"schooling": "higher"}},
        actor=board,
        today=TODAY,
    )
    set_paper(case, "1-KNĐ", PaperLine("has", date(2016, 8, 1), kept_at="Tủ số 3"), actor=board, today=TODAY)
    client.get(reverse("candidacy", args=[case.pk]))

    answer = client.get(reverse("candidacy", args=[case.pk]))
    told = [(str(c.sentence), c.who, [(str(d.label), d.now) for d in c.details]) for c in answer.context["changes"]]

    who = board.username
    assert told[:2] == [
        ("Ghi tình trạng giấy tờ trong hồ sơ", who, [("giấy tờ", "1-KNĐ (Đơn xin vào Đảng)"), ("tình trạng", "Có")]),
        ("Ghi điều kiện của người vào Đảng", who, [("điều kiện", told[1][2][0][1])]),
    ]
    assert "thẩm tra" in told[1][2][0][1]  # the condition is named; what is told of it is not
    assert "trên trung học phổ thông" not in str(told)
    assert ("Đưa vào danh sách nguồn", who, [("chi bộ", "Chi bộ thôn Khe Một"), ("ngày", "02/03/2015")]) in told
    recorded(case, board, *PAPERS[1:2])
    answer = client.get(reverse("candidacy", args=[case.pk]))
    newest = answer.context["changes"][0]
    assert (newest.sentence, [(str(d.label), d.now) for d in newest.details]) == (
        "Ghi: Đơn xin vào Đảng", [("ngày", "01/08/2016")],
    )  # fmt: skip
    assert ("người giúp đỡ", village[2][0].name) in [d for _s, _w, details in told for d in details]
    assert not [s for s, _who, _details in told if s.startswith("Xem ")]


def test_steps_left_out_stand_apart_from_what_may_come(village, board, client):  # noqa: F811
    case = opened(village, board)
    Act.objects.create(candidacy=case, key="cell-resolution", on=date(2016, 11, 7), precision="d")

    context = client.get(reverse("candidacy", args=[case.pk])).context

    assert context["main"].step == "committee-vote"
    assert [c.step for c in context["others"]] == ["decision"]
    assert [c.step for c in context["left_out"]] == ["class", "application"]


def test_residence_handling_cell_and_village_are_three_things(village, board, client):  # noqa: F811
    district, cell, _members, _head = village
    far = a_locality("Khe Xa", parent=district["communes"][0])
    a_service(cell, far, kind="handles")
    someone = a_person("Dường A Thử", born=date(1991, 2, 3), lives_in=far)
    case = open_candidacy(someone, cell, date(2018, 4, 2), actor=board, today=TODAY)

    lives = client.get(reverse("candidacy", args=[case.pk])).context["lives"]
    assert (lives.seat.name, lives.charged) == ("Khe Xa, xã Đồng Thử", True)

    Residence.objects.filter(person=someone).update(locality=district["villages"][1])
    lives = client.get(reverse("candidacy", args=[case.pk])).context["lives"]
    assert (lives.seat.name, lives.charged) == ("Khe Hai, xã Đồng Thử", False)
