"""Closing a month: what is in it stays, corrections go into a later one."""

import datetime as dt

from django.db import connection, transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.books.models import Period
from nuantong.core import clock
from nuantong.core.errors import Refusal


@transaction.atomic
def close_month(*, region_id: int, month: dt.date, by: Reader) -> Period:
    """The month and all before it are closed for good; closing twice is once."""
    if not by.covers(Permission.KEEP_BOOKS, region_id):
        raise Refusal("这里的账由别的单位管理，不由您关账。")
    first = month.replace(day=1)
    if first >= by.on.replace(day=1):
        raise Refusal(f"{first:%Y}年{first.month}月还没有过完，不能关账。")
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE books_period IN SHARE ROW EXCLUSIVE MODE")
    later = Period.objects.filter(region=region_id, month__gte=first, closed_at__isnull=False)
    done = later.order_by("month").first()
    if done:
        return done
    period, _ = Period.objects.get_or_create(region_id=region_id, month=first)
    period.closed_at, period.closed_by = clock.now(), by.actor_name
    period.save(update_fields=["closed_at", "closed_by"])
    record(action="关账", by=by, object_type="period", object_id=period.pk,
           changes={"month": f"{first:%Y-%m}", "entries": period.last})  # fmt: skip
    return period
