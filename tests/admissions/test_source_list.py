"""The source: its stages, the post holders in it, the list with its filters, and its sheet."""

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from taonguon.admissions.enums import Stage
from taonguon.admissions.models import Act, Assignment, Candidacy
from taonguon.admissions.pipeline import holders_not_in_source, holders_of, pipeline_of
from taonguon.admissions.source import Filters, choices_of, source_page
from taonguon.audit.queries import entries_about
from taonguon.orgs.access import scope_of
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db
YEAR_AGO = date(2017, 4, 19)


def a_source():
    """Make one case of each sort that the list can be narrowed to."""
    land = a_district()
    one, two, three = land["cells"]
    head = a_person("Chìu Văn Trưởng", lives_in=land["villages"][0])
    a_post("head", land["villages"][0], holder=head, since=date(2016, 1, 1))
    a_case("", one, person=head, stage=Stage.HELPER, stage_since=date(2018, 2, 1))
    a_case(
        "Lý Thị Học", one, ("class-certificate", date(2017, 12, 1)), stage=Stage.CLASS, stage_since=date(2017, 12, 1)
    )
    a_case(
        "Lý Thị Kế", two, ("class-certificate", date(2013, 6, 1)), ("leave-to-begin", date(2018, 1, 5)),
        stage=Stage.DOSSIER, stage_since=date(2018, 1, 5),
    )  # fmt: skip
    a_case("Lý Văn Xa", two, stage=Stage.RECOGNISED, stage_since=date(2018, 3, 1), away_at="Khu công nghiệp Thử")
    a_case("Lý Văn Chậm", three, stage=Stage.RECOGNISED, stage_since=date(2017, 4, 18))
    a_case("Lý Văn Dự", three, stage=Stage.PROBATION, stage_since=date(2018, 1, 1))
    a_case("Lý Văn Thôi", three, stage=Stage.HELPER, closed="moved", closed_on=date(2018, 3, 1))
    return land


def listed(user, **narrowed):
    return [row.name for row in source_page(scope_of(user, TODAY), Filters(**narrowed), 1, TODAY).rows]


def test_post_holders_come_first_then_those_who_have_come_far():
    land = a_source()

    assert listed(a_user("board", land["top"])) == [
        "Chìu Văn Trưởng", "Lý Thị Kế", "Lý Thị Học", "Lý Văn Chậm", "Lý Văn Xa",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"stage": "recognised"}, ["Lý Văn Chậm", "Lý Văn Xa"]),
        ({"stage": "probation"}, ["Lý Văn Dự"]),
        ({"only": "chua-ke-hoach"}, ["Lý Thị Học"]),
        ({"only": "chuc-danh"}, ["Chìu Văn Trưởng"]),
        ({"only": "di-xa"}, ["Lý Văn Xa"]),
        ({"only": "cham"}, ["Lý Văn Chậm"]),
        ({"only": "sap-het-han"}, ["Lý Thị Kế"]),
        ({"post": "head"}, ["Chìu Văn Trưởng"]),
        ({"post": "women"}, []),
        ({"text": "thi HOC"}, ["Lý Thị Học"]),
    ],
    ids=str,
)
def test_the_list_is_narrowed(narrowed, found):
    land = a_source()

    assert listed(a_user("board", land["top"]), **narrowed) == found


def test_the_choices_tell_how_many_each_would_leave():
    land = a_source()
    scope = scope_of(a_user("board", land["top"]), TODAY)

    for unit in (None, land["cells"][1].pk):
        for code, _label, count in choices_of(scope, unit, TODAY).only:
            assert count == source_page(scope, Filters(only=code, unit=unit), 1, TODAY).total


@pytest.mark.parametrize(
    ("sort", "first"),
    [("ten", "Lý Văn Chậm"), ("giai-doan", "Lý Thị Kế"), ("lau-nhat", "Lý Văn Chậm"), ("han", "Lý Văn Chậm")],
)
def test_the_list_is_put_in_another_order(sort, first):
    land = a_source()

    assert listed(a_user("board", land["top"]), sort=sort)[0] == first


