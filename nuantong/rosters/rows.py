"""Which lines below the header are data: they hold a name, an ID or a birth date."""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from nuantong.core.text import compact, plain
from nuantong.rosters.headers import Header
from nuantong.rosters.sheets import Sheet, is_blank

IDENTITY: Final = ("name", "id_number", "birth_date")
TOTAL: Final = re.compile(r"([^\d]{2,12}|[本全])?(合|小|总|共|累)计([::（(\d].*)?")
"""何合计 is a name: before these words stands nothing, or more than a surname."""
NUMBERED: Final = re.compile(r"\d{14}")
"""So begins an ID number: whoever has one is no total, whatever the name."""
WHOLE: Final = re.compile(r"\d{17}[\dXx]", re.ASCII)
"""A line with such a number is somebody's, unless it is an example."""
SIGNATURE: Final = re.compile(
    r"(填报|填表|制表|审核|复核|审批|负责|单位负责|单位领导|分管|主管|主要领导|经办|联系|统计|报送|上报|录入|采集|村主任|盖章)"
    r"[^:]{0,8}:.*|(备注|说明|注|填表说明|填报说明|注意|填写说明|表格说明)\d?[:.、].*|(单位)?[(]?(盖章|公章)[)]?"
)
EXAMPLE: Final = re.compile(r"[(（]?(示例|样例|例|范例|填写示例|举例|例如)[)）]?[::\d]?")
HINT: Final = re.compile(
    r"[(]?(必填|选填|文本|日期格式|格式|下拉选择|请选择|填写|数字|\d{1,2}位|年.?月.?日|y{4}|如[:“\"]|例如).*"
)
SECTION: Final = re.compile(
    r"[一二三四五六七八九十]+、.*|.*(台账|名册|名单|花名册|登记表|统计表|汇总表)([(].*)?|第.+页.*|续表.*|以下空白|.{15,}"
)


class Line(NamedTuple):
    """A data row: its number as Excel shows it, and its cells."""

    number: int
    cells: list[Any]


def data_lines(sheet: Sheet, header: Header) -> Iterator[Line]:
    """The sheet's data rows, cells of vertically merged blocks filled in."""
    identity = [header.index_of[field] for field in IDENTITY if field in header.index_of]
    headings = headings_of(sheet, header)
    _fill_merged(sheet, header, set(identity))
    width = sheet.width
    for number, cells in enumerate(sheet.rows[header.leaf + 1 :], header.leaf + 2):
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        if holds_somebody(cells, identity, headings):
            yield Line(number, cells)


def headings_of(sheet: Sheet, header: Header) -> set[str]:
    """The words of the header's rows, groups too: they stand again at a page break."""
    rows = sheet.rows[header.top : header.leaf + 1]
    return {compact(cell) for row in rows for cell in row if not is_blank(cell)}


def holds_somebody(cells: list[Any], identity: list[int], headings: set[str]) -> bool:
    if all(is_blank(cells[index]) for index in identity):
        return False
    first = next(cell for cell in cells if not is_blank(cell))
    if any(isinstance(cells[index], str) and WHOLE.fullmatch(cells[index]) for index in identity):
        return not EXAMPLE.fullmatch(compact(first))
    name = cells[identity[0]]
    numbered = isinstance(first, float) and isinstance(name, str)
    if numbered and 1 < len(name) < 4 and name[-1] not in "名计":
        return True
    if _is_total(cells, identity, compact(first), compact(name)):
        return False
    return not _is_note(cells, compact(first), compact(name), headings)


def _is_total(cells: list[Any], identity: list[int], first: str, name: str) -> bool:
    if not (TOTAL.fullmatch(first) or TOTAL.fullmatch(name)):
        return False
    return not any(NUMBERED.match(plain(cells[index])) for index in identity[1:])


def _is_note(cells: list[Any], first: str, name: str, headings: set[str]) -> bool:
    """Signatures, examples, hints, sections and repeated headers."""
    if EXAMPLE.fullmatch(first):
        return True
    filled = [compact(cell) for cell in cells if not is_blank(cell)]
    if any(SIGNATURE.fullmatch(text) for text in (first, name, filled[-1])):
        return True
    if name in headings or (
        len(filled) > 2 and sum(t in headings for t in filled) * 2 > len(filled)
    ):
        return True
    if len(filled) > 1 and all(HINT.fullmatch(text) for text in filled):
        return True
    return len(filled) == 1 and bool(SECTION.fullmatch(filled[0]))


def _fill_merged(sheet: Sheet, header: Header, identity: set[int]) -> None:
    """A guardian or address written once over several children holds for each of them."""
    for (top, left), (bottom, right) in sheet.merged:
        if top <= header.leaf or bottom == top:
            continue
        value = sheet.rows[top][left] if top < len(sheet.rows) else ""
        for row in sheet.rows[top + 1 : bottom + 1]:
            for index in range(left, min(right + 1, len(row))):
                if index not in identity and is_blank(row[index]):
                    row[index] = value
