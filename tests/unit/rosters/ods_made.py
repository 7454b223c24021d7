"""OpenDocument spreadsheets as LibreOffice writes them, built for the tests."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
URN = "urn:oasis:names:tc:opendocument:xmlns"
REST = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def ods(rows: Sequence[Sequence[Any]], kind: str = SPREADSHEET, **parts: str) -> bytes:
    """One sheet; with the blank million of rows below that the program writes."""
    return ods_of("".join(map(_row, rows)) + REST, kind, **parts)


def ods_of(table: str, kind: str = SPREADSHEET, **parts: str) -> bytes:
    """`table` is the XML of the rows."""
    names = " ".join(f'xmlns:{one}="{URN}:{one}:1.0"' for one in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="台账">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", parts.get("manifest", "<manifest/>"))
    return file.getvalue()


def _row(values: Sequence[Any]) -> str:
    rest = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f"<table:table-row>{''.join(map(_cell, values))}{rest}</table:table-row>"


def _cell(value: Any) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, float):
        kind = f'office:value-type="float" office:value={quoteattr(str(value))}'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
