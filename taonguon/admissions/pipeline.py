"""How far the source has come: by stage, by unit, and by the village posts its people hold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Exists, OuterRef

from taonguon.accounts.enums import MAY_SEE_CASES
from taonguon.admissions.access import candidacies_in
from taonguon.admissions.boards import units_below, within
from taonguon.admissions.enums import SOURCE_STAGES, Stage
from taonguon.admissions.facts import OPEN
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import on_day
from taonguon.people.enums import VILLAGE_POSTS, PostKind, Standing
from taonguon.people.models import Activity, Tenure
from taonguon.web.pictures import percent

STAGES = (*SOURCE_STAGES, Stage.PROBATION)
STUCK_DAYS = 365
"""A case that has stood in one stage for a year is pointed out as stuck; how long probation takes is another matter."""


class Crowd:
    """So many people: who of them has come how far, and how long ago. A stage of "" is none: not in the source."""

    def __init__(self) -> None:
        self.stages: Counter[str] = Counter()
        self._days: dict[str, list[int]] = {}

    def add(self, stage: str, days: int | None) -> None:
        """Count one person; `days` since he reached the stage, where that is known."""
        self.stages[stage] += 1
        if days is not None:
            self._days.setdefault(stage, []).append(days)

    @property
    def total(self) -> int:
        """How many there are."""
        return self.stages.total()

    @property
    def in_source(self) -> int:
        """How many have an open case before the ceremony."""
        return sum(self.stages[stage] for stage in SOURCE_STAGES)

    def median_days(self, *stages: Stage) -> int | None:
        """Give the median of days in a stage, or in whichever of some each has reached; None where no day is known."""
        days = [day for stage in stages for day in self._days.get(stage, ())]
        return int(median(days)) if days else None

    def stuck_in(self, *stages: Stage) -> int:
        """Count those who have stood in a stage for more than a year."""
        return sum(day > STUCK_DAYS for stage in stages for day in self._days.get(stage, ()))

    @property
    def waiting(self) -> int | None:
        """The median of days that those in the source have stood where they are."""
        return self.median_days(*SOURCE_STAGES)

    @property
    def stuck(self) -> int:
        """How many of the source have not moved for more than a year."""
        return self.stuck_in(*SOURCE_STAGES)

    @property
    def row(self) -> list[tuple[str, int]]:
        """How many at each stage, in their order, as (code, count)."""
        return [(str(stage), self.stages[stage]) for stage in STAGES]


@dataclass(frozen=True)
class StageBar:
    """A stage with its bar: how many, and of them those who have stood there for more than a year."""

    stage: Stage
    count: int
    median_days: int | None
    stuck: int
    width: str
    stuck_width: str


@dataclass(frozen=True)
class UnitCrowd:
    """The cases of one unit; pk None: what lies directly under the unit above."""

    pk: int | None
    name: str
    crowd: Crowd


@dataclass(frozen=True)
class Pipeline:
    """The open cases by stage, and by stage in each unit."""

    bars: list[StageBar]
    units: list[UnitCrowd]
    total: int


def pipeline_of(scope: Scope, unit: int | None, today: date) -> Pipeline:
    """Count the open cases by stage and unit, with the median of days in the stage: one query."""
    rows = within(candidacies_in(scope).filter(OPEN), scope, unit)
    cases = [
        (cell, stage, (today - since).days if since is not None else None)
        for cell, stage, since in rows.values_list("cell_id", "stage", "stage_since")
    ]
    whole = Crowd()
    for _cell, stage, days in cases:
        whole.add(stage, days)
    return Pipeline(list(_bars(whole)), _units(scope, unit, cases), whole.total)


def _bars(whole: Crowd) -> Iterator[StageBar]:
    most = max([1, *whole.stages.values()])
    for stage in STAGES:
        count, stuck = whole.stages[stage], whole.stuck_in(stage)
        widths = percent(100 * count / most), percent(100 * stuck / most)
        yield StageBar(stage, count, whole.median_days(stage), stuck, *widths)


def _units(scope: Scope, unit: int | None, cases: Iterable[tuple[int, str, int | None]]) -> list[UnitCrowd]:
    """Lay the cases out by the units below; those of no unit below come last, where there are others."""
    lines = units_below(scope, unit)
    line_of = {below.pk: line.pk for line in lines for below in line.walk()}
    crowds: dict[int | None, Crowd] = {}
    for cell, stage, days in cases:
        crowds.setdefault(line_of.get(cell), Crowd()).add(stage, days)
    out = [UnitCrowd(line.pk, line.name, crowds[line.pk]) for line in lines if line.pk in crowds]
    return [*out, UnitCrowd(None, "", crowds[None])] if None in crowds and out else out


# Who holds a village post and is no official member.


@dataclass(frozen=True)
class HolderLine:
    """Holders of one kind of village post who are no official members: how far, and who is not in the source yet."""

    kind: str
    label: str
    crowd: Crowd

    @property
    def holders(self) -> int:
        """How many are no members at all."""
        return self.crowd.total - self.crowd.stages[Stage.PROBATION]

    @property
    def missing(self) -> int:
        """How many of them are not on the list."""
        return self.crowd.stages[""]


def holders_of(scope: Scope, unit: int | None, today: date) -> list[HolderLine]:
    """Count the village post holders in reach who are no official members, by kind of post: two queries.

    One who holds two posts counts in both.
    """
    crowds = {kind: Crowd() for kind in VILLAGE_POSTS}
    for kind, _person, stage, since in _holders(scope, unit, today):
        crowds[PostKind(kind)].add(stage, (today - since).days if since is not None else None)
    return [HolderLine(kind, str(kind.label), crowd) for kind, crowd in crowds.items()]


def holders_not_in_source(scope: Scope, unit: int | None, kind: str, today: date) -> set[int]:
    """Give the people who hold village posts in reach, are no members, and have no open case here: two queries."""
    held = _holders(scope, unit, today)
    return {person for post, person, stage, _since in held if not stage and (not kind or post == kind)}


def _holders(scope: Scope, unit: int | None, today: date) -> list[tuple[str, int, str, date | None]]:
    """Give (post, person, stage, since) of village post holders who are no official members; stage "" for those not in
    the source. Who is on probation stands in the list of members, whether a case leads to it or not.

    Only where the log-in may see cases: elsewhere it cannot know who has none.
    """
    seen = scope.holding(MAY_SEE_CASES)
    member = Activity.objects.filter(on_day(today), person=OuterRef("person"))
    official, probation = (Exists(member.filter(standing=s)) for s in (Standing.OFFICIAL, Standing.PROBATIONARY))
    held = Tenure.objects.filter(on_day(today), ~official, post__kind__in=VILLAGE_POSTS)
    if unit is not None:
        held = held.filter(post__locality_id__in=[v.pk for v in scope.map.villages_under(unit)])
    if not seen.everything:
        held = held.filter(post__locality_id__in=seen.locality_ids)
    holders = list(held.annotate(probation=probation).values_list("post__kind", "person_id", "probation"))
    cases = candidacies_in(scope).filter(OPEN, person_id__in={person for _kind, person, _on in holders})
    reached = {
        person: (stage, since) for person, stage, since in cases.values_list("person_id", "stage", "stage_since")
    }
    out = []
    for kind, person, on_probation in holders:
        stage, since = reached.get(person, ("", None))
        out.append((kind, person, str(Stage.PROBATION), None) if on_probation else (kind, person, stage, since))
    return out
