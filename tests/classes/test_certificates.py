"""The register of certificates, printing them, the centre's template, and checking one."""

import io
import re
from datetime import date

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taonguon.audit.models import Entry
from taonguon.classes import printing, register
from taonguon.classes.enums import Outcome
from taonguon.classes.keys import public_keys
from taonguon.classes.models import CourseKind, Enrolment, Letterhead, PaperTemplate, Series
from taonguon.classes.printing import DEFAULT_TEMPLATE, claim_of, heading_of, papers_of, printable
from taonguon.classes.results import issue, reissue
from taonguon.classes.tokens import read
from taonguon.classes.validity import months_counted, valid_until
from taonguon.orgs.access import scope_of
from taonguon.orgs.queries import map_on
from taonguon.people.enums import Reissued
from taonguon.people.models import Certificate
from taonguon.procedures.book import book
from tests.builders import TODAY, a_district, a_person, a_user
from tests.classes.classbook import a_course, a_learner, passed, present_at, with_sessions
from tests.classes.test_paper import template

pytestmark = pytest.mark.django_db
GIVEN = date(2018, 3, 30)
PRINTED = {
    "form": "pdf-a5",
    "issuer": "TRUNG TÂM",
    "post": "GIÁM ĐỐC",
    "upper": "",
    "place": "Bình Thử",
    "signer": "Ai Đó",
}


@pytest.fixture
def district():
    return a_district()


def certified(unit, *names, sender=None, **more):
    course = a_course(unit, **more)
    learners = [a_learner(course, name, sender=sender) for name in names]
    present_at(with_sessions(course), *learners)
    passed(course, *learners)
    return issue(course, [one.pk for one in learners], GIVEN, actor=None, today=TODAY)


@pytest.fixture
def centre(client, district):
    user = a_user("centre", district["top"])
    client.force_login(user)
    return user


def shown(client, name, *args, query="", **data):
    where = reverse(name, args=args) + query
    return client.post(where, data) if data else client.get(where)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# How long a certificate counts.


