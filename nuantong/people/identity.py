"""What a typed name and ID number mean for the register."""

import datetime as dt
from typing import Any, Final

from nuantong.core.errors import Refusal
from nuantong.core.text import (
    IdNumber,
    IdStatus,
    parse_id_number,
    parse_name,
    pinyin_full,
    pinyin_initials,
)  # fmt: skip
from nuantong.people.models import Child

ID_STATUS: Final[dict[IdStatus, Child.IdStatus]] = {
    IdStatus.VALID: Child.IdStatus.VALID,
    IdStatus.WRONG_CHECK: Child.IdStatus.WRONG,
    IdStatus.WRONG_DATE: Child.IdStatus.WRONG,
    IdStatus.MALFORMED: Child.IdStatus.WRONG,
    IdStatus.TRUNCATED: Child.IdStatus.RUINED,
    IdStatus.SCIENTIFIC: Child.IdStatus.RUINED,
    IdStatus.MISSING: Child.IdStatus.MISSING,
}
SEX_CODE: Final = {"男": Child.Sex.BOY, "女": Child.Sex.GIRL}


def search_key(name: str) -> str:
    """What a name is found by in Latin letters: 刘哲 → 'lz liuzhe'."""
    return f"{pinyin_initials(name)} {pinyin_full(name)}"[:160]


def id_index(number: str) -> bytes | None:
    """The blind index of a child's ID number."""
    return Child._meta.get_field("id_index").of(number)


def id_columns(number: IdNumber) -> dict[str, Any]:
    """The columns that keep an ID number as it was found."""
    status = ID_STATUS[number.status]
    text = "" if status == Child.IdStatus.MISSING else number.text
    return {"id_number": text, "id_index": id_index(text), "id_status": status}


def typed_id(text: str, on: dt.date) -> IdNumber:
    """An ID number typed by hand: none, or a right one. A wrong one is refused at once."""
    number = parse_id_number(text, on)
    if not number.is_valid and number.status != IdStatus.MISSING:
        raise Refusal(number.problem)
    return number


def typed_name(text: str) -> str:
    """A usable name, or a refusal that says what is wrong."""
    name = parse_name(text)
    if not name.text:
        raise Refusal(name.problem)
    return name.text
