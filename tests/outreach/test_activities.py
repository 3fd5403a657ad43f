"""Activities of mass organisations: recorded, pictured, and leading to a proposal its owner agreed to."""

import io
from datetime import date

import pytest
from django.urls import reverse
from PIL import Image

from taonguon.admissions.models import Candidacy
from taonguon.admissions.review_models import Suggestion
from taonguon.admissions.suggestions import take_up
from taonguon.outreach.actions import Held, Somebody, add_photo, hold, notice, remove_photo, withdraw
from taonguon.outreach.models import Gathering, Photo
from taonguon.outreach.pictures import LONGEST_SIDE
from taonguon.outreach.queries import Filters, board
from taonguon.people.models import Person
from taonguon.rules.dates import PartialDate
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_person, a_user

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 8)


@pytest.fixture
def district():
    return a_district()


@pytest.fixture
def gathering(district):
    return held_at(district["committees"][0])


def held_at(unit, topic="Phụ nữ với công tác xây dựng Đảng", present=40, body="women", on=DAY):
    return hold(unit, Held(body, "talk", on, topic, present), actor=None, today=TODAY)


def a_picture(size=(2400, 1200), form="JPEG", **more):
    body = io.BytesIO()
    Image.new("RGB", size, "teal").save(body, form, **more)
    body.seek(0)
    return body


def added(gathering, body, caption="Buổi nói chuyện", credit="Hội Phụ nữ xã"):
    return add_photo(gathering, body, len(body.getvalue()), caption, credit, actor=None)


def test_an_activity_is_recorded_once_and_not_before_it_happened(district, gathering):
    with pytest.raises(RefusedError, match="đã được ghi cho ngày 08/03/2018"):
        held_at(district["committees"][0])
    with pytest.raises(RefusedError, match="còn ở phía trước"):
        held_at(district["committees"][0], on=date(2018, 4, 20))
    with pytest.raises(RefusedError, match="không quá 20000"):
        held_at(district["committees"][0], "Khác", present=20_001)


