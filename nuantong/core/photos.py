"""Photos: told by their first bytes, stripped of everything but the picture.

A phone writes into a photo where and when it was taken; no location is ever kept
(国办函〔2026〕12号). Pure: bytes in, bytes out.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST: Final = 10 * 1024 * 1024
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
SIGNATURES: Final = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
HEIC: Final = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"}
STAND_ALONE: Final = {0x01, *range(0xD0, 0xD8)}
SCAN, END = 0xDA, 0xD9
KEPT_PARTS: Final = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
"""Of a WebP file that stands still: the picture; colours by ICC, Exif and XMP go."""
KEPT_CHUNKS: Final = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"pHYs"}
ORIENTATION: Final = 0x0112


class BadPhoto(ValueError):
    """What is wrong with the file, for the person who chose it."""


@dataclass(frozen=True)
class Photo:
    """A picture without metadata; its orientation stays."""

    kind: str
    data: bytes


def read_photo(data: bytes) -> Photo:
    """The picture in a file, or BadPhoto."""
    if len(data) > MOST:
        raise BadPhoto("照片不能超过10兆，请拍小一点再传。")
    kind = _kind(data)
    if not kind:
        raise BadPhoto(
            "这种照片（HEIC）打不开，请在相机设置里改成“兼容性最佳”或 JPG 再拍。"
            if data[8:12] in HEIC
            else "只能上传 JPG、PNG 或 WebP 照片。"
        )
    try:
        return Photo(kind, {JPEG: _jpeg, PNG: _png, WEBP: _webp}[kind](data))
    except (struct.error, IndexError) as error:
        raise BadPhoto("照片文件不完整，请重新选择。") from error


def _kind(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return next((kind for start, kind in SIGNATURES.items() if data.startswith(start)), "")


def turned(photo: Photo) -> int:
    """Which way is up, as Exif says it (1: as it is stored, 3: upside down, 6 and 8: on its side)."""
    if photo.kind != JPEG:
        return 1
    found = (s for marker, s in _segments(photo.data) if marker == 0xE1)
    return next((_orientation(s[10:]) for s in found), 1) or 1


def _jpeg(data: bytes) -> bytes:
    kept, turned = [b"\xff\xd8"], 1
    for marker, segment in _segments(data):
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            turned = _orientation(segment[10:]) or turned
        if marker not in (*range(0xE1, 0xF0), 0xFE) or marker == 0xEE:
            kept.append(segment)
    if turned != 1:
        kept.insert(1, _turned(turned))
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its bytes; the scan and all that follows is one piece."""
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            raise IndexError(at)
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == SCAN:
            yield marker, _scan(data[at:])
            return
        length = 0 if marker in STAND_ALONE else struct.unpack_from(">H", data, at + 2)[0]
        yield marker, data[at : at + 2 + length]
        at += 2 + length
    raise IndexError(at)


def _scan(data: bytes) -> bytes:
    """Up to the end of the image: what some phones append behind it goes."""
    end = data.rfind(b"\xff\xd9")
    if end < 0:
        raise IndexError(end)
    return data[: end + 2]


def _orientation(tiff: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order:
        return 0
    start = struct.unpack_from(f"{order}I", tiff, 4)[0]
    for number in range(struct.unpack_from(f"{order}H", tiff, start)[0]):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
        if tag == ORIENTATION:
            return value if 1 <= value <= 8 else 0
    return 0


def _turned(orientation: int) -> bytes:
    """An Exif segment that says which way is up and nothing else."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    body = b"Exif\0\0MM\0\x2a" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    kept, at, ended = [data[:8]], 8, False
    while at < len(data) and not ended:
        length, name = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        body, check = chunk[4 : 8 + length], chunk[8 + length :]
        if struct.unpack(">I", check)[0] != zlib.crc32(body):
            raise IndexError(at)
        if name in KEPT_CHUNKS:
            kept.append(chunk)
        at, ended = at + 12 + length, name == b"IEND"
    if not ended:
        raise IndexError(at)
    return b"".join(kept)


def _webp(data: bytes) -> bytes:
    """RIFF, its length, WEBP, then parts of even length; the flags of what goes are cleared."""
    kept, at, end = [b"WEBP"], 12, min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    if end < 8 + struct.unpack_from("<I", data, 4)[0]:
        raise IndexError(end)
    while at < end:
        name, length = struct.unpack_from("<4sI", data, at)
        part = data[at : at + 8 + length + length % 2]
        if name == b"ANMF":
            raise BadPhoto("动图不能上传，请选一张照片。")
        if name in KEPT_PARTS:
            kept.append(_flags_cleared(part) if name == b"VP8X" else part)
        at += len(part)
    if at != end or not any(part[:4] in (b"VP8 ", b"VP8L") for part in kept):
        raise IndexError(at)
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _flags_cleared(part: bytes) -> bytes:
    """Of VP8X only the flag of transparency stays: no ICC, Exif, XMP, animation."""
    return part[:8] + bytes([part[8] & 0x10]) + part[9:]
