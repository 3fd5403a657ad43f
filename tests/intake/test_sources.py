"""The register of the source: what its cells say, and what a load of it may change in the ledger."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taonguon.admissions.actions import assign_helper, close_candidacy, correct_act, open_candidacy, record_act
from taonguon.admissions.enums import Closed, Mistake
from taonguon.admissions.merging import merge_with_cases
from taonguon.admissions.models import Act, Assignment, Candidacy, Handling, Tally
from taonguon.admissions.reopening import reopen
from taonguon.audit.queries import breaks_in_the_chain
from taonguon.intake.actions import Opened, Request, load_file
from taonguon.intake.interpret.files import parse
from taonguon.intake.interpret.sources import reason_of, schooling_of
from taonguon.intake.readers.book import Book, CellError, Sheet
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import map_on
from taonguon.people.models import Person
from taonguon.reports.figures import figures
from taonguon.rules.dates import PartialDate
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_membership, a_person, a_user

HEAD = {
    "no": "TT", "name": "Họ và tên", "who": "Giới tính, dân tộc, tôn giáo", "born": "Ngày sinh", "card": "Số CMND/CCCD",
    "phone": "Số điện thoại", "home": "Nơi ở hiện nay", "school": "Trình độ", "cell": "Chi bộ theo dõi",
    "listed": "Ngày công nhận QCƯT", "helper": "Đảng viên giúp đỡ", "assigned": "Ngày phân công giúp đỡ",
    "certificate": "Số GCN", "certified": "Ngày cấp GCN", "leave": "Ngày cho phép làm hồ sơ",
    "resolved": "Ngày NQ chi bộ", "vote": "Phiếu chi bộ", "above": "Ngày NQ đảng ủy", "decision": "Số QĐ kết nạp",
    "decided": "Ngày QĐ kết nạp", "ceremony": "Ngày tổ chức lễ kết nạp", "off": "Đưa ra khỏi danh sách (ngày, lý do)",
}  # fmt: skip
WHO = {
    "name": "Chìu Văn Thử", "who": "Nam, Dao (Thanh Phán), không", "born": "5/6/1990", "card": "022090123456",
    "phone": "0912345678", "home": "Khe Một", "cell": "CB thôn Khe Một", "listed": "3/2/2017",
}  # fmt: skip


def book(*people, day="10/4/2018", order=None, group="I. ĐẢNG BỘ XÃ ĐỒNG THỬ (2)"):
    """Make the register of some people; what a row does not say is as in WHO."""
    names = order or list(HEAD)
    rows = [["HUYỆN ỦY BÌNH THỬ"], [f"(Số liệu đến ngày {day})"], [HEAD[n] for n in names], [group]]
    rows += [[({"no": number} | WHO | one).get(n) for n in names] for number, one in enumerate(people, start=1)]
    return Book("nguồn.xlsx", [Sheet("Nguồn", False, rows)])


def load(*people, actor=None, scope=None, cancelled=lambda: False, **how):
    made = book(*people, **how)
    opened = Opened(None, "nguồn.xlsx", f"{abs(hash(repr(made.sheets))):064x}", made, parse(made))
    return load_file(opened, Request(actor, scope, TODAY, cancelled=cancelled))


def row_of(**one):
    return parse(book(one)).rows[0]


def the_case():
    return Candidacy.objects.get()


def the_acts(case=None):
    return {a.key: a.on for a in Act.objects.filter(candidacy=case or the_case(), standing=True)}


def numbers(report):
    return report.created, report.updated, report.unchanged, report.rejected


def official(name, cell, born=date(1970, 1, 1)):
    person = a_person(name, born=born)
    a_membership(person, cell, admitted=date(2005, 2, 3), official=date(2006, 2, 3), recognised=date(2006, 2, 20))
    return person


# What a cell says.


def test_numbers_of_papers_telephones_and_religion_are_not_read():
    row = row_of()

    assert (row.sex, row.ethnicity, row.born) == ("m", "Dao", PartialDate(1990, 6, 5))
    assert not {"022090123456", "0912345678", "không"} & {str(getattr(row, n)) for n in row.__dataclass_fields__}


@pytest.mark.parametrize(
    ("who", "sex", "group"),
    [
        ("Nữ; Tày; Không", "f", "Tày"), ("nam,Sán Chỉ", "m", "Sán Chay"), ("Nam", "m", ""), ("Kinh, nữ", "f", "Kinh"),
        ("Nam - Dao - Công giáo", "m", "Dao"), (None, "", ""),
    ],
)  # fmt: skip
def test_one_cell_says_sex_and_ethnicity(who, sex, group):
    row = row_of(who=who)

    assert (row.sex, row.ethnicity) == (sex, group)


@pytest.mark.parametrize(
    ("cell", "helpers"),
    [
        ("Đ/c Lý Văn A", [("Lý Văn A", PartialDate(2017, 3, 1))]),
        ("Đặng Văn A -> Chờ Thị B (16/12/2017)", [("Đặng Văn A", PartialDate(2017, 3, 1)), ("Chờ Thị B", PartialDate(2017, 12, 16))]),
        ("Lý A → Lý B (từ 6/2017) => Lý C (2/1/2018)", [("Lý A", PartialDate(2017, 3, 1)), ("Lý B", PartialDate(2017, 6)), ("Lý C", PartialDate(2018, 1, 2))]),
        ("Lý A -> Lý B", [("Lý A", PartialDate(2017, 3, 1)), ("Lý B", None)]),
        ("chưa phân công", []), (None, []),
    ],
)  # fmt: skip
def test_a_helpers_cell_says_who_helped_and_who_helps(cell, helpers):
    assert row_of(helper=cell, assigned="1/3/2017").helpers == helpers


@pytest.mark.parametrize(
    ("cell", "vote", "issues"),
    [
        ("8/9", (8, 9), []), (" 12 / 12", (12, 12), []), ("chưa họp", None, []), (None, None, []),
        (date(2018, 9, 8), None, ["vote_turned_into_date"]), (43351, None, ["vote_turned_into_date"]),
        ("2018-09-08 00:00:00", None, ["vote_turned_into_date"]), ("9/8", None, ["unreadable_vote"]), ("100%", None, ["unreadable_vote"]),
    ],
)  # fmt: skip
def test_a_vote_is_read_or_given_back(cell, vote, issues):
    row = row_of(resolved="1/3/2018", vote=cell)

    assert (row.vote, [i.kind for i in row.issues]) == (vote, issues)


@pytest.mark.parametrize(
    ("cell", "reached", "on", "issues"),
    [
        ("3/2/2017", True, PartialDate(2017, 2, 3), []), ("2/2017", True, PartialDate(2017, 2), []),
        ("31/4/2017", True, None, ["impossible_date"]), ("??/2017", True, None, ["unreadable_date"]), ("x", True, None, []),
        ("không rõ", True, None, ["unreadable_date"]), ("chưa", False, None, []), ("đang làm", False, None, []), ("-", False, None, []),
        (None, False, None, []), (CellError("#REF!"), False, None, ["error_cell"]),
    ],
)  # fmt: skip
def test_a_milestone_whose_day_cannot_be_read_was_reached_all_the_same(cell, reached, on, issues):
    row = row_of(leave=cell)
    act = row.acts.get("leave-to-begin")

    assert (act is not None, act.on if act else None, [i.kind for i in row.issues]) == (reached, on, issues)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("06/3/2018: nhập ngũ, chuyển đơn vị quân đội theo dõi", "enlisted"), ("chuyển nơi cư trú", "moved"), ("đi làm ăn xa", "away"),
        ("không đủ điều kiện", "old"), ("từ trần", "died"), ("xin thôi phấn đấu", "other"), ("vi phạm chính sách DS-KHHGĐ", "other"),
    ],
)  # fmt: skip
def test_why_somebody_was_taken_off_is_the_nearest_reason_of_the_closed_list(text, reason):
    assert reason_of(text) == reason
    assert reason in Closed.values


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("12/12", "upper-secondary-diploma"), ("12/12; TC Y", "upper-secondary-diploma"), ("12/12; ĐH Luật", "higher"), ("9/12", ""),
        ("7/10", ""), ("10/10", ""), ("112/12", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_a_sure_schooling_is_kept(text, word):
    assert schooling_of(text) == word


@pytest.mark.parametrize("seed", range(4))
def test_columns_may_stand_in_any_order(seed):
    order = list(HEAD)
    random.Random(seed).shuffle(order)  # noqa: S311 the same in every run
    one = {
        "helper": "Lý A -> Lý B (5/5/2017)",
        "assigned": "1/3/2017",
        "certificate": "7/GCN",
        "vote": "8/9",
        "resolved": "1/3/2018",
    }

    def said(row):
        acts = {k: (a.on, a.number) for k, a in row.acts.items()}
        return row.name, row.sex, row.born, row.cell, row.committee, row.residence, acts, row.helpers, row.vote

    assert [said(r) for r in parse(book(one, order=order)).rows] == [said(row_of(**one))]


# What a load writes.


@pytest.fixture
def district(db):
    return a_district()


def test_a_row_becomes_a_case_with_its_acts_vote_and_helpers(district):
    helper = official("Lý Văn Giúp", district["cells"][0])
    report = load({
        "helper": "Đ/c Lý Văn Giúp", "assigned": "1/3/2017", "school": "12/12", "certificate": "7/GCN", "certified": "5/2017",
        "leave": "31/4/2017", "resolved": "1/3/2018", "vote": "6/9", "above": "??", "decision": "12-QĐ/HU", "decided": "5/4/2018",
    }, actor=a_user())  # fmt: skip
    case, tally = the_case(), Tally.objects.get()

    assert numbers(report) == (1, 0, 0, 0)
    assert [(c.column, c.kind) for c in report.cells] == [("O", "impossible_date"), ("R", "unreadable_date")]
    assert the_acts() == {
        "listed": date(2017, 2, 3), "helper-assigned": date(2017, 3, 1), "class-certificate": date(2017, 5, 1), "leave-to-begin": None,
        "cell-resolution": date(2018, 3, 1), "committee-resolution": None, "decision-issued": date(2018, 4, 5),
    }  # fmt: skip
    assert Act.objects.get(key="class-certificate").precision == "m"
    assert set(Act.objects.values_list("recorded_by", flat=True)) == {None}
    assert (tally.in_favour, tally.members, tally.base, tally.needed) == (6, 9, 9, 6)
    assert (case.stage, case.cell_id, case.told_on, case.facts) == (
        "decided", district["cells"][0].pk, date(2018, 4, 10), {"person": {"schooling": "upper-secondary-diploma"}},
    )  # fmt: skip
    assert [(a.helper, a.name, a.since, a.until) for a in Assignment.objects.all()] == [
        (helper, "", date(2017, 3, 1), None)
    ]
    assert case.next_step == "ceremony"


def test_a_helper_is_an_official_member_of_the_cell_or_only_a_name(district):
    for number in (1, 2):
        official("Lý Văn Đôi", district["cells"][0], born=date(1970, 1, number))
    official("Lý Văn Khác", district["cells"][2])
    load({"helper": "Lý Văn Đôi -> Lý Văn Khác (5/5/2017)", "assigned": "1/3/2017"})

    assert list(Assignment.objects.order_by("since").values_list("helper", "name", "since", "until")) == [
        (None, "Lý Văn Đôi", date(2017, 3, 1), date(2017, 5, 5)), (None, "Lý Văn Khác", date(2017, 5, 5), None),
    ]  # fmt: skip


def test_a_helper_is_found_once_the_members_are_loaded(district):
    told = {"helper": "Lý Văn Giúp", "assigned": "1/3/2017"}
    load(told)
    helper = official("Lý Văn Giúp", district["cells"][0])
    report = load(told)

    assert numbers(report) == (0, 1, 0, 0)
    assert Assignment.objects.get().helper == helper
    assert numbers(load(told)) == (0, 0, 1, 0)


def test_a_cell_not_known_leaves_the_case_with_the_committee_until_it_is(district):
    report = load({"cell": "CB thôn Khe Lạ", "home": "Thôn Khe Lạ"})

    assert [(c.column, c.kind) for c in report.cells] == [("G", "unknown_unit")]
    assert the_case().cell == district["committees"][0]
    assert numbers(load({"cell": "CB thôn Khe Lạ", "home": "Thôn Khe Lạ"})) == (0, 0, 1, 0)
    load({})
    assert (the_case().cell, Handling.objects.get().cell) == (district["cells"][0], district["cells"][0])


def test_a_person_listed_twice_is_one_at_the_furthest_stage_of_the_rows(district):
    report = load({"helper": "Lý A", "assigned": "1/3/2017"}, {"born": 1990, "leave": "1/3/2018"})

    assert numbers(report) == (1, 0, 0, 1)
    assert [(c.row, c.column, c.kind) for c in report.cells] == [(6, "B", "duplicate_person")]
    assert the_case().stage == "dossier"


def test_namesakes_of_one_village_with_another_birth_stay_two(district):
    assert numbers(load({}, {"born": "5/6/1985"})) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("recognised", "ceremony", "closed", "stage"),
    [
        (None, "5/4/2018", "", "probation"), (date(2018, 4, 9), "5/4/2017", "recognised", "probation"), (None, None, "admitted", "recognised"),
    ],
)  # fmt: skip
def test_who_is_a_member_is_not_in_the_source(district, recognised, ceremony, closed, stage):
    person = a_person("Chìu Văn Thử", born=date(1990, 6, 5), lives_in=district["villages"][0])
    a_membership(person, district["cells"][0], admitted=date(2018, 4, 5), recognised=recognised)
    load({"ceremony": ceremony})

    assert (the_case().person, the_case().closed, the_case().stage) == (person, closed, stage)
    assert (figures(TODAY)["sympathisers"]["total"], figures(TODAY)["sympathisers"]["admitted_rows"]) == (0, 1)


def test_a_ceremony_that_only_the_list_knows_of_ends_the_case(district):
    load({"ceremony": "5/4/2018"})

    assert (the_case().closed, the_case().closed_on, Person.objects.get().memberships.count()) == (
        "admitted", date(2018, 4, 5), 0,
    )  # fmt: skip
    a_membership(Person.objects.get(), district["cells"][0], admitted=date(2018, 4, 5))
    load({"ceremony": "5/4/2018"})
    assert (the_case().closed, the_case().stage) == ("", "probation")


def test_what_is_only_planned_is_left_out_and_said(district):
    report = load({"ceremony": "25/4/2018", "off": "30/4/2018: chuyển đi", "helper": "Lý A -> Lý B (1/5/2018)"})

    assert [(c.column, c.kind) for c in report.cells] == [("", "not_yet"), ("K", "not_yet"), ("U", "not_yet")]
    assert (the_case().closed, the_acts()) == ("", {"listed": date(2017, 2, 3), "helper-assigned": None})
    assert [(a.name, a.until) for a in Assignment.objects.all()] == [("Lý A", None)]


def test_a_day_before_counts_what_had_been_reached(district):
    load({"helper": "Lý A", "assigned": "1/3/2017", "leave": "1/3/2018", "off": "5/4/2018: chuyển nơi cư trú"})

    def on(*day):
        found = figures(date(*day))["sympathisers"]
        return found["by_stage"], found["taken_off_list"]

    assert [on(2017, 1, 1), on(2017, 2, 3), on(2018, 2, 28), on(2018, 3, 1), on(2018, 4, 5)] == [
        ({}, 0), ({"recognised": 1}, 0), ({"helper": 1}, 0), ({"dossier": 1}, 0), ({}, 1),
    ]  # fmt: skip


# What a later load may change.


def test_the_same_list_changes_nothing(district):
    told = {
        "helper": "Lý A -> Lý B",
        "assigned": "1/3/2017",
        "resolved": "1/3/2018",
        "vote": "6/9",
        "off": "5/4/2018: lý do khác",
    }
    load(told)

    def rows():
        models = (Candidacy, Handling, Act, Tally, Assignment, Person)
        return [list(model.objects.order_by("pk").values()) for model in models]

    before = rows()

    assert numbers(load(told)) == (0, 0, 1, 0)
    assert rows() == before
    assert list(breaks_in_the_chain()) == []


def test_a_newer_list_corrects_by_a_new_row_and_an_older_one_not_at_all(district):
    load({"leave": "1/3/2018", "resolved": "2/3/2018", "vote": "6/9"})
    assert numbers(load({"leave": "5/3/2018", "resolved": "2/3/2018", "vote": "6/9"}, day="1/4/2018")) == (0, 0, 1, 0)
    report = load({"leave": "5/3/2018", "resolved": "2/3/2018", "vote": "7/9"}, day="15/4/2018")

    assert numbers(report) == (0, 1, 0, 0)
    old, new = Act.objects.filter(key="leave-to-begin").order_by("pk")
    assert (old.on, old.standing, old.replaced_by, new.on, new.standing) == (
        date(2018, 3, 1), False, new, date(2018, 3, 5), True,
    )  # fmt: skip
    assert "15/04/2018" in new.reason
    assert Tally.objects.get(act__standing=True).in_favour == 7
    assert the_case().told_on == date(2018, 4, 15)
    assert numbers(load({"leave": "1/3/2018", "resolved": "2/3/2018", "vote": "6/9"})) == (0, 0, 1, 0)


def test_what_was_recorded_by_hand_stays(district):
    actor = a_user()
    load({"leave": "1/3/2018", "certificate": "7/GCN"})
    correct_act(Act.objects.get(key="leave-to-begin"), date(2018, 3, 9), "Ghi nhầm", actor=actor, today=TODAY)
    correct_act(Act.objects.get(key="class-certificate"), None, "Chưa học", actor=actor, today=TODAY)
    report = load({"leave": "1/3/2018", "certificate": "7/GCN"}, day="18/4/2018")

    assert numbers(report) == (0, 0, 1, 0)
    assert the_acts() == {"listed": date(2017, 2, 3), "leave-to-begin": date(2018, 3, 9)}


def test_acts_recorded_by_hand_are_joined_by_what_the_list_adds(district):
    person = a_person("Chìu Văn Thử", born=date(1990, 6, 5), lives_in=district["villages"][0])
    case = open_candidacy(person, district["cells"][0], date(2017, 2, 4), actor=a_user(), today=TODAY)
    report = load({"certificate": "7/GCN", "certified": "1/6/2017"}, day="19/4/2018")

    assert numbers(report) == (0, 1, 0, 0)
    assert (the_case().pk, the_acts()["listed"], the_case().stage) == (case.pk, date(2017, 2, 4), "class")


def test_a_helper_replaced_by_hand_stays(district):
    first, second = official("Lý Văn Giúp", district["cells"][0]), official("Bế Thị Mới", district["cells"][0])
    told = {"helper": "Lý Văn Giúp", "assigned": "1/3/2017"}
    load(told)
    assign_helper(the_case(), second, date(2018, 4, 12), actor=a_user(), today=TODAY, reason="Người trước chuyển đi")

    assert numbers(load(told, day="18/4/2018")) == (0, 0, 1, 0)
    assert list(Assignment.objects.order_by("since").values_list("helper", "until")) == [
        (first.pk, date(2018, 4, 12)), (second.pk, None),
    ]  # fmt: skip


def test_a_newer_list_that_names_only_the_new_helper_keeps_the_one_before(district):
    load({"helper": "Lý A", "assigned": "1/3/2017"}, day="1/4/2018")
    load({"helper": "Lý B", "assigned": "5/4/2018"})

    assert list(Assignment.objects.order_by("since").values_list("name", "since", "until")) == [
        ("Lý A", date(2017, 3, 1), date(2018, 4, 5)), ("Lý B", date(2018, 4, 5), None),
    ]  # fmt: skip


def test_who_was_taken_off_by_hand_comes_back_only_by_a_new_recognition(district):
    load({})
    close_candidacy(the_case(), Closed.MOVED, date(2018, 4, 5), actor=a_user(), today=TODAY)

    assert numbers(load({}, day="18/4/2018")) == (0, 0, 1, 0)
    assert the_case().closed == "moved"
    assert numbers(load({"listed": "16/4/2018"}, day="18/4/2018")) == (1, 0, 0, 0)
    assert list(Candidacy.objects.order_by("pk").values_list("closed", flat=True)) == ["moved", ""]


def test_a_taking_off_that_was_taken_back_by_hand_comes_only_from_a_newer_list(district):
    gone = {"off": "5/4/2018: nhập ngũ"}
    load(gone)
    reopen(the_case(), Mistake.LIST, actor=a_user(), today=date(2018, 4, 12))

    assert (numbers(load(gone)), the_case().closed) == ((0, 0, 1, 0), "")
    assert (numbers(load(gone, day="12/4/2018")), the_case().closed) == ((0, 0, 1, 0), "")
    assert (numbers(load(gone, day="18/4/2018")), the_case().closed) == ((0, 1, 0, 0), "enlisted")


def test_a_newer_list_takes_off_and_moves(district):
    load({}, {"name": "Lý Thị Đi"}, day="1/4/2018")
    report = load({"cell": "CB thôn Khe Hai"}, {"name": "Lý Thị Đi", "off": "5/4/2018: nhập ngũ"})
    moved, gone = Candidacy.objects.order_by("pk")

    assert numbers(report) == (0, 2, 0, 0)
    assert (moved.cell, gone.closed, gone.closed_on) == (district["cells"][1], "enlisted", date(2018, 4, 5))
    assert list(moved.handlings.order_by("pk").values_list("cell", "until")) == [
        (district["cells"][0].pk, date(2018, 4, 10)), (district["cells"][1].pk, None),
    ]  # fmt: skip


def test_a_log_in_writes_only_about_the_units_it_reaches(district):
    load({"name": "Lý Văn Xa", "cell": "CB thôn Khe Ba", "home": "Khe Ba, xã Lục Thử"}, group="II. ĐẢNG BỘ XÃ LỤC THỬ")
    before = list(Candidacy.objects.values())
    scope = Scope((("commune", district["committees"][0].pk),), map_on(TODAY))
    report = load(
        {}, {"name": "Bế Văn Ngoài", "cell": "CB thôn Khe Ba"},
        {"name": "Lý Văn Xa", "home": "Khe Ba, xã Lục Thử", "leave": "1/3/2018"}, actor=a_user(), scope=scope,
    )  # fmt: skip

    assert numbers(report) == (1, 0, 0, 2)
    assert [(c.row, c.kind) for c in report.cells] == [(6, "out_of_scope"), (7, "out_of_scope")]
    assert list(Candidacy.objects.exclude(person__name="Chìu Văn Thử").values()) == before


def test_two_rows_of_one_person_become_one_with_the_case(district):
    load({"helper": "Lý A", "assigned": "1/3/2017"})
    listed, again = the_case().person, a_person("Chìu Văn Thử", born=date(1990, 1, 1))
    merge_with_cases(again, listed, actor=None)

    assert the_case().person == again
    load({"name": "Lý Thị Hai"})
    with pytest.raises(RefusedError):
        merge_with_cases(again, Person.objects.get(name="Lý Thị Hai"), actor=None)


def test_one_sheet_a_commune_says_whose_its_people_are(district):
    rows = [list(HEAD.values()), [({"no": 1} | WHO | {"cell": "CB thôn Khe Lạ", "home": None}).get(n) for n in HEAD]]
    made = Book("nguồn.xlsx", [Sheet(name, False, rows) for name in ("Đồng Thử", "Lục Thử (2)")])
    load_file(Opened(None, "nguồn.xlsx", "f" * 64, made, parse(made)), Request(None, None, TODAY))

    assert [case.cell for case in Candidacy.objects.order_by("pk")] == district["committees"]


def test_a_load_that_is_stopped_leaves_nothing(district):
    report = load({}, {"name": "Lý Thị Hai"}, cancelled=lambda: True)

    assert report.state == "cancelled"
    assert (Candidacy.objects.count(), Act.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_twice_the_people_take_no_more_queries(district):
    def queries(count, day):
        people = [
            {"name": f"Lý Văn {chr(65 + n // 26)}{chr(97 + n % 26)}", "helper": "Lý A", "assigned": "1/3/2017"}
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as made:
            assert load(*people, day=day).created == count
        return len(made)

    load({})
    few = queries(20, "1/4/2018")
    Candidacy.objects.all().delete()
    Person.objects.all().delete()
    many = queries(200, "1/4/2018")

    assert many - few < 25


def test_acts_after_the_load_go_on_by_hand(district):
    load({"certificate": "7/GCN", "certified": "1/6/2017"})
    record_act(the_case(), "leave-to-begin", date(2018, 4, 12), actor=a_user(), today=TODAY)

    assert the_case().stage == "dossier"
    assert numbers(load({"certificate": "7/GCN", "certified": "1/6/2017"}, day="18/4/2018")) == (0, 0, 1, 0)
    assert the_case().stage == "dossier"