def test_the_rules_say_how_long_a_certificate_counts(district):
    (one,) = certified(district["top"], "Lý Văn An")
    months = book().on(GIVEN)["CAND-CLASS-TTL"]["months"]

    assert months_counted("awareness", GIVEN) == months
    assert valid_until(one, GIVEN) == date(GIVEN.year + months // 12, GIVEN.month, GIVEN.day)
    assert claim_of(one).until == valid_until(one, GIVEN)


def test_where_the_rule_is_not_known_the_paper_says_so_and_the_token_carries_no_day(district):
    """Before the first text known, and where the text in force was not read, nothing is made up."""
    (one,) = certified(district["top"], "Lý Văn An")
    one.issued_on = date(2010, 5, 1)

    assert months_counted("awareness", one.issued_on) is None
    assert claim_of(one).until is None
    on = map_on(TODAY)
    (paper,) = papers_of([one], heading_of(one.unit, on), on)
    assert paper.gia_tri_den == ""
    assert paper.gia_tri.startswith("Chưa xác định được thời hạn giá trị")


def test_what_no_text_limits_has_no_last_day(district):
    (one,) = certified(district["top"], "Lý Văn An", code="new-member")

    on = map_on(TODAY)
    (paper,) = papers_of([one], heading_of(one.unit, on), on)
    assert (valid_until(one, GIVEN), paper.gia_tri) == (None, "")


# What stands on paper.


def test_a_paper_says_who_where_from_and_bears_a_token_of_this_site(district):
    (one,) = certified(district["top"], "Lý Văn An", sender=district["cells"][0])
    on = map_on(TODAY)
    (paper,) = papers_of(list(printable(everything(district))), heading_of(one.unit, on), on)

    assert (paper.so, paper.ho_ten, paper.ngay_sinh) == ("01/2018/GCN", "Lý Văn An", "02/03/1995")
    assert paper.don_vi == "Chi bộ thôn Khe Một, Đảng bộ xã Đồng Thử"
    assert (paper.cap_tren, paper.noi_cap, paper.ngay, paper.thang) == ("ĐẢNG BỘ HUYỆN BÌNH THỬ", "Bình Thử", "30", "3")
    assert read(paper.ma, public_keys()) == claim_of(one)
    assert (claim_of(one).initials, claim_of(one).birth_year) == ("LVA", 1995)


def everything(district):
    return scope_of(a_user("centre", district["top"]), TODAY)


def test_a_certificate_given_again_names_the_old_one_and_the_old_one_is_printed_no_more(district):
    (old,) = certified(district["top"], "Lý Văn An")
    new = reissue(old.enrolment, Reissued.LOST, TODAY, actor=None, today=TODAY)
    scope = everything(district)

    assert list(printable(scope)) == [new]
    (paper,) = papers_of(list(printable(scope)), heading_of(old.unit, scope.map), scope.map)
    assert paper.cap_lai == "Cấp lại do bị mất, thay giấy số 01/2018/GCN cấp ngày 30/03/2018."
    assert (paper.ngay, paper.thang, claim_of(new).issued) == ("19", "4", GIVEN)


def test_what_a_list_tells_of_is_not_printed(district):
    Certificate.objects.create(
        person=a_person(), kind="awareness", number="5/CN", unit=district["top"], issued_on=GIVEN
    )

    assert not printable(everything(district)).exists()


# Printing.


def test_a_class_is_printed_and_the_trail_says_how_many_without_names(client, district, centre):
    one, _two = certified(district["top"], "Lý Văn An", "Lý Văn Bé")
    query = f"?lop={one.enrolment.course_id}"
    page = shown(client, "certificates-print", query=query)
    answer = shown(client, "certificates-print", query=query, **PRINTED)

    assert "2 giấy, từ số 01/2018/GCN" in text(page)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    entry = Entry.objects.get(verb="certificates.printed")
    assert entry.data == {"count": 2, "form": "pdf-a5"}
    assert Letterhead.objects.get().signer == "Ai Đó"
    assert "Ai Đó" in shown(client, "certificates-print", query=query).content.decode()


def test_the_page_of_giving_leads_to_printing_the_class(client, district, centre):
    (one,) = certified(district["top"], "Lý Văn An")
    page = shown(client, "certificates-issue", one.enrolment.course_id).content.decode()

    assert f"{reverse('certificates-print')}?lop={one.enrolment.course_id}" in page
    assert reverse("certificate", args=[one.pk]) in page


def test_printing_again_with_the_same_heading_keeps_one_letterhead_and_one_entry(client, district, centre):
    (one,) = certified(district["top"], "Lý Văn An")
    for _ in range(2):
        shown(client, "certificates-print", query=f"?chon={one.pk}", **PRINTED)

    assert Entry.objects.filter(verb="letterhead.set").count() == 1
    assert Entry.objects.filter(verb="certificates.printed").count() == 2


def test_nothing_chosen_too_many_and_two_units_are_told(client, district, centre, monkeypatch):
    one, two = certified(district["top"], "Lý Văn An", "Lý Văn Bé")
    (other,) = certified(district["committees"][0], "Lý Văn Cả")
    monkeypatch.setattr(printing, "PRINT_MAX", 1)

    assert "Chưa chọn giấy nào" in text(shown(client, "certificates-print", **PRINTED))
    answer = shown(client, "certificates-print", query=f"?chon={one.pk}&chon={two.pk}", **PRINTED)
    assert "mỗi tệp nhiều nhất 1 giấy" in text(answer)
    answer = shown(client, "certificates-print", query=f"?chon={one.pk}&chon={other.pk}", **PRINTED)
    assert (answer.status_code, "hãy in riêng từng nơi" in text(answer)) == (422, True)
    assert not Entry.objects.filter(verb="certificates.printed").exists()


def test_the_class_of_another_centre_is_not_printed(client, district):
    (one,) = certified(district["top"], "Lý Văn An", sender=district["cells"][0])
    client.force_login(a_user("centre", district["committees"][0]))  # sees the certificate, may not print it

    assert shown(client, "certificate", one.pk).status_code == 200
    assert shown(client, "certificates-print", query=f"?lop={one.enrolment.course_id}").status_code == 404
    assert "Chưa chọn giấy nào in được" in text(shown(client, "certificates-print", query=f"?chon={one.pk}"))


# The centre's template.


def upload(client, unit, content, name="mẫu.docx"):
    return client.post(reverse("paper-template", args=[unit.pk]), {"file": SimpleUploadedFile(name, content)})


def test_a_centre_brings_its_own_template_and_goes_back(client, district, centre):
    (one,) = certified(district["top"], "Lý Văn An")
    unit = district["top"]
    own = template("Giấy của chúng tôi", "{{ so }}", "{{ ho_ten }}")
    assert upload(client, unit, own).status_code == 302

    made = shown(client, "certificates-print", query=f"?chon={one.pk}", **(PRINTED | {"form": "docx"}))
    assert "wordprocessingml" in made["Content-Type"]
    assert [p.text for p in docx.Document(io.BytesIO(made.content)).paragraphs] == [
        "Giấy của chúng tôi", "01/2018/GCN", "Lý Văn An"
    ]  # fmt: skip
    assert shown(client, "paper-template-file", unit.pk).content == own
    assert shown(client, "paper-template-file", unit.pk, query="?mac-dinh").content == DEFAULT_TEMPLATE.read_bytes()
    upload(client, unit, DEFAULT_TEMPLATE.read_bytes())
    assert list(PaperTemplate.objects.order_by("pk").values_list("standing", flat=True)) == [False, True]
    assert shown(client, "paper-template", unit.pk, drop="1").status_code == 302
    assert "không có mẫu riêng để bỏ" in text(shown(client, "paper-template", unit.pk, drop="1"))
    assert shown(client, "paper-template-file", unit.pk).content == DEFAULT_TEMPLATE.read_bytes()
    assert [e.verb for e in Entry.objects.filter(verb__startswith="paper-template").order_by("pk")] == [
        "paper-template.set", "paper-template.set", "paper-template.dropped"
    ]  # fmt: skip


def test_a_template_that_cannot_be_used_is_told_in_one_sentence(client, district, centre):
    for content, said in (
        (b"x", "Đây không phải tệp .docx"),
        (template("{{ so }}", "{{ ten }}"), "Không có trường tên “ten”"),
        (template("{{ so }}"), "Mẫu thiếu trường {{ ho_ten }}"),
        (template("{{ so }} {{ ho_ten"), "Dấu ngoặc của trường chưa đúng ở đoạn “{{ so }} {{ ho_ten”"),
    ):
        answer = upload(client, district["top"], content)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not PaperTemplate.objects.exists()


# The register.


def listed(client, query=""):
    return [row.number for row in shown(client, "certificates", query=query).context["page"].rows]


def test_the_register_is_searched_by_number_and_by_name_without_marks(client, district, centre):
    certified(district["top"], "Lý Văn An", "Đặng Thị Bướm")

    assert listed(client) == ["02/2018/GCN", "01/2018/GCN"]
    assert listed(client, "?tim=dang thi") == ["02/2018/GCN"]
    assert listed(client, "?tim=bướm") == ["02/2018/GCN"]
    assert listed(client, "?tim=01/2018") == ["01/2018/GCN"]
    assert listed(client, "?nam=2018") == ["02/2018/GCN", "01/2018/GCN"]
    assert listed(client, "?nam=2017") == listed(client, "?lop=999999") == []


def test_the_register_narrows_to_a_class_and_to_who_sent(client, district, centre):
    one, two = district["committees"]
    (first,) = certified(district["top"], "Lý Văn An", sender=district["cells"][0])
    certified(district["top"], "Lý Văn Bé", sender=district["cells"][2], name="Lớp khác")
    reissue(first.enrolment, Reissued.DAMAGED, TODAY, actor=None, today=TODAY)

    assert listed(client, f"?lop={first.enrolment.course_id}") == ["03/2018/GCN", "01/2018/GCN"]
    assert listed(client, f"?don-vi={two.pk}") == ["02/2018/GCN"]
    assert listed(client, f"?don-vi={one.pk}") == ["03/2018/GCN", "01/2018/GCN"]


def test_a_committee_sees_the_certificates_of_its_own_learners_only(client, district):
    certified(district["top"], "Lý Văn An", sender=district["cells"][0])
    (other,) = certified(district["top"], "Lý Văn Bé", sender=district["cells"][2], name="Lớp khác")
    client.force_login(a_user("commune", district["committees"][0]))

    assert listed(client) == ["01/2018/GCN"]
    assert shown(client, "certificate", other.pk).status_code == 404


def test_the_register_asks_the_same_number_of_questions_for_few_and_many(client, district, centre):
    certified(district["top"], "Lý Văn An")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(client, "certificates")
        return len(queries)

    asked()
    few = asked()
    certified(district["top"], *(f"Lý Văn {n}" for n in "ABCDEFGH"), name="Lớp khác", sender=district["cells"][0])
    assert asked() == few


def test_a_certificate_shows_its_history_and_each_look_is_in_the_trail(client, district, centre):
    (old,) = certified(district["top"], "Lý Văn An")
    new = reissue(old.enrolment, Reissued.LOST, TODAY, actor=None, today=TODAY)
    newer, older = text(shown(client, "certificate", new.pk)), text(shown(client, "certificate", old.pk))

    for page in (newer, older):
        assert "Cấp lần đầu" in page
        assert "Cấp lại: bị mất" in page
        assert "đã thay bằng số 02/2018/GCN" in page
    assert "Mã kiểm tra" in newer
    assert "Mã kiểm tra" not in older
    assert Entry.objects.filter(verb="certificate.looked-at").count() == 2


def test_the_sheet_carries_the_register_and_the_trail_says_so(client, district, centre, monkeypatch):
    certified(district["top"], "Lý Văn An", sender=district["cells"][0])
    answer = client.post(reverse("certificates-export") + "?tim=an")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.getvalue())).worksheets[0].values)

    assert rows[1][:4] == (1, "01/2018/GCN", "Lý Văn An", "02/03/1995")
    assert Entry.objects.get(verb="people.exported").data["filters"] == {"list": "certificates", "text": "an"}
    monkeypatch.setattr(register, "EXPORT_MAX", 0)
    assert client.post(reverse("certificates-export")).status_code == 422


