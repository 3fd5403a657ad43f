"""The pages of reminders: whose they are, what they show, and what each button does."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taonguon.reminders.actions import drop
from taonguon.reminders.models import Addressee, Dispatch, Letterhead
from taonguon.reminders.papers import paper_of
from tests.builders import TODAY, a_district, a_user, an_organisation
from tests.reminders.urging import a_dispatch, a_late_case, a_round, admitted, drafted, sent_on, slow, with_letterhead

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    made = a_district()
    for cell in (made["cells"][0], made["cells"][2]):
        a_late_case(cell)
    return made


def as_(role, at):
    client = Client()
    client.force_login(a_user(role, at))
    return client


@pytest.fixture
def board(district):
    return as_("board", district["top"])


@pytest.fixture
def sent(district):
    """Give a circular to both communes, signed today."""
    with_letterhead(district["top"])
    (row,) = sent_on(drafted(district["top"], *district["committees"]))
    return row


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def part_of(row, unit):
    return Addressee.objects.get(dispatch=row, unit=unit)


def test_proposals_show_only_units_with_something_to_do_and_draft_what_is_ticked(district, board):
    page = board.get(reverse("reminder-proposals"))
    shown = text(page)

    assert "Đảng bộ xã Đồng Thử" in shown
    assert "1 đơn vị không có việc phải đôn đốc" in shown
    assert "Chi bộ Cơ quan" not in shown
    picked = [district["committees"][0].pk, district["committees"][1].pk]
    assert all(f'value="{pk}"' in page.content.decode() for pk in picked)

    answer = board.post(reverse("reminder-proposals"), {"unit": picked, "do": "together"})

    row = Dispatch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("reminder-draft", args=[row.pk]))
    assert board.post(reverse("reminder-proposals"), {"unit": picked, "do": "each"}).status_code == 422


def test_proposals_of_an_earlier_day_freeze_that_day(district, board):
    address = reverse("reminder-proposals") + "?ngay=2018-03-30"

    board.post(address, {"unit": [district["committees"][0].pk], "do": "each"})

    assert Dispatch.objects.get().snapshot.on == date(2018, 3, 30)


def test_a_commune_reminds_its_own_cells_only(district):
    commune = as_("commune", district["committees"][0])

    assert "Chi bộ thôn Khe Một" in text(commune.get(reverse("reminder-proposals")))
    foreign = f"{reverse('reminder-proposals')}?don-vi={district['committees'][1].pk}"
    assert commune.get(foreign).status_code == 404


def test_a_draft_is_saved_sent_or_dropped(district, board):
    rows = drafted(district["top"], *district["committees"], together=False)
    first, second = (reverse("reminder-draft", args=[row.pk]) for row in rows)
    wish = {"asks": ["overdue"], "due_on": "03/05/2018"}

    page = text(board.get(first))
    assert (
        "Chưa gửi được: thể thức văn bản còn thiếu cơ quan ban hành, ký hiệu, địa danh, chức vụ người ký, họ tên người ký."
        in page
    )
    assert "…… đề nghị Đảng ủy xã Đồng Thử thực hiện các việc sau" in page
    assert board.post(first, wish | {"do": "save"}).status_code == 302
    no_head = board.post(first, wish | {"do": "send", "signed_on": "19/04/2018", "way": "paper"})
    assert (no_head.status_code, Dispatch.objects.filter(number__isnull=False).count()) == (422, 0)

    head = {"issuer": "Ban Tổ chức", "symbol": "CV/BTCHU", "place": "Bình Thử", "signer_title": "Trưởng ban", "signer": "Ai", "last": "126"}  # fmt: skip
    board.post(reverse("reminder-letterhead", args=[district["top"].pk]), head)
    assert "127-CV/BTCHU" in text(board.get(first))
    day_off = board.post(
        first, wish | {"due_on": "01/05/2018", "do": "send", "signed_on": "19/04/2018", "way": "paper"}
    )
    assert "Ngày 01/05/2018 là ngày nghỉ; ngày làm việc tiếp theo là 02/05/2018." in text(day_off)
    sent = board.post(first, wish | {"do": "send", "signed_on": "19/04/2018", "way": "network"})
    dropped = board.post(second, {"do": "drop"})

    row = Dispatch.objects.get()
    assert (sent["Location"], dropped["Location"]) == (reverse("reminder", args=[row.pk]), reverse("reminders"))
    assert (row.reference, row.asks, row.due_on, row.way) == ("127-CV/BTCHU", ["overdue"], date(2018, 5, 3), "network")
    assert board.get(first).status_code == 404
    assert Letterhead.objects.get().authority == ""


def test_ticked_drafts_are_sent_together(district, board):
    with_letterhead(district["top"])
    rows = drafted(district["top"], *district["committees"], together=False)
    form = {"draft": [row.pk for row in rows], "signed_on": "19/04/2018", "way": "paper"}

    assert board.post(reverse("reminders-send"), form | {"signed_on": "20/04/2018"}).status_code == 302
    assert Dispatch.objects.filter(number__isnull=False).count() == 0
    board.post(reverse("reminders-send"), form)

    assert list(Dispatch.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
    shown = text(board.get(reverse("reminders")))
    assert "01-CV/BTCHU 19/04/2018 Ban Tổ chức Đảng ủy xã Đồng Thử 02/05/2018 0/1 0/1 0/1" in shown


def test_a_unit_sees_its_own_part_confirms_and_answers(district, sent):
    commune = as_("commune", district["committees"][0])
    own, other = (part_of(sent, unit) for unit in district["committees"])

    assert f"Văn bản đôn đốc số {sent.reference}: thực hiện và trả lời hạn 02/05/2018" in text(
        commune.get(reverse("work"))
    )
    page = text(commune.get(reverse("reminder", args=[sent.pk])))
    assert page.count("Đảng ủy xã Lục Thử") == 2  # as it stands in the letter; how far the other is stands nowhere
    assert "Soạn dự thảo văn bản đôn đốc" not in page
    assert "Văn bản này gửi đến Đảng ủy xã Đồng Thử." in page
    assert Addressee.objects.filter(seen_on__isnull=False).count() == 0  # looking alone writes nothing

    commune.post(reverse("reminder-seen", args=[own.pk]))
    commune.post(reverse("reminder-answer", args=[own.pk]), {"on": "19/04/2018", "number": "07-BC/ĐU"})

    own.refresh_from_db()
    assert (own.seen_on, own.answered_on, own.answer_number) == (TODAY, TODAY, "07-BC/ĐU")
    assert "Văn bản đôn đốc số" not in text(commune.get(reverse("work")))
    for name in ("reminder-seen", "reminder-answer", "reminder-close"):
        assert commune.post(reverse(name, args=[other.pk]), {"on": "19/04/2018", "number": "1", "because": "later"}).status_code == 404  # fmt: skip
    assert commune.post(reverse("reminder-close", args=[own.pk]), {"because": "later"}).status_code == 404
    assert commune.get(reverse("reminder-recount", args=[sent.pk])).status_code == 404


def test_the_issuer_does_not_receive_for_a_unit_but_records_an_answer_on_paper(district, board, sent):
    own = part_of(sent, district["committees"][0])

    assert board.post(reverse("reminder-seen", args=[own.pk])).status_code == 404
    assert (
        board.post(reverse("reminder-answer", args=[own.pk]), {"on": "19/04/2018", "number": "5-BC"}).status_code == 302
    )
    assert board.post(reverse("reminder-close", args=[own.pk]), {"because": "reached"}).status_code == 422
    assert board.post(reverse("reminder-close", args=[own.pk]), {"because": "no-source"}).status_code == 302

    page = text(board.get(reverse("reminder", args=[sent.pk])))
    assert "19/04/2018 · 5-BC 19/04/2018 · Không còn nguồn; không chạy theo số lượng" in page
    assert "Thôi đôn đốc một việc · Đảng ủy xã Đồng Thử" in page
    assert "0/2 thôi đôn đốc 1" in text(board.get(reverse("reminders")))


def test_drafts_and_reminders_to_others_are_like_ones_that_are_not_there(district, sent):
    draft = drafted(district["top"], district["committees"][0], today=date(2018, 5, 3))[0] if sent else None
    agency, leader, cell = (
        as_("cell", district["agency"]), as_("leader", district["top"]), as_("cell", district["cells"][0]),
    )  # fmt: skip

    assert [client.get(reverse("reminder", args=[sent.pk])).status_code for client in (agency, leader, cell)] == [404, 200, 404]  # fmt: skip
    assert leader.get(reverse("reminder", args=[draft.pk])).status_code == 404
    assert as_("centre", district["top"]).get(reverse("reminders")).status_code == 404
    assert sent.reference not in text(agency.get(reverse("reminders")))
    assert sent.reference in text(leader.get(reverse("reminders")))


def test_a_report_to_the_next_level_is_drafted_from_the_proposals(district, board):
    for n in (1, 2):
        a_dispatch(district["top"], district["committees"][0], number=n, signed=date(2018, n, 2), due=date(2018, n, 12))
    page = text(board.get(reverse("reminder-proposals")))
    assert "Đã đôn đốc hai lần, quá hạn chưa xong" in page
    assert "số 01-CV/BTCHU, hạn 12/01/2018 ; số 02-CV/BTCHU, hạn 12/02/2018" in page

    board.post(reverse("reminder-proposals"), {"unit": [district["committees"][0].pk], "do": "escalate"})

    row = Dispatch.objects.get(kind="escalation")
    paper = paper_of(row)
    assert paper.addressees == ("Ban Thường vụ Huyện ủy Bình Thử",)
    assert paper.paragraphs[1] == (
        "Đơn vị: hồ sơ có bước quá hạn. Đã đôn đốc: văn bản số 01-CV/BTCHU, ngày 02/01/2018, hạn 12/01/2018 "
        "(chưa trả lời); văn bản số 02-CV/BTCHU, ngày 02/02/2018, hạn 12/02/2018 (chưa trả lời)."
    )
    assert paper.rows == (("Đơn vị", "–", "0", "–", "1", "1"),)
    page = text(board.get(reverse("reminder-draft", args=[row.pk])))
    assert "BÁO CÁO Kết quả đôn đốc công tác tạo nguồn, phát triển đảng viên" in page
    assert "…… kiến nghị Ban Thường vụ Huyện ủy Bình Thử: - Cho ý kiến chỉ đạo" in page
    assert "Chậm nhất vào ngày" not in page


def test_the_issuer_has_no_task_and_no_receipt_of_its_own_report(district, board):
    for n in (1, 2):
        a_dispatch(district["top"], district["committees"][0], number=n, signed=date(2018, n, 2), due=date(2018, n, 12))
    with_letterhead(district["top"])
    board.post(reverse("reminder-proposals"), {"unit": [district["committees"][0].pk], "do": "escalate"})
    row = Dispatch.objects.get(kind="escalation")
    board.post(reverse("reminder-draft", args=[row.pk]), {"asks": ["meet"], "do": "send", "signed_on": "19/04/2018", "way": "paper", "number": "8"})  # fmt: skip
    row.refresh_from_db()

    page = text(board.get(reverse("reminder", args=[row.pk])))
    assert (row.reference, row.asks) == ("08-BC/BTCHU", ["meet"])
    assert "Báo cáo số 08-BC/BTCHU" in page
    assert "Xác nhận đã nhận" not in page
    assert board.post(reverse("reminder-seen", args=[row.addressees.get().pk])).status_code == 404
    assert "08-BC/BTCHU" not in text(board.get(reverse("work")))


def test_what_runs_and_what_is_drafted_is_marked_and_cannot_be_ticked(district, board):
    with_letterhead(district["top"])
    one, two = district["committees"]
    (sent,) = sent_on(drafted(district["top"], one))
    (draft,) = drafted(district["top"], two)

    page = board.get(reverse("reminder-proposals"))

    assert "đã đôn đốc: số 01-CV/BTCHU, hạn 02/05/2018" in text(page)
    links = [reverse("reminder", args=[sent.pk]), reverse("reminder-draft", args=[draft.pk])]
    assert all(f'href="{link}"' in page.content.decode() for link in links)
    assert 'name="unit"' not in page.content.decode()


def test_where_the_register_of_reviews_is_not_used_nothing_is_said_of_it(district, board):
    assert "chưa dùng sổ rà soát" in text(board.get(reverse("reminder-proposals")))
    (row,) = drafted(district["top"], *district["committees"])
    assert "Chi bộ chưa rà soát" not in paper_of(row).columns

    a_round(district["cells"][0], date(2018, 2, 1))
    drop(row, actor=None)
    paper = paper_of(drafted(district["top"], *district["committees"])[0])
    assert ([line[-1] for line in paper.rows], paper.columns[-1]) == (["2", "–"], "Chi bộ chưa rà soát")


def test_a_dispatch_is_taken_back_on_its_page(district, board, sent):
    commune = as_("commune", district["committees"][0])
    address = reverse("reminder-withdraw", args=[sent.pk])
    own = part_of(sent, district["committees"][0])

    assert commune.post(address, {"because": "unit"}).status_code == 404
    assert board.post(address, {"because": "x"}).status_code == 422
    assert board.post(address, {"because": "unit"}).status_code == 302

    assert "Đã thu hồi ngày 19/04/2018: Sai nơi nhận." in text(commune.get(reverse("reminder", args=[sent.pk])))
    assert "Văn bản đôn đốc số" not in text(commune.get(reverse("work")))
    assert "đã thu hồi 19/04/2018" in text(board.get(reverse("reminders")))
    answer = commune.post(reverse("reminder-seen", args=[own.pk]), follow=True)
    assert "Văn bản này đã thu hồi ngày 19/04/2018." in text(answer)
    own.refresh_from_db()
    assert own.seen_on is None


def test_the_list_is_of_today_whatever_day_is_asked_for(board):
    answer = board.get(reverse("reminders") + "?ngay=2018-01-02&trang=1")

    assert (answer.status_code, answer["Location"]) == (302, reverse("reminders") + "?trang=1")


def test_the_people_behind_a_number_open_for_who_may_see_them(district, board):
    link = f"{reverse('source')}?don-vi={district['committees'][0].pk}#list"

    assert link in board.get(reverse("reminder-proposals")).content.decode()


def test_the_recount_says_what_differs_and_what_is_done(district, board, sent):
    address = reverse("reminder-recount", args=[sent.pk])
    assert "Mọi số đếm lại đều đúng như đã chốt." in text(board.get(address))

    admitted(district["cells"][2], date(2018, 4, 2))
    district["cells"][0].candidacies.get().acts.create(key="decision-issued", on=TODAY, precision="d")
    page = text(board.get(address))

    assert "Đảng bộ xã Lục Thử Đã kết nạp 0 1" in page
    assert "Đảng bộ xã Đồng Thử Hồ sơ quá hạn 1 0" in page
    assert "1 nơi nhận nay không còn việc đã nêu." in page
    board.post(reverse("reminder-reached", args=[sent.pk]))
    assert part_of(sent, district["committees"][0]).because == "reached"


def test_the_words_of_a_reminder_are_exactly_the_frozen_figures(district):
    slow(district["committees"][0], district["cells"][0])
    a_round(district["cells"][0], date(2018, 2, 1))
    with_letterhead(district["top"])
    (row,) = drafted(district["top"], district["committees"][0])
    a_late_case(district["cells"][0])  # since: the paper does not know it

    paper = paper_of(row)

    assert paper.paragraphs == (
        "Thực hiện Quyết định số 15-QĐ/HU, ngày 10/01/2018 của Huyện ủy Bình Thử về giao chỉ tiêu kết nạp đảng viên năm 2018, qua theo dõi công tác tạo nguồn, phát triển đảng viên, còn những việc sau phải thực hiện.",
        "Có 01 hồ sơ quá hạn; lâu nhất từ ngày 06/03/2018.",
        "Có 2/2 chi bộ chưa ghi kỳ rà soát nguồn tháng 03/2018.",
        "Đã kết nạp 1/10 đảng viên, đạt 10,00 % chỉ tiêu năm; đến ngày này các năm trước đơn vị đã kết nạp 50 % số của cả năm, nên đang chậm hơn nhịp thường lệ của chính mình.",
    )  # fmt: skip
    assert paper.rows == (("Đảng ủy xã Đồng Thử", "10", "1", "10,00 %", "1", "1", "2"),)
    assert (paper.number, paper.signed_on, paper.due_on, paper.total) == (None, None, date(2018, 5, 2), ())
    assert [ask.split(",")[0] for ask in paper.asked] == [
        "Rà soát từng hồ sơ có bước quá hạn", "Chỉ đạo các chi bộ rà soát danh sách nguồn theo nghị quyết hằng tháng và ghi kết quả vào sổ",
        "Phân công đảng viên giúp đỡ", "Báo cáo kết quả bằng văn bản",
    ]  # fmt: skip
    assert paper.recipients == ("Như trên", "Lưu Ban Tổ chức")


def test_a_circular_sums_up_and_names_each_unit_as_it_is_addressed(sent):
    paper = paper_of(sent)

    assert paper.addressees == ("Đảng ủy xã Đồng Thử", "Đảng ủy xã Lục Thử")
    assert paper.rows == (
        ("Đảng ủy xã Đồng Thử", "–", "0", "–", "1", "1"),
        ("Đảng ủy xã Lục Thử", "–", "0", "–", "1", "1"),
    )
    assert paper.total == ("Cộng", "–", "0", "–", "2", "2")
    assert paper.paragraphs[1] == "Có 02 hồ sơ quá hạn ở 02 đơn vị; lâu nhất từ ngày 06/03/2018."


def test_the_plan_and_the_pace_lead_to_the_proposals_for_those_who_may(district, board):
    target = f"{reverse('reminder-proposals')}?don-vi={district['top'].pk}"

    for name in ("year-plan", "pace"):
        assert target in board.get(reverse(name)).content.decode()
        assert target not in as_("leader", district["top"]).get(reverse(name)).content.decode()


def test_pages_ask_as_much_for_thirty_units_as_for_three(district, board):
    with_letterhead(district["top"])

    def queries(units):
        for n in range(units):
            committee = an_organisation(f"Đảng bộ xã {n}", "grassroots", district["top"], position=10 + n)
            a_late_case(an_organisation(f"Chi bộ {n}", "cell", committee))
        wanted = {row.pk for row in Dispatch.objects.all()}
        every = [node for node in _below(district["top"]) if not Addressee.objects.filter(unit=node).exists()]
        (row,) = sent_on(drafted(district["top"], *every))
        counts = []
        for address in (reverse("reminders"), reverse("reminder-proposals"), reverse("reminder", args=[row.pk])):
            board.get(address)
            with CaptureQueriesContext(connection) as found:
                assert board.get(address).status_code == 200
            counts.append(len(found))
        assert row.pk not in wanted
        return counts

    assert queries(1) == queries(27)


def _below(unit):
    from taonguon.orgs.models import Organisation
    from taonguon.reminders.figures import count

    pks = [one.pk for one in count(unit.pk, TODAY).with_something_to_do]
    return list(Organisation.objects.filter(pk__in=pks).order_by("pk"))


def test_a_letterhead_begins_with_what_is_usual_at_that_level(district, board):
    def given(client, unit):
        form = client.get(reverse("reminder-letterhead", args=[unit.pk])).context["form"]
        return [form.initial[name] for name in ("issuer_over", "issuer", "symbol", "authority", "signer_title")]

    commune = as_("commune", district["committees"][0])
    assert given(board, district["top"]) == ["Huyện ủy Bình Thử", "Ban Tổ chức", "CV/BTCHU", "", "Trưởng ban"]
    assert given(commune, district["committees"][0]) == [
        "Đảng bộ huyện Bình Thử", "Đảng ủy xã Đồng Thử", "CV/ĐU", "T/M Ban Thường vụ", "Bí thư",
    ]  # fmt: skip


def test_pages_speak_english_and_the_words_of_the_paper_stay_vietnamese(board, sent):
    board.post(reverse("set_language"), {"language": "en"})

    page = text(board.get(reverse("reminder", args=[sent.pk])))

    assert "Reminder 01-CV/BTCHU" in page
    assert "Cases with an overdue step Sent" in page
    assert "Rà soát từng hồ sơ có bước quá hạn" in page
    assert "Báo cáo kết quả bằng văn bản." in page
    shown = text(board.get(reverse("reminder-proposals")))
    assert "Units with something to do" in shown
    assert "1 unit has nothing to be reminded of." in shown
