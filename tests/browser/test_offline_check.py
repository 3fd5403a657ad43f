"""The file that checks certificates without a network, opened from the disk in a real browser."""

from base64 import b32decode, b32encode
from datetime import date

import pytest

from taonguon.classes.offline import checking_page
from taonguon.classes.tokens import Claim, TokenError, key_id, new_key, read, sign
from taonguon.wording.tokens import refusal, words

pytestmark = pytest.mark.browser
KEY, STRANGER, WITHDRAWN = new_key(), new_key(), new_key()
KEYS = {key_id(KEY.public_key()): KEY.public_key()}
ENDED = [key_id(WITHDRAWN.public_key())]
FUTURE = Claim("01/2018/GCN", date(2018, 3, 30), date(2120, 3, 30), "LVĐ", 1995)
LABELS = words("labels", "vi")


@pytest.fixture
def page(chromium, tmp_path):
    """Open the file offline; fail if it asks for anything or breaks."""
    file = tmp_path / "kiem-tra.html"
    file.write_text(checking_page(KEYS, ENDED, date(2018, 4, 19), "vi"), "utf-8")
    context = chromium.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    yield page
    assert asked == [file.as_uri()]
    assert errors == []
    context.close()


def said(page, text):
    page.evaluate("document.getElementById('result').hidden = true")
    page.fill("#code", text)
    page.get_by_role("button", name="Kiểm tra").click()
    page.wait_for_selector("#result:not([hidden])")
    return page.inner_text("#result")


def flipped(token, at):
    letters = token.split(".")[1]
    data = bytearray(b32decode(letters + "=" * (-len(letters) % 8)))
    data[at] ^= 1
    return "GCN1." + b32encode(bytes(data)).decode().rstrip("=")


def test_a_sound_code_is_known_and_what_it_says_is_shown(page):
    text = said(page, sign(FUTURE, KEY).lower())

    assert LABELS["sound"] in text
    for word in ("01/2018/GCN", "30/03/2018", "30/03/2120", "LVĐ", "1995", LABELS["replaced"]):
        assert word in text


def test_a_lapsed_code_and_one_without_a_last_day_say_so(page):
    assert LABELS["lapsed"] in said(page, sign(Claim("1", date(2010, 1, 1), date(2015, 1, 1), "A", 1990), KEY))
    assert LABELS["until-unknown"] in said(page, sign(Claim("1", date(2010, 1, 1), None, "A", None), KEY))


def test_it_refuses_what_python_refuses_for_the_same_reason(page):
    token = sign(FUTURE, KEY)
    wrong = [
        "", "01/2018/GCN", "GCN1.", token[:-1], token[:-30], token + "A", token + "AAAAAAAA", token[:-1] + "B" * 9,
        token.replace("GCN1", "GCN2"), flipped(token, 0), sign(FUTURE, STRANGER), sign(FUTURE, WITHDRAWN),
        *(flipped(token, at) for at in (3, 5, 8, 10, 11, 13, 20, -70, -64, -1)),
    ]  # fmt: skip
    for text in wrong:
        with pytest.raises(TokenError) as error:
            read(text, KEYS, ENDED)
        assert refusal(error.value.refusal, error.value.detail, "vi") in said(page, text), text