# Checking.


def token_of(district, **more):
    (one,) = certified(district["top"], "Lý Văn An", **more)
    on = map_on(TODAY)
    return one, papers_of([one], heading_of(one.unit, on), on)[0].ma


def test_the_centre_sees_what_the_code_says_and_how_it_stands_in_the_register(client, district, centre):
    one, token = token_of(district)
    sound = text(shown(client, "certificate-check", ma=token))
    reissue(one.enrolment, Reissued.LOST, TODAY, actor=None, today=TODAY)
    later = text(shown(client, "certificate-check", ma=token))

    assert "Chữ ký đúng" in sound
    assert "Lý Văn An" in sound
    assert "đã thay bằng số 02/2018/GCN" in later


def test_others_learn_no_more_than_the_code_says(client, district):
    _one, token = token_of(district, sender=district["cells"][0])
    client.force_login(a_user("commune", district["committees"][1]))
    page = text(shown(client, "certificate-check", ma=token))

    assert "Chữ ký đúng" in page
    assert "Tài khoản này không xem được giấy này trong sổ" in page
    assert "Lý Văn An" not in page
    page = text(shown(client, "certificate-check", ma="01/2018/GCN"))
    assert "Không có giấy số “01/2018/GCN” trong phạm vi tài khoản" in page


