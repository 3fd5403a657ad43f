"""The page of one case and its forms, through the client."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.actions import assign_helper, open_candidacy
from taonguon.admissions.models import Act, Candidacy
from taonguon.audit.models import Entry
from taonguon.rules.book import central
from taonguon.rules.casefile import read
from tests.admissions.test_path import FACTS, PAPERS, WHY, opened, recorded, village, votes  # noqa: F401  # a fixture
from tests.builders import TODAY, a_person, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(village, client):  # noqa: F811  # pytest hands the fixture over by its name
    board = a_user("board", village[0]["committees"][0])
    made = opened(village, board)
    recorded(made, board, *PAPERS)
    client.force_login(a_user("cell", village[1]))
    return made


def test_the_page_names_the_next_step_who_acts_and_what_stands_in_its_way(case, client):
    answer = client.get(reverse("candidacy", args=[case.pk]))
    text = answer.content.decode()

    assert answer.status_code == 200
    assert answer.context["main"].step == "cell-vote"
    assert "CAND-CLASS-TTL" in text  # the clock of the certificate, with the rule it rests on
    assert {row.act.key for row in answer.context["path"] if row.act} >= {
        "listed",
        "helper-assigned",
        "application",
        "opinions",
    }


def test_a_look_at_a_case_leaves_a_trace(case, client):
    before = Entry.objects.filter(verb="candidacy.looked-at").count()

    client.get(reverse("candidacy", args=[case.pk]))

    assert Entry.objects.filter(verb="candidacy.looked-at").count() == before + 1


def test_a_vote_is_judged_while_it_is_typed_and_nothing_is_written(case, client):
    sent = a_vote(5)

    answer = client.post(reverse("act-judge", args=[case.pk, "cell-resolution"]), sent)

    judged = answer.context["judged"]
    assert (judged.base, judged.needed, judged.in_favour) == (9, 6, 5)
    assert judged.look == "is-bad"
    assert not Act.objects.filter(key="cell-resolution").exists()


def a_vote(favour, **more):
    return {
        "on": "07/11/2016", "number": "11-NQ/CB", "body": "cell", "members": 9, "in_favour": favour, "absent": 0,
        "temporarily_away": 0, "exempt_absent": 0, "exempt_present": 0, "suspended": 0, "earlier_failed_votes": 0,
        "ballot": "secret", "reason": "", **more,
    }  # fmt: skip


def test_a_vote_one_short_is_shown_as_not_allowed_and_not_kept(case, client):
    answer = client.post(reverse("act-record", args=[case.pk, "cell-resolution"]), a_vote(5, reason=WHY))

    assert answer.status_code == 422
    assert "Quy định không cho phép" in answer.content.decode()
    assert not Act.objects.filter(key="cell-resolution").exists()


def test_a_lawful_vote_is_kept_and_leads_back_to_the_case(case, client):
    answer = client.post(reverse("act-record", args=[case.pk, "cell-resolution"]), a_vote(8, reason=WHY))

    act = Act.objects.get(key="cell-resolution", standing=True)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("candidacy", args=[case.pk])
    assert (act.number, act.irregular, act.tally.in_favour, act.tally.ballot) == ("11-NQ/CB", False, 8, "secret")
    assert Candidacy.objects.get(pk=case.pk).stage == "cell"


def test_a_double_click_records_once_and_says_so(case, client):
    address = reverse("act-record", args=[case.pk, "cell-resolution"])
    client.post(address, a_vote(8, reason=WHY))

    answer = client.post(address, a_vote(8, reason=WHY))

    assert answer.status_code == 422
    assert "đã được ghi ngày 07/11/2016" in answer.content.decode()
    assert Act.objects.filter(key="cell-resolution").count() == 1


def test_a_day_to_come_is_refused_beside_its_field(case, client):
    answer = client.post(reverse("act-record", args=[case.pk, "new-member-class"]), {"on": "01/01/2030", "reason": ""})

    assert answer.status_code == 422
    assert "còn ở phía trước" in str(answer.context["form"].errors["on"])


def test_the_case_file_reads_back_and_names_nobody(case, client):
    answer = client.get(reverse("candidacy-file", args=[case.pk]))
    text = answer.content.decode()

    told = read(text, frozenset(central().rules))
    assert told.step == "cell-vote"
    assert told.done["cv-certified"] == date(2016, 10, 10)
    assert "Chìu" not in text


def test_facts_keep_what_is_said_and_forget_what_is_left_out(case, client):
    client.post(
        reverse("facts-set", args=[case.pk]),
        {"person.citizen": "yes", "person.schooling": "primary", "person.areas": ["border"], "person.consents": ["-"]},
    )

    facts = Candidacy.objects.get(pk=case.pk).facts
    assert facts == {"person": {"citizen": True, "schooling": "primary", "areas": ["border"], "consents": []}}


def test_a_paper_is_one_line_of_the_ledger(case, client):
    address = reverse("paper-set", args=[case.pk, "1-KNĐ"])
    for kept in ("tủ 1", "tủ 2"):
        client.post(address, {"state": "has", "made_on": "01/08/2016", "kept_at": kept, "checked_by": "Văn phòng"})

    papers = list(case.papers.values_list("form", "state", "kept_at"))
    assert papers == [("1-KNĐ", "has", "tủ 2")]


def test_another_member_of_the_cell_takes_over_as_helper(case, client, village):  # noqa: F811
    other = village[2][3]

    client.post(reverse("helper-assign", args=[case.pk]), {"helper": other.pk, "on": "06/03/2017", "reason": WHY})

    rows = list(case.assignments.order_by("since").values_list("helper_id", "since", "until"))
    assert rows == [
        (village[2][0].pk, date(2015, 4, 6), date(2017, 3, 6)),
        (other.pk, date(2017, 3, 6), None),
    ]


def test_somebody_is_put_on_the_list_from_his_own_page(client, village):  # noqa: F811
    someone = a_person("Dường A Thử", born=date(1991, 2, 3), lives_in=village[0]["villages"][0])
    client.force_login(a_user("cell", village[1]))

    answer = client.post(
        reverse("candidacy-open", args=[someone.pk]),
        {"unit": f"{village[1].code}", "on": "02/04/2018", "number": "04-NQ/CB"},
    )

    made = Candidacy.objects.get(person=someone)
    assert answer["Location"] == reverse("candidacy", args=[made.pk])
    assert (made.cell, made.stage, made.stage_since) == (village[1], "recognised", date(2018, 4, 2))


def test_who_is_a_member_already_is_not_put_on_the_list(client, village):  # noqa: F811
    member = village[2][0]
    client.force_login(a_user("cell", village[1]))

    answer = client.post(reverse("candidacy-open", args=[member.pk]), {"unit": village[1].code, "on": "02/04/2018"})

    assert answer.status_code == 422
    assert "đã là đảng viên" in answer.content.decode()


def test_a_case_outside_the_reach_is_not_there(case, client, village):  # noqa: F811
    client.force_login(a_user("cell", village[0]["cells"][2]))

    assert client.get(reverse("candidacy", args=[case.pk])).status_code == 404


def test_taken_off_the_list_the_case_stays_to_be_seen_and_takes_no_more_acts(case, client):
    client.post(reverse("candidacy-close", args=[case.pk]), {"because": "away", "on": "05/03/2018"})

    found = Candidacy.objects.get(pk=case.pk)
    answer = client.post(reverse("act-record", args=[case.pk, "member-cv"]), {"on": "06/03/2018", "reason": WHY})
    assert (found.closed, found.closed_on, found.next_step) == ("away", date(2018, 3, 5), "")
    assert answer.status_code == 422
    assert client.get(reverse("candidacy", args=[case.pk])).status_code == 200


def test_only_open_cases_hinder_a_new_one(case, village, client):  # noqa: F811
    client.post(reverse("candidacy-close", args=[case.pk]), {"because": "away", "on": "05/03/2018"})

    again = open_candidacy(case.person, village[1], date(2018, 4, 2), actor=None, today=TODAY)

    assert again.pk != case.pk


def test_the_page_asks_as_much_for_many_acts_as_for_one(case, village, client, django_assert_num_queries):  # noqa: F811
    novice = a_person("Tằng Thị Thử", born=date(1992, 1, 1))
    few = open_candidacy(novice, village[1], date(2018, 4, 2), actor=None, today=TODAY)
    assign_helper(few, village[2][0], date(2018, 4, 9), actor=None, today=TODAY, reason=WHY)
    client.get(reverse("candidacy", args=[few.pk]))

    with django_assert_num_queries(28):
        client.get(reverse("candidacy", args=[few.pk]))
    with django_assert_num_queries(28):
        client.get(reverse("candidacy", args=[case.pk]))


def test_who_has_a_case_already_is_led_to_it(case, client):
    answer = client.get(reverse("candidacy-open", args=[case.person_id]))

    assert answer["Location"] == reverse("candidacy", args=[case.pk])
    assert (
        reverse("person-case", args=[case.person_id])
        in client.get(reverse("person", args=[case.person_id])).content.decode()
    )


def test_from_a_person_one_comes_to_his_case_open_or_closed_or_to_where_one_is_opened(case, client, village):  # noqa: F811
    def led(pk):
        return client.get(reverse("person-case", args=[pk]))["Location"]

    assert led(case.person_id) == reverse("candidacy", args=[case.pk])
    Candidacy.objects.filter(pk=case.pk).update(closed="recognised", closed_on=TODAY)
    assert led(case.person_id) == reverse("candidacy", args=[case.pk])
    member = village[2][0]
    assert led(member.pk) == reverse("candidacy-open", args=[member.pk])
    assert "Ghi lại quá trình kết nạp" in client.get(reverse("candidacy-open", args=[member.pk])).content.decode()

    client.force_login(a_user("leader", village[1]))
    assert led(member.pk) == reverse("person", args=[member.pk])
    assert "chưa có hồ sơ" in client.get(reverse("person", args=[member.pk])).content.decode()
