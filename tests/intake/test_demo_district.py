"""The office's eleven files, loaded as they are, give the figures and the defects they must give."""

import json
from datetime import date
from pathlib import Path

import pytest

import taonguon
from taonguon.admissions.models import Act, Assignment, Candidacy, Handling, Tally
from taonguon.audit.queries import breaks_in_the_chain
from taonguon.classes.models import Course, Enrolment
from taonguon.intake.actions import Request, load_file, open_file
from taonguon.intake.models import Doubt, Issue, Load, LoadedRow
from taonguon.orgs.models import Organisation
from taonguon.orgs.queries import part_of
from taonguon.people.models import Activity, Certificate, Membership, Person, Tenure
from taonguon.plans.consolidation import State, board_of
from taonguon.plans.forgotten import forgotten_in
from taonguon.plans.models import CoverageGoal, Decision, GoalPosts, Target
from taonguon.plans.pace_shown import Silence, pace_of
from taonguon.plans.scheme import progress_of
from taonguon.plans.targets import targets_of
from taonguon.reports.behind import BEHIND, people_behind, posts_behind
from taonguon.reports.class_report import report
from taonguon.reports.day import day_of
from taonguon.reports.figures import figures
from taonguon.reports.overview import overview
from taonguon.rules.dates import Period
from tests.builders import TODAY

FOLDER = Path(taonguon.__file__).parent / "demo" / "binh-lieu-2018"
FILES = (
    "01-to-chuc-dang.xlsx",
    "02-chuc-danh-thon-khu.xlsx",
    "03-danh-sach-dang-vien.xls",
    "08-ket-nap-quy-1-2018.xlsx",
    "09-chuyen-chinh-thuc-quy-1-2018.xlsx",
    "04-nguon-cam-tinh-dang.xlsx",
    "10-giao-chi-tieu-2018.xlsx",
    "05-lop-nhan-thuc-khoa-1.xlsx",
    "06-lop-nhan-thuc-khoa-2.xlsx",
    "07-lop-doi-tuong-nhap-ngu.xlsx",
    "11-hoi-phu-nu.csv",
)
EXPECTED = json.loads((FOLDER / "expected.json").read_text())
GROUPS = (
    "units", "villages_without_cell", "villages_without_members", "posts", "holders", "coverage",
    "coverage_by_marks_alone", "secretaries", "members", "members_as_listed", "admissions_in_quarter",
    "recognised_official_in_quarter", "villages_head_turned_official_and_secretary", "sympathisers",
    "classes", "article_figures", "targets",
)  # fmt: skip
WORDS = {"definition", "with_class_lists_note"}
"""Keys whose words are each product's own."""
CLAIMS = {"holder_differs", "unknown_person", "member_without_mark", "mark_without_member", "study_not_known"}
"""What is remarked of a list that is compared only."""


pytestmark = pytest.mark.django_db


def load_all(names=FILES):
    request = Request(actor=None, scope=None, today=TODAY)
    return {name: load_file(open_file(FOLDER / name, request), request) for name in names}


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """Load the district once for the tests of this file; taken back at the end."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield load_all()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


@pytest.fixture
def reports(district, db):
    return district


def plain(value):
    """Leave out what is said in words."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k not in WORDS}
    return value


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_of_figures_is_exactly_what_the_files_must_give(reports, group):
    found = figures(date(2018, 4, 19))[group]

    assert plain(found) == plain(EXPECTED["figures"][group])
    assert len(found["definition"]) > 40


def test_every_planted_defect_is_reported_at_its_cell_and_nothing_else_is(reports):
    wanted = {
        (d["file"], d["sheet"] or "", d["row"], d["column"], d["kind"])
        for d in EXPECTED["defects"]["list"]
        if d["file"] in FILES
    }

    found = {(name, c.sheet, c.row, c.column, c.kind) for name, r in reports.items() for c in r.cells}

    claims = {line for line in found if line[4] in CLAIMS}
    assert found - claims == wanted
    assert len(wanted) == 61


