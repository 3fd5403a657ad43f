"""Run every test on SQLite, and again on PostgreSQL where its programs are found.

Arguments are handed to pytest. On the second database neither browser tests run (the pages are the same) nor what
no database changes: the pure core, how files are read, which role may open which address.
"""

import os
import subprocess
import sys
import tempfile
import time

import postgres

NOTHING_COLLECTED = 5
FIRST_ONLY = (
    "-m", "not browser", "--ignore=tests/rules", "--ignore=tests/wording",
    "--ignore=tests/architecture/test_addresses.py", "--ignore=tests/procedures/test_trial_page.py",
    *(f"--ignore=tests/intake/test_{name}.py" for name in ("layouts", "layouts_of_loads", "legacy_letters", "reading_bad_files")),
)  # fmt: skip


def _pytest(label: str, environment: dict[str, str], arguments: list[str]) -> int:
    print(f"== Tests on {label}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tn-tests-") as data:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-rs", *arguments],
            env={**os.environ, "TAONGUON_DATA": data, **environment},
            check=False,
        )
    # On standard error, so that the last lines of the output are pytest's own.
    print(f"== {label}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return done.returncode


def main() -> int:
    """Run what there is to run; the exit code is pytest's first bad one."""
    arguments = sys.argv[1:]
    if not any(a.startswith(("-n", "--numprocesses")) for a in arguments):
        arguments = ["-n", "auto", *arguments]
    bin_ = postgres.programs()
    if bin_ is None:
        print("== PostgreSQL: skipped, no initdb under /usr/lib/postgresql/*/bin or on the PATH.", flush=True)
    os.environ.pop("TAONGUON_DATABASE_URL", None)
    first = _pytest("SQLite", {}, arguments)
    if bin_ is None or first:
        return first
    print(f"== PostgreSQL from {bin_}", flush=True)
    try:
        with postgres.throw_away_server() as address:
            second = _pytest("PostgreSQL", {"TAONGUON_DATABASE_URL": address}, [*arguments, *FIRST_ONLY])
    except postgres.NoServerError as error:
        print(f"== PostgreSQL: {error}", file=sys.stderr)
        return postgres.NOT_FOUND
    return 0 if second == NOTHING_COLLECTED else second


if __name__ == "__main__":
    sys.exit(main())
