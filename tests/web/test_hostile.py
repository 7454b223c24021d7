"""What nobody should send, sent to every address as every role: no 500, no neighbour's child."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from nuantong.access.roles import Role
from tests.web.samples import SAMPLES
from tests.web.test_every_address import (
    ADDRESSES,
    VISITED,
    WHOLE_CITY,
    WITH_PARAMETERS,
    secrets,
    text_of,
    told,
    url_of,
)
from tests.web.world import Side, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
VALUES = [
    "\0", "a\0b", "-1", "0", "9" * 30, "-" + "9" * 30, "2147483648", "9223372036854775808",
    "1e400", "NaN", "Infinity", "٣", "²", "no-such-value", "2018-02-30", "0000-00-00",
    "9999-12-31", "0001-01-01", "10000-01-01", "2018-13", "9999-12", "0-0", "25:61", "not-a-uuid",
    "00000000-0000-0000-0000-000000000000", "长" * 10_000, "' OR 1=1 --", "%", "\\", "<script>",
    "\u202e", "[]", "null", '{"a": {"a": 1}}', "[[1]]", "1.5", " ", "", "12.5,-3", "../../x",
]  # fmt: skip
"""Values that no page of ours sends."""
NAMES = ["q", "page", "sort", "order", "status", "export", "region", "place", "district", "village",
         "state", "kind", "step", "do", "reason", "carer", "child", "version", "which", "month",
         "as_of", "known", "from", "next", "seen", "ids", "chosen", "all", "year", "source", "in",
         "category", "record", "revision", "extras", "answer"]  # fmt: skip
"""Names that views read, whether or not a control of the page bears them."""
PARTS = ["0", "2147483648", "9" * 25, "no-such", "长" * 300, "\0", "'",
         "00000000-0000-0000-0000-000000000000"]  # fmt: skip
"""Values of a parameter of an address."""
BODIES = [("application/json", b"{"), ("text/plain", "长".encode("gb18030")),
          ("application/x-www-form-urlencoded", b"a=%ff%fe&%00=1&q=%ed%a0%bd"),
          ("multipart/form-data; boundary=x", b"--x\r\nno"), ("multipart/form-data", b"x")]  # fmt: skip
CONTROL = re.compile(r"<(input|select|textarea|button)\b([^>]*)>")
ATTRIBUTE = re.compile(r'\b(name|value|type)="([^"]*)"')


def controls(text: str) -> list[tuple[str, str, str]]:
    """Name, value and type of every control of a page."""
    found = [dict(ATTRIBUTE.findall(attributes)) for _, attributes in CONTROL.findall(text)]
    return [(c["name"], c.get("value", ""), c.get("type", "")) for c in found if "name" in c]


def hostile(chance: Random, page: str) -> dict[str, list[Any]]:
    """As the page sends it, with some values that no page sends, and some twice."""
    sent: dict[str, list[Any]] = {}
    share = chance.choice([0.1, 0.5])
    for name, value, kind in [*controls(page), *((n, "", "") for n in chance.sample(NAMES, 6))]:
        wrong = chance.choice(VALUES)
        if kind == "file":
            sent[name] = [SimpleUploadedFile("\u202ex.xlsx", chance.choice([b"PK", b"\0", b"a,b"]))]
        elif chance.random() < share:
            sent[name] = [wrong, chance.choice(VALUES)] if chance.random() < 0.3 else [wrong]
        elif value or name not in sent:
            sent[name] = [value]
    return sent


def parts(chance: Random, name: str, side: Side) -> str:
    """The address with one of its parameters replaced, as somebody types it."""
    kept = SAMPLES[name](side)
    wrong = chance.choice(sorted(kept))
    url = reverse(name, kwargs=kept)
    return url.replace(f"/{kept[wrong]}", f"/{chance.choice(PARTS)}".replace("\0", "%00"))


def ask(client: Client, chance: Random, name: str, side: Side, kind: int) -> Any:
    """A hostile question of one of five kinds."""
    url = url_of(name, side)
    if kind == 0 and ADDRESSES[name]:
        return client.get(parts(chance, name, side))
    if kind == 1:
        content_type, body = chance.choice(BODIES)
        return client.post(url, body, content_type=content_type)
    sent = hostile(chance, text_of(client.get(url)))
    if kind == 2:
        texts = {name: values for name, values in sent.items() if isinstance(values[0], str)}
        return client.get(url, {name: [v[:300] for v in vs] for name, vs in texts.items()})
    return client.post(parts(chance, name, side) if kind == 3 and ADDRESSES[name] else url, sent)


@pytest.mark.parametrize("role", list(Role))
def test_nothing_hostile_breaks_an_address_or_opens_the_neighbours(
    world: World, client_of: Callable[[Role], Client], role: Role
) -> None:
    """Each address gets every kind of question from one role or another."""
    chance, client = Random(role.value), client_of(role)
    client.raise_request_exception = False
    words = set() if role in WHOLE_CITY else secrets(role, world.neighbour)
    for number, name in enumerate([*VISITED, *WITH_PARAMETERS], list(Role).index(role)):
        with transaction.atomic():
            answer = ask(client, chance, name, world.own, number % 5)
            text = text_of(answer)
            transaction.set_rollback(True)
        assert answer.status_code < 500, f"{name} breaks for {role}"
        assert not told(text, words), f"{name} tells {role} of the neighbour"