def test_the_list_is_narrowed_to_a_unit_with_all_below_it():
    land = a_source()
    user = a_user("board", land["top"])

    assert listed(user, unit=land["committees"][1].pk) == ["Lý Văn Chậm"]
    assert listed(user, unit=land["top"].pk) == listed(user)


@pytest.mark.parametrize(
    ("issued", "found"), [(date(2013, 7, 18), True), (date(2013, 7, 19), False)], ids=["in 90 days", "in 91 days"]
)
def test_a_certificate_is_pointed_out_ninety_days_before_its_sixty_months_end(issued, found):
    land = a_district()
    a_case("Lý Thị Học", land["cells"][0], ("class-certificate", issued), stage=Stage.CLASS)
    user = a_user("board", land["top"])

    assert bool(listed(user, only="sap-het-han")) is found
    (row,) = source_page(scope_of(user, TODAY), Filters(), 1, TODAY).rows
    assert row.lapsing is found


def test_a_corrected_certificate_counts_no_more():
    land = a_district()
    case = a_case("Lý Thị Học", land["cells"][0], ("class-certificate", date(2013, 1, 1)), stage=Stage.CLASS)
    Act.objects.filter(candidacy=case).update(standing=False)

    assert listed(a_user("board", land["top"]), only="sap-het-han") == []


def test_stages_are_counted_with_the_median_of_days_and_who_stands_still():
    land = a_source()
    scope = scope_of(a_user("board", land["top"]), TODAY)

    pipeline = pipeline_of(scope, None, TODAY)

    assert [(b.stage, b.count, b.median_days, b.stuck) for b in pipeline.bars] == [
        ("recognised", 2, 207, 1), ("helper", 1, 77, 0), ("class", 1, 139, 0), ("dossier", 1, 104, 0),
        ("cell", 0, None, 0), ("committee", 0, None, 0), ("decided", 0, None, 0), ("probation", 1, 108, 0),
    ]  # fmt: skip
    assert [(line.name, dict(line.crowd.stages)) for line in pipeline.units] == [
        ("Đảng bộ xã Đồng Thử", {"helper": 1, "class": 1, "dossier": 1, "recognised": 1}),
        ("Đảng bộ xã Lục Thử", {"recognised": 1, "probation": 1}),
    ]
    assert [(line.crowd.waiting, line.crowd.stuck) for line in pipeline.units] == [(90, 0), (366, 1)]
    assert pipeline.total == 6


def test_a_year_in_one_stage_is_not_yet_too_long():
    land = a_district()
    a_case("Lý Văn Năm", land["cells"][0], stage=Stage.HELPER, stage_since=YEAR_AGO)
    scope = scope_of(a_user("board", land["top"]), TODAY)

    assert sum(bar.stuck for bar in pipeline_of(scope, None, TODAY).bars) == 0
    assert source_page(scope, Filters(only="cham"), 1, TODAY).total == 0


def test_post_holders_who_are_no_members_are_counted_by_post_and_stage():
    land = a_source()
    member = a_person("Hoàng Văn Đảng")
    a_membership(member, land["cells"][0], date(2010, 1, 1))
    a_post("front", land["villages"][0], holder=member)
    a_post("front", land["villages"][2], holder=a_person("Bế Thị Chưa"))
    a_post("women", land["villages"][1], holder=a_person("Bế Thị Cũ"), until=date(2018, 1, 1))

    scope = scope_of(a_user("board", land["top"]), TODAY)

    found = {
        line.kind: (line.holders, line.crowd.in_source, line.missing, +line.crowd.stages)
        for line in holders_of(scope, None, TODAY)
    }
    assert {kind: row for kind, row in found.items() if row[0]} == {
        "head": (1, 1, 0, {"helper": 1}),
        "front": (1, 0, 1, {"": 1, "probation": 1}),
    }
    assert [line.holders for line in holders_of(scope, land["committees"][0].pk, TODAY)][:2] == [1, 0]


