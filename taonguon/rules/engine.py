"""The engine: judge a step, reckon every clock, say what can lawfully come next. Pure; today is an argument."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from taonguon.rules.book import Book, central
from taonguon.rules.cases import OWN_KEY, Case
from taonguon.rules.dates import add_months
from taonguon.rules.findings import Answer, Finding, Verdict, verdict_of
from taonguon.rules.inquiry import Inquiry, reckon
from taonguon.rules.procedure import (  # each registers the rules it judges
    candidacy,
    clocks,
    eligibility,
    groups,
    introduction,
    irregular,
    moves,
    probation,
    readmission,
    verification,
    votes,
)
from taonguon.rules.procedure.candidacy import certificate_until
from taonguon.rules.procedure.clocks import a_day, ceremony_limit, decision_limit, probation_ends
from taonguon.rules.procedure.eligibility import birthday
from taonguon.rules.procedure.probation import official_on
from taonguon.rules.procedure.readmission import readmission_from
from taonguon.rules.procedure.verification import reply_limit
from taonguon.rules.procedure.votes import tally
from taonguon.rules.registry import JUDGES, Judge

MODULES = (
    candidacy, clocks, eligibility, groups, introduction, irregular, moves, probation, readmission, verification, votes,
)  # fmt: skip


@lru_cache(maxsize=256)
def rules_of(book: Book, step: str) -> tuple[str, ...]:
    """Give the rules that guard a step, in the order of the books."""
    return tuple(rule.id for rule in book.rules.values() if step in rule.steps)


@lru_cache(maxsize=256)
def judges_of(book: Book, step: str) -> tuple[frozenset[str], list[Judge]]:
    """Give the rules that guard a step, and the functions that judge them."""
    rules = rules_of(book, step)
    return frozenset(rules), [JUDGES[rule] for rule in rules]


def _judged(case: Case, book: Book) -> Inquiry:
    if case.only is None:
        judged, judges = judges_of(book, case.step)
    else:
        judged, judges = frozenset(case.only), [JUDGES[rule] for rule in case.only]
    q = Inquiry(case, book, judged)
    for judge in judges:
        judge(q)
    return q


def findings_of(case: Case, book: Book) -> list[Finding]:
    """Give what the rules find and nothing else: no clocks, no count of votes."""
    return _judged(case, book).findings


def check(case: Case, book: Book | None = None) -> Answer:
    """Judge whether the case's step may be taken on its day. What the case expects is not read."""
    q = _judged(case, book or central())
    findings = tuple(q.findings)
    count = tally(q)
    return Answer(
        id=case.id,
        step=case.step,
        on=case.on,
        verdict=verdict_of(findings),
        findings=findings,
        dates={clock.name: clock.by for clock in clocks_of(q) if clock.by is not None},
        base=count.base if count else None,
        needed=count.needed if count else None,
        in_favour=case.vote.in_favour if case.vote else None,
    )


# Clocks.


class Clock(NamedTuple):
    """One clock: what starts it and when, by which rule, its last day, when the act it waits for was done."""

    name: str
    rule: str
    start: str
    started: date
    by: date | None
    act: str
    done: date | None = None
    notes: tuple[str, ...] = ()


def calendar(case: Case, book: Book | None = None) -> list[Clock]:
    """Give every clock that runs or ran in the case, as of its day, by last day."""
    found = clocks_of(Inquiry(case, book or central(), ()))
    return sorted(found, key=lambda clock: (clock.by or date.max, clock.name))


def clocks_of(q: Inquiry) -> list[Clock]:
    """Reckon every clock whose start is known."""
    out: list[Clock] = []
    done: _Done = {key: when for key, when in q.case.done.items() if when is not False}  # type: ignore[misc]  # True is refused on reading
    if q.own:
        done[q.own] = q.on
    if (day := done.get("class-certificate")) is not None:
        meeting = a_day(q.cell_meeting()) or q.on
        if (until := certificate_until(q, meeting)) is not None:
            met = a_day(q.case.done.get("cell-resolution"))
            start = "class-certificate"
            out.append(Clock("certificate-valid-until", "CAND-CLASS-TTL", start, day, until, "cell-vote", met))
    born = q.person.born
    if born is not None and born.day:
        limits = q.peek("ADM-AGE-MIN", a_day(q.cell_meeting()) or q.on)
        if limits is not None:
            out.append(
                Clock("age-eligible-from", "ADM-AGE-MIN", "born", born.first, birthday(born.first, limits["years"]), "")
            )
    _dossier(q, out, done)
    _before_ceremony(q, out, done)
    if (held := done.get("ceremony")) is not None:
        _after_ceremony(q, out, held, done)
    if (resolved := done.get("recognition-resolution")) is not None and q.step != "recognition-cell-vote":
        _recognition(q, out, resolved, done.get("recognition-decision"))
    _others(q, out, done)
    return out


