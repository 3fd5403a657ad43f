"""Loading lists of classes: who learnt, who sent him, how he ended, and his certificate.

A certificate a list tells of has no series: it was numbered elsewhere. Nothing a list leaves blank takes
anything away, and nothing that a certificate rests on is changed by a list: that is said beside the row.
"""

import re
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from taonguon.admissions.certificates import take_over
from taonguon.audit.actions import record
from taonguon.classes.enums import Outcome, Seat, Wish
from taonguon.classes.models import Course, Enrolment, Grade, Proposal
from taonguon.intake.appliers.base import CREATED, NAME_LENGTH, REJECTED, UNCHANGED, UPDATED, Context, Fate
from taonguon.intake.appliers.courses import Listed, course_of
from taonguon.intake.appliers.register import Register
from taonguon.intake.appliers.repeats import without_repeats
from taonguon.intake.interpret.records import CellIssue, ClassRow, CourseHead
from taonguon.intake.matching import Named
from taonguon.people.models import Certificate
from taonguon.rules.names import fold, words_of
from taonguon.rules.tree import Node

_PORTION = 2_000
_AT_ONCE = 500
_PARTS = re.compile(r"\s*[,;]\s*|\s+[-–]\s*|\s*[-–]\s+")
_COMMUNE_PART = re.compile(r"^(xa|thi tran|tt|phuong|dac khu) ")
_NO_COMMUNE = re.compile(r"^(khoi|co quan|huyen|cap huyen|ngoai huyen)\b")
_VILLAGE_FORMS = ("thôn ", "bản ", "khu ", "khu phố ", "tổ dân phố ", "xóm ", "ấp ", "làng ")


@dataclass(slots=True)
class _Placed:
    row: ClassRow
    sender: Node | None
    village: Node | None
    named: Named


@dataclass(slots=True)
class _Told:
    person: int
    row: ClassRow
    sender: Node | None
    village: int | None
    made: bool = False
    """The person was made by this load."""


def apply_classes(ctx: Context) -> None:
    """Write the classes of a file, their learners, results and certificates."""
    heads: dict[int, CourseHead] = {}
    rows: dict[int, list[ClassRow]] = defaultdict(list)
    for row in ctx.parsed.rows:
        if isinstance(row, ClassRow):
            heads.setdefault(id(row.course), row.course)
            rows[id(row.course)].append(row)
    for key, head in heads.items():
        _Class(ctx, course_of(ctx, head), rows[key]).run()


