"""Definitions that come with the product."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from nuantong.duties.protocols.definition import ProtocolDefinition
from nuantong.duties.protocols.parsing import parse_definition

SHIPPED = ("six-ones", "liangping-five", "dali-six-x")


def shipped_json(code: str) -> dict[str, Any]:
    """The JSON of a shipped protocol, as it is stored in its version."""
    name = code.replace("-", "_")
    source = files("nuantong.duties.protocols").joinpath(f"{name}.json")
    content: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return content


@lru_cache
def shipped_definition(code: str) -> ProtocolDefinition:
    return parse_definition(shipped_json(code))