def test_each_reconciliation_adds_up(reports):
    rows = {name: (r.read, r.created, r.updated, r.unchanged, r.rejected) for name, r in reports.items()}

    assert rows == {
        "01-to-chuc-dang.xlsx": (155, 152, 3, 0, 0),
        "02-chuc-danh-thon-khu.xlsx": (102, 102, 0, 0, 0),
        "03-danh-sach-dang-vien.xls": (1920, 1498, 414, 0, 8),
        "08-ket-nap-quy-1-2018.xlsx": (31, 1, 30, 0, 0),
        "09-chuyen-chinh-thuc-quy-1-2018.xlsx": (28, 0, 28, 0, 0),
        "04-nguon-cam-tinh-dang.xlsx": (485, 474, 0, 0, 11),
        "05-lop-nhan-thuc-khoa-1.xlsx": (76, 76, 0, 0, 0),
        "06-lop-nhan-thuc-khoa-2.xlsx": (75, 74, 0, 0, 1),
        "07-lop-doi-tuong-nhap-ngu.xlsx": (44, 44, 0, 0, 0),
        "11-hoi-phu-nu.csv": (129, 0, 0, 124, 5),
        "10-giao-chi-tieu-2018.xlsx": (15, 15, 0, 0, 0),
    }


def everything():
    return [
        sorted(model.objects.order_by().values_list())
        for model in (
            Organisation, Person, Membership, Tenure, LoadedRow, Doubt, Candidacy, Handling, Act, Tally, Assignment,
            Course, Enrolment, Certificate, Decision, Target, CoverageGoal,
        )
    ], sorted(Activity.objects.order_by().values_list("membership", "cell", "standing", "since", "until"))  # fmt: skip


def test_loading_the_same_files_again_changes_nothing(reports):
    before = everything()

    again = load_all()

    assert [(r.created, r.updated, r.read - r.unchanged - r.rejected) for r in again.values()] == [(0, 0, 0)] * 11
    assert everything() == before
    assert list(breaks_in_the_chain()) == []


def test_a_dry_run_says_the_same_and_writes_nothing(reports):
    before = everything(), Load.objects.count(), Issue.objects.count()
    request = Request(actor=None, scope=None, today=TODAY, dry_run=True)

    report = load_file(open_file(FOLDER / FILES[2], request), request)

    assert (report.read, report.unchanged, report.rejected, len(report.cells)) == (1920, 1912, 8, 22)
    assert (everything(), Load.objects.count(), Issue.objects.count()) == before


@pytest.mark.parametrize("pair", EXPECTED["identity"]["namesakes_that_must_not_be_merged"], ids=lambda p: p["why"])
def test_true_namesakes_stay_two(reports, pair):
    people = [
        Person.objects.filter(name=one["name"], born_on__year=int(one["born"][:4]))
        for one in (pair["a"], pair["b"])
        if any(seen["file"] in FILES for seen in one["seen"])
    ]

    assert all(rows.count() >= 1 for rows in people)
    found = {row.pk for rows in people for row in rows}
    assert len(found) >= len(people)


def test_people_seen_in_several_files_are_one(reports):
    for one in EXPECTED["identity"]["sample_that_must_be_matched"]:
        if sum(seen["file"] in FILES for seen in one["seen"]) < 2:
            continue
        rows = Person.objects.filter(name=one["name"], born_on__year=int(one["born"][:4]))
        in_village = [
            p for p in rows if p.activities.filter(cell__spans__name=one["cell"]).exists() or rows.count() == 1
        ]
        assert len(in_village) == 1, one


def test_a_unit_code_narrows_the_figures_to_its_part(reports):
    unit = Organisation.objects.get(code="22.999.002.000")

    found = figures(date(2018, 4, 19), unit.pk)

    assert found["coverage"]["district"] == EXPECTED["figures"]["coverage"]["by_commune"]["Đồng Tâm"]
    assert found["members"]["district"] == EXPECTED["figures"]["members"]["by_organisation"]["Đảng bộ xã Đồng Tâm"]
    assert found["units"]["villages"] == 14
    assert found["admissions_in_quarter"]["total"] == 4
    assert found["villages_head_turned_official_and_secretary"]["count"] == 2


@pytest.mark.parametrize(
    ("on", "combined"), [(date(2018, 3, 27), 63), (date(2018, 3, 28), 65), (date(2018, 3, 30), 67), (date(2018, 4, 5), 68)]
)  # fmt: skip
def test_posts_are_combined_from_the_day_the_new_secretary_takes_over(reports, on, combined):
    assert figures(on)["secretaries"]["concurrent"] == combined


def test_a_head_is_on_probation_until_the_day_the_decision_is_signed(reports):
    pac_po = Person.objects.get(name="Chìu Sám Mai")

    def standing(day):
        rows = pac_po.activities.filter(since__lte=day).exclude(until__lte=day)
        return [row.standing for row in rows]

    assert standing(date(2017, 2, 23)) == []
    assert standing(date(2017, 2, 24)) == ["probationary"]
    assert standing(date(2018, 3, 8)) == ["probationary"]
    assert standing(date(2018, 3, 9)) == ["official"]


