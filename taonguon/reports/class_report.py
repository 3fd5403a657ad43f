"""The page of figures of classes: counts by class, group, commune, sex and people, and what became of the learners.

Only counts: nobody is named here, and no number of a people or a sex leads to names.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from taonguon.admissions.models import Act, Candidacy
from taonguon.classes.enums import Audience, Outcome
from taonguon.orgs.queries import Map
from taonguon.people.models import Membership, Residence
from taonguon.people.queries.tree import place_name
from taonguon.reports.classes import Class, Learner, classes_between
from taonguon.reports.day import Day
from taonguon.rules.dates import Period, add_months
from taonguon.rules.names import place_key
from taonguon.web.pictures import percent

AFTER = (6, 12, 24)
"""Months after a class at which is counted what became of its learners."""


@dataclass(frozen=True)
class Line:
    """Learners of one class, group, commune: enrolled, of them to the end, of them certified; and the bar's parts."""

    label: str
    enrolled: int
    attended: int
    certified: int
    certified_bar: str = ""
    attended_bar: str = ""
    """The part beyond the certified."""
    enrolled_bar: str = ""
    """The part beyond those who attended to the end."""
    attended_at: str = ""
    enrolled_at: str = ""
    pk: int | None = None
    since: date | None = None
    until: date | None = None
    failed: int = 0
    dropped: int = 0


@dataclass(frozen=True)
class Share:
    """How many of how many learners had come so far; `of` 0: no class is that long ago."""

    count: int
    of: int
    months: int
    bar: str

    @property
    def too_early(self) -> bool:
        """True where no class is that long ago."""
        return self.of == 0


@dataclass(frozen=True)
class Outlook:
    """What became of the learners: one milestone, at the end of the class and some months later."""

    label: str
    shares: Sequence[Share]


@dataclass(frozen=True)
class Report:
    """All of the page."""

    period: Period
    total: Line
    classes: Sequence[Line]
    months: Sequence[Line]
    groups: Sequence[Line]
    communes: Sequence[Line]
    sexes: Sequence[Line]
    peoples: Sequence[Line]
    outlooks: Sequence[Outlook]


def report(day: Day) -> Report:
    """Count the classes that began in the day's period, in a constant number of queries."""
    found = classes_between(day.place, day.period.first, day.period.last)
    learners = [one for course in found for one in course.learners]
    communes = _communes(day.place.map, learners)
    sexes = {"m": _("Nam"), "f": _("Nữ"), "": _("Chưa ghi")}
    groups = {str(code): str(label) if code else _("Chưa ghi") for code, label in Audience.choices}
    nowhere = _("Khối cơ quan, chưa rõ xã")
    by_month: dict[date, list[Learner]] = {}
    for course in found:
        by_month.setdefault(course.since.replace(day=1), []).extend(course.learners)
    return Report(
        period=day.period,
        total=_line(_("Cộng"), learners, len(learners)),
        classes=_of_classes(found),
        months=_lines([(f"{month:%m/%Y}", some) for month, some in sorted(by_month.items())]),
        groups=_grouped(learners, lambda one: groups.get(one.group, one.group), list(groups.values())),
        communes=_grouped(learners, lambda one: communes.get(one.person, nowhere), last=nowhere),
        sexes=_grouped(learners, lambda one: sexes.get(one.sex, ""), list(sexes.values())),
        peoples=_grouped(learners, lambda one: one.ethnicity or _("Chưa ghi")),
        outlooks=_outlooks(found, day.on),
    )


def _of_classes(found: Sequence[Class]) -> list[Line]:
    most = max((len(course.learners) for course in found), default=0)
    return [_line(course.name, course.learners, most, course) for course in found]


def _lines(named: Sequence[tuple[str, list[Learner]]]) -> list[Line]:
    most = max((len(some) for _label, some in named), default=0)
    return [_line(label, some, most) for label, some in named]


def _line(label: str, some: Sequence[Learner], most: int, course: Class | None = None) -> Line:
    enrolled, certified = len(some), sum(one.certified for one in some)
    attended = sum(one.attended or one.certified for one in some)
    whole = max(most, 1)
    return Line(
        label, enrolled, attended, certified,
        percent(100 * certified / whole), percent(100 * (attended - certified) / whole),
        percent(100 * (enrolled - attended) / whole), percent(100 * certified / whole), percent(100 * attended / whole),
        course.pk if course else None, course.since if course else None, course.until if course else None,
        sum(one.outcome == Outcome.FAILED for one in some), sum(one.outcome == Outcome.DROPPED for one in some),
    )  # fmt: skip


def _grouped(
    learners: Iterable[Learner], label: Callable[[Learner], str], order: Sequence[str] | None = None, last: str = ""
) -> list[Line]:
    """Count by a label, in the order given, else by the names' own order but for the last."""
    some: dict[str, list[Learner]] = {}
    for one in learners:
        some.setdefault(label(one), []).append(one)
    names = (
        [name for name in order if name in some]
        if order
        else sorted(some, key=lambda name: (name == last, place_key(name)))
    )
    return _lines([(name, some[name]) for name in names])


def _communes(drawn: Map, learners: Sequence[Learner]) -> dict[int, str]:
    """Give each learner's commune: that of the unit that sent him, else the one he lives in."""
    out: dict[int, str] = {}
    for one in learners:
        node = drawn.organisations.get(one.sender)
        while node is not None:
            place = drawn.localities.get(node.territory_pk)
            if place is not None and place.kind == "commune":
                out[one.person] = place_name(place)
                break
            node = node.parent
    rest = [one.person for one in learners if one.person not in out]
    homes = Residence.objects.filter(person__in=rest, until__isnull=True).values_list("person_id", "locality_id")
    for person, place_pk in homes:
        commune = drawn.commune_of(place_pk)
        if commune is not None:
            out[person] = place_name(commune)
    return out


# -- afterwards


def _outlooks(found: Sequence[Class], on: date) -> list[Outlook]:
    """Say how many learners were on the source list, had leave to begin, were members: at the end and months after."""
    people = {one.person for course in found for one in course.learners}
    acts = Act.objects.filter(
        standing=True, on__isnull=False, key__in=("listed", "leave-to-begin"), candidacy__person__in=people
    )
    listed: dict[int, date] = {}
    leave: dict[int, date] = {}
    for person, key, day in acts.values_list("candidacy__person_id", "key", "on"):
        assert day is not None  # noqa: S101 the query leaves out those without a day
        first = listed if key == "listed" else leave
        first[person] = min(day, first.get(person, day))
    undated = Candidacy.objects.filter(person__in=people).exclude(person__in=list(listed))
    for person in undated.values_list("person_id", flat=True):
        listed.setdefault(person, date.min)
    admitted = Membership.objects.filter(person__in=people).values_list("person_id", "admitted_on")
    members = {person: day for person, day in admitted.order_by("-admitted_on") if day is not None}
    return [
        Outlook(_("Có trong danh sách nguồn"), _shares(found, listed, on)),
        Outlook(_("Được phép làm hồ sơ"), _shares(found, leave, on)),
        Outlook(_("Đã kết nạp"), _shares(found, members, on)),
    ]


def _shares(found: Sequence[Class], reached: dict[int, date], on: date) -> list[Share]:
    out = []
    for months in (0, *AFTER):
        count = of = 0
        for course in found:
            horizon = add_months(course.until, months)
            if horizon > on:
                continue
            of += len(course.learners)
            count += sum(reached.get(one.person, date.max) <= horizon for one in course.learners)
        out.append(Share(count, of, months, percent(100 * count / of) if of else percent(0)))
    return out
