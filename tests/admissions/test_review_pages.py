"""The pages of the monthly review: what they offer to whom, what a wrong form says, and what they never show."""

from datetime import UTC, date, datetime

import pytest

from taonguon.admissions.actions import open_candidacy
from taonguon.admissions.models import Candidacy
from taonguon.admissions.review import Reviewed, agree, record_round
from taonguon.admissions.review_enums import Origin, RoundState
from taonguon.admissions.review_models import Round, Suggestion
from taonguon.admissions.suggestions import Proposal, suggest
from taonguon.people.models import Person
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_person, a_post, a_user

pytestmark = pytest.mark.django_db
BY = {"actor": None, "today": TODAY}
OWN = Proposal(Origin.CELL, date(2018, 4, 2))


@pytest.fixture
def land():
    return a_district()


def address(cell, end=""):
    return f"/nguon/ra-soat/chi-bo/{cell.pk}/{end}"


def text_of(answer):
    return answer.content.decode()


def test_a_secretary_reviews_the_whole_list_on_one_page(client, land):
    cell = land["cells"][0]
    holder = a_person("Chìu Văn Trưởng", lives_in=land["villages"][0])
    a_post("head", land["villages"][0], holder=holder, since=date(2016, 1, 1))
    kept, off = (open_candidacy(who, cell, date(2018, 2, 5), **BY) for who in (holder, a_person("Ân Văn Hai")))
    new = suggest(a_person("Lý Văn Ba"), cell, OWN, **BY)
    client.force_login(a_user("cell", cell))

    page = text_of(client.get(address(cell, "ghi/")))
    assert page.index("Chìu Văn Trưởng") < page.index("Ân Văn Hai"), "who holds a post comes first"
    answer = client.post(
        address(cell, "ghi/"),
        {
            "on": "16/04/2018", "number": "04-NQ/CB", f"case-{kept.pk}": "keep", f"case-{off.pk}": "moved",
            f"new-{new.pk}": "list",
        },
    )  # fmt: skip

    assert answer["Location"] == address(cell)
    made = Round.objects.get()
    assert (made.kept, made.taken_off, made.listed, made.recorded_by.username) == (
        1,
        1,
        1,
        answer.wsgi_request.user.username,
    )
    assert address(cell, "ghi/") not in text_of(client.get(address(cell)))


def test_sent_twice_a_review_is_recorded_once_and_the_second_is_told(client, land):
    cell = land["cells"][0]
    client.force_login(a_user("cell", cell))
    given = {"on": "16/04/2018", "nobody_new": "on"}

    first, second = client.post(address(cell, "ghi/"), given), client.post(address(cell, "ghi/"), given)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Kỳ rà soát tháng 04/2018 của chi bộ đã được ghi, nghị quyết ngày 16/04/2018." in text_of(second)
    assert Round.objects.count() == 1


def test_who_came_onto_the_list_meanwhile_must_be_looked_at(client, land):
    cell = land["cells"][0]
    client.force_login(a_user("cell", cell))
    case = open_candidacy(a_person("Lý Văn Một"), cell, date(2018, 2, 5), **BY)

    answer = client.post(address(cell, "ghi/"), {"on": "16/04/2018", "nobody_new": "on"})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {f"case-{case.pk}"}


def test_a_suggestion_is_decided_and_never_by_default(client, land):
    cell = land["cells"][0]
    made = suggest(a_person("Lý Văn Ba"), cell, OWN, **BY)
    client.force_login(a_user("cell", cell))

    answer = client.post(address(cell, "ghi/"), {"on": "16/04/2018", "nobody_new": "on", f"new-{made.pk}": ""})

    assert answer.context["form"].errors.keys() == {f"new-{made.pk}"}


def test_who_was_taken_off_is_named_only_until_the_committee_has_answered(client, land):
    cell = land["cells"][0]
    case = open_candidacy(a_person("Lý Văn Rời"), cell, date(2018, 2, 5), **BY)
    made = record_round(cell, Reviewed(date(2018, 4, 16), off={case.pk: "moved"}, nobody_new=True), **BY)
    client.force_login(a_user("commune", land["committees"][0]))

    before = text_of(client.get(f"/nguon/ra-soat/ky/{made.pk}/"))
    client.post(f"/nguon/ra-soat/ky/{made.pk}/y-kien/", {"said": "agree", "on": "18/04/2018"})
    after = text_of(client.get(f"/nguon/ra-soat/ky/{made.pk}/"))

    assert "Lý Văn Rời" in before
    assert "Lý Văn Rời" not in after
    made.refresh_from_db()
    assert (made.state, made.answered_on) == (RoundState.AGREED, date(2018, 4, 18))


