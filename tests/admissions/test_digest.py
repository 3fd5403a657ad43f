"""The digest by mail: who gets it, what stands in it, that it comes once, and that it names nobody."""

import smtplib
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.core import mail

from taonguon.accounts.actions import choose_digest, claim_digest, set_active
from taonguon.accounts.enums import Every
from taonguon.accounts.models import DigestChoice, Grant
from taonguon.accounts.queries import digests_due
from taonguon.admissions.digest import send_digests
from taonguon.admissions.review import Reviewed, record_round
from taonguon.audit.queries import entries_about
from taonguon.cli import digest_command
from taonguon.config.mail import Mail, mail_of
from tests.admissions.casebook import a_case
from tests.builders import TODAY, a_district, a_user

pytestmark = pytest.mark.django_db
MONDAY = date(2018, 4, 16)


@pytest.fixture(autouse=True)
def _mail_stands(settings, monkeypatch):
    settings.MAIL = Mail("mail", 25, "", "", "smtp", "taonguon@nguon.example")
    settings.ADDRESS = "https://nguon.example"
    monkeypatch.setattr(digest_command, "start_django", lambda: None)


@pytest.fixture
def land():
    """Two overdue cases, one of them the cell's to do, one due this week, in a cell; one elsewhere."""
    found = a_district()
    cell = found["cells"][0]
    a_case("Chìu Sám Thử", cell, step="ceremony", actor="cell", clock="ceremony-by", by=date(2018, 4, 2))
    a_case("Lý Thị Thử", cell, actor="grassroots-committee", by=date(2018, 4, 3))
    a_case("Tằng A Thử", cell, actor="cell", by=date(2018, 4, 20))
    a_case("Lý Thị Xa", found["cells"][2], actor="cell", by=date(2018, 4, 20))
    return found


def a_reader(at, every=Every.DAY, language="vi", role="cell"):
    user = a_user(role, at)
    choose_digest(user, every, f"{user.username}@nguon.example", language, actor=user, today=TODAY)
    return user


def run(*arguments):
    return CliRunner().invoke(digest_command.digest, arguments)


def test_a_mail_holds_counts_and_the_address_of_the_list_and_names_nobody(land):
    user = a_reader(land["cells"][0])

    done = run()

    (sent,) = mail.outbox
    assert (done.exit_code, done.stdout) == (0, "Đã gửi 1 thư.\n")
    assert (sent.to, sent.subject) == ([f"{user.username}@nguon.example"], "Tạo Nguồn: việc cần làm ngày 19/04/2018")
    assert sent.body == (
        "Việc đang chờ trong phạm vi tài khoản của bạn, tính đến ngày 19/04/2018:\n\n"
        "Quá hạn: 2 (phần việc của bạn: 1)\n"
        "Tuần này: 1 (phần việc của bạn: 1)\n"
        "Tháng này: 0 (phần việc của bạn: 0)\n"
        "Kỳ rà soát nguồn tháng 04/2018 chưa ghi: 1 chi bộ\n\n"
        "Danh sách việc: https://nguon.example/viec/\n"
        "Đổi hoặc thôi nhận thư: https://nguon.example/viec/thu/\n\n"
        "Thư này chỉ có số lượng, không ghi tên ai; hãy đăng nhập để xem.\n"
    )


def test_a_mail_speaks_the_language_its_reader_chose(land):
    a_reader(land["cells"][0], language="en")

    run()

    assert mail.outbox[0].subject == "Tạo Nguồn: work to do on 19/04/2018"
    assert "Overdue: 2 (yours to do: 1)" in mail.outbox[0].body


def test_run_twice_on_one_day_it_sends_once_and_again_on_the_next(land):
    a_reader(land["cells"][0])

    for _run in range(2):
        run()
    assert len(mail.outbox) == 1

    list(send_digests(TODAY + timedelta(days=1)))
    assert len(mail.outbox) == 2


def test_of_two_runs_at_once_one_takes_the_mail(land):
    a_reader(land["cells"][0])
    (one,), (other,) = list(digests_due(TODAY)), list(digests_due(TODAY))

    assert [claim_digest(one, TODAY), claim_digest(other, TODAY)] == [True, False]


def test_a_weekly_mail_comes_with_the_first_run_of_each_week(land):
    a_reader(land["cells"][0], Every.WEEK)
    a_case("Bàn A Thử", land["cells"][0], by=date(2018, 5, 2))
    days = [MONDAY + timedelta(days=n) for n in (0, 1, 6, 8, 9, 14)]

    came = [bool(list(send_digests(day))) for day in days]

    assert came == [True, False, False, True, False, True]


def test_who_wants_none_holds_no_role_any_more_or_is_shut_out_gets_none(land):
    a_user("cell", land["cells"][0])
    left, shut = a_reader(land["cells"][0]), a_reader(land["cells"][0])
    Grant.objects.filter(user=left).update(until=TODAY)
    set_active(shut, False, actor=None)

    done = run()

    assert (done.exit_code, done.stdout, mail.outbox) == (0, "Đã gửi 0 thư.\n", [])


def test_where_nothing_waits_nothing_is_sent(land):
    a_reader(land["cells"][1])
    record_round(land["cells"][1], Reviewed(date(2018, 4, 16), nobody_new=True), actor=None, today=TODAY)

    run()

    assert mail.outbox == []


