"""A table of answers: written for people to fill in, read again row by row. xlsx or csv."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from nuantong.core.encodings import text_of
from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.core.xlsx import Column
from nuantong.instruments.questions import Question

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 80 * 1024 * 1024
MOST_ROWS: Final = 5_000
HEADER_WITHIN: Final = 10
NUMBER, NAME = "儿童编号", "姓名"


@dataclass(frozen=True)
class TableRow:
    """A row: where it stands, whose it is, its texts by item."""

    at: int
    number: str
    name: str
    texts: dict[str, str]


def columns(questions: Sequence[Question]) -> list[Column | str]:
    return [Column(NUMBER, 12), Column(NAME, 12), *(Column(one.heading, 7) for one in questions)]


def legend(questions: Sequence[Question]) -> str:
    """What the numbers mean, as one line above the heading."""
    first = questions[0].choices if questions else ()
    words = "，".join(f"{value}={word}" for value, word in first)
    return f"每行一个孩子，填纸质表上的数字（{words}）；孩子没有回答的留空，不要代填。"


def read_table(data: bytes, questions: Sequence[Question]) -> list[TableRow]:
    """The filled rows, or a Refusal that says what is wrong with the file."""
    cells = _cells(data)
    start, fields = _header(cells, questions)
    rows = []
    for at, line in enumerate(cells[start + 1 :], start + 2):
        texts = {key: _text(line[i]) for i, key in fields.items() if i < len(line)}
        number, name = clean(texts.pop(NUMBER, "")).upper(), clean(texts.pop(NAME, ""))
        if any(texts.values()):
            rows.append(TableRow(at, number, name, texts))
    if not rows:
        raise Refusal("表格里没有填写作答的行。")
    if len(rows) > MOST_ROWS:
        raise Refusal(f"一次最多{MOST_ROWS}行，请分开上传。")
    return rows


def _cells(data: bytes) -> list[list[Any]]:
    if len(data) > MOST_BYTES:
        raise Refusal("文件超过10兆，请分开上传。")
    return _of_workbook(data) if data.startswith(b"PK") else _of_text(data)


def _of_text(data: bytes) -> list[list[Any]]:
    import csv

    try:
        return list(csv.reader(io.StringIO(text_of(data))))
    except (UnicodeError, csv.Error) as error:
        raise Refusal("打不开这个文件。请上传从本页下载、填好的 xlsx，或另存的 csv。") from error


def _of_workbook(data: bytes) -> list[list[Any]]:
    return list(opened(data).get_sheet_by_index(0).to_python(skip_empty_area=False))


def opened(data: bytes) -> Any:
    """The workbook, or a Refusal when it is none or grows beyond measure as it is unpacked."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
                raise Refusal("表格解开后异常巨大，没有打开。请用本页下载的表格重填。")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        book.get_sheet_by_index(0)
        return book
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError, RuntimeError) as error:
        raise Refusal("表格已损坏，或不是 xlsx。请用本页下载的表格重填。") from error


def _header(
    cells: Sequence[Sequence[Any]], questions: Sequence[Question]
) -> tuple[int, dict[int, str]]:
    """The heading's row, and the field of each column; every item must have one."""
    known = {one.heading: one.key for one in questions} | {NUMBER: NUMBER, NAME: NAME}
    for at, line in enumerate(cells[:HEADER_WITHIN]):
        named = {i: clean(cell) for i, cell in enumerate(line)}
        fields = {i: known[name] for i, name in named.items() if name in known}
        if NUMBER in fields.values():
            missing = [one.heading for one in questions if one.key not in fields.values()]
            if missing:
                raise Refusal(f"表头缺少：{'、'.join(missing[:5])}。请用本页下载的表格填写。")
            return at, fields
    raise Refusal("没有找到表头（儿童编号、第1题……）。请用本页下载的表格填写，不要改动表头。")


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
