"""The list that goes to the bank, and how it comes back: row by row, paid or not and why."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.core.xlsx import Column

NUMBER, PAYEE, ACCOUNT, BANK, YUAN, WORDS = "序号", "收款人", "账号", "开户行", "金额（元）", "附言"
RESULT, WHY = "处理结果", "失败原因"
COLUMNS: Final = [
    Column(NUMBER, 8), Column(PAYEE, 14), Column(ACCOUNT, 26), Column(BANK, 26), Column(YUAN, 12),
    Column(WORDS, 24), Column(RESULT, 12), Column(WHY, 26),
]  # fmt: skip
MOST_ROWS: Final = 20_000
MOST_BYTES: Final = 20 * 1024 * 1024
MOST_UNPACKED: Final = 200 * 1024 * 1024
HEADER_WITHIN: Final = 12
HEADINGS: Final = {
    NUMBER: {"序号", "编号", "笔号"},
    ACCOUNT: {"账号", "帐号", "收款账号", "卡号", "收款人账号"},
    RESULT: {"处理结果", "结果", "状态", "交易状态", "发放结果", "处理状态"},
    WHY: {"失败原因", "原因", "备注", "返回信息", "错误信息"},
}
PAID: Final = {"成功", "已发放", "已入账", "处理成功", "交易成功", "入账成功", "是", "√", "1"}
FAILED: Final = {"失败", "退回", "退票", "处理失败", "交易失败", "入账失败", "否", "×", "0"}


@dataclass(frozen=True)
class Answer:
    """A row of what the bank sent back. `paid` None: its word was not understood."""

    row: int
    number: int
    account: str
    said: str
    paid: bool | None
    why: str


def yuan(fen: int) -> str:
    """300.00 of 30000: exact, never by way of a float."""
    return f"{fen // 100}.{fen % 100:02d}"


def read_answers(data: bytes) -> list[Answer]:
    """What the bank says of each row; a Refusal when it is not such a sheet."""
    cells = _cells(data)
    start, columns = _header(cells)
    found = list(_answers(cells, start, columns))
    if not found:
        raise Refusal("没有一行写了处理结果：请上传银行处理以后的回单表。")
    if len(found) > MOST_ROWS:
        raise Refusal(f"一次最多{MOST_ROWS}行，请分成几份上传。")
    return found


def _answers(cells: list[list[Any]], start: int, columns: dict[str, int]) -> Iterator[Answer]:
    for at, line in enumerate(cells[start + 1 :], start + 2):
        texts = {key: _text(line[i]) for key, i in columns.items() if i < len(line)}
        number, said = texts.get(NUMBER, ""), texts.get(RESULT, "")
        if not said or not (number.isascii() and number.isdigit() and len(number) < 9):
            continue
        account = "".join(one for one in texts.get(ACCOUNT, "") if one.isdigit())
        why = texts.get(WHY, "")[:100]
        yield Answer(at, int(number), account, said, meaning(said), why)


def meaning(said: str) -> bool | None:
    return True if said in PAID else False if said in FAILED else None


def _header(cells: list[list[Any]]) -> tuple[int, dict[str, int]]:
    for at, line in enumerate(cells[:HEADER_WITHIN]):
        named = {clean(str(cell)): i for i, cell in enumerate(line)}
        found = {key: next((named[w] for w in named if w in words), -1) for key, words in HEADINGS.items()}  # fmt: skip
        if found[NUMBER] >= 0 and found[RESULT] >= 0:
            return at, {key: i for key, i in found.items() if i >= 0}
    raise Refusal(
        "没有找到“序号”和“处理结果”两栏。请保留下载名单的表头，让银行在“处理结果”一栏写 成功 或 失败。"
    )


def _cells(data: bytes) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if len(data) > MOST_BYTES or not data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise Refusal("请上传银行的回单表（xlsx 或 xls），不超过20兆。")
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
                    raise Refusal("表格解开后异常巨大，没有打开。")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return list(book.get_sheet_by_index(0).to_python(skip_empty_area=False))
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError, RuntimeError) as error:
        raise Refusal("表格已损坏，或不是 xlsx、xls，打不开。") from error


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))