def test_a_review_that_waits_is_told_to_who_answers_it_and_to_the_board(land):
    record_round(land["cells"][1], Reviewed(date(2018, 4, 16), nobody_new=True), actor=None, today=TODAY)
    a_reader(land["committees"][0], role="commune")
    a_reader(land["top"], role="board")

    run()

    commune, board = (mail.outbox[n].body for n in (0, 1))
    assert "Kỳ rà soát chờ đảng ủy xem xét: 1\n" in commune
    assert "chưa rà soát" not in commune
    assert "Chi bộ chưa rà soát nguồn tháng 04/2018: 3\n" in board


def test_a_failing_address_does_not_stop_the_rest_and_is_tried_again(land, monkeypatch):
    bad, good = a_reader(land["cells"][0]), a_reader(land["cells"][0])
    whole = mail.EmailMessage.send

    def refusing(self, fail_silently=False):
        if bad.username in self.to[0]:
            raise smtplib.SMTPRecipientsRefused({self.to[0]: (550, b"unknown")})
        return whole(self, fail_silently)

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", refusing)
        done = run()

    assert done.exit_code == 1
    assert done.stdout == "Đã gửi 1 thư, 1 thư không gửi được.\n"
    assert done.stderr.startswith(f"{bad.username}: ")
    assert [m.to for m in mail.outbox] == [[f"{good.username}@nguon.example"]]
    verbs = [[e.verb for e in entries_about("accounts.user", u.pk).order_by("pk")] for u in (bad, good)]
    assert verbs == [["digest.chosen", "digest.failed"], ["digest.chosen", "digest.sent"]]

    run()
    assert len(mail.outbox) == 2


def test_a_server_that_is_not_there_is_one_sentence_and_nothing_is_written(land, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    a_reader(land["cells"][0])

    done = run()

    assert done.exit_code == 1
    assert "Không nối được máy chủ thư" in done.stderr
    assert DigestChoice.objects.get().sent_on is None


def test_a_dry_run_says_who_would_get_what_and_leaves_nothing(land):
    user = a_reader(land["cells"][0])

    done = run("--dry-run")

    assert (done.exit_code, done.stdout) == (0, f"{user.username}: 2, 1, 0, 1\n")
    assert (mail.outbox, DigestChoice.objects.get().sent_on) == ([], None)


def test_without_a_mail_server_the_command_says_so_and_the_page_too(land, settings, client):
    settings.MAIL = None
    user = a_reader(land["cells"][0])
    client.force_login(user)

    done = run()

    assert (done.exit_code, done.stdout) == (0, f"{digest_command.NOT_READY}\n")
    assert "chưa có máy chủ thư" in client.get("/viec/thu/").content.decode()


def test_each_chooses_for_himself_and_gives_it_up_again(land, client):
    user = a_user("cell", land["cells"][0])
    client.force_login(user)

    missing = client.post("/viec/thu/", {"every": "day", "address": ""})
    wrong = client.post("/viec/thu/", {"every": "day", "address": "khong phai"})
    assert [missing.status_code, wrong.status_code, DigestChoice.objects.count()] == [422, 422, 0]

    chosen = client.post("/viec/thu/", {"every": "week", "address": "thu@nguon.example"})
    kept = DigestChoice.objects.get()
    assert (chosen["Location"], kept.user, kept.every, kept.address) == ("/viec/", user, "week", "thu@nguon.example")
    assert 'value="thu@nguon.example"' in client.get("/viec/thu/").content.decode()

    for _twice in range(2):
        client.post("/viec/thu/", {"every": "", "address": "thu@nguon.example"})
    assert not DigestChoice.objects.exists()
    entries = entries_about("accounts.user", user.pk).order_by("pk")
    assert [e.verb for e in entries] == ["digest.chosen", "digest.ended"]
    assert "thu@nguon.example" not in str([e.data for e in entries])


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example", Mail("mail.example", 25, "", "", "smtp", "taonguon@nguon.example")),
        ("smtps://mail.example", Mail("mail.example", 465, "", "", "smtps", "taonguon@nguon.example")),
        ("smtp+tls://a%40b:p%2Fw@mail:2525", Mail("mail", 2525, "a@b", "p/w", "smtp+tls", "taonguon@nguon.example")),
    ],
    ids=["plain", "from the first byte", "after the greeting"],
)
def test_the_mail_server_is_read_from_one_address(url, found):
    assert mail_of(url, "https://nguon.example", "") == found


def test_no_address_means_no_mail():
    assert mail_of("", "", "") is None


@pytest.mark.parametrize(
    "url", ["mail.example:25", "http://a:geheim@mail", "smtp://a:geheim@", "smtp://a:geheim@mail:x"]
)
def test_a_server_address_that_cannot_be_read_is_one_sentence_without_its_password(url):
    with pytest.raises(Exception, match="TAONGUON_EMAIL_URL cannot be read") as error:
        mail_of(url, "https://nguon.example", "")
    assert "geheim" not in str(error.value)


def test_mail_needs_the_address_of_the_product():
    with pytest.raises(Exception, match="TAONGUON_ADDRESS: ''"):
        mail_of("smtp://mail", "", "")
