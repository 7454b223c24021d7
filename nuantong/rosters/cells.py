"""The cells of one data row by field, collecting problems under the column's heading."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nuantong.core.text import (
    IdNumber,
    clean,
    is_placeholder,
    parse_date,
    parse_id_number,
    parse_name,
    parse_phone,
    parse_sex,
    parse_yes_no,
)  # fmt: skip
from nuantong.rosters.codes import code_of
from nuantong.rosters.entries import NO_ID, Problem


@lru_cache(1 << 15)
def said(value: Any) -> str:
    """A cell's text, '' where it only says that there is none."""
    text = clean(value)
    return "" if is_placeholder(text) else text


class Cells:
    """`values` are the raw cells of mapped columns, `headings` their headings."""

    __slots__ = ("headings", "on", "problems", "values")

    def __init__(self, values: dict[str, Any], headings: Mapping[str, str], on: dt.date) -> None:
        self.values = values
        self.headings = headings
        self.on = on
        self.problems: list[Problem] = []

    def as_written(self, field: str) -> str:
        """出生日期：2010年5月, for the remark: what cannot be read is not lost."""
        text = self.text(field)
        return f"{self.headings[field]}：{text}" if text else ""

    def note(self, field: str, text: str) -> None:
        if text:
            self.problems.append(Problem(self.headings.get(field, ""), text))

    def text(self, field: str, longest: int = 0) -> str:
        """Cleaned text, '' for 无 and the like; what is too long is cut and noted."""
        value = self.values.get(field)
        text = said(value) if value else ""
        if longest and len(text) > longest:
            self.note(field, f"超过{longest}字，已截断")
            return text[:longest]
        return text

    def word(self, field: str) -> str:
        """Text without spaces."""
        value = self.values.get(field)
        return said(value).replace(" ", "") if value else ""

    def name(self, field: str = "name") -> str:
        name, problem = parse_name(self.values.get(field))
        if len(name) > 40:
            name, problem = name[:40], "姓名超过40字，已截断"
        self.note(field, problem)
        return name

    def other_name(self, field: str) -> str:
        """A relative's or teacher's name: a blank one is no problem."""
        return parse_name(self.values[field]).text[:40] if self.values.get(field) else ""

    def id_number(self, field: str = "id_number") -> IdNumber:
        if field not in self.headings:
            return NO_ID
        number = parse_id_number(self.values.get(field), self.on)
        self.note(field, number.problem)
        return number

    def phone(self, field: str) -> str:
        value = self.values.get(field)
        if not value:
            return ""
        phone = parse_phone(value)
        others = "、".join(phone.others)
        self.note(field, phone.problem or (others and f"有几个号码，登记了第一个，其余：{others}"))
        return phone.text

    def date(self, field: str) -> dt.date | None:
        value = self.values.get(field)
        if value is None or value == "":
            return None
        day, problem = parse_date(value, self.on)
        self.note(field, problem)
        return day

    def sex(self, number: IdNumber) -> str:
        """From the column, checked against the ID number."""
        return self.sex_beside(number.sex, number.is_valid)

    def sex_beside(self, of_number: str, is_valid: bool) -> str:
        """The same by what the number says and whether it is right."""
        said = parse_sex(self.values.get("sex") or "")
        if not said and self.word("sex"):
            self.note("sex", f"“{self.word('sex')}”不是性别，请填男或女")
        if is_valid and said and said != of_number:
            self.note("sex", f"与身份证号不符（身份证号为{of_number}），已按身份证号登记，请核对")
        return of_number if is_valid else said or of_number

    def yes_no(self, field: str) -> bool | None:
        value = self.values.get(field)
        if value is None or value == "":
            return None
        answer = parse_yes_no(value)
        if answer is None and self.word(field):
            self.note(field, f"“{self.word(field)}”看不出是或否，请填是或否")
        return answer

    def yes_no_quietly(self, field: str) -> bool | None:
        value = self.values.get(field)
        return None if value is None or value == "" else parse_yes_no(value)

    def code(self, field: str, which: str) -> str:
        """The code of the cell's words; unknown ones are noted."""
        text = self.word(field)
        if not text:
            return ""
        code = code_of(text, which)
        if not code:
            self.note(field, f"没有“{text}”这一选项，请核对")
        return code
