"""A row of a list of background checks, as the police or civil affairs return it → CheckEntry."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from nuantong.core.text import clean, compact, parse_yes_no
from nuantong.rosters.cells import Cells
from nuantong.rosters.entries import NO_ID, CheckEntry
from nuantong.rosters.headers import Header
from nuantong.rosters.locating import Locator
from nuantong.rosters.parts import Part
from nuantong.rosters.rows import Line
from nuantong.rosters.sheets import Sheet

PLACE: Final = ("district", "township", "village", "whole")
ORGAN: Final = re.compile("[\u4e00-\u9fff]{2,24}?(?:派出所|公安局|公安分局|民政局|检察院)")
WHAT: Final = "(?:违法|犯罪|刑事|治安|不良|相关|有关|前科|性侵害?|虐待|拐卖|暴力伤害|上述|此类|任何|等|、|及|和|或|的|记录|行为|案底|情况|异常)*"
CLEAR: Final = re.compile(
    rf"(?:无|没有|未发现|未查到|未查询到|未见|未检索到)(?:有)?{WHAT}|正常|合格|通过|符合|清白"
)
ADVERSE: Final = re.compile(
    rf"(?:有|存在|发现有?|查到|查询到){WHAT}|异常|不合格|不通过|未通过|不符合|不良记录"
)
YES_OR_NO: Final = re.compile("是否有|有无|前科|犯罪|违法")
"""Under such a heading 是 says that there is a record; under 结果 it says nothing."""


def organ_above(sheet: Sheet, header: Header) -> str:
    """The one office that the lines above the header name: 出具单位：巴南区公安局."""
    above = " ".join(clean(cell) for row in sheet.rows[: header.top] for cell in row)
    named = {found.rpartition("的")[2] for found in ORGAN.findall(above)}
    return named.pop() if len(named) == 1 else ""


def result_of(text: str, heading: str = "") -> str:
    """clear, adverse, or '' for what can be taken for neither. Blank is no answer."""
    said = compact(text).strip("。.!")
    if YES_OR_NO.search(heading) and (answer := parse_yes_no(said)) is not None:
        return "adverse" if answer else "clear"
    if CLEAR.fullmatch(said):
        return "clear"
    return "adverse" if ADVERSE.fullmatch(said) else ""


class CheckReader:
    """Reads rows of one list of checks. `organ` stands for rows that name none."""

    def __init__(
        self,
        locator: Locator,
        organ: str,
        *,
        columns: Mapping[str, int],
        headings: Mapping[str, str],
        on: dt.date,
    ) -> None:
        self.headings, self.on, self.organ = headings, on, organ
        self.own = [(field, index) for field, index in columns.items() if field not in PLACE]
        self.place = Part(PLACE, locator.places, columns=columns, headings=headings, on=on)

    def read(self, line: Line) -> CheckEntry:
        row = line.cells
        cells = Cells({field: row[index] for field, index in self.own}, self.headings, self.on)
        entry = CheckEntry(line.number, cells.name())
        written = bool(cells.word("id_number"))
        entry.id_number = cells.id_number() if written else NO_ID
        entry.phone = cells.phone("phone")
        entry.staff_number = cells.word("staff_number")[:20]
        entry.place = self.place(row, cells.problems)[0].region
        entry.checked_on = cells.date("checked_on")
        entry.organ = cells.text("organ", 60) or self.organ
        entry.result = self._result(cells)
        entry.document, entry.remark = cells.text("document", 60), cells.text("remark", 1000)
        entry.refused = self._refused(entry, cells)
        entry.problems = cells.problems
        return entry

    def _result(self, cells: Cells) -> str:
        """A list without this column names those who passed; a blank cell beside others does not."""
        if "result" not in self.headings:
            return "clear"
        text = clean(cells.values.get("result"))
        found = result_of(text, self.headings["result"])
        if text and not found:
            cells.note("result", f"“{text[:20]}”看不出有没有记录，请写“无”或“有”")
        return found

    def _refused(self, entry: CheckEntry, cells: Cells) -> str:
        """The first reason why the row cannot be taken, '' when it can."""
        number = cells.word("id_number")
        reasons = (
            (not entry.name, "没有可用的姓名，请补填"),
            (bool(number) and not entry.id_number.is_valid, "身份证号不对，请核对原件"),
            (entry.checked_on is None, "没有查询日期，或日期看不懂"),
            (not entry.organ, "没有查询机关，请补填"),
            (not entry.result, "没有结果，或结果看不懂"),
        )
        return next((reason for wrong, reason in reasons if wrong), "")
