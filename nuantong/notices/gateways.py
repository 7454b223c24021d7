"""Ways by which a notice also leaves the product. The page of notices itself needs none."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings

SIGNATURE: Final = "【暖童】"


@dataclass(frozen=True)
class Message:
    """All that may leave: to which phone, the subject of the notice. No child, no further words.

    `key` is the same when it is sent again, so that a provider can drop the second one.
    """

    key: int
    phone: str
    text: str


class Gateway(Protocol):
    """Somewhere that messages can be handed to. An exception means that none of them arrived."""

    name: str

    def send(self, messages: Sequence[Message]) -> Mapping[int, str]:
        """Why which message was not taken, by key; those that are not in it were."""
        ...


class FileGateway:
    """One line of JSON for each message, in a file below the program's own folder: for a demo, a
    test, or a provider's program that reads it."""

    name = "file"

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings.SMS_FILE

    def send(self, messages: Sequence[Message]) -> Mapping[int, str]:
        lines = [json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in messages]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write("".join(lines))
        return {}


GATEWAYS: dict[str, Gateway] = {}


def register_gateway(gateway: Gateway) -> None:
    """For AppConfig.ready(): from now on notices of kinds that leave go there, too."""
    GATEWAYS[gateway.name] = gateway
