"""Which facts of a case each rule asks for: what a form opens, what a rule's page names.

Facts are named as in a case file. Left out: rules that only point something out, and FIX-STD and
FIX-PROC, which judge earlier steps by the rules of those.
"""

from functools import lru_cache

from taonguon.rules.book import Book
from taonguon.rules.cases import DONE_KEYS, OWN_KEY
from taonguon.rules.engine import rules_of

_ORDER = "STEP-ORDER"
_COUNT = "vote.body vote.members vote.temporarily_away vote.suspended vote.in_favour"
_CELL_COUNT = f"unit.official_members vote.exempt_absent {_COUNT}"
ASKS = {
    "ADM-CITIZEN": "person.citizen",
    "ADM-MASSORG": "person.youth_union_member person.youth_union_age person.trade_union_member unit.has_youth_union unit.has_trade_union",
    "ADM-LOCALSTD": "person.local_standards_met",
    "ADM-AGE-MIN": "person.born",
    "ADM-AGE-MAX": "person.born person.place_has_party_organisation person.place_has_members person.special_need person.good_health_and_prestige",
    "ADM-AGE-OVER60": "person.born person.place_has_party_organisation person.place_has_members person.special_need person.good_health_and_prestige person.consents done.cell-resolution",
    "ADM-EDU-MIN": "person.schooling person.areas person.standing",
    "ADM-EDU-EXC-AREA": "person.schooling person.areas",
    "ADM-EDU-EXC-ELDER": "person.schooling person.areas person.standing person.consents done.cell-resolution",
    "ADM-POLITICS": "person.political_issue",
    "CAND-LIST": "done.listed",
    "CAND-HELPER": "introduced_by.kind helper.kind done.helper-assigned",
    "CAND-PERMIT": "done.leave-to-begin",
    "CAND-CLASS": "done.class-certificate",
    "CAND-CLASS-TTL": "done.class-certificate",
    "CAND-APPLICATION": "done.application done.cv",
    "CAND-CV": "done.cv",
    "OPN-MASS": "done.opinions",
    "OPN-RES": "person.residence_opinion_exempt done.opinions",
    "DOS-12M": "person.cv_changed done.cv-verified done.dossier done.introductions done.opinions",
    "STEP-ORDER": "done.listed done.helper-assigned done.application done.cv done.cv-stamped done.cv-verified done.cv-certified done.introductions done.cell-resolution done.committee-resolution done.decision-issued done.decision-received done.ceremony done.new-member-class done.recognition-resolution done.recognition-committee-resolution",
    "INT-COUNT": "person.youth_union_age unit.has_youth_union unit.has_trade_union introduced_by.kind done.introductions",
    "INT-WHO": "introduced_by.kind introduced_by.together introduced_by.together_months introduced_by.same_grassroots_organisation introduced_by.replacement move.stage done.introductions",
    "INT-REPLACE": "introduced_by.kind introduced_by.together introduced_by.together_months introduced_by.replacement done.introductions",
    "INT-YOUTH": "person.youth_union_age unit.has_youth_union unit.has_trade_union introduced_by.kind done.introductions",
    "VER-WHO": "verifier.asked_about",
    "VER-SKIP-SELF": "person.close_kin_are_members person.kin_membership_confirmed person.cv_full_and_clear done.cv-verified",
    "VER-SKIP-SPOUSE": "person.spouse_side_are_members person.kin_membership_confirmed person.cv_full_and_clear person.married done.cv-verified",
    "VER-UNCLEAR": "person.cv_full_and_clear",
    "VER-ABROAD": "verifier.abroad",
    "VER-SEQ": "person.close_kin_are_members person.spouse_side_are_members person.kin_membership_confirmed person.cv_full_and_clear person.married done.cv done.cv-stamped done.cv-verified done.cv-certified",
    "VER-NOSELF": "verifier.relation done.cv-verified",
    "VER-TIME": "verifier.abroad done.verification-requested done.cv-verified",
    "VER-MISDECLARE": "person.cv_full_and_clear",
    "VOTE-EACH": "vote.persons",
    "VOTE-CONTENT": "vote.resolution_complete",
    "VOTE-BRANCH": _CELL_COUNT,
    "VOTE-DENOM": f"{_CELL_COUNT} vote.absent",
    "VOTE-GRASS": _COUNT,
    "VOTE-DELEG": f"{_COUNT} unit.delegated",
    "VOTE-BTV": _COUNT,
    "AUTH": "unit.delegated vote.body",
    "VOTE-REPORT": _CELL_COUNT,
    "VOTE-3FAIL": f"{_CELL_COUNT} vote.earlier_failed_votes",
    "CLK-DECIDE": "done.cell-resolution",
    "CLK-EXT": "done.cell-resolution done.decision-extended",
    "CLK-CEREMONY": "done.decision-issued done.decision-received",
    "CLK-CEREMONY-LATE": "done.decision-issued done.decision-received done.late-ceremony-consent",
    "CLK-PROBATION": "done.ceremony",
    "CLK-REVIEW": "done.ceremony",
    "CLK-RECDEC": "done.recognition-resolution",
    "CLK-CV-MEMBER": "done.ceremony done.member-cv",
    "CLK-TRANSFER": "move.on",
    "CER-FORM": "ceremony.one_by_one",
    "PROB-RIGHTS": "vote.probationary_counted",
    "PROB-HELPER": "ceremony.helper_assigned",
    "PROB-CLASS": "done.new-member-class",
    "REC-SELF": "done.ceremony done.self-review",
    "REC-HELPER": "done.helper-comments",
    "REC-OPN": "done.recognition-opinions",
    "REC-VOTE": f"{_CELL_COUNT} done.ceremony",
    "REC-BACKDATE": "done.ceremony",
    "STRIKE-VOTE": _CELL_COUNT,
    "AGE-PARTY": "done.decision-issued",
    "AGE-READMIT": "former_membership.first_decision",
    "CARD": "done.recognition-decision",
    "TRF-CAND": "move.on move.stage move.same_deciding_committee move.ceremony_at done.decision-issued done.dossier-forwarded done.dossier-received",
    "TRF-CAND-TMP": "unit.temporary",
    "TRF-PROB": "move.stage done.helper-comments",
    "TRF-PROB-TMP": "unit.temporary",
    "TRF-ABROAD": "unit.stands_at",
    "GRP-NOMEMBER": "person.place_has_party_organisation person.place_has_members done.handling-task",
    "GRP-STUDY": "person.full_time_study_months person.employer_comments unit.stands_at",
    "GRP-SECOND": "person.place_has_party_organisation person.contract person.contract_months person.secondment_months person.employer_comments unit.stands_at",
    "GRP-ARMY": "person.special_rules",
    "GRP-REL": "person.special_rules",
    "GRP-FOREIGN": "person.married person.married_to_foreigner",
    "GRP-OWNER": "person.special_rules",
    "GRP-POP": "former_membership.left_on former_membership.because population.children population.last_child_born population.exempt_case",
    "READM-WAIT": "former_membership.left_on former_membership.because former_membership.conviction_expunged_on done.application",
    "READM-AUTH": "person.consents",
    "READM-NEVER": "former_membership.because done.application",
    "READM-ONCE": "former_membership.times_readmitted done.application",
}


def asked_by(rule: str) -> tuple[str, ...]:
    """Give the facts a rule asks for."""
    return tuple(ASKS.get(rule, "").split())


@lru_cache(maxsize=256)
def asked_at(book: Book, step: str) -> frozenset[str]:
    """Give the facts that the rules of a step ask for.

    Its own act is done on the day asked about; of the order of steps only what comes before it counts.
    """
    asked = {fact for rule in rules_of(book, step) if rule != _ORDER for fact in asked_by(rule)}
    own = OWN_KEY.get(step, "")
    if _ORDER in rules_of(book, step):
        before = DONE_KEYS[: DONE_KEYS.index(own)] if own else DONE_KEYS
        asked |= {fact for fact in asked_by(_ORDER) if fact.removeprefix("done.") in before}
    return frozenset(asked - {f"done.{own}"})
