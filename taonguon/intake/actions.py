"""Loading one file: read it in a child process, set it beside what is known, write all of it or nothing."""

import gc
import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from taonguon.accounts.enums import MAY_LOAD, MAY_LOAD_CLASSES
from taonguon.audit.actions import record
from taonguon.intake.appliers.base import OUTCOMES, CancelledError, Context, Fate
from taonguon.intake.appliers.classes import apply_classes
from taonguon.intake.appliers.courses import NoClassDaysError
from taonguon.intake.appliers.mass import apply_mass_list
from taonguon.intake.appliers.members import apply_people
from taonguon.intake.appliers.posts import apply_posts
from taonguon.intake.appliers.sources import apply_sources
from taonguon.intake.appliers.targets import apply_targets
from taonguon.intake.appliers.units import UnknownRootError, apply_units
from taonguon.intake.feedback import Problem, write_feedback
from taonguon.intake.interpret.files import UnknownKindError, parse
from taonguon.intake.interpret.records import CellIssue, Kind, Parsed
from taonguon.intake.models import Doubt, Issue, Load, LoadedRow
from taonguon.intake.places import Places
from taonguon.intake.readers import Limits, UnreadableError, read_book
from taonguon.intake.readers.book import Book
from taonguon.intake.sentences import issue_sentence, note_sentence, outcome_word, refusal_sentence
from taonguon.orgs.access import Scope
from taonguon.orgs.queries import map_on
from taonguon.people.bulk import insert_rows
from taonguon.rules.names import fold
from taonguon.rules.tree import Node

APPLIERS: dict[Kind, Callable[[Context], None]] = {
    Kind.ORGANISATIONS: apply_units,
    Kind.POSTS: apply_posts,
    Kind.MEMBERS: apply_people,
    Kind.ADMISSIONS: apply_people,
    Kind.RECOGNITIONS: apply_people,
    Kind.SOURCES: apply_sources,
    Kind.CLASSES: apply_classes,
    Kind.MASS_LIST: apply_mass_list,
    Kind.TARGETS: apply_targets,
}
logger = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]
_HEADINGS_SAID = 5


@dataclass(slots=True)
class ReportedCell:
    """A cell that is wrong or doubtful, as it is shown to people. `row` counts from 1."""

    sheet: str
    row: int
    column: str
    shown: str
    kind: str
    message: str
    detail: str = ""


