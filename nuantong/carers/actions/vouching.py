"""The pledge 强制报告承诺 and trainings."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.carers.actions.common import entered, not_after_today, words
from nuantong.carers.models import Pledge, Training
from nuantong.core.errors import Refusal
from nuantong.people.actions.carers import log_carer
from nuantong.people.actions.common import carer_for_change
from nuantong.people.models import Carer

SIGNED = "只能登记她本人签的承诺书，签署人应是“{}”。"


@transaction.atomic
def sign_pledge(*, carer: Carer, on: dt.date, signed_by: str, by: Reader) -> Pledge:
    """She signed 强制报告承诺书 herself. The same day twice is once."""
    found = carer_for_change(carer, by)
    return _pledge(found, on, signed_by, by)


@transaction.atomic
def sign_own_pledge(*, carer: Carer, by: Reader) -> Pledge:
    """She signs on her phone, today."""
    if carer.user_id is None or carer.user_id != by.actor_id:
        raise Refusal("承诺书只能由本人签署。")
    return _pledge(carer, by.on, carer.name, by)


def _pledge(carer: Carer, on: dt.date, signed_by: str, by: Reader) -> Pledge:
    not_after_today(on, by)
    if "".join(signed_by.split()) != carer.name:
        raise Refusal(SIGNED.format(carer.name))
    pledge, new = Pledge.objects.get_or_create(
        carer=carer, on=on, defaults={"signed_by": carer.name, **entered(by)}
    )
    if new:
        log_carer("登记强制报告承诺", carer, by, on=on.isoformat())
    return pledge


@transaction.atomic
def add_training(
    *, carer: Carer, on: dt.date, subject: str, hours: Decimal, given_by: str, by: Reader
) -> Training:
    """One training she was at. The same one twice is once."""
    found = carer_for_change(carer, by)
    not_after_today(on, by)
    if not 0 < hours <= 200:
        raise Refusal("学时应大于0，不超过200。")
    about = words(subject, 80, "请填写培训内容。")
    training, new = Training.objects.get_or_create(
        carer=found, on=on, subject=about,
        defaults={
            "hours": hours, "given_by": words(given_by, 60, "请填写主办单位。"), **entered(by)
        },
    )  # fmt: skip
    if new:
        log_carer("登记培训", found, by, on=on.isoformat())
    return training
