"""What a carer keeps right herself, and how often she can."""

from typing import Any

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.carers.actions.common import entered
from nuantong.carers.models import CapacityChange
from nuantong.core.errors import Refusal
from nuantong.core.text import parse_phone
from nuantong.people.actions.carers import log_carer
from nuantong.people.actions.common import check_version, differences, told, write
from nuantong.people.models import Carer

OWN = ("phone", "languages", "availability", "hours", "skills")


@transaction.atomic
def update_own(*, carer: Carer, version: int | None, values: dict[str, Any], by: Reader) -> Carer:
    """Her phone, her times and hours, her languages and skills. What else is on her record is her office's."""
    found = Carer.objects.select_for_update(of=("self",)).filter(pk=carer.pk).first()
    if found is None or found.user_id is None or found.user_id != by.actor_id:
        raise Refusal("只能修改自己的资料。")
    check_version(found, version)
    columns = differences(found, _columns(values))
    if not columns:
        return found
    written = told(found, columns)
    write(found, columns)
    log_carer("本人修改资料", found, by, **written)
    return found


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    columns = {name: values[name] for name in OWN if name in values}
    if "phone" in columns:
        phone = parse_phone(columns["phone"])
        if phone.problem or not phone.text:
            raise Refusal(phone.problem or "请填写手机号，孩子和妇联要能找到您。")
        columns |= {
            "phone": phone.text, "phone_index": Carer._meta.get_field("phone_index").of(phone.text)
        }  # fmt: skip
    return columns


def keep_capacity(carer: Carer, before: int, reason: str, by: Reader) -> None:
    """How many households she can take has changed (people.hooks)."""
    CapacityChange.objects.create(
        carer=carer, on=by.on, before=before, after=carer.capacity,
        reason=reason.strip()[:200] or "未写明原因", **entered(by),
    )  # fmt: skip
