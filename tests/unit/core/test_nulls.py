"""A field that may not be empty may not be empty in the database either."""

from django.apps import apps
from django.db import connection


def test_every_column_is_as_nullable_as_its_field(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, is_nullable = 'YES' FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
        )
        found = {(table, column): null for table, column, null in cursor.fetchall()}
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if found[model._meta.db_table, field.column] != field.null
    ]
    assert wrong == []
