"""Registering and correcting."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import IdNumber, parse_id_number
from nuantong.people import hooks
from nuantong.people.actions import book
from nuantong.people.actions.common import (
    check_place,
    child_for_change,
    differences,
    log,
    told,
    write,
)  # fmt: skip
from nuantong.people.identity import SEX_CODE, id_columns, search_key, typed_id, typed_name
from nuantong.people.models import Child, Household, Registration
from nuantong.people.values import ChildValues

ID_TAKEN = {"child_valid_id_once": "该身份证号已登记在另一名儿童名下，请先查重，不要重复登记。"}


@transaction.atomic
def register_child(
    *,
    values: ChildValues,
    place: int | None,
    by: Reader,
    household: Household | None = None,
    key: UUID | None = None,
    arrived_from: str = "",
) -> Child:
    """A new child on the register. A `key` already used returns the child it made.

    `arrived_from` says where outside the city she lived before.
    """
    known = Child.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    check_place(by, Permission.EDIT_CHILDREN, place)
    columns = {"id_status": Child.IdStatus.MISSING, **_columns(None, values, by.on)}
    with refusing(ID_TAKEN):
        child = Child.objects.create(
            **columns, key=key, place_id=place, place_since=by.on, registered_on=by.on,
            household=household or Household.objects.create(place_id=place),
        )  # fmt: skip
    child.refresh_from_db(fields=["number"])
    if arrived_from:
        Registration.objects.filter(child=child).update(
            begun=Registration.Begun.ARRIVED, note=arrived_from[:200]
        )
    log("登记儿童", child, by, place=place)
    hooks.child_settled(child, by.on, by)
    return child


@transaction.atomic
def update_child(*, child: Child, version: int, changes: ChildValues, by: Reader) -> Child:
    """Write what differs. StaleVersion when somebody saved after `version` was read."""
    found = child_for_change(child, by, version=version)
    columns = differences(found, _columns(found, changes, by.on))
    if not columns:
        return found
    written = told(found, columns)
    with refusing(ID_TAKEN):
        write(found, columns)
    if "setting" in columns:
        book.change(found, by.on, by, place=found.place_id, setting=found.setting)
        hooks.child_settled(found, by.on, by)
    log("修改儿童信息", found, by, **written)
    return found


def _columns(found: Child | None, values: ChildValues, on: dt.date) -> dict[str, Any]:
    """Columns for what was typed: checked, with pinyin, index, sex and birth date filled in."""
    columns: dict[str, Any] = dict(values)
    if found is None or "name" in values:
        columns["name"] = typed_name(values.get("name", ""))
        columns["pinyin"] = search_key(columns["name"])
    if "id_number" in values and (found is None or values["id_number"] != found.id_number):
        number = typed_id(values["id_number"], on)
        columns |= id_columns(number) | _said_by(number, values)
    else:
        columns.pop("id_number", None)
        if found is not None and {"birth_date", "sex"} & values.keys():
            columns |= _said_by(parse_id_number(found.id_number), values)
    born = columns.get("birth_date")
    if born and born > on:
        raise Refusal("出生日期在今天之后，请核对。")
    return columns


def _said_by(number: IdNumber, values: ChildValues) -> dict[str, Any]:
    """What a right ID number says of birth and sex; what contradicts it is refused."""
    if not number.is_valid:
        return {}
    said = {"birth_date": number.birth_date, "sex": SEX_CODE[number.sex]}
    if values.get("birth_date") not in (None, said["birth_date"]):
        raise Refusal(f"身份证号中的出生日期是{number.birth_date}，与填写的不一致，请核对。")
    if values.get("sex") not in (None, "", Child.Sex.UNKNOWN, said["sex"]):
        raise Refusal(f"身份证号中的性别是{number.sex}，与填写的不一致，请核对。")
    return said
