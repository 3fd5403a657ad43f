"""The frame: the day in the address, the menu by right, error pages that tell nothing."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from taonguon.rules.dates import PartialDate
from taonguon.web.paging import Page, clip
from tests.builders import TODAY, a_district, a_user


@pytest.fixture
def _today(settings):
    settings.TODAY = TODAY


class Menu(HTMLParser):
    """Collects the texts of the wide menu."""

    def __init__(self, html):
        super().__init__()
        self.inside, self.texts = False, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "nav":
            self.inside = "nav-wide" in dict(attrs).get("class", "")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "nav"

    def handle_data(self, data):
        if self.inside and data.strip():
            self.texts.append(data.strip())


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (66.67, "vi", "66,67 %"),
        (66.67, "en", "66.67 %"),
        (100.0, "vi", "100,00 %"),
        (None, "vi", "–"),
        (2800 / 108, "vi", "25,93 %"),
    ],
    ids=[
        "comma in Vietnamese",
        "point in English",
        "two decimals always",
        "nothing out of nothing",
        "rounded, not cut off",
    ],
)
def test_a_share_is_written_with_two_decimals(value, language, shown):
    with translation.override(language):
        assert Template("{{ value|share }}").render(Context({"value": value})) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(date(2018, 4, 9), "09/04/2018"), (PartialDate(1975), "1975"), (PartialDate(1975, 3), "03/1975"), (None, "–")],
)
def test_a_day_is_written_as_far_as_it_is_known(value, shown):
    assert Template("{{ value|day }}").render(Context({"value": value})) == shown


def test_a_link_to_the_same_page_keeps_the_address_and_changes_one_thing():
    request = RequestFactory().get("/nguoi/", {"tim": "hoàng", "trang": "3", "don-vi": "7"})

    shown = Template("{% same trang=4 don_vi=None %}").render(Context({"request": request}))

    assert shown == "?tim=ho%C3%A0ng&amp;trang=4"


def test_the_hidden_fields_beside_the_day_escape_what_the_address_holds():
    request = RequestFactory().get("/nguoi/", {"tim": '"><b>', "trang": "3", "ngay": "2018-01-01"})

    shown = Template("{% other_parameters %}").render(Context({"request": request}))

    assert shown == '<input type="hidden" name="tim" value="&quot;&gt;&lt;b&gt;">'


@pytest.mark.parametrize(
    ("asked", "total", "number"), [(1, 0, 1), (9, 0, 1), (2, 50, 1), (2, 51, 2), (3, 51, 2)], ids=str
)
def test_a_page_beyond_the_last_is_the_last(asked, total, number):
    assert clip(asked, total) == number


def test_a_page_knows_its_neighbours_and_its_first_number():
    page = Page(rows=(), number=2, total=120)

    assert (page.before, page.after, page.count, page.start) == (1, 3, 3, 51)


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_the_page_stands_on_the_day_the_address_names(client):
    client.force_login(a_user("board", a_district()["top"]))

    html = client.get("/", {"ngay": "01/02/2017"}).content.decode()

    assert 'name="ngay" value="01/02/2017"' in html
    assert "Về hôm nay</a>" not in html
    assert "Về hôm nay (19/04/2018)" in html


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(client):
    client.force_login(a_user("board", a_district()["top"]))

    html = client.get("/", {"ngay": "31/02/2017"}).content.decode()

    assert "“31/02/2017” không phải là một ngày; hãy viết như 19/04/2018." in html
    assert 'name="ngay" value="19/04/2018"' in html


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_a_day_that_has_not_come_is_said_and_today_is_shown_but_for_texts(client):
    client.force_login(a_user("board", a_district()["top"]))

    for address in ("/", "/ke-hoach/", "/nguoi/"):
        html = client.get(address, {"ngay": "20/04/2018"}).content.decode()
        assert "Ngày 20/04/2018 chưa đến; số liệu là của hôm nay, 19/04/2018." in html
        assert 'name="ngay" value="19/04/2018"' in html
    for address in ("/quy-dinh/", "/thu-truong-hop/"):
        html = client.get(address, {"ngay": "01/07/2025"}).content.decode()
        assert "chưa đến" not in html
        assert "01/07/2025" in html


@pytest.mark.django_db
@pytest.mark.usefixtures("_today")
def test_the_banner_of_the_demonstration_shows_only_there(client, settings):
    client.force_login(a_user("board", a_district()["top"]))
    banner = "Bản dùng thử: mọi người trong này đều là hư cấu"

    settings.DEMO = False
    assert banner not in client.get("/").content.decode()
    settings.DEMO = True
    assert banner in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_missing_page_is_a_calm_sentence_with_status_404(client):
    answer = client.get("/khong-co/")

    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()
    assert "khong-co" not in answer.content.decode()


@pytest.mark.django_db
def test_a_form_from_before_the_log_in_is_refused_with_a_way_out(client):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/ngon-ngu/", {"language": "en"})

    assert answer.status_code == 403
    assert "hãy quay lại" in answer.content.decode().lower()


@pytest.mark.django_db
def test_the_language_is_chosen_by_a_form_and_kept_in_a_cookie(client):
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/"})

    assert answer.status_code == 302
    assert client.cookies["django_language"].value == "en"


@pytest.mark.django_db
def test_every_answer_is_kept_by_nobody(client):
    client.force_login(a_user("board", a_district()["top"]))

    assert client.get("/").headers["Cache-Control"] == "no-store, private"
