"""What a row says → the columns of a record and its sealed part."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from nuantong.rosters.entries import ChildEntry
from nuantong.sweeps.hints import Hint
from nuantong.sweeps.models.words import Flag

PLAIN: Final = (
    "ethnicity", "address", "setting", "stage", "school", "grade", "teacher", "teacher_phone",
    "health", "health_note", "guardian_name", "guardian_relation", "phone", "remark", "need_note",
)  # fmt: skip
WORDS: Final = {
    "id_number": "身份证号", "ethnicity": "民族", "address": "住址", "setting": "养育方式",
    "stage": "就学情况", "school": "学校", "grade": "年级", "teacher": "班主任",
    "teacher_phone": "班主任电话", "health": "身体情况", "health_note": "健康说明",
    "guardian_name": "监护人", "guardian_relation": "与儿童关系", "phone": "监护人电话",
    "father": "父亲", "father_situation": "父亲情况", "mother": "母亲",
    "mother_situation": "母亲情况", "labels": "名册载明", "needs": "需求", "remark": "备注",
    "need_note": "需求说明", "boarding": "寄宿",
}  # fmt: skip
ADULT: Final = 18


@dataclass(slots=True)
class Said:
    """A row as it is stored."""

    number: int
    name: str
    sex: str
    birth_date: dt.date | None
    region: int
    flags: list[str]
    hint: Hint
    id_text: str
    """The valid ID number, '' where there is none."""
    fingerprint: str
    content: str
    problems: list[Sequence[str]] = field(default_factory=list)


def said_by(entry: ChildEntry, hint: Hint, region: int, on: dt.date, extra: Sequence[str]) -> Said:
    """`region` is where the row belongs to; `extra` are flags found while reading."""
    flags = [*extra]
    if not entry.name:
        flags.append(Flag.NO_NAME)
    if not entry.id_number.is_valid:
        flags.append(Flag.NO_ID)
    if entry.birth_date and is_adult(entry.birth_date, on):
        flags.append(Flag.ADULT)
    if entry.problems:
        flags.append(Flag.ODD_CELLS)
    return Said(
        entry.number, entry.name, {"男": "1", "女": "2"}.get(entry.sex, ""), entry.birth_date,
        region, [str(flag) for flag in flags], hint,
        entry.id_number.text if entry.id_number.is_valid else "", entry.fingerprint,
        json.dumps(content_of(entry), ensure_ascii=False), list(entry.problems),
    )  # fmt: skip


def content_of(entry: ChildEntry) -> dict[str, Any]:
    """Everything of the row but its columns, what is empty left out."""
    found: dict[str, Any] = {name: getattr(entry, name) for name in PLAIN}
    found["id_number"] = entry.id_number.text
    found["birth_written"] = entry.birth_written.isoformat() if entry.birth_written else ""
    for who, parent in (("father", entry.father), ("mother", entry.mother)):
        found[who], found[f"{who}_situation"] = parent.name, parent.wording
        found[f"{who}_status"] = parent.status
    found["labels"] = [label.category for label in entry.labels]
    found["label_words"] = {label.category: label.subtype or label.basis for label in entry.labels}
    found["needs"] = list(entry.needs)
    found["boarding"] = entry.boarding
    return {name: value for name, value in found.items() if value or value is False}


@lru_cache(1 << 14)
def is_adult(born: dt.date, on: dt.date) -> bool:
    """未成年人保护法 §2: under eighteen. The birthday is the first day of majority."""
    return (on.year - born.year, on.month, on.day) >= (ADULT, born.month, born.day)
