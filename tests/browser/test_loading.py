"""Loading files in a real browser: choose, drop, watch, stop, read what came of it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.intake.test_demo_district import FOLDER

pytestmark = pytest.mark.browser
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/csv" }));
  const form = document.querySelector("[data-drop]");
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  return form.querySelector("input[type=file]").files[0].name;
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_chosen_files_are_loaded_while_the_page_looks_on(open_page, width, tmp_path):
    page = open_page("/nap/", width)
    other = tmp_path / "khong-phai-danh-sach.csv"
    other.write_text("a;b")

    page.get_by_label("Tệp cần nạp").set_input_files([FOLDER / "08-ket-nap-quy-1-2018.xlsx", other])
    page.get_by_role("button", name="Nạp", exact=True).click()

    expect(page.get_by_text("Đã nhận 2 tệp; đang nạp.")).to_be_visible()
    rows = page.locator("#loads-list tbody tr")
    expect(rows.nth(0).get_by_text("không nạp được")).to_be_visible(timeout=30_000)
    expect(rows.nth(1).get_by_text("đã nạp")).to_be_visible(timeout=30_000)
    rows.nth(1).get_by_role("link").click()
    expect(page.get_by_text("Đọc 31 dòng = thêm mới 0 + cập nhật 0 + không đổi 31 + không nạp 0.")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert Axe().run(page).violations_count == 0


def test_a_dropped_file_becomes_the_chosen_one(open_page):
    page = open_page("/nap/")

    assert page.evaluate(DROP, ["danh sách.csv", "a;b"]) == "danh sách.csv"
    page.keyboard.press("Enter")

    row = page.locator("#loads-list tbody tr").first
    expect(row.get_by_text("không nạp được")).to_be_visible(timeout=30_000)
    row.get_by_role("link").click()
    expect(page.get_by_role("alert").filter(has_text="danh sách.csv")).to_contain_text(
        "không tìm thấy dòng tiêu đề cột nào"
    )


@pytest.mark.parametrize("address", ["/nap/", "/nap/3/", "/nghi-trung/"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_are_accessible_and_fit(open_page, address, width):
    page = open_page(address, width)

    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width
