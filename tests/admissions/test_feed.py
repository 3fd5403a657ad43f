"""The calendar feed: who gets it, what stands in it, and what does not."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from taonguon.accounts.actions import end_feed_key, new_feed_key, set_active
from taonguon.accounts.models import FeedKey, Grant
from taonguon.admissions.feed import Event, calendar_text, initials
from taonguon.audit.queries import entries_about
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_user

pytestmark = pytest.mark.django_db


def a_feed(role="cell", unit=0):
    """Make two cases with clocks, in two cells, and a log-in with a key."""
    land = a_district()
    near = a_case(
        "Chìu Sám Thử", land["cells"][0], step="ceremony", actor="cell", clock="ceremony-by", by=date(2018, 5, 1)
    )
    a_case("Lý Thị Xa", land["cells"][2], by=date(2018, 5, 2))
    a_case("Lý Thị Cũ", land["cells"][0], by=date(2018, 1, 18))
    a_case("Lý Thị Không", land["cells"][0])
    user = a_user(role, land["cells"][unit])
    return near, user, new_feed_key(user, actor=user, today=TODAY)


def test_the_feed_is_a_calendar_of_the_clocks_in_reach_with_initials_only(client):
    near, _user, key = a_feed()

    answer = client.get("/viec/lich.ics", {"khoa": key})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.decode() == "\r\n".join(
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tao Nguon//Work list//VI", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:Tạo Nguồn: việc cần làm", "REFRESH-INTERVAL;VALUE=DURATION:P1D",
            "BEGIN:VEVENT", f"UID:candidacy-{near.pk}-ceremony-by@taonguon", "DTSTAMP:20180419T000000Z",
            "DTSTART;VALUE=DATE:20180501", "DTEND;VALUE=DATE:20180502",
            "SUMMARY:C.S.T.: Hạn làm lễ kết nạp 01/05/2018",
            "DESCRIPTION:Việc tiếp theo: Lễ kết nạp đảng viên (Chi bộ)",
            f"URL:http://testserver/ho-so/{near.pk}/", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", "",
        ]
    )  # fmt: skip


def test_the_feed_speaks_english_where_its_address_says_so(client):
    _near, _user, key = a_feed()

    text = client.get("/viec/lich.ics", {"khoa": key, "tieng": "en"}).content.decode()

    assert "SUMMARY:C.S.T.: Ceremony due by 01/05/2018" in text


@pytest.mark.parametrize("key", ["", "x", "'; --", "a" * 5000])
def test_a_wrong_key_finds_nothing(client, key):
    a_feed()

    answer = client.get("/viec/lich.ics", {"khoa": key})

    assert (answer.status_code, answer.content) == (404, client.get("/khong-co/").content)


def test_only_the_hash_of_the_key_is_kept():
    _near, user, key = a_feed()

    kept = FeedKey.objects.get()

    assert (kept.user, len(kept.digest), kept.made_on) == (user, 64, TODAY)
    assert key not in str(vars(kept))


def test_a_new_key_ends_the_one_before(client):
    _near, user, first = a_feed()

    second = new_feed_key(user, actor=user, today=TODAY)

    assert [client.get("/viec/lich.ics", {"khoa": k}).status_code for k in (first, second)] == [404, 200]


def test_the_feed_ends_with_its_key_its_log_in_or_its_role(client):
    for end in (
        lambda user: end_feed_key(user, actor=user),
        lambda user: set_active(user, False, actor=None),
    ):
        _near, user, key = a_feed()
        end(user)
        assert client.get("/viec/lich.ics", {"khoa": key}).status_code == 404


def test_an_ended_role_leaves_an_empty_calendar(client):
    _near, user, key = a_feed()
    Grant.objects.filter(user=user).update(until=date(2018, 4, 19))

    assert "VEVENT" not in client.get("/viec/lich.ics", {"khoa": key}).content.decode()


def test_the_page_makes_an_address_shows_it_once_and_takes_it_back(client):
    near, user, _key = a_feed()
    client.force_login(user)

    made = client.post("/viec/lich/")
    address = urlsplit(made.context["address"])
    assert address.path == "/viec/lich.ics"
    assert f'value="http://testserver{address.path}?{address.query}"' in made.content.decode()
    client.logout()
    assert near.person.name not in (calendar := client.get(f"{address.path}?{address.query}").content.decode())
    assert "C.S.T." in calendar

    client.force_login(user)
    assert "Địa chỉ đang dùng được tạo ngày 19/04/2018." in client.get("/viec/").content.decode()
    assert client.post("/viec/lich/thu-hoi/").headers["Location"] == "/viec/"
    client.post("/viec/lich/thu-hoi/")
    assert client.get(f"{address.path}?{address.query}").status_code == 404
    verbs = [entry.verb for entry in entries_about("accounts.user", user.pk).order_by("pk")]
    assert verbs == ["feed.key-made", "feed.key-made", "feed.key-ended"]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_feed_takes_the_same_queries_for_one_case_and_for_thirty(client, django_assert_num_queries, rows):
    land = a_district()
    for number in range(rows):
        a_case(f"Lý Văn {number}", land["cells"][0], by=date(2018, 5, 1))
    user = a_user("cell", land["cells"][0])
    key = new_feed_key(user, actor=user, today=TODAY)
    client.get("/viec/lich.ics", {"khoa": key})  # draws the map of the day

    # key, grants, revision, steps, errands
    with django_assert_num_queries(5):
        text = client.get("/viec/lich.ics", {"khoa": key}).content.decode()

    assert text.count("BEGIN:VEVENT") == rows


def test_text_is_escaped_and_lines_are_folded_between_letters():
    event = Event("1@x", TODAY, "Một; hai, ba\\bốn\nnăm " + "ế" * 60, "", "http://x/")

    text = calendar_text([event], TODAY)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\nSUMMARY:Một\\; hai\\, ba\\\\bốn\\nnăm " + "ế" * 60 + "\r\n" in text.replace("\r\n ", "")


def test_initials_name_nobody():
    assert initials("  Đặng   thị Ấm ") == "Đ.T.Ấ."
