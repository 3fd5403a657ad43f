"""The parent's side: start the child, take in what it says, and end it when it must."""

import datetime
import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from taonguon.foreign.processes import bare_environment
from taonguon.intake.readers.book import Book, CellError, Limits, Sheet, Unreadable, UnreadableError
from taonguon.intake.readers.prescan import Format

Progress = Callable[[str, int, int], None]
_TICK = 0.1
_LINES_AHEAD = 4
_MODULE = "taonguon.intake.readers.child"
_SHARE = 1000


class Assembly:
    """A book that grows line by line from what the child says."""

    def __init__(self, file_name: str, limits: Limits, progress: Progress | None) -> None:
        self.book = Book(file_name, [])
        self.complete = False
        self._limits, self._progress = limits, progress
        self._weights: list[int] = []
        self._heights: list[int] = []
        self._texts: dict[str, str] = {}
        """Each text once: a long list writes the same villages, days and trades over and over."""
        self._bytes = self._cells = 0

    def take(self, line: bytes) -> None:
        """Take in one line; raise UnreadableError when it says so, or when it is none of ours."""
        self._bytes += len(line)
        if self._bytes > self._limits.unpacked:
            raise UnreadableError(Unreadable.BOMB, _bounds(self._bytes, self._limits.unpacked))
        try:
            message = json.loads(line)
            self._dispatch(message)
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise UnreadableError(Unreadable.READER_DIED, {"reason": "answer"}) from error

    def _dispatch(self, message: dict[str, Any]) -> None:
        if "rows" in message:
            self._add_rows(message)
        elif "sheet" in message:
            self._open_sheet(message)
        elif "weights" in message:
            self._weights = [max(1, int(weight)) for weight in message["weights"]]
        elif "refused" in message:
            details = {str(key): str(value) for key, value in message["details"].items()}
            raise UnreadableError(Unreadable(message["refused"]), details)
        else:
            self.book.legacy = str(message["end"])
            self.complete = True
        self._report()

    def _open_sheet(self, message: dict[str, Any]) -> None:
        sheet = Sheet(str(message["name"]), bool(message["hidden"]))
        sheet.merges = [(int(a), int(b), int(c), int(d)) for a, b, c, d in message["merges"]]
        sheet.uncalculated = {(int(row), int(column)) for row, column in message["uncalculated"]}
        del self.book.sheets[int(message["sheet"]) :], self._heights[int(message["sheet"]) :]
        self.book.sheets.append(sheet)
        self._heights.append(max(1, int(message["height"])))

    def _add_rows(self, message: dict[str, Any]) -> None:
        rows, sheet = message["rows"], self.book.sheets[-1]
        self._cells += sum(map(len, rows))
        if self._cells > 2 * self._limits.cells:  # twice, since a sheet in old letters is sent twice
            details = {"sheet": sheet.name, "limit": str(self._limits.cells)}
            raise UnreadableError(Unreadable.TOO_MANY_CELLS, details)
        dates, errors, day = message["dates"], message["errors"], datetime.date.fromordinal
        for row, column, ordinal in zip(dates[::3], dates[1::3], dates[2::3], strict=True):
            rows[row][column] = day(ordinal)
        for row, column in zip(errors[::2], errors[1::2], strict=True):
            rows[row][column] = CellError(rows[row][column])
        one = self._texts.setdefault
        sheet.rows.extend([one(v, v) if type(v) is str else v for v in row] for row in rows)

    def _report(self) -> None:
        if self._progress is None or not self._weights:
            return
        done = sum(self._weights[: len(self.book.sheets)])
        if self.book.sheets and not self.complete:
            last = self._weights[min(len(self.book.sheets), len(self._weights)) - 1]
            done -= last - last * min(len(self.book.sheets[-1].rows), self._heights[-1]) // self._heights[-1]
        total = sum(self._weights)
        self._progress("read", _SHARE * done // total, _SHARE)


def read_in_child(
    path: Path, format_: Format, limits: Limits, progress: Progress | None, cancelled: Callable[[], bool] | None
) -> Book:
    """Let a limited process parse the file and give the book."""
    assembly = Assembly(path.name, limits, progress)
    deadline = time.monotonic() + limits.seconds
    with _child(path.resolve(), format_, limits) as (process, lines):
        while True:
            if cancelled is not None and cancelled():
                raise UnreadableError(Unreadable.CANCELLED)
            if time.monotonic() > deadline:
                raise UnreadableError(Unreadable.TIMEOUT, {"seconds": str(limits.seconds)})
            try:
                line = lines.get(timeout=_TICK)
            except queue.Empty:
                continue
            if not line:
                break
            assembly.take(line)
        code = process.wait()
    if not assembly.complete or code != 0:
        raise _death(code, limits)
    return assembly.book


@contextmanager
def _child(path: Path, format_: Format, limits: Limits) -> Iterator[tuple[subprocess.Popen[bytes], queue.Queue[bytes]]]:
    """Start the child and a thread that takes its lines; both are gone afterwards."""
    command = [sys.executable, "-B", "-P", "-X", "utf8", "-m", _MODULE, str(path), format_, json.dumps(asdict(limits))]
    lines: queue.Queue[bytes] = queue.Queue(_LINES_AHEAD)
    over = threading.Event()
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=bare_environment(),
        start_new_session=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for the type: it was asked for
        pump = threading.Thread(target=_pump, args=(process.stdout, lines, over, limits.unpacked), daemon=True)
        pump.start()
        try:
            yield process, lines
        finally:
            over.set()
            process.kill()
            pump.join()


def _pump(stream: IO[bytes], lines: queue.Queue[bytes], over: threading.Event, longest: int) -> None:
    line = b"-"
    while line:
        line = stream.readline(longest)
        while not over.is_set():
            try:
                lines.put(line, timeout=_TICK)
                break
            except queue.Full:
                continue


def _death(code: int, limits: Limits) -> UnreadableError:
    if code == -getattr(signal, "SIGXCPU", 0) and code:
        return UnreadableError(Unreadable.TIMEOUT, {"seconds": str(limits.seconds)})
    return UnreadableError(Unreadable.READER_DIED, {"reason": f"signal {-code}" if code < 0 else f"exit {code}"})


def _bounds(found: int, limit: int) -> dict[str, str]:
    return {"found": f"{found // 2**20} MB", "limit": f"{limit // 2**20} MB"}
