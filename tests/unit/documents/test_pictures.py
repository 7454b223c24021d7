"""What cannot be drawn, or would unpack to too much, is known before it is kept."""

import base64
import struct

import pytest

from nuantong.documents.pictures import can_be_drawn, pixels
from tests.unit.growth.conftest import drawn_of, png

WEBP = b"RIFF\0\0\0\0WEBP"


def svg(data: bytes) -> str:
    body = base64.b64encode(data).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><image width="100" '
        f'height="100" href="data:image/png;base64,{body}"/></svg>'
    )


def test_a_picture_is_drawn_and_a_broken_one_is_not() -> None:
    assert can_be_drawn(svg(png()))
    assert not can_be_drawn(svg(drawn_of(b"no picture")))


@pytest.mark.parametrize(
    ("kind", "data", "count"),
    [
        ("image/png", png(side=8), 64),
        ("image/jpeg", b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\x00\x03\x00\x05", 15),
        ("image/jpeg", b"\xff\xd8\xff\xc2\0\x11\x08\xff\xff\xff\xff", 0xFFFF**2),
        ("image/webp", WEBP + b"VP8X\x0a\0\0\0" + bytes(4) + b"\x03\0\0\x04\0\0", 20),
        ("image/webp", WEBP + b"VP8L\0\0\0\0\x2f" + struct.pack("<I", 3 | 4 << 14), 20),
        ("image/webp", WEBP + b"VP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 4, 5), 20),
        ("image/jpeg", b"\xff\xd8\xff", 0),
    ],
)
def test_the_size_is_read_of_the_header(kind: str, data: bytes, count: int) -> None:
    assert pixels(kind, data) == count
