"""The path the article tells: village head for five years, class, admitted 02/2017, official 03/2018, cell secretary."""

from datetime import date

import pytest

from taonguon.admissions.actions import (
    Details,
    JudgedError,
    assign_helper,
    correct_act,
    judge,
    move_candidacy,
    open_candidacy,
    record_act,
    set_introducers,
)
from taonguon.admissions.facts import bundles, case_of
from taonguon.admissions.ledger import set_facts
from taonguon.admissions.models import Act, Candidacy, Tally
from taonguon.audit.models import Entry
from taonguon.people.actions import begin_tenure
from taonguon.people.models import Activity, Membership
from taonguon.rules.casefile import read, write
from taonguon.rules.cases import Introducer, Vote
from taonguon.rules.engine import check
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, a_user

pytestmark = pytest.mark.django_db
WHY = "Theo thực tế của chi bộ"
FACTS = {
    "person": {
        "citizen": True, "schooling": "lower-secondary-diploma", "areas": ["mountain", "border"],
        "place_has_party_organisation": True, "place_has_members": True, "special_need": False,
        "good_health_and_prestige": True, "youth_union_age": False, "youth_union_member": False,
        "trade_union_member": False, "close_kin_are_members": False, "spouse_side_are_members": False,
        "cv_full_and_clear": True, "married_to_foreigner": False, "political_issue": "none", "consents": [],
    },
    "unit": {"has_youth_union": True, "has_trade_union": False, "delegated": False, "temporary": False},
    "verifier": {"relation": "none"},
}  # fmt: skip


@pytest.fixture
def village():
    """A cell of nine official members, its village, and a head who is no member."""
    district = a_district()
    cell, place = district["cells"][0], district["villages"][0]
    members = [a_person(f"Tằng Văn Thử {n}", born=date(1970, 1, n)) for n in range(1, 10)]
    for one in members:
        a_membership(one, cell, admitted=date(2005, 2, 3), official=date(2006, 2, 3), recognised=date(2006, 2, 20))
    head = a_person("Chìu Sám Thử", born=date(1980, 6, 5), sex="m", lives_in=place)
    a_post("head", locality=place, holder=head, since=date(2012, 1, 10))
    return district, cell, members, head


def votes(favour, members=9, body="cell", earlier=0):
    return Vote(
        body=body, members=members, absent=0, temporarily_away=0, exempt_absent=0, exempt_present=0, suspended=0,
        in_favour=favour, earlier_failed_votes=earlier,
    )  # fmt: skip


def opened(village, board):
    _district, cell, members, head = village
    case = open_candidacy(head, cell, date(2015, 3, 2), actor=board, today=TODAY, number="05-NQ/CB")
    set_facts(case, FACTS, actor=board, today=TODAY)
    assign_helper(case, members[0], date(2015, 4, 6), actor=board, today=TODAY, number="07-NQ/CB", reason=WHY)
    set_introducers(
        case,
        [
            (Introducer("official-member", "work", 30, True, False), members[0]),
            (Introducer("official-member", "study", 24, True, False), members[1]),
        ],
        actor=board,
        today=TODAY,
    )
    return case


def recorded(case, board, *acts):
    for key, day, details in acts:
        record_act(case, key, day, details, actor=board, today=TODAY)


PAPERS = (
    ("class-certificate", date(2016, 5, 20), Details("112/GCN", "Trung tâm chính trị", WHY)),
    ("application", date(2016, 8, 1), Details(reason=WHY)),
    ("dossier", date(2016, 8, 1), Details()),
    ("cv", date(2016, 8, 8), Details(reason=WHY)),
    ("cv-stamped", date(2016, 8, 10), Details()),
    ("verification-requested", date(2016, 8, 12), Details()),
    ("cv-verified", date(2016, 9, 22), Details(reason=WHY)),
    ("introductions", date(2016, 10, 3), Details(reason=WHY)),
    ("opinions", date(2016, 10, 6), Details(reason=WHY)),
    ("cv-certified", date(2016, 10, 10), Details(reason=WHY)),
)


