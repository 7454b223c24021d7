"""Protocols are data: what is owed, how often, and what a contact must carry."""

from nuantong.duties.protocols.definition import (
    Acceptance,
    Duty,
    InvalidDefinition,
    ProtocolDefinition,
)
from nuantong.duties.protocols.parsing import parse_definition
from nuantong.duties.protocols.shipped import shipped_definition

__all__ = [
    "Acceptance",
    "Duty",
    "InvalidDefinition",
    "ProtocolDefinition",
    "parse_definition",
    "shipped_definition",
]
