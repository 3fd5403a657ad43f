"""One case on a phone: from the work list to a recorded vote and the next step."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def a_case_in_the_making(page):
    """Open a case whose dossier is being made, from the list of the source."""
    page.goto("/nguon/")
    page.get_by_label("Giai đoạn", exact=True).select_option(label="Được phép làm hồ sơ, đang làm hoặc thẩm tra")
    page.get_by_role("button", name="Lọc").click()
    page.locator('main a[href^="/ho-so/"]').first.click()
    page.wait_for_url(re.compile(r"/ho-so/\d+/"))


def test_a_secretary_records_a_vote_on_a_phone_and_sees_the_next_step(open_page):
    page = open_page("/viec/", 390)
    expect(page.get_by_role("heading", name="Việc cần làm").first).to_be_visible()
    a_case_in_the_making(page)
    case = page.url

    page.get_by_text("Ghi một việc khác đã diễn ra").click()
    page.get_by_role("link", name=re.compile("ghị quyết đề nghị kết nạp|ghị quyết của chi bộ")).first.click()
    page.get_by_label("Ngày", exact=True).fill("16/04/2018")
    page.get_by_label(re.compile("tán thành")).fill("1")
    page.keyboard.press("Tab")
    expect(page.locator("#judged")).to_contain_text("Đã có 1")
    expect(page.locator("#judged .chip.is-bad").first).to_be_visible()
    expect(page.locator("#brief")).to_contain_text("1, cần")
    expect(page.locator("#brief")).to_be_in_viewport()
    assert Axe().run(page).violations_count == 0

    members = int(page.get_by_label(re.compile("Tổng số thành viên")).input_value())
    page.get_by_label(re.compile("tán thành")).fill(str(members))
    page.keyboard.press("Tab")
    expect(page.locator("#judged")).to_contain_text(f"Đã có {members}")
    page.get_by_label("Lý do", exact=True).fill("Theo biên bản họp chi bộ")
    page.get_by_role("button", name="Ghi lại").click()

    page.wait_for_url(case)
    expect(page.get_by_text("Đã ghi:")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Việc tiếp theo"))).to_contain_text("kết nạp")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert Axe().run(page).violations_count == 0


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("form", ["dieu-kien", "gioi-thieu", "giup-do", "giay-to/1-KNĐ", "chuyen", "ket-thuc"])
def test_each_form_of_a_case_is_accessible_and_fits(open_page, form, width):
    page = open_page("/nguon/", width)
    a_case_in_the_making(page)
    page.goto(f"{page.url.split('?')[0]}{form}/")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).violations_count == 0


@pytest.mark.parametrize("name", ["Chìu Sám Mai", "Lý Quang Cắm"], ids=["the whole way", "with findings"])
def test_a_whole_case_prints_on_two_sheets(open_page, name):
    page = open_page("/nguoi/")
    page.goto(f"/nguoi/?tim={name}")
    page.locator("main table a").first.click()
    page.get_by_role("link", name="Hồ sơ theo dõi kết nạp").click()
    page.wait_for_url(re.compile(r"/ho-so/\d+/"))
    expect(page.get_by_role("heading", name="Quá trình")).to_be_visible()

    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))

    assert len(sheets) == 2
    assert Axe().run(page).violations_count == 0


def test_a_double_click_sends_a_form_once(open_page):
    page = open_page("/nguon/", 390)
    a_case_in_the_making(page)
    page.goto(f"{page.url.split('?')[0]}giup-do/")
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Đảng viên giúp đỡ").select_option(index=2)
    page.get_by_label("Ngày phân công").fill("18/04/2018")
    page.get_by_label("Lý do").fill("Theo nghị quyết chi bộ")

    page.get_by_role("button", name="Ghi lại").dblclick()

    expect(page.get_by_role("status").filter(has_text="Đã phân công")).to_be_visible()
    assert len(posts) == 1
