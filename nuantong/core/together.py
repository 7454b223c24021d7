"""A row with all its rows of other tables in one query, where a page has a query budget."""

from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BinaryField, Expression, JSONField, Model, OuterRef, QuerySet

from nuantong.core.fields import EncryptedTextField

Rows = TypeVar("Rows", bound=QuerySet[Any])


class WholeRow(Expression):
    """A row of the query's own table as JSON by column: one expression for any number of them."""

    def __init__(self) -> None:
        super().__init__(output_field=JSONField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        alias = compiler.query.get_initial_alias()
        return f"to_jsonb({compiler.quote_name_unless_alias(alias)})", ()


def with_rows(queryset: Rows, *relations: str) -> Rows:
    """Each row brings the rows of its reverse foreign keys along; unpack() makes them usable."""
    return queryset.annotate(**{f"{name}_rows": _rows(queryset.model, name) for name in relations})


def unpack(row: Any, *relations: str) -> Any:
    """Fill `row.labels.all()` and the like from what with_rows() brought."""
    cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
    for name in relations:
        relation = row._meta.get_field(name)
        model = relation.related_model
        found = [_instance(model, values) for values in getattr(row, f"{name}_rows")]
        for one in found:
            setattr(one, relation.field.name, row)
        rows = model._default_manager.all()
        rows._result_cache = found
        cache[name] = rows
    return row


def _rows(model: type[Model], relation: str) -> ArraySubquery:
    reverse: Any = model._meta.get_field(relation)
    foreign_key = reverse.field
    related = foreign_key.model
    rows = related._default_manager.filter(**{foreign_key.name: OuterRef("pk")})
    return ArraySubquery(rows.values(json=WholeRow()))


def _instance(model: type[Model], values: dict[str, Any]) -> Model:
    fields = model._meta.concrete_fields
    return model.from_db(
        None, [f.attname for f in fields], [_value(f, values[str(f.column)]) for f in fields]
    )


def _value(field: Any, value: Any) -> Any:
    if isinstance(field, BinaryField):
        stored = bytes.fromhex(value.removeprefix("\\x")) if value else None
        return field.from_db_value(stored) if isinstance(field, EncryptedTextField) else stored
    return (field.target_field if field.is_relation else field).to_python(value)
