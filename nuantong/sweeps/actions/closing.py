"""Closing a village by name, and opening it again."""

from typing import Any

from django.db import connection, transaction
from django.db.utils import OperationalError

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.regions.tree import VILLAGE
from nuantong.sweeps.models import Closing

WAITS = {
    "closing_nothing_waits": "这个村（社区）还有待办没有办完，不能销号。办不了的，请先转由具体的人办理。",
    "closing_once_at_a_time": "这个村（社区）已经销号。",
}  # fmt: skip
BUSY = "名册正在导入，请过几分钟再销号。"


@transaction.atomic
def close_village(*, region: int, counts: dict[str, Any], by: Reader) -> Closing:
    """Every row of the village is accounted for, says whoever signs. Refused while anything waits."""
    place = by.tree.get(region)
    if not by.covers(Permission.CLOSE_VILLAGES, region) or place is None or by.user is None:
        raise Refusal("这个村（社区）不由您销号。")
    if place.level != VILLAGE:
        raise Refusal("只有村（社区）可以销号；上级的数字随各村变化。")
    _hold_records()
    with refusing(WAITS):
        closed = Closing.objects.create(
            region_id=region, by=by.user, by_name=by.actor_name, at=clock.now(), counts=counts
        )
    record(action="村级销号", by=by, object_type="region", object_id=place.code, changes=counts)
    return closed


def _hold_records() -> None:
    """Nothing begins to wait between looking and signing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '4s'")
            cursor.execute("LOCK TABLE sweeps_record IN SHARE MODE")
            cursor.execute("SET LOCAL lock_timeout = 0")
    except OperationalError as error:
        raise Refusal(BUSY) from error


@transaction.atomic
def reopen_village(*, closing: Closing, why: str, by: Reader) -> Closing:
    found = Closing.objects.select_for_update().filter(pk=closing.pk, reopened_at=None).first()
    if found is None or not by.covers(Permission.CLOSE_VILLAGES, found.region_id):
        raise Refusal("这个村（社区）没有销号，或不由您办理。")
    if len(why.strip()) < 2:
        raise Refusal("请写明为什么重新打开。")
    found.reopened_at, found.reopened_by_name = clock.now(), by.actor_name
    found.reopened_why = why.strip()[:200]
    found.save(update_fields=["reopened_at", "reopened_by_name", "reopened_why"])
    record(action="撤销村级销号", by=by, object_type="region", object_id=str(found.region_id),
           reason=why, changes={"region": found.region_id})  # fmt: skip
    return found