_Done = dict[str, date]


def _dossier(q: Inquiry, out: list[Clock], done: _Done) -> None:
    if (day := done.get("verification-requested")) is not None:
        came = done.get("cv-verified")
        if (found := reply_limit(q, came or q.on)) is not None:
            out.append(
                Clock(
                    "reply-by", "VER-TIME", "verification-requested", day, found.by, "verification", came, found.notes
                )
            )


def _before_ceremony(q: Inquiry, out: list[Clock], done: _Done) -> None:
    issued, held = done.get("decision-issued"), done.get("ceremony")
    if (day := done.get("cell-resolution")) is not None and q.step != "cell-vote":
        both = decision_limit(q, issued or q.on)
        if both is not None:
            plain, extended = both
            start = "cell-resolution"
            out.append(Clock("decision-by", "CLK-DECIDE", start, day, plain.by, "decision", issued, plain.notes))
            out.append(
                Clock("decision-by-extended", "CLK-EXT", start, day, extended.by, "decision", issued, extended.notes)
            )
    if (found := ceremony_limit(q, held or q.on)) is not None:
        start = found.row["from"]
        out.append(Clock("ceremony-by", "CLK-CEREMONY", start, done[start], found.by, "ceremony", held, found.notes))


def _after_ceremony(q: Inquiry, out: list[Clock], held: date, done: _Done) -> None:
    row = q.peek("CLK-CV-MEMBER", done.get("member-cv") or q.on)
    if row is not None and (found := reckon(q, row, "workdays", held, done.get("member-cv") or q.on)) is not None:
        out.append(
            Clock("member-cv-by", "CLK-CV-MEMBER", "ceremony", held, found.by, "", done.get("member-cv"), found.notes)
        )
    ends = probation_ends(q)
    if ends is None:
        return
    resolved, decided = done.get("recognition-resolution"), done.get("recognition-decision")
    out.append(Clock("probation-ends", "CLK-PROBATION", "ceremony", held, ends, "", None))
    if (official := official_on(q, decided or q.on)) is not None:
        out.append(Clock("official-on", "REC-BACKDATE", "ceremony", held, official, "", decided))
    row = q.peek("CLK-REVIEW", resolved or q.on)
    if row is not None and (found := reckon(q, row, "workdays", ends, resolved or q.on)) is not None:
        out.append(
            Clock(
                "review-by",
                "CLK-REVIEW",
                "probation-ends",
                ends,
                found.by,
                "recognition-cell-vote",
                resolved,
                found.notes,
            )
        )


def _recognition(q: Inquiry, out: list[Clock], resolved: date, decided: date | None) -> None:
    row = q.peek("CLK-RECDEC", decided or q.on)
    if row is not None and (found := reckon(q, row, "workdays", resolved, decided or q.on)) is not None:
        name, start = "recognition-decision-by", "recognition-resolution"
        out.append(Clock(name, "CLK-RECDEC", start, resolved, found.by, "recognition-decision", decided, found.notes))


def _others(q: Inquiry, out: list[Clock], done: _Done) -> None:
    former = q.case.former_membership
    issued = done.get("decision-issued")
    if issued is not None and former is None and q.peek("AGE-PARTY", issued) is not None:
        out.append(Clock("party-age-from", "AGE-PARTY", "decision-issued", issued, issued, ""))
    if former is not None and former.left_on is not None:
        row = q.peek("READM-WAIT", done.get("application") or q.on)
        if row is not None and (first := readmission_from(former, former.left_on, row)) is not None:
            out.append(Clock("readmission-from", "READM-WAIT", "left_on", former.left_on, first, "readmission"))
    if (day := done.get("dossier")) is not None and done.get("cell-resolution") is None:
        row = q.peek("DOS-12M", q.on)
        if row is not None:
            out.append(
                Clock("dossier-fresh-until", "DOS-12M", "dossier", day, add_months(day, row["months"]), "cell-vote")
            )