def test_who_was_taken_off_is_named_to_the_cell_that_is_to_look_again(client, land):
    cell = land["cells"][0]
    case = open_candidacy(a_person("Lý Văn Rời"), cell, date(2018, 2, 5), **BY)
    made = record_round(cell, Reviewed(date(2018, 4, 10), off={case.pk: "moved"}, nobody_new=True), **BY)
    client.force_login(a_user("commune", land["committees"][0]))
    client.post(f"/nguon/ra-soat/ky/{made.pk}/y-kien/", {"said": "taken-off", "on": "12/04/2018"})
    made.refresh_from_db()
    assert made.state == RoundState.RETURNED

    client.force_login(a_user("cell", cell))
    assert "Lý Văn Rời" in text_of(client.get(f"/nguon/ra-soat/ky/{made.pk}/"))
    record_round(cell, Reviewed(date(2018, 4, 16), nobody_new=True), **BY)
    assert "Lý Văn Rời" not in text_of(client.get(f"/nguon/ra-soat/ky/{made.pk}/"))


@pytest.mark.parametrize(
    ("entered", "late"),
    [
        (datetime(2018, 4, 30, 16, 59, tzinfo=UTC), False), (datetime(2018, 4, 30, 17, 0, tzinfo=UTC), True),
    ],
    ids=["before midnight in Hà Nội", "midnight in Hà Nội"],
)  # fmt: skip
def test_a_round_entered_after_its_month_says_so(client, land, settings, entered, late):
    settings.TODAY = date(2018, 5, 2)
    made = record_round(land["cells"][0], Reviewed(date(2018, 4, 16), nobody_new=True), **BY)
    Round.objects.update(recorded_at=entered)
    client.force_login(a_user("commune", land["committees"][0]))

    assert ("ghi sau khi hết tháng" in text_of(client.get(f"/nguon/ra-soat/ky/{made.pk}/"))) is late


def test_the_committee_gives_a_round_back_with_a_remark_of_the_list(client, land):
    cell = land["cells"][0]
    made = record_round(cell, Reviewed(date(2018, 4, 16), nobody_new=True), **BY)
    client.force_login(a_user("commune", land["committees"][0]))

    client.post(f"/nguon/ra-soat/ky/{made.pk}/y-kien/", {"said": "holders", "on": "18/04/2018"})

    assert "Chưa xem xét người giữ chức danh thôn" in text_of(client.get(f"/nguon/ra-soat/ky/{made.pk}/"))
    client.force_login(a_user("cell", cell))
    work = text_of(client.get("/viec/"))
    assert "đảng ủy trả lại" in work
    assert address(cell, "ghi/") in work


def test_answered_meanwhile_a_round_says_so(client, land):
    made = record_round(land["cells"][0], Reviewed(date(2018, 4, 16), nobody_new=True), **BY)
    client.force_login(a_user("commune", land["committees"][0]))
    agree(made, TODAY, **BY)

    answer = client.post(f"/nguon/ra-soat/ky/{made.pk}/y-kien/", {"said": "day", "on": "18/04/2018"})

    assert answer.status_code == 422
    assert "đã được xem xét ngày 19/04/2018" in text_of(answer)


def test_an_office_is_told_how_many_reviews_wait(client, land):
    record_round(land["cells"][0], Reviewed(date(2018, 4, 16), nobody_new=True), **BY)

    client.force_login(a_user("commune", land["committees"][0]))
    assert "1 kỳ rà soát tháng 04/2018 chờ đảng ủy xem xét" in text_of(client.get("/viec/"))
    client.force_login(a_user("board", land["top"]))
    assert "3 chi bộ chưa rà soát" in text_of(client.get("/viec/"))
    client.force_login(a_user("leader", land["top"]))
    assert "review-waits" not in text_of(client.get("/viec/"))


@pytest.mark.parametrize(
    ("month", "shown"),
    [("2018-03", "03/2018"), ("2018-13", "04/2018"), ("2031-01", "04/2018"), ("x", "04/2018"), ("", "04/2018")],
)
def test_the_board_shows_the_month_of_the_address_and_none_to_come(client, land, month, shown):
    client.force_login(a_user("board", land["top"]))

    page = text_of(client.get("/nguon/ra-soat/", {"thang": month}))

    assert f"Rà soát nguồn tháng {shown}" in page
    assert ("05/2018 ›" in page) is False


