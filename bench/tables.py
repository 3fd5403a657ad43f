"""Measurements in processes of their own, and the tables that show them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.databases import Databases

ROOT = Path(__file__).resolve().parents[1]
RUNS = 2
"""Our load and the floor are taken so many times, the quickest counts: what else the machine does only adds."""


def measured(where: Databases, name: str, what: str, **arguments: Any) -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    return fresh(["-m", "bench.measure", what, json.dumps(arguments)], where.environment(name))


def fresh(arguments: list[str], environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Run Python in a new process; give the JSON of the last line it prints."""
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print a small table as Markdown, so that it can be pasted into docs/bench.md."""
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    print(f"\n{title}\n")
    for row in (head, tuple("-" * w for w in widths), *rows):
        print("| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |")
    sys.stdout.flush()


def quickest(runs: list[dict[str, Any]]) -> dict[str, Any]:
    return min(runs, key=lambda run: run["seconds"])


def print_timings(title: str, timings: list[dict[str, Any]]) -> None:
    table(title, ("what", "median", "p95", "least", "processor", "first", "queries", "page"), [
        (t["label"], f"{t['median'] * 1000:.0f} ms", f"{t['p95'] * 1000:.0f} ms", f"{t['least'] * 1000:.0f} ms", f"{t['cpu'] * 1000:.0f} ms", f"{t['first'] * 1000:.0f} ms",
         f"{t['queries']}", f"{t['bytes'] // 1024} kB")
        for t in timings
    ])  # fmt: skip
