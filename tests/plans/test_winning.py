"""Which posts to win next: how far the holder is and from when he can be official, why he cannot, or that nobody holds it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from taonguon.admissions.actions import Details, close_candidacy, open_candidacy, record_act
from taonguon.admissions.enums import Closed
from taonguon.admissions.models import Act
from taonguon.orgs.access import scope_of
from taonguon.orgs.queries import map_on, part_of
from taonguon.people.enums import PostKind
from taonguon.plans.elections import Called, set_election
from taonguon.plans.winning import STATES, State, Wish, board_of
from taonguon.rules.pace import FEW_MOVES
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db
LISTED = date(2018, 1, 8)


@pytest.fixture
def district():
    return a_district()


def holder(district, village=0, kind="head", name="Lý Văn Giữ", born=date(1985, 5, 5), listed=None, cell=None):
    person = a_person(name, born=born, lives_in=district["villages"][village])
    a_post(kind, locality=district["villages"][village], holder=person, since=date(2016, 1, 1))
    if listed:
        open_candidacy(person, district["cells"][village if cell is None else cell], listed, actor=None, today=TODAY)
    return person


def board(district, role="board", at="top", wish=None, on=TODAY, unit=None):
    where = district["top"] if at == "top" else at
    scope = scope_of(a_user(role, where), TODAY)
    return board_of(part_of((unit or where).pk, on), scope, wish or Wish(), 1, TODAY)


def only(found):
    (line,) = found.page.rows
    return line


def test_a_holder_in_the_source_with_stage_and_the_earliest_day(district):
    holder(district, listed=LISTED)

    line = only(board(district))

    assert (line.state, line.name, line.found.since) == (
        State.PIPELINE, "Lý Văn Giữ", LISTED,
    )  # fmt: skip
    assert line.stage.startswith("Quần chúng ưu tú")
    assert line.official == date(2019, 4, 19)
    assert line.reasons == []


def test_one_too_young_counts_from_the_day_the_rules_allow(district):
    holder(district, born=date(2000, 9, 9), listed=LISTED)

    line = only(board(district))

    assert (line.state, line.official) == (State.PIPELINE, date(2019, 9, 9))
    assert any("18 tuổi" in reason for reason in line.reasons)


def test_one_too_young_who_is_in_no_source_cannot_now(district):
    holder(district, born=date(2000, 9, 9))

    line = only(board(district))

    assert (line.state, line.official) == (State.BARRED, None)
    assert any("18 tuổi" in reason for reason in line.reasons)


def test_one_on_probation_counts_from_the_ceremony(district):
    person = holder(district)
    a_membership(person, district["cells"][0], date(2017, 8, 15))

    line = only(board(district))

    assert (line.state, line.official) == (State.PROBATION, date(2018, 8, 15))


def test_an_official_member_s_post_is_won(district):
    person = holder(district)
    a_membership(person, district["cells"][0], date(2010, 8, 15), date(2011, 8, 15), date(2011, 8, 15))

    assert board(district).counts.total() == 0


def test_over_sixty_is_left_to_people_with_the_rule_s_words(district):
    holder(district, born=date(1950, 1, 1))

    line = only(board(district))

    assert (line.state, line.official) == (State.FOR_PEOPLE, None)
    assert any("quá 60 tuổi" in reason for reason in line.reasons)
    assert any("văn bản đồng ý" in way for way in board(district).ways_out)


def test_what_the_ledger_says_against_him_bars(district):
    person = a_person("Lý Văn Giữ", born=date(1985, 5, 5), lives_in=district["villages"][0])
    a_post("head", locality=district["villages"][0], holder=person)
    case = open_candidacy(person, district["cells"][0], LISTED, actor=None, today=TODAY)
    case.facts = {"person": {"citizen": False}}
    case.save()

    line = only(board(district))

    assert (line.state, line.official) == (State.BARRED, None)
    assert line.reasons[0]
    assert line.stage


def test_a_former_member_is_judged_by_the_rules_of_readmission(district):
    person = holder(district)
    ended = {"ended_on": date(2017, 12, 1), "ended_precision": "d", "end_reason": "left"}
    a_membership(person, district["cells"][0], date(2010, 1, 1), **ended)

    line = only(board(district))

    assert (line.state, line.official) == (State.BARRED, None)
    assert any("01/12/2017" in reason for reason in line.reasons)


def test_age_is_judged_on_the_day_of_the_cell_s_meeting(district):
    person = holder(district, born=date(1958, 2, 1), listed=date(2017, 6, 1))
    assert only(board(district)).state is State.FOR_PEOPLE
    case = person.candidacies.get()
    case.acts.create(key="cell-resolution", on=date(2018, 1, 20), precision="d")

    assert only(board(district)).state is State.PIPELINE


def test_not_listed_and_vacant_and_the_day_of_the_election(district):
    holder(district, kind="front")
    a_post("head", locality=district["villages"][0])
    a_post("veteran", locality=district["villages"][0], established=False)
    member = a_person("Hoàng Văn Viên", lives_in=district["villages"][0])
    a_membership(member, district["cells"][0])
    other = a_person("Hoàng Văn Nguồn", born=date(1990, 1, 1), lives_in=district["villages"][0])
    open_candidacy(other, district["cells"][0], LISTED, actor=None, today=TODAY)
    set_election(
        district["communes"][0], PostKind.HEAD, Called(date(2018, 6, 10)), units=map_on(TODAY), actor=None, today=TODAY
    )

    head, front = board(district).page.rows

    assert (head.state, head.election, head.members, head.candidates) == (State.VACANT, date(2018, 6, 10), 1, 1)
    assert (front.state, front.official, front.election, front.countable) == (State.NOT_LISTED, None, None, False)


def test_the_office_s_order_filters_and_counts(district):
    holder(district, 2, "women", listed=LISTED)
    holder(district, 0, "youth")
    holder(district, 0, "head", listed=LISTED)
    holder(district, 1, "front")

    whole = board(district)
    assert [(line.village.name, line.seat.kind) for line in whole.page.rows] == [
        ("Khe Một", "head"), ("Khe Một", "youth"), ("Khe Hai", "front"), ("Khe Ba", "women"),
    ]  # fmt: skip
    assert {state: whole.of(state) for state in STATES} == {
        State.PROBATION: 0, State.PIPELINE: 2, State.NOT_LISTED: 2, State.FOR_PEOPLE: 0, State.BARRED: 0, State.VACANT: 0,
    }  # fmt: skip
    assert [(posts.value, total) for posts, _row, total in whole.table()] == [("head", 1), ("front", 1), ("mass", 2)]
    listed = board(district, wish=Wish("mass", State.PIPELINE))
    assert [line.seat.kind for line in listed.page.rows] == ["women"]
    assert board(district, unit=district["committees"][0]).counts.total() == 3


def test_an_earlier_day_gives_the_earlier_answer(district):
    person = holder(district, listed=LISTED)
    record_act(person.candidacies.get(), "helper-assigned", date(2018, 3, 1), Details(), actor=None, today=TODAY)

    def on(day):
        line = only(board(district, on=day))
        return line.state, line.found.stage if line.found else None, line.official

    assert on(date(2018, 1, 7)) == (State.NOT_LISTED, None, None)
    assert on(date(2018, 2, 1)) == (State.PIPELINE, "recognised", date(2019, 2, 1))
    assert on(TODAY) == (State.PIPELINE, "helper", date(2019, 4, 19))


def test_one_taken_off_the_list_is_not_named_as_listed_on_any_day(district):
    person = holder(district, listed=LISTED)
    close_candidacy(person.candidacies.get(), Closed.MOVED, date(2018, 4, 2), actor=None, today=TODAY)

    assert [only(board(district, on=day)).found for day in (date(2018, 2, 1), TODAY)] == [None, None]


def test_names_only_for_who_may_see_the_cases(client, district):
    holder(district, listed=LISTED)
    for role, named in (("board", True), ("leader", True), ("mass", False), ("centre", False), ("admin", False)):
        client.force_login(a_user(role, district["top"]))
        answer = client.get(reverse("scheme-posts"))
        assert answer.context["board"].told(State.PIPELINE) == (1 if named else None), role
        assert answer.context["table"][0][1][1] == (State.PIPELINE, "Trong nguồn", 1 if named else None), role
        assert ("Lý Văn Giữ" in answer.content.decode()) is named, role


def test_a_commune_and_a_cell_see_their_own(client, district):
    holder(district, 0, name="Lý Văn Một", listed=LISTED)
    holder(district, 1, name="Lý Văn Hai", listed=LISTED)
    holder(district, 2, name="Lý Văn Ba", listed=LISTED)
    holder(district, 0, "front", name="Lý Văn Bốn", listed=LISTED, cell=2)
    seen = {}
    for role, unit in (("commune", district["committees"][0]), ("cell", district["cells"][0])):
        client.force_login(a_user(role, unit))
        page = client.get(reverse("scheme-posts")).context["page"]
        seen[role] = [(line.name, line.state) for line in page.rows]

    assert seen == {
        "commune": [
            ("Lý Văn Một", State.PIPELINE), ("Lý Văn Bốn", State.NOT_LISTED), ("Lý Văn Hai", State.PIPELINE),
        ],
        "cell": [("Lý Văn Một", State.PIPELINE), ("Lý Văn Bốn", State.NOT_LISTED)],
    }  # fmt: skip


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_few_questions_however_many_posts(client, district, many, django_assert_num_queries):
    for village in range(many):
        holder(district, village, "head", listed=LISTED)
        holder(district, village, "front")
        a_post("women", locality=district["villages"][village])
    client.force_login(a_user("leader", district["top"]))
    client.get(reverse("scheme-posts"))

    with django_assert_num_queries(16):
        answer = client.get(reverse("scheme-posts"))
    assert answer.context["page"].total == 3 * many


def test_others_are_told_of_the_source_only_in_large_numbers(client, district):
    for kind in ("head", "front", "farmer", "women"):
        for village in range(3):
            holder(district, village, kind, listed=LISTED if kind != "women" else None)
    a_post("youth", locality=district["villages"][0])
    client.force_login(a_user("mass", district["top"]))

    whole = client.get(reverse("scheme-posts")).context
    part = client.get(reverse("scheme-posts"), {"don-vi": district["cells"][0].pk}).context

    assert [number for _code, _label, number in whole["states"]] == [0, 9, 3, 0, 0, 1]
    assert [number for _code, _label, number in whole["table"][0][1]] == [0, None, None, None, None, 0]
    assert [number for _code, _label, number in part["states"]] == [0, None, None, None, None, 1]


def gone_the_way(district, number, cell_met=60, ceremony=20):
    """Give people admitted in a cell: from the list to the cell's meeting, from there to the ceremony so many days."""
    for n in range(number):
        begun = date(2016, 1, 4 + n % 20)
        met = begun + timedelta(cell_met)
        days = [("listed", begun), ("cell-resolution", met), ("ceremony", met + timedelta(ceremony))]
        a_case(f"Lý Văn Qua {n}", district["cells"][0], *days, stage="probation", step="")


