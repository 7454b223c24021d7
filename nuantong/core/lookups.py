"""A lookup Django does not have."""

from typing import Any, Final

from django.db.models import Field, Lookup

MANY: Final = 500
"""From here on the planner would weigh each value longer than the database takes to answer."""


@Field.register_lookup
class AnyOf(Lookup):
    """`id__any_of=[…]`: one array instead of hundreds of parameters, which cost to bind and plan."""

    lookup_name = "any_of"

    def get_prep_lookup(self) -> list[Any]:
        return list(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        if len(self.rhs) < MANY:
            return f"{left} = ANY(%s)", (*parameters, self.rhs)
        kind = str(self.lhs.output_field.db_type(connection)).partition("(")[0]
        return f"{left} IN (SELECT unnest(%s::{kind}[]))", (*parameters, self.rhs)
