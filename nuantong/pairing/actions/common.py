"""Writing pairings, many or one, each with its event on the log."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from nuantong.access.reader import Reader
from nuantong.audit.actions import record_all
from nuantong.core.copying import copy_rows
from nuantong.pairing import hooks
from nuantong.pairing.models import Pairing
from nuantong.people.models import Child

REFUSALS = {
    "pairing_one_carer_at_a_time": "这名儿童在这段时间已有爱心妈妈，请刷新后再看。",
    "pairing_within_capacity": "爱心妈妈的户数已满，请换一位或先调整可结对户数。",
    "pairing_check_in_date": "爱心妈妈的背景查询不在有效期内，不能结对。",
}


class NewPair(NamedTuple):
    child: int
    carer: int
    tier: str
    checked_on: dt.date
    proposal: int | None = None


def write_pairs(pairs: Collection[NewPair], *, start: dt.date, by: Reader) -> None:
    """COPY of any number of pairings and their events, in the current transaction."""
    if not pairs:
        return
    copy_rows(
        Pairing,
        ["child", "carer", "tier", "checked_on", "proposal", "start", "ended_reason", "made_by"],
        [(*pair, start, "", by.actor_id) for pair in pairs],
    )
    numbers = dict(
        Child.objects.filter(id__any_of=[pair.child for pair in pairs]).values_list("pk", "number")
    )
    log_pairs("结对", [(numbers[pair.child], pair.carer, pair.tier) for pair in pairs], by)
    for tell in hooks.PAIRED:
        tell(list(numbers), start, by)


def log_pairs(
    action: str, rows: Collection[tuple[str, int, str]], by: Reader, reason: str = ""
) -> None:
    """One event for each (child's number, carer, tier), by COPY."""
    record_all(
        action=action, by=by, object_type="carer", reason=reason,
        about=((carer, number, {"carer": carer, "tier": tier}) for number, carer, tier in rows),
    )  # fmt: skip
