"""The digest of the work list by mail: how much waits and until when, never who.

Mail leaves the product and passes through servers of others, and to be a candidate already says something of
a person's views: a digest holds counts and the address of the work list, nothing else.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.accounts.actions import claim_digest, digest_failed, digest_sent
from taonguon.accounts.models import DigestChoice
from taonguon.accounts.queries import digests_due
from taonguon.admissions.rounds import Waits, waits_for
from taonguon.admissions.worklist import LABELS, MINE, MONTH, OVERDUE, WEEK, Filters, work_board
from taonguon.orgs.access import scope_of

TOLD = (OVERDUE, WEEK, MONTH)
"""The sections a digest tells of: what has no day, or a far one, can wait for the list itself."""

_REVIEWS = {
    "ra-soat": gettext_lazy("Kỳ rà soát nguồn tháng %(month)s chưa ghi: %(count)s chi bộ"),
    "cho-xem-xet": gettext_lazy("Kỳ rà soát chờ đảng ủy xem xét: %(count)s"),
    "chua-ra-soat": gettext_lazy("Chi bộ chưa rà soát nguồn tháng %(month)s: %(count)s"),
}


@dataclass(frozen=True)
class Digest:
    """What a log-in is told: how much waits in its reach, and how much of it is for itself to do."""

    choice: DigestChoice
    waiting: Counter[str]
    mine: Counter[str]
    review: Waits
    """What of the monthly review waits."""

    @property
    def counts(self) -> dict[str, int]:
        """The counts as plain values."""
        return {code: self.waiting[code] for code in TOLD} | {
            name: count for name, count in self.reviews.items() if count
        }

    @property
    def reviews(self) -> dict[str, int]:
        """How many cells have not told of their review, how many reviews wait for an answer, and of how many nothing is told."""
        answers = sum(count for _month, count in self.review.to_answer)
        return {"ra-soat": len(self.review.own), "cho-xem-xet": answers, "chua-ra-soat": self.review.without}

    @property
    def any(self) -> bool:
        """True where something is to be done; that some cells have not reviewed yet is no reason for a mail by itself."""
        due = sum(self.waiting[code] for code in TOLD)
        return bool(due or self.review.own or self.review.to_answer)


@dataclass(frozen=True)
class Sent:
    """What became of one digest; `error` is empty where it was sent."""

    digest: Digest
    error: str = ""


def digests(today: date) -> Iterator[Digest]:
    """Give the digests to send today. Who reaches nothing any more, or for whom nothing waits, gets none."""
    for choice in digests_due(today):
        scope = scope_of(choice.user, today)
        if not scope.grants:
            continue
        waiting = work_board(scope, Filters(), 1, today).due
        mine = work_board(scope, Filters(actor=MINE), 1, today).due
        digest = Digest(choice, waiting, mine, waits_for(scope, today))
        if digest.any:
            yield digest


def send_digests(today: date) -> Iterator[Sent]:
    """Send what is due; a failing address is told of and does not stop the rest.

    A server that cannot be reached raises OSError before anything is written: not each mail is to wait for it.
    """
    found = list(digests(today))
    if found:
        with get_connection():
            pass
    for digest in found:
        if not claim_digest(digest.choice, today):
            continue
        try:
            mail_of(digest, today).send()
        except OSError as error:  # all of smtplib's errors are among them
            digest_failed(digest.choice, type(error).__name__, today=today)
            yield Sent(digest, str(error))
        else:
            digest_sent(digest.choice, digest.counts)
            yield Sent(digest)


def mail_of(digest: Digest, today: date) -> EmailMessage:
    """Write the mail in the language its reader chose."""
    with translation.override(digest.choice.language):
        lines = [
            _("%(label)s: %(count)s (phần việc của bạn: %(mine)s)")
            % {"label": LABELS[code], "count": digest.waiting[code], "mine": digest.mine[code]}
            for code in TOLD
        ]
        month = {"month": f"{digest.review.month:%m/%Y}"}
        lines += [_REVIEWS[name] % (month | {"count": count}) for name, count in digest.reviews.items() if count]
        body = "\n".join(
            [
                _("Việc đang chờ trong phạm vi tài khoản của bạn, tính đến ngày %(day)s:")
                % {"day": f"{today:%d/%m/%Y}"},
                "",
                *lines,
                "",
                _("Danh sách việc: %(address)s") % {"address": settings.ADDRESS + reverse("work")},
                _("Đổi hoặc thôi nhận thư: %(address)s") % {"address": settings.ADDRESS + reverse("digest")},
                "",
                _("Thư này chỉ có số lượng, không ghi tên ai; hãy đăng nhập để xem."),
                "",
            ]
        )
        subject = _("Tạo Nguồn: việc cần làm ngày %(day)s") % {"day": f"{today:%d/%m/%Y}"}
        return EmailMessage(subject, body, to=[digest.choice.address], headers={"Auto-Submitted": "auto-generated"})
