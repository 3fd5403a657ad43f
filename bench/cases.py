"""Invented cases for the engine, from a seed: people on their way to membership, most in order, some not.

`whole_votes` are cell meetings with every fact stated, as the yardstick needs them; `cases` are what an
office has: mostly cell meetings too, some other steps, and facts that nobody wrote down.
"""

import random
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from taonguon.rules.cases import (
    OWN_KEY,
    SCHOOLING,
    STEPS,
    Case,
    Ceremony,
    Former,
    Helper,
    Introducer,
    Move,
    Person,
    Population,
    Unit,
    Verifier,
    Vote,
)
from taonguon.rules.dates import PartialDate

FIRST, LAST = date(2016, 1, 1), date(2026, 11, 30)
"""Days asked about: every generation of the texts, and the spans between them that nobody here has read."""

VOTES_IN_100 = 60
"""How many of a hundred cases ask about the cell's meeting, the step with the most rules."""

ASTRAY_IN_1000 = 25
"""How often a single fact is not as it should be. A meeting rests on some forty of them."""

UNSTATED_IN_1000 = 8
"""How often a single fact is not stated."""

# The acts in their usual order, with the usual days since the one before.
_ACTS = (
    ("listed", 0), ("helper-assigned", 20), ("class-certificate", 150), ("leave-to-begin", 40), ("application", 30),
    ("cv", 15), ("cv-stamped", 7), ("verification-requested", 5), ("cv-verified", 30), ("cv-certified", 10),
    ("introductions", 12), ("opinions", 15), ("dossier", 6), ("cell-resolution", 20), ("committee-resolution", 15),
    ("decision-issued", 25), ("decision-received", 5), ("ceremony", 14), ("member-cv", 8), ("new-member-class", 150),
    ("self-review", 300), ("helper-comments", 3), ("recognition-opinions", 6), ("recognition-resolution", 12),
    ("recognition-committee-resolution", 12), ("recognition-decision", 18), ("card", 15),
)  # fmt: skip
_AT = {key: at for at, (key, _) in enumerate(_ACTS)}
_LAST_ACT = {"strike-off": "new-member-class", "move": "introductions", "readmission": "introductions"}
_BODY = {
    "committee-vote": "grassroots-committee", "recognition-committee-vote": "grassroots-committee",
    "decision": "standing-committee", "recognition-decision": "standing-committee",
}  # fmt: skip
_VOTED = frozenset({"cell-vote", "recognition-cell-vote", "strike-off", *_BODY})
_OTHER_STEPS = tuple(step for step in STEPS if step != "cell-vote")