def test_the_path_of_the_article_ends_with_a_secretary(village):
    district, cell, _members, head = village
    board = a_user("board", district["committees"][0])
    case = opened(village, board)
    recorded(case, board, *PAPERS)
    recorded(
        case,
        board,
        ("cell-resolution", date(2016, 11, 7), Details("11-NQ/CB", reason=WHY, vote=votes(8))),
        (
            "committee-resolution",
            date(2016, 11, 28),
            Details("31-NQ/ĐU", reason=WHY, vote=votes(10, 13, "grassroots-committee")),
        ),
        ("dossier-sent", date(2016, 12, 1), Details()),
        (
            "decision-issued",
            date(2017, 1, 16),
            Details("215-QĐ/HU", reason=WHY, vote=votes(6, 9, "standing-committee")),
        ),
        ("decision-received", date(2017, 1, 20), Details()),
        ("ceremony", date(2017, 2, 15), Details(reason=WHY)),
        ("new-member-class", date(2017, 9, 8), Details(reason=WHY)),
        ("self-review", date(2018, 2, 20), Details(reason=WHY)),
        ("helper-comments", date(2018, 2, 21), Details()),
        ("recognition-opinions", date(2018, 2, 22), Details()),
        ("recognition-resolution", date(2018, 2, 26), Details("03-NQ/CB", reason=WHY, vote=votes(8))),
        (
            "recognition-decision",
            date(2018, 3, 12),
            Details("96-QĐ/HU", reason=WHY, vote=votes(6, 9, "standing-committee")),
        ),
    )
    case.refresh_from_db()
    membership = Membership.objects.get(person=head)
    begin_tenure(a_post("secretary", organisation=cell), head, date(2018, 3, 20), actor=board, today=TODAY)

    assert (case.closed, case.closed_on, case.stage) == ("recognised", date(2018, 3, 12), "official")
    assert not case.irregular
    assert membership.admitted_on == date(2017, 2, 15)
    assert (membership.official_on, membership.recognised_on) == (date(2018, 2, 15), date(2018, 3, 12))
    assert list(Activity.objects.filter(person=head).order_by("since").values_list("standing", "since", "until")) == [
        ("probationary", date(2017, 2, 15), date(2018, 3, 12)),
        ("official", date(2018, 3, 12), None),
    ]


def test_the_card_is_recorded_after_the_recognition_that_closes_the_case(village):
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    Act.objects.create(candidacy=case, key="recognition-decision", on=date(2018, 3, 12), precision="d")
    Candidacy.objects.filter(pk=case.pk).update(closed="recognised", closed_on=date(2018, 3, 12))

    record_act(case, "card", date(2018, 4, 3), Details(reason=WHY), actor=board, today=TODAY)

    assert Act.objects.get(key="card").on == date(2018, 4, 3)
    with pytest.raises(RefusedError, match="đã kết thúc ngày 12/03/2018"):
        record_act(case, "self-review", date(2018, 4, 3), Details(reason=WHY), actor=board, today=TODAY)


def test_a_case_is_handled_by_a_cell_and_by_nothing_else(village):
    district, _cell, _members, head = village

    with pytest.raises(RefusedError, match="Đảng bộ xã Đồng Thử không phải là chi bộ"):
        open_candidacy(head, district["committees"][0], date(2018, 1, 8), actor=None, today=TODAY)

    assert not Candidacy.objects.exists()


def test_the_last_day_of_the_work_list_is_that_of_the_site_s_own_book(village, settings, tmp_path):
    book = tmp_path / "own.toml"
    rows = '[{ months = 24, cites = ["HN 3"] }]'
    book.write_text(
        f'[text.HN]\nnumber = "02-HD/BTCTU"\nissued = 2018-01-02\n[rules.CAND-CLASS-TTL]\nrows = {rows}\n', "utf-8"
    )
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    settings.RULES = str(book)

    record_act(case, "class-certificate", date(2017, 5, 20), Details(reason=WHY), actor=board, today=TODAY)

    case.refresh_from_db()
    assert (case.next_clock, case.next_by) == ("certificate-valid-until", date(2019, 5, 20))


def test_a_vote_below_two_thirds_is_not_recorded_as_lawful(village):
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    recorded(case, board, *PAPERS)
    entries = Entry.objects.count()

    with pytest.raises(JudgedError) as refused:
        record_act(
            case, "cell-resolution", date(2016, 11, 7), Details("11-NQ/CB", reason=WHY, vote=votes(5)),
            actor=board, today=TODAY,
        )  # fmt: skip

    assert "VOTE-BRANCH" in {f.rule for f in refused.value.findings}
    assert not Act.objects.filter(key="cell-resolution").exists()
    assert not Tally.objects.exists()
    assert Entry.objects.count() == entries


