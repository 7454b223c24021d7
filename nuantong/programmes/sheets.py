"""The roll as a sheet: given out with the names, read back line by line."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.core.xlsx import Column

NUMBER, NAME, CAME = "儿童编号", "姓名", "到场"
COLUMNS: Final = [Column(NUMBER, 12), Column(NAME, 14), Column("身份", 10), Column(CAME, 8)]
MOST_ROWS: Final = 400
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 100 * 1024 * 1024
HEADER_WITHIN: Final = 8
YES: Final = {"是", "到", "到场", "√", "✓", "1", "y", "yes"}
NO: Final = {"否", "未到", "缺席", "请假", "×", "0", "n", "no"}


@dataclass(frozen=True)
class Line:
    """A row of a filled sheet: whom it calls, what it says, and what that means (None: nothing)."""

    row: int
    who: str
    said: str
    came: bool | None


def read_sheet(data: bytes) -> list[Line]:
    """The rows that say whether somebody came, or a Refusal that says what is wrong."""
    cells = _cells(data)
    start, columns = _header(cells)
    found = list(_lines(cells, start, columns))
    if not found:
        raise Refusal("到场一栏全是空的：请填 是 或 否 再上传。")
    if len(found) > MOST_ROWS:
        raise Refusal(f"一次最多{MOST_ROWS}行。")
    return found


def _lines(cells: list[list[Any]], start: int, columns: dict[str, int]) -> Iterator[Line]:
    for at, line in enumerate(cells[start + 1 :], start + 2):
        texts = {key: _text(line[i]) for key, i in columns.items() if i < len(line)}
        who = texts.get(NUMBER, "").upper() or texts.get(NAME, "")
        said = texts.get(CAME, "")
        if who and said:
            yield Line(at, who, said, meaning(said))


def meaning(said: str) -> bool | None:
    word = said.lower()
    return True if word in YES else False if word in NO else None


def _header(cells: list[list[Any]]) -> tuple[int, dict[str, int]]:
    for at, line in enumerate(cells[:HEADER_WITHIN]):
        named = {clean(cell): i for i, cell in enumerate(line)}
        if CAME in named and (NAME in named or NUMBER in named):
            return at, {key: named[key] for key in (NUMBER, NAME, CAME) if key in named}
    raise Refusal("没有找到表头。请用本页下载的名单填写，不要改动表头那一行。")


def _cells(data: bytes) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if len(data) > MOST_BYTES or not data.startswith(b"PK"):
        raise Refusal("请上传从本页下载、填好的 xlsx 表格，不超过10兆。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
                raise Refusal("表格解开后异常巨大，没有打开。")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return list(book.get_sheet_by_index(0).to_python(skip_empty_area=False))
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError, RuntimeError) as error:
        raise Refusal("表格已损坏，或不是 xlsx。请用本页下载的名单重填。") from error


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))
