"""A list that is older than what was entered by hand does not undo it."""

from datetime import date

import openpyxl
import pytest

from taonguon.intake.actions import Request, load_file, open_file
from taonguon.people.actions import begin_tenure, end_tenure
from taonguon.people.models import Post, Tenure
from tests.builders import TODAY, a_district, a_person

pytestmark = pytest.mark.django_db
HEAD = ["STT", "Thôn", "Trưởng thôn", "Năm sinh trưởng thôn", "Trưởng ban công tác mặt trận", "Năm sinh TB CTMT"]


def load(tmp_path, head, front="Bế Văn Hai"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["ĐẢNG ỦY XÃ ĐỒNG THỬ"])
    sheet.append(["(số liệu đến 10/4/2018)"])
    sheet.append(HEAD)
    sheet.append([1, "Khe Một", head, 1980 if head else None, front, 1975])
    book.save(tmp_path / "chức danh.xlsx")
    request = Request(actor=None, scope=None, today=TODAY)
    return load_file(open_file(tmp_path / "chức danh.xlsx", request), request)


def the_head():
    return Post.objects.get(kind="head")


def test_somebody_who_left_by_hand_after_the_lists_day_is_not_seated_again(tmp_path):
    a_district()
    load(tmp_path, "Lý Văn Một")
    end_tenure(the_head().tenures.get(), date(2018, 4, 15), actor=None, today=TODAY)

    report = load(tmp_path, "Lý Văn Một")

    assert (report.read, report.unchanged, report.cells) == (1, 1, [])
    assert [(t.since, t.until) for t in the_head().tenures.all()] == [(None, date(2018, 4, 15))]


def test_somebody_seated_by_hand_after_the_lists_day_stays(tmp_path):
    a_district()
    load(tmp_path, None)
    new = a_person("Hoàng Thị Mới")
    begin_tenure(the_head(), new, date(2018, 4, 16), actor=None, today=TODAY)

    report = load(tmp_path, "Lý Văn Một")

    assert report.read == 1
    assert [t.person for t in Tenure.objects.filter(post=the_head())] == [new]


def test_a_list_of_a_later_day_ends_the_one_before_on_its_day(tmp_path):
    a_district()
    load(tmp_path, "Lý Văn Một")
    Tenure.objects.update(told_on=date(2018, 1, 1))

    load(tmp_path, "Lý Văn Khác")

    assert [(t.person.name, t.since, t.until) for t in the_head().tenures.order_by("pk")] == [
        ("Lý Văn Một", None, date(2018, 4, 10)),
        ("Lý Văn Khác", date(2018, 4, 10), None),
    ]
