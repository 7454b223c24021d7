"""Accounts, by the system administrator: opened, closed, given a new one-time password."""

import re
from typing import Any, Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.accounts.passwords import one_time_password
from nuantong.audit.actions import record
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import clean, parse_phone
from nuantong.core.text.narratives import narrative

STAFF_NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{2,19}")
REFUSALS: Final = {
    "accounts_user_staff_number_key": "这个工号已经有账号了，请核对。",
    "accounts_user_phone_index_key": "这个手机号已经是另一个账号的登录手机号，请核对。",
}


@transaction.atomic
def open_account(*, by: Reader, staff_number: str, name: str, phone: str) -> tuple[User, str]:
    """A new account and its one-time password, which is shown once and kept nowhere."""
    _allowed(by)
    number, person, calling = clean(staff_number), clean(narrative(name, 40)), parse_phone(phone)
    if not STAFF_NUMBER.fullmatch(number):
        raise Refusal("工号用3到20位字母、数字或短横线。")
    if not person:
        raise Refusal("请填写姓名。")
    if calling.problem:
        raise Refusal(calling.problem)
    password = one_time_password()
    with refusing(REFUSALS):
        user = User.objects.create(
            staff_number=number,
            name=person,
            phone=calling.text,
            password=password,
            must_change_password=True,
        )
    _log(by, "开通账号", user, staff_number=number)
    return user, password


@transaction.atomic
def close_account(*, by: Reader, user: User, reason: str) -> None:
    """From now on the person cannot sign in; open pages stop answering."""
    _allowed(by)
    if user.pk == by.actor_id:
        raise Refusal("不能停用自己的账号。")
    _switch(by, user, "停用账号", reason, active=False)


@transaction.atomic
def reopen_account(*, by: Reader, user: User, reason: str) -> None:
    _allowed(by)
    _switch(by, user, "启用账号", reason, active=True)


@transaction.atomic
def reset_password(*, by: Reader, user: User) -> str:
    """A new one-time password; whoever is signed in with the old one is signed out."""
    _allowed(by)
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    _log(by, "重置一次性密码", user)
    return password


def _allowed(by: Reader) -> None:
    if not by.can(Permission.MANAGE_ACCOUNTS):
        raise Refusal("只有系统管理员可以管理账号。")


def _switch(by: Reader, user: User, action: str, reason: str, *, active: bool) -> None:
    words = clean(narrative(reason, 200))
    if len(words) < 2:
        raise Refusal("请写明原因。")
    user.is_active = active
    user.save(update_fields=["is_active"])
    _log(by, action, user, reason=words)


def _log(by: Reader, action: str, user: User, reason: str = "", **changes: Any) -> None:
    record(
        action=action,
        by=by,
        object_type="user",
        object_id=user.pk,
        reason=reason,
        changes=changes or None,
    )
