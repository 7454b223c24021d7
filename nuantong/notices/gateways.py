"""Ways by which a notice also leaves the product. The page of notices itself needs none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """All that may leave: to whom, of what kind, the subject. No child, no further words."""

    notice: int
    user: int | None
    carer: int | None
    kind: str
    subject: str


class Gateway(Protocol):
    """Somewhere that letters can be handed to, after the transaction that wrote them."""

    def send(self, letters: Sequence[Letter]) -> None: ...


GATEWAYS: list[Gateway] = []


def register_gateway(gateway: Gateway) -> None:
    """For AppConfig.ready()."""
    if gateway not in GATEWAYS:
        GATEWAYS.append(gateway)
