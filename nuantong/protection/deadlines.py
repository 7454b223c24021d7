"""When the rights line must ask why 110 was not called."""

import datetime as dt
from typing import Final

CALL_WITHIN: Final = dt.timedelta(hours=2)
"""The law says 立即 and names no hours (未成年人保护法 §11); two are the product's own figure."""


def call_is_overdue(found: dt.datetime, called: dt.datetime | None, now: dt.datetime) -> bool:
    """No call is known and more than two hours have passed since the danger was found."""
    return called is None and now - found > CALL_WITHIN


def waited(since: dt.datetime, now: dt.datetime) -> str:
    """The time passed, in words: 12 分钟, 3 小时, 2 天."""
    minutes = max(int((now - since).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} 分钟"
    hours = minutes // 60
    return f"{hours} 小时" if hours < 72 else f"{hours // 24} 天"
