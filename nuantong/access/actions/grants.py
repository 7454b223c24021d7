"""Grants, by the security administrator: given for a time, ended with a reason."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import ADMINISTRATORS, BY_CHILDREN, Permission, Role
from nuantong.accounts.models import User
from nuantong.audit.actions import record
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.core.text.narratives import narrative
from nuantong.regions.models import Organisation

REFUSALS: Final = {
    "grant_one_administrator_role_each": "系统管理员、安全管理员、审计管理员必须是三个人：这位同志同一时间已经担任其中一种。",
    "grant_ends_after_start": "结束日期要在开始日期之后。",
    "grant_of_a_place_names_it": "请写明管哪个地方或单位。",
}


@dataclass(frozen=True)
class Scope:
    """A region, an organisation, or neither for roles whose scope is a list of children."""

    region: int | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Term:
    """From a day to the day before another; without an end until further notice."""

    start: dt.date
    end: dt.date | None = None


@transaction.atomic
def give_grant(
    *, by: Reader, user: User, role: Role, scope: Scope, term: Term, reason: str
) -> Grant:
    """A role for somebody else. Administrators hold no other role, and nobody two of theirs."""
    _allowed(by, user)
    placeless = role in ADMINISTRATORS | BY_CHILDREN
    _not_mixed(user, role, term)
    with refusing(REFUSALS):
        grant = Grant.objects.create(
            user=user,
            role=role,
            region_id=None if placeless else scope.region,
            organisation=None if placeless else scope.organisation,
            valid_from=term.start,
            valid_to=term.end,
            granted_by=by.user,
            reason=_because(reason),
        )
    _log(by, "授予角色", grant, reason)
    return grant


@transaction.atomic
def end_grant(*, by: Reader, grant: Grant, reason: str) -> None:
    """It ends today; a grant that has not begun before today is taken away whole."""
    _allowed(by, grant.user)
    because = _because(reason)
    if grant.valid_to and grant.valid_to <= by.on:
        raise Refusal("这项授权已经结束。")
    _log(by, "结束授权", grant, because)
    if grant.valid_from >= by.on:
        grant.delete()
        return
    grant.valid_to = by.on
    grant.save(update_fields=["valid_to"])


def _allowed(by: Reader, user: User) -> None:
    if not by.can(Permission.MANAGE_GRANTS):
        raise Refusal("只有安全管理员可以管理授权。")
    if user.pk == by.actor_id:
        raise Refusal("不能给自己授权，也不能结束自己的授权。")


def _because(reason: str) -> str:
    words = clean(narrative(reason, 200))
    if len(words) < 2:
        raise Refusal("请写明依据或原因。")
    return words


def _not_mixed(user: User, role: Role, term: Term) -> None:
    held = Grant.objects.filter(user=user).exclude(valid_to__lte=term.start)
    if term.end:
        held = held.filter(valid_from__lt=term.end)
    if role in ADMINISTRATORS and held.exclude(role__in=ADMINISTRATORS).exists():
        raise Refusal("这位同志已有业务角色，不能再当管理员。请先结束原来的授权。")
    if role not in ADMINISTRATORS and held.filter(role__in=ADMINISTRATORS).exists():
        raise Refusal("这位同志是管理员，不能再有业务角色。请先结束原来的授权。")


def _log(by: Reader, action: str, grant: Grant, reason: str) -> None:
    changes: dict[str, Any] = {
        "user": grant.user_id,
        "role": grant.role,
        "region": grant.region_id,
        "organisation": grant.organisation_id,
        "valid_from": f"{grant.valid_from:%F}",
    }
    record(
        action=action,
        by=by,
        object_type="grant",
        object_id=grant.pk,
        reason=clean(reason)[:400],
        changes=changes,
    )
