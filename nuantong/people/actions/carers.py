"""Carers: on the list, kept right, and given a way to sign in."""

from typing import Any, Final

from django.db import transaction

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission, Role
from nuantong.accounts.models import User, phone_index
from nuantong.accounts.passwords import one_time_password
from nuantong.audit.actions import record
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import parse_phone
from nuantong.people.actions.common import (
    carer_for_change,
    check_place,
    differences,
    told,
    write,
)  # fmt: skip
from nuantong.people.hooks import capacity_changed, carer_left
from nuantong.people.identity import search_key, typed_id, typed_name
from nuantong.people.models import Carer
from nuantong.people.values import CarerValues

REFUSALS: Final = {
    "carer_id_once": "该身份证号已登记在另一位爱心妈妈名下。",
    "carer_capacity_is_sane": "可结对户数不能超过20户。",
}


@transaction.atomic
def register_carer(*, values: CarerValues, by: Reader) -> Carer:
    check_place(by, Permission.EDIT_CARERS, values.get("place_id"))
    columns = _columns(None, {"name": "", **values}, by)
    with refusing(REFUSALS):
        carer = Carer.objects.create(**columns)
    log_carer("登记爱心妈妈", carer, by)
    return carer


@transaction.atomic
def update_carer(*, carer: Carer, version: int, changes: CarerValues, by: Reader) -> Carer:
    """Write what differs. StaleVersion when somebody saved after `version` was read.

    A carer who leaves has no children any more: upper apps end her pairings (people.hooks).
    """
    found = carer_for_change(carer, by, version)
    if "place_id" in changes:
        check_place(by, Permission.EDIT_CARERS, changes["place_id"])
    columns = differences(found, _columns(found, changes, by))
    if not columns:
        return found
    written, places = told(found, columns), found.capacity
    with refusing(REFUSALS):
        write(found, columns)
    found.refresh_from_db(fields=["background_checked_on"])
    reason = changes.get("capacity_reason", "")
    log_carer("修改爱心妈妈信息", found, by, reason, **written)
    if "capacity" in columns:
        capacity_changed(found, places, reason, by)
    if columns.get("status") == Carer.Status.LEFT:
        carer_left(found, by.on, by)
    return found


@transaction.atomic
def reveal_carer(*, carer: Carer, part: str, reason: str, by: Reader) -> None:
    """Show a masked part of a carer's record, on the log with its reason."""
    if not by.can(Permission.REVEAL) or not by.covers(Permission.SEE_CARERS, carer.place_id):
        raise Refusal("您的身份不能查看这部分内容。")
    if len(reason.strip()) < 2:
        raise Refusal("请写明查看的原因。")
    log_carer("查看隐藏信息", carer, by, reason.strip()[:400], part=part)


def log_carer(action: str, carer: Carer, by: Reader, reason: str = "", **changes: Any) -> None:
    record(
        action=action, by=by, object_type="carer", object_id=carer.pk, reason=reason,
        changes=changes or None,
    )  # fmt: skip


def _columns(found: Carer | None, values: CarerValues, by: Reader) -> dict[str, Any]:
    columns: dict[str, Any] = dict(values)
    columns.pop("capacity_reason", None)
    if "name" in values:
        columns["name"] = typed_name(values["name"])
        columns["pinyin"] = search_key(columns["name"])
    if "id_number" in values:
        columns |= _id_columns(found, values["id_number"], by)
    if "phone" in values:
        columns |= _phone_columns(values["phone"])
    checked = values.get("background_checked_on")
    if checked and checked > by.on:
        raise Refusal("背景查询日期在今天之后，请核对。")
    return columns


def _id_columns(found: Carer | None, text: str, by: Reader) -> dict[str, Any]:
    if found is not None and text == found.id_number:
        return {"id_number": text}
    number = typed_id(text, by.on)
    kept = number.text if number.is_valid else ""
    return {"id_number": kept, "id_index": Carer._meta.get_field("id_index").of(kept)}


def _phone_columns(text: str) -> dict[str, Any]:
    phone = parse_phone(text)
    if phone.problem:
        raise Refusal(phone.problem)
    return {
        "phone": phone.text,
        "phone_index": Carer._meta.get_field("phone_index").of(phone.text),
    }


@transaction.atomic
def open_carer_account(*, carer: Carer, by: Reader) -> str:
    """Let the carer sign in by phone. The one-time password, or '' when she had an account."""
    found = carer_for_change(carer, by)
    if found.user_id or not found.phone:
        raise Refusal("她已有账号。" if found.user_id else "请先填写手机号，她用手机号登录。")
    password = ""
    user = User.objects.filter(phone_index=phone_index(str(found.phone))).first()
    if user is None:
        password = one_time_password()
        user = _new_user(found, password)
    elif user.name != found.name or Carer.objects.filter(user=user).exists():
        raise Refusal("这个手机号已是另一人的登录账号，请核对手机号。")
    Grant.objects.create(user=user, role=Role.CARER, valid_from=by.on, granted_by=by.user)
    write(found, {"user_id": user.pk})
    log_carer("开通爱心妈妈账号", found, by, user=user.pk)
    return password


def _new_user(carer: Carer, password: str) -> User:
    return User.objects.create(
        staff_number=f"M{carer.pk:07d}", name=carer.name, phone=carer.phone,
        password=password, must_change_password=True,
    )  # fmt: skip
