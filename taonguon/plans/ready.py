"""Who can be admitted by a year's end, lawfully and as quickly as here at all, unit by unit: what a proposal of
targets rests on. Counts only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery

from taonguon.admissions.enums import SOURCE_STAGES
from taonguon.admissions.facts import bare_case
from taonguon.admissions.models import Candidacy
from taonguon.orgs.enums import Sector
from taonguon.orgs.queries import Map, on_day
from taonguon.people.enums import MASS_ORGANISATION_HEADS, VILLAGE_POSTS, Standing
from taonguon.people.models import Activity, Membership, Residence, Tenure
from taonguon.plans.allocation import QUICK_ONLY, TIMED, UNTIMED, UnitFacts
from taonguon.plans.done import done_in
from taonguon.plans.models import GoalPosts
from taonguon.plans.plan_enums import SUB_TARGETS, YOUTH_UNTIL, Measure
from taonguon.plans.queries import goals_for
from taonguon.plans.ways import RANK, Way, quick_and_whose, ways_of
from taonguon.procedures.book import book
from taonguon.rules.dates import partial
from taonguon.rules.names import MAJORITY
from taonguon.rules.readiness import BARS, CELL_MET, earliest, first_lawful


@dataclass(slots=True)
class Ready:
    """Who of a unit can be admitted by the year's end."""

    people: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    """Not of them: who lawfully can, but for whom less time is left than even the quickest tenth took here."""
    by: Counter[str] = field(default_factory=Counter)
    posts: list[int] = field(default_factory=list)
    """Of them, holders of posts that the Scheme wants, but for those who reach a village."""
    villages: set[int] = field(default_factory=set)
    """Villages without members in which one of them lives."""
    timed: int = TIMED
    """How well it is known how long people took."""


def facts_of(unit: int, year: int, units: Map, today: date) -> list[UnitFacts]:
    """Give what is known of each unit directly below, in the office's order; a constant number of queries."""
    node = units.organisations.get(unit)
    if node is None:
        return []
    under = {below.pk: child.pk for child in node.children for below in child.walk()}
    found = ready_in(unit, year, units, today)
    helpers, last = _members(under, today), Counter(one for one, _person in admitted_there(under, year - 1))
    done = done_in(under, unit, year, today, units)
    out = []
    for child in node.children:
        one = found[child.pk]
        out.append(
            UnitFacts(
                child.pk, len(one.people), dict(one.by), done=done.get((child.pk, Measure.TOTAL), 0),
                done_by={str(m): n for m in SUB_TARGETS if (n := done.get((child.pk, m), 0))},
                late=len(one.late), helpers=helpers[child.pk], last=last[child.pk],
                reach=len(one.villages), posts=len(one.posts), timed=one.timed,
            )
        )  # fmt: skip
    return out


def ready_in(unit: int, year: int, units: Map, today: date) -> dict[int, Ready]:
    """Give who can be admitted by a year's end, by the units directly below; nobody for a year that is over."""
    found: dict[int, Ready] = defaultdict(Ready)
    node = units.organisations.get(unit)
    if node is not None and year >= today.year:
        under = {below.pk: child.pk for child in node.children for below in child.walk()}
        _find_ready(found, under, unit, units, today, max(date(year, 12, 31), today))
    return found


def _find_ready(
    found: dict[int, Ready], under: dict[int, int], unit: int, units: Map, today: date, last_day: date
) -> None:
    cases = open_cases(Candidacy.objects.filter(closed="", stage__in=SOURCE_STAGES, cell__in=under))
    ways = ways_of(under, today)
    node = units.organisations.by_pk[unit]
    quick, quick_only = quick_and_whose(under, ways, reversed(node.ancestors()), today)
    for child in node.children:
        found[child.pk].timed = UNTIMED if quick is None else QUICK_ONLY if quick_only else TIMED
    reach = reach_of(cases, ways, quick, today, last_day)
    for case in cases:
        if reach[case.pk] is Reach.LATE:
            found[under[case.cell]].late.append(case.person)
    able = [case for case in cases if reach[case.pk] is Reach.READY]
    holders = set(
        Tenure.objects.filter(on_day(today), post__kind__in=VILLAGE_POSTS).values_list("person_id", flat=True)
    )
    wanted = _posts_of_the_scheme(unit, units, today)
    sought = set(Tenure.objects.filter(on_day(today), post__kind__in=wanted).values_list("person_id", flat=True))
    homes = dict(
        Residence.objects.filter(on_day(today), person__in=[c.person for c in able]).values_list("person", "locality")
    )
    peopled = set(
        Residence.objects.filter(on_day(today), locality__in=set(homes.values()))
        .filter(person__in=Activity.objects.filter(on_day(today)).values("person"))
        .values_list("locality", flat=True)
    )
    for case in able:
        one = found[under[case.cell]]
        one.people.append(case.person)
        one.by.update(_measures(case, units, last_day, holders))
        home = homes.get(case.person)
        if home is not None and home not in peopled and home not in one.villages and units.localities.get(home):
            one.villages.add(home)
        elif case.person in sought:
            one.posts.append(case.person)