def test_a_number_is_looked_up_and_a_false_code_is_refused(client, district, centre):
    _one, token = token_of(district)

    assert "Lý Văn An" in text(shown(client, "certificate-check", ma=" 01/2018/gcn "))
    assert "Mã bị thiếu hoặc thừa chữ" in text(shown(client, "certificate-check", ma=token[:-20]))
    assert shown(client, "certificate-check", ma=" ").status_code == 422


def test_the_file_for_checking_offline_is_a_download_that_carries_public_keys_only(client, district, centre):
    answer = shown(client, "certificate-check-file")
    page = answer.content.decode()

    assert answer["Content-Disposition"].startswith("attachment")
    assert "PRIVATE" not in page
    assert next(iter(public_keys())) in page
    assert "@@" not in page
    assert not re.findall(r"(?:src|href)=|https?:", page)


# One number, one certificate.


def test_kinds_whose_numbers_are_written_alike_share_one_series(district):
    told = a_learner(a_course(district["top"], code="new-member", name="Khóa cũ", since=date(2018, 1, 22)))
    paper = Certificate.objects.create(person=told.person, number="71/GCN", issued_on=date(2018, 2, 5))
    Enrolment.objects.filter(pk=told.pk).update(certificate=paper, outcome=Outcome.PASSED)

    codes = ("awareness", "new-member")
    given = [certified(district["top"], f"Lý Văn {code}", code=code, name=code)[0].number for code in codes]
    assert given == ["72/2018/GCN", "73/2018/GCN"]


