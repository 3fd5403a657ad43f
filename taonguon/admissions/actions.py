"""Verbs of the procedure: each asks the rules first, writes, and leaves an entry, in one transaction."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from taonguon.admissions.certificates import take_over
from taonguon.admissions.earlier import is_without, lacks_forerunner, refuse_without, still_against, without
from taonguon.admissions.enums import LEFT_THE_LIST, Closed, Stage
from taonguon.admissions.facts import Bundle, bundles, case_of, standing_assignment, vote_of
from taonguon.admissions.following import (
    STRIKE_OFF_KEYS,
    close,
    correction_follows,
    leave_probation,
    refuse_out_of_place,
    refuse_overlap,
    what_follows,
)
from taonguon.admissions.models import Act, Assignment, Candidacy, Handling, Introduction
from taonguon.admissions.settling import settle
from taonguon.admissions.tallies import keep_tally, refuse_impossible
from taonguon.audit.actions import record
from taonguon.orgs.enums import CELLS
from taonguon.orgs.models import Organisation
from taonguon.orgs.queries import map_on
from taonguon.people.memberships import former_memberships, is_member, is_member_by, transfer
from taonguon.people.models import Person
from taonguon.procedures.book import book
from taonguon.rules.cases import DONE_KEYS, OWN_KEY, Introducer, Vote
from taonguon.rules.engine import check
from taonguon.rules.findings import Answer, Finding, Verdict, Weight
from taonguon.rules.refusal import RefusedError

ACT_KEYS = (*DONE_KEYS, "dossier-sent", *STRIKE_OFF_KEYS)
"""Acts that are recorded. "dossier-sent" (to the board) is no step of the rules; a striking off has no key in a case file."""
STEP_OF = {key: step for step, key in OWN_KEY.items()} | dict.fromkeys(STRIKE_OFF_KEYS, "strike-off")
VOTING = frozenset(
    {"cell-resolution", "committee-resolution", "decision-issued", "recognition-resolution",
     "recognition-committee-resolution", "recognition-decision", *STRIKE_OFF_KEYS}
)  # fmt: skip
"""Acts that rest on a vote."""


class JudgedError(RefusedError):
    """An act is not recorded because of what the rules say: the findings are shown with it."""

    def __init__(self, field: str, sentence: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(field, sentence)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Details:
    """What is recorded with an act besides its day. `irregular`: it really happened so, against the rules."""

    number: str = ""
    issuer: str = ""
    reason: str = ""
    irregular: bool = False
    vote: Vote | None = None
    ballot: str = ""
    precision: str = "d"


NO_DETAILS = Details()


def locked(candidacy: Candidacy) -> Candidacy:
    """Lock a case before it is judged: of two who act at once one waits, and then sees what the other did."""
    return Candidacy.objects.select_for_update(of=("self",)).select_related("person", "cell").get(pk=candidacy.pk)


def bundle_of(candidacy: Candidacy, on: date) -> Bundle:
    """Fetch one candidacy with everything the rules need."""
    return bundles([candidacy], on)[0]


# Opening and closing.


@transaction.atomic
def open_candidacy(
    person: Person, cell: Organisation, on: date, *, actor: Any, today: date, number: str = ""
) -> Candidacy:
    """Put a person on a cell's list by its resolution; refused where a candidacy is open already.

    Refused too for a former member: `readmission.open_again` asks the rules whether he may be readmitted.
    """
    if former_memberships([person.pk]):
        raise RefusedError(
            "person",
            _("%(name)s từng là đảng viên; hãy mở hồ sơ kết nạp lại từ trang của người này.") % {"name": person.name},
        )
    return open_case(person, cell, on, {}, actor=actor, today=today, number=number)


@transaction.atomic
def open_case(
    person: Person, cell: Organisation, on: date, facts: dict[str, Any], *, actor: Any, today: date, number: str = ""
) -> Candidacy:
    """Open a case with what is known of the person's conditions; the rules are not asked.

    The way of somebody admitted after that day may be entered afterwards: he is a member, and was none then.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    refuse_other_than_cells(cell, today)
    refuse_future("on", on, today)
    if Candidacy.objects.filter(person=person, closed="").exists():
        raise RefusedError("person", _("%(name)s đã có trong danh sách nguồn.") % {"name": person.name})
    if is_member_by(person, on):
        raise RefusedError("person", _("%(name)s đã là đảng viên.") % {"name": person.name})
    made = Candidacy.objects.create(person=person, cell=cell, told_on=today, facts=facts)
    Handling.objects.create(candidacy=made, cell=cell, since=on)
    Act.objects.create(candidacy=made, key="listed", on=on, precision="d", number=number.strip(), recorded_by=actor)
    record(actor, "candidacy.opened", made, person=person.pk, cell=cell.pk, on=on.isoformat())
    take_over([person.pk], today, actor=actor)
    settle(made, today)
    return made


