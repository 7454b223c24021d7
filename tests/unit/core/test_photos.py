"""A photo keeps its picture and which way is up, and nothing of where and when."""

import struct
import zlib

import pytest

from nuantong.core.photos import MOST, BadPhoto, Photo, read_photo, turned

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


def test_which_way_is_up_is_read_of_what_is_kept() -> None:
    assert [turned(read_photo(jpeg(exif(n)))) for n in (1, 3, 6, 8)] == [1, 3, 6, 8]
    assert turned(read_photo(jpeg())) == 1
    assert turned(Photo("image/png", png())) == 1


def riff(*parts: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in parts
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_a_webp_loses_where_and_when_and_the_flags_that_say_so() -> None:
    seen = (b"VP8 ", b"picture")
    data = riff(
        (b"VP8X", b"\x3c" + bytes(9)), (b"ICCP", b"x"), seen, (b"EXIF", b"GPS"), (b"XMP ", b"x")
    )
    photo = read_photo(data + b"trailer GPS")
    assert photo.kind == "image/webp"
    assert photo.data == riff((b"VP8X", b"\x10" + bytes(9)), seen)
    assert read_photo(photo.data) == photo


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "JPG、PNG 或 WebP"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "HEIC"),
        (riff((b"VP8 ", b"picture"))[:-4], "不完整"),
        (riff((b"EXIF", b"GPS")), "不完整"),
        (riff((b"VP8X", bytes(10)), (b"ANMF", b"frame")), "动图"),
        (b"", "JPG、PNG 或 WebP"),
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
