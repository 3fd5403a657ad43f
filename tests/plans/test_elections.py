"""Coming elections: entered by hand, moved and dropped with their days on record, the village's own before its commune's."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.actions import open_candidacy
from taonguon.audit.models import Entry
from taonguon.orgs.queries import map_on, part_of
from taonguon.people.enums import PostKind
from taonguon.plans.elections import Called, calendar_of, drop_election, set_election
from taonguon.plans.models import Election
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2018, 6, 10), date(2018, 7, 8)


@pytest.fixture
def district():
    return a_district()


def elect(place, on=JUNE, kind=PostKind.HEAD, today=TODAY, replaces=True):
    return set_election(place, kind, Called(on, "", replaces), units=map_on(today), actor=None, today=today)


def next_of(district, number, kind="head", on=TODAY):
    part = part_of(district["top"].pk, on)
    return calendar_of(part).of(part.map.localities.by_pk[district["villages"][number].pk], kind)


def test_a_village_s_own_day_goes_before_that_of_its_commune(district):
    elect(district["communes"][0])
    elect(district["villages"][1], JULY)

    assert [next_of(district, n) for n in range(3)] == [JUNE, JULY, None]
    assert next_of(district, 0, "front") is None
    assert next_of(district, 0, on=date(2018, 6, 11)) is None


def test_another_day_takes_the_place_of_the_first_which_stays_on_record(district):
    first = elect(district["communes"][0], today=date(2018, 4, 2))
    assert elect(district["communes"][0]).pk == first.pk
    elect(district["communes"][0], JULY)

    assert (next_of(district, 0, on=date(2018, 4, 10)), next_of(district, 0)) == (JUNE, JULY)
    assert next_of(district, 0, on=date(2018, 4, 1)) is None
    first.refresh_from_db()
    assert (first.on, first.until) == (JUNE, TODAY)
    assert [(e.verb, e.data["on"], e.data["was"]) for e in Entry.objects.order_by("pk")] == [
        ("election.set", "2018-06-10", None), ("election.set", "2018-07-08", "2018-06-10"),
    ]  # fmt: skip


def test_a_second_day_is_only_entered_as_one_that_replaces_the_first(client, district):
    first = elect(district["communes"][0])
    with pytest.raises(RefusedError) as refused:
        elect(district["communes"][0], JULY, replaces=False)
    assert refused.value.field == "replaces"
    client.force_login(a_user("board", district["top"]))
    sent = {"place": district["communes"][0].pk, "kind": "head", "on": "08/07/2018", "source": ""}

    asked = client.post(reverse("election-add"), sent)
    answer = client.post(reverse("election-add"), sent | {"replaces": "on"}, follow=True)

    assert (asked.status_code, "10/06/2018" in str(asked.context["form"].errors["replaces"])) == (422, True)
    assert "Ngày cũ 10/06/2018 được thay bằng 08/07/2018" in answer.content.decode()
    first.refresh_from_db()
    assert first.until == TODAY
    assert "replaces" not in client.get(reverse("election-add")).context["form"].fields


def test_one_day_for_a_whole_district_and_each_village_counts_once(client, district):
    for village in district["villages"]:
        a_post("head", locality=village)
    elect(district["place"])
    elect(district["communes"][0], JULY)
    elect(district["villages"][0], date(2018, 8, 5))
    client.force_login(a_user("board", district["top"]))

    lines = client.get(reverse("elections")).context["lines"]
    form = client.get(reverse("election-add")).context["form"]

    assert [next_of(district, n) for n in range(3)] == [date(2018, 8, 5), JULY, JUNE]
    assert [(line.row.on, line.exist, line.vacant, line.apart) for line in lines] == [
        (JUNE, 1, 1, 2), (JULY, 1, 1, 1), (date(2018, 8, 5), 1, 1, 0),
    ]  # fmt: skip
    assert "Bình Thử" in str(form.fields["place"].choices[0])


def test_each_number_leads_to_exactly_those_it_counts(client, district):
    there, elsewhere = district["villages"][0], district["villages"][1]
    for village, name in ((there, "Lý Văn Giữ"), (elsewhere, "Lý Văn Khác")):
        member = a_person(name, lives_in=village)
        a_membership(member, district["cells"][0], official=date(2011, 5, 19))
        a_post("head", locality=village, holder=member)
    listed = a_person("Lý Văn Nguồn", born=date(1990, 1, 1), lives_in=there)
    open_candidacy(listed, district["cells"][0], date(2018, 1, 8), actor=None, today=TODAY)
    elect(elsewhere, JULY)
    row = elect(district["communes"][0])
    client.force_login(a_user("board", district["top"]))

    def behind(name):
        context = client.get(reverse("election-behind", args=[row.pk, name])).context
        return [v.name for v in context["behind"].villages], [one.name for one in context["page"].rows]

    assert {name: behind(name) for name in ("posts", "members", "open", "vacant", "living", "listed")} == {
        "posts": (["Khe Một"], []), "members": ([], ["Lý Văn Giữ"]), "open": ([], []), "vacant": ([], []),
        "living": ([], ["Lý Văn Giữ"]), "listed": ([], ["Lý Văn Nguồn"]),
    }  # fmt: skip
    assert client.get(reverse("election-behind", args=[row.pk, "nobody"])).status_code == 404


def test_one_that_was_held_stays_when_the_next_is_entered(district):
    elect(district["villages"][0], date(2018, 1, 7), today=date(2018, 1, 2))
    elect(district["villages"][0], JULY)

    assert list(Election.objects.order_by("on").values_list("on", "until")) == [(date(2018, 1, 7), None), (JULY, None)]
    assert next_of(district, 0, on=date(2018, 1, 5)) == date(2018, 1, 7)


def test_dropped_once(district):
    row = elect(district["villages"][0])
    drop_election(row, actor=None, today=TODAY)

    assert next_of(district, 0) is None
    with pytest.raises(RefusedError):
        drop_election(row, actor=None, today=TODAY)
    held = elect(district["villages"][1], today=TODAY)
    with pytest.raises(RefusedError):
        drop_election(held, actor=None, today=date(2018, 6, 11))


@pytest.mark.parametrize(
    ("where", "kind", "on", "field"),
    [
        ("villages", PostKind.HEAD, date(2018, 4, 18), "on"), ("villages", PostKind.HEAD, date(2028, 4, 20), "on"),
        ("villages", PostKind.SECRETARY, JUNE, "kind"),
    ],
)  # fmt: skip
def test_what_is_refused(district, where, kind, on, field):
    place = district["place"] if where == "place" else district[where][0]

    with pytest.raises(RefusedError) as refused:
        elect(place, on, kind)

    assert (refused.value.field, Election.objects.exists()) == (field, False)


def test_the_pages(client, district):
    member = a_person("Lý Văn Giữ", lives_in=district["villages"][0])
    a_membership(member, district["cells"][0], official=date(2011, 5, 19))
    a_post("head", locality=district["villages"][0], holder=member)
    a_post("head", locality=district["villages"][1])
    listed = a_person("Lý Văn Nguồn", born=date(1990, 1, 1), lives_in=district["villages"][1])
    open_candidacy(listed, district["cells"][1], date(2018, 1, 8), actor=None, today=TODAY)
    client.force_login(a_user("commune", district["committees"][0]))
    commune, foreign = district["communes"][0].pk, district["communes"][1].pk

    form = client.get(reverse("election-add")).context["form"]
    assert [label.strip() for _pk, label in form.fields["place"].choices] == ["xã Đồng Thử", "Khe Một", "Khe Hai"]
    sent = {"place": commune, "kind": "head", "on": "10/06/2018", "source": "KH 8"}
    assert client.post(reverse("election-add"), sent)["Location"] == reverse("elections")
    assert client.post(reverse("election-add"), sent | {"place": foreign}).status_code == 422
    answer = client.get(reverse("elections"))
    line = answer.context["lines"][0]
    assert (line.row.on, line.place, line.exist, line.members, line.open, line.vacant, line.may) == (
        JUNE, "xã Đồng Thử", 2, 1, 0, 1, True,
    )  # fmt: skip
    assert (line.living, line.candidates, line.apart) == (1, 1, 0)
    row = Election.objects.get()
    assert reverse("election-change", args=[row.pk]) in answer.content.decode()
    client.post(reverse("election-change", args=[row.pk]), {"on": "08/07/2018"})
    assert client.get(reverse("election-change", args=[row.pk])).status_code == 404
    row = Election.objects.get(until__isnull=True)
    assert row.on == JULY
    client.post(reverse("election-drop", args=[row.pk]))
    again = client.post(reverse("election-drop", args=[row.pk]), follow=True).content.decode()
    assert "đã được bỏ hoặc thay" in again
    assert client.get(reverse("elections")).context["lines"] == []


def test_a_leader_sees_them_without_buttons(client, district):
    row = elect(district["villages"][2])
    client.force_login(a_user("leader", district["top"]))

    page = client.get(reverse("elections")).content.decode()

    assert "10/06/2018" in page
    assert reverse("election-change", args=[row.pk]) not in page
    assert reverse("election-add") not in page


def test_who_sees_no_cases_is_not_told_who_of_a_village_is_in_the_source(client, district):
    elect(district["villages"][2])
    client.force_login(a_user("mass", district["top"]))

    answer = client.get(reverse("elections"))

    row = Election.objects.get()
    assert [(line.candidates, line.living) for line in answer.context["lines"]] == [(None, 0)]
    assert client.get(reverse("election-behind", args=[row.pk, "listed"])).status_code == 404
    assert client.get(reverse("election-behind", args=[row.pk, "living"])).status_code == 200


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_few_questions_however_many_elections(client, district, many, django_assert_num_queries):
    for village in district["villages"][:many]:
        elect(village)
    client.force_login(a_user("leader", district["top"]))
    client.get(reverse("elections"))

    with django_assert_num_queries(9):
        client.get(reverse("elections"))