def test_a_commune_is_no_cell_to_review(client, land):
    client.force_login(a_user("board", land["top"]))

    assert client.get(address(land["committees"][0])).status_code == 404
    assert client.get(address(land["committees"][0], "ghi/")).status_code == 404


# Suggestions.


def test_a_mass_organisation_suggests_somebody_found_by_name(client, land):
    cell = land["cells"][0]
    person = a_person("Lý Thị Tìm", lives_in=land["villages"][0])
    stranger = a_person("Lý Thị Tìm", lives_in=land["villages"][2])
    client.force_login(a_user("mass", land["committees"][0]))

    page = text_of(client.get(address(cell, "de-xuat/"), {"tim": "ly thi tim"}))
    assert f'value="{person.pk}"' in page
    assert f'value="{stranger.pk}"' not in page
    given = {"origin": "mass-organisation", "by": "women", "made_on": "16/04/2018", "consent_on": "15/04/2018"}
    assert client.post(address(cell, "de-xuat/"), given | {"who": stranger.pk}).status_code == 404
    client.post(address(cell, "de-xuat/"), given | {"who": person.pk})

    made = Suggestion.objects.get()
    assert (made.person, made.by, made.recorded_by.grants.get().role) == (person, "women", "mass")
    assert "Đoàn thể giới thiệu: Hội Phụ nữ" in text_of(client.get(address(cell)))


def test_somebody_new_is_suggested_with_name_birth_and_village(client, land):
    cell, village = land["cells"][0], land["villages"][0]
    client.force_login(a_user("cell", cell))

    client.post(
        address(cell, "de-xuat/"),
        {
            "origin": "cell", "made_on": "16/04/2018", "who": "new", "name": "Lý Thị Mới", "born": "1994",
            "lives_in": village.code,
        },
    )  # fmt: skip

    person = Suggestion.objects.get().person
    assert (person.name, str(person.born), person.residences.get().locality) == ("Lý Thị Mới", "1994", village)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"origin": "school", "who": "new", "name": "Lý Thị Mới", "born": "1994"}, "consent_on"),
        (
            {
                "origin": "mass-organisation",
                "who": "new",
                "name": "Lý Thị Mới",
                "born": "1994",
                "consent_on": "01/04/2018",
            },
            "by",
        ),
        ({"origin": "cell"}, "who"),
        ({"origin": "cell", "who": "new", "born": "1994"}, "name"),
        ({"origin": "cell", "who": "new", "name": "Lý Thị Mới"}, "born"),
        ({"who": "new", "name": "Lý Thị Mới", "born": "1994"}, "origin"),
    ],
    ids=["no consent", "no body", "nobody", "no name", "no birth", "no origin"],
)
def test_a_wrong_suggestion_is_told_beside_its_field_and_adds_nobody(client, land, given, field):
    cell = land["cells"][0]
    client.force_login(a_user("cell", cell))

    answer = client.post(address(cell, "de-xuat/"), {"made_on": "16/04/2018"} | given)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Person.objects.exists()


def test_somebody_new_of_a_known_name_is_added_only_after_the_known_were_shown(client, land):
    cell, known = land["cells"][0], a_person("Lý Thị Mới", born=date(1994, 5, 6), lives_in=land["villages"][0])
    a_person("Lý Thị Mới", born=date(1971, 5, 6), lives_in=land["villages"][0])
    client.force_login(a_user("cell", cell))
    where = address(cell, "de-xuat/")
    given = {"origin": "cell", "made_on": "16/04/2018", "who": "new", "name": "LÝ THỊ MỚI", "born": "1994"}

    answer = client.post(where, given)
    page = answer.content.decode()
    assert (answer.status_code, Person.objects.count()) == (422, 2)
    assert f'name="seen" value="{known.pk}"' in page
    assert "Lý Thị Mới · 06/05/1994" in page
    assert "1971" not in page
    assert client.post(where, given | {"seen": "0"}).status_code == 422

    assert client.post(where, given | {"seen": str(known.pk)}).status_code == 302
    assert Suggestion.objects.get().person.name == "Lý Thị Mới"
    assert client.post(where, given | {"who": str(known.pk)}).status_code == 302
    assert Person.objects.count() == 3


