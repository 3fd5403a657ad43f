"""What the page of one case shows of the board's desk, and of what waits besides the next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from taonguon.admissions.desk import Dossier, dossiers_of, standing_dossier
from taonguon.admissions.desk_enums import AT_THE_BOARD, Desk, ErrandKind, HandOverKind
from taonguon.admissions.desk_models import HandOver
from taonguon.admissions.enums import Stage
from taonguon.admissions.errands import helper_lost, introducers_lost
from taonguon.admissions.facts import Bundle
from taonguon.admissions.models import Candidacy, Errand
from taonguon.admissions.papers import FORMS
from taonguon.admissions.worklist import left_words, look_of
from taonguon.orgs.queries import Map


@dataclass(frozen=True)
class Notice:
    """Something that waits, as the page of its case says it."""

    kind: ErrandKind
    sentence: str
    papers: list[tuple[str, Promise]]
    """(form, name) of the papers asked for"""
    by: date | None
    left: str
    look: str


@dataclass(frozen=True)
class DeskLine:
    """One line of the register, also one since corrected."""

    line: HandOver
    unit: str
    papers: list[str]


@dataclass(frozen=True)
class DeskCard:
    """The register's part of a case: its lines, where the dossier stands, and what may be written next."""

    lines: list[DeskLine]
    state: str
    since: date | None
    next: list[tuple[str, str]]


def hand_overs_of(case: Candidacy) -> list[HandOver]:
    """Give every line of a case in the order of days, corrected ones too."""
    rows = HandOver.objects.filter(candidacy=case).select_related("recorded_by")
    return sorted(rows, key=lambda line: (line.on, line.place, line.pk))


def desk_card(bundle: Bundle, lines: Sequence[HandOver], on: Map) -> DeskCard:
    """Put the register's lines of a case into words."""
    standing = [line for line in lines if line.standing]
    dossier = standing_dossier(standing, bundle.acts)
    state, since = dossier.stands if dossier is not None else (None, None)
    shown = []
    for line in lines:
        unit = on.organisations.get(line.unit_id) if line.unit_id else None
        shown.append(DeskLine(line, unit.name if unit else "", list(line.forms)))
    return DeskCard(shown, str(state.label) if state else "", since, _next(bundle, standing, dossier, state))


def _next(
    bundle: Bundle, standing: Sequence[HandOver], dossier: Dossier | None, state: Desk | None
) -> list[tuple[str, str]]:
    """Give the lines that may be written next."""
    if dossier is not None and state in AT_THE_BOARD:
        kinds = [HandOverKind.ASKED, HandOverKind.APPRAISED, HandOverKind.SUBMITTED, HandOverKind.RETURNED]
        if dossier.waiting:
            kinds.insert(0, HandOverKind.SUPPLEMENTED)
    elif dossier is None and dossiers_of(standing) and bundle.candidacy.stage != Stage.PROBATION:
        kinds = []  # decided, and nothing of it comes back before the ceremony
    else:
        kinds = [HandOverKind.RECEIVED]
    return [(str(kind), str(kind.label)) for kind in kinds]


def notices_of(bundle: Bundle, lines: Sequence[HandOver], on: Map, today: date) -> list[Notice]:
    """Say what waits in a case besides its next step, the nearest last day first."""
    dossier = standing_dossier([line for line in lines if line.standing], bundle.acts)
    out = []
    for errand in Errand.objects.filter(candidacy=bundle.candidacy).order_by("by", "pk"):
        kind = ErrandKind(errand.kind)
        forms = dossier.waiting if dossier is not None and kind is ErrandKind.SUPPLEMENT else {}
        left = (errand.by - today).days if errand.by is not None else None
        papers = [(form, FORMS[form]) for form in forms]
        out.append(Notice(kind, _sentence(kind, bundle, on), papers, errand.by, left_words(left), look_of(left)))
    return out


def _sentence(kind: ErrandKind, bundle: Bundle, on: Map) -> str:
    if kind is ErrandKind.NEW_INTRODUCER:
        lost = introducers_lost(bundle, on.organisations)
        names = ", ".join(one.member.name for one in lost if one.member is not None)
        return _(
            "Người giới thiệu %(names)s không còn là đảng viên chính thức ở đảng bộ cơ sở này; chi bộ cần phân công người khác."
        ) % {"names": names}
    if kind is ErrandKind.SUPPLEMENT:
        return _("Ban tổ chức yêu cầu bổ sung, làm lại:")
    if kind is ErrandKind.COMMENTS:
        return _("Cần bản nhận xét của đảng viên được phân công giúp đỡ trước khi chi bộ xét công nhận chính thức.")
    return {
        "ended": _("Đảng viên giúp đỡ không tiếp tục được; chi bộ cần phân công đảng viên khác."),
        "left": _("Đảng viên giúp đỡ không còn trong danh sách đảng viên; chi bộ cần phân công đảng viên khác."),
        "moved": _("Đảng viên giúp đỡ sinh hoạt ở chi bộ khác; chi bộ cần phân công đảng viên khác."),
        "not-official": _("Đảng viên giúp đỡ chưa là đảng viên chính thức; chi bộ cần phân công đảng viên khác."),
    }.get(helper_lost(bundle), _("Chi bộ cần phân công đảng viên giúp đỡ khác."))