def test_a_picture_is_made_anew_without_what_the_camera_wrote(gathering, settings, tmp_path):
    settings.DATA = tmp_path
    taken = Image.Exif()
    taken[0x0112] = 6  # lying on its side
    taken[0x8825] = {1: "N", 2: (21.0, 32.0, 0.0)}  # where it was taken
    photo = added(gathering, a_picture(exif=taken))

    with Image.open(tmp_path / "photos" / photo.file) as kept:
        assert (kept.size, dict(kept.getexif())) == ((LONGEST_SIDE // 2, LONGEST_SIDE), {})
    assert (photo.width, photo.height) == (LONGEST_SIDE // 2, LONGEST_SIDE)
    with pytest.raises(RefusedError, match="Ảnh này đã có"):
        added(gathering, a_picture(exif=taken))


@pytest.mark.parametrize(
    "body", [b"", b"GIF89a", b"<svg/>", a_picture(form="BMP").getvalue(), a_picture().getvalue()[:99]]
)
def test_what_is_no_picture_is_refused(gathering, body):
    with pytest.raises(RefusedError, match="không phải ảnh JPEG, PNG hoặc WebP"):
        added(gathering, io.BytesIO(body))
    assert not Photo.objects.exists()


def test_a_picture_of_too_many_points_is_refused_unread(gathering):
    with pytest.raises(RefusedError, match="không phải ảnh"):
        added(gathering, a_picture((9000, 9000), "PNG"))


def test_somebody_new_is_proposed_with_his_consent_and_taken_up_by_his_cell(district, gathering):
    facts = {"name": "Lý Thị Nổi", "sex": "f", "born": PartialDate(1995)}
    made = notice(
        gathering, Somebody(lives_in=district["villages"][0].pk, facts=facts), district["cells"][0], DAY,
        actor=None, today=TODAY,
    )  # fmt: skip

    assert (made.origin, made.by, made.organisation, made.consent_on) == (
        "mass-organisation", "women", district["committees"][0], DAY
    )  # fmt: skip
    with pytest.raises(RefusedError, match="Đã có người được giới thiệu"):
        withdraw(gathering, actor=None, today=TODAY)
    take_up(made, TODAY, actor=None, today=TODAY)
    assert Candidacy.objects.get().person.name == "Lý Thị Nổi"


def test_nobody_is_proposed_against_the_day_of_his_consent(district, gathering):
    somebody = Somebody(person=a_person())
    with pytest.raises(RefusedError, match="phải đồng ý trước"):
        notice(gathering, somebody, district["cells"][0], date(2018, 4, 20), actor=None, today=TODAY)
    assert not Suggestion.objects.exists()


def test_the_year_is_counted_by_body_in_a_constant_number_of_queries(district, gathering, django_assert_num_queries):
    from taonguon.orgs.access import scope_of

    for number in range(30):
        held_at(district["committees"][number % 2], f"Buổi {number}", 10, "youth", date(2018, 1 + number % 4, 2))
    held_at(district["committees"][0], "Năm trước", 99, on=date(2017, 5, 5))
    scope = scope_of(a_user("mass", district["committees"][0]), TODAY)

    with django_assert_num_queries(6):
        found = board(scope, Filters(2018), 1)
    assert [(b.body, b.held, b.present) for b in found.bodies] == [("youth", 15, 150), ("women", 1, 40)]
    assert (found.page.total, sum(found.months.values())) == (16, 16)


# Pages.


@pytest.fixture
def woman(client, district):
    """Log in for the women's union of the first commune."""
    client.force_login(a_user("mass", district["committees"][0]))
    return client


def test_the_union_records_an_activity_and_proposes_somebody_known_rather_than_twice(woman, district, settings):
    settings.TODAY = TODAY
    known = a_person("Hoàng Thị Quen", born=date(1992, 5, 6), lives_in=district["villages"][0])
    committee, village = district["committees"][0], district["villages"][0]
    answer = woman.post(reverse("gathering-add"), {
        "body": "women", "unit": committee.code, "village": village.code, "form": "meeting", "on": "08/03/2018",
        "topic": "Sinh hoạt tháng ba", "present": "35",
    })  # fmt: skip
    gathering = Gathering.objects.get()
    assert answer.url == reverse("gathering", args=[gathering.pk])

    where = reverse("gathering-notice", args=[gathering.pk])
    told = {"name": "hoang thi quen", "born": "1992", "village": village.code, "consent_on": "08/03/2018"}
    answer = woman.post(where, told)
    assert answer.status_code == 422
    assert "Hoàng Thị Quen · 06/05/1992" in answer.content.decode()
    answer = woman.post(where, {**told, "who": str(known.pk)})

    assert answer.status_code == 302
    assert Suggestion.objects.get().person == known
    assert Suggestion.objects.get().cell == district["cells"][0]
    assert Person.objects.count() == 1
    assert "Hoàng Thị Quen" in woman.get(answer.url).content.decode()


def test_a_removed_picture_is_gone_for_everybody(woman, gathering, settings, tmp_path):
    settings.DATA = tmp_path
    photo = added(gathering, a_picture())
    where = reverse("photo", args=[photo.pk])
    assert woman.get(where)["Content-Type"] == "image/jpeg"

    remove_photo(photo, actor=None, today=TODAY)
    assert woman.get(where).status_code == 404


def test_the_day_of_consent_is_asked_and_not_made_up(woman, gathering):
    form = woman.get(reverse("gathering-notice", args=[gathering.pk])).context["form"]

    assert form["consent_on"].value() is None
    assert "consent_on" in woman.post(reverse("gathering-notice", args=[gathering.pk])).context["form"].errors


def test_a_cell_takes_back_what_it_recorded_and_not_what_the_union_above_it_did(client, district, settings, tmp_path):
    settings.DATA = tmp_path
    cell = district["cells"][0]
    secretary, other = a_user("cell", cell), a_user("commune", district["committees"][0])
    unions, own = held_at(cell), hold(cell, Held("youth", "talk", DAY, "Của chi bộ", 9), actor=secretary, today=TODAY)
    photo = added(unions, a_picture())
    removing = [reverse("gathering-withdraw", args=[unions.pk]), reverse("photo-remove", args=[photo.pk])]

    for user in (secretary, other):
        client.force_login(user)
        page = client.get(reverse("gathering", args=[unions.pk])).content.decode()
        assert not any(where in page for where in removing)
        assert [client.post(where).status_code for where in removing] == [404, 404]
    client.force_login(secretary)
    where = reverse("gathering-withdraw", args=[own.pk])
    assert where in client.get(reverse("gathering", args=[own.pk])).content.decode()
    assert client.post(where).status_code == 302
    client.force_login(a_user("mass", district["committees"][0]))
    assert all(where in client.get(reverse("gathering", args=[unions.pk])).content.decode() for where in removing)
    assert [client.post(where).status_code for where in reversed(removing)] == [302, 302]