class _Dice:
    """Chances that come out the same in every run."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.below = self.random.randrange
        self.of = self.random.choice

    def astray(self) -> bool:
        return self.below(1000) < ASTRAY_IN_1000

    def usually(self, usual: Any, *others: Any) -> Any:
        return self.of(others) if self.astray() else usual

    def one_in(self, many: int) -> bool:
        return not self.below(many)


def whole_votes(count: int, seed: int = 2016) -> Iterator[Case]:
    """Give cell meetings of which every fact that the yardstick is told is stated."""
    dice = _Dice(seed)
    for number in range(count):
        yield _whole(dice, "cell-vote", f"v{number}")


def cases(count: int, seed: int = 2026) -> Iterator[Case]:
    """Give cases of every step as an office has them, one after the other, none kept."""
    dice = _Dice(seed)
    for number in range(count):
        step = "cell-vote" if dice.below(100) < VOTES_IN_100 else dice.of(_OTHER_STEPS)
        yield _as_stated(dice, _particular(dice, _whole(dice, step, f"c{number}")))


def _whole(dice: _Dice, step: str, name: str) -> Case:
    on = FIRST + timedelta(days=dice.below((LAST - FIRST).days + 1))
    unit = _unit(dice)
    young = not dice.one_in(3)
    return Case(
        step=step,
        on=on,
        id=name,
        person=_person(dice, on, young=young),
        unit=unit,
        introduced_by=_introducers(dice, unit, young=young),
        helper=Helper(dice.usually("official-member", "probationary-member")),
        done=_done(dice, step, on),
        vote=_vote(dice, step, unit) if step in _VOTED else None,
        verifier=Verifier(dice.usually("none", "parent", "spouse"), abroad=dice.one_in(50)),
        ceremony=Ceremony(dice.usually(True, False), dice.usually(True, False)),
    )


def _person(dice: _Dice, on: date, *, young: bool) -> Person:
    age = dice.usually(18 + dice.below(13) if young else 31 + dice.below(25), 17, 18, 60, 61)
    born = date(on.year - age, 1 + dice.below(12), 1 + dice.below(28))
    married = not young or dice.one_in(2)
    right, wrong = dice.usually, (True, False)
    return Person(
        born=PartialDate(born.year, born.month, born.day),
        sex=dice.of(("female", "male")),
        citizen=right(*wrong),
        schooling=dice.usually(dice.of(SCHOOLING[5:]), *SCHOOLING[:5]),
        areas=("border", "mountain") if dice.one_in(2) else (),
        standing=dice.usually(None, "village-elder"),
        place_has_party_organisation=right(*wrong),
        place_has_members=right(*wrong),
        special_need=dice.one_in(4),
        good_health_and_prestige=right(*wrong),
        youth_union_member=right(young, not young),
        youth_union_age=young,
        trade_union_member=dice.one_in(2),
        close_kin_are_members=dice.one_in(3),
        spouse_side_are_members=dice.one_in(3),
        kin_membership_confirmed=dice.one_in(2),
        cv_full_and_clear=right(*wrong),
        cv_changed=right(False, True),
        married=married,
        married_to_foreigner=right(False, True) if married else False,
        political_issue=right("none", "unresolved", "concluded"),
        residence_opinion_exempt=right(False, True),
        local_standards_met=right(*wrong),
        special_rules=right((), ("06-QDi-TW",), ("army",)),
        consents=() if dice.one_in(2) else ("provincial-standing-committee",),
    )


def _unit(dice: _Dice) -> Unit:
    return Unit(
        official_members=dice.usually(3 + dice.below(25), 2),
        has_youth_union=not dice.one_in(4),
        has_trade_union=dice.one_in(3),
        delegated=dice.one_in(5),
        base_committee=not dice.one_in(5),
        stands_at="residence",
        temporary=False,
    )


def _introducers(dice: _Dice, unit: Unit, *, young: bool) -> tuple[Introducer, ...]:
    member = _introducer(dice)
    if young and unit.has_youth_union:
        second = Introducer(dice.usually("youth-union-base-committee", "youth-union-base-cell"))
    elif unit.has_trade_union and not unit.has_youth_union and dice.one_in(2):
        second = Introducer("trade-union-base-committee")
    else:
        second = _introducer(dice)
    return (member,) if dice.astray() else (member, second)


def _introducer(dice: _Dice) -> Introducer:
    return Introducer(
        kind=dice.usually("official-member", "probationary-member"),
        together=dice.usually("work", "study", "residence-cell"),
        together_months=dice.usually(12 + dice.below(100), 3, 11),
        same_grassroots_organisation=dice.usually(True, False),
        replacement=False,
    )


def _done(dice: _Dice, step: str, on: date) -> dict[str, date | bool]:
    """Date the acts up to the step backwards from its day; those after it are not yet done."""
    last = OWN_KEY.get(step) or _LAST_ACT[step]
    day = on if step in OWN_KEY else on - timedelta(days=dice.below(60))
    out: dict[str, date | bool] = {key: False for key, _ in _ACTS[_AT[last] + 1 :]}
    for key, usual in reversed(_ACTS[: _AT[last] + 1]):
        # Kept verified: whether a CV may go unverified is a rule that the yardstick does not carry.
        out[key] = day if key == "cv-verified" or not dice.one_in(400) else False
        if dice.astray():
            out[key] = day + timedelta(days=dice.of((-2000, -500, -400, -60, 20)))
        day -= timedelta(days=dice.usually(usual // 2 + dice.below(usual + 1), 0))
    if step in OWN_KEY:
        out[last] = on
    return out


def _vote(dice: _Dice, step: str, unit: Unit) -> Vote:
    body = _BODY.get(step, "cell")
    members = dice.usually(unit.official_members, 9) if body == "cell" else 9 + dice.below(20)
    away, exempt, suspended = (int(dice.one_in(12)) for _ in range(3))
    base = max(members - away - exempt - suspended, 0)
    return Vote(
        body=dice.usually(body, "standing-committee") if step != "cell-vote" else body,
        members=members,
        absent=0,
        temporarily_away=away,
        exempt_absent=exempt,
        exempt_present=0,
        suspended=suspended,
        in_favour=dice.usually(base - dice.below(base // 4 + 1), base // 2, -(-2 * base // 3)),
        earlier_failed_votes=dice.usually(0, 2),
        probationary_counted=dice.usually(0, 1),
        persons=dice.usually(1, 3),
        resolution_complete=True,
    )


def _particular(dice: _Dice, case: Case) -> Case:
    """Add what concerns only some: a move, a third child, an earlier membership, study or a contract."""
    on, ago = case.on, timedelta(days=dice.below(2500))
    if case.step == "move" or dice.one_in(40):
        stage = dice.of(("being-helped", "resolved-not-sent", "sent-no-decision", "decided-no-ceremony", "probation"))
        case = replace(case, move=Move(on - timedelta(days=dice.below(90)), stage, dice.one_in(2), "new"))
    if case.step == "readmission" or dice.one_in(60):
        because = dice.of(("own-request", "abandoned", "population", "less-serious-conviction"))
        former = Former(on - ago, because, on - ago / 2, int(dice.one_in(9)), on - ago - timedelta(days=3000))
        case = replace(case, former_membership=former)
    if dice.one_in(20):
        case = replace(case, population=Population(dice.of((1, 2, 3, 4, 5)), on - ago, dice.one_in(5)))
    if dice.one_in(20):
        case = replace(case, person=replace(case.person, contract="fixed-term", contract_months=dice.of((6, 24))))
    elif dice.one_in(20):
        person = replace(case.person, full_time_study_months=dice.of((6, 36)), employer_comments=dice.one_in(2))
        case = replace(case, person=person, unit=replace(case.unit, stands_at="school"))
    return case


def _as_stated(dice: _Dice, case: Case) -> Case:
    """Leave out a fact here and there, and the day of some births."""
    person, born = _less(dice, case.person), case.person.born
    if born is not None and dice.one_in(60):
        person = replace(person, born=PartialDate(born.year))
    return replace(
        case,
        person=person,
        unit=_less(dice, case.unit),
        vote=None if case.vote is None else _less(dice, case.vote),
        done={key: when for key, when in case.done.items() if dice.below(1000) >= UNSTATED_IN_1000},
    )


def _less(dice: _Dice, facts: Any) -> Any:
    left_out = {f.name: None for f in fields(facts) if dice.below(1000) < UNSTATED_IN_1000}
    return replace(facts, **left_out) if left_out else facts
