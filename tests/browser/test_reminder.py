"""From the plan to a sent reminder that a commune receives and answers, in a real browser; on a phone for the commune."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import log_in

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def as_user(server, chromium):
    """Give a page of somebody who has logged in."""
    contexts = []

    def opened(name, **options):
        context = chromium.new_context(locale="vi-VN", base_url=server, **options)
        contexts.append(context)
        page = context.new_page()
        log_in(page, server, name)
        return page

    yield opened
    for context in contexts:
        context.close()


def fit(page):
    """Hold that a page has nothing axe complains of and scrolls in one direction only."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_the_plan_to_an_answered_reminder(as_user):
    board = as_user("bantochuc")
    board.goto("/ke-hoach/")
    board.locator("main").get_by_role("link", name="Đôn đốc").click()
    fit(board)
    board.get_by_label("Đảng bộ xã Lục Hồn").check()
    board.get_by_role("button", name="Soạn một văn bản gửi chung").click()

    expect(board.get_by_role("heading", name="Dự thảo văn bản đôn đốc")).to_be_visible()
    expect(board.get_by_text("Kính gửi: Đảng ủy xã Lục Hồn")).to_be_visible()
    fit(board)
    board.get_by_label("Chậm nhất vào ngày").fill("30/04/2018")
    board.get_by_role("button", name="Cấp số và ghi đã gửi").click()
    expect(board.get_by_text("Ngày 30/04/2018 là ngày nghỉ; ngày làm việc tiếp theo là 02/05/2018.")).to_be_visible()
    board.get_by_label("Chậm nhất vào ngày").fill("02/05/2018")
    board.get_by_role("button", name="Cấp số và ghi đã gửi").click()
    expect(board.get_by_role("heading", name="Văn bản đôn đốc số 43-CV/BTCHU")).to_be_visible()
    fit(board)

    commune = as_user("xaluchon", viewport=PHONE)
    commune.goto("/viec/")
    commune.get_by_role("link", name="Văn bản đôn đốc số 43-CV/BTCHU: thực hiện và trả lời").click()
    fit(commune)
    commune.get_by_role("button", name="Xác nhận đã nhận").click()
    expect(commune.get_by_text("Đã ghi ngày nhận.")).to_be_visible()
    commune.get_by_role("link", name="Trả lời", exact=True).click()
    fit(commune)
    commune.get_by_label("Số, ký hiệu văn bản trả lời").fill("21-BC/ĐU")
    commune.get_by_role("button", name="Ghi lại").click()
    expect(commune.get_by_text("Đã ghi trả lời.")).to_be_visible()

    board.goto("/don-doc/")
    row = board.get_by_role("row", name="43-CV/BTCHU")
    expect(row.get_by_text("1/1")).to_have_count(2)  # received and answered, not done yet
    fit(board)
    row.get_by_role("link").click()
    board.get_by_role("link", name="Đối chiếu số liệu").click()
    expect(board.get_by_text("Mọi số đếm lại đều đúng như đã chốt.")).to_be_visible()
    fit(board)
