"""A supervisor is away for days, and who gets what the ladder tells meanwhile."""

import datetime as dt

from django.db import transaction

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.audit.actions import record
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.duties.models import DutyAway

DAY = dt.timedelta(days=1)
REFUSALS = {
    "dutyaway_one_at_a_time": "这几天里已经登记过外出，请先取消原来的。",
    "dutyaway_by_another": "请选另一个人代收。",
}


@transaction.atomic
def go_away(*, start: dt.date, last_day: dt.date, stand_in: User | None, by: Reader) -> DutyAway:
    """The reader is away; whoever stands in must answer for overdue care in all of her places.

    Without a stand-in her notices go to the level above.
    """
    if by.user is None or not by.can(Permission.ACT_ON_OVERDUE):
        raise Refusal("只有处理逾期职责的人才用登记外出。")
    if start < by.on or last_day < start or last_day - start > dt.timedelta(days=92):
        raise Refusal("请填从今天或以后开始、不超过三个月的日期。")
    if stand_in is not None:
        _check_stand_in(stand_in, start, last_day, by)
    with refusing(REFUSALS):
        away = DutyAway.objects.create(
            user=by.user, stand_in=stand_in, start=start, end=last_day + DAY
        )
    _log("登记外出", away, by)
    return away


def _check_stand_in(other: User, start: dt.date, last_day: dt.date, by: Reader) -> None:
    hers = reader_of(other, start)
    mine = by.regions(Permission.ACT_ON_OVERDUE)
    if not other.is_active or not all(hers.covers(Permission.ACT_ON_OVERDUE, one) for one in mine):
        raise Refusal(f"{other.name}不负责您的地方，不能代收。请选同一单位或上级的人。")
    if DutyAway.objects.filter(user=other, start__lte=last_day, end__gt=start).exists():
        raise Refusal(f"{other.name}这几天自己也外出，请另选一位。")


@transaction.atomic
def be_back(*, away: DutyAway, by: Reader) -> DutyAway:
    """She is back today, or does not go. Doing it twice is doing it once."""
    found = DutyAway.objects.select_for_update(of=("self",)).get(pk=away.pk)
    if found.user_id != by.actor_id:
        raise Refusal("只能结束自己的外出。")
    back = max(found.start, by.on)
    if back < found.end:
        found.end = back
        found.save(update_fields=["end"])
        _log("结束外出", found, by)
    return found


def _log(action: str, away: DutyAway, by: Reader) -> None:
    record(action=action, by=by, object_type="dutyaway", object_id=away.pk,
           changes={"start": str(away.start), "end": str(away.end),
                    "stand_in": away.stand_in_id})  # fmt: skip
