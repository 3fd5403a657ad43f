"""Striking off a probationary member, readmission, and moves at each of the five stages: through the pages."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.actions import Details, JudgedError, close_candidacy, open_candidacy, record_act
from taonguon.admissions.enums import Closed
from taonguon.admissions.models import Act, Candidacy, Handling
from taonguon.admissions.readmission import former_of, open_again
from taonguon.audit.models import Entry
from taonguon.people.models import Activity, Membership
from taonguon.rules.cases import Former
from taonguon.rules.refusal import RefusedError
from tests.admissions.casebook import a_case
from tests.admissions.test_path import WHY, village, votes  # noqa: F401 a fixture
from tests.builders import TODAY, a_district, a_membership, a_person, a_user

pytestmark = pytest.mark.django_db
CEREMONY = date(2017, 9, 2)


@pytest.fixture
def probation(village, client):  # noqa: F811
    """A member on probation with his case, and the log-in of the cell."""
    head = village[3]
    a_membership(head, village[1], admitted=CEREMONY)
    case = a_case("", village[1], ("listed", date(2015, 3, 2)), ("ceremony", CEREMONY), person=head, stage="probation")
    Handling.objects.create(candidacy=case, cell=village[1], since=date(2015, 3, 2))
    client.force_login(a_user("cell", village[1]))
    return case


def strike(client, case, key, body="cell", favour=8, members=9, **more):
    counts = dict.fromkeys(
        ("absent", "temporarily_away", "exempt_absent", "exempt_present", "suspended", "earlier_failed_votes"), 0
    )
    sent = {
        "on": "05/03/2018",
        "number": "04",
        "ground": "unfit",
        "body": body,
        "members": members,
        "in_favour": favour,
    }
    return client.post(reverse("act-record", args=[case.pk, key]), sent | counts | {"reason": ""} | more)


def led_to_the_board(client, case, committee):
    """Record the committee's act as the committee, and come back as the board."""
    client.force_login(a_user("commune", committee))
    strike(client, case, "strike-off-committee-resolution", "grassroots-committee", 12, 13, on="05/03/2018")
    client.force_login(a_user("board", committee))


# Striking off.


def test_the_decision_of_striking_off_ends_the_membership_and_closes_the_case(probation, client, village):  # noqa: F811
    cell = strike(client, probation, "strike-off-resolution")
    led_to_the_board(client, probation, village[0]["committees"][0])
    decision = strike(
        client, probation, "strike-off-decision", "standing-committee", 6, on="02/04/2018", number="99-QĐ/HU"
    )

    probation.refresh_from_db()
    membership = Membership.objects.get(person=probation.person)
    assert (cell.status_code, decision.status_code) == (302, 302)
    assert (probation.closed, probation.closed_on) == ("struck-off", date(2018, 4, 2))
    assert (membership.end_reason, membership.ended_on) == ("struck-off", date(2018, 4, 2))
    assert [(a.since, a.until) for a in Activity.objects.filter(person=probation.person)] == [
        (CEREMONY, date(2018, 4, 2))
    ]
    assert Act.objects.get(key="strike-off-resolution").reason.startswith("Không đủ tư cách đảng viên")
    assert Entry.objects.filter(verb="membership.ended").count() == 1


def test_a_striking_off_below_two_thirds_is_refused_or_recorded_as_irregular(probation, client):
    refused = strike(client, probation, "strike-off-resolution", favour=5)
    kept = strike(client, probation, "strike-off-resolution", favour=5, irregular="on")

    act = Act.objects.get(key="strike-off-resolution")
    assert (refused.status_code, kept.status_code) == (422, 302)
    assert (act.irregular, act.tally.in_favour, act.tally.needed) == (True, 5, 6)
    assert {"STRIKE-VOTE", "VOTE-BRANCH"} <= set(act.against)


def test_a_ground_of_the_list_is_asked_for(probation, client):
    answer = strike(client, probation, "strike-off-resolution", ground="")

    assert answer.status_code == 422
    assert "ground" in answer.context["form"].errors
    assert not Act.objects.filter(key="strike-off-resolution").exists()


def test_only_a_probationary_member_is_struck_off(village, client):  # noqa: F811
    case = a_case("Lý Văn Nguồn", village[1], ("listed", date(2015, 3, 2)))
    client.force_login(a_user("cell", village[1]))

    answer = strike(client, case, "strike-off-resolution")

    assert answer.status_code == 422
    assert "không phải là đảng viên dự bị" in answer.content.decode()
    assert "Quyết định xóa tên" not in client.get(reverse("candidacy", args=[case.pk])).content.decode()


