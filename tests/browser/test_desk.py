"""The board's desk on a phone: a dossier comes, papers are asked for, and its case and the lists say so."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def accessible(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).violations_count == 0


def test_a_clerk_takes_a_dossier_in_and_asks_for_papers_on_a_phone(open_page):
    page = open_page("/nguon/?giai-doan=committee", 390)
    name = page.locator("#list table a[href^='/ho-so/']").first.inner_text()
    page.locator("#list table a[href^='/ho-so/']").first.click()
    case = page.url

    page.get_by_role("link", name="Nhận hồ sơ").click()
    accessible(page, 390)
    page.get_by_label("Ngày nhận").fill("12/03/2018")
    page.get_by_role("button", name="Ghi lại").click()
    page.wait_for_url(re.compile(r"/ho-so/\d+/$"))
    page.get_by_role("link", name="Yêu cầu bổ sung").click()
    page.get_by_label("Ngày yêu cầu").fill("15/03/2018")
    page.get_by_label("2-KNĐ: Lý lịch").check()
    page.get_by_label("Bổ sung chậm nhất").fill("02/04/2018")
    accessible(page, 390)
    page.get_by_role("button", name="Ghi lại").click()

    page.wait_for_url(re.compile(r"/ho-so/\d+/$"))
    expect(page.get_by_text("Ban tổ chức yêu cầu bổ sung")).to_be_visible()
    expect(page.get_by_text("chậm nhất 02/04/2018").first).to_be_visible()
    accessible(page, 390)
    page.goto("/nguon/giao-nhan/?trang-thai=qua-han")
    expect(page.get_by_role("link", name=name)).to_have_attribute(
        "href", re.compile(re.escape(case.split("?")[0][-8:]))
    )
    accessible(page, 390)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("address", ["/nguon/giao-nhan/", "/nguon/giao-nhan/so/", "/nguon/giup-do/"])
def test_the_lists_are_accessible_and_fit(open_page, address, width):
    accessible(open_page(address, width), width)
