"""A throw-away PostgreSQL server for tests and measurements.

    python tools/postgres.py -- COMMAND…

runs COMMAND with TAONGUON_DATABASE_URL naming a new server, and removes the server at the end,
however the command ends. The server listens on a unix socket only and does not care for its data
surviving a crash. Exit code 3 where PostgreSQL's programs are not found.
"""

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROLE = "taonguon"
NOT_FOUND = 3
_START_SECONDS = 60
_STOP_SECONDS = 20
_SOCKET_LIMIT = 100
"""A unix socket's path is at most 107 bytes; PostgreSQL adds its own name to the folder's."""
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


class NoServerError(RuntimeError):
    """PostgreSQL's programs are missing, or the server did not start; the sentence says which."""


def programs() -> Path | None:
    """Give the folder of `initdb` and `postgres`: Debian's newest, else the PATH's; None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True)
    found = shutil.which("initdb")
    for folder in [*debian, *([Path(found).resolve().parent] if found else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _server_user() -> str | None:
    """Name an unprivileged user where we are root (the server refuses root); None: run as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoServerError("running as root, and neither the user 'postgres' nor 'nobody' exists")


def _folder(user: str | None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tn-pg-"))
    if len(str(folder)) > _SOCKET_LIMIT - len("/.s.PGSQL.5432"):
        folder.rmdir()
        raise NoServerError(f"the path of {folder} is too long for a unix socket; set TMPDIR to a shorter one")
    if user is not None:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def _as(user: str | None) -> dict[str, object]:
    return {} if user is None else {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _make(bin_: Path, folder: Path, user: str | None) -> None:
    made = subprocess.run(
        [bin_ / "initdb", "-D", folder / "data", "-U", ROLE, "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "-N"],
        capture_output=True, text=True, check=False, cwd=folder, **_as(user),  # type: ignore[call-overload]
    )  # fmt: skip
    if made.returncode:
        raise NoServerError(f"initdb failed: {made.stderr.strip()}")


def _start(bin_: Path, folder: Path, user: str | None) -> "subprocess.Popen[bytes]":
    options = [part for setting in _CARELESS for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [bin_ / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", *options],
            stdout=log, stderr=log, cwd=folder, start_new_session=True, **_as(user),  # type: ignore[call-overload]
        )  # fmt: skip
    ready = [bin_ / "pg_isready", "-q", "-h", folder, "-U", ROLE, "-d", "postgres"]
    deadline = time.monotonic() + _START_SECONDS
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            _stop(server)
            raise NoServerError(f"the server did not start: {(folder / 'log').read_text(errors='replace').strip()}")
        time.sleep(0.1)
    subprocess.run([bin_ / "createdb", "-h", folder, "-U", ROLE, ROLE], check=True)
    return server


def _stop(server: "subprocess.Popen[bytes]") -> None:
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, by force
        if server.poll() is not None:
            return
        server.send_signal(how)
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue


@contextmanager
def throw_away_server() -> Iterator[str]:
    """Start a server, give the address of its empty database, and remove all of it at the end."""
    bin_ = programs()
    if bin_ is None:
        raise NoServerError("no initdb under /usr/lib/postgresql/*/bin or on the PATH")
    user = _server_user()
    folder = _folder(user)
    try:
        _make(bin_, folder, user)
        server = _start(bin_, folder, user)
        try:
            yield f"postgres://{ROLE}@{quote(str(folder), safe='')}/{ROLE}"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str]) -> int:
    """Run a command against a throw-away server; give its exit code."""
    with throw_away_server() as address:
        return subprocess.run(command, env={**os.environ, "TAONGUON_DATABASE_URL": address}, check=False).returncode


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Run a command against a throw-away PostgreSQL server.")
    parser.add_argument("command", nargs="+", help="the command, after --")
    # A kill must unwind the stack like an interrupt does, or the server would stay behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return run(parser.parse_args().command)
    except NoServerError as error:
        print(f"postgres: {error}", file=sys.stderr)
        return NOT_FOUND


if __name__ == "__main__":
    sys.exit(main())
