"""Statements whose text never changes: the database plans them once for a connection.

Planning took half of the database's time for what a page or a saved contact asks.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from psycopg import Cursor


class _Cursor(Cursor[Any]):
    """It binds in the database, where Django's own writes the values into the text."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        found = super().execute(query, params, prepare=True, **options)
        said: Any = _Said(query.encode())
        self._query = said
        return found


class _Said(NamedTuple):
    """What Django's record of statements asks of a cursor; the driver leaves it out here."""

    query: bytes


def prepared(connection: Any) -> Any:
    """A cursor of the connection, as Django makes them."""
    connection.ensure_connection()
    driver = connection.connection
    driver.prepare_threshold = 0
    usual, driver.cursor_factory = driver.cursor_factory, _Cursor
    try:
        return connection.cursor()
    finally:
        driver.cursor_factory = usual


def numbers(values: Iterable[int | None]) -> str:
    """For `%s::bigint[]`: as a list its type would follow its greatest number, and each type is
    planned by itself."""
    return "{" + ",".join("NULL" if one is None else str(one) for one in values) + "}"