@transaction.atomic
def close_candidacy(candidacy: Candidacy, because: Closed, on: date, *, actor: Any, today: date) -> Candidacy:
    """Take a person off the list, with a reason of the closed list."""
    row = locked(candidacy)
    refuse_closed(row)
    refuse_future("on", on, today)
    if because not in LEFT_THE_LIST:
        raise RefusedError("because", _("Lý do này chỉ do bước công nhận hoặc xóa tên ghi."))
    leave_probation(row, because, on, actor)
    close(row, because, on)
    record(actor, "candidacy.closed", row, because=str(because), on=on.isoformat())
    return row


def refuse_closed(row: Candidacy) -> None:
    """Refuse to change a case that is closed."""
    if row.closed:
        raise RefusedError("", _("Hồ sơ này đã kết thúc ngày %(day)s.") % {"day": f"{row.closed_on:%d/%m/%Y}"})


def refuse_other_than_cells(cell: Organisation, today: date) -> None:
    """Refuse a committee: a case is handled by a cell, whose members vote."""
    node = map_on(today).organisations.get(cell.pk)
    if node is None or node.kind not in CELLS:
        name = node.name if node is not None else cell.code
        raise RefusedError("unit", _("%(name)s không phải là chi bộ; hãy chọn một chi bộ.") % {"name": name})


def refuse_future(name: str, day: date, today: date) -> None:
    """Refuse a day still to come: only what happened is recorded."""
    if day > today:
        raise RefusedError(
            name,
            _("Ngày %(day)s còn ở phía trước; chỉ ghi việc đã diễn ra, đến %(today)s.")
            % {"day": f"{day:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"},
        )


# Acts.


def judge(bundle: Bundle, key: str, on: date, vote: Vote | None = None) -> Answer | None:
    """Ask the rules about an act on a day; None for acts that are no step of the procedure."""
    step = STEP_OF.get(key)
    return None if step is None else check(case_of(bundle, step, on, vote), book())


@transaction.atomic
def record_act(
    candidacy: Candidacy, key: str, on: date, details: Details = NO_DETAILS, *, actor: Any, today: date
) -> Act:
    """Record that an act was done. The rules are asked first, on the day of the act.

    What they block cannot be recorded as lawful; what really happened against them is recorded as
    irregular, with a reason, and stays visible so. What they leave to people, or warn of, needs a reason.
    """
    row = locked(candidacy)
    if not (key == "card" and row.closed == Closed.RECOGNISED):  # the card follows the recognition that closes the case
        refuse_closed(row)
    refuse_future("on", on, today)
    if key not in ACT_KEYS:
        raise RefusedError("key", _("Không có bước “%(key)s”.") % {"key": key})
    refuse_out_of_place(row, key)
    refuse_impossible(details.vote)
    bundle = bundle_of(row, on)
    if key in bundle.acts:
        raise RefusedError(
            "on",
            _("Việc này đã được ghi ngày %(day)s; nếu ghi sai, hãy sửa lại có lý do.")
            % {"day": bundle.acts[key].day or "–"},
        )
    answer = judge(bundle, key, on, details.vote)
    missing = without(bundle, key, on, today)
    lacks = refuse_without(missing, irregular=details.irregular, reason=details.reason)
    irregular = refuse_unlawful(answer, details) or lacks
    act = Act.objects.create(
        candidacy=row,
        key=key,
        on=on,
        precision=details.precision,
        number=details.number.strip(),
        issuer=details.issuer.strip(),
        irregular=irregular,
        against=[*missing, *against_of(answer)],
        reason=details.reason.strip(),
        recorded_by=actor,
    )
    if details.vote is not None and answer is not None:
        keep_tally(act, details.vote, details.ballot, answer)
    what_follows(row, bundle, act, actor)
    rules = answer.rules if answer is not None else []
    record(actor, "act.recorded", row, key=key, on=on.isoformat(), irregular=irregular, rules=rules, act=act.pk)
    settle(row, today)
    return act


