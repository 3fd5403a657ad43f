"""Writing many rows at once: COPY on PostgreSQL, statements of many rows on SQLite.

For the intake, whose action records what it did in the same transaction, and for columns that are derived. Constraints of the
database hold; what the ORM would add per row (signals, defaults) is not wanted here.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Max, Model


def reserve_ids(model: type[Model], count: int) -> Sequence[int]:
    """Give so many ids that nobody else will take, inside the caller's writing transaction."""
    if not count:
        return range(0)
    if connection.vendor == "sqlite":  # the IMMEDIATE transaction is the lock
        start = (model._default_manager.aggregate(top=Max("pk"))["top"] or 0) + 1
        return range(start, start + count)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert_rows(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of plain values in the order of the fields; give how many there were."""
    meta = model._meta
    columns = [str(getattr(meta.get_field(name), "column")) for name in fields]  # noqa: B009 only real columns come here
    quoted = ", ".join(connection.ops.quote_name(c) for c in columns)
    table = connection.ops.quote_name(meta.db_table)
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    count += 1
        else:
            values = list(rows)
            count = len(values)
            one = f"({', '.join(['%s'] * len(columns))})"
            # Many rows a statement: SQLite opens a savepoint for each statement on a table that has triggers.
            most = (connection.features.max_query_params or count) // len(columns)
            for at in range(0, count, most):
                some = values[at : at + most]
                cursor.execute(
                    f"INSERT INTO {table} ({quoted}) VALUES {', '.join([one] * len(some))}",  # noqa: S608 names from models
                    [*chain.from_iterable(some)],
                )
    return count


def update_rows(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set fields of rows by one prepared statement: each row is the id, then the values in the order of the fields."""
    meta = model._meta
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(getattr(meta.get_field(name), 'column')))} = %s" for name in fields)  # noqa: B009
    values = [(*row[1:], row[0]) for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {quote(meta.db_table)} SET {columns} WHERE id = %s", values)  # noqa: S608 names from models
