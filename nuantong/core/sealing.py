"""A migration operation: a column that was plain is encrypted, and its rows are carried over."""

from collections.abc import Callable
from typing import Any, Final

from django.db.migrations.operations import AlterField
from django.db.models import Field, JSONField

from nuantong.core import crypto

BATCH: Final = 5_000
HOLD: Final = (
    "ALTER TABLE {table} DISABLE TRIGGER USER; ALTER TABLE {table} ADD COLUMN {new} {kind}"
)
READ: Final = """
SELECT {pk}, {old} FROM {table} WHERE {pk} > %s AND {old} IS NOT NULL ORDER BY {pk} LIMIT %s
"""
FILL: Final = """
UPDATE {table} SET {new} = given.value::{cast}{wipe}
  FROM unnest(%s::bigint[], %s::{array}[]) AS given(key, value) WHERE {pk} = given.key
"""
SWAP: Final = """
SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DROP COLUMN {old};
ALTER TABLE {table} RENAME COLUMN {new} TO {old}; ALTER TABLE {table} ENABLE TRIGGER USER
"""


class SealField(AlterField):
    """AlterField from a text, or a list of texts, to an encrypted one, and back.

    Rows are read and written in batches while the table's own triggers rest: rows that may only be
    added are altered here and nowhere else. Forwards the plain text is overwritten as well, for a
    dropped column stays in the rows; the next vacuum takes their old versions. Constraints and triggers that name the column are the
    migration's to drop before and to make again after. Going back fails, rather than cuts, where a
    text is longer than the plain column holds.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        old, sealed = self._fields(app_label, from_state, to_state)
        empty = _empty(old)
        kind = sealed.db_type(schema_editor.connection)
        _carry(
            schema_editor, old, kind, "bytea",
            lambda text: sealed.seal(text) if text != empty else None, read="::text",
            wipe=f", {{old}} = '{empty}'",
        )  # fmt: skip

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        sealed, old = self._fields(app_label, from_state, to_state)
        kind = old.db_type(schema_editor.connection)
        _carry(
            schema_editor, sealed, f"{kind} NOT NULL DEFAULT '{_empty(old)}'", kind.split("(")[0],
            lambda blob: crypto.decrypt(blob, sealed.label),
        )  # fmt: skip
        if not old.has_db_default():
            _run(schema_editor, "ALTER TABLE {table} ALTER COLUMN {old} DROP DEFAULT", sealed)

    def _fields(self, app_label: str, from_state: Any, to_state: Any) -> tuple[Any, Any]:
        states = (from_state, to_state)
        models = [state.apps.get_model(app_label, self.model_name) for state in states]
        before, after = (model._meta.get_field(self.name) for model in models)
        return before, after


def _empty(field: Field) -> str:
    return "[]" if isinstance(field, JSONField) else ""


def _carry(
    editor: Any,
    field: Any,
    kind: str,
    cast: str,
    change: Callable[[Any], Any],
    *,
    read: str = "",
    wipe: str = "",
) -> None:
    """Put a column of another kind in the place of the field's, holding what `change` makes of it."""
    array = "bytea" if cast == "bytea" else "text"
    _run(editor, HOLD, field, kind=kind)
    last = -(2**63)
    read, fill = READ.replace("{old} FROM", f"{{old}}{read} FROM"), FILL.replace("{wipe}", wipe)
    while rows := _run(editor, read, field, last, BATCH):
        values = [change(value) for _, value in rows]
        _run(editor, fill, field, [key for key, _ in rows], values, cast=cast, array=array)
        last = rows[-1][0]
    _run(editor, SWAP, field)


def _run(editor: Any, statement: str, field: Any, *params: Any, **words: str) -> Any:
    meta, quote = field.model._meta, editor.connection.ops.quote_name
    names = {
        "table": meta.db_table, "pk": meta.pk.column, "old": field.column, "new": f"{field.column}_new",
    }  # fmt: skip
    with editor.connection.cursor() as cursor:
        cursor.execute(
            statement.format(**{k: quote(v) for k, v in names.items()}, **words), params or None
        )
        return cursor.fetchall() if cursor.description else None
