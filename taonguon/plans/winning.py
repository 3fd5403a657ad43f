"""Village posts that no official member holds: how far the holder is, why he cannot be admitted now, or that nobody holds it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from taonguon.accounts.enums import MAY_SEE_CASES
from taonguon.admissions.access import candidacies_in, candidacies_reached
from taonguon.admissions.enums import Stage
from taonguon.admissions.facts import Bundle, case_of
from taonguon.admissions.models import Candidacy
from taonguon.admissions.naming import language
from taonguon.admissions.readmission import former_facts
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import Part, on_day
from taonguon.people.enums import Standing
from taonguon.people.models import Activity, Membership, Person, Residence
from taonguon.people.queries.seats import Seat, seats
from taonguon.plans.elections import Calendar, calendar_of
from taonguon.plans.lawful import Lawful, ask, official_after
from taonguon.plans.models import GoalPosts
from taonguon.plans.scheme import POSTS_OF
from taonguon.plans.small import too_few
from taonguon.plans.source_on import Found, cases_on, open_on
from taonguon.plans.ways import RANK, STAGES, Way, quickest_near, ways_of
from taonguon.rules.casefile import read_facts
from taonguon.rules.cases import Case
from taonguon.rules.cases import Person as CasePerson
from taonguon.rules.dates import partial
from taonguon.rules.findings import Finding
from taonguon.rules.readiness import CELL_MET, earliest
from taonguon.rules.tree import Node
from taonguon.web.paging import SIZE, Page, clip
from taonguon.wording.sentences import sentence

_SEX = {"m": "male", "f": "female"}


class State(StrEnum):
    """How a post stands that no official member holds."""

    PROBATION = "du-bi"
    PIPELINE = "dang-lam"
    NOT_LISTED = "chua-co"
    FOR_PEOPLE = "can-xem"
    BARRED = "chua-duoc"
    VACANT = "khuyet"


STATES = {
    State.PROBATION: _("Đảng viên dự bị"),
    State.PIPELINE: _("Trong nguồn"),
    State.NOT_LISTED: _("Chưa có trong nguồn, đưa vào được"),
    State.FOR_PEOPLE: _("Chờ cấp có thẩm quyền xem xét"),
    State.BARRED: _("Quy định chưa cho"),
    State.VACANT: _("Khuyết"),
}


OF_THE_SOURCE = frozenset({State.PIPELINE, State.NOT_LISTED, State.FOR_PEOPLE, State.BARRED})
"""What only the ledger tells of a holder who is no member."""


@dataclass(frozen=True)
class Wish:
    """What the list is narrowed to; empty means not narrowed."""

    kind: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One post."""

    seat: Seat
    village: Node
    state: State
    found: Found | None = None
    lawful: Lawful | None = None
    election: date | None = None
    ceremony: date | None = None
    """Of one in the source: the earliest day of his ceremony that `official` counts from."""
    over: bool = False
    """Of one on probation: its twelve months are over, and he is not recognised yet."""
    name: str = ""
    members: int = 0
    """Members who live in the village: for a vacancy, and where an election comes."""
    candidates: int = 0
    """People of the source who live there."""

    @property
    def kind(self) -> str:
        """Name of the post."""
        return self.seat.label

    @property
    def commune(self) -> str:
        """Name of the commune."""
        return self.village.parent.name if self.village.parent else ""

    @property
    def stage(self) -> str:
        """Name of the stage the holder has reached."""
        return str(Stage(self.found.stage).label) if self.found else ""

    @property
    def official(self) -> date | None:
        """The earliest lawful day of being official, for one on probation or in the source whom nothing bars."""
        return self.lawful.official if self.lawful and self.state in {State.PROBATION, State.PIPELINE} else None

    @property
    def reasons(self) -> list[str]:
        """What the rules say stands in the way, or leave to people, in words."""
        return _in_words(self.lawful.findings) if self.lawful else []

    @property
    def countable(self) -> bool:
        """True where it matters who else could stand: nobody holds the post, or it is elected to soon."""
        return self.state is State.VACANT or self.election is not None


