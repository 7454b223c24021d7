"""Lookups Django does not have, and what is indexed for them."""

from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Field, Func, Lookup, TextField

from nuantong.core.kept import Slot

MANY: Final = 500
"""From here on the planner would weigh each value longer than the database takes to answer."""


@Field.register_lookup
class AnyOf(Lookup):
    """`id__any_of=[…]`: one array instead of hundreds of parameters, which cost to bind and plan."""

    lookup_name = "any_of"

    def get_prep_lookup(self) -> Any:
        return self.rhs if isinstance(self.rhs, Slot) else list(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        if not isinstance(self.rhs, Slot) and len(self.rhs) < MANY:
            return f"{left} = ANY(%s)", (*parameters, self.rhs)
        kind = str(self.lhs.output_field.db_type(connection)).partition("(")[0]
        return f"{left} IN (SELECT unnest(%s::{kind}[]))", (*parameters, self.rhs)


@CharField.register_lookup
class Holds(Lookup):
    """`name__holds="小航"`: the words are a part of it. A Chinese name is too short for trigrams, so
    its index is that of its characters (`Characters`)."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        found = f"string_to_array({left}, NULL) @> %s AND strpos({left}, %s) > 0"
        return f"({found})", (*parameters, sorted(set(self.rhs)), *parameters, self.rhs)


@CharField.register_lookup
class Sounds(Lookup):
    """`pinyin__sounds="zhouxi"`: one of its two words (the initials, the whole) begins so. Their
    indexes are the column's and that of `SecondWord`, both by pattern."""

    lookup_name = "sounds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        begins = connection.ops.prep_for_like_query(self.rhs) + "%"
        found = f"{left} LIKE %s OR split_part({left}, ' ', 2) LIKE %s"
        return f"({found})", (*parameters, begins, *parameters, begins)


class Characters(Func):
    """The characters of a text, to be indexed for `holds`."""

    template = "string_to_array(%(expressions)s, NULL)"
    output_field = ArrayField(TextField())


class SecondWord(Func):
    """What follows the first space, to be indexed for `sounds`."""

    template = "split_part(%(expressions)s, ' ', 2)"
    output_field = TextField()