class Reach(StrEnum):
    """Whether an open case can end in an admission by a day."""

    READY = "ready"
    LATE = "late"
    """Lawfully it can, but less time is left than even the quickest tenth took here."""
    BARRED = "barred"
    """On no day until then do the rules about the person allow it."""


class OpenCase(NamedTuple):
    """What of a case is asked here."""

    pk: int
    person: int
    cell: int
    stage: str
    facts: dict[str, Any]
    born_on: date | None
    born_precision: str
    sex: str
    ethnicity: str
    closed: str
    closed_on: date | None


CASE_COLUMNS = ("pk", "person_id", "cell_id", "stage", "facts", "person__born_on", "person__born_precision",
                "person__sex", "person__ethnicity", "closed", "closed_on")  # fmt: skip


def open_cases(rows: QuerySet[Candidacy]) -> list[OpenCase]:
    """Give what is asked of some cases, in one query."""
    return [OpenCase(*row) for row in rows.order_by("pk").values_list(*CASE_COLUMNS)]


def reach_of(
    cases: Iterable[OpenCase], ways: Mapping[int, Way], quick: Sequence[int] | None, today: date, last_day: date
) -> dict[int, Reach]:
    """Say of each open case whether it can end in an admission by a day. No query."""
    rules = book()
    only = tuple(rule for rule in BARS if rule in rules.rules)
    out = {}
    for row in cases:
        way = ways.get(row.pk, _NO_WAY)
        born = partial(row.born_on, row.born_precision)
        met = way.judged_by.get("cell-resolution")
        asked = bare_case(row.facts, born, row.sex, way.judged_by, "cell-vote", met or today, only)
        may = first_lawful(asked, met or last_day, rules)
        if may is None:
            out[row.pk] = Reach.BARRED
            continue
        stage = way.furthest if way.days else RANK[row.stage]
        since = way.entries[stage] if way.days else None
        spent = (today - since).days if since is not None else None
        first = earliest(stage, spent, quick, today, meeting=may if stage < CELL_MET else None)
        out[row.pk] = Reach.READY if first <= last_day else Reach.LATE
    return out


_NO_WAY = Way()


def _posts_of_the_scheme(unit: int, units: Map, today: date) -> set[str]:
    """Give the kinds of village post for which a goal counts at the unit."""
    out: set[str] = set()
    for posts in goals_for(unit, today, units):
        out |= set(MASS_ORGANISATION_HEADS) if posts == GoalPosts.MASS else {posts}
    return out


def _measures(case: OpenCase, units: Map, last_day: date, holders: set[int]) -> set[str]:
    """Say in which groups a case would count."""
    out: set[str] = set()
    if case.sex == "f":
        out.add(Measure.WOMEN)
    if case.ethnicity and case.ethnicity != MAJORITY:
        out.add(Measure.MINORITY)
    if case.born_on is not None and last_day.year - case.born_on.year <= YOUTH_UNTIL:
        out.add(Measure.YOUTH)
    if case.person in holders:
        out.add(Measure.VILLAGE_POSTS)
    cell = units.organisations.get(case.cell)
    sector = cell.sector if cell else ""
    if sector == Sector.SCHOOL:
        out.add(Measure.SCHOOLS)
    if sector == Sector.ENTERPRISE:
        out.add(Measure.ENTERPRISES)
    return out


def _members(under: dict[int, int], today: date) -> Counter[int]:
    """Count the official members by unit."""
    rows = Activity.objects.filter(on_day(today), cell__in=under, standing=Standing.OFFICIAL)
    out: Counter[int] = Counter()
    for cell, number in rows.order_by().values_list("cell").annotate(Count("pk")):
        out[under[cell]] += number
    return out


def admitted_there(under: dict[int, int], year: int) -> list[tuple[int, int]]:
    """Give (unit, person) for each ceremony of a year, the unit being the one whose cell admitted."""
    first = Activity.objects.filter(membership=OuterRef("pk")).order_by("since", "pk").values("cell")[:1]
    rows = Membership.objects.filter(admitted_on__range=(date(year, 1, 1), date(year, 12, 31)))
    found = rows.annotate(cell=Subquery(first)).values_list("cell", "person_id")
    return [(under[cell], person) for cell, person in found if cell in under]
