"""The one log-in door: who comes in, who does not, and how often one may try."""

import pytest
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from taonguon.accounts.actions import set_active
from taonguon.audit.models import Entry
from tests.builders import a_user

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-2018"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def log_in(client, username, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def logged_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_door(client):
    user = a_user()

    answer = log_in(client, user.username)

    assert (answer.status_code, logged_in(client)) == (302, True)


def test_a_wrong_password_says_so_in_vietnamese(client):
    user = a_user()

    answer = log_in(client, user.username, "sai")

    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.content.decode()
    assert not logged_in(client)


def test_after_five_wrong_tries_even_the_right_password_waits(client):
    user = a_user()
    for _ in range(5):
        log_in(client, user.username, "sai")

    answer = log_in(client, user.username)

    assert "Đăng nhập sai quá nhiều lần" in answer.content.decode()
    assert not logged_in(client)


def test_wrong_tries_at_one_log_in_leave_another_open(client):
    user, other = a_user(), a_user()
    for _ in range(5):
        log_in(client, user.username, "sai")

    log_in(client, other.username)

    assert logged_in(client)


def test_one_address_cannot_try_many_log_ins(client):
    for number in range(10):
        log_in(client, f"doan-{number}", "sai")

    answer = log_in(client, a_user().username)

    assert "Đăng nhập sai quá nhiều lần" in answer.content.decode()
    assert not logged_in(client)


def test_a_closed_account_cannot_log_in(client):
    user = a_user()
    set_active(user, False, actor=None)

    answer = log_in(client, user.username)

    assert answer["Location"] == reverse("account_inactive")
    assert not logged_in(client)
    assert "đang bị khóa" in client.get(answer["Location"]).content.decode()


def test_closing_an_account_ends_its_open_session_at_the_next_request(client):
    user = a_user()
    log_in(client, user.username)
    set_active(user, False, actor=None)

    answer = client.get(reverse("account_change_password"))

    assert answer["Location"].startswith(reverse("account_login"))


def test_a_page_sends_a_stranger_to_the_door_and_back(client):
    answer = client.get(reverse("account_change_password"))

    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('account_change_password')}"


def test_logging_out_needs_a_post(client):
    log_in(client, a_user().username)

    client.get(reverse("account_logout"))
    still = logged_in(client)
    client.post(reverse("account_logout"))

    assert (still, logged_in(client)) == (True, False)


def change(client, old=PASSWORD, new="mot-cau-dai-2018", again="mot-cau-dai-2018"):
    fields = {"oldpassword": old, "password1": new, "password2": again}
    return client.post(reverse("account_change_password"), fields)


def test_changing_ones_own_password_leaves_one_entry(client):
    user = a_user()
    log_in(client, user.username)

    answer = change(client)

    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.check_password("mot-cau-dai-2018")
    assert [(e.verb, e.actor_id, e.data) for e in Entry.objects.all()] == [("account.password-set", user.pk, {})]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"old": "sai"}, "Mật khẩu hiện tại không đúng."),
        ({"again": "khac-han-2018"}, "Hai lần nhập mật khẩu mới không giống nhau."),
        ({"new": "ngan", "again": "ngan"}, "Mật khẩu có 4 ký tự; cần ít nhất 10."),
    ],
    ids=["old one wrong", "typed differently", "too short"],
)
def test_a_password_is_not_changed_where_something_is_wrong(client, given, sentence):
    user = a_user()
    log_in(client, user.username)

    answer = change(client, **given)

    assert sentence in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_nobody_signs_up_or_resets_by_himself(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
