"""Admissions of a year, by unit and measure: what stands beside the targets, and who is behind a number."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from taonguon.orgs.enums import Sector
from taonguon.orgs.queries import Map, on_day
from taonguon.people.enums import VILLAGE_POSTS
from taonguon.people.models import Activity, Membership, Tenure
from taonguon.plans.plan_enums import YOUTH_UNTIL, Measure
from taonguon.plans.targets import Grid
from taonguon.rules.names import MAJORITY

LISTED_WHOLE = frozenset({Measure.WOMEN, Measure.MINORITY})
"""Groups of which no list of names is made: behind their number stands the list of all."""


class Admitted(NamedTuple):
    """Someone admitted, in a cell he has been in since."""

    membership: int
    person: int
    unit: int
    measures: frozenset[str]


def done_in(under: Mapping[int, int], top: int, year: int, on: date, units: Map) -> Grid:
    """Count those admitted in a year until a day, by unit and measure; `under`: cell -> unit. Three queries.

    Someone who has been in cells of two units since counts in both, as in the list of the people behind.
    """
    last = min(on, date(year, 12, 31))
    counted = {
        (one.membership, unit, measure)
        for one in _admitted(under, date(year, 1, 1), last, on, units)
        for measure in one.measures
        for unit in (one.unit, top)
    }
    return dict(Counter((unit, measure) for _pk, unit, measure in counted))


def people_done(unit: int, first: date, last: date, on: date, units: Map, measure: str = Measure.TOTAL) -> set[int]:
    """Give the ids of the people a number of `done_in` counts; of a group no list is made of, of all."""
    wanted = Measure.TOTAL if measure in LISTED_WHOLE else measure
    found = _admitted(under_of(unit, units), first, last, on, units)
    return {one.person for one in found if wanted in one.measures}


def _admitted(under: Mapping[int, int], first: date, last: date, on: date, units: Map) -> Iterator[Admitted]:
    """Give who was admitted within some days, once for each cell he has been in since, with the groups he counts in."""
    rows = {
        pk: (person, sex, group, born, admitted)
        for pk, person, sex, group, born, admitted in Membership.objects.filter(
            admitted_on__range=(first, last), admitted_precision="d"
        ).values_list("pk", "person_id", "person__sex", "person__ethnicity", "person__born_on", "admitted_on")
    }
    holders = set(
        Tenure.objects.filter(on_day(on), post__kind__in=VILLAGE_POSTS, person__in={r[0] for r in rows.values()})
        .values_list("person_id", flat=True)
    )  # fmt: skip
    for pk, cell in Activity.objects.filter(membership__in=rows).values_list("membership_id", "cell_id"):
        if cell not in under:
            continue
        person, sex, group, born, admitted = rows[pk]
        node = units.organisations.get(cell)
        sector = node.sector if node else ""
        held = {
            Measure.TOTAL: True, Measure.WOMEN: sex == "f", Measure.MINORITY: bool(group) and group != MAJORITY,
            Measure.YOUTH: born is not None and admitted is not None and admitted.year - born.year <= YOUTH_UNTIL,
            Measure.VILLAGE_POSTS: person in holders, Measure.SCHOOLS: sector == Sector.SCHOOL,
            Measure.ENTERPRISES: sector == Sector.ENTERPRISE,
        }  # fmt: skip
        yield Admitted(pk, person, under[cell], frozenset(str(m) for m, yes in held.items() if yes))


def under_of(unit: int, units: Map) -> dict[int, int]:
    """Give cell -> the unit directly below that it belongs to; the unit's own people count for itself only.

    A cell founded after the map's day counts where it was founded, as in every count of people.
    """
    node = units.organisations.get(unit)
    if node is None:
        return {}
    inside = {unit: unit} | {below.pk: child.pk for child in node.children for below in child.walk()}
    return inside | {pk: inside[parent] for pk, parent in units.later_parents.items() if parent in inside}