@dataclass(slots=True)
class Report:
    """What a load did, or would do."""

    file: str
    kind: str = ""
    state: str = Load.State.DONE
    reason: str = ""
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    cells: list[ReportedCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: int = 0
    feedback: str = ""
    dry_run: bool = False
    load: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the report as plain JSON values."""
        out = asdict(self)
        for cell in out["cells"]:
            del cell["detail"]  # the message has it in words
        return out


@dataclass(frozen=True, slots=True)
class Request:
    """Who loads, with what reach, on which day."""

    actor: Any
    scope: Scope | None
    today: date
    dry_run: bool = False
    progress: Progress = lambda _stage, _done, _total: None
    cancelled: Callable[[], bool] = lambda: False
    unit: int | None = None


@dataclass(slots=True)
class Opened:
    """A file that was read: its cells and its rows, or the reason why not."""

    path: Path
    name: str
    fingerprint: str = ""
    book: Book | None = None
    parsed: Parsed | None = None
    refusal: tuple[str, dict[str, Any]] | None = None
    """(code, details): why nothing of it is taken"""

    @property
    def cancelled(self) -> bool:
        """True where the user stopped the reading."""
        return self.refusal is not None and self.refusal[1].get("code") == "cancelled"


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Rest Python's search for cycles: a load's rows have none, and going through them all takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_no_search_for_cycles()
def open_file(path: Path, request: Request, name: str = "") -> Opened:
    """Read a file in a child process and say what it is; nothing is written."""
    opened = Opened(path, name or path.name)
    try:
        opened.book = read_book(
            path, limits=Limits(size=settings.UPLOAD_MAX_BYTES), progress=request.progress, cancelled=request.cancelled
        )
        opened.fingerprint = _fingerprint(path)
        opened.parsed = parse(opened.book)
    except UnreadableError as error:
        opened.refusal = ("unreadable", {"code": error.code, "details": error.details})
    except UnknownKindError as error:
        opened.refusal = ("unknown_kind", {"sheet": error.sheet, "headings": error.headings[:_HEADINGS_SAID]})
    return opened


@_no_search_for_cycles()
def load_file(opened: Opened, request: Request, load: Load | None = None) -> Report:
    """Write what an opened file says, in one transaction with its trail; a refusal is kept as a load too."""
    report = Report(opened.name, dry_run=request.dry_run)
    row = load or Load(at=timezone.now(), actor=request.actor, unit_id=request.unit)
    row.file_name, row.fingerprint = opened.name[:255], opened.fingerprint
    if opened.parsed is None or opened.book is None:
        return _refused(report, row, opened, request)
    report.kind = opened.parsed.kind
    request = replace(request, scope=_reach(request.scope, opened.parsed.kind))
    if request.scope is not None and not request.scope.grants:
        opened.refusal = ("not_yours", {"kind": opened.parsed.kind})
        return _refused(report, row, opened, request)
    try:
        with transaction.atomic():
            ctx = _apply(opened.parsed, request)
            _fill(report, row, opened, ctx)
            if request.dry_run:
                transaction.set_rollback(True)
            else:
                _keep(report, row, ctx)
                _last_look(request)
    except CancelledError:
        return _cancelled(opened, row, request)
    except DatabaseError:
        # A value no check above foresaw: nothing was written, and the log says which.
        logger.exception("The database refused a load")
        opened.refusal = ("database", {})
        return _refused(Report(opened.name, opened.parsed.kind, dry_run=request.dry_run), row, opened, request)
    except (UnknownRootError, NoClassDaysError) as error:
        unknown = isinstance(error, UnknownRootError)
        opened.refusal = ("no_root", {"root": error.name}) if unknown else ("no_class_days", {"name": error.name})
        return _refused(Report(opened.name, opened.parsed.kind, dry_run=request.dry_run), row, opened, request)
    report.feedback = _return_workbook(opened, ctx, report, row, request)
    return report


def _apply(parsed: Parsed, request: Request) -> Context:
    _lock()
    drawn = map_on(request.today)
    root = _root(parsed, drawn.organisations.roots, [*drawn.organisations.walk()])
    done = [0]

    def step(number: int, total: int) -> None:
        done[0] = number
        if request.cancelled():
            raise CancelledError
        request.progress("apply", number, total)

    ctx = Context(
        parsed=parsed, actor=request.actor, scope=request.scope, today=request.today,
        as_of=min(parsed.as_of or request.today, request.today), map=drawn,
        places=Places(drawn.organisations, drawn.localities, root), step=step,
    )  # fmt: skip
    APPLIERS[parsed.kind](ctx)
    return ctx


def _reach(scope: Scope | None, kind: Kind) -> Scope | None:
    """Give the part of the reach in which lists of a kind may be loaded."""
    if scope is None:
        return None
    return scope.holding(MAY_LOAD_CLASSES if kind is Kind.CLASSES else MAY_LOAD)


def _last_look(request: Request) -> None:
    """Stop where asked to, just before the commit; from here on the load is done."""
    if request.cancelled():
        raise CancelledError


def _lock() -> None:
    """Let loads of one database follow each other (on SQLite the IMMEDIATE transaction does)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7240115)")


def _root(parsed: Parsed, roots: list[Node], units: list[Node]) -> Node | None:
    """Give the district the letterhead names, else the only one there is."""
    name = fold(parsed.root.split(" ", 1)[1]) if " " in parsed.root else ""
    if name:
        for node in units:
            if node.kind in {"district", "province"} and fold(node.name).endswith(name):
                return node
    return roots[0] if len(roots) == 1 else None


def _fill(report: Report, row: Load, opened: Opened, ctx: Context) -> None:
    counts = Counter(f.outcome for f in ctx.fates)
    report.read = len(ctx.fates)
    report.created, report.updated = counts["created"], counts["updated"]
    report.unchanged, report.rejected = counts["unchanged"], counts["rejected"]
    report.doubts = len(ctx.doubts)
    notes = list(opened.parsed.notes) if opened.parsed else []
    if opened.book and opened.book.legacy:
        notes.append(("legacy", {"letters": opened.book.legacy.upper()}))
    report.notes = [note_sentence(code, details) for code, details in notes]
    seen: set[tuple[str, int, int, str]] = set()
    for fate in ctx.fates:
        for issue in fate.row.issues:
            key = (fate.row.sheet, issue.row, issue.column, issue.kind)
            if key not in seen:
                seen.add(key)
                report.cells.append(_reported(fate, issue))
    order = {sheet.name: n for n, sheet in enumerate(opened.book.sheets if opened.book else [])}
    report.cells.sort(key=lambda c: (order.get(c.sheet, 0), c.row, len(c.column), c.column))
    row.kind, row.state, row.as_of = report.kind, Load.State.DONE, ctx.as_of
    row.notes = [{"code": code, "details": details} for code, details in notes]
    row.read, row.created, row.updated = report.read, report.created, report.updated
    row.unchanged, row.rejected = report.unchanged, report.rejected