# What comes next.


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that can come next: who acts, what the engine says if it were taken on the day, its last day.

    `may_from`: the earliest lawful day, where the day is what stands in the way.
    """

    step: str
    actor: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    by: date | None
    may_from: date | None


# Who acts at each step, and the acts (keys of [done]) it follows. A step whose result is a count is judged
# without its vote: what stands in the way of meeting, not how the vote ends.
_FOLLOWS = {
    "list": ("cell", ()),
    "assign-helper": ("cell", ("listed",)),
    "class": ("political-centre", ("listed",)),
    "application": ("candidate", ("listed",)),
    "cv": ("candidate", ("application",)),
    "verification": ("grassroots-committee", ("cv",)),
    "introduction": ("introducers", ("cv",)),
    "opinions": ("cell-committee", ("cv",)),
    "certify-cv": ("grassroots-committee", ("cv",)),
    "cell-vote": ("cell", ("cv-certified", "introductions", "opinions")),
    "committee-vote": ("grassroots-committee", ("cell-resolution",)),
    "decision": ("competent-committee", ("cell-resolution",)),
    "ceremony": ("cell", ("decision-issued",)),
    "new-member-class": ("political-centre", ("ceremony",)),
    "self-review": ("member", ("ceremony",)),
    "recognition-cell-vote": ("cell", ("self-review",)),
    "recognition-committee-vote": ("grassroots-committee", ("recognition-resolution",)),
    "recognition-decision": ("competent-committee", ("recognition-resolution",)),
    "card": ("cell", ("recognition-decision",)),
}
_OUTCOME = frozenset(
    {"VOTE-FORM", "VOTE-EACH", "VOTE-CONTENT", "VOTE-BRANCH", "VOTE-DENOM", "VOTE-GRASS", "VOTE-DELEG", "VOTE-BTV",
     "VOTE-REPORT", "VOTE-3FAIL", "AUTH", "PROB-RIGHTS", "REC-VOTE", "STRIKE-VOTE"}
)  # fmt: skip
_OPTIONAL = frozenset({"committee-vote", "recognition-committee-vote"})
_CLOSED_BY = {"committee-vote": "decision-issued", "recognition-committee-vote": "recognition-decision"}


def actor_of(step: str) -> str:
    """Say who acts at a step."""
    return _FOLLOWS[step][0] if step in _FOLLOWS else "cell"


def next_steps(case: Case, on: date, book: Book | None = None) -> list[NextStep]:
    """Give the steps whose forerunners are done and which are not done themselves, each judged for the day."""
    book = book or central()
    due = {
        clock.act: clock.by
        for clock in reversed(calendar(replace(case, on=on, step="list"), book))  # the earliest of an act wins
        if clock.act and not clock.done
    }
    return [_judged_next(case, step, actor_of(step), on, book, due.get(step)) for step in open_steps(case)]


def open_steps(case: Case) -> list[str]:
    """Give the steps whose forerunners are done and which are not done themselves, in the order of the procedure."""
    out = []
    for step, (_actor, after) in _FOLLOWS.items():
        if a_day(case.done.get(OWN_KEY[step])) is not None or any(a_day(case.done.get(k)) is None for k in after):
            continue
        if step in _OPTIONAL and (case.unit.base_committee is False or a_day(case.done.get(_CLOSED_BY[step]))):
            continue
        out.append(step)
    return out


def _judged_next(case: Case, step: str, actor: str, on: date, book: Book, by: date | None) -> NextStep:
    done = {**case.done, OWN_KEY[step]: on}
    asked = replace(case, step=step, on=on, only=None, vote=None, done=done)
    rules = tuple(r for r in rules_of(book, step) if r not in _OUTCOME or r == "REC-VOTE")
    q = Inquiry(asked, book, rules)
    for rule in rules:
        JUDGES[rule](q)
    findings = tuple(f for f in q.findings if f.facts.get("missing") != ("vote",))
    froms = [f.facts["may_from"] for f in findings if f.facts.get("may_from")]
    return NextStep(step, actor, verdict_of(findings), findings, by, max(froms) if froms else None)