def refuse_unlawful(answer: Answer | None, details: Details) -> bool:
    """Say whether the act is irregular; refuse what is blocked and not recorded so, and what lacks its reason."""
    if answer is None:
        return False
    blocked = answer.verdict is Verdict.BLOCKED
    if blocked and not details.irregular:
        raise JudgedError("", _("Quy định không cho phép ghi việc này là đúng quy định."), answer.findings)
    if any(needs_reason(f) for f in answer.findings) and not details.reason.strip():
        raise JudgedError("reason", _("Có điểm cần lưu ý; hãy ghi lý do vì sao vẫn thực hiện."), answer.findings)
    return blocked


def against_of(answer: Answer | None) -> list[str]:
    """Give the rules that block, in the order they were found."""
    blocking = answer.findings if answer is not None else ()
    return list(dict.fromkeys(f.rule for f in blocking if f.weight is Weight.BLOCK))


_NOT_KNOWN = frozenset({"unread", "basis-gone", "no-text", "value-unknown", "fact-missing"})


def needs_reason(finding: Finding) -> bool:
    """Say whether a finding asks for a reason: all but information, and what an advisory rule merely does not know."""
    return finding.weight is not Weight.INFO and not (finding.weight is Weight.WARN and finding.reason in _NOT_KNOWN)


@transaction.atomic
def correct_act(act: Act, on: date | None, reason: str, *, actor: Any, today: date, number: str | None = None) -> Act:
    """Put an act right by a new row that replaces it; with no day: it was not done. The old row stays."""
    row = locked(act.candidacy)
    standing = Act.objects.select_for_update(of=("self",)).select_related("tally").get(pk=act.pk)
    if not standing.standing:
        raise RefusedError("", _("Dòng này đã được sửa trước đó; hãy mở lại trang để xem bản mới nhất."))
    if not reason.strip():
        raise RefusedError("reason", _("Hãy ghi lý do sửa."))
    if on is not None:
        refuse_future("on", on, today)
    bundle = bundle_of(row, on or today)
    bundle.acts.pop(standing.key, None)
    tally = getattr(standing, "tally", None)
    vote = vote_of(standing)
    asked = on is not None and (vote is not None or standing.key not in VOTING)
    answer = judge(bundle, standing.key, on, vote) if on is not None and asked else None
    irregular, against = still_against(standing, bundle, on, today)
    made = Act(
        candidacy=row,
        key=standing.key,
        on=on,
        precision="d" if on is not None else "",
        number=standing.number if number is None else number.strip(),
        issuer=standing.issuer,
        irregular=irregular if answer is None else answer.verdict is Verdict.BLOCKED or lacks_forerunner(against),
        against=against if answer is None else [*filter(is_without, against), *against_of(answer)],
        reason=reason.strip(),
        standing=on is not None,
        recorded_by=actor,
    )
    correction_follows(row, bundle, standing, on, reason=reason.strip(), actor=actor)
    standing.standing = False
    standing.save(update_fields=["standing"])
    made.save()
    if tally is not None and vote is not None and answer is not None:
        keep_tally(made, vote, tally.ballot, answer)
    standing.replaced_by = made
    standing.save(update_fields=["replaced_by"])
    record(actor, "act.corrected", row, key=standing.key, was=_iso(standing.on), now=_iso(on), reason=reason.strip())
    settle(row, today)
    return made


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


# Helpers and introducers.