@dataclass(frozen=True)
class Board:
    """The posts of a part of the trees: how many stand how, and one page of them."""

    counts: Counter[tuple[str, State]]
    """(kind of post, state) -> how many"""
    page: Page[Line] | None
    """None for who may not see the cases."""
    calendar: Calendar
    quick: bool = True
    """Whether it is known how long the steps before the ceremony take here; else the earliest days are the law's alone."""

    def of(self, state: State) -> int:
        """Count the posts in a state."""
        return sum(number for (_kind, one), number in self.counts.items() if one is state)

    @property
    def ways_out(self) -> list[str]:
        """What can be done where the rules stand in the way of somebody on the page, each once."""
        lines = self.page.rows if self.page else ()
        findings = [f for line in lines if line.lawful for f in line.lawful.findings]
        return [way for way in dict.fromkeys(sentence(f, language()).way_out for f in findings) if way]

    def told(self, state: State) -> int | None:
        """Count the posts in a state, as far as the reader may know: who sees no cases learns no small numbers."""
        few = too_few(sum(self.of(one) for one in OF_THE_SOURCE), sees_cases=self.page is not None)
        return None if few and state in OF_THE_SOURCE else self.of(state)

    def table(self) -> list[tuple[GoalPosts, list[tuple[State, str, int | None]], int]]:
        """Give for each kind of goal how many posts stand how, and how many there are in all.

        Kind by kind the ledger's part is told only to who may see the cases.
        """
        hidden = OF_THE_SOURCE if self.page is None else frozenset()
        out = []
        for posts in GoalPosts:
            some = {
                state: sum(n for (kind, one), n in self.counts.items() if one is state and POSTS_OF[kind] == posts)
                for state in STATES
            }
            row = [(state, str(label), None if state in hidden else some[state]) for state, label in STATES.items()]
            out.append((posts, row, sum(some.values())))
        return out


def may_name(scope: Scope, unit: int) -> bool:
    """Say whether a log-in may see the people of a unit's posts beside their cases."""
    return scope.may(MAY_SEE_CASES, unit)


def board_of(place: Part, scope: Scope, wish: Wish, number: int, today: date) -> Board:
    """Give how the posts of a part stand on its day; names only for who may see the cases. Fourteen queries, two more for each
    unit above that is asked how long people take."""
    named = place.unit is not None and may_name(scope, place.unit.pk)
    calendar = calendar_of(place)
    lines, quick = _lines(place, scope, calendar, today, named=named)
    counts = Counter((line.seat.kind, line.state) for line in lines)
    if not named:
        return Board(counts, None, calendar)
    wanted = [
        line
        for line in lines
        if wish.kind in {"", line.seat.kind, POSTS_OF[line.seat.kind]} and wish.state in {"", line.state}
    ]
    number = clip(number, len(wanted))
    page = wanted[(number - 1) * SIZE : number * SIZE]
    return Board(counts, Page(_filled(page, place, scope, today), number, len(wanted)), calendar, quick)


def _lines(place: Part, scope: Scope, calendar: Calendar, today: date, *, named: bool) -> tuple[list[Line], bool]:
    """Say of each post how it stands, in the office's order; and whether it is known how long people take here."""
    held = scope.holding(MAY_SEE_CASES) if named else scope
    reach = None if held.everything else held.locality_ids
    wanted = [
        seat
        for seat in seats(place)
        if seat.established and seat.standing != Standing.OFFICIAL and (reach is None or seat.village in reach)
    ]
    people = {seat.person for seat in wanted if seat.person is not None}
    probation = {seat.person for seat in wanted if seat.standing and seat.person is not None}
    cases = cases_on(_cases(scope, named=named), people - probation, place.on, today)
    answers = _answers(people - probation, cases, place.on) | _on_probation(probation, place.on)
    found, quick = _with_first_days(cases, answers, place) if named else ({}, True)
    return [_line(seat, place, calendar, cases, answers, found) for seat in wanted], quick


def _cases(scope: Scope, *, named: bool) -> QuerySet[Candidacy]:
    return candidacies_in(scope) if named else candidacies_reached(scope)


def _with_first_days(cases: dict[int, Found], answers: dict[int, Lawful], place: Part) -> tuple[dict[int, date], bool]:
    """Give person -> the earliest day of his ceremony: lawful, and as soon as nine in ten got from his stage to it here.

    The texts set the order of the steps before the ceremony and no least time for them; how long they take at
    least is asked of those who have gone the way. Also whether enough of them are known.
    """
    started = {person: found for person, found in cases.items() if answers[person].start is not None}
    if not started or place.unit is None:
        return {}, True
    cells = {below.pk for below in place.unit.walk()} | {found.case.cell_id for found in started.values()}
    ways = ways_of(cells, place.on)
    quick = quickest_near(ways, reversed(place.unit.ancestors()), place.on)
    days = {}
    for person, found in started.items():
        way, start = ways.get(found.case.pk, Way()), answers[person].start or place.on
        stage = min(way.furthest if way.days else RANK.get(found.stage, 0), STAGES - 1)
        since = way.entries[stage] if way.days else None
        spent = (place.on - since).days if since is not None else None
        first = earliest(stage, spent, quick, place.on, meeting=start if stage < CELL_MET else None)
        days[person] = max(first, start)
    return days, quick is not None


