"""Named reads for enrolling: agreed proposals, the source, or anybody found by name, each with how he stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from taonguon.admissions.boards import WORDS_MAX
from taonguon.admissions.models import Candidacy
from taonguon.classes import pools, proposals
from taonguon.classes.access import proposals_in
from taonguon.classes.eligibility import Look, looks
from taonguon.classes.enums import NeededFor, Seat, Wish
from taonguon.classes.models import Course, Proposal
from taonguon.orgs.access import Scope
from taonguon.orgs.models import Organisation
from taonguon.orgs.queries import Map, on_day
from taonguon.people.access import people_in
from taonguon.people.models import Activity, Person, Residence
from taonguon.rules.names import fold
from taonguon.web.paging import SIZE, Page, clip

PROPOSALS, SOURCE, SEARCH = "de-nghi", "nguon", "tim"


@dataclass(frozen=True)
class Pick:
    """One who can be put on the list: the field and value of his tick, who he is, why he needs it, how he stands."""

    field: str
    value: int
    person: Person
    cell: str
    why: str
    by: date | None
    look: Look
    here: bool
    """On the list of this class already."""
    chosen: bool = False


def free_places(course: Course) -> int | None:
    """Give how many places are left; None where there is no limit."""
    if course.capacity is None:
        return None
    return max(0, course.capacity - course.enrolments.filter(seat=Seat.ENROLLED).count())


def agreed_page(scope: Scope, course: Course, number: int, today: date) -> Page[Pick]:
    """Give the agreed proposals for the kind of a class, those needed first; as many ticked as there are places."""
    rows = proposals_in(scope).filter(kind=course.kind, state=Wish.AGREED)
    total, free = rows.count(), free_places(course)
    number = clip(number, total)
    start = (number - 1) * SIZE
    ordered = rows.select_related("person", "kind").order_by(F("needed_by").asc(nulls_last=True), "made_on", "pk")
    lines = proposals.lines_of(list(ordered[start : start + SIZE]), scope, today)
    here = _here(course, [line.row.person_id for line in lines])
    picks = [
        Pick(
            "proposal", line.row.pk, line.row.person, line.cell, line.reason, line.row.needed_by, line.look,
            line.row.person_id in here, chosen=free is None or start + at < free,
        )
        for at, line in enumerate(lines)
    ]  # fmt: skip
    return Page(picks, number, total)


def source_page(scope: Scope, course: Course, filters: pools.Filters, number: int, today: date) -> Page[Pick]:
    """Give one page of the open cases the kind of a class is for."""
    page = pools.pool_page(scope, course.kind, filters, number, today)
    here = _here(course, [line.case.person_id for line in page.rows])
    picks = []
    for line in page.rows:
        why = str(line.need.label) if line.need != NeededFor.NONE else str(line.case.get_stage_display())
        picks.append(
            Pick(
                "case", line.case.pk, line.case.person, line.cell, why, line.by, line.look, line.case.person_id in here
            )
        )
    return Page(picks, page.number, page.total)


def search_page(scope: Scope, course: Course, text: str, number: int, today: date) -> Page[Pick]:
    """Give one page of the people in reach whose name has all the words; nobody without a word."""
    words = fold(text).split()[:WORDS_MAX]
    rows = people_in(scope)
    for word in words:
        rows = rows.filter(folded__contains=word)
    total = rows.count() if words else 0
    number = clip(number, total)
    people = list(rows.order_by("sort_key", "pk")[(number - 1) * SIZE : number * SIZE]) if words else []
    stand, cells = looks(scope, people, course.kind, today), cells_of(people, scope.map, today)
    here = _here(course, [person.pk for person in people])
    picks = []
    for person in people:
        node = scope.map.organisations.get(cells.get(person.pk))
        picks.append(
            Pick("person", person.pk, person, node.name if node else "", "", None, stand[person.pk], person.pk in here)
        )
    return Page(picks, number, total)


def _here(course: Course, people: Sequence[int]) -> set[int]:
    rows = course.enrolments.filter(person_id__in=people).exclude(seat=Seat.WITHDRAWN)
    return set(rows.values_list("person_id", flat=True))


def cells_of(people: Sequence[Person], drawn: Map, today: date) -> dict[int, int]:
    """Give the cell of each: where he is active, else the one that serves the village he lives in."""
    ids = [person.pk for person in people]
    lives = Residence.objects.filter(person_id__in=ids, until__isnull=True).values_list("person_id", "locality_id")
    out = {person: drawn.services[village][0] for person, village in lives if village in drawn.services}
    active = Activity.objects.filter(on_day(today), person_id__in=ids)
    return out | dict(active.values_list("person_id", "cell_id"))


@dataclass(frozen=True)
class Sent:
    """Somebody to be put on a list, and who sends him."""

    person: Person
    sender: Organisation | None


def sent_by_proposals(rows: Iterable[Proposal]) -> list[Sent]:
    """Give whom cells proposed."""
    return [Sent(row.person, row.cell) for row in rows]


def sent_by_cases(rows: Iterable[Candidacy]) -> list[Sent]:
    """Give whose cases they are, sent by the cells that handle them."""
    return [Sent(row.person, row.cell) for row in rows]


def sent_by_search(people: Sequence[Person], drawn: Map, today: date) -> list[Sent]:
    """Give people, sent by the cells they belong to."""
    cells = cells_of(people, drawn, today)
    units = Organisation.objects.in_bulk(set(cells.values()))
    return [Sent(person, units.get(cells.get(person.pk, 0))) for person in people]
