"""Votes: who is counted, how many are needed, who decides. Whole numbers only."""

from typing import Any, NamedTuple

from taonguon.rules.book import Row
from taonguon.rules.cases import Vote
from taonguon.rules.inquiry import BLOCK, HUMAN, INFO, WARN, Inquiry
from taonguon.rules.registry import judges


def at_least(base: int, numerator: int, denominator: int) -> int:
    """Give the votes needed to reach a share of the base: the share rounded up, and never none."""
    return max(-(-base * numerator // denominator), 1)


def more_than_half(base: int) -> int:
    """Give the votes needed for more than half; exactly half is not enough."""
    return base // 2 + 1


class Tally(NamedTuple):
    """A vote counted: the base and the votes needed of it.

    `largest`: the base if nobody leaves it of whom no text known here says that he does. `missing`: counts
    that are not known; whoever they are, they can only make the base smaller.
    """

    base: int
    needed: int
    largest: int
    needed_of_largest: int
    missing: tuple[str, ...]


_BODY_AT = {
    "cell-vote": "cell", "recognition-cell-vote": "cell", "strike-off": "cell",
    "committee-vote": "grassroots-committee", "recognition-committee-vote": "grassroots-committee",
}  # fmt: skip
_RATIO_OF = {
    "cell": "VOTE-BRANCH", "grassroots-committee": "VOTE-GRASS", "delegated-committee": "VOTE-DELEG",
    "standing-committee": "VOTE-BTV",
}  # fmt: skip


def body_of(q: Inquiry, vote: Vote) -> str:
    """Give the body that votes; where the case does not say, that of the step; "" where a step has several."""
    return vote.body or _BODY_AT.get(q.step, "")


def members_of(q: Inquiry, vote: Vote) -> int | None:
    """Give the members of the voting body; of a cell, where the vote does not say, those of the unit."""
    if vote.members is not None:
        return vote.members
    return q.unit.official_members if body_of(q, vote) == "cell" else None


def _threshold(q: Inquiry, body: str, base: int) -> int:
    if body == "standing-committee":
        return more_than_half(base)
    row = q.rows[_RATIO_OF[body]]
    if row.gap:
        return at_least(base, 2, 3)  # only shown; the rule itself says that the value is not known
    return at_least(base, row["numerator"], row["denominator"])


def tally(q: Inquiry) -> Tally | None:
    """Count the vote of the step asked about; None where it has none, or its body or members are not known."""
    if q.vote is None:
        return None
    if "tally" not in q.kept:
        q.kept["tally"] = _tally(q, q.vote)
    count: Tally | None = q.kept["tally"]
    return count


def _tally(q: Inquiry, vote: Vote) -> Tally | None:
    body = body_of(q, vote)
    members = members_of(q, vote)
    if not body or members is None:
        return None
    away, suspended = vote.temporarily_away, vote.suspended
    exempt = vote.exempt_absent if body == "cell" else 0
    missing: tuple[str, ...] = ()
    if away is None or exempt is None or suspended is None:
        left_out = {"vote.temporarily_away": away, "vote.exempt_absent": exempt, "vote.suspended": suspended}
        missing = tuple(name for name, count in left_out.items() if count is None)
    base = max(members - (away or 0) - (exempt or 0) - (suspended or 0), 0)
    needed = _threshold(q, body, base)
    doubtful = _doubtful(q, vote, body)
    largest = min(base + doubtful, members)
    return Tally(base, needed, largest, _threshold(q, body, largest) if doubtful else needed, missing)


def _doubtful(q: Inquiry, vote: Vote, body: str) -> int:
    """Give how many were left out of the base of whom the text of the day is not known to say so."""
    row = q.rows["VOTE-DENOM" if body == "cell" else _RATIO_OF[body]]
    suspended = vote.suspended or 0
    if row.gap or "base" in row.unknown:
        return suspended + (vote.temporarily_away or 0) + ((vote.exempt_absent or 0) if body == "cell" else 0)
    return suspended if "suspended" in row.unknown else 0


def _counted(q: Inquiry, row: Row) -> Tally | None:
    """Give the tally, or say what is missing of it."""
    if q.vote is None:
        q.missing(row, "vote")
        return None
    count = tally(q)
    if count is None or q.vote.in_favour is None:
        absent = {
            "vote.body": not body_of(q, q.vote),
            "vote.members": members_of(q, q.vote) is None,
            "vote.in_favour": q.vote.in_favour is None,
        }
        q.missing(row, *(name for name, lacks in absent.items() if lacks))
        return None
    return count


def judge_ratio(q: Inquiry, row: Row, reason: str = "too-few") -> None:
    """Say whether the votes reach what the body needs, however counts not known may turn out."""
    if (count := _counted(q, row)) is None or q.vote is None:
        return
    votes, body = q.vote.in_favour or 0, body_of(q, q.vote)
    facts: dict[str, Any] = {"votes": votes, "base": count.base, "needed": count.needed, "body": body}
    if votes >= count.needed_of_largest:
        if body == "cell" and count.largest > count.base and q.rows["VOTE-DENOM"].gap and not q.judges("VOTE-DENOM"):
            q.gap(row, "base")
    elif count.missing:
        q.missing(row, *count.missing)
    elif votes < count.needed:
        q.find(row, BLOCK, reason, **facts)
    else:
        q.find(row, HUMAN, "base-open", **facts, largest=count.largest, needed_of_largest=count.needed_of_largest)


@judges("VOTE-FORM")
def form(q: Inquiry) -> None:
    """Ballot or raised card, as the meeting chooses."""
    if (row := q.row("VOTE-FORM")) is not None and "VOTE-FORM" in q.only:
        q.find(row, INFO, "form")


@judges("VOTE-EACH")
def one_at_a_time(q: Inquiry) -> None:
    """One person at a time."""
    if (row := q.row("VOTE-EACH")) is not None and q.vote is not None and (q.vote.persons or 1) > 1:
        q.find(row, BLOCK, "several", persons=q.vote.persons)


@judges("VOTE-CONTENT")
def content(q: Inquiry) -> None:
    """What the resolution states; incomplete is pointed out."""
    if (row := q.row("VOTE-CONTENT")) is None or q.vote is None:
        return
    if q.vote.resolution_complete is False:
        q.find(row, WARN, "incomplete")


@judges("VOTE-BRANCH")
def cell_ratio(q: Inquiry) -> None:
    """At least two thirds of the cell's official members; a cell of fewer than three cannot resolve."""
    if (row := q.row("VOTE-BRANCH")) is None:
        return
    body = "cell" if q.vote is None else body_of(q, q.vote)
    if body != "cell":
        if not body:
            q.missing(row, "vote.body")
        elif q.step != "strike-off":
            q.find(row, BLOCK, "not-the-cell", body=body)
        return
    members = members_of(q, q.vote) if q.vote is not None else q.unit.official_members
    if members is not None and members < row["least_members"]:
        q.find(row, BLOCK, "too-small", members=members, least=row["least_members"])
    judge_ratio(q, row)


@judges("VOTE-DENOM")
def base(q: Inquiry) -> None:
    """Who is counted: names what leaves the base, and what cannot be settled."""
    vote, row = q.vote, q.rows["VOTE-DENOM"]
    if vote is None:
        if not q.judges("VOTE-BRANCH"):
            q.missing(row, "vote")
        return
    if body_of(q, vote) != "cell":
        return
    count = tally(q)
    if count is None:
        q.missing(row, "vote.members")
        return
    if count.largest > count.base and (row.gap or _matters(vote, count)):
        q.gap(row, "" if row.gap else "suspended")
    _plausible(q, row, vote, count)


def _matters(vote: Vote, count: Tally) -> bool:
    """Say whether the result depends on who leaves the base."""
    return vote.in_favour is None or count.needed <= vote.in_favour < count.needed_of_largest


def _plausible(q: Inquiry, row: Row, vote: Vote, count: Tally) -> None:
    """Point out counts that cannot all be right."""
    present = count.base - (vote.absent or 0)
    if vote.in_favour is not None and vote.in_favour > present:
        q.find(row, HUMAN, "more-votes-than-present", votes=vote.in_favour, present=max(present, 0))
    official = q.unit.official_members
    if official is not None and vote.members is not None and official != vote.members:
        q.find(row, WARN, "members-differ", members=vote.members, official=official)


@judges("VOTE-BOPHAN")
def section_committee(q: Inquiry) -> None:
    """A section committee appraises and reports only."""
    if (row := q.row("VOTE-BOPHAN")) is not None and "VOTE-BOPHAN" in q.only:
        q.find(row, INFO, "reports")


@judges("VOTE-GRASS")
def committee_ratio(q: Inquiry) -> None:
    """At least two thirds of the grassroots committee's sitting members."""
    if (row := q.row("VOTE-GRASS")) is None:
        return
    if q.vote is not None and (body := body_of(q, q.vote)) in {"cell", "standing-committee"}:
        q.find(row, BLOCK, "wrong-body", body=body)
    else:
        judge_ratio(q, row)


# Who decides.


@judges("AUTH")
def authority(q: Inquiry) -> None:
    """The body that may decide on that day."""
    if (row := q.row("AUTH")) is None:
        return
    body = q.vote.body if q.vote is not None else None
    delegated = q.unit.delegated
    if body is None:
        q.missing(row, "vote.body")
    elif body == "cell":
        q.find(row, BLOCK, "not-competent", body=body)
    elif row["delegated"] == "standing":
        _by_standing_committee(q, row, body)
    elif body == "standing-committee":
        if delegated is None:
            q.missing(row, "unit.delegated")
        elif delegated:
            q.find(row, BLOCK, "committee-as-a-body", body=body)
    elif delegated is None:
        q.missing(row, "unit.delegated")
    elif not delegated:
        q.find(row, BLOCK, "not-delegated", body=body)


def _by_standing_committee(q: Inquiry, row: Row, body: str) -> None:
    if body == "delegated-committee" or (body == "grassroots-committee" and q.unit.delegated):
        q.find(row, HUMAN, "delegation-open", body=body)
    elif body != "standing-committee":
        q.find(row, BLOCK, "standing-committee-decides", body=body)


@judges("VOTE-DELEG")
def delegated_ratio(q: Inquiry) -> None:
    """A delegated committee: at least two thirds of all its members."""
    body = "" if q.vote is None else body_of(q, q.vote)
    as_a_body = body == "delegated-committee" or (body == "grassroots-committee" and q.unit.delegated)
    if as_a_body or (not body and not q.judges("AUTH")):
        _majority(q, "VOTE-DELEG")


@judges("VOTE-BTV")
def standing_majority(q: Inquiry) -> None:
    """A standing committee: more than half of its members."""
    body = "" if q.vote is None else body_of(q, q.vote)
    if body == "standing-committee" or (not body and not q.judges("AUTH")):
        _majority(q, "VOTE-BTV")


def _majority(q: Inquiry, rule: str) -> None:
    if (row := q.row(rule)) is not None:
        judge_ratio(q, row)


# After the count.


def falls_short(q: Inquiry) -> bool:
    """Say whether the vote surely does not reach what its body needs."""
    count = tally(q)
    return count is not None and q.vote is not None and q.vote.in_favour is not None and q.vote.in_favour < count.needed


@judges("VOTE-REPORT")
def report_upward(q: Inquiry) -> None:
    """A result below the ratio still goes up in full, where the text says so."""
    if not falls_short(q) or (row := q.row("VOTE-REPORT")) is None:
        return
    if q.vote is not None and body_of(q, q.vote) in row["bodies"]:
        q.find(row, INFO, "report")


@judges("VOTE-3FAIL")
def third_failure(q: Inquiry) -> None:
    """The third vote below the ratio ends the voting below: the committees above decide. Not so of admission."""
    if q.step not in q.book.rules["VOTE-3FAIL"].steps:
        return
    if q.vote is None:
        if "VOTE-3FAIL" in q.only:
            q.missing(q.rows["VOTE-3FAIL"], "vote")
        return
    earlier = q.vote.earlier_failed_votes
    short = falls_short(q)
    if not short and (earlier or 0) < 3:
        return
    if (row := q.row("VOTE-3FAIL")) is None:
        return
    if earlier is None:
        q.missing(row, "vote.earlier_failed_votes")
    elif earlier + (1 if short else 0) >= row["votes"]:
        q.find(row, HUMAN, "third", votes=row["votes"])
