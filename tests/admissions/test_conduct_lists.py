"""Probation by month, and the acts recorded against the rules."""

from datetime import date

import pytest

from taonguon.admissions.actions import Details, record_act
from taonguon.admissions.conduct import irregularities, probation_board
from taonguon.admissions.models import Act
from taonguon.orgs.access import scope_of
from tests.admissions.casebook import a_case
from tests.admissions.test_path import PAPERS, WHY, opened, recorded, village, votes  # noqa: F401 a fixture
from tests.builders import TODAY, a_district, a_membership, a_person, a_user

pytestmark = pytest.mark.django_db


def a_probation():
    land = a_district()
    for name, cell, admitted in (
        ("Lý Văn Quá", 0, date(2017, 4, 18)), ("Lý Văn Nay", 0, date(2017, 4, 19)), ("Lý Văn Mai", 1, date(2017, 4, 30)),
        ("Lý Văn Thu", 2, date(2017, 9, 2)), ("Lý Văn Mờ", 2, None),
    ):  # fmt: skip
        a_membership(a_person(name), land["cells"][cell], admitted)
    a_membership(a_person("Lý Văn Chính"), land["cells"][0], date(2016, 1, 1), date(2017, 1, 1), date(2017, 2, 1))
    return land


def probation(user, unit=None, month=""):
    scope = scope_of(user, TODAY)
    return probation_board(scope, unit, month, 1, TODAY)