class _Class:
    def __init__(self, ctx: Context, listed: Listed, rows: list[ClassRow]) -> None:
        self.ctx = ctx
        self.listed = listed
        self.rows = rows
        self.register = Register(ctx.map)
        self.look = _Look(ctx, self.register)
        self.list = _List(ctx, listed)

    def run(self) -> None:
        placed = [p for row in self.rows if (p := self._place(row)) is not None]
        placed, again = without_repeats(placed, _same)
        for one, first in again:
            self._twice(one.row, first.row)
        self.register.open((p.named for p in placed), len(placed))
        told = self._told(placed)
        for start in range(0, len(told), _PORTION):
            portion = told[start : start + _PORTION]
            known = {one.person: (one.row, one.village) for one in portion if not one.made}
            changed = self.register.complete(known)
            certified = self.list.write(portion, changed)
            take_over(certified, self.ctx.today, actor=self.ctx.actor)
            self.ctx.step(min(start + _PORTION, len(told)), len(told))
        self.list.finish()
        self.ctx.doubts.extend(self.register.doubts)

    def _place(self, row: ClassRow) -> _Placed | None:
        ctx = self.ctx
        if row.rejected:
            ctx.fates.append(Fate(row, REJECTED, remark="without-name"))
            return None
        if len(row.name) > NAME_LENGTH:
            ctx.reject(row, row.name_column, row.name[:40], "too_long", str(NAME_LENGTH))
            return None
        if row.born is not None and row.born.first > ctx.today:
            ctx.reject(row, row.name_column, str(row.born), "future_date", "birth")
            return None
        if row.issued is not None and row.issued.first > ctx.today:
            row.issues.append(CellIssue(row.row, row.issued_column, str(row.issued), "not_yet", "certified"))
            row.issued = None
        return self.look.place(row)

    def _twice(self, row: ClassRow, first: ClassRow) -> None:
        """Give a second row of one learner back; what the first does not say is taken from it."""
        for name in ("score", "grade", "outcome", "group", "number", "issued"):
            setattr(first, name, getattr(first, name) or getattr(row, name))
        row.issues.append(CellIssue(row.row, row.name_column, row.name, "duplicate_person", f"{first.row + 1}"))
        self.ctx.fates.append(Fate(row, REJECTED))

    def _told(self, placed: list[_Placed]) -> list[_Told]:
        """Say who each row is: somebody known, or made now."""
        told: dict[int, _Told] = {}
        for one in placed:
            row, match = one.row, self.register.find(one.named)
            if match.person is not None and match.person.pk in told:
                self._twice(row, told[match.person.pk].row)
                continue
            known = match.person
            if known is None:
                known = self.register.make(row.name, one.named, sex=row.sex, ethnicity=row.ethnicity, doubts=match)
                if match.doubts:
                    row.issues.append(CellIssue(row.row, row.name_column, row.name, "doubtful_person"))
                if one.village is not None:
                    self.register.settle(known.pk, one.village.pk)
            village = one.village.pk if one.village else None
            told[known.pk] = _Told(known.pk, row, one.sender, village, made=match.person is None)
        self.register.flush()
        return list(told.values())


class _Look:
    """Finds who sent a learner and where he lives or works, from the texts of his row."""

    def __init__(self, ctx: Context, register: Register) -> None:
        self.ctx = ctx
        self.register = register

    def place(self, row: ClassRow) -> _Placed:
        """Give where a row belongs; what is not known is said once, and the learner stays a learner."""
        places = self.ctx.places
        commune = places.commune(row.commune) if row.commune else None
        committee = places.committee(row.committee) or places.committee(row.commune)
        cell = places.cell(row.cell, committee) if row.cell or committee else None
        sender = cell or committee
        text = ", ".join(filter(None, (row.village, row.commune)))
        village = places.village(text, commune or self._commune(sender)) if row.village else None
        self._say_unknown(row, commune, village, sender, cell)
        around = self.register.around_cell(cell.pk if cell else None)
        works_at = self._works_at(row, committee) if village is None else None
        around |= self.register.around_cell(works_at.pk) if works_at else set()
        around |= self.register.around_village(village.pk) if village else set()
        wide: frozenset[str] = frozenset()
        if committee is not None:  # others wait at the committee until their cell is known
            wide = frozenset({f"c{committee.pk}"}) if around else self.register.within(committee.pk)
        return _Placed(row, sender, village, Named(fold(row.name), row.born, frozenset(around), wide=wide))

    def _commune(self, unit: Node | None) -> Node | None:
        while unit is not None:
            place = self.ctx.map.localities.get(unit.territory_pk)
            if place is not None:
                return place if place.kind == "commune" else None
            unit = unit.parent
        return None

    def _works_at(self, row: ClassRow, committee: Node | None) -> Node | None:
        """Give the cell of the school or office a row names as the place of work."""
        if not row.or_workplace:
            return None
        texts = (row.village, *_PARTS.split(row.village))
        return next((cell for text in texts if text and (cell := self.ctx.places.cell(text, committee))), None)

    def _say_unknown(
        self, row: ClassRow, commune: Node | None, village: Node | None, sender: Node | None, cell: Node | None
    ) -> None:
        """Remark on the first text that names no known place or unit; the workplaces of a district are in no list."""
        shown, column = self._unknown_place(row, commune, village), row.residence_column
        if not shown and row.commune and commune is None and not _NO_COMMUNE.match(words_of(row.commune)):
            shown, column = row.commune, row.commune_column
        if not shown and ((row.cell and cell is None) or (row.committee and sender is None)):
            shown = row.cell if row.cell and cell is None else row.committee
            column = row.cell_column if row.cell_column >= 0 else row.name_column
        if shown:
            row.issues.append(CellIssue(row.row, column, shown, "unknown_unit"))

    def _unknown_place(self, row: ClassRow, commune: Node | None, village: Node | None) -> str:
        for part in _PARTS.split(row.village)[1:]:
            if _COMMUNE_PART.match(words_of(part)) and self.ctx.places.commune(part) is None:
                return part
        if not row.village or village is not None or (row.commune and commune is None):
            return ""
        of_a_village = not row.or_workplace or row.village.casefold().startswith(_VILLAGE_FORMS)
        return row.village if of_a_village else ""


