"""People and posts, corrected by hand."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.audit.models import Entry
from taonguon.people.models import Person, Post, Residence, Tenure
from tests.builders import a_district, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db
MARCH = date(2018, 3, 1)


@pytest.fixture
def district():
    return a_district()


@pytest.fixture
def secretary(client, district):
    """The secretary of the first cell, logged in."""
    user = a_user("cell", district["cells"][0])
    client.force_login(user)
    return user


def send(client, address, pk, /, **fields):
    return client.post(reverse(address, args=[pk]), fields)


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def shown(answer):
    return answer.content.decode()


def test_ending_a_tenure_goes_back_to_the_village_and_leaves_one_entry(client, district, secretary):
    village = district["villages"][0]
    post = a_post(locality=village, holder=a_person(), since=date(2015, 1, 1))
    tenure = Tenure.objects.get(post=post)

    answer = send(client, "tenure-end", tenure.pk, until="01/03/2018")

    assert (answer.status_code, answer["Location"]) == (302, reverse("village", args=[village.pk]))
    tenure.refresh_from_db()
    assert tenure.until == MARCH
    assert verbs() == ["tenure.ended"]
    assert Entry.objects.get().actor_id == secretary.pk


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Trường này là bắt buộc."),
        ("hôm qua", "“hôm qua” không có năm bốn chữ số; hãy viết như 19/04/2018."),
        ("1/3/18", "“1/3/18” không có năm bốn chữ số; hãy viết như 19/04/2018."),
        ("31/02/2018", "“31/02/2018” không có trong lịch; hãy viết một ngày có thật như 19/04/2018."),
        ("03/2018", "“03/2018” thiếu ngày hoặc tháng; cần đủ như 19/04/2018."),
        ("tháng 3 2018", "“tháng 3 2018” không đọc được thành ngày; hãy viết như 19/04/2018."),
        ("01/01/2015", "Ngày thôi giữ 01/01/2015 không sau ngày bắt đầu 01/01/2015."),
        ("20/04/2018", "Ngày 20/04/2018 còn ở phía trước; chỉ ghi việc đã diễn ra, đến 19/04/2018."),
    ],
)
def test_a_wrong_day_is_spoken_of_beside_the_field_and_nothing_is_written(client, district, secretary, typed, sentence):
    post = a_post(locality=district["villages"][0], holder=a_person(), since=date(2015, 1, 1))
    tenure = Tenure.objects.get(post=post)

    answer = send(client, "tenure-end", tenure.pk, until=typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors["until"] == [sentence]
    assert sentence in shown(answer)
    tenure.refresh_from_db()
    assert (tenure.until, verbs()) == (None, [])


YOUNG = "Ngày 11/03/1996 Lý Thị Đào (sinh 12/03/1980) chưa đủ 16 tuổi; cần một ngày từ 12/03/1996."
EARLY = "Ngày 31/12/1944 quá xa về trước; cần một ngày từ 01/01/1945."


@pytest.mark.parametrize(("typed", "sentence"), [("11/03/1996", YOUNG), ("31/12/1944", EARLY)])
def test_no_day_of_a_tenure_lies_before_its_holder_was_grown(client, district, secretary, typed, sentence):
    person = a_person("Lý Thị Đào", born=date(1980, 3, 12))
    a_membership(person, district["cells"][0])
    held = Tenure.objects.get(post=a_post("front", district["villages"][0], holder=person))
    vacant = a_post("head", district["villages"][0])

    ended = send(client, "tenure-end", held.pk, until=typed)
    begun = send(client, "tenure-begin", vacant.pk, who=person.pk, since=typed)
    new = {"who": "new", "name": "Lý Thị Đào", "born": "12/03/1980"}
    seated = send(client, "tenure-begin", vacant.pk, **new, since=typed)
    corrected = send(client, "tenure-correct", held.pk, since=typed)

    assert [answer.context["form"].errors for answer in (ended, begun, seated, corrected)] == [
        {"until": [sentence]}, {"since": [sentence]}, {"since": [sentence]}, {"since": [sentence]},
    ]  # fmt: skip
    assert (Tenure.objects.count(), Person.objects.count(), verbs()) == (1, 1, [])


def test_a_tenure_may_begin_on_the_day_its_holder_is_sixteen(client, district, secretary):
    person = a_person("Lý Thị Đào", born=date(1980, 3, 12))
    a_membership(person, district["cells"][0])

    answer = send(
        client, "tenure-begin", a_post("head", district["villages"][0]).pk, who=person.pk, since="12/03/1996"
    )  # fmt: skip

    assert (answer.status_code, verbs()) == (302, ["tenure.begun"])


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ({"since": "01/03/2016", "until": "01/03/2018"}, (date(2016, 3, 1), MARCH)),
        ({"since": "", "until": "01/03/2018"}, (None, MARCH)),
        ({"since": "01/03/2016", "until": ""}, (date(2016, 3, 1), None)),
    ],
    ids=["both days", "from before", "still holds"],
)
def test_days_wrongly_entered_are_put_right_with_what_stood_there_in_the_trail(
    client, district, secretary, typed, days
):
    village = district["villages"][0]
    a_post(locality=village, holder=a_person(), since=date(2015, 1, 1), until=date(2017, 1, 1))
    tenure = Tenure.objects.get()

    answer = send(client, "tenure-correct", tenure.pk, **typed)

    assert (answer.status_code, answer["Location"]) == (302, reverse("village", args=[village.pk]))
    tenure.refresh_from_db()
    assert (tenure.since, tenure.until) == days
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_id, entry.data["was"]) == (
        "tenure.corrected", tenure.person_id, {"since": "2015-01-01", "until": "2017-01-01"},
    )  # fmt: skip
    assert entry.data["now"] == dict(
        zip(("since", "until"), [day.isoformat() if day else None for day in days], strict=True)
    )


def test_the_form_shows_the_days_as_they_stand_and_sending_them_writes_nothing(client, district, secretary):
    a_post(locality=district["villages"][0], holder=a_person(), since=date(2015, 1, 1))
    tenure = Tenure.objects.get()
    page = client.get(reverse("tenure-correct", args=[tenure.pk]))

    answer = send(client, "tenure-correct", tenure.pk, since="01/01/2015", until="")

    assert 'value="01/01/2015"' in shown(page)
    assert (answer.status_code, verbs()) == (302, [])


BOTH = "hai khoảng ngày không được chồng lên nhau."


@pytest.mark.parametrize(
    ("since", "until", "field", "sentence"),
    [
        ("31/12/2013", "01/01/2016", "since", f"Lý A giữ chức danh này từ trước đây đến 01/01/2014; {BOTH}"),
        ("", "01/01/2016", "since", f"Lý A giữ chức danh này từ trước đây đến 01/01/2014; {BOTH}"),
        ("01/01/2015", "02/01/2017", "until", f"Lý C giữ chức danh này từ 01/01/2017 đến nay; {BOTH}"),
        ("01/01/2015", "", "until", f"Lý C giữ chức danh này từ 01/01/2017 đến nay; {BOTH}"),
        ("01/02/2017", "", "since", f"Lý C giữ chức danh này từ 01/01/2017 đến nay; {BOTH}"),
        ("01/01/2016", "01/01/2016", "until", "Ngày thôi giữ 01/01/2016 không sau ngày bắt đầu 01/01/2016."),
        ("20/04/2018", "", "since", "Ngày 20/04/2018 còn ở phía trước; chỉ ghi việc đã diễn ra, đến 19/04/2018."),
        (
            "01/01/2015", "20/04/2018", "until",
            "Ngày 20/04/2018 còn ở phía trước; chỉ ghi việc đã diễn ra, đến 19/04/2018.",
        ),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused_beside_their_field(client, district, secretary, since, until, field, sentence):
    post = a_post(locality=district["villages"][0], holder=a_person("Lý A"), until=date(2014, 1, 1))
    middle = Tenure.objects.create(
        post=post, person=a_person("Lý B"), since=date(2015, 1, 1), until=date(2016, 1, 1)
    )  # fmt: skip
    Tenure.objects.create(post=post, person=a_person("Lý C"), since=date(2017, 1, 1))

    answer = send(client, "tenure-correct", middle.pk, since=since, until=until)

    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [sentence]})
    middle.refresh_from_db()
    assert (middle.since, middle.until, verbs()) == (date(2015, 1, 1), date(2016, 1, 1), [])


def test_days_may_touch_those_of_the_holders_before_and_after(client, district, secretary):
    post = a_post(locality=district["villages"][0], holder=a_person("Lý A"), until=date(2014, 1, 1))
    middle = Tenure.objects.create(
        post=post, person=a_person("Lý B"), since=date(2015, 1, 1), until=date(2016, 1, 1)
    )  # fmt: skip
    Tenure.objects.create(post=post, person=a_person("Lý C"), since=date(2017, 1, 1))

    assert send(client, "tenure-correct", middle.pk, since="01/01/2014", until="01/01/2017").status_code == 302
    assert verbs() == ["tenure.corrected"]


@pytest.mark.parametrize(("role", "linked"), [("cell", True), ("leader", False)])
def test_the_pages_of_village_and_person_lead_to_days_where_they_may_be_changed(client, district, role, linked):
    village, person = district["villages"][0], a_person()
    a_post("front", village, holder=person, since=date(2015, 1, 1), until=date(2016, 1, 1))
    client.force_login(a_user(role, district["cells"][0]))
    link = reverse("tenure-correct", args=[Tenure.objects.get().pk])

    pages = [client.get(reverse("village", args=[village.pk])), client.get(reverse("person", args=[person.pk]))]

    assert [link in shown(page) for page in pages] == [linked, linked]


def test_a_persons_post_out_of_reach_has_no_link_to_its_days(client, district, secretary):
    person = a_person()
    a_membership(person, district["cells"][0])
    a_post("front", district["villages"][2], holder=person, since=date(2015, 1, 1))

    page = client.get(reverse("person", args=[person.pk]))

    assert reverse("tenure-correct", args=[Tenure.objects.get().pk]) not in shown(page)


def test_ending_twice_writes_once(client, district, secretary):
    post = a_post(locality=district["villages"][0], holder=a_person(), since=date(2015, 1, 1))
    tenure = Tenure.objects.get(post=post)
    send(client, "tenure-end", tenure.pk, until="01/03/2018")

    answer = send(client, "tenure-end", tenure.pk, until="01/03/2018")

    assert answer.status_code == 422
    assert verbs() == ["tenure.ended"]


def test_somebody_found_by_name_without_marks_begins_a_tenure(client, district, secretary):
    post = a_post(locality=district["villages"][0])
    person = a_person("Lý Thị Đào", born=date(1980, 3, 12))
    a_membership(person, district["cells"][0])
    page = client.get(reverse("tenure-begin", args=[post.pk]), {"tim": "dao"})

    answer = send(client, "tenure-begin", post.pk, who=person.pk, since="01/03/2018")

    assert "Lý Thị Đào, 12/03/1980, Chi bộ thôn Khe Một" in shown(page)
    assert answer.status_code == 302
    assert list(Tenure.objects.values_list("person", "since", "until")) == [(person.pk, MARCH, None)]
    assert verbs() == ["tenure.begun"]


def test_somebody_new_is_added_on_the_spot(client, district, secretary):
    post = a_post(locality=district["villages"][0])
    new = {"who": "new", "name": " tằng  văn sáng", "born": "1985", "sex": "m", "ethnicity": "Dao (Thanh Phán)"}

    answer = send(client, "tenure-begin", post.pk, since="01/03/2018", **new)

    assert answer.status_code == 302
    person = Tenure.objects.get().person
    assert (person.name, str(person.born), person.sex, person.ethnicity) == ("Tằng Văn Sáng", "1985", "m", "Dao")
    assert verbs() == ["person.added", "tenure.begun"]


def test_sending_the_same_new_holder_twice_makes_one_person(client, district, secretary):
    post = a_post(locality=district["villages"][0])
    new = {"who": "new", "name": "Tằng Văn Sáng", "since": "01/03/2018"}
    send(client, "tenure-begin", post.pk, **new)

    answer = send(client, "tenure-begin", post.pk, **new)

    assert answer.status_code == 422
    assert "Tằng Văn Sáng giữ" in answer.context["form"].errors["since"][0]
    assert (Person.objects.count(), Tenure.objects.count()) == (1, 1)
    assert verbs() == ["person.added", "tenure.begun"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"since": "01/03/2018"}, "who"),
        ({"who": "new", "since": "01/03/2018"}, "name"),
        ({"who": "new", "since": "01/03/2018", "name": "123"}, "name"),
        ({"who": "new", "since": "01/03/2018", "name": "Lý A", "born": "30/02/1980"}, "born"),
    ],
    ids=["nobody", "no name", "a name of digits", "an impossible birth date"],
)
def test_a_tenure_does_not_begin_where_something_is_missing(client, district, secretary, sent, field):
    post = a_post(locality=district["villages"][0])

    answer = send(client, "tenure-begin", post.pk, **sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (Person.objects.count(), verbs()) == (0, [])


def test_somebody_out_of_reach_cannot_be_seated(client, district, secretary):
    post = a_post(locality=district["villages"][0])
    stranger = a_person()
    a_membership(stranger, district["cells"][2])

    answer = send(client, "tenure-begin", post.pk, who=stranger.pk, since="01/03/2018")

    assert (answer.status_code, Tenure.objects.count()) == (404, 0)


def test_a_person_is_put_right_with_what_stood_there_in_the_trail(client, district, secretary):
    person = a_person("Lý Thị Đao", born=date(1980, 3, 12), lives_in=district["villages"][0])
    a_membership(person, district["cells"][0])

    answer = send(
        client, "person-correct", person.pk, name="Lý Thị Đào", born="03/1980", sex="f", ethnicity="Tày",
        lives_in=f"Khe Hai ({district['villages'][0].code})",
    )  # fmt: skip

    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.name, str(person.born), person.sex, person.ethnicity) == ("Lý Thị Đào", "03/1980", "f", "Tày")
    entry = Entry.objects.get()
    assert (entry.verb, entry.data["was"]["name"], entry.data["now"]["name"]) == (
        "person.corrected", "Lý Thị Đao", "Lý Thị Đào",
    )  # fmt: skip


def test_sending_what_already_stands_there_writes_nothing(client, district, secretary):
    person = a_person("Lý Thị Đào", born=date(1980, 3, 12), sex="f")
    a_membership(person, district["cells"][0])

    send(client, "person-correct", person.pk, name="Lý Thị Đào", born="12/03/1980", sex="f", ethnicity="", lives_in="")

    assert verbs() == []


def test_a_move_to_another_village_keeps_the_old_home_until_that_day(client, district):
    client.force_login(a_user("commune", district["committees"][0]))
    one, two = district["villages"][:2]
    person = a_person("Lý Thị Đào", lives_in=one)

    send(client, "person-correct", person.pk, name="Lý Thị Đào", lives_in="Khe Hai", moved_on="01/03/2018")

    homes = list(Residence.objects.order_by("pk").values_list("locality", "since", "until"))
    assert homes == [(one.pk, None, MARCH), (two.pk, MARCH, None)]


def test_the_posts_of_a_village_are_made_and_taken_away(client, district, secretary):
    village = district["villages"][0]
    a_post("front", village)

    answer = send(client, "village-posts", village.pk, posts=["head", "women"])

    assert answer.status_code == 302
    posts = dict(Post.objects.values_list("kind", "established"))
    assert posts == {"front": False, "head": True, "women": True}
    assert verbs() == ["post.established"] * 3


def test_a_post_somebody_holds_is_not_taken_away(client, district, secretary):
    village = district["villages"][0]
    a_post("head", village, holder=a_person("Lý Thị Đào"))

    answer = send(client, "village-posts", village.pk, posts=["front"])

    assert answer.status_code == 422
    assert "Lý Thị Đào giữ" in answer.context["form"].errors["posts"][0]
    assert dict(Post.objects.values_list("kind", "established")) == {"head": True}
    assert verbs() == []


def test_a_cell_gets_its_secretarys_post_once(client, district, secretary):
    cell = district["cells"][0]
    page = client.get(reverse("secretary-post", args=[cell.pk]))

    first = send(client, "secretary-post", cell.pk)
    second = send(client, "secretary-post", cell.pk)
    third = client.get(reverse("secretary-post", args=[cell.pk]))

    post = Post.objects.get(organisation=cell)
    assert page.status_code == 200
    assert first["Location"] == second["Location"] == third["Location"] == reverse("tenure-begin", args=[post.pk])
    assert verbs() == ["post.established"]


def test_a_reader_who_may_not_change_gets_what_a_stranger_gets(client, district):
    client.force_login(a_user("leader", district["top"]))
    person = a_person()
    a_membership(person, district["cells"][0])

    assert client.get(reverse("person", args=[person.pk])).status_code == 200
    assert client.get(reverse("person-correct", args=[person.pk])).status_code == 404


def test_a_right_to_change_here_gives_none_where_one_may_only_read(client, district):
    user = a_user("cell", district["cells"][0])
    user.grants.create(role="leader", organisation=district["top"], since=date(2018, 1, 1))
    client.force_login(user)
    person = a_person()
    a_membership(person, district["cells"][2])

    assert client.get(reverse("person-correct", args=[person.pk])).status_code == 404


def test_a_form_goes_back_only_to_an_address_of_ours(client, district, secretary):
    post = a_post(locality=district["villages"][0], holder=a_person(), since=date(2015, 1, 1))
    tenure = Tenure.objects.get(post=post)

    answer = send(client, "tenure-end", tenure.pk, until="01/03/2018", next="//example.org/")

    assert answer["Location"] == reverse("village", args=[district["villages"][0].pk])
