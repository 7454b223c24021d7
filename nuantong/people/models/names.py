"""How people are found by name: the indexes behind searching.by_name."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Index

from nuantong.core.lookups import Characters, SecondWord


def found_by_name(of: str) -> list[Index]:
    """For a model with `name` and `pinyin`."""
    return [
        GinIndex(Characters("name"), name=f"{of}_characters"),
        Index(OpClass(F("pinyin"), "varchar_pattern_ops"), name=f"{of}_initials"),
        Index(OpClass(SecondWord("pinyin"), "text_pattern_ops"), name=f"{of}_sound"),
    ]
