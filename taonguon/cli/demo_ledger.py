"""The demonstration's ledger: recorded through the ordinary actions, so that the rules are asked of each act."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taonguon.accounts.models import User
    from taonguon.admissions.actions import Details
    from taonguon.admissions.models import Candidacy
    from taonguon.orgs.models import Organisation
    from taonguon.people.models import Person

WHY = "Theo biên bản, nghị quyết lưu tại chi bộ (dữ liệu dùng thử)"
"""The reason given where a point asks for attention, such as a text nobody here has read."""
FACTS: dict[str, dict[str, Any]] = {
    "person": {
        "citizen": True, "areas": ["mountain", "border"], "place_has_party_organisation": True,
        "place_has_members": True, "special_need": False, "good_health_and_prestige": True, "youth_union_age": False,
        "youth_union_member": False, "trade_union_member": False, "close_kin_are_members": False,
        "spouse_side_are_members": False, "cv_full_and_clear": True, "married_to_foreigner": False,
        "political_issue": "none", "consents": [],
    },
    "unit": {"has_youth_union": True, "has_trade_union": False, "delegated": False, "temporary": False},
    "verifier": {"relation": "none"},
}  # fmt: skip
_TOGETHER_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Scribes:
    """Who recorded what: each act by whose step it is."""

    today: date
    board: "User"
    cell: "User"
    committee: "User"

    def of(self, key: str) -> "User":
        """Give the log-in that records an act."""
        from taonguon.admissions.actions import STEP_OF
        from taonguon.rules.engine import actor_of

        actor = actor_of(STEP_OF[key]) if key in STEP_OF else "competent-committee"
        if actor == "competent-committee":
            return self.board
        return self.committee if actor == "grassroots-committee" else self.cell


def record_ledger(file: Path, today: date, board: "User") -> int:
    """Record what the file tells; a case or an act that is there already stays. Give how many acts were recorded."""
    from django.db import transaction

    told = tomllib.loads(file.read_text("utf-8"))
    done = 0
    for entry in (*told.get("path", ()), *told.get("more", ())):
        with transaction.atomic():  # one case at a time: a preparation that is cut is taken up again
            done += _record(entry, today, board)
    return done


def _record(entry: "Mapping[str, Any]", today: date, board: "User") -> int:
    from taonguon.accounts.models import User

    named = entry.get("by", {})
    users = {role: User.objects.get(username=name) for role, name in named.items()}
    scribes = Scribes(today, board, users.get("cell", board), users.get("committee", board))
    case = _case(entry, scribes)
    if case is None:
        return 0
    if "code" in entry and "facts" in entry:
        _tell(case, entry["facts"], scribes)
    done = sum(_act(case, told, scribes) for told in entry["acts"])
    return done + _hand_over(case, entry.get("desk", []), scribes)


def _case(entry: "Mapping[str, Any]", scribes: Scribes) -> "Candidacy | None":
    """Give the case of the register, or open that of a member; None where the member has one already."""
    from taonguon.admissions.models import Candidacy

    if "code" in entry:
        return Candidacy.objects.get(code=entry["code"], closed="")
    person = _person(entry["person"], entry["born"])
    if person.candidacies.exists():
        return None
    return _opened(entry, person, scribes)


def _opened(entry: "Mapping[str, Any]", person: "Person", scribes: Scribes) -> "Candidacy":
    from taonguon.admissions.actions import assign_helper, open_candidacy, set_introducers
    from taonguon.people.actions import correct_tenure
    from taonguon.rules.cases import Introducer

    cell, today = unit_named(entry["cell"]), scribes.today
    acts = {told["act"]: told for told in entry["acts"]}
    listed, helped = acts["listed"], acts["helper-assigned"]
    case = open_candidacy(person, cell, listed["on"], actor=scribes.cell, today=today, number=listed["number"])
    helper = _member(entry["helper"], cell)
    assign_helper(case, helper, helped["on"], actor=scribes.cell, today=today, number=helped["number"], reason=WHY)
    _tell(case, {"schooling": entry["schooling"]}, scribes)
    introducer = Introducer("official-member", "work", _TOGETHER_MONTHS, True, False)
    found: list[tuple[Introducer, Person | None]] = [(introducer, _member(n, cell)) for n in entry["introducers"]]
    set_introducers(case, found, actor=scribes.cell, today=today)
    if "head_since" in entry:
        tenure = person.tenures.get(post__kind="head")
        correct_tenure(tenure, entry["head_since"], tenure.until, actor=scribes.committee, today=today)
    return case


def _tell(case: "Candidacy", own: "dict[str, Any]", scribes: Scribes) -> None:
    """Tell the conditions, unless they stand so already."""
    from taonguon.admissions.ledger import set_facts

    tables = FACTS | {"person": FACTS["person"] | own}
    if case.facts != tables:
        set_facts(case, tables, actor=scribes.cell, today=scribes.today)


def _hand_over(case: "Candidacy", lines: "list[Mapping[str, Any]]", scribes: Scribes) -> int:
    """Write the lines of the board's register that are not there yet."""
    from taonguon.admissions.desk_enums import HandOverKind
    from taonguon.admissions.desk_models import HandOver
    from taonguon.admissions.handover import Line, hand_over

    done = 0
    for told in lines:
        kind = HandOverKind(told["kind"])
        if HandOver.objects.filter(candidacy=case, kind=kind, on=told["on"]).exists():
            continue
        unit = unit_named(told["unit"]) if "unit" in told else None
        line = Line(unit, tuple(told.get("forms", ())), told.get("until"))
        hand_over(case, kind, told["on"], line, actor=scribes.board, today=scribes.today)
        done += 1
    return done


