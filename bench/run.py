"""The measurements behind docs/bench.md: `python -m bench.run [part …]`, all of them where none is named.

Each number is taken in a fresh process on a new database of invented people; ratios are of numbers
of the same run.
"""

import argparse
import json
import platform
import time
from collections.abc import Callable
from typing import Any

from bench import ledger_parts, parts
from bench.databases import Databases, databases
from bench.tables import ROOT

PARTS: dict[str, Callable[[Databases, argparse.Namespace], Any]] = {
    "load": lambda where, options: parts.load(where, options.people),
    "pages": lambda where, options: parts.pages(where, options.times),
    "search": lambda where, options: parts.search(where, options.times),
    "rules": lambda where, options: parts.rules(where, options.cases),
    "cases": lambda where, options: ledger_parts.cases(where, options.times),
    "recheck": lambda where, options: ledger_parts.recheck(where, options.open),
    "certificates": lambda _where, options: ledger_parts.certificates(options.papers),
    "dispatches": lambda _where, _options: ledger_parts.dispatches(),
    "allocation": lambda _where, _options: ledger_parts.allocation(),
    "pace": lambda _where, _options: ledger_parts.pace(),
}


def main() -> None:
    """Read the command line, measure, print, and keep the numbers in bench/last.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="only these parts")
    parser.add_argument("--people", type=int, default=100_000, help="rows of the loaded list")
    parser.add_argument("--times", type=int, default=30, help="requests a page is asked for")
    parser.add_argument("--cases", type=int, default=100_000, help="cases the engine checks")
    parser.add_argument("--open", type=int, default=20_000, help="open cases of the nightly check")
    parser.add_argument("--papers", type=int, default=500, help="certificates that are printed")
    options = parser.parse_args()
    began = time.monotonic()
    with databases() as where:
        out: dict[str, Any] = {"engine": where.engine, "python": platform.python_version()}
        for part, run in PARTS.items():
            if part in (options.part or PARTS):
                out[part] = run(where, options)
    file = ROOT / "bench" / "last.json"
    file.write_text(json.dumps(out, indent=1))
    print(f"\n{time.monotonic() - began:.0f} s in all; numbers kept in {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
