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
