"""The ledger's side of a load of the source: what a row says beside what is on record, and writing the difference.

What somebody recorded by hand stays as it is; a list older than the last one adds what was not known
and changes nothing. An act that a newer list tells otherwise is corrected by a new row, as by hand.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from taonguon.admissions.actions import move_candidacy
from taonguon.admissions.enums import LEFT_THE_LIST, Closed
from taonguon.admissions.following import end_suggestions
from taonguon.admissions.models import Act, Assignment, Candidacy, Handling, Tally
from taonguon.admissions.readmission import former_facts
from taonguon.admissions.settling import settle_many
from taonguon.audit.actions import record
from taonguon.intake.appliers.assignments import Helpers, chained, same_chain
from taonguon.intake.appliers.base import CREATED, UNCHANGED, UPDATED, Context
from taonguon.intake.interpret.records import Milestone, SourceRow
from taonguon.orgs.enums import CELLS
from taonguon.orgs.models import Organisation
from taonguon.people.models import Membership
from taonguon.procedures.book import book
from taonguon.rules.cases import Case, Vote
from taonguon.rules.engine import check
from taonguon.rules.tree import Node

_AT_ONCE = 500


@dataclass(slots=True)
class Told:
    """One person of the list: who, the row, the handling cell."""

    person: int
    row: SourceRow
    cell: Node
    village: int | None = None
    changed: bool = False
    """The register of people took something from the row."""


class _Member(NamedTuple):
    admitted_on: date | None
    official_on: date | None


class Ledger:
    """One portion of a load: reads what is on record of its people, then writes what differs.

    A person whose case another unit handles, out of the loader's reach, is turned away and not in `portion`.
    """

    def __init__(self, ctx: Context, portion: list[Told]) -> None:
        self.ctx = ctx
        self.as_of = ctx.as_of
        self.held: dict[int, Candidacy] = {}
        self.acts: dict[tuple[int, str], Act] = {}
        self.by_hand: set[tuple[int, str]] = set()
        self.listed: dict[tuple[int, str], Act] = {}
        """What a list told last of an act, though a certificate of the centre's register stands for it now."""
        self.assignments: dict[int, list[Assignment]] = {}
        self.since: dict[int, date | None] = {}
        self.members: dict[int, _Member] = {}
        self.former: dict[int, dict[str, Any]] = {}
        self.new: list[Candidacy] = []
        self.new_handlings: list[Handling] = []
        self.new_acts: list[Act] = []
        self.new_tallies: list[Tally] = []
        self.new_assignments: list[Assignment] = []
        self.corrections: list[tuple[Act, Act]] = []
        self.touched: set[int] = set()
        self._read(portion)
        self.portion = [one for one in portion if self._reached(one)]

    def _reached(self, one: Told) -> bool:
        held = self.held.get(one.person)
        if held is None or self.ctx.reaches_unit(held.cell_id):
            return True
        self.ctx.reject(one.row, one.row.name_column, one.row.name, "out_of_scope")
        return False

    def write(self) -> None:
        """Set the portion beside the ledger, write the difference, and settle what it touched."""
        for one in self.portion:
            held, end = self.held.get(one.person), self._end(one)
            if held is None or _again(held, one.row, open_=not end[0]):
                self._open(one, *end)
                outcome = CREATED
            else:
                changed = self._amend(one, held, *end)
                outcome = UPDATED if changed or one.changed else UNCHANGED
            self.ctx.done(one.row, outcome, one.person)
        self._flush()

    # -- what is on record

    def _read(self, portion: list[Told]) -> None:
        people = [one.person for one in portion]
        rows = Candidacy.objects.select_for_update().filter(person__in=people).order_by("pk")
        for row in rows:  # the open one, else the last
            if row.person_id not in self.held or self.held[row.person_id].closed:
                self.held[row.person_id] = row
        pks = [row.pk for row in self.held.values()]
        for act in Act.objects.filter(candidacy__in=pks).select_related("tally").order_by("pk"):
            if act.standing:
                self.acts[(act.candidacy_id, act.key)] = act
            if act.certificate_id is None:
                self.listed[(act.candidacy_id, act.key)] = act
            if act.recorded_by_id is not None and act.certificate_id is None:
                self.by_hand.add((act.candidacy_id, act.key))
        for helped in Assignment.objects.filter(candidacy__in=pks).select_related("helper").order_by("pk"):
            self.assignments.setdefault(helped.candidacy_id, []).append(helped)
        standing = Handling.objects.filter(candidacy__in=pks, until__isnull=True)
        self.since = dict(standing.values_list("candidacy_id", "since"))
        members = Membership.objects.filter(person__in=people, end_reason="")
        for person, admitted, official, recognised in members.values_list(
            "person_id", "admitted_on", "official_on", "recognised_on"
        ):
            self.members[person] = _Member(admitted, recognised or official)
        self.former = former_facts(people)
        self.helpers = Helpers(name for one in portion for name, _since in one.row.helpers)

    def _end(self, one: Told) -> tuple[str, date | None]:
        """Say why and since when the row's candidacy is no longer open; '' for one that is."""
        member, ceremony = self.members.get(one.person), one.row.acts.get("ceremony")
        if member is not None and ceremony is None:
            return Closed.ADMITTED, member.admitted_on or self.as_of
        if member is not None:
            official = member.official_on if member.official_on and member.official_on <= self.ctx.today else None
            return (Closed.RECOGNISED, official) if official else ("", None)
        if ceremony is not None:
            return Closed.ADMITTED, ceremony.on.first if ceremony.on else self.as_of
        if one.row.off:
            return one.row.off, one.row.off_on.first if one.row.off_on else self.as_of
        return "", None

    # -- what the row adds

    def _open(self, one: Told, closed: str, closed_on: date | None) -> None:
        row = one.row
        made = Candidacy(
            person_id=one.person, cell_id=one.cell.pk, code=row.code[:20], told_on=self.as_of,
            closed=closed, closed_on=closed_on, facts=self._facts(one),
        )  # fmt: skip
        self.new.append(made)
        listed = row.acts.get("listed")
        since = listed.on.first if listed and listed.on else None
        self.new_handlings.append(Handling(candidacy=made, cell_id=one.cell.pk, since=since))
        for key, milestone in row.acts.items():
            self._add(made, key, milestone, row)
        for link in chained([], self.helpers.of(row, one.cell), self.as_of):
            self.new_assignments.append(Assignment(candidacy=made, **link._asdict()))

    def _facts(self, one: Told) -> dict[str, dict[str, Any]]:
        """Give what the row and the register of members know of the conditions that rules ask for."""
        facts = {"person": {"schooling": one.row.schooling}} if one.row.schooling else {}
        former = self.former.get(one.person)
        return facts | ({"former_membership": former} if former else {})

    def _add(self, candidacy: Candidacy, key: str, milestone: Milestone, row: SourceRow) -> Act:
        made = Act(candidacy=candidacy, key=key, **_said(milestone))
        self.new_acts.append(made)
        if key == "cell-resolution" and (tally := _tally(made, row.vote)) is not None:
            self.new_tallies.append(tally)
        return made

    def _amend(self, one: Told, held: Candidacy, closed: str, closed_on: date | None) -> bool:
        """Add what is not on record; change what is only where this list is as new as the last. Say whether it did."""
        newer = held.told_on is None or self.as_of >= held.told_on
        changed = False
        for key, milestone in one.row.acts.items():
            if (held.pk, key) not in self.by_hand:
                have = self.acts.get((held.pk, key))
                if have is None:
                    self._add(held, key, milestone, one.row)
                    changed = True
                elif have.certificate_id is not None and not _is_later(milestone, have):
                    changed |= self._beside(held, have, milestone)
                elif newer:
                    changed |= self._correct(held, have, milestone, one.row)
        if newer:
            changed |= self._help(one, held)
            changed |= self._close(held, closed, closed_on)
            changed |= self._tell(one, held)
            changed |= self._move(one, held)
        if changed:
            self.touched.add(held.pk)
        return changed

    def _beside(self, held: Candidacy, have: Act, milestone: Milestone) -> bool:
        """Keep what the list tells of an act beside the centre's certificate that stands for it.

        So the register alone can be counted, whichever of the two lists came first.
        """
        said, last = _said(milestone), self.listed.get((held.pk, have.key))
        if last is not None and all(getattr(last, name) == value for name, value in said.items() if value):
            return False
        self.new_acts.append(Act(candidacy=held, key=have.key, standing=False, replaced_by=have, **said))
        return True

    def _correct(self, held: Candidacy, have: Act, milestone: Milestone, row: SourceRow) -> bool:
        """Put an act that a list told before as this list tells it; the old row stays, no longer standing."""
        was = {"on": have.on, "precision": have.precision, "number": have.number, "issuer": have.issuer}
        now = was | {name: value for name, value in _said(milestone).items() if value}
        vote = row.vote if have.key == "cell-resolution" else None
        old = getattr(have, "tally", None)
        counted = (old.in_favour, old.members) if old is not None else None
        recount = vote is not None and now["precision"] == "d" and vote != counted
        if now == was and not recount:
            return False
        reason = _("Theo danh sách ngày %(day)s") % {"day": f"{self.as_of:%d/%m/%Y}"}
        made = Act(candidacy=held, key=have.key, irregular=have.irregular, reason=reason, **now)
        self.corrections.append((have, made))
        if (tally := _tally(made, vote or counted if have.key == "cell-resolution" else None)) is not None:
            self.new_tallies.append(tally)
        record(self.ctx.actor, "act.corrected", held, key=have.key, was=_iso(have.on), now=_iso(made.on), reason=reason)
        return True

    def _help(self, one: Told, held: Candidacy) -> bool:
        if (held.pk, "helper-assigned") in self.by_hand:
            return False
        before = self.assignments.get(held.pk, [])
        links = chained(before, self.helpers.of(one.row, one.cell), self.as_of)
        if not links or same_chain(before, links):
            return False
        Assignment.objects.filter(pk__in=[row.pk for row in before]).delete()
        self.new_assignments.extend(Assignment(candidacy=held, **link._asdict()) for link in links)
        last = links[-1]
        record(
            self.ctx.actor, "helper.assigned", held, helper=last.helper_id, on=_iso(last.since),
            before=before[-1].helper_id if before else None,
        )  # fmt: skip
        return True

    def _close(self, held: Candidacy, closed: str, closed_on: date | None) -> bool:
        """Close what the list closes; a closing by hand stays, an admission known only from a list may become a member's."""
        only_listed = held.closed == Closed.ADMITTED
        if held.closed == closed or (held.closed and not only_listed):
            return False
        if only_listed and closed not in {"", Closed.RECOGNISED}:
            return False
        if closed in LEFT_THE_LIST and held.reopened_on is not None and self.as_of <= held.reopened_on:
            return False  # taken back by hand since: only a list that is newer can say it again
        held.closed, held.closed_on = closed, closed_on
        Candidacy.objects.filter(pk=held.pk).update(closed=closed, closed_on=closed_on)
        if closed:
            end_suggestions(held.person_id, closed_on)
            record(self.ctx.actor, "candidacy.closed", held, because=str(closed), on=_iso(closed_on))
        return True

    def _tell(self, one: Told, held: Candidacy) -> bool:
        """Add the register's number and a sure schooling, where blank."""
        new = {} if held.code or not one.row.code else {"code": one.row.code[:20]}
        facts = held.facts
        if one.row.schooling and "schooling" not in facts.get("person", {}):
            new["facts"] = facts | {"person": facts.get("person", {}) | {"schooling": one.row.schooling}}
        if new:
            Candidacy.objects.filter(pk=held.pk).update(**new)
        return bool(new)

    def _move(self, one: Told, held: Candidacy) -> bool:
        """Let another cell handle the case from the list's day on, where a newer list stands it there."""
        known = one.cell.kind in CELLS
        if held.closed or held.cell_id == one.cell.pk or not known:
            return False
        before = self.ctx.map.organisations.get(held.cell_id)
        if before is not None and before.kind not in CELLS:  # the list before had not said which cell
            Handling.objects.filter(candidacy=held, until__isnull=True).update(cell=one.cell.pk)
            Candidacy.objects.filter(pk=held.pk).update(cell=one.cell.pk)
            return True
        since = self.since.get(held.pk)
        if held.told_on is None or self.as_of <= held.told_on or (since is not None and self.as_of <= since):
            return False
        to = Organisation.objects.get(pk=one.cell.pk)
        move_candidacy(
            held, to, self.as_of, same_deciding_committee=None, actor=self.ctx.actor, today=self.ctx.today
        )  # fmt: skip
        return True

    # -- writing

    def _flush(self) -> None:
        Candidacy.objects.bulk_create(self.new, batch_size=_AT_ONCE)
        Handling.objects.bulk_create(self.new_handlings, batch_size=_AT_ONCE)
        Act.objects.filter(pk__in=[old.pk for old, _new in self.corrections]).update(standing=False)
        Act.objects.bulk_create([*self.new_acts, *(new for _old, new in self.corrections)], batch_size=_AT_ONCE)
        for old, new in self.corrections:
            Act.objects.filter(pk=old.pk).update(replaced_by=new)
        Tally.objects.bulk_create(self.new_tallies, batch_size=_AT_ONCE)
        Assignment.objects.bulk_create(self.new_assignments, batch_size=_AT_ONCE)
        named = [self.held[one.person] for one in self.portion if one.person in self.held]
        told = [row.pk for row in named if row.told_on is not None and row.told_on < self.as_of]
        Candidacy.objects.filter(pk__in=told).update(told_on=self.as_of)
        touched = [*sorted(self.touched), *(row.pk for row in self.new)]
        for start in range(0, len(touched), _AT_ONCE):
            rows = Candidacy.objects.filter(pk__in=touched[start : start + _AT_ONCE]).select_related("person")
            settle_many(list(rows), self.ctx.today)


