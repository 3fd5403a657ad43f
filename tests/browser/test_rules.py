"""The rules, and a case tried on them, in a real browser: live, by keyboard, without script, on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_pages import NARROW, WCAG, WIDE

pytestmark = pytest.mark.browser
PAGES = {
    "rules": "/quy-dinh/?ngay=2026-09-01",
    "a search": "/quy-dinh/?tim=gioi+thieu&buoc=cell-vote",
    "nothing found": "/quy-dinh/?tim=xyzxyz",
    "a rule": "/quy-dinh/CAND-CLASS-TTL/?ngay=2025-02-03",
    "changes": "/quy-dinh/thay-doi/?tu=2025-06-30&den=2025-07-01",
    "a case": "/thu-truong-hop/?ngay=2025-02-03",
    "a case at another step": "/thu-truong-hop/?ngay=2025-02-03&buoc=ceremony",
}


def field(page, name):
    """Give a field by its key in the case file."""
    return page.locator(f"[name='{name}']")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_page_is_accessible_and_stays_within_its_width(open_page, name, width):
    page = open_page(PAGES[name], width)
    page.evaluate("document.querySelectorAll('details.more').forEach(d => { d.open = true; })")

    found = Axe().run(page, options=WCAG).response["violations"]

    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["rules", "changes", "a case"])
def test_the_colours_keep_their_contrast_by_day_and_by_night(open_page, name, scheme):
    page = open_page(PAGES[name], WIDE, color_scheme=scheme)

    found = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]

    assert [node["html"][:200] for v in found for node in v["nodes"]] == []


def test_the_rules_follow_the_typing(open_page):
    page = open_page("/quy-dinh/")

    page.get_by_label("Mã, tên, nội dung hoặc số văn bản").press_sequentially("adm-age")

    expect(page.locator("article.rule")).to_have_count(3)
    expect(page.get_by_role("status")).to_have_text("3 quy định, ngày 19/04/2018")
    page.wait_for_url("**tim=adm-age**")


def test_the_rules_are_found_without_script(open_page):
    page = open_page("/quy-dinh/", java_script_enabled=False)

    page.get_by_label("Bước").select_option("card")
    page.get_by_role("button", name="Lọc").click()

    assert "buoc=card" in page.url
    assert page.locator("article.rule").count() < 95


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_verdict_follows_the_filling_and_the_form_follows_the_step(open_page, width):
    page = open_page(PAGES["a case"], width)
    verdict, brief = page.locator("#verdict"), page.locator("#brief")
    expect(verdict.get_by_role("heading", level=2)).to_have_text("Chưa đủ dữ kiện để kết luận")

    field(page, "done.class-certificate").fill("15/01/")
    page.keyboard.press("Tab")
    expect(verdict).to_contain_text("“15/01/” không có năm bốn chữ số")

    field(page, "done.class-certificate").fill("15/01/2020")
    page.keyboard.press("Tab")
    expect(verdict.get_by_role("heading", level=2)).to_have_text("Chưa được thực hiện")
    expect(brief).to_contain_text("Chưa được thực hiện")
    expect(verdict).to_contain_text("Giấy chứng nhận cấp ngày 15/01/2020 có giá trị đến hết ngày 15/01/2025")

    page.get_by_label("Bước cần xét").select_option("list")
    expect(page.locator("#o-vote")).to_have_js_property("tagName", "DETAILS")
    expect(verdict.get_by_role("heading", level=2)).to_have_text("Chưa đủ dữ kiện để kết luận")
    expect(field(page, "done.class-certificate")).to_have_value("15/01/2020")


def test_a_missing_fact_leads_to_its_field(open_page):
    page = open_page(PAGES["a case"])

    page.locator("#verdict").get_by_role("link", name="Trình độ học vấn").click()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.name") == "person.schooling"


def test_a_case_is_filled_by_keyboard_alone(open_page):
    page = open_page(PAGES["a case"])
    field(page, "person.citizen").first.focus()

    page.keyboard.press("ArrowRight")

    expect(field(page, "person.citizen").nth(1)).to_be_checked()
    expect(page.locator("#verdict")).not_to_contain_text("Có quốc tịch Việt Nam hay không")


def test_a_case_is_saved_and_opened_again(open_page, tmp_path):
    page = open_page(PAGES["a case"])
    field(page, "person.born").fill("03/1995")
    field(page, "person.areas").first.check()
    page.locator("#o-done summary").click()
    with page.expect_response("**/thu-truong-hop/"):
        field(page, "done.ceremony.not-yet").check()

    with page.expect_download() as download:
        page.get_by_role("button", name="Lưu thành tệp").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.goto("/thu-truong-hop/")
    page.get_by_text("Mở một tệp trường hợp đã lưu").click()
    page.get_by_label("Tệp trường hợp (.toml)").set_input_files(file)
    page.get_by_role("button", name="Mở tệp").click()

    expect(page.get_by_text(f"Đã mở tệp {file.name}.")).to_be_visible()
    expect(field(page, "ask.on")).to_have_value("03/02/2025")
    expect(field(page, "person.born")).to_have_value("03/1995")
    expect(field(page, "person.areas").first).to_be_checked()
    expect(field(page, "done.ceremony.not-yet")).to_be_checked()


def test_a_case_is_tried_without_script(open_page):
    page = open_page(PAGES["a case"], java_script_enabled=False)

    page.get_by_role("button", name="Thêm người giới thiệu").click()
    assert field(page, "introduced_by.4.kind").count() == 1
    field(page, "done.class-certificate").fill("15/01/2020")
    page.get_by_role("button", name="Xem kết quả").click()

    assert "Chưa được thực hiện" in page.locator("#verdict").inner_text()


def test_another_introducer_is_added_in_place(open_page):
    page = open_page(PAGES["a case"])
    field(page, "person.born").fill("03/1995")

    page.get_by_role("button", name="Thêm người giới thiệu").click()

    expect(field(page, "introduced_by.4.kind")).to_be_visible()
    expect(field(page, "person.born")).to_have_value("03/1995")


def test_a_rule_prints_with_its_whole_time_on_one_sheet(open_page):
    page = open_page(PAGES["a rule"])

    paper = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
