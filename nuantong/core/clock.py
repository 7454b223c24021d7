"""The only place that reads the clock. The demo pins the civil date."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> dt.date:
    """The civil date in Asia/Shanghai, or the pinned one."""
    return settings.TODAY or dt.datetime.now(SHANGHAI).date()


def now() -> dt.datetime:
    """An aware time whose civil date is today()."""
    real = dt.datetime.now(SHANGHAI)
    return real if settings.TODAY is None else dt.datetime.combine(settings.TODAY, real.timetz())