def _is_later(milestone: Milestone, act: Act) -> bool:
    """Say whether a list tells of a later certificate than the one that stands."""
    return milestone.on is not None and act.on is not None and milestone.on.first > act.on


def _again(held: Candidacy, row: SourceRow, *, open_: bool) -> bool:
    """Say whether a closed case's person was put on the list anew: recognised after the closing."""
    listed = row.acts.get("listed")
    if not held.closed or not open_ or listed is None or listed.on is None or held.closed_on is None:
        return False
    return listed.on.first > held.closed_on


def _said(milestone: Milestone) -> dict[str, object]:
    on = milestone.on
    return {
        "on": on.first if on else None,
        "precision": on.precision if on else "",
        "number": milestone.number[:40],
        "issuer": milestone.issuer[:120],
    }


def _tally(act: Act, vote: tuple[int, int] | None) -> Tally | None:
    """Give the counts of a cell's vote with the base and threshold of its day; None where the day is not known."""
    if vote is None or act.on is None or act.precision != "d":
        return None
    favour, members = vote
    counts = Vote(body="cell", members=members, in_favour=favour)
    answer = check(Case(step="cell-vote", on=act.on, only=(), vote=counts), book())
    if answer.base is None or answer.needed is None:
        return None
    return Tally(
        act=act, body="cell", members=members, in_favour=favour, base=answer.base, needed=answer.needed, counted=False
    )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
