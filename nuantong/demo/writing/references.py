"""Foreign keys checked once for a whole table instead of once a row.

A row's check costs ten microseconds and a lock; a million contacts and outcomes have three each.
Taking a constraint off and adding it again checks all rows in one join, and all of it is in the
builder's transaction: nobody ever sees a table without its constraints.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models
from psycopg import sql

DEFINITIONS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conrelid = %s::regclass ORDER BY conname
"""


@contextmanager
def checked_at_the_end(*tables: type[models.Model]) -> Iterator[None]:
    """Inside, rows of these models may refer to anything; at the end every reference is checked."""
    taken = [(model, *one) for model in tables for one in _foreign_keys(model)]
    _check_what_is_pending()
    for model, name, _ in taken:
        _alter(model, sql.SQL("DROP CONSTRAINT {}").format(sql.Identifier(name)))
    yield
    _check_what_is_pending()
    for model, name, definition in taken:
        added = sql.SQL("ADD CONSTRAINT {} {}")
        _alter(model, added.format(sql.Identifier(name), sql.SQL(definition)))


def _check_what_is_pending() -> None:
    """A table with checks waiting for the end of the transaction cannot be altered."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _foreign_keys(model: type[models.Model]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(DEFINITIONS, [model._meta.db_table])
        return cursor.fetchall()


def _alter(model: type[models.Model], change: sql.Composable) -> None:
    table = sql.Identifier(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ALTER TABLE {} ").format(table) + change)
