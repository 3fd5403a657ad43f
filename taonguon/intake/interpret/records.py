"""What the sheets say, row by row, before anything is matched with what is known."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from taonguon.rules.dates import PartialDate


class Kind(StrEnum):
    """Kinds of file this product loads, in the order in which a folder is loaded."""

    ORGANISATIONS = "organisations"
    POSTS = "posts"
    MEMBERS = "members"
    ADMISSIONS = "admissions"
    RECOGNITIONS = "recognitions"
    SOURCES = "sources"
    CLASSES = "classes"
    MASS_LIST = "mass-list"
    TARGETS = "targets"


@dataclass(frozen=True, slots=True)
class CellIssue:
    """A cell that is wrong or doubtful. `row` and `column` count from 0; column -1 is the whole row."""

    row: int
    column: int
    shown: str
    kind: str
    field: str = ""
    """Which fact the cell should have held, or what it is compared with."""


@dataclass(slots=True)
class Row:
    """One row of data of a sheet."""

    sheet: str
    row: int
    """Counts from 0."""
    issues: list[CellIssue] = field(default_factory=list)
    rejected: bool = False


@dataclass(slots=True)
class UnitRow(Row):
    """A Party organisation, the villages it covers, and its secretary."""

    code: str = ""
    name: str = ""
    level: str = ""  # 'committee' | 'section' | 'base-cell' | 'cell'
    sector: str = ""
    parent: "UnitRow | None" = None
    implied: bool = False
    """Named only beside its cells, in a column of its own: no row of the file is about it."""
    form: str = ""  # thôn, bản, khu: the word of its villages
    villages: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    founded: PartialDate | None = None
    secretary: "Holder | None" = None
    before: "Holder | None" = None
    changed_on: date | None = None


@dataclass(slots=True)
class OrphanVillageRow(Row):
    """A village without a cell, and the cell charged with it."""

    village: str = ""
    commune: str = ""
    handled_by: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody named in a post's cell, with the year of birth beside it where given."""

    name: str
    born: PartialDate | None = None
    claim: str = ""
    newly_elected: bool = False
    column: int = -1


@dataclass(slots=True)
class PostsRow(Row):
    """The posts of one village. A kind absent from `posts` is not in the sheet at all."""

    village: str = ""
    village_column: int = 0
    commune: str = ""
    """Of its own column or of the group row above it; '' where only the sheet tells."""
    posts: dict[str, Holder | None] = field(default_factory=dict)
    """PostKind code -> holder, or None for vacant"""
    absent: set[str] = field(default_factory=set)
    """PostKind codes the list says are not established there"""
    secretary: Holder | None = None


@dataclass(slots=True)
class MemberRow(Row):
    """One line of a member list."""

    name: str = ""
    name_column: int = 0
    sex: str = ""
    born: PartialDate | None = None
    ethnicity: str = ""
    residence: str = ""
    residence_column: int = -1
    cell: str = ""
    cell_column: int = -1
    committee: str = ""
    admitted: PartialDate | None = None
    official: PartialDate | None = None
    card: str = ""
    exempt: bool = False
    end_reason: str = ""
    ended: PartialDate | None = None
    weight: int = 0
    """How much the row says: the richer of two rows of one person is kept."""


@dataclass(slots=True)
class ActRow(MemberRow):
    """One line of a list of admissions or recognitions."""

    decision_number: str = ""
    decided: PartialDate | None = None
    received: PartialDate | None = None


@dataclass(slots=True)
class Milestone:
    """An act a register tells of. `on` None: its cell is filled, but the day cannot be read."""

    on: PartialDate | None = None
    number: str = ""
    issuer: str = ""
    column: int = -1