@pytest.mark.parametrize(
    ("role", "offered"),
    [("mass", ["mass-organisation", "school"]), ("centre", ["class"]), ("cell", [str(o) for o in Origin])],
)
def test_a_role_speaks_for_its_own_bodies_only(client, land, role, offered):
    client.force_login(a_user(role, land["cells"][0]))

    form = client.get(address(land["cells"][0], "de-xuat/")).context["form"]

    assert [code for code, _label in form.fields["origin"].choices] == offered


def test_a_suggestion_is_withdrawn_once(client, land):
    cell = land["cells"][0]
    made = suggest(a_person("Lý Văn Ba"), cell, OWN, **BY)
    client.force_login(a_user("mass", land["committees"][0]))

    client.post(f"/nguon/ra-soat/de-xuat/{made.pk}/rut/")
    again = client.post(f"/nguon/ra-soat/de-xuat/{made.pk}/rut/", follow=True)

    assert "Lý Văn Ba" not in text_of(again)
    assert "đã được xem xét ngày 19/04/2018" in text_of(again)


# What the list of the source says of origin and of those away.


def test_the_source_is_counted_and_narrowed_by_who_suggested(client, land):
    cell = land["cells"][0]
    school = Proposal(Origin.SCHOOL, date(2018, 4, 2), consent_on=date(2018, 4, 1))
    made = suggest(a_person("Lý Thị Trường", lives_in=land["villages"][0]), cell, school, **BY)
    a_case("Lý Văn Một", cell)
    client.force_login(a_user("cell", cell))
    client.post(f"/nguoi/{made.person_id}/dua-vao-nguon/", {"on": "16/04/2018", "unit": cell.code})

    page = client.get("/nguon/", {"gioi-thieu": "school"})

    assert [row.name for row in page.context["page"].rows] == ["Lý Thị Trường"]
    assert {code: count for code, _label, count in page.context["choices"].origins} == {
        "cell": 1, "mass-organisation": 0, "school": 1, "class": 0, "commune": 0,
    }  # fmt: skip
    made.refresh_from_db()
    assert "Nhà trường giới thiệu, 02/04/2018" in text_of(client.get(f"/ho-so/{made.candidacy_id}/"))
    own = client.get("/nguon/", {"gioi-thieu": "cell"})
    assert [row.name for row in own.context["page"].rows] == ["Lý Văn Một"]


def test_who_works_away_is_marked_with_where_and_until_when_and_back_again(client, land):
    case = open_candidacy(a_person("Lý Văn Xa"), land["cells"][0], date(2018, 2, 5), **BY)
    client.force_login(a_user("cell", land["cells"][0]))
    where = f"/ho-so/{case.pk}/di-xa/"

    client.post(where, {"at": "Khu công nghiệp Thử", "until": "01/09/2018"})
    case.refresh_from_db()
    assert (case.away_at, case.away_until) == ("Khu công nghiệp Thử", date(2018, 9, 1))
    assert "Khu công nghiệp Thử" in text_of(client.get(f"/ho-so/{case.pk}/"))
    assert client.post(where, {"at": "Nơi Thử", "until": "18/04/2018"}).context["form"].errors.keys() == {"until"}
    assert client.post(where, {"until": "01/09/2018"}).context["form"].errors.keys() == {"at"}

    Candidacy.objects.filter(pk=case.pk).update(away_until=date(2018, 4, 18))
    back = client.get("/nguon/", {"chi": "den-ngay-ve"})
    assert [row.name for row in back.context["page"].rows] == ["Lý Văn Xa"]
    assert "đi làm ăn xa, đã đến ngày về" in text_of(back)
    client.post(where, {})
    case.refresh_from_db()
    assert (case.away_at, case.away_until) == ("", None)
    assert not client.get("/nguon/", {"chi": "den-ngay-ve"}).context["page"].rows


@pytest.mark.parametrize("rows", [1, 12])
def test_the_review_page_takes_the_same_queries_for_one_case_and_for_twelve(
    client, land, rows, django_assert_num_queries
):
    cell = land["cells"][0]
    a_post("head", land["villages"][0], holder=a_person("Chìu Văn Trưởng"))
    for number in range(rows):
        a_case(f"Lý Văn {number}", cell)
        suggest(a_person(f"Lý Thị {number}"), cell, OWN, **BY)
    client.force_login(a_user("cell", cell))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision, cell, list, its posts, helpers, certificates, suggestions, holders, their cases
    with django_assert_num_queries(12):
        answer = client.get(address(cell, "ghi/"))

    assert (len(answer.context["form"].cases), len(answer.context["form"].new)) == (rows, rows)