def test_members_who_left_count_until_the_day_they_left(reports):
    gone = Membership.objects.exclude(end_reason="").order_by("ended_on", "pk")

    assert [(m.end_reason, str(m.ended)) for m in gone] == [
        ("died", "08/2017"), ("moved", "09/2017"), ("died", "11/2017"), ("moved", "01/2018"), ("moved", "01/2018"),
        ("struck-off", "02/2018"),
    ]  # fmt: skip
    assert [m.activities.get(until__isnull=False, until=m.ended_on).until for m in gone] == [m.ended_on for m in gone]


def test_the_first_page_agrees_with_the_figures(reports):
    day = date(2018, 4, 19)
    page, found = overview(None, day), figures(day)

    lines = {line.kind: (line.filled, line.official, line.probationary, line.share) for line in page.coverage}
    have = found["coverage"]["district"]
    assert lines == {k: (v["filled"], v["official"], v["probationary"], v["coverage"]) for k, v in have.items()}
    assert (page.members.official, page.members.probationary) == (1792, 116)
    assert (page.admitted, page.recognised, page.concurrent, page.overdue) == (29, 27, 68, 5)
    assert [v.name for v in page.without_members] == ["Sông Moọc Dưới", "Co Sen", "Cao Thẳng", "Khe Loòng"]
    assert sum(line.members.total for line in page.units) == 1908
    assert sum(line.admitted for line in page.units) == 29
    assert page.period == Period(date(2018, 1, 1), date(2018, 3, 31))


def test_behind_every_number_stand_as_many_people(reports):
    day = date(2018, 4, 19)
    sizes = {name: len(people_behind(name, None, day)) for name in BEHIND}

    assert sizes == {
        "members": 1908, "official": 1792, "probationary": 116, "women": 745, "minority": 1710, "holders": 558,
        "holders-members": 353, "holders-not-members": 205, "concurrent": 68, "secretaries": 91, "admitted": 29,
        "admitted-before": sizes["admitted-before"], "recognised": 27, "recognised-before": 0, "overdue": 5,
        "mismatches": 11,
    }  # fmt: skip


def test_every_list_of_the_folder_is_loaded():
    assert {p.name for p in FOLDER.iterdir() if p.suffix in {".xlsx", ".xls", ".csv"}} == set(FILES)


@pytest.mark.parametrize(
    ("name", "posts", "people"),
    [
        ("holders-members:mass", 222, 218),
        ("holders:mass", 385, 379),
        ("holders:head", 100, 100),
        ("members", None, 1908),
    ],
)
def test_a_number_of_posts_and_its_list_of_people_are_told_apart(reports, name, posts, people):
    day = date(2018, 4, 19)

    assert (posts_behind(name, None, day), len(people_behind(name, None, day))) == (posts, people)


def test_the_figures_of_classes_count_each_learner_once(reports):
    seen = report(day_of(None, date(2018, 4, 19), Period(date(2017, 4, 19), date(2018, 4, 19))))

    assert (seen.total.enrolled, seen.total.attended, seen.total.certified) == (194, 191, 188)
    for lines in (seen.classes, seen.months, seen.groups, seen.communes, seen.sexes, seen.peoples):
        assert sum(line.enrolled for line in lines) == 194
        assert sum(line.certified for line in lines) == 188


def test_the_womens_list_is_only_compared(reports):
    found = [(c.row, c.column, c.kind) for c in reports["11-hoi-phu-nu.csv"].cells if c.kind in CLAIMS]

    assert found == [
        (20, "B", "holder_differs"), (20, "B", "unknown_person"), (23, "G", "member_without_mark"), (54, "B", "holder_differs"),
        (54, "B", "unknown_person"), (78, "B", "holder_differs"), (78, "B", "unknown_person"), (92, "G", "member_without_mark"),
    ]  # fmt: skip
    others = EXPECTED["other_observations"]
    assert len(others["11_holder_differs_from_02"]) == 3
    assert len(others["11_member_mark_differs_from_list"]) == 2
    rows = Load.objects.get(file_name="11-hoi-phu-nu.csv").rows.filter(row__gte=119)
    assert rows.count() == others["11_introduced_rows"]


def test_everybody_the_files_name_is_one_person_but_those_whom_only_the_womens_list_knows(reports):
    known = Person.objects.filter(merged_into=None).count()

    assert (
        known + len(EXPECTED["other_observations"]["11_holder_differs_from_02"])
        == EXPECTED["identity"]["distinct_people"]
    )


