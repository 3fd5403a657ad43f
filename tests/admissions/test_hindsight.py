"""What the machine finds against acts on record, and the two answers to it: corrected, or confirmed as irregular."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taonguon.admissions.actions import Details, JudgedError, correct_act, open_candidacy, record_act
from taonguon.admissions.answers import confirm_irregular
from taonguon.admissions.conduct import irregularities
from taonguon.admissions.models import Act, Candidacy, Tally
from taonguon.admissions.settling import recheck_all, settle_many
from taonguon.audit.models import Entry
from taonguon.orgs.access import scope_of
from taonguon.orgs.queries import map_on
from taonguon.people.models import Activity, Membership
from taonguon.rules.refusal import RefusedError
from tests.admissions.casebook import a_case
from tests.admissions.test_path import PAPERS, WHY, opened, recorded, village, votes  # noqa: F401 a fixture
from tests.builders import TODAY, a_district, a_membership, a_person, a_user
from tests.intake.test_sources import load

pytestmark = pytest.mark.django_db
WRITES = re.compile(r"(?:^|times: )(INSERT|UPDATE|DELETE)")
LATE = (
    ("class-certificate", date(2016, 5, 20)), ("cell-resolution", date(2017, 9, 5)), ("decision-issued", date(2017, 10, 10)),
    ("decision-received", date(2017, 10, 12)), ("ceremony", date(2017, 11, 24)),
)  # fmt: skip
LAPSED = (("class-certificate", date(2011, 5, 20)), ("cell-resolution", date(2017, 9, 5)))


def settled(case):
    settle_many([Candidacy.objects.select_related("person").get(pk=case.pk)], TODAY)
    return {act.key: act.found for act in case.acts.filter(standing=True, found__isnull=False)}


def the_board(land):
    return a_user("board", land["top"])


def test_a_late_ceremony_of_a_list_is_found_at_the_ceremony():
    land = a_district()

    assert settled(a_case("Lý Văn Lễ", land["cells"][0], *LATE)) == {"ceremony": ["CLK-CEREMONY-LATE"]}


def test_a_certificate_that_had_lapsed_is_found_at_the_meeting_of_the_cell():
    land = a_district()

    assert settled(a_case("Lý Văn Lớp", land["cells"][0], *LAPSED)) == {"cell-resolution": ["CAND-CLASS-TTL"]}


def test_what_is_not_known_is_not_found():
    land = a_district()
    case = a_case(
        "Lý Văn Thiếu", land["cells"][0], ("cell-resolution", date(2017, 9, 5)), ("ceremony", date(2018, 4, 2))
    )

    assert settled(case) == {}


def test_an_act_known_by_its_month_alone_is_not_judged():
    land = a_district()
    case = a_case("Lý Văn Tháng", land["cells"][0], *LATE)
    case.acts.filter(key="ceremony").update(precision="m")

    assert settled(case) == {}


@pytest.mark.parametrize(("counted", "found"), [(True, {"cell-resolution": ["VOTE-BRANCH"]}), (False, {})])
def test_a_vote_is_judged_only_where_it_is_known_who_was_counted(counted, found):
    land = a_district()
    case = a_case("Lý Văn Phiếu", land["cells"][0], ("cell-resolution", date(2017, 9, 5)))
    Tally.objects.create(
        act=case.acts.get(), body="cell", members=9, in_favour=5, base=9, needed=6, counted=counted
    )  # fmt: skip

    assert settled(case) == found


def test_a_load_finds_what_stands_against_the_acts_it_brings():
    land = a_district()

    load(
        {"certificate": "12", "certified": "20/5/2011", "resolved": "5/9/2017", "vote": "5/9"},
        actor=a_user("board", land["top"]),
    )

    found = dict(Act.objects.filter(standing=True, found__isnull=False).values_list("key", "found"))
    assert found == {"cell-resolution": ["CAND-CLASS-TTL"]}
    assert Tally.objects.get().counted is False


def test_a_former_member_in_a_list_is_judged_as_one():
    land = a_district()
    person = a_person("Chìu Văn Thử", born=date(1990, 6, 5), lives_in=land["villages"][0])
    a_membership(
        person, land["cells"][0], admitted=date(2012, 5, 19), ended_on=date(2016, 3, 3), ended_precision="d",
        end_reason="struck-off",
    )  # fmt: skip

    load({"leave": "2/2/2018", "resolved": "5/3/2018"}, actor=a_user("board", land["top"]))

    case = Candidacy.objects.get(person=person)
    assert case.facts["former_membership"] == {
        "left_on": "2016-03-03", "because": "struck-off", "times_readmitted": 0,
    }  # fmt: skip
    assert case.acts.get(key="cell-resolution").found == ["READM-WAIT"]


def test_what_a_newer_list_puts_right_is_found_no_more():
    land = a_district()
    board = a_user("board", land["top"])
    one = {"certificate": "12", "resolved": "5/9/2017"}
    load(one | {"certified": "20/5/2011"}, actor=board)

    load(one | {"certified": "20/5/2016"}, actor=board, day="17/4/2018")

    assert not Act.objects.filter(standing=True, found__isnull=False).exists()


def test_the_nightly_check_finds_it_too_and_a_second_one_changes_nothing():
    land = a_district()
    case = a_case("Lý Văn Lễ", land["cells"][0], *LATE)

    recheck_all(TODAY)
    first = list(Act.objects.filter(found__isnull=False).values_list("key", "found"))
    recheck_all(TODAY)

    assert first == list(Act.objects.filter(found__isnull=False).values_list("key", "found"))
    assert first == [("ceremony", ["CLK-CEREMONY-LATE"])]
    assert Candidacy.objects.get(pk=case.pk).irregular is False


def test_a_night_that_changes_nothing_writes_nothing():
    land = a_district()
    case = a_case("Lý Văn Lễ", land["cells"][0], *LATE)
    recheck_all(TODAY)

    with CaptureQueriesContext(connection) as nothing:
        recheck_all(TODAY)
    case.acts.filter(key="ceremony").update(standing=False)
    with CaptureQueriesContext(connection) as changed:
        recheck_all(TODAY)

    assert not [one for one in nothing.captured_queries if WRITES.search(one["sql"])]
    assert [found[1] for one in changed.captured_queries if (found := WRITES.search(one["sql"]))] == ["UPDATE"]
    assert Candidacy.objects.get(pk=case.pk).stage == "decided"


def test_closed_cases_are_looked_at_again_only_where_that_is_asked_for():
    land = a_district()
    a_case("Lý Văn Lễ", land["cells"][0], *LATE, closed="recognised", closed_on=date(2018, 3, 1))

    assert (recheck_all(TODAY), Act.objects.filter(found__isnull=False).count()) == (0, 0)
    assert (recheck_all(TODAY, closed=True), Act.objects.filter(found__isnull=False).count()) == (1, 1)


def test_settling_takes_the_same_queries_for_one_case_and_for_thirty(django_assert_max_num_queries):
    land = a_district()
    cases = [a_case(f"Lý Văn {n}", land["cells"][0], *LATE) for n in range(31)]
    rows = list(Candidacy.objects.select_related("person").filter(pk__in=[c.pk for c in cases]).order_by("pk"))

    map_on(TODAY)  # drawn once by each process

    with django_assert_max_num_queries(20) as one:
        settle_many(rows[:1], TODAY)
    with django_assert_max_num_queries(20) as thirty:
        settle_many(rows[1:], TODAY)

    assert len(one) == len(thirty)


# The answers.


def test_confirmed_it_is_an_irregular_act_with_its_rules_and_reason_and_the_old_row_stays():
    land = a_district()
    board = the_board(land)
    case = a_case("Lý Văn Lớp", land["cells"][0], *LAPSED)
    Tally.objects.create(
        act=case.acts.get(key="cell-resolution"), body="cell", members=9, in_favour=8, base=9, needed=6, counted=False
    )
    settled(case)
    old = case.acts.get(key="cell-resolution")

    made = confirm_irregular(old, "Chờ lớp của trung tâm", actor=board, today=TODAY)

    old.refresh_from_db()
    made.refresh_from_db()
    case.refresh_from_db()
    assert (old.standing, old.replaced_by_id, old.irregular) == (False, made.pk, False)
    assert (made.irregular, made.against, made.found, made.on) == (True, ["CAND-CLASS-TTL"], None, old.on)
    assert (made.tally.in_favour, made.tally.counted, old.tally.in_favour) == (8, False, 8)
    assert case.irregular
    assert Entry.objects.get(verb="act.confirmed").data["rules"] == ["CAND-CLASS-TTL"]


def test_confirmed_it_stays_so_whatever_a_later_list_says():
    land = a_district()
    board = the_board(land)
    one = {"certificate": "12", "resolved": "5/9/2017"}
    load(one | {"certified": "20/5/2011"}, actor=board)
    confirm_irregular(Act.objects.get(key="cell-resolution"), WHY, actor=board, today=TODAY)

    load(one | {"certified": "20/5/2011", "resolved": "5/10/2017"}, actor=board, day="17/4/2018")

    act = Act.objects.get(key="cell-resolution", standing=True)
    assert (act.on, act.irregular) == (date(2017, 9, 5), True)


def test_the_second_answer_of_two_is_told_that_somebody_answered():
    land = a_district()
    case = a_case("Lý Văn Lớp", land["cells"][0], *LAPSED)
    settled(case)
    act = case.acts.get(key="cell-resolution")
    confirm_irregular(act, WHY, actor=the_board(land), today=TODAY)

    with pytest.raises(RefusedError, match="đã được sửa trước đó"):
        confirm_irregular(act, WHY, actor=None, today=TODAY)


def test_what_nothing_stands_against_cannot_be_confirmed_and_a_reason_is_needed():
    land = a_district()
    case = a_case("Lý Văn Lớp", land["cells"][0], *LAPSED)
    settled(case)

    with pytest.raises(RefusedError, match="Không còn quy định nào"):
        confirm_irregular(case.acts.get(key="class-certificate"), WHY, actor=None, today=TODAY)
    with pytest.raises(RefusedError, match="vì sao"):
        confirm_irregular(case.acts.get(key="cell-resolution"), "  ", actor=None, today=TODAY)

    assert case.acts.count() == 2


def test_corrected_it_is_found_no_more_and_the_counts_go_along():
    land = a_district()
    case = a_case("Lý Văn Phiếu", land["cells"][0], ("class-certificate", date(2012, 2, 10)), ("cell-resolution", date(2017, 9, 5)))  # fmt: skip
    Tally.objects.create(
        act=case.acts.get(key="cell-resolution"), body="cell", members=9, in_favour=8, base=9, needed=6
    )
    assert settled(case) == {"cell-resolution": ["CAND-CLASS-TTL"]}

    made = correct_act(
        case.acts.get(key="cell-resolution"), date(2017, 2, 9), "Ghi nhầm tháng", actor=None, today=TODAY
    )

    made.refresh_from_db()
    assert (made.found, made.irregular, made.tally.in_favour, made.tally.needed) == (None, False, 8, 6)


def test_a_ceremony_put_right_moves_the_membership_with_it(village):  # noqa: F811
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    recorded(case, board, *PAPERS)
    for key, on, vote in (
        ("cell-resolution", date(2016, 11, 7), votes(8)), ("decision-issued", date(2017, 1, 16), votes(6, 9, "standing-committee")),
        ("decision-received", date(2017, 1, 20), None), ("ceremony", date(2017, 2, 15), None),
    ):  # fmt: skip
        record_act(case, key, on, Details(reason=WHY, vote=vote), actor=board, today=TODAY)
    ceremony = case.acts.get(key="ceremony")

    correct_act(ceremony, date(2017, 2, 16), "Ghi nhầm ngày", actor=board, today=TODAY)

    assert Membership.objects.get(person=case.person).admitted_on == date(2017, 2, 16)
    assert Activity.objects.get(person=case.person).since == date(2017, 2, 16)


def test_a_consent_that_was_given_in_time_answers_a_late_ceremony_too():
    land = a_district()
    case = a_case("Lý Văn Lễ", land["cells"][0], *LATE)
    assert settled(case) == {"ceremony": ["CLK-CEREMONY-LATE"]}

    record_act(case, "late-ceremony-consent", date(2017, 11, 20), actor=None, today=TODAY)

    assert settled(case) == {}


def test_a_ceremony_that_only_a_list_tells_can_be_put_right_alone():
    land = a_district()
    case = a_case("Lý Văn Lễ", land["cells"][0], *LATE)

    made = correct_act(case.acts.get(key="ceremony"), date(2017, 11, 23), "Ghi nhầm ngày", actor=None, today=TODAY)

    assert (made.on, settled(case)) == (date(2017, 11, 23), {})


# The board and the page of the answer.


def test_the_board_counts_what_people_recorded_and_what_the_machine_finds_apart():
    land = a_district()
    for cell, acts in ((0, LATE), (0, LAPSED), (2, LAPSED)):
        settled(a_case(f"Lý Văn {cell}{len(acts)}", land["cells"][cell], *acts))
    confirm_irregular(Act.objects.filter(found=["CAND-CLASS-TTL"]).first(), WHY, actor=None, today=TODAY)
    scope = scope_of(the_board(land), TODAY)

    found = irregularities(scope, None, "", "", 1)

    assert (found.recorded, found.found, found.page.total) == (1, 2, 3)
    assert {line.rule: (line.recorded, line.found) for line in found.rules} == {
        "CAND-CLASS-TTL": (1, 1), "CLK-CEREMONY-LATE": (0, 1),
    }  # fmt: skip
    assert [(line.name, line.counts["da-ghi"], line.counts["phan-mem-thay"]) for line in found.units] == [
        ("Đảng bộ xã Đồng Thử", 1, 1), ("Đảng bộ xã Lục Thử", 0, 1),
    ]  # fmt: skip
    assert irregularities(scope, None, "", "da-ghi", 1).page.total == 1
    assert irregularities(scope, None, "CLK-CEREMONY-LATE", "phan-mem-thay", 1).page.total == 1


def test_each_rule_stands_there_with_its_clause_of_that_day():
    land = a_district()
    settled(a_case("Lý Văn Lễ", land["cells"][0], *LATE))

    (row,) = irregularities(scope_of(the_board(land), TODAY), None, "", "", 1).page.rows

    assert [one.rule for one in row.found] == ["CLK-CEREMONY-LATE"]
    assert "29-QĐ/TW (25/07/2016)" in row.found[0].clause


def test_who_was_taken_off_the_list_is_not_listed_anew():
    land = a_district()
    case = a_case("Lý Văn Đi", land["cells"][0], *LATE)
    settled(case)
    Candidacy.objects.filter(pk=case.pk).update(closed="moved", closed_on=TODAY)

    assert irregularities(scope_of(the_board(land), TODAY), None, "", "", 1).page.total == 0


def test_the_page_shows_the_clause_and_both_answers_and_records_the_second(client):
    land = a_district()
    case = a_case("Lý Văn Lớp", land["cells"][0], *LAPSED)
    settled(case)
    act = case.acts.get(key="cell-resolution")
    client.force_login(a_user("cell", land["cells"][0]))

    board = client.get(reverse("irregular")).content.decode()
    page = client.get(reverse("act-answer", args=[act.pk])).content.decode()
    refused = client.post(reverse("act-answer", args=[act.pk]), {"reason": ""})
    answer = client.post(reverse("act-answer", args=[act.pk]), {"reason": WHY})

    assert reverse("act-answer", args=[act.pk]) in board
    assert "20/05/2016" in page  # the last day on which the certificate counted
    assert reverse("act-correct", args=[act.pk]) in page
    assert (refused.status_code, answer["Location"]) == (422, reverse("candidacy", args=[case.pk]))
    assert "Xác nhận chưa đúng quy định: Nghị quyết của chi bộ" in client.get(answer["Location"]).content.decode()
    again = client.post(reverse("act-answer", args=[act.pk]), {"reason": WHY})
    assert again.status_code == 422
    assert "đã được sửa trước đó" in again.content.decode()  # the row answered for stands no more
    assert case.acts.filter(key="cell-resolution").count() == 2


def test_an_act_by_hand_that_a_later_correction_puts_out_of_order_is_found(village):  # noqa: F811
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    recorded(case, board, *PAPERS)

    correct_act(case.acts.get(key="application"), date(2016, 8, 9), "Ghi nhầm ngày", actor=board, today=TODAY)

    assert settled(case) == {"cv": ["CAND-APPLICATION"]}


def test_a_refused_act_leaves_nothing_to_be_found():
    land = a_district()
    person = a_person("Lý Văn Trẻ", born=date(2004, 1, 1))
    case = open_candidacy(person, land["cells"][0], date(2018, 1, 8), actor=None, today=TODAY)

    with pytest.raises(JudgedError):
        record_act(case, "cv", date(2018, 2, 5), Details(), actor=None, today=TODAY)

    assert settled(case) == {}
