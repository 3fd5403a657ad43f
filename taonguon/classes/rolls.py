"""The list of a class as the office writes it: for print on A4, and as a sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import IO

from django.utils.translation import gettext as _

from taonguon.classes.enums import Audience, Seat
from taonguon.classes.models import Course
from taonguon.classes.queries import learners_of
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import on_day
from taonguon.people.enums import PostKind, Sex
from taonguon.people.exports import write_sheet
from taonguon.people.models import Residence, Tenure
from taonguon.people.queries.tree import place_name
from taonguon.rules.tree import Node

_GROUPS = {str(group): at for at, group in enumerate(Audience)}


@dataclass(frozen=True)
class RollLine:
    """One learner in the office's columns; the birth date stands under the sex."""

    name: str
    male: str
    female: str
    ethnicity: str
    posts: str
    place: str
    sender: str
    score: str
    grade: str
    number: str
    issued: str
    group: str


@dataclass(frozen=True)
class RollGroup:
    """The learners of one group, each with his running number."""

    name: str
    lines: Sequence[tuple[int, RollLine]]


def roll_of(scope: Scope, course: Course, today: date) -> list[RollLine]:
    """Give the learners with a place whom the log-in may see, group by group and by name: three queries."""
    rows = list(learners_of(scope, course).filter(seat=Seat.ENROLLED).order_by("person__sort_key", "pk"))
    rows.sort(key=lambda row: _GROUPS.get(row.group, len(_GROUPS)))
    people = [row.person_id for row in rows]
    posts: dict[int, list[str]] = {}
    held = Tenure.objects.filter(on_day(today), person_id__in=people).order_by("pk")
    for person, kind in held.values_list("person_id", "post__kind"):
        posts.setdefault(person, []).append(str(PostKind(kind).label))
    living = Residence.objects.filter(person_id__in=people, until__isnull=True)
    lives = dict(living.values_list("person_id", "locality_id"))
    out = []
    for row in rows:
        born = str(row.person.born or "")
        sender = scope.map.organisations.get(row.sender_id)
        given = row.certificate
        out.append(
            RollLine(
                name=row.person.name,
                male="" if row.person.sex == Sex.FEMALE else born,
                female=born if row.person.sex == Sex.FEMALE else "",
                ethnicity=row.person.ethnicity,
                posts=", ".join(posts.get(row.person_id, ())),
                place=_place(scope.map.localities.get(lives.get(row.person_id))),
                sender=sender.name if sender else "",
                score="" if row.score is None else f"{row.score.normalize():f}".replace(".", ","),
                grade=row.grade.name if row.grade else "",
                number=given.number if given else "",
                issued=f"{given.issued_on:%d/%m/%Y}" if given and given.issued_on else "",
                group=str(Audience(row.group).label) if row.group else "",
            )
        )
    return out


def _place(node: Node | None) -> str:
    if node is None:
        return ""
    return f"{place_name(node)}, {place_name(node.parent)}" if node.parent else place_name(node)


def grouped(lines: Sequence[RollLine]) -> list[RollGroup]:
    """Cut the list at each new group; the running number goes on."""
    numbered = groupby(enumerate(lines, 1), key=lambda pair: pair[1].group)
    return [RollGroup(name, list(found)) for name, found in numbered]


def roll_sheet(lines: Iterable[RollLine], about: Iterable[tuple[str, str]]) -> IO[bytes]:
    """Write the list to a temporary file, in the columns of the offices' own lists."""
    columns = (
        (_("STT"), 6), (_("Họ và tên"), 26), (_("Năm sinh: Nam"), 12), (_("Năm sinh: Nữ"), 12), (_("Dân tộc"), 12),
        (_("Nghề nghiệp, chức vụ"), 30), (_("Đơn vị (thôn - xã, cơ quan)"), 30), (_("Chi, đảng bộ giới thiệu"), 32),
        (_("Điểm"), 8), (_("Xếp loại"), 12), (_("Số GCN"), 16), (_("Ngày cấp"), 12), (_("Ghi chú"), 30),
    )  # fmt: skip
    return write_sheet(columns, (_cells(line) for line in lines), about)


def _cells(line: RollLine) -> tuple[str, ...]:
    return (
        line.name, line.male, line.female, line.ethnicity, line.posts, line.place, line.sender, line.score, line.grade,
        line.number, line.issued, line.group,
    )  # fmt: skip
