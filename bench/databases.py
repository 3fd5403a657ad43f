"""Databases of the measurements: always new ones, removed at the end, on whichever engine is asked for."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

PREFIX = "taonguon_bench"


class Databases:
    """Names databases and gives the environment of a process that uses one."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self._server = folder, server
        self._made: list[str] = []

    @property
    def engine(self) -> str:
        return "PostgreSQL" if self._server else "SQLite"

    def environment(self, name: str) -> dict[str, str]:
        root = str(Path(__file__).resolve().parents[1])
        return {
            **os.environ,
            "TAONGUON_DATA": str(self.folder / name),
            "TAONGUON_DATABASE_URL": self._address(self._real(name)) if self._server else "",
            "TAONGUON_TODAY": "2018-04-19",
            "TAONGUON_SECRET_KEY": "only for measurements on invented people",
            "DJANGO_SETTINGS_MODULE": "taonguon.config.settings",
            "PYTHONPATH": root,
        }

    def create(self, name: str, *, like: str = "") -> None:
        """Make an empty database, or a copy of another one that no process has open."""
        data = self.folder / name
        if like:
            shutil.copytree(self.folder / like, data)
        else:
            data.mkdir()
        if self._server:
            copied = f' TEMPLATE "{self._real(like)}"' if like else ""
            self._made.append(self._real(name))
            self._say(f'CREATE DATABASE "{self._real(name)}"{copied}')

    def drop(self, name: str) -> None:
        shutil.rmtree(self.folder / name, ignore_errors=True)
        if self._server:
            self._say(f'DROP DATABASE IF EXISTS "{self._real(name)}"')
            self._made.remove(self._real(name))

    def drop_all(self) -> None:
        for real in self._made:
            self._say(f'DROP DATABASE IF EXISTS "{real}"')

    def _real(self, name: str) -> str:
        return f"{PREFIX}_{os.getpid()}_{name}"

    def _address(self, database: str) -> str:
        parts = urlsplit(self._server)
        return urlunsplit(parts._replace(path=f"/{database}"))

    def _say(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def databases() -> Iterator[Databases]:
    """Give databases on SQLite, or on the server that TAONGUON_DATABASE_URL names (its own database is not touched)."""
    server = os.environ.get("TAONGUON_DATABASE_URL", "").strip()
    if server and not server.startswith(("postgres://", "postgresql://")):
        sys.exit("TAONGUON_DATABASE_URL: measurements run on SQLite (leave it empty) or on PostgreSQL.")
    with TemporaryDirectory(prefix="tn-bench-") as folder:
        made = Databases(Path(folder), server)
        try:
            yield made
        finally:
            made.drop_all()