def test_a_post_holder_on_probation_stands_at_that_stage_whether_a_case_leads_to_it_or_not():
    land = a_district()
    with_case, without = a_person("Lý Văn Có"), a_person("Lý Văn Không")
    for person, village in ((with_case, 0), (without, 1)):
        a_membership(person, land["cells"][village], date(2017, 9, 2))
        a_post("head", land["villages"][village], holder=person)
    a_case("", land["cells"][0], person=with_case, stage="probation", stage_since=date(2016, 9, 2))
    scope = scope_of(a_user("board", land["top"]), TODAY)

    head = holders_of(scope, None, TODAY)[0]

    assert (head.holders, head.missing, head.crowd.in_source, head.crowd.stages["probation"]) == (0, 0, 0, 2)
    assert (head.crowd.stuck, head.crowd.waiting) == (0, None)
    assert holders_not_in_source(scope, None, "", TODAY) == set()


def test_who_of_the_post_holders_stands_still_is_counted_and_led_to(client):
    land = a_district()
    head = a_person("Lý Văn Trưởng")
    a_post("head", land["villages"][0], holder=head)
    a_case("", land["cells"][0], person=head, stage=Stage.HELPER, stage_since=date(2016, 1, 1))
    client.force_login(a_user("board", land["top"]))

    page = client.get("/nguon/").content.decode()

    line = holders_of(scope_of(a_user("board", land["top"]), TODAY), None, TODAY)[0]
    assert (line.crowd.stuck, line.crowd.waiting) == (1, 839)
    assert "chi=cham&amp;chuc-danh=head" in page
    assert "giai-doan=helper&amp;chuc-danh=head" in page


def test_post_holders_not_in_the_source_are_listed_as_far_as_one_reaches(client):
    land = a_source()
    a_post("front", land["villages"][2], holder=a_person("Bế Thị Chưa"))
    a_post("women", land["villages"][0], holder=a_person("Bế Thị Gần"))
    client.force_login(a_user("board", land["top"]))

    def found(query=""):
        return [row.name for row in client.get(f"/nguon/chua-co/{query}").context["page"].rows]

    assert found() == ["Bế Thị Chưa", "Bế Thị Gần"]
    assert found("?chuc-danh=front") == ["Bế Thị Chưa"]
    assert found(f"?don-vi={land['committees'][0].pk}") == ["Bế Thị Gần"]
    client.force_login(a_user("cell", land["cells"][2]))
    assert found() == ["Bế Thị Chưa"]


def test_a_secretary_sees_the_source_of_his_cell_only(client):
    land = a_source()
    client.force_login(a_user("cell", land["cells"][2]))

    answer = client.get("/nguon/")

    assert [row.name for row in answer.context["page"].rows] == ["Lý Văn Chậm"]
    assert answer.context["pipeline"].total == 2
    assert sum(line.holders for line in answer.context["holders"]) == 0
    assert "Chìu Văn Trưởng" not in answer.content.decode()


def test_a_row_tells_post_helper_stage_and_what_comes_next(client):
    land = a_source()
    helper = a_person("Hoàng Văn Giúp")
    case = Candidacy.objects.get(person__name="Chìu Văn Trưởng")
    Assignment.objects.create(candidacy=case, name="Bế Văn Trước", since=date(2017, 1, 1), until=date(2018, 2, 1))
    Assignment.objects.create(candidacy=case, helper=helper, since=date(2018, 2, 1))
    scope = scope_of(a_user("board", land["top"]), TODAY)

    row = source_page(scope, Filters(), 1, TODAY).rows[0]

    assert (row.posts, row.cell, row.stage, row.days, row.helper, row.step, row.actor) == (
        "Trưởng thôn (bản, khu)", "Chi bộ thôn Khe Một", "Đã phân công đảng viên giúp đỡ", 77, "Hoàng Văn Giúp",
        "Đơn xin vào Đảng", "Người xin vào Đảng",
    )  # fmt: skip


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_the_same_queries_for_one_case_and_for_thirty(client, django_assert_num_queries, rows):
    land = a_district()
    a_post("head", land["villages"][0], holder=a_person("Chìu Văn Trưởng"))
    for number in range(rows):
        a_case(f"Lý Văn {number}", land["cells"][0], ("class-certificate", date(2017, 1, 1)), stage=Stage.CLASS)
    client.force_login(a_user("cell", land["cells"][0]))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision, pipeline, holders, their cases, choices, count, people, posts, helpers, certificates
    with django_assert_num_queries(13):
        answer = client.get("/nguon/")

    assert answer.context["page"].total == rows


