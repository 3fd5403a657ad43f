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
class Ready:
    """Who of a unit can be admitted by the year's end."""

    people: list[int] = field(default_factory=list)
    by: Counter[str] = field(default_factory=Counter)
    posts: list[int] = field(default_factory=list)
    """Of them, holders of posts that the Scheme wants, but for those who reach a village."""
    villages: set[int] = field(default_factory=set)
    """Villages without members in which one of them lives."""


def facts_of(unit: int, year: int, units: Map, today: date) -> list[UnitFacts]:
    """Give what is known of each unit directly below, in the office's order; a constant number of queries a thousand cases."""
    node = units.organisations.get(unit)
    if node is None:
        return []
    under = {below.pk: child.pk for child in node.children for below in child.walk()}
    found = ready_in(unit, year, units, today)
    helpers, last = _members(under, today), Counter(one for one, _person in admitted_there(under, year - 1))
    out = []
    for child in node.children:
        one = found[child.pk]
        out.append(
            UnitFacts(
                child.pk, len(one.people), dict(one.by), helpers=helpers[child.pk], last=last[child.pk],
                reach=len(one.villages), posts=len(one.posts),
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
        one.people.append(case.person_id)
        one.by.update(_measures(case, units, last_day, holders))
        home = homes.get(case.person_id)
        if home is not None and home not in peopled and home not in one.villages and units.localities.get(home):
            one.villages.add(home)
        elif case.person_id in sought:
            one.posts.append(case.person_id)


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


def admitted_there(under: dict[int, int], year: int) -> list[tuple[int, int]]:
    """Give (unit, person) for each ceremony of a year, the unit being the one whose cell admitted."""
    first = Activity.objects.filter(membership=OuterRef("pk")).order_by("since", "pk").values("cell")[:1]
    rows = Membership.objects.filter(admitted_on__range=(date(year, 1, 1), date(year, 12, 31)))
    found = rows.annotate(cell=Subquery(first)).values_list("cell", "person_id")
    return [(under[cell], person) for cell, person in found if cell in under]
