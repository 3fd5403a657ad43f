"""The counts of a vote: what cannot be is refused, what was is kept."""

from django.utils.translation import gettext as _

from taonguon.admissions.models import Act, Tally
from taonguon.rules.cases import Vote
from taonguon.rules.findings import Answer
from taonguon.rules.refusal import RefusedError

_COUNTS = ("members", "absent", "temporarily_away", "exempt_absent", "exempt_present", "suspended", "in_favour")
_LEFT_OUT = ("temporarily_away", "exempt_absent", "suspended")


def refuse_impossible(vote: Vote | None) -> None:
    """Refuse counts that no meeting can have: more in favour, or more left out of the base, than there are members."""
    if vote is None or vote.members is None:
        return
    if vote.in_favour is not None and vote.in_favour > vote.members:
        raise RefusedError(
            "in_favour",
            _("%(votes)s tán thành nhiều hơn tổng số %(members)s; hãy xem lại.")
            % {"votes": vote.in_favour, "members": vote.members},
        )
    left_out = sum(getattr(vote, name) or 0 for name in _LEFT_OUT)
    if left_out > vote.members:
        raise RefusedError(
            "members",
            _("Số người không tính vào cơ sở (%(left_out)s) nhiều hơn tổng số %(members)s; hãy xem lại.")
            % {"left_out": left_out, "members": vote.members},
        )


def keep_tally(act: Act, vote: Vote, ballot: str, answer: Answer) -> None:
    """Keep the counts of a vote with the base and threshold they were judged by; nothing where these are not known."""
    counts = {name: getattr(vote, name) or 0 for name in _COUNTS}
    if vote.members is None or vote.in_favour is None or answer.base is None or answer.needed is None:
        return
    Tally.objects.create(
        act=act, body=vote.body or "cell", ballot=ballot, base=answer.base, needed=answer.needed,
        counted=vote.exempt_absent is not None, **counts,
    )  # fmt: skip
