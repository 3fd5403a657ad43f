"""The board's hand-over register: its lines, where a dossier stands, what the unit sees of it."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from taonguon.admissions.actions import close_candidacy, move_candidacy, open_candidacy, record_act
from taonguon.admissions.desk_enums import HandOverKind as Kind
from taonguon.admissions.desk_enums import ReturnReason
from taonguon.admissions.enums import Closed, PaperState
from taonguon.admissions.feed import events_of
from taonguon.admissions.handover import Line, Put, correct_hand_over, hand_over
from taonguon.admissions.ledger import PaperLine, set_paper
from taonguon.admissions.models import Act, Candidacy, Errand, HandOver, Paper
from taonguon.admissions.register import book_page, register_board
from taonguon.admissions.settling import recheck_all
from taonguon.admissions.worklist import Filters, work_board
from taonguon.audit.models import Entry
from taonguon.orgs.access import scope_of
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_person, a_user

pytestmark = pytest.mark.django_db
MARCH = date(2018, 3, 5)


@pytest.fixture
def land():
    return a_district()


@pytest.fixture
def case(land):
    return opened("Chìu Sám Thử", land["cells"][0])


def opened(name, cell):
    person = a_person(name, born=date(1990, 6, 5))
    return open_candidacy(person, cell, date(2017, 1, 9), actor=None, today=TODAY)


def wrote(case, kind, on=MARCH, **told):
    if kind is Kind.RECEIVED:
        told.setdefault("unit", case.cell)
    return hand_over(case, kind, on, Line(**told), actor=None, today=TODAY)


def asked(case, on=date(2018, 3, 12), until=date(2018, 4, 2), forms=("2-KNĐ", "3-KNĐ")):
    return wrote(case, Kind.ASKED, on, forms=forms, until=until)


def fresh(case):
    return Candidacy.objects.get(pk=case.pk)


def stands(case):
    row = fresh(case)
    return row.desk, row.desk_since, row.desk_by


# Lines.


def test_a_dossier_is_followed_from_its_receipt_to_the_standing_committee(case):
    wrote(case, Kind.RECEIVED)
    seen = [stands(case)]
    asked(case)
    seen.append(stands(case))
    wrote(case, Kind.SUPPLEMENTED, date(2018, 3, 20), forms=("2-KNĐ",))
    seen.append(stands(case))
    wrote(case, Kind.SUPPLEMENTED, date(2018, 3, 26), forms=("3-KNĐ",))
    wrote(case, Kind.APPRAISED, date(2018, 3, 28))
    seen.append(stands(case))
    wrote(case, Kind.SUBMITTED, date(2018, 4, 3))
    seen.append(stands(case))

    assert seen == [
        ("in", MARCH, None),
        ("asked", date(2018, 3, 12), date(2018, 4, 2)),
        ("asked", date(2018, 3, 12), date(2018, 4, 2)),
        ("appraised", date(2018, 3, 28), None),
        ("submitted", date(2018, 4, 3), None),
    ]


def test_the_first_last_day_counts_where_papers_are_asked_for_twice(case):
    wrote(case, Kind.RECEIVED)
    asked(case)
    asked(case, date(2018, 3, 15), date(2018, 3, 29), ("5-KNĐ",))

    assert stands(case) == ("asked", date(2018, 3, 12), date(2018, 3, 29))


def test_a_dossier_may_come_and_go_several_times(case):
    wrote(case, Kind.RECEIVED)
    asked(case)
    wrote(case, Kind.RETURNED, date(2018, 3, 19), because=ReturnReason.FORM)
    gone = stands(case)
    wrote(case, Kind.RECEIVED, date(2018, 4, 9))

    assert gone == ("returned", date(2018, 3, 19), None)
    assert stands(case) == ("in", date(2018, 4, 9), None)
    assert HandOver.objects.filter(candidacy=case, standing=True).count() == 4


def test_once_the_decision_is_made_nothing_stands_at_the_desk(case):
    wrote(case, Kind.RECEIVED)
    Act.objects.create(candidacy=case, key="decision-issued", on=date(2018, 4, 10), precision="d")

    recheck_all(TODAY)

    assert stands(case) == ("", None, None)


def test_a_dossier_that_comes_after_the_ceremony_is_about_recognition(case):
    wrote(case, Kind.RECEIVED)
    Act.objects.create(candidacy=case, key="decision-issued", on=date(2018, 3, 20), precision="d")
    Act.objects.create(candidacy=case, key="ceremony", on=date(2018, 3, 28), precision="d")

    line = wrote(case, Kind.RECEIVED, date(2018, 4, 16))

    assert line.matter == "recognition"
    assert stands(case) == ("in", date(2018, 4, 16), None)
    with pytest.raises(RefusedError, match="không thuộc hồ sơ này"):
        asked(case, date(2018, 4, 17), date(2018, 5, 2), ("2-KNĐ",))


@pytest.mark.parametrize(
    ("kind", "told", "field"),
    [
        (Kind.RECEIVED, {"unit": None}, "unit"),
        (Kind.ASKED, {"until": date(2018, 4, 2)}, "papers"),
        (Kind.ASKED, {"forms": ("2-KNĐ",)}, "until"),
        (Kind.ASKED, {"forms": ("2-KNĐ",), "until": MARCH}, "until"),
        (Kind.ASKED, {"forms": ("16-KNĐ",), "until": date(2018, 4, 2)}, "papers"),
        (Kind.SUPPLEMENTED, {"forms": ("2-KNĐ",)}, "papers"),
        (Kind.RETURNED, {}, "because"),
    ],
    ids=str,
)
def test_a_line_without_what_its_kind_asks_for_is_refused(case, kind, told, field):
    if kind is not Kind.RECEIVED:
        wrote(case, Kind.RECEIVED)
    before = HandOver.objects.count()

    with pytest.raises(RefusedError) as refused:
        wrote(case, kind, **told)

    assert refused.value.field == field
    assert HandOver.objects.count() == before


@pytest.mark.parametrize("kind", [Kind.APPRAISED, Kind.SUBMITTED])
def test_what_is_not_there_is_neither_appraised_nor_submitted(case, kind):
    with pytest.raises(RefusedError, match="hồ sơ không có ở ban tổ chức"):
        wrote(case, kind)


def test_nothing_is_written_before_the_dossier_came_or_twice(case):
    wrote(case, Kind.RECEIVED)

    with pytest.raises(RefusedError, match="không có ở ban"):
        wrote(case, Kind.APPRAISED, date(2018, 3, 1))
    with pytest.raises(RefusedError, match="đã ở ban"):
        wrote(case, Kind.RECEIVED, date(2018, 3, 6))
    asked(case)
    with pytest.raises(RefusedError, match="không khớp"):
        asked(case, date(2018, 3, 13))
    with pytest.raises(RefusedError, match="còn ở phía trước"):
        wrote(case, Kind.APPRAISED, date(2018, 4, 20))


@pytest.mark.parametrize("kind", [Kind.APPRAISED, Kind.SUBMITTED])
def test_a_second_click_writes_nothing_and_another_day_is_another_round(case, kind):
    wrote(case, Kind.RECEIVED)
    wrote(case, kind, date(2018, 3, 7), reason="Họp sớm")

    with pytest.raises(RefusedError, match="ngày 07/03/2018 đã được ghi"):
        wrote(case, kind, date(2018, 3, 7), reason="Họp sớm")
    wrote(case, kind, date(2018, 3, 8), reason="Họp sớm")

    assert stands(case)[1] == date(2018, 3, 8)


@pytest.mark.parametrize(
    ("appraised", "asks", "why"), [(False, False, "Chưa ghi thẩm định"), (True, True, "Còn giấy tờ")]
)
def test_what_goes_up_before_everything_is_there_needs_a_reason_that_is_kept(client, land, case, appraised, asks, why):
    wrote(case, Kind.RECEIVED)
    if appraised:
        wrote(case, Kind.APPRAISED, date(2018, 3, 7))
    if asks:
        asked(case)
    client.force_login(a_user("board", land["committees"][0]))
    where = reverse("hand-over-record", args=[case.pk, "submitted"])

    refused = client.post(where, {"on": "03/04/2018", "reason": ""})
    answer = client.post(where, {"on": "03/04/2018", "reason": "Ban thường vụ họp sớm"})

    assert refused.status_code == 422
    assert why in str(refused.context["form"].errors["reason"])
    assert answer.status_code == 302
    assert HandOver.objects.get(kind="submitted").reason == "Ban thường vụ họp sớm"


# Acts and papers.


def test_a_receipt_records_that_the_dossier_was_sent(case):
    line = wrote(case, Kind.RECEIVED)

    act = Act.objects.get(candidacy=case, key="dossier-sent")
    assert (act.on, line.act, fresh(case).stage) == (MARCH, act, "committee")


def test_a_receipt_leaves_alone_what_was_recorded_already(case):
    record_act(case, "dossier-sent", date(2018, 2, 26), actor=None, today=TODAY)

    line = wrote(case, Kind.RECEIVED)

    assert line.act is None
    assert Act.objects.get(candidacy=case, key="dossier-sent").on == date(2018, 2, 26)


def test_a_dossier_that_followed_its_person_feeds_what_the_rules_ask(land, case):
    wrote(case, Kind.RECEIVED)
    returned = wrote(case, Kind.RETURNED, date(2018, 3, 19), because=ReturnReason.MOVED)
    move_candidacy(case, land["cells"][2], date(2018, 3, 21), same_deciding_committee=False, actor=None, today=TODAY)

    line = wrote(fresh(case), Kind.RECEIVED, date(2018, 4, 2))

    assert (returned.act.key, returned.act.on) == ("dossier-forwarded", date(2018, 3, 19))
    assert (line.act.key, line.act.on) == ("dossier-received", date(2018, 4, 2))


def test_papers_asked_for_are_to_be_redone_until_somebody_records_them(case):
    set_paper(case, "2-KNĐ", PaperLine(PaperState.HAS, kept_at="tủ 3"), actor=None, today=TODAY)
    wrote(case, Kind.RECEIVED)
    asked(case)
    states = dict(Paper.objects.values_list("form", "state"))
    recheck_all(TODAY)
    set_paper(case, "3-KNĐ", PaperLine(PaperState.HAS), actor=None, today=TODAY)
    wrote(case, Kind.SUPPLEMENTED, date(2018, 3, 20), forms=("2-KNĐ",))

    assert states == {"2-KNĐ": "redo", "3-KNĐ": "redo"}
    assert list(Paper.objects.order_by("form").values_list("form", "state", "received_on", "kept_at")) == [
        ("2-KNĐ", "has", date(2018, 3, 20), "tủ 3"), ("3-KNĐ", "has", None, ""),
    ]  # fmt: skip


# Corrections.


def test_a_line_is_corrected_by_a_new_one_and_its_act_goes_along(case):
    line = wrote(case, Kind.RECEIVED)
    asked(case)

    made = correct_hand_over(line, Put(date(2018, 3, 6), "ghi nhầm ngày"), actor=None, today=TODAY)

    line.refresh_from_db()
    act = Act.objects.get(candidacy=case, key="dossier-sent", standing=True)
    assert (line.standing, line.on, made.on, made.place, made.reason) == (
        False, MARCH, date(2018, 3, 6), line.pk, "ghi nhầm ngày",
    )  # fmt: skip
    assert (act.on, act.reason, made.act) == (date(2018, 3, 6), "ghi nhầm ngày", act)
    assert Entry.objects.filter(verb="hand-over.corrected").get().data["was"] == {"on": "2018-03-05", "until": None}


def test_a_corrected_line_keeps_its_place_among_those_of_its_day(case):
    line = wrote(case, Kind.RECEIVED, date(2018, 3, 2))
    asked(case, on=MARCH)

    correct_hand_over(line, Put(MARCH, "ghi nhầm ngày"), actor=None, today=TODAY)

    assert stands(case) == ("asked", MARCH, date(2018, 4, 2))


def test_a_correction_that_leaves_others_without_ground_is_refused(case):
    line = wrote(case, Kind.RECEIVED)
    asked(case)

    for put in (Put(None, "không có"), Put(date(2018, 3, 14), "ghi nhầm")):
        with pytest.raises(RefusedError, match="Yêu cầu bổ sung ngày 12/03/2018"):
            correct_hand_over(line, put, actor=None, today=TODAY)
    line.refresh_from_db()
    assert line.standing


def test_more_time_is_a_correction_of_the_line_that_asks(case):
    wrote(case, Kind.RECEIVED)
    line = asked(case)

    correct_hand_over(line, Put(line.on, "gia hạn", until=date(2018, 4, 30)), actor=None, today=TODAY)

    assert stands(case) == ("asked", date(2018, 3, 12), date(2018, 4, 30))
    assert Errand.objects.get().by == date(2018, 4, 30)


def test_a_line_that_was_not_so_is_taken_back_with_its_papers_and_stays_to_be_seen(case):
    wrote(case, Kind.RECEIVED)
    asked(case, forms=("2-KNĐ",))
    line = wrote(case, Kind.SUPPLEMENTED, date(2018, 3, 20), forms=("2-KNĐ",))

    correct_hand_over(line, Put(None, "chưa nhận"), actor=None, today=TODAY)

    assert stands(case)[0] == "asked"
    assert Paper.objects.get(form="2-KNĐ").state == "redo"
    assert HandOver.objects.filter(candidacy=case).count() == 4
    with pytest.raises(RefusedError, match="đã được sửa trước đó"):
        correct_hand_over(line, Put(None, "chưa nhận"), actor=None, today=TODAY)


# What the unit sees.


@pytest.mark.parametrize(("role", "mine"), [("cell", True), ("commune", True), ("board", False), ("leader", False)])
def test_what_the_board_asks_for_waits_for_cell_and_commune(land, case, role, mine):
    wrote(case, Kind.RECEIVED)
    asked(case)

    board = work_board(scope_of(a_user(role, land["committees"][0]), TODAY), Filters(), 1, TODAY)

    line = next(line for line in board.page.rows if line.item.step == "supplement")
    assert (line.step, line.actor, line.clock, line.left, line.look, line.mine) == (
        "Bổ sung giấy tờ cho ban tổ chức", "Đơn vị nộp hồ sơ", "Hạn bổ sung", "Quá 17 ngày", "is-bad", mine,
    )  # fmt: skip
    assert (board.due["qua-han"], board.actors["sending-unit"], board.page.total) == (1, 1, 2)
    assert board.units[0].counts["qua-han"] == 1


def test_what_is_asked_for_stands_in_the_calendar_while_it_waits(land, case):
    wrote(case, Kind.RECEIVED)
    asked(case)
    scope = scope_of(a_user("cell", land["cells"][0]), TODAY)

    (event,) = events_of(scope, TODAY, lambda pk: f"/{pk}/")
    wrote(case, Kind.SUPPLEMENTED, date(2018, 4, 4), forms=("2-KNĐ", "3-KNĐ"))

    assert (event.on, event.summary, event.description) == (
        date(2018, 4, 2), "C.S.T.: Hạn bổ sung 02/04/2018",
        "Cần làm: Bổ sung giấy tờ cho ban tổ chức (Đơn vị nộp hồ sơ)",
    )  # fmt: skip
    assert events_of(scope, TODAY, lambda pk: f"/{pk}/") == []
    assert not Errand.objects.exists()


def test_the_case_page_says_what_is_asked_for_and_the_board_writes_on_it(land, case, client):
    wrote(case, Kind.RECEIVED)
    asked(case)
    address = reverse("candidacy", args=[case.pk])

    client.force_login(a_user("cell", land["cells"][0]))
    cell = client.get(address).content.decode()
    client.force_login(a_user("board", land["top"]))
    board = client.get(address).content.decode()

    for page in (cell, board):
        assert "Ban tổ chức yêu cầu bổ sung" in page
        assert "chậm nhất 02/04/2018" in page
        assert "Giao nhận hồ sơ tại ban tổ chức" in page
    written = reverse("hand-over-record", args=[case.pk, "supplemented"])
    assert written in board
    assert written not in cell


def test_a_case_that_is_closed_waits_for_nobody(land, case):
    wrote(case, Kind.RECEIVED)
    asked(case)
    user = a_user("board", land["top"])

    close_candidacy(fresh(case), Closed.AWAY, date(2018, 4, 16), actor=None, today=TODAY)

    assert work_board(scope_of(user, TODAY), Filters(), 1, TODAY).page.total == 0
    assert register_board(scope_of(user, TODAY), None, "", "o-ban", 1, TODAY).page.total == 0


# Pages.


@pytest.fixture
def full(land):
    """Give a register with one dossier in each state, and one of the other commune."""
    cells = land["cells"]
    for name, cell, *lines in (
        ("Lý Văn Mới", 0, Kind.RECEIVED),
        ("Lý Văn Chờ", 0, Kind.RECEIVED, Kind.ASKED),
        ("Lý Văn Xem", 1, Kind.RECEIVED, Kind.APPRAISED),
        ("Lý Văn Trình", 2, Kind.RECEIVED, Kind.APPRAISED, Kind.SUBMITTED),
        ("Lý Văn Trả", 2, Kind.RECEIVED, Kind.RETURNED),
    ):
        made = opened(name, cells[cell])
        for day, kind in enumerate(lines, start=5):
            on = date(2018, 3, day)
            if kind is Kind.ASKED:
                asked(made, on)
            else:
                wrote(made, kind, on, **({"because": ReturnReason.ORDER} if kind is Kind.RETURNED else {}))
    return land


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("o-ban", ["Lý Văn Chờ", "Lý Văn Mới", "Lý Văn Xem", "Lý Văn Trình"]),
        ("asked", ["Lý Văn Chờ"]), ("qua-han", ["Lý Văn Chờ"]), ("in", ["Lý Văn Mới"]), ("appraised", ["Lý Văn Xem"]),
        ("submitted", ["Lý Văn Trình"]), ("returned", ["Lý Văn Trả"]),
    ],
)  # fmt: skip
def test_the_register_says_where_each_dossier_stands(full, state, found):
    board = register_board(scope_of(a_user("board", full["top"]), TODAY), None, "", state, 1, TODAY)

    assert [row.name for row in board.page.rows] == found
    assert board.states == {
        "o-ban": 4, "qua-han": 1, "in": 1, "asked": 1, "appraised": 1, "submitted": 1, "returned": 1,
    }  # fmt: skip
    assert [(line.name, line.counts["asked"], line.counts["returned"]) for line in board.units] == [
        ("Đảng bộ xã Đồng Thử", 1, 0), ("Đảng bộ xã Lục Thử", 0, 1),
    ]  # fmt: skip


def test_the_register_is_narrowed_by_unit_and_name(full):
    scope = scope_of(a_user("board", full["top"]), TODAY)

    here = register_board(scope, full["committees"][1].pk, "", "o-ban", 1, TODAY)
    named = register_board(scope, None, "van cho", "o-ban", 1, TODAY)

    assert [row.name for row in here.page.rows] == ["Lý Văn Trình"]
    assert [(row.name, row.late, row.brought_by) for row in named.page.rows] == [
        ("Lý Văn Chờ", 17, "Chi bộ thôn Khe Một")
    ]


def test_a_commune_sees_its_own_part_and_a_cell_none(full, client):
    client.force_login(a_user("commune", full["committees"][1]))
    own = client.get(reverse("desk")).content.decode()
    client.force_login(a_user("cell", full["cells"][0]))

    assert "Lý Văn Trình" in own
    assert "Lý Văn Chờ" not in own
    assert client.get(reverse("desk")).status_code == 404
    assert client.get(reverse("desk"), {"don-vi": full["cells"][0].pk}).status_code == 404


@pytest.mark.parametrize("address", ["desk", "desk-book"])
@pytest.mark.parametrize("rows", [1, 30])
def test_the_register_takes_the_same_queries_for_one_dossier_and_for_thirty(
    land, client, django_assert_num_queries, address, rows
):
    for number in range(rows):
        wrote(opened(f"Lý Văn {number}", land["cells"][number % 3]), Kind.RECEIVED)
    client.force_login(a_user("board", land["top"]))
    client.get("/cay/")  # draws the map of the day

    # session, account, grants, revision; then counts, page and lines of the one, years, count, page, lines, acts of the other
    with django_assert_num_queries(7 if address == "desk" else 9):
        answer = client.get(reverse(address))

    assert answer.context["page"].total == rows


def test_the_book_of_a_year_has_a_line_for_each_dossier_that_came(full):
    scope = scope_of(a_user("board", full["top"]), TODAY)
    off = Candidacy.objects.get(person__name="Lý Văn Mới")
    close_candidacy(off, Closed.MOVED, date(2018, 4, 16), actor=None, today=TODAY)

    page = book_page(scope, None, 2018, 1, TODAY)

    assert page.total == 5
    assert {row.name for row in page.rows} == {"", "Lý Văn Chờ", "Lý Văn Xem", "Lý Văn Trình", "Lý Văn Trả"}
    assert [row.case for row in page.rows if not row.name] == [None]
    assert book_page(scope, None, 2017, 1, TODAY).total == 0


def test_the_book_leaves_as_a_sheet_and_a_trace(full, client):
    client.force_login(a_user("board", full["top"], username="canbo"))

    answer = client.post(reverse("desk-export") + f"?don-vi={full['committees'][0].pk}&nam=2018")

    sheet = load_workbook(io.BytesIO(answer.getvalue()))["Danh sách"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[2] for row in rows[1:]] == ["Lý Văn Mới", "Lý Văn Chờ", "Lý Văn Xem"]
    assert rows[2][8] == "06/03/2018: 2-KNĐ, 3-KNĐ (chậm nhất 02/04/2018)"
    assert Entry.objects.get(verb="people.exported").data == {
        "filters": {"list": "hand-over", "year": 2018, "unit": full["committees"][0].pk}, "on": "2018-04-19", "count": 3,
    }  # fmt: skip


def test_lines_are_written_and_put_right_through_their_forms(land, case, client):
    client.force_login(a_user("board", land["top"], username="canbo"))

    def sent(kind, **fields):
        return client.post(reverse("hand-over-record", args=[case.pk, kind]), fields)

    first = sent("received", on="05/03/2018", unit=land["committees"][0].pk)
    again = sent("received", on="05/03/2018", unit=land["committees"][0].pk)
    sent("asked", on="12/03/2018", papers=["2-KNĐ"], until="02/04/2018")
    wrong = sent("returned", on="13/03/2018")
    line = HandOver.objects.get(kind="asked")
    fixed = client.post(
        reverse("hand-over-correct", args=[line.pk]), {"on": "12/03/2018", "until": "09/04/2018", "reason": "gia hạn"}
    )

    assert (first.status_code, again.status_code, wrong.status_code, fixed.status_code) == (302, 422, 422, 302)
    received = HandOver.objects.get(kind="received")
    assert (received.unit, received.recorded_by.username) == (land["committees"][0], "canbo")
    assert stands(case) == ("asked", date(2018, 3, 12), date(2018, 4, 9))
    assert client.get(reverse("hand-over-record", args=[case.pk, "lost"])).status_code == 404


def test_the_form_offers_the_papers_of_the_dossier_and_then_those_asked_for(land, case, client):
    client.force_login(a_user("board", land["top"]))
    wrote(case, Kind.RECEIVED)

    offered = client.get(reverse("hand-over-record", args=[case.pk, "asked"])).context["form"]["papers"]
    asked(case)
    waiting = client.get(reverse("hand-over-record", args=[case.pk, "supplemented"])).context["form"]["papers"]

    assert [code for code, _name in offered.field.choices][:3] == ["CN-NTVĐ", "1-KNĐ", "2-KNĐ"]
    assert "16-KNĐ" not in dict(offered.field.choices)
    assert list(dict(waiting.field.choices)) == waiting.initial == ["2-KNĐ", "3-KNĐ"]