def test_the_earliest_day_rests_on_how_long_people_took_here(client, district):
    gone_the_way(district, 2 * FEW_MOVES)
    holder(district, listed=LISTED)
    late = holder(district, 1, listed=LISTED)
    Act.objects.create(candidacy=late.candidacies.get(), key="cell-resolution", on=date(2018, 4, 10), precision="d")

    found = board(district)

    by_village = {line.village.name: (line.ceremony, line.official) for line in found.page.rows}
    assert found.quick
    assert by_village == {
        "Khe Một": (date(2018, 5, 9), date(2019, 5, 9)),  # the cell meets today at the earliest, then 20 days
        "Khe Hai": (date(2018, 4, 30), date(2019, 4, 30)),  # 9 of the 20 days are gone
    }
    client.force_login(a_user("board", district["top"]))
    assert "kết nạp sớm nhất 09/05/2018" in client.get(reverse("scheme-posts")).content.decode()


def test_where_too_few_are_known_the_page_says_that_only_the_law_counts(client, district):
    holder(district, listed=LISTED)
    client.force_login(a_user("board", district["top"]))

    answer = client.get(reverse("scheme-posts"))

    assert not answer.context["board"].quick
    assert "chưa đủ số liệu để biết" in answer.content.decode()


def test_one_whose_twelve_months_are_over_waits_to_be_recognised(client, district):
    person = holder(district)
    a_membership(person, district["cells"][0], date(2017, 2, 15))
    client.force_login(a_user("board", district["top"]))

    page = client.get(reverse("scheme-posts")).content.decode()

    assert "đã đủ 12 tháng từ 15/02/2018, chờ công nhận" in page


def test_the_numbers_of_the_table_and_of_a_village_lead_to_exactly_those_they_count(client, district):
    holder(district, 0, "women", listed=LISTED)
    a_post("youth", locality=district["villages"][0])
    member = a_person("Lý Văn Đảng", lives_in=district["villages"][0])
    a_membership(member, district["cells"][0], official=date(2011, 5, 19))
    client.force_login(a_user("board", district["top"]))

    page = client.get(reverse("scheme-posts")).content.decode()
    there = client.get(reverse("village-source", args=[district["villages"][0].pk])).context

    assert (
        "chuc-danh=mass&amp;tinh-trang=dang-lam#list" in page or "tinh-trang=dang-lam&amp;chuc-danh=mass#list" in page
    )
    assert reverse("village-source", args=[district["villages"][0].pk]) in page
    members = client.get(reverse("people"), {"thon": district["villages"][0].pk, "tu-cach": "member"}).context
    assert [row.name for row in there["page"].rows] == ["Lý Văn Giữ"]
    assert [row.name for row in members["page"].rows] == ["Lý Văn Đảng"]