def test_the_sheet_holds_the_narrowed_list_as_text(client):
    land = a_source()
    a_case("=cmd|' /C calc'!A1", land["cells"][2], stage=Stage.RECOGNISED, away_at="Thử", away_until=date(2018, 9, 1))
    client.force_login(a_user("board", land["top"], username="ban-to-chuc"))

    answer = client.post(f"/nguon/xuat/?don-vi={land['committees'][1].pk}&xep=lau-nhat")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="nguon-2018-04-19.xlsx"'
    assert book.get_sheet_by_index(0).to_python() == [
        ["STT", "Họ và tên", "Ngày sinh", "Chức danh", "Chi bộ", "Giai đoạn", "Từ ngày", "Số ngày", "Đảng viên giúp đỡ",
         "Giấy chứng nhận có giá trị đến", "Đi làm ăn xa", "Việc tiếp theo", "Ai làm", "Thời hạn", "Ngày hết hạn"],
        [1.0, "Lý Văn Chậm", "05/06/1990", "", "Chi bộ thôn Khe Ba", "Quần chúng ưu tú, chưa phân công người giúp đỡ",
         "18/04/2017", "366", "", "", "", "Đơn xin vào Đảng", "Người xin vào Đảng", "", ""],
        [2.0, "=cmd|' /C calc'!A1", "05/06/1990", "", "Chi bộ thôn Khe Ba",
         "Quần chúng ưu tú, chưa phân công người giúp đỡ", "", "", "", "", "Thử (→ 01/09/2018)", "Đơn xin vào Đảng",
         "Người xin vào Đảng", "", ""],
    ]  # fmt: skip
    assert ["Xuất bởi tài khoản", "ban-to-chuc"] in book.get_sheet_by_index(1).to_python()


def test_an_export_leaves_one_entry_with_filters_and_count(client):
    land = a_source()
    user = a_user("board", land["top"])
    client.force_login(user)

    client.post("/nguon/xuat/?giai-doan=class&tim=ly")

    entry = entries_about("accounts.user", user.pk).get()
    assert (entry.verb, entry.data) == (
        "people.exported",
        {"filters": {"list": "source", "text": "ly", "stage": "class"}, "on": "2018-04-19", "count": 1},
    )


def test_a_list_too_long_for_a_sheet_is_refused_with_a_sentence(client, monkeypatch):
    land = a_source()
    user = a_user("board", land["top"])
    client.force_login(user)
    monkeypatch.setattr("taonguon.people.queries.listing.EXPORT_MAX", 2)

    answer = client.post("/nguon/xuat/?chi=cham&xep=ten"), client.post("/nguon/xuat/?xep=ten")

    assert [a.status_code for a in answer] == [200, 422]
    assert "Danh sách có 5 người; mỗi tệp xuất ra chỉ được tối đa 2 người." in answer[1].content.decode()
    assert 'href="/nguon/?xep=ten"' in answer[1].content.decode()
    assert entries_about("accounts.user", user.pk).count() == 1


def test_the_sheet_is_not_given_for_a_mere_address(client):
    client.force_login(a_user("board", a_district()["top"]))

    assert client.get("/nguon/xuat/").status_code == 405


@pytest.mark.parametrize("role", ["mass", "centre", "admin"])
@pytest.mark.parametrize("name", ["source", "source-missing", "helpers", "probation", "rounds"])
def test_who_sees_no_cases_reads_no_zero_instead(client, role, name):
    client.force_login(a_user(role, a_district()["top"]))

    page = client.get(reverse(name)).content.decode()

    assert "Tài khoản này không xem hồ sơ theo dõi" in page
    assert 'class="tile-number"' not in page
    assert "<table" not in page