def test_the_page_offers_it_on_probation_and_says_what_the_rules_say(probation, client):
    page = client.get(reverse("candidacy", args=[probation.pk])).content.decode()
    form = client.get(reverse("act-record", args=[probation.pk, "strike-off-resolution"]))

    assert reverse("act-record", args=[probation.pk, "strike-off-resolution"]) in page
    assert form.context["judged"].step == "Xóa tên đảng viên dự bị"


def test_the_act_does_not_go_into_the_case_file(probation, client):
    strike(client, probation, "strike-off-resolution")

    assert "strike" not in client.get(reverse("candidacy-file", args=[probation.pk])).content.decode()


def test_a_double_click_strikes_off_once(probation, client, village):  # noqa: F811
    led_to_the_board(client, probation, village[0]["committees"][0])
    strike(client, probation, "strike-off-decision", "standing-committee", 6)

    again = strike(client, probation, "strike-off-decision", "standing-committee", 6)

    assert again.status_code == 422
    assert Act.objects.filter(key="strike-off-decision").count() == 1


def test_a_case_that_only_a_register_tells_ends_without_a_membership(village, client):  # noqa: F811
    case = a_case("Lý Văn Sổ", village[1], ("ceremony", CEREMONY), stage="probation")
    led_to_the_board(client, case, village[0]["committees"][0])

    answer = strike(client, case, "strike-off-decision", "standing-committee", 6)

    assert answer.status_code == 302
    assert Candidacy.objects.get(pk=case.pk).closed == "struck-off"


@pytest.mark.parametrize(("because", "ends"), [("moved", "moved"), ("died", "died")])
def test_one_on_probation_who_moves_away_or_dies_is_no_longer_a_member_here(probation, because, ends):
    close_candidacy(probation, Closed(because), date(2018, 3, 5), actor=None, today=TODAY)

    assert Membership.objects.get(person=probation.person).end_reason == ends


def test_other_reasons_do_not_take_a_probationary_member_off(probation):
    with pytest.raises(RefusedError, match="đang là đảng viên dự bị"):
        close_candidacy(probation, Closed.AWAY, date(2018, 3, 5), actor=None, today=TODAY)

    assert Membership.objects.get(person=probation.person).end_reason == ""


# Readmission.


def a_former(cell, home, left=date(2014, 3, 3), reason="struck-off", **more):
    person = a_person("Lý Văn Cũ", born=date(1980, 1, 1), lives_in=home)
    a_membership(
        person, cell, admitted=date(2010, 5, 19), ended_on=left, ended_precision="d", end_reason=reason, **more
    )
    return person


def readmit(client, person, cell, **more):
    sent = {
        "unit": cell.code,
        "on": "02/04/2018",
        "number": "04-NQ/CB",
        "left_on": "03/03/2014",
        "because": "struck-off",
    }
    return client.post(reverse("candidacy-readmit", args=[person.pk]), sent | {"times_readmitted": 0} | more)


def test_what_the_register_of_members_knows_of_the_earlier_membership_is_filled_in(client):
    land = a_district()
    person = a_former(land["cells"][0], land["villages"][0], decided_on=date(2010, 4, 2))
    client.force_login(a_user("cell", land["cells"][0]))

    led = client.get(reverse("candidacy-open", args=[person.pk]))
    opened = client.get(led["Location"])
    form = opened.context["form"]

    assert led["Location"] == reverse("candidacy-readmit", args=[person.pk])
    assert former_of(person) == Former(date(2014, 3, 3), "struck-off", None, 0, date(2010, 4, 2))
    assert form["left_on"].value() == "03/03/2014"
    assert form["because"].value() == "struck-off"
    assert "bị xóa tên" in str(opened.context["judged"].groups)  # what the rules say of it today stands beside the form


