"""The rules judge the city twice: three weeks ago, and today, so that time has changed something."""

import datetime as dt
from typing import Final

from nuantong.access.reader import system_reader
from nuantong.demo.size import TODAY
from nuantong.eligibility.actions import assess_everybody

BEFORE: Final = dt.date(2018, 8, 3)


def write_hints() -> None:
    for day in (BEFORE, TODAY):
        reader = system_reader()
        reader.on = day
        assess_everybody(reader)