def _reported(fate: Fate, issue: CellIssue) -> ReportedCell:
    said = issue_sentence(issue.kind, issue.shown, issue.field)
    column = column_letter(issue.column)
    return ReportedCell(fate.row.sheet, issue.row + 1, column, issue.shown, issue.kind, said, issue.field)


def column_letter(column: int) -> str:
    """Give a column's letter from its number from 0; '' for the whole row.

    >>> column_letter(26)
    'AA'
    """
    letters = ""
    number = column + 1
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _keep(report: Report, row: Load, ctx: Context) -> None:
    again = Load.objects.filter(fingerprint=row.fingerprint, state=Load.State.DONE).exclude(pk=row.pk).exists()
    row.save()
    report.load = row.pk
    if not again:
        insert_rows(
            LoadedRow, ("load", "sheet", "row", "outcome", "person", "remark"),
            ((row.pk, f.row.sheet[:64], f.row.row + 1, f.outcome, f.person, f.remark) for f in ctx.fates),
        )  # fmt: skip
    insert_rows(
        Issue, ("load", "sheet", "row", "column", "shown", "kind", "detail", "message"),
        ((row.pk, c.sheet[:64], c.row, c.column, c.shown[:200], c.kind, c.detail[:200], "") for c in report.cells),
    )  # fmt: skip
    Doubt.objects.bulk_create(
        (Doubt(one_id=min(a, b), other_id=max(a, b), load=row, reason=reason) for a, b, reason in ctx.doubts),
        ignore_conflicts=True,  # a pair once doubted keeps its verdict
    )
    record(
        ctx.actor, "load.applied", row, file=row.file_name, kind=row.kind, fingerprint=row.fingerprint, read=row.read,
        created=row.created, updated=row.updated, unchanged=row.unchanged, rejected=row.rejected,
    )  # fmt: skip


def _refused(report: Report, row: Load, opened: Opened, request: Request) -> Report:
    report.state = row.state = Load.State.CANCELLED if opened.cancelled else Load.State.REFUSED
    if opened.refusal is not None:
        code, details = opened.refusal
        report.reason = refusal_sentence(code, details, opened.name)
        row.refusal = {"code": code, "details": details}
    if not request.dry_run:
        row.save()
        report.load = row.pk
    return report


def _cancelled(opened: Opened, row: Load, request: Request) -> Report:
    opened.refusal = ("unreadable", {"code": "cancelled", "details": {}})
    fresh = Load(
        pk=row.pk, at=row.at, actor=row.actor, unit_id=row.unit_id, file_name=row.file_name, fingerprint=row.fingerprint
    )
    return _refused(Report(opened.name, dry_run=request.dry_run), fresh, opened, request)


def _return_workbook(opened: Opened, ctx: Context, report: Report, row: Load, request: Request) -> str:
    """Give every rejected or doubtful row back, in place, with the reason."""
    if not report.cells or opened.book is None:
        return ""
    problems: dict[tuple[str, int], list[Problem]] = {}
    status: dict[tuple[str, int], str] = {}
    rejected = {(f.row.sheet, f.row.row + 1) for f in ctx.fates if f.outcome == "rejected"}
    words = {outcome: outcome_word(outcome) for outcome in OUTCOMES}
    for fate in ctx.fates:
        status[(fate.row.sheet, fate.row.row + 1)] = words[fate.outcome]
    for cell in report.cells:
        key = (cell.sheet, cell.row)
        severity: Literal["rejected", "doubtful"] = "rejected" if key in rejected else "doubtful"
        problems.setdefault(key, []).append(
            Problem(column=cell.column, message=cell.message, kind=cell.kind, severity=severity)
        )
    folder = settings.DATA / "feedback"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"{row.pk or 'thu'}-{Path(opened.name).stem[:60]}.xlsx"
    write_feedback(folder / name, opened.book, problems, status)
    if not request.dry_run:
        Load.objects.filter(pk=row.pk).update(feedback=name)
    return str(folder / name)


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