def test_readmission_after_the_wait_is_recorded_with_a_reason_and_shown(client):
    land = a_district()
    person = a_former(land["cells"][0], land["villages"][0])
    client.force_login(a_user("cell", land["cells"][0]))

    asked = readmit(client, person, land["cells"][0])
    answer = readmit(client, person, land["cells"][0], reason=WHY)

    case = Candidacy.objects.get(person=person)
    assert (asked.status_code, answer["Location"]) == (422, reverse("candidacy", args=[case.pk]))
    assert case.facts["former_membership"] == {
        "left_on": "2014-03-03", "because": "struck-off", "times_readmitted": 0,
    }  # fmt: skip
    assert (case.irregular, case.acts.get().reason) == (False, WHY)
    assert "kết nạp lại" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"left_on": "03/04/2015"}, "READM-WAIT"),
        ({"because": "own-request"}, "READM-NEVER"),
        ({"times_readmitted": 1}, "READM-ONCE"),
    ],
)
def test_what_the_rules_block_is_refused_with_its_clause_or_recorded_as_irregular(client, told, rule):
    land = a_district()
    person = a_former(land["cells"][0], land["villages"][0])
    client.force_login(a_user("cell", land["cells"][0]))

    refused = readmit(client, person, land["cells"][0], reason=WHY, **told)
    nothing = not Candidacy.objects.exists()
    kept = readmit(client, person, land["cells"][0], reason=WHY, irregular="on", **told)

    assert (refused.status_code, nothing, kept.status_code) == (422, True, 302)
    assert rule in {said.rule for _weight, _name, found in refused.context["judged"].groups for said in found}
    act = Act.objects.get(key="listed")
    assert (act.irregular, act.against, Candidacy.objects.get().irregular) == (True, [rule], True)


def test_a_former_member_is_not_listed_without_being_asked_about():
    land = a_district()
    person = a_former(land["cells"][0], land["villages"][0])

    with pytest.raises(RefusedError, match="từng là đảng viên"):
        open_candidacy(person, land["cells"][0], date(2018, 4, 2), actor=None, today=TODAY)


def test_who_never_was_a_member_is_not_readmitted(client):
    land = a_district()
    person = a_person("Lý Văn Mới", lives_in=land["villages"][0])
    client.force_login(a_user("cell", land["cells"][0]))

    assert client.get(reverse("candidacy-readmit", args=[person.pk]))["Location"] == reverse(
        "candidacy-open", args=[person.pk]
    )
    with pytest.raises(RefusedError, match="chưa từng là đảng viên"):
        open_again(person, land["cells"][0], date(2018, 4, 2), Former(), Details(), actor=None, today=TODAY)


def test_one_who_moved_away_is_no_former_member():
    land = a_district()
    person = a_former(land["cells"][0], land["villages"][0], reason="moved")

    assert former_of(person) is None


def test_the_wait_is_judged_at_the_application_too():
    land = a_district()
    person = a_former(land["cells"][0], land["villages"][0], left=date(2015, 6, 1))
    former = Former(date(2015, 6, 1), "struck-off", None, 0)
    details = Details(reason=WHY, irregular=True)
    case = open_again(person, land["cells"][0], date(2018, 2, 5), former, details, actor=None, today=TODAY)

    with pytest.raises(JudgedError) as refused:
        record_act(case, "application", date(2018, 3, 5), Details(reason=WHY), actor=None, today=TODAY)

    assert "READM-WAIT" in {f.rule for f in refused.value.findings}


# Moves.


@pytest.mark.parametrize(
    ("acts", "stage"),
    [
        (("listed",), "being-helped"),
        (("listed", "cell-resolution"), "resolved-not-sent"),
        (("listed", "cell-resolution", "dossier-sent"), "sent-no-decision"),
        (("listed", "cell-resolution", "decision-issued"), "decided-no-ceremony"),
        (("listed", "cell-resolution", "decision-issued", "ceremony"), "probation"),
    ],
)
def test_a_case_moves_at_each_of_the_five_stages(client, acts, stage):
    land = a_district()
    old, new = land["cells"][:2]
    case = a_case("Lý Văn Chuyển", old, *((key, date(2017, 5, n)) for n, key in enumerate(acts, 2)))
    Handling.objects.create(candidacy=case, cell=old, since=date(2017, 5, 2))
    if stage == "probation":
        a_membership(case.person, old, admitted=date(2017, 5, 5))
    record_act(case, "handling-task", date(2017, 6, 1), Details(), actor=None, today=TODAY)  # settles the stage
    client.force_login(a_user("commune", land["committees"][0]))

    form = client.get(reverse("candidacy-move", args=[case.pk]))
    answer = client.post(
        reverse("candidacy-move", args=[case.pk]), {"unit": new.code, "on": "05/03/2018", "same": "yes"}
    )

    case.refresh_from_db()
    last = case.handlings.get(until__isnull=True)
    assert (form.status_code, answer.status_code) == (200, 302)
    assert (case.cell, last.cell, last.stage, last.same_deciding_committee) == (new, new, stage, True)
    assert case.handlings.get(cell=old).until == date(2018, 3, 5)
    assert client.get(reverse("candidacy", args=[case.pk])).status_code == 200
    if stage == "probation":
        stays = Activity.objects.filter(person=case.person).order_by("since").values_list("cell", "since", "until")
        assert list(stays) == [
            (old.pk, date(2017, 5, 5), date(2018, 3, 5)), (new.pk, date(2018, 3, 5), None),
        ]  # fmt: skip


