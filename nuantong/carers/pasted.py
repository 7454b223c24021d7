"""A sheet of background checks as it is pasted: plain values in and out, no Django."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final

from nuantong.core.text import clean, parse_date, parse_id_number, parse_phone

HEADINGS: Final = {
    "name": "姓名|爱心妈妈",
    "id_number": "身份证|证件号",
    "phone": "手机|电话",
    "on": "日期|时间",
    "organ": "机关|单位|派出所|公安",
    "result": "结果|有无|记录",
    "document": "文书|文号|编号|证明号",
}
CLEAR: Final = re.compile("无|没有|未发现|正常|合格|通过|清白|^0$")
ADVERSE: Final = re.compile("有|异常|不合格|不通过|未通过|不良")
MOST: Final = 2000


@dataclass(frozen=True)
class Pasted:
    """A row: its text as pasted, what it says, and what is wrong with it ('' when nothing is)."""

    number: int
    text: str
    name: str = ""
    id_number: str = ""
    phone: str = ""
    on: dt.date | None = None
    organ: str = ""
    result: str = "clear"
    document: str = ""
    problem: str = ""


def read(text: str, on: dt.date) -> tuple[str, list[Pasted]]:
    """What is wrong with the whole ('' when nothing is), and the rows below the headings."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return "没有内容，请粘贴表格。", []
    columns = _columns(_cells(lines[0]))
    missing = [w for f, w in (("name", "姓名"), ("on", "查询日期")) if f not in columns]
    if missing:
        return f"第一行应是表头，没有找到“{'”“'.join(missing)}”。请连同表头一起复制。", []
    if len(lines) - 1 > MOST:
        return f"一次最多{MOST}行，请分几次粘贴。", []
    return "", [_row(n, line, columns, on) for n, line in enumerate(lines[1:], 2)]


def _cells(line: str) -> list[str]:
    return [clean(cell) for cell in re.split("\t|[,，]" if "\t" not in line else "\t", line)]


def _columns(cells: list[str]) -> dict[str, int]:
    """Field → column; a column is one field, the more telling headings first."""
    found: dict[str, int] = {}
    for field, words in HEADINGS.items():
        for index, cell in enumerate(cells):
            if index not in found.values() and re.search(words, cell):
                found[field] = index
                break
    return found


def _row(number: int, line: str, columns: dict[str, int], on: dt.date) -> Pasted:
    cells = _cells(line)
    said = {field: cells[at] if at < len(cells) else "" for field, at in columns.items()}
    row = Pasted(
        number, line, name="".join(said["name"].split()), organ=said.get("organ", ""),
        document=said.get("document", ""),
    )  # fmt: skip
    if not row.name:
        return replace(row, problem="没有姓名。")
    return _judged(row, said, on)


def _judged(row: Pasted, said: dict[str, str], on: dt.date) -> Pasted:
    day, problem = parse_date(said["on"], on)
    if day is None:
        return replace(row, problem=problem or "没有查询日期。")
    if not row.organ:
        return replace(row, problem="没有查询机关。")
    number = parse_id_number(said.get("id_number", ""), on)
    if said.get("id_number") and not number.is_valid:
        return replace(row, problem=number.problem)
    phone = parse_phone(said.get("phone", ""))
    result = _result(said.get("result", ""))
    if not result:
        return replace(row, problem=f"看不懂结果“{said['result']}”，请写“无”或“有”。")
    return replace(
        row, on=day, id_number=number.text if number.is_valid else "", phone=phone.text,
        result=result,
    )  # fmt: skip


def _result(text: str) -> str:
    """Blank is clear: the offices' lists name those who passed. What says both says nothing."""
    if not text or CLEAR.search(text):
        return (
            ""
            if re.search("异常|不合格|不通过|未通过|不良", text) and "无" not in text
            else "clear"
        )
    return "adverse" if ADVERSE.search(text) else ""
