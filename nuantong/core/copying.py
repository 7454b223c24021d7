"""Bulk rows into PostgreSQL by COPY or by arrays, inside the current transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql


def copy_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """COPY `rows` (values in the order of `fields`, as psycopg adapts them) into `model`.

    Encrypted values must be sealed by their field before. Returns how many rows were written.
    """
    named = {field.name: str(field.column) for field in model._meta.concrete_fields}
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join([sql.Identifier(named[name]) for name in fields]),
    )
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Take `count` primary keys from the model's sequence, for rows that refer to each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def insert_new(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]],
    returning: Sequence[str],
) -> list[tuple[Any, ...]]:  # fmt: skip
    """One INSERT of many rows by arrays; whoever comes second with a key is left out. Gives
    `returning` of those that were new. Values are as psycopg adapts them, encrypted ones sealed."""
    known = {field.name: field for field in model._meta.concrete_fields}
    kinds = [str(known[name].db_type(connection)).partition("(")[0] for name in fields]
    arrays = [list(column) for column in zip(*rows, strict=True)]
    if not arrays:
        return []
    statement = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING"
        " RETURNING {returning}"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        names=sql.SQL(", ").join([sql.Identifier(str(known[name].column)) for name in fields]),
        arrays=sql.SQL(", ").join([sql.SQL(f"%s::{kind}[]") for kind in kinds]),
        returning=sql.SQL(", ").join([sql.Identifier(str(known[one].column)) for one in returning]),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)
        return cursor.fetchall()
