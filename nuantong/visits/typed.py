"""Paper answers as they are typed or stand in a sheet: words, numbers of choices, short dates.

Pure: raw texts by field in, values and errors by field out.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from nuantong.core.text import clean, parse_date, parse_yes_no
from nuantong.core.text.narratives import narrative
from nuantong.visits import survey
from nuantong.visits.planning import MET, MOVED, NOBODY, NOT_FOUND, REFUSED
from nuantong.visits.survey import Field, Kind

OUTCOMES: Final = (
    (MET, "见到了"), (NOBODY, "无人在家"), (MOVED, "已搬走"), (REFUSED, "拒绝走访"),
    (NOT_FOUND, "查无此户"),
)  # fmt: skip
LABEL: Final = Field("label", "姓名（不在册的户）", longest=40, rows=0, short="姓名")
OUTCOME: Final = Field("outcome", "走访结果", Kind.CHOICE, choices=OUTCOMES, short="结果")
HAPPENED_ON: Final = Field("happened_on", "走访日期", Kind.DAY, short="日期")
FIELDS: Final = (
    HAPPENED_ON, OUTCOME,
    *(one for one in (*survey.HOME, *survey.CHILD) if one.paper and one.kind is not Kind.TEXT),
    *(one for one in survey.HOME if one.paper and one.kind is Kind.TEXT and not one.rows),
    *(one for one in (*survey.HOME, *survey.CHILD) if one.paper and one.kind is Kind.TEXT and one.rows),
    survey.MOVED_TO, survey.NOTE,
)  # fmt: skip
"""The columns of a batch and of its sheet, in the order of typing."""
BETWEEN: Final = re.compile(r"[\s,，、;；/]+")
SHORT_DATE: Final = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
FLAT_DATE: Final = re.compile(r"(\d{2})(\d{2})")


@dataclass(frozen=True)
class Typed:
    """What was understood, and what was not, by field; '' holds what concerns the whole row."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def is_blank(raw: Mapping[str, str]) -> bool:
    """Whether nothing was typed in any field."""
    return not any(clean(raw.get(one.key)) for one in (LABEL, *FIELDS))


def read_typed(raw: Mapping[str, str], on: dt.date, *, labelled: bool = False) -> Typed:
    """Every field read and the row as a whole checked. `labelled` asks for a name as well."""
    found = Typed()
    for one in (LABEL, *FIELDS) if labelled else FIELDS:
        value, error = _read(one, raw.get(one.key, ""), on)
        if error:
            found.errors[one.key] = error
        elif value not in ("", None, [], False):
            found.values[one.key] = value
    _check(found, labelled)
    return found


def in_danger(raw: Mapping[str, str]) -> bool:
    """Whether a danger sign was typed, even in a row that does not stand yet."""
    chosen, _ = _chosen(survey.EVERY["risks"], raw.get("risks") or "")
    return bool(survey.DANGEROUS & set(chosen))


def _read(one: Field, text: str, on: dt.date) -> tuple[Any, str]:
    match one.kind:
        case Kind.DAY:
            return _day(text, on)
        case Kind.FLAG:
            return _flag(text)
        case Kind.CHOICE:
            chosen, error = _chosen(one, text)
            if len(chosen) > 1:
                return "", "只能选一项"
            return (chosen[0] if chosen else ""), error
        case Kind.CHOICES:
            return _chosen(one, text)
    words = narrative(text)
    too_long = f"写了{len(words)}个字，最多{one.longest}个"
    return words, too_long if len(words) > one.longest else ""


def _chosen(one: Field, text: str) -> tuple[list[str], str]:
    """Choices by their number on the form, by their words or by their key."""
    known: dict[str, str] = {}
    for number, (key, word) in enumerate(one.choices, 1):
        known |= {str(number): key, word: key, key: key}
    found: list[str] = []
    strange: list[str] = []
    whole = clean(text)
    for part in [whole] if whole in known else filter(None, BETWEEN.split(whole)):
        (found if part in known else strange).append(known.get(part, part))
    if strange:
        return [], f"“{strange[0][:12]}”不在选项里，填1到{len(one.choices)}"
    return list(dict.fromkeys(found)), ""


def _flag(text: str) -> tuple[Any, str]:
    words = clean(text)
    if not words:
        return False, ""
    value = False if words == "2" else parse_yes_no(words)
    return (False, "填“是”或“否”") if value is None else (value, "")


def _day(text: str, on: dt.date) -> tuple[dt.date | None, str]:
    """A whole date, or month and day: 8.20, 0820, 8月20日, the newest one not after `on`."""
    words = clean(text)
    short = SHORT_DATE.fullmatch(words) or FLAT_DATE.fullmatch(words)
    if short:
        return _newest(int(short[1]), int(short[2]), on)
    found = parse_date(words, on)
    return found.value, found.problem


def _newest(month: int, day: int, on: dt.date) -> tuple[dt.date | None, str]:
    for year in (on.year, on.year - 1):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found <= on:
            return found, ""
    return None, "不是日历上的日子"


def _check(found: Typed, labelled: bool) -> None:
    values, errors = found.values, found.errors
    needed = {"happened_on": "请填日期", "outcome": "请填结果"}
    if labelled:
        needed["label"] = "请填姓名"
    if values.get("outcome") == MET:
        needed |= {"met": "请填见到了谁", "grade": "请评定"}
    for key, words in needed.items():
        if key not in values and key not in errors:
            errors[key] = words
    for key in ("parents_on", "entrusted_on"):
        day, other = values.get("happened_on"), values.get(key)
        if day and other and other > day:
            errors[key] = "在走访日期之后"
