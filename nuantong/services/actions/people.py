"""Providers and their people: registered, checked, pledged, gone."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.core.text import clean, parse_phone
from nuantong.regions.models import Organisation
from nuantong.services.actions.common import REFUSALS, entered, log, words
from nuantong.services.credit_codes import problem_of
from nuantong.services.models import (
    Practitioner,
    PractitionerCheck,
    PractitionerPledge,
    Provider,
)

EDIT = Permission.EDIT_SERVICES


@transaction.atomic
def register_provider(
    *, name: str, short_name: str, credit_code: str, contact: str, phone: str, key: UUID,
    by: Reader,
) -> Provider:  # fmt: skip
    """A new service organisation; the same key again is the same one."""
    _may(by)
    known = Provider.objects.filter(key=key).first()
    if known:
        return known
    code = clean(credit_code).upper().replace(" ", "")
    calling = parse_phone(phone)
    wrong = problem_of(code) or calling.problem or ("" if calling.text else "请填写联系电话。")
    if wrong:
        raise Refusal(wrong)
    full = words(name, 80, "请填写机构全称。")
    with refusing(REFUSALS):
        organisation = Organisation.objects.create(
            name=full, short_name=clean(short_name)[:30] or full[:30], kind="service"
        )
        provider = Provider.objects.create(
            organisation=organisation, key=key, credit_code=code, phone=calling.text,
            contact=words(contact, 40, "请填写联系人。"),
        )  # fmt: skip
    log("登记服务机构", provider, by)
    return provider


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What entitles a person to the work, and how much of it she takes on."""

    qualification: str
    qualification_number: str
    district_id: int
    since: dt.date
    valid_until: dt.date | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    capacity: int = 10


@transaction.atomic
def register_practitioner(
    *, user: User, provider: Provider, credentials: Credentials, by: Reader
) -> Practitioner:
    """A person of a provider, by her account. Before she works she is checked and pledges."""
    _check(credentials, by)
    with refusing(REFUSALS):
        found = Practitioner.objects.create(user=user, provider=provider, **vars(credentials))
    log("登记服务机构人员", found, by, provider=provider.pk)
    return found


@transaction.atomic
def update_practitioner(
    *, practitioner: Practitioner, credentials: Credentials, version: int, by: Reader,
    left_on: dt.date | None = None,
) -> Practitioner:  # fmt: skip
    """Her credentials as they are now; `left_on` is the first day she is not there."""
    found = practitioner_for_change(practitioner, by)
    if found.version != version:
        raise StaleVersion("您打开表单以后，这份资料已被他人修改，请核对后再保存。")
    _check(credentials, by)
    columns: dict[str, Any] = vars(credentials) | {"left_on": left_on}
    changed = sorted(name for name, value in columns.items() if getattr(found, name) != value)
    for name, value in columns.items():
        setattr(found, name, value)
    found.version += 1
    with refusing(REFUSALS):
        found.save(update_fields=[*columns, "version"])
    log("修改服务机构人员", found, by, fields=changed)
    return found


def _check(credentials: Credentials, by: Reader) -> None:
    if not by.covers(EDIT, credentials.district_id):
        raise Refusal(f"{by.tree.full_name(credentials.district_id)}不在您的工作范围内。")
    if credentials.qualification not in Practitioner.Qualification.values:
        raise Refusal("请选择资质。")


@transaction.atomic
def check_practitioner(
    *, practitioner: Practitioner, on: dt.date, organ: str, by: Reader,
    result: str = PractitionerCheck.Result.CLEAR, document: str = "",
) -> PractitionerCheck:  # fmt: skip
    """A background check (未成年人保护法 §62). An adverse one bars her at once (trigger)."""
    found = practitioner_for_change(practitioner, by)
    if on > by.on or result not in PractitionerCheck.Result.values:
        raise Refusal("查询日期应是今天或以前，并选择结果。")
    with refusing(REFUSALS):
        check = PractitionerCheck.objects.create(
            practitioner=found, on=on, organ=words(organ, 60, "请填写查询机关，例如：渝中区公安局。"),
            result=result, document=clean(document)[:60], **entered(by),
        )  # fmt: skip
    log("登记服务机构人员背景查询", found, by, on=f"{on:%F}")
    return check


@transaction.atomic
def sign_pledge(*, practitioner: Practitioner, on: dt.date, by: Reader) -> PractitionerPledge:
    """She signed 强制报告承诺书 on paper, or signs it here herself. The same day twice is once."""
    own = practitioner.user_id == by.actor_id
    found = practitioner if own else practitioner_for_change(practitioner, by)
    if on > by.on:
        raise Refusal("日期在今天之后，请核对。")
    pledge, new = PractitionerPledge.objects.get_or_create(
        practitioner=found, on=on, defaults=entered(by)
    )
    if new:
        log("登记服务机构人员强制报告承诺", found, by, on=f"{on:%F}")
    return pledge


def practitioner_for_change(practitioner: Practitioner, by: Reader) -> Practitioner:
    """Locked; refused to whoever does not answer for her district."""
    rows = Practitioner.objects.select_for_update(of=("self",)).select_related("user")
    found = rows.get(pk=practitioner.pk)
    if not by.covers(EDIT, found.district_id):
        raise Refusal("这位项目人员由上一级登记，不由您修改。")
    return found


def _may(by: Reader) -> None:
    if not by.can(EDIT):
        raise Refusal("您不能登记服务机构。")