def test_the_list_of_targets_says_what_its_sums_leave_out_and_that_a_sheet_is_hidden(reports):
    notes = reports["10-giao-chi-tieu-2018.xlsx"].notes

    assert notes[0] == "Bỏ qua trang ẩn “2017” (18 dòng)."
    assert notes[-1] == (
        "Trang “Chi tieu 2018”, dòng 28 (TỔNG CỘNG): ghi tổng "
        f"{EXPECTED['other_observations']['10_total_row_shows']}, cộng các đơn vị là 114; số cộng được dùng."
    )


def test_a_revised_target_counts_from_its_day(reports):
    unit = Organisation.objects.get(spans__name="Đảng bộ xã Lục Hồn")
    top = Organisation.objects.get(code="22.999")

    before, after = (targets_of([unit.pk, top.pk], 2018, day) for day in (date(2018, 3, 14), date(2018, 3, 15)))
    assert [(grid[unit.pk, "total"], grid[top.pk, "total"]) for grid in (before, after)] == [(12, 112), (14, 114)]
    assert targets_of([unit.pk], 2018, date(2018, 1, 11)) == {}
    # 13 of 12 cannot be: the part belongs to the revision of the total.
    assert [grid.get((unit.pk, "minority")) for grid in (before, after)] == [None, 13]


def test_the_goals_of_the_list_are_set_once_for_the_district(reports):
    goals = figures(date(2018, 4, 19))["goals"]

    assert plain(goals) == plain(EXPECTED["figures"]["goals"])
    assert CoverageGoal.objects.count() == 2


def test_the_scheme_reads_the_same_numbers_for_the_district_and_each_commune(reports):
    top = Organisation.objects.get(code="22.999")
    place = part_of(top.pk, date(2018, 4, 19))
    found = progress_of(place, place.unit)
    wanted, by_commune = (EXPECTED["figures"]["coverage"][key] for key in ("district", "by_commune"))
    exist = EXPECTED["figures"]["posts"]["district"]

    def numbers(unit, posts):
        tally = found.cell(unit, posts, found.now).tally
        return {
            "filled": tally.filled, "members": tally.members, "official": tally.official,
            "probationary": tally.probationary, "coverage": tally.share,
        }  # fmt: skip

    for posts in GoalPosts:
        assert numbers(found.unit, posts) == {k: wanted[posts][k] for k in numbers(found.unit, posts)}
        for unit in found.units:
            commune = next(name for name in by_commune if unit.name.endswith(name))
            assert numbers(unit, posts) == {k: by_commune[commune][posts][k] for k in numbers(unit, posts)}
    assert len(found.units) == len(by_commune) == 8
    heads = found.cell(found.unit, GoalPosts.HEAD, found.now)
    assert (heads.tally.exist, heads.tally.vacant, heads.goal) == (
        exist["head"]["exist"],
        exist["head"]["vacant"],
        None,
    )
    goals = EXPECTED["figures"]["goals"]
    for posts in (GoalPosts.FRONT, GoalPosts.MASS):
        cell = found.cell(found.unit, posts, found.now)
        assert (str(cell.goal), cell.reached, cell.needed) == (
            goals[posts]["goal"], goals[posts]["reached"], goals[posts]["more_members_needed"],
        )  # fmt: skip


def test_the_units_not_to_forget(reports):
    found = forgotten_in(part_of(None, TODAY), 3, TODAY)

    expected = EXPECTED["figures"]["villages_without_members"]["list"]
    assert {(v.parent.name, v.name) for v, _cell in found.villages} == {(e["commune"], e["village"]) for e in expected}
    assert all(line.candidates == 0 for line in (*found.schools, *found.agencies))
    assert all(line.last is not None and line.months >= 36 for line in found.idle)


def test_the_villages_consolidated_in_spring_show_with_their_days(reports):
    board = board_of(part_of(None, date(2018, 4, 19)))

    newest = {
        (line.commune, line.village.name, line.head.name, str(line.official), str(line.secretary.since))
        for line in board.of(State.DONE)[:5]
    }
    wanted = EXPECTED["figures"]["villages_head_turned_official_and_secretary"]["list"]
    assert newest == {
        (one["commune"], one["village"], one["head"], one["decision"], one["secretary_since"]) for one in wanted
    }
    assert [len(board.of(state)) for state in State] == [68, 9, 25]
    combinable = {one.village.pk for one in overview(None, date(2018, 4, 19)).combinable}
    assert {line.village.pk for line in board.of(State.CAN)} == combinable


def test_a_ledger_just_begun_lets_nothing_be_expected_yet(reports):
    day = date(2018, 4, 19)
    found = pace_of(part_of(None, day), day)

    assert (found.silence, found.history.admitted, found.lately) == (Silence.FEW_KNOWN, 31, 181)
    assert (found.done, found.target, found.usual, found.behind) == (31, 114, (26, 38), False)
