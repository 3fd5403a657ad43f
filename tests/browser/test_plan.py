"""Sharing the year's targets in a real browser: what is left is counted live, and without a script on saving."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import log_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_what_is_left_to_share_is_always_shown(server, chromium, scripts):
    context = chromium.new_context(locale="vi-VN", base_url=server, java_script_enabled=scripts)
    page = context.new_page()
    log_in(page, server, "xadongtam")
    page.goto("/ke-hoach/?nam=2019")
    page.get_by_role("link", name=re.compile("Soạn chỉ tiêu|Sửa dự thảo")).click()
    page.locator("input[data-own][data-measure=total]").fill("7")
    page.locator("input[data-measure=total]:not([data-own])").first.fill("3")
    if not scripts:
        page.get_by_role("button", name="Lưu dự thảo").click()
    expect(page.locator("[data-left=total]")).to_have_text("Tổng số 4")

    page.get_by_role("button", name="Đề xuất theo nguồn").click()
    expect(page.locator("[data-left=total]")).to_have_text("Tổng số 0")
    page.locator("summary", has_text="Vì sao").first.click()
    expect(page.get_by_text("quy định cho phép kết nạp trong năm").first).to_be_visible()
    page.get_by_role("button", name="Bỏ dự thảo").click()
    expect(page.get_by_role("link", name="Soạn chỉ tiêu")).to_be_visible()
    context.close()