@transaction.atomic
def assign_helper(
    candidacy: Candidacy, helper: Person, on: date, *, actor: Any, today: date, number: str = "", reason: str = ""
) -> Assignment:
    """Assign an official member by the cell's resolution; the one before is replaced from that day."""
    row = locked(candidacy)
    refuse_closed(row)
    refuse_future("on", on, today)
    bundle = bundle_of(row, on)
    before = standing_assignment(bundle)
    if before is not None and before.helper_id == helper.pk:
        raise RefusedError("helper", _("%(name)s đang giúp đỡ người này.") % {"name": helper.name})
    if helper.pk == row.person_id:
        raise RefusedError("helper", _("Không ai tự giúp đỡ chính mình."))
    refuse_overlap(bundle, on)
    if before is not None:
        Assignment.objects.filter(pk=before.pk).update(until=on)
    made = Assignment.objects.create(candidacy=row, helper=helper, since=on, number=number.strip())
    asked = bundle_of(row, on)
    answer = judge(asked, "helper-assigned", on)
    irregular = refuse_unlawful(answer, Details(reason=reason))
    if "helper-assigned" not in asked.acts:
        Act.objects.create(
            candidacy=row, key="helper-assigned", on=on, precision="d", number=number.strip(),
            irregular=irregular, against=against_of(answer), reason=reason.strip(), recorded_by=actor,
        )  # fmt: skip
    record(
        actor, "helper.assigned", row, helper=helper.pk, on=on.isoformat(), before=before.helper_id if before else None
    )
    settle(row, today)
    return made


@transaction.atomic
def set_introducers(
    candidacy: Candidacy, found: list[tuple[Introducer, Person | None]], *, actor: Any, today: date
) -> None:
    """Set who introduces; those before end today and stay on record. The same ones again change nothing."""
    row = locked(candidacy)
    refuse_closed(row)
    given = [
        {name: value for name, value in asdict(one).items() if value is not None} | {"member": member}
        for one, member in found
    ]
    standing = Introduction.objects.filter(candidacy=row, ended_on__isnull=True).select_related("member")
    if given == [_told_of(known) for known in standing.order_by("pk")]:
        return
    standing.update(ended_on=today)
    for values in given:
        Introduction.objects.create(candidacy=row, **values)
    record(actor, "introducers.set", row, kinds=[one.kind for one, _member in found])
    settle(row, today)


def _told_of(row: Introduction) -> dict[str, Any]:
    """Give what is told of an introducer, as it was told: what is not known is left out."""
    told = {name: getattr(row, name) for name in Introducer.__dataclass_fields__}
    return {name: value for name, value in told.items() if value not in {None, ""}} | {"member": row.member}


# Moves.


@transaction.atomic
def move_candidacy(
    candidacy: Candidacy, cell: Organisation, on: date, *, same_deciding_committee: bool | None, actor: Any, today: date
) -> Handling:
    """Hand a case over to another cell; what must follow depends on the stage it has reached."""
    row = locked(candidacy)
    refuse_closed(row)
    refuse_future("on", on, today)
    refuse_other_than_cells(cell, today)
    if cell.pk == row.cell_id:
        raise RefusedError("cell", _("Hồ sơ đang do chính chi bộ này theo dõi."))
    before = Handling.objects.filter(candidacy=row, until__isnull=True).first()
    if before is not None and before.since is not None and on <= before.since:
        raise RefusedError("on", _("Ngày chuyển không sau ngày chi bộ trước nhận theo dõi."))
    Handling.objects.filter(candidacy=row, until__isnull=True).update(until=on)
    made = Handling.objects.create(
        candidacy=row, cell=cell, since=on, stage=_MOVE_STAGE[Stage(row.stage)],
        same_deciding_committee=same_deciding_committee,
    )  # fmt: skip
    row.cell = cell
    row.save(update_fields=["cell"])
    if row.stage == Stage.PROBATION and is_member(row.person):
        transfer(row.person, cell, on, actor=actor)
    record(actor, "candidacy.moved", row, to=cell.pk, on=on.isoformat(), stage=made.stage)
    settle(row, today)
    return made


_MOVE_STAGE = {
    Stage.RECOGNISED: "being-helped", Stage.HELPER: "being-helped", Stage.CLASS: "being-helped",
    Stage.DOSSIER: "being-helped", Stage.CELL: "resolved-not-sent", Stage.COMMITTEE: "sent-no-decision",
    Stage.DECIDED: "decided-no-ceremony", Stage.PROBATION: "probation", Stage.OFFICIAL: "probation",
}  # fmt: skip


def look_at(candidacy: Candidacy, *, actor: Any) -> None:
    """Leave in the trail that a log-in opened one person's case."""
    record(actor, "candidacy.looked-at", candidacy, person=candidacy.person_id)
