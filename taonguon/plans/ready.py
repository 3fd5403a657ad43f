"""Who could lawfully be admitted by a year's end, unit by unit: what a proposal of targets rests on. Counts only."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from taonguon.admissions.enums import SOURCE_STAGES
from taonguon.admissions.facts import bundles, case_of
from taonguon.admissions.models import Candidacy
from taonguon.orgs.enums import Sector
from taonguon.orgs.queries import Map, on_day
from taonguon.people.enums import MASS_ORGANISATION_HEADS, VILLAGE_POSTS, Standing
from taonguon.people.models import Activity, Membership, Residence, Tenure
from taonguon.plans.allocation import UnitFacts
from taonguon.plans.models import GoalPosts
from taonguon.plans.plan_enums import Measure
from taonguon.plans.queries import goals_for
from taonguon.procedures.book import book
from taonguon.rules.engine import check
from taonguon.rules.findings import Verdict
from taonguon.rules.names import MAJORITY

BARS = (
    "ADM-CITIZEN", "ADM-AGE-MIN", "ADM-AGE-MAX", "ADM-AGE-OVER60", "ADM-EDU-MIN", "ADM-EDU-EXC-AREA",
    "ADM-EDU-EXC-ELDER", "ADM-POLITICS", "GRP-POP", "READM-WAIT", "READM-NEVER", "READM-ONCE",
)  # fmt: skip
"""Rules about the person himself: what no work on the papers can change by the year's end."""
YOUTH_UNTIL = 30
"""Age of a member of the Youth Union, who may stay in it until the year he turns thirty."""
_AT_ONCE = 2_000


@dataclass(slots=True)
class _Unit:
    ready: int = 0
    ready_by: Counter[str] = field(default_factory=Counter)
    posts: int = 0
    reached: set[int] = field(default_factory=set)


def facts_of(unit: int, year: int, units: Map, today: date) -> list[UnitFacts]:
    """Give what is known of each unit directly below, in the office's order; a constant number of queries a thousand cases."""
    node = units.organisations.get(unit)
    if node is None:
        return []
    under = {below.pk: child.pk for child in node.children for below in child.walk()}
    last_day = max(date(year, 12, 31), today)
    found: dict[int, _Unit] = defaultdict(_Unit)
    if year >= today.year:
        _count_ready(found, under, unit, units, today, last_day)
    helpers, last = _members(under, today), _admitted(under, year - 1)
    out = []
    for child in node.children:
        one = found[child.pk]
        out.append(
            UnitFacts(
                child.pk, one.ready, dict(one.ready_by), helpers=helpers[child.pk], last=last[child.pk],
                reach=len(one.reached), posts=min(one.posts, one.ready - len(one.reached)),
            )
        )  # fmt: skip
    return out


def _count_ready(
    found: dict[int, _Unit], under: dict[int, int], unit: int, units: Map, today: date, last_day: date
) -> None:
    open_cases = Candidacy.objects.filter(closed="", stage__in=SOURCE_STAGES, cell__in=under).select_related("person")
    able = lawful(list(open_cases.order_by("pk")), today, last_day)
    holders = set(
        Tenure.objects.filter(on_day(today), post__kind__in=VILLAGE_POSTS).values_list("person_id", flat=True)
    )
    wanted = _posts_of_the_scheme(unit, units, today)
    sought = set(Tenure.objects.filter(on_day(today), post__kind__in=wanted).values_list("person_id", flat=True))
    homes = dict(
        Residence.objects.filter(on_day(today), person__in=[c.person_id for c in able]).values_list(
            "person", "locality"
        )
    )
    peopled = set(
        Residence.objects.filter(on_day(today), locality__in=set(homes.values()))
        .filter(person__in=Activity.objects.filter(on_day(today)).values("person"))
        .values_list("locality", flat=True)
    )
    for case in able:
        one = found[under[case.cell_id]]
        one.ready += 1
        one.ready_by.update(_measures(case, units, last_day, holders))
        home = homes.get(case.person_id)
        if home is not None and home not in peopled and home not in one.reached and units.localities.get(home):
            one.reached.add(home)
        elif case.person_id in sought:
            one.posts += 1


def lawful(cases: list[Candidacy], today: date, last_day: date) -> list[Candidacy]:
    """Leave out whom the rules bar from admission even on the last day of the year."""
    rules = book()
    only = tuple(rule for rule in BARS if rule in rules.rules)
    out = []
    for first in range(0, len(cases), _AT_ONCE):
        for bundle in bundles(cases[first : first + _AT_ONCE], today):
            case = replace(case_of(bundle, "cell-vote", last_day), only=only)
            if check(case, rules).verdict is not Verdict.BLOCKED:
                out.append(bundle.candidacy)
    return out


def _posts_of_the_scheme(unit: int, units: Map, today: date) -> set[str]:
    """Give the kinds of village post for which a goal counts at the unit."""
    out: set[str] = set()
    for posts in goals_for(unit, today, units):
        out |= set(MASS_ORGANISATION_HEADS) if posts == GoalPosts.MASS else {posts}
    return out


def _measures(case: Candidacy, units: Map, last_day: date, holders: set[int]) -> set[str]:
    """Say in which groups a case would count."""
    person = case.person
    out: set[str] = set()
    if person.sex == "f":
        out.add(Measure.WOMEN)
    if person.ethnicity and person.ethnicity != MAJORITY:
        out.add(Measure.MINORITY)
    if person.born_on is not None and last_day.year - person.born_on.year <= YOUTH_UNTIL:
        out.add(Measure.YOUTH)
    if case.person_id in holders:
        out.add(Measure.VILLAGE_POSTS)
    cell = units.organisations.get(case.cell_id)
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


def _admitted(under: dict[int, int], year: int) -> Counter[int]:
    """Count the ceremonies of a year by the unit whose cell admitted."""
    first = Activity.objects.filter(membership=OuterRef("pk")).order_by("since", "pk").values("cell")[:1]
    rows = Membership.objects.filter(admitted_on__range=(date(year, 1, 1), date(year, 12, 31)))
    out: Counter[int] = Counter()
    for cell in rows.annotate(cell=Subquery(first)).values_list("cell", flat=True):
        if cell in under:
            out[under[cell]] += 1
    return out
