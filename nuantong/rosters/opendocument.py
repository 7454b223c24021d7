"""Looks into an OpenDocument spreadsheet (.ods) before anything allocates memory for it.

A cell or a row may be repeated a million times by one attribute (ODF 1.2, 19.675 and 19.679).
"""

import re
import zipfile
from typing import Final

from nuantong.rosters.inspection import Inspection, unpacked

CONTENT: Final = "content.xml"
NAMESPACE: Final = b"opendocument:xmlns:table:1.0"
DECLARED: Final = b'xmlns:table="urn:oasis:names:tc:' + NAMESPACE + b'"'
SHEET: Final = b"<table:table "
ROW: Final = b"<table:table-row"
CELL: Final = re.compile(rb"<table:(?:covered-)?table-cell")
NAME: Final = re.compile(rb'table:name="([^"]*)"')
ROWS: Final = re.compile(rb'table:number-rows-repeated="(\d{1,9})"')
COLUMNS: Final = re.compile(rb'table:number-columns-repeated="(\d{1,9})"')
FILLED: Final = re.compile(rb"value-type|<text:|formula")


class NotThatForm(zipfile.BadZipFile):
    """The content is not written as spreadsheet programs write it."""


def is_opendocument(names: set[str]) -> bool:
    return CONTENT in names and "xl/workbook.xml" not in names


def inspect_tables(package: zipfile.ZipFile, data: bytes) -> dict[str, Inspection]:
    """Sheet name → the extent it really claims."""
    content = unpacked(package.getinfo(CONTENT), data)
    if DECLARED not in content or content.count(NAMESPACE) != 1:
        raise NotThatForm(CONTENT)
    found = {}
    for table in content.split(SHEET)[1:]:
        name = NAME.search(table)
        found[name[1].decode("utf-8", "replace") if name else ""] = _extent(table)
    return found


def _extent(table: bytes) -> Inspection:
    """Blank rows at the end and blank cells behind the last are no content."""
    at = rows = columns = 0
    for row in table.split(ROW)[1:]:
        at += _repeated(ROWS, row.partition(b">")[0])
        if width := _width(row):
            rows, columns = at, max(columns, width)
    return Inspection(rows, columns, set())


def _width(row: bytes) -> int:
    at = width = 0
    for cell in CELL.split(row)[1:]:
        at += _repeated(COLUMNS, cell.partition(b">")[0])
        if FILLED.search(cell):
            width = at
    return width


def _repeated(pattern: re.Pattern[bytes], tag: bytes) -> int:
    found = pattern.search(tag)
    return int(found[1]) if found else 1
