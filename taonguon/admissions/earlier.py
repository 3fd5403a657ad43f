"""Decisive earlier acts: an act that makes or ends a membership rests on another one, which must be on record.

The rules of the texts leave open what nobody told them; here it may not be left open. What really happened
without is recorded as irregular, and the missing act stays named with it, by a code of its own.
"""

from datetime import date

from django.utils.translation import gettext as _

from taonguon.admissions.facts import Bundle
from taonguon.admissions.models import Act
from taonguon.admissions.naming import act_name
from taonguon.orgs.enums import OrganisationKind
from taonguon.orgs.queries import map_on
from taonguon.rules.refusal import RefusedError

_RESTS_ON = {
    "decision-issued": "cell-resolution", "ceremony": "decision-issued", "recognition-decision": "ceremony",
    "strike-off-decision": "strike-off-committee-resolution",
}  # fmt: skip
_CODE = "WITHOUT-"
MISSING = tuple(_CODE + key for key in (*_RESTS_ON.values(), "strike-off-resolution"))
"""Every such code."""


def without(bundle: Bundle, key: str, on: date, today: date) -> list[str]:
    """Give the code of the act that must come before, where it is not on record by the day; an unknown day will do."""
    needed = _RESTS_ON.get(key)
    if needed == "strike-off-committee-resolution" and _is_base(bundle.candidacy.cell_id, today):
        needed = "strike-off-resolution"  # no grassroots committee stands between the cell and who decides
    if needed is None:
        return []
    before = bundle.acts.get(needed)
    recorded = before is not None and (before.day is None or before.day.first <= on)
    return [] if recorded else [_CODE + needed]


def _is_base(cell: int, today: date) -> bool:
    node = map_on(today).organisations.get(cell)
    return node is not None and node.kind == OrganisationKind.BASE_CELL


def is_without(code: str) -> bool:
    """Say whether the code names a missing act instead of a rule."""
    return code.startswith(_CODE)


def say_without(code: str) -> str:
    """Word the code."""
    return _("Chưa ghi việc phải có trước: %(act)s") % {"act": act_name(code.removeprefix(_CODE))}


def refuse_without(codes: list[str], *, irregular: bool, reason: str) -> bool:
    """Refuse to record as lawful what lacks its forerunner, and as irregular without a reason; say whether it lacks it."""
    if codes and not irregular:
        raise RefusedError(
            "",
            _("%(missing)s, vào đúng hoặc trước ngày này. Hãy ghi việc đó trước; nếu việc đã diễn ra mà không có, chỉ ghi được là chưa đúng quy định, kèm lý do.")
            % {"missing": say_without(codes[0])},
        )  # fmt: skip
    if codes and not reason.strip():
        raise RefusedError("reason", _("Hãy ghi lý do vì sao việc đã diễn ra như vậy."))
    return bool(codes)


def lacks_forerunner(against: list[str]) -> bool:
    """Say whether one of the codes names a missing act."""
    return any(map(is_without, against))


def still_against(standing: Act, bundle: Bundle, on: date | None, today: date) -> tuple[bool, list[str]]:
    """Give (irregular, against) of an act corrected to a day, as far as no rule is asked anew.

    It lacks its forerunner if it did before, or if its new day is too early: what only a list told may lack it in
    the ledger without anybody having left it out. Refused without a day, where another act on record rests on it.
    """
    if on is None:
        _refuse_rested_on(bundle, standing.key)
    codes = without(bundle, standing.key, on, today) if on is not None else []
    lacks = [c for c in codes if c in standing.against or c.removeprefix(_CODE) in bundle.acts]
    kept = [rule for rule in standing.against if not is_without(rule)]
    unlawful = standing.irregular and (bool(kept) or not standing.against)
    return bool(lacks) or unlawful, [*lacks, *kept]


def _refuse_rested_on(bundle: Bundle, key: str) -> None:
    for later, needed in _RESTS_ON.items():
        if needed == key and later in bundle.acts and not lacks_forerunner(bundle.acts[later].against):
            raise RefusedError(
                "on", _("%(later)s đã được ghi dựa vào việc này; hãy sửa việc đó trước.") % {"later": act_name(later)}
            )
