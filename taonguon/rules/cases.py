"""A case: what is known of one candidate, as plain facts. None means not known, never "no".

Tables that concern only a group (former membership, move, population) are None for people outside it.
Fields say which values they take; the reader of case files, the form and the writer all go by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from taonguon.rules.dates import PartialDate

STEPS = (
    "list", "assign-helper", "class", "application", "cv", "verification", "introduction", "opinions", "certify-cv",
    "cell-vote", "committee-vote", "decision", "ceremony", "new-member-class", "self-review", "recognition-cell-vote",
    "recognition-committee-vote", "recognition-decision", "card", "strike-off", "move", "readmission",
)  # fmt: skip

# The key of [done] that records a step itself.
OWN_KEY = {
    "list": "listed", "assign-helper": "helper-assigned", "class": "class-certificate", "application": "application",
    "cv": "cv", "verification": "cv-verified", "introduction": "introductions", "opinions": "opinions",
    "certify-cv": "cv-certified", "cell-vote": "cell-resolution", "committee-vote": "committee-resolution",
    "decision": "decision-issued", "ceremony": "ceremony", "new-member-class": "new-member-class",
    "self-review": "self-review", "recognition-cell-vote": "recognition-resolution",
    "recognition-committee-vote": "recognition-committee-resolution", "recognition-decision": "recognition-decision",
    "card": "card",
}  # fmt: skip

DONE_KEYS = (
    "listed", "helper-assigned", "handling-task", "class-certificate", "leave-to-begin", "application", "cv",
    "cv-stamped", "verification-requested", "cv-verified", "cv-certified", "dossier", "introductions", "opinions",
    "cell-resolution", "committee-resolution", "decision-extended", "decision-issued", "dossier-forwarded",
    "dossier-received", "decision-received", "late-ceremony-consent", "ceremony", "member-cv", "new-member-class",
    "self-review", "helper-comments", "recognition-opinions", "recognition-resolution",
    "recognition-committee-resolution", "recognition-decision", "card",
)  # fmt: skip

BODIES = ("cell", "grassroots-committee", "delegated-committee", "standing-committee")
SCHOOLING = (
    "none", "literate", "primary", "lower-secondary-programme", "lower-secondary-equivalent",
    "lower-secondary-diploma", "upper-secondary-diploma", "higher",
)  # fmt: skip
AREAS = ("mountain", "border", "island", "ethnic-minority", "especially-difficult", "sea-fishing")
STANDINGS = ("village-elder", "village-chief", "person-of-prestige")
INTRODUCERS = (
    "official-member", "probationary-member", "youth-union-base-committee", "youth-union-base-cell",
    "youth-union-cell", "trade-union-base-committee",
)  # fmt: skip
STANDS_AT = ("residence", "workplace", "school", "host", "abroad")
REASONS_LEFT = (
    "own-request", "own-request-hardship", "abandoned", "disunity", "corruption-conviction", "serious-conviction",
    "less-serious-conviction", "struck-off", "expelled", "population",
)  # fmt: skip
STAGES = ("being-helped", "resolved-not-sent", "sent-no-decision", "decided-no-ceremony", "probation")
CONSENTS = ("provincial-standing-committee",)
# Which document applies, never what it is about: that would be a fact about the person that nobody needs here.
SPECIAL_RULES = ("06-QDi-TW", "06-TT-TW", "08-HD-BTCTW", "army")
ASKED_ABOUT = (
    "applicant",
    "parents",
    "spouse-parents",
    "raised-by",
    "spouse",
    "children",
    "grandparents",
    "siblings",
    "uncles-aunts",
)


def _flag() -> Any:
    return field(default=None, metadata={"kind": "flag"})


def _number() -> Any:
    return field(default=None, metadata={"kind": "number"})


def _date() -> Any:
    return field(default=None, metadata={"kind": "day"})


def _choice(*allowed: str) -> Any:
    return field(default=None, metadata={"kind": "choice", "allowed": allowed})


def _choices(*allowed: str) -> Any:
    return field(default=None, metadata={"kind": "choices", "allowed": allowed})


@dataclass(frozen=True, slots=True)
class Person:
    """The candidate."""

    born: PartialDate | None = field(default=None, metadata={"kind": "partial"})
    sex: str | None = _choice("female", "male")
    citizen: bool | None = _flag()
    schooling: str | None = _choice(*SCHOOLING)
    areas: tuple[str, ...] | None = _choices(*AREAS)
    standing: str | None = _choice(*STANDINGS)
    place_has_party_organisation: bool | None = _flag()
    place_has_members: bool | None = _flag()
    special_need: bool | None = _flag()
    good_health_and_prestige: bool | None = _flag()
    youth_union_member: bool | None = _flag()
    youth_union_age: bool | None = _flag()
    trade_union_member: bool | None = _flag()
    close_kin_are_members: bool | None = _flag()
    spouse_side_are_members: bool | None = _flag()
    kin_membership_confirmed: bool | None = _flag()
    cv_full_and_clear: bool | None = _flag()
    cv_changed: bool | None = _flag()
    married: bool | None = _flag()
    married_to_foreigner: bool | None = _flag()
    political_issue: str | None = _choice("none", "unresolved", "concluded")
    contract: str | None = _choice("fixed-term", "open-ended")
    contract_months: int | None = _number()
    full_time_study_months: int | None = _number()
    secondment_months: int | None = _number()
    employer_comments: bool | None = _flag()
    residence_opinion_exempt: bool | None = _flag()
    local_standards_met: bool | None = _flag()
    special_rules: tuple[str, ...] | None = _choices(*SPECIAL_RULES)
    consents: tuple[str, ...] | None = _choices(*CONSENTS)


@dataclass(frozen=True, slots=True)
class Unit:
    """The cell that handles the case, and the committee above it."""

    official_members: int | None = _number()
    has_youth_union: bool | None = _flag()
    has_trade_union: bool | None = _flag()
    delegated: bool | None = _flag()
    base_committee: bool | None = _flag()
    stands_at: str | None = _choice(*STANDS_AT)
    temporary: bool | None = _flag()


@dataclass(frozen=True, slots=True)
class Introducer:
    """One who introduces: a member, or a body of a mass organisation."""

    kind: str | None = _choice(*INTRODUCERS)
    together: str | None = _choice("work", "study", "residence-cell")
    together_months: int | None = _number()
    same_grassroots_organisation: bool | None = _flag()
    replacement: bool | None = _flag()


@dataclass(frozen=True, slots=True)
class Helper:
    """The member assigned to help."""

    kind: str | None = _choice("official-member", "probationary-member")


@dataclass(frozen=True, slots=True)
class Vote:
    """The counts of the vote at the step asked about. Numbers only: who voted how has no field."""

    body: str | None = _choice(*BODIES)
    members: int | None = _number()
    absent: int | None = _number()
    temporarily_away: int | None = _number()
    exempt_absent: int | None = _number()
    exempt_present: int | None = _number()
    suspended: int | None = _number()
    in_favour: int | None = _number()
    earlier_failed_votes: int | None = _number()
    probationary_counted: int | None = _number()
    persons: int | None = _number()
    resolution_complete: bool | None = _flag()


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who verified the CV, and where."""

    relation: str | None = _choice("none", "self", "parent", "spouse", "sibling", "child")
    abroad: bool | None = _flag()
    asked_about: tuple[str, ...] | None = _choices(*ASKED_ABOUT)


