"""Setting a mass organisation's own list beside what the sources say. Nothing of it is written: it is a claim.

Who leads a branch comes from the list of posts, who is a member from the lists of members, who studied from
the lists of classes; where the list says otherwise, the row is given back with both.
"""

from dataclasses import dataclass

from django.db.models import Q

from taonguon.classes.enums import Outcome
from taonguon.classes.models import Enrolment
from taonguon.intake.appliers.base import REJECTED, UNCHANGED, Context, Fate
from taonguon.intake.appliers.register import Register
from taonguon.intake.interpret.records import CellIssue, ClaimRow
from taonguon.intake.matching import Named
from taonguon.orgs.queries import on_day
from taonguon.people.enums import CertificateKind
from taonguon.people.models import Activity, Certificate, Person, Tenure
from taonguon.rules.names import fold
from taonguon.rules.tree import Node


@dataclass(slots=True)
class _Claim:
    row: ClaimRow
    village: Node
    named: Named


def apply_mass_list(ctx: Context) -> None:
    """Compare every row of a mass organisation's list with the register, and remark where they differ."""
    _Claims(ctx).run()


class _Claims:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.register = Register(ctx.map)
        self.holders: dict[tuple[int, str], tuple[int, str]] = {}
        """(village, kind of post) -> who holds it: id and name"""
        self.members: set[int] = set()
        self.studied: set[int] = set()

    def run(self) -> None:
        rows = [row for row in self.ctx.parsed.rows if isinstance(row, ClaimRow)]
        claims = [claim for row in rows if (claim := self._place(row)) is not None]
        self.register.open((claim.named for claim in claims), 0)
        meant = {id(claim): self._who(claim) for claim in claims}
        self._known(claims, {pk for pk in meant.values() if pk is not None})
        seen: dict[tuple[str, int], ClaimRow] = {}
        for number, claim in enumerate(claims, start=1):
            self._compare(claim, meant[id(claim)], seen)
            self.ctx.step(number, len(claims))

    def _place(self, row: ClaimRow) -> _Claim | None:
        places = self.ctx.places
        village = places.village(f"{row.village}, {row.commune}", places.commune(row.commune))
        if village is None:
            self.ctx.reject(row, row.village_column, row.village or row.commune, "unknown_unit")
            return None
        if not self.ctx.reaches_place(village.pk):
            self.ctx.reject(row, row.village_column, row.village, "out_of_scope")
            return None
        around = frozenset(self.register.around_village(village.pk))
        return _Claim(row, village, Named(fold(row.name), row.born, around))

    def _who(self, claim: _Claim) -> int | None:
        found = self.register.find(claim.named).person if claim.row.name else None
        return found.pk if found else None

    def _known(self, claims: list[_Claim], people: set[int]) -> None:
        """Read who holds the posts, and who of the people named is a member or has studied."""
        on = self.ctx.as_of
        villages = {claim.village.pk for claim in claims}
        held = Tenure.objects.filter(on_day(on), post__locality__in=villages).filter(on_day(on, "post__"))
        for village, kind, pk, name in held.values_list("post__locality_id", "post__kind", "person_id", "person__name"):
            self.holders[village, kind] = pk, name
        people |= {pk for pk, _name in self.holders.values()}
        active = Activity.objects.filter(on_day(on), person__in=people)
        self.members = set(active.values_list("person_id", flat=True))
        certified = Certificate.objects.filter(person__in=people, kind=CertificateKind.AWARENESS)
        passed = Enrolment.objects.filter(person__in=people, outcome=Outcome.PASSED)
        told = Q(candidacies__acts__key="class-certificate", candidacies__acts__standing=True)
        self.studied = {
            *certified.values_list("person_id", flat=True), *passed.values_list("person_id", flat=True),
            *Person.objects.filter(told, pk__in=people).values_list("pk", flat=True),
        }  # fmt: skip

    def _compare(self, claim: _Claim, person: int | None, seen: dict[tuple[str, int], ClaimRow]) -> None:
        row, village = claim.row, claim.village
        if row.name and row.post:
            first = seen.setdefault((claim.named.folded, village.pk), row)
            if first is not row:
                self._reject(row, row.name_column, row.name, "duplicate_person", str(first.row + 1))
                return
        if row.post:
            person = self._holder(claim, person)
        if row.name and person is None:
            self._reject(row, row.name_column, row.name, "unknown_person")
            return
        if person is not None:
            self._marks(row, person)
        self.ctx.done(row, UNCHANGED, person, "claim")

    def _holder(self, claim: _Claim, person: int | None) -> int | None:
        """Compare who leads the branch; give who is meant: the holder on record where the names agree."""
        row = claim.row
        held, name = self.holders.get((claim.village.pk, row.post), (None, ""))
        if held is not None and fold(name) == claim.named.folded:
            return held
        if held is not None or row.name:
            row.issues.append(CellIssue(row.row, row.name_column, row.name, "holder_differs", name))
        return person

    def _marks(self, row: ClaimRow, person: int) -> None:
        if row.member is not None and row.member != (person in self.members):
            kind = "mark_without_member" if row.member else "member_without_mark"
            row.issues.append(CellIssue(row.row, row.member_column, row.name, kind))
        if row.studied and person not in self.studied:
            row.issues.append(CellIssue(row.row, row.studied_column, row.name, "study_not_known"))

    def _reject(self, row: ClaimRow, column: int, shown: str, kind: str, detail: str = "") -> None:
        row.issues.append(CellIssue(row.row, column, shown, kind, detail))
        self.ctx.fates.append(Fate(row, REJECTED))
