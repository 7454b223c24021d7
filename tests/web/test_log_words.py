"""Whatever is written on the log can be read by whoever reads it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

import nuantong
from nuantong.access.log import OTHER_WORDS, UNNAMED, touched
from nuantong.audit.models import Event
from tests.web.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_log_names_what_an_event_touched_in_chinese(world: World) -> None:
    words = {touched(event) for event in Event.objects.all()}
    assert len(words) > 5
    assert not [word for word in words if re.search("[A-Za-z]", word)]
    assert not [word for word in words if UNNAMED in word]


def test_every_key_that_the_program_writes_on_the_log_has_a_chinese_name() -> None:
    missing = {key for kind, key in written() if not has_a_name(kind, key)}
    assert not missing, sorted(missing)


NO_CHANGES = {"by", "reason", "action", "object_id", "object_type", "child_number", "why", "words"}
"""Arguments of what writes an event that are not changes."""
WRITES = re.compile("_?log(_[a-z]+)?|record")


def written() -> Iterator[tuple[str, str]]:
    """(kind of object or "", key) of every `changes={…}` and every `log…(key=…)` of the source."""
    for file in Path(nuantong.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and WRITES.fullmatch(ast.unparse(node.func)):
                given = {one.arg: one.value for one in node.keywords if one.arg}
                kind = getattr(given.get("object_type"), "value", "")
                yield from ((kind, key) for key in keys_of(given.pop("changes", None)))
                if ast.unparse(node.func) != "record":
                    yield from ((kind, key) for key in given.keys() - NO_CHANGES)
            if isinstance(node, ast.AnnAssign | ast.Assign) and "changes" in targets(node):
                yield from (("", key) for key in keys_of(node.value))


def targets(node: ast.AnnAssign | ast.Assign) -> list[str]:
    found = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [ast.unparse(one) for one in found]


def keys_of(node: ast.AST | None) -> list[str]:
    keys = node.keys if isinstance(node, ast.Dict) else []
    return [str(key.value) for key in keys if isinstance(key, ast.Constant)]


@cache
def named_fields(kind: str) -> frozenset[str]:
    """Fields with a Chinese name: of one model, or of any where the kind is not known here."""
    models = [m for m in apps.get_models() if kind in ("", m._meta.model_name)]
    fields = [field for model in models for field in model._meta.concrete_fields]
    return frozenset(field.name for field in fields if not str(field.verbose_name).isascii())


def has_a_name(kind: str, key: str) -> bool:
    return key in OTHER_WORDS or key == "count" or key in named_fields(kind)
