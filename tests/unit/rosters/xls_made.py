"""An old .xls (BIFF8 in a compound file), byte by byte: no library writes them any more."""

import struct
from collections.abc import Sequence

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(rows: Sequence[Sequence[str | float]], name: str = "Sheet1") -> bytes:
    return _compound(_workbook(rows, name))


def _workbook(rows: Sequence[Sequence[str | float]], name: str) -> bytes:
    title = name.encode("utf-16-le")
    bound_size = 4 + 4 + 2 + 2 + len(title)
    start = 4 + 16 + bound_size + 4
    bound = struct.pack("<IHBB", start, 0, len(name), 1) + title
    cells = b"".join(
        _cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    )
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    page = _record(0x809, _bof(0x10)) + _record(0x200, size) + cells + _record(0xA, b"")
    return _record(0x809, _bof(5)) + _record(0x85, bound) + _record(0xA, b"") + page


def _bof(kind: int) -> bytes:
    return struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 6)


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, float):
        return _record(0x203, place + struct.pack("<d", value))
    text = value.encode("utf-16-le")
    return _record(0x204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """Header, allocation table, directory, and the stream from sector 2."""
    stream = stream.ljust(max(len(stream), 4096), b"\0")
    count = -(-len(stream) // SECTOR)
    chain = [FAT, END, *range(3, 2 + count), END]
    table = struct.pack(f"<{SECTOR // 4}I", *(chain + [FREE] * (SECTOR // 4 - len(chain))))
    root = _entry("Root Entry", 5, END, 0, child=1)
    directory = root + _entry("Workbook", 2, 2, len(stream)) + _entry("", 0, 0, 0) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
    header += struct.pack("<108I", *([FREE] * 108))
    return header + table + directory + stream.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
