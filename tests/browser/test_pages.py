"""Every page in a real browser: accessible, within its width, by keyboard, without script, on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import log_in

pytestmark = pytest.mark.browser

WIDE, NARROW = 1440, 390
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = {
    "overview": "/",
    "overview of a commune on another day": "/?don-vi={commune}&ngay=2017-03-01&xep=-mat-tran",
    "people behind a number": "/so-lieu/holders-not-members:front/",
    "people behind a number of the plan": "/ke-hoach/so/admitted/?nhom=women",
    "tree": "/cay/",
    "search in the tree": "/cay/?tim=khe",
    "committee": "/don-vi/{commune}/",
    "cell": "/don-vi/{cell}/",
    "village": "/thon/{village}/",
    "person": "/nguoi/{person}/",
    "people": "/nguoi/?tim=hoang&tu-cach=member",
    "work list": "/viec/",
    "work list of a name": "/viec/?tim=van&han=khong-han",
    "source": "/nguon/?don-vi={commune}&xep=ten",
    "probation": "/nguon/du-bi/",
    "figures of classes": "/lop/so-lieu/",
    "acts against the rules": "/nguon/chua-dung-quy-dinh/",
    "nobody found": "/nguoi/?tim=xyzxyz",
    "unreadable day": "/cay/?ngay=31/02/2018",
    "year plan": "/ke-hoach/",
    "draft of a plan": "/ke-hoach/{commune}/du-thao/?nam=2018",
    "scheme": "/de-an/",
    "scheme of a commune on another day": "/de-an/?don-vi={commune}&ngay=2017-03-01&chuc-danh=mass",
    "posts to win": "/de-an/chuc-danh/",
    "posts to win, left to people": "/de-an/chuc-danh/?tinh-trang=can-xem&chuc-danh=front",
    "elections": "/de-an/bau-cu/",
    "election day": "/de-an/bau-cu/them/",
    "units not to forget": "/ke-hoach/khong-quen/?so-nam=5",
    "password": "/doi-mat-khau/",
    "missing": "/khong-co/",
}


@pytest.fixture(scope="session")
def ids(server, chromium, cookies):
    """Walk down once as a reader does, and keep the ids of what was met."""
    context = chromium.new_context(locale="vi-VN", base_url=server)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto("/")
    commune = page.get_by_role("link", name="Đảng bộ xã Đồng Tâm").get_attribute("href")
    village = page.get_by_role("link", name="Pắc Pò", exact=True).get_attribute("href")
    page.goto(village)
    cell = page.get_by_role("link", name="Chi bộ thôn Pắc Pò").get_attribute("href")
    person = page.locator("table a[href^='/nguoi/']").first.get_attribute("href")
    context.close()
    names = {"commune": commune, "village": village, "cell": cell, "person": person}
    return {name: re.search(r"\d+", address).group() for name, address in names.items()}


@pytest.mark.parametrize("name", [n for n in PAGES if n != "missing"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_page_is_accessible_and_stays_within_its_width(open_page, ids, name, width):
    page = open_page(PAGES[name].format(**ids), width)

    found = Axe().run(page, options=WCAG).response["violations"]

    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["overview", "village", "people"])
def test_the_colours_keep_their_contrast_by_day_and_by_night(open_page, ids, name, scheme):
    page = open_page(PAGES[name].format(**ids), WIDE, color_scheme=scheme)

    found = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]

    assert [node["html"][:200] for v in found for node in v["nodes"]] == []


@pytest.mark.parametrize("address", ["/dang-nhap/", "/khong-co/"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_page_without_log_in_is_accessible_too(server, chromium, address, width):
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{server}{address}")

    found = Axe().run(page, options=WCAG).response["violations"]
    context.close()

    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


@pytest.mark.parametrize("name", ["overview", "committee", "people", "person"])
def test_what_is_pressed_on_a_phone_is_large_enough(open_page, ids, name):
    page = open_page(PAGES[name].format(**ids), NARROW)

    low = page.evaluate(
        "[...document.querySelectorAll('.button, summary, input:not([type=hidden]), select')]"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 90))"
    )

    assert low == []


def test_from_the_log_in_down_to_a_person_on_another_day(server, chromium):
    context = chromium.new_context(viewport={"width": NARROW, "height": 844}, locale="vi-VN")
    page = context.new_page()
    log_in(page, server, "lanhdao")
    assert page.get_by_role("heading", level=1).inner_text() == "Đảng bộ huyện Bình Liêu"

    page.get_by_label("Xem ngày").fill("1/3/2018")
    page.get_by_role("button", name="Xem", exact=True).click()
    assert page.get_by_label("Xem ngày").input_value() == "01/03/2018"
    assert "Số liệu ngày 01/03/2018" in page.inner_text("main")

    page.get_by_role("link", name="Đảng bộ xã Đồng Tâm").click()
    assert "Số liệu ngày 01/03/2018" in page.inner_text("main")
    page.get_by_role("link", name="Pắc Pò", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Thôn Pắc Pò"
    person = page.locator("table a[href^='/nguoi/']").first
    name = person.inner_text()
    person.click()
    assert page.get_by_role("heading", level=1).inner_text() == name
    assert page.get_by_label("Xem ngày").input_value() == "01/03/2018"

    page.get_by_role("link", name="Về hôm nay").click()
    assert page.get_by_label("Xem ngày").input_value() == "19/04/2018"
    context.close()


def test_the_tree_opens_by_keyboard(open_page):
    page = open_page("/cay/")
    page.locator("summary", has_text="Đảng bộ xã Đồng Tâm").focus()

    page.keyboard.press("Enter")
    page.get_by_role("link", name="Chi bộ thôn Pắc Pò").wait_for()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Chi bộ thôn Pắc Pò"
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-vi/*/")
    assert page.get_by_role("heading", level=1).inner_text() == "Chi bộ thôn Pắc Pò"


def test_the_first_stop_of_the_keyboard_skips_the_menu(open_page):
    page = open_page("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_the_list_of_people_follows_the_typing(open_page):
    page = open_page("/nguoi/")
    before = page.locator("#list [role=status]").inner_text()

    page.get_by_label("Họ tên, có dấu hay không đều được").press_sequentially("nong")
    page.wait_for_url("**tim=nong**")
    page.wait_for_function("before => document.querySelector('#list [role=status]').innerText !== before", arg=before)

    names = page.locator("#list tbody td:first-child").all_inner_texts()
    assert names
    assert all("Nông" in name or "Nòng" in name or "Nồng" in name for name in names)


def test_everything_works_without_script(open_page, ids):
    page = open_page("/cay/", java_script_enabled=False)
    page.locator("summary", has_text="Đảng bộ xã Đồng Tâm").click()
    page.get_by_role("link", name="Mở nhánh này").first.click()
    page.get_by_role("link", name="Chi bộ thôn Pắc Pò").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Chi bộ thôn Pắc Pò"

    page.goto("/nguoi/")
    page.get_by_label("Họ tên, có dấu hay không đều được").fill("la thi")
    page.get_by_role("button", name="Lọc").click()
    assert "tim=la+thi" in page.url


def test_the_language_changes_and_the_page_says_so(open_page):
    page = open_page("/")
    page.locator("details.user > summary").click()

    page.get_by_role("button", name="English").click()

    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("name", ["overview", "overview of a commune on another day"])
def test_the_overview_is_one_page_of_paper(open_page, ids, name):
    page = open_page(PAGES[name].format(**ids))

    paper = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    width, height = (float(n) for n in re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper).groups())
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)


def test_no_page_asks_another_machine_for_anything(open_page, server):
    page = open_page("/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/nguoi/")
    page.goto("/cay/")

    assert asked
    assert [url for url in asked if not url.startswith(server)] == []
