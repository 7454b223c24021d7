"""A row of a carers' roster → CarerEntry."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from nuantong.core.text import compact, is_placeholder
from nuantong.rosters.cells import Cells
from nuantong.rosters.codes import codes_of, joined
from nuantong.rosters.entries import CarerEntry
from nuantong.rosters.locating import Locator
from nuantong.rosters.parts import Part
from nuantong.rosters.rows import Line

MOST_HOUSEHOLDS: Final = 20
NUMERALS: Final = {
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9, "十": 10,
}  # fmt: skip
HOUSEHOLDS: Final = re.compile(
    rf"(\d+|[{''.join(NUMERALS)}])(\.0)?(户|个|家|人|名)?(家庭|儿童|孩子)?"
)

OWN: Final = ("name", "id_number", "sex", "phone", "address", "background_checked_on", "remark")
PLACE: Final = ("district", "township", "village", "whole")
WORK: Final = ("post", "skills", "capacity")


class CarerReader:
    """Reads rows of one list of carers."""

    def __init__(
        self,
        locator: Locator,
        title: str,
        *,
        columns: Mapping[str, int],
        headings: Mapping[str, str],
        on: dt.date,
    ) -> None:
        def part(fields: tuple[str, ...], work: Any) -> Part:
            return Part(fields, work, columns=columns, headings=headings, on=on)

        self.headings, self.on, self.locator = headings, on, locator
        self.own = [(field, columns[field]) for field in OWN if field in columns]
        self.place = part(PLACE, locator.places)
        self.work = part(WORK, _work)

    def read(self, line: Line) -> CarerEntry:
        row = line.cells
        cells = Cells({field: row[index] for field, index in self.own}, self.headings, self.on)
        entry = CarerEntry(line.number, cells.name())
        if not entry.name:
            entry.refused = "没有可用的姓名，请补填后重新导入"
        entry.id_number = cells.id_number()
        entry.sex = cells.sex(entry.id_number)
        entry.phone = cells.phone("phone")
        home, _ = self.place(row, cells.problems)
        entry.place, _ = self.locator.nearest(home, None, cells)
        entry.post, entry.skills, entry.capacity, unknown = self.work(row, cells.problems)
        entry.background_checked_on = cells.date("background_checked_on")
        entry.remark = joined([cells.text("remark"), *unknown])[:200]
        entry.problems = cells.problems
        return entry


def _work(cells: Cells) -> tuple[str, tuple[str, ...], int | None, tuple[str, ...]]:
    post = cells.text("post", 40)
    unknown = codes_of(cells.text("skills"), "skill")[1]
    return post, _skills(cells), _capacity(cells), unknown


def _skills(cells: Cells) -> tuple[str, ...]:
    known, unknown = codes_of(cells.text("skills"), "skill")
    if unknown:
        cells.note("skills", f"没有“{joined(unknown)}”这一特长，已记为“其他”并写入备注")
        return (*(skill for skill in known if skill != "other"), "other")
    return known


def _capacity(cells: Cells) -> int | None:
    """None where the cell is blank; 0 is an answer."""
    text = compact(cells.values.get("capacity"))
    if not text or (text != "0" and is_placeholder(text)):
        return None
    found = HOUSEHOLDS.fullmatch(text)
    number = NUMERALS.get(found[1], -1) if found else -1
    if found and found[1].isdigit():
        number = int(found[1])
    if not 0 <= number <= MOST_HOUSEHOLDS:
        cells.note("capacity", f"“{text}”不是0到{MOST_HOUSEHOLDS}的户数，请核对")
        return None
    return number
