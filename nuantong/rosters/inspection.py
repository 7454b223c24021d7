"""Looks into an xlsx's sheets before anything allocates memory for them.

A few bytes can claim a cell at XFD1048576, and a directory can lie about sizes; both are
found here. Formulas without a stored result are found too: calamine reads them as blank.
"""

import re
import zipfile
import zlib
from typing import Final, NamedTuple
from xml.sax.saxutils import unescape

from nuantong.rosters.sheets import Cell, column_index

LOCAL_HEADER: Final = 30
FAR_COLUMN: Final = re.compile(rb"""r\s*=\s*["']([A-Z]{2,3})\d""")
FAR_ROW: Final = re.compile(rb"""r\s*=\s*["'][A-Z]{0,3}(\d{5,9})""")
"""A cell may claim another row than the one it stands in."""
ROW: Final = re.compile(rb"""row\s[^>]*?\br\s*=\s*["'](\d{1,9})""")
"""Patterns that begin with letters are searched for many times faster than those with <."""
FORMULA: Final = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
FORMULA_BEGUN: Final = re.compile(rb"f[\s/>]")
SHEET: Final = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
ATTRIBUTE: Final = re.compile(r'([\w:]+)="([^"]*)"')
ENTITIES: Final = {"&quot;": '"', "&apos;": "'"}


class Inspection(NamedTuple):
    """The extent a sheet really claims, and its formulas without a result."""

    rows: int
    columns: int
    empty_formulas: set[Cell]


class LyingDirectory(zipfile.BadZipFile):
    """A part is longer than the package's directory says."""


def inspect_sheets(package: zipfile.ZipFile, data: bytes) -> dict[str, Inspection]:
    """Sheet name → what its part really holds."""
    return {
        name: _inspect(unpacked(package.getinfo(path), data))
        for name, path in _paths(package).items()
    }


def _inspect(text: bytes) -> Inspection:
    letters = max(set(FAR_COLUMN.findall(text)), key=lambda c: (len(c), c), default=b"Z")
    formulas = FORMULA.findall(text) if FORMULA_BEGUN.search(text) else []
    numbers = [*ROW.findall(text), *FAR_ROW.findall(text)]
    return Inspection(
        rows=max(map(int, numbers), default=0),
        columns=column_index(letters.decode()) + 1,
        empty_formulas={(int(row) - 1, column_index(c.decode())) for c, row in formulas},
    )


def unpacked(part: zipfile.ZipInfo, data: bytes) -> bytes:
    """The part's bytes, never more than its declared size."""
    header = data[part.header_offset : part.header_offset + LOCAL_HEADER]
    start = part.header_offset + LOCAL_HEADER
    start += int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return packed
    try:
        text = zlib.decompressobj(-15).decompress(packed, part.file_size + 1)
    except zlib.error as error:
        raise zipfile.BadZipFile(part.filename) from error
    if len(text) > part.file_size:
        raise LyingDirectory(part.filename)
    return text


def _paths(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part, by the workbook's relations."""
    relations = _elements(RELATION, package, "xl/_rels/workbook.xml.rels")
    targets = {one.get("Id", ""): _path(one.get("Target", "")) for one in relations}
    sheets = _elements(SHEET, package, "xl/workbook.xml")
    found = {one.get("name", ""): targets.get(_relation(one), "") for one in sheets}
    names = set(package.namelist())
    return {name: path for name, path in found.items() if path in names}


def _relation(sheet: dict[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


def _path(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _elements(
    pattern: re.Pattern[str], package: zipfile.ZipFile, path: str
) -> list[dict[str, str]]:
    try:
        text = package.read(path).decode("utf-8", "replace")
    except KeyError:
        return []
    return [
        {name: unescape(value, ENTITIES) for name, value in ATTRIBUTE.findall(element)}
        for element in pattern.findall(text)
    ]
