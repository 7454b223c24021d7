"""What may be written on a child's and a carer's record, by field."""

import datetime as dt
from typing import Final, TypedDict


class ChildValues(TypedDict, total=False):
    """Fields of the form 儿童基本信息 and 健康与就学; the place has actions of its own."""

    name: str
    id_number: str
    sex: str
    birth_date: dt.date | None
    ethnicity: str
    languages: list[str]
    registered_place_id: int | None
    address: str
    setting: str
    institution_id: int | None
    stage: str
    school: str
    grade: str
    boarding: bool | None
    teacher: str
    teacher_phone: str
    health: str
    health_note: str
    remark: str


class CarerValues(TypedDict, total=False):
    name: str
    id_number: str
    sex: str
    phone: str
    place_id: int | None
    post: str
    skills: list[str]
    languages: list[str]
    availability: list[str]
    hours: int | None
    capacity: int
    capacity_reason: str
    background_checked_on: dt.date | None
    status: str
    remark: str


MOVE_WAITS: Final = 7
"""Days after which a move that waits is a task of its receiver (our own figure, china.md §2)."""
