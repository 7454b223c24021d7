"""Refuses a database whose tables were made by first migrations that are no more."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader

HINT = "Nothing carries its rows over: let it go and begin with an empty one (./dev run --fresh)."


@register(Tags.database)
def check_history(databases: Sequence[str] | None = None, **options: Any) -> list[Error]:
    """Asked by `migrate`, which would else make the same tables a second time."""
    return [error for alias in databases or () for error in _errors(alias)]


def _errors(alias: str) -> list[Error]:
    """An app cannot have migrations behind it while its first one is still to come."""
    loader = MigrationLoader(connections[alias])
    applied = set(loader.applied_migrations)
    first: dict[str, str] = {}
    for app, name in sorted(loader.disk_migrations):
        first.setdefault(app, name)
    begun = {app for app, _ in applied} & set(first)
    others = sorted(app for app in begun if (app, first[app]) not in applied)
    message = f"This database was made by migrations that are no more ({', '.join(others)})."
    return [Error(message, hint=HINT, id="core.E001")] if others else []
