"""What waits for a unit besides its cases: apps above tell of it, the work list shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from taonguon.orgs.access import Scope


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, named in a sentence without names of people, and the page where it is done."""

    sentence: str
    url: str
    by: date | None


Source = Callable[[Scope, date], Iterable[Task]]
_SOURCES: list[Source] = []


def add_source(source: Source) -> None:
    """Let an app above tell of what waits; called once, when it is ready."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def tasks_for(scope: Scope, today: date) -> list[Task]:
    """Give what waits for a log-in's own units, the nearest day first."""
    found = [task for source in _SOURCES for task in source(scope, today)]
    return sorted(found, key=lambda task: (task.by or date.max, task.sentence))
