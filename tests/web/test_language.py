"""Vietnamese first, English by choice and whole."""

import pytest
from django.urls import reverse

from tests.builders import a_district, a_user

pytestmark = pytest.mark.django_db
ENGLISH_BROWSER = {"accept-language": "en-US,en;q=0.9"}


def language_of(answer):
    return answer["Content-Language"]


def test_an_english_browser_still_reads_vietnamese(client):
    answer = client.get(reverse("account_login"), headers=ENGLISH_BROWSER)

    assert language_of(answer) == "vi"
    assert "Tên đăng nhập" in answer.content.decode()


def test_who_chooses_english_reads_english_until_he_chooses_again(client):
    client.post(reverse("set_language"), {"language": "en"})
    english = client.get(reverse("account_login"))
    client.post(reverse("set_language"), {"language": "vi"})
    again = client.get(reverse("account_login"))

    assert (language_of(english), language_of(again)) == ("en", "vi")
    assert "User name" in english.content.decode()


def test_a_language_we_do_not_speak_is_vietnamese(client):
    client.cookies["django_language"] = "../../etc"

    assert language_of(client.get(reverse("account_login"))) == "vi"


def test_a_refusal_is_spoken_in_english_too(client):
    client.force_login(a_user("board", a_district()["top"]))
    client.post(reverse("set_language"), {"language": "en"})

    answer = client.post(reverse("goal-add"), {"percent": "many"})

    assert answer.context["form"].errors["percent"] == [
        "“many” is no number; a share such as 60 or 62.5 is needed."
    ]  # fmt: skip
