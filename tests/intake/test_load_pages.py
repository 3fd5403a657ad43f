"""The pages of loading: who may, what is said, progress, stop, and the pairs to decide."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from taonguon.accounts.models import Grant
from taonguon.audit.queries import history_of
from taonguon.intake import jobs
from taonguon.intake.models import Doubt, Issue, Load
from taonguon.intake.queries import reason_of
from taonguon.people.models import Person
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user
from tests.intake.test_demo_district import FOLDER

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(settings, tmp_path):
    settings.DATA = tmp_path
    return a_district()


@pytest.fixture
def board(client, district):
    user = a_user("board", district["top"])
    client.force_login(user)
    return user


def a_file(name="01-to-chuc-dang.xlsx", content=None):
    return SimpleUploadedFile(name, (FOLDER / "01-to-chuc-dang.xlsx").read_bytes() if content is None else content)


def load_through_the_job(user, *files):
    made = jobs.put_aside(files, user, None)
    jobs.work([row.pk for row in made], "vi", TODAY)
    return list(Load.objects.filter(pk__in=[row.pk for row in made]).order_by("pk"))


@pytest.mark.parametrize("role", ["cell", "mass", "leader", "admin"])
def test_only_the_board_commune_committees_and_the_centre_see_the_page(client, district, role):
    client.force_login(a_user(role, district["top"]))

    assert client.get(reverse("loads")).status_code == 404
    assert client.post(reverse("loads"), {"files": a_file()}).status_code == 404
    assert Load.objects.count() == 0


def test_a_post_without_a_file_says_what_is_needed(client, board):
    answer = client.post(reverse("loads"))

    assert answer.status_code == 422
    assert "Chưa chọn tệp nào; hãy chọn hoặc kéo thả tệp .xlsx, .xls hoặc .csv." in answer.content.decode()


def test_a_file_too_large_is_refused_before_anything_is_kept(client, board, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024

    answer = client.post(reverse("loads"), {"files": a_file(content=b"x" * (1024 * 1024 + 1))})

    assert answer.status_code == 422
    assert "nhiều nhất 1 MB. Không tệp nào được nạp." in answer.content.decode()
    assert Load.objects.count() == 0


def test_a_load_from_the_page_is_the_actors_and_adds_up(client, district):
    place = district["top"]
    user = a_user("board", None)
    client.force_login(user)

    (load,) = load_through_the_job(user, a_file())

    assert (load.state, load.kind, load.read, load.created) == ("done", "organisations", 155, 152)
    assert [entry.actor for entry in history_of(load)] == [user]
    page = client.get(reverse("load", args=[load.pk])).content.decode()
    assert "Đọc <b>155</b> dòng = thêm mới <b>152</b> + cập nhật <b>3</b>" in page
    assert "Bỏ qua trang ẩn “DM” (17 dòng)." in page
    assert place.pk is not None


def test_after_a_load_nothing_of_the_upload_is_left_behind(district, settings):
    load_through_the_job(a_user("board", None), a_file())

    assert [p for p in Path(settings.DATA).rglob("*") if p.is_file() and p.parent.name in {"uploads", "progress"}] == []


def test_a_board_may_add_units_and_their_cells_below_its_own_unit_only(district):
    other = a_district()
    user = a_user("board", other["top"])

    (load,) = load_through_the_job(user, a_file())

    assert load.state == "refused"
    assert "là của huyện Bình Liêu, chưa có trong sổ và tài khoản này không được thêm" in reason_of(load)


def test_a_broken_file_is_a_refused_load_with_its_sentence(client, board):
    (load,) = load_through_the_job(board, a_file("danh sách.xlsx", b"PK\x03\x04 broken"))

    assert load.state == "refused"
    assert "danh sách.xlsx" in reason_of(load)
    page = client.get(reverse("load", args=[load.pk]))
    assert page.status_code == 200
    assert "không nạp được" in page.content.decode()


def test_a_stopped_load_writes_nothing(board):
    before = Person.objects.count()
    (load,) = jobs.put_aside([a_file()], board, None)
    jobs.cancel(load)

    jobs.work([load.pk], "vi", TODAY)

    load.refresh_from_db()
    assert (load.state, load.read) == ("cancelled", 0)
    assert Person.objects.count() == before


def test_a_load_whose_process_died_is_closed_and_says_so(client, board, settings):
    (load,) = jobs.put_aside([a_file()], board, None)
    Load.objects.filter(pk=load.pk).update(state="running", at=timezone.now() - timedelta(minutes=5))
    progress = Path(settings.DATA) / "progress" / f"{load.pk}.json"
    long_ago = time.time() - 120
    os.utime(progress, (long_ago, long_ago))

    page = client.get(reverse("load", args=[load.pk])).content.decode()

    assert "Việc nạp đã dừng giữa chừng" in page
    load.refresh_from_db()
    assert load.state == "refused"
    assert not progress.exists()


def test_while_it_runs_the_page_shows_progress_and_a_way_to_stop(client, board):
    (load,) = jobs.put_aside([a_file()], board, None)

    part = client.get(reverse("load", args=[load.pk]), headers={"HX-Request": "true", "HX-Target": "progress"})
    assert "Đang chờ đến lượt…" in part.content.decode()
    assert "<html" not in part.content.decode()

    answer = client.post(reverse("load-cancel", args=[load.pk]))
    assert answer.status_code == 302
    jobs.work([load.pk], "vi", TODAY)
    part = client.get(reverse("load", args=[load.pk]), headers={"HX-Request": "true", "HX-Target": "progress"})
    assert part.headers["HX-Refresh"] == "true"


def test_the_returned_workbook_is_given_to_those_who_may_see_the_load(client, district):
    user = a_user("board", None)
    load_through_the_job(user, a_file())
    members = (FOLDER / "03-danh-sach-dang-vien.xls").read_bytes()
    (load,) = load_through_the_job(user, a_file("03.xls", members))
    stranger = a_user("commune", district["committees"][0])

    client.force_login(user)
    answer = client.get(reverse("load-feedback", args=[load.pk]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="tra-lai-{load.pk}-03.xlsx"'
    client.force_login(stranger)
    assert client.get(reverse("load-feedback", args=[load.pk])).status_code == 404
    assert client.get(reverse("load", args=[load.pk])).content == client.get(reverse("load", args=[10**6])).content


def test_a_commune_loads_only_what_is_its_own(district):
    from tests.intake.test_demo_district import load_all

    load_all(("01-to-chuc-dang.xlsx",))
    from taonguon.orgs.models import Organisation

    commune = a_user("commune", Organisation.objects.get(code="22.999.002.000"))
    (load,) = load_through_the_job(commune, a_file("08.xlsx", (FOLDER / "08-ket-nap-quy-1-2018.xlsx").read_bytes()))

    assert (load.read, load.created, load.rejected) == (31, 4, 27)
    assert load.issues.filter(kind="out_of_scope").count() == 27
    assert Person.objects.filter(loaded_rows__load=load).count() == 4


ENGLISH = {"django_language": "en"}


def test_a_load_is_told_in_the_language_of_who_reads_it(client, board):
    (load,) = load_through_the_job(board, a_file())
    in_vietnamese = client.get(reverse("load", args=[load.pk])).content.decode()
    client.cookies.load(ENGLISH)

    page = client.get(reverse("load", args=[load.pk])).content.decode()

    assert "Bỏ qua trang ẩn “DM” (17 dòng)." in in_vietnamese
    assert "The hidden sheet “DM” was left out (17 rows)." in page


def test_findings_and_refusals_are_told_in_the_language_of_who_reads_them(client, board):
    load = Load.objects.create(at=timezone.now(), actor=board, file_name="03.xls", state="done", kind="members")
    Issue.objects.create(
        load=load, sheet="DS", row=9, column="C", shown="31/02/1960", kind="impossible_date", detail="birth"
    )
    refused = Load.objects.create(
        at=timezone.now(), actor=board, file_name="tổng hợp.xlsx", state="refused",
        refusal={"code": "unknown_kind", "details": {"sheet": "TH", "headings": ["Số", "Mã"]}},
    )  # fmt: skip
    client.cookies.load(ENGLISH)

    findings, reason = (client.get(reverse("load", args=[pk])).content.decode() for pk in (load.pk, refused.pk))

    assert "is written “31/02/1960”, a day that is not in the calendar" in findings
    assert "“tổng hợp.xlsx”, sheet “TH”" in reason


def test_what_older_loads_kept_as_a_sentence_is_still_read(client, board):
    load = Load.objects.create(
        at=timezone.now(), actor=board, file_name="03.xls", state="done", kind="members", notes=["Bỏ qua trang ẩn “A”."]
    )
    Issue.objects.create(load=load, sheet="DS", row=9, shown="x", kind="impossible_date", message="Câu đã ghi khi nạp.")
    refused = Load.objects.create(
        at=timezone.now(), actor=board, file_name="04.xls", state="refused", reason="Lý do đã ghi khi nạp."
    )

    pages = [client.get(reverse("load", args=[pk])).content.decode() for pk in (load.pk, refused.pk)]

    assert "Bỏ qua trang ẩn “A”." in pages[0]
    assert "Câu đã ghi khi nạp." in pages[0]
    assert "Lý do đã ghi khi nạp." in pages[1]


def a_doubt(district):
    first, second = a_person("Lý Thị Thử", lives_in=district["villages"][0]), a_person("Lý Thị Thử")
    a_post("head", district["villages"][0], holder=second)
    return Doubt.objects.create(one=first, other=second, reason="several-of-the-name")


def test_deciding_that_two_are_one_moves_everything_and_is_recorded(client, district, board):
    doubt = a_doubt(district)
    a_membership(doubt.other, district["cells"][0])

    page = client.get(reverse("doubts")).content.decode()
    assert "Lý Thị Thử" in page
    answer = client.post(reverse("doubt-decide", args=[doubt.pk]), {"verdict": "same"})

    assert answer.status_code == 302
    doubt.other.refresh_from_db()
    assert doubt.other.merged_into == doubt.one
    assert doubt.one.tenures.count() == doubt.one.memberships.count() == doubt.one.activities.count() == 1
    assert [e.verb for e in history_of(doubt.one)] == ["person.merged"]
    assert client.post(reverse("doubt-decide", args=[doubt.pk]), {"verdict": "same"}).status_code == 404


def test_deciding_that_they_are_two_keeps_both_and_asks_no_more(client, district, board):
    doubt = a_doubt(district)

    client.post(reverse("doubt-decide", args=[doubt.pk]), {"verdict": "different"})

    doubt.refresh_from_db()
    assert doubt.verdict == "different"
    assert doubt.other.merged_into is None
    assert "Không có cặp nào chờ quyết định." in client.get(reverse("doubts")).content.decode()


def test_two_standing_members_are_not_merged(client, district, board):
    doubt = a_doubt(district)
    a_membership(doubt.one, district["cells"][0])
    a_membership(doubt.other, district["cells"][1])

    answer = client.post(reverse("doubt-decide", args=[doubt.pk]), {"verdict": "same"}, follow=True)

    assert "Cả hai dòng đều đang là đảng viên" in answer.content.decode()
    doubt.refresh_from_db()
    assert doubt.verdict == "open"
    assert list(history_of(doubt.one)) == []


def test_a_right_to_look_higher_up_is_no_right_to_decide_there(client, district):
    doubt = a_doubt(district)
    user = a_user("commune", district["committees"][1])
    Grant.objects.create(user=user, role="leader", organisation=district["top"], since=TODAY)
    client.force_login(user)

    assert client.post(reverse("doubt-decide", args=[doubt.pk]), {"verdict": "same"}).status_code == 404
    doubt.other.refresh_from_db()
    assert doubt.other.merged_into is None


def test_a_doubt_with_one_side_out_of_reach_is_not_shown(client, district):
    doubt = a_doubt(district)
    client.force_login(a_user("commune", district["committees"][1]))

    assert "Lý Thị Thử" not in client.get(reverse("doubts")).content.decode()
    assert client.post(reverse("doubt-decide", args=[doubt.pk]), {"verdict": "same"}).status_code == 404
