"""Helpers: who leaves is to be replaced, what is due of them, and the list of them."""

from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from taonguon.admissions.actions import assign_helper, move_candidacy, open_candidacy, set_introducers
from taonguon.admissions.desk_enums import Unable
from taonguon.admissions.errands import write_errands
from taonguon.admissions.feed import events_of
from taonguon.admissions.helping import end_assignment, helper_board
from taonguon.admissions.models import Act, Assignment, Candidacy, Errand
from taonguon.admissions.settling import recheck_all, settle_around
from taonguon.admissions.worklist import Filters, work_board
from taonguon.audit.models import Entry
from taonguon.intake.actions import Request, load_file, open_file
from taonguon.orgs.access import scope_of
from taonguon.people.actions import rewrite_activities
from taonguon.people.models import Membership
from taonguon.rules.cases import Introducer
from taonguon.rules.membership import Stay
from taonguon.rules.refusal import RefusedError
from tests.admissions.test_path import WHY
from tests.builders import TODAY, a_district, a_membership, a_person, a_user

pytestmark = pytest.mark.django_db
OFFICIAL = {"official": date(2011, 5, 19), "recognised": date(2011, 5, 30)}


@pytest.fixture
def land():
    return a_district()


@pytest.fixture
def helper(land):
    made = a_person("Tằng Văn Giúp", born=date(1970, 1, 1), lives_in=land["villages"][0])
    a_membership(made, land["cells"][0], **OFFICIAL)
    return made


def helped_by(helper, cell, name="Chìu Sám Thử"):
    case = open_candidacy(a_person(name, born=date(1990, 6, 5)), cell, date(2017, 1, 9), actor=None, today=TODAY)
    assign_helper(case, helper, date(2017, 2, 6), actor=None, today=TODAY, reason=WHY)
    return case


@pytest.fixture
def case(land, helper):
    return helped_by(helper, land["cells"][0])


def waits(case):
    return list(Errand.objects.filter(candidacy=case).values_list("kind", "actor", "by"))


NEW_HELPER = [("new-helper", "cell", None)]


def left_the_party(helper, land):
    row = Membership.objects.get(person=helper)
    row.ended_on, row.ended_precision, row.end_reason = date(2018, 4, 2), "d", "died"
    row.save()
    rewrite_activities(row, [Stay(land["cells"][0].pk)])


def went_to_another_cell(helper, land):
    row = Membership.objects.get(person=helper)
    moved = date(2018, 4, 2)
    rewrite_activities(row, [Stay(land["cells"][0].pk, None, moved), Stay(land["cells"][1].pk, moved)])


@pytest.mark.parametrize(
    ("change", "words"),
    [(left_the_party, "không còn trong danh sách đảng viên"), (went_to_another_cell, "sinh hoạt ở chi bộ khác")],
)
def test_a_helper_who_leaves_is_to_be_replaced(land, helper, case, client, change, words):
    before = waits(case)
    change(helper, land)

    settled = settle_around([helper.pk], TODAY)

    client.force_login(a_user("cell", land["cells"][0]))
    page = client.get(reverse("candidacy", args=[case.pk])).content.decode()
    assert (before, settled, waits(case)) == ([], 1, NEW_HELPER)
    assert words in page
    assert "chi bộ cần phân công đảng viên khác" in page


def test_the_nightly_recheck_finds_it_too_and_another_helper_ends_it(land, helper, case):
    left_the_party(helper, land)
    recheck_all(TODAY)
    found = waits(case)
    other = a_person("Tằng Văn Thay", born=date(1971, 1, 1))
    a_membership(other, land["cells"][0], **OFFICIAL)

    assign_helper(case, other, date(2018, 4, 9), actor=None, today=TODAY, reason=WHY)

    assert (found, waits(case)) == (NEW_HELPER, [])


def test_a_list_of_members_that_tells_of_the_move_raises_it(land, helper, case, tmp_path):
    book = openpyxl.Workbook()
    for line in (
        ["ĐẢNG ỦY XÃ ĐỒNG THỬ"], ["DANH SÁCH ĐẢNG VIÊN"], ["(số liệu đến 10/4/2018)"],
        ["STT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức", "Chi bộ", "Nơi ở"],
        [1, "Tằng Văn Giúp", "01/01/1970", "19/05/2010", "19/05/2011", "Chi bộ thôn Khe Hai", "Khe Một"],
    ):  # fmt: skip
        book.active.append(line)
    book.save(tmp_path / "đảng viên.xlsx")
    request = Request(actor=None, scope=None, today=TODAY)

    report = load_file(open_file(tmp_path / "đảng viên.xlsx", request), request)

    assert report.cells == []
    assert report.updated == 1
    assert waits(case) == NEW_HELPER