@dataclass(slots=True)
class SourceRow(MemberRow):
    """One line of a register of the source: how far an outstanding person has come."""

    code: str = ""
    schooling: str = ""
    """In the words of a case file; only what is sure."""
    acts: dict[str, Milestone] = field(default_factory=dict)
    """By the key of [done] in a case file."""
    helpers: list[tuple[str, PartialDate | None]] = field(default_factory=list)
    """Name and day of assignment: the one assigned first, then who replaced him."""
    helper_column: int = -1
    vote: tuple[int, int] | None = None
    """Votes in favour and members of the cell."""
    off: str = ""
    """Why taken off the list: a code of `admissions.enums.Closed`."""
    off_on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What stands around a list of targets."""

    year: int = 0
    signed: date | None = None
    number: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class TargetCell:
    """How many a unit is to admit; where it was revised, `revised` counts from `since` on."""

    first: int
    revised: int | None = None
    since: date | None = None
    column: int = -1

    @property
    def now(self) -> int:
        """The number that counts in the end."""
        return self.first if self.revised is None else self.revised


@dataclass(frozen=True, slots=True)
class GoalCell:
    """A share that the Scheme asks for."""

    percent: Decimal
    more_than: bool
    column: int = -1


@dataclass(slots=True)
class TargetRow(Row):
    """One unit of a list of targets."""

    name: str = ""
    name_column: int = 0
    head: PlanHead = field(default_factory=PlanHead)
    numbers: dict[str, TargetCell] = field(default_factory=dict)
    """By the code of `plans.plan_enums.Measure`."""
    goals: dict[str, GoalCell] = field(default_factory=dict)
    """By the code of `plans.models.GoalPosts`."""


@dataclass(slots=True)
class CourseHead:
    """What stands above and below the list of a class."""

    name: str = ""
    kind: str = ""
    """Code of one of the kinds of class that every site has; '' for another kind."""
    since: date | None = None
    until: date | None = None
    opened_number: str = ""
    opened_on: date | None = None
    organiser: str = ""
    together_with: str = ""
    audience: str = ""
    """Code of `classes.enums.Audience`."""
    place: str = ""
    issued: PartialDate | None = None
    """Day on which all certificates were given, where it stands once for the list."""
    signed: date | None = None

    @property
    def told(self) -> date | None:
        """The day of the list."""
        days = [self.signed, self.issued.first if self.issued else None, self.until]
        return next((day for day in days if day is not None), None)


@dataclass(slots=True)
class ClassRow(MemberRow):
    """One learner of a class."""

    course: CourseHead = field(default_factory=CourseHead)
    village: str = ""
    """Where the learner lives, or where he works if `or_workplace`."""
    or_workplace: bool = False
    commune: str = ""
    commune_column: int = -1
    group: str = ""
    """Code of `classes.enums.Audience`."""
    score: Decimal | None = None
    grade: str = ""
    grade_column: int = -1
    outcome: str = ""
    """What the cells say of the end but for the grade: 'failed', 'dropped' or ''."""
    number: str = ""
    number_column: int = -1
    issued: PartialDate | None = None
    issued_column: int = -1


@dataclass(slots=True)
class ClaimRow(Row):
    """One line of a mass organisation's own list: what it claims of somebody who is told of elsewhere."""

    name: str = ""
    name_column: int = 0
    born: PartialDate | None = None
    village: str = ""
    village_column: int = -1
    commune: str = ""
    post: str = ""
    """Kind of post the line says is held; '' for somebody it introduces."""
    member: bool | None = None
    """Marked as a Party member; None where the list has no such mark."""
    member_column: int = -1
    admitted: PartialDate | None = None
    studied: bool = False
    studied_column: int = -1


@dataclass(slots=True)
class Parsed:
    """All that a file says."""

    kind: Kind
    rows: list[Row]
    root: str = ""
    """Name of the committee in the letterhead, as 'huyện Bình Liêu'."""
    as_of: date | None = None
    notes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """(code, details): what was left out, and why."""
    communes: dict[str, str] = field(default_factory=dict)
    """sheet name -> the commune its letterhead names"""
