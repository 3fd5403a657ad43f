"""Who may record which act, by the role held at or above the cell that handles the case."""

from django.utils.translation import gettext as _

from taonguon.accounts.enums import MAY_CHANGE, Role
from taonguon.admissions.following import UNDONE
from taonguon.orgs.access import Scope
from taonguon.rules.refusal import RefusedError

_BOARD = frozenset({Role.BOARD})
_COMMITTEE = frozenset({Role.COMMUNE, Role.BOARD})
_BY_BOARD = frozenset(
    {"decision-issued", "decision-extended", "recognition-decision", "strike-off-decision", "card"}
)  # fmt: skip
"""What the standing committee, or who it delegated, decided: the board records it."""
_BY_COMMITTEE = frozenset(
    {"committee-resolution", "recognition-committee-resolution", "strike-off-committee-resolution", "leave-to-begin",
     "dossier-sent"}
)  # fmt: skip


def _recorders(key: str) -> frozenset[Role]:
    return _BOARD if key in _BY_BOARD else _COMMITTEE if key in _BY_COMMITTEE else MAY_CHANGE


def may_record(scope: Scope, key: str, cell_pk: int) -> bool:
    """Say whether a log-in may record, correct or answer for an act of a case handled by a cell."""
    return scope.may(frozenset(_recorders(key)), cell_pk)


def refuse_undoing(scope: Scope, key: str, cell_pk: int) -> None:
    """Refuse, to all but the board, to take back what made or ended a membership."""
    if key in UNDONE and not scope.may(frozenset(_BOARD), cell_pk):
        raise RefusedError("on", _("Chỉ ban tổ chức bỏ được việc này; hãy cho ngày đúng, hoặc báo ban tổ chức."))


def who_records(key: str) -> str:
    """Say who records an act, to those who may not."""
    if key in _BY_BOARD:
        return _("Ban tổ chức ghi việc này, theo quyết định của ban thường vụ hoặc cấp ủy được ủy quyền.")
    if key in _BY_COMMITTEE:
        return _("Đảng ủy xã hoặc ban tổ chức ghi việc này.")
    return _("Chi bộ, đảng ủy xã hoặc ban tổ chức ghi việc này.")
