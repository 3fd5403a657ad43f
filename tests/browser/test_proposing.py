"""From a cell's phone to a class: proposed, agreed, grouped, and on the printed list."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import log_in

pytestmark = pytest.mark.browser
PHONE, DESK = 390, 1440


@pytest.fixture
def as_user(server, chromium):
    """Give a way to log in as somebody at a width."""
    contexts = []

    def logged_in(name, width):
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="vi-VN", base_url=server)
        contexts.append(context)
        page = context.new_page()
        log_in(page, server, name)
        return page

    yield logged_in
    for context in contexts:
        context.close()


def is_sound(page):
    width = page.viewport_size["width"]
    return page.evaluate("document.documentElement.scrollWidth") <= width and not Axe().run(page).violations_count


def test_whom_a_cell_proposes_comes_to_a_class_of_the_centre(as_user):
    cell = as_user("chibopacpo", PHONE)
    cell.goto("/lop/de-nghi/them/")
    ticked = cell.locator(".picks > li", has=cell.locator("input:checked"))
    count = ticked.count()
    names = ticked.locator(".picks-name").all_inner_texts()
    assert count
    assert is_sound(cell)
    cell.get_by_role("button", name="Đề nghị những người đã chọn").click()
    expect(cell.get_by_text(f"Đã đề nghị {count} người.")).to_be_visible()

    committee = as_user("xadongtam", PHONE)
    committee.goto("/lop/de-nghi/")
    for name in names:
        committee.get_by_label(name, exact=True).check()
    assert is_sound(committee)
    committee.get_by_role("button", name="Đồng ý những người đã chọn").click()
    expect(committee.get_by_text(f"{count} đề nghị: đảng ủy đã đồng ý.")).to_be_visible()

    centre = as_user("trungtam", DESK)
    centre.goto("/lop/nhu-cau/")
    assert is_sound(centre)
    centre.get_by_role("link", name="Xếp lớp theo xã").click()
    centre.get_by_label("Ít nhất mỗi lớp").fill("1")
    centre.get_by_role("button", name="Xếp thử").click()
    expect(centre.get_by_text("Không có cách xếp nào ngắn hơn.")).to_be_visible()
    assert is_sound(centre)
    centre.get_by_role("button", name=re.compile("Mở lớp này và ghi danh")).first.click()
    centre.wait_for_url(re.compile(r"/lop/\d+/$"))
    for name in names:
        expect(centre.locator("#list").get_by_text(name, exact=True)).to_be_visible()

    centre.get_by_role("link", name="Bản in danh sách").click()
    expect(centre.get_by_text(f"Tổng số: {count} học viên")).to_be_visible()
    assert is_sound(centre)


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize(
    "address", ["", "them/", "1/", "1/lich-hoc/", "1/ghi-danh/?tu=nguon", "de-nghi/", "nhu-cau/khoang-cach/", "loai/1/"]
)
def test_each_page_of_classes_is_accessible_and_fits(open_page, address, width):
    page = open_page("/lop/", width)

    assert page.goto(f"/lop/{address}").ok
    assert is_sound(page)
