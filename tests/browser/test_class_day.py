"""A class day on a tablet, with the network cut in the middle: nothing is lost, nothing is doubled."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import log_in

pytestmark = pytest.mark.browser
TABLET = 820


@pytest.fixture
def centre(server, chromium):
    """Give a tablet on which the political centre is logged in."""
    context = chromium.new_context(viewport={"width": TABLET, "height": 1180}, locale="vi-VN", base_url=server)
    page = context.new_page()
    log_in(page, server, "trungtam")
    yield page
    context.close()


def a_class_with_learners(page, name):
    """Plan a class of today, give it a timetable, and put three people of the source on its list."""
    page.goto("/lop/them/")
    page.get_by_label("Tên lớp").fill(name)
    page.get_by_label("Khai giảng ngày").fill("19/04/2018")
    page.get_by_label("Bế giảng ngày").fill("20/04/2018")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/lop/\d+/lich-hoc/"))
    course = page.url.split("lich-hoc/")[0]
    page.get_by_role("button", name="Ghi lại").click()
    page.wait_for_url(course)
    page.goto(f"{course}ghi-danh/?tu=nguon")
    boxes = page.locator(".picks input[type=checkbox]")
    for number in range(3):
        boxes.nth(number).check()
    page.get_by_role("button", name="Ghi danh những người đã chọn").click()
    page.goto(course)
    page.get_by_role("link", name=re.compile("^Điểm danh")).first.click()
    page.wait_for_url(re.compile(r"/lop/buoi/\d+/"))


def choose(page, learner, presence):
    page.locator("[data-learner]").nth(learner).get_by_label(presence, exact=True).check()


def standing(page):
    """Give what the server says, freshly asked."""
    page.reload()
    return [
        page.locator("[data-learner]").nth(n).locator("input:checked").evaluate_all("all => all.map(x => x.value)")
        for n in range(3)
    ]


def test_a_class_day_survives_a_cut_network(centre):
    page = centre
    a_class_with_learners(page, "Lớp thử mất mạng")
    sent = page.locator("#sent")
    choose(page, 0, "Có mặt")
    expect(sent).to_contain_text("Mọi mục đã gửi")
    assert Axe().run(page).violations_count == 0

    page.context.set_offline(True)
    choose(page, 1, "Vắng")
    choose(page, 1, "Vắng có phép")
    choose(page, 2, "Có mặt")
    expect(sent).to_contain_text("3 mục chờ gửi")

    page.context.set_offline(False)
    expect(sent).to_contain_text("Mọi mục đã gửi", timeout=40_000)
    assert standing(page) == [["present"], ["excused"], ["present"]]
    expect(page.get_by_text("Hai máy ghi khác nhau")).to_have_count(0)


def test_an_answer_lost_on_its_way_back_doubles_nothing(centre):
    page = centre
    a_class_with_learners(page, "Lớp thử mất câu trả lời")
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().json())  # the server takes it in, the tablet never hears of it
            return route.abort()
        return route.continue_()

    page.route("**/gui/", lose)
    choose(page, 0, "Vắng")
    expect(page.locator("#sent")).to_contain_text("1 mục chờ gửi")
    choose(page, 0, "Có mặt")
    expect(page.locator("#sent")).to_contain_text("Mọi mục đã gửi", timeout=20_000)

    assert list(lost[0]["receipts"].values()) == ["kept"]
    assert standing(page)[0] == ["present"]
    expect(page.get_by_text("Hai máy ghi khác nhau")).to_have_count(0)


def test_entries_wait_through_a_reload_and_are_sent_by_the_next_visit(centre):
    page = centre
    a_class_with_learners(page, "Lớp thử tải lại trang")
    page.route("**/gui/", lambda route: route.abort())
    choose(page, 2, "Vắng")
    expect(page.locator("#sent")).to_contain_text("1 mục chờ gửi")
    page.once("dialog", lambda dialog: dialog.accept())
    page.unroute("**/gui/")
    page.reload()

    expect(page.locator("#sent")).to_contain_text("Mọi mục đã gửi", timeout=20_000)
    assert standing(page)[2] == ["absent"]
