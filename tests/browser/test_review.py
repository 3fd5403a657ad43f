"""The monthly review on a phone: from the board to the recorded round, and the committee's answer."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def fits(page, width):
    return page.evaluate("document.documentElement.scrollWidth") <= width and Axe().run(page).violations_count == 0


def test_a_list_is_reviewed_on_a_phone_and_the_committee_agrees(open_page):
    page = open_page("/nguon/ra-soat/", 390)
    assert fits(page, 390)
    page.get_by_role("link", name="Chi bộ thôn Pắc Pò").click()
    page.get_by_role("link", name="Đề xuất một người").click()
    page.get_by_label("Người mới, chưa có trong sổ").check()
    page.get_by_label("Họ và tên").fill("Lý Thị Thử Giới Thiệu")
    page.get_by_label("Ngày sinh").fill("1996")
    page.get_by_label("Đoàn thể giới thiệu").check()
    page.get_by_label("Đoàn thể", exact=True).select_option(label="Hội Phụ nữ")
    assert fits(page, 390)
    page.get_by_label("Người này đồng ý ngày").fill("18/04/2018")
    page.get_by_role("button", name="Ghi đề xuất").click()
    expect(page.get_by_text("Hội Phụ nữ")).to_be_visible()

    page.get_by_role("link", name="Ghi kỳ rà soát").click()
    assert fits(page, 390)
    page.get_by_label("Lý Thị Thử Giới Thiệu").select_option(label="Đưa vào danh sách")
    page.get_by_label("Số nghị quyết").fill("04-NQ/CB")
    page.get_by_role("button", name="Ghi kỳ rà soát").click()
    expect(page.get_by_text("Đã ghi kỳ rà soát tháng 04/2018.")).to_be_visible()
    assert fits(page, 390)

    page.get_by_role("link", name="04/2018").click()
    expect(page.get_by_role("link", name="Lý Thị Thử Giới Thiệu")).to_be_visible()
    assert fits(page, 390)
    page.get_by_role("link", name="Ghi ý kiến của đảng ủy").click()
    page.get_by_label("Nhất trí").check()
    assert fits(page, 390)
    page.get_by_role("button", name="Ghi ý kiến").click()
    page.wait_for_url(re.compile(r"/ky/\d+/$"))
    expect(page.get_by_role("heading", name="Đảng ủy đã xem xét, nhất trí")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_board_of_the_review_is_accessible_and_fits(open_page, width):
    page = open_page("/nguon/ra-soat/?thang=2018-03", width)

    expect(page.get_by_role("heading", name="Rà soát nguồn tháng 03/2018")).to_be_visible()
    assert fits(page, width)
