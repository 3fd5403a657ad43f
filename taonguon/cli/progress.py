"""A progress bar on standard error; nothing where it is no terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_STAGES = {"scan": "kiểm tra", "read": "đọc", "apply": "nạp", "recheck": "xét lại"}


@dataclass
class Bar:
    """Shows which file and how far. `step` is handed to the work."""

    shown: Any = None
    task: Any = None
    name: str = ""

    def file(self, name: str) -> None:
        """Begin another file."""
        self.name = name
        if self.shown is not None:
            self.shown.update(self.task, description=name, total=None, completed=0)

    def step(self, stage: str, done: int, total: int) -> None:
        """Say how far a stage of the file has come."""
        if self.shown is not None:
            self.shown.update(
                self.task, description=f"{_STAGES.get(stage, stage)} {self.name}", completed=done, total=total or None
            )


@contextmanager
def bar(*, quiet: bool) -> Iterator[Bar]:
    """Give a bar for the time of the work."""
    if quiet or not sys.stderr.isatty():
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield Bar(shown, shown.add_task("", total=None))