def test_probation_is_laid_out_by_the_month_in_which_the_twelve_months_end():
    land = a_probation()

    months, units, page = probation(a_user("board", land["top"]))

    assert [(line.code, line.count) for line in months] == [
        ("da-het", 1), ("2018-04", 2), ("2018-09", 1), ("khong-ro", 1),
    ]  # fmt: skip
    assert [(line.name, line.total, line.counts["da-het"]) for line in units] == [
        ("Đảng bộ xã Đồng Thử", 3, 1), ("Đảng bộ xã Lục Thử", 2, 0),
    ]  # fmt: skip
    assert [(row.name, row.ends, row.left) for row in page.rows] == [
        ("Lý Văn Quá", date(2018, 4, 18), "Quá 1 ngày"), ("Lý Văn Nay", date(2018, 4, 19), "Hết hạn hôm nay"),
        ("Lý Văn Mai", date(2018, 4, 30), "Còn 11 ngày"), ("Lý Văn Thu", date(2018, 9, 2), ""), ("Lý Văn Mờ", None, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("month", "found"),
    [
        ("da-het", ["Lý Văn Quá"]),
        ("2018-04", ["Lý Văn Nay", "Lý Văn Mai"]),
        ("khong-ro", ["Lý Văn Mờ"]),
        ("2019-01", []),
    ],
)
def test_a_month_is_chosen(month, found):
    land = a_probation()

    months, _units, page = probation(a_user("board", land["top"]), month=month)

    assert ([row.name for row in page.rows], page.total) == (found, len(found))
    assert sum(line.count for line in months) == 5


def test_a_secretary_and_a_unit_see_their_own_probation_only():
    land = a_probation()

    _months, _units, own = probation(a_user("cell", land["cells"][1]))
    _months, _units, of_unit = probation(a_user("board", land["top"]), unit=land["committees"][1].pk)

    assert [row.name for row in own.rows] == ["Lý Văn Mai"]
    assert [row.name for row in of_unit.rows] == ["Lý Văn Thu", "Lý Văn Mờ"]


def test_a_row_leads_to_the_case_where_there_is_one_else_to_the_person(client):
    land = a_district()
    with_case, without = a_person("Lý Văn Có"), a_person("Lý Văn Không")
    for person in (with_case, without):
        a_membership(person, land["cells"][0], date(2017, 9, 2))
    case = a_case("", land["cells"][0], person=with_case, stage="probation", step="self-review", actor="member")
    client.force_login(a_user("cell", land["cells"][0]))

    page = client.get("/nguon/du-bi/").content.decode()

    assert f'href="/ho-so/{case.pk}/"' in page
    assert f'href="/nguoi/{without.pk}/"' in page
    assert f'href="/nguoi/{with_case.pk}/"' not in page
    assert "Bản tự kiểm điểm của đảng viên dự bị" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_probation_takes_the_same_queries_for_one_and_for_thirty(client, django_assert_num_queries, rows):
    land = a_district()
    for number in range(rows):
        a_membership(a_person(f"Lý Văn {number}"), land["cells"][0], date(2017, 9, 2))
    client.force_login(a_user("cell", land["cells"][0]))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision, days, people, cases
    with django_assert_num_queries(7):
        answer = client.get("/nguon/du-bi/")

    assert answer.context["page"].total == rows


# Acts against the rules.


def some_irregular_acts():
    land = a_district()
    for name, cell, key, against, standing in (
        ("Lý Văn Lễ", 0, "ceremony", ["CLK-CEREMONY"], True),
        ("Lý Văn Phiếu", 0, "cell-resolution", ["VOTE-BRANCH", "CAND-CLASS-TTL"], True),
        ("Lý Văn Xa", 2, "ceremony", ["CLK-CEREMONY"], True),
        ("Lý Văn Cũ", 2, "cell-resolution", [], True),
        ("Lý Văn Sửa", 2, "dossier", ["DOS-12M"], False),
    ):
        case = a_case(name, land["cells"][cell])
        Act.objects.create(
            candidacy=case, key=key, on=date(2018, 3, 1 + cell), precision="d", irregular=True, against=against,
            reason="Theo thực tế", standing=standing,
        )  # fmt: skip
    return land


def test_irregular_acts_are_counted_by_rule_and_unit():
    land = some_irregular_acts()
    scope = scope_of(a_user("board", land["top"]), TODAY)

    found = irregularities(scope, None, "", "", 1)

    assert {line.rule: line.recorded for line in found.rules} == {
        "CLK-CEREMONY": 2, "VOTE-BRANCH": 1, "CAND-CLASS-TTL": 1, "": 1,
    }  # fmt: skip
    assert found.rules[0].title == "Hạn làm lễ kết nạp"
    assert [(line.name, line.total) for line in found.units] == [
        ("Đảng bộ xã Đồng Thử", 2),
        ("Đảng bộ xã Lục Thử", 2),
    ]
    assert [(row.act.candidacy.person.name, row.name) for row in found.page.rows] == [
        ("Lý Văn Xa", "Lễ kết nạp"), ("Lý Văn Cũ", "Nghị quyết của chi bộ đề nghị kết nạp"),
        ("Lý Văn Lễ", "Lễ kết nạp"), ("Lý Văn Phiếu", "Nghị quyết của chi bộ đề nghị kết nạp"),
    ]  # fmt: skip


def test_irregular_acts_are_narrowed_by_rule_and_unit_and_reach():
    land = some_irregular_acts()
    scope = scope_of(a_user("board", land["top"]), TODAY)

    by_rule = irregularities(scope, None, "CLK-CEREMONY", "", 1)
    by_unit = irregularities(scope, land["committees"][0].pk, "CLK-CEREMONY", "", 1)
    own = irregularities(scope_of(a_user("cell", land["cells"][2]), TODAY), None, "", "", 1)

    assert [row.act.candidacy.person.name for row in by_rule.page.rows] == ["Lý Văn Xa", "Lý Văn Lễ"]
    assert [row.act.candidacy.person.name for row in by_unit.page.rows] == ["Lý Văn Lễ"]
    assert (own.recorded, own.page.total) == (2, 2)


def test_an_act_recorded_against_the_rules_stands_on_the_board_with_them(client, village):  # noqa: F811
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    recorded(case, board, *PAPERS)
    record_act(
        case, "cell-resolution", date(2016, 11, 7), Details("11-NQ/CB", reason=WHY, irregular=True, vote=votes(5)),
        actor=board, today=TODAY,
    )  # fmt: skip
    client.force_login(board)

    answer = client.get("/nguon/chua-dung-quy-dinh/")

    (row,) = answer.context["page"].rows
    assert row.act.against == ["VOTE-BRANCH"]
    assert f'href="/ho-so/{case.pk}/"' in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_board_takes_the_same_queries_for_one_act_and_for_thirty(client, django_assert_num_queries, rows):
    land = a_district()
    for number in range(rows):
        case = a_case(f"Lý Văn {number}", land["cells"][0])
        Act.objects.create(candidacy=case, key="ceremony", irregular=True, against=["CLK-CEREMONY"])
    client.force_login(a_user("cell", land["cells"][0]))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision, recorded, found, acts
    with django_assert_num_queries(7):
        answer = client.get("/nguon/chua-dung-quy-dinh/")

    assert answer.context["page"].total == rows
