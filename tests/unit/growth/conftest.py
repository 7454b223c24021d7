"""小乐 with a consent, a carer who has had her since spring, and a picture."""

import datetime as dt
import struct
import uuid
import zlib
from typing import Any

import pytest

from nuantong.access.roles import Role
from nuantong.consents.actions import give
from nuantong.consents.models import Consent
from nuantong.core.photos import read_photo
from nuantong.duties.actions import record_contact
from nuantong.growth.actions import add_photo
from nuantong.growth.models import Photo
from nuantong.pairing.actions import pair
from tests.conftest import TODAY


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(side: int = 8, colour: int = 200) -> bytes:
    """A square picture that can be drawn."""
    return drawn_of(zlib.compress((b"\0" + bytes([colour, 90, 60]) * side) * side), side)


def drawn_of(data: bytes, side: int = 8) -> bytes:
    """A PNG with that content."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.fixture
def carer(cast, reader) -> Any:
    pair(
        child=cast.children.own,
        carer=cast.carer,
        by=reader(Role.TOWNSHIP_CHAIR).as_of(dt.date(2018, 3, 1)),
    )
    return reader(Role.CARER)


@pytest.fixture
def agreed(cast, carer) -> Consent:
    return give(
        child=cast.children.own, purpose="photos", giver="guardian", given_by="祖母甲",
        how="signed", given_on=TODAY, by=carer,
    )  # fmt: skip


def added(child: Any, by: Any, **values: Any) -> Photo:
    given = {
        "key": uuid.uuid4(),
        "picture": read_photo(png()),
        "taken_on": TODAY,
        "caption": "种花",
    }
    return add_photo(child=child, by=by, **{**given, **values})


@pytest.fixture
def photo(cast, carer, agreed) -> Photo:
    return added(cast.children.own, carer)


def met(child: Any, carer: Any, by: Any, on: dt.date, acts: list[str], note: str = "") -> None:
    record_contact(
        key=uuid.uuid4(), child=child, carer=carer, by=by, happened_on=on, acts=acts,
        means="face", note=note,
    )  # fmt: skip
