"""A file as it was sent → its sheets. Everything that cannot be read says why and what to do."""

from typing import Final

from nuantong.core.errors import Refusal
from nuantong.rosters import delimited, workbooks
from nuantong.rosters.sheets import Sheet

LIMIT: Final = 50 * 1024 * 1024
MOST_ROWS: Final = 200_000
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TABLES: Final = {
    b"%PDF": "PDF 文件",
    b"\xff\xd8\xff": "图片",
    b"\x89PNG": "图片",
    b"GIF8": "图片",
    b"BM": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"{\\rtf": "文字文档",
    b"MZ": "程序文件",
    b"\x7fELF": "程序文件",
}
WEB_PAGE: Final = (b"<html", b"<!doc", b"<table", b"<?xml", b"<meta", b"<style")
REMEDY: Final = "请用 WPS 或 Excel 打开后另存为 .xlsx，再导入"


class UnreadableFile(Refusal):
    """The file cannot be read; the message is one line, for the person who sent it."""


class TooManyRows(UnreadableFile):
    """A sheet longer than a workbook's may be, which is unpacked in memory."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        super().__init__(f"工作表“{sheet}”超过{MOST_ROWS}行，请按区县拆成几个文件再导入")


def read_sheets(data: bytes) -> list[Sheet]:
    """The sheets of an xlsx, xls, ods or csv file, told by its content and never by its name."""
    _refuse_size(data)
    try:
        sheets = _read(data)
    except workbooks.BadWorkbook as error:
        raise UnreadableFile(str(error)) from error
    for sheet in sheets:
        if len(sheet.rows) > MOST_ROWS:
            raise TooManyRows(sheet.name)
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFile("文件里没有内容（所有工作表都是空的），请检查是否选错了文件")
    return sheets


def is_text(start: bytes) -> bool:
    """Whether a file that begins like this can only be a CSV."""
    known = start.startswith((b"PK", OLE, *NOT_TABLES)) or _is_web_page(start)
    return bool(start.strip()) and not known


def _is_web_page(start: bytes) -> bool:
    return start[:200].lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(WEB_PAGE)


def _refuse_size(data: bytes) -> None:
    if not data.strip():
        raise UnreadableFile("文件是空的，请检查是否选错了文件")
    if len(data) > LIMIT:
        raise UnreadableFile("文件超过50MB，请删去图片和多余的工作表，或按区县拆开后再导入")


def _read(data: bytes) -> list[Sheet]:
    if data.startswith(b"PK"):
        return workbooks.read_zipped(data)
    if data.startswith(OLE):
        return workbooks.read_compound(data)
    for magic, what in NOT_TABLES.items():
        if data.startswith(magic):
            raise UnreadableFile(f"这是{what}，不是表格。{REMEDY}")
    if _is_web_page(data):
        raise UnreadableFile(f"这是网页格式的表格（扩展名可能写成 .xls）。{REMEDY}")
    return _read_text(data)


def _read_text(data: bytes) -> list[Sheet]:
    try:
        rows = delimited.read_rows(data)
    except UnicodeError as error:
        raise UnreadableFile(f"文件不是 xlsx、xls、ods 或 csv 表格，或已损坏。{REMEDY}") from error
    return [Sheet("CSV", rows, unreadable=delimited.unreadable(rows))]
