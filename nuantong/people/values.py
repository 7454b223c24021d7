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
    capacity: int
    background_checked_on: dt.date | None
    status: str
    remark: str


EXIT_REASONS: Final = (
    "年满18周岁", "父母刑满释放", "父亲或母亲戒毒成功", "找回父母", "被收养", "迁出本市",
    "不再符合条件", "死亡", "重复登记", "其他",
)  # fmt: skip
"""Reasons to leave the register: those of the national child-welfare system (全国儿童福利信息系统),
and what happens on a city's own list."""