class _List:
    """One class beside its list: reads what is on record of the learners, then writes what differs."""

    def __init__(self, ctx: Context, listed: Listed) -> None:
        self.ctx = ctx
        self.course: Course = listed.course
        self.newer = listed.newer
        self.grades = {fold(grade.name): grade for grade in Grade.objects.all()}
        rows = Enrolment.objects.select_for_update(of=("self",)).filter(course=self.course)
        self.held = {row.person_id: row for row in rows.select_related("certificate", "grade")}
        certified = [row.certificate for row in self.held.values() if row.certificate is not None]
        self.numbers = {fold(c.number): c.person_id for c in certified}
        self.results: list[dict[str, Any]] = []

    def write(self, portion: list[_Told], completed: set[int]) -> list[int]:
        """Write some learners; give the people whose certificate is new or says more now."""
        work = _Work()
        for one in portion:
            held = self.held.get(one.person)
            row = held or Enrolment(course=self.course, person_id=one.person)
            changed = self._amend(row, one)
            changed |= self._certify(row, one, work)
            if held is None:
                work.new.append(row)
                outcome = CREATED
            else:
                work.changed.extend([row] if changed else [])
                outcome = UPDATED if changed or one.person in completed else UNCHANGED
            self.ctx.done(one.row, outcome, one.person)
        self._flush(work)
        return [c.person_id for c in (*work.certificates, *work.dated)]

    def finish(self) -> None:
        """Leave what changed of results known before in the trail."""
        if self.results:
            record(self.ctx.actor, "results.set", self.course, results=self.results)

    def _amend(self, row: Enrolment, one: _Told) -> bool:
        """Add what the row says of the learner; say whether that is new."""
        said = one.row
        grade = self.grades.get(fold(said.grade)) if said.grade else None
        if said.grade and grade is None:
            said.issues.append(CellIssue(said.row, said.grade_column, said.grade, "unknown_grade"))
        failed = grade is not None and not grade.passes
        if said.number and (failed or said.outcome):
            said.issues.append(CellIssue(said.row, said.number_column, said.number, "certified_not_passed"))
            said.number = ""
        outcome = _outcome(said, grade)
        new: dict[str, Any] = {"sender_id": one.sender.pk if one.sender else None, "group": said.group}
        result = {"grade": grade, "score": said.score, "outcome": outcome}
        was = (row.grade_id, row.score, row.outcome)
        if row.certificate_id is not None and _differs(row, result):
            said.issues.append(CellIssue(said.row, said.grade_column, said.grade or str(said.score), "result_differs"))
            result = {}
        changed = self._set(row, new, over=False) | self._set(row, result, over=self.newer)
        if row.seat != Seat.ENROLLED and (outcome or said.number):
            row.seat, row.withdrawn, row.withdrawn_on, changed = Seat.ENROLLED, "", None, True
        if row.pk is not None and was != (row.grade_id, row.score, row.outcome):
            self.results.append({"enrolment": row.pk, "was": was[2], "now": row.outcome, "grade": row.grade_id})
        return changed

    def _set(self, row: Enrolment, values: dict[str, Any], *, over: bool) -> bool:
        """Set what is not blank; over what stood there only where the list may."""
        changed = False
        for name, value in values.items():
            was = getattr(row, name)
            if value not in (None, "") and was != value and (over or was in (None, "")):
                setattr(row, name, value)
                changed = True
        return changed

    def _certify(self, row: Enrolment, one: _Told, work: "_Work") -> bool:
        """Make the certificate the row tells of, or add its day; one known otherwise stays, and the row is remarked."""
        said, held = one.row, row.certificate
        if not said.number:
            return False
        issued = said.issued
        if held is not None:
            differs = fold(held.number) != fold(said.number)
            differs |= bool(issued and held.issued and not issued.agrees(held.issued))
            if differs:
                said.issues.append(
                    CellIssue(said.row, said.number_column, said.number, "certificate_differs", held.number)
                )
            elif issued and (held.issued is None or held.issued.precision != "d" == issued.precision):
                held.issued_on, held.issued_precision = issued.first, issued.precision
                work.dated.append(held)
                return True
            return False
        if self.numbers.setdefault(fold(said.number), one.person) != one.person:
            said.issues.append(CellIssue(said.row, said.number_column, said.number, "number_taken"))
            return False
        row.certificate = Certificate(
            person_id=one.person, kind=self.course.kind.certifies, number=said.number, issuer=self.course.organiser,
            unit=self.course.unit, issued_on=issued.first if issued else None,
            issued_precision=issued.precision if issued else "",
        )  # fmt: skip
        work.certificates.append(row.certificate)
        return True

    def _flush(self, work: "_Work") -> None:
        Certificate.objects.bulk_create(work.certificates, batch_size=_AT_ONCE)
        Certificate.objects.bulk_update(work.dated, ["issued_on", "issued_precision"], batch_size=_AT_ONCE)
        for row in (*work.new, *work.changed):
            row.certificate_id = row.certificate.pk if row.certificate is not None else None
        Enrolment.objects.bulk_create(work.new, batch_size=_AT_ONCE)
        columns = ["sender", "group", "seat", "withdrawn", "withdrawn_on", "grade", "score", "outcome", "certificate"]
        Enrolment.objects.bulk_update(work.changed, columns, batch_size=_AT_ONCE)
        people = [row.person_id for row in work.new]
        waiting = Proposal.objects.filter(
            person__in=people, kind=self.course.kind_id, state__in=(Wish.PROPOSED, Wish.AGREED)
        )
        waiting.update(state=Wish.ENROLLED, decided_on=self.ctx.as_of)
        self.held |= {row.person_id: row for row in work.new}


@dataclass(slots=True)
class _Work:
    """What one portion writes."""

    new: list[Enrolment] = field(default_factory=list)
    changed: list[Enrolment] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    dated: list[Certificate] = field(default_factory=list)


def _outcome(row: ClassRow, grade: Grade | None) -> str:
    """Say how a learner ended, as far as the row tells."""
    if row.outcome:
        return Outcome(row.outcome)
    if grade is not None:
        return Outcome.PASSED if grade.passes else Outcome.FAILED
    return Outcome.PASSED if row.number else Outcome.OPEN


def _differs(row: Enrolment, values: dict[str, Any]) -> bool:
    """Say whether a list says otherwise than what is on record; a blank says nothing."""
    return any(value and getattr(row, name) and getattr(row, name) != value for name, value in values.items())


def _same(one: _Placed) -> Hashable | None:
    """What two rows of one learner have in common besides the name: the year of birth and the village, or who sends him."""
    where = f"v{one.village.pk}" if one.village else f"c{one.sender.pk}" if one.sender else ""
    return (one.named.born.year, where) if one.named.born is not None and where else None
