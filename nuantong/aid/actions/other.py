"""Aid from elsewhere."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.aid.actions.common import entered, moment, said
from nuantong.aid.models import OtherAid
from nuantong.core.errors import Refusal
from nuantong.people.actions.common import child_for_change, log_look
from nuantong.people.models import Child


@transaction.atomic
def record_other(
    *, child: Child, source: str, what: str, fen: int, on: dt.date, key: UUID, by: Reader
) -> OtherAid:
    """What the child was given by others; the same key again is the same row."""
    found = child_for_change(child, by, P.SEE_AID)
    known: OtherAid | None = OtherAid.objects.filter(key=key, child=found).first()
    if known is not None:
        return known
    if source not in OtherAid.Source.values:
        raise Refusal("请选择是谁给的。")
    if on > by.on:
        raise Refusal("日期不能晚于今天。")
    if fen < 0:
        raise Refusal("金额不能小于零。")
    row: OtherAid = OtherAid.objects.create(
        child=found, key=key, source=source, what=said(what, "请写是什么救助。")[:200], fen=fen,
        on=on, **entered(by),
    )  # fmt: skip
    log_look("登记其他救助", found, by, source=source, on=on)
    return row


@transaction.atomic
def void_other(*, other: OtherAid, by: Reader) -> None:
    """It was a mistake. Twice is once."""
    child = child_for_change(other.child, by, P.SEE_AID)
    found = OtherAid.objects.select_for_update().get(pk=other.pk)
    if found.voided_at is None:
        found.voided_at, found.voided_by_name = moment(by), by.actor_name
        found.save(update_fields=["voided_at", "voided_by_name"])
        log_look("作废其他救助", child, by, source=found.source, on=found.on)
