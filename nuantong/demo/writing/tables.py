"""Rows gathered per model, sealed and written in one COPY each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from nuantong.core.copying import copy_rows
from nuantong.core.fields import BlindIndexField, EncryptedTextField


def write(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> int:
    """COPY rows that all have the same columns; what is encrypted goes in as text."""
    listed = list(rows)
    if not listed:
        return 0
    names = list(listed[0])
    return copy_rows(model, names, sealed(model, names, (row.values() for row in listed)))


def sealed(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Iterable[Any]]
) -> Iterable[Sequence[Any]]:
    """The same rows with their encrypted fields sealed and their blind indexes worked out."""
    changes = [_change(model._meta.get_field(name)) for name in names]
    if not any(changes):
        return (list(row) for row in rows)
    return (
        [change(value) if change else value for change, value in zip(changes, row, strict=True)]
        for row in rows
    )


def _change(field: Any) -> Any:
    if isinstance(field, EncryptedTextField):
        return field.sealer()
    return field.indexer() if isinstance(field, BlindIndexField) else None
