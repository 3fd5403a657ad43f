"""Admissions of a year, by unit and measure: what stands beside the targets. Counts only."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from taonguon.orgs.enums import Sector
from taonguon.orgs.queries import Map, on_day
from taonguon.people.enums import VILLAGE_POSTS
from taonguon.people.models import Activity, Membership, Tenure
from taonguon.plans.plan_enums import Measure
from taonguon.plans.ready import YOUTH_UNTIL
from taonguon.plans.targets import Grid
from taonguon.rules.names import MAJORITY


def done_in(under: Mapping[int, int], top: int, year: int, on: date, units: Map) -> Grid:
    """Count those admitted in a year until a day, by unit and measure; `under`: cell -> unit. Three queries.

    Someone who has been in cells of two units since counts in both, as in the list of the people behind.
    """
    rows = {
        pk: (person, sex, group, born, admitted)
        for pk, person, sex, group, born, admitted in Membership.objects.filter(
            admitted_on__range=(date(year, 1, 1), min(on, date(year, 12, 31))), admitted_precision="d"
        ).values_list("pk", "person_id", "person__sex", "person__ethnicity", "person__born_on", "admitted_on")
    }
    holders = set(
        Tenure.objects.filter(on_day(on), post__kind__in=VILLAGE_POSTS, person__in={r[0] for r in rows.values()})
        .values_list("person_id", flat=True)
    )  # fmt: skip
    counted: set[tuple[int, int, str]] = set()
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
        counted |= {(pk, unit, str(m)) for m, yes in held.items() if yes for unit in (under[cell], top)}
    return dict(Counter((unit, measure) for _pk, unit, measure in counted))


def under_of(unit: int, units: Map) -> dict[int, int]:
    """Give cell -> the unit directly below that it belongs to; the unit's own people count for itself only."""
    node = units.organisations.get(unit)
    if node is None:
        return {}
    return {unit: unit} | {below.pk: child.pk for child in node.children for below in child.walk()}
