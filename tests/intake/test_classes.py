"""What a load of a class list may change, and for whom; the mass organisation's list beside the sources."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taonguon.accounts.models import Grant
from taonguon.admissions.models import Act, Candidacy
from taonguon.audit.queries import breaks_in_the_chain, history_of
from taonguon.classes.enums import Seat, Wish, Withdrawn
from taonguon.classes.learners import enrol, propose, withdraw
from taonguon.classes.models import Course, Enrolment
from taonguon.classes.results import issue
from taonguon.intake import jobs
from taonguon.intake.models import Load
from taonguon.intake.queries import reason_of
from taonguon.intake.readers.book import Book, Sheet
from taonguon.orgs.access import scope_of
from taonguon.people.models import Certificate, Person
from taonguon.reports.figures import figures
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user
from tests.classes.classbook import a_course, passed, present_at, with_sessions
from tests.intake.loading import load_book
from tests.intake.test_class_layouts import load
from tests.intake.test_load_pages import FOLDER, a_file
from tests.intake.test_sources import book as source_book

pytestmark = pytest.mark.django_db

TITLE = "DANH SÁCH HỌC VIÊN LỚP BỒI DƯỠNG NHẬN THỨC VỀ ĐẢNG KHÓA III NĂM 2018"
DAYS = "(Quyết định số 31-QĐ/TTBDCT ngày 20/03/2018; học từ ngày 02/04/2018 đến ngày 06/04/2018)"
HEAD = {
    "name": "Họ và tên", "born": "Ngày sinh", "sex": "Giới tính", "village": "Thôn", "commune": "Xã", "cell": "Chi bộ giới thiệu",
    "work": "Đơn vị công tác", "religion": "Tôn giáo", "health": "Sức khỏe", "score": "Điểm", "grade": "Xếp loại", "number": "Số GCN", "issued": "Ngày cấp", "note": "Ghi chú",
}  # fmt: skip
WHO = {
    "name": "Chìu Văn Học", "born": "5/6/1990", "village": "Khe Một", "commune": "Đồng Thử", "cell": "CB thôn Khe Một",
    "grade": "Khá", "number": "01/GCN", "issued": "10/4/2018",
}  # fmt: skip


def a_list(*people, title=TITLE, days=DAYS, signed="12", without=()):
    names = [n for n in HEAD if n not in without]
    rows = [
        ["HUYỆN ỦY BÌNH THỬ"],
        ["TRUNG TÂM BỒI DƯỠNG CHÍNH TRỊ"],
        [f"Bình Thử, ngày {signed} tháng 4 năm 2018"],
        [title],
        [days],
    ]
    rows += [["TT", *(HEAD[n] for n in names)]]
    rows += [[number, *((WHO | one).get(n) for n in names)] for number, one in enumerate(people, start=1)]
    return [Sheet("Lớp", False, rows)]


def numbers(report):
    return report.created, report.updated, report.unchanged, report.rejected


def kinds(report):
    return [cell.kind for cell in report.cells]


@pytest.fixture
def district():
    return a_district()


def the_learner():
    return Enrolment.objects.select_related("person", "grade", "certificate").get()


# What a list may change.


def test_religion_health_and_remarks_are_kept_nowhere(district):
    load(a_list({"religion": "Công giáo lạ", "health": "Loại 3 lạ", "note": "Đã là QCƯT lạ"}))

    everything = (
        str(list(Enrolment.objects.values())) + str(list(Person.objects.values())) + str(list(Course.objects.values()))
    )
    assert "lạ" not in everything


def test_a_second_load_changes_nothing_and_leaves_the_trail_whole(district):
    load(a_list({}, {"name": "Lý Thị Hai", "number": "02/GCN"}))

    report = load(a_list({}, {"name": "Lý Thị Hai", "number": "02/GCN"}))

    assert numbers(report) == (0, 0, 2, 0)
    assert list(breaks_in_the_chain()) == []
    assert [entry.verb for entry in history_of(Course.objects.get())] == ["course.planned"]


def test_a_number_and_day_filled_in_later_are_added_and_blanks_take_nothing_away(district):
    load(a_list({"number": None, "issued": None, "grade": None}))
    assert (the_learner().outcome, the_learner().certificate) == ("", None)

    report = load(a_list({"issued": None}, signed="13"))
    assert numbers(report) == (0, 1, 0, 0)
    assert (the_learner().outcome, the_learner().certificate.issued_on) == ("passed", None)

    report = load(a_list({"score": "7,5"}, signed="14"))
    assert numbers(report) == (0, 1, 0, 0)
    learner = the_learner()
    assert (learner.score, learner.certificate.number, learner.certificate.issued_on) == (
        Decimal("7.50"),
        "01/GCN",
        date(2018, 4, 10),
    )

    report = load(a_list({"number": None, "issued": None, "grade": None, "cell": None}, signed="15"))
    assert numbers(report) == (0, 0, 1, 0)
    assert the_learner().certificate_id == learner.certificate_id
    assert history_of(Course.objects.get())[0].verb == "results.set"


def test_what_a_certificate_rests_on_and_the_certificate_itself_no_list_changes(district):
    load(a_list({}))

    report = load(a_list({"grade": "Giỏi", "number": "09/GCN"}, signed="20"))

    assert kinds(report) == ["result_differs", "certificate_differs"]
    assert (the_learner().grade.name, the_learner().certificate.number) == ("Khá", "01/GCN")


def test_an_older_list_adds_only_what_was_blank(district):
    load(a_list({"number": None, "issued": None, "grade": "Giỏi"}, signed="14"))

    report = load(a_list({"number": None, "issued": None, "grade": "Khá", "score": "8"}, signed="12"))

    assert (numbers(report), the_learner().grade.name, the_learner().score) == ((0, 1, 0, 0), "Giỏi", Decimal(8))


def test_one_number_for_two_learners_is_given_to_the_first_only(district):
    report = load(a_list({}, {"name": "Lý Thị Hai"}))

    assert kinds(report) == ["number_taken"]
    assert [e.certificate is not None for e in Enrolment.objects.order_by("pk")] == [True, False]


def test_a_learner_written_twice_is_one_with_what_both_rows_say(district):
    report = load(a_list({"number": None, "issued": None}, {"born": "1990", "score": "8"}))

    assert (kinds(report), numbers(report), report.cells[0].row) == (["duplicate_person"], (1, 0, 0, 1), 8)
    learner = the_learner()
    assert (learner.score, learner.certificate.number, str(learner.person.born)) == (Decimal(8), "01/GCN", "05/06/1990")


def test_two_of_a_name_whose_places_nobody_knows_stay_two(district):
    nowhere = {"village": None, "commune": None, "cell": None, "born": "1990"}

    report = load(a_list(nowhere, nowhere | {"number": "02/GCN"}))

    assert (kinds(report), Person.objects.count()) == ([], 2)


@pytest.mark.parametrize(
    ("cells", "outcome", "found"),
    [
        ({"grade": "Không đạt"}, "failed", ["certified_not_passed"]),
        ({"note": "bỏ học từ ngày thứ 2"}, "dropped", ["certified_not_passed"]),
        ({"grade": "Rất tốt"}, "passed", ["unknown_grade"]),
        ({"score": "11"}, "passed", ["unreadable_score"]),
        ({"issued": "10/4/2019"}, "passed", ["not_yet"]),
        ({"grade": "-", "number": None}, "", []),
        ({"grade": "Không dự thi (khám tuyển lại)", "number": None, "issued": None}, "dropped", []),
        ({"commune": "xã Lạ Lùng"}, "passed", ["unknown_unit"]),
        ({"village": "Khe Lạ"}, "passed", ["unknown_unit"]),
        ({"cell": "CB thôn Khe Lạ"}, "passed", ["unknown_unit"]),
        ({"village": None, "commune": None, "work": "Trường Mầm non Xa"}, "passed", []),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_the_row_and_the_learner_stays(district, cells, outcome, found):
    report = load(a_list(cells))

    assert (kinds(report), the_learner().outcome) == (found, outcome)
    assert (the_learner().certificate is None) == (outcome != "passed")


def test_a_list_without_days_is_refused_with_what_is_needed_unless_the_class_is_known(district):
    refused = load(a_list({}, days=""))
    assert (refused.state, "không thấy ngày học" in refused.reason) == ("refused", True)
    assert Course.objects.count() == Person.objects.count() == 0

    a_course(district["top"], name="Lớp bồi dưỡng nhận thức về Đảng khóa III năm 2018", since=date(2018, 4, 2))
    assert load(a_list({}, days="")).created == 1


def test_a_list_of_another_district_is_refused(district):
    sheets = a_list({})
    sheets[0].rows[0] = ["HUYỆN ỦY NƠI KHÁC"]
    a_district()

    assert load(sheets).state == "refused"


# Beside what was done here by hand.


def test_a_class_planned_here_takes_its_list_and_proposals_are_answered(district):
    course = a_course(district["top"], name="Lớp bồi dưỡng nhận thức về Đảng khóa III/2018", since=date(2018, 4, 2))
    person = a_person("Chìu Văn Học", born=date(1990, 6, 5), lives_in=district["villages"][0])
    wish = propose(person, course.kind, district["cells"][0], actor=None, today=date(2018, 3, 1))

    report = load(a_list({}))

    wish.refresh_from_db()
    assert (numbers(report), the_learner().course, the_learner().person) == ((1, 0, 0, 0), course, person)
    assert wish.state == Wish.ENROLLED


def test_who_withdrew_and_has_a_result_was_there_after_all(district):
    course = a_course(district["top"], name="Lớp bồi dưỡng nhận thức về Đảng khóa III/2018", since=date(2018, 4, 2))
    person = a_person("Chìu Văn Học", born=date(1990, 6, 5), lives_in=district["villages"][0])
    withdraw(
        enrol(course, person, actor=None, today=date(2018, 3, 1)), Withdrawn.BUSY, actor=None, today=date(2018, 3, 5)
    )

    load(a_list({"grade": None, "number": None, "issued": None}))
    assert the_learner().seat == Seat.WITHDRAWN

    load(a_list({}))
    assert (the_learner().seat, the_learner().withdrawn_on) == (Seat.ENROLLED, None)


def test_a_certificate_numbered_here_stays_and_the_list_is_remarked(district):
    course = a_course(
        district["top"], name="Lớp bồi dưỡng nhận thức về Đảng khóa III/2018", since=date(2018, 4, 2), days=5
    )
    person = a_person("Chìu Văn Học", born=date(1990, 6, 5), lives_in=district["villages"][0])
    learner = enrol(course, person, actor=None, today=date(2018, 3, 1))
    present_at(with_sessions(course), learner)
    passed(course, learner)
    (given,) = issue(course, [learner.pk], date(2018, 4, 10), actor=None, today=TODAY)

    report = load(a_list({"number": "77/GCN"}))

    assert (kinds(report), the_learner().certificate, Certificate.objects.count()) == (
        ["certificate_differs"],
        given,
        1,
    )


# The open cases.


def a_case(district, **acts):
    sheets = source_book({"name": "Chìu Văn Học", "born": "5/6/1990", "helper": "Lý A", "assigned": "1/3/2017"} | acts)
    sheets.sheets[0].rows[0] = ["HUYỆN ỦY BÌNH THỬ"]
    return sheets


def stages():
    found = figures(TODAY)["sympathisers"]
    return found["by_stage"], found["by_stage_with_class_lists"]


@pytest.mark.parametrize("first", ["class list", "register"])
def test_whichever_list_comes_first_the_certificate_is_in_the_case_and_the_register_counted_alone(district, first):
    loads = [lambda: load(a_list({})), lambda: load_book(a_case(district))]
    for one in loads if first == "class list" else reversed(loads):
        one()

    assert stages() == ({"helper": 1}, {"class": 1})
    assert Candidacy.objects.get().stage == "class"
    again = [one() for one in (*loads, *loads)]
    assert [(r.created, r.updated) for r in again] == [(0, 0)] * 4
    assert Act.objects.filter(key="class-certificate").count() == 1


@pytest.mark.parametrize("order", ["class, register", "register, class", "plain register, class, register"])
def test_an_older_certificate_of_the_register_is_counted_though_a_later_one_of_the_class_stands(district, order):
    told = {"certificate": "12/GCN", "certified": "3/2/2015"}
    for name in order.split(", "):
        load(a_list({})) if name == "class" else load_book(a_case(district, **(told if name == "register" else {})))

    assert stages() == ({"class": 1}, {"class": 1})
    assert Act.objects.get(key="class-certificate", standing=True).on == date(2018, 4, 10)
    again = load_book(a_case(district, **told))
    assert (again.created, again.updated) == (0, 0)
    assert figures(TODAY)["sympathisers"]["certificates_older_than_60_months"] == []


def test_a_register_that_tells_of_a_later_certificate_is_followed(district):
    load_book(a_case(district))
    load(a_list({"issued": "10/4/2018"}))

    load_book(a_case(district, certificate="99/GCN", certified="15/4/2018"))

    act = Act.objects.get(key="class-certificate", standing=True)
    assert (act.number, act.certificate) == ("99/GCN", None)


# Who is who.


def test_a_learner_of_a_school_is_found_again_by_the_lists_that_know_his_cell(district):
    a_teacher = {"village": None, "commune": None, "work": "Trường Mầm non Xa", "cell": "Đảng bộ xã Đồng Thử"}
    load(a_list(a_teacher))

    load_book(a_case(district))

    assert Person.objects.filter(name="Chìu Văn Học").count() == 1
    assert stages() == ({"helper": 1}, {"class": 1})


def test_two_of_one_class_are_not_made_one_by_another_list(district):
    load(a_list({"born": "1990"}, {"born": "1990", "village": "Khe Hai", "cell": "CB Khe Hai", "number": "02/GCN"}))
    assert Person.objects.count() == 2
    rows = [
        ["HUYỆN ỦY BÌNH THỬ"], ["DANH SÁCH ĐẢNG VIÊN"],
        ["TT", "Họ và tên", "Ngày sinh", "Nơi ở hiện nay", "Chi bộ", "Ngày vào Đảng", "Ngày chính thức", "Số thẻ đảng viên"],
        [1, "Chìu Văn Học", "5/6/1990", "Khe Hai, xã Đồng Thử", "Chi bộ thôn Khe Một", "3/2/2010", "3/2/2011", "12.345"],
    ]  # fmt: skip

    report = load_book(Book("đảng viên.xlsx", [Sheet("DS", False, rows)]))

    assert (report.kind, report.state) == ("members", "done")
    assert Enrolment.objects.values("person").distinct().count() == 2


# Who may load.


@pytest.fixture
def at_work(settings, tmp_path, client):
    settings.DATA = tmp_path
    load_all("01-to-chuc-dang.xlsx")
    from taonguon.orgs.models import Organisation

    user = a_user("centre", Organisation.objects.get(code="22.999"))
    client.force_login(user)
    return user


def load_all(*names):
    return through_the_job(a_user("board", None), *names)


def through_the_job(user, *names):
    made = jobs.put_aside(
        [a_file(name, (FOLDER / name).read_bytes()) for name in names], user, scope_of(user, TODAY).home
    )
    jobs.work([row.pk for row in made], "vi", TODAY)
    return list(Load.objects.filter(pk__in=[row.pk for row in made]).order_by("pk"))


def test_the_centre_loads_lists_of_classes_and_nothing_else(at_work, client):
    of_class, of_members = through_the_job(at_work, "05-lop-nhan-thuc-khoa-1.xlsx", "03-danh-sach-dang-vien.xls")

    assert (of_class.state, of_class.created) == ("done", 76)
    assert (of_members.state, of_members.created) == ("refused", 0)
    assert "tài khoản này chỉ được nạp danh sách lớp" in reason_of(of_members)
    page = client.get("/nap/").content.decode()
    assert "Danh sách lớp bồi dưỡng" in page
    assert "Cặp nghi trùng" not in page


def test_the_centre_sees_loads_of_classes_of_its_unit_but_no_others(at_work, client):
    at = Grant.objects.get(user=at_work).organisation
    board = a_user("board", at)
    members, classes = through_the_job(board, "03-danh-sach-dang-vien.xls", "06-lop-nhan-thuc-khoa-2.xlsx")

    assert [client.get(f"/nap/{load.pk}/").status_code for load in (members, classes)] == [404, 200]
    for_the_whole_site = through_the_job(a_user("board", None), "05-lop-nhan-thuc-khoa-1.xlsx")
    assert client.get(f"/nap/{for_the_whole_site[0].pk}/").status_code == 200
    assert client.get("/nghi-trung/").status_code == 404


def test_a_centre_held_elsewhere_loads_no_list_of_this_unit(district):
    user = a_user("centre", district["committees"][0])

    report = load(a_list({}), scope=scope_of(user, TODAY), actor=user)

    assert (report.state, Course.objects.count()) == ("refused", 0)


# Many.


def test_queries_do_not_grow_with_the_learners(district):
    def queries(count, start):
        people = [
            {"name": f"Lý Văn {chr(65 + n // 26)}{chr(97 + n % 26)}", "number": f"{n}/GCN"}
            for n in range(start, start + count)
        ]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert load(a_list(*people, title=f"{TITLE} ĐỢT {start}")).created == count
        return len(seen)

    queries(2, 0)
    assert abs(queries(60, 100) - queries(3, 300)) <= 4


# The list of a mass organisation.

LETTERHEAD = [["HỘI LIÊN HIỆP PHỤ NỮ HUYỆN BÌNH THỬ"], ["DANH SÁCH CHI HỘI TRƯỞNG PHỤ NỮ (4/2018)"]]
COLUMNS = ["TT", "Họ và tên", "Năm sinh", "Thôn", "Xã", "Số hội viên", "Là đảng viên", "Ngày vào Đảng", "Ghi chú"]


def claims(*rows, introduced=()):
    listed = [
        [n, name, born, village, commune, 20, mark] for n, (name, born, village, commune, mark) in enumerate(rows, 1)
    ]
    second = [
        ["II. HỘI VIÊN ƯU TÚ GIỚI THIỆU CHO ĐẢNG"],
        ["TT", "Họ tên hội viên", "Sinh năm", "Chi hội", "Xã", "Đã học lớp NT"],
    ]
    second += [[n, *row] for n, row in enumerate(introduced, 1)] if introduced else []
    return Book("phụ nữ.csv", [Sheet("", False, [*LETTERHEAD, COLUMNS, *listed, *(second if introduced else [])])])


def test_a_mass_organisations_list_is_compared_and_makes_nobody(district):
    cell, (one, two, three) = district["cells"][0], district["villages"]
    member = a_person("Lý Thị Một", born=date(1980, 1, 2), lives_in=one)
    a_membership(member, cell)
    a_post("women", one, holder=member)
    plain = a_person("Lý Thị Hai", born=date(1981, 1, 2), lives_in=two)
    a_post("women", two, holder=plain)
    a_post("women", three)
    before = Person.objects.count()

    report = load_book(
        claims(
            ("Lý Thị Một", 1980, "Khe Một", "Đồng Thử", ""), ("LÝ THỊ HAI", 1981, "Khe Hai", "Xã Đồng Thử", "x"),
            ("Người Lạ", 1990, "Khe Ba", "Lục Thử", ""), ("Lý Thị Hai", 1981, "Khe Hai", "Đồng Thử", "x"), ("Ai Đó", 1990, "Khe Xa", "Lục Thử", ""),
            introduced=[("Lý Thị Hai", 1981, "Khe Hai", "Đồng Thử", "x"), ("Chưa Biết", 1990, "Khe Hai", "Đồng Thử", "")],
        )
    )  # fmt: skip

    assert (report.kind, report.state, numbers(report)) == ("mass-list", "done", (0, 0, 3, 4))
    assert [(c.row, c.column, c.kind) for c in report.cells] == [
        (4, "G", "member_without_mark"), (5, "G", "mark_without_member"), (6, "B", "holder_differs"), (6, "B", "unknown_person"),
        (7, "B", "duplicate_person"), (8, "D", "unknown_unit"), (11, "F", "study_not_known"), (12, "B", "unknown_person"),
    ]  # fmt: skip
    assert Person.objects.count() == before
    assert report.feedback


def test_a_branch_said_to_have_no_head_is_remarked_where_the_post_list_names_one(district):
    held = a_person("Lý Thị Một", born=date(1980, 1, 2))
    a_post("women", district["villages"][0], holder=held)
    a_post("women", district["villages"][1])

    report = load_book(claims(("", None, "Khe Một", "Đồng Thử", ""), ("", None, "Khe Hai", "Đồng Thử", "")))

    assert [(c.row, c.kind, c.detail) for c in report.cells] == [(4, "holder_differs", "Lý Thị Một")]


def test_who_learnt_counts_as_having_studied(district):
    load(a_list({"name": "Lý Thị Học", "village": "Khe Hai", "cell": "CB Khe Hai"}))

    report = load_book(
        claims(("", None, "Khe Một", "Đồng Thử", ""), introduced=[("Lý Thị Học", 1990, "Khe Hai", "Đồng Thử", "x")])
    )

    assert kinds(report) == []
