"""The demonstration: the five ways the article tells, open cases that need something, and figures that stay the files'."""

from datetime import date

import pytest

from taonguon.accounts.models import User
from taonguon.admissions.actions import judge
from taonguon.admissions.facts import bundles
from taonguon.admissions.journey import home_of, journey_of
from taonguon.admissions.models import Act, Assignment, Candidacy, Introduction, Tally
from taonguon.admissions.queries import irregular_acts
from taonguon.admissions.shown import line_of
from taonguon.admissions.worklist import MINE, MONTH, OVERDUE, WEEK, Filters, work_board
from taonguon.audit.models import Entry
from taonguon.audit.queries import breaks_in_the_chain
from taonguon.cli.demo_ledger import record_ledger
from taonguon.cli.serving import DEMO_FOLDER, DEMO_LEDGER, prepare_demo
from taonguon.orgs.access import scope_of
from taonguon.people.models import Membership, Person
from taonguon.reports.figures import figures
from taonguon.rules.findings import Verdict
from tests.builders import TODAY
from tests.intake.test_demo_district import EXPECTED, GROUPS, plain

pytestmark = pytest.mark.django_db
FIVE = EXPECTED["figures"]["villages_head_turned_official_and_secretary"]["list"]


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    """Prepare the demonstration once for the tests of this file; taken back at the end."""
    from django.conf import settings
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        was, settings.TODAY = settings.TODAY, TODAY
        try:
            prepare_demo()
            yield
        finally:
            settings.TODAY = was
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


@pytest.fixture
def demo(prepared, db):
    return prepared


def scope_for(name):
    return scope_of(User.objects.get(username=name), TODAY)


def a_case_of(name, born):
    return Candidacy.objects.select_related("person", "cell").get(person__name=name, person__born_on__year=born)


def test_the_figures_are_those_of_the_files_whatever_the_ledger_holds(demo):
    found = figures(TODAY)

    assert {group: plain(found[group]) for group in GROUPS} == {
        group: plain(EXPECTED["figures"][group]) for group in GROUPS
    }


@pytest.mark.parametrize("one", FIVE, ids=lambda one: one["village"])
def test_each_of_the_five_goes_from_village_head_to_secretary(demo, one):
    scope = scope_for("bantochuc")
    case = a_case_of(one["head"], one["born"])
    (bundle,) = bundles([case], TODAY)

    way = journey_of(bundle, line_of(bundle), scope, scope.map)

    days = {moment.act.key: str(moment.act.on) for moment in way if moment.act}
    assert (days["ceremony"], days["recognition-decision"]) == (one["ceremony"], one["decision"])
    posts = [(moment.name, str(moment.day)) for moment in way if moment.kind == "post"]
    begun, ended = posts
    assert begun[0] == "Giữ chức danh trưởng thôn (bản, khu)"
    assert ended == ("Giữ chức danh bí thư chi bộ", f"{date.fromisoformat(one['secretary_since']):%d/%m/%Y}")
    assert (way[0].name, way[-1].name) == (begun[0], ended[0])
    assert (case.stage, case.closed, str(case.closed_on)) == ("official", "recognised", one["decision"])
    assert not case.irregular
    years = date.fromisoformat(one["ceremony"]).year - int(begun[1][-4:])
    assert years == 5


@pytest.mark.parametrize("one", FIVE, ids=lambda one: one["village"])
def test_no_rule_stands_against_any_act_of_the_five(demo, one):
    case = a_case_of(one["head"], one["born"])

    acts = Act.objects.filter(candidacy=case)

    assert acts.count() == 26
    assert not acts.filter(irregular=True).exists()
    assert {act.key for act in acts if act.reason} == {
        "helper-assigned",
        "class-certificate",
        "application",
        "cv-verified",
    }
    assert Tally.objects.filter(act__candidacy=case).count() == 6


def test_the_membership_stays_the_one_of_the_list(demo):
    pac_po = Person.objects.get(name="Chìu Sám Mai")

    (row,) = Membership.objects.filter(person=pac_po)

    assert (row.admitted_on, row.official_on, row.recognised_on) == (
        date(2017, 2, 24),
        date(2018, 2, 24),
        date(2018, 3, 9),
    )


def test_the_trail_says_which_office_recorded_what(demo):
    case = a_case_of("Chìu Sám Mai", 1980)

    entries = Entry.objects.filter(subject_type="admissions.candidacy", subject_id=case.pk, verb="act.recorded")

    by = {entry.data["key"]: entry.actor_name for entry in entries}
    assert (by["cell-resolution"], by["committee-resolution"], by["decision-issued"]) == (
        "chibopacpo", "xadongtam", "bantochuc",
    )  # fmt: skip
    assert list(breaks_in_the_chain()) == []


def test_something_is_overdue_something_due_this_week_and_something_irregular(demo):
    scope = scope_for("bantochuc")

    board = work_board(scope, Filters(), 1, TODAY)

    due = {
        (line.item.person, line.item.clock)
        for section in board.sections
        for line in section.lines
        if section.code in {OVERDUE, WEEK}
    }
    assert due >= {("Lý Quang Cắm", "review-by"), ("Hứa Thị Hòa", "recognition-decision-by")}
    assert work_board(scope, Filters(actor=MINE, due=WEEK), 1, TODAY).page.total == 1
    assert [(act.key, act.candidacy.person.name, act.against) for act in irregular_acts(scope)] == [
        ("ceremony", "Lý Quang Cắm", ["CLK-CEREMONY-LATE"])
    ]


def test_the_board_waits_for_a_paper_this_month_and_has_put_another_dossier_forward(demo):
    stands = dict(Candidacy.objects.exclude(desk="").values_list("code", "desk"))

    board = work_board(scope_for("xadongtam"), Filters(due=MONTH), 1, TODAY)

    assert stands == {"QC-2184": "asked", "QC-2346": "submitted"}
    lines = [(line.item.person, line.item.by) for section in board.sections for line in section.lines]
    assert lines == [("Bế Thị Phương", date(2018, 4, 27))]


def test_a_case_of_a_village_without_a_cell_is_handled_by_the_cell_charged_with_it(demo):
    scope = scope_for("bantochuc")
    case = a_case_of("Lương Thúy Hà", Person.objects.get(candidacies__code="QC-2131").born_on.year)

    lives = home_of(case, scope, scope.map)

    assert (lives.seat.name, lives.charged) == ("thôn Sông Moọc Dưới, xã Đồng Văn", True)
    assert scope.map.organisations.get(case.cell_id).name == "Chi bộ thôn Khe Tiên"


def test_what_was_late_is_blocked_when_it_is_asked_about_again(demo):
    case = a_case_of("Lý Quang Cắm", 1977)
    (bundle,) = bundles([case], date(2017, 2, 18))
    bundle.acts.pop("ceremony")

    assert judge(bundle, "ceremony", date(2017, 2, 18)).verdict is Verdict.BLOCKED


def everything():
    models = (Candidacy, Act, Tally, Assignment, Introduction, Membership, User, Entry)
    return [sorted(model.objects.order_by().values_list("pk")) for model in models]


def test_preparing_it_twice_changes_nothing(demo):
    before = everything()

    prepare_demo()
    again = record_ledger(DEMO_FOLDER / DEMO_LEDGER, TODAY, User.objects.get(username="bantochuc"))

    assert again == 0
    assert everything() == before