def test_a_case_that_goes_to_another_cell_needs_a_helper_there(land, case):
    move_candidacy(case, land["cells"][1], date(2018, 4, 2), same_deciding_committee=True, actor=None, today=TODAY)

    assert waits(case) == NEW_HELPER


def test_who_never_had_a_helper_or_one_known_by_name_alone_raises_nothing(land):
    cell = land["cells"][0]
    alone = open_candidacy(a_person("Lý Văn Một"), cell, date(2017, 1, 9), actor=None, today=TODAY)
    named = open_candidacy(a_person("Lý Văn Hai"), cell, date(2017, 1, 9), actor=None, today=TODAY)
    Assignment.objects.create(candidacy=named, name="Ông Ba")

    recheck_all(TODAY)

    assert (waits(alone), waits(named)) == ([], [])


def test_a_helper_can_be_said_to_help_no_longer(land, helper, case, client):
    client.force_login(a_user("cell", land["cells"][0]))
    address = reverse("helper-end", args=[case.pk])

    answer = client.post(address, {"because": "away", "on": "02/04/2018"})

    row = Assignment.objects.get(candidacy=case)
    assert (answer.status_code, row.until, row.because) == (302, date(2018, 4, 2), "away")
    assert waits(case) == NEW_HELPER
    assert Entry.objects.get(verb="helper.ended").data["helper"] == helper.pk
    assert client.post(address, {"because": "away", "on": "02/04/2018"}).status_code == 422
    assert "đi làm ăn xa" in client.get(reverse("candidacy", args=[case.pk])).content.decode()


def test_another_helper_does_not_begin_before_the_one_before_stopped(land, case):
    other = a_person("Tằng Văn Thay", born=date(1971, 1, 1))
    a_membership(other, land["cells"][0], **OFFICIAL)
    end_assignment(case, Unable.DUTY, date(2018, 4, 2), actor=None, today=TODAY)

    with pytest.raises(RefusedError, match="Đến ngày 02/04/2018"):
        assign_helper(case, other, date(2018, 3, 26), actor=None, today=TODAY, reason=WHY)
    assign_helper(case, other, date(2018, 4, 2), actor=None, today=TODAY, reason=WHY)

    assert waits(case) == []


@pytest.mark.parametrize(
    ("on", "words"), [(date(2017, 2, 6), "không sau ngày phân công"), (date(2018, 4, 20), "còn ở phía trước")]
)
def test_the_day_a_helper_stops_lies_between_assignment_and_today(case, on, words):
    with pytest.raises(RefusedError, match=words):
        end_assignment(case, Unable.DUTY, on, actor=None, today=TODAY)


def test_the_work_list_has_it_beside_the_next_step_and_for_the_secretary(land, helper, case):
    left_the_party(helper, land)
    recheck_all(TODAY)
    board = work_board(scope_of(a_user("cell", land["cells"][0]), TODAY), Filters(), 1, TODAY)

    lines = {line.item.step: (line.step, line.actor, line.mine) for line in board.page.rows}
    assert lines["new-helper"] == ("Phân công đảng viên giúp đỡ khác", "Chi bộ", True)
    assert len(lines) == 2
    assert board.due["khong-han"] == 2


@pytest.mark.parametrize(
    ("cell", "acts", "waiting"),
    [(1, (), False), (2, (), True), (None, (), True), (2, ("cell-resolution",), False)],
    ids=["same commune", "another commune", "left", "voted already"],
)
def test_an_introducer_who_leaves_is_to_be_replaced_until_the_cell_has_voted(land, case, client, cell, acts, waiting):
    member = a_person("Tằng Văn Giới", born=date(1970, 1, 1))
    row = a_membership(member, land["cells"][0], **OFFICIAL)
    set_introducers(case, [(Introducer("official-member"), member)], actor=None, today=TODAY)
    for key in acts:
        Act.objects.create(candidacy=case, key=key, on=date(2018, 4, 2), precision="d")
    before = waits(case)
    if cell is None:
        left_the_party(member, land)
    else:
        moved = date(2018, 4, 2)
        rewrite_activities(row, [Stay(land["cells"][0].pk, None, moved), Stay(land["cells"][cell].pk, moved)])

    settle_around([member.pk], TODAY)

    client.force_login(a_user("cell", land["cells"][0]))
    page = client.get(reverse("candidacy", args=[case.pk])).content.decode()
    assert (before, waits(case)) == ([], [("new-introducer", "cell", None)] if waiting else [])
    assert ("Người giới thiệu Tằng Văn Giới không còn" in page) is waiting


