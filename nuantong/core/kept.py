"""Queries whose SQL is made once, and planned once: on the pages opened most it was a quarter of
their time."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

from django.db import connections
from django.db.models import Expression, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

from nuantong.core.prepared import numbers, prepared

STATE: Final = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
"""What a compiler finds out while it makes the SQL, and needs to read the rows."""


class Slot(Expression):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


def slot(name: str) -> Any:
    """Stands where a value is to come: `filter(child=slot("child"))`."""
    return Slot(name)


class Kept:
    """A queryset with slots, asked again and again: `kept(child=7)` gives its rows.

    What is made must be the same each time but for its slots: no reader and no day is built in.
    It is made when first asked, after every app has said what it adds.
    """

    def __init__(self, make: Callable[[], QuerySet[Any]]) -> None:
        self._make = make

    def __call__(self, **values: Any) -> list[Any]:
        rows = self._rows.all()
        rows.query.values_given = values
        return list(rows)

    @cached_property
    def _rows(self) -> Any:
        rows: Any = self._make().all()
        rows.query.__class__ = _Query
        rows.query.made = {}
        return rows


class _Query(Query):
    values_given: dict[str, Any]
    made: dict[str, Any]
    """Shared by all copies: the SQL, its parameters and the compiler's state."""

    def get_compiler(
        self, using: str | None = None, connection: Any = None, elide_empty: bool = True
    ) -> SQLCompiler:
        return _Compiler(self, connections[using or "default"], using, elide_empty)


class _Preparing:
    """The connection, but that its cursors prepare what they are given."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        return prepared(self._connection)


class _Compiler(SQLCompiler):
    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        self.connection: Any = _Preparing(self.connection)
        return super().execute_sql(*args, **kwargs)

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        query: Any = self.query
        made = query.made
        if not made:
            sql, parameters = super().as_sql(*args, **kwargs)
            state = {name: getattr(self, name) for name in STATE}
            made |= {"sql": sql, "parameters": parameters, "state": state}
        vars(self).update(made["state"])
        given = {name: _as_sent(value) for name, value in query.values_given.items()}
        filled = (given[one.name] if isinstance(one, Slot) else one for one in made["parameters"])
        return made["sql"], tuple(filled)


def _as_sent(value: Any) -> Any:
    of_numbers = isinstance(value, list) and all(isinstance(one, int) for one in value)
    return numbers(value) if of_numbers else value
