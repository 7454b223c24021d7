"""A photo keeps its picture and which way is up, and nothing of where and when."""

import struct
import zlib

import pytest

from nuantong.visits.photos import MOST, BadPhoto, read_photo

SCAN = b"\xff\xda\x00\x02picture\xff\xd9"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return segment(
        0xE1, b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + b"\0\0\0\0GPS 29.5N 106.5E"
    )


def jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + SCAN


def test_where_and_when_go_and_the_picture_stays() -> None:
    table = segment(0xDB, b"quantisation")
    data = jpeg(segment(0xE0, b"JFIF"), exif(1), segment(0xFE, b"taken by"), table) + b"trailer GPS"
    photo = read_photo(data)
    assert photo.kind == "image/jpeg" and photo.data == jpeg(segment(0xE0, b"JFIF"), table)


def test_a_turned_photo_stays_turned() -> None:
    photo = read_photo(jpeg(exif(6)))
    assert b"GPS" not in photo.data and photo.data.startswith(b"\xff\xd8\xff\xe1")
    assert read_photo(photo.data).data == photo.data


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_a_png_loses_its_words_too() -> None:
    head, end = chunk(b"IHDR", b"0" * 13), chunk(b"IEND", b"")
    data = png(head, chunk(b"eXIf", b"GPS"), chunk(b"tEXt", b"where"), chunk(b"IDAT", b"x"), end)
    assert read_photo(data + b"more").data == png(head, chunk(b"IDAT", b"x"), end)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "JPG 或 PNG"),
        (b"", "JPG 或 PNG"),
        (b"\xff\xd8\xff", "不完整"),
        (b"\xff\xd8\xff\xe1\xff\xff", "不完整"),
        (jpeg()[:-2], "不完整"),
        (png(chunk(b"IHDR", b"0" * 13)), "不完整"),
        (png(chunk(b"IHDR", b"0" * 13)[:-1] + b"x"), "不完整"),
        (b"\xff\xd8\xff" + bytes(MOST), "10兆"),
    ],
)
def test_what_is_no_photo_is_refused_with_words(data, said) -> None:
    with pytest.raises(BadPhoto, match=said):
        read_photo(data)
