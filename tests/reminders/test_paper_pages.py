"""The files of dispatches as pages: what a log-in gets, under which name, and what it does not get."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from taonguon.reminders.enums import Withdrawn
from taonguon.reminders.sending import withdraw
from tests.builders import TODAY, a_district, a_user
from tests.reminders import urging
from tests.reminders.test_paper import written

pytestmark = pytest.mark.django_db
DAY = TODAY


@pytest.fixture
def district():
    made = a_district()
    for cell in made["cells"]:
        urging.a_late_case(cell)
    urging.with_letterhead(made["top"])
    return made


def words(answer):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def files(client, row):
    return client.get(reverse("reminder-pdf", args=[row.pk])), client.get(reverse("reminder-docx", args=[row.pk]))


def test_a_draft_is_marked_and_what_was_sent_bears_its_number(client, district):
    client.force_login(a_user("board", district["top"]))
    (row,) = urging.drafted(district["top"], district["committees"][0])

    printed, written_out = files(client, row)
    assert printed["Content-Disposition"] == f'inline; filename="don-doc-du-thao-{row.pk}.pdf"'
    assert "DỰ THẢO" in words(printed)
    assert "Số ……-CV/BTCHU" in written(written_out.content)

    urging.sent_on([row], DAY)
    printed, written_out = files(client, row)
    assert printed["Content-Type"] == "application/pdf"
    assert printed["Content-Disposition"] == 'inline; filename="don-doc-01-cv-btchu-2018-04-19.pdf"'
    assert written_out["Content-Disposition"] == 'attachment; filename="don-doc-01-cv-btchu-2018-04-19.docx"'
    assert "DỰ THẢO" not in words(printed)
    text = written(written_out.content)
    for line in ("HUYỆN ỦY BÌNH THỬ", "BAN TỔ CHỨC", "Số 01-CV/BTCHU", "Bình Thử, ngày 19 tháng 4 năm 2018",
                 "Kính gửi: Đảng ủy xã Đồng Thử", "TRƯỞNG BAN", "Hoàng Văn Ký"):  # fmt: skip
        assert line in text
        assert line in words(printed)


def test_of_a_circular_a_unit_gets_the_very_letter_the_issuer_signed(client, district):
    one, two = district["committees"]
    (row,) = urging.drafted(district["top"], one, two)
    urging.sent_on([row], DAY)

    client.force_login(a_user("board", district["top"]))
    whole = written(files(client, row)[1].content)
    client.force_login(a_user("commune", one))
    part = written(files(client, row)[1].content)

    assert "Đảng ủy xã Lục Thử" in whole
    assert part == whole


def test_what_was_taken_back_is_marked_so(client, district):
    (row,) = urging.drafted(district["top"], district["committees"][0])
    urging.sent_on([row], DAY)
    withdraw(row, Withdrawn.NUMBER, actor=None, today=DAY)
    client.force_login(a_user("board", district["top"]))

    assert "ĐÃ THU HỒI" in words(files(client, row)[0])


@pytest.mark.parametrize("role", ["commune", "cell", "centre", "mass", "admin"])
def test_others_find_neither_file(client, district, role):
    one, two = district["committees"]
    (sent,) = urging.drafted(district["top"], one)
    urging.sent_on([sent], DAY)
    (draft,) = urging.drafted(district["top"], two)
    client.force_login(a_user(role, two))

    assert [answer.status_code for row in (sent, draft) for answer in files(client, row)] == [404] * 4


def test_a_batch_is_printed_in_one_file_of_what_the_login_may_see(client, district):
    one, two = district["committees"]
    rows = urging.drafted(district["top"], one, two, together=False)
    (other,) = urging.drafted(two, district["cells"][2])
    address = reverse("reminders-print")
    client.force_login(a_user("board", district["top"]))

    answer = client.post(address, {"draft": [row.pk for row in rows], "sent": other.pk})
    assert answer["Content-Disposition"] == f'inline; filename="don-doc-{TODAY:%Y-%m-%d}.pdf"'
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 3
    client.force_login(a_user("commune", two))
    answer = client.post(address, {"draft": [row.pk for row in (*rows, other)]})
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
    answer = client.post(address, {"draft": [rows[0].pk, "x"]})
    assert answer["Location"] == reverse("reminders")
    client.force_login(a_user("centre", two))
    assert client.post(address, {"draft": [other.pk]}).status_code == 404