def _line(
    seat: Seat, place: Part, calendar: Calendar, cases: dict[int, Found], answers: dict[int, Lawful],
    first_days: dict[int, date],
) -> Line:  # fmt: skip
    village = place.map.localities.by_pk[seat.village]
    election = calendar.of(village, seat.kind)
    if seat.person is None:
        return Line(seat, village, State.VACANT, election=election)
    found, answer = cases.get(seat.person), answers[seat.person]
    if seat.standing:
        state = State.PROBATION
    elif answer.bars or (answer.waits and not found):
        state = State.BARRED
    elif answer.for_people:
        state = State.FOR_PEOPLE
    else:
        state = State.PIPELINE if found else State.NOT_LISTED
    ceremony = first_days.get(seat.person) if state is State.PIPELINE else None
    if ceremony is not None:
        answer = replace(answer, official=official_after(ceremony, place.on))
    over = bool(seat.standing and answer.official and answer.official <= place.on)
    return Line(seat, village, state, found, answer, election, ceremony, over)


def _answers(people: Collection[int], cases: dict[int, Found], on: date) -> dict[int, Lawful]:
    """Ask the rules about the holders: two queries for those who are in no source."""
    out = {}
    for person, found in cases.items():
        case = replace(case_of(Bundle(found.case), "cell-vote", on), done=found.done)
        out[person] = ask(case, on)
    rest = [person for person in people if person not in out]
    former = former_facts(rest)
    rows = Person.objects.filter(pk__in=rest).values_list("pk", "sex", "born_on", "born_precision")
    for pk, sex, born, precision in rows:
        told = former.get(pk)
        out[pk] = ask(
            Case(
                "cell-vote", on, person=CasePerson(born=partial(born, precision), sex=_SEX.get(sex)),
                former_membership=read_facts("former_membership", told) if told else None,
            ),
            on,
        )  # fmt: skip
    return out


def _on_probation(people: Collection[int], on: date) -> dict[int, Lawful]:
    """Give the day those on probation become official, by the day of the ceremony where it is known. One query."""
    rows = Membership.objects.filter(person__in=people, admitted_on__lte=on, admitted_precision="d")
    days = dict(rows.order_by("admitted_on").values_list("person_id", "admitted_on"))
    out = {person: Lawful(None) for person in people}
    for person, day in days.items():
        if day is not None:
            out[person] = Lawful(official_after(day, on))
    return out


def _filled(page: list[Line], place: Part, scope: Scope, today: date) -> list[Line]:
    """Put the names to the lines of a page, and count who else lives in the villages: three queries."""
    names = dict(
        Person.objects.filter(pk__in={p for line in page if (p := line.seat.person)}).values_list("pk", "name")
    )
    villages = {line.village.pk for line in page if line.countable}
    members, candidates = living_in(villages, place.on, candidacies_in(scope), today)
    return [
        replace(
            line, name=names.get(line.seat.person or 0, ""), members=members[line.village.pk],
            candidates=candidates[line.village.pk],
        )
        for line in page
    ]  # fmt: skip


Lives = QuerySet[Residence, tuple[int, int]]
"""(place, person)"""


def living_in(
    villages: Collection[int], on: date, cases: QuerySet[Candidacy], today: date
) -> tuple[Counter[int], Counter[int]]:
    """Count the members, and the people of the source, who live in some villages on a day: two queries."""
    members, candidates = who_lives_in(villages, on, cases, today)
    return Counter(place for place, _person in members), Counter(place for place, _person in candidates)


def who_lives_in(villages: Collection[int], on: date, cases: QuerySet[Candidacy], today: date) -> tuple[Lives, Lives]:
    """Give the members, and the people of the source, who live in some villages on a day."""
    homes = Residence.objects.filter(on_day(on), locality__in=villages).values_list("locality_id", "person_id")
    members = homes.filter(person__in=Activity.objects.filter(on_day(on)).values("person"))
    return members, homes.filter(person__in=open_on(cases, on, today).values("person"))


def _in_words(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(sentence(finding, language()).message for finding in findings))
