"""How people stand before a kind of class: what the rules say, what they have, where they are already. People decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from taonguon.admissions.access import candidacies_reached
from taonguon.admissions.certificates import KEY_OF
from taonguon.admissions.facts import OPEN, Bundle, bundles, case_of
from taonguon.admissions.naming import language
from taonguon.classes.enums import Outcome, Seat, Wish
from taonguon.classes.learners import of_same_worth, still_certified
from taonguon.classes.models import CourseKind, Enrolment, Proposal
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import on_day
from taonguon.people.access import people_in
from taonguon.people.enums import CertificateKind
from taonguon.people.models import Activity, Person
from taonguon.procedures.book import book
from taonguon.procedures.verdicts import Group, groups_of
from taonguon.rules.dates import add_months
from taonguon.rules.engine import check
from taonguon.rules.findings import Verdict
from taonguon.wording.sentences import word

STEP_OF = {CertificateKind.AWARENESS: "class", CertificateKind.NEW_MEMBER: "new-member-class"}
"""The step of the procedure that a kind of class is; other kinds are none, and no rule guards them."""
_LOOKS = {Verdict.ALLOWED: "is-good", Verdict.BLOCKED: "is-bad", Verdict.NEEDS_HUMAN: "is-warn"}


@dataclass(frozen=True)
class Paper:
    """A certificate somebody has: its number, its last day by the rules (None: none known), whether it counts today."""

    number: str
    until: date | None
    counts: bool


@dataclass(frozen=True)
class Look:
    """How one person stands before a kind of class."""

    case: int | None = None
    """His open case in reach; without one the rules are not asked."""
    verdict: str = ""
    look: str = ""
    groups: tuple[Group, ...] = ()
    paper: Paper | None = None
    course: tuple[int, str] | None = None
    """The class that counts as the same, in which he has a place or waits, and which is not over for him."""
    proposal: Proposal | None = None
    """His proposal that waits."""
    namesakes: int = 0
    """How many others in reach have his name and birth year."""
    member: bool = False
    not_yet: bool = False
    """No member, before a class that is for new members: people decide."""

    @property
    def taken(self) -> bool:
        """True where nobody can propose him: he is proposed or in a class already."""
        return self.proposal is not None or self.course is not None


def months_counting(today: date) -> int | None:
    """Give how many months the certificate of the awareness class counts by the text in force; None: not known."""
    row = book().on(today)["CAND-CLASS-TTL"]
    return None if row.gap else int(row["months"])


def looks(scope: Scope, people: Sequence[Person], kind: CourseKind, today: date) -> dict[int, Look]:
    """Say how some people stand before a kind of class, in a constant number of queries."""
    ids = [person.pk for person in people]
    cases = candidacies_reached(scope).filter(OPEN, person_id__in=ids).select_related("person")
    found = {bundle.candidacy.person_id: bundle for bundle in bundles(cases, today)}
    papers = _papers(ids, found, kind, today)
    courses = _courses(ids, kind)
    waiting = Proposal.objects.filter(person_id__in=ids, kind=kind, state__in=(Wish.PROPOSED, Wish.AGREED))
    proposals = {row.person_id: row for row in waiting}
    twins = _namesakes(scope, people)
    members = members_among(ids, today)
    out = {}
    for pk in ids:
        case, verdict, look, groups = _judged(found.get(pk), kind, today)
        out[pk] = Look(
            case, verdict, look, groups, papers.get(pk), courses.get(pk), proposals.get(pk), twins.get(pk, 0),
            pk in members, kind.certifies == CertificateKind.NEW_MEMBER and pk not in members,
        )  # fmt: skip
    return out


def members_among(people: Iterable[int], day: date) -> set[int]:
    """Give those who are members, active in a cell, on a day."""
    return set(Activity.objects.filter(on_day(day), person_id__in=list(people)).values_list("person_id", flat=True))


def _judged(bundle: Bundle | None, kind: CourseKind, today: date) -> tuple[int | None, str, str, tuple[Group, ...]]:
    step = STEP_OF.get(CertificateKind(kind.certifies))
    if bundle is None or step is None:
        return (None if bundle is None else bundle.candidacy.pk), "", "", ()
    answer = check(case_of(bundle, step, today), book())
    lang = language()
    verdict = word("verdict", answer.verdict, lang)
    return bundle.candidacy.pk, verdict, _LOOKS[answer.verdict], groups_of(answer.findings, lang)


def _papers(ids: Sequence[int], cases: Mapping[int, Bundle], kind: CourseKind, today: date) -> dict[int, Paper]:
    """Give the newest certificate of each, as the register or his case tells of it."""
    certifies = CertificateKind(kind.certifies)
    if certifies not in KEY_OF:
        return {}
    register = still_certified(ids, kind)
    months = months_counting(today) if certifies == CertificateKind.AWARENESS else None
    out = {}
    for pk in ids:
        told: list[tuple[date | None, str]] = []
        if (kept := register.get(pk)) is not None:
            told.append((kept.issued_on, kept.number))
        if (bundle := cases.get(pk)) is not None and (act := bundle.acts.get(KEY_OF[certifies])) is not None:
            told.append((act.on, act.number))
        if not told:
            continue
        issued, number = max(told, key=lambda one: one[0] or date.min)
        until = add_months(issued, months) if issued is not None and months is not None else None
        out[pk] = Paper(number, until, counts=until is None or until >= today)
    return out


def _courses(ids: Sequence[int], kind: CourseKind) -> dict[int, tuple[int, str]]:
    """Give the class of the same worth in which each stands."""
    rows = Enrolment.objects.filter(
        of_same_worth(kind, "course__kind"), person_id__in=ids, seat__in=(Seat.ENROLLED, Seat.WAITING), outcome=Outcome.OPEN,
        course__cancelled_on__isnull=True, certificate__isnull=True,
    )  # fmt: skip
    return {person: (course, name) for person, course, name in rows.values_list("person", "course", "course__name")}


def _namesakes(scope: Scope, people: Iterable[Person]) -> dict[int, int]:
    """Count, for each of known birth year, the others in reach of his name and birth year."""
    known = {(p.folded, p.born_on.year, p.pk) for p in people if p.born_on is not None}
    rows = people_in(scope).filter(folded__in={name for name, _year, _pk in known}, born_on__isnull=False)
    everybody = known | {
        (name, born.year, pk) for pk, name, born in rows.values_list("pk", "folded", "born_on") if born
    }
    alike: dict[tuple[str, int], set[int]] = {}
    for name, year, pk in everybody:
        alike.setdefault((name, year), set()).add(pk)
    return {pk: len(alike[name, year]) - 1 for name, year, pk in known}
