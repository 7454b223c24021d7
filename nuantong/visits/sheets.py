"""The sheet of a batch: written for people to fill in, read again as texts by field."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.core.xlsx import Column
from nuantong.visits.survey import Kind
from nuantong.visits.typed import FIELDS, LABEL

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 60 * 1024 * 1024
MOST_ROWS: Final = 2_000
HEADER_WITHIN: Final = 10
NUMBER: Final = "儿童编号"
HEADINGS: Final = {**{one.heading: one.key for one in (LABEL, *FIELDS)}}
WIDE, NARROW = 26, 12


@dataclass(frozen=True)
class SheetRow:
    """A filled row: where it stands in the sheet, whose it is, and its texts by field."""

    at: int
    number: str
    values: dict[str, str]


def columns() -> list[Column | str]:
    """The sheet's columns: number and name first, then every field of a batch."""
    wide = [
        Column(one.heading, WIDE if one.rows and one.kind is Kind.TEXT else NARROW)
        for one in FIELDS
    ]
    return [Column(NUMBER, NARROW), Column(LABEL.heading, NARROW), *wide]


def legend() -> str:
    """What the numbers of choices mean, as one line above the heading."""
    parts = [
        f"{one.heading}：{' '.join(f'{n}{word}' for n, (_, word) in enumerate(one.choices, 1))}"
        for one in FIELDS
        if one.choices
    ]
    return "选项填数字或文字，多选用逗号隔开。" + "　".join(parts)


def read_sheet(data: bytes) -> list[SheetRow]:
    """The filled rows of an xlsx, or a Refusal that says what is wrong with it."""
    cells = _cells(data)
    start, fields = _header(cells)
    found = []
    for at, line in enumerate(cells[start + 1 :], start + 2):
        texts = {key: _text(line[i]) for i, key in fields.items() if i < len(line)}
        number = clean(texts.pop(NUMBER, "")).upper()
        filled = {key: text for key, text in texts.items() if text}
        if set(filled) - {LABEL.key}:
            found.append(SheetRow(at, number, filled))
    if len(found) > MOST_ROWS:
        raise Refusal(f"一次最多{MOST_ROWS}行，请分开上传。")
    return found


def _cells(data: bytes) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if len(data) > MOST_BYTES or not data.startswith(b"PK"):
        raise Refusal("请上传从本页下载、填好的 xlsx 表格，不超过10兆。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
                raise Refusal("表格解开后异常巨大，没有打开。请用本页下载的表格重填。")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return list(book.get_sheet_by_index(0).to_python(skip_empty_area=False))
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError, RuntimeError) as error:
        raise Refusal("表格已损坏，或不是 xlsx。请用本页下载的表格重填。") from error


def _header(cells: list[list[Any]]) -> tuple[int, dict[int, str]]:
    """The heading's row and the field of each column."""
    for at, line in enumerate(cells[:HEADER_WITHIN]):
        named = {i: clean(cell) for i, cell in enumerate(line)}
        known = {**HEADINGS, NUMBER: NUMBER}
        fields = {i: known[name] for i, name in named.items() if name in known}
        if {"happened_on", "outcome"} <= set(fields.values()):
            return at, fields
    raise Refusal("没有找到表头。请用本页下载的表格填写，不要改动表头那一行。")


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def sheet_rows(rows: Iterable[Any]) -> Iterable[list[Any]]:
    """Rows of the template: what is typed already stands in it."""
    for row in rows:
        values = row.values
        child = row.child
        name = child.name if child else values.get(LABEL.key, "")
        yield [child.number if child else "", name, *(values.get(one.key, "") for one in FIELDS)]