@pytest.mark.parametrize(
    ("ceremony", "done", "due"),
    [
        (date(2017, 5, 18), (), True), (date(2017, 5, 20), (), False), (date(2017, 3, 1), ("helper-comments",), False),
        (date(2017, 3, 1), ("recognition-resolution",), False),
    ],
    ids=["30 days before the end", "31 days before", "there already", "considered already"],
)  # fmt: skip
def test_the_helpers_comments_are_due_before_the_cell_considers_recognition(case, ceremony, done, due):
    for key in ("decision-issued", "ceremony"):
        Act.objects.create(candidacy=case, key=key, on=ceremony, precision="d")
    for key in done:
        Act.objects.create(candidacy=case, key=key, on=date(2018, 4, 2), precision="d")

    recheck_all(TODAY)

    found = [kind for kind, _actor, _by in waits(case)]
    assert ("helper-comments" in found) is due


def test_the_comments_last_day_is_that_of_the_cells_review_and_stands_in_the_calendar(land, case):
    Act.objects.create(candidacy=case, key="ceremony", on=date(2017, 4, 5), precision="d")
    recheck_all(TODAY)
    (errand,) = Errand.objects.filter(candidacy=case, kind="helper-comments")
    scope = scope_of(a_user("cell", land["cells"][0]), TODAY)

    events = events_of(scope, TODAY, lambda pk: f"/{pk}/")

    assert errand.by is not None
    assert errand.by > date(2018, 5, 5)  # thirty working days after the twelve months
    assert [e.summary for e in events if "helper-comments" in e.uid] == [
        f"C.S.T.: Cần có trước khi chi bộ xét, chậm nhất {errand.by:%d/%m/%Y}"
    ]


def test_what_waits_is_written_only_where_it_differs(case, django_assert_num_queries):
    write_errands({case.pk: {}})

    with django_assert_num_queries(1):
        write_errands({case.pk: {}})


# The list.


def test_helpers_are_listed_by_name_with_whom_they_help(land, helper, case):
    other = a_person("Lý Văn An", born=date(1972, 1, 1))
    a_membership(other, land["cells"][2], **OFFICIAL)
    for name in ("Lý Thị Hai", "Lý Thị Ba"):
        helped_by(helper, land["cells"][0], name)
    helped_by(other, land["cells"][2], "Lý Thị Xa")
    Assignment.objects.create(
        candidacy=open_candidacy(a_person("Lý Thị Bốn"), land["cells"][0], date(2017, 1, 9), actor=None, today=TODAY),
        name="Ông Tám",
    )

    board = helper_board(scope_of(a_user("board", land["top"]), TODAY), None, "", 1, TODAY)

    assert [(row.name, row.cell, len(row.helped), row.person is None) for row in board.page.rows] == [
        ("Lý Văn An", "Chi bộ thôn Khe Ba", 1, False),
        ("Tằng Văn Giúp", "Chi bộ thôn Khe Một", 3, False),
        ("Ông Tám", "", 1, True),
    ]
    assert (board.cases, board.waiting) == (5, 0)


def test_helpers_are_narrowed_and_a_cell_sees_its_own(land, helper, case):
    other = a_person("Lý Văn An", born=date(1972, 1, 1))
    a_membership(other, land["cells"][2], **OFFICIAL)
    helped_by(other, land["cells"][2], "Lý Thị Xa")
    scope = scope_of(a_user("board", land["top"]), TODAY)
    own = scope_of(a_user("cell", land["cells"][2]), TODAY)

    assert names(helper_board(scope, land["committees"][0].pk, "", 1, TODAY)) == ["Tằng Văn Giúp"]
    assert names(helper_board(scope, None, "ly an", 1, TODAY)) == ["Lý Văn An"]
    assert names(helper_board(own, None, "", 1, TODAY)) == ["Lý Văn An"]


def names(board):
    return [row.name for row in board.page.rows]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_queries_for_one_and_for_thirty(land, client, django_assert_num_queries, rows):
    for number in range(rows):
        one = a_person(f"Tằng Văn {number}", born=date(1970, 1, 1))
        a_membership(one, land["cells"][0], **OFFICIAL)
        helped_by(one, land["cells"][0], f"Lý Văn {number}")
    Candidacy.objects.update(stage="helper")
    client.force_login(a_user("board", land["top"]))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision; loads, page, activities, those who wait and their number
    with django_assert_num_queries(9):
        answer = client.get(reverse("helpers"))

    assert answer.context["page"].total == rows


def test_the_form_says_how_many_each_member_helps_already(land, helper, case, client):
    client.force_login(a_user("cell", land["cells"][0]))
    other = open_candidacy(a_person("Lý Thị Hai"), land["cells"][0], date(2018, 1, 8), actor=None, today=TODAY)

    page = client.get(reverse("helper-assign", args=[other.pk])).content.decode()

    assert "Tằng Văn Giúp (đang giúp 1)" in page
