"""A row of a carers' roster → CarerEntry."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from nuantong.core.text import compact, is_placeholder
from nuantong.people.models.carer import MOST_HOURS, check_expires
from nuantong.rosters.cells import Cells
from nuantong.rosters.codes import TIMES, codes_of, joined
from nuantong.rosters.entries import CarerEntry
from nuantong.rosters.locating import Locator
from nuantong.rosters.parts import Part
from nuantong.rosters.rows import Line

MOST_HOUSEHOLDS: Final = 20
EVERY_TIME: Final = tuple(code for code in dict.fromkeys(TIMES.values()) if code != "always")
NUMBER: Final = r"(\d+(?:\.0)?|[一二三]?十[一二三四五六七八九]?|[零一二两三四五六七八九])"
DIGITS: Final = {numeral: at for at, numeral in enumerate("零一二三四五六七八九")} | {"两": 2}
UNIT: Final = r"(?:户|个|家|人|名|对)?(?:家庭|儿童|孩子)?"
HOUSEHOLDS: Final = re.compile(
    rf"(?:可?结对|可|能|最多|至少|不超过|上限|约|大约)*{NUMBER}{UNIT}"
    rf"(?:(?:[-~—至到、或]|(?=[二三四五六])){NUMBER}{UNIT})?(?:以上|以下|以内|左右|及以上|及以下)?(?:[(,\d].*)?"
)
HOURS: Final = re.compile(
    rf"(?:每周|每月|大?约|至少|最多|不超过)*{NUMBER}(?:个)?(?:小时)?(?:(?:[-~—至到、或]){NUMBER}(?:个)?(?:小时)?)?(?:左右|以上|以内|/周|/月|每周|每月)?"
)
WEEKS_OF_A_MONTH: Final = 4
NONE_AT_ALL: Final = re.compile(
    "(暂时?|目前)?(不能|不愿|不可|不宜|不参加|不结对|不便|不愿意|不)(意|再)?(结对)?"
)

OWN: Final = ("name", "id_number", "sex", "phone", "address", "background_checked_on", "remark")
PLACE: Final = ("district", "township", "village", "whole")
WORK: Final = ("post", "skills", "languages", "availability", "hours", "capacity")


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
        said = self.work(row, cells.problems)
        entry.post, entry.skills, entry.capacity = said.post, said.skills, said.capacity
        entry.languages, entry.availability = said.languages, said.availability
        entry.hours = said.hours
        entry.background_checked_on = checked = cells.date("background_checked_on")
        if checked and check_expires(checked) <= self.on:
            cells.note("background_checked_on", "查询已满一年，重新查询以后才能结对")
        written = "" if checked else cells.as_written("background_checked_on")
        entry.remark = joined([cells.text("remark"), *said.unknown, written])[:200]
        entry.problems = cells.problems
        return entry


class Work(NamedTuple):
    """What she does, can and offers; `unknown` goes to the remark."""

    post: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    availability: tuple[str, ...]
    hours: int | None
    capacity: int | None
    unknown: tuple[str, ...]


def _work(cells: Cells) -> Work:
    capacity, hours = _capacity(cells), _hours(cells)
    languages, other_languages = _listed(cells, "languages", "language")
    times, other_times = _listed(cells, "availability", "time")
    unknown = (
        *codes_of(cells.text("skills"), "skill")[1], *other_languages, *other_times,
        cells.as_written("hours") if hours is None else "",
        cells.as_written("capacity") if capacity is None else "",
    )  # fmt: skip
    return Work(
        cells.text("post", 40), _skills(cells),
        tuple(one for one in languages if one != "plain"),
        EVERY_TIME if "always" in times else times, hours, capacity, unknown,
    )  # fmt: skip


def _listed(cells: Cells, field: str, which: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of a cell that lists several, and the words the register has no code for."""
    known, unknown = codes_of(cells.text(field), which)
    if unknown:
        cells.note(field, f"没有“{joined(unknown)}”这一选项，已写入备注")
    return known, unknown


def _skills(cells: Cells) -> tuple[str, ...]:
    known, unknown = codes_of(cells.text("skills"), "skill")
    if unknown:
        cells.note("skills", f"没有“{joined(unknown)}”这一特长，已记为“其他”并写入备注")
        return (*(skill for skill in known if skill != "other"), "other")
    return known


def _capacity(cells: Cells) -> int | None:
    """None where the cell is blank; 0 is an answer. Of 2-3户 the lesser is sure."""
    text = compact(cells.values.get("capacity"))
    if not text or (text != "0" and is_placeholder(text)):
        return None
    if NONE_AT_ALL.fullmatch(text):
        return 0
    found = HOUSEHOLDS.fullmatch(text)
    numbers = [_number(one) for one in found.groups() if one] if found else []
    if not numbers or max(numbers) > MOST_HOUSEHOLDS:
        cells.note("capacity", f"“{text}”不是0到{MOST_HOUSEHOLDS}的户数，已写入备注，请核对")
        return None
    if len(numbers) > 1:
        cells.note("capacity", f"“{text}”按{min(numbers)}户登记，请核对")
    return min(numbers)


def _hours(cells: Cells) -> int | None:
    """Hours of a week, the lesser of two; a month has four weeks. None where it cannot be read."""
    text = compact(cells.values.get("hours"))
    found = HOURS.fullmatch(text) if text else None
    if found is None:
        return None
    hours = min(_number(one) for one in found.groups() if one)
    if "月" in f"{cells.headings.get('hours', '')}{text}":
        cells.note("hours", f"“{text}”是每月的，按每周{hours // WEEKS_OF_A_MONTH}小时登记，请核对")
        hours //= WEEKS_OF_A_MONTH
    if hours > MOST_HOURS:
        cells.note("hours", f"“{text}”不是0到{MOST_HOURS}小时，已写入备注，请核对")
        return None
    return hours


def _number(text: str) -> int:
    """两, 十二 and 2.0 are numbers."""
    if text[0].isdigit():
        return int(float(text))
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)