@dataclass(frozen=True, slots=True)
class Ceremony:
    """How the admission ceremony was held."""

    one_by_one: bool | None = _flag()
    helper_assigned: bool | None = _flag()


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier membership."""

    left_on: date | None = _date()  # noqa: RUF009  # a field, as the other kinds
    because: str | None = _choice(*REASONS_LEFT)
    conviction_expunged_on: date | None = _date()  # noqa: RUF009  # a field, as the other kinds
    times_readmitted: int | None = _number()
    first_decision: date | None = _date()  # noqa: RUF009  # a field, as the other kinds


@dataclass(frozen=True, slots=True)
class Population:
    """What the population rule asks."""

    children: int | None = _number()
    last_child_born: date | None = _date()  # noqa: RUF009  # a field, as the other kinds
    exempt_case: bool | None = _flag()


@dataclass(frozen=True, slots=True)
class Move:
    """A move to another unit during the procedure."""

    on: date | None = _date()  # noqa: RUF009  # a field, as the other kinds
    stage: str | None = _choice(*STAGES)
    same_deciding_committee: bool | None = _flag()
    ceremony_at: str | None = _choice("new", "old")


@dataclass(frozen=True, slots=True)
class Expect:
    """What a case file expects of the answer; never read while answering."""

    verdict: str | None = None
    rules: tuple[str, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    base: int | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One situation and one question: may `step` be taken on the day `on`?

    `done` says of each act when it happened, or False for "not yet"; a missing key is not known.
    `only` judges these rules alone. `introduced_by` None: not stated.
    """

    step: str
    on: date
    id: str = ""
    title: str = ""
    source: str = ""
    only: tuple[str, ...] | None = None
    person: Person = Person()
    unit: Unit = Unit()
    introduced_by: tuple[Introducer, ...] | None = None
    helper: Helper = Helper()
    done: Mapping[str, date | bool] = field(default_factory=dict)
    vote: Vote | None = None
    verifier: Verifier = Verifier()
    ceremony: Ceremony = Ceremony()
    former_membership: Former | None = None
    population: Population | None = None
    move: Move | None = None
    expect: Expect | None = None


TABLES: Mapping[str, type] = {
    "person": Person, "unit": Unit, "helper": Helper, "vote": Vote, "verifier": Verifier, "ceremony": Ceremony,
    "former_membership": Former, "population": Population, "move": Move,
}  # fmt: skip
