"""Marks: the database itself notes in `reports_mark` that rows of a counted table changed.

Triggers do it, inside the transaction that changes the rows. So nothing writes round it (an action, a load, SQL typed
by hand, another process), and a new mark can be seen from the same moment as the rows it stands for. A mark is a number drawn at
random from 2^64: none comes back, not even in a database put back from a copy.

- SQLite: a table has one mark; each changed row draws it anew.
- PostgreSQL: a transaction draws a mark of its table anew, once. Nobody waits: a mark that another transaction holds is
  passed over, and where all are held one is added. All marks of a table together name the state of its rows; there
  are as many as transactions ever wrote it at once.

The triggers are not laid by a migration, since SQLite drops them with every table that Django alters: they are taken
down before migrations run and put up after them, each time with new marks. Where one is missing, there are no marks.
"""

from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from taonguon.orgs.models import Locality
from taonguon.people.models import Activity, Membership, Post, Residence, Tenure
from taonguon.reports.models import Mark

MARKED: tuple[type[Model], ...] = (Locality, Residence, Membership, Activity, Post, Tenure)
_TABLES = tuple(model._meta.db_table for model in MARKED)
_CHANGES = ("INSERT", "UPDATE", "DELETE")

_STANDING = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'reports_mark_*'",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgfoid = to_regproc('reports_mark_changed')::oid AND tgenabled <> 'D'",
}
_ALL = {"sqlite": len(_TABLES) * len(_CHANGES), "postgresql": len(_TABLES)}
_RANDOM = {"sqlite": "random()", "postgresql": "hashtextextended(gen_random_uuid()::text, 0)"}

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION reports_mark_changed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    -- A setting that ends with the transaction, and with the part of it that set it where that part is undone.
    done text := 'reports_mark.' || TG_TABLE_NAME;
    fresh bigint := {_RANDOM["postgresql"]};
BEGIN
    IF current_setting(done, true) = 'yes' THEN
        RETURN NULL;
    END IF;
    UPDATE reports_mark SET value = fresh WHERE id = (
        SELECT id FROM reports_mark WHERE table_name = TG_TABLE_NAME LIMIT 1 FOR UPDATE SKIP LOCKED
    );
    IF NOT FOUND THEN
        INSERT INTO reports_mark (table_name, value) VALUES (TG_TABLE_NAME, fresh);
    END IF;
    PERFORM set_config(done, 'yes', true);
    RETURN NULL;
END $$
"""  # noqa: S608 of our own


def marks() -> dict[str, str]:
    """Name the state of each marked table: its table -> name; nothing where a trigger is missing or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT table_name, value, ({_STANDING[connection.vendor]}) FROM reports_mark ORDER BY id")  # noqa: S608 of our own
        rows = cursor.fetchall()
    out: dict[str, str] = {}
    for table, value, standing in rows:
        if standing != _ALL[connection.vendor]:
            return {}
        out[table] = f"{out.get(table, '')} {value}"
    return out if out.keys() >= set(_TABLES) else {}


def put_up(*, using: str, **_signal: Any) -> None:
    """Put up what triggers are missing and give every table a new mark; nothing while there is a table missing."""
    on = connections[using]
    if not {Mark._meta.db_table, *_TABLES} <= set(on.introspection.table_names()):
        return
    with transaction.atomic(using), on.cursor() as cursor:
        for statement in _triggers(on):
            cursor.execute(statement)
        cursor.execute("DELETE FROM reports_mark")
        for table in _TABLES:
            cursor.execute(
                f"INSERT INTO reports_mark (table_name, value) VALUES (%s, {_RANDOM[on.vendor]})",  # noqa: S608 of our own
                [table],
            )


def _triggers(on: BaseDatabaseWrapper) -> list[str]:
    if on.vendor == "postgresql":
        events = " OR ".join((*_CHANGES, "TRUNCATE"))
        return [_FUNCTION] + [
            f"CREATE OR REPLACE TRIGGER reports_mark AFTER {events} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION reports_mark_changed()"
            for table in _TABLES
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {_name(table, change)} AFTER {change} ON {table} "  # noqa: S608 names of our own
        f"BEGIN UPDATE reports_mark SET value = random() WHERE table_name = '{table}'; END"
        for table in _TABLES
        for change in _CHANGES
    ]


def take_down(*, using: str, **_signal: Any) -> None:
    """Take all triggers down: until they are put up again there are no marks, so nothing is kept."""
    on = connections[using]
    with transaction.atomic(using), on.cursor() as cursor:
        if on.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS reports_mark_changed CASCADE")
            return
        for table in _TABLES:
            for change in _CHANGES:
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, change)}")


def _name(table: str, change: str) -> str:
    return f"reports_mark_{table}_{change.lower()}"
