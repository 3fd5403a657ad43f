"""The lines of the hand-over register put together: each stay of a dossier at the board, and where it stands. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from taonguon.admissions.desk_enums import Desk, HandOverKind, Matter
from taonguon.admissions.desk_models import HandOver
from taonguon.admissions.models import Act

DECISION_OF = {Matter.ADMISSION: "decision-issued", Matter.RECOGNITION: "recognition-decision"}


class MisplacedError(Exception):
    """A line that cannot follow on those before it."""

    def __init__(self, line: HandOver, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why
        """"out": the dossier is not there; "in": it is there already; "twice": the same line stands on that day;
        "forms": not the papers that are asked for
        """


@dataclass(slots=True)
class Dossier:
    """One stay of a dossier at the board, from its receipt to its return or to the decision."""

    received: HandOver
    asked: list[HandOver] = field(default_factory=list)
    supplemented: list[HandOver] = field(default_factory=list)
    appraised: HandOver | None = None
    submitted: HandOver | None = None
    returned: HandOver | None = None
    waiting: dict[str, HandOver] = field(default_factory=dict)
    """Form -> the line that asks for it, while it has not come."""

    @property
    def matter(self) -> Matter:
        """What it is about."""
        return Matter(self.received.matter)

    @property
    def by(self) -> date | None:
        """The first last day among what is asked for."""
        return min((line.until for line in self.waiting.values() if line.until is not None), default=None)

    @property
    def stands(self) -> tuple[Desk, date]:
        """Where it stands and since when, decisions aside."""
        if self.returned is not None:
            return Desk.RETURNED, self.returned.on
        if self.waiting:
            return Desk.ASKED, min(line.on for line in self.waiting.values())
        if self.submitted is not None:
            return Desk.SUBMITTED, self.submitted.on
        if self.appraised is not None:
            return Desk.APPRAISED, self.appraised.on
        return Desk.IN, self.received.on

    def take(self, line: HandOver) -> None:
        """Add a line that is no receipt."""
        kind = HandOverKind(line.kind)
        if kind is HandOverKind.ASKED:
            if not line.forms or any(form in self.waiting for form in line.forms):
                raise MisplacedError(line, "forms")
            self.asked.append(line)
            self.waiting |= dict.fromkeys(line.forms, line)
        elif kind is HandOverKind.SUPPLEMENTED:
            if not line.forms or any(form not in self.waiting for form in line.forms):
                raise MisplacedError(line, "forms")
            self.supplemented.append(line)
            self.waiting = {form: asked for form, asked in self.waiting.items() if form not in line.forms}
        elif kind is HandOverKind.APPRAISED:
            self.appraised = _once(line, self.appraised)
        elif kind is HandOverKind.SUBMITTED:
            self.submitted = _once(line, self.submitted)
        else:
            self.returned = line
            self.waiting = {}


def _once(line: HandOver, before: HandOver | None) -> HandOver:
    """Refuse a line that stands already on that day: a second click is no second appraisal."""
    if before is not None and before.on == line.on:
        raise MisplacedError(line, "twice")
    return line


def dossiers_of(lines: Iterable[HandOver]) -> list[Dossier]:
    """Put the standing lines of one case together, the oldest first; refuse a line that does not fit."""
    out: list[Dossier] = []
    for line in sorted(lines, key=lambda one: (one.on, one.place)):
        last = out[-1] if out and out[-1].returned is None else None
        if line.kind == HandOverKind.RECEIVED:
            if last is not None and last.received.matter == line.matter:
                raise MisplacedError(line, "in")
            out.append(Dossier(line))
        elif last is None:
            raise MisplacedError(line, "out")
        else:
            last.take(line)
    return out


def decided(dossier: Dossier, acts: Mapping[str, Act]) -> bool:
    """Say whether the decision it waited for was made after it came."""
    act = acts.get(DECISION_OF[dossier.matter])
    return act is not None and (act.on is None or act.on >= dossier.received.on)


def standing_dossier(lines: Iterable[HandOver], acts: Mapping[str, Act]) -> Dossier | None:
    """Give the last stay of a case, unless its decision was made."""
    found = dossiers_of(lines)
    return found[-1] if found and not decided(found[-1], acts) else None
