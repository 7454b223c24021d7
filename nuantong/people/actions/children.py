"""Registering, correcting, moving and leaving."""

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
from nuantong.people.actions.common import (
    check_place,
    child_for_change,
    differences,
    log,
    told,
    write,
)  # fmt: skip
from nuantong.people.identity import SEX_CODE, id_columns, search_key, typed_id, typed_name
from nuantong.people.models import Child, Household, Residence
from nuantong.people.values import EXIT_REASONS, ChildValues

ID_TAKEN = {"child_valid_id_once": "该身份证号已登记在另一名儿童名下，请先查重，不要重复登记。"}


@transaction.atomic
def register_child(
    *,
    values: ChildValues,
    place: int | None,
    by: Reader,
    household: Household | None = None,
    key: UUID | None = None,
) -> Child:
    """A new child on the register. A `key` already used returns the child it made."""
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
    log("登记儿童", child, by, place=place)
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
    log("修改儿童信息", found, by, **written)
    return found


@transaction.atomic
def move_child(
    *,
    child: Child,
    place: int,
    on: dt.date,
    by: Reader,
    version: int | None = None,
    reason: str = "",
    together: bool = False,
) -> Child:
    """The child lives elsewhere from `on`; `together` takes the whole household along.

    The new place may lie outside the mover's scope: whoever answers there sees the child at once.
    """
    found = child_for_change(child, by, version=version)
    if on > by.on:
        raise Refusal("迁居日期在今天之后，请核对。")
    mates = list(_mates(found))
    if mates and not together:
        found.household = Household.objects.create(place_id=place)
    else:
        Household.objects.filter(pk=found.household_id).update(place_id=place)
    for one in [found, *(mates if together else [])]:
        _settle(one, place, on, reason, by)
    return found


def _mates(child: Child) -> Any:
    others = Child.objects.select_for_update().filter(household=child.household_id)
    return others.exclude(pk=child.pk)


def _settle(child: Child, place: int, on: dt.date, reason: str, by: Reader) -> None:
    if child.place_id == place:
        raise Refusal("新住地与现居住地相同。")
    if child.place_since and on < child.place_since:
        raise Refusal(f"迁居日期早于迁入现居住地的日期（{child.place_since}），请核对。")
    if child.place_id and child.place_since != on:
        Residence.objects.create(
            child=child, place_id=child.place_id, since=child.place_since, until=on,
            reason=reason, by=by.actor_name,
        )  # fmt: skip
    log("迁居", child, by, reason, place_id=[child.place_id, place], on=on)
    write(child, {"place_id": place, "place_since": on, "household_id": child.household_id})


@transaction.atomic
def end_registration(
    *,
    child: Child,
    on: dt.date,
    reason: str,
    by: Reader,
    note: str = "",
    version: int | None = None,
) -> Child:
    """The child leaves the register; the record stays. 其他 needs a note."""
    found = child_for_change(child, by, version=version)
    if found.status == Child.Status.LEFT:
        raise Refusal("这名儿童已经退出台账。")
    if reason not in EXIT_REASONS or (reason == "其他" and not note):
        raise Refusal("请选择退出原因；选“其他”时请写明情况。")
    if not found.registered_on <= on <= by.on:
        raise Refusal("退出日期应在登记日期以后、今天以前，请核对。")
    wording = f"{reason}：{note}" if note else reason
    write(found, {"status": Child.Status.LEFT, "left_on": on, "left_reason": wording[:60]})
    log("退出台账", found, by, wording, left_on=on)
    hooks.child_left(found, on, wording, by)
    return found


@transaction.atomic
def return_to_register(*, child: Child, reason: str, by: Reader) -> Child:
    """An end that was a mistake, or no longer true, is taken back."""
    found = child_for_change(child, by)
    if found.status != Child.Status.LEFT or not reason.strip():
        raise Refusal("只有已退出的儿童可以恢复在册，并请写明原因。")
    write(found, {"status": Child.Status.ON_REGISTER, "left_on": None, "left_reason": ""})
    log("恢复在册", found, by, reason)
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