def test_what_really_happened_against_the_rules_is_recorded_as_irregular_and_stays_visible(village):
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    recorded(case, board, *PAPERS)

    act = record_act(
        case, "cell-resolution", date(2016, 11, 7), Details("11-NQ/CB", reason=WHY, irregular=True, vote=votes(5)),
        actor=board, today=TODAY,
    )  # fmt: skip

    case.refresh_from_db()
    assert act.irregular
    assert case.irregular
    assert (act.tally.base, act.tally.needed, act.tally.in_favour) == (9, 6, 5)


def test_saying_irregular_of_a_lawful_act_changes_nothing(village):
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    recorded(case, board, *PAPERS)

    act = record_act(
        case, "cell-resolution", date(2016, 11, 7), Details("11-NQ/CB", reason=WHY, irregular=True, vote=votes(6)),
        actor=board, today=TODAY,
    )  # fmt: skip

    assert not act.irregular


def test_the_same_act_is_not_recorded_twice(village):
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    record_act(case, "dossier", date(2016, 8, 1), actor=board, today=TODAY)

    with pytest.raises(RefusedError, match="đã được ghi ngày 01/08/2016"):
        record_act(case, "dossier", date(2016, 8, 1), actor=board, today=TODAY)

    assert Act.objects.filter(key="dossier").count() == 1


def test_a_correction_is_a_new_row_and_the_old_one_stays(village):
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    wrong = record_act(case, "dossier", date(2016, 8, 1), actor=board, today=TODAY)

    right = correct_act(wrong, date(2016, 8, 2), "Ghi nhầm ngày", actor=board, today=TODAY)

    rows = list(Act.objects.filter(key="dossier").order_by("pk").values_list("on", "standing", "replaced_by"))
    assert rows == [(date(2016, 8, 1), False, right.pk), (date(2016, 8, 2), True, None)]
    assert bundles([case], TODAY)[0].acts["dossier"].on == date(2016, 8, 2)


def test_an_act_taken_back_can_be_recorded_anew(village):
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    wrong = record_act(case, "dossier", date(2016, 8, 1), actor=board, today=TODAY)

    correct_act(wrong, None, "Chưa lập hồ sơ", actor=board, today=TODAY)
    again = record_act(case, "dossier", date(2016, 9, 1), actor=board, today=TODAY)

    assert bundles([case], TODAY)[0].acts["dossier"] == again


def test_the_case_that_is_exported_gets_the_same_answer_from_the_command(village):
    board = a_user("board", village[0]["committees"][0])
    case = opened(village, board)
    recorded(case, board, *PAPERS)
    bundle = bundles([case], date(2016, 11, 7))[0]

    ours = judge(bundle, "cell-resolution", date(2016, 11, 7), votes(8))
    exported = write(case_of(bundle, "cell-vote", date(2016, 11, 7), votes(8)))
    theirs = check(read(exported, frozenset({f.rule for f in ours.findings})))

    assert theirs._replace(id="") == ours._replace(id="")


def test_a_helper_who_is_not_official_is_refused(village):
    board = a_user("board", village[0]["committees"][0])
    _district, cell, _members, head = village
    novice = a_person("Lý Thị Thử", born=date(1990, 1, 1))
    a_membership(novice, cell, admitted=date(2017, 9, 2))
    case = open_candidacy(head, cell, date(2018, 1, 8), actor=board, today=TODAY)

    with pytest.raises(JudgedError) as refused:
        assign_helper(case, novice, date(2018, 2, 5), actor=board, today=TODAY, reason=WHY)

    assert "CAND-HELPER" in {f.rule for f in refused.value.findings}
    assert not case.assignments.exists()


def test_a_case_that_moves_says_at_which_stage(village):
    district, _cell, _members, _head = village
    board = a_user("board", district["committees"][0])
    case = opened(village, board)

    move_candidacy(case, district["cells"][1], date(2016, 6, 6), same_deciding_committee=True, actor=board, today=TODAY)

    bundle = bundles([Candidacy.objects.get(pk=case.pk)], TODAY)[0]
    told = case_of(bundle, "introduction", date(2016, 10, 3))
    assert (told.move.stage, told.move.on, bundle.candidacy.cell) == (
        "being-helped",
        date(2016, 6, 6),
        district["cells"][1],
    )
