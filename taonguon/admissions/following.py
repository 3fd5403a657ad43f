"""What follows from an act: somebody becomes a member, an official one, or is one no longer; a case ends."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from taonguon.admissions.enums import Closed, Stage
from taonguon.admissions.facts import Bundle, case_of, standing_assignment
from taonguon.admissions.models import Act, Candidacy, Errand
from taonguon.admissions.naming import act_name
from taonguon.admissions.review_enums import SuggestionState
from taonguon.admissions.review_models import Suggestion
from taonguon.audit.actions import record
from taonguon.people.enums import EndReason
from taonguon.people.memberships import (
    admit,
    correct_day,
    end_membership,
    is_member,
    recognise,
    reinstate,
    unadmit,
)
from taonguon.procedures.book import book
from taonguon.rules.cases import DONE_KEYS
from taonguon.rules.engine import check
from taonguon.rules.refusal import RefusedError

STRIKE_OFF_KEYS = ("strike-off-resolution", "strike-off-committee-resolution", "strike-off-decision")
"""Acts of striking off a probationary member: the step has votes of several bodies and no key in a case file."""
MEMBERSHIP_ENDS = {Closed.MOVED: EndReason.MOVED, Closed.DIED: EndReason.DIED}
"""Ways off the list that end a probationary membership too."""


def close(row: Candidacy, because: Closed, on: date) -> None:
    """Close a case: nothing comes next any more."""
    row.closed, row.closed_on = because, on
    row.next_step = row.next_actor = row.next_clock = row.desk = ""
    row.next_by = row.desk_since = row.desk_by = None
    columns = [
        "closed",
        "closed_on",
        "next_step",
        "next_actor",
        "next_clock",
        "next_by",
        "desk",
        "desk_since",
        "desk_by",
    ]
    row.save(update_fields=columns)
    Errand.objects.filter(candidacy=row).delete()
    end_suggestions(row.person_id, on)


def end_suggestions(person_pk: int, on: date | None) -> None:
    """Let suggestions from before a case wait no more once it ends: who left the list does not come up again."""
    waiting = Suggestion.objects.filter(person=person_pk, state=SuggestionState.WAITING)
    waiting.update(state=SuggestionState.NOT_NOW, decided_on=on or F("made_on"))


def refuse_out_of_place(row: Candidacy, key: str) -> None:
    """Refuse to strike off somebody who is not on probation."""
    if key in STRIKE_OFF_KEYS and row.stage != Stage.PROBATION:
        raise RefusedError(
            "", _("%(name)s không phải là đảng viên dự bị nên không xét xóa tên.") % {"name": row.person.name}
        )


def refuse_overlap(bundle: Bundle, on: date) -> None:
    """Refuse to assign a helper from a day on which the one before was assigned, or still helped."""
    standing = standing_assignment(bundle)
    if standing is not None and standing.since is not None and on <= standing.since:
        raise RefusedError(
            "on",
            _("Ngày %(day)s không sau ngày phân công trước %(since)s.")
            % {"day": f"{on:%d/%m/%Y}", "since": f"{standing.since:%d/%m/%Y}"},
        )
    ended = max((one.until for one in bundle.assignments if one.until is not None), default=None)
    if standing is None and ended is not None and on < ended:
        raise RefusedError(
            "on",
            _("Đến ngày %(until)s đảng viên được phân công trước còn giúp; hãy ghi từ ngày đó trở đi.")
            % {"until": f"{ended:%d/%m/%Y}"},
        )


def what_follows(row: Candidacy, bundle: Bundle, act: Act, actor: Any) -> None:
    """A ceremony makes a probationary member, a recognition decision an official one; a striking off ends it."""
    if act.on is None:
        return
    if act.key == "ceremony":
        decided, received = bundle.acts.get("decision-issued"), bundle.acts.get("decision-received")
        admit(
            row.person,
            row.cell,
            act.on,
            decided_on=decided.on if decided else None,
            number=decided.number if decided else "",
            received_on=received.on if received else None,
            actor=actor,
        )
    elif act.key == "recognition-decision":
        case = case_of(bundle, "recognition-decision", act.on)
        official = check(case, book()).dates.get("official-on")
        recognise(row.person, act.on, official_on=official, number=act.number, actor=actor)
        close(row, Closed.RECOGNISED, act.on)
    elif act.key == "strike-off-decision":
        if is_member(row.person):  # a case known from a register alone has no membership to end
            end_membership(row.person, EndReason.STRUCK_OFF, act.on, actor=actor)
        close(row, Closed.STRUCK_OFF, act.on)


def correction_follows(row: Candidacy, bundle: Bundle, was: Act, on: date | None, *, reason: str, actor: Any) -> None:
    """Put right the membership that rests on an act, and the day on which the case was closed by it."""
    column = _COLUMN_OF.get(was.key)
    if column is None:
        return
    if on is None and was.key in UNDONE:
        _undo(row, bundle, was, reason, actor)
        return
    official = None
    if on is not None:
        asked = replace(bundle, acts={**bundle.acts, was.key: Act(key=was.key, on=on, precision="d")})
        official = check(case_of(asked, "recognition-decision", on), book()).dates.get("official-on")
    correct_day(row.person, column, was.on, on, official_on=official, actor=actor)
    if on is not None and row.closed_on == was.on and row.closed in {Closed.RECOGNISED, Closed.STRUCK_OFF}:
        row.closed_on = on
        row.save(update_fields=["closed_on"])


UNDONE = frozenset({"ceremony", "strike-off-decision"})
"""Acts that made or ended a membership, and can be taken back together with that."""
_AFTER_CEREMONY = frozenset({*DONE_KEYS[DONE_KEYS.index("ceremony") + 1 :], *STRIKE_OFF_KEYS})


def _undo(row: Candidacy, bundle: Bundle, was: Act, reason: str, actor: Any) -> None:
    """Take back what followed from a ceremony or from a striking off that never was."""
    if was.key == "ceremony":
        later = [act for key, act in bundle.acts.items() if key in _AFTER_CEREMONY]
        if later:
            raise RefusedError(
                "on",
                _("Không bỏ được: sau lễ kết nạp đã ghi “%(act)s”; hãy bỏ việc đó trước.")
                % {"act": act_name(later[0].key)},
            )
        if was.on is not None:
            unadmit(row.person, was.on, reason=reason, actor=actor)
        return
    if was.on is not None:
        reinstate(row.person, EndReason.STRUCK_OFF, was.on, reason=reason, actor=actor)
    if row.closed == Closed.STRUCK_OFF:
        if Candidacy.objects.filter(person=row.person_id, closed="").exists():
            raise RefusedError("on", _("Không bỏ được: %(name)s đã có hồ sơ khác đang mở.") % {"name": row.person.name})
        row.closed, row.closed_on = "", None
        row.save(update_fields=["closed", "closed_on"])
        record(actor, "candidacy.reopened", row, reason=reason)


_COLUMN_OF = {"ceremony": "admitted_on", "recognition-decision": "recognised_on", "strike-off-decision": "ended_on"}


def leave_probation(row: Candidacy, because: Closed, on: date, actor: Any) -> None:
    """Let the membership of somebody on probation end with his case; refused for reasons that end no membership."""
    if row.stage != Stage.PROBATION:
        return
    if because not in MEMBERSHIP_ENDS:
        raise RefusedError(
            "because",
            _("%(name)s đang là đảng viên dự bị; lý do này chỉ dùng cho người chưa kết nạp.")
            % {"name": row.person.name},
        )
    if is_member(row.person):
        end_membership(row.person, MEMBERSHIP_ENDS[because], on, actor=actor)