def test_the_case_file_tells_of_the_move(client):
    land = a_district()
    old, new = land["cells"][:2]
    case = a_case("Lý Văn Chuyển", old, ("listed", date(2017, 5, 2)))
    Handling.objects.create(candidacy=case, cell=old, since=date(2017, 5, 2))
    client.force_login(a_user("commune", land["committees"][0]))
    client.post(reverse("candidacy-move", args=[case.pk]), {"unit": new.code, "on": "05/03/2018", "same": "no"})

    text = client.get(reverse("candidacy-file", args=[case.pk])).content.decode()

    assert "[move]" in text
    assert 'stage = "being-helped"' in text
    assert "same_deciding_committee = false" in text


def test_where_the_ceremony_is_to_be_held_is_asked_of_a_case_that_moved(client):
    land = a_district()
    old, new = land["cells"][:2]
    case = a_case("Lý Văn Chuyển", old, ("listed", date(2017, 5, 2)))
    Handling.objects.create(candidacy=case, cell=old, since=date(2017, 5, 2))
    client.force_login(a_user("commune", land["committees"][0]))
    where = reverse("facts-set", args=[case.pk])
    before = client.get(where).content.decode()
    client.post(reverse("candidacy-move", args=[case.pk]), {"unit": new.code, "on": "05/03/2018", "same": "no"})

    client.post(where, {"move.ceremony_at": "new"})

    text = client.get(reverse("candidacy-file", args=[case.pk])).content.decode()
    assert "move.ceremony_at" not in before
    assert 'ceremony_at = "new"' in text
    assert 'stage = "being-helped"' in text


# Back from a closed case.


def test_a_case_ended_by_striking_off_leads_to_readmission_with_its_ground(probation, client, village):  # noqa: F811
    led_to_the_board(client, probation, village[0]["committees"][0])
    strike(client, probation, "strike-off-decision", "standing-committee", 6, on="02/04/2018")
    client.force_login(a_user("cell", village[1]))

    page = client.get(reverse("candidacy", args=[probation.pk])).content.decode()
    form = client.get(reverse("candidacy-readmit", args=[probation.person_id])).content.decode()

    assert reverse("candidacy-readmit", args=[probation.person_id]) in page
    assert "Căn cứ xóa tên đã ghi ngày 02/04/2018: Không đủ tư cách đảng viên" in form
    assert "tùy lý do cụ thể của việc đó" in form


@pytest.mark.parametrize(
    ("closed", "role", "offered"),
    [("away", "cell", True), ("old", "board", True), ("died", "cell", False), ("away", "leader", False)],
)
def test_from_a_case_that_left_the_list_one_comes_to_the_list_again(village, client, closed, role, offered):  # noqa: F811
    case = a_case("", village[1], ("listed", date(2015, 3, 2)), person=village[3], closed=closed, closed_on=TODAY)
    client.force_login(a_user(role, village[1]))

    page = client.get(reverse("candidacy", args=[case.pk])).content.decode()

    assert (reverse("candidacy-open", args=[case.person_id]) in page) == offered


def test_who_has_an_open_case_is_not_offered_another(village, client):  # noqa: F811
    case = a_case("", village[1], ("listed", date(2015, 3, 2)), person=village[3], closed="away", closed_on=TODAY)
    a_case("", village[1], ("listed", date(2018, 3, 2)), person=village[3])
    client.force_login(a_user("cell", village[1]))

    page = client.get(reverse("candidacy", args=[case.pk])).content.decode()

    assert reverse("candidacy-open", args=[case.person_id]) not in page