def _act(case: "Candidacy", told: "Mapping[str, Any]", scribes: Scribes) -> int:
    """Record one act unless it is on record; a reason is given where the rules ask for one."""
    from taonguon.admissions.actions import JudgedError, record_act

    key = told["act"]
    if case.acts.filter(key=key, standing=True).exists():
        return 0
    details, actor = _details(case, told), scribes.of(key)
    try:
        record_act(case, key, told["on"], details, actor=actor, today=scribes.today)
    except JudgedError as judged:
        if judged.field != "reason":
            raise
        record_act(case, key, told["on"], replace(details, reason=WHY), actor=actor, today=scribes.today)
    return 1


def _details(case: "Candidacy", told: "Mapping[str, Any]") -> "Details":
    from taonguon.admissions.actions import Details
    from taonguon.admissions.facts import official_members
    from taonguon.rules.cases import Vote

    vote = None
    if "in_favour" in told:
        body = _BODIES[told["act"]]
        members = told.get("members") or official_members([case.cell_id], told["on"])[case.cell_id]
        vote = Vote(
            body=body, members=members, absent=0, temporarily_away=0, exempt_absent=0, exempt_present=0, suspended=0,
            in_favour=told["in_favour"], earlier_failed_votes=0,
        )  # fmt: skip
    return Details(
        number=told.get("number", ""), issuer=told.get("issuer", ""), reason=told.get("reason", ""),
        irregular=told.get("irregular", False), vote=vote,
    )  # fmt: skip


_BODIES = {
    "cell-resolution": "cell", "committee-resolution": "grassroots-committee", "decision-issued": "standing-committee",
    "recognition-resolution": "cell", "recognition-committee-resolution": "grassroots-committee",
    "recognition-decision": "standing-committee",
}  # fmt: skip


def _person(name: str, born: date) -> "Person":
    from taonguon.people.models import Person

    return Person.objects.get(name=name, born_on=born)


def unit_named(name: str) -> "Organisation":
    """Give the unit of a name."""
    from taonguon.orgs.models import Organisation

    return Organisation.objects.get(spans__name=name, spans__until__isnull=True)


def _member(name: str, cell: "Organisation") -> "Person":
    from taonguon.people.models import Person

    return Person.objects.get(name=name, activities__cell=cell, activities__until__isnull=True)