def test_numbers_that_do_not_tell_the_year_go_on_and_none_is_given_twice(district):
    CourseKind.objects.filter(code="awareness").update(pattern="{number:03}/CN")
    CourseKind.objects.filter(code="new-member").update(pattern="00{number}/CN")

    assert certified(district["top"], "Lý Văn An")[0].number == "001/CN"
    assert Series.objects.get().year == 0
    assert certified(district["top"], "Lý Văn Bé", code="new-member", name="Lớp hai")[0].number == "002/CN"


def test_a_form_opened_twice_replaces_a_certificate_once(client, district, centre):
    (old,) = certified(district["top"], "Lý Văn An")
    page = shown(client, "certificate-reissue", old.enrolment.pk).content.decode()
    assert f'name="replaces" value="{old.pk}"' in page
    sent = {"cause": "lost", "on": "2018-04-19", "replaces": old.pk}

    assert shown(client, "certificate-reissue", old.enrolment.pk, **sent).status_code == 302
    again = shown(client, "certificate-reissue", old.enrolment.pk, **sent)
    assert again.status_code == 422
    assert "Giấy này đã được cấp lại trước đó; hãy mở lại trang." in text(again)
    assert Certificate.objects.count() == 2


def test_a_certificate_given_again_thrice_keeps_its_class_unit_and_grade_on_every_page(client, district, centre):
    (first,) = certified(district["top"], "Lý Văn An", sender=district["cells"][0])
    place = first.enrolment
    for _ in range(3):
        place.refresh_from_db()
        reissue(place, Reissued.LOST, TODAY, actor=None, today=TODAY)
    scope = everything(district)
    rows = register.register_page(scope, register.Filters(course=place.course_id), 1, TODAY).rows

    assert len(rows) == 4
    assert {(row.course, row.unit) for row in rows} == {("Lớp thử", "Chi bộ thôn Khe Một")}
    assert {register.enrolment_of(one) for one in Certificate.objects.all()} == {place}
    assert {row.course for row in register.history_of(first, scope, TODAY)} == {"Lớp thử"}
    assert "Khá" in text(shown(client, "certificate", first.pk))
