"""One person's way as one line of time: what the ledger, the list of members and the posts know of it, in one order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from taonguon.admissions.actions import ACT_KEYS
from taonguon.admissions.facts import Bundle
from taonguon.admissions.homing import charges_ended
from taonguon.admissions.models import Act, Candidacy, Tally
from taonguon.admissions.naming import language
from taonguon.admissions.shown import ActLine
from taonguon.orgs.access import Scope
from taonguon.orgs.enums import ServiceKind
from taonguon.orgs.queries import Map
from taonguon.people.models import Membership
from taonguon.people.queries.one import Seat, TenureOf, residence_of, tenures_of
from taonguon.procedures.book import book
from taonguon.rules.dates import PartialDate, partial
from taonguon.wording.sentences import cited, title

_RULE_OF = {
    "listed": "CAND-LIST", "helper-assigned": "CAND-HELPER", "class-certificate": "CAND-CLASS",
    "leave-to-begin": "CAND-PERMIT", "application": "CAND-APPLICATION", "cv": "CAND-CV", "cv-stamped": "VER-SEQ",
    "verification-requested": "VER-TIME", "cv-verified": "VER-SEQ", "cv-certified": "VER-SEQ", "dossier": "DOS-12M",
    "introductions": "INT-COUNT", "opinions": "OPN-MASS", "cell-resolution": "VOTE-BRANCH",
    "committee-resolution": "VOTE-GRASS", "decision-extended": "CLK-EXT", "decision-issued": "CLK-DECIDE",
    "decision-received": "CLK-CEREMONY", "late-ceremony-consent": "CLK-CEREMONY-LATE", "ceremony": "CLK-CEREMONY",
    "member-cv": "CLK-CV-MEMBER", "new-member-class": "PROB-CLASS", "self-review": "REC-SELF",
    "helper-comments": "REC-HELPER", "recognition-opinions": "REC-OPN", "recognition-resolution": "REC-VOTE",
    "recognition-committee-resolution": "VOTE-GRASS", "recognition-decision": "CLK-RECDEC", "card": "CARD",
    "strike-off": "STRIKE-VOTE",
}  # fmt: skip
"""The rule each act first of all goes by; what else was asked of it stands with the act's findings."""
_KEY_ORDER = {key: n for n, key in enumerate(ACT_KEYS)}
POST, MEMBER, MOVE = "post", "member", "move"


@dataclass(frozen=True)
class Clause:
    """What an act goes by, as in force on its day."""

    rule: str
    title: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """One point of the line. `act` is set for acts of the ledger, `seat` for posts, membership and moves."""

    day: PartialDate | None
    name: str
    kind: str = ""
    act: Act | None = None
    tally: Tally | None = None
    clause: Clause | None = None
    seat: Seat | None = None
    said: str = ""
    place: date = date.min
    """Where it stands on the line: its day, or for an act without one the day of what came before it."""


@dataclass(frozen=True)
class Home:
    """Where the person lives, which is another thing than who handles the case."""

    seat: Seat
    charged: bool
    """The village has no cell of its own, and the handling cell is charged with it."""
    own: str = ""
    """The village's own cell, where the handling cell was charged with the village before."""


def home_of(candidacy: Candidacy, scope: Scope, on: Map) -> Home | None:
    """Give where the person lives on the day; None where that is not known. One query, or two."""
    seat = residence_of(candidacy.person, on, scope)
    if seat is None:
        return None
    village = seat.place_pk or 0
    own = on.own_cell(village)
    if own is None or own.pk == candidacy.cell_id:
        return Home(seat, on.services.get(village) == (candidacy.cell_id, ServiceKind.HANDLES))
    return Home(seat, False, own.name if (candidacy.cell_id, village) in charges_ended(on) else "")


def journey_of(bundle: Bundle, acts: Sequence[ActLine], scope: Scope, on: Map) -> list[Moment]:
    """Give the whole way of the person, the earliest first: two queries besides what is already known."""
    person = bundle.candidacy.person
    found = [*_acts(acts), *_moves(bundle, scope, on)]
    done = {line.act.key: line.act.on for line in acts if line.act.standing}
    for membership in person.memberships.all():
        found += _membership(membership, done)
    for tenure in tenures_of(person, on, scope):
        found += _tenure(tenure)
    return sorted(found, key=lambda moment: moment.place)


def _acts(lines: Sequence[ActLine]) -> list[Moment]:
    out, place = [], date.min
    for line in sorted(lines, key=lambda line: _KEY_ORDER.get(line.act.key, len(_KEY_ORDER))):
        act = line.act
        place = max(place, act.on) if act.on is not None and act.standing else place
        at = act.on or place
        out.append(Moment(act.day, line.name, act=act, tally=line.tally, clause=_clause(act), place=at))
    return out


def _clause(act: Act) -> Clause | None:
    rule = _RULE_OF.get(act.key)
    if rule is None or act.on is None or rule not in book().rules:
        return None
    lang = language()
    sources = (cited(cite, lang) for cite in book().on(act.on)[rule].cites)
    return Clause(rule, title(rule, lang), tuple(dict.fromkeys(sources)))


def _moves(bundle: Bundle, scope: Scope, on: Map) -> list[Moment]:
    """Give the days the case changed cells; where it began is told by the first act."""
    out = []
    for handling in bundle.handlings[1:]:
        node = on.organisations.get(handling.cell_id)
        pk = handling.cell_id if handling.cell_id in scope.organisation_ids else None
        seat = Seat(node.name if node else _("tổ chức không còn"), unit_pk=pk)
        out.append(_at(handling.since, _("Chuyển hồ sơ về chi bộ"), MOVE, seat=seat))
    return out


def _at(on: date | None, name: str, kind: str, *, seat: Seat | None = None, said: str = "") -> Moment:
    return Moment(partial(on, "d"), name, kind, seat=seat, said=said, place=on or date.min)


def _membership(row: Membership, done: Mapping[str, date | None]) -> list[Moment]:
    """Give what the list of members knows and no act of the ledger tells of the same day."""
    out = []
    admitted, official, ended = row.admitted, row.official, row.ended
    if admitted is not None and done.get("ceremony") != row.admitted_on:
        name = _("Lễ kết nạp, theo danh sách đảng viên")
        out.append(Moment(admitted, name, MEMBER, said=row.decision_number, place=admitted.first))
    if official is not None:
        out.append(Moment(official, _("Ngày được tính là đảng viên chính thức"), MEMBER, place=official.first))
    if row.recognised_on is not None and done.get("recognition-decision") != row.recognised_on:
        name = _("Quyết định công nhận chính thức, theo danh sách đảng viên")
        out.append(_at(row.recognised_on, name, MEMBER, said=row.recognition_number))
    if row.end_reason:
        name = _("Không còn là đảng viên: %(why)s") % {"why": row.get_end_reason_display()}
        out.append(Moment(ended, name, MEMBER, place=ended.first if ended is not None else date.max))
    return out


def _tenure(row: TenureOf) -> list[Moment]:
    post = row.post[:1].lower() + row.post[1:]
    begun = _at(row.since, _("Giữ chức danh %(post)s") % {"post": post}, POST, seat=row.seat)
    if row.until is None:
        return [begun]
    return [begun, _at(row.until, _("Thôi giữ chức danh %(post)s") % {"post": post}, POST, seat=row.seat)]
