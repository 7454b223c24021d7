"""Whose turn it is: what comes has to be counted, what came short has to be looked into."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.goods.actions.common import KEEP
from nuantong.goods.models import Stock, Transfer, TransferLine
from nuantong.tasks.actions import Wanted, raise_task, raise_tasks, settle
from nuantong.tasks.kinds import register_kind
from nuantong.tasks.models import Task

COMING: Final = "goods.coming"
SHORT: Final = "goods.short"
EXPIRING: Final = "goods.expiring"
DAYS_TO_RECEIVE: Final = 7
WARNING_DAYS: Final = 60


def register_kinds() -> None:
    """For AppConfig.ready()."""
    register_kind(COMING, "有物资调来", "到货后逐行点数、签收；数量不符的写明原因。")
    register_kind(SHORT, "调拨的物资短少", "收货的一方少收了，请查明去向。查清后在这里写明结果。")
    register_kind(
        EXPIRING, "物资快过保质期", "先发快到期的；已经过期的不能发，登记损失并写明怎么处理。"
    )


def coming(transfer: Transfer, count: int, by: Reader) -> None:
    raise_task(by=by, wanted=Wanted(
        key=f"{COMING}:{transfer.key}", kind=COMING, permission=KEEP,
        title=f"{transfer.source.name}给{transfer.target.name}调来{count}件",
        region=transfer.target.region_id, url_name="goods:transfer",
        url_args={"key": str(transfer.key)}, due_on=transfer.sent_on + dt.timedelta(DAYS_TO_RECEIVE),
    ))  # fmt: skip


def arrived(transfer: Transfer, lines: Sequence[TransferLine], by: Reader) -> None:
    """Received; where something is missing, the sender looks into it."""
    settle(key=f"{COMING}:{transfer.key}", how="已经点收。", by=by)
    missing = -sum(one.difference for one in lines if one.difference < 0)
    if missing:
        raise_task(by=by, wanted=Wanted(
            key=f"{SHORT}:{transfer.key}", kind=SHORT, permission=KEEP,
            title=f"{transfer.target.name}少收{missing}件", region=transfer.source.region_id,
            url_name="goods:transfer", url_args={"key": str(transfer.key)},
            due_on=by.on + dt.timedelta(DAYS_TO_RECEIVE),
        ))  # fmt: skip


@transaction.atomic
def warn_of_expiry(by: Reader) -> int:
    """For every night: a store with things that expire soon has one open task a month."""
    until = by.on + dt.timedelta(WARNING_DAYS)
    rows = Stock.objects.filter(expires_on__lte=until, on_hand__gt=0).select_related("store")
    counts = Counter[tuple[int, int, str]]()
    for row in rows:
        counts[row.store_id, row.store.region_id, row.store.name] += row.on_hand
    for task in Task.objects.open().filter(kind=EXPIRING):
        if int(task.key.split(":")[1]) not in {store for store, *_ in counts}:
            settle(key=task.key, how="快到期的已经发出或登记损失。", by=by)
    return len(raise_tasks(by=by, wanted=[
        Wanted(
            key=f"{EXPIRING}:{store}:{by.on:%Y-%m}", kind=EXPIRING, permission=KEEP, region=region,
            title=f"{name}有{count}件{WARNING_DAYS}天内到期或已过期", due_on=by.on + dt.timedelta(14),
            url_name="goods:stock",
        )
        for (store, region, name), count in sorted(counts.items())
    ]))  # fmt: skip
