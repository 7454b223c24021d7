"""Workbooks, guarded before calamine opens them: bombs, passwords, other kinds of files."""

import io
import struct
import zipfile
import zlib
from typing import Any, Final

from nuantong.rosters.inspection import Inspection, LyingDirectory, inspect_sheets
from nuantong.rosters.opendocument import inspect_tables, is_opendocument
from nuantong.rosters.sheets import Sheet

MOST_BYTES: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 300
MOST_CELLS: Final = 20_000_000
SMALL: Final = 20 * 1024 * 1024
"""Below this many bytes unpacked no ratio is judged."""
HUGE: Final = "文件解开后异常巨大，为安全起见没有打开。请把数据复制到新建的表格里再导入"
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError, EOFError,
    LookupError, ValueError, OverflowError,
)  # fmt: skip
"""What zipfile says of a package that was altered on its way."""
PANIC: Final = "PanicException"
"""What calamine raises for bytes it did not expect; no Exception, and without a name to import."""
LOCKED: Final = "文件加了打开密码，无法读取。请去掉密码后另存为 .xlsx，再导入"
SAVE_AS: Final = "请用 WPS 或 Excel 打开后另存为 .xlsx，再导入"


class BadWorkbook(ValueError):
    """The message is for the person who sent the file."""


def read_zipped(data: bytes) -> list[Sheet]:
    """An xlsx or ods. Macros are never run: only values are read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _inspected(package, data)
    except BadWorkbook:
        raise
    except LyingDirectory as error:
        raise BadWorkbook(HUGE) from error
    except BROKEN as error:
        raise BadWorkbook(f"文件已损坏或没有传完整。{SAVE_AS}") from error
    _refuse_extent(parts)
    return _sheets(data, parts)


def read_compound(data: bytes) -> list[Sheet]:
    """An old xls (also WPS's .et); an encrypted xlsx has the same outer form."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise BadWorkbook(LOCKED)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise BadWorkbook(f"这是文字文档或其他文件，不是表格。{SAVE_AS}")
    return _sheets(data, {})


def _inspected(package: zipfile.ZipFile, data: bytes) -> dict[str, Inspection]:
    _refuse_bomb(package)
    names = set(package.namelist())
    if is_opendocument(names):
        _refuse_other_documents(names, package)
        return inspect_tables(package, data)
    _refuse_kind(names)
    return inspect_sheets(package, data)


def _refuse_bomb(package: zipfile.ZipFile) -> None:
    unpacked = sum(part.file_size for part in package.infolist())
    packed = sum(part.compress_size for part in package.infolist()) or 1
    if unpacked > MOST_BYTES or (unpacked > SMALL and unpacked / packed > MOST_RATIO):
        raise BadWorkbook(HUGE)


def _refuse_kind(names: set[str]) -> None:
    if any(name.startswith("word/") for name in names):
        raise BadWorkbook(
            "这是 Word 文档，不是表格。请把表格复制到 WPS 或 Excel 里，存为 .xlsx 再导入"
        )
    if any(name.startswith("ppt/") for name in names):
        raise BadWorkbook("这是演示文稿，不是表格。请存为 .xlsx 再导入")
    if "xl/workbook.xml" not in names and not any(n.endswith("workbook.xml") for n in names):
        raise BadWorkbook(f"这不是 xlsx 表格（可能是压缩包，或 xlsb 格式）。{SAVE_AS}")


def _refuse_other_documents(names: set[str], package: zipfile.ZipFile) -> None:
    """OpenDocument has one form for texts and spreadsheets, locked or not."""
    if "mimetype" in names and b"spreadsheet" not in package.read("mimetype"):
        raise BadWorkbook(f"这是文字文档或演示文稿，不是表格。{SAVE_AS}")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in package.read(manifest):
        raise BadWorkbook(LOCKED)


def _refuse_extent(parts: dict[str, Inspection]) -> None:
    for name, part in parts.items():
        if part.rows * part.columns > MOST_CELLS:
            raise BadWorkbook(
                f"工作表“{name}”在第{part.rows}行还有内容，范围过大。"
                "请删去表格右边和下面的多余行列后再导入"
            )


def _sheets(data: bytes, parts: dict[str, Inspection]) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_sheet(book, name, parts.get(name)) for name in _hidden_last(book)]
    except PasswordError as error:
        raise BadWorkbook(LOCKED) from error
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == PANIC:
            raise BadWorkbook(f"文件已损坏或没有传完整。{SAVE_AS}") from error
        raise


def _hidden_last(book: Any) -> list[str]:
    """A hidden sheet is mostly last year's list."""
    from python_calamine import SheetVisibleEnum

    sheets = sorted(book.sheets_metadata, key=lambda s: s.visible != SheetVisibleEnum.Visible)
    return [sheet.name for sheet in sheets]


def _sheet(book: Any, name: str, part: Inspection | None) -> Sheet:
    from python_calamine import CalamineError, WorksheetNotFound

    try:
        source = book.get_sheet_by_name(name)
    except WorksheetNotFound:  # a chart or macro sheet
        return Sheet(name, [])
    except CalamineError:
        if part is None:
            raise
        return Sheet(name, [])
    rows = source.to_python(skip_empty_area=False)
    merged = list(source.merged_cell_ranges or [])
    return Sheet(name, rows, merged, part.empty_formulas if part else set())
